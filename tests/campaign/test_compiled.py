"""The river's campaign against a slow one in plain Python, written from the language's description."""

from functools import cache
from itertools import product

import numpy as np
import pytest

import payoff_oracle
from campaign_cases import RIVER
from negosim.campaign.certificate import certify
from negosim.campaign.choose import Rule
from negosim.campaign.compiled import CompiledCampaign
from negosim.campaign.forward import run_forward
from negosim.campaign.game import CampaignGame
from negosim.campaign.solve import solve
from negosim.scenario import read

PLAYERS, PATIENCE = ("north", "south"), (0.9, 0.8)
FORT, BANK, FAITH = (0.0, 1.0), tuple(0.5 + 0.04 * k for k in range(6)), tuple(0.2 * k for k in range(6))
MODES = (0, 1, 2)  # talks, and months left of the halt


def written(tmp_path, text=RIVER):
    file = tmp_path / "river.yaml"
    file.write_text(text)
    return read(str(file))


def compiled(scenario):
    found = CompiledCampaign(scenario)
    return CampaignGame(found, scenario.numbers.base[np.newaxis], found.rules.months)


class Slow:
    """The river by recursion over its months, one state at a time."""

    def __init__(self, scenario):
        self.scenario = scenario

    @cache  # noqa: B019  # lives as long as its test
    def pays(self, game, fort, bank, horizon, made):
        numbers = self.scenario.numbers
        values = numbers.vary({"issues.fort.status_quo": FORT[fort], "issues.bank.status_quo": BANK[bank]})
        data = payoff_oracle.plain_data(self.scenario, values)
        data["games"][game]["horizon"]["value"] = horizon
        found = payoff_oracle.terms(data, game, dict(made))
        lasts = [sum(v for path, v in found[p].items() if path.startswith("stakes")) for p in PLAYERS]
        once = [sum(v for path, v in found[p].items() if not path.startswith("stakes")) for p in PLAYERS]
        return lasts, once

    def month(self, game, state, made):
        lasts, once = self.pays(game, *state[:2], 1.0, made)
        ends = dict(made).get("offer") == "peace" and dict(made).get("answer") == "accept"
        return [o + w * (1.0 if ends else 1.0 - d) for w, o, d in zip(lasts, once, PATIENCE, strict=True)]

    def drawn(self, state, war):
        """Yield (probability, fort, bank) of the next month."""
        fort, bank, _ = state
        forts = [(0.25, 1), (0.75, fort)] if war else [(1.0, fort)]
        for (p, to), step in product(forts, (0.01, 0.03) if war else (0.0,)):
            place = min(max((BANK[bank] + step - 0.5) / 0.04, 0.0), 5.0)
            low = min(int(place + 1e-9), 5)
            share = place - low
            for q, where in ((1 - share, low), (share, min(low + 1, 5))):
                yield p * q / (2 if war else 1), to, where

    @cache  # noqa: B019  # lives as long as its test
    def value(self, month, mode, state):
        if month == 6:
            lasts, once = self.pays("talk", *state[:2], 3.0, (("offer", "no"),))
            return [a + b for a, b in zip(lasts, once, strict=True)]
        return self.talks(month, state) if mode == 0 else self.halt(month, mode, state)

    def after(self, month, mode, state, war, faith=None):
        """What is ahead, the next belief given as (probability, index)."""
        total = [0.0, 0.0]
        for p, fort, bank in self.drawn(state, war):
            for q, belief in faith or [(1.0, state[2])]:
                ahead = self.value(month + 1, mode, (fort, bank, belief)) if p * q > 0 else [0, 0]
                total = [t + p * q * v * d for t, v, d in zip(total, ahead, PATIENCE, strict=True)]
        return total

    def end(self, month, state, made):
        pays = self.month("talk", state, made)
        offer, answer = dict(made)["offer"], dict(made).get("answer")
        if (offer, answer) == ("peace", "accept"):
            return pays
        agreed = (offer, answer) == ("halt", "accept")
        ahead = self.after(month, 2 if agreed else 0, state, not agreed)
        return [a + b for a, b in zip(pays, ahead, strict=True)]

    def talks(self, month, state):
        options = []
        for offer in ("peace", "halt", "no"):
            if offer == "no":
                options.append(self.end(month, state, (("offer", "no"),)))
                continue
            answers = [self.end(month, state, (("offer", offer), ("answer", a))) for a in ("accept", "reject")]
            options.append(max(answers, key=lambda worth: worth[1]))
        return max(options, key=lambda worth: worth[0])

    def halt(self, month, mode, state):
        best = None
        for south in ("hold", "raid"):
            total = [0.0, 0.0]
            shoots = FAITH[state[2]] * 0.1 + (1 - FAITH[state[2]]) * 0.6
            for north, chance in (("hold", 1 - shoots), ("shoot", shoots)):
                pays = self.month("watch", state, (("south_month", south), ("north_month", north)))
                ahead = [0.0, 0.0]
                for one, two in product((False, True), repeat=2):
                    p = self.seen(south == "raid", one) * self.seen(north == "shoot", two)
                    onward = 0 if one or two or mode == 1 else 1
                    war = (south, north) != ("hold", "hold")
                    worth = self.after(month, onward, state, war, self.learned(state[2], two))
                    ahead = [a + p * w for a, w in zip(ahead, worth, strict=True)]
                total = [t + chance * (a + b) for t, a, b in zip(total, pays, ahead, strict=True)]
            if best is None or total[1] > best[1] + 1e-12:
                best = total
        return best

    def seen(self, broke, is_seen):
        chance = 0.8 if broke else 0.1
        return chance if is_seen else 1 - chance

    def learned(self, belief, is_seen):
        likely = [sum(c * self.seen(b, is_seen) for c, b in ((s, True), (1 - s, False))) for s in (0.1, 0.6)]
        prior = FAITH[belief]
        place = 5 * prior * likely[0] / (prior * likely[0] + (1 - prior) * likely[1])
        low = min(int(place + 1e-9), 5)
        return [(1 - (place - low), low), (place - low, min(low + 1, 5))]


