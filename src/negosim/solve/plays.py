"""Plays: every outcome to which subgame-perfect equilibria of a tree lead, found from its ends.

A stage is what lies between the root of a subgame and the next subgames below it. Under perfect information it is one
move, elsewhere a small tree that is solved as a game in strategic form. Subgames are solved from the last to the first.

Let P(b) be the plays after action b, each with payoffs u. Action a followed by play p is supportable iff

    u_i(p) >= max over b != a of min over q in P(b) of u_i(q)

that is, where each other action is punished by the worst equilibrium after it.

Ties. Where (a, p) and (b, q) are supportable and worth the same to the mover, every mixture of the two is played in
some equilibrium. Plays that mixing connects make a component. Any payoff of a component is a mean of those listed, so
what is listed holds the extreme points, as long as no bar above cuts a component in two: then what lies on the bar is
missing.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TypeVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import Chance, Decision, ExtensiveFormGame, FloatArray, Leaf, one_hot, payoff_range
from negosim.games.extensive_form import branch_probabilities, leaf_probabilities
from negosim.games.strategic_form import strategic_form
from negosim.solve.certificate import subgame_roots
from negosim.solve.concepts.nash import Nash
from negosim.solve.result import TIE, Complete
from negosim.solve.stage import Stage, stage_at

_T = TypeVar("_T")
_SAME = 9
"""Decimals to which the probabilities of leaves are compared."""
_CUT_BY_CHOICE = "a choice depends on how a tie below it is broken; mixing there may support further outcomes"
_CUT_BY_STAGE = "a simultaneous stage depends on how a tie below it is broken; mixing there may support more"


@dataclass(frozen=True, eq=False)
class Play:
    """How a subgame is played: `own` strategies of its first stage by information set, and the plays after that.

    `payoffs[player]`, the probability of each leaf reached, and the component, a number, of plays that mixing connects.
    """

    payoffs: FloatArray
    leaves: dict[int, float]
    own: dict[int, FloatArray]
    after: tuple["Play", ...]
    component: int

    def strategies(self) -> dict[int, FloatArray]:
        """Return the strategy at each information set of the subgame."""
        found: dict[int, FloatArray] = {}
        stack = [self]
        while stack:
            play = stack.pop()
            found |= play.own
            stack += play.after
        return found


@dataclass(frozen=True, eq=False)
class Plays:
    """The plays of a tree that were found, why there may be others, and the number of moves at which there are ties."""

    plays: tuple[Play, ...]
    doubts: Mapping[str, Complete]
    ties: int

    @property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """The indices of the plays of each component; empty where completeness is not proved."""
        found: dict[int, list[int]] = {}
        for index, play in enumerate(self.plays):
            found.setdefault(play.component, []).append(index)
        return () if self.doubts else tuple(map(tuple, found.values()))

    @property
    def verdict(self) -> tuple[Complete, str]:
        """How complete the list is, and why."""
        if self.doubts:
            why, complete = min(self.doubts.items(), key=lambda doubt: doubt[1] is not Complete.UNKNOWN)
            return complete, why
        if len(self.components) < len(self.plays):
            return Complete.EXTREME, "solved from the ends; every other outcome is a mixture of those of one component"
        if self.ties:
            return Complete.ALL, f"solved from the ends; ties at {self.ties} moves lead to no other outcome"
        return Complete.ALL, "solved from the ends, and nobody is indifferent at any move"

    @property
    def notes(self) -> tuple[str, ...]:
        """What one outcome stands for."""
        return (
            (f"ties at {self.ties} moves; equilibria that differ off the path only are one outcome",)
            if self.ties
            else ()
        )


def find_plays(game: ExtensiveFormGame, most: int) -> Plays:
    """Find one play for each outcome of each subgame, at most `most` of each, from the last subgame to the first.

    Raises UnsolvedError where a stage is too large, or no equilibrium of it is found.
    """
    search = _Search(game, most)
    for number in range(len(game.nodes) - 1, -1, -1):
        search.solve(number)
    return Plays(search.found[0], search.doubts, search.ties)


class _Search:
    """The plays found so far at each node, the doubts, and the number of ties."""

    def __init__(self, game: ExtensiveFormGame, most: int) -> None:
        self.game, self.most = game, most
        self.roots = frozenset(subgame_roots(game))
        self.slack = TIE * payoff_range(game.payoffs, axis=-1)
        self.found: dict[int, tuple[Play, ...]] = {}
        self.doubts: dict[str, Complete] = {}
        self.ties = 0

    def solve(self, number: int) -> None:
        """Find the plays of the subgame at a node, if one starts there; those below it are known."""
        node = self.game.nodes[number]
        if isinstance(node, Leaf):
            self.found[number] = (Play(self.game.payoffs[:, node.index], {node.index: 1.0}, {}, (), 0),)
        elif number in self.roots:
            stage = stage_at(self.game, number, self.roots)
            if stage.ends != node.children:
                self.found[number] = self._after_stage(stage)
            elif isinstance(node, Chance):
                self.found[number] = self._after_chance(node)
            else:
                self.found[number] = self._after_choice(node)

    def _after_choice(self, node: Decision) -> tuple[Play, ...]:
        """Return a play for each action and play after it that is supportable, the others being punished."""
        player = self.game.information_sets[node.information_set].player
        children = [self.found[child] for child in node.children]
        worst = [min(plays, key=lambda play: float(play.payoffs[player])) for plays in children]
        options: list[tuple[int, Play]] = []
        for action, (plays, bar) in enumerate(zip(children, self._bars(worst, player), strict=True)):
            kept = [play for play in plays if play.payoffs[player] >= bar]
            if {play.component for play in kept} & {play.component for play in plays if play.payoffs[player] < bar}:
                self.doubts[_CUT_BY_CHOICE] = Complete.SOME
            options += [(action, play) for play in kept]
        options = self._at_most(options)
        links = _ties(options, player, float(self.slack[player]))
        self.ties += bool(links)
        followed = []
        for action, play in options:
            after = (*worst[:action], play, *worst[action + 1 :])
            own = {node.information_set: one_hot(len(children), action)}
            followed.append(Play(play.payoffs, play.leaves, own, after, 0))
        return self._distinct(followed, [(action, play.component) for action, play in options], links)

    def _bars(self, worst: Sequence[Play], player: int) -> list[float]:
        """Return for each action the best that the mover is sure of after another one, less rounding."""
        sure = [float(play.payoffs[player]) for play in worst]
        second, first = sorted([-np.inf, *sure])[-2:]
        return [(second if value == first else first) - self.slack[player] for value in sure]

    def _after_chance(self, node: Chance) -> tuple[Play, ...]:
        shares = branch_probabilities(self.game, node, ())
        combinations = self._combinations(node.children)
        plays = [_mean(parts, shares, {}) for parts in combinations]
        return self._distinct(plays, [tuple(part.component for part in parts) for parts in combinations], [])

    def _after_stage(self, stage: Stage) -> tuple[Play, ...]:
        """Return the plays in which a stage is a Nash equilibrium of its strategic form, given the plays after it."""
        if any(_varies(self.found[end], self.slack) for end in stage.ends):
            self.doubts[_CUT_BY_STAGE] = Complete.SOME
        plays: list[Play] = []
        keys: list[Hashable] = []
        for parts in self._combinations(stage.ends):
            tree = stage.with_payoffs(np.stack([part.payoffs for part in parts], axis=-1))
            form = strategic_form(tree)
            result = Nash().solve(form.game)
            if result.complete not in (Complete.ALL, Complete.EXTREME):
                self.doubts[f"a simultaneous stage may have further equilibria: {result.why_complete}"] = (
                    result.complete
                )
            component = {k: c for c, members in enumerate(result.components) for k in members}
            for index, equilibrium in enumerate(result.equilibria):
                behaviour = form.behaviour(equilibrium.profile)
                own = dict(zip(stage.sets, behaviour, strict=True))
                plays.append(_mean(parts, leaf_probabilities(tree, behaviour), own))
                keys.append((*(part.component for part in parts), component.get(index, -1 - index)))
        if not plays:
            raise UnsolvedError(f"no equilibrium was found of a simultaneous stage of {self.game.name}")
        return self._distinct(plays, keys, [])

    def _combinations(self, ends: Sequence[int]) -> list[tuple[Play, ...]]:
        """Return every choice of one play at each end."""
        return self._at_most(list(islice(product(*(self.found[end] for end in ends)), self.most + 1)))

    def _at_most(self, found: list[_T]) -> list[_T]:
        if len(found) > self.most:
            self.doubts[f"more than {self.most:,} outcomes; the search was cut there"] = Complete.SOME
        return found[: self.most]

    def _distinct(self, plays: list[Play], keys: Sequence[Hashable], links: list[tuple[int, int]]) -> tuple[Play, ...]:
        """Keep one play for each distribution over leaves; join those with one key, one distribution, or a link."""
        first: dict[Hashable, int] = {}
        same_key = [(first.setdefault(key, index), index) for index, key in enumerate(keys)]
        outcomes: dict[Hashable, int] = {}
        same_outcome = [(outcomes.setdefault(_outcome(play), index), index) for index, play in enumerate(plays)]
        component = _components(len(plays), [*same_key, *same_outcome, *links])
        return tuple(self._at_most([replace(plays[k], component=component[k]) for k in outcomes.values()]))


def _outcome(play: Play) -> frozenset[tuple[int, float]]:
    return frozenset((leaf, round(probability, _SAME)) for leaf, probability in play.leaves.items())


def _mean(parts: Sequence[Play], shares: FloatArray, own: dict[int, FloatArray]) -> Play:
    """Return the play that goes on with each part with its probability."""
    payoffs = shares @ np.array([part.payoffs for part in parts])
    leaves: dict[int, float] = {}
    for part, share in zip(parts, shares.tolist(), strict=True):
        leaves |= {leaf: share * probability for leaf, probability in part.leaves.items() if share > 0}
    return Play(payoffs, leaves, own, tuple(parts), 0)


def _ties(options: Sequence[tuple[int, Play]], player: int, slack: float) -> list[tuple[int, int]]:
    """Return pairs of options, of different actions, whose components hold plays worth the same to the mover."""
    ranges: dict[tuple[int, int], list[float]] = {}
    place: dict[tuple[int, int], int] = {}
    for index, (action, play) in enumerate(options):
        key = (action, play.component)
        place.setdefault(key, index)
        ranges.setdefault(key, []).append(float(play.payoffs[player]))
    if len(ranges) == 1:
        return []
    actions = np.array([action for action, _ in ranges])
    low, high = np.array([min(r) for r in ranges.values()]), np.array([max(r) for r in ranges.values()])
    meets = low[:, np.newaxis] <= high + slack
    tied = meets & meets.T & (actions[:, np.newaxis] < actions)
    first = list(place.values())
    return [(first[i], first[j]) for i, j in np.argwhere(tied)]


def _varies(plays: Sequence[Play], slack: FloatArray) -> bool:
    """Whether plays of one component differ in anybody's payoff."""
    first: dict[int, FloatArray] = {}
    return any((np.abs(first.setdefault(p.component, p.payoffs) - p.payoffs) > slack).any() for p in plays)


def _components(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """Return the number of the component of each of `count` things, some of which are linked."""
    leader = list(range(count))

    def lead(thing: int) -> int:
        while leader[thing] != thing:
            thing = leader[thing]
        return thing

    for one, other in links:
        leader[lead(one)] = lead(other)
    return [lead(thing) for thing in range(count)]
