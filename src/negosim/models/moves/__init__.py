"""The moves model: actors choose options in some order, rules say what outcome follows, and payoffs are sums of terms.

A game in which nobody sees anything is in normal form; otherwise it is a tree with information sets. Reads all shared
facts of the scenario and the game's own moves, rules and terms. A scenario's headline question is usually such a game.
"""

from negosim.models.moves.compiled import CompiledMoves
from negosim.models.moves.situation import Situation

__all__ = ["CompiledMoves", "Situation"]
