"""Playing one party at the bargaining table: offers in turn, a month apart, against a proportional or a stubborn party.

Both are measured against their own best: a party's *share* is its gain over the disagreement, divided by the most that
it could gain while the other is no worse. So no utilities are compared. The proportional party accepts where its share
is no less than yours, and offers the settlement at which both shares are equal (Kalai and Smorodinsky 1975). The
stubborn party offers what leaves you just no worse, and takes nothing below nine tenths of its best. In the last round
either takes whatever leaves it no worse; if nothing is agreed on by then, both have the disagreement.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from negosim.classroom.session import Question
from negosim.errors import UnsolvedError, UsageError, nearest
from negosim.explain.words import points
from negosim.games import BoolArray, FloatArray
from negosim.models.bargaining import CompiledBargaining
from negosim.models.bargaining.pieces import Agreement, Bargain
from negosim.models.bargaining.worth import settlement_parts, total
from negosim.report.layout import wrapped
from negosim.report.words import FOOT
from negosim.scenario.names import Names, capitalised

TABLE_OPPONENTS = {
    "proportional": "accepts where its share of its own best is no less than yours, and offers equal shares",
    "stubborn": "offers what leaves you just no worse, and takes nothing below nine tenths of its best",
}
DEFAULT_ROUNDS = 6
_STUBBORN = 0.9
_EVEN, _CLOSE = 1e-9, 1e-6
_ANSWERS, _SHOWN = ("accept", "refuse"), ("accepts", "refuses")
_GRID = 1001


@dataclass(frozen=True, eq=False)
class TableSeat:
    """Which party is played in which bargaining game, how the other bargains, and for how many rounds."""

    compiled: CompiledBargaining
    actor: str
    name: str
    rounds: int

    @property
    def party(self) -> int:
        """The index of the actor; the first party makes the first offer."""
        return self.compiled.rules.parties.index(self.actor)  # type: ignore[no-any-return]  # the rules of this model

    @property
    def other(self) -> str:
        """The other party."""
        parties: tuple[str, str] = self.compiled.rules.parties
        return parties[1 - self.party]

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues that are divided."""
        return self.compiled.rules.issues  # type: ignore[no-any-return]  # the rules of this model

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.compiled.scenario)

    @cached_property
    def bargain(self) -> Bargain:
        """The bargaining problem."""
        assert self.compiled.base.details is not None
        found: Bargain = self.compiled.base.details["bargain"]
        return found

    @cached_property
    def best(self) -> FloatArray:
        """The most that each party can gain while the other is no worse: shape (party,)."""
        ends = [self.bargain.best[k].payoffs[..., k] for k in (0, 1)]
        return np.stack(ends, axis=-1) - self.bargain.disagreement

    @property
    def discount(self) -> float:
        """What a month's wait leaves of the actor's gain."""
        known = self.compiled.scenario.facts.actors[self.actor].discount_factor
        return 1.0 if known is None else float(known.value)

    def proposes(self, turn: int) -> bool:
        """Whether the actor makes the offer of a round."""
        return turn % 2 == self.party

    def gains(self, settlement: ArrayLike) -> FloatArray:
        """Return what each party gains by settlements over the disagreement: (..., issues) to (..., party)."""
        places = np.asarray(settlement, dtype=np.float64)
        own = {issue: places[..., j] for j, issue in enumerate(self.issues)}
        f, where = self.bargain.f, {**self.bargain.given, **own}
        worth = [total(settlement_parts(f, actor, where)) for actor in self.compiled.rules.parties]
        return np.asarray(np.stack(np.broadcast_arrays(*worth), axis=-1) - self.bargain.disagreement)

    def accepts(self, settlement: ArrayLike, turn: int) -> BoolArray:
        """Return whether the other party takes each offer: (..., issues) to (...)."""
        gains = self.gains(settlement)
        own, theirs = (gains[..., k] / self.best[k] for k in (self.party, 1 - self.party))
        if turn == self.rounds - 1:
            return np.asarray(theirs >= -_EVEN)
        least = np.full(own.shape, _STUBBORN) if self.name == "stubborn" else np.maximum(own, 0.0)
        return np.asarray(theirs >= least - _CLOSE)

    @cached_property
    def offer(self) -> tuple[float, ...]:
        """What the other party offers whenever it is its turn."""
        assert self.compiled.base.details is not None
        found: Agreement = self.compiled.base.details["agreements"]["kalai_smorodinsky"]
        if self.name == "stubborn":
            found = self.bargain.best[1 - self.party]
        return tuple(float(place) for place in found.settlement)

    @cached_property
    def best_plan(self) -> float:
        """The most that the actor can gain against this party, discounted, to about a thousandth of its best.

        It takes an offer of the other party, or makes the best of those that are accepted: a search along the frontier.
        """
        frontier = np.concatenate(
            [
                piece.settlement(np.linspace(0.0, piece.problem.frontier.shape[-2] - 1, _GRID))
                for piece in self.bargain.pieces
            ]
        )
        found = [0.0]
        for turn in {0, 1, self.rounds - 2, self.rounds - 1} & set(range(self.rounds)):
            offers = frontier[self.accepts(frontier, turn)] if self.proposes(turn) else np.array([self.offer])
            found += (self.discount**turn * self.gains(offers)[:, self.party]).tolist()
        return max(found)


