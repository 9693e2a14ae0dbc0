"""The picture of a learning path: what it draws for which game, what it says, and that it can be read."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from negosim import plots
from negosim.errors import UsageError
from negosim.games import NormalFormGame
from negosim.report.finding import find
from negosim.report.pictures import draw
from negosim.scenario import read
from negosim.solve.learning import BestResponses, FictitiousPlay, Replicator

PENNIES = NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
SHAPLEY = NormalFormGame(
    [[[0, 1, 0], [0, 0, 1], [1, 0, 0]], [[0, 0, 1], [1, 0, 0], [0, 1, 0]]],
    ("north", "south"),
    (("waits", "goes to see everybody that it can think of before it acts", "asks_for_terms_at_last_and_gets_none"),)
    * 2,
)
FOUR = NormalFormGame(np.arange(16.0).reshape(2, 2, 4) % 7)
GENERATOR = np.random.default_rng(0)
PATHS = {
    "square": FictitiousPlay(rounds=60, start=(0, 0)).learn(PENNIES, GENERATOR),
    "triangles": Replicator(start=((0.5, 0.3, 0.2), (0.3, 0.4, 0.3))).learn(SHAPLEY, GENERATOR),
    "lines": FictitiousPlay(rounds=60).learn(FOUR, GENERATOR),
    "at rest": BestResponses(start=(1, 3)).learn(FOUR, GENERATOR),
}


def root(axes) -> Figure:
    figure = axes[0].get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def title(path) -> str:
    return root(plots.learning_path(path)).get_suptitle().replace("\n", " ")


@pytest.mark.parametrize("name", PATHS)
def test_texts_of_a_learning_path_lie_inside_the_picture_and_do_not_overlap(name):
    figure = root(plots.learning_path(PATHS[name]))
    figure.set_dpi(150)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts]
    width, height = canvas.get_width_height()
    seen = [(words, box) for words, box in boxes if box.width]
    assert min(text.get_fontsize() for text in texts) >= 7
    for words, box in seen:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, words
    for (one, a), (other, b) in combinations(seen, 2):
        wide, tall = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1 or tall <= 1, f"{one!r} and {other!r}"
    assert "payoff" in " ".join(words for words, _ in seen)


def test_a_path_is_drawn_from_where_it_starts_to_where_it_ends():
    (ax,) = plots.learning_path(PATHS["square"])
    line, start, end = ax.lines
    path = PATHS["square"].strategies
    assert (line.get_xydata() == np.column_stack([path[0][:, 0], path[1][:, 0]])).all()
    assert (start.get_xydata()[0] == line.get_xydata()[0]).all() and (
        end.get_xydata()[0] == line.get_xydata()[-1]
    ).all()


def test_a_path_that_never_moves_says_so_and_another_tells_its_start_from_its_end():
    coordination = NormalFormGame([np.eye(2), np.eye(2)])
    (still,) = plots.learning_path(FictitiousPlay(rounds=9, start=(0, 0)).learn(coordination, GENERATOR))
    (moving,) = plots.learning_path(PATHS["square"])
    assert still.get_title(loc="left") == "It stays where it starts for all 9 rounds."
    assert moving.get_title(loc="left").startswith("Hollow: start. Filled: end, after 60 rounds.")


def test_each_action_of_three_is_a_corner_of_the_players_triangle():
    axes = plots.learning_path(PATHS["triangles"])
    assert len(axes) == 2
    for ax, own in zip(axes, PATHS["triangles"].strategies, strict=True):
        corners, line = ax.lines[0].get_xydata()[:3], ax.lines[1].get_xydata()
        assert np.allclose(line, own @ corners)
        sides = [np.linalg.norm(a - b) for a, b in combinations(corners, 2)]
        assert np.allclose(sides, 1)


def test_each_action_has_a_line_over_time_where_there_are_two_or_four():
    axes = plots.learning_path(PATHS["lines"])
    assert [len(ax.lines) for ax in axes] == [2, 4]
    assert (axes[1].lines[2].get_ydata() == PATHS["lines"].strategies[1][:, 2]).all()


def test_the_title_says_whether_the_path_has_come_to_an_equilibrium():
    assert title(PATHS["at rest"]).startswith("Best response path ends near an equilibrium")
    assert "does not come to rest" in title(PATHS["triangles"])
    stuck = Replicator(start=((0.0, 1.0), (0.0, 1.0))).learn(
        NormalFormGame([[[3, 1], [1, 0]], [[3, 1], [1, 0]]]), GENERATOR
    )
    assert "settles, but at no equilibrium" in title(stuck)
    assert root(plots.learning_path(stuck, title="My own")).get_suptitle() == "My own"


def test_axes_of_the_readers_own_are_drawn_on():
    figure = Figure()
    axes = figure.subplots(2)
    assert plots.learning_path(PATHS["lines"], axes) == tuple(axes)
    with pytest.raises(UsageError, match="1 panels here: 2 axes"):
        plots.learning_path(PATHS["square"], axes)


def test_more_actions_than_lines_can_tell_apart_are_refused():
    path = BestResponses().learn(NormalFormGame(np.zeros((2, 8, 1))), GENERATOR)
    with pytest.raises(UsageError, match="up to 7 actions"):
        plots.learning_path(path)


def test_the_figure_is_offered_and_drawn_for_two_who_choose_at_once():
    finding = find(read("march-2025"), "ukraine_russia")
    assert "learning_path" in plots.figures_for(finding.result.game)
    assert draw("learning_path", finding).get_suptitle().startswith("Fictitious play")
    assert "learning_path" not in plots.figures_for(NormalFormGame(np.zeros((3, 2, 2, 2))))
