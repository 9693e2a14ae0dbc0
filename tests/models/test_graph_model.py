"""The graph model of a scenario: published conflicts, the order of a moves game's payoffs, and faults in the rules."""

import re

import numpy as np
import pytest

from conflict_oracle import elmira, is_stable
from negosim.errors import InputError
from negosim.games.walks import walks, ways_of
from negosim.models import compile_game
from negosim.scenario import read, read_text
from negosim.solve import concept, solve
from negosim.solve.conflict import GENERAL, NASH, SEQUENTIAL, SYMMETRIC

NAMES = (NASH, GENERAL, SYMMETRIC, SEQUENTIAL)
HEAD = "negosim: 1\ntitle: t\nactors: {north: {name: North}, south: {name: South}}\ngames:\n"
DUEL = (
    HEAD
    + """  duel:
    name: Duel
    moves:
      n: {actor: north, sees: [], options: {hold: {name: holds}, strike: {name: strikes}}}
      s: {actor: south, sees: [], options: {hold: {name: holds}, strike: {name: strikes}}}
    payoffs:
      hold: {hold: {north: 3, south: 3}, strike: {north: 0, south: 5}}
      strike: {hold: {north: 5, south: 0}, strike: {north: 1, south: 1}}
  conflict: {name: Conflict, model: graph_model, of: duel, status_quo: n = hold and s = hold}
"""
)
OPTIONS = (
    HEAD
    + """  conflict:
    name: Conflict
    model: graph_model
    options: {arm: {actor: north}, leave: {actor: south}}
    status_quo: not arm and not leave
    preferences:
      north: {ranking: [leave and not arm, arm]}
      south: {statements: [not arm, leave]}
"""
)


def conflict_of(text, key="conflict"):
    return compile_game(read_text(text), key)


def march_with(game, quo):
    """March 2025 with a conflict on the options of one of its games."""
    rules = f"{{name: G, model: graph_model, of: {game}, status_quo: {quo}}}"
    return f"negosim: 1\nextends: march-2025\ngames: {{g: {rules}}}\n"


def equilibria(compiled):
    """The labels of the equilibria under each definition."""
    found = compiled.conflict.table.equilibria
    return {name: [compiled.conflict.graph.states[k] for k in np.flatnonzero(found[name])] for name in NAMES}


# Published conflicts


def test_the_elmira_conflict_has_the_published_equilibria_and_is_upset_by_a_coalition():
    compiled = compile_game(read("classics/elmira"))
    assert equilibria(compiled) == {
        NASH: ["5", "8", "9"],
        GENERAL: ["1", "4", "5", "8", "9"],
        SYMMETRIC: ["1", "4", "5", "8", "9"],
        SEQUENTIAL: ["5", "8", "9"],
    }
    graph = compiled.conflict.graph
    assert [graph.states[graph.status_quo], graph.outcomes[4], graph.outcomes[8]] == ["1", "delay, insist", "abandon"]
    (upset,) = next(one.upset_by for one in compiled.conflict.equilibria if one.state == 4)
    assert [graph.players[i] for i in upset.members] == ["ministry", "uniroyal"]
    assert graph.states[upset.improvement[-1][1]] == "8"
    assert compiled.analyse().regime == "moves" and compiled.analyse().figures["steps"] == 1


def test_the_moves_and_orders_of_elmira_are_those_of_the_publication():
    graph, published = compile_game(read("classics/elmira")).conflict.graph, elmira()
    assert (graph.moves == published.moves).all()
    for mine, theirs in zip(graph.ranks, published.ranks, strict=True):
        assert (np.argsort(mine) == np.argsort(theirs)).all()


def test_the_cuban_missile_crisis_ends_with_a_withdrawal_and_no_strike():
    compiled = compile_game(read("classics/cuban-missile-crisis"))
    graph = compiled.conflict.graph
    states = [s for s in range(16) if s & 12 != 12]  # as Fraser and Hipel number them
    for own, order in zip(
        graph.ranks, ([4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8], [0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8]), strict=True
    ):
        assert [states[k] for k in np.argsort(-own)] == order
    found = equilibria(compiled)
    assert found[NASH] == [] and [states[int(label) - 1] for label in found[SEQUENTIAL]] == [4, 6]
    assert [graph.outcomes[int(label) - 1] for label in found[SEQUENTIAL]] == ["withdrawal", "blockade, withdrawal"]


