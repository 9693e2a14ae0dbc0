"""Against QuantEcon's and pygambit's solvers on a thousand random games of each shape; docs/peers.md tells the result.

An optional group: without pygambit and quantecon these tests are skipped.
"""

from fractions import Fraction

import numpy as np
import pytest

import peers_compared
from negosim.games import NormalFormGame
from negosim.solve import Complete
from negosim.solve.concepts.nash import Nash

pytest.importorskip("pygambit", reason="pygambit is not installed: pip install negosim[gambit]")
pytest.importorskip("quantecon", reason="quantecon is not installed: pip install quantecon")

ALL = [(kind, shape) for kind, shapes in peers_compared.SHAPES.items() for shape in shapes]


@pytest.mark.filterwarnings("ignore")  # what a peer warns of is not ours
@pytest.mark.parametrize(("kind", "shape"), ALL)
def test_no_peer_knows_an_isolated_equilibrium_that_is_not_found_here(kind, shape):
    verdicts = peers_compared.compared(kind, shape, 1000)
    found = verdicts.pop("here")
    if kind == "generic" or len(shape) == 2:
        assert set(found) <= {"all", "extreme"}
    for counts in verdicts.values():
        assert not [name for name in counts if "lacking" in name]


@pytest.mark.parametrize("shape", [(2, 3), (4, 4)])
def test_what_a_peer_lacks_of_a_two_player_game_is_an_equilibrium_in_exact_numbers(shape):
    for payoffs in peers_compared.random_games("whole", shape, 200):
        result = Nash(exact=True).solve(NormalFormGame(payoffs))
        assert result.complete in (Complete.ALL, Complete.EXTREME)
        table = np.vectorize(Fraction, otypes=[object])(payoffs)
        for found in result.equilibria:
            x, y = (np.array([Fraction(share) for share in own], dtype=object) for own in found.exact)
            assert max(table[0] @ y) == x @ table[0] @ y and max(x @ table[1]) == x @ table[1] @ y
