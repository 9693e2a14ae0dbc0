"""The price of a chip that may be lost, in closed form, for arrays of any shape."""

import numpy as np

from negosim.games import FloatArray


def worth_of_waiting(worth: FloatArray, hazard: FloatArray, cost: FloatArray, discount: FloatArray) -> FloatArray:
    """Return what it is worth to fight on until the chip is taken, (d h V - c) / (1 - d (1 - h)); 0 if not waiting is
    better. Where neither time nor the hazard ends the wait (d = 1, h = 0) it is worth nothing.

    >>> float(worth_of_waiting(*(np.array(x) for x in (0.35, 0.05, 0.01, 0.98))).round(6))
    0.103623
    """
    gain = discount * hazard * worth - cost
    rate = 1.0 - discount * (1.0 - hazard)
    return np.maximum(np.divide(gain, rate, out=np.zeros(np.broadcast(gain, rate).shape), where=rate > 0), 0.0)


def price(worth: FloatArray, hazard: FloatArray, cost: FloatArray, discount: FloatArray) -> FloatArray:
    """Return the most that the buyer pays now: the chip's worth less that of waiting for it.

    >>> float(price(*(np.array(x) for x in (0.35, 0.05, 0.01, 0.98))).round(6))
    0.246377
    """
    return np.asarray(worth - worth_of_waiting(worth, hazard, cost, discount))


def hazard_at_price(wanted: FloatArray, worth: FloatArray, cost: FloatArray, discount: FloatArray) -> FloatArray:
    """Return the hazard at which the price is `wanted`; NaN where no hazard from 0 to 1 brings it below the cap there.

    From price = [V (1 - d) + c] / [1 - d (1 - h)].
    """
    at_rest = worth * (1.0 - discount) + cost
    ratio = np.divide(at_rest, wanted, out=np.full(np.broadcast(at_rest, wanted).shape, np.nan), where=wanted > 0)
    hazard = 1.0 - (1.0 - ratio) / np.where(discount > 0, discount, np.nan)
    return np.where((hazard >= 0) & (hazard <= 1) & (wanted < worth), hazard, np.nan)


def largest_return(value: FloatArray, stake: FloatArray, home: tuple[FloatArray, FloatArray], room: FloatArray,
                   available: FloatArray) -> FloatArray:  # fmt: skip
    """Return the largest share q, of what is available, that a buyer gives back for something worth `value` to it.

    Giving q costs `stake` q, and at home, where q exceeds the `room` that the red line leaves, `fixed + slope (q -
    room)`, with home = (fixed, slope). A room below 0 means that the red line is missed already: signing itself then
    costs something. Beyond the red line q is (value - fixed + slope room) / (stake + slope), within it value / stake.
    """
    fixed, slope = home
    beyond = _ratio(value - fixed + slope * room, stake + slope)
    within = np.minimum(_ratio(value, stake), np.maximum(room, 0.0))
    return np.clip(np.where(beyond > np.maximum(room, 0.0), beyond, within), 0.0, available)


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Return top / bottom; infinite with the sign of `top` where the bottom is 0."""
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.where(top >= 0, np.inf, -np.inf))
