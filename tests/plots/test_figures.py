"""What each figure shows, and what it refuses."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from negosim import plots
from negosim.errors import UsageError
from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf, NormalFormGame, Origin
from negosim.models import build
from negosim.plots.findings import finding
from negosim.plots.style import ACTOR_COLOURS, actor_colours, dark
from negosim.plots.units import POINTS
from negosim.scenario.names import Names
from negosim.solve import concept, solve
from negosim.whatif.sweep.borders import Plane

MARCH = "march-2025"
COORDINATION = NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])


def words(ax) -> str:
    """All that is written on axes, and the title of their figure."""
    figure = ax.get_figure(root=True)
    return " | ".join([figure.get_suptitle(), ax.get_title(loc="left"), *(text.get_text() for text in ax.texts)])


def title(ax) -> str:
    """The title of a figure, on one line."""
    return ax.get_figure(root=True).get_suptitle().replace("\n", " ")


def test_the_table_of_figures_names_every_file_and_every_figure_is_there():
    files = {file.stem for file in (Path(plots.__file__).parent / "figures").glob("*.py")} - {"__init__"}
    assert {entry.where.split(":")[0] for entry in plots.FIGURES.values()} == files
    for name, entry in plots.FIGURES.items():
        assert callable(getattr(plots, name)) and entry.says


def test_figures_are_offered_only_where_they_apply(answer, facts):
    tree, _ = answer(MARCH, "call")
    table, _ = answer(MARCH, "ukraine_russia")
    three, _ = answer(MARCH, "table_talk")
    assert "tree" in plots.figures_for(tree.game) and "payoff_table" not in plots.figures_for(tree.game)
    assert "payoff_table" in plots.figures_for(table.game) and "tree" not in plots.figures_for(table.game)
    assert "payoff_table" not in plots.figures_for(three.game)
    assert "leverage" not in plots.figures_for(table.game, facts("truce-dilemma"))
    assert "issues" in plots.figures_for(table.game, facts(MARCH))


def test_pictures_of_sweeps_are_not_offered_for_a_single_solved_game(answer, facts):
    tree, _ = answer(MARCH, "call")
    assert not {"regime_line", "phase_diagram", "phase_panels"} & set(plots.figures_for(tree.game, facts(MARCH)))


def test_a_map_is_drawn_of_as_many_axes_as_it_has():
    axis = plots.RegionAxis("a number", np.array([0.0, 1.0, 2.0]), 5.0)
    plane = Plane((), axis.values, axis.values, np.array([[0, 0, 1]] * 3), np.full((2, 3), 0.5), np.full((3, 2), 0.5))
    flat = plots.RegionMap((axis, axis), (plane,), ("peace", "war"), (False, False), "A title", "Said", Origin())
    with pytest.raises(UsageError, match="three or four axes, and this map has 2"):
        plots.phase_panels(flat)
    with pytest.raises(UsageError, match="two axes, and this map has 3"):
        plots.phase_diagram(replace(flat, axes=(axis, axis, axis)))
    said = words(plots.phase_diagram(flat))
    assert "peace" in said and "war" in said and "The scenario's own numbers lie off this map." in said


def test_pictures_of_sweeps_are_drawn_on_axes_of_somebody_elses(answer):
    axis = plots.RegionAxis("a number", np.array([0.0, 1.0, 2.0]), 1.0, (0.5, 1.5))
    plane = Plane((0,), axis.values, axis.values, np.array([[0, 1, 1]] * 3), np.full((2, 3), 0.5), np.full((3, 2), 0.5))
    flat = plots.RegionMap((axis, axis), (plane,), ("peace", "war"), (False, True), "A title", "Said", Origin())
    regime = plots.DrawnRegime("peace", False, axis.values, np.ones((1, 3)), np.ones((1, 3)))
    line = plots.RegimeLine(axis, ("us",), (regime,), "A title", "Said", POINTS, Origin())
    one, two, three = Figure(figsize=(24, 6)).subplots(1, 3)
    assert plots.phase_diagram(flat, one, title="Mine") is one
    assert plots.phase_panels(replace(flat, axes=(axis, axis, axis)), two) is two
    assert plots.regime_line(line, three) is three
    assert one.get_title(loc="left") == "Mine" and three.get_title(loc="left") == "A title"


def test_an_actor_has_its_colour_in_every_game():
    actors = ["us", "russia", "ukraine"]
    assert actor_colours(actors, ["russia", "ukraine"])["russia"] == ACTOR_COLOURS[1]
    assert actor_colours(actors)["us"] == ACTOR_COLOURS[0]
    assert actor_colours(actors, ["nature"])["nature"] == ACTOR_COLOURS[3]


def test_colours_are_those_of_okabe_and_ito_and_letters_in_them_are_dark_enough():
    named = "#000000 #E69F00 #56B4E9 #009E73 #F0E442 #0072B2 #D55E00 #CC79A7"
    assert sorted(ACTOR_COLOURS) == sorted(named.split(" "))
    assert all(dark(colour) == dark(dark(colour)) for colour in ACTOR_COLOURS)


def test_drawing_leaves_the_readers_own_settings_alone(answer):
    import matplotlib

    before = dict(matplotlib.rcParams)
    result, names = answer(MARCH, "call")
    plots.tree(result, names=names)
    assert dict(matplotlib.rcParams) == before


# Findings


def test_the_title_says_who_does_what(answer):
    result, names = answer("march-2025-long-war", "call")
    said = title(plots.tree(result, names=names))
    assert said == finding(result, names)
    assert said.startswith("The United States ") and ", Russia " in said and ", Ukraine " in said


def test_a_title_given_is_used(answer):
    result, names = answer(MARCH, "call")
    assert title(plots.tree(result, names=names, title="My own words")) == "My own words"


def test_a_dilemma_is_called_one(answer):
    result, names = answer("truce-dilemma", "dilemma")
    said = finding(result, names)
    assert said.startswith("North breaks the truce, South breaks the truce: the")
    assert said.endswith("though another outcome is better for both")


def test_equilibria_with_one_outcome_are_one_outcome_and_others_are_named(answer):
    same, names = answer("long", "at_once")
    assert finding(same, names).endswith(
        "all with one outcome: a settlement of everything between everybody at once and for good"
    )
    two, names = answer(MARCH, "table_talk")
    assert ": an energy truce or fighting on" in finding(two, names)


def test_a_logit_response_is_not_called_an_equilibrium(answer):
    result, names = answer(MARCH, "ukraine_russia")
    response = solve(result.game, concept("logit")(lam=5.0))
    assert finding(response, names).startswith("Logit response at lambda 5: most often ")
    assert "Logit response at lambda 5:" in words(plots.payoff_table(response, names=names))


def test_dominance_says_how_many_choices_are_left():
    survivors = solve(NormalFormGame([[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]]), concept("iterated_dominance")())
    assert title(plots.payoff_table(survivors)) == "Iterated dominance leaves 2 of 4 choices"


# The payoff table


def test_the_payoff_table_shows_points_with_one_decimal(answer):
    result, names = answer(MARCH, "ukraine_russia")
    shown = words(plots.payoff_table(result, names=names)).split(" | ")
    for payoff in result.game.payoffs.ravel():
        assert f"{abs(100 * payoff):.1f}" in [text.lstrip("−") for text in shown]


def test_each_best_reply_is_underlined_and_each_pure_equilibrium_framed():
    ax = plots.payoff_table(solve(COORDINATION, concept("pure_nash")()))
    assert len(ax.lines) == 4
    assert sum(patch.get_linewidth() >= 3 for patch in ax.patches) == 2


def test_a_mixed_equilibrium_is_stated_under_the_table():
    half = NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], ("even", "odd"), (("heads", "tails"),) * 2)
    shown = words(plots.payoff_table(solve(half))).replace("\n", " ")
    if not solve(half).equilibria:
        pytest.skip("mixed equilibria are not found yet")
    assert "even heads 50.0%, tails 50.0%" in shown


def test_the_payoff_table_refuses_what_it_cannot_draw_and_names_another_figure(answer):
    for game in ("table_talk", "call"):
        with pytest.raises(UsageError, match="outcome_shares"):
            plots.payoff_table(answer(MARCH, game)[0])
    with pytest.raises(UsageError, match="up to 12 actions"):
        plots.payoff_table(solve(NormalFormGame(np.zeros((2, 13, 2))), concept("pure_nash")()))


# The tree


def test_the_path_that_is_played_is_thicker_than_any_other_branch(answer):
    result, names = answer(MARCH, "call")
    widths = sorted(
        line.get_linewidth() for line in plots.tree(result, names=names).lines if len(line.get_xdata()) == 3
    )
    assert widths[-4] < widths[-3] == widths[-1] == pytest.approx(3.6)


def test_every_leaf_bears_its_outcome_and_payoffs(answer):
    result, names = answer(MARCH, "call")
    shown = words(plots.tree(result, names=names))
    leaves = len(result.game.outcomes)
    assert sum(shown.count(word) for word in ("| Full ceasefire", "| Energy truce", "| Fighting on")) == leaves
    for payoff in result.game.payoffs.ravel():
        assert f"{abs(100 * payoff):.1f}" in shown


def test_steps_decide_the_last_movers_first(answer):
    result, names = answer(MARCH, "call")
    assert plots.number_of_steps(result.game) == 3
    titles = [title(plots.tree(result, step=k, names=names)) for k in range(4)]
    assert [title.split(":")[0] for title in titles] == [f"Step {k} of 3" for k in range(4)]
    assert "Ukraine chooses" in titles[1] and "Russia chooses" in titles[2] and "the United States" in titles[3]


@pytest.mark.parametrize("step", [-1, 4])
def test_a_step_that_there_is_not_is_refused(answer, step):
    with pytest.raises(UsageError, match="use 0 to 3"):
        plots.tree(answer(MARCH, "call")[0], step=step)


def test_types_are_folded_and_show_from_which_to_which_payoff(answer):
    result, names = answer(MARCH, "call_private")
    shown = words(plots.tree(result, names=names))
    assert "5 types are drawn as one" in shown and " to " in shown
    assert shown.count("offers a full ceasefire") <= 5


def test_where_types_choose_differently_the_tree_says_how_many_choose_what(facts):
    talks = facts(MARCH).what_if({"games.call.terms.unguarded_pause.amount": -0.4})
    result = solve(build(talks, "call_private"))
    shown = words(plots.tree(result, names=Names(talks)))
    accepting = sum(
        float(strategy[0])
        for known, strategy in zip(result.game.information_sets, result.equilibria[0].profile, strict=True)
        if known.label.endswith("/ broker / full_ceasefire")
    )
    assert 0 < accepting < 5
    assert f"accepts ({accepting:.0f} of 5)" in shown and f"refuses ({5 - accepting:.0f} of 5)" in shown


def test_moves_between_which_the_mover_cannot_tell_are_joined_by_a_dashed_line(answer):
    result, names = answer("long", "turns")
    ax = plots.tree(result, names=names)
    assert any(line.get_linestyle() == "--" for line in ax.lines)
    assert "Dashed" in words(ax)


def test_a_tree_too_large_to_read_is_refused_with_another_figure_named():
    count = 41
    nodes = (Decision(0, tuple(range(1, count + 1))), *(Leaf(k) for k in range(count)))
    known = InformationSet(0, "start", tuple(str(k) for k in range(count)), (0,))
    large = ExtensiveFormGame(nodes, (known,), ("only",), np.arange(count)[np.newaxis])
    with pytest.raises(UsageError, match=r"41 leaves, more than the 40 that can be read; draw outcome_shares"):
        plots.tree(solve(large))


def test_chance_is_drawn_with_its_probabilities():
    nodes = (Chance(("rain", "sun"), (1, 2), 0), Decision(0, (3, 4)), Leaf(0), Leaf(1), Leaf(2))
    known = InformationSet(0, "rain", ("stay", "go"), (1,))
    game = ExtensiveFormGame(nodes, (known,), ("walker",), [[5.0, 1.0, 0.0]], [0.25, 0.75])
    shown = words(plots.tree(solve(game)))
    assert "rain (25%)" in shown and "sun (75%)" in shown


def test_a_tree_is_not_drawn_of_a_simultaneous_game(answer):
    with pytest.raises(UsageError, match="played in turns"):
        plots.tree(answer(MARCH, "table_talk")[0])


def test_a_tree_drawn_on_given_axes_stays_on_them(answer):
    figure = Figure(figsize=(8, 8))
    left, right = figure.subplots(1, 2)
    result, names = answer(MARCH, "call")
    assert plots.tree(result, ax=right, names=names) is right
    assert not left.texts and right.get_title(loc="left") and not figure.texts
    assert max(text.get_fontsize() for text in right.texts) < 8
