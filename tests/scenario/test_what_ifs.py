"""Changing numbers: `what_if`, named what-ifs, overlay files, and what inheritance makes of each."""

from pathlib import Path

import numpy as np
import pytest

from negosim.errors import InputError
from negosim.games import FloatArray
from negosim.models import build
from negosim.scenario import Change, Scenario, read, read_text

SOUND = Path(__file__).parent / "bad" / "sound.yaml"
REFUSES = "moves.reply.options.energy_truce.refuses"


@pytest.fixture(scope="module")
def talks() -> Scenario:
    return read("march-2025")


@pytest.fixture(scope="module")
def sound() -> Scenario:
    return read(SOUND)


def refusal(scenario: Scenario, changes: dict[str, Change]) -> str:
    with pytest.raises(InputError) as caught:
        scenario.what_if(changes)
    return str(caught.value)


def value(scenario: Scenario, path: str) -> float:
    return scenario.numbers[path].value


def laid(folder: Path, *texts: str, base: str | Path = "march-2025") -> Scenario:
    """Read a scenario with some texts laid on top as overlay files."""
    files = []
    for k, text in enumerate(texts):
        (folder / f"over{k}.yaml").write_text(text)
        files.append(str(folder / f"over{k}.yaml"))
    return read(base, files)


# --- what_if -----------------------------------------------------------------------------------------------------


def test_a_what_if_changes_one_number_and_says_so(talks: Scenario) -> None:
    changed = talks.what_if({"levers.us_sanctions.strength": 0.2})
    differing = [e.path for e in talks.numbers.entries if value(changed, e.path) != e.value]
    assert differing == ["levers.us_sanctions.strength"]
    assert changed.changed == (("levers.us_sanctions.strength", "0.2"),)
    assert changed.digest != talks.digest
    assert value(talks, "levers.us_sanctions.strength") == 0.1


def test_setting_a_number_to_what_it_is_changes_nothing(talks: Scenario) -> None:
    same = talks.what_if({e.path: e.value for e in talks.numbers.entries if e.path != "time.start" and not e.is_stake})
    assert same == talks and same.digest == talks.digest and hash(same) == hash(talks)


def test_what_ifs_follow_one_another(talks: Scenario) -> None:
    twice = talks.what_if({"levers.us_aid.strength": 0.3}).what_if(
        {"levers.us_aid.replaced": 0.1, "levers.us_aid.strength": 0.4}
    )
    assert twice.changed == (("levers.us_aid.strength", "0.4"), ("levers.us_aid.replaced", "0.1"))
    assert twice == talks.what_if({"levers.us_aid.replaced": 0.1, "levers.us_aid.strength": 0.4})


@pytest.mark.parametrize("turn", [1, -1])
def test_a_number_and_a_number_within_it_can_be_set_in_either_order(sound: Scenario, turn: int) -> None:
    changes = [("levers.raids.strength", 0.4), ("levers.raids.strength.floor", 0.1)][::turn]
    changed = sound.what_if(dict(changes))
    assert (value(changed, "levers.raids.strength"), value(changed, "levers.raids.strength.floor")) == (0.4, 0.1)


def test_the_month_is_set_as_text(talks: Scenario) -> None:
    changed = talks.what_if({"time.start": "2025-12"})
    assert changed.facts.time is not None and changed.facts.time.start == "2025-12"
    assert value(changed, "time.start") - value(talks, "time.start") == 9
    assert changed.changed == (("time.start", "2025-12"),)


def test_a_value_outside_the_stated_range_drops_the_range(talks: Scenario) -> None:
    inside = talks.what_if({"levers.us_sanctions.strength": 0.4}).numbers["levers.us_sanctions.strength"]
    outside = talks.what_if({"levers.us_sanctions.strength": 0.5}).numbers["levers.us_sanctions.strength"]
    assert (inside.quantity.low, inside.quantity.high, inside.quantity.dist) == (0.02, 0.4, "triangular")
    assert (outside.quantity.low, outside.quantity.high, outside.quantity.dist) == (None, None, None)
    assert outside.quantity.means == inside.quantity.means


