"""Games with three and more players: closed forms, bounds, a slow oracle, invariances, degenerate games."""

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from brute_force import nash_gains
from negosim.games import FloatArray, NormalFormGame, Profile
from negosim.solve import principal_branch
from negosim.solve.certificate import regret
from negosim.solve.many_player import IsolatedEquilibria, isolated_equilibria

ORACLE = json.loads((Path(__file__).parents[1] / "data" / "oracle_games.json").read_text())["games"]
THREE_PLAYERS = [game for game in ORACLE if game["players"] > 2]


def as_floats(nested: Any) -> Any:
    return [as_floats(inner) for inner in nested] if isinstance(nested, list) else float(Fraction(nested))


def distance(one: Sequence[FloatArray], other: Sequence[FloatArray]) -> float:
    return max(float(np.abs(np.asarray(p) - q).max()) for p, q in zip(one, other, strict=True))


def are_same_sets(ones: Any, others: Any, tolerance: float = 1e-9) -> bool:
    ones, others = list(ones), list(others)
    return len(ones) == len(others) and all(any(distance(p, q) < tolerance for q in others) for p in ones)


def draw_game(seed: int, *shape: int) -> FloatArray:
    return np.random.default_rng(seed).random((len(shape), *shape))


def totally_mixed(found: IsolatedEquilibria) -> list[Profile]:
    return [profile for profile in found.profiles if min(p.min() for p in profile) > 0]


def volunteers_dilemma(cost: float) -> FloatArray:
    """Three players; action 0 volunteers at `cost`, and everyone gets 1 if somebody does."""
    payoffs = np.ones((3, 2, 2, 2))
    for player in range(3):
        payoffs[player][(slice(None),) * player + (0,)] = 1 - cost
    payoffs[:, 1, 1, 1] = 0
    return payoffs


def jordan_matching_pennies() -> FloatArray:
    """Player 1 wants to match 2, 2 to match 3, 3 not to match 1 (Jordan 1993)."""
    a, b, c = np.indices((2, 2, 2))
    return np.stack([a == b, b == c, c != a]).astype(float)


# Closed forms and cited games


@pytest.mark.parametrize("game", THREE_PLAYERS, ids=lambda game: game["id"])
def test_every_known_isolated_equilibrium_of_the_oracle_games_is_found(game: dict[str, Any]) -> None:
    found = isolated_equilibria(np.array(as_floats(game["payoffs"])))
    known = [[np.array([float(x) for x in strategy]) for strategy in one["decimal"]] for one in game["isolated"]]
    if game["components"]:
        assert not found.complete
        assert all(any(distance(one, p) < 1e-9 for p in found.profiles + found.others) for one in known)
    else:
        assert found.complete, found.why
        assert are_same_sets(known, found.profiles)


def test_in_the_volunteers_dilemma_with_a_cost_of_a_quarter_each_abstains_with_probability_one_half() -> None:
    # Indifference: 1 - c = 1 - q**2 for the chance q that another abstains, so q = sqrt(c).
    found = isolated_equilibria(volunteers_dilemma(0.25))
    assert found.complete and len(found.profiles) == 7
    assert len(totally_mixed(found)) == 1
    assert all(np.allclose(p, 0.5, rtol=0, atol=1e-14) for p in totally_mixed(found)[0])


def test_three_player_matching_pennies_has_one_equilibrium_at_one_half() -> None:
    found = isolated_equilibria(jordan_matching_pennies())
    assert found.complete and are_same_sets(found.profiles, [[np.full(2, 0.5)] * 3], 1e-14)


@pytest.mark.parametrize(("players", "most"), [(3, 2), (4, 9)])
def test_games_with_product_gains_attain_the_mckelvey_mclennan_bound_for_two_actions(players: int, most: int) -> None:
    # g_i = prod over j of (x_j - c_ij): each derangement s gives the equilibrium x_s(i) = c_i,s(i).
    target = np.random.default_rng(1).uniform(0.2, 0.8, (players, players))
    payoffs = np.zeros((players, *(2,) * players))
    for i, pure in product(range(players), product((0, 1), repeat=players)):
        if pure[i] == 0:
            payoffs[(i, *pure)] = np.prod([(pure[j] == 0) - target[i, j] for j in range(players) if j != i])
    found = isolated_equilibria(payoffs)
    expected = [
        [np.array([target[s.index(j), j], 1 - target[s.index(j), j]]) for j in range(players)]
        for s in permutations(range(players))
        if all(s[i] != i for i in range(players))
    ]
    assert found.complete and len(expected) == most
    assert are_same_sets(expected, totally_mixed(found), 1e-12)


