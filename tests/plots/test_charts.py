"""What the figures with terms, outcome shares, cases, levers and issues show, and what they refuse."""

import numpy as np
import pytest

from negosim import plots
from negosim.errors import UsageError
from negosim.games import Decision, ExtensiveFormGame, InformationSet, Leaf, NormalFormGame
from negosim.games.extensive_form import leaf_probabilities
from negosim.models import compile_game
from negosim.plots.conflict_labels import conflict_finding
from negosim.plots.style import actor_colours
from negosim.scenario.names import Names
from negosim.solve import concept, solve
from negosim.solve.outcome_shares import lambda_grid, logit_outcome_shares, outcome_labels

MARCH = "march-2025"
COORDINATION = NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])


def words(ax) -> str:
    """All that is written on axes, and the title of their figure."""
    figure = ax.get_figure(root=True)
    return " | ".join([figure.get_suptitle(), ax.get_title(loc="left"), *(text.get_text() for text in ax.texts)])


def title(ax) -> str:
    """The title of a figure, on one line."""
    return ax.get_figure(root=True).get_suptitle().replace("\n", " ")


def test_the_differences_of_the_terms_add_up_to_the_difference_of_the_payoffs(answer, terms_of):
    result, names = answer(MARCH, "call")
    splits = terms_of(MARCH, "call")
    axes = plots.terms(result, splits, names=names)
    assert len(axes) == len(splits) == 3
    for ax in axes:
        shown = [text.get_text() for text in ax.texts]
        signed = [float(text.replace("−", "-")) for text in shown if text.lstrip("+−").replace(".", "").isdigit()]
        assert sum(signed[:-1]) == pytest.approx(signed[-1], abs=0.05 * len(signed))
        assert "never compared between actors" in ax.get_xlabel().replace("\n", " ")


def test_more_than_eight_terms_are_added_up():
    paths = {f"levers.l{k}.strength": 0.01 * (k + 1) for k in range(12)}
    split = plots.TermSplit("1", "goes", "stays", paths, {}, {})
    ax = plots.terms(solve(COORDINATION, concept("pure_nash")()), [split])[0]
    assert "5 terms that differ less" in words(ax)


def test_terms_need_a_split_and_axes_for_each(answer):
    result, names = answer(MARCH, "call")
    with pytest.raises(UsageError, match="one panel for each actor"):
        plots.terms(result, [], names=names)


# Outcome shares


def test_outcome_shares_sum_to_one_and_start_from_uniform_choice(answer):
    for game in ("call", "table_talk", "call_private"):
        built = answer(MARCH, game)[0].game
        shares = logit_outcome_shares(built, [0.0, 3.0])
        np.testing.assert_allclose(sum(shares.values()), 1.0)
        assert set(shares) == set(built.outcomes)
    uniform = logit_outcome_shares(answer(MARCH, "table_talk")[0].game, [0.0])
    np.testing.assert_allclose(uniform["full_ceasefire"], 1 / 6)


def test_a_batch_of_lambdas_gives_what_each_alone_gives(answer):
    built = answer(MARCH, "call")[0].game
    grid = lambda_grid(built, 5)
    together = logit_outcome_shares(built, grid)
    for k, lam in enumerate(grid):
        alone = solve(built, concept("logit")(lam=float(lam))).equilibria[0]
        shares = logit_outcome_shares(built, [lam])
        for outcome, share in shares.items():
            assert share[0] == pytest.approx(together[outcome][k], abs=1e-12)
        assert alone.payoffs == pytest.approx(built.payoffs @ leaf_probabilities(built, alone.profile))


def test_outcomes_without_names_are_called_by_the_choices_that_lead_to_them():
    assert outcome_labels(COORDINATION) == ("1 / 1", "1 / 2", "2 / 1", "2 / 2")
    nodes = (Decision(0, (1, 2)), Leaf(0), Leaf(1))
    tree = ExtensiveFormGame(nodes, (InformationSet(0, "start", ("stay", "go"), (0,)),), ("walker",), [[0.0, 1.0]])
    assert outcome_labels(tree) == ("stay", "go")


def test_the_equilibrium_outcome_is_named_at_the_right_end(answer):
    result, names = answer(MARCH, "call")
    grid = lambda_grid(result.game, 11)
    ax = plots.outcome_shares(result, plots.Curves(grid, logit_outcome_shares(result.game, grid)), names=names)
    assert words(ax).count("equilibrium") == 1
    assert ax.get_xscale() == "log" and "lambda, per unit of payoff (a unit is 100 points)" in ax.get_xlabel()