def test_in_chicken_one_swerves_and_both_do_only_under_a_threat():
    found = equilibria(compile_game(read("classics/chicken")))
    assert found == {NASH: ["2", "3"], GENERAL: ["2", "3", "4"], SYMMETRIC: ["2", "3", "4"], SEQUENTIAL: ["2", "3"]}


# The order of a moves game's payoffs


def test_the_dilemma_is_stable_as_published_and_only_its_order_counts():
    compiled = conflict_of(DUEL)
    published = {NASH: ["4"], GENERAL: ["1", "4"], SYMMETRIC: ["1", "4"], SEQUENTIAL: ["1", "4"]}
    assert equilibria(compiled) == published
    assert compiled.analyse().regime == "deterred"
    assert (
        equilibria(conflict_of(DUEL.replace("south: 5", "south: 3.5").replace("north: 5", "north: 500"))) == published
    )


@pytest.mark.parametrize("game", ["table_talk", "ukraine_russia"])
def test_where_all_choose_at_once_nash_stable_states_are_the_pure_equilibria(game):
    march = read("march-2025")
    first = next(iter(march.facts.games[game].moves.items()))
    move, option = first[0], next(iter(first[1].options))
    others = [
        f"{key} = {next(iter(each.options))}" for key, each in march.facts.games[game].moves.items() if key != move
    ]
    quo = " and ".join([f"{move} = {option}", *others])
    compiled = conflict_of(march_with(game, quo), "g")
    played = compiled.moves_game.game(compiled.scenario.numbers.base)
    shape = [played.actions[i].index for i in range(len(played.players))]
    stable = {
        tuple(
            shape[choice.player](choice.values[value])
            for choice, value in zip(compiled.states.choices, row, strict=True)
        )
        for row in compiled.states.table[compiled.conflict.table.equilibria[NASH]]
    }
    found = solve(played, concept("pure_nash")()).equilibria
    assert stable == {tuple(int(np.argmax(own)) for own in one.profile) for one in found}


def test_figures_at_many_points_are_those_of_the_definitions_at_each():
    compiled = compile_game(read("march-2025"), "call_by_order")
    numbers, rng = compiled.scenario.numbers, np.random.default_rng(13)
    paths = [path for path in sorted(compiled.reads) if numbers[path].quantity.low is not None]
    rows = [numbers.base]
    for _ in range(7):
        drawn = {
            p: np.array(rng.uniform(numbers[p].quantity.low, numbers[p].quantity.high)) for p in rng.choice(paths, 12)
        }
        rows.append(numbers.vary(drawn))
    figures, (words, regime) = compiled.figures(np.stack(rows)), compiled.regime(np.stack(rows))
    seen = set()
    for k, row in enumerate(rows):
        graph = compiled._graph(compiled._ranks(compiled._formulas(row)))
        everybody, states = range(len(graph.players)), range(len(graph.states))
        stable = {name: [all(is_stable(graph, name, (i,), s) for i in everybody) for s in states] for name in NAMES}
        counted = [sum(stable[name]) for name in NAMES]
        assert [figures[name][k] for name in list(figures)[:4]] == counted
        start = graph.status_quo
        ends = [
            len(walk)
            for state, walk in walks(ways_of(graph.improvements), everybody, start)
            if stable[SEQUENTIAL][state]
        ]
        steps = 0 if stable[SEQUENTIAL][start] else min(ends, default=np.nan)
        assert figures["steps"][k] == pytest.approx(steps, nan_ok=True)
        named = "stands" if stable[NASH][start] else "deterred" if steps == 0 else "moves" if ends else "adrift"
        assert words[regime[k]] == named
        seen.add(tuple(counted))
    assert len(seen) > 1


def test_a_state_is_worth_what_follows_from_the_options_that_stand_in_it():
    compiled = compile_game(read("march-2025"), "call_by_order")
    for state, history in enumerate(compiled.histories.tolist()):
        chosen = {key: value for own in compiled.form.chosen(state).values() for key, value in own.items()}
        made = compiled.moves_game.situations[history].made
        assert made.items() <= chosen.items()
        assert ("answer" in made) == (chosen["reply"] != "refuse")


