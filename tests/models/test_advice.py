"""A mediator's word in a scenario, after Kydd: against every rule of what to say and ask, and what it refuses."""

from itertools import product

import numpy as np
import pytest

from negosim.errors import InputError
from negosim.models import compile_game
from negosim.scenario import read, read_text

TALK = read("classics/biased-mediator")
BIAS, ACCURACY, WAR = "stakes.mediator.land", "games.warning.accuracy", "actors.mediator.value_of_deal"
WEAK = "actors.south.cost_of_fighting.belief.types.weak.probability"


def analysed(**changes):
    return compile_game(TALK.what_if(changes) if changes else TALK).analyse()


def test_only_a_biased_mediator_is_believed():
    """Kydd (2003), with the condition of `models/screening/bias`: at least .1 x .3 / (.9 x .9 + .1 x .5 - .6)."""
    found = analysed()
    assert found.figures["least_bias"] == pytest.approx(0.11538461538461532, abs=1e-9)
    assert found.regime == "believed"
    assert analysed(**{BIAS: 0.0}).regime == analysed(**{BIAS: 0.11}).regime == "holds_back"


def telling_is_an_equilibrium(bias, accuracy, war, prior):
    """Whether nobody gains by another rule, by going through both types, both signals and all rules."""
    strong, weak, result, own = 0.6, 0.9, 0.5, 0.1

    def worth(says, asks):
        mediator = proposer = 0.0
        for is_weak, saw_weak in product((True, False), repeat=2):
            chance = (prior if is_weak else 1 - prior) * (accuracy if is_weak == saw_weak else 1 - accuracy)
            risky = asks[says[saw_weak]]
            fights = risky and not is_weak
            share = result if fights else weak if risky else strong
            mediator += chance * (bias * share - war * fights)
            proposer += chance * (share - own * fights)
        return mediator, proposer

    rules = [dict(zip((True, False), pair, strict=True)) for pair in product((True, False), repeat=2)]
    truth = {True: True, False: False}
    mediator, proposer = worth(truth, truth)
    best = max(worth(rule, truth)[0] for rule in rules), max(worth(truth, rule)[1] for rule in rules)
    return mediator >= best[0] - 1e-12 and proposer >= best[1] - 1e-12


def test_a_word_is_believed_exactly_where_no_other_rule_pays_the_mediator_or_the_proposer():
    rng = np.random.default_rng(5)
    seen = set()
    for _ in range(60):
        bias, accuracy, war, prior = rng.random(), rng.uniform(0.5, 1), 0.6 * rng.random(), rng.random()
        changes = {BIAS: bias, ACCURACY: accuracy, WAR: war, WEAK: prior}
        changes[WEAK.replace("weak", "strong")] = 1 - prior
        found = analysed(**changes)
        believed = found.regime == "believed"
        assert believed == telling_is_an_equilibrium(bias, accuracy, war, prior)
        assert len(found.answer.solutions) == 1 + believed
        assert all(each.regret < 1e-9 for each in found.answer.solutions)
        seen.add(found.regime)
    assert seen == {"believed", "holds_back", "no_use"}
    loud = {BIAS: 0.9, ACCURACY: 0.65, WAR: 0.02}  # at most .65 x .02 / (.35 x .9 + .65 x .5 - .6) = .325
    found = analysed(**loud)
    assert found.regime == "cries_wolf" and found.figures["largest_bias"] == pytest.approx(0.325)
    assert not telling_is_an_equilibrium(0.9, 0.65, 0.02, 0.5)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("games: {warning: {accuracy: null}}", "nothing says how often the mediator sees right"),
        ("games: {warning: {mediator: null}}", "nobody advises"),
        ("games: {warning: {mediator: south}}", "south is one of the sides"),
        ("actors: {south: {cost_of_fighting: {belief: null}}}", "rivals believe in none"),
        ("stakes: {mediator: {land: null, order: 1}}", "mediator has no stake in land"),
    ],
)
def test_what_advice_lacks_is_a_fault(change, fault):
    with pytest.raises(InputError, match=fault):
        read_text(f"negosim: 1\nextends: classics/biased-mediator\n{change}\n")
