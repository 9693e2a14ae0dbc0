"""Signalling games with two types, several messages and several replies: what the receiver may reply to a message.

Definition. Nature draws the sender's type t, the first with chance `prior`. The sender knows t and sends m; the
receiver sees m and replies a. A perfect Bayesian equilibrium is a plan of each, and a belief b[m] that it is the first
type that speaks, such that each type's message is best against the replies, each reply is best against the belief, and
the belief follows from Bayes' rule after every message that is sent (Cho and Kreps 1987; Fudenberg and Tirole 1991,
section 8.2). `assessments` lists them.

A reply is worth something linear in the belief, so those that are best at some belief are best on an interval of
beliefs, and where two intervals meet the receiver may mix the two replies: an `Edge`. A message not sent is deterred
by a reply, or a mixture on an edge, that leaves neither type better off than it is.

Arrays take leading batch axes: sender[..., t, m, a], receiver[..., t, m, a], prior[...]; beliefs are in the first type.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from negosim.games import BoolArray, FloatArray

TOLERANCE = 1e-9
"""A preference is one that exceeds this times the payoff range."""


@dataclass(frozen=True, eq=False)
class Signalling:
    """Payoffs sender[..., type, message, reply] and receiver likewise, and prior[...], the first type's chance."""

    sender: FloatArray
    receiver: FloatArray
    prior: FloatArray

    @property
    def messages(self) -> range:
        """The messages, by number."""
        return range(self.sender.shape[-2])

    @property
    def replies(self) -> range:
        """The replies, by number."""
        return range(self.sender.shape[-1])

    @property
    def slack(self) -> FloatArray:
        """How much counts as no gain for the sender: shape (...)."""
        return np.asarray(TOLERANCE * np.ptp(self.sender, axis=(-3, -2, -1)))

    @property
    def slack_of_replies(self) -> FloatArray:
        """How much counts as no gain for the receiver: shape (...)."""
        return np.asarray(TOLERANCE * np.ptp(self.receiver, axis=(-3, -2, -1)))


@dataclass(frozen=True, eq=False)
class Edge:
    """Two replies to a message, the `belief` at which the receiver is indifferent between them, and where both are
    then best."""

    low: int
    high: int
    belief: FloatArray
    exists: BoolArray


@dataclass(frozen=True, eq=False)
class Deterrent:
    """What keeps both types from a message: replies[..., a], a belief at which they are best, and where there is
    one."""

    replies: FloatArray
    belief: FloatArray
    exists: BoolArray


def values(game: Signalling, belief: FloatArray, message: int) -> FloatArray:
    """Return what each reply to a message is worth to the receiver at a belief: shape (..., a)."""
    share = np.asarray(belief)[..., np.newaxis]
    return np.asarray(share * game.receiver[..., 0, message, :] + (1.0 - share) * game.receiver[..., 1, message, :])


def best_reply(game: Signalling, belief: FloatArray, message: int) -> FloatArray:
    """Return the best reply to a message at a belief as a distribution, the first of several: shape (..., a)."""
    best = values(game, belief, message).argmax(axis=-1)
    return np.asarray((best[..., np.newaxis] == np.arange(len(game.replies))).astype(np.float64))


def pure(game: Signalling, reply: int) -> FloatArray:
    """Return a reply as a distribution: shape (..., a)."""
    own = np.zeros((*game.prior.shape, len(game.replies)))
    own[..., reply] = 1.0
    return own


def mixed(game: Signalling, edge: Edge, share: FloatArray) -> FloatArray:
    """Return the mixture of an edge in which its second reply has a share: shape (..., a)."""
    own = np.zeros((*game.prior.shape, len(game.replies)))
    own[..., edge.low], own[..., edge.high] = 1.0 - share, share
    return own


def worth(game: Signalling, replies: FloatArray, message: int) -> FloatArray:
    """Return what each type gets from a message that is replied to so: replies[..., a] to (..., t)."""
    return np.asarray((game.sender[..., message, :] * replies[..., np.newaxis, :]).sum(axis=-1))


def indifference(game: Signalling, message: int) -> FloatArray:
    """Return the belief at which the receiver is indifferent between the first two replies; NaN where none is inside
    (0, 1).

    >>> ends = np.array([[[1.0, 0.0]], [[0.0, 1.0]]])
    >>> float(indifference(Signalling(ends, ends, np.array(0.5)), 0))
    0.5
    """
    return next(edges(game, message)).belief


