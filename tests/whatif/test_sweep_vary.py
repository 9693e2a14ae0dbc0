"""What `--vary` takes, and what it refuses."""

import pytest

from negosim.errors import InputError, UsageError
from negosim.scenario import read
from negosim.whatif.batch import MovesSubject
from negosim.whatif.sweep import vary
from negosim.whatif.sweep.vary import sweep_plan

COST, HORIZON = "actors.russia.cost_of_fighting", "games.call.horizon"


def axes(*texts, game="call"):
    return sweep_plan(read("march-2025"), game, texts).axes


def refusal(*texts, game="call"):
    with pytest.raises(InputError) as caught:
        sweep_plan(read("march-2025"), game, texts)
    return str(caught.value)


def test_a_grid_has_both_ends_and_even_steps_that_are_short_to_write():
    (axis,) = axes(f"{COST}=0:0.3:4")
    assert (axis.path, axis.values) == (COST, (0.0, 0.1, 0.2, 0.3))
    assert [axis.text(k) for k in range(4)] == ["0.0", "0.1", "0.2", "0.3"]


def test_a_list_is_taken_in_ascending_order():
    assert axes(f"{COST}= .3, 0,.1")[0].values == (0.0, 0.1, 0.3)


def test_months_run_from_the_first_to_the_last_or_are_listed():
    (axis,) = axes("time.start=2025-11..2026-02")
    assert [axis.text(k) for k in range(4)] == ["2025-11", "2025-12", "2026-01", "2026-02"] and axis.is_whole
    assert [axes("time.start=2025-11,2025-03")[0].text(k) for k in (0, 1)] == ["2025-03", "2025-11"]


def test_a_path_that_a_game_inherits_is_varied_where_it_stands():
    (axis,) = axes("games.table_talk.horizon=1,2", game="table_talk")
    assert axis.path == "games.table_talk.horizon"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "not understood"),
        (COST, "not understood"),
        (f"{COST}=", "not understood"),
        ("=0:1:2", "not understood"),
        (f"{COST}=0:1", "not understood"),
        (f"{COST}=0:1:2:3", "not understood"),
        (f"{COST}=a:1:2", "'a' is not a number"),
        (f"{COST}=0:inf:2", "'inf' is not a number"),
        (f"{COST}=nan,1", "'nan' is not a number"),
        (f"{COST}=0:1:x", "'x' is no number of points"),
        (f"{COST}=0:1:-3", "'-3' is no number of points"),
        (f"{COST}=0:1:2.5", "'2.5' is no number of points"),
        (f"{COST}=0:1:1", "a grid of fewer than 2 points"),
        (f"{COST}=0:1:0", "a grid of fewer than 2 points"),
        (f"{COST}=1:0:3", "the grid is upside down; write 0:1:3"),
        (f"{COST}=1:1:3", "the grid's two ends are one"),
        (f"{COST}=.5", "one value is no sweep"),
        (f"{COST}=.5,.1,.5", "0.5 comes twice"),
        (f"{COST}=2025-03..2025-05", "'2025-03..2025-05' is not a number"),
        ("time.start=2025-13..2026-01", "'2025-13' is not a month"),
        ("time.start=0:1:2", "'0:1:2' is not a month"),
        ("time.start=2026-02..2025-11", "the months are upside down; write 2025-11..2026-02"),
        ("time.start=2026-02", "one value is no sweep"),
        ("time.start=2026-02..2026-02", "one value is no sweep"),
        ("actors.russia.cost_of_fightin=0:1:3", "no number at this path; nearest: actors.russia.cost_of_fighting"),
        ("nonsense=0:1:3", "no number at this path; search: negosim show march-2025"),
        ("actors.russia.resources=0:1:3", "`call` does not read actors.russia.resources; it is read by: outlasting"),
        (f"{COST}=-.1:1:3", "-0.1 is outside the number's legal domain; write a number of 0 or more"),
        (f"{HORIZON}=1:121:3", "121 is outside the number's legal domain"),
        ("stakes.us.aid=0,1.5", "1.5 is outside the number's legal domain"),
        (f"{COST}=0:1:10000000", "10,000,000 points need"),
    ],
)
def test_what_cannot_be_varied_is_said_with_the_option(text, what):
    said = refusal(text)
    assert what in said and said.startswith(f"--vary {text}: ")


def test_a_number_of_other_games_is_refused_with_their_names():
    said = refusal("levers.us_sanctions.strength=0:1:3", game="ukraine_russia")
    assert "`ukraine_russia` does not read levers.us_sanctions.strength; it is read by: call, table_talk" in said


def test_every_faulty_option_is_told():
    assert refusal(f"{COST}=1:0:2", f"{HORIZON}=0").count("--vary") == 2
    assert refusal(f"{COST}=-1:0:2", f"{HORIZON}=0,2").count("outside the number's legal domain") == 2


def test_a_number_is_varied_once_under_either_of_its_names():
    assert "varies this number already" in refusal(f"{COST}=0:1:2", f"{COST}=0:1:3")
    assert "varies this number already" in refusal("games.table_talk.horizon=1,2", f"{HORIZON}=1,3", game="table_talk")


def test_one_to_four_numbers_are_varied():
    for texts in ([], [f"{COST}=0:1:2"] * 5):
        with pytest.raises(UsageError, match=f"a sweep varies 1 to 4 numbers, not {len(texts)}"):
            sweep_plan(read("march-2025"), "call", texts)


def test_a_grid_of_more_points_than_memory_is_refused_before_it_is_made(monkeypatch):
    def never(self):
        raise AssertionError("the grid was made")

    monkeypatch.setattr(vary.Spread, "axis", never)
    said = refusal(f"{COST}=0:1:1000000", f"{HORIZON}=1:2:99999999999999")
    assert f"{HORIZON}=1:2:99999999999999: 99,999,999,999,999,000,000 points need" in said
    assert "take fewer values or vary fewer numbers: at most about" in said


def test_a_corner_that_breaks_a_rule_of_the_language_is_named():
    said = refusal("stakes.us.aid=0:.6:3", "stakes.us.sanctions=0:.6:3")
    assert "at stakes.us.aid=" in said and "sum to" in said
    low = "actors.ukraine.cost_of_fighting.belief.uniform.low"
    assert "the belief is upside down" in refusal(f"{low}=0:1:3", game="call_private")


def test_a_sweep_over_which_the_game_changes_its_shape_is_refused(monkeypatch):
    monkeypatch.setattr(MovesSubject, "shape", property(lambda self: self.scenario.numbers[HORIZON].value > 3))
    assert "at games.call.horizon=5 the game changes its shape" in refusal(f"{HORIZON}=1,5")
    assert axes(f"{HORIZON}=1,2")[0].values == (1.0, 2.0)
