"""All isolated Nash equilibria of games with three and more players, with a proof that none is missing."""

from negosim.solve.many_player.equilibria import MOST_SUPPORTS, IsolatedEquilibria, isolated_equilibria

__all__ = ["MOST_SUPPORTS", "IsolatedEquilibria", "isolated_equilibria"]
