"""What the picture of a campaign shows: shares that fill a month, fans of where paths go, and which way is up."""

import numpy as np
import pytest

from campaign_cases import RIVER
from negosim import plots
from negosim.report.campaign import CampaignFinding
from negosim.report.campaign_pictures import drawing, levels_in_words
from negosim.scenario import read_text


@pytest.fixture(scope="module")
def finding():
    """By logit choices, so that everything that can happen does."""
    return CampaignFinding(read_text(f"{RIVER}  solution: {{stage: logit, precision: 8}}\n"), 6, 300, 4)


@pytest.fixture(scope="module")
def panels(finding):
    return plots.campaign(drawing(finding)).child_axes


def words(panel):
    return " | ".join([panel.get_title(loc="left"), *(text.get_text().replace("\n", " ") for text in panel.texts)])


def test_stacked_shares_fill_every_month_and_are_those_of_the_paths(finding, panels):
    tops = [path.get_extents().y1 for each in panels[0].collections[: len(drawing(finding).shares)] for path in
            each.get_paths()]  # fmt: skip
    assert max(tops) == pytest.approx(1.0)
    for name, share in drawing(finding).shares:
        assert name in words(panels[0])
        key = {"Peace": "peace", "Halt": "halt", "War": "war"}[name]
        assert share == pytest.approx([each.share for each in finding.summary.share_by_month(key)])
    assert np.sum([share for _, share in drawing(finding).shares], axis=0) == pytest.approx(np.ones(6))


def test_a_fans_line_is_the_middle_path_and_both_ends_are_in_words(finding, panels):
    bank = next(panel for panel in panels if panel.get_title(loc="left").startswith("The bank:"))
    place = np.array(finding.summary.paths.place)
    for month in range(1, 6):
        place[:, month] = np.where(place[:, month] < 0, place[:, month - 1], place[:, month])
    middle = np.sort(finding.game.space.coordinate("bank")[place], axis=0)[149]
    assert bank.lines[0].get_ydata() == pytest.approx(middle)
    assert bank.get_ylim() == pytest.approx((-0.04, 1.04))  # 0 and 1 are where their words stand
    ends = finding.summary.fan("bank", (0.05, 0.95))
    assert bank.get_title(loc="left") == f"The bank: {ends.min():.3g} to {ends.max():.3g}"
    assert "1 = North's" in words(bank) and "0 = South's" in words(bank)
    faith = next(panel for panel in panels if panel.get_title(loc="left").startswith("Faith"))
    assert "1 = surely good" in words(faith) and "0 = surely bad" in words(faith)


def test_a_policy_map_shows_the_likeliest_choice_of_every_state_and_names_both_values(finding, panels):
    shown = drawing(finding).policies[0]
    panel = next(panel for panel in panels if panel.get_title(loc="left").startswith("What North does"))
    space, start = finding.game.space, int(finding.game.space.start().argmax())
    axis = next(k for k, each in enumerate(space.axes) if shown.across.endswith(each.key))
    offer = next(k for k, known in enumerate(finding.game.monthly.stage(0, 0).shape.sets) if known.move == "offer")
    for level, value in enumerate(shown.levels):
        index = [int(each[start]) for each in space.index]
        index[axis] = level
        place = np.ravel_multi_index(index, space.shape)
        assert value == levels_in_words(finding, "fort", np.array([0.0, 1.0]))[level]
        assert space.coordinate("fort")[place] == level
        for month in range(6):
            assert shown.chosen[level, month] == finding.course.policy(month, 0)[offer][place].argmax()
    assert [label.get_text().replace("\n", " ") for label in panel.get_yticklabels()] == list(shown.levels)


def test_two_values_of_a_state_are_in_words(finding):
    start = finding.game.space.coordinate("bank")[int(finding.game.space.start().argmax())]
    assert levels_in_words(finding, "bank", np.array([start, 1.0])) == (f"as at the start ({start:.3g})", "North's")
    assert levels_in_words(finding, "bank", np.array([0.0, 0.123])) == ("South's", "0.123")


def test_the_season_is_shaded_where_the_calendar_has_it(finding, panels):
    """Dry from May to September: months 2 to 5 of six from March on."""
    assert drawing(finding).seasons == ((2, 5),) and "Yellow strips: the dry season" in drawing(finding).caption
    for panel in panels:
        assert any(patch.get_x() == 1.5 and patch.get_width() == 4.0 and patch.get_y() < 0 for patch in panel.patches)


def test_the_path_that_is_told_is_the_most_common_of_those_that_end_when_the_middle_one_does(finding):
    from negosim.report.campaign_story import typical_run

    paths, ended = finding.summary.paths, np.where(finding.summary.ended > 0, finding.summary.ended, 7)
    run = typical_run(finding)
    assert ended[run] == np.sort(ended)[149]
    rows = [tuple(paths.mode[k]) + tuple(paths.place[k]) + tuple(paths.end[k]) for k in range(300)]
    alike = [row for row, end in zip(rows, ended, strict=True) if end == ended[run]]
    assert alike.count(rows[run]) == max(map(alike.count, alike))
