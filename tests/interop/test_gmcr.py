"""Files of gmcr-py: what is read of them, and how a faulty one is refused."""

import json

import numpy as np
import pytest

from negosim.errors import InputError
from negosim.interop import read_gmcr
from negosim.solve.conflict import SEQUENTIAL, Conflict
from negosim.solve.stability import StabilityTable

# Elmira (Hipel, Fang, Kilgour and Haight 1993) in gmcr-py's form: 12 states, four of which are the abandoned plant
ELMIRA = {
    "options": [
        {"name": "Modify", "permittedDirection": "fwd"},
        {"name": "Delay", "permittedDirection": "back"},
        {"name": "Accept", "permittedDirection": "both"},
        {"name": "Abandon", "permittedDirection": "fwd"},
        {"name": "Insist", "permittedDirection": "both"},
    ],
    "decisionMakers": [
        {"name": "Ministry", "options": [0], "preferenceRanking": [9, 3, 4, 10, 7, 1, 2, 8, [11, 5, 6, 12]]},
        {"name": "Uniroyal", "options": [1, 2, 3], "preferenceRanking": [1, 4, 10, 7, [5, 11, 6, 12], 2, 3, 9, 8]},
        {"name": "Local", "options": [4], "preferenceRanking": [9, 3, 7, 1, 10, 8, 4, 2, [11, 5, 12, 6]]},
    ],
    "infeasibles": [
        [[1, "Y"], [2, "Y"]],
        {"compound": True, "members": [[[1, "Y"], [3, "Y"]], [[2, "Y"], [3, "Y"]]]},
        [[1, "N"], [2, "N"], [3, "N"]],
    ],
    "useManualPreferenceRanking": True,
}
# the Cuban missile crisis of Fraser and Hipel 1984, its orders written as statements
CUBA = """{"options": [{"name": "Strike"}, {"name": "Blockade"}, {"name": "Withdraw"}, {"name": "Escalate"}],
"decisionMakers": [
 {"name": "US", "options": [0, 1], "preferences": [
   [[2, "Y"]], [[3, "N"]], [[0, "N"], [2, "Y"]], [[1, "N"], [2, "Y"]], [[0, "Y"], [3, "Y"]], [[1, "Y"], [3, "Y"]],
   {"members": [[[0, "Y"], [1, "N"]], [[1, "Y"], [0, "N"]]]}, [[1, "Y"]]]},
 {"name": "USSR", "options": [2, 3], "preferences": []}],
"infeasibles": [[[2, "Y"], [3, "Y"]]], "useManualPreferenceVectors": false,
"coalitions": [[0, 1]]}"""
SMALL = """{
 "options": [{"name": "a", "permittedDirection": "both"}, {"name": "b", "permittedDirection": "fwd"}],
 "decisionMakers": [
  {"name": "x", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
  {"name": "y", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]}
 ],
 "infeasibles": [], "useManualPreferenceRanking": false
}"""


def test_elmira_has_the_published_equilibria():
    form = read_gmcr(json.dumps(ELMIRA)).form
    graph = form.graph
    assert graph.players == ("Ministry", "Uniroyal", "Local")
    assert graph.outcomes[6] == "Delay, Insist" and form.chosen(6)["Uniroyal"] == {
        "Delay": "yes",
        "Accept": "no",
        "Abandon": "no",
    }
    found = np.flatnonzero(StabilityTable(graph).equilibria[SEQUENTIAL])
    # states 5 and 8 of the publication, and 9, which stands for every state with an abandoned plant
    assert {graph.outcomes[k] for k in found} == {"Delay, Insist", "Modify, Accept, Insist"} | {
        outcome for outcome in graph.outcomes if "Abandon" in outcome
    }


def test_a_direction_says_which_way_an_option_may_go():
    graph = read_gmcr(json.dumps(ELMIRA)).form.graph
    place = {outcome: k for k, outcome in enumerate(graph.outcomes)}
    assert (
        graph.moves[0, place["Delay"], place["Modify, Delay"]]
        and not graph.moves[0, place["Modify, Delay"], place["Delay"]]
    )
    assert graph.moves[1, place["Delay"], place["Accept"]] and not graph.moves[1, place["Accept"], place["Delay"]]
    assert graph.moves[2, place["Delay, Insist"], place["Delay"]]


def test_states_stand_in_the_order_of_the_numbers_that_options_spell_and_statements_in_order_of_priority():
    graph = read_gmcr(SMALL).form.graph
    assert graph.outcomes == ("none taken", "a", "b", "a, b")
    assert graph.ranks.tolist() == [[1, 0, 3, 2], [1, 3, 0, 2]]
    assert np.argwhere(graph.moves[1]).tolist() == [[0, 2], [1, 3]]


