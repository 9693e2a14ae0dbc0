"""Checks of games: moves that know their place, rules that decide every end, and no more ends than can be looked at."""

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

import numpy as np

from negosim.scenario.book import Book
from negosim.scenario.conflict_states import conflict_lacks
from negosim.scenario.histories import MOST_HISTORIES, MOST_MOVES, history_table, seen_moves, where_fits
from negosim.scenario.merge import Path
from negosim.scenario.place import quoted
from negosim.scenario.quantity import Belief
from negosim.scenario.rules import ModelRules, MovesRules, Names
from negosim.scenario.rules.graph_model import GraphModelRules
from negosim.scenario.rules.moves import Move, Option, When

MOST_ENDS = 50_000
"""Bound on the ends of all games of a scenario together, types included."""


def check_games(book: Book) -> None:
    """Check every game; what follows from its moves only where its moves are sound."""
    if not book.facts.games:
        book.complain_of_key(("games",), "there is no game to solve", "name at least one game")
    ends = 0
    for key, game in book.facts.games.items():
        before = len(book.complaints)
        if isinstance(game, ModelRules):
            _model(book, key, game)
            continue
        assert isinstance(game, MovesRules)
        _moves(book, key, game)
        _conditions(book, key, game)
        _private(book, key, game)
        if len(book.complaints) == before and ends <= MOST_ENDS:
            ends += _ends(book, key, game)
            if ends > MOST_ENDS:
                what = f"the games of this scenario can end in more than {MOST_ENDS:,} ways together"
                book.complain_of_key(("games", key), what, "leave some of them out")


def _model(book: Book, key: str, game: ModelRules) -> None:
    """Check that what a game of another model names is there, then that it finds what it needs."""
    before, path = len(book.complaints), ("games", key)
    for word, field in type(game).model_fields.items():
        part = next((mark.part for mark in _marks(field) if isinstance(mark, Names)), None)
        if part is not None:
            for at, name in _named(getattr(game, word), (*path, word)):
                book.knows(name, getattr(book.facts, part), part.removesuffix("s"), at, f"{word} of game {key} is")
    if len(book.complaints) == before:
        # a conflict may be on the options of another game, which the shared facts do not hold
        found = conflict_lacks(game, book.facts) if isinstance(game, GraphModelRules) else game.lacks(book.facts)
        for lack in found:
            book.complain((*path, *lack.at), f"game {key}: {lack.what}", lack.fix)


def _marks(part: Any) -> Iterator[Any]:
    """Yield the marks of a field, those within its optional and tuple types included."""
    yield from [*getattr(part, "metadata", ()), *getattr(part, "__metadata__", ())]
    kinds = getattr(getattr(part, "annotation", part), "__args__", ())
    for kind in kinds:
        yield from _marks(kind)


def _named(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the names that a rule holds, one or several, each with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple | Mapping):
        inner = value.items() if isinstance(value, Mapping) else enumerate(value)
        for step, name in inner:
            yield from _named(name, (*path, step))


def _moves(book: Book, key: str, game: MovesRules) -> None:
    path: Path = ("games", key, "moves")
    if not game.moves:
        book.complain_of_key(path, f"game {key} has no moves", "add at least one move")
    earlier: list[str] = []
    for name, move in game.moves.items():
        at = (*path, name)
        book.knows(move.actor, book.facts.actors, "actor", (*at, "actor"), f"move {name} belongs to")
        if not move.options:
            book.complain_of_key((*at, "options"), f"move {name} has no options", "add at least one option")
        for position, seen in enumerate(move.sees or ()):
            book.knows(seen, earlier, "earlier move", (*at, "sees", position), f"move {name} sees")
        for option, chosen in move.options.items():
            _uses(book, (*at, "options", option), move, chosen)
        if len(earlier) < MOST_MOVES:
            _knowledge(book, at, game, name)
        earlier.append(name)


def _uses(book: Book, path: Path, move: Move, option: Option) -> None:
    levers = book.facts.levers
    for position, lever in enumerate(option.uses):
        at = (*path, "uses", position)
        if not book.knows(lever, levers, "lever", at, f"option {path[-1]} uses"):
            continue
        owner, actors = levers[lever].owner, book.facts.actors
        if owner != move.actor and owner in actors and move.actor in actors:
            own = [key for key, known in levers.items() if known.owner == move.actor]
            fix = f"use a lever of {move.actor}: {', '.join(own)}" if own else f"give {move.actor} a lever under levers"
            book.complain(at, f"option {path[-1]} uses {lever}, which belongs to {owner}", fix)


def _knowledge(book: Book, path: Path, game: MovesRules, name: str) -> None:
    """Complain of a move that depends on what its mover does not see, and of a mover that forgets."""
    move, known = game.moves[name], seen_moves(game, name)
    earlier = list(game.moves)[: list(game.moves).index(name)]
    for other in move.when:
        if other in earlier and other not in known:
            what = f"move {name} depends on {other}, which {move.actor} does not see"
            book.complain((*path, "sees"), what, f"add {other} to its `sees`")
    for own in earlier:
        if game.moves[own].actor == move.actor:
            for forgotten in [other for other in seen_moves(game, own) if other not in known]:
                what = f"at move {name} {move.actor} forgets {forgotten}, which it saw at {own}"
                book.complain((*path, "sees"), what, f"add {forgotten} to its `sees`")


