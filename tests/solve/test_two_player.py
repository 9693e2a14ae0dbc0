"""All equilibria of two-player games, against definitions, closed forms, published games and slow exact oracles."""

import json
import warnings
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import nashpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from negosim.games import NormalFormGame
from negosim.solve.certificate import regret
from negosim.solve.two_player import ExtremeEquilibria, equilibria, extreme_equilibria, maximal_nash_subsets
from negosim.solve.two_player.rationals import integer_payoffs
from negosim.solve.two_player.simple_vertices import are_simple_bases, simple_vertices
from negosim.solve.two_player.vertices import all_vertices, vertex_with

ORACLE = Path(__file__).parents[1] / "data" / "oracle_games.json"
TWO_PLAYER = {g["id"]: g for g in json.loads(ORACLE.read_text())["games"] if g["players"] == 2}

Strategy = tuple[Fraction, ...]
Pair = tuple[Strategy, Strategy]


def fractions(matrix) -> list[list[Fraction]]:
    return [[Fraction(value) for value in row] for row in matrix]


def floats(profile: Pair) -> tuple[np.ndarray, np.ndarray]:
    return np.array(profile[0], dtype=float), np.array(profile[1], dtype=float)


def by_component(found: ExtremeEquilibria) -> set[frozenset[Pair]]:
    return {frozenset(found.profiles[index] for index in component) for component in found.components}


def largest_regret(row, column, found: ExtremeEquilibria) -> float:
    game = NormalFormGame(np.array([row, column], dtype=float))
    return max(regret(game, floats(profile)) for profile in found.profiles)


# The slow oracle: every way to choose tight inequalities, in Fractions


