"""Signalling games with two types, two messages and two replies: all perfect Bayesian equilibria.

Definition. Nature draws the sender's type t, the first with chance `prior`. The sender knows t and sends m; the
receiver sees m and replies a. A perfect Bayesian equilibrium is a plan of each, and a belief b[m] that it is the
first type that speaks, such that each type's message is best against the replies, each reply is best against the
belief, and the belief follows from Bayes' rule after every message that is sent. The kinds (Spence 1973; Cho and
Kreps 1987; Fudenberg and Tirole 1991, section 8.2):

    separating        the types send different messages; beliefs are 0 and 1
    pooling           both send m; the belief there is the prior, and after the other message any that supports it
    semi-separating   one type mixes, the other sends one of the two messages; where both speak the receiver is
                      indifferent, which fixes the belief, and mixes so that the mixing type is indifferent
    both types mix    the receiver is indifferent after both messages, and mixes after both

A pooling equilibrium fails the intuitive criterion (Cho and Kreps 1987) iff, of the types that could gain by the
message not sent, for some reply that is best against some belief, exactly one remains, and that one gains whatever
reply is best against the belief that it is this type. Where both or neither could gain, nothing is ruled out.

Complete up to ties: where the receiver is indifferent at a belief of 0, of 1 or of the prior, or a type between two
messages, further mixtures may exist; `has_ties` says so. Arrays take leading batch axes: sender[..., t, m, a],
receiver[..., t, m, a], prior[...].
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray

KINDS = ("separating", "pooling", "semi-separating", "both types mix")
TOLERANCE = 1e-9
"""A preference is one that exceeds this times the payoff range."""


@dataclass(frozen=True, eq=False)
class Signalling:
    """Payoffs sender[..., type, message, reply] and receiver likewise, and prior[...], the first type's chance."""

    sender: FloatArray
    receiver: FloatArray
    prior: FloatArray


@dataclass(frozen=True, eq=False)
class Candidate:
    """One kind of assessment at every point of a batch: where it is an equilibrium, and what it is there.

    `sends[..., t]` and `replies[..., m]` are the chances of the second message and reply, `belief[..., m]` is
    that of the first type. `intuitive` says where it also passes the intuitive criterion.
    """

    kind: str
    label: str
    exists: BoolArray
    intuitive: BoolArray
    sends: FloatArray
    replies: FloatArray
    belief: FloatArray


def assessments(game: Signalling) -> tuple[Candidate, ...]:
    """Return every kind of assessment, each with the points of the batch at which it is an equilibrium."""
    return tuple([*_separating(game), *_pooling(game), *_semi_separating(game), *_both_mix(game)])


def leans(game: Signalling, belief: FloatArray, message: int) -> FloatArray:
    """Return what the second reply is worth to the receiver beyond the first, after a message, at a belief."""
    by_type = game.receiver[..., message, 1] - game.receiver[..., message, 0]
    return np.asarray(belief * by_type[..., 0] + (1.0 - belief) * by_type[..., 1])


def indifference(game: Signalling, message: int) -> FloatArray:
    """Return the belief at which the receiver is indifferent after a message; NaN where none is inside (0, 1)."""
    at_0, at_1 = leans(game, np.array(0.0), message), leans(game, np.array(1.0), message)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = at_0 / (at_0 - at_1)
    return np.where((at_0 * at_1 < 0), found, np.nan)


def expected(payoffs: FloatArray, candidate: Candidate) -> FloatArray:
    """Return what each type expects: payoffs[..., type, message, reply] to (..., type)."""
    sends, replies = candidate.sends[..., :, np.newaxis], candidate.replies[..., np.newaxis, :]
    by_message = payoffs[..., 0] * (1.0 - replies) + payoffs[..., 1] * replies
    return np.asarray((1.0 - sends[..., 0]) * by_message[..., 0] + sends[..., 0] * by_message[..., 1])


@dataclass(frozen=True, eq=False)
class Plan:
    """A pure plan of the sender, the replies that best support it, and at each point the type nearest to leaving it."""

    sends: tuple[int, int]
    replies: FloatArray
    nearest: IntArray


