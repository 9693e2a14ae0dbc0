"""Batched kernels: the same answers as the solver of single games, on games of every kind, whatever does the chunks."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from negosim.games import NormalFormGame
from negosim.solve.batched import all_equilibria
from negosim.solve.certificate import regret
from negosim.solve.concepts.nash import Nash
from negosim.solve.kernels import DEGREES, is_pure_equilibrium
from negosim.solve.kernels.batch import solve_in_turn
from negosim.solve.kernels.bimatrix import solve_with_ties, solve_without_ties
from negosim.solve.kernels.regrets import regrets
from negosim.solve.many_player import isolated_equilibria
from negosim.solve.result import Complete

KINDS = {
    "random": lambda rng, shape: rng.normal(size=shape),
    "of many sizes": lambda rng, shape: (rng.random(shape).T * 10.0 ** rng.integers(-9, 10, shape[:2]).T).T,
    "two values": lambda rng, shape: rng.integers(0, 2, shape) * 1.0,
    "small integers": lambda rng, shape: rng.integers(-2, 3, shape) * 1.0,
    "decimals, shifted": lambda rng, shape: rng.integers(0, 4, shape) / 10 + 1e6,
    "thirds": lambda rng, shape: rng.integers(0, 3, shape) / 3,
    "near ties": lambda rng, shape: rng.integers(0, 3, shape) / 3 + rng.integers(0, 2, shape) * 1e-12,
    "scaled by 1e9": lambda rng, shape: rng.integers(0, 4, shape) * 1e9,
    "so large that products overflow": lambda rng, shape: rng.random(shape) * 1e300,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(1, 3), (2, 2), (2, 3), (3, 2), (3, 3)])
def test_two_player_games_have_the_same_equilibria_and_components_as_when_solved_singly(kind, shape):
    payoffs = KINDS[kind](np.random.default_rng(3), (20, 2, *shape))
    found = all_equilibria(payoffs)
    for number, own in enumerate(payoffs):
        single = Nash().solve(NormalFormGame(own))
        assert DEGREES[found.complete[number]] is single.complete
        mine = _groups(found.of(number), found.components(number))
        assert mine == _groups([e.profile for e in single.equilibria], single.components)
    assert found.count.sum() == found.pure.sum() + len(found.mixed)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(2, 3), (3, 3, 3), (7, 7, 7)])
def test_pure_equilibria_of_a_batch_are_those_profiles_in_which_every_payoff_is_a_best_reply(kind, shape):
    payoffs = KINDS[kind](np.random.default_rng(5), (30, len(shape), *shape))
    found = is_pure_equilibrium(payoffs, len(shape))
    for game, own in enumerate(payoffs):
        is_best = [
            mine >= mine.max(axis=i, keepdims=True) - 1e-12 * (mine.max() - mine.min()) for i, mine in enumerate(own)
        ]
        assert (found[game] == np.logical_and.reduce(is_best)).all()


def test_games_that_no_kernel_of_a_batch_can_solve_are_solved_singly():
    payoffs = np.random.default_rng(0).normal(size=(3, 2, 2, 4))
    found = all_equilibria(payoffs)
    for number, own in enumerate(payoffs):
        single = Nash().solve(NormalFormGame(own))
        assert _groups(found.of(number), ()) == _groups([e.profile for e in single.equilibria], ())


def test_a_random_game_needs_no_ties_and_a_tied_one_no_single_solver():
    rng = np.random.default_rng(1)
    payoffs = rng.normal(size=(2000, 2, 3, 3))
    tied = payoffs.copy()
    tied[:, 0, 0, 1] = tied[:, 0, 2, 1]
    for games, kernels in ((payoffs, [solve_without_ties]), (tied, [solve_without_ties, solve_with_ties])):
        found = solve_in_turn(games, kernels, None)
        assert found.count.min() > 0 and not (found.count % 2 == 0)[found.complete == 0].all()
        assert _same(found, all_equilibria(games))
    assert (all_equilibria(tied).complete > 0).any()


def test_threads_give_the_same_result():
    payoffs = np.random.default_rng(2).integers(-3, 4, (20_000, 2, 2, 2)) * 1.0
    with ThreadPoolExecutor(2) as executor:
        assert _same(all_equilibria(payoffs, executor), all_equilibria(payoffs))
        assert (is_pure_equilibrium(payoffs, 2, executor) == is_pure_equilibrium(payoffs, 2)).all()


def test_an_empty_batch_has_no_equilibria():
    found = all_equilibria(np.empty((0, 2, 3, 3)))
    assert found.pure.shape == (0, 3, 3) and found.mixed.shape == (0, 6) and not len(found.count)


def test_payoffs_that_are_no_batch_are_refused():
    with pytest.raises(ValueError, match=r"\(2,\) are no payoffs"):
        all_equilibria([1.0, 2.0])
    with pytest.raises(ValueError, match="need 2 axes"):
        all_equilibria(np.zeros((5, 2, 3)))
    with pytest.raises(ValueError, match="game 1 of the batch"):
        all_equilibria([[[[1.0]], [[2.0]]], [[[np.nan]], [[2.0]]]])


def test_the_regret_of_many_profiles_is_that_of_each():
    rng = np.random.default_rng(4)
    payoffs = rng.normal(size=(50, 3, 2, 3, 2))
    payoffs[0, 1] = 2.0
    profiles = [rng.dirichlet(np.ones(size), 50) for size in (2, 3, 2)]
    found = regrets(np.moveaxis(payoffs, 0, -1), np.concatenate(profiles, axis=1).T)
    one_by_one = [regret(NormalFormGame(own), tuple(p[k] for p in profiles)) for k, own in enumerate(payoffs)]
    assert np.allclose(found, one_by_one, rtol=0, atol=1e-14)


def test_what_is_no_distribution_has_infinite_regret():
    payoffs = np.zeros((2, 2, 1, 3))
    profiles = np.array([[0.5, 1.5, 0.5], [0.5, -0.5, 0.6], [1.0, 1.0, 1.0]])
    assert regrets(payoffs, profiles).tolist() == [0.0, np.inf, np.inf]


def _groups(profiles, components):
    """Return the profiles to nine digits, as sets that are connected; singly where the components are not known."""
    rounded = [tuple((np.round(np.concatenate(p), 9) + 0.0).tolist()) for p in profiles]
    return sorted(
        sorted(rounded[k] for k in component) for component in components or [[k] for k in range(len(rounded))]
    )


def _same(one, other):
    fields = ("pure", "mixed", "game", "regret", "complete")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in fields)


def _with_one_tie(rng, shape):
    """Return random games of three pairs in which both actions of somebody do equally well in some profile."""
    payoffs = rng.random(shape)
    for game in payoffs:
        player, *actions = rng.integers([3, 2, 2, 2])
        other = list(actions)
        other[player] = 1 - other[player]
        game[(player, *actions)] = game[(player, *other)]
    return payoffs


@pytest.mark.parametrize(
    "kind",
    [
        KINDS["random"],
        KINDS["of many sizes"],
        KINDS["decimals, shifted"],
        _with_one_tie,
        lambda rng, shape: rng.integers(0, 10, shape) * 1.0,
        KINDS["so large that products overflow"],
    ],
)
def test_three_pairs_have_the_equilibria_of_a_search_by_supports_and_whole_segments_where_that_stops(kind):
    payoffs = kind(np.random.default_rng(5), (25, 3, 2, 2, 2))
    found = all_equilibria(payoffs)
    for number, own in enumerate(payoffs):
        search, mine = isolated_equilibria(own), DEGREES[found.complete[number]]
        if search.complete:
            assert mine is Complete.ALL
            assert _groups(found.of(number), ()) == _groups(search.profiles, ())
        elif mine is Complete.EXTREME:  # a set of equilibria that is no point: the search gives up, the closed form not
            groups = [[np.concatenate(found.of(number)[k]) for k in c] for c in found.components(number)]
            sure = [
                profile for profile in (*search.profiles, *search.others) if regret(NormalFormGame(own), profile) < 1e-9
            ]
            assert all(_is_on_a_line(np.concatenate(profile), groups) for profile in sure)
        else:
            assert mine is Complete.UNKNOWN
    assert found.regret.max(initial=0.0) < 1e-9


def test_the_volunteers_dilemma_has_seven_equilibria_in_closed_form():
    payoffs = np.full((3, 2, 2, 2), 0.75)
    for i in range(3):
        payoffs[i][(slice(None),) * i + (1,)] = 1.0
    payoffs[:, 1, 1, 1] = 0.0
    found = all_equilibria(payoffs[np.newaxis])
    assert found.count.tolist() == [7] and found.complete.tolist() == [0]
    # all shirk with probability sqrt(1/4); pairs with probability 1/4 while the third shirks
    assert np.allclose(sorted(row.max() for row in found.mixed), [0.5, 1, 1, 1])
    assert np.allclose(sorted(found.mixed[found.mixed.max(axis=1) == 1].ravel())[3:6], 0.25)


def test_a_player_who_does_not_care_makes_a_segment_with_the_ends_that_the_others_allow():
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[0, 1, 0] = [1.0, -1.0]
    payoffs[0, 1, 1] = [0.0, 1.0]  # indifferent where the others play 1 and 0
    payoffs[1, 0, 1], payoffs[1, 1, 1] = 1.0, -1.0  # the second plays 1 while the first plays 1 with at most a half
    payoffs[2, :, :, 1] = -1.0  # the third always plays 0
    found = all_equilibria(payoffs[np.newaxis])
    assert DEGREES[found.complete[0]] == "extreme"
    profiles = [np.concatenate(p).tolist() for p in found.of(0)]
    assert profiles == [[1, 0, 0, 1, 1, 0], [0, 1, 1, 0, 1, 0], [0.5, 0.5, 0, 1, 1, 0]]
    assert found.components(0) == ((0, 2), (1,))
    single = Nash().solve(NormalFormGame(payoffs))
    assert single.complete == "extreme" and single.components == ((0, 2), (1,))
    assert [np.concatenate(e.profile).tolist() for e in single.equilibria] == profiles


def test_components_are_not_said_where_the_list_may_not_be_whole():
    payoffs = np.zeros((2, 3, 2, 2, 2))
    payoffs[0, :2] = np.eye(2)[..., np.newaxis]  # the third player's choice matters to nobody
    found = all_equilibria(payoffs)
    assert DEGREES[found.complete[0]] == "unknown" and found.components(0) == ()
    assert DEGREES[found.complete[1]] == "extreme" and found.components(1) == (tuple(range(8)),)


def _is_on_a_line(point, groups):
    """Say whether a point is a mixture of two in one group."""
    for group in groups:
        for one in group:
            for other in group:
                way = other - one
                share = ((point - one) @ way / (way @ way or 1.0)).clip(0.0, 1.0)
                if np.abs(one + share * way - point).max() < 1e-8:
                    return True
    return False