def test_a_game_with_product_gains_attains_the_bound_of_ten_for_three_by_three_by_three() -> None:
    # Each gain is a line in one rival's simplex times a line in the other's. Four lines per simplex meet in six
    # points inside it, and each of the ten ways to give every player two of the six gains is an equilibrium.
    lines = np.array([[0.8, -0.2, -0.2], [-0.2, 0.8, -0.2], [0.3, 0.3, -0.7], [0.9, -1.1, -0.1]])
    unused = [iter(np.roll(lines, player, axis=1)) for player in range(3)]
    payoffs = np.zeros((3, 3, 3, 3))
    for i, action in product(range(3), (1, 2)):
        one, other = (next(unused[j]) for j in range(3) if j != i)
        np.moveaxis(payoffs[i], i, 0)[action] = np.multiply.outer(one, other)
    found = isolated_equilibria(payoffs)
    assert found.complete and len(totally_mixed(found)) == 10


# Against a slow oracle and known counts


def slow_equilibria_2x2x2(payoffs: FloatArray) -> list[list[FloatArray]]:
    """All equilibria of a generic 2x2x2 game, support by support, in closed form; x[i] is the chance of action 0."""
    gain = [np.moveaxis(payoffs[i], i, 0)[0] - np.moveaxis(payoffs[i], i, 0)[1] for i in range(3)]
    points: list[list[float]] = [list(map(float, pure)) for pure in product((0, 1), repeat=3)]
    for fixed, at in product(range(3), (0.0, 1.0)):
        i, j = [k for k in range(3) if k != fixed]
        x: list[float] = [at] * 3
        x[j], x[i] = solve_linear(gain[i], j, fixed, at), solve_linear(gain[j], i, fixed, at)
        points.append(x)
    (a, b), (c, d) = line_in_other(gain[1]), line_in_other(gain[2])  # a(x0) x2 + b(x0) and c(x0) x1 + d(x0)
    e = bilinear(gain[0])  # e00 + e10 x1 + e01 x2 + e11 x1 x2
    quadratic = e[0] * a * c - e[1] * d * a - e[2] * b * c + e[3] * d * b
    for root in np.asarray(quadratic.roots(), dtype=complex).tolist():
        if abs(root.imag) < 1e-12:
            points.append([root.real, -d(root.real) / c(root.real), -b(root.real) / a(root.real)])
    return [[np.array([x, 1 - x]) for x in point] for point in points if holds(gain, point)]


def bilinear(gain: FloatArray) -> tuple[float, float, float, float]:
    """Return the coefficients of 1, x, y and x y, for chances x and y of the first row and column."""
    (both, first), (second, low) = gain.tolist()
    return low, first - low, second - low, both - first - second + low


def line_in_other(gain: FloatArray) -> tuple[np.polynomial.Polynomial, np.polynomial.Polynomial]:
    """Write the gain of player 1 or 2 as slope(x0) * (the other's x) + level(x0)."""
    low, first, second, both = bilinear(gain)
    return np.polynomial.Polynomial([second, both]), np.polynomial.Polynomial([low, first])


def solve_linear(gain: FloatArray, other: int, fixed: int, at: float) -> float:
    """Return the strategy of `other` that makes the owner of `gain` indifferent when `fixed` plays `at`."""
    row = np.moveaxis(gain, sorted((other, fixed)).index(fixed), 0)
    row = at * row[0] + (1 - at) * row[1]
    return float(-row[1] / (row[0] - row[1]))


def holds(gain: list[FloatArray], x: list[float]) -> bool:
    for i in range(3):
        j, k = [other for other in range(3) if other != i]
        value = np.array([x[j], 1 - x[j]]) @ gain[i] @ np.array([x[k], 1 - x[k]])
        if not (0 <= x[i] <= 1 and (x[i] == 1 or value < 1e-9) and (x[i] == 0 or value > -1e-9)):
            return False
    return True


@pytest.mark.parametrize("seed", range(60))
def test_closed_forms_per_support_give_the_same_equilibria_of_random_two_by_two_by_two_games(seed: int) -> None:
    payoffs = draw_game(seed, 2, 2, 2)
    found = isolated_equilibria(payoffs)
    assert found.complete and are_same_sets(slow_equilibria_2x2x2(payoffs), found.profiles)


@pytest.mark.parametrize(
    ("shape", "most", "games"), [((2, 2, 2), 2, 100), ((2, 2, 2, 2), 9, 60), ((3, 3, 3), 10, 40), ((2, 3, 4), 6, 20)]
)
def test_random_games_are_settled_with_an_odd_number_of_equilibria_within_the_bounds(
    shape: tuple[int, ...], most: int, games: int
) -> None:
    for seed in range(games):
        payoffs = draw_game(seed, *shape)
        found = isolated_equilibria(payoffs)
        assert found.complete, found.why
        assert len(found.profiles) % 2 == 1  # Wilson 1971; Harsanyi 1973
        assert len(totally_mixed(found)) <= most
        assert all(regret(NormalFormGame(payoffs), profile) < 1e-13 for profile in found.profiles)


