"""What every model keeps, whatever it is about: whole tables, numbers that are all read through one door, batches that
give what single points give, and inequalities that can be computed again from the scenario."""

import math
from functools import cache

import numpy as np
import pytest

from negosim.explain.conditions import conditions
from negosim.models import MODELS, CompiledModel, compile_game, model_class
from negosim.plots import FIGURES
from negosim.scenario import read, shipped_names
from negosim.scenario.rules import RULES
from negosim.solve import Complete
from negosim.whatif.model_watch import model_flips

NAMES = [name for name in shipped_names() if name != "march-2025-long-war"]  # which has the games of march-2025
GAMES = [(name, key) for name in NAMES for key, rules in read(name).facts.games.items() if rules.model != "moves"]
KINDS = [model_class(name) for name in MODELS if name != "moves"]


@cache
def compiled_of(name, key):
    """A game, compiled once."""
    return compile_game(read(name), key)


@cache
def flips_of(name, key):
    """The flips of a game, found once."""
    return model_flips(compiled_of(name, key))


def points(compiled, count=8):
    """The scenario's own numbers, and others that the games' own numbers reach: each read number moved alone."""
    numbers, rng = compiled.scenario.numbers, np.random.default_rng(1)
    rows = [numbers.base]
    paths = [path for path in sorted(compiled.reads) if not path.endswith(".probability") and path != "time.start"]
    for path in rng.permutation(paths)[:count]:
        quantity = numbers[path].quantity
        low, high = (quantity.low, quantity.high) if quantity.low is not None else quantity.legal
        if math.isfinite(low) and math.isfinite(high):
            rows.append(numbers.vary({path: np.array(low + (high - low) * rng.random())}))
    return np.stack(rows)


@pytest.mark.parametrize(("name", "key"), GAMES)
class TestGames:
    """Every game of the shipped scenarios."""

    def test_its_figures_and_regimes_are_those_of_its_tables(self, name, key):
        compiled = compiled_of(name, key)
        analysis = compiled.analyse()
        assert {figure.split(".")[0] for figure in analysis.figures} <= set(compiled.FIGURES)
        assert analysis.regime in compiled.REGIMES
        assert set(compiled.players) <= set(compiled.scenario.facts.actors)
        assert not any(math.isinf(amount) for amount in analysis.figures.values())

    def test_a_batch_gives_what_each_point_gives_alone(self, name, key):
        compiled = compiled_of(name, key)
        values = points(compiled)
        figures, (_, regime) = compiled.figures(values), compiled.regime(values)
        boxed = compiled.figures(values[: 2 * (len(values) // 2)].reshape(2, len(values) // 2, values.shape[1]))
        for k, row in enumerate(values):
            alone = compiled.figures(row)
            assert regime[k] == compiled.regime(row)[1]
            for figure, amounts in figures.items():
                assert amounts[k] == pytest.approx(float(alone[figure]), rel=1e-7, abs=1e-9, nan_ok=True)
        assert all(amounts.shape == (2, len(values) // 2) for amounts in boxed.values())

    def test_what_it_does_not_read_changes_nothing(self, name, key):
        compiled = compiled_of(name, key)
        numbers = compiled.scenario.numbers
        rng, base = np.random.default_rng(0), compiled.base
        free = np.array([entry.path not in compiled.reads for entry in numbers.entries])
        values = np.where(free, rng.random(len(free)), numbers.base)
        assert int(compiled.regime(values)[1]) == int(base.regime)
        for figure, amount in compiled.figures(values).items():
            assert float(amount) == pytest.approx(float(base.figures[figure]), nan_ok=True)

    def test_each_inequality_is_what_a_scenario_with_its_numbers_says(self, name, key):
        """Terms have a path of the scenario and add up to their side, and an inequality turns where its nearest flips
        say, in scenarios that are read anew with the number set there."""
        scenario = read(name)
        compiled, flips = compiled_of(name, key), flips_of(name, key)
        found = conditions(compiled.analyse(), flips)
        assert len({each.name for each in found}) == len(found)
        for condition in found:
            for side in (condition.left, condition.right):
                assert side.value == pytest.approx(sum(term.amount for term in side.terms), abs=1e-9)
                assert all(scenario.numbers[term.path].status == term.status for term in side.terms)
            assert condition.holds == (condition.slack >= -1e-9 * max(1, abs(condition.left.value)))
            assert condition.actor is None or condition.actor in scenario.facts.actors
            for flip in [flip for flip in condition.flips if flip.path != "time.start"][:1]:
                for value, holds in ((flip.last, condition.holds), (flip.beyond, not condition.holds)):
                    again = compile_game(scenario.what_if({flip.path: value}), key)
                    each = next(e for e in again.base.inequalities if e.name == condition.name)
                    assert bool(each.holds) == holds, (condition.name, flip)

    def test_a_flip_of_the_answer_changes_it_in_a_scenario_that_is_read_anew(self, name, key):
        scenario = read(name)
        compiled = compiled_of(name, key)
        for flip in [flip for flip in flips_of(name, key).regime if flip.path != "time.start"][:2]:
            answers = [
                compile_game(scenario.what_if({flip.path: value}), key).analyse().regime
                for value in (flip.last, flip.beyond)
            ]
            assert answers == [compiled.analyse().regime, flip.to], flip

    def test_every_answer_says_whether_it_is_complete_and_why(self, name, key):
        answer = compiled_of(name, key).analyse().answer
        assert isinstance(answer.complete, Complete)
        assert answer.why_complete and answer.headline


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.MODEL)
class TestModels:
    """Every model."""

    def test_it_stands_in_every_table_and_has_a_picture_and_a_game_of_march_2025_or_a_classic(self, kind):
        assert issubclass(kind, CompiledModel)
        assert MODELS[kind.MODEL].endswith(kind.__name__) and kind.MODEL in RULES
        assert any(entry.model == kind.MODEL for entry in FIGURES.values())
        assert any(read(name).facts.games[key].model == kind.MODEL for name, key in GAMES)

    def test_its_docstring_names_its_figures(self, kind):
        import importlib

        module = importlib.import_module(f"negosim.models.{MODELS[kind.MODEL].split(':')[0]}")
        for figure, known in kind.FIGURES.items():
            assert figure in (module.__doc__ or ""), figure
            assert known.means


CLASSICS = {
    "moves": "truce-dilemma",
    "bargaining": "classics/rubinstein-pie",
    "bargaining_chip": "classics/fading-claim",
    "screening": "classics/buyer-and-seller",
    "stopping": "classics/fisher-tree",
    "attrition": "classics/abreu-gul",
    "crisis": "classics/fearon-crisis",
    "graph_model": "classics/elmira",
    "truce": "classics/prisoners-truce",
    "shifting_power": "classics/preventive-war",
    "staying_power": "classics/ten-forts",
    "signalling": "classics/beer-quiche",
}
"""A classic of each model, whose published answer `tests/literature` or a test of the model checks."""


def test_every_model_has_a_classic_of_its_own_and_every_classic_names_its_sources():
    assert list(CLASSICS) == list(MODELS)
    for model, name in CLASSICS.items():
        assert all(rules.model == model for rules in read(name).facts.games.values())
    for name in (name for name in NAMES if name.startswith("classics/") or name in CLASSICS.values()):
        assert read(name).facts.sources, name


def test_every_model_has_rules_and_every_rule_a_model():
    assert list(MODELS) == list(RULES)
