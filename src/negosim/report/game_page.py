"""A solved game without a scenario, from a file of Gambit's: its page and its JSON object. No reasons, no firmness."""

from collections.abc import Sequence
from typing import Any

from negosim.games import ExtensiveFormGame, FloatArray, Game
from negosim.report.finding import outcome_probabilities
from negosim.report.layout import ends, with_amount, wrapped
from negosim.report.records import NOTICE, solved
from negosim.report.solutions import solution_lines
from negosim.report.words import FOOT
from negosim.scenario.names import listed, spaced
from negosim.solve import Complete, Equilibrium, Result, Selection, Survivors

_MOST = 6
_INDENT = 8
_UNUSED = 1e-9


def game_record(result: Result, target: str) -> dict[str, Any]:
    """Return the object of `solve --json` for a file of Gambit's."""
    manifest = result.manifest
    said = {
        "version": manifest.version,
        "title": manifest.origin.title,
        "file": manifest.origin.digest,
        "changed": {},
        "notice": NOTICE,
    }
    record = {"game": result.game.name, "model": "gambit", **solved(result)}
    return {"negosim": manifest.version, "target": target, "manifest": said, "results": [record]}


def game_page(result: Result, full: bool = False) -> list[str]:
    """Return the lines of the page: the players, the solutions with payoffs and regret, and whether these are all."""
    shown = result.solutions if full else result.solutions[:_MOST]
    lines = [*_head(result.game), *wrapped(_verdict(result), _INDENT, "ANSWER"), ""]
    for number, solution in enumerate(shown, 1):
        if isinstance(solution, Survivors):
            lines += _survivors(result, solution)
        elif isinstance(solution, Equilibrium):
            lines += _profile(result, solution, number)
        else:
            lines += solution_lines(result.game, solution, number)
        lines.append("")
    if len(shown) < len(result.solutions):
        lines += [f"  {len(result.solutions) - len(shown)} more: --full", ""]
    for note in result.notes:
        lines += wrapped(note, _INDENT, "NOTE")
    regret = "Regret: the most that anybody gains by deviating, over the range of its payoffs."
    return [
        *lines,
        *(wrapped(regret) if result.equilibria else []),
        f"negosim {result.manifest.version}, file {result.game.origin.digest}",
        FOOT,
    ]


def _head(game: Game) -> list[str]:
    players = listed([_player(name) for name in game.players])
    if isinstance(game, ExtensiveFormGame):
        sets, leaves = len(game.information_sets), len(game.leaves)
        size = f"in turns, {_count(sets, 'information set')}, {_count(leaves, 'end')}"
    else:
        size = f"at once, {' x '.join(map(str, game.shape))} {'action' if game.shape == (1,) else 'actions'}"
    return [
        *ends(game.origin.title or "A game without a title", "numbers as in the file"),
        *with_amount(f"{players}; {size}", f"game: {game.name}"),
        "",
    ]


def _verdict(result: Result) -> str:
    complete = result.complete in (Complete.ALL, Complete.EXTREME)
    name = spaced(result.concept.name)
    if not result.solutions:
        return f"none{'' if complete else ' found'} ({name}): {result.why_complete}"
    if isinstance(result.solutions[0], Survivors):
        return f"what survives ({name}): {result.why_complete}"
    words = {
        Complete.ALL: "no others",
        Complete.EXTREME: "all others are mixtures of these",
        Complete.SOME: "there may be others",
        Complete.UNKNOWN: "it is not settled whether there are others",
    }
    if isinstance(result.solutions[0], Selection):
        return f"{_count(len(result.solutions), 'profile')} ({name}): {result.why_complete}"
    count = _count(len(result.solutions), "equilibrium", "equilibria")
    return f"{count} ({name}), {words[result.complete]}: {result.why_complete}"


def _profile(result: Result, equilibrium: Equilibrium, number: int) -> list[str]:
    game = result.game
    lines = ends(f"  EQUILIBRIUM {number}", f"regret {equilibrium.regret:.1g}")
    for player, name in enumerate(game.players):
        said = f"{_player(name)}: {_strategy(game, equilibrium, player)}"
        lines += with_amount(said, f"payoff {equilibrium.payoffs[player]:.6g}", 4)
    outcomes = outcome_probabilities(result, equilibrium)
    if outcomes:
        parts = [label if share > 1 - _UNUSED else f"{label} {_percent(share)}" for label, share in outcomes.items()]
        lines += wrapped(f"outcome: {', '.join(parts)}", 4)
    return [*lines, *(line for note in equilibrium.notes for line in wrapped(note, 4))]


def _strategy(game: Game, equilibrium: Equilibrium, player: int) -> str:
    """Say what a player does: an action, a mixture with probabilities, or one of these at each information set."""
    exact = equilibrium.exact or [None] * len(equilibrium.profile)
    if not isinstance(game, ExtensiveFormGame):
        return _mixture(game.actions[player], equilibrium.profile[player], exact[player])
    rows = zip(game.information_sets, equilibrium.profile, exact, strict=True)
    own = [f"at {k.label} {_mixture(k.actions, shares, text)}" for k, shares, text in rows if k.player == player]
    return "; ".join(own) or "never moves"


def _mixture(actions: Sequence[str], shares: FloatArray, exact: Sequence[str] | None) -> str:
    amounts = exact or [_percent(float(share)) for share in shares]
    used = [k for k, share in enumerate(shares) if share > _UNUSED]
    return actions[used[0]] if len(used) == 1 else ", ".join(f"{actions[k]} {amounts[k]}" for k in used)


def _survivors(result: Result, left: Survivors) -> list[str]:
    game = result.game
    assert not isinstance(game, ExtensiveFormGame)  # survivors are of a normal form
    kept = zip(game.players, game.actions, left.actions, strict=True)
    lines = [line for name, own, k in kept for line in wrapped(f"{_player(name)}: {', '.join(own[a] for a in k)}", 4)]
    rounds = [line for k, gone in enumerate(left.rounds, 1) for line in wrapped(f"round {k} removes {gone}", 4)]
    return [*lines, *rounds]


def _player(name: str) -> str:
    return f"Player {name}" if name.isdigit() else name


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %"