def edges(game: Signalling, message: int) -> Iterator[Edge]:
    """Yield each pair of replies with where the receiver may mix them."""
    for low, high in combinations(game.replies, 2):
        apart = game.receiver[..., message, high] - game.receiver[..., message, low]
        at_1, at_0 = apart[..., 0], apart[..., 1]
        crosses = at_0 * at_1 < 0
        belief = np.divide(at_0, at_0 - at_1, out=np.full(crosses.shape, np.nan), where=crosses)
        there = values(game, belief, message)
        best = there[..., low] >= there.max(axis=-1) - game.slack_of_replies
        yield Edge(low, high, belief, np.asarray(crosses & best))


def beliefs_for(game: Signalling, message: int, reply: int) -> tuple[FloatArray, FloatArray]:
    """Return the least and the largest belief at which a reply to a message is best; the least exceeds the largest
    where none is."""
    low, high = np.zeros_like(game.prior), np.ones_like(game.prior)
    for other in (a for a in game.replies if a != reply):
        apart = game.receiver[..., message, reply] - game.receiver[..., message, other]
        at_1, at_0 = apart[..., 0], apart[..., 1]
        meets = np.divide(at_0, at_0 - at_1, out=np.zeros_like(low), where=at_0 != at_1)
        low = np.where(at_0 < 0, np.maximum(low, np.where(at_1 < 0, 2.0, meets)), low)
        high = np.where((at_1 < 0) & (at_0 >= 0), np.minimum(high, meets), high)
    return low, high


def possible(game: Signalling, message: int, reply: int) -> BoolArray:
    """Return whether a reply to a message is best at some belief."""
    low, high = beliefs_for(game, message, reply)
    return np.asarray(low <= high)


def supporting(game: Signalling, message: int, reply: int) -> FloatArray:
    """Return a belief at which a reply is best: the prior where it will do, else certainty, else the middle."""
    low, high = beliefs_for(game, message, reply)
    inside = (low <= game.prior) & (game.prior <= high)
    return np.where(inside, game.prior, np.where(high >= 1, 1.0, np.where(low <= 0, 0.0, (low + high) / 2.0)))


def deterrent(game: Signalling, now: FloatArray, message: int) -> Deterrent:
    """Return what keeps both types, who have now[..., t], from a message not sent.

    The reply that is best at the prior is preferred, since nothing was learnt, then another pure one, then a mixture.
    """
    limit = now + game.slack[..., np.newaxis]
    passive = best_reply(game, game.prior, message)
    found = Deterrent(passive, game.prior, np.asarray((worth(game, passive, message) <= limit).all(axis=-1)))
    for reply in game.replies:
        keeps = (game.sender[..., message, reply] <= limit).all(axis=-1) & possible(game, message, reply)
        found = _or_else(found, Deterrent(pure(game, reply), supporting(game, message, reply), np.asarray(keeps)))
    for edge in edges(game, message):
        low, high = _shares_that_keep(game, edge, limit, message)
        keeps = edge.exists & (low <= high)
        share = np.where(keeps, (low + high) / 2.0, 0.0)
        found = _or_else(found, Deterrent(mixed(game, edge, share), edge.belief, np.asarray(keeps)))
    return found


def _or_else(first: Deterrent, second: Deterrent) -> Deterrent:
    """Return the first where it exists, else the second where that does."""
    takes = ~first.exists & second.exists
    return Deterrent(
        np.where(takes[..., np.newaxis], second.replies, first.replies),
        np.where(takes, second.belief, first.belief),
        np.asarray(first.exists | second.exists),
    )


def _shares_that_keep(
    game: Signalling, edge: Edge, limit: FloatArray, message: int
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Return the least and the largest share of an edge's second reply, from 0 to 1, that keeps both types.

    Each type's payoff is linear in the share, so that type by type it is bounded from one side.
    """
    start = game.sender[..., message, edge.low]
    step = game.sender[..., message, edge.high] - start
    room = limit - start
    bound = np.divide(room, step, out=np.zeros_like(room), where=step != 0)
    low = np.where(step < 0, bound, np.where((step == 0) & (room < 0), 2.0, 0.0)).max(axis=-1)
    high = np.where(step > 0, bound, 1.0).min(axis=-1)
    return np.maximum(low, 0.0), np.minimum(high, 1.0)
