"""Agreement with sgamesolver (Eibelshaeuser, Klockmann, Poensgen and von Schenk 2023) on random stochastic games.

An optional group: without sgamesolver these tests are skipped. It builds with numpy and Cython already installed:
`pip install numpy scipy cython setuptools` and then `pip install --no-build-isolation sgamesolver`.
"""

from dataclasses import replace

import numpy as np
import pytest

from negosim.campaign import Rule, certify, markov_game, solve

sgamesolver = pytest.importorskip("sgamesolver", reason="pip install --no-build-isolation sgamesolver")
DISCOUNT = 0.6


@pytest.fixture(autouse=True)
def _names_of_older_numpy(monkeypatch):
    """Give back the names that sgamesolver uses and that numpy 2 dropped."""
    for old, new in (("NaN", np.nan), ("product", np.prod), ("infty", np.inf)):
        monkeypatch.setattr(np, old, new, raising=False)


def theirs(payoffs, onward):
    """Strategies[state, player, action] and values[state, player] by the logit homotopy."""
    game = sgamesolver.SGame(list(payoffs), list(onward), DISCOUNT)
    homotopy = sgamesolver.homotopy.QRE(game)
    homotopy.solver_setup()
    homotopy.solver.verbose = 0
    homotopy.solve()
    return homotopy.equilibrium.strategies, homotopy.equilibrium.values


def random_game(seed, players_payoffs):
    rng = np.random.default_rng(seed)
    onward = rng.random((3, 2, 2, 3))
    return players_payoffs(rng), onward / onward.sum(axis=-1, keepdims=True)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_values_of_zero_sum_games_agree(seed):
    """Shapley's value is unique."""
    payoffs, onward = random_game(seed, lambda rng: np.stack([u := rng.random((3, 2, 2)), -u], axis=1))
    course = solve(markov_game(payoffs, onward, np.full(2, DISCOUNT)), Rule("mixed"))
    assert course.values[0][0] == pytest.approx(theirs(payoffs, onward)[1], abs=1e-5)


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_what_they_find_passes_the_certificate(seed):
    payoffs, onward = random_game(seed, lambda rng: rng.random((3, 2, 2, 2)))
    course = solve(markov_game(payoffs, onward, np.full(2, DISCOUNT)), Rule("mixed"))
    strategies, _ = theirs(payoffs, onward)
    policy = tuple(np.asarray(strategies[:, player]) for player in range(2))
    assert max(gap.gap for gap in certify(replace(course, policies=((policy,),)))) < 1e-5
