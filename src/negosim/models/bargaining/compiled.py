"""A scenario's bargaining game: its range, its agreements, and why there is a range or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from negosim.games import FloatArray
from negosim.models.bargaining.agreements import (
    AXIOMATIC,
    adjusted_winner,
    agreements,
    in_turn,
    issue_by_issue,
    patience,
    regret_of,
    stake_shares,
)
from negosim.models.bargaining.pieces import Agreement, Bargain
from negosim.models.bargaining.worth import disagreement_parts, settlement_parts, total
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import UTILITY, Answer, Evaluation, Figure, Inequality, ModelSolution, Side
from negosim.models.formulas import Formulas
from negosim.scenario.names import Names
from negosim.solve import Complete
from negosim.solve.concepts.adjusted_winner import AdjustedWinner

_OWN = "utility of the party"
_WHERE = "position from 0 to 1"


@dataclass(frozen=True, eq=False)
class RangeDrawing:
    """The frontier with its agreements, for a picture: pieces[k][v, party], and points by name; `reached[pair,
    party]` are agreements of others, such as a class's."""

    parties: tuple[str, str]
    pieces: tuple[FloatArray, ...]
    disagreement: FloatArray
    agreements: dict[str, FloatArray]
    is_empty: bool
    reached: FloatArray | None = None

    @property
    def efficient(self) -> tuple[FloatArray, ...]:
        """The part of each piece that no other one improves on for both parties, NaN elsewhere."""
        return tuple(
            efficient_part(one, [other for j, other in enumerate(self.pieces) if j != k])
            for k, one in enumerate(self.pieces)
        )


_CALLED = {
    "nash_agreement": "the Nash agreement",
    "kalai_smorodinsky": "the Kalai-Smorodinsky agreement",
    "egalitarian": "the egalitarian agreement",
    "utilitarian": "the utilitarian agreement",
    "alternating_offers": "alternating offers",
    "patient": "alternating offers without delay",
    "adjusted_winner": "Adjusted Winner",
}
_NOTHING = 1e-6
_ALONG = 400
_COMPARING = ("egalitarian", "utilitarian")


