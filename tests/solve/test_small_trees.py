"""Sequential equilibria of small trees: Selten's horse, beliefs that hang together, the definition by slips, limits."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given

from brute_force import gains_at_sets, outcome, profiles_on_a_grid
from negosim.errors import UnsolvedError
from negosim.games import Decision, ExtensiveFormGame, InformationSet, Leaf
from negosim.games.extensive_form import has_beliefs_from_chance, reach_probabilities
from negosim.solve import Complete, solve
from negosim.solve.certificate import consistency_error
from negosim.solve.concepts import sequential
from negosim.solve.concepts.sequential import Sequential
from negosim.solve.signalling import signalling_form
from negosim.solve.small_trees import candidates, consistency, small_search, supports_of
from negosim.solve.small_trees.programs import share_bounds
from random_games import Move, TreeOfMoves, examples, trees


def pure(*actions, sizes=None):
    return tuple(np.eye(size)[action] for action, size in zip(actions, sizes or [2] * len(actions), strict=True))


def selten():
    """Selten (1975), figure 1: the first may go down, else the second may; the third does not see which of them did."""
    nodes = (Decision(0, (1, 6)), Decision(1, (2, 3)), Leaf(0), Decision(2, (4, 5)), Leaf(1), Leaf(2))
    nodes = (*nodes, Decision(2, (7, 8)), Leaf(3), Leaf(4))
    sets = (
        InformationSet(0, "first", ("across", "down"), (0,)),
        InformationSet(1, "second", ("across", "down"), (1,)),
        InformationSet(2, "third", ("left", "right"), (3, 6)),
    )
    payoffs = np.array([[1, 1, 1], [4, 4, 0], [0, 0, 1], [3, 3, 2], [0, 0, 0]]).T
    return ExtensiveFormGame(nodes, sets, ("one", "two", "three"), payoffs)


def test_in_seltens_horse_only_going_across_is_sequential_while_the_third_thinks_that_the_second_slipped():
    """The third goes right iff it believes with 2/3 or more to come after the second: p >= 2 (1 - p)."""
    result = Sequential().solve(selten())
    (found,) = result.equilibria
    assert [own.tolist() for own in found.profile] == [[1, 0], [1, 0], [0, 1]]
    assert sorted(found.off_path_beliefs[2][:, 0].tolist()) == pytest.approx([2 / 3, 1])
    assert found.regret == 0 and result.complete is Complete.SOME
    assert result.notes == (
        "of 1 other outcome of Nash equilibria no profile looked at is supported by consistent beliefs",
    )
    assert "first" not in found.notes[0] and "0.667 to 1" in found.notes[0]
    assert supports_of(selten(), pure(1, 0, 0)) is None  # Selten's unreasonable equilibrium
    third_mixes = (*pure(0, 0), np.array([0.25, 0.75]))
    support = supports_of(selten(), third_mixes)
    assert support.bounds[2].tolist() == [pytest.approx([2 / 3, 1 / 3])]


def linked(second, third):
    """The first leaves, or sends left or right unseen; the second and then the third act on what they believe.

    The second does better with its first action iff it believes in left with `second` or more, the third with its first
    iff with `third` or less. Both believe the same, as the second's slip does not depend on what it has not seen.
    """
    moves = [Move(0, 3), Move(1, 2), Move(2, 2, frozenset({1}))]
    tree = TreeOfMoves(moves, frozenset({(0, 2)}))
    payoffs = np.zeros((3, tree.leaves))  # leaves: (left, right) x second's action x third's action, then out
    payoffs[0, -1] = 1
    for k, (side, own, reply) in enumerate(product(range(2), range(2), range(2))):
        payoffs[1, k] = (own == 0) * ((1 - second) if side == 0 else -second)
        payoffs[2, k] = (reply == 0) * (-(1 - third) if side == 0 else third)
    return tree.game(payoffs, 3)


@pytest.mark.parametrize(("second", "third", "is_supported"), [(0.4, 0.6, True), (0.5, 0.5, True), (0.6, 0.4, False)])
def test_two_who_cannot_tell_the_same_thing_believe_the_same(second, third, is_supported):
    """Kreps and Wilson (1982, figure 7): each alone could be supported, both only where one belief serves both."""
    game = linked(second, third)
    profile = pure(2, 0, 0, 0, sizes=[len(known.actions) for known in game.information_sets])
    support = supports_of(game, profile)
    assert (support is not None) is is_supported
    if is_supported:
        for k in (1, 2):
            assert sorted({*support.bounds[k][:, 0].tolist()}) == pytest.approx(sorted({second, third}))


def test_odds_of_three_nodes_are_free_where_one_set_has_them_and_refused_where_two_do():
    """Against left, middle and right the second's first action pays 2, -1, -1: it needs left with a third or more."""
    moves = [Move(0, 4), Move(1, 2), Move(2, 2, frozenset({1}))]
    alone = TreeOfMoves(moves[:2], frozenset({(0, 3)}))
    payoffs = np.zeros((2, alone.leaves))
    payoffs[0, -1], payoffs[1, ::2] = 1, [2, -1, -1, 0]
    game = alone.game(payoffs, 2)
    support = supports_of(game, pure(3, 0, sizes=[4, 2]))
    assert support.beliefs[1][0] >= 1 / 3 - 1e-9 and support.bounds == {}
    payoffs[1, 0] = -1
    assert supports_of(alone.game(payoffs, 2), pure(3, 0, sizes=[4, 2])) is None
    both = TreeOfMoves(moves, frozenset({(0, 3)}))
    payoffs = np.zeros((3, both.leaves))
    payoffs[0, -1] = 1
    for k, (side, own, reply) in enumerate(product(range(3), range(2), range(2))):
        payoffs[1, k], payoffs[2, k] = (own == 0) * [2, -1, -9][side], (reply == 0) * [-2, 3, -9][side]
    with pytest.raises(UnsolvedError, match="the odds of three or more nodes off the path hang together"):
        supports_of(both.game(payoffs, 3), pure(3, 0, 0, 0, sizes=[4, 2, 2, 2]))


