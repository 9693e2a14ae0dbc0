"""Pure plans of a sender of two types, the replies that best support them, and who is nearest to leaving them."""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.models.signalling.two_types import Signalling, best_reply, edges, mixed, possible, pure, worth


@dataclass(frozen=True, eq=False)
class Plan:
    """What each type sends, replies[..., m, a], and at each point the type that is `nearest` to leaving the plan and
    the `other` message that it would leave it for."""

    sends: tuple[int, int]
    replies: FloatArray
    nearest: IntArray
    other: IntArray


def separating_plan(game: Signalling, first: int, second: int) -> Plan:
    """Return the plan in which the first type sends one message and the second type another."""
    after = {first: np.ones_like(game.prior), second: np.zeros_like(game.prior)}
    return _planned(game, (first, second), {m: best_reply(game, belief, m) for m, belief in after.items()})


def pooling_plan(game: Signalling, sent: int) -> Plan:
    """Return the plan in which both types send one message."""
    return _planned(game, (sent, sent), {sent: best_reply(game, game.prior, sent)})


def _planned(game: Signalling, sends: tuple[int, int], after: dict[int, FloatArray]) -> Plan:
    """Return a plan with the replies that best keep both types from the messages that it leaves unsent."""
    now = np.stack([worth(game, after[m], m)[..., t] for t, m in enumerate(sends)], axis=-1)
    replies = [after[m] if m in after else _keeping(game, now, m) for m in game.messages]
    gains = np.stack([worth(game, each, m) - now for m, each in enumerate(replies)], axis=-1)
    for t, sent in enumerate(sends):
        gains[..., t, sent] = -np.inf
    nearest = gains.max(axis=-1).argmax(axis=-1)
    other = np.take_along_axis(gains.argmax(axis=-1), nearest[..., np.newaxis], axis=-1)[..., 0]
    return Plan(sends, np.stack(replies, axis=-2), np.asarray(nearest), np.asarray(other))


def _keeping(game: Signalling, now: FloatArray, message: int) -> FloatArray:
    """Return the reply to a message at which the type that is nearer to sending it gains least.

    Of those that are best against some belief: a pure one, or the mixture at which both types gain the same.
    """
    options, keeps = [], []
    for reply in game.replies:
        options.append(pure(game, reply))
        kept = (now - game.sender[..., message, reply]).min(axis=-1)
        keeps.append(np.where(possible(game, message, reply), kept, -np.inf))
    for edge in edges(game, message):
        start = now - game.sender[..., message, edge.low]
        step = game.sender[..., message, edge.high] - game.sender[..., message, edge.low]
        apart = step[..., 0] - step[..., 1]
        even = np.divide(start[..., 0] - start[..., 1], apart, out=np.full(apart.shape, -1.0), where=apart != 0)
        inside = edge.exists & (even >= 0) & (even <= 1)
        options.append(mixed(game, edge, np.where(inside, even, 0.0)))
        keeps.append(np.where(inside, (start - step * even[..., np.newaxis]).min(axis=-1), -np.inf))
    best = np.stack(keeps, axis=-1).argmax(axis=-1)[..., np.newaxis, np.newaxis]
    return np.take_along_axis(np.stack(options, axis=-2), best, axis=-2)[..., 0, :]
