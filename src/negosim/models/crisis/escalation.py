"""A crisis as a war of attrition in which standing firm raises the cost at home of backing down.

Two sides dispute a prize worth v_i to i. At each moment a side may attack, back down or stand firm. Backing down at t
costs i at home a_i t and leaves the prize to the other side; an attack brings war, worth w_i to i beside backing down
at once, which only i knows: w_i is a known result less a cost of which rivals have a belief. A side whose w_i exceeds
-a_i t would rather fight than back down. There is a horizon t* after which nobody backs down, so that war follows if
both are still firm (Fearon 1994). Before it each side that would still back down is indifferent: what the other's
backing down brings, at rate h_j, equals the rise of its own cost,

    h_j (v_i + a_i t) = a_i,    so that j is still firm at t with probability (1 - k_j) v_i / (v_i + a_i t),

with k_j the chance that j backs down at once. At t* only those of j are left who would rather fight, so

    (1 - k_j) v_i / (v_i + a_i t*) = R_j(t*),    R_j(t) = Pr(w_j > -a_j t).

At most one k_j is above 0. With t_j the time that solves this for k_j = 0, t* = min(t_1, t_2), and the other side,
the weaker one, has k_j = 1 - R_j(t*) (v_i + a_i t*) / v_i. War has probability R_1(t*) R_2(t*). With uniform types
t_j solves a quadratic, otherwise it is found by bisection; where R_j jumps at t_j, as with a few types, those who are
indifferent there are divided so that the equation holds. Everybody who would back down has the payoff v_i k_j.

With equal prizes and w uniform on [-W, 0] for both the side with the steeper cost is the stronger one: k = (a_1 -
a_2) t* / W for the other. With w uniform on [low, high] in general a steeper cost of i's own raises k_j and lowers
k_i weakly, as long as no type thinks war worth more than the prize (high <= v): with u = a_j t* and widths W, 1 - k_j
is (high_j + u) (1 - high_i / v_i + W_i v_j / (v_i (v_j + u))) / W_j, which then rises in t*. Where war is worth more
than the prize the sign can turn, and the model no longer fits, since such types would attack at once. Both costs
steeper in proportion only bring the horizon nearer.

Fearon (1994) gives the structure; the closed form for uniform types is derived here. Sides are on the last axis.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.models.beliefs import Belief, UniformBelief

_LONG, _LEAST = 1e5, 1e-9


@dataclass(frozen=True, eq=False)
class Crisis:
    """The prize, the rise of the cost at home, what the result of war is worth beside backing down at once, all
    [..., side]; and what is believed of the cost of war of each, which is taken off that."""

    prize: FloatArray
    slope: FloatArray
    result: FloatArray
    beliefs: tuple[Belief, Belief]

    def rather_fight(self, time: FloatArray) -> FloatArray:
        """Return the chance that each side would rather fight than back down at a time: [..., side]."""
        return np.stack([self.would_fight(k, time) for k in (0, 1)], axis=-1)

    def would_fight(self, side: int, time: FloatArray) -> FloatArray:
        """Return R_j at a time, of the shape of `time`."""
        return 1.0 - self.beliefs[side].accepts(self.result[..., side] + self.slope[..., side] * time)


@dataclass(frozen=True, eq=False)
class Standoff:
    """The equilibrium: [..., side], but `horizon` and `war`, of shape (...).

    How long each would take `alone`; the chance that it is `left` at the horizon, that it backs down `at_once`, and
    `first` at any time; the chance of `war`; and the payoff of a side that would back down.
    """

    horizon: FloatArray
    alone: FloatArray
    left: FloatArray
    at_once: FloatArray
    first: FloatArray
    war: FloatArray
    payoffs: FloatArray


def stand_off(data: Crisis) -> Standoff:
    """Return the equilibrium; NaN where standing firm costs neither side anything at home, or a prize is worth nothing.

    >>> pair = np.array
    >>> costs = UniformBelief(pair(0.0), pair(2.0))
    >>> found = stand_off(Crisis(pair([1.0, 1.0]), pair([2.0, 1.0]), pair([0.0, 0.0]), (costs, costs)))
    >>> round(float(found.horizon), 6), found.at_once.round(6).tolist(), round(float(found.war), 6)
    (0.618034, [0.0, 0.309017], 0.190983)
    """
    alone = times_alone(data)
    horizon = np.where(np.isfinite(alone.min(axis=-1)), alone.min(axis=-1), np.nan)
    firm = _other(data.prize / (data.prize + data.slope * horizon[..., None]))
    first = alone <= horizon[..., None]
    left = np.where(first, firm, data.rather_fight(horizon))
    at_once = np.where(first, 0.0, np.maximum(1.0 - left / firm, 0.0))
    war = left.prod(axis=-1)
    one = _backs_down_first(data, horizon, at_once)
    payoffs = data.prize * _other(at_once)
    return Standoff(horizon, alone, left, at_once, np.stack([one, 1.0 - war - one], axis=-1), war, payoffs)


def times_alone(data: Crisis) -> FloatArray:
    """Return t_j, the time at which all of j that would back down have done so if none does at once: [..., side].

    It is the first time at which R_j is at least v_i / (v_i + a_i t), and infinite where it never comes.
    """
    found = np.stack([_time_alone(data, k) for k in (0, 1)], axis=-1)
    return np.where(np.asarray((data.prize > 0).all(axis=-1))[..., None], found, np.nan)


def _time_alone(data: Crisis, side: int) -> FloatArray:
    belief = data.beliefs[side]
    if not isinstance(belief, UniformBelief):
        return _by_bisection(data, side)
    prize, slope, own = np.maximum(data.prize[..., 1 - side], 0.0), data.slope[..., 1 - side], data.slope[..., side]
    low, high = data.result[..., side] - belief.high, data.result[..., side] - belief.low
    square, linear, constant = own * slope, own * prize + slope * high, prize * np.minimum(low, 0.0)
    bottom = linear + np.sqrt(linear**2 - 4.0 * square * constant)
    never = np.where(constant < 0, np.inf, 0.0)
    shape = np.broadcast(constant, bottom).shape
    return np.asarray(np.divide(-2.0 * constant, bottom, out=np.array(np.broadcast_to(never, shape)), where=bottom > 0))


def _by_bisection(data: Crisis, side: int) -> FloatArray:
    """Return the first time of `times_alone`, up to `_LONG`, for any belief: R_j rises and what it meets falls."""
    prize, slope = np.maximum(data.prize[..., 1 - side], _LEAST), data.slope[..., 1 - side]

    def has_come(time: FloatArray) -> BoolArray:
        return np.asarray(data.would_fight(side, time) >= prize / (prize + slope * time))

    low, high = np.zeros(prize.shape), np.full(prize.shape, _LONG)
    comes, at_once = has_come(high), has_come(low)
    for _ in range(100):
        middle = (low + high) / 2.0
        past = has_come(middle)
        low, high = np.where(past, low, middle), np.where(past, middle, high)
    return np.where(at_once, 0.0, np.where(comes, high, np.inf))


def still_firm(data: Crisis, found: Standoff, times: FloatArray) -> FloatArray:
    """Return the chance that each side has not backed down by each time up to the horizon: [..., side, time]."""
    until = np.minimum(times, found.horizon[..., None])[..., None, :]
    prize, slope = _other(data.prize)[..., None], _other(data.slope)[..., None]
    return np.asarray((1.0 - found.at_once)[..., None] * prize / (prize + slope * until))


def worth_of_backing_down(data: Crisis, found: Standoff, times: FloatArray) -> FloatArray:
    """Return the payoff of each side if it backs down at each time up to the horizon: [..., side, time].

    From the definition: the prize where the other side has backed down by then, else the cost at home.
    """
    firm = still_firm(data, found, times)[..., ::-1, :]
    cost = data.slope[..., None] * times[..., None, :]
    return np.asarray(data.prize[..., None] * (1.0 - firm) - firm * cost)


def _backs_down_first(data: Crisis, horizon: FloatArray, at_once: FloatArray) -> FloatArray:
    """Return the chance that the first side is the one that backs down, by Gauss-Legendre quadrature of its rate times
    the chance that both are still firm."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    prize, slope = data.prize[..., None, :], data.slope[..., None, :]
    times = (horizon[..., None] * (nodes + 1.0) / 2.0)[..., None]
    firm = (prize / (prize + slope * times)).prod(axis=-1)
    rate = (slope / (prize + slope * times))[..., 1]
    later = (rate * firm * weights).sum(axis=-1) * horizon / 2.0
    return np.asarray(at_once[..., 0] + (1.0 - at_once).prod(axis=-1) * later)


def _other(pair: FloatArray) -> FloatArray:
    """Return the pair with the two sides exchanged."""
    return pair[..., ::-1]