def _conditions(book: Book, key: str, game: MovesRules) -> None:
    path: Path = ("games", key)
    options = {name: move.options for name, move in game.moves.items()}
    for k, (name, move) in enumerate(game.moves.items()):
        earlier = dict(list(options.items())[:k]) if move.when else {}
        _condition(book, move.when, earlier, (*path, "moves", name, "when"), f"move {name}", "earlier move")
    for position, rule in enumerate(game.outcome_rules):
        at = (*path, "outcome_rules", position)
        book.knows(rule.outcome, book.facts.outcomes, "outcome", (*at, "outcome"), "this rule leads to")
        _condition(book, rule.when, options, (*at, "when"), "this rule")
    for name, term in game.terms.items():
        at = (*path, "terms", name)
        book.knows(term.actor, book.facts.actors, "actor", (*at, "actor"), f"term {name} is of")
        _condition(book, term.when, options, (*at, "when"), f"term {name}")


def _condition(book: Book, when: When, moves: Mapping[str, Any], path: Path, subject: str, noun: str = "move") -> None:
    for move, options in when.items():
        if book.knows_key((*path, move), moves, noun, f"{subject} looks at"):
            if not options:
                book.complain((*path, move), f"{subject} looks for no option of {move}", "name at least one")
            for position, option in enumerate(options):
                at = (*path, move, position)
                book.knows(option, moves[move], f"option of {move}", at, f"{subject} looks for")


def _private(book: Book, key: str, game: MovesRules) -> None:
    owners: set[str] = set()
    players = {move.actor for move in game.moves.values()}
    for path, count in game.private.items():
        at: Path = ("games", key, "private", path)
        steps = path.split(".")
        number = book.numbers[path].quantity if path in book.numbers else None
        belief: Belief | None = getattr(number, "belief", None)
        if number is None or steps[0] != "actors" or len(steps) != 3:
            believed = [entry.path for entry in book.numbers.entries if getattr(entry.quantity, "belief", None)]
            fix = f"name a number that has a belief{': ' if believed else ''}{', '.join(believed[:4])}"
            book.complain_of_key(at, f"{quoted(path, 80)} is not a number of an actor", fix)
        elif belief is None:
            book.complain_of_key(at, f"{path} is private, but rivals have no belief about it", "add its `belief:`")
        elif steps[1] in owners:
            book.complain_of_key(at, f"{steps[1]} has two private numbers", "keep one private number per actor")
        elif steps[1] not in players:
            book.complain_of_key(at, f"{path} is private, but {steps[1]} makes no move in game {key}", "remove it")
        elif belief.types is not None and len(belief.types) != count:
            book.complain(at, f"{path} has {len(belief.types)} types, not {count}", f"write {len(belief.types)}")
        owners.add(steps[1] if len(steps) > 1 else "")


def _ends(book: Book, key: str, game: MovesRules) -> int:
    """Check what a game with sound moves ends in; return the number of its ends."""
    path: Path = ("games", key)
    table = history_table(game)
    types = prod(game.private.values())
    count = MOST_HISTORIES + 1 if table is None else len(table) * types
    if len(game.moves) > MOST_MOVES:
        book.complain_of_key((*path, "moves"), f"game {key} has more than {MOST_MOVES} moves", "use fewer moves")
    elif table is None or count > MOST_HISTORIES:
        what = f"game {key} can end in more than {MOST_HISTORIES:,} ways"
        book.complain_of_key((*path, "moves"), what, "use fewer moves, options or types")
    else:
        if game.payoffs:
            _payoffs(book, key, game)
        if game.outcome_rules or not game.payoffs:
            _rules(book, key, game, table)
    return min(count, MOST_HISTORIES)


def _rules(book: Book, key: str, game: MovesRules, table: Any) -> None:
    path: Path = ("games", key, "outcome_rules")
    open_ends = np.ones(len(table), dtype=bool)
    for position, rule in enumerate(game.outcome_rules):
        fitting = where_fits(game, table, rule.when)
        if not (fitting & open_ends).any():
            covered = fitting.any()
            what = "this rule can never fit" + (": the rules above it cover all its cases" if covered else "")
            fix = "remove it, or move it up" if covered else "look for moves and options that can be made together"
            book.complain((*path, position), what, fix)
        open_ends &= ~fitting
    if open_ends.any():
        row = table[np.argmax(open_ends)]
        ending = [
            f"{name}: {list(move.options)[k]}"
            for (name, move), k in zip(game.moves.items(), row, strict=True)
            if k >= 0
        ]
        what = f"no outcome rule fits {{{', '.join(ending)}}}"
        book.complain_of_key(path, what, "end the list with a rule without `when`")


def _payoffs(book: Book, key: str, game: MovesRules) -> None:
    path: Path = ("games", key, "payoffs")
    conditional: list[Path] = [("moves", name, "when") for name, move in game.moves.items() if move.when]
    beside = [*conditional, *((word,) for word in ("terms", "private") if getattr(game, word))]
    for inner in beside:
        what = f"game {key} has a payoff table, so `{inner[-1]}` cannot stand here"
        book.complain_of_key(("games", key, *inner), what, "remove it, or the table")
    if beside:
        return
    actors = list(dict.fromkeys(move.actor for move in game.moves.values()))
    lacking = list(_holes(book, game.payoffs, path, [*game.moves.values()], actors))
    if lacking:
        others = f" and {len(lacking) - 1:,} more" if len(lacking) > 1 else ""
        what = f"the payoff table of game {key} lacks {lacking[0]}{others}"
        book.complain_of_key(path, what, "give every actor's payoff at every end")


def _holes(book: Book, table: Any, path: Path, moves: list[Move], actors: list[str]) -> Iterator[str]:
    """Yield what a table lacks, as paths within it; complain of what does not belong in it."""
    wanted = list(moves[0].options) if moves else actors
    for word in table:
        book.knows_key((*path, word), wanted, "option" if moves else "player", "this table has a row for")
    for word in wanted:
        if word not in table:
            yield ".".join(map(str, (*path[3:], word)))
        elif moves:
            yield from _holes(book, table[word], (*path, word), moves[1:], actors)
