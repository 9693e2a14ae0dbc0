"""Whether some consistent beliefs make a profile of a small tree sequentially rational, and which.

Consistent beliefs are limits of Bayes' rule under fully mixed strategies that tend to the profile. They are those of
slips w(a) e^K(a) as e tends to 0: to each unused action belong an order K(a) > 0 and a weight w(a) > 0; at an
information set only the nodes with the least sum of orders on the way have weight, each in proportion to the product of
the weights on its way and of the probabilities of chance and of the used actions (Kreps and Wilson 1982, appendix;
Perea y Monsuwe, Jansen and Peters 1997).

So for each choice of the nodes that have weight, at every information set off the path, two programs decide: a linear
one in the orders, which says whether they can have the least sum; and one in the logarithms of the weights. What is
needed of a belief is linear in it, so at a set where two nodes have weight it bounds their odds, and that is linear in
the logarithms. Where three or more have weight, it is a program of its own if nothing ties their odds to others. Nodes
that follow the same unused actions count as one: their odds never change.

Cost: three to the number of information sets off the path with two nodes, each time two programs of a few unknowns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import Decision, ExtensiveFormGame, FloatArray, Leaf, Profile, frozen, payoff_range
from negosim.games.extensive_form import branch_probabilities, children_of, values_at_nodes
from negosim.solve.result import TIE
from negosim.solve.small_trees.programs import inside, least, log_odds, logs_within, share_bounds, share_of

MOST_CHOICES = 2_000
_SAME = 1e-9

Chosen = tuple[int, ...]
"""Numbers of units in an information set."""


@dataclass(frozen=True, eq=False)
class Support:
    """Beliefs that support a profile, with the slips of which they are the limit.

    `orders[k]` and `weights[k]` belong to the actions of information set k: order 0 and the probability where an action
    is used. `bounds[k]`, at a set off the path whose beliefs have one degree of freedom, are the corners [corner, node]
    of all beliefs there that support the profile together with some others elsewhere.
    """

    beliefs: Profile
    orders: Profile
    weights: Profile
    bounds: dict[int, FloatArray]


def supports_of(game: ExtensiveFormGame, profile: Profile) -> Support | None:
    """Return beliefs that support a profile, or None where no consistent ones do.

    Raises UnsolvedError where chance excludes an information set, where there are too many choices, and where the odds
    of three or more nodes hang together with other odds.
    """
    return _Slips(game, profile).support()


@dataclass(frozen=True, eq=False)
class _Units:
    """Nodes of an information set off the path by the unused actions that they follow, those with none left out.

    `beliefs[unit, node]` are the shares within each, `mass[unit]` the rest of the probability of getting there.
    """

    exponents: FloatArray
    beliefs: FloatArray
    mass: FloatArray


@dataclass(frozen=True, eq=False)
class _Odds:
    """A choice at one information set: the units with weight, and for two of them bounds of the log of the first's
    odds; for more a belief over them."""

    chosen: Chosen
    low: float = -np.inf
    high: float = np.inf
    belief: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class _Found:
    """Orders and logarithms of weights for a choice, beliefs, and how far the share of a first unit of two goes."""

    orders: FloatArray
    logs: FloatArray
    beliefs: dict[int, FloatArray]
    shares: dict[int, tuple[float, float]]


class _Slips:
    """A profile's unused actions, what they lead to, and what is worth what."""

    def __init__(self, game: ExtensiveFormGame, profile: Profile) -> None:
        self.game, self.profile = game, profile
        self.unused = [(k, a) for k, own in enumerate(profile) for a, share in enumerate(own.tolist()) if share <= TIE]
        self.exponents = np.zeros((len(game.nodes), len(self.unused)))  # exponents[node, unused action]
        self.mass = np.ones(len(game.nodes))  # the rest of the probability of getting there
        column = {move: k for k, move in enumerate(self.unused)}
        for number, node in enumerate(game.nodes):
            if isinstance(node, Leaf):
                continue
            shares = branch_probabilities(game, node, profile).tolist()
            for branch, child in enumerate(node.children):
                place = column.get((node.information_set, branch)) if isinstance(node, Decision) else None
                self.exponents[child] = self.exponents[number]
                self.mass[child] = self.mass[number] * (1.0 if place is not None else shares[branch])
                if place is not None:
                    self.exponents[child, place] += 1
        values = values_at_nodes(game, profile)
        self.gains = [self._gains(values, k) for k in range(len(game.information_sets))]
        self.units: dict[int, _Units] = {}
        self.fixed: dict[int, FloatArray] = {}
        for k in range(len(game.information_sets)):
            self._sort(k)

    def _gains(self, values: FloatArray, k: int) -> FloatArray:
        """Return what must not be below 0 in the mean over beliefs, per node: a used action's worth less another's."""
        known = self.game.information_sets[k]
        ahead = values[known.player][[children_of(self.game.nodes[n]) for n in known.nodes]]  # ahead[node, action]
        span = float(payoff_range(self.game.payoffs[known.player])) or 1.0
        used = self.profile[k] > TIE
        rows = [(ahead[:, [a]] - ahead) / span for a in np.flatnonzero(used)]
        gains = np.hstack(rows).T  # gains[condition, node]
        return np.where(np.abs(gains) <= TIE, 0.0, gains)

    def _sort(self, k: int) -> None:
        """Note the beliefs at a set that is reached or to which only one unit leads; of others, their units."""
        nodes = list(self.game.information_sets[k].nodes)
        mass, exponents = self.mass[nodes], self.exponents[nodes]
        if not mass.any():
            name = self.game.information_sets[k].label
            raise UnsolvedError(f"chance excludes the information set '{name}', so that no beliefs follow there")
        distinct, unit = np.unique(exponents[mass > 0], axis=0, return_inverse=True)
        weights = np.zeros((len(distinct), len(nodes)))
        weights[unit.reshape(-1), np.flatnonzero(mass)] = mass[mass > 0]
        beliefs = weights / weights.sum(axis=1, keepdims=True)
        if len(distinct) == 1 or not distinct[0].any():  # sorted, so that no unused action comes first
            self.fixed[k] = beliefs[0]
        else:
            self.units[k] = _Units(distinct, beliefs, weights.sum(axis=1))

    def support(self) -> Support | None:
        """Return beliefs that support the profile, if any do."""
        if any((self.gains[k] @ belief < -TIE).any() for k, belief in self.fixed.items()):
            return None
        choices = [self._choices(k) for k in self.units]
        if np.prod([float(len(own)) for own in choices]) > MOST_CHOICES:
            raise UnsolvedError(f"too many ways to slip: more than {MOST_CHOICES:,} choices of nodes that have weight")
        found = [one for chosen in product(*choices) if (one := self._solve(chosen)) is not None]
        if not found:
            return None
        unused, used = np.exp(found[0].logs), [np.zeros(len(own)) for own in self.profile]
        return Support(
            tuple(frozen(found[0].beliefs[k]) for k in range(len(self.profile))),
            self._by_action(found[0].orders, used),
            self._by_action(unused, self.profile),
            {k: b for k in self.units if (b := self._bounds(k, [one.shares.get(k) for one in found])) is not None},
        )

    def _choices(self, k: int) -> list[_Odds]:
        """Return the units at a set off the path that can have weight with what is needed there."""
        gains = self.gains[k] @ self.units[k].beliefs.T  # gains[condition, unit]
        everything = range(gains.shape[1])
        found = []
        for chosen in chain.from_iterable(combinations(everything, size + 1) for size in everything):
            own = gains[:, list(chosen)]
            if len(chosen) == 1:
                found += [_Odds(chosen)] if (own >= -TIE).all() else []
            elif len(chosen) == 2:
                low, high = share_bounds(own)
                found += [_Odds(chosen, log_odds(low), log_odds(high))] if low <= high and low < 1 and high > 0 else []
            elif (belief := inside(own)) is not None:
                found.append(_Odds(chosen, belief=belief))
        return found

    def _solve(self, choice: tuple[_Odds, ...]) -> _Found | None:
        """Return orders and weights for a choice of units at every set off the path, if there are any."""
        orders = self._orders(choice)
        if orders is None:
            return None
        rows, low, high = self._equations(choice)
        logs = logs_within(np.zeros(len(self.unused)), rows, low, high)
        if logs is None:
            if any(odds.belief is not None for odds in choice) and np.linalg.matrix_rank(rows) < len(rows):
                raise UnsolvedError("the odds of three or more nodes off the path hang together with other odds")
            return None
        beliefs, shares = dict(self.fixed), dict[int, tuple[float, float]]()
        for (k, units), odds in zip(self.units.items(), choice, strict=True):
            at = list(odds.chosen)
            height = np.log(units.mass[at]) + units.exponents[at] @ logs
            weight = np.exp(height - height.max())
            beliefs[k] = weight / weight.sum() @ units.beliefs[at]
            if len(at) == 1:
                shares[k] = (float(at[0] == 0), float(at[0] == 0))
            elif len(at) == 2:
                slope = units.exponents[at[0]] - units.exponents[at[1]]
                base = float(np.log(units.mass[at[0]] / units.mass[at[1]]))
                ends = [logs_within(sign * slope, rows, low, high) for sign in (1.0, -1.0)]
                least_share, most = (share_of(base + slope @ (logs if end is None else end)) for end in ends)
                shares[k] = (least_share, most)
        return _Found(orders, logs, beliefs, shares)

    def _orders(self, choice: tuple[_Odds, ...]) -> FloatArray | None:
        """Return orders, at least 1, by which just the chosen units have the least sum; None where there are none."""
        equal, more = [], []
        for units, odds in zip(self.units.values(), choice, strict=True):
            apart = units.exponents - units.exponents[odds.chosen[0]]
            equal += [apart[unit] for unit in odds.chosen[1:]]
            more += [own for unit, own in enumerate(apart) if unit not in odds.chosen]
        rows = np.array([*equal, *more]).reshape(len(equal) + len(more), len(self.unused))
        low = np.repeat([0.0, 1.0], [len(equal), len(more)])
        high = np.repeat([0.0, np.inf], [len(equal), len(more)])
        return least(np.ones(len(self.unused)), rows, low, high, (1.0, None))

    def _equations(self, choice: tuple[_Odds, ...]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return rows, and bounds of rows @ logarithms of the weights, that put the odds where they are needed."""
        rows, low, high = [], [], []
        for units, odds in zip(self.units.values(), choice, strict=True):
            first = odds.chosen[0]
            for j, unit in enumerate(odds.chosen[1:], 1):
                bounds = (odds.low, odds.high)
                if odds.belief is not None:
                    bounds = (float(np.log(odds.belief[0] / odds.belief[j])),) * 2
                base = float(np.log(units.mass[first] / units.mass[unit]))
                rows.append(units.exponents[first] - units.exponents[unit])
                low.append(bounds[0] - base)
                high.append(bounds[1] - base)
        return np.array(rows).reshape(len(rows), len(self.unused)), np.array(low), np.array(high)

    def _bounds(self, k: int, found: Sequence[tuple[float, float] | None]) -> FloatArray | None:
        """Return the corners of the union of beliefs over two units; None where it is no interval or of more units."""
        units = self.units[k]
        parts = sorted(one for one in found if one is not None)
        if len(units.mass) != 2:
            return None
        low, high = parts[0]
        for start, end in parts[1:]:
            if start > high + _SAME:
                return None
            high = max(high, end)
        return frozen(
            [share * units.beliefs[0] + (1 - share) * units.beliefs[1] for share in dict.fromkeys((low, high))]
        )

    def _by_action(self, values: FloatArray, others: Sequence[FloatArray]) -> Profile:
        """Return values of the unused actions among those of the others, by information set."""
        found = [np.array(own) for own in others]
        for (k, action), value in zip(self.unused, values.tolist(), strict=True):
            found[k][action] = value
        return tuple(map(frozen, found))