def separating_plan(game: Signalling, first: int) -> Plan:
    """Return the plan in which the first type sends one message and the second type the other."""
    beliefs = _by_message(first, np.ones_like(game.prior), np.zeros_like(game.prior))
    replies = np.stack([_best(game, beliefs[..., m], m) for m in (0, 1)], axis=-1)
    return _planned(game, (first, 1 - first), replies)


def pooling_plan(game: Signalling, sent: int) -> Plan:
    """Return the plan in which both types send one message.

    After the other message the reply is, of those that are best against some belief, the one at which the type that is
    nearer to sending it gains least: 0, 1, or the mixture at which both gain the same.
    """
    other, reply = 1 - sent, _best(game, game.prior, sent)
    start = _worth(game, reply, sent) - game.sender[..., other, 0]
    step = game.sender[..., other, 1] - game.sender[..., other, 0]
    apart = step[..., 0] - step[..., 1]
    even = np.divide(start[..., 0] - start[..., 1], apart, out=np.full(apart.shape, -1.0), where=apart != 0)
    first, second = _possible(game, other)
    shares = np.stack([np.zeros_like(even), np.ones_like(even), even], axis=-1)
    allowed = np.stack([first, second, first & second & (even >= 0) & (even <= 1)], axis=-1)
    kept = (start[..., np.newaxis] - step[..., np.newaxis] * shares[..., np.newaxis, :]).min(axis=-2)
    best = np.where(allowed, kept, -np.inf).argmax(axis=-1)
    deterrent = np.take_along_axis(shares, best[..., np.newaxis], axis=-1)[..., 0]
    return _planned(game, (sent, sent), _by_message(sent, reply, deterrent))


def _planned(game: Signalling, sends: tuple[int, int], replies: FloatArray) -> Plan:
    """Return a plan with the type that gains most, or loses least, by the other message."""
    gains = _gains(game, replies) * np.array([1 - 2 * sends[0], 1 - 2 * sends[1]])
    return Plan(sends, replies, np.asarray(gains.argmax(axis=-1)))


def _separating(game: Signalling) -> Iterator[Candidate]:
    for first in (0, 1):
        belief = _by_message(first, np.ones_like(game.prior), np.zeros_like(game.prior))
        replies = np.stack([_best(game, belief[..., m], m) for m in (0, 1)], axis=-1)
        sends = np.stack([np.full_like(game.prior, first), np.full_like(game.prior, 1 - first)], axis=-1)
        gains = _gains(game, replies)
        exists = (gains[..., 0] * (2 * first - 1) >= -_slack(game)) & (gains[..., 1] * (1 - 2 * first) >= -_slack(game))
        yield Candidate("separating", _plan(first, 1 - first), exists, exists, sends, replies, belief)


def _pooling(game: Signalling) -> Iterator[Candidate]:
    for sent in (0, 1):
        other = 1 - sent
        reply = _best(game, game.prior, sent)
        now = _worth(game, reply, sent)
        deterrent, exists = _deterrent(game, now, other)
        off = _supporting(game, deterrent, other)
        sends = np.broadcast_to(np.full((2,), float(sent)), (*game.prior.shape, 2))
        intuitive = exists & ~_fails_intuitive(game, now, other)
        replies, belief = _by_message(sent, reply, deterrent), _by_message(sent, game.prior, off)
        yield Candidate("pooling", _plan(sent, sent), exists, intuitive, sends, replies, belief)


def _semi_separating(game: Signalling) -> Iterator[Candidate]:
    for mixer, both in product((0, 1), (0, 1)):
        alone, steady = 1 - both, 1 - mixer
        known = np.full_like(game.prior, 1.0 - mixer)
        after_alone = _best(game, known, alone)
        here = indifference(game, both)
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = here / (1.0 - here) * (1.0 - game.prior) / game.prior
            joins = odds if mixer == 0 else 1.0 / odds
        target = _worth(game, after_alone, alone)[..., mixer]
        mix = _solving(game, target, mixer, both)
        replies = _by_message(both, mix, after_alone)
        gains = _gains(game, replies)[..., steady] * (2 * both - 1)
        exists = (joins > 0) & (joins < 1) & (mix >= 0) & (mix <= 1) & (gains >= -_slack(game))
        sends = np.stack([np.full_like(game.prior, both)] * 2, axis=-1)
        sends[..., mixer] = np.where(exists, joins if both == 1 else 1.0 - joins, 0.0)
        label = _plan("mixes", both) if mixer == 0 else _plan(both, "mixes")
        yield Candidate("semi-separating", label, exists, exists, sends, replies, _by_message(both, here, known))


