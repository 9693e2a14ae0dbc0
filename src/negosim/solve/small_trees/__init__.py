"""Sequential equilibria of small trees of any kind: which profiles some consistent beliefs support."""

from negosim.solve.small_trees.candidates import SmallSearch, small_search
from negosim.solve.small_trees.consistency import Support, supports_of

__all__ = ["SmallSearch", "Support", "small_search", "supports_of"]
