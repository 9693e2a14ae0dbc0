"""`negosim convert`: a game as a file of Gambit's, a conflict as one of gmcr-py's."""

from pathlib import Path

from negosim.cli.conflict import conflict_of
from negosim.cli.gambit import game_of
from negosim.cli.inputs import Request
from negosim.cli.output import warn, write_whole
from negosim.errors import UsageError
from negosim.games import ExtensiveFormGame, Game, Origin
from negosim.games.choices import OptionForm
from negosim.games.strategic_form import strategic_form
from negosim.interop import is_conflict_file, is_game_file, write_efg, write_gmcr, write_nfg
from negosim.models import CompiledModel, compile_game
from negosim.report.records import NOTICE
from negosim.scenario import Scenario
from negosim.version import __version__


def convert_command(request: Request, out: Path) -> None:
    """Write a tree as `.efg`, any game as `.nfg`, a conflict as `.gmcr`. Raises UsageError where a game is neither."""
    if not (is_game_file(out) or is_conflict_file(out)):
        raise UsageError(f"{out}: a file for Gambit ends in .nfg or .efg, a conflict for gmcr-py in .gmcr")
    found = _found(request)
    text = _conflict_text(found, out) if isinstance(found, OptionForm) else _game_text(found, out)
    write_whole(out, text.encode())
    warn(f"wrote {out}")


def _found(request: Request) -> Game | OptionForm:
    """Return the game of a file or of a scenario, or its conflict."""
    if is_conflict_file(request.target):
        return conflict_of(request).form
    if is_game_file(request.target):
        return game_of(request)
    scenario, key = request.one_game()
    found = _converted(scenario, key)
    if found is not None:
        return found
    others = {other: _converted(scenario, other) for other in scenario.facts.games if other != key}
    known = [f"{other} ({_suffix(each)})" for other, each in others.items() if each is not None]
    choose = f"choose one that is with --game: {', '.join(known)}" if known else "this scenario has none that is"
    model = scenario.facts.games[key].model
    raise UsageError(f"`{key}` is of the model {model}: no finite tree, table or conflict graph to convert; {choose}")


def _converted(scenario: Scenario, key: str) -> Game | OptionForm | None:
    compiled = compile_game(scenario, key)
    return compiled.convertible() if isinstance(compiled, CompiledModel) else compiled.game(scenario.numbers.base)


def _suffix(found: Game | OptionForm) -> str:
    return ".gmcr" if isinstance(found, OptionForm) else ".efg" if isinstance(found, ExtensiveFormGame) else ".nfg"


def _game_text(game: Game, out: Path) -> str:
    """Return the game as the text of a file, with a comment on where it comes from."""
    comment = _comment(game.origin, game.name)
    if is_conflict_file(out):
        raise UsageError(f"{out}: {game.name} is a game, and a .gmcr file holds a conflict graph; write a .nfg file")
    if out.suffix.lower() == ".efg":
        if not isinstance(game, ExtensiveFormGame):
            raise UsageError(f"{game.name} is a simultaneous game, and an .efg file holds a tree; write a .nfg file")
        return write_efg(game, comment)
    return write_nfg(strategic_form(game, exact=True).game if isinstance(game, ExtensiveFormGame) else game, comment)


def _conflict_text(form: OptionForm, out: Path) -> str:
    """Return a conflict as the text of a file, from which the same moves are read again."""
    graph = form.graph
    if is_game_file(out):
        raise UsageError(f"{out}: {graph.name} is a conflict graph, which Gambit does not know; write a .gmcr file")
    try:
        return write_gmcr(form, _comment(graph.origin, graph.name))
    except ValueError as reason:
        raise UsageError(f"{graph.name} does not fit into a .gmcr file: {reason}") from None


def _comment(origin: Origin, name: str) -> str:
    changes = "".join(f", {path} = {value}" for path, value in origin.changed)
    return f"negosim {__version__}, {origin.source} {origin.digest}, {name}{changes}; {NOTICE}"
