"""All Nash equilibria of two-player games: the extreme points of every component, exact and complete."""

from negosim.solve.two_player.equilibria import ExtremeEquilibria, extreme_equilibria, maximal_nash_subsets

__all__ = ["ExtremeEquilibria", "extreme_equilibria", "maximal_nash_subsets"]
