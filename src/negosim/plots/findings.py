"""Findings: what a picture shows, in one sentence made from the result; the default titles of figures."""

from collections.abc import Sequence

import numpy as np

from negosim.games import ExtensiveFormGame, Leaf, NormalFormGame, payoff_range
from negosim.games.arrays import BoolArray
from negosim.games.extensive_form import leaf_probabilities, own_moves
from negosim.scenario.names import Names, capitalised, listed
from negosim.solve import Complete, Equilibrium, Result, Survivors, settings
from negosim.solve.result import TIE

Choice = tuple[str, str]
"""A player and the action chosen, as keys."""


def finding(result: Result, names: Names) -> str:
    """Say what is played, whatever the game: the title of a picture of a result."""
    if isinstance(result.game, ExtensiveFormGame):
        return path_finding(result, names)
    return equilibrium_finding(result, names)


def response_name(result: Result, mixed: bool = False) -> str:
    """Say what the solutions of a result are called: equilibria, or logit response at its lambda."""
    lam = settings(result.concept).get("lam")
    return f"Logit response at lambda {lam:g}" if lam is not None else "Mixed equilibrium" if mixed else "Equilibrium"


def path_finding(result: Result, names: Names) -> str:
    """Say what is played along the likeliest path of the first equilibrium of a tree."""
    if not result.equilibria:
        return "No equilibrium was found"
    choices, share = likeliest_choices(result)
    said = capitalised(sentence(choices, result.game.name, names))
    said += f" ({share:.0%} of play)" if share < 1 - 1e-9 else ""
    if result.concept.name == "logit":
        return f"{response_name(result)}: most often {continued(said)}"
    number = len(result.equilibria)
    return f"{said}{' –' if ':' in said else ':'} one of {number} equilibrium paths" if number > 1 else said


def equilibrium_finding(result: Result, names: Names) -> str:
    """Say what the equilibria of a normal form are."""
    game, found = result.game, result.equilibria
    assert isinstance(game, NormalFormGame)
    pure = [equilibrium for equilibrium in found if is_pure(equilibrium)]
    if not found:
        left = [solution for solution in result.solutions if isinstance(solution, Survivors)]
        nothing = "What every combination of choices gives to each" if result.solutions else "No equilibrium was found"
        return _survival(game, left[0]) if left else nothing
    if result.concept.name == "logit":
        often = sentence(_choices(game, chosen_actions(found[0])), game.name, names)
        return f"{response_name(result)}: most often {often}"
    if len(pure) == 1:
        chosen = chosen_actions(pure[0])
        said = capitalised(sentence(_choices(game, chosen), game.name, names))
        more = len(found) > 1 or result.complete is not Complete.ALL
        rank = "the one pure equilibrium" if more else "the only equilibrium"
        return f"{said}{' –' if ':' in said else ':'} {rank}{_regretted(game, chosen)}"
    kinds = [f"{len(pure)} pure" if pure else "", f"{len(found) - len(pure)} mixed" if len(found) > len(pure) else ""]
    count = " and ".join(kind for kind in kinds if kind)
    noun = "equilibrium" if len(found) == 1 else "equilibria"
    noun += "" if result.complete in (Complete.ALL, Complete.EXTREME) else " found"
    return f"{count.capitalize()} {noun}{_outcomes(game, pure, names)}"


def continued(said: str) -> str:
    """Return a sentence as it stands after a colon.

    >>> continued("The United States waits")
    'the United States waits'
    """
    return said[:1].lower() + said[1:] if said.startswith("The ") else said


def sentence(choices: Sequence[Choice], game: str, names: Names) -> str:
    """Say who chooses what.

    >>> sentence([("north", "break_off"), ("south", "wait")], "dilemma", Names())
    'north: break off; south: wait'
    """
    if choices and all(names.is_verb_phrase(game, *choice) for choice in choices):
        return ", ".join(f"{names.subject(player)} {names.option(game, player, key)}" for player, key in choices)
    return "; ".join(f"{names.actor(player)}: {names.option(game, player, key)}" for player, key in choices)


def likeliest_choices(result: Result) -> tuple[tuple[Choice, ...], float]:
    """Return what the players of a tree choose on the likeliest path of the first equilibrium, and how likely it is.

    Paths that differ in what nature does only, such as the types of players, count as one.
    """
    game = result.game
    assert isinstance(game, ExtensiveFormGame)
    shares: dict[tuple[Choice, ...], float] = {}
    ends = leaf_probabilities(game, result.equilibria[0].profile)
    for number, node in enumerate(game.nodes):
        if isinstance(node, Leaf):
            moves = [(game.information_sets[known], action) for known, action in own_moves(game, number)]
            choices = tuple((game.players[known.player], known.actions[action]) for known, action in moves)
            shares[choices] = shares.get(choices, 0.0) + float(ends[node.index])
    best = max(shares, key=lambda choices: shares[choices])
    return best, shares[best]


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


def _outcomes(game: NormalFormGame, pure: Sequence[Equilibrium], names: Names) -> str:
    """Say which outcomes some pure equilibria lead to, where the scenario names a few."""
    if not pure:
        return ": no pure one"
    known = names.scenario.facts.outcomes if names.scenario else {}
    places = [int(np.ravel_multi_index(chosen_actions(equilibrium), game.shape)) for equilibrium in pure]
    keys = list(dict.fromkeys(game.outcomes[place] for place in places)) if game.outcomes else []
    if not keys or len(keys) > 3 or not set(keys) <= set(known):
        return ": the payoffs alone do not decide"
    words = listed([names.outcome(key) for key in keys], "or")
    return f": {words}" if len(keys) > 1 else f", all with one outcome: {words}"


def _survival(game: NormalFormGame, left: Survivors) -> str:
    kept, number = sum(map(len, left.actions)), sum(game.shape)
    return f"Iterated dominance leaves {kept} of {number} choices" if kept < number else "No choice is dominated"


def _choices(game: NormalFormGame, chosen: Sequence[int]) -> list[Choice]:
    return [(player, own[a]) for player, own, a in zip(game.players, game.actions, chosen, strict=True)]


def _regretted(game: NormalFormGame, chosen: tuple[int, ...]) -> str:
    """Say so where some other profile would be better for every player, each by its own payoffs."""
    flat = game.payoffs.reshape(len(game.players), -1)
    here = flat[:, [int(np.ravel_multi_index(chosen, game.shape))]]
    better = (flat - here > 1e-9 * payoff_range(flat, axis=1)[:, np.newaxis]).all(axis=0)
    everyone = "both" if len(game.players) == 2 else "all"
    return f", though another outcome is better for {everyone}" if better.any() else ""
