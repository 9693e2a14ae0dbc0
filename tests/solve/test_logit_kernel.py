"""The batched logit profile: the definition holds, and it is the point to which the branch of a single game leads."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from negosim.games import NormalFormGame
from negosim.solve.certificate import logit_error
from negosim.solve.kernels import branch, logit_points
from negosim.solve.principal_branch import principal_branch

tracer = sys.modules[principal_branch.__module__]


def _games(shape, count=12, seed=0):
    payoffs = np.random.default_rng(seed).random((count, len(shape), *shape))
    return payoffs, np.ptp(payoffs.reshape(count, len(shape), -1), axis=2).max(axis=1)


@pytest.mark.parametrize("shape", [(3,), (2, 2), (3, 2), (2, 1, 3), (3, 3, 3), (2, 2, 2, 2)])
@pytest.mark.parametrize("steepness", [0.0, 1.0, 12.0])
def test_the_profile_of_each_game_is_where_its_own_branch_first_reaches_lambda(shape, steepness):
    payoffs, scale = _games(shape)
    found = logit_points(payoffs, steepness / scale)
    assert found.error.max() < 1e-10
    for number in range(0, 12, 4):
        (single,) = principal_branch(NormalFormGame(payoffs[number]), (steepness / scale[number],))
        for own, other in zip(found.profile, single, strict=True):
            assert own[number] == pytest.approx(other, abs=1e-9)


def test_games_whose_branch_turns_are_followed_singly():
    payoffs, scale = _games((2, 2, 2), 400, 3)
    lams = 20.0 / scale
    tables = np.moveaxis(payoffs / scale[:, None, None, None, None], 0, -1)
    with np.errstate(all="ignore"):
        turning = np.flatnonzero(np.isnan(branch.follow(tables, np.full(400, 20.0))).any(axis=0))
    assert 2 <= len(turning) <= 20
    found = logit_points(payoffs[turning], lams[turning])
    for number, game in enumerate(turning):
        profile = tuple(own[number] for own in found.profile)
        assert logit_error(NormalFormGame(payoffs[game]), profile, lams[game]) < 1e-10


@pytest.mark.parametrize("number", [59, 591])
def test_near_another_branch_the_first_point_is_that_of_much_shorter_steps(monkeypatch, number):
    """Of 3,000 random games, two in which steps as long as an easy curve allows go over to another branch."""
    payoffs, scale = _games((2, 2, 2), 3000, 3)
    game, lam = NormalFormGame(payoffs[number]), 20.0 / scale[number]
    (found,) = principal_branch(game, (lam,))
    monkeypatch.setattr(tracer, "_LONGEST", 0.05)
    monkeypatch.setattr(tracer, "_LONGEST_SHARE", 0.01)
    (slow,) = principal_branch(game, (lam,))
    assert logit_error(game, found, lam) < 1e-10
    for own, other in zip(found, slow, strict=True):
        assert own == pytest.approx(other, abs=1e-9)


def test_payoffs_of_any_size_are_followed_and_threads_change_nothing():
    payoffs, scale = _games((3, 3), 3000)
    sizes = 10.0 ** np.random.default_rng(1).integers(-9, 10, 3000)
    found = logit_points(payoffs, 5.0 / scale)
    with ThreadPoolExecutor(2) as executor:
        other = logit_points(payoffs * sizes[:, None, None, None] + 0.0, 5.0 / scale / sizes, executor)
    assert np.allclose(np.hstack(found.profile), np.hstack(other.profile), rtol=0, atol=1e-9)


def test_constant_payoffs_keep_choice_uniform():
    found = logit_points(np.full((1, 2, 2, 3), 7.0), 5.0)
    assert np.concatenate(found.profile, axis=1).tolist() == [[0.5, 0.5, *[pytest.approx(1 / 3)] * 3]]


def test_a_game_that_cannot_be_followed_is_marked(monkeypatch):
    monkeypatch.setattr(tracer, "_MOST_STEPS", 3)
    monkeypatch.setattr(branch, "_MOST_STEPS", 3)
    payoffs, scale = _games((2, 2))
    found = logit_points(payoffs, 50.0 / scale)
    assert np.isnan(found.error).all() and np.isnan(found.profile[1]).all()


def test_lambda_must_be_a_finite_number_from_0_up():
    for lam in (-1.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="lambda is a finite number from 0 up"):
            logit_points(np.ones((1, 2, 2, 2)), lam)
