"""All isolated Nash equilibria of a game with any number of players, with a proof that none is missing.

A profile is an equilibrium if every action with positive probability is a best reply (Nash 1951). For each support
profile the indifference equations are multilinear; a generic game has finitely many roots, and each support is
searched for them (McKelvey and McLennan 1996, "Computation of equilibria in finite games"; bounds on their number:
1997, "The maximal number of regular totally mixed Nash equilibria"):

1. pure profiles are compared directly;
2. supports with a conditionally dominated action are dropped (Porter, Nudelman and Shoham 2008);
3. each other support is cut into cells (products of simplices) until every cell is excluded or holds at most one
   root, which is then certified (`cell_bounds`, `roots`). All comparisons allow for rounding, outwards.

What it cannot find: continua. A support with an unused best reply, a singular root, or cells left over is reported
as unsettled and the result is not complete. Cost: exponential in the number of actions; on one core about 7 ms for
2x2x2, 50 ms for 3x3x3 and 1 to 4 s for 4x4x4; 5x5x5 exceeds the default budget. Where the search does not go to its
end, the equilibrium to which the logit branch leads is looked for too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray, Profile, frozen, one_hot
from negosim.solve.many_player.cell_search import OUT_OF_BUDGET, Findings, search
from negosim.solve.many_player.cells import make_faces
from negosim.solve.many_player.logit_limit import logit_limit
from negosim.solve.many_player.multilinear import scale_gains
from negosim.solve.many_player.roots import Kind
from negosim.solve.many_player.supports import count_supports, pure_equilibria, undominated_supports

MOST_SUPPORTS = 2**18
MOST_FOLLOWED = 60
"""Actions of all players together with which the logit branch is followed: its steps solve equations in as many."""
MOST_TIED = 500
"""Pure equilibria with an unused best reply that are listed where the search is not done."""


@dataclass(frozen=True, eq=False)
class IsolatedEquilibria:
    """`profiles` are certified: each is the only equilibrium near it, and no unused action is a best reply.

    `others` are equilibria found that are not isolated for sure: points of a continuum, or with an unused best reply.
    `complete` says whether `profiles` are all equilibria of the game, `why` the reason in words, and `searched` whether
    the search went to its end.
    """

    profiles: tuple[Profile, ...]
    complete: bool
    why: str
    others: tuple[Profile, ...] = ()
    searched: bool = True


def isolated_equilibria(payoffs: FloatArray, *, budget: int = 50_000) -> IsolatedEquilibria:
    """Find all isolated equilibria of the game `payoffs[player, a0, a1, ...]`.

    `budget` is the number of cells to look at before giving up. Pure equilibria are found in games of any size.

    >>> volunteer = np.full((3, 2, 2, 2), 0.75)
    >>> for i in range(3): volunteer[i][(slice(None),) * i + (1,)] = 1.0
    >>> volunteer[:, 1, 1, 1] = 0.0
    >>> found = isolated_equilibria(volunteer)
    >>> found.complete, len(found.profiles), found.profiles[-1][0].round(12).tolist()
    (True, 7, [0.5, 0.5])
    """
    payoffs = _scaled(payoffs)
    places, strict = pure_equilibria(payoffs)
    pure = [tuple(map(one_hot, payoffs.shape[1:], place)) for place in places.tolist()]
    profiles = [profile for profile, is_strict in zip(pure, strict, strict=True) if is_strict]
    others = [profile for profile, is_strict in zip(pure, strict, strict=True) if not is_strict]
    doubts = ["a pure equilibrium has an unused best reply"] * bool(others)
    total = count_supports(payoffs.shape[1:])
    gains, searched = scale_gains(payoffs), total <= MOST_SUPPORTS
    if not searched:
        doubts.append(f"mixed equilibria were not searched: there are more than {MOST_SUPPORTS:,} supports")
        if len(others) > MOST_TIED:
            doubts.append(f"of {len(others):,} pure equilibria with an unused best reply {MOST_TIED:,} are listed")
            others = others[:MOST_TIED]
    for members in _by_size(undominated_supports(payoffs)) if searched else ():
        findings = search(gains, make_faces(members), budget)
        budget -= findings.cells
        profiles.extend(_cleaned(root.profile) for root in findings.roots if root.kind is Kind.EQUILIBRIUM)
        others.extend(_cleaned(root.profile) for root in findings.roots if root.kind in (Kind.TIE, Kind.SINGULAR))
        doubts.extend(_doubts(findings, members))
        searched &= OUT_OF_BUDGET not in findings.unsettled.values()
    if not searched and sum(payoffs.shape[1:]) > MOST_FOLLOWED:
        doubts.append(f"the logit branch was not followed: there are more than {MOST_FOLLOWED} actions")
    elif not searched:
        root = logit_limit(payoffs, gains)
        found = [_cleaned(root.profile)] if root and root.kind is Kind.EQUILIBRIUM else []
        profiles.extend(_distinct([*profiles, *found])[len(profiles) :])
        doubts.append(
            "the mixed equilibrium where the logit branch leads is listed"
            if found
            else "the logit branch leads to no certified mixed equilibrium"
        )
    proof = f"every one of {total} supports was excluded or holds roots that were each certified"
    return IsolatedEquilibria(tuple(profiles), not doubts, "; ".join(doubts) or proof, _distinct(others), searched)


def _scaled(payoffs: FloatArray) -> FloatArray:
    """Return each player's payoffs divided by a power of two, at most 1: exact, and no difference overflows."""
    return np.stack([np.ldexp(own, -np.frexp(np.abs(own).max())[1]) for own in np.asarray(payoffs, dtype=np.float64)])


def _cleaned(profile: Profile) -> Profile:
    """Return the distributions without the rounding that leaves a probability below 0 or a sum beside 1."""
    return tuple(frozen(p.clip(0.0) / p.clip(0.0).sum()) for p in profile)


def _by_size(members: tuple[BoolArray, ...]) -> Iterator[tuple[BoolArray, ...]]:
    """Yield the mixed supports in groups with the same largest number of actions, small ones first."""
    largest = np.max([inside.sum(axis=1) for inside in members], axis=0)
    for size in sorted(set(largest.tolist()) - {1}):
        yield tuple(inside[largest == size][::-1] for inside in members)  # a search takes the last first


def _doubts(findings: Findings, members: tuple[BoolArray, ...]) -> list[str]:
    """Say which supports are unsettled, in words: one in full per reason, the rest counted."""
    words = []
    for reason in sorted(set(findings.unsettled.values())):
        supports = sorted(support for support, why in findings.unsettled.items() if why == reason)
        names = " x ".join(_braces(inside[supports[0]]) for inside in members)
        more = f" (and {len(supports) - 1} more)" if len(supports) > 1 else ""
        words.append(f"support {names}{more} is unsettled: {reason}")
    return words


def _braces(inside: BoolArray) -> str:
    return "{" + ", ".join(map(str, np.flatnonzero(inside).tolist())) + "}"


def _distinct(profiles: list[Profile]) -> tuple[Profile, ...]:
    """Return the profiles without those that differ from an earlier one by less than 1e-9."""
    kept: list[Profile] = []
    for profile in profiles:
        if not any(all(np.abs(p - q).max() < 1e-9 for p, q in zip(profile, other, strict=True)) for other in kept):
            kept.append(profile)
    return tuple(kept)
