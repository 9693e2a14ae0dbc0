"""What is wrong with a campaign is said with its place, the cause and the fix."""

import pytest

from campaign_cases import RIVER
from negosim.errors import InputError
from negosim.scenario import read


def faults(tmp_path, old, new):
    assert old in RIVER
    file = tmp_path / "river.yaml"
    file.write_text(RIVER.replace(old, new, 1))
    with pytest.raises(InputError) as error:
        read(str(file))
    return [str(fault).removeprefix(f"{file}:") for fault in error.value.faults]


def test_a_sound_campaign_is_read(tmp_path):
    file = tmp_path / "river.yaml"
    file.write_text(RIVER)
    assert read(str(file)).facts.campaign.months == 6


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  game: talk\n", "  game: talks\n", "the campaign plays 'talks', which is no game; did you mean 'talk'?"),
        ("game: watch\n", "game: wotch\n", "the campaign plays 'wotch', which is no game; did you mean 'watch'?"),
        ("  watch:\n", "  campaign:\n", "a game is called campaign, which is what the campaign is asked for by"),
        ("path: issues.bank.status_quo", "path: issues.bnk.status_quo", "and no number is there; nearest: issues.bank"),
        ("path: issues.bank.status_quo", "path: stakes.north.bank", "stakes.north.bank cannot move by itself"),
        (
            "path: issues.bank.status_quo",
            "path: issues.fort.status_quo",
            "state variables fort and bank are one number",
        ),
        ("{high: .7, points: 6}", "{high: .4, points: 6}", "the grid of bank goes from 0.5 to 0.4; write a low below"),
        ("{high: .7, points: 6}", "{points: 6}", "the grid of bank has no ends; give its `low:`, its `high:`, or both"),
        ("{high: .7, points: 6}", "{high: 1.2, points: 6}", "leaves the legal domain of issues.bank.status_quo"),
        (
            "{high: .7, points: 6}",
            "{low: .6, high: .7, points: 6}",
            "outside the grid of bank, 0.6 to 0.7; set campaign.",
        ),
        ("{high: .7, points: 6}", "{high: .7, points: 1}", "campaign.state.bank.grid.points is 1; write at least 2"),
        (
            "chance: issues.fort.hazard",
            "chance: issues.fort.hazzard",
            "its `chance` is at 'issues.fort.hazzard', and no",
        ),
        ("chance: issues.fort.hazard", "chance: .25", "campaign.changes.item 1.chance is 0.25, not text; put it in q"),
        ("to: top, ", "", "a change either adds something or jumps somewhere; give one of `add:` and `to:`"),
        ("to: top, ", "to: summit, ", "it jumps to 'summit', and no number is there"),
        (
            "{state: fort, chance",
            "{state: fert, chance",
            "this changes 'fert', which is no state variable; did you mean",
        ),
        ("to: top, ", "to: top, season: wet, ", "this change follows 'wet', which is no season"),
        ("to: top, ", "to: top, spread: truce.length, ", "a spread is around an addition; give `add:`, or remove it"),
        ("to: top, ", "to: top, where: {hill: top}, ", "looks at 'hill', which is no state variable"),
        (
            "to: top, ",
            "to: top, outcomes: wer, ",
            "this change follows 'wer', which is no outcome; did you mean 'war'?",
        ),
        ("to: top, ", "to: top, when: {offer: never}, ", "looks for 'never', which is no option of offer"),
        ("about: north\n", "about: south\n", "north_month is made by north, not by 'south'; write north"),
        ("move: north_month", "move: offer", "belief faith is about 'offer', which is no move that keeps a truce"),
        (
            "{shoot: truce.good_faith.north.breach_if_bad}",
            "{shoot: .6}",
            "plays.shoot is 0.6, not text; put it in quotes",
        ),
        ("bad: {plays: {shoot:", "bad: {plays: {hold: truce.length, shoot:", "type bad plays every option by a chance"),
        ("ends: [peace]", "ends: [peace, halt]", "halt both ends the campaign and starts a truce; keep one of the two"),
        (
            "ends: [peace]",
            "ends: [piece]",
            "the campaign ends with 'piece', which is no outcome; did you mean 'peace'?",
        ),
        ("lasts: truce.length", "lasts: truce.lenght", "its `lasts` is at 'truce.lenght', and no number is there"),
        (
            "{south_month: hold, north_month: hold}\n",
            "{south_month: hld, north_month: hold}\n",
            "no option of south_month",
        ),
        (
            "moves: {offer: no}",
            "moves: {offer: peace}",
            "these moves fit 2 courses of talk, not one; name the option of",
        ),
        ("stalling: {offer: [no, halt]", "stalling: {ofer: [no, halt]", "`stalling` looks at 'ofer', which is no move"),
        ("    horizon: 1\n", "", "and talk gives no horizon to set; give game talk its `horizon:`"),
        ("  months: 6\n", "  months: 0\n", "campaign.months is 0; write at least 1"),
    ],
)
def test_a_fault_is_told_with_its_place_and_its_fix(tmp_path, old, new, expected):
    told = faults(tmp_path, old, new)
    assert any(expected in line for line in told), told
    assert all(line.split(":")[0].isdigit() and line.split(":")[1].isdigit() for line in told)


def test_an_endless_campaign_needs_impatient_players(tmp_path):
    file = tmp_path / "river.yaml"
    text = RIVER.replace("discount_factor: .8, ", "").replace("  months: 6\n", "  months: 6\n  endless: true\n")
    file.write_text(text)
    with pytest.raises(InputError, match=r"endless, and south does not discount the future; set actors.south"):
        read(str(file))


def test_an_actor_that_one_game_leaves_out_is_named(tmp_path):
    move = "      north_month: {actor: north, sees: [], options: {hold: {}, shoot: {}}}\n"
    lone = RIVER.replace(move, "").replace(", north_month: hold}", "}").replace(", north_month: shoot}", "}")
    lone = lone[: lone.index("  beliefs:")] + lone[lone.index("  changes:") :]
    file = tmp_path / "river.yaml"
    file.write_text(lone)
    with pytest.raises(
        InputError, match=r"north moves in talk and not in watch.*give it a move with one option in watch"
    ):
        read(str(file))


def test_private_numbers_are_refused(tmp_path):
    text = RIVER.replace(
        "{value: .03, per: month}}", "{value: .03, per: month, belief: {uniform: {low: 0, high: .1}}}}", 1
    )
    text = text.replace(
        "    name: The talk\n", "    name: The talk\n    private: {actors.south.cost_of_fighting: 3}\n", 1
    )
    file = tmp_path / "river.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match="a campaign's beliefs are about types with stated strategies"):
        read(str(file))


def test_a_state_space_that_does_not_fit_is_refused_with_its_size_and_the_grid_to_thin(tmp_path):
    text = RIVER.replace("{high: .7, points: 6}", "{high: .7, points: 900}").replace("points: 6\n", "points: 20\n")
    file = tmp_path / "river.yaml"
    file.write_text(text)
    with pytest.raises(InputError) as error:
        read(str(file))
    (told,) = error.value.faults
    assert told.what.startswith("the campaign has 108,000 states (2 x 900 x 20 x 3 months of talks and truces)")
    assert told.fix == "thin the grid campaign.state.bank.grid.points to 416 points"
    assert 2 * 416 * 20 * 3 <= 50_000 < 2 * 417 * 20 * 3