def test_a_measured_number_that_is_set_is_no_longer_measured(talks: Scenario) -> None:
    assert talks.numbers["issues.territory.drift"].status == "measured"
    assert (
        talks.what_if({"issues.territory.drift": 0.004}).numbers["issues.territory.drift"].status == "judged, direction"
    )


def test_null_removes_an_optional_number_and_the_what_ifs_that_set_it(talks: Scenario) -> None:
    removed = talks.what_if({"actors.us.value_of_deal": None})
    assert removed.facts.actors["us"].value_of_deal is None
    assert set(talks.facts.what_ifs) - set(removed.facts.what_ifs) == {"eager", "not_eager"}
    assert removed.changed == (("actors.us.value_of_deal", "null"),)


REFUSED: list[tuple[dict[str, Change], str]] = [
    (
        {"levers.us_aid.strenght": 0.1},
        "--set levers.us_aid.strenght=0.1: no number at this path; nearest: levers.us_aid.strength (what a pause of "
        "arms and intelligence, and an open ..., 0.2); search: negosim show march-2025 us_aid",
    ),
    ({"nothing": 1.0}, "--set nothing=1: no number at this path; search: negosim show march-2025 nothing"),
    (
        {"actors.us": 1.0},
        "--set actors.us=1: no number at this path; it holds actors.us.discount_factor, actors.us.value_of_deal; "
        "search: negosim show march-2025 us",
    ),
    (
        {"levers.us_aid.replaced": 1.5},
        "--set levers.us_aid.replaced=1.5: 1.5 is outside the number's legal domain; write a number from 0 to 1",
    ),
    (
        {"levers.us_aid.strength": float("nan")},
        "--set levers.us_aid.strength=nan: nan is outside the number's legal domain; write a number of 0 or more",
    ),
    (
        {"levers.us_aid.strength": float("inf")},
        "--set levers.us_aid.strength=inf: inf is outside the number's legal domain; write a number of 0 or more",
    ),
    (
        {"games.call.horizon": 121.0},
        "--set games.call.horizon=121: 121 is outside the number's legal domain; "
        "write more than 0 and at most 120 months",
    ),
    (
        {"levers.us_aid.strength": "much"},
        "--set levers.us_aid.strength=much: 'much' is not a number; write a number, such as 0.25",
    ),
    (
        {"levers.us_aid.strength": None},
        "--set levers.us_aid.strength=null: this number cannot be removed; write a number of 0 or more",
    ),
    (
        {"stakes.us.aid": None},
        "--set stakes.us.aid=null: this number cannot be removed; write a number from 0 to 1",
    ),
    ({"time.start": "2025-13"}, "--set time.start=2025-13: not a month; write a month, such as 2025-12"),
    ({"time.start": 12.0}, "--set time.start=12: not a month; write a month, such as 2025-12"),
    (
        {"stakes.us.aid": 0.7, "stakes.us.sanctions": 0.2},
        "--set stakes.us.aid=0.7 --set stakes.us.sanctions=0.2: these stakes of us sum to 0.9, not to 1; "
        "raise one by 0.1",
    ),
    (
        {"stakes.russia.aid": 0.7, "stakes.russia.kursk": 0.4},
        "--set stakes.russia.kursk=0.4 --set stakes.russia.aid=0.7: these stakes of russia sum to 1.1, not to 1; "
        "lower one by 0.1",
    ),
    (
        {"actors.ukraine.cost_of_fighting.belief.uniform.low": 0.5},
        "--set actors.ukraine.cost_of_fighting.belief.uniform.low=0.5: actors.ukraine.cost_of_fighting.belief: "
        "the belief is upside down: low is above high; swap them",
    ),
    (
        {"actors.ukraine.cost_of_fighting": None},
        "--set actors.ukraine.cost_of_fighting=null: 'actors.ukraine.cost_of_fighting' is not a number of an actor; "
        "name a number that has a belief: actors.russia.cost_of_fighting",
    ),
]


