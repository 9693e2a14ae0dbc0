"""Where a course leads: the exact shares of its paths in each state and outcome by month, without drawing any.

share of a place next month = sum over places, ends and lots of share * chance of the end * chance of the lot * step.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from negosim.campaign.solve import Course
from negosim.games import FloatArray


@dataclass(frozen=True, eq=False)
class MonthAhead:
    """One month: `states[mode, place]` are the shares of paths there as it begins, `ends[mode][place, end]` of those
    that then end the month's game so."""

    states: FloatArray
    ends: tuple[FloatArray, ...]


def run_forward(
    course: Course, start: FloatArray, months: int, first: tuple[int, int] = (0, 0)
) -> Iterator[MonthAhead]:
    """Yield month after month from the shares of places that a course starts from.

    `first` is the mode and the month that it starts in.
    """
    game = course.game
    states = np.zeros((len(game.modes), game.size))
    states[first[0]] = start
    for month in range(first[1], months):
        ends = []
        onward = np.zeros_like(states)
        for mode in range(len(game.modes)):
            stage = game.stage(mode, month)
            share = states[mode][:, np.newaxis] * stage.shape.reach(course.policy(month, mode))
            ends.append(share)
            for lot in stage.lots:
                mass = (share[:, list(lot.ends)] * lot.chance).sum(axis=-1)
                if mass.any():
                    onward[lot.mode] += mass @ lot.step
        yield MonthAhead(states, tuple(ends))
        states = onward
