"""Every figure of the literature in `tests/literature` is met to its tolerance."""

import numpy as np
import pytest

from literature import ORACLES, Oracle


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: f"{oracle.area}: {oracle.name}")
def test_a_figure_of_the_literature_is_met(oracle: Oracle) -> None:
    found = oracle.ask()
    for name, expected in oracle.expected.items():
        if isinstance(expected, list) and isinstance(expected[0], str):
            assert found[name] == expected
        else:
            assert np.asarray(found[name], dtype=float) == pytest.approx(
                np.asarray(expected, dtype=float), rel=0, abs=oracle.tolerance, nan_ok=True
            ), name
