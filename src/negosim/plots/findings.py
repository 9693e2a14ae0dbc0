"""Findings: what a picture shows, in one sentence made from the result; the default titles of figures."""

from collections.abc import Sequence

import numpy as np

from negosim.games import ExtensiveFormGame, NormalFormGame, payoff_range
from negosim.games.arrays import BoolArray
from negosim.scenario.names import Names, capitalised
from negosim.solve import Complete, Equilibrium, Result
from negosim.solve.result import TIE

Choice = tuple[str, str]
"""A player and the action chosen, as keys."""


def finding(result: Result, names: Names) -> str:
    """Say what is played, whatever the game: the title of a picture of a result."""
    if isinstance(result.game, ExtensiveFormGame):
        return path_finding(result, names)
    return equilibrium_finding(result, names)


def path_finding(result: Result, names: Names) -> str:
    """Say what is played along the likeliest path of the first equilibrium of a tree."""
    if not result.equilibria:
        return "No equilibrium was found"
    said = capitalised(sentence(likeliest_path(result), result.game.name, names))
    others = len(result.equilibria) - 1
    return f"{said}: one of {others + 1} equilibrium paths" if others else said


def equilibrium_finding(result: Result, names: Names) -> str:
    """Say what the equilibria of a normal form are."""
    game, found = result.game, result.equilibria
    assert isinstance(game, NormalFormGame)
    pure = [equilibrium for equilibrium in found if is_pure(equilibrium)]
    if not found:
        return "No equilibrium was found"
    if len(pure) == 1:
        chosen = chosen_actions(pure[0])
        said = capitalised(sentence(_choices(game, chosen), game.name, names))
        more = len(found) > 1 or result.complete is not Complete.ALL
        rank = "the one pure equilibrium" if more else "the only equilibrium"
        return f"{said}{' –' if ':' in said else ':'} {rank}{_regretted(game, chosen)}"
    kinds = [f"{len(pure)} pure" if pure else "", f"{len(found) - len(pure)} mixed" if len(found) > len(pure) else ""]
    count = " and ".join(kind for kind in kinds if kind)
    noun = "equilibrium" if len(found) == 1 else "equilibria"
    return f"{count.capitalize()} {noun}: " + ("the payoffs alone do not decide" if len(found) > 1 else "no pure one")


def sentence(choices: Sequence[Choice], game: str, names: Names) -> str:
    """Say who chooses what.

    >>> sentence([("north", "break_off"), ("south", "wait")], "dilemma", Names())
    'north: break off; south: wait'
    """
    if choices and all(names.is_verb_phrase(game, *choice) for choice in choices):
        return ", ".join(f"{names.subject(player)} {names.option(game, player, key)}" for player, key in choices)
    return "; ".join(f"{names.actor(player)}: {names.option(game, player, key)}" for player, key in choices)


def likeliest_path(result: Result) -> tuple[Choice, ...]:
    """Return the choices on the path that follows the likeliest branch everywhere, chance left out."""
    game, profile = result.game, result.equilibria[0].profile
    assert isinstance(game, ExtensiveFormGame)
    choices, number = [], 0
    while hasattr(node := game.nodes[number], "children"):
        if hasattr(node, "information_set"):
            known = game.information_sets[node.information_set]
            branch = int(np.argmax(profile[node.information_set]))
            choices.append((game.players[known.player], known.actions[branch]))
        else:
            branch = int(np.argmax(game.chance[node.first : node.first + len(node.children)]))
        number = node.children[branch]
    return tuple(choices)


def is_pure(equilibrium: Equilibrium) -> bool:
    """Whether nobody mixes."""
    return all(float(strategy.max()) > 1 - 1e-9 for strategy in equilibrium.profile)


def chosen_actions(equilibrium: Equilibrium) -> tuple[int, ...]:
    """Return each player's likeliest action."""
    return tuple(int(np.argmax(strategy)) for strategy in equilibrium.profile)


def best_replies(game: NormalFormGame) -> BoolArray:
    """Return whether a player's action is best against the others' at each profile: shape (players, a0, a1, ...)."""
    marks = []
    for player, own in enumerate(game.payoffs):
        marks.append(own >= own.max(axis=player, keepdims=True) - TIE * payoff_range(own))
    return np.stack(marks)


def _choices(game: NormalFormGame, chosen: Sequence[int]) -> list[Choice]:
    return [(player, own[a]) for player, own, a in zip(game.players, game.actions, chosen, strict=True)]


def _regretted(game: NormalFormGame, chosen: tuple[int, ...]) -> str:
    """Say so where some other profile would be better for every player, each by its own payoffs."""
    gain = game.payoffs - game.payoffs[(slice(None), *chosen)].reshape(-1, *[1] * len(game.players))
    slack = payoff_range(game.payoffs.reshape(len(game.players), -1), axis=1) * 1e-9
    better = (gain > slack.reshape(-1, *[1] * len(game.players))).all(axis=0)
    everyone = "both" if len(game.players) == 2 else "all"
    return f", though another outcome is better for {everyone}" if better.any() else ""