def test_a_random_four_by_four_by_four_game_is_settled_too() -> None:
    found = isolated_equilibria(draw_game(3, 4, 4, 4))
    assert found.complete and len(found.profiles) % 2 == 1


# Invariances


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_renaming_the_players_renames_the_equilibria(order: tuple[int, ...]) -> None:
    payoffs = draw_game(4, 2, 3, 3)
    renamed = payoffs[list(order)].transpose(0, *(1 + i for i in order))
    expected = [[profile[i] for i in order] for profile in isolated_equilibria(payoffs).profiles]
    assert are_same_sets(expected, isolated_equilibria(renamed).profiles)


def test_reordering_the_actions_reorders_the_equilibria() -> None:
    payoffs, order = draw_game(7, 3, 3, 3), [2, 0, 1]
    expected = [[profile[0], profile[1][order], profile[2]] for profile in isolated_equilibria(payoffs).profiles]
    assert are_same_sets(expected, isolated_equilibria(payoffs[:, :, order]).profiles)


@pytest.mark.parametrize(
    ("factor", "shift"), [(1e9, 0.0), (2.0**-40, 0.0), (1.0, 2.0**20), (3.0, -(2.0**22)), (2.0**1020, 0.0)]
)
def test_scaling_and_shifting_payoffs_changes_no_equilibrium(factor: float, shift: float) -> None:
    payoffs = np.round(draw_game(11, 3, 3, 3) * 1024) / 1024
    changed = payoffs.copy()
    changed[1] = factor * payoffs[1] + shift
    one, other = isolated_equilibria(payoffs), isolated_equilibria(changed)
    assert one.complete and other.complete and are_same_sets(one.profiles, other.profiles)


def test_adding_a_dominated_action_adds_no_equilibrium() -> None:
    payoffs = draw_game(2, 3, 3, 3)
    larger = np.concatenate([payoffs, payoffs[:, :, :, :1]], axis=3)
    larger[2, :, :, 3] = -1.0
    expected = [[*profile[:2], np.append(profile[2], 0.0)] for profile in isolated_equilibria(payoffs).profiles]
    assert are_same_sets(expected, isolated_equilibria(larger).profiles)


# Degenerate games and limits


def test_a_constant_game_is_not_complete_because_every_profile_is_an_equilibrium() -> None:
    found = isolated_equilibria(np.zeros((3, 2, 2, 2)))
    assert not found.complete and not found.profiles and len(found.others) >= 8
    assert "continuum" in found.why and "unused best reply" in found.why


@pytest.mark.parametrize("gap", [0.0, 1e-14, -1e-14])
def test_an_unused_best_reply_at_a_pure_equilibrium_is_named(gap: float) -> None:
    payoffs = draw_game(0, 2, 2, 2)
    payoffs[0, 0, 0, 0] = payoffs[0, 1, 0, 0] + gap
    payoffs[1, :, 0], payoffs[2, :, :, 0] = 2.0, 2.0
    found = isolated_equilibria(payoffs)
    assert not found.complete and "unused best reply" in found.why


def test_a_gap_of_a_billionth_is_no_tie() -> None:
    payoffs = draw_game(0, 2, 2, 2)
    payoffs[0, 0, 0, 0] = payoffs[0, 1, 0, 0] + 1e-9
    payoffs[1, :, 0], payoffs[2, :, :, 0] = 2.0, 2.0
    found = isolated_equilibria(payoffs)
    assert found.complete and len(found.profiles) == 1


def test_a_curve_of_totally_mixed_equilibria_is_reported_as_a_continuum() -> None:
    # Players 2 and 3 care only about player 1's mix, at one half; player 1 is indifferent where x2 x3 = 1/4.
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[0, 0] = [[0.75, -0.25], [-0.25, -0.25]]
    payoffs[1, 0, 0], payoffs[1, 1, 0] = 1.0, -1.0
    payoffs[2, 0, :, 0], payoffs[2, 1, :, 0] = 1.0, -1.0
    found = isolated_equilibria(payoffs)
    assert not found.complete and "{0, 1} x {0, 1} x {0, 1}" in found.why and "continuum" in found.why


def test_a_small_budget_gives_pure_equilibria_and_says_that_it_ran_out() -> None:
    full, short = (isolated_equilibria(draw_game(1, 3, 3, 3), budget=budget) for budget in (50_000, 3))
    assert full.complete and not short.complete and "budget" in short.why
    pure = [profile for profile in full.profiles if all(p.max() == 1 for p in profile)]
    assert all(any(distance(p, q) == 0 for q in short.profiles) for p in pure)


