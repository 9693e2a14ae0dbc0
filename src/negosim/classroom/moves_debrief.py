"""What a student is told after a play: the best reply, the predictions beside what the others do, and why.

All of it is about the opponents that were met. A prediction is right where it names the likeliest option.
"""

from collections.abc import Sequence

import numpy as np

from negosim.classroom.moves_seat import OwnMove, Seat
from negosim.explain.ends import ends_from_set
from negosim.explain.reasons import term_shares
from negosim.explain.words import points, scale_of, term_words
from negosim.games.extensive_form import worth_at_set
from negosim.report.layout import with_amount, wrapped
from negosim.report.moves import seen_words
from negosim.report.words import counted, percent
from negosim.scenario.names import capitalised, listed
from negosim.solve import Equilibrium
from negosim.solve.result import TIE

_SHOWN = 4
_SURE = 1e-3


def debrief(seat: Seat, moves: Sequence[OwnMove], predicted: Sequence[tuple[int, int | None]]) -> list[str]:
    """Say what each own move was worth beside the best one, and which predictions were right."""
    lines = [line for move in moves for line in _best_lines(seat, move)]
    guesses = [(k, guess) for k, guess in predicted if guess is not None]
    if not guesses:
        return [*lines, "You made no prediction."]
    right = sum(int(seat.opponents.profile[k].argmax()) == guess for k, guess in guesses)
    lines.append(f"Predictions: {right} of {len(guesses)} right.")
    return [*lines, *(line for k, guess in guesses for line in _compared(seat, k, guess))]


def _best_lines(seat: Seat, move: OwnMove) -> list[str]:
    worth = worth_at_set(seat.tree, seat.best_after(move.before), move.index)
    best, made = int(worth.argmax()), seat.option(move.index, move.action)
    average = " on average" if seat.is_random else ""
    values = [seat.points(float(worth[k])) for k in (move.action, best)]
    if worth[move.action] >= worth[best] - TIE * float(np.ptp(seat.tree.payoffs[seat.player])):
        return wrapped(f"'{made}' was a best reply, worth {values[0]}{average}.")
    other = seat.option(move.index, best)
    return wrapped(f"'{made}' was worth {values[0]}{average}; the best was '{other}', {values[1]}.")


def _compared(seat: Seat, index: int, guess: int) -> list[str]:
    """Set one prediction beside what the others do there."""
    known = seat.tree.information_sets[index]
    who = seat.tree.players[known.player]
    seen = seen_words(seat.tree, seat.names, who, known.label)
    does = [
        f"{seat.option(index, action)}{'' if share > 1 - _SURE else f' ({percent(float(share))})'}"
        for action, share in sorted(enumerate(seat.opponents.profile[index]), key=lambda each: -each[1])
        if share > _SURE
    ]
    what = f"{seat.names.short(who)}{f', if {seen}' if seen else ''}: you said '{seat.option(index, guess)}'"
    return wrapped(f"{what}; it {listed(does, 'or')}", 4, "  -")


def reason_lines(seat: Seat, move: OwnMove) -> list[str]:
    """Compare the best option at an own move with the one taken; with the next best where the best was taken."""
    profile = seat.best_after(move.before)
    worth = worth_at_set(seat.tree, profile, move.index)
    order = np.argsort(-worth, kind="stable")
    best = int(order[0])
    other = move.action if move.action != best else int(order[1])
    scenario, scale = seat.compiled.scenario, scale_of(seat.compiled.scenario, seat.compiled.key)
    played = Equilibrium(profile, worth, 0.0)
    ends = [ends_from_set(seat.tree, played, move.index, action) for action in (best, other)]
    shares = term_shares(seat.compiled, seat.terms, seat.player, ends[0] - ends[1])
    said = [f"{seat.option(move.index, k)} {points(float(worth[k]), scale=scale)}" for k in (best, other)]
    difference = points(float(worth[best] - worth[other]), True, scale)
    lines = with_amount(f"{capitalised(said[0])}, beside {said[1]}", difference)
    for share in shares[:_SHOWN]:
        lines += with_amount(term_words(share, scenario), points(share.amount, True, scale), 4)
    rest = shares[_SHOWN:]
    if rest:
        amount = points(sum(share.amount for share in rest), True, scale)
        lines += with_amount(counted(len(rest), "smaller term"), amount, 4)
    return lines
