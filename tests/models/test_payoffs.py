"""Payoffs of moves games against a slow recomputation from their definition, term by term."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.games import ExtensiveFormGame, FloatArray
from negosim.models import CompiledMoves, build, compile_game
from negosim.scenario import START
from payoff_oracle import ends, plain_data, terms
from scenario_cases import GAMES, NAMES, generic_values, scenario_of

Amounts = dict[tuple[str, str], float]
"""From (actor, path) to the sum of its terms."""

each_game = pytest.mark.parametrize(("target", "key"), GAMES, ids=NAMES)
seeds = st.integers(0, 2**32 - 1)


def compiled_game(target: str, key: str) -> CompiledMoves:
    return compile_game(scenario_of(target), key)


def payoffs_of(compiled: CompiledMoves, values: FloatArray) -> FloatArray:
    """Return payoffs[..., player, end], of whichever representation."""
    game = compiled.game(values)
    flat = game.payoffs.shape[: values.ndim - 1]
    return game.payoffs.reshape(*flat, len(game.players), -1)


def expected_amounts(compiled: CompiledMoves, values: FloatArray) -> Iterator[Amounts]:
    """Yield the terms of every end, as the oracle has them; one copy of the ends for each type."""
    scenario = compiled.scenario
    for own in own_numbers(compiled, values):
        data = plain_data(scenario, values)
        for path, value in own.items():
            _, actor, field = path.split(".")
            data["actors"][actor][field]["value"] = value
        for made in ends(data["games"][compiled.key]):
            found = terms(data, compiled.key, made)
            yield {(actor, path): amount for actor, row in found.items() for path, amount in row.items()}


def own_numbers(compiled: CompiledMoves, values: FloatArray) -> list[dict[str, float]]:
    """Return, for each type, the private number that it stands for; these games have one such number or none."""
    private = compiled.scenario.facts.games[compiled.key].private
    if not private:
        return [{}]
    ((path, count),) = private.items()
    low, high = (values[compiled.scenario.numbers.index[f"{path}.belief.uniform.{end}"]] for end in ("low", "high"))
    return [{path: float(low + (high - low) * (k + 0.5) / count)} for k in range(count)]


def assert_amounts_are_the_oracles(compiled: CompiledMoves, values: FloatArray) -> None:
    found, payoffs = compiled.terms_at(values), payoffs_of(compiled, values)
    for end, wanted in enumerate(expected_amounts(compiled, values)):
        told: Amounts = dict.fromkeys(wanted, 0.0)
        for term, amount, applies in zip(found.terms, found.amounts, found.design[..., end], strict=True):
            owner = compiled.players[term.player]
            assert applies.sum() == applies[term.player]
            if applies[term.player]:
                told[owner, term.path] = told.get((owner, term.path), 0.0) + amount
        for place, amount in told.items():
            assert abs(amount - wanted.get(place, 0.0)) < 1e-9, place
        for player, actor in enumerate(compiled.players):
            total = sum(amount for (owner, _), amount in wanted.items() if owner == actor)
            assert abs(payoffs[player, end] - total) < 1e-9, actor


@each_game
def test_every_term_is_the_oracles_at_the_files_own_numbers(target: str, key: str) -> None:
    compiled = compiled_game(target, key)
    assert_amounts_are_the_oracles(compiled, compiled.scenario.numbers.base)


@each_game
@given(seed=seeds)
@settings(max_examples=6, deadline=None)
def test_every_term_is_the_oracles_at_any_numbers(target: str, key: str, seed: int) -> None:
    compiled = compiled_game(target, key)
    assert_amounts_are_the_oracles(compiled, generic_values(compiled.scenario, np.random.default_rng(seed), 1)[0])


@each_game
def test_a_batch_is_a_loop(target: str, key: str) -> None:
    compiled = compiled_game(target, key)
    values = generic_values(compiled.scenario, np.random.default_rng(3), 6)
    batch = payoffs_of(compiled, values)
    for k in range(6):
        np.testing.assert_allclose(batch[k], payoffs_of(compiled, values[k]), rtol=1e-12, atol=1e-12)
    shaped = payoffs_of(compiled, values.reshape(2, 3, -1))
    np.testing.assert_allclose(shaped.reshape(batch.shape), batch, rtol=1e-12, atol=1e-12)


@each_game
def test_the_ends_are_those_of_the_oracle_in_order_of_play(target: str, key: str) -> None:
    compiled = compiled_game(target, key)
    data = plain_data(compiled.scenario, compiled.scenario.numbers.base)
    made = list(ends(data["games"][key]))
    copies = len(compiled.situations) // len(made)
    assert [dict(situation.made) for situation in compiled.situations] == made * copies


@each_game
def test_exactly_the_numbers_that_are_read_change_something(target: str, key: str) -> None:
    compiled = compiled_game(target, key)
    rng = np.random.default_rng(11)
    before = generic_values(compiled.scenario, rng, 200)
    after = generic_values(compiled.scenario, rng, 200)
    unmoved = everything(compiled, before)
    for k, entry in enumerate(compiled.scenario.numbers.entries):
        changed = before.copy()
        changed[:, k] = after[:, k]
        if entry.path == START:
            changed[:, k] = before[:, k] + rng.integers(1, 11, 200)
        moves = not np.array_equal(everything(compiled, changed), unmoved)
        assert moves == (entry.path in compiled.reads), entry.path


def everything(compiled: CompiledMoves, values: FloatArray) -> FloatArray:
    """Return payoffs and the probabilities of chance."""
    game = compiled.game(values)
    chance = game.chance if isinstance(game, ExtensiveFormGame) else np.zeros((len(values), 0))
    return np.concatenate([payoffs_of(compiled, values).reshape(len(values), -1), chance], axis=1)


@each_game
def test_each_term_reads_exactly_the_numbers_that_change_it(target: str, key: str) -> None:
    compiled = compiled_game(target, key)
    rng = np.random.default_rng(12)
    before, after = (generic_values(compiled.scenario, rng, 200) for _ in range(2))
    unmoved = compiled.amounts(before)
    for k, entry in enumerate(compiled.scenario.numbers.entries):
        changed = before.copy()
        changed[:, k] = before[:, k] + rng.integers(1, 11, 200) if entry.path == START else after[:, k]
        moves = (compiled.amounts(changed) != unmoved).any(axis=0)
        for term, is_moved in zip(compiled.terms, moves, strict=True):
            assert (entry.path in term.reads) == is_moved, (term.path, entry.path)


@each_game
def test_a_what_if_builds_the_game_that_varied_numbers_build(target: str, key: str) -> None:
    compiled = compiled_game(target, key)
    numbers = compiled.scenario.numbers
    paths = [path for path in numbers.index if path in numbers.aliases or path in compiled.reads]
    for path in paths[::3]:
        entry = numbers[path]
        if path == START or ".belief." in path or entry.path not in compiled.reads:
            continue
        value = min(entry.quantity.legal[1], entry.value * 0.9 + 0.03)
        if path in numbers.aliases and not path.startswith(f"games.{key}."):
            continue
        if entry.is_stake and len(numbers.stakes[path.split(".")[1]]) == 1:
            continue
        what_if = build(compiled.scenario.what_if({path: value}), key)
        np.testing.assert_allclose(
            what_if.payoffs.reshape(len(compiled.players), -1),
            payoffs_of(compiled, numbers.vary({path: value})),
            atol=1e-12,
            err_msg=path,
        )
