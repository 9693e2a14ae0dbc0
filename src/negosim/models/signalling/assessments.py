"""All perfect Bayesian equilibria of a signalling game with two types, up to ties; see `two_types` for the definition.

The kinds (Spence 1973; Cho and Kreps 1987):

    separating        the types send different messages; beliefs are 0 and 1
    pooling           both send m; the belief there is the prior
    semi-separating   one type mixes two messages, the other sends one of the two; where both speak the receiver is
                      indifferent, which fixes the belief, and mixes so that the mixing type is indifferent
    both types mix    both mix the same two messages; the receiver is indifferent after both, and mixes after both

and after any message that is not sent some belief supports a reply that keeps both types from it. There are no others
without ties. Let S be the messages that both types send, S_t those that only t sends. After a message of S_t the
receiver is certain, so its reply is pure, and at most |S| replies are mixed; a type that sends k messages is
indifferent between them, which are k - 1 equations. So 2 |S| + |S_0| + |S_1| - 2 <= |S|, which leaves |S| + |S_0| +
|S_1| <= 2: the four kinds. Ties are a receiver that is indifferent at a belief of 0, of 1 or of the prior, or between
three replies, and a type that is indifferent between two pure ends; `has_ties` says so.

An equilibrium fails the intuitive criterion (Cho and Kreps 1987) iff, for some message not sent, of the types that
could gain by it, for some reply that is best against some belief, exactly one remains, and that one gains whatever
reply is best against the belief that it is this type. Where both or neither could gain, nothing is ruled out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.models.signalling.two_types import (
    TOLERANCE,
    Edge,
    Signalling,
    best_reply,
    deterrent,
    edges,
    mixed,
    possible,
    values,
    worth,
)

KINDS = ("separating", "pooling", "semi-separating", "both types mix")
Said = Mapping[int, tuple[FloatArray, FloatArray]]
"""For each message that is sent the reply to it, [..., a], and the belief, [...]."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """One kind of assessment at every point of a batch: where it is an equilibrium, and what it is there.

    `messages[t]` are those that type t sends. `sends[..., t, m]` and `replies[..., m, a]` are distributions,
    `belief[..., m]` is in the first type. `intuitive` says where it also passes the intuitive criterion.
    """

    kind: str
    messages: tuple[tuple[int, ...], tuple[int, ...]]
    exists: BoolArray
    intuitive: BoolArray
    sends: FloatArray
    replies: FloatArray
    belief: FloatArray


def assessments(game: Signalling) -> tuple[Candidate, ...]:
    """Return every kind of assessment, each with the points of the batch at which it is an equilibrium."""
    return tuple([*_separating(game), *_pooling(game), *_semi_separating(game), *_both_mix(game)])


def expected(payoffs: FloatArray, candidate: Candidate) -> FloatArray:
    """Return what each type expects: payoffs[..., type, message, reply] to (..., type)."""
    by_message = (payoffs * candidate.replies[..., np.newaxis, :, :]).sum(axis=-1)
    return np.asarray((by_message * candidate.sends).sum(axis=-1))


def _separating(game: Signalling) -> Iterator[Candidate]:
    one = np.ones_like(game.prior)
    for first, second in permutations(game.messages, 2):
        said = {m: (best_reply(game, belief, m), belief) for m, belief in ((first, one), (second, 0.0 * one))}
        yield _candidate(game, "separating", (one, ((first, one),), ((second, one),)), said)


def _pooling(game: Signalling) -> Iterator[Candidate]:
    one = np.ones_like(game.prior)
    for sent in game.messages:
        said = {sent: (best_reply(game, game.prior, sent), game.prior)}
        yield _candidate(game, "pooling", (one, ((sent, one),), ((sent, one),)), said)


def _semi_separating(game: Signalling) -> Iterator[Candidate]:
    one = np.ones_like(game.prior)
    for mixer, (both, alone) in product((0, 1), permutations(game.messages, 2)):
        known = one * (1.0 - mixer)
        after = best_reply(game, known, alone)
        target = worth(game, after, alone)[..., mixer]
        for edge in _existing(game, both):
            with np.errstate(divide="ignore", invalid="ignore"):
                odds = edge.belief / (1.0 - edge.belief) * (1.0 - game.prior) / game.prior
                joins = odds if mixer == 0 else 1.0 / odds
            share = _solving(game, target, mixer, both, edge)
            fits = edge.exists & (joins > 0) & (joins < 1) & (share >= 0) & (share <= 1)
            plans = [((both, one),), ((both, one),)]
            plans[mixer] = ((both, joins), (alone, 1.0 - joins))  # type: ignore[assignment]  # of any length
            said = {both: (mixed(game, edge, share), edge.belief), alone: (after, known)}
            yield _candidate(game, "semi-separating", (fits, plans[0], plans[1]), said)


def _both_mix(game: Signalling) -> Iterator[Candidate]:
    for one, two in ((m, n) for m, n in permutations(game.messages, 2) if m < n):
        for low, high in product(_existing(game, one), _existing(game, two)):
            with np.errstate(divide="ignore", invalid="ignore"):
                weight = (game.prior - low.belief) / (high.belief - low.belief)
                first, second = weight * high.belief / game.prior, weight * (1.0 - high.belief) / (1.0 - game.prior)
            shares = _evening(game, (one, low), (two, high))
            fits = low.exists & high.exists & (weight > 0) & (weight < 1)
            for amount in (first, second):
                fits = fits & (amount > 0) & (amount < 1)
            for share in shares:
                fits = fits & (share >= 0) & (share <= 1)
            said = {m: (mixed(game, e, s), e.belief) for m, e, s in zip((one, two), (low, high), shares, strict=True)}
            plans = (((one, 1.0 - first), (two, first)), ((one, 1.0 - second), (two, second)))
            yield _candidate(game, "both types mix", (fits, *plans), said)


def _existing(game: Signalling, message: int) -> list[Edge]:
    """Return the edges of a message that exist somewhere in the batch."""
    return [edge for edge in edges(game, message) if edge.exists.any()]


Plans = tuple[BoolArray | FloatArray, tuple[tuple[int, FloatArray], ...], tuple[tuple[int, FloatArray], ...]]
"""Where the equations have a solution, and for each type its messages with their chances."""


def _candidate(game: Signalling, kind: str, plans: Plans, said: Said) -> Candidate:
    """Return an assessment with what deters both types from the messages that it leaves unsent."""
    shape, count = game.prior.shape, len(game.messages)
    sends = np.zeros((*shape, 2, count))
    for t, plan in enumerate(plans[1:]):
        for message, chance in plan:
            sends[..., t, message] = chance
    reached = {m: worth(game, each[0], m) for m, each in said.items()}
    now = np.stack([reached[plan[0][0]][..., t] for t, plan in enumerate(plans[1:])], axis=-1)
    limit = now + game.slack[..., np.newaxis]
    stays = np.all([(x <= limit).all(axis=-1) for x in reached.values()], axis=0)
    holds = np.asarray(np.asarray(plans[0] > 0) & stays)
    replies, belief = np.zeros((*shape, count, len(game.replies))), np.full((*shape, count), np.nan)
    for message, (reply, known) in said.items():
        replies[..., message, :], belief[..., message] = reply, known
    exists, intuitive = _deter(game, now, holds, (set(game.messages) - set(said), replies, belief))
    there = exists[..., np.newaxis, np.newaxis]
    messages = tuple(tuple(sorted(m for m, _ in plan)) for plan in plans[1:])
    found = (np.where(there, sends, 0.0), np.where(there, replies, 0.0), belief)
    return Candidate(kind, messages, exists, intuitive, *found)  # type: ignore[arg-type]  # the messages of two types


def _deter(
    game: Signalling, now: FloatArray, holds: BoolArray, unsent: tuple[set[int], FloatArray, FloatArray]
) -> tuple[BoolArray, BoolArray]:
    """Fill in what deters both types from the messages that are not sent, and return where something does, and where
    the intuitive criterion is passed too. Only points at which all else holds are looked at."""
    messages, replies, belief = unsent
    exists, intuitive = holds.copy(), holds.copy()
    part = Signalling(game.sender[holds], game.receiver[holds], game.prior[holds])
    for message in sorted(messages) if len(part.prior) else ():
        found = deterrent(part, now[holds], message)
        replies[holds, message], belief[holds, message] = found.replies, found.belief
        exists[holds] &= found.exists
        intuitive[holds] &= found.exists & ~_fails_intuitive(part, now[holds], message)
    return exists, intuitive


def _solving(game: Signalling, target: FloatArray, sender: int, message: int, edge: Edge) -> FloatArray:
    """Return the share of an edge's second reply that gives a type just `target` from a message; -1 where none
    does."""
    start = game.sender[..., sender, message, edge.low]
    step = game.sender[..., sender, message, edge.high] - start
    return np.asarray(np.divide(target - start, step, out=np.full(target.shape, -1.0), where=step != 0))


def _evening(
    game: Signalling, first: tuple[int, Edge], second: tuple[int, Edge]
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Return the shares of two edges' second replies that make both messages worth the same to each type."""
    starts = [game.sender[..., m, edge.low] for m, edge in (first, second)]
    steps = [game.sender[..., m, edge.high] - start for (m, edge), start in zip((first, second), starts, strict=True)]
    apart = starts[1] - starts[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = steps[0][..., 1] * steps[1][..., 0] - steps[0][..., 0] * steps[1][..., 1]
        one = (apart[..., 1] * steps[1][..., 0] - apart[..., 0] * steps[1][..., 1]) / spread
        two = (steps[0][..., 0] * apart[..., 1] - steps[0][..., 1] * apart[..., 0]) / spread
    return _told(one), _told(two)


def _told(share: FloatArray) -> FloatArray:
    """Return shares with -1, which no share is, where the equations single out none."""
    return np.nan_to_num(share, nan=-1.0, posinf=-1.0, neginf=-1.0)


def _fails_intuitive(game: Signalling, now: FloatArray, message: int) -> BoolArray:
    """Return whether a message not sent would be believed to come from one type, which would then gain by it."""
    reached = game.sender[..., message, :]
    allowed = np.stack([possible(game, message, reply) for reply in game.replies], axis=-1)
    options = np.where(allowed[..., np.newaxis, :], reached, -np.inf)
    could = options.max(axis=-1) >= now - game.slack[..., np.newaxis]
    fails = np.zeros(game.prior.shape, dtype=bool)
    for speaker in (0, 1):
        there = values(game, np.full_like(game.prior, 1.0 - speaker), message)
        best = there >= there.max(axis=-1, keepdims=True)
        least = np.where(best, reached[..., speaker, :], np.inf).min(axis=-1)
        alone = could[..., speaker] & ~could[..., 1 - speaker]
        fails |= alone & (least > now[..., speaker] + game.slack)
    return fails


def has_ties(game: Signalling) -> BoolArray:
    """Return whether the receiver is indifferent at a belief of 0, 1 or the prior, or between three replies, or a type
    between two pure ends."""
    beliefs = (np.zeros_like(game.prior), np.ones_like(game.prior), game.prior)
    tied = np.zeros(game.prior.shape, dtype=bool)
    for message in game.messages:
        for belief in beliefs:
            top = np.sort(values(game, belief, message), axis=-1)[..., -2:]
            tied |= top[..., 1] - top[..., 0] <= game.slack_of_replies
        for edge in edges(game, message) if len(game.replies) > 2 else ():  # three are needed
            top = np.sort(values(game, np.nan_to_num(edge.belief), message), axis=-1)
            tied |= edge.exists & (top[..., -1] - top[..., -3] <= game.slack_of_replies)
    for one, two in permutations(game.messages, 2):
        ends = game.sender[..., one, :, np.newaxis] - game.sender[..., two, np.newaxis, :]
        tied |= (np.abs(ends) <= game.slack[..., np.newaxis, np.newaxis, np.newaxis]).any(axis=(-3, -2, -1))
    return tied


def regret(game: Signalling, candidate: Candidate) -> float:
    """Return the largest gain from another message or another reply at one assessment, over that player's payoff range,
    or by how much a belief after a message that is sent misses Bayes' rule.

    From the definition, at one point of the batch; replies are weighed at the belief after each message.
    """
    gets = (game.sender * candidate.replies[np.newaxis]).sum(axis=-1)
    spoken = float((gets.max(axis=-1) - (gets * candidate.sends).sum(axis=-1)).max())
    beliefs = np.stack([candidate.belief, 1.0 - candidate.belief])
    value = (game.receiver * beliefs[:, :, np.newaxis]).sum(axis=0)
    answered = float((value.max(axis=-1) - (value * candidate.replies).sum(axis=-1)).max())
    mass = candidate.sends * np.array([game.prior, 1.0 - game.prior])[:, np.newaxis]
    sent = mass.sum(axis=0) > TOLERANCE
    wrong = float(np.abs(mass[0, sent] / mass[:, sent].sum(axis=0) - candidate.belief[sent]).max(initial=0.0))
    ranges = [float(np.ptp(table)) or 1.0 for table in (game.sender, game.receiver)]
    return max(spoken / ranges[0], answered / ranges[1], wrong, 0.0)
