"""Why an actor does what it does in a state: a difference of two worths, taken apart into named terms.

The worth of an option is what its month pays and what is expected after it, by everybody's strategies. Each is a sum of
the terms of the games, discounted; so is the difference between two options. The parts are summed forward from the
state, term by term, and must add up to the difference of the worths that the solution was found from backwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import numpy as np

from negosim.campaign.game import CampaignGame
from negosim.campaign.monthly import Stage
from negosim.campaign.solve import Course
from negosim.games import FloatArray, Profile

_CHECKED = 1e-8
_NOTHING = 1e-12
"""A share of paths, discounted, that no longer matters."""


@dataclass(frozen=True)
class Spot:
    """A state of the campaign in a month, and an information set of the game played there."""

    month: int
    mode: int
    place: int
    known: int


@dataclass(frozen=True)
class ReasonPart:
    """What one number adds to a difference: in this month, and later. `kind` is that of its term."""

    path: str
    kind: str
    now: float
    later: float

    @property
    def amount(self) -> float:
        """What it adds in all."""
        return self.now + self.later


@dataclass(frozen=True)
class CampaignReason:
    """Why an actor chose one option and not another: `difference` is the sum of `parts`, largest first.

    `state` holds the values of the state variables and beliefs. `turns` is the first later month in which it would
    choose otherwise in the same state, None where there is none.
    """

    actor: str
    spot: Spot
    at: str
    state: Mapping[str, float]
    chosen: str
    alternative: str
    difference: float
    parts: tuple[ReasonPart, ...]
    turns: int | None

    @property
    def now(self) -> float:
        """What this month adds to the difference."""
        return sum(part.now for part in self.parts)

    @property
    def later(self) -> float:
        """What later months add to it."""
        return sum(part.later for part in self.parts)


def why(game: CampaignGame, course: Course, spot: Spot, but_not: tuple[str, ...] = ()) -> CampaignReason:
    """Return why the option chosen at a spot is better than the best other one that is `but_not` one of these.

    Raises ArithmeticError where the parts do not add up to the difference that the solution was found from.
    """
    stage = course.game.stage(spot.mode, spot.month)
    known = stage.shape.sets[spot.known]
    worths = [_worth(game, course, spot, action) for action in range(len(known.actions))]
    policy = course.policy(spot.month, spot.mode)[spot.known][spot.place]
    chosen = int(policy.argmax())
    others = [k for k in range(len(worths)) if k != chosen]
    allowed = [k for k in others if known.actions[k] not in but_not] or others
    other = max(allowed, key=lambda k: worths[k])
    reached, instead = (_reached(stage, course, spot, action) for action in (chosen, other))
    amounts = _parts(game, course, spot, reached - instead)
    parts = tuple(ReasonPart(path, kind, now, later) for (path, kind), (now, later) in amounts.items())
    parts = tuple(sorted((p for p in parts if abs(p.amount) > 1e-12), key=lambda p: -abs(p.amount)))
    difference = worths[chosen] - worths[other]
    if abs(sum(part.amount for part in parts) - difference) > _CHECKED * max(1.0, *map(abs, worths)):
        raise ArithmeticError(f"the parts of {known.actions[chosen]} do not add up to its worth")
    state = {axis.key: float(game.space.coordinate(axis.key)[spot.place]) for axis in game.space.axes}
    actor = game.compiled.players[known.player]
    turns = _turns(course, spot, chosen)
    return CampaignReason(
        actor, spot, known.label, state, known.actions[chosen], known.actions[other], difference, parts, turns
    )


def _reached(stage: Stage, course: Course, spot: Spot, action: int) -> FloatArray:
    """Return the chance of each end if the actor does this at the spot, given that it is reached: (ends,)."""
    policy = [part[[spot.place]] for part in course.policy(spot.month, spot.mode)]
    before = tuple(np.ones_like(part) if k == spot.known else part for k, part in enumerate(policy))
    reach = stage.shape.reach(before)[0]
    chosen = np.array([(spot.known, action) in path for path in stage.shape.paths])
    weight = reach * chosen
    if weight.sum() > 0:
        return np.asarray(weight / weight.sum())
    player = stage.shape.sets[spot.known].player
    return _off_path(stage, tuple(policy), spot, action, player)


def _off_path(stage: Stage, policy: tuple[FloatArray, ...], spot: Spot, action: int, player: int) -> FloatArray:
    """Return the same where the spot is not reached: as if everybody had moved toward it."""
    before = {step for path in stage.shape.paths for k, step in enumerate(path) if _leads(path, k, spot.known)}
    weights = []
    for path in stage.shape.paths:
        later = [step for step in path if step not in before and step[0] != spot.known]
        chance = float(np.prod([policy[known][0, option] for known, option in later])) if later else 1.0
        weights.append(chance if (spot.known, action) in path else 0.0)
    found = np.array(weights)
    return np.asarray(found / found.sum())


def _leads(path: tuple[tuple[int, int], ...], k: int, known: int) -> bool:
    """Whether the k-th step of a path comes before an information set on it."""
    return known in [step[0] for step in path[k + 1 :]]


def _worth(game: CampaignGame, course: Course, spot: Spot, action: int) -> float:
    """Return what an option is worth to its owner, by the payoffs that the solution was found from."""
    stage = course.game.stage(spot.mode, spot.month)
    payoffs = stage.payoffs + course.game.ahead(stage, course.ahead(spot.month))
    player = stage.shape.sets[spot.known].player
    return float(payoffs[spot.place, player] @ _reached(stage, course, spot, action))


Key = tuple[str, str]
"""A path and the kind of its term."""


def _parts(game: CampaignGame, course: Course, spot: Spot, change: FloatArray) -> dict[Key, tuple[float, float]]:
    """Return what each number contributes to a difference of worths, from the change of the chances of ends: (this
    month, later)."""
    stage = course.game.stage(spot.mode, spot.month)
    player = stage.shape.sets[spot.known].player
    share = np.zeros((game.space.size, len(stage.shape.paths)))
    share[spot.place] = change
    now = _terms(game, spot.mode, spot.month, share, player)
    later: dict[Key, float] = {}
    states = _onward(game, stage, share)
    rate = float(game.discount[spot.place, player])
    factor = rate
    is_endless = course.game.months is None
    for month in count(spot.month + 1) if is_endless else range(spot.month + 1, game.months):
        if factor * np.abs(states).sum() <= _NOTHING:
            break
        onward = np.zeros_like(states)
        for mode in np.flatnonzero(states.any(axis=1)):
            there = course.game.stage(int(mode), month)
            share = states[mode][:, np.newaxis] * there.shape.reach(course.policy(month, int(mode)))
            _add(later, _terms(game, int(mode), month, share, player), factor)
            onward += _onward(game, there, share)
        states, factor = onward, factor * rate
    if not is_endless:
        _add(later, _left(game, states.sum(axis=0), player), factor)
    return {key: (now.get(key, 0.0), later.get(key, 0.0)) for key in {**now, **later}}


def _onward(game: CampaignGame, stage: Stage, share: FloatArray) -> FloatArray:
    """Return the shares of states next month: (mode, place)."""
    states = np.zeros((len(game.modes), game.space.size))
    for lot in stage.lots:
        mass = (share[:, list(lot.ends)] * lot.chance).sum(axis=-1)
        if mass.any():
            states[lot.mode] += mass @ lot.step
    return states


def _terms(game: CampaignGame, mode: int, month: int, share: FloatArray, player: int) -> dict[Key, float]:
    """Return what each number pays a player in a month, summed over places and ends with their shares."""
    key = game.game_of(mode)
    compiled, pays = game.compiled.games[key], game.pays[key]
    own = compiled.players.index(game.compiled.players[player])
    rows = np.flatnonzero(share.any(axis=1))
    calendar = (game.start + month) % 12
    states = game.space.state[rows]
    amounts = compiled.amounts(pays.values(calendar)[states])
    lasting = share[rows] * pays.share_of_month[states, player]
    found: dict[Key, float] = {}
    for k, term in enumerate(compiled.terms):
        if term.player == own:
            weight = (lasting if pays.weights[k] else share[rows]) @ compiled.design[k, own]
            _put(found, (term.path, term.kind), float(amounts[:, k] @ weight))
    return found


def _left(game: CampaignGame, states: FloatArray, player: int) -> dict[Key, float]:
    """Return what each number pays of what is left after the last month."""
    found: dict[Key, float] = {}
    end = game.afterwards
    if end is None or not states.any():
        return found
    key = game.compiled.rules.game
    compiled = game.compiled.games[key]
    rows = np.flatnonzero(states)
    amounts = compiled.amounts(game.values_afterwards()[game.space.state[rows]])
    for k, term in enumerate(compiled.terms):
        if compiled.design[k, player, end]:
            _put(found, (term.path, term.kind), float(amounts[:, k] @ states[rows]))
    return found


def _put(found: dict[Key, float], key: Key, amount: float) -> None:
    found[key] = found.get(key, 0.0) + amount


def _add(found: dict[Key, float], more: Mapping[Key, float], factor: float) -> None:
    for key, amount in more.items():
        _put(found, key, factor * amount)


def _turns(course: Course, spot: Spot, chosen: int) -> int | None:
    """Return the first later month in which something else is chosen in the same state."""
    if course.game.months is None:
        return None
    later = range(spot.month + 1, course.game.months)
    return next(
        (m for m in later if course.policy(m, spot.mode)[spot.known][spot.place].argmax() != chosen),
        None,
    )


def stall_gains(game: CampaignGame, course: Course) -> FloatArray:
    """Return what each player gains by its best option to play for time in the first month's talks over its best other
    one, on the way that is taken from where it starts: (points, players); NaN where it makes no such choice."""
    stage = course.game.stage(0, 0)
    start = game.space.start().reshape(len(game.base), -1)
    places = start.argmax(axis=1) + np.arange(len(game.base)) * game.space.grid
    payoffs = (stage.payoffs + course.game.ahead(stage, course.ahead(0)))[places]
    policy = tuple(part[places] for part in course.policy(0, 0))
    taken = stage.shape.reach(policy).argmax(axis=-1)
    words, found = game.compiled.rules.stalling, np.full((len(game.base), len(game.compiled.players)), np.nan)
    for known, entry in enumerate(stage.shape.sets):
        waits = np.array([option in words.get(entry.move, ()) for option in entry.actions])
        if not waits.any() or waits.all():
            continue
        here = np.array([known in [step[0] for step in stage.shape.paths[end]] for end in taken])
        worth = _worths(stage, policy, payoffs, known)
        gain = worth[:, waits].max(axis=1) - worth[:, ~waits].max(axis=1)
        found[here, entry.player] = gain[here]
    return found


def _worths(stage: Stage, policy: Profile, payoffs: FloatArray, known: int) -> FloatArray:
    """Return what each option of a set that is reached is worth to its owner: (points, options)."""
    entry = stage.shape.sets[known]
    free = tuple(np.ones_like(part) if k == known else part for k, part in enumerate(policy))
    reach = stage.shape.reach(free)
    found = []
    for action in range(len(entry.actions)):
        weight = reach * np.array([(known, action) in path for path in stage.shape.paths])
        total = weight.sum(axis=-1)
        mean = (weight * payoffs[:, entry.player]).sum(axis=-1)
        found.append(mean / np.where(total > 0, total, np.nan))
    return np.stack(found, axis=-1)


def why_they_stall(game: CampaignGame, course: Course, month: int, place: int) -> tuple[CampaignReason, ...]:
    """Return why each actor that plays for time in the talks of a month, on the way that is taken, does not give in."""
    found = stalls_or_not(game, course, month, place)
    return tuple(reason for reason, is_stalling in found if is_stalling)


def stalls_or_not(
    game: CampaignGame, course: Course, month: int, place: int
) -> tuple[tuple[CampaignReason, bool], ...]:
    """Return for each actor that may play for time in the talks of a month or give in, on the way that is taken, why it
    does the one and not the other, and whether it plays for time."""
    stage = course.game.stage(0, month)
    policy = course.policy(month, 0)
    words, found = game.compiled.rules.stalling, []
    reach = stage.shape.reach(tuple(part[[place]] for part in policy))[0]
    for known, action in stage.shape.paths[int(reach.argmax())]:
        entry = stage.shape.sets[known]
        waits = [option in words.get(entry.move, ()) for option in entry.actions]
        if any(waits) and not all(waits):
            alike = tuple(o for o, each in zip(entry.actions, waits, strict=True) if each == waits[action])
            found.append((why(game, course, Spot(month, 0, place, known), alike), waits[action]))
    return tuple(found)
