"""A signalling game of a scenario: its payoffs as terms, its equilibria, and the conditions behind one of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from negosim.games import FloatArray
from negosim.models.evaluation import UTILITY, Inequality, ModelSolution, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.signalling.assessments import Candidate, assessments, expected, regret
from negosim.models.signalling.plans import Plan, pooling_plan, separating_plan
from negosim.models.signalling.two_types import Signalling, values
from negosim.scenario.names import spaced
from negosim.scenario.rules.signalling import SignallingRules, SignalWord

_TWO = 2


@dataclass(frozen=True, eq=False)
class Row:
    """One term: whose payoff, the path that scales it, its amount at each point, and where[type, message, reply]."""

    actor: str
    path: str
    amount: FloatArray
    where: FloatArray


@dataclass(frozen=True, eq=False)
class Form:
    """A signalling game at vectors of numbers, with its terms."""

    rules: SignallingRules
    rows: tuple[Row, ...]
    game: Signalling

    def expected_parts(self, actor: str, weights: FloatArray) -> tuple[Part, ...]:
        """Return an actor's terms, weighted over [type, message, reply]: weights may have batch axes in front."""
        return tuple(
            Part(row.path, row.amount * (weights * row.where).sum(axis=(-3, -2, -1)))
            for row in self.rows
            if row.actor == actor
        )


def form_of(f: Formulas, key: str, rules: SignallingRules) -> Form:
    """Return the game of a scenario at the vectors of numbers of `f`."""
    rows = tuple([*_lever_rows(f, rules), *_term_rows(f, key, rules)])
    shape = f.values.shape[:-1]
    chance = (
        f.number(f"games.{key}.chance") if rules.chance is not None else f.number(f"actors.{rules.sender}.obstinate")
    )
    sizes = _sizes(rules)
    tables = [
        _table([row for row in rows if row.actor == actor], (*shape, *sizes))
        for actor in (rules.sender, rules.receiver)
    ]
    return Form(rules, rows, Signalling(tables[0], tables[1], np.broadcast_to(chance, shape)))


def _sizes(rules: SignallingRules) -> tuple[int, int, int]:
    """Return the numbers of types, messages and replies."""
    return len(rules.types), len(rules.messages), len(rules.replies)


def _table(rows: Sequence[Row], shape: tuple[int, ...]) -> FloatArray:
    total = np.zeros(shape)
    for row in rows:
        total += np.asarray(row.amount)[..., np.newaxis, np.newaxis, np.newaxis] * row.where
    return total


def _lever_rows(f: Formulas, rules: SignallingRules) -> Iterator[Row]:
    """Yield what the levers that a reply carries out cost the sender and the receiver."""
    for k, reply in enumerate(rules.replies.values()):
        where = np.zeros(_sizes(rules))
        where[:, :, k] = 1.0
        for name in reply.uses:
            path, lever = f"levers.{name}", f.facts.levers[name]
            bite = f.amount(f"{path}.strength", lever.strength, rules.sender) * (
                1.0 - f.number(f"{path}.replaced", 0.0)
            )
            yield Row(rules.sender, f"{path}.strength", -bite, where)
            for word, sign in (("cost.threaten", -1.0), ("cost.use", -1.0), ("gain", 1.0)):
                if f"{path}.{word}" in f.numbers:
                    yield Row(rules.receiver, f"{path}.{word}", sign * f.number(f"{path}.{word}"), where)


def _term_rows(f: Formulas, key: str, rules: SignallingRules) -> Iterator[Row]:
    options = [list(getattr(rules, word)) for word in ("types", "messages", "replies")]
    for name, term in rules.terms.items():
        factor = f"games.{key}.terms.{name}.times"
        if any(path not in f.numbers for path in term.of):
            continue  # a number that is not given counts as nothing
        amount = f.number(factor, 1.0)
        for path in term.of:
            amount = amount * f.number(path)
        where = np.ones(_sizes(rules))
        for axis, (word, keys) in enumerate(zip(("type", "message", "reply"), options, strict=True)):
            if word in term.when:
                holds = np.array([each in term.when[word] for each in keys], dtype=np.float64)
                where = where * np.expand_dims(holds, tuple(k for k in range(3) if k != axis))
        yield Row(term.actor, term.of[0] if term.of else factor, np.asarray(amount), where)


def solutions(form: Form) -> list[tuple[Candidate, ModelSolution]]:
    """Return every equilibrium at one vector of numbers, those that are intuitive first."""
    found = [c for c in assessments(form.game) if c.exists]
    found.sort(key=lambda c: not c.intuitive)
    return [(c, _solution(form, c)) for c in found]


def _solution(form: Form, c: Candidate) -> ModelSolution:
    rules, prior = form.rules, float(form.game.prior)
    weights = np.array([prior, 1.0 - prior])
    payoffs = {
        rules.sender: float(weights @ expected(form.game.sender, c)),
        rules.receiver: float(weights @ expected(form.game.receiver, c)),
    }
    kinds = [f"type={kind}" for kind in rules.types]
    beliefs = {
        message: dict(zip(kinds, (float(c.belief[m]), 1.0 - float(c.belief[m])), strict=True))
        for m, message in enumerate(rules.messages)
    }
    passed = "passes the intuitive criterion" if c.intuitive else "fails the intuitive criterion"
    chosen, regretted = _profile(rules, c), regret(form.game, c)
    return ModelSolution(
        "perfect_bayesian", payoffs, profile=chosen, beliefs=beliefs, regret=regretted, notes=(passed,)
    )


