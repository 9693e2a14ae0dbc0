"""The pages of games of other models: names for first and second, one unit for utility, and what turns each reason."""

import re

import numpy as np
import pytest

from command_line import called
from negosim import read
from negosim.models import CompiledModel, ModelConcept, compile_game
from negosim.models.bargaining import CompiledBargaining
from negosim.report.finding import find_any
from negosim.scenario.shipped import shipped_names
from negosim.solve import concept

GAMES = [
    (name, key)
    for name in shipped_names()
    if name != "march-2025-long-war"
    for key, rules in read(name).facts.games.items()
    if rules.model != "moves"
]


@pytest.mark.parametrize(("name", "key"), GAMES)
def test_no_word_for_an_answer_leaves_the_reader_to_count_who_is_first(name, key):
    compiled = compile_game(read(name), key)
    assert isinstance(compiled, CompiledModel)
    for regime, means in compiled.REGIMES.items():
        for said in (compiled.called(regime), compiled.means(means)):
            for actor in compiled.scenario.facts.actors.values():
                said = said.replace(actor.name, "")
            assert not re.search(r"\b(first|second)\b(?! type)", said)


def test_what_comes_without_an_agreement_is_called_by_its_name():
    pie = called("solve", "classics/rubinstein-pie", "--full")
    assert "beyond no pie for anybody" in pie.flat and "fighting on" not in pie.flat


@pytest.mark.parametrize(("game", "figures"), [("settlement", ("surplus", "gain")), ("chip", ("price", "swap_cost"))])
def test_utilities_are_points_on_the_page_and_utilities_in_the_object(game, figures):
    words = ("solve", "march-2025", "--game", game)
    page, (result,) = called(*words), called(*words, "--json").record["results"]
    assert "points: 100 = all this actor wants, on its own scale" in page.flat
    shown = " ".join(page.out.split("FIGURES")[1].split()).split("--full")[1]
    for figure in figures:
        amounts = [100 * each for name, each in result["figures"].items() if name.partition(".")[0] == figure]
        after = re.split(rf"(?:^|;| points| [0-9.]+) {figure.replace('_', ' ')} ", shown)[1]
        found = [float(each) for each in re.findall(r"-?[0-9.]+", after)[: len(amounts)]]
        assert found == pytest.approx(amounts, abs=0.051)
    for reason in result["solutions"][0]["reasons"]:
        assert reason["unit"] == "utility" and f"by {100 * abs(reason['difference']):.1f}" in page.out


@pytest.mark.parametrize("target", ["classics/preventive-war", "classics/beer-quiche", "classics/fisher-tree"])
def test_each_reason_has_the_terms_of_both_sides_and_what_turns_it(target):
    page, (result,) = called("solve", target, "--full"), called("solve", target, "--full", "--json").record["results"]
    turning = page.flat.count("turns with ") + page.flat.count("no single number that was looked at turns it")
    assert turning == len(compile_game(read(target)).base.inequalities) > 0
    for reason in result["solutions"][0]["reasons"] if result["solutions"] else []:
        assert sum(term["amount"] for term in reason["terms"]) == pytest.approx(reason["difference"], abs=1e-9)
        assert reason["says"] in page.flat


def test_a_war_of_outlasting_says_why_it_is_longer_than_either_sides_resources():
    """From k and m an even walk takes k m rounds, Feller volume 1, chapter XIV."""
    page = called("solve", "march-2025", "--game", "outlasting")
    assert "with 6 and 4 rounds' worth, each of 6 months, it takes 20.9 rounds on average, and 6 x 4 if" in page.flat
    assert round(20.9 * 6) == round(float(re.findall(r"after ([0-9]+) months", page.flat)[0]))


