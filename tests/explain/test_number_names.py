"""Names of numbers: none is a key, and no two numbers that one game reads share one."""

import pytest

from negosim import read
from negosim.explain.number_names import number_words
from negosim.models import compile_game
from negosim.scenario.shipped import shipped_names


@pytest.mark.parametrize("target", shipped_names())
def test_every_number_of_a_game_has_a_name_of_its_own_that_is_no_key(target):
    scenario = read(target)
    for game in scenario.facts.games:
        names = {path: number_words(path, scenario) for path in compile_game(scenario, game).reads}
        assert len(set(names.values())) == len(names), [
            name for name in names.values() if [*names.values()].count(name) > 1
        ]
        assert not [name for name in names.values() if "_" in name or "." in name or name != name.strip()]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("outcomes.energy_truce.deal", "how much of a full deal an energy truce counts for"),
        (
            "outcomes.swap.settles.territory",
            "where Kursk for land leaves the four regions that Russia claims to have annexed",
        ),
        (
            "games.call.moves.reply.options.energy_truce.refuses",
            "how much Russia refuses where it offers an energy truce",
        ),
        ("games.outlasting.wins", "the chance that Russia wins a round"),
        ("games.escalation.rise.ukraine", "how fast Ukraine's cost of backing down rises"),
        ("truce.monitoring.blame.russia", "the chance that Russia is blamed for answering a breach"),
        ("time.seasons.heating.jan", "the heating season in January"),
    ],
)
def test_a_number_reads_as_a_sentence_has_it(path, name):
    assert number_words(path, read("march-2025")) == name
