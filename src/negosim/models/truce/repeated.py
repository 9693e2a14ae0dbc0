"""A truce as a repeated prisoner's dilemma: how patient a side must be to hold its fire.

Definition. Each month both sides hold or strike. A side that strikes alone gets T (temptation), both holding R
(reward), both striking P (punishment), holding while struck S (sucker), with T > R > P > S. A public signal says
`breach` with chance r (detect) where somebody struck and q (false alarm) where nobody did. The truce is an
equilibrium for a side if no single month's strike pays, counting what follows, at its discount factor d.

Grim: one signal ends the truce. With v = V - P/(1-d) the worth of the truce above its end, v = (R-P) + d(1-q)v, and
holding is best iff T - R <= d(r-q)v, so d* = (T-R) / [(T-R)(1-q) + (r-q)(R-P)]; at q = 0, r = 1 it is (T-R)/(T-P)
(Friedman 1971; with signals Green and Porter 1984, Mailath and Samuelson 2006, chapters 2 and 7).
Limited: a signal is followed by k months of strikes, then the truce is back. The same two equations, with 1 - d^k of
v at stake, reduce to T - R <= A (d + d^2 + ... + d^k) with A = (r-q)(R-P) - q(T-R), and grim is k without end. A is
what one month of punishment deters, net of what false alarms cost; where A <= 0, or k A <= T - R, no patience
suffices.
Proportionate: tit-for-tat, a seen breach is answered with one strike. Holding for ever is a best reply to it iff d
(r-q)(R-S) >= T - R, and >= P - S so that the answer is not answered. With perfect signals the second is off the path;
a Nash equilibrium needs d >= max((T-R)/(T-P), (T-R)/(R-S)) (Axelrod 1984). With false alarms both sides answering is
no equilibrium but at equality: holding would then be the better reply to a false alarm too. The figure is the
patience at which a side's own breach does not pay.

Every function takes arrays with any leading batch axes; where no patience suffices a critical factor is NaN, and 1
where only the limit does.

>>> import numpy as np
>>> axelrod = Dilemma(np.array(5.0), np.array(3.0), np.array(1.0), np.array(0.0))
>>> float(critical_grim(axelrod, PERFECT))
0.5
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Dilemma:
    """A side's four payoffs of a month (Rapoport and Chammah 1965), in units of its utility."""

    temptation: FloatArray
    reward: FloatArray
    punishment: FloatArray
    sucker: FloatArray

    @property
    def gain(self) -> FloatArray:
        """What striking alone is worth beyond holding: T - R."""
        return self.temptation - self.reward

    @property
    def forgone(self) -> FloatArray:
        """What a month without a truce costs: R - P."""
        return self.reward - self.punishment

    @property
    def exposed(self) -> FloatArray:
        """What being struck while holding costs: R - S."""
        return self.reward - self.sucker


@dataclass(frozen=True, eq=False)
class Signal:
    """How well a truce is watched: the chances of the word `breach` after a breach, and after none."""

    detect: FloatArray
    false_alarm: FloatArray


PERFECT = Signal(np.array(1.0), np.array(0.0))


def strikes(gain: FloatArray, loss: FloatArray) -> Dilemma:
    """Return the month in which a strike brings its owner `gain` and costs the other side `loss`, whatever it does."""
    nothing = np.zeros(np.broadcast_shapes(np.shape(gain), np.shape(loss)))
    return Dilemma(gain + nothing, nothing, gain - loss, nothing - loss)


def deterrence(dilemma: Dilemma, signal: Signal) -> FloatArray:
    """Return A = (r-q)(R-P) - q(T-R): what a month of punishment deters, net of what false alarms cost."""
    told_apart = signal.detect - signal.false_alarm
    return np.asarray(told_apart * dilemma.forgone - signal.false_alarm * dilemma.gain)


def critical_grim(dilemma: Dilemma, signal: Signal) -> FloatArray:
    """Return the least discount factor that holds a side to a truce that one signal ends."""
    net = deterrence(dilemma, signal)
    return _ratio(dilemma.gain, dilemma.gain + net, net > 0)


def critical_limited(dilemma: Dilemma, signal: Signal, months: FloatArray) -> FloatArray:
    """Return the least discount factor that holds a side where a signal brings `months` months of strikes."""
    net = deterrence(dilemma, signal)
    needed = _ratio(dilemma.gain, net, net > 0)
    low, high = np.zeros_like(needed), np.ones_like(needed)
    for _ in range(40):
        middle = (low + high) / 2
        enough = _months_worth(middle, months) >= needed
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(needed <= months, high, np.nan)


def critical_proportionate(dilemma: Dilemma, signal: Signal) -> FloatArray:
    """Return the least discount factor at which holding is a best reply to tit-for-tat."""
    told_apart = signal.detect - signal.false_alarm
    deters = told_apart * dilemma.exposed
    now = np.maximum(dilemma.gain, dilemma.punishment - dilemma.sucker)
    noisy = _ratio(now, deters, (deters > 0) & (now <= deters))
    stake = np.minimum(dilemma.temptation - dilemma.punishment, dilemma.exposed)
    exact = _ratio(dilemma.gain, stake, (stake > 0) & (dilemma.gain <= stake))
    return np.where((signal.detect == 1) & (signal.false_alarm == 0), exact, noisy)


def shortest_punishment(dilemma: Dilemma, signal: Signal, discount: FloatArray) -> FloatArray:
    """Return the fewest whole months of punishment that hold a side at its discount factor; NaN where none do."""
    net = deterrence(dilemma, signal)
    needed = _ratio(dilemma.gain, net, net > 0)
    left = 1.0 - needed * _ratio(1.0 - discount, discount, discount > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        months = np.where(discount < 1, np.log(left) / np.log(discount), needed)
    whole = np.ceil(np.round(months, 9))
    return np.where(left > 0, np.maximum(whole, 0.0), np.nan)


def truce_value(dilemma: Dilemma, signal: Signal, discount: FloatArray, months: FloatArray) -> FloatArray:
    """Return what a month of the truce is worth on average, P + (1-d)v, where punishments last `months` (or inf)."""
    lapse = signal.false_alarm * (1.0 - discount**months)
    above = dilemma.forgone * (1.0 - discount) / (1.0 - discount + discount * lapse)
    return np.asarray(dilemma.punishment + above)


def expected_life(signal: Signal) -> FloatArray:
    """Return the months until the first false alarm while both sides hold, 1/q; NaN where none ever comes."""
    return _ratio(np.ones_like(signal.false_alarm), signal.false_alarm, signal.false_alarm > 0)


def _months_worth(discount: FloatArray, months: FloatArray) -> FloatArray:
    """Return d + d^2 + ... + d^k, continued to any k."""
    lost = np.where(discount < 1, 1.0 - discount, 1.0)
    return np.where(discount < 1, discount / lost * (1.0 - discount**months), months)


def _ratio(top: FloatArray, bottom: FloatArray, where: BoolArray) -> FloatArray:
    """Return top / bottom where a condition holds, else NaN."""
    shape = np.broadcast_shapes(np.shape(top), np.shape(bottom), np.shape(where))
    return np.asarray(np.divide(top, bottom, out=np.full(shape, np.nan), where=np.asarray(where)))
