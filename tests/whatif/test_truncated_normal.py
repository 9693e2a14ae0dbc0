"""Numbers with a normal doubt are drawn from a normal distribution cut to the legal domain, not heaped at its ends."""

import numpy as np
import pytest
from scipy.stats import kstest, truncnorm

from negosim.scenario import Numbers, read_text
from negosim.whatif.sampling import draw

TEXT = """
negosim: 1
title: Doubt
actors:
  a:
    name: A
    ideal: {value: VALUE, dist: {normal: {sd: SD}}}
    cost_of_fighting: {value: VALUE, dist: {normal: {sd: SD}}}
games: {g: {name: G, moves: {m: {actor: a, options: {x: {}}}}, payoffs: {x: {a: 1}}}}
"""


def numbers_of(value: float, sd: float) -> Numbers:
    return read_text(TEXT.replace("VALUE", str(value)).replace("SD", str(sd))).numbers


@pytest.mark.parametrize("value", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("sd", [0.01, 0.3, 5.0])
@pytest.mark.parametrize(("field", "top"), [("ideal", 1.0), ("cost_of_fighting", np.inf)])
def test_a_draw_follows_the_truncated_normal(value: float, sd: float, field: str, top: float) -> None:
    numbers, path = numbers_of(value, sd), f"actors.a.{field}"
    drawn = draw(numbers, (path,), 4000, np.random.default_rng(5))[:, numbers.index[path]]
    law = truncnorm((0 - value) / sd, (top - value) / sd, loc=value, scale=sd)
    assert drawn.min() >= 0 and drawn.max() <= top
    assert len(np.unique(drawn)) == len(drawn)
    assert kstest(drawn, law.cdf).pvalue > 1e-3