def test_where_play_stays_spread_the_title_names_no_outcome():
    cycle = NormalFormGame([[[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [[0, 1, -1], [-1, 0, 1], [1, -1, 0]]])
    curves = plots.Curves(lambda_grid(cycle, 5), logit_outcome_shares(cycle, lambda_grid(cycle, 5)))
    assert "no outcome takes half of play" in words(plots.outcome_shares(solve(cycle), curves))


def test_many_outcomes_are_added_up(answer):
    game = NormalFormGame(np.random.default_rng(0).random((2, 4, 4)))
    grid = lambda_grid(game, 5)
    curves = plots.Curves(grid, logit_outcome_shares(game, grid))
    ax = plots.outcome_shares(solve(game, concept("pure_nash")()), curves)
    drawn = [line for line in ax.lines if len(line.get_xdata()) == len(grid)]
    assert "10 other outcomes" in words(ax) and len(drawn) == 7


def test_a_lambda_of_zero_has_no_place_on_a_logarithmic_axis(answer):
    result, _ = answer(MARCH, "call")
    with pytest.raises(UsageError, match="above 0"):
        plots.outcome_shares(result, plots.Curves(np.array([0.0, 1.0]), logit_outcome_shares(result.game, [0, 1])))


# Comparison, leverage, issues


def test_what_changes_is_shaded_and_marked(answer):
    base = plots.Case("base", "an energy truce", {"us": "only brokers"}, {"us": 2.0})
    other = plots.Case(
        "what if", "a full ceasefire", {"us": "presses Moscow"}, {"us": 1.0}, frozenset({"us", "outcome"})
    )
    ax = plots.comparison([base, other], names=answer(MARCH, "call")[1])
    assert words(ax).count("◆") == 2 and len(ax.patches) == 2
    assert title(ax) == "What if: changes the outcome"


def test_the_comparison_counts_what_changes():
    base = plots.Case("base", "war", {"a": "waits"})
    rows = [base, *(plots.Case(str(k), "war", {"a": "waits"}, {}, frozenset({"a"} if k else ())) for k in range(3))]
    assert title(plots.comparison(rows)) == "None of 3 what-ifs changes the outcome, 2 more only what somebody chooses"
    assert title(plots.comparison([base])) == "War: the base case alone"
    with pytest.raises(UsageError, match="at least one case"):
        plots.comparison([])


def test_every_lever_is_an_arrow_in_its_owners_colour(facts):
    talks = facts(MARCH)
    ax = plots.leverage(talks)
    colours = actor_colours(list(talks.facts.actors))
    assert sorted(line.get_color() for line in ax.lines) == sorted(
        colours[lever.owner] for lever in talks.facts.levers.values()
    )
    assert "20.0 points" in words(ax) and "scales with refusal" in words(ax)


def test_every_issue_shows_today_and_each_actors_ideal(facts):
    talks = facts(MARCH)
    ax = plots.issues(talks)
    diamonds = sum(line.get_marker() == "D" for line in ax.lines)
    assert diamonds == len(talks.facts.issues)
    assert "Russia and Ukraine want opposite ends of 3 of 4 issues" in words(ax)


def test_a_scenario_without_levers_or_issues_is_refused(facts):
    with pytest.raises(UsageError, match="no levers"):
        plots.leverage(facts("truce-dilemma"))
    with pytest.raises(UsageError, match="no issues"):
        plots.issues(facts("truce-dilemma"))


def test_every_agreement_of_the_page_is_marked_at_its_worth_and_none_is_hidden(facts):
    compiled = compile_game(facts(MARCH), "settlement")
    drawing = compiled.drawing("bargaining_range")
    ax = plots.bargaining_range(drawing)
    marks = {line.get_label(): line for line in ax.lines if line.get_marker() not in ("None", "X")}
    answer = compiled.analyse().answer
    assert [each.concept for each in answer.solutions] == list(drawing.agreements)
    for each, line in zip(answer.solutions, marks.values(), strict=True):
        at = [100 * each.payoffs[party] for party in drawing.parties]
        assert [line.get_xdata()[0], line.get_ydata()[0]] == pytest.approx(at)
    nash, kalai = marks["Nash"], marks["Kalai-Smorodinsky"]
    assert nash.get_markersize() > 2 * kalai.get_markersize() and nash.get_markerfacecolor() == "none"
    said = [text.get_text() for text in ax.get_legend().get_texts()]
    assert said == ["frontier", "without an agreement", *marks, "no worse for either than no agreement"]


def drawn(facts, name, game, figure):
    compiled = compile_game(facts(name), game)
    return compiled, getattr(plots, figure)(compiled.drawing(figure), names=Names(facts(name)))


def test_the_title_of_a_war_of_outlasting_has_the_odds_of_the_page(facts):
    compiled, ax = drawn(facts, MARCH, "outlasting", "survival")
    said = compiled.analyse().answer.headline.split(" of the war")[0]
    assert said.startswith("Russia outlasts Ukraine in 81 of 100") and title(ax).startswith(said)


def test_a_signal_that_nobody_sends_has_no_colour_and_every_bar_has_a_meaning(facts):
    assert "nobody sends 'refuses'" in drawn(facts, MARCH, "reluctance", "signals")[1].get_xlabel()
    assert "pale: 'eats quiche'" in drawn(facts, "classics/beer-quiche", "breakfast", "signals")[1].get_xlabel()
    for name, game, said in ((MARCH, "boast", "whatever is said"), ("classics/cheap-talk", "advice", "when told that")):
        assert said in words(drawn(facts, name, game, "signals")[1]).replace("\n", " ")


def test_a_share_below_nothing_says_why_and_the_price_of_a_chip_has_its_name(facts):
    assert "below 0: it costs more than it wins" in words(drawn(facts, MARCH, "rearming", "power_shift")[1])
    assert "below 0" not in words(drawn(facts, "classics/preventive-war", "shift", "power_shift")[1])
    assert "the most that Russia pays" in words(drawn(facts, MARCH, "chip", "chip_price")[1])


def test_the_states_that_need_no_threat_are_named(facts):
    conflict = compile_game(facts(MARCH), "call_by_order").conflict
    free = [str(k + 1) for k in np.flatnonzero(conflict.table.stable["nash_stability"].all(axis=0))]
    said = "3 states of 24 are sequentially stable: 3, 5 and 21; without any threat 5 and 21 alone"
    assert conflict_finding(conflict) == said and free == ["5", "21"]