def test_the_answer_says_where_it_agrees_with_the_game_of_moves():
    assert (
        compile_game(read("march-2025"), "call_by_order")
        .analyse()
        .answer.notes[0]
        .startswith("It agrees with the subgame-perfect play of `call`, ")
    )
    duel = conflict_of(DUEL).analyse().answer.notes
    assert duel == ("It agrees with the pure equilibrium of `duel`, Strike / strike: stable as R, GMR, SMR and SEQ.",)
    pennies = DUEL.replace("north: 3, south: 3", "north: 1, south: 0").replace(
        "north: 0, south: 5", "north: 0, south: 1"
    )
    pennies = pennies.replace("north: 5, south: 0", "north: 0, south: 1").replace(
        "north: 1, south: 1", "north: 1, south: 0"
    )
    assert conflict_of(pennies).analyse().answer.notes == ("`duel` has no pure equilibrium to compare with",)
    assert conflict_of(OPTIONS).analyse().answer.notes == ()


def test_the_fate_of_the_status_quo_is_said_in_a_word():
    stands = DUEL.replace("n = hold and s = hold", "n = strike and s = strike")
    moves = DUEL.replace("n = hold and s = hold", "n = hold and s = strike")
    drifting = (
        HEAD
        + """  conflict:
    name: Conflict
    model: graph_model
    options: {a: {actor: north}, b: {actor: north}, c: {actor: south}}
    one_state: [a and c]
    final: [a, b = no]
    status_quo: a and not b and not c
    preferences:
      north:
        ranking:
          [c and not (a or b), not (a or b or c), a and b and not c, a and c, b and not (a or c), a and not c]
      south:
        ranking:
          [c and not (a or b), b and c and not a, a and b and not c, a and c, b and not (a or c), not (a or c)]
"""
    )  # South leaves by one move for a state that stands for two, and would leave that again by a second in a row
    regimes = []
    for text in (stands, DUEL, moves, drifting):
        analysis = conflict_of(text).analyse()
        regimes.append((analysis.regime, analysis.figures["steps"]))
        assert "the status quo" in analysis.answer.headline
    assert regimes[:3] == [("stands", 0), ("deterred", 0), ("moves", 1)]
    assert regimes[3][0] == "adrift" and np.isnan(regimes[3][1])


def test_a_wanted_state_and_what_is_final_are_read():
    wanted = OPTIONS.replace(
        "    preferences:", "    wanted: arm and leave\n    final: [arm, leave = no]\n    preferences:"
    )
    compiled = conflict_of(wanted)
    assert compiled.states.wanted == 3
    assert [tuple(pair) for pair in np.argwhere(compiled.states.moves[0])] == [(0, 1), (2, 3)]
    assert [tuple(pair) for pair in np.argwhere(compiled.states.moves[1])] == [(2, 0), (3, 1)]


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (
            OPTIONS,
            "not arm and not leave",
            "not arm",
            "t.yaml:9:17: game conflict: this holds in 2 states of 4, not in one",
        ),
        (
            OPTIONS,
            "not arm and not leave",
            "not arm and",
            "t.yaml:9:17: game conflict: the statement ends where a choice should stand",
        ),
        (
            OPTIONS,
            "not arm and not leave",
            "not army",
            "t.yaml:9:17: game conflict: no choice is called 'army'; name one of: arm, leave",
        ),
        (OPTIONS, "arm]", "arm, arm]", "every state in which this holds is ranked before; leave it out, or move it up"),
        (OPTIONS, "leave and not arm, arm", "leave and not leave", "this holds in no state"),
        (OPTIONS, "south: {statements", "south: {ranking: [leave], statements", "the order of south is not said once"),
        (OPTIONS, "{statements: [not arm, leave]}", "{}", "the order of south is not said once"),
        (OPTIONS, "leave: {actor: south}", "leave: {actor: north}", "south has preferences and no option"),
        (OPTIONS, "      south: {statements: [not arm, leave]}\n", "", "south has options and no preferences"),
        (OPTIONS, "{actor: south}", "{actor: east}", "east has options and no preferences"),
        (OPTIONS, "    preferences:", "    infeasible: [arm or not arm]\n    preferences:", "0 states are feasible"),
        (
            OPTIONS,
            "    preferences:",
            "    one_state: [arm and not arm]\n    preferences:",
            "this holds in no further state",
        ),
        (OPTIONS, "    preferences:", "    final: [army]\n    preferences:", "'army' is no choice and no value of one"),
        (OPTIONS, "    preferences:", "    final: [arm = maybe]\n    preferences:", "'arm = maybe' is no choice"),
        (OPTIONS, "options: {arm: {actor: north}, leave: {actor: south}}", "options: {}", "nobody can choose anything"),
        (DUEL, "of: duel", "of: dual", "'dual' is no game of moves; name one of: duel"),
        (DUEL, "of: duel", "of: conflict", "'conflict' is no game of moves"),
        (DUEL, "of: duel", "of: duel, options: {arm: {actor: north}}", "`options` stand beside `of`"),
        (DUEL, "of: duel", "of: duel, preferences: {north: {ranking: [n = hold]}}", "`preferences` stand beside `of`"),
        (DUEL, "n = hold and s", "n and s", "n is never 'yes'; write one of: n = hold, n = strike"),
    ],
)
def test_a_fault_in_the_rules_is_said_with_the_fix(text, old, new, said):
    assert old in text
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        read_text(text.replace(old, new, 1), "t.yaml")
    assert all(re.match(r"t\.yaml:\d+:\d+$", fault.where) and fault.fix for fault in caught.value.faults)


