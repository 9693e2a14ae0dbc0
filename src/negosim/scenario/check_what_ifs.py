"""Checks of what-ifs: the numbers that they set, and the expectations that they state."""

from functools import partial

from negosim.scenario.book import Book
from negosim.scenario.changes import refusals, suggest
from negosim.scenario.merge import Path
from negosim.scenario.place import printable, quoted
from negosim.scenario.rules import MovesRules

_WORDS = ("more_likely", "less_likely", "same")
_GRAMMAR = "write `GAME.outcome: OUTCOME`, or `GAME.ACTOR.OPTION:` more_likely, less_likely or same"
_FIGURE_WORDS = ("up", "down", "same")
_FIGURE_GRAMMAR = "write `GAME.FIGURE:` up, down or same, or `GAME.regime: REGIME`"
REGIME = "regime"


def check_what_ifs(book: Book) -> None:
    """Check every what-if."""
    for name, case in book.facts.what_ifs.items():
        path: Path = ("what_ifs", name)
        if not case.set:
            book.complain_of_key(path, f"what-if {name} sets nothing", "add a number to `set:`")
        for refusal in refusals(book.facts, book.numbers, case.set):
            at = (*path, "set", refusal.paths[0])
            if refusal.is_unknown:
                mend = partial(_mend, refusal.paths[0], book)
                book.complain_of_key(at, f"no number at {printable(refusal.paths[0][:80])}", mend)
            else:
                book.complain(at, f"{refusal.paths[0]}: {refusal.what}", refusal.fix)
        for figure, word in case.expect.items():
            _expectation(book, (*path, "expect", figure), figure, word)


def _mend(path: str, book: Book) -> str:
    return suggest(path, book.numbers) or "name a number that the scenario gives, or remove this what-if"


def _expectation(book: Book, path: Path, figure: str, word: str) -> None:
    game, _, rest = figure.partition(".")
    if not book.knows(game, book.facts.games, "game", path, "this expects something of"):
        return
    rules = book.facts.games[game]
    if not isinstance(rules, MovesRules):
        if rest != REGIME and (word not in _FIGURE_WORDS or not rest):
            book.complain(path, f"the expectation {quoted(f'{figure}: {word}', 80)} is not understood", _FIGURE_GRAMMAR)
        return
    if rest == "outcome":
        book.knows(word, book.facts.outcomes, "outcome", path, f"{figure} is expected to be")
        return
    actor, dot, option = rest.partition(".")
    if not dot or word not in _WORDS:
        book.complain(path, f"the expectation {quoted(f'{figure}: {word}', 80)} is not understood", _GRAMMAR)
        return
    moves = [move for move in rules.moves.values() if move.actor == actor]
    if book.knows(actor, book.facts.actors, "actor", path, f"this expects something in game {game} of"):
        options = [key for move in moves for key in move.options]
        if all(move.actor in book.facts.actors for move in rules.moves.values()):
            book.knows(option, options, f"option of {actor} in game {game}", path, "this expects something of")