@pytest.mark.parametrize(("changes", "text"), REFUSED, ids=[" ".join(changes) for changes, _ in REFUSED])
def test_a_change_that_cannot_be_made_is_refused_in_the_words_of_the_command_line(
    talks: Scenario, changes: dict[str, Change], text: str
) -> None:
    assert text in refusal(talks, changes).splitlines()


def test_every_refused_change_is_told(talks: Scenario) -> None:
    assert len(refusal(talks, {"nothing": 1.0, "levers.us_aid.strength": -1.0}).splitlines()) == 2


# --- games that inherit ------------------------------------------------------------------------------------------


def payoffs(scenario: Scenario, game: str) -> FloatArray:
    return build(scenario, game).payoffs.reshape(-1)


def test_a_number_of_a_game_changes_the_games_that_inherit_it(talks: Scenario) -> None:
    changed = talks.what_if({f"games.call.{REFUSES}": 1.0})
    for game in ("call", "table_talk", "call_private"):
        assert value(changed, f"games.{game}.{REFUSES}") == 1.0
        assert not np.array_equal(payoffs(changed, game), payoffs(talks, game))
    assert np.array_equal(payoffs(changed, "ukraine_russia"), payoffs(talks, "ukraine_russia"))


def test_an_inherited_number_set_by_the_heirs_path_changes_that_game_alone(talks: Scenario) -> None:
    changed = talks.what_if({f"games.table_talk.{REFUSES}": 1.0})
    assert [value(changed, f"games.{g}.{REFUSES}") for g in ("call", "table_talk", "call_private")] == [0.5, 1.0, 0.5]
    assert f"games.table_talk.{REFUSES}" in talks.aliases
    assert f"games.table_talk.{REFUSES}" not in changed.aliases
    assert np.array_equal(payoffs(changed, "call"), payoffs(talks, "call"))
    np.testing.assert_array_equal(
        payoffs(changed, "table_talk"), payoffs(talks.what_if({f"games.call.{REFUSES}": 1.0}), "table_talk")
    )


def test_a_game_and_its_heir_can_be_set_apart_at_once(talks: Scenario) -> None:
    both = talks.what_if({f"games.call.{REFUSES}": 0.9, f"games.table_talk.{REFUSES}": 0.2})
    assert [value(both, f"games.{g}.{REFUSES}") for g in ("call", "table_talk", "call_private")] == [0.9, 0.2, 0.9]


def test_an_inherited_number_can_be_removed_from_the_heir_alone(talks: Scenario) -> None:
    removed = talks.what_if({f"games.table_talk.{REFUSES}": None})
    assert f"games.table_talk.{REFUSES}" not in removed.numbers
    assert removed.facts.games["table_talk"].moves["reply"].options["energy_truce"].refuses.value == 0
    assert value(removed, f"games.call.{REFUSES}") == 0.5


def test_an_inherited_number_stands_once_in_the_table_of_numbers(talks: Scenario) -> None:
    own = [entry.path for entry in talks.numbers.entries]
    assert f"games.call.{REFUSES}" in own and f"games.table_talk.{REFUSES}" not in own
    assert talks.numbers[f"games.table_talk.{REFUSES}"].path == f"games.call.{REFUSES}"


def test_an_alias_leads_to_the_nearest_game_that_gives_the_number() -> None:
    text = SOUND.read_text().replace(
        "  table:\n    name: A plain table",
        "  middle: {extends: talk, name: Middle, horizon: 5}\n  leaf: {extends: middle, name: Leaf}\n"
        "  table:\n    name: A plain table",
    )
    scenario = read_text(text)
    assert scenario.aliases["games.leaf.horizon"] == "games.middle.horizon"
    assert scenario.aliases["games.leaf.terms.face.amount"] == "games.talk.terms.face.amount"
    assert "games.middle.horizon" not in scenario.aliases
    changed = scenario.what_if({"games.middle.horizon": 2.0})
    assert [value(changed, f"games.{g}.horizon") for g in ("talk", "middle", "leaf")] == [3, 2, 2]


