"""Games of moves as subjects: trees and simultaneous games, under a concept that solves them in batches."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, Game
from negosim.models import CompiledMoves
from negosim.scenario import Scenario
from negosim.solve import Concept, settings
from negosim.whatif.answers import PlayTree, membership
from negosim.whatif.batch.points import Points
from negosim.whatif.batch.solvers import PointSolver, solver_of
from negosim.whatif.batch.subject import Subject
from negosim.whatif.watch import Look, padded, replies, unwatched

SEVERAL_MARK = " *"
"""Ends the words of a point with several solutions."""


@dataclass(frozen=True, eq=False)
class MovesSubject(Subject):
    """A game of moves. `asked` is a concept, None for what the game is solved under at many points unless asked.

    Raises UnsolvedError, when it is first used, where the game cannot be solved in batches under it.
    """

    compiled: CompiledMoves
    asked: Concept | None = None

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.compiled.scenario

    @property
    def key(self) -> str:
        """The game's key in the scenario."""
        return self.compiled.key

    @property
    def reads(self) -> frozenset[str]:
        """The paths of the numbers that payoffs and beliefs depend on."""
        return self.compiled.reads

    @cached_property
    def game(self) -> Game:
        """The game at the scenario's own numbers."""
        return self.compiled.game(self.scenario.numbers.base)

    @property
    def concept(self) -> str:
        """The name of the concept."""
        return self.solved_under.name

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The settings of the concept."""
        return settings(self.solved_under)

    @property
    def players(self) -> tuple[str, ...]:
        """The actors that move."""
        return self.game.players

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The probability of each outcome, in order of first appearance."""
        return tuple(f"probability_{outcome}" for outcome in self.answers)

    @property
    def answers(self) -> tuple[str, ...]:
        """The outcomes, in order of first appearance."""
        return membership(self.game.outcomes)[0]

    @property
    def figure_asked(self) -> str:
        """None."""
        return ""

    @property
    def cells(self) -> int:
        """The payoffs of a point."""
        ends = len(self.game.nodes) if isinstance(self.game, ExtensiveFormGame) else prod(self.game.shape)
        return ends * len(self.game.players)

    @property
    def shape(self) -> object:
        """Who moves, what can be chosen, where it leads, and the terms."""
        moves = getattr(self.game, "information_sets", getattr(self.game, "actions", ()))
        terms = [(term.player, term.path, term.kind) for term in self.compiled.terms]
        return self.game.players, moves, self.game.outcomes, terms

    @property
    def watch(self) -> "MovesWatch":
        """Watches the answer, and whether there are several solutions."""
        return MovesWatch(self)

    def solve(self, values: FloatArray) -> Points:
        """Return what is found at vectors of numbers; what no moved number touches is added up once."""
        numbers = self.scenario.numbers
        moved = np.flatnonzero((values != numbers.base).any(axis=0))
        game = self.compiled.moved_game(values, frozenset(numbers.entries[k].path for k in moved))
        return self._solver[1](game, self.solved_under)

    @property
    def solved_under(self) -> Concept:
        """The concept."""
        return self._solver[0]

    @cached_property
    def _solver(self) -> tuple[Concept, PointSolver]:
        return solver_of(self.game, self.asked)


@dataclass(frozen=True, eq=False)
class MovesWatch:
    """Watches the answer of a game of moves, and, where it marks them, whether there are several solutions."""

    subject: MovesSubject
    marks_several: bool = True

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return what decides the answer at each point, in one row: payoffs, or the chances of outcomes."""
        if self.subject.concept == "logit":
            return self.subject.solve(values).figures
        return self.subject.compiled.game(values).payoffs.reshape(len(values), -1)

    def look(self, values: FloatArray) -> Look:
        """Return the answer at each point, and the comparisons that decide it."""
        found = self.subject.solve(values)
        words = np.array(found.answers)[found.answer][:, np.newaxis]
        if self.marks_several:
            words = np.char.add(words, np.where(found.count > 1, SEVERAL_MARK, "")[:, np.newaxis])
        if self.subject.concept == "nash":
            return unwatched(words)
        if self.subject.concept == "logit":
            chances = found.figures[:, np.newaxis]
            return Look(words, chances.argmax(axis=-1), chances)
        game = self.subject.compiled.game(values)
        if isinstance(game, ExtensiveFormGame):
            play = PlayTree(game)
            return Look(words, play.choices, padded(play.induction.worth))
        worth = padded(tuple(part for player in range(len(game.players)) for part in replies(game, player)))
        return Look(words, worth.argmax(axis=-1), worth)