def table_seat(compiled: CompiledBargaining, actor: str, name: str, rounds: int) -> TableSeat:
    """Return a seat at a bargaining table. Raises UsageError for an unknown actor or opponent, UnsolvedError where
    there is nothing to agree on."""
    parties: tuple[str, str] = compiled.rules.parties
    if actor not in parties:
        raise UsageError(f"--as {actor}: no party at this table; {nearest(actor, list(parties), 'parties')}")
    if name not in TABLE_OPPONENTS:
        fix = nearest(name, list(TABLE_OPPONENTS), "opponents")
        raise UsageError(f"--opponents {name}: none of a bargaining table; {fix}")
    if not 1 <= rounds <= 60:
        raise UsageError(f"--months {rounds}: write a number of rounds from 1 to 60")
    seat = TableSeat(compiled, actor, name, rounds)
    if bool(seat.bargain.is_empty) or seat.best.min() <= 0:
        raise UnsolvedError(f"no settlement of `{compiled.key}` leaves both better off: nothing to bargain over")
    return seat


@dataclass(frozen=True, eq=False)
class TablePlay:
    """A play so far: `turn` is the round, `draft` the part of an offer that is made, `predicted` what was expected of
    each own offer, `agreed` the settlement."""

    seat: TableSeat
    turn: int = 0
    draft: tuple[float, ...] = ()
    offers: tuple[tuple[float, ...], ...] = ()
    predicted: tuple[str | None, ...] = ()
    answers: tuple[str, ...] = ()
    agreed: tuple[float, ...] | None = None

    @property
    def opening(self) -> list[str]:
        """Who is played, over what, and what no agreement means."""
        seat, rules = self.seat, self.seat.compiled.rules
        lines = wrapped(f"{seat.compiled.scenario.facts.title}. {rules.name}: {' '.join((rules.about or '').split())}")
        lines += wrapped(
            f"You are {seat.names.subject(seat.actor)}. {capitalised(seat.names.subject(seat.other))}"
            f" {TABLE_OPPONENTS[seat.name]}. You take turns for {seat.rounds} rounds, a month apart; then both fight"
            " on."
        )
        lines += wrapped(
            f"Points are what you gain over fighting on, {points(float(seat.best[seat.party]))} at most. A month's wait"
            f" leaves {seat.discount:.3g} of it."
        )
        for issue in seat.issues:
            known = seat.compiled.scenario.facts.issues[issue]
            ends = f"0 is '{' '.join(known.at_0.split())}', 1 is '{' '.join(known.at_1.split())}'"
            lines += wrapped(f"{capitalised(known.name)}: {ends}; today {known.status_quo.value:.3g}.", 2)
        return [*lines, *wrapped("Enter leaves a prediction open, Ctrl-C stops.")]

    @property
    def news(self) -> list[str]:
        """The offer on the table, or the answer to the last one."""
        seat, lines = self.seat, []
        if self.answers:
            lines += wrapped(f"Round {len(self.answers)}: refused.")
        if self.question is not None and not seat.proposes(self.turn):
            gain = points(float(seat.gains(seat.offer)[seat.party]), True)
            who = capitalised(seat.names.subject(seat.other))
            lines += wrapped(f"Round {self.turn + 1}: {who} offers {self._words(seat.offer)}; you gain {gain}.")
        return lines

    @property
    def question(self) -> Question | None:
        """The next part of an offer, a prediction, or whether to accept."""
        seat = self.seat
        if self.agreed is not None or self.turn == seat.rounds:
            return None
        when = f"Round {self.turn + 1} of {seat.rounds}"
        if not seat.proposes(self.turn):
            return Question("choose", f"{when}: your answer", _ANSWERS, _SHOWN)
        if len(self.draft) < len(seat.issues):
            issue = seat.names.issue(seat.issues[len(self.draft)])
            return Question("number", f"{when}: where does your offer leave {issue}? (0 to 1)", (), ())
        gains = points(float(seat.gains(self.draft)[seat.party]), True)
        who = seat.names.subject(seat.other)
        return Question("predict", f"You would gain {gains}. What will {who} answer?", _ANSWERS, _SHOWN)

    def answered(self, option: str | None) -> "TablePlay":
        """Return the play after an answer; an own offer is answered at once."""
        seat = self.seat
        if not seat.proposes(self.turn):
            agreed = seat.offer if option == "accept" else None
            return self._after(seat.offer, option or "refuse", agreed)
        if len(self.draft) < len(seat.issues):
            assert option is not None
            return replace(self, draft=(*self.draft, float(option)))
        takes = bool(seat.accepts(self.draft, self.turn))
        play = replace(self, predicted=(*self.predicted, option))
        return play._after(self.draft, "accept" if takes else "refuse", self.draft if takes else None)

    @property
    def result(self) -> list[str]:
        """The agreement, the points, the best that was possible, and the predictions."""
        seat = self.seat
        if self.agreed is None:
            lines = ["", "No agreement: both fight on."]
        else:
            lines = ["", *wrapped(f"Agreed in round {self.turn}: {self._words(self.agreed)}.")]
        lines += [f"Your points, discounted: {points(self.total)}."]
        lines += wrapped(f"The best against this party is about {points(seat.best_plan)}.")
        guesses = [(guess, answer) for guess, answer in zip(self.predicted, self._to_own, strict=True) if guess]
        right = sum(guess == answer for guess, answer in guesses)
        lines.append(f"Predictions: {right} of {len(guesses)} right." if guesses else "You made no prediction.")
        return [*lines, FOOT]

    @property
    def reasons(self) -> list[str]:
        """Each offer with both shares, which is what the other party looks at."""
        seat, lines = self.seat, ["Each offer, with each party's share of its own best gain:"]
        for turn, (offer, answer) in enumerate(zip(self.offers, self.answers, strict=True)):
            shares = seat.gains(offer) / seat.best
            own, theirs = (f"{100 * float(shares[k]):.0f} %" for k in (seat.party, 1 - seat.party))
            maker = "you" if seat.proposes(turn) else seat.names.short(seat.other)
            said = (
                f"round {turn + 1}, {maker}: {self._words(offer)}; you {own}, {seat.names.short(seat.other)} {theirs}"
            )
            lines += wrapped(f"{said}; {'accepted' if answer == 'accept' else 'refused'}", 4, "  -")
        return lines

    @property
    def total(self) -> float:
        """The actor's gain, discounted to the first round; 0 without an agreement."""
        if self.agreed is None:
            return 0.0
        return float(self.seat.discount ** (self.turn - 1) * self.seat.gains(self.agreed)[self.seat.party])

    @property
    def record(self) -> dict[str, Any]:
        """The play so far, for a log."""
        seat, is_over = self.seat, self.question is None
        predictions = [
            {"actor": seat.other, "at": f"offer {k + 1}", "predicted": guess} for k, guess in enumerate(self.predicted)
        ]
        choices = [
            {"at": f"round {turn + 1}", "option": self._words(offer) if seat.proposes(turn) else answer}
            for turn, (offer, answer) in enumerate(zip(self.offers, self.answers, strict=True))
        ]
        return {
            "game": seat.compiled.key, "actor": seat.actor, "opponents": seat.name, "lambda": None, "seed": None,
            "finished": is_over, "predictions": predictions, "choices": choices,
            "points": self.total if is_over else None,
            "outcome": self._words(self.agreed) if self.agreed is not None else None,
        }  # fmt: skip

    @property
    def _to_own(self) -> list[str]:
        """The answers to the actor's own offers."""
        return [answer for turn, answer in enumerate(self.answers) if self.seat.proposes(turn)]

    def _after(self, offer: tuple[float, ...], answer: str, agreed: tuple[float, ...] | None) -> "TablePlay":
        made, said = (*self.offers, offer), (*self.answers, answer)
        return replace(self, turn=self.turn + 1, draft=(), offers=made, answers=said, agreed=agreed)

    def _words(self, settlement: tuple[float, ...]) -> str:
        names = [self.seat.names.issue(issue) for issue in self.seat.issues]
        return ", ".join(f"{name} at {place:.3g}" for name, place in zip(names, settlement, strict=True))
