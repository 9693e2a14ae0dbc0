"""All sequential equilibria of a signalling game: their extreme points, with the beliefs that support them.

A pair of mixtures is a Nash equilibrium if every action used is a best reply: the extreme ones are the pairs of
vertices of the two polytopes of best replies that fit (`best_replies`). It is sequential if moreover, at every
receiver's set that is not reached, all actions used are best for one belief over what the senders' actions would lead
it to believe (`form`). Such sets of actions are those of faces, so the extreme points of what is left are the extreme
equilibria that pass, and two that share the senders' mixture are linked where what both use off the path is best for
one belief.

The beliefs that support a reply are a polytope; its corners are the vertices of the receiver's best replies at which
all actions used are best.

Cost: exact vertices of both polytopes; about a second for three types, three messages and three replies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.games import FloatArray, Profile, frozen
from negosim.games.extensive_form import Move
from negosim.solve.best_replies import Affine, BestReplies, best_replies
from negosim.solve.signalling.form import SignallingForm

Mixtures = tuple[tuple[Fraction, ...], ...]
Used = tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class Assessment:
    """One equilibrium: strategies and beliefs at every information set, in fractions.

    `off_path[r]` lists the corners [corner, node] of the set of beliefs that support the reply at a set not reached.
    """

    exact: Mixtures
    exact_beliefs: Mixtures
    off_path: dict[int, FloatArray]

    @property
    def profile(self) -> Profile:
        """The strategies as floats."""
        return tuple(frozen([float(share) for share in own]) for own in self.exact)

    @property
    def beliefs(self) -> Profile:
        """The beliefs as floats."""
        return tuple(frozen([float(share) for share in own]) for own in self.exact_beliefs)


@dataclass(frozen=True)
class Assessments:
    """The extreme equilibria, the groups of them that are connected, and whether these are all."""

    found: tuple[Assessment, ...]
    components: tuple[tuple[int, ...], ...]
    complete: bool


def assessments(form: SignallingForm) -> Assessments:
    """List the extreme sequential equilibria of a signalling game."""
    search = _Search(form)
    pairs = search.pairs()
    found = tuple(search.assessment(*pair) for pair in pairs)
    return Assessments(found, search.components(pairs), search.complete)


@dataclass(frozen=True, eq=False)
class _Belief:
    """What each sender's action alone leads a receiver to believe, and the beliefs between which replies are best."""

    moves: tuple[Move, ...]
    nodes: NDArray[Any]  # nodes[move, node], Fractions
    corners: BestReplies

    def supporting(self, used: Used) -> NDArray[Any]:
        """Return the corners [corner, node] of the beliefs for which all actions used are best: none, or a polytope."""
        kept = [
            point[0]
            for point, best in zip(self.corners.points, self.corners.best, strict=True)
            if all(is_best or not is_used for is_best, is_used in zip(best[0], used, strict=True))
        ]
        return np.asarray(np.array(kept, dtype=object).reshape(len(kept), len(self.moves)) @ self.nodes)


