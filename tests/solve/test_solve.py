"""Results, the table of concepts, and what is solved for unless asked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import negosim
from negosim.games import NormalFormGame, Origin
from negosim.solve import CONCEPTS, Survivors, concept, concepts, default_concept, settings, solve
from negosim.solve.concepts.iterated_dominance import IteratedDominance
from negosim.solve.concepts.logit import Logit
from negosim.solve.concepts.pure_nash import PureNash
from random_games import Move, TreeOfMoves

PENNIES = NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])


def tree(sees=frozenset(), shares=()):
    moves = [Move(None, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset(sees))]
    return TreeOfMoves(moves, shares=[(0.5, 0.5), (), ()]).game(np.zeros((2, 8)), 2)


def test_every_file_of_a_concept_is_in_the_table():
    files = {path.stem for path in Path(concepts.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == set(CONCEPTS)
    assert all(concept(name).name == name for name in CONCEPTS)


def test_an_unknown_concept_is_a_key_error():
    with pytest.raises(KeyError):
        concept("stackelberg_of_the_moon")


def test_the_default_is_nash_subgame_perfect_or_with_private_types_sequential():
    seen = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))]).game(np.zeros((2, 4)), 2)
    unseen = TreeOfMoves([Move(0, 2), Move(1, 2)]).game(np.zeros((2, 4)), 2)
    private = TreeOfMoves([Move(None, 2), Move(0, 2), Move(1, 2, frozenset({0, 1}))], shares=[(0.5, 0.5), (), ()])
    assert default_concept(PENNIES).name == "nash"
    assert default_concept(seen).name == "subgame_perfect"
    assert default_concept(unseen).name == "subgame_perfect"
    assert default_concept(private.game(np.zeros((2, 8)), 2)).name == "sequential"
    assert default_concept(tree({1})).name == "sequential"
    longer = [Move(None, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset({1})), Move(0, 2, frozenset({0, 1, 2}))]
    three = TreeOfMoves(longer, shares=[(0.5, 0.5), (), (), ()]).game(np.zeros((2, 16)), 2)
    assert default_concept(three).name == "subgame_perfect"
    assert solve(PENNIES).concept == default_concept(PENNIES)


def test_a_batch_is_refused():
    single = tree({0, 1})
    for batch in (
        NormalFormGame(np.zeros((5, 2, 2, 2)), ("a", "b")),
        replace(single, payoffs=np.zeros((5, 2, 8))),
        replace(single, chance=np.full((5, 2), 0.5)),
    ):
        with pytest.raises(ValueError, match="solve takes one game"):
            solve(batch)


def test_a_manifest_has_what_is_needed_to_get_the_result_again():
    origin = Origin("Talks", "abc", (("actors.us.cost", "0.2"),))
    manifest = solve(replace(PENNIES, origin=origin), Logit(2.0)).manifest
    assert (manifest.version, manifest.origin, manifest.concept) == (negosim.__version__, origin, "logit")
    assert manifest.settings == settings(Logit(2.0)) == {"lam": 2.0}


def test_the_equilibria_of_a_result_are_its_solutions_that_are_profiles():
    assert solve(PENNIES, IteratedDominance()).equilibria == ()
    assert isinstance(solve(PENNIES, IteratedDominance()).solutions[0], Survivors)
    coordination = solve(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]]), PureNash())
    assert coordination.equilibria == coordination.solutions
