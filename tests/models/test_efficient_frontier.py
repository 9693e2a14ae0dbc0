"""The frontier of a picture is what no settlement improves on for both parties."""

import numpy as np
import pytest

from negosim import read
from negosim.models import compile_game
from negosim.models.bargaining.compiled import efficient_part

LOW, HIGH = np.array([[0.0, 10.0], [8.0, 0.0]]), np.array([[2.0, 7.0], [9.0, 0.0]])


def test_a_piece_is_cut_where_another_is_better_for_both():
    """The lines y = 10 - 5x/4 and y = 9 - x cross at x = 4; left of that the first one is the higher."""
    kept = efficient_part(LOW, [HIGH])
    x = kept[np.isfinite(kept[:, 0]), 0]
    assert x.min() == 0.0 and x.max() == pytest.approx(4.0, abs=0.05)
    right = efficient_part(HIGH, [LOW])
    x = right[np.isfinite(right[:, 0]), 0]
    assert x.min() == pytest.approx(4.0, abs=0.05) and x.max() == 9.0
    assert np.isfinite(efficient_part(LOW, [])).all()


@pytest.mark.parametrize(("name", "key"), [("march-2025", "settlement"), ("classics/ratification", "treaty")])
def test_no_settlement_on_a_grid_is_better_for_both_than_a_point_of_the_frontier(name, key):
    compiled = compile_game(read(name), key)
    drawn = compiled.drawing("bargaining_range")
    every = np.concatenate(drawn.pieces)
    for piece in drawn.efficient:
        for point in piece[np.isfinite(piece[:, 0])][::20]:
            assert not ((every > point + 1e-6).all(axis=1)).any()
    for agreed in drawn.agreements.values():
        near = [np.abs(piece - agreed).sum(axis=1) for piece in drawn.efficient]
        assert np.nanmin(np.concatenate(near)) < 0.02
