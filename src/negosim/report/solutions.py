"""Solutions that are no Nash equilibrium on the page and in JSON: lots over profiles, and profiles singled out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from negosim.explain.words import POINTS, points
from negosim.games import FloatArray, Game, NormalFormGame
from negosim.games.normal_form import profile_probabilities
from negosim.report.layout import wrapped
from negosim.scenario.names import Names, spaced
from negosim.solve import CorrelatedEquilibrium, Result, Selection, Solution

Other = CorrelatedEquilibrium | Selection
_SHOWN, _SAME = 1e-9, 1e-6
_REGRET = {
    CorrelatedEquilibrium: "the most that anybody gains by disobeying",
    Selection: "the most that anybody would gain by moving alone",
}


def solution_record(game: Game, solution: Other) -> dict[str, Any]:
    """Return the JSON object of one solution: `joint` for a lot, `profile` for strategies, as the contract says."""
    assert isinstance(game, NormalFormGame)  # these concepts are of a normal form
    said: dict[str, Any]
    if isinstance(solution, CorrelatedEquilibrium):
        said = {"joint": [{"actions": actions, "probability": p} for actions, p in _drawn(game, solution.joint)]}
    else:
        rows = zip(game.players, game.actions, solution.profile, strict=True)
        said = {"profile": {player: dict(_used(actions, own)) for player, actions, own in rows}}
    return {
        **said,
        "payoffs": {player: float(u) for player, u in zip(game.players, solution.payoffs, strict=True)},
        "regret": float(solution.regret),
        "outcomes": [{"outcome": label, "probability": p} for label, p in _outcomes(game, solution).items()],
        "figures": {name: float(x) for name, x in _figures(solution).items()},
        "reasons": [],
        "notes": list(solution.notes),
    }


def solution_lines(game: Game, solution: Other, number: int, names: Names | None = None, indent: int = 2) -> list[str]:
    """Return the lines of one solution: what is played, what each gets, and how good it is."""
    assert isinstance(game, NormalFormGame)  # these concepts are of a normal form
    known = names or Names()
    scale = POINTS if known.is_in_points(game.name) else 1.0
    notes = [_note_words(note, game, known, scale) for note in solution.notes]
    said = wrapped(f"{number}  {'; '.join(notes)}".rstrip(), indent)
    if isinstance(solution, CorrelatedEquilibrium):
        rows = _lot_words(game, solution.joint, known)
    else:
        rows = [_strategy_words(game, player, own, known) for player, own in enumerate(solution.profile)]
    worth = zip(game.players, solution.payoffs, strict=True)
    payoffs = [f"{known.short(player)} {_amount(float(u), scale)}" for player, u in worth]
    unit = "points, each on its own scale" if scale == POINTS else "units of utility"
    rows.append(f"payoffs in {unit}: {', '.join(payoffs)}")
    figures = _figures(solution).items()
    rows += [f"{_figure_words(game, name, known)}: {_amount(value, scale)}" for name, value in figures]
    rows.append(f"regret {solution.regret:.2g}: {_REGRET[type(solution)]}, over its payoff range")
    return [*said, *(line for words in rows for line in wrapped(words, indent + 3))]


def result_lines(result: Result, names: Names | None = None, indent: int = 2) -> list[str]:
    """Return the lines of all such solutions of a result, those that are alike together, and of its notes."""
    lines: list[str] = []
    for number, solution in enumerate(distinct(result).solutions, 1):
        assert isinstance(solution, CorrelatedEquilibrium | Selection)  # a concept gives solutions of one kind
        lines += ["", *solution_lines(result.game, solution, number, names, indent)]
    return [*lines, *(line for note in result.notes for line in wrapped(note, indent))]


def distinct(result: Result) -> Result:
    """Return a result in which lots that are the same are one solution, with the notes of all."""
    found: list[Solution] = []
    for solution in result.solutions:
        same = next((k for k, other in enumerate(found) if _are_alike(other, solution)), None)
        if same is None:
            found.append(solution)
            continue
        first = found[same]
        assert isinstance(first, CorrelatedEquilibrium) and isinstance(solution, CorrelatedEquilibrium)  # no other is
        found[same] = replace(first, notes=(*first.notes, *solution.notes))
    return replace(result, solutions=tuple(found))


def _are_alike(one: Solution, other: Solution) -> bool:
    if not isinstance(one, CorrelatedEquilibrium) or not isinstance(other, CorrelatedEquilibrium):
        return False
    return bool(np.abs(one.joint - other.joint).max() <= _SAME)


def _note_words(note: str, game: NormalFormGame, names: Names, scale: float) -> str:
    """Return a solution's note with players' names in place of keys, and amounts behind them as they are shown."""
    for player in sorted(game.players, key=len, reverse=True):
        note = re.sub(rf"\b{re.escape(player)}$", names.short(player), note)
        behind = re.compile(rf"\b{re.escape(player)} (-?\d[\d.e+-]*)")
        for amount in behind.findall(note):
            note = note.replace(f"{player} {amount}", f"{names.short(player)} {_amount(float(amount), scale)}")
    return note


def _amount(utility: float, scale: float) -> str:
    """Return a payoff in points where the game's are shown so, else as it is."""
    return points(utility, scale=scale) if scale == POINTS else f"{utility:.6g}"