def _both_mix(game: Signalling) -> Iterator[Candidate]:
    low, high = indifference(game, 0), indifference(game, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = (game.prior - low) / (high - low)
        sends = np.stack([weight * high / game.prior, weight * (1.0 - high) / (1.0 - game.prior)], axis=-1)
        steps = game.sender[..., 1] - game.sender[..., 0]
        apart = game.sender[..., 1, 0] - game.sender[..., 0, 0]
        spread = steps[..., 1, 0] * steps[..., 0, 1] - steps[..., 0, 0] * steps[..., 1, 1]
        first = (apart[..., 1] * steps[..., 0, 1] - apart[..., 0] * steps[..., 1, 1]) / spread
        second = (steps[..., 0, 0] * apart[..., 1] - steps[..., 1, 0] * apart[..., 0]) / spread
    replies = np.stack([first, second], axis=-1)
    inside = ((sends > 0) & (sends < 1)).all(axis=-1) & (weight > 0) & (weight < 1)
    exists = inside & ((replies >= 0) & (replies <= 1)).all(axis=-1)
    belief, sends = np.stack([low, high], axis=-1), np.where(exists[..., np.newaxis], sends, 0.0)
    yield Candidate("both types mix", _plan("mixes", "mixes"), exists, exists, sends, replies, belief)


def _plan(first: int | str, second: int | str) -> str:
    return f"{first}/{second}"


def _by_message(message: int, there: FloatArray, elsewhere: FloatArray) -> FloatArray:
    """Return a pair by message: one array after `message`, another after the other message."""
    pair = [there, elsewhere] if message == 0 else [elsewhere, there]
    return np.stack(np.broadcast_arrays(*pair), axis=-1)


def _slack(game: Signalling) -> FloatArray:
    """Return how much counts as no gain for the sender."""
    spread = game.sender.max(axis=(-3, -2, -1)) - game.sender.min(axis=(-3, -2, -1))
    return np.asarray(TOLERANCE * spread)


def _best(game: Signalling, belief: FloatArray, message: int) -> FloatArray:
    """Return the best reply, 0 or 1, to a message at a belief; the first where both are."""
    return np.asarray(leans(game, belief, message) > 0, dtype=np.float64)


def _worth(game: Signalling, reply: FloatArray, message: int) -> FloatArray:
    """Return what each type gets from a message that is replied to so: shape (..., 2)."""
    share = reply[..., np.newaxis]
    return np.asarray(game.sender[..., message, 0] * (1.0 - share) + game.sender[..., message, 1] * share)


def _gains(game: Signalling, replies: FloatArray) -> FloatArray:
    """Return what each type gains by the second message beyond the first: shape (..., 2)."""
    return np.asarray(_worth(game, replies[..., 1], 1) - _worth(game, replies[..., 0], 0))


def _solving(game: Signalling, target: FloatArray, sender: int, message: int) -> FloatArray:
    """Return the chance of the second reply that gives a type just `target` from a message; NaN where none is told."""
    start = game.sender[..., sender, message, 0]
    step = game.sender[..., sender, message, 1] - start
    return np.asarray(np.divide(target - start, step, out=np.full(target.shape, np.nan), where=step != 0))


def _possible(game: Signalling, message: int) -> tuple[BoolArray, BoolArray]:
    """Return whether the first, and the second, reply is best against some belief after a message."""
    ends = np.stack([leans(game, np.array(b), message) for b in (0.0, 1.0)], axis=-1)
    return np.asarray((ends <= 0).any(axis=-1)), np.asarray((ends >= 0).any(axis=-1))


def _deterrent(game: Signalling, now: FloatArray, message: int) -> tuple[FloatArray, BoolArray]:
    """Return a reply that keeps both types from a message not sent, and whether there is one.

    The reply that is best at the prior is preferred, since nothing was learnt, then a pure one to a mixed one. Each
    type's payoff is linear in the chance s of the second reply, so that type by type s is bounded from one side.
    """
    start, step = game.sender[..., message, 0], game.sender[..., message, 1] - game.sender[..., message, 0]
    room = now - start + _slack(game)[..., np.newaxis]
    bound = np.divide(room, step, out=np.zeros_like(room), where=step != 0)
    low = np.where(step < 0, bound, np.where((step == 0) & (room < 0), 2.0, -1.0)).max(axis=-1)
    high = np.where(step > 0, bound, 2.0).min(axis=-1)
    first, second = _possible(game, message)
    at_0, at_1 = first & (low <= 0) & (high >= 0), second & (high >= 1) & (low <= 1)
    between = first & second & (low <= high) & (high >= 0) & (low <= 1)
    mixed = (np.maximum(low, 0.0) + np.minimum(high, 1.0)) / 2
    passive = leans(game, game.prior, message) > 0
    pure = np.where(at_0 & ~(at_1 & passive), 0.0, 1.0)
    return np.where(at_0 | at_1, pure, mixed), np.asarray(at_0 | at_1 | between)


def _supporting(game: Signalling, reply: FloatArray, message: int) -> FloatArray:
    """Return a belief at which a reply is best: the prior where it will do, else certainty or indifference."""
    sign = np.where(reply > 0.5, 1.0, -1.0)
    at_prior = leans(game, game.prior, message) * sign >= 0
    certain = np.where(leans(game, np.array(1.0), message) * sign >= 0, 1.0, 0.0)
    pure = np.where(at_prior, game.prior, certain)
    return np.where((reply > 0) & (reply < 1), indifference(game, message), pure)


def _fails_intuitive(game: Signalling, now: FloatArray, message: int) -> BoolArray:
    """Return whether a message not sent would be believed to come from one type, which would then gain by it."""
    first, second = _possible(game, message)
    reached = game.sender[..., message, :]
    options = np.where(np.stack([first, second], axis=-1)[..., np.newaxis, :], reached, -np.inf)
    could = options.max(axis=-1) >= now - _slack(game)[..., np.newaxis]
    fails = np.zeros(game.prior.shape, dtype=bool)
    for speaker in (0, 1):
        lean = leans(game, np.full_like(game.prior, 1.0 - speaker), message)
        own = reached[..., speaker, :]
        least = np.where(lean > 0, own[..., 1], np.where(lean < 0, own[..., 0], own.min(axis=-1)))
        alone = could[..., speaker] & ~could[..., 1 - speaker]
        fails |= alone & (least > now[..., speaker] + _slack(game))
    return fails


def has_ties(game: Signalling) -> BoolArray:
    """Return whether the receiver is indifferent at a belief of 0, 1 or the prior, or a type between two pure ends."""
    beliefs = np.stack([np.zeros_like(game.prior), np.ones_like(game.prior), game.prior], axis=-1)
    spread = np.ptp(game.receiver, axis=(-3, -2, -1))[..., np.newaxis]
    lean = np.stack([leans(game, beliefs[..., k], m) for k in range(3) for m in (0, 1)], axis=-1)
    ends = game.sender[..., 0, :, np.newaxis] - game.sender[..., 1, np.newaxis, :]
    tied = (np.abs(ends) <= _slack(game)[..., np.newaxis, np.newaxis, np.newaxis]).any(axis=(-3, -2, -1))
    return np.asarray((np.abs(lean) <= TOLERANCE * spread).any(axis=-1) | tied)


def regret(game: Signalling, candidate: Candidate) -> float:
    """Return the largest gain from another message or another reply at one assessment, over that player's payoff range.

    From the definition, at one point of the batch; replies are weighed at the belief after each message.
    """
    sends = np.stack([1.0 - candidate.sends, candidate.sends], axis=-1)
    replies = np.stack([1.0 - candidate.replies, candidate.replies], axis=-1)
    worth = (game.sender * replies[np.newaxis]).sum(axis=-1)
    spoken = float((worth.max(axis=-1) - (worth * sends).sum(axis=-1)).max())
    beliefs = np.stack([candidate.belief, 1.0 - candidate.belief])
    value = (game.receiver * beliefs[:, :, np.newaxis]).sum(axis=0)
    answered = float((value.max(axis=-1) - (value * replies).sum(axis=-1)).max())
    ranges = [float(np.ptp(table)) or 1.0 for table in (game.sender, game.receiver)]
    return max(spoken / ranges[0], answered / ranges[1], 0.0)