def test_what_is_worse_at_every_node_is_supported_by_no_belief_and_where_all_is_one_everything_is():
    tree = TreeOfMoves([Move(0, 3), Move(1, 2)], frozenset({(0, 2)}))
    game = tree.game([[0, 0, 0, 0, 1], [0, 1, 0, 1, 0]], 2)
    assert supports_of(game, pure(2, 0, sizes=[3, 2])) is None
    assert sorted(supports_of(game, pure(2, 1, sizes=[3, 2])).bounds[1].tolist()) == [[0, 1], [1, 0]]
    indifferent = replace(selten(), payoffs=np.zeros((3, 5)))
    support = supports_of(indifferent, (np.full(2, 0.5),) * 3)
    assert support.beliefs[2] == pytest.approx([1 / 3, 2 / 3]) and support.bounds == {}


def test_bounds_that_cross_by_rounding_only_are_one_belief():
    low, high = share_bounds(np.array([[0.7, -0.3], [-0.7 - 1e-13, 0.3]]))
    assert low == high == pytest.approx(0.3)


def test_too_many_ways_to_complete_a_nash_equilibrium_are_left_out(monkeypatch):
    """As many pure profiles as are looked at, 24, and 27 ways to go on where the first leaves."""
    monkeypatch.setattr(candidates, "MOST_PROFILES", 24)
    assert len(small_search(linked(0.4, 0.6)).found) >= 1


def test_beliefs_that_are_no_interval_have_no_corners():
    slips = consistency._Slips(selten(), pure(0, 0, 1))
    assert slips._bounds(2, [(0.0, 0.25), (0.5, 1.0)]) is None
    assert slips._bounds(2, [(0.0, 0.25), (0.25, 1.0)]).shape == (2, 2)


