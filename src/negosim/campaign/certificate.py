"""The certificate of a course: what each player would gain by leaving it, computed apart from how it was found.

Against the others' strategies a player faces a decision problem of its own. Its value is found backwards, month by
month; within a month by the sequence form (Koller, Megiddo and von Stengel 1996): the payoffs of ends, weighted with
what the others do, are summed under the player's last action and the best action is carried to the one before it. The
gap is that value less the value of the course, the largest over all months and states. The one-shot gain lets the
player leave for one month only; no gap exceeds it over 1 - d (Blackwell 1965).
"""

from dataclasses import dataclass

import numpy as np

from negosim.campaign.monthly import MonthlyGame, Shape, Stage, Step
from negosim.campaign.solve import Course
from negosim.games import FloatArray, Profile

MOST_SWEEPS = 20_000


@dataclass(frozen=True)
class Gap:
    """What one player could gain, in units of payoff: in all, and by leaving for one month.

    `bound` is the one-shot gain over 1 - d, the most that the gap can be without a last month; None where d is 1.
    `worth_range` is how far apart the worth of its states lies, beside which a gap is small or not.
    """

    player: str
    gap: float
    one_shot: float
    bound: float | None
    worth_range: float


def certify(course: Course) -> tuple[Gap, ...]:
    """Return the gap of every player."""
    game = course.game
    worth, best, one_shot = _go_back(course)
    found = []
    for k, player in enumerate(game.players):
        patience = float(game.discount[:, k].max())
        gain = max(0.0, float(max(step[:, :, k].max() for step in one_shot)))
        gap = max(0.0, float(max((b - w)[:, :, k].max() for b, w in zip(best, worth, strict=True))))
        spread = float(np.ptp([w[:, :, k] for w in worth]))
        found.append(Gap(player, gap, gain, gain / (1.0 - patience) if patience < 1 else None, spread))
    return tuple(found)


def _go_back(course: Course) -> tuple[list[FloatArray], list[FloatArray], list[FloatArray]]:
    """Return, for every month, what the course is worth, what the best replies are, and the one-shot gains."""
    game = course.game
    if game.months is not None:
        return _sweep(course, range(game.months), game.final, game.final)
    worth = best = course.values[0]
    for _ in range(MOST_SWEEPS):
        found = _sweep(course, range(game.period), worth, best)
        change = max(np.abs(found[0][0] - worth).max(), np.abs(found[1][0] - best).max())
        worth, best = found[0][0], found[1][0]
        if change <= 1e-13 * max(1.0, float(np.abs(best).max())):
            break
    return found


def _sweep(
    course: Course, months: range, worth: FloatArray, best: FloatArray
) -> tuple[list[FloatArray], list[FloatArray], list[FloatArray]]:
    found: list[tuple[FloatArray, FloatArray, FloatArray]] = []
    for month in reversed(months):
        here = [_mode(course, mode, month, worth, best) for mode in range(len(course.game.modes))]
        worth, best, gain = (np.stack(part) for part in zip(*here, strict=True))
        found.append((worth, best, gain))
    return tuple(list(part)[::-1] for part in zip(*found, strict=True))  # type: ignore[return-value]  # three lists


def _mode(
    course: Course, mode: int, month: int, worth: FloatArray, best: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the worth, the best replies and the one-shot gains at the places of a mode: (place, player) each."""
    game = course.game
    stage, policy = game.stage(mode, month), course.policy(month, mode)
    pays = stage.payoffs + _onward(game, stage, worth)
    hopes = stage.payoffs + _onward(game, stage, best)
    value = (pays * stage.shape.reach(policy)[:, np.newaxis]).sum(axis=-1)
    replies = [_best_reply(stage.shape, policy, k, hopes[:, k]) for k in range(len(game.players))]
    single = [_best_reply(stage.shape, policy, k, pays[:, k]) for k in range(len(game.players))]
    return value, np.stack(replies, axis=-1), np.stack(single, axis=-1) - value


def _onward(game: MonthlyGame, stage: Stage, later: FloatArray) -> FloatArray:
    """Return the discounted worth of what comes after each end, end by end."""
    worth = np.zeros(stage.payoffs.shape)
    for lot in stage.lots:
        ahead = lot.step @ later[lot.mode]
        for k, end in enumerate(lot.ends):
            worth[:, :, end] += game.discount * lot.chance[:, k, np.newaxis] * ahead
    return worth


def _best_reply(shape: Shape, policy: Profile, player: int, payoffs: FloatArray) -> FloatArray:
    """Return what a player can get at most at every place: payoffs[place, end] to (places,)."""
    weighted = payoffs * shape.reach_without(policy, player)
    own = [
        tuple(s for s in path if shape.sets[s[0]].player == player and s[0] not in shape.typed) for path in shape.paths
    ]
    total: dict[Step | None, FloatArray] = {None: np.zeros(len(payoffs))}
    before: dict[int, tuple[Step, ...]] = {}
    for end, path in enumerate(own):
        last = path[-1] if path else None
        total[last] = total.get(last, 0.0) + weighted[:, end]
        for k, (known, _) in enumerate(path):
            before[known] = path[:k]
    for known in sorted(before, key=lambda s: -len(before[s])):
        worth = [total.get((known, action), np.zeros(len(payoffs))) for action in range(len(shape.sets[known].actions))]
        up = before[known][-1] if before[known] else None
        total[up] = total.get(up, 0.0) + np.max(worth, axis=0)
    return total[None]
