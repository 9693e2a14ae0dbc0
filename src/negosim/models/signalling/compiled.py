"""A scenario's signal, in whichever of the three forms: what is said, what is believed, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray
from negosim.models.compiled import ORDINALS, CompiledModel
from negosim.models.evaluation import Answer, Evaluation, Figure, Inequality, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.signalling.assessments import Candidate, assessments, has_ties
from negosim.models.signalling.cheap_talk import SILENT, cuts, most_intervals, receiver_loss
from negosim.models.signalling.least_cost import Effort, pooling_limit, separating_efforts
from negosim.models.signalling.tree import signalling_tree
from negosim.models.signalling.two_type_form import Form, actions_of, conditions, form_of, pure_plans, solutions
from negosim.models.signalling.two_types import indifference
from negosim.scenario.names import Names, capitalised, spaced
from negosim.solve import Complete

_NO_SIGNAL = 12.0
_MOST_CUTS = 12
_TWO = 2


@dataclass(frozen=True)
class SignalPlans:
    """The equilibria of a signalling game, for a picture: a row each, names in the order of the scenario; `says` is the
    answer in a sentence."""

    players: tuple[str, str]
    types: tuple[str, ...]
    messages: tuple[str, ...]
    replies: tuple[str, ...]
    chance: float
    equilibria: tuple[Candidate, ...]
    says: str


@dataclass(frozen=True)
class TalkCuts:
    """The intervals in which cheap talk tells an issue, by bias, for a picture."""

    players: tuple[str, str]
    issue: str
    bias: float
    cuts: FloatArray


@dataclass(frozen=True)
class EffortLines:
    """What each type gets by effort if it is then taken for the high type, and without effort, for a picture."""

    sender: str
    worth: tuple[float, float]
    cost: tuple[float, float]
    separates: tuple[float, float]
    pools: float


@dataclass(frozen=True, eq=False)
class CompiledSignalling(CompiledModel):
    """A signal of a scenario."""

    MODEL: ClassVar = "signalling"
    REPRESENTATION: ClassVar = "signalling_game"
    SAYS: ClassVar = "what a side that knows something tells the other, and what the other makes of it"
    SOURCE: ClassVar = "Spence (1973); Riley (1979); Crawford and Sobel (1982); Cho and Kreps (1987)"
    CONCEPTS: ClassVar = ("perfect_bayesian",)
    FIGURES: ClassVar = {
        "equilibria": Figure("perfect Bayesian equilibria, mixtures at ties apart"),
        "intuitive_equilibria": Figure("those that pass the intuitive criterion"),
        "sends_first_least": Figure("the least chance of the first message over these"),
        "sends_first_most": Figure("the largest chance of the first message over these"),
        "indifference": Figure("the belief in the first type at which two replies to a message are as good"),
        "bias": Figure("how far apart the two sides' ideals are", "share of the issue"),
        "intervals": Figure("into how many intervals the most telling equilibrium parts the issue"),
        "receiver_loss": Figure("what the receiver then loses on average, squared distance"),
        "silent_loss": Figure("what it would lose if nothing were said"),
        "least_effort": Figure("the least effort that tells the types apart"),
        "largest_effort": Figure("the largest effort that does"),
        "pooling_limit": Figure("the largest effort at which both types pool"),
    }
    REGIMES: ClassVar = {
        "pooling_on_first": "both types send the first message, in the one equilibrium that is intuitive",
        "pooling_on_second": "both types send the second message, in the one equilibrium that is intuitive",
        "pooling_on_third": "both types send the third message, in the one equilibrium that is intuitive",
        "pooling_on_fourth": "both types send the fourth message, in the one equilibrium that is intuitive",
        "separating": "the types send different messages, in the one equilibrium that is intuitive",
        "semi_separating": "some type mixes its messages, in the one equilibrium that is intuitive",
        "several": "several equilibria are intuitive",
        "undetermined": "ties leave no equilibrium of these kinds",
        "told": "cheap talk tells something",
        "untold": "cheap talk tells nothing: the sides' ideals are a quarter of the issue apart or more",
        "worth_it": "effort tells the types apart, to the good of the high type",
        "dear": "effort tells the types apart, and even the high type would rather that nobody took any",
        "untaken": "no effort tells the types apart",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The sender and the receiver."""
        return (self.rules.sender, self.rules.receiver)

    @property
    def stand_ins(self) -> Mapping[str, str]:
        """What the messages are called."""
        called = [f"'{word.name or spaced(key)}'" for key, word in self.rules.messages.items()]
        return dict(zip(ORDINALS, called, strict=False))

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the figures of the game's form, and the conditions behind its answer."""
        if self.rules.talk_about is not None:
            return self._talk(f)
        return self._effort(f) if self.rules.effort is not None else self._types(f)

    def _types(self, f: Formulas) -> Evaluation:
        form = form_of(f, self.key, self.rules)
        found = assessments(form.game)
        exists = np.stack([c.exists for c in found], axis=-1)
        kept = np.stack([c.intuitive for c in found], axis=-1)
        prior = form.game.prior
        first = np.stack([prior * c.sends[..., 0, 0] + (1.0 - prior) * c.sends[..., 1, 0] for c in found], axis=-1)
        none = ~kept.any(axis=-1)
        figures = {
            "equilibria": exists.sum(axis=-1).astype(np.float64),
            "intuitive_equilibria": kept.sum(axis=-1).astype(np.float64),
            "sends_first_least": np.where(none, np.nan, np.where(kept, first, 2.0).min(axis=-1)),
            "sends_first_most": np.where(none, np.nan, np.where(kept, first, -1.0).max(axis=-1)),
        }
        for k, message in enumerate(self.rules.messages if len(self.rules.replies) == _TWO else ()):
            figures[f"indifference.{message}"] = indifference(form.game, k)
        words = tuple(self.REGIMES)
        only = np.array([words.index(_regime_of(c)) for c in found])[kept.argmax(axis=-1)]
        several, untold = words.index("several"), words.index("undetermined")
        regime = np.where(none, untold, np.where(kept.sum(axis=-1) > 1, several, only))
        return Evaluation(figures, regime, tuple(conditions(form, self._plans)), {"form": form})

    @cached_property
    def _plans(self) -> list[tuple[int, int]]:
        """The pure plans that reasons are given for."""
        return pure_plans(form_of(self._formulas(self.scenario.numbers.base), self.key, self.rules))

    def _talk(self, f: Formulas) -> Evaluation:
        issue = self.rules.talk_about
        ideals = [f.ideal(actor, issue) for actor in self.players]
        bias = np.abs(ideals[0] - ideals[1])
        intervals = most_intervals(bias)
        figures = {
            "bias": bias,
            "intervals": np.where(np.isfinite(intervals), intervals, np.nan),
            "receiver_loss": receiver_loss(bias, intervals),
            "silent_loss": np.full_like(bias, 1.0 / _NO_SIGNAL),
        }
        apart = Side("how far apart the two sides' ideals are", (Part(self._ideal_path(self.rules.sender), bias),))
        quarter = Side(
            "a quarter of the issue", (Part(self._ideal_path(self.rules.receiver), np.full_like(bias, SILENT)),)
        )
        silent = Inequality(
            "untold", None, "the ideals are too far apart for words to tell anything",
            "the ideals are near enough for words to tell something", apart, quarter, unit="of the issue",
        )  # fmt: skip
        return Evaluation(figures, np.where(silent.holds, *self._at("untold", "told")), (silent,))

    def _at(self, *regimes: str) -> tuple[int, ...]:
        """Return the places of some regimes."""
        return tuple(tuple(self.REGIMES).index(regime) for regime in regimes)

    def _ideal_path(self, actor: str) -> str:
        own = f"ideals.{actor}.{self.rules.talk_about}"
        return own if own in self.scenario.numbers else f"actors.{actor}.ideal"

    def _effort(self, f: Formulas) -> Evaluation:
        base = f"games.{self.key}.effort"
        paths = [f"{base}.{word}" for word in ("high.worth", "low.worth", "high.cost", "low.cost", "chance")]
        case = Effort(*(f.number(path) for path in paths))
        least, largest = separating_efforts(case)
        figures = {"least_effort": least, "largest_effort": largest, "pooling_limit": pooling_limit(case)}
        alone = Side("the high type, told apart", (
            Part(paths[0], case.high_worth), Part(paths[2], -case.high_cost * np.nan_to_num(least)),
        ))  # fmt: skip
        together = Side("both paid the mean, without effort", (
            Part(paths[0], case.prior * case.high_worth), Part(paths[1], (1.0 - case.prior) * case.low_worth),
        ))  # fmt: skip
        pays = Inequality(
            "worth_it", self.rules.sender, "the high type gains by being told apart",
            "even the high type would rather that nobody took any effort", alone, together,
        )  # fmt: skip
        crosses = Inequality(
            "costs_less", self.rules.sender, "effort costs the high type no more than the low one",
            "effort costs the high type more than the low one, so it tells nothing",
            Side("the low type's cost", (Part(paths[3], case.low_cost),)),
            Side("the high type's cost", (Part(paths[2], case.high_cost),)),
        )  # fmt: skip
        untaken, worth_it, dear = self._at("untaken", "worth_it", "dear")
        regime = np.where(np.isnan(least), untaken, np.where(pays.holds, worth_it, dear))
        return Evaluation(figures, regime, (pays, crosses))

    def answer(self, base: Evaluation) -> Answer:
        """Return what is told, with every equilibrium of a game of two types."""
        names = Names(self.scenario)
        sender, receiver = (names.subject(actor) for actor in self.players)
        if self.rules.types:
            assert base.details is not None
            return self._types_answer(base.details["form"], sender)
        if self.rules.talk_about is not None:
            count = float(base.figures["intervals"])
            issue = names.issue(self.rules.talk_about)
            told = f"in which of {count:.0f} intervals {issue} lies"
            told = "nothing" if count == 1 else "all that" if np.isnan(count) else told
            told += f" that bears on {issue}" if count == 1 else f" bears on {issue}" if np.isnan(count) else ""
            said = f"at best {sender} tells {receiver} {told}"
            why = "all equilibria part the issue into intervals, and the largest number of them is known"
            return Answer(said, Complete.ALL, why, (), ("Quadratic losses; what is known is uniform from 0 to 1.",))
        low, high = (float(base.figures[word]) for word in ("least_effort", "largest_effort"))
        if np.isnan(low):
            return Answer(f"no effort tells the types of {sender} apart", Complete.ALL, "the bounds leave none", ())
        said = f"effort from {low:.3g} to {high:.3g} tells the types of {sender} apart; {low:.3g} does so at least cost"
        why = "the intuitive criterion leaves least-cost separation only"
        return Answer(said, Complete.ALL, why, ())

    def _types_answer(self, form: Form, sender: str) -> Answer:
        found = [each for _, each in solutions(form)]
        kept = [c for c, _ in solutions(form) if c.intuitive]
        words = [self._words(c) for c in kept]
        said = f"{sender} {words[0]}" if words else "no equilibrium of these kinds"
        said += f"; {len(kept) - 1} more equilibria are intuitive" if len(kept) > 1 else ""
        ties = bool(has_ties(form.game))
        why = "every kind of assessment was looked at" + ("; at ties further mixtures may exist" if ties else "")
        whole = Complete.SOME if ties else Complete.ALL
        return Answer(capitalised(said), whole, why, tuple(found), (), actions_of(self.rules))

    def _words(self, c: Candidate) -> str:
        """Say what each type does in an equilibrium."""
        if c.kind == "pooling":
            key = list(self.rules.messages)[c.messages[0][0]]
            return f"{self.rules.messages[key].name or spaced(key)}, of whichever type it is"
        parts = []
        for kind, own, chances in zip(self.rules.types.items(), c.messages, c.sends, strict=True):
            sent = [self.rules.messages[key].name or spaced(key) for key in self.rules.messages]
            last = own[-1]
            does = sent[last] if len(own) == 1 else f"{sent[last]} in {100 * float(chances[last]):.0f} % of cases"
            parts.append(f"{does} if {kind[1].name or spaced(kind[0])}")
        return " and ".join(parts)

    def convertible(self) -> ExtensiveFormGame | None:
        """Return the game of two types as a tree; talk and effort have more than finitely many moves."""
        if not self.rules.types:
            return None
        assert self.base.details is not None
        return signalling_tree(self.base.details["form"], self.key, self.scenario.origin)

    def drawing(self, figure: str) -> SignalPlans | TalkCuts | EffortLines:
        """Return what the picture of the game's form draws."""
        rules, seen = self.rules, self.base.figures
        if rules.types:
            assert self.base.details is not None
            form: Form = self.base.details["form"]
            found = tuple(c for c, _ in solutions(form))
            tables = (rules.types, rules.messages, rules.replies)
            types, messages, replies = (tuple(w.name or spaced(key) for key, w in table.items()) for table in tables)
            says = self.answer(self.base).headline
            pair = (rules.sender, rules.receiver)
            return SignalPlans(pair, types, messages, replies, float(form.game.prior), found, says)
        if rules.talk_about is not None:
            count = float(np.nan_to_num(seen["intervals"], nan=_MOST_CUTS))
            bias = float(seen["bias"])
            issue = Names(self.scenario).issue(rules.talk_about)
            return TalkCuts((rules.sender, rules.receiver), issue, bias, cuts(bias, int(min(count, _MOST_CUTS))))
        high, low = rules.effort.high, rules.effort.low
        separates = (float(seen["least_effort"]), float(seen["largest_effort"]))
        worth, cost = (high.worth.value, low.worth.value), (high.cost.value, low.cost.value)
        return EffortLines(rules.sender, worth, cost, separates, float(seen["pooling_limit"]))


def _regime_of(c: Candidate) -> str:
    """Return the regime in which only this kind of equilibrium is intuitive."""
    if c.kind == "pooling":
        return f"pooling_on_{ORDINALS[c.messages[0][0]]}"
    return "separating" if c.kind == "separating" else "semi_separating"
