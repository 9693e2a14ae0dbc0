"""Outcome shares under logit response, against closed forms and definitions."""

import numpy as np
import pytest

from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf, NormalFormGame
from negosim.solve.outcome_shares import lambda_grid, logit_outcome_shares, outcome_labels

ASYMMETRIC = NormalFormGame([[[2, 0], [0, 1]], [[2, 0], [0, 1]]], actions=(("a", "b"), ("c", "d")))


def choice_after_chance(outcomes=()):
    """Chance deals high (1/4) or low (3/4), unseen; player one stops (leaf) or goes on to a second choice."""
    nodes = (
        Chance(("high", "low"), (1, 4), 0),
        Decision(0, (2, 3)),
        Leaf(0),
        Leaf(1),
        Decision(0, (5, 6)),
        Leaf(2),
        Leaf(3),
    )
    sets = (InformationSet(0, "one", ("stop", "go"), (1, 4)),)
    return ExtensiveFormGame(nodes, sets, ("one",), np.array([[1.0, 4.0, 1.0, 0.0]]), np.array([0.25, 0.75]), outcomes)


@pytest.mark.parametrize("p", [0.6, 0.9, 0.999])
def test_shares_of_a_coordination_game_are_products_of_the_closed_form(p):
    """log(p / (1 - p)) = lambda * (3 p - 1) on the principal branch of the symmetric game."""
    lam = np.log(p / (1 - p)) / (3 * p - 1)
    shares = logit_outcome_shares(ASYMMETRIC, [0.0, lam])
    expected = {"a / c": p * p, "a / d": p * (1 - p), "b / c": (1 - p) * p, "b / d": (1 - p) ** 2}
    assert {label: share[1] for label, share in shares.items()} == pytest.approx(expected, abs=1e-10)
    assert all(share[0] == pytest.approx(0.25) for share in shares.values())


def test_shares_of_a_tree_are_the_logit_response_to_what_chance_makes_likely():
    """Going on is worth 1/4 of 4, stopping 1: equal, so half go on; the shares of chance stay as dealt."""
    shares = logit_outcome_shares(choice_after_chance(), [0.0, 5.0])
    assert list(shares) == ["high / stop", "high / go", "low / stop", "low / go"]
    for label, share in zip(shares, [0.125, 0.125, 0.375, 0.375], strict=True):
        assert shares[label] == pytest.approx([share, share])


def test_ends_of_one_name_are_one_outcome():
    shares = logit_outcome_shares(choice_after_chance(("peace", "war", "peace", "war")), [1.0])
    assert {label: share[0] for label, share in shares.items()} == pytest.approx({"peace": 0.5, "war": 0.5})


def test_labels_are_the_names_of_outcomes_or_the_actions_on_the_way():
    assert outcome_labels(ASYMMETRIC) == ("a / c", "a / d", "b / c", "b / d")
    assert outcome_labels(choice_after_chance(("x", "y", "z", "x"))) == ("x", "y", "z", "x")


def test_the_grid_runs_in_equal_ratios_from_near_uniform_choice_to_near_best_replies():
    grid = lambda_grid(NormalFormGame([[[9, 0], [0, 1]], [[0, 1], [1, 0]]]), 5)
    assert grid * 9 == pytest.approx([0.1, 1.0, 10.0, 100.0, 1000.0])
    assert lambda_grid(NormalFormGame([[[2, 2]], [[2, 2]]]), 2) == pytest.approx([0.1, 1000.0])