def test_too_many_states_and_private_numbers_are_refused():
    options = ", ".join(f"o{k}: {{actor: north}}" for k in range(10))
    many = OPTIONS.replace("arm: {actor: north}", f"arm: {{actor: north}}, {options}")
    with pytest.raises(InputError, match="4,096 states are feasible; conflicts of 1 to 1,000 states are solved"):
        read_text(many)
    more = ", ".join(f"o{k}: {{actor: north}}" for k in range(20))
    with pytest.raises(InputError, match="more than 100,000 states are not looked at"):
        read_text(OPTIONS.replace("arm: {actor: north}", f"arm: {{actor: north}}, {more}"))
    quo = "opening = broker and reply = refuse and answer = accept"
    private = march_with("call_private", quo)
    with pytest.raises(InputError, match="in call_private some numbers are private"):
        read_text(private)


def test_the_page_on_the_graph_model_says_truly_where_it_agrees_with_the_games_of_moves():
    call = compile_game(read("march-2025"), "call_by_order")

    def concepts(compiled, **chosen):
        states = [k for k in range(len(compiled.states.table)) if taken(compiled, k) == chosen]
        (state,) = states
        return [name for name in NAMES if compiled.conflict.table.equilibria[name][state]]

    def taken(compiled, state):
        return {key: value for own in compiled.form.chosen(state).values() for key, value in own.items()}

    ahead = [GENERAL, SYMMETRIC, SEQUENTIAL]
    assert concepts(call, opening="press_moscow", reply="full_ceasefire", answer="accept") == ahead
    assert concepts(call, opening="broker", reply="energy_truce", answer="accept") == list(NAMES)
    ends = [k for k in call.conflict.evolution.improvements if call.conflict.table.equilibria[SEQUENTIAL][k]]
    assert [taken(call, k)["reply"] for k in ends] == ["energy_truce"]
    talk = conflict_of(march_with("table_talk", "opening = broker and reply = refuse and answer = accept"), "g")
    found = {name: [taken(talk, k) for k in np.flatnonzero(talk.conflict.table.equilibria[name])] for name in NAMES}
    assert [each["reply"] for each in found[NASH]] == ["energy_truce", "refuse"]
    assert [each for each in found[SEQUENTIAL] if each not in found[NASH]] == [
        {"opening": "press_moscow", "reply": "full_ceasefire", "answer": "accept"}
    ]
    month = conflict_of(march_with("ukraine_russia", "russia = hold and ukraine = hold"), "g")
    assert concepts(month, russia="hold", ukraine="hold") == ahead
    assert concepts(month, russia="strike", ukraine="strike") == list(NAMES)
    truce = (
        "negosim: 1\nextends: truce-dilemma\ngames: {g: {name: G, model: graph_model, of: dilemma, status_quo: QUO}}\n"
    )
    dilemma = conflict_of(truce.replace("QUO", "north = keep and south = keep"), "g")
    assert concepts(dilemma, north="keep", south="keep") == ahead
    assert concepts(dilemma, north="break", south="break") == list(NAMES)
