"""The exact numbers of a tree: chance and payoffs, decimals read as the fractions that they stand for.

With `exact` the numbers are taken as they are: a float is the binary number it is, and a near tie is none.
"""

from fractions import Fraction

from negosim.games import Chance, ExtensiveFormGame
from negosim.games.exact import fractions_of
from negosim.games.extensive_form import children_of
from negosim.solve.result import TIE
from negosim.solve.two_player.rationals import integer_payoffs, read_as_fractions, without_near_ties

_RADIUS = Fraction(TIE) * Fraction(499, 1000)
_SMALL_DENOMINATOR = 10**6


def exact_chance(game: ExtensiveFormGame, exact: bool = False) -> list[Fraction]:
    """Return the product of chance on the way to each node."""
    shares = fractions_of(game.chance, game.exact_chance).tolist()
    shares = shares if exact else [_plain(share) for share in shares]
    found = [Fraction(1)] * len(game.nodes)
    for number, node in enumerate(game.nodes):
        for branch, child in enumerate(children_of(node)):
            found[child] = found[number] * (shares[node.first + branch] if isinstance(node, Chance) else 1)
    return found


def exact_payoffs(game: ExtensiveFormGame, player: int, exact: bool = False) -> list[int]:
    """Return a player's payoff at each leaf in units and from a zero of its own, near ties made ties."""
    payoffs = fractions_of(game.payoffs, game.exact_payoffs)[player]
    if exact:
        return integer_payoffs([payoffs])[0]
    return without_near_ties(read_as_fractions(integer_payoffs([payoffs]), _RADIUS), _RADIUS)[0]


def _plain(share: Fraction) -> Fraction:
    near = share.limit_denominator(_SMALL_DENOMINATOR)
    return near if abs(near - share) < TIE else share
