"""Which profiles of a small tree are sequential equilibria: all in pure strategies, and those near other equilibria.

Looked at are every profile of definite choices, and every subgame-perfect and every other Nash equilibrium that is
found, with each definite choice, or the equilibrium's own, wherever it does not lead. For each `consistency` decides
whether some consistent beliefs support it. What it cannot find: equilibria with mixtures off the path that none of
those listed has.

Every sequential equilibrium is subgame-perfect, and so a Nash equilibrium (Kreps and Wilson 1982, propositions 2 and
3). So no other outcome exists where each outcome is supported of all subgame-perfect equilibria; or of the extreme
points of all Nash equilibria, if those of one component lead to one outcome.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, Profile, one_hot
from negosim.games.extensive_form import leaf_probabilities, reach_probabilities
from negosim.solve.concepts.nash import Nash
from negosim.solve.concepts.subgame_perfect import SubgamePerfect
from negosim.solve.result import Complete, Equilibrium
from negosim.solve.small_trees.consistency import Support, supports_of

MOST_PROFILES = 600
"""The largest number of pure profiles that are looked at, and of ways to complete a Nash equilibrium."""
_SAME = 9


@dataclass(frozen=True, eq=False)
class SmallSearch:
    """One supported profile for each outcome found, and whether no other outcome exists.

    `refuted` counts the outcomes of the other equilibria that no profile looked at supports.
    """

    found: tuple[tuple[Profile, Support], ...]
    complete: bool
    refuted: int


def small_search(game: ExtensiveFormGame) -> SmallSearch:
    """Find sequential equilibria of a small tree. Raises UnsolvedError for a larger one, and as `supports_of`."""
    sizes = [len(known.actions) for known in game.information_sets]
    if np.prod([float(size) for size in sizes]) > MOST_PROFILES:
        raise UnsolvedError(f"it has more than {MOST_PROFILES} profiles of definite choices")
    nash, perfect = Nash().solve(game), SubgamePerfect().solve(game)
    found: dict[bytes, tuple[Profile, Support]] = {}
    for profile in _candidates(game, (*perfect.equilibria, *nash.equilibria), sizes):
        key = outcome_key(game, profile)
        if key not in found and (support := supports_of(game, profile)) is not None:
            found[key] = profile, support
    outcomes = [outcome_key(game, equilibrium.profile) for equilibrium in nash.equilibria]
    lead_to_one = all(len({outcomes[k] for k in component}) == 1 for component in nash.components)
    whole = nash.complete in (Complete.ALL, Complete.EXTREME) and lead_to_one and set(outcomes) <= set(found)
    refined = {outcome_key(game, equilibrium.profile) for equilibrium in perfect.equilibria}
    complete = whole or (perfect.complete is Complete.ALL and refined <= set(found))
    return SmallSearch(tuple(found.values()), complete, len((refined | set(outcomes)) - set(found)))


def outcome_key(game: ExtensiveFormGame, profile: Profile) -> bytes:
    """Return the probabilities of the leaves, rounded, as a key."""
    return (np.round(leaf_probabilities(game, profile), _SAME) + 0.0).tobytes()


def _candidates(game: ExtensiveFormGame, equilibria: Sequence[Equilibrium], sizes: list[int]) -> Iterator[Profile]:
    pure = [[one_hot(size, action) for action in range(size)] for size in sizes]
    yield from product(*pure)
    for equilibrium in equilibria:
        reach = reach_probabilities(game, equilibrium.profile)
        own = zip(game.information_sets, equilibrium.profile, pure, strict=True)
        ways = [[mixed] if reach[list(known.nodes)].sum() > 0 else [mixed, *some] for known, mixed, some in own]
        if np.prod([float(len(some)) for some in ways]) <= MOST_PROFILES:
            yield from product(*ways)