def _profile(rules: SignallingRules, c: Candidate) -> dict[str, dict[str, dict[str, float]]]:
    """Return what each type sends and what each message is answered with: player, information set, action."""
    messages, replies = list(rules.messages), list(rules.replies)
    sends = {f"type={t}": _mixture(messages, c.sends[k]) for k, t in enumerate(rules.types)}
    answers = {m: _mixture(replies, c.replies[k]) for k, m in enumerate(messages)}
    return {rules.sender: sends, rules.receiver: answers}


def actions_of(rules: SignallingRules) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what each player may do, by information set: each type may send each message, each may be answered."""
    messages, replies = tuple(rules.messages), tuple(rules.replies)
    return {
        rules.sender: {f"type={kind}": messages for kind in rules.types},
        rules.receiver: dict.fromkeys(messages, replies),
    }


def _mixture(options: list[str], shares: FloatArray) -> dict[str, float]:
    return {key: share for key, share in zip(options, shares.tolist(), strict=True) if share > 0}


def pure_plans(form: Form) -> list[tuple[int, int]]:
    """Return the messages of both types in each pure plan: all with two messages, else the equilibria at one vector of
    numbers, since there are many plans."""
    count = len(form.rules.messages)
    if count == _TWO:
        return [*((m, m) for m in range(count)), *permutations(range(count), 2)]
    found = [c.messages for c in assessments(form.game) if c.exists]
    return sorted((one[0], two[0]) for one, two in found if len(one) == len(two) == 1)


def conditions(form: Form, plans: Sequence[tuple[int, int]]) -> Iterator[Inequality]:
    """Yield whether each of some pure plans is an equilibrium, and what the receiver replies where nothing is learnt.

    Of a plan the side of the type that is nearest to leaving it is shown; after a message that nobody sends the reply
    is the one that best keeps both types from it.
    """
    rules = form.rules
    types, messages, called = _called(rules.types), list(rules.messages), _called(rules.messages)
    for first, second in plans:
        if first == second:
            how = f"where whichever its type it {called[first]}"
            yield _kept(form, pooling_plan(form.game, first), f"pooling.{messages[first]}", how)
        else:
            how = f"where the {types[0]} one {called[first]} and the {types[1]} one {called[second]}"
            plan = separating_plan(form.game, first, second)
            yield _kept(form, plan, f"separating.{messages[first]}_{messages[second]}", how)
    for m, message in enumerate(messages):
        yield _reply(form, m, message)


def _called(words: Mapping[str, SignalWord]) -> list[str]:
    """Return what types, messages or replies are called."""
    return [word.name or spaced(key) for key, word in words.items()]


def _kept(form: Form, plan: Plan, name: str, how: str) -> Inequality:
    """Return whether the type that is nearest to leaving a plan keeps to it."""
    weights = np.zeros((2, *form.game.prior.shape, *_sizes(form.rules)))
    for t, sent in enumerate(plan.sends):
        here = np.where(plan.nearest == t, 1.0, 0.0)[..., np.newaxis]
        weights[0, ..., t, sent, :] = here * plan.replies[..., sent, :]
        for m in form.game.messages:
            leaves = here * (plan.other == m)[..., np.newaxis]
            weights[1, ..., t, m, :] = leaves * plan.replies[..., m, :]
    sides = [form.expected_parts(form.rules.sender, each) for each in weights]
    other = "the other message" if len(form.rules.messages) == _TWO else "another message"
    return Inequality(
        name, form.rules.sender,
        f"{how}, neither gains by {other}",
        f"{how}, one gains by {other}",
        Side("by the plan, to the type that gains most by leaving it", sides[0]),
        Side(f"by {other}", sides[1]), unit=UTILITY,
    )  # fmt: skip


def _reply(form: Form, m: int, message: str) -> Inequality:
    """Return whether the first reply to a message is best where nothing is learnt from it."""
    replies, chance, said = _called(form.rules.replies), form.game.prior, _called(form.rules.messages)[m]
    there = values(form.game, chance, m)
    second = 1 + there[..., 1:].argmax(axis=-1)  # the best of the other replies
    weights = np.zeros((2, *chance.shape, *_sizes(form.rules)))
    for t, share in enumerate((chance, 1.0 - chance)):
        weights[0, ..., t, m, 0] = share
        for a in form.game.replies:
            weights[1, ..., t, m, a] += np.where(second == a, share, 0.0)
    sides = [form.expected_parts(form.rules.receiver, each) for each in weights]
    other = f"'{replies[1]}'" if len(replies) == _TWO else "every other reply"
    better = f"'{replies[1]}'" if len(replies) == _TWO else "another reply"
    name = replies[1] if len(replies) == _TWO else "the best other reply"
    return Inequality(
        f"replies.{message}", form.rules.receiver,
        f"after '{said}', if that tells nothing, '{replies[0]}' is no worse than {other}",
        f"after '{said}', if that tells nothing, {better} is better than '{replies[0]}'",
        Side(replies[0], sides[0]), Side(name, sides[1]), unit=UTILITY,
    )  # fmt: skip