def _figures(solution: Other) -> dict[str, float]:
    return dict(solution.figures) if isinstance(solution, Selection) else {}


def _figure_words(game: NormalFormGame, name: str, names: Names) -> str:
    """Return the name of a figure in words, with the player's name where it ends in a player."""
    player = next((key for key in game.players if name.endswith(f"_{key}")), None)
    return spaced(name) if player is None else f"{spaced(name.removesuffix(f'_{player}'))} of {names.actor(player)}"


def _outcomes(game: NormalFormGame, solution: Other) -> dict[str, float]:
    """Return the probability of each named outcome; empty where the game names none."""
    if isinstance(solution, CorrelatedEquilibrium):
        ends = solution.joint.reshape(-1)
    else:
        ends = profile_probabilities(game, solution.profile)
    shares: dict[str, float] = {}
    for label, share in zip(game.outcomes, ends, strict=False):
        if share > _SHOWN:
            shares[label] = shares.get(label, 0.0) + float(share)
    return shares


def _drawn(game: NormalFormGame, joint: FloatArray) -> list[tuple[dict[str, str], float]]:
    """Return the profiles that a lot may draw, as player and action, with their probabilities."""
    drawn = []
    for place in np.argwhere(joint > _SHOWN):
        rows = zip(game.players, game.actions, place, strict=True)
        drawn.append(({player: own[action] for player, own, action in rows}, float(joint[tuple(place)])))
    return drawn


def _used(actions: Sequence[str], own: FloatArray) -> list[tuple[str, float]]:
    return [(action, float(p)) for action, p in zip(actions, own, strict=True) if p > _SHOWN]


def _lot_words(game: NormalFormGame, joint: FloatArray, names: Names) -> list[str]:
    """Say what each profile of a lot is, the likeliest first."""
    drawn = sorted(_drawn(game, joint), key=lambda pair: -pair[1])
    said = [
        ", ".join(f"{names.short(player)} {names.option(game.name, player, key)}" for player, key in actions.items())
        for actions, _ in drawn
    ]
    return [f"{100 * p:.4g} %: {words}" for words, (_, p) in zip(said, drawn, strict=True)]


def _strategy_words(game: NormalFormGame, player: int, own: FloatArray, names: Names) -> str:
    """Say what a player does: an action, or actions with their probabilities."""
    key = game.players[player]
    used = _used(game.actions[player], own)
    said = [
        names.option(game.name, key, action) + (f" ({100 * p:.4g} %)" if p < 1 - _SHOWN else "") for action, p in used
    ]
    return f"{names.short(key)}: {' or '.join(said)}"
