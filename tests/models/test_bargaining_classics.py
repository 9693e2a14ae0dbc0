"""The classics of bargaining: each published answer, by scenario, game and figure. A line for each."""

import math

import pytest

from negosim.models import compile_game
from negosim.scenario import read

PUBLISHED = [
    ("rubinstein-pie", "offers", "alternating_offers.pie", 5 / 7),  # (1 - d2) / (1 - d1 d2)
    ("rubinstein-pie", "offers", "patient.pie", math.log(0.8) / (math.log(0.9) + math.log(0.8))),
    ("rubinstein-pie", "offers", "nash_agreement.pie", 1 / 2),
    ("camp-david", "accord", "adjusted_winner.sinai", 1 / 6),
    ("camp-david", "accord", "adjusted_winner.recognition", 1.0),
    ("camp-david", "accord", "adjusted_winner.west_bank", 1.0),
    ("camp-david", "accord", "adjusted_winner.linkage", 1.0),
    ("camp-david", "accord", "adjusted_winner.rights", 0.0),
    ("camp-david", "accord", "adjusted_winner.jerusalem", 1.0),
]


@pytest.mark.parametrize(("name", "game", "figure", "answer"), PUBLISHED)
def test_a_classic_gives_its_published_answer(name, game, figure, answer):
    scenario = read(f"classics/{name}")
    assert "Published answer" in (scenario.facts.about or "") and scenario.facts.sources
    assert compile_game(scenario, game).analyse().figures[figure] == pytest.approx(answer, abs=1e-9)


def test_at_camp_david_both_have_the_same_share_of_their_points():
    solutions = compile_game(read("classics/camp-david")).analyse().answer.solutions
    winner = next(each for each in solutions if each.concept == "adjusted_winner")
    assert winner.payoffs == pytest.approx({"israel": 0.6583333333, "egypt": 0.6583333333})
