"""What the figures of tipping points and of sensitivity show, and what they refuse."""

import pytest
from matplotlib.figure import Figure

from negosim import plots
from negosim.errors import UsageError
from negosim.plots import InfluenceBar, TippingBar

FLIPS = [
    TippingBar("the far one", -0.5, 0.5, None, 0.4, "above 9: peace"),
    TippingBar("the near one", -0.5, 0.5, -0.1, None, "below 4: peace"),
    TippingBar("the firm one", -0.5, 0.5, None, None, ""),
]


def title(ax) -> str:
    return ax.get_figure(root=True).get_suptitle().replace("\n", " ")


def labels(ax) -> list[str]:
    return [text.get_text() for text in ax.get_yticklabels()]


def test_the_tornado_lists_what_flips_nearest_first_and_says_so():
    ax = plots.tipping(FLIPS, "war")
    assert labels(ax) == ["The near one", "The far one"]
    assert title(ax) == (
        "2 of 3 numbers alone change the answer, war, within their ranges; the nearest is the near one, "
        "10 % of its range away"
    )
    dark = [patch for patch in ax.patches if sum(patch.get_facecolor()[:3]) < 1]
    assert [round(patch.get_x(), 6) for patch in dark] == [-0.1, 0.4]
    assert [round(patch.get_x() + patch.get_width(), 6) for patch in dark] == [-0.5, 0.5]


def test_the_tornado_says_how_many_are_not_shown_and_rounds_its_distance_as_pages_do():
    bars = [TippingBar(f"number {k:02}", -0.5, 0.5, None, 0.019 + k / 100, "above 1: peace") for k in range(13)]
    ax = plots.tipping(bars, "war")
    assert len(labels(ax)) == 12 and "and 1 more, not shown" in ax.get_xlabel()
    assert title(ax).endswith("the nearest is number 00, 2 % of its range away")
    assert "not shown" not in plots.tipping(bars[:12], "war").get_xlabel()


def test_where_nothing_flips_the_tornado_says_that():
    ax = plots.tipping(FLIPS[2:], "war")
    assert title(ax) == "No single number changes the answer, war, within its stated range"
    assert labels(ax) == ["The firm one"]


def test_influence_bars_are_ordered_by_total_and_bear_their_intervals():
    bars = [InfluenceBar("little", 0.0, 0.1, (0.05, 0.15)), InfluenceBar("much", 0.3, 0.7, (0.6, 0.8))]
    ax = plots.sensitivity(bars, "war")
    assert labels(ax) == ["Much", "Little"] and title(ax) == "Whether it is war hangs most on much"
    assert [patch.get_width() for patch in ax.patches] == [0.7, 0.1]
    assert [list(line.get_xdata()) for line in ax.lines] == [[0.6, 0.8], [0.3], [0.05, 0.15], [0.0]]


def test_a_title_and_axes_given_are_used():
    left, right = Figure(figsize=(12, 5)).subplots(1, 2)
    assert plots.tipping(FLIPS, "war", ax=left, title="My own") is left and left.get_title(loc="left") == "My own"
    assert plots.sensitivity([InfluenceBar("a", 0, 1, (1, 1))], "war", ax=right) is right


@pytest.mark.parametrize(("figure", "said"), [("tipping", "no number of this game"), ("sensitivity", "none of this")])
def test_nothing_to_draw_is_refused(figure, said):
    with pytest.raises(UsageError, match=said):
        getattr(plots, figure)([], "war")