def test_what_is_left_aside_is_said():
    file = read_gmcr(CUBA)
    assert len(file.form.graph.states) == 12
    assert file.notes == (
        "the file's coalitions are left aside: each decision maker moves alone, and every group is tried",
        "USSR likes all states equally",
    )
    with_views = SMALL.replace('"name": "x"', '"name": "x", "misperceptions": [[[0, "Y"]]]')
    assert read_gmcr(with_views).notes == ("the file's misperceptions are left aside: everybody sees every state",)
    # the American order of the publication, of states 4 6 5 7 2 1 3 0 11 9 10 8
    best = np.argsort(-file.form.graph.ranks[0]).tolist()
    assert best == [4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8]


def test_options_follow_their_decision_makers_and_names_are_told_apart():
    text = SMALL.replace('"options": [0], ', '"options": [1], ').replace(
        '"options": [1], "preferences": [[[0', '"options": [0], "preferences": [[[0'
    )
    form = read_gmcr(text).form
    assert [(choice.player, choice.name) for choice in form.choices] == [(0, "b"), (1, "a")]
    assert form.graph.outcomes == ("none taken", "b", "a", "b, a")
    twins = SMALL.replace('"name": "b"', '"name": "a"').replace('"name": "y"', '"name": "x"')
    twins = twins.replace('"options": [0], ', '"options": [0, 1], ').replace('"options": [1], ', '"options": [], ')
    form = read_gmcr(twins).form
    assert form.graph.players == ("1", "2") and [choice.name for choice in form.choices] == ["1", "2"]


def test_older_files_have_their_rankings_under_an_older_key():
    text = SMALL.replace('"useManualPreferenceRanking": false', '"useManualPreferenceVectors": true')
    text = text.replace('"preferences": [[[1, "Y"]], [[0, "N"]]]', '"preferenceVector": [4, [1, 2], 3]')
    text = text.replace('"preferences": [[[0, "Y"]], [[1, "N"]]]', '"preferenceVector": [1, 2, 3, 4]')
    assert read_gmcr(text).form.graph.ranks.tolist() == [[2, 2, 1, 3], [4, 3, 2, 1]]


def place_of(text, at):
    """Where a piece of text starts, as line and column; its first character where there is none."""
    before = text[: text.index(at)] if at else ""
    return f"f:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (SMALL, "", "", "the file is empty"),
        (SMALL, "[]", "", "the file must be a mapping"),
        (SMALL, "PK", "", "found 'PK' where a value"),
        ('"infeasibles": []', '"infeasibles": {}', "{}", "`infeasibles` must be a list"),
        ('"infeasibles": [], ', "", "", "the key `infeasibles` is missing"),
        ('{"name": "a", ', "{", '{"permitted', "the key `name` is missing"),
        ('{"name": "a", ', '{"name": 3, ', "3, ", "a name is text"),
        ('"fwd"', '"up"', '"up"', 'this is no direction; write "both", "fwd" or "back"'),
        ('"fwd"', '["fwd"]', '["fwd"]', "this is no direction"),
        ('"options": [1]', '"options": [1,0]', '0], "preferences": [[[0', "option 0 belongs to two decision makers"),
        (
            '"options": [1]',
            '"options": [2]',
            "2]",
            "this is not the number of an option; write a whole number from 0 to 1",
        ),
        ('"options": [1]', '"options": [1.0]', "1.0", "this is not the number of an option"),
        ('"options": [1]', '"options": [true]', "true", "this is not the number of an option"),
        ('"options": [1]', '"options": []', '{"name": "b"', "option 1 belongs to nobody"),
        ('[[1, "Y"]]', '[[1, "y"]]', '"y"', "an option is taken or not"),
        ('[[1, "Y"]]', "[[ 1]]", "[ 1]", "1 values in a condition"),
        ('[[1, "Y"]]', "[7]", "7", "an option of a condition must be a list"),
        ('[[1, "Y"]]', '"why"', '"why"', "a condition must be a list"),
        ('[[1, "Y"]]', '{"member": []}', '{"member"', "the key `members` is missing"),
        ('"infeasibles": []', '"infeasibles": [[]]', "[[]]", "0 states are feasible"),
        ("false", "true", '{"name": "x"', "the key `preferenceRanking` is missing"),
        ('"name": "x"', '"name": "x", "name": "z"', '"name": "z"', "the key 'name' stands twice"),
        ('"x"', '"\\u001b[31m"', '"\\u001b', "'\\x1b[31m' holds a character that cannot be printed"),
        ('"x"', '"\\x"', '"\\x"', "'\\\\x' is no escape"),
        ('"x"', '"\\ud800"', '"\\ud800', "holds half of a surrogate pair"),
        ('"name": "x"', '"name": "x', 'options": [0]', "found 'options' where `,` or `}`"),
        ('"name": "x"', "word: 1", "word", "found 'word' where a key should stand"),
        ('"name": "x"', '"name" "x"', '"x"', "found '\"x\"' where `:` should stand"),
        ("[1]", "[1 5]", "5]", "found '5' where `,` or `]` should stand"),
        ("[1]", "[01]", "01", "found '01' where a value should stand"),
        ("[1]", "[NaN]", "NaN", "found 'NaN' where a value should stand"),
        ("[1]", f"[{'9' * 400}]", "9", "is out of bounds"),
        ("[1]", "[1e999]", "1e999", "'1e999' is out of bounds"),
        ("[1]", "[" * 30 + "5", "[[[[[[[[5", "more than 24 levels"),
        ("false\n}", "false", None, "the file ends here where `,` or `}`"),
        ("false\n}", "false} null", "null", "found 'null' after the end"),
        ("false\n}", 'false, "end', '"end', "this quote is not closed"),
    ],
)
def test_a_fault_is_found_at_its_place(old, new, at, said):
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    with pytest.raises(InputError) as caught:
        read_gmcr(text, "f")
    (fault,) = caught.value.faults
    where = place_of(text + "$", "$") if at is None else place_of(text, at)
    assert str(fault).startswith(where) and said in str(fault) and fault.fix


