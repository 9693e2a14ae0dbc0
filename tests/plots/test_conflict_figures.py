"""Pictures of conflicts: every state and equilibrium, arrows that are improvements, and what is left out said."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from command_line import call
from conflict_oracle import elmira
from negosim import plots
from negosim.games import ConflictGraph
from negosim.games.conflict_graph import moves_between_profiles
from negosim.models import compile_game
from negosim.plots.figures.conflict_graph import _Drawing
from negosim.scenario import read
from negosim.scenario.names import Names
from negosim.solve.conflict import NASH, SEQUENTIAL, Conflict

GMCR = """{"options": [{"name": "swerve"}, {"name": "swerve"}], "decisionMakers": [
 {"name": "Row", "options": [0], "preferenceRanking": [3, 4, 2, 1]},
 {"name": "Column", "options": [1], "preferenceRanking": [2, 4, 3, 1]}],
 "infeasibles": [], "useManualPreferenceRanking": true}"""


def words(ax):
    return " ".join(" ".join(text.get_text() for text in ax.texts).split())


def title(ax):
    return ax.get_figure(root=True).get_suptitle().replace("\n", " ")


def many_states():
    ranks = np.random.default_rng(4).integers(0, 30, (2, 36))
    return Conflict(ConflictGraph(moves_between_profiles([6, 6]), ranks, status_quo=0))


def test_the_table_has_a_dot_for_whom_a_state_is_stable_and_a_frame_for_an_equilibrium():
    conflict = Conflict(elmira())
    ax = plots.stability_table(conflict)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    stable = sum(int(rows.sum()) for rows in conflict.table.stable.values())
    assert len(dots) == stable + len(conflict.graph.players)  # and one for each in the key
    frames = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_linewidth() > 1]
    assert len(frames) == sum(int(row.sum()) for row in conflict.table.equilibria.values())
    assert title(ax) == "3 states of 9 are sequentially stable, 3 without any threat: 5, 8 and 9"


def test_the_graph_has_an_arrow_for_each_improvement_between_the_states_drawn():
    conflict = compile_game(read("classics/cuban-missile-crisis")).conflict
    ax = plots.conflict_graph(conflict)
    drawing = _Drawing(conflict, Names())
    arrows = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    drawn = set(drawing.places)
    improving = [(s, t) for _, s, t in np.argwhere(conflict.graph.improvements).tolist()]
    assert len(arrows) == len([pair for pair in improving if set(pair) <= drawn])
    reached = {conflict.evolution.start, *conflict.evolution.improvements, *(one.state for one in conflict.equilibria)}
    assert drawn == reached
    thick = [arrow for arrow in arrows if arrow.get_linewidth() > 2]
    assert len(thick) == len(drawing.paths) > 0
    assert "withdrawal" in words(ax) and "blockade" in words(ax)


def test_paths_are_those_that_lead_by_improvements_to_equilibria():
    conflict = Conflict(elmira())
    assert _Drawing(conflict, Names()).paths == {(0, 4, 2)}
    without = Conflict(replace(elmira(), status_quo=None))
    drawing = _Drawing(without, Names())
    assert drawing.paths == set() and len(drawing.places) == 9
    assert "on a shortest way" not in words(plots.conflict_graph(without))


def test_of_many_states_some_are_drawn_and_the_others_counted():
    conflict = many_states()
    for draw, most in ((plots.stability_table, 32), (plots.conflict_graph, 30)):
        said = words(draw(conflict))
        assert "are not drawn" in said
        assert sum(f" {label} " in f" {said} " for label in conflict.graph.states) <= most + 1
    drawn = set(_Drawing(conflict, Names()).places)
    assert {one.state for one in conflict.equilibria if SEQUENTIAL in one.concepts} & drawn
    loose = Conflict(replace(conflict.graph, status_quo=None))
    assert set(_Drawing(loose, Names()).places) == {one.state for one in loose.equilibria[:30]}


def test_labels_do_not_touch_and_nodes_do_not_overlap():
    for conflict in (Conflict(elmira()), many_states(), compile_game(read("march-2025"), "call_by_order").conflict):
        boxes = list(_Drawing(conflict, Names()).places.values())
        for k, (x, y) in enumerate(boxes):
            for other_x, other_y in boxes[:k]:
                assert abs(x - other_x) > 1.55 or abs(y - other_y) > 0.6


@pytest.mark.parametrize("figure", ["stability_table", "conflict_graph"])
def test_a_conflict_is_drawn_on_axes_of_somebody_elses_and_by_the_command(figure, tmp_path):
    conflict = Conflict(elmira())
    ax = Figure(figsize=(8, 6)).subplots()
    assert getattr(plots, figure)(conflict, ax, title="Mine") is ax
    assert ax.get_title(loc="left") == "Mine"
    nobody_stays = Conflict(elmira(), SEQUENTIAL)
    assert title(getattr(plots, figure)(nobody_stays)).startswith("3 states of 9")
    file = tmp_path / "chicken.gmcr"
    file.write_text(GMCR)
    out = tmp_path / "chicken.png"
    assert call("plot", str(file), figure, "-o", str(out)).status == 0
    assert out.read_bytes().startswith(b"\x89PNG")
    out = tmp_path / "call.svg"
    assert call("plot", "march-2025", figure, "--game", "call_by_order", "-o", str(out)).status == 0


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["tree", "-o", "a.png"], "no figure 'tree' of"),
        (["conflict_graph"], "say where to: negosim plot"),
        (["conflict_graph", "-o", "a.png", "--step", "1"], "--step goes with the figure tree"),
        (["conflict_graph", "-o", "a.txt"], "a picture ends in .png, .svg or .pdf"),
    ],
)
def test_what_cannot_be_drawn_of_a_file_is_refused(extra, said, tmp_path):
    file = tmp_path / "chicken.gmcr"
    file.write_text(GMCR)
    assert "conflict_graph" in call("plot", str(file)).out
    found = call("plot", str(file), *extra)
    assert found.status == 2 and said in found.err


def test_no_stable_state_is_said_in_the_title():
    graph = ConflictGraph(moves_between_profiles([2, 2]), [[1, 0, 0, 1], [0, 1, 1, 0]], status_quo=0)  # nobody stays
    assert title(plots.conflict_graph(Conflict(graph, NASH))) == "No state of 4 is sequentially stable"
