"""What `nash` says of games with more than two players: certified, marked, and honest about completeness."""

from itertools import product

import numpy as np
import pytest

from brute_force import nash_gains
from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete
from negosim.solve.concepts.nash import Nash


def volunteers(cost):
    """Diekmann (1985): three who each may volunteer (action 0) at a cost for a gain of one to all."""
    payoffs = np.zeros((3, 2, 2, 2))
    for pure in product((0, 1), repeat=3):
        for player in range(3):
            payoffs[(player, *pure)] = (0 in pure) - cost * (pure[player] == 0)
    return NormalFormGame(payoffs)


def test_volunteers_have_three_pure_equilibria_three_of_pairs_and_one_symmetric():
    """The symmetric one leaves nobody volunteering to each with probability cost^(1/2); pairs mix with cost."""
    cost = 0.25
    result = Nash().solve(volunteers(cost))
    assert result.complete is Complete.ALL
    shirks = sorted(tuple(round(float(p[1]), 12) for p in e.profile) for e in result.equilibria)
    pairs = [(1.0, 0.25, 0.25), (0.25, 1.0, 0.25), (0.25, 0.25, 1.0)]
    assert shirks == sorted([(0, 1, 1), (1, 0, 1), (1, 1, 0), (0.5, 0.5, 0.5), *pairs])
    for equilibrium in result.equilibria:
        assert max(nash_gains(result.game.payoffs, equilibrium.profile)) < 1e-12
        assert equilibrium.regret < 1e-12
    assert result.components == tuple((k,) for k in range(7))


def test_a_continuum_among_three_players_is_never_called_complete():
    """The third player's choice matters to nobody, so each equilibrium of the other two is a line of them."""
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[0], payoffs[1] = np.eye(2)[..., np.newaxis], np.eye(2)[..., np.newaxis]
    result = Nash().solve(NormalFormGame(payoffs))
    assert result.complete is Complete.UNKNOWN and result.components == ()
    pure = {tuple(int(p.argmax()) for p in e.profile) for e in result.equilibria if min(map(max, e.profile)) == 1}
    assert pure == {(0, 0, 0), (0, 0, 1), (1, 1, 0), (1, 1, 1)}
    assert "unused best reply" in result.why_complete
    assert result.notes == (
        "to use no weakly dominated strategy is necessary for trembling-hand perfection, not enough with more players",
    )


def test_where_nobodys_choice_changes_its_own_payoff_every_profile_is_an_equilibrium():
    """Each gets what the next one chooses: 27 extreme points in one component, and half and half is one too."""
    payoffs = np.stack([np.moveaxis(np.broadcast_to([1.0, 2.0, 5.0], (3, 3, 3)), -1, (k + 1) % 3) for k in range(3)])
    for game in (NormalFormGame(payoffs), NormalFormGame(np.full((3, 3, 3, 3), -7.5))):
        result = Nash().solve(game)
        assert result.complete is Complete.EXTREME and result.components == (tuple(range(27)),)
        assert len({tuple(np.concatenate(e.profile)) for e in result.equilibria}) == 27
        assert max(e.regret for e in result.equilibria) == 0
        assert max(nash_gains(game.payoffs, [np.array([0.5, 0.5, 0.0])] * 3)) < 1e-12


def test_of_a_game_too_large_to_search_the_pure_equilibria_are_some_of_all():
    payoffs = np.zeros((3, 7, 7, 7))
    for player in range(3):
        payoffs[(player, 2, 3, 4)] = 1.0
        payoffs[(player, 5, 5, 5)] = 2.0
    payoffs += np.random.default_rng(0).random(payoffs.shape) / 10
    result = Nash().solve(NormalFormGame(payoffs))
    assert result.complete is Complete.SOME
    assert {(2, 3, 4), (5, 5, 5)} <= {tuple(int(p.argmax()) for p in e.profile) for e in result.equilibria}
    assert "not searched" in result.why_complete


def test_exact_fractions_are_refused_for_three_players():
    with pytest.raises(UnsolvedError, match="two players only"):
        Nash(exact=True).solve(volunteers(0.25))
