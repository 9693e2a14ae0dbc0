"""Games in normal form from Gambit's `.nfg` files, both versions (Gambit manual, "Game representation formats").

    NFG 1 R "title" { "player" ... } { { "action" ... } ... } "comment"  payoffs of the first profile, of the next, ...
    NFG 1 R "title" { "player" ... } { 2 2 }  { { "outcome" 1, 2 } ... }  an outcome for each profile, 0 for none

Profiles stand in the order in which the first player's action changes fastest.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.games import NormalFormGame, Origin
from negosim.games.exact import fractions_beyond_floats
from negosim.interop.scanner import Scanner, Source, numbered_where_unclear, take_header

MAX_PAYOFFS = 100_000
"""Bound on the payoffs of a game: profiles times players."""


def read_nfg(source: Source, file: str | None = None) -> NormalFormGame:
    """Read a game from a path, or from the text of a file; `file` is its name in faults.

    An action or a player without a label of its own is called by its number. Where the file labels outcomes, the game
    names them. The comment is left out. Raises InputError with the place of the fault.

    >>> game = read_nfg('NFG 1 R "chicken" { "row" "column" } { { "dare" "swerve" } { "" "" } }  0 0 1/3 3  3 1/3 2 2')
    >>> game.actions, game.payoffs[:, 1, 0].tolist(), str(game.exact_payoffs[2])
    ((('dare', 'swerve'), ('1', '2')), [0.3333333333333333, 3.0], '1/3')
    """
    scanner = Scanner(source, file)
    title, players = take_header(scanner, "NFG", "1")
    actions = _take_actions(scanner, players)
    scanner.take_optional_text()
    shape = tuple(map(len, actions))
    labels: tuple[str, ...] = ()
    if scanner.at_brace("{"):
        cells, labels = _take_outcomes(scanner, len(players), prod(shape))
    else:
        cells = [scanner.take_number("a payoff") for _ in range(prod(shape) * len(players))]
    scanner.end("the last profile")
    payoffs = _in_order(cells, (*shape[::-1], len(players)))
    named = tuple(_in_order(labels, shape[::-1]).reshape(-1)) if labels else ()
    return NormalFormGame(
        payoffs.astype(np.float64),
        players,
        actions,
        named,
        origin=Origin(title, scanner.digest, source="file"),
        exact_payoffs=fractions_beyond_floats(payoffs.reshape(-1).tolist()),
    )


def _take_actions(scanner: Scanner, players: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the labels of everybody's actions, which may be given as counts."""
    start = scanner.start
    scanner.take_brace("{", "actions")
    found: list[tuple[str, ...]] = []
    with_labels = scanner.at_brace("{")
    for player in players:
        here = scanner.start
        if with_labels:
            found.append(numbered_where_unclear(scanner.take_texts("actions")))
            count = len(found[-1])
        else:
            count = scanner.take_integer(f"the number of actions of {player}")
            found.append(tuple(str(k + 1) for k in range(min(count, MAX_PAYOFFS))))
        if count == 0:
            scanner.refuse(f"{player} has no action", "give every player one", here)
        if prod(map(len, found)) * len(players) > MAX_PAYOFFS:
            scanner.refuse(f"the game has more than {MAX_PAYOFFS:,} payoffs", "games of that size are not read", start)
    scanner.take_brace("}", "actions of all players")
    return tuple(found)


def _take_outcomes(scanner: Scanner, players: int, profiles: int) -> tuple[list[Fraction], tuple[str, ...]]:
    """Return the payoffs of every profile, and the label of its outcome where the file labels outcomes."""
    scanner.take_brace("{", "outcomes")
    labels, payoffs = [""], [(Fraction(0),) * players]
    while scanner.at_brace("{"):
        scanner.step()
        labels.append(scanner.take_optional_text())
        payoffs.append(scanner.take_payoffs(players))
    scanner.take_brace("}", "outcomes")
    chosen = []
    for _ in range(profiles):
        start = scanner.start
        chosen.append(scanner.take_integer("the number of an outcome"))
        if chosen[-1] >= len(payoffs):
            scanner.refuse(f"there is no outcome {chosen[-1]}", f"the last one is {len(payoffs) - 1}", start)
    names = tuple(labels[number] or str(number) for number in chosen) if any(labels) else ()
    return [amount for number in chosen for amount in payoffs[number]], names


def _in_order(cells: Sequence[object], reversed_shape: tuple[int, ...]) -> NDArray[Any]:
    """Return what the file gives, first player fastest, as an array in C order with the last axis of the file first."""
    found = np.empty(len(cells), dtype=object)
    found[:] = cells
    return np.ascontiguousarray(found.reshape(reversed_shape).T)
