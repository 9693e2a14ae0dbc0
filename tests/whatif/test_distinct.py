"""Distinct columns, against numpy's own."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from negosim.whatif import distinct as module
from negosim.whatif.distinct import distinct

tables = arrays(np.int64, array_shapes(min_dims=2, max_dims=2, max_side=8), elements=st.integers(-2, 2))


def check(rows):
    first, which = distinct(rows)
    assert (rows[:, first][:, which] == rows).all()
    assert len({tuple(column) for column in rows[:, first].T}) == len(first)
    assert len(first) == np.unique(rows, axis=1).shape[1]
    assert (np.diff(first) > 0).all()
    assert all(not (rows[:, :place] == rows[:, [place]]).all(axis=0).any() for place in first)


@given(tables)
def test_each_column_is_the_same_as_the_one_that_stands_for_it_and_no_two_of_these_are(rows):
    check(rows)


def test_columns_whose_sums_coincide_are_still_told_apart(monkeypatch):
    monkeypatch.setattr(module, "_GOLDEN", 0)
    check(np.array([[1, 2, 0, 1], [2, 1, 3, 2]]))


def test_truth_values_will_do():
    first, which = distinct(np.array([[True, False, True]]))
    assert first.tolist() == [0, 1] and which.tolist() == [0, 1, 0]