@dataclass(frozen=True, eq=False)
class CompiledBargaining(CompiledModel):
    """A bargaining game of a scenario."""

    MODEL: ClassVar = "bargaining"
    REPRESENTATION: ClassVar = "bargaining_problem"
    SAYS: ClassVar = "which settlements both sides prefer to fighting on, and which of them is agreed on"
    SOURCE: ClassVar = (
        "Nash (1950); Kalai and Smorodinsky (1975); Rubinstein (1982); Fearon (1995); Brams and Taylor (1996)"
    )
    CONCEPTS: ClassVar = (*AXIOMATIC, "alternating_offers", "patient", "adjusted_winner")
    FIGURES: ClassVar = {
        "surplus": Figure("the most that a party gains over fighting on while the other is no worse", _OWN),
        "miss": Figure("by how much a party falls short of fighting on when the other gets just its due", _OWN),
        "gain": Figure("what the Nash agreement gives a party beyond fighting on", _OWN, "gain by the Nash agreement"),
        "range_low": Figure("the lower end of an issue's settlements between the ends of the range", _WHERE),
        "range_high": Figure("the upper end of an issue's settlements between the ends of the range", _WHERE),
        "nash_agreement": Figure("the settlement of an issue in the Nash agreement", _WHERE),
        "kalai_smorodinsky": Figure("the settlement of an issue in the Kalai-Smorodinsky agreement", _WHERE),
        "egalitarian": Figure("the settlement of an issue that gives both the same gain", _WHERE),
        "utilitarian": Figure("the settlement of an issue that gives the largest sum of utilities", _WHERE),
        "alternating_offers": Figure("the settlement of an issue that the first party offers and gets", _WHERE),
        "patient": Figure("the same as offers follow each other without delay", _WHERE),
        "adjusted_winner": Figure("the settlement of an issue by Adjusted Winner on the stakes alone", _WHERE),
        "issue_by_issue": Figure("the settlement of an issue on its own, by the Nash agreement", _WHERE),
        "linkage": Figure("what the Nash agreement on all issues together adds for a party to one on each alone", _OWN),
        "patience": Figure("a party's weight as offers follow each other without delay", "share"),
        "outside": Figure("what a party has if it leaves the talks, where it may", _OWN),
        "owner_gain": Figure("what the owner gains if the parties agree and it gives what it offers", "its utility"),
    }
    REGIMES: ClassVar = {
        "agreement": "some settlement leaves both no worse than fighting on",
        "no_range": "no settlement leaves both no worse than fighting on",
        "owner_refuses": "the parties could agree on what the owner offers, and the owner would rather not give it",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The parties, and the owner at the table."""
        return (*self.rules.parties, *((self.rules.owner,) if self.rules.owner else ()))

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the range, the agreements and the inequalities behind them."""
        bargain = Bargain(self.rules, f)
        found = agreements(bargain)
        nash, ends = found["nash_agreement"], bargain.best
        alone, alone_worth = issue_by_issue(bargain, nash)
        figures = {**self._of_parties(bargain, nash, alone_worth), **self._of_issues(found, ends)}
        for words, settled in (("adjusted_winner", adjusted_winner(bargain)), ("issue_by_issue", alone)):
            figures |= {f"{words}.{issue}": settled[..., j] for j, issue in enumerate(self.rules.issues)}
        conditions = [self._range_of(bargain, party) for party in (0, 1)]
        regime = np.where(bargain.is_empty, 1, 0)
        if self.rules.owner is not None:
            owner = self._owner(bargain, nash)
            conditions.append(owner)
            figures["owner_gain"] = np.where(bargain.is_empty, np.nan, owner.slack)
            regime = np.where(~bargain.is_empty & ~owner.holds, 2, regime)
        for k, actor in enumerate(self.rules.parties):
            if actor in self.rules.outside:
                conditions.append(self._leaving(bargain, k, nash))
                figures[f"outside.{actor}"] = bargain.outside[k]
        if self.rules.proposal is not None:
            conditions += [self._proposal(bargain, actor) for actor in self.rules.parties]
        details = {"bargain": bargain, "agreements": found, "adjusted_winner": adjusted_winner(bargain)}
        return Evaluation(figures, regime, tuple(conditions), details)

    def answer(self, base: Evaluation) -> Answer:
        """Return the agreements with their certificates, or by how much each side misses."""
        names, empty, solutions = Names(self.scenario), bool(base.regime == 1), self._solutions(base)
        one, two = (names.subject(actor) for actor in self.rules.parties)
        if empty:
            miss = [100 * float(base.figures[f"miss.{actor}"]) for actor in self.rules.parties]
            said = f"at the other's due, {one} is {miss[0]:.1f} points short of {self._else}, and {two} {miss[1]:.1f}"
        else:
            said = self._agreed(base, solutions)
        compare = "Egalitarian and utilitarian compare the parties' utilities; the others do not."
        notes = () if empty or self.asked else (*self._in_turn(base), compare)
        why = "worth is affine between breakpoints, so the frontier and each agreement on it are exact"
        if empty:
            why = "the frontier is exact, and no point of it leaves both no worse"
        return Answer(said, Complete.ALL, why, solutions, notes)

    def _agreed(self, base: Evaluation, solutions: Sequence[ModelSolution]) -> str:
        """Say what the agreement asked for brings each party beside the disagreement point."""
        assert base.details is not None
        called = _CALLED[self.concept]
        known = next((each for each in solutions if each.concept == self.concept), None)
        if known is None:
            return f"{called} is not defined with these numbers"
        worst = base.details["bargain"].disagreement
        gains = [100 * (known.payoffs[actor] - float(worst[k])) for k, actor in enumerate(self.rules.parties)]
        one, two = (Names(self.scenario).subject(actor) for actor in self.rules.parties)
        said = f"by {called} {one} gains {gains[0]:.1f} points and {two} {gains[1]:.1f}, each on its own scale, beside "
        said += self._else
        losers = [who for who, gain in zip((one, two), gains, strict=True) if gain < -_NOTHING]
        said += f"; {losers[0]} would rather have {self._else}" if losers else ""
        return f"{said}; it compares the parties' utilities" if self.asked in _COMPARING else said

    @property
    def stand_ins(self) -> Mapping[str, str]:
        """What comes without an agreement, which the tables call fighting on."""
        return {"fighting on": self._else}

    @property
    def _else(self) -> str:
        """What comes without an agreement, by its name where the scenario gives one."""
        return self.scenario.facts.outcomes[self.rules.disagreement].name or "no agreement"

    def _in_turn(self, base: Evaluation) -> tuple[str, ...]:
        """Say what alternating offers give, where the parties' discount factors are known."""
        assert base.details is not None
        found, names = base.details["agreements"].get("alternating_offers"), Names(self.scenario)
        if found is None or not bool(found.exists):
            return ()
        gain = 100 * (found.payoffs - base.details["bargain"].disagreement)
        one, two = (names.subject(actor) for actor in self.rules.parties)
        return (f"By alternating offers, begun by {one}, {one} gains {gain[0]:.1f} points and {two} {gain[1]:.1f}.",)

    def drawing(self, figure: str) -> RangeDrawing:
        """Return the frontier with the disagreement point and the agreements."""
        bargain: Bargain = self._details["bargain"]
        frontiers = [piece.problem.frontier for piece in bargain.pieces if piece.problem.frontier.max() > -1e3]
        found = {name: each.payoffs for name, each in self._details["agreements"].items() if bool(each.exists)}
        found["adjusted_winner"] = self._winners_worth(bargain)
        shown = {name: found[name] for name in self.CONCEPTS if name in found}
        return RangeDrawing(self.rules.parties, tuple(frontiers), bargain.disagreement, shown, bool(bargain.is_empty))

    @cached_property
    def _details(self) -> dict[str, Any]:
        assert self.base.details is not None
        return dict(self.base.details)

    def _solutions(self, base: Evaluation) -> tuple[ModelSolution, ...]:
        assert base.details is not None
        bargain, found = base.details["bargain"], base.details["agreements"]
        solutions = []
        for name, each in found.items():
            if bool(each.exists):
                regret = regret_of(bargain, name, each)
                solutions.append(self._solution(name, each.settlement, each.payoffs, regret))
        settled = base.details["adjusted_winner"]
        payoffs = self._winners_worth(bargain)
        points = stake_shares(bargain)
        regret = AdjustedWinner().regret(points, AdjustedWinner().shares(points))
        return (*solutions, self._solution("adjusted_winner", settled, payoffs, regret))

    def _winners_worth(self, bargain: Bargain) -> FloatArray:
        """Return what each party gets by Adjusted Winner."""
        placed = self._placed(bargain, self._details["adjusted_winner"])
        return np.array([total(settlement_parts(bargain.f, actor, placed)) for actor in self.rules.parties])

    def _solution(self, name: str, settled: FloatArray, payoffs: FloatArray, regret: float | None) -> ModelSolution:
        deal = {issue: float(settled[j]) for j, issue in enumerate(self.rules.issues)}
        worth = {actor: float(payoffs[k]) for k, actor in enumerate(self.rules.parties)}
        return ModelSolution(name, worth, deal, regret=regret)

    def _of_parties(self, bargain: Bargain, nash: Agreement, alone: FloatArray) -> dict[str, FloatArray]:
        figures, weight = {}, patience(bargain)
        for k, actor in enumerate(self.rules.parties):
            most = bargain.best[k].payoffs[..., k] - bargain.disagreement[..., k]
            figures[f"surplus.{actor}"] = np.where(bargain.is_empty, np.nan, most)
            figures[f"miss.{actor}"] = np.where(bargain.is_empty, -most, 0.0)
            figures[f"gain.{actor}"] = nash.payoffs[..., k] - bargain.disagreement[..., k]
            figures[f"linkage.{actor}"] = nash.payoffs[..., k] - alone[..., k]
            figures[f"patience.{actor}"] = np.abs(k - weight)
        return figures

    def _of_issues(self, found: dict[str, Agreement], ends: tuple[Agreement, Agreement]) -> dict[str, FloatArray]:
        figures, exists = {}, found["nash_agreement"].exists
        for j, issue in enumerate(self.rules.issues):
            both = np.stack([end.settlement[..., j] for end in ends])
            figures[f"range_low.{issue}"] = np.where(exists, both.min(axis=0), np.nan)
            figures[f"range_high.{issue}"] = np.where(exists, both.max(axis=0), np.nan)
            figures |= {f"{name}.{issue}": each.settlement[..., j] for name, each in found.items()}
        return figures

    def _range_of(self, bargain: Bargain, k: int) -> Inequality:
        """Return whether a party's best settlement that leaves the other no worse is worth at least fighting on."""
        actor, other = self.rules.parties[k], self.rules.parties[1 - k]
        says = Names(self.scenario).subject(other)
        best = settlement_parts(bargain.f, actor, bargain.positions(bargain.best[k]))
        return Inequality(
            f"range_{actor}",
            actor,
            f"the best settlement that {says} would sign is worth more than {self._else}",
            f"even the best settlement that {says} would sign is worth less than {self._else}",
            Side("that settlement", best),
            self._war(bargain, actor),
            unit=UTILITY,
        )

    def _owner(self, bargain: Bargain, nash: Agreement) -> Inequality:
        """Return whether what the parties' agreement brings the owner is worth what it gives."""
        actor = self.rules.owner
        settled = np.where(nash.exists[..., np.newaxis], nash.settlement, bargain.best[0].settlement)
        parts = settlement_parts(bargain.f, actor, self._placed(bargain, settled))
        return Inequality(
            "owner_gives",
            actor,
            "an agreement between the parties is worth what the owner gives for it",
            "an agreement between the parties is not worth what the owner would give for it",
            Side("the agreement, with what is offered", parts),
            self._war(bargain, actor),
            unit=UTILITY,
        )

    def _leaving(self, bargain: Bargain, k: int, nash: Agreement) -> Inequality:
        """Return whether offers in turn would give a party as much as its outside option if it had none."""
        actor = self.rules.parties[k]
        outcome, never = self.rules.outside[actor], np.full(nash.exists.shape, -np.inf)
        plain = in_turn(bargain, nash.piece, (never, never))
        settled = np.where(plain.exists[..., np.newaxis], plain.settlement, bargain.best[0].settlement)
        name, parts = Names(self.scenario).outcome(outcome), self._placed(bargain, settled)
        return Inequality(
            f"outside_{actor}",
            actor,
            f"offers in turn give it as much as {name}, which is no threat then",
            f"{name} is worth more to it than what offers in turn would give it, so it gets at least that",
            Side("what offers in turn would give it", settlement_parts(bargain.f, actor, parts)),
            Side(name, disagreement_parts(bargain.f, actor, outcome)),
            unit=UTILITY,
        )

    def _proposal(self, bargain: Bargain, actor: str) -> Inequality:
        """Return whether the settlement on the table is worth at least fighting on to a party."""
        key, f = self.rules.proposal, bargain.f
        settles = {issue: f.number(f"outcomes.{key}.settles.{issue}") for issue in f.facts.outcomes[key].settles}
        name = Names(self.scenario).outcome(key)
        return Inequality(
            f"proposal_{actor}",
            actor,
            f"{name} is worth more than {self._else}",
            f"{name} is worth less than {self._else}",
            Side(name, settlement_parts(f, actor, settles)),
            self._war(bargain, actor),
            unit=UTILITY,
        )

    def _war(self, bargain: Bargain, actor: str) -> Side:
        outcome = self.rules.disagreement
        return Side(Names(self.scenario).outcome(outcome), disagreement_parts(bargain.f, actor, outcome))

    def _placed(self, bargain: Bargain, settled: FloatArray) -> dict[str, FloatArray]:
        own = {issue: settled[..., j] for j, issue in enumerate(self.rules.issues)}
        return {**bargain.given, **own}


def efficient_part(piece: FloatArray, others: Sequence[FloatArray]) -> FloatArray:
    """Return points along a concave frontier, NaN where another has a point that is better for both parties."""
    order = piece[np.argsort(piece[:, 0], kind="stable")]
    along = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(order, axis=0)).sum(axis=1))])
    steps = np.union1d(along, np.linspace(0.0, along[-1], _ALONG))
    points = np.stack([np.interp(steps, along, column) for column in order.T], axis=-1)
    for other in others:
        x, y = other[np.argsort(other[:, 0], kind="stable")].T
        top = np.interp(np.maximum(points[:, 0], x[0]), x, y)
        points[(points[:, 0] < x[-1] - _NOTHING) & (points[:, 1] < top - _NOTHING)] = np.nan
    return points