def test_pure_equilibria_of_a_game_too_large_to_search_are_found() -> None:
    payoffs = draw_game(0, 9, 9, 9)
    payoffs[:, 4, 5, 6] = 2.0
    found = isolated_equilibria(payoffs)
    assert not found.complete and "not searched" in found.why
    assert any([int(p.argmax()) for p in profile] == [4, 5, 6] for profile in found.profiles)


def cyclic_matching(size: int) -> FloatArray:
    """Player 1 wants the action of 2, 2 that of 3, and 3 the one after that of 1: nobody is ever content unmixed."""
    a, b, c = np.indices((size, size, size))
    return np.stack([a == b, b == c, c == (a + 1) % size]).astype(float)


def test_of_a_huge_game_with_ties_some_pure_equilibria_are_listed_and_no_branch_is_followed() -> None:
    found = isolated_equilibria(np.zeros((3, 20, 21, 22)))
    assert len(found.others) == 500 and not found.profiles and not found.complete
    assert "of 9,240 pure equilibria with an unused best reply 500 are listed" in found.why
    assert "the logit branch was not followed: there are more than 60 actions" in found.why


def test_of_a_game_too_large_to_search_the_equilibrium_where_the_logit_branch_leads_is_found() -> None:
    found = isolated_equilibria(cyclic_matching(7))
    assert not found.complete and not found.searched
    assert are_same_sets(found.profiles, [[np.full(7, 1 / 7)] * 3], 1e-12)
    payoffs = draw_game(1, 7, 7, 7)
    mixed = [p for p in isolated_equilibria(payoffs).profiles if min(map(max, p)) < 1]
    assert len(mixed) == 1 and max(nash_gains(payoffs, mixed[0])) < 1e-12


def test_where_the_logit_branch_leads_to_a_pure_equilibrium_or_cannot_be_followed_no_other_is_claimed(
    monkeypatch,
) -> None:
    payoffs = draw_game(0, 7, 7, 7)
    payoffs[:, 4, 5, 6] = 2.0
    for player, best in enumerate((4, 5, 6)):
        payoffs[player].swapaxes(0, player)[best] += 2.0
    found = isolated_equilibria(payoffs)
    assert len(found.profiles) == 1 and "no certified mixed equilibrium" in found.why
    monkeypatch.setattr(principal_branch, "_MOST_STEPS", 2)
    assert not isolated_equilibria(cyclic_matching(7)).profiles


def test_a_small_budget_leaves_the_equilibrium_of_the_logit_branch_and_names_none_twice() -> None:
    payoffs = draw_game(2, 5, 5, 5)
    short, longer = (isolated_equilibria(payoffs, budget=budget) for budget in (3, 20_000))
    for found in (short, longer):
        assert not found.searched and "logit branch" in found.why
        gaps = [distance(p, q) for k, p in enumerate(found.profiles) for q in found.profiles[:k]]
        assert min(gaps, default=1.0) > 1e-6
    assert len(short.profiles) < len(longer.profiles)


def test_a_player_with_one_action_leaves_a_game_of_the_others() -> None:
    payoffs = draw_game(3, 1, 3, 3)
    found, smaller = isolated_equilibria(payoffs), isolated_equilibria(payoffs[1:, 0])
    assert found.complete and smaller.complete
    assert are_same_sets([profile[1:] for profile in found.profiles], smaller.profiles)


@settings(max_examples=30, deadline=None)
@given(arrays(np.float64, (3, 2, 2, 2), elements=st.integers(-3, 3).map(float)))
def test_every_profile_has_no_regret_even_where_payoffs_tie(payoffs: FloatArray) -> None:
    found = isolated_equilibria(payoffs)
    game = NormalFormGame(payoffs)
    assert all(regret(game, profile) <= 1e-9 for profile in found.profiles + found.others)
    assert not (found.complete and found.others)
    if found.complete:
        assert len(found.profiles) % 2 == 1


def _normal(payoff: float) -> float:
    """Return 0 for numbers so small that a share of them cannot be told from 0."""
    return 0.0 if abs(payoff) < 1e-200 else payoff


@settings(max_examples=15, deadline=None)
@given(arrays(np.float64, (3, 3, 2, 3), elements=st.floats(-1e6, 1e6).map(_normal)))
def test_every_profile_of_a_game_with_any_payoffs_has_no_regret(payoffs: FloatArray) -> None:
    found = isolated_equilibria(payoffs, budget=2_000)
    game = NormalFormGame(payoffs)
    assert all(regret(game, profile) <= 1e-9 for profile in found.profiles + found.others)
