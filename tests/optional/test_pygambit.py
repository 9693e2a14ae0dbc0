"""Against pygambit 17.0.0b2: its catalogue of games, its reader and its solvers.

An optional group: without pygambit (`pip install negosim[gambit]`) these tests are skipped.
"""

from fractions import Fraction
from importlib.resources import files
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from gambit_games import labelled_tables, labelled_trees
from random_games import Move, TreeOfMoves, normal_forms, trees

gambit = pytest.importorskip("pygambit", reason="pygambit is not installed: pip install negosim[gambit]")

from negosim.errors import UnsolvedError  # noqa: E402
from negosim.games import ExtensiveFormGame  # noqa: E402
from negosim.games.exact import fractions_of  # noqa: E402
from negosim.games.strategic_form import number_of_plans, strategic_form  # noqa: E402
from negosim.interop import read_game, write_efg, write_nfg  # noqa: E402
from negosim.solve import Complete, solve  # noqa: E402
from negosim.solve.concepts.nash import Nash  # noqa: E402
from negosim.solve.concepts.sequential import Sequential  # noqa: E402

CATALOGUE = Path(str(files("pygambit"))) / "catalog_data"
GAMES = sorted(path.relative_to(CATALOGUE).as_posix() for path in CATALOGUE.rglob("*.[ne]fg"))
FORGETFUL = {
    "books/shohamleytonbrown2008/fig5_12.efg": "absent-mindedness",
    "books/vonstengel2022/fig10.7.efg": "imperfect recall",
    "journals/geb/gilboa1997/fig1.efg": "absent-mindedness",
    "journals/geb/gilboa1997/fig2.efg": "imperfect recall",
    "journals/geb/wichardt2008.efg": "imperfect recall",
}


def few(count):
    return settings(max_examples=count, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def theirs(path):
    return gambit.read_efg(str(path)) if path.suffix == ".efg" else gambit.read_nfg(str(path))


def payoffs_of(game):
    """Return pygambit's exact payoffs of every profile of (reduced) strategies."""
    return np.stack([np.vectorize(Fraction, otypes=[object])(table) for table in game.to_arrays(dtype=Fraction)])


def test_the_catalogue_is_the_one_that_was_looked_at():
    assert len(GAMES) == 40
    assert set(FORGETFUL) <= set(GAMES)


@pytest.mark.parametrize("name", GAMES)
def test_a_game_of_the_catalogue_has_the_players_and_payoffs_that_pygambit_reads(name):
    game, other = read_game(CATALOGUE / name), theirs(CATALOGUE / name)
    assert list(game.players) == list(other.players)
    if name in FORGETFUL:
        return
    table = strategic_form(game, exact=True).game if isinstance(game, ExtensiveFormGame) else game
    assert np.array_equal(fractions_of(table.payoffs, table.exact_payoffs), payoffs_of(other))


@pytest.mark.parametrize("name", GAMES)
def test_a_game_of_the_catalogue_is_solved_or_refused_with_the_reason(name):
    game = read_game(CATALOGUE / name)
    for concept in (None, Nash()):
        if name in FORGETFUL:
            with pytest.raises(UnsolvedError, match=FORGETFUL[name]):
                solve(game, concept)
            continue
        result = solve(game, concept)
        assert result.equilibria
        assert all(equilibrium.regret <= 1e-9 for equilibrium in result.equilibria)
        assert len(game.players) > 2 or result.complete is not Complete.UNKNOWN


@pytest.mark.parametrize("name", [name for name in GAMES if name.endswith(".nfg")])
def test_exact_equilibria_of_two_player_tables_are_those_of_enummixed(name):
    game, other = read_game(CATALOGUE / name), theirs(CATALOGUE / name)
    if len(game.players) != 2:
        return
    assert exact_profiles(Nash(exact=True).solve(game)) == enummixed(other)


def exact_profiles(result):
    return {tuple(tuple(map(Fraction, strategy)) for strategy in found.exact) for found in result.equilibria}


def enummixed(game):
    return {
        tuple(
            tuple(Fraction(str(profile[player][own])) for own in game.get_strategies(player)) for player in game.players
        )
        for profile in gambit.nash.enummixed_solve(game, rational=True).equilibria
    }


@few(1000)
@given(normal_forms(players=(2, 2)))
def test_exact_equilibria_of_random_tables_are_those_of_enummixed(game):
    other = gambit.read_nfg(StringIO(write_nfg(game)))
    assert exact_profiles(Nash(exact=True).solve(game)) == enummixed(other)


@few(1000)
@given(trees(players=(2, 2)))
def test_lcp_finds_an_equilibrium_of_a_random_tree_with_payoffs_between_those_found_here(game):
    if number_of_plans(game) > 64:
        return
    other = gambit.read_efg(StringIO(write_efg(game)))
    found = Nash(exact=True).solve(game)
    payoffs = np.array([equilibrium.payoffs for equilibrium in found.equilibria])
    profile = gambit.nash.lcp_solve(other, rational=True).equilibrium
    worth = [float(profile.payoffs[player]) for player in other.players]
    assert (payoffs.min(axis=0) - 1e-9 <= worth).all() and (worth <= payoffs.max(axis=0) + 1e-9).all()


def test_the_limit_of_a_logit_branch_is_among_the_sequential_equilibria_of_a_complete_list():
    """McKelvey and Palfrey (1998): it is one. The branch is left where it has not come near enough to its limit."""
    rng, looked_at = np.random.default_rng(1), 0
    for _ in range(25):
        tree = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0})), Move(2, 2)], frozenset({(0, 0)}))
        game = tree.game(rng.random((3, tree.leaves)), 3)
        limit = gambit.nash.logit_solve(gambit.read_efg(StringIO(write_efg(game))), use_strategic=False).equilibrium
        found = Sequential().solve(game)
        if limit is None or limit.agent_max_regret() > 1e-6 or found.complete is not Complete.ALL:
            continue
        looked_at += 1
        worth = [float(limit.payoffs[player]) for player in limit.game.players]
        assert any(np.allclose(equilibrium.payoffs, worth, atol=1e-3) for equilibrium in found.equilibria)
    assert looked_at > 10


def plain(word):
    """Whether pygambit takes a label: it wants no space at the ends, none twice, and no backslash before a quote."""
    return word == " ".join(word.split()) and '\\"' not in word and "\\\\" not in word


@few(100)
@given(labelled_tables())
def test_pygambit_reads_the_same_table_from_what_is_written(game):
    words = [*game.players, *(word for own in game.actions for word in own), *game.outcomes]
    if not all(map(plain, words)):
        return
    other = gambit.read_nfg(StringIO(write_nfg(game)))
    assert list(other.players) == list(game.players)
    assert [tuple(other.get_strategies(player)) for player in other.players] == list(game.actions)
    if game.exact_payoffs is not None:
        assert np.array_equal(fractions_of(game.payoffs, game.exact_payoffs), payoffs_of(other))


@few(100)
@given(labelled_trees())
def test_pygambit_reads_the_same_tree_from_what_is_written(game):
    sets = [word for known in game.information_sets for word in (known.label, *known.actions)]
    chance = [word for node in game.nodes for word in getattr(node, "labels", ())]
    if not all(map(plain, [*game.players, *sets, *chance, *game.outcomes])):
        return
    other = gambit.read_efg(StringIO(write_efg(game)))
    assert list(other.players) == list(game.players)
    if game.exact_payoffs is not None:
        table = strategic_form(game, exact=True).game
        assert table.payoffs.shape == payoffs_of(other).shape
        assert np.array_equal(fractions_of(table.payoffs, table.exact_payoffs), payoffs_of(other))
