"""Playing one side of a truce for some months: predict what the other side does, then hold your fire or strike.

Each month both choose at once. Afterwards a breach by each side is reported, or not: with the chance `detect` if it
struck, `false_alarm` if it held. The other side acts on what is reported of you, by a rule of thumb with a few states;
against it the best plan is found backwards over months and states (Bellman 1957), which is what a play is
measured against.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from negosim.classroom.session import Question
from negosim.errors import UsageError, nearest
from negosim.explain.words import points
from negosim.games import FloatArray
from negosim.models.truce import CompiledTruce
from negosim.report.layout import with_amount, wrapped
from negosim.report.words import FOOT
from negosim.scenario.names import Names
from negosim.scenario.shared_facts import MONTHS

_OPTIONS = ("hold", "strike")
_SHOWN = ("holds its fire", "strikes")


@dataclass(frozen=True)
class Rule:
    """A rule of thumb with states from 0 to `last`: the chance to strike in each, and the next state after a report of
    a breach or of none."""

    says: str
    last: int
    strikes: Callable[[int], float]
    after: Callable[[int, bool], int]


def _limited(months: int) -> Rule:
    return Rule(
        f"answer each reported breach with {months} months of strikes",
        months,
        lambda s: float(s > 0),
        lambda s, breach: months if breach and s == 0 else max(s - 1, 0),
    )


_RULES = {
    "grim": Rule("hold until a breach is reported, then strike for ever", 1, float, lambda s, breach: int(s or breach)),
    "tit_for_tat": Rule("strike after each month with a reported breach, and only then", 1, float, lambda _, b: int(b)),
    "always_hold": Rule("always hold their fire", 0, lambda _: 0.0, lambda s, _: s),
    "always_strike": Rule("always strike", 0, lambda _: 1.0, lambda s, _: s),
    "random": Rule("strike every other month on average, at random", 0, lambda _: 0.5, lambda s, _: s),
}
DEFAULT_MONTHS = 6
TRUCE_OPPONENTS = ("solution", "limited", *_RULES)


@dataclass(frozen=True, eq=False)
class TruceSeat:
    """One side of a truce: its payoffs[month, own action, other's action] with 0 to hold and 1 to strike, what is
    reported, and the rule that the other side follows."""

    compiled: CompiledTruce
    actor: str
    payoffs: FloatArray
    discount: float
    reported: tuple[float, float]
    rule: Rule
    name: str
    seed: int

    @property
    def months(self) -> int:
        """How many months are played."""
        return len(self.payoffs)

    @property
    def other(self) -> str:
        """The other side."""
        return next(party for party in self.compiled.players if party != self.actor)

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.compiled.scenario)

    @property
    def scale(self) -> float:
        """What a payoff is multiplied by to be shown."""
        return 1.0 if self.compiled.rules.payoffs else 100.0

    @property
    def average(self) -> str:
        """The words that stand where reports or the other side are random, so that worth is an average."""
        chances = (*self.reported, *(self.rule.strikes(state) for state in range(self.rule.last + 1)))
        return " on average" if any(0 < chance < 1 for chance in chances) else ""

    @cached_property
    def draws(self) -> FloatArray:
        """Numbers between 0 and 1 for each month: the other's choice, the report of the actor's and of the other's."""
        return np.random.default_rng(self.seed).random((self.months, 3))

    @cached_property
    def ahead(self) -> FloatArray:
        """What each action is worth from each month and state of the other on, when all later ones are best:
        ahead[month, state, action]."""
        worth = np.zeros((self.months + 1, self.rule.last + 1, 2))
        for month in range(self.months - 1, -1, -1):
            later = worth[month + 1].max(axis=-1)
            for state in range(self.rule.last + 1):
                chance = self.rule.strikes(state)
                now = self.payoffs[month] @ np.array([1 - chance, chance])
                next_states = [self.rule.after(state, breach) for breach in (False, True)]
                for action, seen in enumerate(self.reported):
                    follows = (1 - seen) * later[next_states[0]] + seen * later[next_states[1]]
                    worth[month, state, action] = now[action] + self.discount * follows
        return worth

    def month_name(self, month: int) -> str:
        """Return what a month is called."""
        assert self.compiled.base.details is not None
        first = int(self.compiled.base.details["start"])
        return f"{MONTHS[(first + month) % 12].capitalize()}, month {month + 1} of {self.months}"


def truce_seat(compiled: CompiledTruce, actor: str, name: str, months: int, seed: int) -> TruceSeat:
    """Return a seat at a truce. Raises UsageError for an unknown actor or rule, and for months that are none."""
    if actor not in compiled.players:
        fix = nearest(actor, list(compiled.players), "parties")
        raise UsageError(f"--as {actor}: no party of this truce; {fix}")
    if name not in TRUCE_OPPONENTS:
        fix = nearest(name, list(TRUCE_OPPONENTS), "opponents")
        raise UsageError(f"--opponents {name}: none of a truce; {fix}")
    if not 1 <= months <= 120:
        raise UsageError(f"--months {months}: write a number from 1 to 120")
    details = compiled.base.details
    assert details is not None
    look = next(look for look in details["looks"] if look.side.party == actor)
    month = look.side.dilemma
    order = (int(details["start"]) + np.arange(months)) % 12
    table = np.array([[month.reward, month.sucker], [month.temptation, month.punishment]])[..., order]
    seen = (float(look.signal.false_alarm), float(look.signal.detect))
    rule = _rule(compiled, name)
    return TruceSeat(compiled, actor, np.moveaxis(table, -1, 0), float(look.discount), seen, rule, name, seed)


def _rule(compiled: CompiledTruce, name: str) -> Rule:
    """Return a rule of thumb; by the solution a side is grim where that holds the truce, else it strikes."""
    if name == "limited":
        return _limited(max(1, round(float(compiled.rules.punishment.value))))
    if name != "solution":
        return _RULES[name]
    is_held = list(compiled.REGIMES)[int(compiled.base.regime)] == "held"
    rule = _RULES["grim" if is_held else "always_strike"]
    why = "grim punishment holds this truce" if is_held else "grim punishment does not hold this truce"
    return replace(rule, says=f"{rule.says} ({why})")


@dataclass(frozen=True, eq=False)
class TrucePlay:
    """A play so far: what was predicted for each month, and what was done. 0 is to hold, 1 to strike."""

    seat: TruceSeat
    predicted: tuple[int | None, ...] = ()
    done: tuple[int, ...] = ()

    @property
    def opening(self) -> list[str]:
        """Who is played, and what a month brings."""
        seat = self.seat
        own, other = seat.names.subject(seat.actor), seat.names.subject(seat.other)
        cells = [seat.payoffs[0, a, b] for a, b in ((0, 0), (1, 0), (0, 1), (1, 1))]
        both, alone, struck, war = (points(float(cell), scale=seat.scale) for cell in cells)
        lines = wrapped(f"{seat.compiled.scenario.facts.title}. {seat.compiled.rules.name}: {seat.months} months.")
        lines += wrapped(f"You are {own}. The others, that is {other}, {seat.rule.says}.")
        lines += wrapped(
            f"Your points in the first month: {both} if both hold, {alone} if you alone strike, {struck} if only the"
            f" other side does, {war} if both do. A month's wait leaves {seat.discount:.3g} of a payoff."
        )
        low, high = (f"{100 * chance:.0f} %" for chance in seat.reported)
        lines += wrapped(f"A breach is reported in {high} of the months with one, and in {low} of those without.")
        return [*lines, *wrapped("Answer with a number or a name; Enter leaves a prediction open, Ctrl-C stops.")]

    @property
    def news(self) -> list[str]:
        """What was reported of the last month."""
        if not self.done:
            return []
        month = len(self.done) - 1
        own = self._is_reported(month, self.done[month], 1)
        other = self._is_reported(month, self._others[month], 2)
        said = [
            f"{who}: {'a breach is reported' if seen else 'no breach'}"
            for who, seen in (("you", own), (self.seat.names.short(self.seat.other), other))
        ]
        return wrapped(f"Reports of {self.seat.month_name(month)}: {'; '.join(said)}.")

    @property
    def question(self) -> Question | None:
        """What the other side will do this month, then the own choice."""
        month = len(self.done)
        if month == self.seat.months:
            return None
        when = self.seat.month_name(month)
        if len(self.predicted) == month:
            who = self.seat.names.subject(self.seat.other)
            return Question("predict", f"{when}: what will {who} do?", _OPTIONS, _SHOWN)
        return Question("choose", f"{when}: your move", _OPTIONS, _SHOWN)

    def answered(self, option: str | None) -> "TrucePlay":
        """Return the play after a prediction or a move."""
        if len(self.predicted) == len(self.done):
            return replace(self, predicted=(*self.predicted, None if option is None else _OPTIONS.index(option)))
        assert option is not None
        return replace(self, done=(*self.done, _OPTIONS.index(option)))

    @property
    def result(self) -> list[str]:
        """The months as they were, the points, the best plan and the predictions."""
        seat = self.seat
        lines = ["", f"{'':24}{'you':16}{seat.names.short(seat.other):16}points"]
        for month, own in enumerate(self.done):
            other = self._others[month]
            amount = points(float(seat.payoffs[month, own, other]), scale=seat.scale)
            lines.append(f"{seat.month_name(month):24}{_SHOWN[own]:16}{_SHOWN[other]:16}{amount}")
        best = float(seat.ahead[0, 0].max())
        lines += wrapped(f"Your points, later months discounted: {points(self.total, scale=seat.scale)}.")
        lines += wrapped(f"The best plan against this rule brings {points(best, scale=seat.scale)}{seat.average}.")
        guesses = [(month, guess) for month, guess in enumerate(self.predicted) if guess is not None]
        right = sum(self._others[month] == guess for month, guess in guesses)
        lines.append(f"Predictions: {right} of {len(guesses)} right." if guesses else "You made no prediction.")
        return [*lines, FOOT]

    @property
    def reasons(self) -> list[str]:
        """What each move was worth beside the other one, as the play stood then."""
        lines = [f"What was better each month{self.seat.average}, all later months played best:"]
        for month, own in enumerate(self.done):
            worth = self.seat.ahead[month, self._states[month]]
            gap = float(worth[own] - worth[1 - own])
            lines += with_amount(
                f"{self.seat.month_name(month)}: {_SHOWN[own]}, beside {_SHOWN[1 - own]}",
                points(gap, True, self.seat.scale),
                2,
            )
        return lines

    @property
    def total(self) -> float:
        """The payoffs of the months played, discounted to the first."""
        seat, pairs = self.seat, enumerate(zip(self.done, self._others, strict=False))
        return float(sum(seat.discount**month * seat.payoffs[month, own, other] for month, (own, other) in pairs))

    @property
    def record(self) -> dict[str, Any]:
        """The play so far, for a log."""
        seat = self.seat
        is_over = len(self.done) == seat.months
        return {
            "game": seat.compiled.key,
            "actor": seat.actor,
            "opponents": seat.name,
            "lambda": None,
            "seed": seat.seed,
            "finished": is_over,
            "predictions": [
                {"actor": seat.other, "at": f"month {month + 1}", "predicted": None if k is None else _OPTIONS[k]}
                for month, k in enumerate(self.predicted)
            ],
            "choices": [{"at": f"month {month + 1}", "option": _OPTIONS[k]} for month, k in enumerate(self.done)],
            "points": self.total if is_over else None,
            "outcome": None,
        }

    @cached_property
    def _states(self) -> tuple[int, ...]:
        """The other side's state in each month up to the next one."""
        states = [0]
        for month in range(len(self.done)):
            states.append(self.seat.rule.after(states[-1], self._is_reported(month, self.done[month], 1)))
        return tuple(states)

    @cached_property
    def _others(self) -> tuple[int, ...]:
        """What the other side did in each month played."""
        rule, draws = self.seat.rule, self.seat.draws
        return tuple(int(draws[m, 0] < rule.strikes(state)) for m, state in enumerate(self._states[: len(self.done)]))

    def _is_reported(self, month: int, action: int, draw: int) -> bool:
        """Whether a breach is reported of a month, after what a side did in it."""
        return bool(self.seat.draws[month, draw] < self.seat.reported[action])
