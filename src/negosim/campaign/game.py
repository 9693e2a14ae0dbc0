"""The stochastic game that a campaign makes at the scenario's numbers, or at many points of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from negosim.campaign.compiled import CompiledCampaign, Mode
from negosim.campaign.monthly import Knowledge, Lot, MonthlyGame, Shape, Stage, paths_of
from negosim.campaign.pays import Pays
from negosim.campaign.space import Space
from negosim.campaign.transitions import Dynamics, Watch
from negosim.errors import Fault, InputError
from negosim.games import BoolArray, ExtensiveFormGame, FloatArray
from negosim.models import CompiledMoves
from negosim.models.terms import total_payoffs
from negosim.scenario import START
from negosim.scenario.check_campaign import truce_months
from negosim.scenario.histories import fits

_SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class CampaignGame:
    """A campaign at one or more points of the scenario's numbers: base[point, number]."""

    compiled: CompiledCampaign
    base: FloatArray
    months: int

    def __post_init__(self) -> None:
        numbers = self.compiled.scenario.numbers
        for key, part in self.compiled.rules.state.items():
            low, high = self.space.end(key, "low"), self.space.end(key, "high")
            first = self.space.at_point(part.path)
            off = (first < low - _SLACK) | (first > high + _SLACK)
            if off.any():
                k = int(off.argmax())
                what = f"{part.path} is {first[k]:g}, outside the grid of {key}, {low[k]:g} to {high[k]:g}"
                word = "low" if first[k] < low[k] else "high"
                fix = f"set campaign.state.{key}.grid.{word} to {first[k]:g} or beyond"
                raise InputError([Fault(f"campaign.state.{numbers[part.path].path}", what, fix)])

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle what it is made from."""
        return CampaignGame, (self.compiled, self.base, self.months)

    @cached_property
    def space(self) -> Space:
        """The places."""
        return Space(self.compiled.rules, self.compiled.scenario.numbers, self.base)

    @cached_property
    def lengths(self) -> dict[str, list[int]]:
        """The months that each truce lasts, at every point."""
        rules, index = self.compiled.rules, self.compiled.scenario.numbers.index
        each = [
            truce_months(rules, {t.lasts: float(row[index[t.lasts]]) for t in rules.truces.values()})
            for row in self.base
        ]
        return {key: [lengths[key] for lengths in each] for key in rules.truces}

    @cached_property
    def modes(self) -> tuple[Mode, ...]:
        """Talks, then every truce with every number of months left."""
        longest = {key: max(lengths) for key, lengths in self.lengths.items()}
        return (Mode(None, 0), *(Mode(key, left) for key, most in longest.items() for left in range(1, most + 1)))

    @property
    def monthly(self) -> MonthlyGame:
        """The stochastic game: made anew, since one kept would hold this as this would hold it, and stay in memory."""
        return MonthlyGame(
            self.compiled.players,
            tuple(mode.label for mode in self.modes),
            self.space.size,
            self.discount,
            self.stage,
            self._final,
            None if self.compiled.rules.endless else self.months,
            12 if self.is_seasonal else 1,
        )

    @cached_property
    def is_seasonal(self) -> bool:
        """Whether anything depends on the calendar."""
        reads_calendar = any(START in game.reads for game in self.compiled.games.values())
        return reads_calendar or any(change.season for change in self.compiled.rules.changes)

    def game_of(self, mode: int) -> str:
        """Return the game that is played in a mode."""
        truce, rules = self.modes[mode].truce, self.compiled.rules
        return rules.game if truce is None else rules.truces[truce].game

    def breaches(self, mode: int) -> dict[str, BoolArray]:
        """Return for each party of a truce after which ends of its game it has broken it: (ends,)."""
        truce = self.modes[mode].truce
        if truce is None:
            return {}
        rules, game = self.compiled.rules.truces[truce], self.compiled.games[self.game_of(mode)]
        return {
            game.rules.moves[move].actor: np.array([s.made.get(move, kept[0]) not in kept for s in game.situations])
            for move, kept in rules.keeps.items()
        }

    def stage(self, mode: int, month: int) -> Stage:
        """Return what is played in a mode in a month, counted from the first."""
        when = (self.start + month if self.is_seasonal else self.start) % 12
        if (mode, when) not in self._known_stages:
            self._known_stages[mode, when] = self._stage(mode, when)
        return self._known_stages[mode, when]

    @cached_property
    def _known_stages(self) -> dict[tuple[int, int], Stage]:
        return {}

    @cached_property
    def start(self) -> int:
        """The first month, counted since the year 0; zero without a calendar. Points share it."""
        index = self.compiled.scenario.numbers.index
        if START not in index:
            return 0
        first = set(self.base[:, index[START]])
        if len(first) > 1:
            raise InputError([Fault("time.start", "points of one run start in different months", "run them apart")])
        return round(float(first.pop()))

    @cached_property
    def discount(self) -> FloatArray:
        """The discount factor of every player at every place."""
        return self.pays[self.compiled.rules.game].discount[self.space.state]

    @cached_property
    def pays(self) -> dict[str, Pays]:
        """What a month of each game pays."""
        return {key: Pays(self.compiled, key, self.space) for key in self.compiled.games}

    def shape(self, key: str) -> Shape:
        """Return the shape of a game, its players numbered as in the campaign."""
        game = self.compiled.games[key]
        built = game.game(game.scenario.numbers.base)
        sets: dict[int, Knowledge] = {}
        for path, situation in zip(paths_of(built), game.situations, strict=True):
            for (known, _), move in zip(path, situation.made, strict=True):
                rules = game.rules.moves[move]
                label = built.information_sets[known].label if isinstance(built, ExtensiveFormGame) else "start"
                player = self.compiled.players.index(rules.actor)
                sets[known] = Knowledge(player, move, label, tuple(rules.options))
        return Shape(built, tuple(sets[k] for k in range(len(sets))))

    def _stage(self, mode: int, month: int) -> Stage:
        """Return what is played in a mode in a calendar month."""
        truce, rules, key = self.modes[mode].truce, self.compiled.rules, self.game_of(mode)
        played: dict[int, FloatArray] = {}
        shape = self._shapes[key]
        if truce is not None:
            watch = Watch(self.space, rules.truces[truce], self.compiled.games[key])
            shape, played = _typed(shape, watch)
        return Stage(shape, self._paid(key, month), self._lots(mode, month), played)

    def _lots(self, mode: int, month: int) -> tuple[Lot, ...]:
        """Return how a month goes on; the calendar matters only where a change follows a season."""
        when = month if any(change.season for change in self.compiled.rules.changes) else 0
        known = self._known_lots
        if (mode, when) not in known:
            truce = self.modes[mode].truce
            found = self._after_talks(when) if truce is None else self._under_truce(mode, when)
            known[mode, when] = tuple(found)
        return known[mode, when]

    @cached_property
    def _known_lots(self) -> dict[tuple[int, int], tuple[Lot, ...]]:
        return {}

    def _paid(self, key: str, month: int) -> FloatArray:
        known = self._known_payoffs
        if (key, month) not in known:
            known[key, month] = self.pays[key].payoffs(month)
        return known[key, month]

    @cached_property
    def _shapes(self) -> dict[str, Shape]:
        return {key: self.shape(key) for key in self.compiled.games}

    @cached_property
    def _known_payoffs(self) -> dict[tuple[str, int], FloatArray]:
        return {}

    def _after_talks(self, month: int) -> Iterator[Lot]:
        """Yield how a month of talks goes on: with talks, or with a truce that was agreed."""
        dynamics, game = Dynamics(self.space, month), self.compiled.games[self.compiled.rules.game]
        for ends in self._alike(game):
            outcome = game.situations[ends[0]].label
            (step,) = dynamics.step(game.situations[ends[0]])
            lengths = self.lengths.get(outcome, [0] * len(self.base))
            for length in sorted(set(lengths)):
                mode = self.modes.index(Mode(outcome, length)) if length else 0
                here = (np.asarray(lengths) == length)[self.space.point].astype(float)
                yield Lot(ends, np.repeat(here[:, np.newaxis], len(ends), axis=1), step, mode)

    def _under_truce(self, mode: int, month: int) -> Iterator[Lot]:
        """Yield how a month under a truce goes on, for every way in which its parties are seen to keep or break it."""
        truce, left = self.modes[mode].truce, self.modes[mode].left
        assert truce is not None
        rules = self.compiled.rules.truces[truce]
        watch = Watch(self.space, rules, self.compiled.games[rules.game])
        dynamics, situations = Dynamics(self.space, month), watch.compiled.situations
        goes_on = self.modes.index(Mode(truce, left - 1)) if left > 1 else 0
        signals = [dict(zip(watch.parties, s, strict=True)) for s in product((False, True), repeat=len(watch.parties))]
        learned = [
            {
                key: watch.updated(key, belief, seen[belief.about])
                for key, belief in self.compiled.rules.beliefs.items()
                if belief.move in rules.keeps
            }
            for seen in signals
        ]
        for ends in self._alike(watch.compiled):
            for seen, step in zip(signals, dynamics.step(situations[ends[0]], learned), strict=True):
                blamed = [actor for actor, is_seen in seen.items() if is_seen]
                chance = [self._signal(watch, situations[end].made, seen) for end in ends]
                yield Lot(ends, np.stack(chance, axis=-1), step, 0 if blamed else goes_on, ",".join(blamed))

    def _signal(self, watch: Watch, made: Mapping[str, str], seen: dict[str, bool]) -> FloatArray:
        """Return the chance of what is seen, given what was done."""
        chance: FloatArray = np.ones(self.space.size)
        for actor, move in watch.parties.items():
            caught = watch.seen(move, made.get(move))
            chance = chance * (caught if seen[actor] else 1.0 - caught)
        return chance

    def _alike(self, game: CompiledMoves) -> list[tuple[int, ...]]:
        """Return the ends of a game after which the campaign goes on, those with the same changes together."""
        rules = self.compiled.rules
        groups: dict[tuple[object, ...], list[int]] = {}
        for end, situation in enumerate(game.situations):
            if situation.label not in rules.ends:
                which = tuple(k for k, change in enumerate(rules.changes) if fits(change.when, situation.made))
                groups.setdefault((situation.label, which), []).append(end)
        return [tuple(ends) for ends in groups.values()]

    @property
    def afterwards(self) -> int | None:
        """The end of the game of talks that counts after the last month, if any."""
        after, game = self.compiled.rules.afterwards, self.compiled.games[self.compiled.rules.game]
        if after is None:
            return None
        fit = (all(s.made.get(move) == option for move, option in after.moves.items()) for s in game.situations)
        return list(fit).index(True)

    def values_afterwards(self) -> FloatArray:
        """Return the numbers in every state after the last month, over the months that then count."""
        after = self.compiled.rules.afterwards
        assert after is not None
        month = (self.start + self.months) % 12
        return self.pays[self.compiled.rules.game].values(month, self.space.states.number(after.months))

    @cached_property
    def _final(self) -> FloatArray:
        """Return what is left after the last month: (mode, place, player)."""
        worth, end = np.zeros((self.space.size, len(self.compiled.players))), self.afterwards
        if end is not None:
            game = self.compiled.games[self.compiled.rules.game]
            states = total_payoffs(game.amounts(self.values_afterwards()), game.design)[:, :, end]
            worth = states[self.space.state]
        return np.broadcast_to(worth, (len(self.modes), *worth.shape))


def _typed(shape: Shape, watch: Watch) -> tuple[Shape, dict[int, FloatArray]]:
    """Return a truce's shape with the sets at which types move, and the chances of what they do there."""
    played = {
        known: watch.mixture(key, belief)
        for key, belief in watch.space.campaign.beliefs.items()
        for known, entry in enumerate(shape.sets)
        if entry.move == belief.move and belief.move in watch.rules.keeps
    }
    return Shape(shape.game, shape.sets, frozenset(played)), played