@pytest.mark.parametrize(
    ("ranking", "at", "said"),
    [
        ("[1, 2, 3]", "[1, 2", "state 4 of 4 is not ranked"),
        ("[1, 2, 3, 4, 4 ]", "4 ]", "state 4 stands twice"),
        ("[1, 2, [3, 5]]", "5]]", "this is not the number of a state; write a whole number from 1 to 4"),
        ("[1, 2, [3, [4]]]", "[4]]]", "this is not the number of a state"),
        ("7", "7", "a ranking must be a list"),
    ],
)
def test_a_ranking_names_every_feasible_state_once(ranking, at, said):
    text = SMALL.replace("false", "true")
    text = text.replace('"preferences": [[[1, "Y"]], [[0, "N"]]]', f'"preferenceRanking": {ranking}')
    with pytest.raises(InputError) as caught:
        read_gmcr(text, "f")
    assert str(caught.value).startswith(place_of(text, at)) and said in str(caught.value)


def conflict_of(options, makers=1, infeasibles=()):
    """The text of a conflict whose decision makers have the options in turn."""
    rows = [{"name": f"m{k}", "options": list(range(k, options, makers)), "preferences": []} for k in range(makers)]
    return json.dumps(
        {
            "options": [{"name": str(k)} for k in range(options)],
            "decisionMakers": rows,
            "infeasibles": list(infeasibles),
        }
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (conflict_of(10), "1,024 states are feasible; conflicts of 1 to 1,000 states are read"),
        (conflict_of(40), "more than 100,000 states are not looked at"),
        (conflict_of(61), "61 options; give 1 to 60"),
        (conflict_of(0), "0 options; give 1 to 60"),
        (conflict_of(30, makers=21), "21 decision makers; give 1 to 20"),
        (
            conflict_of(1, makers=1).replace('[{"name": "m0", "options": [0], "preferences": []}]', "[]"),
            "0 decision makers",
        ),
        ("[" + "1," * 200_000 + "1]", "more than 200,000 values"),
    ],
)
def test_a_conflict_beyond_the_bounds_is_refused_in_little_time(text, said):
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        read_gmcr(text, "f")


def test_many_options_are_read_where_few_states_are_feasible():
    exclusive = [[[k, "Y"], [j, "Y"]] for k in range(40) for j in range(k)]
    graph = read_gmcr(conflict_of(40, 4, exclusive)).form.graph
    assert len(graph.states) == 41
    assert len(Conflict(graph).equilibria) == 41  # nobody cares


def test_a_text_cut_anywhere_or_spoiled_is_refused_or_read_without_any_other_error():
    rng = np.random.default_rng(11)
    for _ in range(300):
        text = list(SMALL)
        if rng.random() < 0.5:
            del text[int(rng.integers(len(text))) :]
        for _ in range(int(rng.integers(1, 4))):
            if text:
                text[int(rng.integers(len(text)))] = str(rng.choice(list('{}[]":,0129YN\\x\n')))
        try:
            read_gmcr("".join(text), "f")
        except InputError as error:
            assert all(fault.where.startswith("f:") and fault.fix for fault in error.faults)
