"""Steps of backward induction: which information sets are decided together, from the ends of the tree to its start.

Where beliefs follow from chance alone an information set is decided once all below it are. Elsewhere players who do not
know each other's moves are decided together, subgame by subgame.
"""

from negosim.games import Decision, ExtensiveFormGame, Leaf
from negosim.games.extensive_form import descendants
from negosim.solve.backward import has_beliefs_from_chance
from negosim.solve.certificate import subgame_roots


def number_of_steps(game: ExtensiveFormGame) -> int:
    """Return how many steps backward induction takes.

    >>> from negosim.scenario import read
    >>> from negosim.models import build
    >>> number_of_steps(build(read("march-2025"), "call"))
    3
    """
    return max(steps(game), default=0)


def steps(game: ExtensiveFormGame) -> tuple[int, ...]:
    """Return the step, from 1, at which each information set is decided."""
    unit = _units(game)
    below: dict[int, set[int]] = {own: set() for own in unit.values()}
    for number, own in unit.items():
        below[own] |= {unit[n] for n in descendants(game, number) if n in unit} - {own}
    step = dict.fromkeys(below, 1)
    for _ in below:
        step = {own: 1 + max((step[other] for other in others), default=0) for own, others in below.items()}
    return tuple(step[unit[known.nodes[0]]] for known in game.information_sets)


def _units(game: ExtensiveFormGame) -> dict[int, int]:
    """Return for each decision node a number that it shares with those that are decided together with it."""
    decisions = {number: node for number, node in enumerate(game.nodes) if isinstance(node, Decision)}
    if has_beliefs_from_chance(game):
        return {number: node.information_set for number, node in decisions.items()}
    roots, root_of = set(subgame_roots(game)), {0: 0}
    for number, node in enumerate(game.nodes):
        if number in roots:
            root_of[number] = number
        if not isinstance(node, Leaf):
            root_of.update(dict.fromkeys(node.children, root_of[number]))
    return {number: root_of[number] for number in decisions}
