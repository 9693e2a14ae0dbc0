"""A Nash equilibrium of a two-player tree from its sequence form, which does not grow with the number of plans.

Definition. A sequence is what a player has done so far. A strategy x gives each sequence a weight: the empty one 1, and
at each information set the weights of its actions sum to that of the sequence before it, E x = e. Under perfect recall
every strategy plays like one of these, and payoffs x'A y and x'B y are bilinear. By duality x is a best reply to y iff
some p has E'p >= A y, with equality where x > 0; so the equilibria solve a linear complementarity problem (Romanovskii
1962; von Stengel 1996; Koller, Megiddo and von Stengel 1996), and Lemke's algorithm finds one of them.

What it cannot find: the other equilibria.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, IntArray, frozen
from negosim.games.exact import fractions_of
from negosim.games.extensive_form import Move, chance_probabilities, last_moves, leaf_probabilities
from negosim.games.recall import check_perfect_recall
from negosim.games.strategic_form import chance_in_fractions
from negosim.solve.certificate import tree_regret
from negosim.solve.dominance import unchecked_dominance
from negosim.solve.lemke import complementary_solution, exact_complementary_solution
from negosim.solve.result import Complete, Concept, Equilibrium, Result

_REGRET = 1e-9
_UNREACHED = "where a player's own moves rule play out, what it would do is not said, and its first action stands"


def movers(game: ExtensiveFormGame) -> tuple[int, ...]:
    """Return the players that move somewhere."""
    return tuple(sorted({known.player for known in game.information_sets}))


def solve_in_sequences(game: ExtensiveFormGame, concept: Concept, exact: bool = False) -> Result:
    """Return one Nash equilibrium of a tree in which two players move; with `exact`, in fractions too.

    Raises UnsolvedError where none is found and without perfect recall.
    """
    check_perfect_recall(game)
    one, other = (_side(game, player) for player in movers(game))
    weights = _solution(game, one, other, exact)
    shares = () if weights is None else _behaviour(game, (one, other), weights)
    profile = tuple(frozen(own.astype(np.float64)) for own in shares)
    gap = tree_regret(game, profile) if profile else np.inf
    if gap > _REGRET:
        raise UnsolvedError("the sequence form's complementary path ended without an equilibrium; leave something out")
    payoffs = np.asarray(game.payoffs @ leaf_probabilities(game, profile))
    notes = (_UNREACHED, *unchecked_dominance(game))
    size = f"{len(one.columns)} x {len(other.columns)}"
    why = f"one equilibrium was found by Lemke's algorithm, in the sequence form of {size} sequences"
    words = tuple(tuple(map(str, own)) for own in shares) if exact else ()
    found = Equilibrium(profile, payoffs, gap, exact=words)
    return Result(game, concept, (found,), Complete.SOME, why, notes=notes)


@dataclass(frozen=True, eq=False)
class _Side:
    """A player's sequences by their last move, its constraints E x = e, and each leaf's sequence."""

    player: int
    columns: dict[Move | None, int]
    constraints: IntArray
    leaves: list[int]


def _side(game: ExtensiveFormGame, player: int) -> _Side:
    last = last_moves(game, player)
    own = [k for k, known in enumerate(game.information_sets) if known.player == player]
    number = count(1)
    columns: dict[Move | None, int] = {None: 0}
    columns |= {(k, a): next(number) for k in own for a in range(len(game.information_sets[k].actions))}
    constraints = np.zeros((1 + len(own), len(columns)), dtype=np.int64)
    constraints[0, 0] = 1
    for row, k in enumerate(own, 1):
        constraints[row, columns[last[game.information_sets[k].nodes[0]]]] = -1
        constraints[row, [columns[k, a] for a in range(len(game.information_sets[k].actions))]] = 1
    return _Side(player, columns, constraints, [columns[last[leaf]] for leaf in game.leaves])


def _solution(
    game: ExtensiveFormGame, one: _Side, other: _Side, exact: bool
) -> tuple[NDArray[Any], NDArray[Any]] | None:
    """Return the weights of both players' sequences at an equilibrium, if one is found; as Fractions with `exact`."""
    chance = chance_in_fractions(game) if exact else chance_probabilities(game)
    payoffs = fractions_of(game.payoffs, game.exact_payoffs) if exact else game.payoffs
    tables = []
    for side in (one, other):
        own = payoffs[side.player]
        span = own.max() - own.min() or 1
        scaled = (own - own.max()) / span - 1  # below 0, as the algorithm asks
        table = np.zeros((len(one.columns), len(other.columns)), payoffs.dtype)
        np.add.at(table, (one.leaves, other.leaves), chance[list(game.leaves)] * scaled)
        tables.append(table)
    matrix, right = _problem(tables, one.constraints, other.constraints)
    found = exact_complementary_solution(matrix, right) if exact else complementary_solution(matrix, right)
    m, n = tables[0].shape
    return None if found is None else (found[:m], found[m : m + n])


def _problem(tables: Sequence[NDArray[Any]], of_one: IntArray, of_other: IntArray) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the complementarity problem of two tables of payoffs, with constraints E x = e and F y = f."""
    (m, n), kind = tables[0].shape, tables[0].dtype
    e, f = of_one.astype(kind), of_other.astype(kind)

    def blank(shape: int | tuple[int, int]) -> NDArray[Any]:
        return np.zeros(shape, kind)

    rows = [
        [blank((m, m)), -tables[0], e.T, -e.T, blank((m, len(f))), blank((m, len(f)))],
        [-tables[1].T, blank((n, n)), blank((n, len(e))), blank((n, len(e))), f.T, -f.T],
        [-e, blank((len(e), n)), *[blank((len(e), k)) for k in (len(e), len(e), len(f), len(f))]],
        [e, blank((len(e), n)), *[blank((len(e), k)) for k in (len(e), len(e), len(f), len(f))]],
        [blank((len(f), m)), -f, *[blank((len(f), k)) for k in (len(e), len(e), len(f), len(f))]],
        [blank((len(f), m)), f, *[blank((len(f), k)) for k in (len(e), len(e), len(f), len(f))]],
    ]
    starts = [np.eye(1, len(side), dtype=np.int64)[0].astype(kind) for side in (e, f)]
    return np.block(rows), np.concatenate([blank(m + n), starts[0], -starts[0], starts[1], -starts[1]])


def _behaviour(
    game: ExtensiveFormGame, sides: tuple[_Side, _Side], weights: tuple[NDArray[Any], NDArray[Any]]
) -> tuple[NDArray[Any], ...]:
    """Return weights as behaviour: each action's share of the sequence before it, the first one's where that is 0."""
    owner = {side.player: (side, own) for side, own in zip(sides, weights, strict=True)}
    profile = []
    for index, known in enumerate(game.information_sets):
        side, own = owner[known.player]
        shares = own[[side.columns[index, action] for action in range(len(known.actions))]]
        total = shares.sum()
        first = np.eye(1, len(shares), dtype=np.int64)[0]
        profile.append(shares / total if total > _REGRET else first)
    return tuple(profile)
