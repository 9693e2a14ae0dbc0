"""A solved conflict of gmcr-py's: its page and its JSON object. It has no numbers, so nothing is said of firmness."""

from pathlib import Path
from typing import Any

from negosim.interop import ConflictFile
from negosim.report.conflict_page import conflict_lines, verdict
from negosim.report.conflict_record import conflict_record, equilibrium_record
from negosim.report.conflict_words import ConflictWords
from negosim.report.layout import ends, first_that_fits, with_amount, wrapped
from negosim.report.records import NOTICE
from negosim.report.words import FOOT, counted
from negosim.scenario.names import listed
from negosim.scenario.place import printable
from negosim.solve.conflict import GENERAL, Conflict
from negosim.version import __version__

_INDENT = 8


def file_record(conflict: Conflict, file: ConflictFile, target: str) -> dict[str, Any]:
    """Return the object of `solve --json` for a file of gmcr-py's."""
    graph = conflict.graph
    found = [equilibrium_record(conflict, one, file.form) for one in conflict.equilibria]
    manifest = {"version": __version__, "title": "", "file": graph.origin.digest, "changed": {}, "notice": NOTICE}
    options: dict[str, list[str]] = {player: [] for player in graph.players}
    for choice in file.form.choices:
        options[graph.players[choice.player]].append(choice.name)
    result = {
        "game": graph.name,
        "model": "gmcr",
        "representation": "conflict_graph",
        "players": list(graph.players),
        "actions": options,
        "concept": conflict.concept or GENERAL,
        "parameters": {},
        "complete": str(conflict.complete),
        "why_complete": conflict.why_complete,
        "components": [[k] for k in range(len(found))],
        "solutions": found,
        **conflict_record(conflict, file.form),
        "notes": list(file.notes),
    }
    return {"negosim": __version__, "target": target, "manifest": manifest, "results": [result]}


def file_page(conflict: Conflict, file: ConflictFile, target: str, full: bool) -> list[str]:
    """Return the lines of the page: the conflict, its equilibria, and why they hold; at most 50 unless it is full."""
    if full:
        return _page(conflict, file, target, 0, full=True)
    return first_that_fits(_page(conflict, file, target, left_out) for left_out in range(4))


def _page(conflict: Conflict, file: ConflictFile, target: str, left_out: int, full: bool = False) -> list[str]:
    graph, words = conflict.graph, ConflictWords(conflict)
    players = listed([words.player(i) for i in range(len(graph.players))])
    size = f"{counted(len(graph.states), 'state')}, {counted(len(file.form.choices), 'option')}"
    return [
        *ends(printable(Path(target).name), "preferences as in the file"),
        *with_amount(f"{players}; {size}", f"game: {graph.name}"),
        "",
        *wrapped(verdict(words), _INDENT, "ANSWER"),
        "",
        *conflict_lines(words, full, left_out),
        "",
        *(line for note in file.notes for line in wrapped(note, _INDENT, "NOTE")),
        *wrapped("Only the order of preferences is read. The order of play is open: anybody may move next.", 0),
        f"negosim {__version__}, file {graph.origin.digest}",
        FOOT,
    ]