@pytest.mark.parametrize("name", CompiledBargaining.CONCEPTS)
def test_a_concept_of_a_bargaining_game_is_answered_alone_with_its_gains(name):
    every = compile_game(read("march-2025"), "settlement")
    alone = find_any(read("march-2025"), "settlement", ModelConcept(name)).analysis
    (own,) = [each for each in every.analyse().answer.solutions if each.concept == name]
    assert alone.answer.solutions == (own,) and alone.manifest.concept == name
    war = {one.actor: float(one.right.value) for one in every.base.inequalities}
    wanted = [100 * (own.payoffs[actor] - war[actor]) for actor in ("russia", "ukraine")]
    gains = re.findall(r"(-?[0-9.]+) points and Ukraine (-?[0-9.]+),", alone.answer.headline)[0]
    assert [float(each) for each in gains] == pytest.approx(wanted, abs=0.051)
    assert ("would rather have fighting on" in alone.answer.headline) == (min(wanted) < -0.01)
    assert ("compares the parties' utilities" in alone.answer.headline) == (name in ("egalitarian", "utilitarian"))


def test_a_page_asked_for_one_concept_shows_that_one():
    page = called("solve", "march-2025", "--game", "settlement", "--concept", "kalai_smorodinsky")
    assert re.findall(r"^  ([a-z ]+?)  +1\.000", page.out, re.MULTILINE) == ["kalai smorodinsky"]
    assert "by the Kalai-Smorodinsky agreement Russia gains" in page.flat


@pytest.mark.parametrize(
    ("game", "asked", "known"),
    [
        ("settlement", "perfect_public", "whose concepts are: nash_agreement, kalai_smorodinsky"),
        ("chip", "nash", "whose concepts are: optimal_stopping"),
        ("call", "patient", "call is a game of moves, and only games of bargaining have it"),
    ],
)
def test_a_concept_that_does_not_belong_is_refused_with_those_that_do(game, asked, known):
    found = called("solve", "march-2025", "--game", game, "--concept", asked)
    assert found.status == 2 and known in found.err and not found.out


def test_a_definition_of_stability_selects_the_states_under_it():
    every = compile_game(read("march-2025"), "call_by_order").analyse().answer.solutions
    alone = find_any(read("march-2025"), "call_by_order", concept("nash_stability")()).analysis.answer.solutions
    stable = [each.state["label"] for each in every if "nash_stability" in each.state["concepts"]]
    assert [each.state["label"] for each in alone] == stable and len(stable) == 2


def test_a_conflict_of_orders_says_why_a_state_lasts_and_which_order_would_keep_the_status_quo():
    page = called("solve", "classics/chicken")
    assert "Nobody and no group has an improvement from 2 and 3." in page.flat
    assert "to make 1 none taken (status quo) last: R, GMR, SMR and SEQ: Row must not like 2 Row swerves" in page.flat
    assert "the game reads orders of preference and no number" in page.flat


def test_a_picture_of_what_the_scenario_does_not_say_is_not_offered():
    assert "truce_faith" in called("plot", "march-2025", "--game", "energy_halt").out
    assert "truce_faith" not in called("plot", "classics/prisoners-truce").out
    assert "North's payoff of temptation" in called("solve", "classics/prisoners-truce", "--full").flat


def test_a_truce_that_no_patience_holds_says_when_the_two_sides_part():
    """This month's values hold neither side; those of December would hold the one and still not the other."""
    page = called("solve", "march-2025", "--game", "energy_halt")
    assert "From Dec on the month's values let some patience hold Ukraine, but none Russia." in page.flat
    year = compile_game(read("march-2025"), "energy_halt").drawing("truce_year").critical[:, 8:10]
    assert np.isnan(year).tolist() == [[True, True], [True, False]]


def test_a_crisis_names_the_chances_that_each_side_backs_down():
    result = called("solve", "march-2025", "--game", "escalation", "--json").record["results"][0]
    backs = [result["figures"][f"backs_down.{side}"] for side in ("russia", "ukraine")]
    assert f"Russia is the one that does with {backs[0]:.2f} and Ukraine with {backs[1]:.2f}" in result["headline"]
