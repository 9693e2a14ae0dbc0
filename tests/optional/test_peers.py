"""Against nashpy's, QuantEcon's and pygambit's solvers on random games; docs/peers.csv has a row for each disagreement.

nashpy comes with negosim. The rest is an optional group: a peer that is not installed is left out.
"""

import csv
from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import peers_compared
from negosim.games import NormalFormGame
from negosim.solve import Complete
from negosim.solve.certificate import regret
from negosim.solve.concepts.nash import Nash
from peers_compared import TABLE, compared, random_game
from peers_explained import PEERS, about, determinant, least_slack, near, supports

ALL = [(kind, shape) for kind, shapes in peers_compared.SHAPES.items() for shape in shapes]
pytestmark = pytest.mark.filterwarnings("ignore")  # what a peer warns of is not ours


def rows():
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def redrawn(row):
    """Return the game of a row, and the profile of ours that it is about."""
    game = NormalFormGame(random_game(row["payoffs"], tuple(map(int, row["shape"].split("x"))), int(row["game"])))
    found = Nash().solve(game)
    used = tuple(tuple(int(k) - 1 for k in own) for own in row["supports"].split())
    return game, [e.profile for e in found.equilibria if supports(e.profile) == used]


def test_every_row_names_a_cause_that_was_found_by_a_check():
    assert Counter(row["what"] for row in rows())["missed"] > 1000
    assert not [row for row in rows() if row["what"] == "lacking" or "not explained" in row["cause"]]


def test_the_page_counts_the_rows():
    page = TABLE.with_suffix(".md").read_text(encoding="utf-8")
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.count("|") == 5
    ]
    said: Counter[str] = Counter()
    for _, what, _, count in cells:
        said[what] += int(count.replace(",", "")) if count[0].isdigit() else 0
    assert said - Counter() == Counter(row["what"] for row in rows())


def test_a_row_is_of_a_game_that_can_be_drawn_again_and_of_an_equilibrium_by_the_definition():
    """A sample: every 120th missed equilibrium, whoever missed it."""
    for row in [row for row in rows() if row["what"] == "missed"][::120]:
        game, profiles = redrawn(row)
        numbers = [row[key] for key in ("supports", "cause", "least_probability", "least_slack", "determinant")]
        (profile,) = [p for p in profiles if about(game.payoffs, p, row["cause"])[2] == numbers[2]]
        assert regret(game, profile) < 1e-12
        assert float(numbers[4]) == pytest.approx(determinant(game.payoffs, profile), rel=6e-3, abs=1e-9)
        assert numbers[3] == "" or float(numbers[3]) == pytest.approx(least_slack(game.payoffs, profile), rel=6e-3)


def test_nashpys_rows_come_out_again():
    """A sample: the cause of every 25th equilibrium that nashpy misses, from its own steps."""
    for row in [row for row in rows() if row["what"] == "missed" and row["peer"].startswith("nashpy")][::25]:
        game, profiles = redrawn(row)
        peer = PEERS[row["peer"]]
        theirs = peer.solve(game.payoffs)
        missed = [p for p in profiles if not any(near(p, q) for q in theirs)]
        kinds = {peer.why(game.payoffs, p).split(":")[0] for p in missed}
        assert row["cause"].split(":")[0] in kinds


@pytest.mark.parametrize(("kind", "shape"), [*product(peers_compared.SHAPES, [(2, 2), (3, 3)])])
def test_nashpy_knows_no_equilibrium_of_a_few_games_that_is_not_found_here(kind, shape):
    counts, _ = compared(kind, shape, range(20), ["nashpy support enumeration", "nashpy vertex enumeration"])
    assert not any(found["lacking"] for found in counts.values())


@pytest.mark.parametrize(("kind", "shape"), ALL)
def test_no_peer_knows_an_isolated_equilibrium_that_is_not_found_here(kind, shape):
    pytest.importorskip("pygambit", reason="pygambit is not installed: pip install negosim[gambit]")
    pytest.importorskip("quantecon", reason="quantecon is not installed: pip install quantecon")
    counts, found = compared(kind, shape, range(1000))
    if kind == "uniform" or len(shape) == 2:
        assert set(counts["here"]) <= {"all", "extreme"}
    assert not any(verdicts["lacking"] for verdicts in counts.values())
    assert not [row for row in found if "not explained" in row.cause]


@pytest.mark.parametrize("shape", [(2, 3), (4, 4)])
def test_what_a_peer_lacks_of_a_two_player_game_is_an_equilibrium_in_exact_numbers(shape):
    for payoffs in peers_compared.random_games("whole", shape, 200):
        result = Nash(exact=True).solve(NormalFormGame(payoffs))
        assert result.complete in (Complete.ALL, Complete.EXTREME)
        table = np.vectorize(Fraction, otypes=[object])(payoffs)
        for found in result.equilibria:
            x, y = (np.array([Fraction(share) for share in own], dtype=object) for own in found.exact)
            assert max(table[0] @ y) == x @ table[0] @ y and max(x @ table[1]) == x @ table[1] @ y
