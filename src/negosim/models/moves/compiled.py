"""A moves game compiled once: from then on its payoffs at any numbers are one product of arrays.

values[..., number] -> amounts[..., term] -> payoffs[..., player, profile]
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, Game, NormalFormGame
from negosim.models.formulas import Formulas
from negosim.models.moves.payoffs import TermRow, term_rows
from negosim.models.moves.situation import Situation, situations
from negosim.models.moves.structure import TreeBuilder, is_simultaneous
from negosim.models.moves.types import type_names, type_probabilities, type_values
from negosim.models.terms import Term, Terms, design_matrix, total_payoffs
from negosim.scenario.histories import players_of
from negosim.scenario.quantity import Belief
from negosim.scenario.rules.moves import MovesRules
from negosim.scenario.scenario import Scenario

Types = tuple[tuple[str, int], ...]
"""The type of each private number: (path, index)."""


@dataclass(frozen=True)
class _Private:
    """A number that only its actor knows."""

    path: str
    actor: str
    belief: Belief
    count: int


@dataclass(frozen=True, eq=False)
class CompiledMoves:
    """A moves game of a scenario: its shape, its terms, and the numbers that it reads."""

    scenario: Scenario
    key: str

    @property
    def rules(self) -> MovesRules:
        """The game as the file gives it."""
        return self.scenario.facts.moves_of(self.key)

    @property
    def players(self) -> tuple[str, ...]:
        """The actors that move, in order of their first move."""
        return players_of(self.rules)

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """The situation at each profile: each leaf of a tree, or each pure profile of a normal form in C order."""
        return self._ends * len(self._type_profiles)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The paths of the numbers that payoffs or the probabilities of chance depend on."""
        return self._belief_reads.union(*(term.reads for term in self.terms))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that payoffs are sums of."""
        return tuple(term for _, _, term in self._cells)

    @cached_property
    def design(self) -> FloatArray:
        """Where each term applies: design[term, player, profile]."""
        ends = len(self._ends)
        where: list[list[int]] = [[] for _ in self._cells]
        index = {(row.identity, types): k for k, (row, types, _) in enumerate(self._cells)}
        for copy, types in enumerate(self._type_profiles):
            for row in self._rows:
                where[index[row.identity, self._relevant(row, types)]] += [copy * ends + end for end in row.ends]
        owners = [term.player for term in self.terms]
        return design_matrix(owners, where, len(self.players), len(self.situations))

    @property
    def private(self) -> dict[str, dict[str, float]]:
        """What each type of an actor has, at the scenario's own numbers: path of the private number, type, value."""
        f = self._formulas(self.scenario.numbers.base, ())
        return {
            p.path: {
                name: float(value)
                for name, value in zip(
                    type_names(p.belief, p.count), type_values(f, p.path, p.belief, p.count), strict=True
                )
            }
            for p in self._private
        }

    def amounts(self, values: FloatArray, which: Sequence[int] | None = None) -> FloatArray:
        """Return the amount of every term, or of some, at vectors of numbers: (..., numbers) to (..., terms)."""
        found = list(self._amounts(values, range(len(self._cells)) if which is None else which))
        return np.stack(found, axis=-1) if found else np.zeros((*values.shape[:-1], 0))

    def terms_at(self, values: FloatArray) -> Terms:
        """Return the terms at one vector of numbers."""
        return Terms(self.terms, self.amounts(values), self.design)

    def game(self, values: FloatArray) -> Game:
        """Return the game at vectors of numbers; batch axes go in front of the payoffs' own."""
        return self._shaped(total_payoffs(self.amounts(values), self.design), self._chance(values))

    def moved_game(self, values: FloatArray, moved: frozenset[str]) -> Game:
        """Return the games at points at which only the numbers at `moved` are not the scenario's own: values[point,
        number].

        The terms that read none of these are added up once for all points. Payoffs lie in memory with the points side
        by side, which makes work on many small games several times as fast.
        """
        base = self.scenario.numbers.base
        moving = [k for k, term in enumerate(self.terms) if term.reads & moved]
        held = self.amounts(base)
        held[moving] = 0.0
        payoffs = np.repeat(total_payoffs(held, self.design).reshape(-1, 1), len(values), axis=1)
        for k, amount in zip(moving, self._amounts(values, moving), strict=True):
            payoffs[np.flatnonzero(self.design[k])] += amount
        games = np.moveaxis(payoffs.reshape(*self.design.shape[1:], len(values)), -1, 0)
        return self._shaped(games, self._chance(values if self._belief_reads & moved else base))

    def _amounts(self, values: FloatArray, which: Iterable[int]) -> Iterator[FloatArray]:
        """Yield the amounts of some terms at vectors of numbers."""
        formulas: dict[Types, Formulas] = {}
        for k in which:
            row, types, _ = self._cells[k]
            if types not in formulas:
                formulas[types] = self._formulas(values, types)
            yield np.broadcast_to(row.formula(formulas[types]), values.shape[:-1])

    def _shaped(self, payoffs: FloatArray, chance: FloatArray) -> Game:
        """Return the game with payoffs[..., player, profile] and the probabilities of its chance branches."""
        outcomes = tuple(situation.label for situation in self.situations)
        origin = self.scenario.origin
        if is_simultaneous(self.rules):
            actions = tuple(tuple(move.options) for move in self.rules.moves.values())
            shaped = payoffs.reshape(*payoffs.shape[:-1], *map(len, actions))
            return NormalFormGame(shaped, self.players, actions, outcomes, self.key, origin)
        tree = self._tree
        return ExtensiveFormGame(
            tuple(tree.nodes),
            tree.information_sets,
            self.players,
            payoffs,
            chance,
            outcomes,
            self.key,
            origin,
        )

    @cached_property
    def _tree(self) -> TreeBuilder:
        return TreeBuilder(self.rules, {p.actor: type_names(p.belief, p.count) for p in self._private})

    @cached_property
    def _ends(self) -> tuple[Situation, ...]:
        return situations(self.scenario.facts, self.key)

    @cached_property
    def _rows(self) -> tuple[TermRow, ...]:
        return term_rows(self.scenario.facts, self.scenario.numbers, self.key, self._ends)

    @cached_property
    def _private(self) -> tuple[_Private, ...]:
        found = []
        for path, count in self.rules.private.items():
            actor, field = path.split(".")[1:]
            number = getattr(self.scenario.facts.actors[actor], field)
            found.append(_Private(path, actor, number.belief, count))
        return tuple(found)

    @cached_property
    def _type_profiles(self) -> tuple[Types, ...]:
        """Every combination of types, in the order in which the tree draws them."""
        choices = [[(p.path, k) for k in range(p.count)] for p in self._private]
        return tuple(product(*choices))

    @cached_property
    def _row_reads(self) -> dict[int, frozenset[str]]:
        """The paths that each row's formula reads, found by evaluating it once at the file's own numbers."""
        f = self._formulas(self.scenario.numbers.base, self._type_profiles[0])
        reads = {}
        for row in self._rows:
            f.read = set()
            row.formula(f)
            reads[row.identity] = frozenset(f.read)
        return reads

    @cached_property
    def _cells(self) -> tuple[tuple[TermRow, Types, Term], ...]:
        """The terms: one for each row and each combination of the types that the row's amount depends on."""
        found: dict[tuple[int, Types], tuple[TermRow, Types, Term]] = {}
        private = frozenset(p.path for p in self._private)
        for types in self._type_profiles:
            for row in self._rows:
                relevant = self._relevant(row, types)
                reads = self._row_reads[row.identity]
                beliefs = self._belief_reads if relevant else frozenset()
                term = Term(row.player, row.path, row.kind, (reads - private) | beliefs)
                found.setdefault((row.identity, relevant), (row, relevant, term))
        return tuple(found.values())

    @cached_property
    def _belief_reads(self) -> frozenset[str]:
        """The paths of the numbers of beliefs that are opened into types."""
        f = self._formulas(self.scenario.numbers.base, ())
        f.read = set()
        for p in self._private:
            type_values(f, p.path, p.belief, p.count)
            type_probabilities(f, p.path, p.belief, p.count)
        return frozenset(f.read)

    def _relevant(self, row: TermRow, types: Types) -> Types:
        return tuple((path, k) for path, k in types if path in self._row_reads[row.identity])

    def _formulas(self, values: FloatArray, types: Types) -> Formulas:
        horizon = f"games.{self.key}.horizon"
        f = Formulas(self.scenario.facts, self.scenario.numbers, values, horizon)
        beliefs: Mapping[str, _Private] = {p.path: p for p in self._private}
        f.own = {path: type_values(f, path, beliefs[path].belief, beliefs[path].count)[k] for path, k in types}
        return f

    def _chance(self, values: FloatArray) -> FloatArray:
        """Return the probabilities of all chance branches, in the order of the tree: (..., branches)."""
        f = self._formulas(values, ())
        shares = {p.actor: type_probabilities(f, p.path, p.belief, p.count) for p in self._private}
        branches = [np.broadcast_to(shares[actor][k], values.shape[:-1]) for actor, k in self._tree.branches]
        return np.stack(branches, axis=-1) if branches else np.zeros((*values.shape[:-1], 0))
