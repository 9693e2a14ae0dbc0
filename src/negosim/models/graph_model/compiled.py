"""A scenario's conflict graph: from its rules, or from the order of a moves game's payoffs, to stable states."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import ClassVar

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.games.choices import YES, OptionForm, moves_by_choices
from negosim.games.conflict_graph import ConflictGraph, fewest_steps, ranks_of_payoffs
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import Answer, Evaluation, Figure, Inequality, ModelSolution
from negosim.models.formulas import Formulas
from negosim.models.graph_model.comparison import comparison_notes
from negosim.models.graph_model.holding import holding
from negosim.models.moves import CompiledMoves
from negosim.models.terms import total_payoffs
from negosim.scenario.conflict_states import ConflictStates, conflict_states
from negosim.scenario.histories import history_table
from negosim.scenario.names import Names, listed, spaced
from negosim.scenario.rules.moves import MovesRules
from negosim.solve.conflict import GENERAL, NASH, SEQUENTIAL, SYMMETRIC, Conflict, StableState
from negosim.solve.stability import StabilityTable

STANDS, DETERRED, MOVES, ADRIFT = range(4)
_COUNTS = {
    "nash_stable": NASH,
    "general_metarational": GENERAL,
    "symmetric_metarational": SYMMETRIC,
    "sequentially_stable": SEQUENTIAL,
}


@dataclass(frozen=True, eq=False)
class CompiledConflict(CompiledModel):
    """A conflict graph of a scenario."""

    MODEL: ClassVar = "graph_model"
    REPRESENTATION: ClassVar = "conflict_graph"
    SAYS: ClassVar = "which states last where anybody may move next, by the order of preferences alone"
    SOURCE: ClassVar = "Kilgour, Hipel and Fang (1987); Fang, Hipel and Kilgour (1993); Kilgour and others (2001)"
    CONCEPTS: ClassVar = (GENERAL, NASH, SYMMETRIC, SEQUENTIAL)
    FIGURES: ClassVar = {
        "nash_stable": Figure("states that nobody gains by leaving (R)", "states"),
        "general_metarational": Figure("leaving may be answered (GMR)", "states"),
        "symmetric_metarational": Figure("even if who left moves again (SMR)", "states"),
        "sequentially_stable": Figure("leaving is answered as others like (SEQ)", "states"),
        "coalition_stable": Figure("sequentially stable for every group too", "states"),
        "steps": Figure("improvements from the status quo to such a state", "moves"),
    }
    REGIMES: ClassVar = {
        "stands": "nobody has an improvement from the status quo",
        "deterred": "the status quo is sequentially stable: whoever would gain by leaving it is answered",
        "moves": "the status quo is left, and improvements lead to a sequentially stable state",
        "adrift": "the status quo is left, and improvements lead to no sequentially stable state",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The actors who choose."""
        return self.states.players

    @cached_property
    def states(self) -> ConflictStates:
        """The states, the moves between them, and the orders that the file gives."""
        return conflict_states(self.rules, self.scenario.facts)

    @cached_property
    def moves_game(self) -> CompiledMoves | None:
        """The game of moves whose choices and payoffs are taken, if any."""
        return None if self.rules.of is None else CompiledMoves(self.scenario, self.rules.of)

    @cached_property
    def histories(self) -> IntArray:
        """The history of the moves game that follows from the options that stand in each state: shape (states,)."""
        rules = self.scenario.facts.games[self.rules.of]
        assert isinstance(rules, MovesRules)
        table = history_table(rules)
        assert table is not None  # checked when the scenario was read
        return np.array([np.flatnonzero(((table == row) | (table < 0)).all(axis=1))[0] for row in self.states.table])

    @cached_property
    def conflict(self) -> Conflict:
        """The conflict at the scenario's own numbers."""
        return Conflict(self._graph(self._ranks(self._formulas(self.scenario.numbers.base))), self.asked or None)

    @cached_property
    def form(self) -> OptionForm:
        """The conflict at the scenario's own numbers, with what is chosen in each state."""
        return OptionForm(self.conflict.graph, self.states.choices, self.states.table)

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the numbers of stable states and the fate of the status quo; each order of the states is solved
        once."""
        ranks = self._ranks(f)
        shape = ranks.shape[-2:]
        orders, which = np.unique(ranks.reshape(-1, prod(shape)), axis=0, return_inverse=True)
        table = StabilityTable(self._graph(orders.reshape(-1, *shape)))
        counts = {name: table.equilibria[concept].sum(axis=-1) for name, concept in _COUNTS.items()}
        counts["coalition_stable"] = table.coalition_equilibria[SEQUENTIAL].sum(axis=-1)
        counts["steps"], regime = self._fate(table)
        place = which.reshape(ranks.shape[:-2])
        figures = {name: np.asarray(amount, dtype=np.float64)[place] for name, amount in counts.items()}
        return Evaluation(figures, np.asarray(regime[place]), self._holding(f))

    def answer(self, base: Evaluation) -> Answer:
        """Return every equilibrium, with the definitions that hold there."""
        conflict = self.conflict
        solutions = tuple(self._solution(one) for one in conflict.equilibria)
        said, game = self._headline(int(base.regime)), self.moves_game
        notes = () if game is None else comparison_notes(game, self.histories, conflict)
        return Answer(said, conflict.complete, conflict.why_complete, solutions, notes)

    def drawing(self, figure: str) -> Conflict:
        """Return the conflict at the scenario's own numbers."""
        return self.conflict

    def _graph(self, ranks: IntArray) -> ConflictGraph:
        labels = tuple(str(k + 1) for k in range(len(self.states.table)))
        outcomes = tuple(self._words(k) for k in range(len(labels)))
        quo = self.states.status_quo
        origin = self.scenario.origin
        return ConflictGraph(self.states.moves, ranks, self.players, labels, quo, outcomes, self.key, origin)

    def _holding(self, f: Formulas) -> tuple[Inequality, ...]:
        """Return what holds each actor at the status quo; nothing where the rules give orders and no payoffs."""
        game = self.moves_game
        return () if game is None else holding(game, self.states, self.histories, f)

    def _ranks(self, f: Formulas) -> IntArray:
        """Return everybody's order of the states: (..., players, states)."""
        game = self.moves_game
        if game is None:
            own = np.stack([self.states.orders[player] for player in self.players])
            return np.broadcast_to(own, (*f.values.shape[:-1], *own.shape))
        f.read |= game.reads
        return ranks_of_payoffs(total_payoffs(game.amounts(f.values), game.design)[..., self.histories])

    def _fate(self, table: StabilityTable) -> tuple[FloatArray, IntArray]:
        """Return the fewest improvements from the status quo to a sequentially stable state, NaN where none leads to
        one, and the regime."""
        start, stable = self.states.status_quo, table.equilibria[SEQUENTIAL]
        away = fewest_steps(table.graph.improvements, range(len(self.players)), start)
        steps = np.where(stable & (away >= 0), away, np.inf).min(axis=-1)
        conditions = [table.equilibria[NASH][..., start], stable[..., start], np.isfinite(steps)]
        return np.where(np.isfinite(steps), steps, np.nan), np.select(conditions, [STANDS, DETERRED, MOVES], ADRIFT)

    def _solution(self, one: StableState) -> ModelSolution:
        graph = self.conflict.graph
        state: dict[str, object] = {
            "label": graph.states[one.state],
            "choices": self.form.chosen(one.state),
            "concepts": list(one.concepts),
            "coalition_concepts": list(one.coalition_concepts),
        }
        payoffs: Mapping[str, float] = {}
        outcomes: Mapping[str, float] = {}
        if self.moves_game is not None:
            history = int(self.histories[one.state])
            worth = total_payoffs(self.moves_game.amounts(self.scenario.numbers.base), self.moves_game.design)
            payoffs = {player: float(worth[i, history]) for i, player in enumerate(self.players)}
            outcomes = {self.moves_game.situations[history].label: 1.0}
        return ModelSolution(self.concept, payoffs, state=state, outcomes=outcomes)

    def convertible(self) -> OptionForm:
        """Return the conflict with choices and values in words; states that were taken for one stand apart, as good
        as each other."""
        names, of, states = Names(self.scenario), self.rules.of, self.states
        shown = []
        for choice in self.states.choices:
            if of is not None:
                actor = self.players[choice.player]
                values = tuple(names.option(of, actor, value) for value in choice.values)
                shown.append(replace(choice, name=spaced(choice.name), values=values))
            else:
                shown.append(replace(choice, name=self.rules.options[choice.name].name or spaced(choice.name)))
        known = self.conflict.graph
        graph = ConflictGraph(
            moves_by_choices(states.whole, states.choices, len(states.players)),
            known.ranks[:, states.becomes],
            tuple(map(names.actor, self.players)),
            name=known.name,
            origin=known.origin,
        )
        return OptionForm(graph, tuple(shown), states.whole)

    def _headline(self, regime: int) -> str:
        """Say what becomes of the status quo."""
        names, graph = Names(self.scenario), self.conflict.graph
        quo = graph.outcomes[self.states.status_quo]
        movers = [names.subject(self.players[one.player]) for one in self.conflict.prospects(self.states.status_quo)]
        who = listed(list(dict.fromkeys(movers)))
        if regime == STANDS:
            return f"nobody has an improvement from the status quo, {quo}"
        if regime == DETERRED:
            return f"{who} would gain by leaving the status quo, {quo}, but for the answers of others"
        evolution = self.conflict.evolution
        assert evolution is not None  # the rules name a status quo
        stable = self.conflict.table.equilibria[SEQUENTIAL]
        ends = [state for state in evolution.improvements if stable[state]]
        if not ends:
            return f"{who} would leave the status quo, {quo}, and improvements lead to no state that lasts"
        return f"{who} would leave the status quo, and improvements lead to {graph.outcomes[ends[0]]}"

    def _words(self, state: int) -> str:
        """Return what is chosen in a state, in words."""
        names = Names(self.scenario)
        if self.states.stands_for[state]:
            return self.states.stands_for[state]
        row = zip(self.states.choices, self.states.table[state].tolist(), strict=True)
        if self.rules.of is None:
            taken = [
                self.rules.options[choice.name].name or spaced(choice.name) for choice, value in row if value == YES
            ]
            return ", ".join(taken) or "none taken"
        return " / ".join(
            names.option(self.rules.of, self.players[choice.player], choice.values[value]) for choice, value in row
        )