class _Search:
    """The vertices of both sides, and what holds at the receivers' sets."""

    def __init__(self, form: SignallingForm) -> None:
        self.form = form
        self.senders = best_replies([form.size(h) for h in form.senders], form.receiver_values())
        self.receivers = best_replies([form.size(r) for r in form.receivers], form.sender_values())
        self.known: dict[tuple[int, Used], NDArray[Any]] = {}

    @property
    def complete(self) -> bool:
        """Whether all vertices were listed."""
        return self.senders.complete and self.receivers.complete

    @cached_property
    def beliefs(self) -> dict[int, _Belief]:
        """What receivers may believe at the sets that can be left unreached."""
        return {r: _belief(self.form, r) for r in self.form.receivers if None not in self._moves_with_weight(r)}

    def pairs(self) -> list[tuple[int, int]]:
        """Return the pairs of a vertex of the senders and one of the receivers that are sequential equilibria."""
        if not self.senders.points or not self.receivers.points:
            return []
        used_x, best_y = _table(self.senders.points), _table(self.senders.best)
        used_y, best_x = _table(self.receivers.points), _table(self.receivers.best)
        wrong = used_x @ (1 - best_x).T + (1 - best_y) @ used_y.T  # wrong[x, y]: actions used that are no best reply
        return [(x, y) for x, y in np.argwhere(wrong == 0).tolist() if self._is_supported(x, self._replies(y))]

    def assessment(self, x: int, y: int) -> Assessment:
        """Return a pair of vertices with its beliefs; off the path the mean of the corners of those that support it."""
        strategies = dict(zip(self.form.senders, self.senders.points[x], strict=True))
        strategies |= dict(zip(self.form.receivers, self.receivers.points[y], strict=True))
        beliefs = {k: _shares(self.form.weights[k]) for k in self.form.senders}
        off_path = {}
        for r, used in zip(self.form.receivers, self._replies(y), strict=True):
            mass = self._mass(x, r)
            if any(mass):
                beliefs[r] = _shares(mass)
            else:
                corners = self._supporting(r, used)
                off_path[r] = frozen(corners.astype(np.float64))
                beliefs[r] = _shares(corners.sum(axis=0).tolist())
        everywhere = range(len(strategies))
        return Assessment(tuple(strategies[k] for k in everywhere), tuple(beliefs[k] for k in everywhere), off_path)

    def components(self, pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
        """Group pairs that a chain of mixtures connects."""
        group = list(range(len(pairs)))
        for one, other in combinations(range(len(pairs)), 2):
            if group[one] != group[other] and self._are_linked(pairs[one], pairs[other]):
                group = [group[one] if name == group[other] else name for name in group]
        return tuple(tuple(k for k, name in enumerate(group) if name == first) for first in dict.fromkeys(group))

    def _are_linked(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether all mixtures are equilibria of two that share what the receivers, or what the senders do."""
        if one[1] == other[1]:
            return True
        both = [
            tuple(a or b for a, b in zip(*used, strict=True))
            for used in zip(self._replies(one[1]), self._replies(other[1]), strict=True)
        ]
        return one[0] == other[0] and self._is_supported(one[0], both)

    def _is_supported(self, x: int, replies: Sequence[Used]) -> bool:
        """Whether some belief supports what is used at each set that the senders' mixture does not reach."""
        return all(
            any(self._mass(x, r)) or len(self._supporting(r, used)) > 0
            for r, used in zip(self.form.receivers, replies, strict=True)
        )

    def _supporting(self, r: int, used: Used) -> NDArray[Any]:
        if (r, used) not in self.known:
            self.known[r, used] = self.beliefs[r].supporting(used)
        return self.known[r, used]

    def _replies(self, y: int) -> list[Used]:
        return [tuple(share > 0 for share in own) for own in self.receivers.points[y]]

    def _mass(self, x: int, r: int) -> list[Fraction]:
        """Return the probability of each node of a receiver's set."""
        shares = dict(zip(self.form.senders, self.senders.points[x], strict=True))
        moves = zip(self.form.weights[r], self.form.moves[r], strict=True)
        return [weight * (1 if move is None else shares[move[0]][move[1]]) for weight, move in moves]

    def _moves_with_weight(self, r: int) -> list[Move | None]:
        """Return the senders' moves after which chance leads to a receiver's set."""
        pairs = zip(self.form.moves[r], self.form.weights[r], strict=True)
        return list(dict.fromkeys(move for move, weight in pairs if weight))


def _belief(form: SignallingForm, r: int) -> _Belief:
    """Return what a receiver may believe where no sender's action that leads to it has weight."""
    pairs = list(zip(form.moves[r], form.weights[r], strict=True))
    moves = tuple(dict.fromkeys(move for move, weight in pairs if move is not None and weight))
    mass = [sum(weight for move, weight in pairs if move == own) for own in moves]
    nodes = np.array(
        [
            [weight / total if move == own else Fraction(0) for move, weight in pairs]
            for own, total in zip(moves, mass, strict=True)
        ],
        dtype=object,
    )
    worth = form.worth[form.game.information_sets[r].player]
    values: list[Affine] = []
    for a in range(form.size(r)):
        gains = [worth[own, (r, a)] / total for own, total in zip(moves, mass, strict=True)]
        values.append((Fraction(0), [gains]))
    return _Belief(moves, nodes, best_replies([len(moves)], [values]))


def _table(rows: Sequence[Sequence[Sequence[object]]]) -> FloatArray:
    """Return 1 where an entry is not 0, all of a vertex in one row."""
    return np.array([[float(bool(entry)) for own in row for entry in own] for row in rows])


def _shares(weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    total = sum(weights)
    return tuple(weight / total for weight in weights)