def limits_of_slips(game, profile):
    """Yield beliefs that slips of orders 1 to 3 and weights 1/2, 1 and 2 lead to, by Bayes' rule near the limit."""
    unused = [(k, a) for k, own in enumerate(profile) for a in np.flatnonzero(own == 0).tolist()]
    for orders in product((1, 2, 3) if len(unused) < 4 else (1, 2), repeat=len(unused)):
        for weights in product((0.5, 1, 2), repeat=len(unused)) if len(unused) < 3 else [(1,) * len(unused)]:
            mixed = [own.copy() for own in profile]
            for (k, a), order, weight in zip(unused, orders, weights, strict=True):
                mixed[k][a] = weight * 1e-9**order
            reach = reach_probabilities(game, tuple(mixed))
            mass = [reach[list(known.nodes)] for known in game.information_sets]
            yield tuple(own / own.sum() for own in mass)


@examples(15)
@given(trees(information="any", most_moves=4, most_sets=4))
def test_what_slips_support_is_supported_and_what_is_supported_is_a_limit_of_slips(game):
    assume(not has_beliefs_from_chance(game) and signalling_form(game) is None)
    for profile in profiles_on_a_grid(game, 1)[:8]:
        try:
            support = supports_of(game, profile)
        except UnsolvedError:
            return
        if support is None:
            assert not any(
                gains_at_sets(game, profile, beliefs).max() < 1e-6 for beliefs in limits_of_slips(game, profile)
            )
            continue
        assert gains_at_sets(game, profile, support.beliefs).max() < 1e-9
        assert consistency_error(game, support.beliefs, support.orders, support.weights) < 1e-4
        for own, order, weight in zip(profile, support.orders, support.weights, strict=True):
            assert ((order == 0) == (own > 0)).all() and np.array_equal(weight[own > 0], own[own > 0])


@examples(15)
@given(trees(information="any", most_moves=4, most_sets=4))
def test_no_pure_outcome_is_missing_and_none_at_all_where_the_list_is_complete(game):
    assume(not has_beliefs_from_chance(game) and signalling_form(game) is None)
    try:
        result = Sequential().solve(game)
    except UnsolvedError:
        return
    listed = [outcome(game, found.profile) for found in result.equilibria]
    assert all(found.regret < 1e-9 for found in result.equilibria)
    steps = 2 if result.complete is Complete.ALL and len(game.information_sets) < 4 else 1
    for profile in profiles_on_a_grid(game, steps):
        if supports_of(game, profile) is not None:
            assert any(np.allclose(outcome(game, profile), other) for other in listed)


def test_trees_beyond_its_means_are_refused_with_the_reason(monkeypatch):
    excluded = TreeOfMoves([Move(None, 2), Move(0, 2), Move(1, 2, frozenset({0}))], shares=[(1.0, 0.0), (), ()])
    with pytest.raises(UnsolvedError, match="chance excludes the information set"):
        Sequential().solve(excluded.game(np.zeros((2, 8)), 2))
    with pytest.raises(UnsolvedError, match="exact sequential equilibria are given for signalling games only"):
        Sequential(exact=True).solve(selten())
    long = TreeOfMoves([Move(k % 2, 2, frozenset(range(k % 2, k, 2))) for k in range(8)])
    with pytest.raises(UnsolvedError, match="more than 600 profiles of definite choices"):
        solve(long.game(np.zeros((2, 256)), 2), Sequential())
    monkeypatch.setattr(consistency, "MOST_CHOICES", 1)
    with pytest.raises(UnsolvedError, match="too many ways to slip"):
        small_search(selten())
    monkeypatch.setattr(sequential, "_LIMIT", -1.0)
    monkeypatch.setattr(consistency, "MOST_CHOICES", 2_000)
    with pytest.raises(UnsolvedError, match="beliefs that are the limit of slips were not found"):
        Sequential().solve(selten())