def test_a_what_if_of_a_file_may_set_an_inherited_path(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(
        f"extends: march-2025\nwhat_ifs: {{firm: {{set: {{games.table_talk.{REFUSES}: 1}}}}}}\n"
    )
    changed = read(tmp_path / "f.yaml", ["firm"])
    assert (value(changed, f"games.table_talk.{REFUSES}"), value(changed, f"games.call.{REFUSES}")) == (1, 0.5)


# --- overlays ----------------------------------------------------------------------------------------------------


def test_an_overlay_file_holds_only_what_it_changes(tmp_path: Path) -> None:
    scenario = laid(tmp_path, "levers: {us_aid: {strength: .3}}\n")
    assert value(scenario, "levers.us_aid.strength") == 0.3
    assert scenario.numbers["levers.us_aid.strength"].quantity.means is not None
    assert scenario.changed == (("levers.us_aid.strength", "0.3"),)
    assert scenario == read("march-2025").what_if({"levers.us_aid.strength": 0.3})


def test_overlays_are_laid_from_left_to_right_and_what_ifs_come_last(tmp_path: Path) -> None:
    texts = "levers: {us_aid: {strength: .3, replaced: .1}}\n", "levers: {us_aid: {strength: .4}}\n"
    scenario = laid(tmp_path, *texts)
    assert (value(scenario, "levers.us_aid.strength"), value(scenario, "levers.us_aid.replaced")) == (0.4, 0.1)
    assert value(laid(tmp_path, *texts[::-1]), "levers.us_aid.strength") == 0.3
    assert (
        value(read("march-2025", ["more_pressure_on_kyiv", str(tmp_path / "over1.yaml")]), "levers.us_aid.strength")
        == 0.3
    )
    assert value(scenario.what_if({"levers.us_aid.strength": 0.6}), "levers.us_aid.strength") == 0.6


def test_a_bare_number_is_laid_on_a_quantity_and_a_quantity_on_a_bare_number(tmp_path: Path) -> None:
    bare = laid(tmp_path, "levers: {raids: {strength: .25}}\n", base=SOUND).numbers["levers.raids.strength"].quantity
    assert (bare.value, bare.per) == (0.25, "month")
    written = laid(tmp_path, "levers: {threat: {strength: {low: .1, high: .5, means: how it hurts}}}\n", base=SOUND)
    quantity = written.numbers["levers.threat.strength"].quantity
    assert (quantity.value, quantity.low, quantity.means) == (0.2, 0.1, "how it hurts")


def test_an_overlay_rescales_the_stakes_that_it_leaves_alone(tmp_path: Path) -> None:
    scenario = laid(tmp_path, "stakes: {russia: {territory: .6, kursk: {value: .1}}}\n")
    weights = {issue: weight.value for issue, weight in scenario.facts.stakes["russia"].items()}
    assert weights == pytest.approx({"territory": 0.6, "kursk": 0.1, "aid": 0.2, "sanctions": 0.1})
    expected = read("march-2025").what_if({"stakes.russia.territory": 0.6, "stakes.russia.kursk": 0.1})
    assert weights == pytest.approx({i: w.value for i, w in expected.facts.stakes["russia"].items()})
    emptied = laid(tmp_path, "stakes: {russia: {sanctions: null}}\n").facts.stakes["russia"]
    assert {issue: weight.value for issue, weight in emptied.items()} == pytest.approx(
        {"territory": 5 / 9, "kursk": 2 / 9, "aid": 2 / 9}
    )


def test_stakes_that_leave_nothing_are_told_at_the_overlays_place(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        laid(tmp_path, "stakes: {russia: {territory: .7, kursk: .6}}\n")
    assert str(caught.value).startswith(f"{tmp_path}/over0.yaml:1:10: stakes of russia sum to 1.6, not to 1;")


def test_an_overlay_may_change_rules_as_well_as_numbers(tmp_path: Path) -> None:
    scenario = laid(tmp_path, "games: {talk: {moves: {answer: {when: null}}}}\ntime: {start: 2025-12}\n", base=SOUND)
    assert scenario.facts.games["talk"].moves["answer"].when == {}
    assert scenario.changed == (("time.start", "2025-12"),)


def test_an_overlay_may_take_an_inherited_option_from_the_heir_alone(tmp_path: Path) -> None:
    over = "games: {at_once: {moves: {offer: {options: {deal: null}}}, outcome_rules: [{outcome: war}]}}\n"
    scenario = laid(tmp_path, over, base=SOUND)
    assert list(scenario.facts.games["at_once"].moves["offer"].options) == ["halt", "no"]
    assert list(scenario.facts.games["talk"].moves["offer"].options) == ["halt", "deal", "no"]


def test_an_overlay_may_take_away_what_the_heir_itself_added(tmp_path: Path) -> None:
    over = "games: {secret: {private: {actors.north.cost_of_fighting: null}}}\n"
    assert laid(tmp_path, over, base=SOUND).facts.games["secret"].private == {}


def test_a_removed_number_is_listed_as_changed(tmp_path: Path) -> None:
    scenario = laid(tmp_path, "actors: {south: {value_of_deal: null}}\n", base=SOUND)
    assert scenario.changed == (("actors.south.value_of_deal", "null"),)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("levers: {us_aid: {strenght: .3}}", "1:19: unknown key 'strenght'; did you mean 'strength'?"),
        (
            "levers: {us_aid: {strength: {low: .3, high: .5}}}",
            "1:35: levers.us_aid.strength: value 0.2 is outside its own range, 0.3 to 0.5; "
            "widen the range or change the value",
        ),
        ("levers: {us_aid: {strength: -1}}", "1:29: levers.us_aid.strength: value -1 is outside its legal domain; "
         "write a number of 0 or more"),
        ("negosim: 2", "1:10: this file is in version 2 of the language, and this negosim reads up to 1; "
         "use a newer negosim"),
        ("levers: {us_aid: {to: null}}", "1:10: levers.us_aid lacks 'to'; add `to:`"),
    ],
)  # fmt: skip
def test_a_fault_of_an_overlay_is_told_at_its_own_place(text: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        laid(tmp_path, text)
    assert str(caught.value) == f"{tmp_path}/over0.yaml:{fault}"


def test_a_rival_reading_laid_on_top_changes_only_what_it_says(tmp_path: Path) -> None:
    rival = read("march-2025", ["march-2025-long-war"])
    assert np.array_equal(rival.numbers.base, read("march-2025-long-war").numbers.base)
    both = read("march-2025", ["kursk_gone", "march-2025-long-war"])
    assert value(both, "issues.kursk.status_quo") == 1


def test_an_overlay_may_extend_another_overlay(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text("levers: {us_aid: {strength: .3, replaced: .1}}\n")
    (tmp_path / "second.yaml").write_text("extends: first\nlevers: {us_aid: {strength: .4}}\n")
    scenario = read("march-2025", [str(tmp_path / "second.yaml")])
    assert (value(scenario, "levers.us_aid.strength"), value(scenario, "levers.us_aid.replaced")) == (0.4, 0.1)


def test_an_unknown_overlay_is_refused_with_the_nearest_what_if() -> None:
    with pytest.raises(InputError) as caught:
        read("march-2025", ["kursk_gon"])
    assert str(caught.value) == (
        "--with kursk_gon: neither a what-if of this scenario nor a file; did you mean 'kursk_gone'?"
    )


def test_a_named_what_if_that_an_earlier_overlay_spoils_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("what_ifs: {eager: null, not_eager: null}\nactors: {us: {value_of_deal: null}}\n")
    with pytest.raises(InputError, match=r"^--with eager: neither a what-if"):
        read("march-2025", [str(tmp_path / "f.yaml"), "eager"])
    (tmp_path / "g.yaml").write_text("actors: {us: {value_of_deal: null}}\n")
    with pytest.raises(InputError, match=r"march-2025\.yaml:.*: no number at actors\.us\.value_of_deal"):
        read("march-2025", [str(tmp_path / "g.yaml")])


def test_a_key_that_is_given_its_default_leaves_the_digest() -> None:
    """So a key that the language gains changes the digest of no scenario that does not use it."""
    bare = read("truce-dilemma")
    said = read_text("negosim: 1\nextends: truce-dilemma\ngames: {dilemma: {outcome_rules: []}}\n")
    assert said == bare and said.digest == bare.digest
