"""Conflict graphs: states, the moves of each decision maker between them, and the order in which each prefers them.

A graph model (Kilgour, Hipel and Fang 1987; Fang, Hipel and Kilgour 1993) has states S and, for each decision maker i,
a set of unilateral moves A_i, pairs of different states, and an order over S with ties. Moves need be neither
reversible nor transitive. Only the order of preferences is read, never a size.

A group moves by legal sequences: any member moves, then another, and nobody moves twice running (definition 4.2.1 of
Fang, Hipel and Kilgour 1993). Two moves of one member in a row count as one only if the graph has that move too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negosim.games.arrays import BoolArray, FloatArray, IntArray, payoff_range
from negosim.games.normal_form import NormalFormGame
from negosim.games.origin import Origin

MOST_STATES = 1_000
"""Bound on the states of a conflict graph: the time to solve it grows with their cube."""
_TIE = 1e-12


@dataclass(frozen=True, eq=False)
class ConflictGraph:
    """A graph model of a conflict, immutable.

    `moves[player, state, next]` says whether a player can move from a state to another. `ranks[..., player, state]`
    are whole numbers: larger is better, equal is as good; leading axes are a batch of conflicts on one graph.
    `status_quo` is the state in which the conflict stands. `outcomes`, if not empty, names what each state means.
    Raises ValueError where shapes and names do not fit, or a state leads to itself.

    >>> chicken = ConflictGraph(moves_between_profiles([2, 2]), [[3, 2, 4, 1], [3, 4, 2, 1]])
    >>> chicken.states, chicken.improvements[0, 0].tolist()
    (('1', '2', '3', '4'), [False, False, True, False])
    """

    moves: BoolArray
    ranks: IntArray
    players: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    status_quo: int | None = None
    outcomes: tuple[str, ...] = ()
    name: str = "game"
    origin: Origin = field(default_factory=Origin)

    def __post_init__(self) -> None:
        moves, ranks = _frozen(self.moves, np.bool_), _frozen(self.ranks, np.int64)
        if moves.ndim != 3 or moves.shape[1] != moves.shape[2] or ranks.shape[-2:] != moves.shape[:2] or not moves.size:
            raise ValueError(f"moves of shape {moves.shape} and ranks of shape {ranks.shape} are no graph")
        if moves.shape[1] > MOST_STATES:
            raise ValueError(f"{moves.shape[1]:,} states, and a conflict graph has at most {MOST_STATES:,}")
        if moves.diagonal(axis1=1, axis2=2).any():
            raise ValueError("no move leads from a state to itself")
        players = tuple(self.players) or tuple(str(i + 1) for i in range(len(moves)))
        states = tuple(self.states) or tuple(str(s + 1) for s in range(moves.shape[1]))
        if len(players) != len(moves) or len(states) != moves.shape[1]:
            raise ValueError(f"{len(players)} players and {len(states)} states are named, moves have {moves.shape[:2]}")
        if self.outcomes and len(self.outcomes) != len(states):
            raise ValueError(f"{len(self.outcomes)} outcomes are named for {len(states)} states")
        if self.status_quo is not None and not 0 <= self.status_quo < len(states):
            raise ValueError(f"the status quo {self.status_quo} is no state from 0 to {len(states) - 1}")
        for attribute, value in (("moves", moves), ("ranks", ranks), ("players", players), ("states", states)):
            object.__setattr__(self, attribute, value)

    @property
    def improvements(self) -> BoolArray:
        """The moves to a state that the mover likes better: improvements[..., player, state, next]."""
        return self.moves & (self.ranks[..., np.newaxis, :] > self.ranks[..., np.newaxis])


def better_for_all(graph: ConflictGraph, members: Sequence[int]) -> BoolArray:
    """Return better[..., state, other]: whether every member likes the other state better."""
    own = graph.ranks[..., list(members), :]
    return np.asarray((own[..., np.newaxis, :] > own[..., np.newaxis]).all(axis=-3))


def legal_reach(steps: BoolArray, members: Sequence[int]) -> BoolArray:
    """Return reach[..., state, other]: whether `members` get from a state to another by a legal sequence of steps.

    `steps[..., player, state, next]` are moves, or improvements. Cost: for each step of the longest of the shortest
    sequences, one product of matrices for each member.

    >>> steps = moves_between_profiles([2, 2])
    >>> legal_reach(steps, [0]).sum(), legal_reach(steps, [0, 1]).sum()
    (np.int64(4), np.int64(16))
    """
    own = [steps[..., member, :, :] for member in members]
    nothing = np.zeros((*steps.shape[:-3], *steps.shape[-2:]), dtype=np.bool_)
    return np.asarray(np.logical_or.reduce([nothing, *_legal_rounds(own, own)]))


def fewest_steps(steps: BoolArray, members: Sequence[int], start: int) -> IntArray:
    """Return the length of a shortest legal sequence from one state to each: shape (..., states), -1 where none leads.

    >>> fewest_steps(moves_between_profiles([2, 2]), [0, 1], 0).tolist()
    [0, 1, 1, 2]
    """
    own = [steps[..., member, :, :] for member in members]
    found = np.full((*steps.shape[:-3], steps.shape[-1]), -1)
    found[..., start] = 0
    for number, reached in enumerate(_legal_rounds(own, [matrix[..., [start], :] for matrix in own]), 1):
        found = np.where((found < 0) & reached[..., 0, :], number, found)
    return found


def _legal_rounds(own: Sequence[BoolArray], first: Sequence[BoolArray]) -> Iterator[BoolArray]:
    """Yield what legal sequences of one step, of two, and so on newly reach: [..., from, state].

    `own[k][..., state, next]` are the steps of member k, `first[k][..., from, state]` its first ones. A state counts as
    new once for each last mover.
    """
    matrices = [step.astype(np.float32) for step in own]
    last, new = list(first), list(first)  # last[k]: reached by a sequence whose last mover is k
    while any(fresh.any() for fresh in new):
        yield np.asarray(np.logical_or.reduce(new))
        found = []
        for k, matrix in enumerate(matrices):
            others = [fresh for j, fresh in enumerate(new) if j != k]
            before = np.logical_or.reduce(others or [np.zeros_like(first[k])])
            found.append((before.astype(np.float32) @ matrix > 0) & ~last[k])
        last = [known | fresh for known, fresh in zip(last, found, strict=True)]
        new = found


def moves_between_profiles(sizes: Sequence[int]) -> BoolArray:
    """Return the moves of a game in which each player changes its own action at will: moves[player, state, next].

    States are the profiles of actions, in C order.
    """
    actions = np.indices(sizes).reshape(len(sizes), -1)
    differs = actions[:, :, np.newaxis] != actions[:, np.newaxis, :]
    alone = differs.sum(axis=0) == 1
    return np.asarray(differs & alone)


def graph_of_profiles(game: NormalFormGame) -> ConflictGraph:
    """Return the conflict in which each player changes its own action at will, and likes profiles by its payoffs.

    States are the profiles, in C order, named by their actions. Raises ValueError above 1,000 profiles.

    >>> graph_of_profiles(NormalFormGame([[[3, 2], [4, 1]], [[3, 4], [2, 1]]])).states
    ('1 / 1', '1 / 2', '2 / 1', '2 / 2')
    """
    if (count := prod(game.shape)) > MOST_STATES:
        raise ValueError(f"{count:,} profiles, and a conflict graph has at most {MOST_STATES:,} states")
    ranks = ranks_of_payoffs(game.payoffs.reshape(*game.payoffs.shape[: -len(game.shape)], count))
    states = tuple(" / ".join(actions) for actions in product(*game.actions))
    graph = moves_between_profiles(game.shape)
    return ConflictGraph(graph, ranks, game.players, states, None, game.outcomes, game.name, game.origin)


def ranks_of_payoffs(payoffs: FloatArray) -> IntArray:
    """Return the order of payoffs[..., player, state], 0 for the worst. Payoffs that differ from the next ones by less
    than 1e-12 of the player's range are equal.

    >>> ranks_of_payoffs(np.array([[0.5, -1.0, 0.5, 7.0]])).tolist()
    [[1, 0, 1, 2]]
    """
    order = np.argsort(payoffs, axis=-1, kind="stable")
    ascending = np.take_along_axis(payoffs, order, axis=-1)
    slack = _TIE * payoff_range(payoffs, axis=-1)[..., np.newaxis]
    steps = np.diff(ascending, axis=-1, prepend=ascending[..., :1]) > slack
    ranks = np.empty(payoffs.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, np.cumsum(steps, axis=-1), axis=-1)
    return ranks


def ranks_of_statements(holds: BoolArray) -> IntArray:
    """Return the order of states by statements in order of priority: holds[statement, state] to ranks[state].

    A state is better than another if the first statement that tells the two apart holds in it (option prioritising:
    Peng, Hipel and Kilgour 1997; Fang, Hipel, Kilgour and Peng 2003).

    >>> ranks_of_statements(np.array([[True, False, True], [False, True, True]])).tolist()
    [1, 0, 2]
    """
    if not len(holds):
        return np.zeros(holds.shape[1], dtype=np.int64)
    return np.unique(holds.T, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _frozen(values: ArrayLike, dtype: type) -> NDArray[Any]:
    array: NDArray[Any] = np.array(values, dtype=dtype)
    array.flags.writeable = False
    return array
