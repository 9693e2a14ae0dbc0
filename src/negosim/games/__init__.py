"""The mathematics: representations of games as immutable arrays. Payoffs only; names of terms live in models."""

from negosim.games.arrays import BoolArray, FloatArray, IntArray, Profile, frozen, one_hot, payoff_range
from negosim.games.conflict_graph import ConflictGraph
from negosim.games.extensive_form import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf, Node
from negosim.games.normal_form import NormalFormGame
from negosim.games.origin import Origin

Game = NormalFormGame | ExtensiveFormGame

__all__ = [
    "BoolArray",
    "Chance",
    "ConflictGraph",
    "Decision",
    "ExtensiveFormGame",
    "FloatArray",
    "Game",
    "InformationSet",
    "IntArray",
    "Leaf",
    "Node",
    "NormalFormGame",
    "Origin",
    "Profile",
    "frozen",
    "one_hot",
    "payoff_range",
]
