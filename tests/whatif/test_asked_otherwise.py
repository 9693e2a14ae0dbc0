"""Tipping points and sensitivity of figures, of other concepts, and of other models than moves."""

import numpy as np
import pytest

from command_line import call
from negosim.errors import UnsolvedError
from negosim.models import compile_game
from negosim.scenario import read, read_text
from negosim.solve.concepts.logit import Logit
from negosim.solve.concepts.nash import Nash
from negosim.whatif.batch import subject_of
from negosim.whatif.sensitivity import sensitivity
from negosim.whatif.tipping import tipping
from sweep_cases import HIGH, KEEP, SLIVER

COST, HAZARD = "actors.russia.cost_of_fighting", "issues.kursk.hazard"


def tips_of(found):
    return {tip.path: tip for tip in found.tips}


def test_the_chip_tips_at_its_critical_hazard_and_every_flip_is_certified():
    scenario = read("march-2025")
    critical = compile_game(scenario, "chip").analyse().figures["critical_hazard"]
    found = tipping(subject_of(scenario, "chip"))
    (flip,) = tips_of(found)[HAZARD].flips
    assert found.answer == "refused" and flip.to == "accepted"
    assert flip.value == pytest.approx(critical, rel=1e-8)
    assert all(flip.is_certified for tip in found.tips for flip in tip.flips)


def test_the_sign_of_a_figure_tips_where_it_is_zero():
    """Both break, and what North then gets is the number itself, 1 in the file."""
    scenario = read("truce-dilemma").what_if({"games.dilemma.payoffs.keep.break.north": -9.0})
    path = "games.dilemma.payoffs.break.break.north"
    found = tipping(subject_of(scenario, "dilemma", None, "payoff_north"), [path])
    (flip,) = found.tips[0].flips
    assert found.answer == "positive" and flip.to in ("zero", "negative")
    assert flip.value == pytest.approx(0.0, abs=1e-8) and flip.is_certified


def test_all_equilibria_tip_where_a_second_one_appears():
    scenario = read("truce-dilemma").what_if({HIGH: 1.0})
    found = tipping(subject_of(scenario, "dilemma", Nash()), [KEEP])
    flip = found.tips[0].flips[0]
    assert flip.value == pytest.approx(3.0, abs=1e-8) and flip.is_certified and " + " in flip.to


def test_the_likeliest_outcome_of_logit_choices_tips_and_is_certified():
    found = tipping(subject_of(read("march-2025"), "call", Logit(lam=20.0)), [COST])
    assert [flip.is_certified for flip in found.tips[0].flips] == [True] * len(found.tips[0].flips) != []


def test_a_figure_that_is_a_sum_has_the_indices_of_a_sum():
    """With w the stake in the left, drawn from 0 to 0.4, Ann takes the right and gets 1 - w: all variance is w's."""
    text = SLIVER.replace("left: .2,", "left: {value: .2, low: 0, high: .4},")
    found = sensitivity(subject_of(read_text(text), "choice", None, "payoff_ann"), 256)
    assert found.influences[0].path == "stakes.ann.left"
    assert found.influences[0].total == pytest.approx(1.0, abs=0.05)
    assert [share.answer for share in found.shares] == ["positive"]
    np.testing.assert_allclose(found.spread, [1 - w for w in (0.38, 0.2, 0.02)], atol=5e-3)


def test_a_models_regime_and_its_figure_have_indices():
    scenario = read("march-2025")
    regime = sensitivity(subject_of(scenario, "chip"), 256)
    price = sensitivity(subject_of(scenario, "chip", None, "price"), 256)
    assert regime.answer == "refused" and {share.answer for share in regime.shares} == {"refused", "accepted"}
    assert price.influences and price.spread[0] < price.spread[1] < price.spread[2]


def test_a_figure_without_a_value_somewhere_has_no_variance():
    with pytest.raises(UnsolvedError, match="critical_hazard has no single finite value"):
        sensitivity(subject_of(read("march-2025"), "chip", None, "critical_hazard"), 256)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tipping", "march-2025", "--game", "chip"], "now refused"),
        (["tipping", "march-2025", "--figure", "payoff_russia", "--path", COST], "payoff of Russia above 0"),
        (["tipping", "march-2025", "--lambda", "20", "--path", COST], "likeliest"),
        (["tipping", "march-2025", "--game", "chip", "--toward", "accepted"], "brings accepted about"),
        (["sensitivity", "march-2025", "--game", "chip", "--samples", "64"], "Refused in"),
        (
            ["sensitivity", "march-2025", "--figure", "payoff_russia", "--samples", "64"],
            "Payoff of Russia lies between",
        ),
        (["sensitivity", "march-2025", "--lambda", "20", "--samples", "64"], "likeliest"),
    ],
)
def test_what_is_asked_is_what_is_told(words, said):
    found = call(*words)
    assert found.status == 0 and said in found.flat, found.out + found.err
    assert all(len(line) <= 80 for line in found.lines) and len(found.lines) <= 50
    assert call(*words, "--json").record["game"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["tipping", "march-2025", "--game", "chip", "--joint"], 2, "--joint looks for changes of the outcome"),
        (["tipping", "march-2025", "--figure", "price"], 2, "`call` has no such figure"),
        (["tipping", "march-2025", "--concept", "stackelberg"], 4, "not under stackelberg"),
        (["sensitivity", "march-2025", "--game", "chip", "--figure", "prise"], 2, "did you mean 'price'?"),
    ],
)
def test_what_cannot_be_asked_is_refused(words, status, said):
    found = call(*words)
    assert (found.status, found.out) == (status, "") and said in " ".join(found.err.split())