def test_every_state_is_worth_what_a_slow_recursion_says(tmp_path):
    scenario = written(tmp_path)
    course = solve(compiled(scenario).monthly)
    slow = Slow(scenario)
    for mode in MODES:
        for place, state in enumerate(product(range(2), range(6), range(6))):
            assert course.values[0][mode, place] == pytest.approx(slow.value(0, mode, state), abs=1e-10)


def test_no_player_gains_by_leaving_the_equilibrium_and_a_second_selection_agrees_where_nothing_ties(tmp_path):
    game = compiled(written(tmp_path)).monthly
    course, other = solve(game), solve(game, Rule().other)
    assert max(gap.gap for gap in certify(course)) < 1e-12
    assert other.values[0] == pytest.approx(course.values[0], abs=1e-12)


def test_a_belief_is_on_average_what_it_was(tmp_path):
    """Bayes' rule makes a belief a martingale under what everybody expects to be seen."""
    game = compiled(written(tmp_path))
    for mode in (1, 2):
        stage = game.monthly.stage(mode, 0)
        policy = tuple(stage.played.get(k, np.tile([1.0, 0.0], (game.space.size, 1))) for k in range(2))
        reach, faith = stage.shape.reach(policy), game.space.coordinate("faith")
        mean = sum((reach[:, list(lot.ends)] * lot.chance).sum(axis=-1) * (lot.step @ faith) for lot in stage.lots)
        assert mean == pytest.approx(faith, abs=1e-12)
        total = sum((reach[:, list(lot.ends)] * lot.chance).sum(axis=-1) for lot in stage.lots)
        assert total == pytest.approx(np.ones(game.space.size), abs=1e-12)


def test_every_step_is_a_distribution_and_keeps_the_mean_within_the_grid(tmp_path):
    game = compiled(written(tmp_path))
    war = game.monthly.stage(0, 0).lots[0]
    bank, fort = game.space.coordinate("bank"), game.space.coordinate("fort")
    assert war.step @ np.ones(game.space.size) == pytest.approx(np.ones(game.space.size), abs=1e-12)
    inside = bank < 0.66
    assert (war.step @ bank)[inside] == pytest.approx(bank[inside] + 0.02, abs=1e-12)
    assert war.step @ fort == pytest.approx(fort + 0.25 * (1 - fort), abs=1e-12)


def test_points_of_a_batch_do_not_meet(tmp_path):
    """Many points of the scenario's numbers at once give what each gives alone."""
    scenario = written(tmp_path)
    found = CompiledCampaign(scenario)
    values = scenario.numbers.vary(
        {
            "issues.fort.hazard": [0.25, 0.6, 0.0],
            "truce.length": [2.0, 1.0, 2.0],
            "issues.bank.status_quo": [0.5, 0.52, 0.54],
        }
    )
    together = CampaignGame(found, values, 6)
    course, grid = solve(together.monthly), together.space.grid
    shares = list(run_forward(course, together.space.start(), 6))
    for k, row in enumerate(values):
        alone = CampaignGame(found, row[np.newaxis], 6)
        single = solve(alone.monthly)
        modes = [together.modes.index(mode) for mode in alone.modes]
        here = slice(k * grid, (k + 1) * grid)
        assert course.values[0][modes, here] == pytest.approx(single.values[0], abs=1e-12)
        last = list(run_forward(single, alone.space.start(), 6))[-1]
        assert shares[-1].states[modes, here] == pytest.approx(last.states, abs=1e-12)


def test_a_start_outside_its_grid_is_refused_with_the_number_to_widen(tmp_path):
    from negosim.errors import InputError

    with pytest.raises(InputError, match=r"the grid of bank goes from 0.8 to 0.7; write a low below the high"):
        scenario = written(tmp_path).what_if({"issues.bank.status_quo": 0.8})
        compiled(scenario).space.start()


def test_a_step_carries_worths_back_shares_forward_and_draws_as_one_matrix(tmp_path):
    """Each lot's step as a dense matrix: its rows are distributions, and draws by an even spread of luck have them."""
    game = compiled(written(tmp_path))
    luck = (np.arange(4000) + 0.5) / 4000
    for mode in range(3):
        for lot in game.monthly.stage(mode, 0).lots:
            dense = lot.step @ np.eye(game.space.size)
            assert dense.min() >= 0 and dense.sum(axis=1) == pytest.approx(np.ones(game.space.size), abs=1e-12)
            share = np.random.default_rng(1).random(game.space.size)
            assert share @ lot.step == pytest.approx(share @ dense, abs=1e-12)
            for place in (0, 20, 40, game.space.size - 1):
                drawn = lot.step.drawn(np.full(4000, place), luck)
                assert np.bincount(drawn, minlength=game.space.size) / 4000 == pytest.approx(dense[place], abs=2e-3)
