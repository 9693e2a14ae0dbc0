"""Bargaining problems: their range, the most that each can have, and what is refused."""

import numpy as np
import pytest

from negosim.games.bargaining import BargainingProblem, crossing


def test_the_range_runs_from_where_one_gains_nothing_to_where_the_other_gains_nothing():
    problem = BargainingProblem([[1, 0], [0.5, 0.8], [0, 1]], [0.25, 0.4])
    first, last = (problem.at(end) for end in problem.ends)
    assert first == pytest.approx([0.75, 0.4])
    assert last == pytest.approx([0.25, 0.9])
    assert problem.aspirations == pytest.approx([0.75, 0.9])
    assert not problem.is_empty


def test_a_range_is_empty_exactly_where_the_disagreement_lies_beyond_the_frontier():
    d = np.stack(np.meshgrid(np.linspace(0, 1, 11), np.linspace(0, 1, 11)), axis=-1)
    frontier = np.broadcast_to([[1.0, 0.0], [0.0, 1.0]], (11, 11, 2, 2))
    problem = BargainingProblem(frontier, d)
    assert (problem.is_empty == (d.sum(axis=-1) > 1 + 1e-9)).all()


def test_a_crossing_is_the_first_position_that_reaches_the_target_and_the_last_where_none_does():
    values = np.array([0.0, 1.0, 1.0, 3.0])
    found = [float(crossing(values, np.array(target))) for target in (-1, 0, 0.5, 1, 2, 9)]
    assert found == [0.0, 0.0, 0.5, 1.0, 2.5, 3.0]


def test_the_most_that_each_can_have_of_a_larger_set_may_be_given():
    problem = BargainingProblem([[1, 0], [0, 1]], [0, 0], [2, 1])
    assert problem.aspirations.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("frontier", "disagreement", "said"),
    [([[1, 0]], [0, 0], "a frontier has shape"), ([[1, 0], [0, 1]], [0, 0, 0], "a disagreement point has")],
)
def test_shapes_that_make_no_problem_are_refused(frontier, disagreement, said):
    with pytest.raises(ValueError, match=said):
        BargainingProblem(frontier, disagreement)
