"""Display names: those of the scenario, and keys where it gives none."""

from negosim.scenario import read
from negosim.scenario.names import Names

NAMES = Names(read("march-2025"))


def test_a_scenarios_own_names_are_used():
    assert (NAMES.actor("us"), NAMES.short("us"), NAMES.short("russia")) == ("United States", "US", "Russia")
    assert NAMES.option("call", "us", "press_moscow") == "presses Moscow"
    assert NAMES.outcome("energy_truce") == "an energy truce"
    assert NAMES.issue("kursk") == "the Kursk salient"
    assert NAMES.lever("us_sanctions") == "further US sanctions on Russia"
    assert NAMES.game("table_talk") == "All at once"
    assert NAMES.actors == ("us", "russia", "ukraine")


def test_a_name_that_needs_an_article_gets_one_in_a_sentence():
    assert (NAMES.subject("us"), NAMES.subject("russia")) == ("the United States", "Russia")


def test_an_inherited_game_has_the_names_of_its_parent():
    assert NAMES.option("call_private", "russia", "refuse") == "refuses any truce"
    assert NAMES.is_verb_phrase("call_private", "russia", "refuse")


def test_where_there_is_no_name_the_key_stands_for_itself():
    nobody = Names()
    assert nobody.option("any", "us", "press_moscow") == "press moscow"
    assert not nobody.is_verb_phrase("any", "us", "press_moscow")
    assert (nobody.actor("1"), nobody.short("south_bank"), nobody.actors) == ("Player 1", "south bank", ())
    assert NAMES.outcome("hold / strike") == "hold / strike"


def test_a_plain_payoff_table_is_not_in_points():
    assert NAMES.is_in_points("call")
    assert not Names(read("truce-dilemma")).is_in_points("dilemma")


def test_a_what_if_is_called_by_its_name_and_without_one_by_its_key():
    names = Names(read("march-2025"))
    assert names.what_if("more_pressure_on_kyiv") == "more pressure on Kyiv"
    assert names.what_if("tougher_sanctions") == "tougher sanctions"
    assert Names(None).what_if("any_form") == "any form"