def solve_exactly(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Solve a square system by elimination, None where it is singular."""
    work = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for place in range(len(work)):
        at = next((k for k in range(place, len(work)) if work[k][place]), None)
        if at is None:
            return None
        work[place], work[at] = work[at], work[place]
        work[place] = [value / work[place][place] for value in work[place]]
        for k in range(len(work)):
            if k != place:
                work[k] = [v - work[k][place] * w for v, w in zip(work[k], work[place], strict=True)]
    return [row[-1] for row in work]


def polyhedron_vertices(payoffs: list[list[Fraction]]) -> Iterator[tuple[Strategy, frozenset[int]]]:
    """Yield the vertices (z, v) of {z in the simplex, payoffs z <= v}: z, its unplayed k and its tight size + j."""
    size = len(payoffs[0])
    unit = [[Fraction(k == i) for k in range(size)] + [Fraction(0)] for i in range(size)]
    rows = unit + [[*row, Fraction(-1)] for row in payoffs]
    ones = [Fraction(1)] * size + [Fraction(0)]
    seen = set()
    for tight in combinations(range(len(rows)), size):
        point = solve_exactly([ones] + [rows[k] for k in tight], [Fraction(1)] + [Fraction(0)] * size)
        if point is None or min(point[:-1]) < 0:
            continue
        values = [sum(a * b for a, b in zip(row, point, strict=True)) for row in rows[size:]]
        if max(values) <= 0 and tuple(point) not in seen:
            seen.add(tuple(point))
            tight_rows = [size + j for j, value in enumerate(values) if value == 0]
            yield tuple(point[:-1]), frozenset([k for k in range(size) if point[k] == 0] + tight_rows)


def all_extreme_equilibria(row: list[list[Fraction]], column: list[list[Fraction]]) -> set[Pair]:
    m, n = len(row), len(row[0])
    xs = list(polyhedron_vertices([list(line) for line in zip(*column, strict=True)]))
    ys = [(y, {(label + m) % (m + n) for label in labels}) for y, labels in polyhedron_vertices(row)]
    return {(x, y) for (x, of_x), (y, of_y) in product(xs, ys) if len(of_x | of_y) == m + n}


def linked_groups(pairs: set[Pair]) -> set[frozenset[Pair]]:
    """Group pairs that a chain of shared strategies connects, by growing groups until none changes."""
    groups = {frozenset([pair]) for pair in pairs}
    while True:
        meeting = next(
            ((a, b) for a, b in combinations(groups, 2) if any(p[0] == q[0] or p[1] == q[1] for p in a for q in b)),
            None,
        )
        if meeting is None:
            return groups
        groups = groups - set(meeting) | {meeting[0] | meeting[1]}


# Published games


@pytest.mark.parametrize("name", TWO_PLAYER)
def test_an_oracle_game_has_exactly_its_components_and_maximal_nash_subsets(name: str) -> None:
    game = TWO_PLAYER[name]
    found = extreme_equilibria(*map(fractions, game["payoffs"]), exact=True)
    expected = {
        frozenset((tuple(map(Fraction, x)), tuple(map(Fraction, y))) for x, y in component["extreme"])
        for component in game["components"]
    }
    assert found.complete
    assert found.count == len(found.profiles) == game["n_extreme"]
    assert by_component(found) == expected
    subsets = {
        (frozenset(found.profiles[i][0] for i in s), frozenset(found.profiles[i][1] for i in s))
        for s in maximal_nash_subsets(found)
    }
    assert subsets == {
        tuple(frozenset(tuple(map(Fraction, one)) for one in side) for side in subset)
        for subset in game["maximal_nash_subsets"]
    }


@pytest.mark.parametrize("name", TWO_PLAYER)
def test_an_oracle_game_in_floats_has_the_same_equilibria_to_1e_9(name: str) -> None:
    game = TWO_PLAYER[name]
    exact = extreme_equilibria(*map(fractions, game["payoffs"]), exact=True)
    payoffs = [[[float(Fraction(value)) for value in row] for row in player] for player in game["payoffs"]]
    found = extreme_equilibria(*payoffs)
    assert found.components == exact.components
    ours, known = (np.array([x + y for x, y in one.profiles], dtype=float) for one in (found, exact))
    np.testing.assert_allclose(ours, known, rtol=0, atol=1e-9)
    assert largest_regret(*payoffs, found) <= 1e-12


# Closed forms


def test_matching_pennies_is_played_half_and_half() -> None:
    found = extreme_equilibria([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    half = (Fraction(1, 2), Fraction(1, 2))
    assert found.profiles == ((half, half),)


@pytest.mark.parametrize("x", [44, 80, 320])
def test_in_asymmetric_pennies_only_the_other_side_answers_to_the_stake(x: int) -> None:
    """Goeree and Holt (2001): row keeps mixing half and half, and column plays its first action 40 times in x."""
    found = extreme_equilibria([[x, 40], [40, 80]], [[40, 80], [80, 40]])
    column = Fraction(40, x)
    assert found.profiles == (((Fraction(1, 2), Fraction(1, 2)), (column, 1 - column)),)


@given(st.lists(st.integers(1, 50), min_size=4, max_size=4))
def test_a_two_by_two_coordination_game_mixes_so_that_the_other_is_indifferent(gains: list[int]) -> None:
    a, b, c, d = gains
    found = extreme_equilibria([[a, 0], [0, b]], [[c, 0], [0, d]])
    mixed = (Fraction(d, c + d), Fraction(c, c + d)), (Fraction(b, a + b), Fraction(a, a + b))
    assert set(found.profiles) == {((1, 0), (1, 0)), ((0, 1), (0, 1)), mixed}
    assert found.components == ((0,), (1,), (2,))


@pytest.mark.parametrize("size", range(1, 9))
def test_identity_coordination_has_an_equal_mixture_of_every_set_of_actions(size: int) -> None:
    found = extreme_equilibria(np.eye(size), np.eye(size))
    expected = {
        tuple(Fraction(k in chosen, len(chosen)) for k in range(size))
        for many in range(1, size + 1)
        for chosen in combinations(range(size), many)
    }
    assert found.complete and found.count == 2**size - 1
    assert set(found.profiles) == {(x, x) for x in expected}


def test_a_hide_and_seek_game_of_twelve_places_is_mixed_in_inverse_proportion_to_the_stakes() -> None:
    stakes = range(1, 13)
    found = extreme_equilibria(np.diag(stakes), -np.diag(stakes))
    total = sum(Fraction(1, stake) for stake in stakes)
    mixed = tuple(Fraction(1, stake) / total for stake in stakes)
    assert found.profiles == ((mixed, mixed),)


# Corners


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (3, 1), (2, 2), (3, 4)])
@pytest.mark.parametrize("value", [0.0, -7.5, 3e9])
def test_in_a_constant_game_every_pure_profile_is_extreme_and_all_are_one_component(shape, value: float) -> None:
    found = extreme_equilibria(np.full(shape, value), np.full(shape, value))
    pure = [[tuple(Fraction(k == i) for k in range(size)) for i in range(size)] for size in shape]
    assert set(found.profiles) == set(product(*pure))
    assert found.components == (tuple(range(shape[0] * shape[1])),)
    assert len(maximal_nash_subsets(found)) == 1


def test_one_strategy_leaves_the_other_player_to_its_best_replies() -> None:
    found = extreme_equilibria([[5, 5, 5, 5]], [[0.1, 0.3, 0.3, 0.2]])
    assert found.profiles == (((1,), (0, 0, 1, 0)), ((1,), (0, 1, 0, 0)))
    assert found.components == ((0, 1),)


def test_a_strictly_dominated_row_is_never_played() -> None:
    row, column = np.random.default_rng(3).random((2, 5, 5))
    row[2] = row[1] - 1e-3
    found = extreme_equilibria(row, column)
    assert found.complete
    assert all(x[2] == 0 for x, _ in found.profiles)


def test_a_near_tie_of_floats_is_a_tie_and_exact_tells_it_apart() -> None:
    row, column = [[0.1 + 0.2, 0.0], [0.3, 0.0]], [[1.0, 0.0], [1.0, 0.0]]
    loose, strict = extreme_equilibria(row, column), extreme_equilibria(row, column, exact=True)
    assert loose.components == ((0, 1),)
    assert strict.profiles == (((1, 0), (1, 0)),)


@pytest.mark.parametrize("gap", [1e-15, 1e-13, 9e-13, 1.1e-12, 1e-11])
def test_payoffs_count_as_equal_within_1e_12_of_the_range(gap: float) -> None:
    rng = np.random.default_rng(0)
    row, column = rng.random((2, 3, 3))
    row[:, 0] = [1.0, 1.0 - gap, 0.0]
    column[:2, 0] = 2.0
    found = extreme_equilibria(row, column)
    first = {x for x, y in found.profiles if y == (1, 0, 0)}
    assert ({(1, 0, 0), (0, 1, 0)} <= first) == (gap < 1e-12)
    assert largest_regret(row, column, found) <= 1e-12


def test_decimals_are_read_as_the_fractions_that_they_stand_for() -> None:
    found = extreme_equilibria([[0.3, 0.0], [0.0, 0.2]], [[0.2, 0.0], [0.0, 0.3]])
    assert found.profiles[1] == ((Fraction(3, 5), Fraction(2, 5)), (Fraction(2, 5), Fraction(3, 5)))


@pytest.mark.parametrize("row", [[], [[]], [[1, 2], [3]], [1, 2], [[float("nan"), 1]], [[float("inf"), 1]], [["a", 1]]])
def test_payoffs_that_are_no_matrix_of_finite_numbers_are_refused(row) -> None:
    with pytest.raises(ValueError, match="payoffs must be a matrix"):
        extreme_equilibria(row, [[1, 2]])


def test_payoffs_of_two_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="both must be"):
        extreme_equilibria([[1, 2]], [[1], [2]])


# Between the two searches


@pytest.mark.parametrize("owner", [0, 1])
@pytest.mark.parametrize("others", [False, True])
def test_where_one_player_has_two_equal_actions_all_extreme_equilibria_are_still_found(
    owner: int, others: bool
) -> None:
    """One best-response polytope is simple and the other is not: the search in floats must give way."""
    payoffs = np.random.default_rng(7).integers(-9, 10, (2, 5, 5)) + np.arange(25).reshape(5, 5) / 64
    rows = payoffs[0] if owner == 0 else payoffs[1].T
    rows[1] = rows[0]
    if others:
        rows[1, 0] += 1  # the two are equal where the other does not play its first action
    found = extreme_equilibria(*payoffs, exact=True)
    assert set(found.profiles) == all_extreme_equilibria(*map(fractions, payoffs))


def test_a_near_tie_in_a_larger_game_gives_the_supports_of_the_tie() -> None:
    payoffs = np.random.default_rng(11).random((2, 5, 5))
    payoffs[0, 1] = payoffs[0, 0]
    tied = extreme_equilibria(*payoffs)
    payoffs[0, 1] += 1e-13
    near = extreme_equilibria(*payoffs)
    assert near.components == tied.components
    for profile, other in zip(near.profiles, tied.profiles, strict=True):
        assert np.allclose(np.concatenate(floats(profile)), np.concatenate(floats(other)), rtol=0, atol=1e-11)
    assert largest_regret(*payoffs, near) <= 1e-12


def test_a_game_too_wide_for_the_search_in_floats_has_the_value_of_its_linear_program() -> None:
    row = np.random.default_rng(5).integers(0, 1000, (2, 64))
    ((x, y),) = extreme_equilibria(row, -row).profiles
    bounds = np.concatenate([-row.T, np.ones((64, 1))], axis=1)  # v <= each column's payoff
    program = linprog([0, 0, -1], bounds, np.zeros(64), [[1, 1, 0]], [1], [(0, 1), (0, 1), (None, None)])
    assert float(sum(x[i] * y[j] * int(row[i, j]) for i in range(2) for j in range(64))) == pytest.approx(-program.fun)


def test_a_profile_that_fails_the_check_in_integers_is_never_trusted(monkeypatch) -> None:
    payoffs = np.random.default_rng(2).random((2, 5, 5))
    known = extreme_equilibria(*payoffs)
    monkeypatch.setattr(equilibria, "vertex_with", lambda *_: None)
    again = extreme_equilibria(*payoffs)
    assert again.complete and again.why != known.why
    for profile, other in zip(again.profiles, known.profiles, strict=True):
        assert np.allclose(np.concatenate(floats(profile)), np.concatenate(floats(other)), rtol=0, atol=1e-11)


def test_a_singular_system_is_no_vertex() -> None:
    assert vertex_with([[1, 2], [2, 4]], [0, 1], [0, 1]) is None
    basis = np.array([[True, True, False, False]])
    assert not are_simple_bases(basis, np.array([[1.0, 2.0], [2.0, 4.0]]), 0.0)
    assert are_simple_bases(basis, np.array([[2.0, 1.0], [1.0, 2.0]]), 0.0)


# Limits


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="limit is 0; it must be at least 1"):
        extreme_equilibria([[1]], [[1]], limit=0)


@pytest.mark.parametrize("payoffs", [np.eye(6), np.ones((8, 8))])
def test_a_list_cut_by_its_limit_says_so_and_counts_the_rest(payoffs) -> None:
    whole, cut = extreme_equilibria(payoffs, payoffs), extreme_equilibria(payoffs, payoffs, limit=10)
    assert whole.complete and not cut.complete
    assert len(cut.profiles) == 10 and cut.count == whole.count
    assert set(cut.profiles) < set(whole.profiles)
    assert cut.components == ()
    assert f"there are {whole.count} extreme equilibria; 10 are kept" in cut.why
    assert extreme_equilibria(payoffs, payoffs, limit=whole.count).complete


@pytest.mark.parametrize("shape", [(4, 5), (6, 7), (8, 8)])
def test_against_the_polytopes_with_most_vertices_the_count_is_that_of_the_upper_bound_theorem(docs, shape) -> None:
    """McMullen (1970); docs/measure_extreme_points.py goes on to 12 by 12."""
    measure = docs("measure_extreme_points")
    payoffs = measure.cyclic_game(*shape)
    found, expected = extreme_equilibria(*payoffs), measure.extreme_equilibria_of_cyclic_game(*shape)
    assert found.complete and found.count == len(set(found.profiles)) == expected
    assert found.components == (tuple(range(expected)),)
    cut = extreme_equilibria(*payoffs, limit=expected - 1)
    assert not cut.complete and cut.count == expected and len(cut.profiles) == expected - 1


def test_equal_rows_are_one_inequality_with_all_their_labels() -> None:
    """90 by 90 constant payoffs: all 8,100 pairs of actions, without a walk through ties among equal rows."""
    found = extreme_equilibria(np.ones((90, 90)), np.ones((90, 90)))
    assert found.complete and found.count == 90 * 90 and len(found.components) == 1


def test_a_game_with_too_many_vertices_says_so_and_counts_what_it_found(monkeypatch) -> None:
    monkeypatch.setattr(equilibria, "MAX_VERTICES", 40)
    found = extreme_equilibria(np.eye(6), np.eye(6), limit=2)
    assert not found.complete and found.components == ()
    assert (
        "too many vertices to list: 40," in found.why
        and f"{found.count} extreme equilibria were found; 2 are kept" in found.why
    )


def test_a_search_that_stops_early_never_claims_all_vertices() -> None:
    matrix = np.random.default_rng(0).random((5, 5)) + 1
    whole = simple_vertices(matrix, 0.0, 10_000)
    assert whole is not None and whole.complete
    cut = simple_vertices(matrix, 0.0, 5)
    assert cut is not None and not cut.complete and set(cut.masks) < set(whole.masks)
    in_integers = integer_payoffs(matrix)
    assert not all_vertices(in_integers, 5, 10**6).complete
    assert not all_vertices(in_integers, 10_000, 100).complete


# Properties

small_integers = st.integers(1, 4).flatmap(
    lambda m: st.integers(1, 3).flatmap(
        lambda n: st.lists(
            st.lists(st.lists(st.integers(0, 2), min_size=n, max_size=n), min_size=m, max_size=m),
            min_size=2,
            max_size=2,
        )
    )
)
any_floats = st.integers(1, 4).flatmap(
    lambda m: st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.one_of(st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.5, 1.0]), st.floats(-1e6, 1e6)),
            min_size=2 * m * n,
            max_size=2 * m * n,
        ).map(lambda values: np.array(values).reshape(2, m, n))
    )
)


@settings(max_examples=150, deadline=None)
@given(small_integers)
def test_small_games_full_of_ties_equal_the_exhaustive_oracle(payoffs) -> None:
    row, column = map(fractions, payoffs)
    expected = all_extreme_equilibria(row, column)
    for exact in (True, False):
        found = extreme_equilibria(*payoffs, exact=exact)
        assert found.complete
        assert set(found.profiles) == expected
        assert by_component(found) == linked_groups(expected)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([(4, 4), (5, 4), (3, 6)]))
def test_random_floats_equal_the_exhaustive_oracle_to_the_last_bit(seed: int, shape: tuple[int, int]) -> None:
    row, column = np.random.default_rng(seed).normal(size=(2, *shape))
    expected = all_extreme_equilibria(fractions(row.tolist()), fractions(column.tolist()))
    for exact in (True, False):
        assert set(extreme_equilibria(row, column, exact=exact).profiles) == expected


@settings(max_examples=200, deadline=None)
@given(any_floats, st.booleans())
def test_every_profile_passes_the_certificate(payoffs: np.ndarray, exact: bool) -> None:
    found = extreme_equilibria(*payoffs, exact=exact)
    assert found.complete and found.profiles
    assert list(found.profiles) == sorted(set(found.profiles))
    assert all(sum(x) == sum(y) == 1 and min(x + y) >= 0 for x, y in found.profiles)
    assert largest_regret(*payoffs, found) <= 1e-12


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 9), st.integers(0, 10**9))
def test_the_search_in_floats_finds_the_vertices_of_the_search_in_integers_or_gives_up(m, n, span, seed) -> None:
    matrix = np.random.default_rng(seed).integers(0, span + 1, (n, m)) + span
    known = all_vertices(matrix.tolist(), 10_000, 10**6)
    found = simple_vertices(matrix / span, 0.0, 10_000)
    is_simple = all(labels.bit_count() == m for labels in known.points)
    if found is not None:
        assert is_simple and set(found.masks.tolist()) == set(known.points)
    else:
        assert not is_simple


def test_a_large_game_full_of_ties_is_solved_and_certified() -> None:
    row, column = np.random.default_rng(5).integers(0, 4, (2, 9, 9))
    found = extreme_equilibria(row, column)
    assert found.complete
    assert largest_regret(row, column, found) <= 1e-12


# Invariances


@settings(max_examples=60, deadline=None)
@given(small_integers, st.randoms(use_true_random=False))
def test_reordered_actions_and_swapped_players_only_rename_the_equilibria(payoffs, random) -> None:
    row, column = np.array(payoffs)
    known = extreme_equilibria(row, column)
    swapped = extreme_equilibria(column.T, row.T)
    assert {frozenset((x, y) for y, x in group) for group in by_component(swapped)} == by_component(known)
    order = random.sample(range(len(row)), len(row))
    moved = extreme_equilibria(row[order], column[order])
    renamed = {frozenset((tuple(x[k] for k in order), y) for x, y in group) for group in by_component(known)}
    assert by_component(moved) == renamed


@settings(max_examples=60, deadline=None)
@given(small_integers, st.sampled_from([1e-9, 0.25, 3.0, 1e9]), st.sampled_from([0.0, -2.5, 1e6]))
def test_other_units_and_another_zero_change_nothing(payoffs, scale: float, zero: float) -> None:
    row, column = np.array(payoffs, dtype=float)
    known = extreme_equilibria(row, column)
    exact = [[[Fraction(scale) * int(v) + Fraction(zero) for v in line] for line in one] for one in payoffs]
    assert extreme_equilibria(*exact, exact=True) == known
    assert extreme_equilibria(row * scale, column) == known
    assert extreme_equilibria(row, column + zero) == known
    assert extreme_equilibria(1e9 * row + 1e6, column * 1e-9) == known


@settings(max_examples=60, deadline=None)
@given(small_integers, st.integers(0, 10**9))
def test_noise_far_below_a_tie_changes_nothing(payoffs, seed: int) -> None:
    row, column = np.array(payoffs, dtype=float)
    noisy = np.array(payoffs) + np.random.default_rng(seed).uniform(-1e-14, 1e-14, (2, *row.shape))
    found = extreme_equilibria(
        *(one if np.ptp(known) else known for one, known in zip(noisy, (row, column), strict=True))
    )
    assert found == extreme_equilibria(row, column)


def test_what_is_added_to_a_column_of_the_row_player_changes_no_equilibrium() -> None:
    row, column = np.random.default_rng(8).integers(0, 5, (2, 6, 5))
    shifted = row + np.array([0, 100, -3, 7, 50])
    assert extreme_equilibria(shifted, column).profiles == extreme_equilibria(row, column).profiles


# Cross-check


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (3, 4), (4, 4)])
def test_nashpy_finds_the_same_or_is_wrong_by_the_definition(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(sum(shape))
    for _ in range(40):
        row, column = rng.random((2, *shape))
        found = extreme_equilibria(row, column)
        assert largest_regret(row, column, found) <= 1e-12  # so what nashpy lacks is nashpy's loss
        ours = np.array([x + y for x, y in found.profiles], dtype=float)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = list(nashpy.Game(row, column).support_enumeration())
        for profile in theirs:
            if np.abs(ours - np.concatenate(profile)).max(axis=1).min() > 1e-9:
                assert regret(NormalFormGame(np.array([row, column])), profile) > 1e-9
