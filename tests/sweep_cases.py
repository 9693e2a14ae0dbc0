"""Sweeps to test, and small scenarios whose regions can be told by hand."""

import time

import numpy as np

from negosim.games import FloatArray
from negosim.scenario import START, Scenario
from negosim.scenario.quantity import Months
from negosim.whatif.batch.points import Points
from negosim.whatif.sweep.grid import Axis, Plan

SLIVER = """
negosim: 1
title: A sliver between two points
actors: {ann: {name: Ann}}
issues:
  left: {name: the left, at_0: none, at_1: all, status_quo: 0}
  right: {name: the right, at_0: none, at_1: all, status_quo: 0}
stakes: {ann: {left: .2, right: .8}}
ideals: {ann: {left: 1, right: 1}}
outcomes:
  leftmost: {kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {left: 1, right: 0}}
  middle: {kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {left: .51, right: .51}}
  rightmost: {kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {left: 0, right: 1}}
games:
  choice:
    name: A choice
    moves: {m: {actor: ann, options: {l: {}, m: {}, r: {}}}}
    outcome_rules:
      - {when: {m: l}, outcome: leftmost}
      - {when: {m: m}, outcome: middle}
      - {outcome: rightmost}
"""
"""With w the stake in the left, Ann gets w, .51 and 1 - w: she takes the middle where .49 < w < .51."""

KEEP, HIGH = "games.dilemma.payoffs.break.keep.north", "games.dilemma.payoffs.keep.break.south"
"""What each side of `truce-dilemma` gains by breaking alone: keeping is an equilibrium where both are at most 3."""


def plan(scenario: Scenario, game: str, **axes: object) -> Plan:
    """Return a plan over lists of values; paths have `__` for dots."""
    found = (Axis(path.replace("__", "."), tuple(map(float, values))) for path, values in axes.items())  # type: ignore[call-overload]
    return Plan(scenario, game, tuple(found))


def random_axis(scenario: Scenario, path: str, rng: np.random.Generator, size: int) -> Axis:
    """Return an axis of distinct values inside a number's legal domain."""
    entry = scenario.numbers[path]
    bottom, top = entry.quantity.legal
    low, high = max(bottom, -2.0), min(top, 2.0)
    if isinstance(entry.quantity, Months):
        low, high = 0.2, 6.5
    if path == START:
        return Axis(path, tuple(float(k) for k in np.sort(rng.choice(np.arange(24_300, 24_340), size, replace=False))))
    values: FloatArray = np.sort(rng.uniform(low, high, size))
    return Axis(path, tuple(values.tolist()))


class _SlowPlan(Plan):
    """A plan whose every chunk takes some time."""

    def solve_chunk(self, number: int) -> Points:
        """Solve one chunk of points, after a nap."""
        time.sleep(0.02)
        return super().solve_chunk(number)


def slowed(plan: Plan) -> Plan:
    """Return the same plan, each chunk of which takes some time."""
    return _SlowPlan(plan.scenario, plan.game, plan.axes, plan.asked)
