"""Regions: the nearest numbers at which a game answers otherwise, as a mixed-integer linear program.

In a tree a choice, 0 or 1, belongs to each action of an information set; the value of a node is that of the chosen
child, and a chosen action is worth at least as much as every other, whatever the moves before it. In a simultaneous
game a choice says whether a profile is an equilibrium. Minimising the largest move under a condition on the outcome
gives the exact nearest point where payoffs are affine in the numbers, and a candidate elsewhere. The numbers with one
outcome are a union of polyhedra, one for each plan; the program chooses among the plans.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from negosim.games import Chance, Decision, ExtensiveFormGame, Game, Leaf, NormalFormGame
from negosim.games.extensive_form import children_of, own_moves, path_to
from negosim.solve.backward import beliefs_from_chance, induce
from negosim.solve.kernels import is_pure_equilibrium
from negosim.whatif.program import Affine, Moves, Nearest, Program

STRICT = 1e-5
"""By how much a choice must be better than those listed before it, as a share of the payoff range."""
_SCALE = 100.0
"""What each player's payoff range is stretched to, so that the solver's absolute tolerances are small beside it."""
_MARGIN = STRICT * _SCALE


Plan = Sequence[int]
"""The action at each information set of a tree, or whether each profile of a simultaneous game is an equilibrium."""
Course = tuple[tuple[int, int], ...]
"""The chance nodes on the way to a leaf, each with the branch taken."""


@dataclass(frozen=True)
class Wanted:
    """What the answer must be: `toward` and nothing else where that is given, else other than under the plan `home`:
    in a tree another outcome for some course of chance, in a simultaneous game another set of outcomes."""

    home: Plan
    toward: str = ""


def nearest_moves(
    game: Game, moves: Moves, payoffs: Affine, wanted: Wanted, plan: Plan | None = None
) -> Nearest | None:
    """Return the smallest moves under which the answer is as wanted, None where there are none in the box.

    Where a plan is given only the points at which it is followed are looked at. Choices must be better than those
    listed before them by `STRICT` of the payoff range, so the size is exact up to what that is worth. Cost: exponential
    in the choices at worst; about a second for some tens of information sets.
    """
    ranges = np.ptp(payoffs.at, axis=1)[:, np.newaxis]
    spread = np.where(ranges > 0, ranges, 1.0) / _SCALE
    program = Program(moves, Affine(payoffs.at / spread, payoffs.slope / spread[..., np.newaxis]))
    if isinstance(game, ExtensiveFormGame):
        _tree_rows(program, game, wanted, plan)
    else:
        _table_rows(program, game, wanted, plan)
    return program.solve()


def plan_of(game: Game) -> Plan:
    """Return the plan that one game follows: the first best action everywhere, or its pure equilibria."""
    if isinstance(game, ExtensiveFormGame):
        return [int(strategy.argmax()) for strategy in induce(game).profile]
    return [int(stable) for stable in is_pure_equilibrium(game.payoffs, len(game.players)).reshape(-1)]


def choices_in(game: Game) -> int:
    """Return how many choices, 0 or 1, the program of a game has."""
    if isinstance(game, ExtensiveFormGame):
        return sum(len(known.actions) for known in game.information_sets)
    return int(np.prod(game.shape)) * (1 + sum(game.shape) - len(game.shape))


def _tree_rows(program: Program, game: ExtensiveFormGame, wanted: Wanted, plan: Plan | None) -> None:
    """Add the choices of a tree, the values of its nodes, and the condition on its leaves."""
    chosen = [
        [program.choice(None if plan is None else int(plan[k] == a)) for a in range(len(known.actions))]
        for k, known in enumerate(game.information_sets)
    ]
    for own in chosen:
        program.row(dict.fromkeys(own, 1.0), 1.0, 1.0)
    value = _node_values(program, game, chosen)
    beliefs = beliefs_from_chance(game)
    for k, known in enumerate(game.information_sets):
        nodes = list(zip(known.nodes, beliefs[k].tolist(), strict=True))
        own = value[known.player]
        worth = [{own[children_of(game.nodes[n])[a]]: b for n, b in nodes} for a in range(len(known.actions))]
        for a, b in product(range(len(worth)), repeat=2):
            if a != b:
                program.no_better(known.player, worth[b], worth[a], chosen[k][a], _MARGIN * (a > b))
    _leaf_rows(program, game, chosen, wanted)


def _node_values(program: Program, game: ExtensiveFormGame, chosen: list[list[int]]) -> list[list[int]]:
    """Return the variable of each node's value to each player: the payoff at a leaf, else the chosen child's."""
    value = []
    for player in range(len(game.players)):
        own = [
            int(program.ends[player, node.index]) if isinstance(node, Leaf) else program.add(*program.bounds[player])
            for node in game.nodes
        ]
        value.append(own)
        for number, node in enumerate(game.nodes):
            if isinstance(node, Chance):
                shares = game.chance[node.first : node.first + len(node.children)]
                terms = {own[child]: -float(p) for child, p in zip(node.children, shares, strict=True)}
                program.row(terms | {own[number]: 1.0}, 0.0, 0.0)
            elif isinstance(node, Decision):
                for action, child in enumerate(node.children):
                    choice = chosen[node.information_set][action]
                    program.no_better(player, {own[child]: 1.0}, {own[number]: 1.0}, choice)
                    program.no_better(player, {own[number]: 1.0}, {own[child]: 1.0}, choice)
    return value


def _leaf_rows(program: Program, game: ExtensiveFormGame, chosen: list[list[int]], wanted: Wanted) -> None:
    """Require that every course of chance ends in the wanted outcome, or that some course ends otherwise than now."""
    courses: dict[Course, list[int]] = {}
    for number in game.leaves:
        course = tuple(step for step in path_to(game, number) if isinstance(game.nodes[step[0]], Chance))
        courses.setdefault(course, []).append(number)
    reached = []
    for leaves in courses.values():
        now = next(_outcome(game, n) for n in leaves if all(wanted.home[k] == a for k, a in own_moves(game, n)))
        ends: dict[int, float] = {}
        for number in leaves:
            outcome = _outcome(game, number)
            if (outcome == wanted.toward) if wanted.toward else (outcome != now):
                end = program.add(0.0, 1.0)
                ends[end] = 1.0
                for known, action in own_moves(game, number):
                    program.row({end: 1.0, chosen[known][action]: -1.0}, -np.inf, 0.0)
        reached.append(ends)
    for ends in reached if wanted.toward else [{end: 1.0 for part in reached for end in part}]:
        program.row(ends or {program.size: 0.0}, 1.0, np.inf)  # where no leaf will do, nothing is feasible


def _outcome(game: ExtensiveFormGame, number: int) -> str:
    leaf = game.nodes[number]
    assert isinstance(leaf, Leaf)
    return game.outcomes[leaf.index]


def _table_rows(program: Program, game: NormalFormGame, wanted: Wanted, plan: Plan | None) -> None:
    """Add for each profile whether it is an equilibrium, and the condition on the set of their outcomes."""
    shape = game.shape
    stable = {at: program.choice(plan[k] if plan else None) for k, at in enumerate(np.ndindex(*shape))}
    for at, choice in stable.items():
        gains = []
        for player, size in enumerate(shape):
            for action in (a for a in range(size) if a != at[player]):
                other = (*at[:player], action, *at[player + 1 :])
                here, there = (int(program.ends[player, np.ravel_multi_index(p, shape)]) for p in (at, other))
                program.no_better(player, {there: 1.0}, {here: 1.0}, choice)
                gain = program.choice()
                gains.append(gain)
                program.no_better(player, {here: 1.0}, {there: 1.0}, gain, _MARGIN)
        program.row(dict.fromkeys([*gains, choice], 1.0), 1.0, np.inf)
    _set_rows(program, game, stable, wanted)


def _set_rows(program: Program, game: NormalFormGame, stable: Mapping[tuple[int, ...], int], wanted: Wanted) -> None:
    """Require that the outcomes of the equilibria are the wanted one alone, or another set than now."""
    changes: dict[int, float] = {}
    now = {outcome for outcome, is_stable in zip(game.outcomes, wanted.home, strict=True) if is_stable}
    for outcome in dict.fromkeys(game.outcomes):
        ends = zip(stable.values(), game.outcomes, strict=True)  # both in C order
        profiles = [choice for choice, label in ends if label == outcome]
        there = program.choice()
        program.row(dict.fromkeys(profiles, 1.0) | {there: -1.0}, 0.0, np.inf)
        for choice in profiles:
            program.row({there: 1.0, choice: -1.0}, 0.0, np.inf)
        if wanted.toward:
            program.row({there: 1.0}, float(outcome == wanted.toward), float(outcome == wanted.toward))
        changes[there] = -1.0 if outcome in now else 1.0
    if not wanted.toward:
        program.row(changes, 1.0 - len(now), np.inf)
