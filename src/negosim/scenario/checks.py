"""Consistency checks that the schema alone cannot make: names that must exist, weights, rules and games that must fit.

Each check yields faults with the place, the cause and the fix.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from negosim.errors import Fault, nearest
from negosim.scenario.facts import Facts
from negosim.scenario.game_rules import GameRules, When
from negosim.scenario.histories import (
    MOST_HISTORIES,
    histories,
    most_histories,
    rule_for,
    seen_moves,
    wanted_options,
)
from negosim.scenario.quantity import Number, Row, Strength
from negosim.scenario.syntax import Tree

Path = tuple[str | int, ...]


def find_faults(facts: Facts, tree: Tree) -> list[Fault]:
    """Return the faults of a scenario whose parts are each well-formed, in order of place."""
    book = _Book(facts, tree)
    for check in (_actors, _issues, _stakes, _audience, _levers, _outcomes, _truce, _citations, _games, _what_ifs):
        check(book)
    return book.faults


class _Book:
    """The faults found so far, each place once, and how to add one."""

    def __init__(self, facts: Facts, tree: Tree) -> None:
        self.facts, self.tree = facts, tree
        self.faults: list[Fault] = []

    def add(self, path: Path, what: str, fix: str, at_key: bool = False) -> None:
        place = self.tree.keys.get(path) if at_key else None
        where = str(place or self.tree.place(path))
        if all(fault.where != where or fault.what != what for fault in self.faults):
            self.faults.append(Fault(where, what, fix))

    def known(self, word: str | None, known: Iterable[str], noun: str, path: Path, subject: str, at_key: bool = False) -> bool:
        """Whether a name exists; if not, say so and which was meant."""
        names = list(known)
        if word is None or word in names:
            return True
        article = "an" if noun[0] in "aeiou" else "a"
        self.add(path, f"{subject} '{word}', which is not {article} {noun}", nearest(word, names, f"{noun}s") or f"define it under {noun}s", at_key)
        return False


def _actors(book: _Book) -> None:
    if not book.facts.actors:
        book.add(("actors",), "nobody negotiates", "name at least one actor")
    if book.facts.record:
        book.known(book.facts.record.outcome, book.facts.outcomes, "outcome", ("record", "outcome"), "the record names")


def _issues(book: _Book) -> None:
    facts = book.facts
    for key, issue in facts.issues.items():
        book.known(issue.controlled_by, facts.actors, "actor", ("issues", key, "controlled_by"), f"issue {key} is controlled by")
        for other in issue.holds_back:
            book.known(other, facts.issues, "issue", ("issues", key, "holds_back", other), f"issue {key} holds back", True)
        if issue.drift is not None and issue.hazard is not None:
            book.add(("issues", key), f"issue {key} has both a drift and a hazard", "keep the one that describes what fighting does")


def _stakes(book: _Book) -> None:
    facts = book.facts
    for actor, weights in facts.stakes.items():
        book.known(actor, facts.actors, "actor", ("stakes", actor), "stakes of", True)
        total = sum(weight.value for weight in weights.values())
        if abs(total - 1) > 1e-9:
            change = f"lower one by {total - 1:.6g}" if total > 1 else f"raise one by {1 - total:.6g}"
            book.add(("stakes", actor), f"stakes of {actor} sum to {total:.10g}, not to 1", change, True)
        for issue in weights:
            if book.known(issue, facts.issues, "issue", ("stakes", actor, issue), f"{actor} has a stake in", True):
                _needs_ideal(book, actor, issue, ("stakes", actor, issue))
    for actor, ideals in facts.ideals.items():
        book.known(actor, facts.actors, "actor", ("ideals", actor), "ideals of", True)
        for issue in ideals:
            book.known(issue, facts.issues, "issue", ("ideals", actor, issue), f"{actor} has an ideal for", True)


def _needs_ideal(book: _Book, actor: str, issue: str, path: Path) -> None:
    known = book.facts.actors.get(actor)
    if known is not None and known.ideal is None and issue not in book.facts.ideals.get(actor, {}):
        book.add(path, f"{actor} has a stake in {issue} but no ideal", f"add `ideals: {{{actor}: {{{issue}: ...}}}}`", True)


def _audience(book: _Book) -> None:
    facts = book.facts
    for actor, rows in facts.audience.items():
        book.known(actor, facts.actors, "actor", ("audience", actor), "audience of", True)
        for issue in rows:
            path = ("audience", actor, issue)
            if book.known(issue, facts.issues, "issue", path, f"{actor} has an audience cost on", True):
                _needs_ideal(book, actor, issue, path)


def _levers(book: _Book) -> None:
    facts = book.facts
    for key, lever in facts.levers.items():
        path = ("levers", key)
        book.known(lever.owner, facts.actors, "actor", (*path, "from"), f"lever {key} belongs to")
        book.known(lever.target, facts.actors, "actor", (*path, "to"), f"lever {key} acts on")
        if lever.owner == lever.target:
            book.add((*path, "to"), f"lever {key} acts on its own owner", "name another actor")
        for issue in lever.shifts:
            book.known(issue, facts.issues, "issue", (*path, "shifts", issue), f"lever {key} shifts", True)
        seasons = facts.time.seasons if facts.time else {}
        if isinstance(lever.strength, Strength) and lever.strength.season is not None:
            book.known(lever.strength.season, seasons, "season", (*path, "strength", "season"), f"lever {key} follows")


def _outcomes(book: _Book) -> None:
    for key, outcome in book.facts.outcomes.items():
        for issue in outcome.settles:
            book.known(issue, book.facts.issues, "issue", ("outcomes", key, "settles", issue), f"outcome {key} settles", True)
        if outcome.settles and outcome.kind != "settlement":
            book.add(("outcomes", key, "kind"), f"outcome {key} settles an issue but is a {outcome.kind}", "make it a settlement")


def _truce(book: _Book) -> None:
    truce = book.facts.truce
    if truce is None:
        return
    for position, party in enumerate(truce.parties):
        book.known(party, book.facts.actors, "actor", ("truce", "parties", position), "the truce binds")
    for party in truce.monitoring.blame:
        book.known(party, truce.parties, "party", ("truce", "monitoring", "blame", party), "blame falls on", True)
    for party in truce.good_faith:
        book.known(party, truce.parties, "party", ("truce", "good_faith", party), "good faith is asked of", True)


def _citations(book: _Book) -> None:
    """Check ids of claims and sources, where the file lists any."""
    facts = book.facts
    if facts.record and facts.sources:
        book.known(facts.record.source, facts.sources, "source", ("record", "source"), "the record cites")
    for path, part in _parts(facts, ()):
        if isinstance(part, Row) and facts.claims:
            for claim in part.claims:
                book.known(claim, facts.claims, "claim", (*path, "claim"), f"{'.'.join(map(str, path))} bears")
        if isinstance(part, Number) and facts.sources:
            book.known(part.source, facts.sources, "source", (*path, "source"), f"{'.'.join(map(str, path))} cites")


def _parts(part: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, part
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from _parts(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _parts(value, (*path, key))
    elif isinstance(part, tuple):
        for position, value in enumerate(part):
            yield from _parts(value, (*path, position))


def _games(book: _Book) -> None:
    if not book.facts.games:
        book.add(("games",), "there is no game to solve", "name at least one game")
    for key, game in book.facts.games.items():
        before = len(book.faults)
        _moves(book, key, game)
        if len(book.faults) > before:
            continue
        if most_histories(game) > MOST_HISTORIES:
            what = f"game {key} could end in {most_histories(game):,} ways, more than {MOST_HISTORIES:,}"
            book.add(("games", key, "moves"), what, "use fewer moves or options", True)
        elif game.payoffs:
            _payoff_table(book, key, game)
        else:
            _rules(book, key, game)


def _moves(book: _Book, key: str, game: GameRules) -> None:
    facts, base = book.facts, ("games", key)
    if not game.moves:
        book.add((*base, "moves"), f"game {key} has no moves", "add at least one move")
    earlier: list[str] = []
    for name, move in game.moves.items():
        path = (*base, "moves", name)
        book.known(move.actor, facts.actors, "actor", (*path, "actor"), f"move {name} belongs to")
        if not move.options:
            book.add((*path, "options"), f"move {name} has no options", "add at least one option")
        for position, seen in enumerate(move.sees or ()):
            book.known(seen, earlier, "earlier move", (*path, "sees", position), f"move {name} sees")
        for option, chosen in move.options.items():
            for position, lever in enumerate(chosen.uses):
                at = (*path, "options", option, "uses", position)
                if book.known(lever, facts.levers, "lever", at, f"option {option} uses") and facts.levers[lever].owner != move.actor:
                    book.add(at, f"option {option} uses {lever}, which belongs to {facts.levers[lever].owner}", f"use a lever of {move.actor}")
        _condition(book, move.when, {other: game.moves[other].options for other in earlier}, (*path, "when"), f"move {name}")
        for other in set(move.when) & set(earlier) - set(seen_moves(game, name)):
            book.add((*path, "when", other), f"move {name} depends on {other}, which {move.actor} does not see", f"add {other} to its `sees`", True)
        earlier.append(name)
    every = {name: move.options for name, move in game.moves.items()}
    for position, rule in enumerate(game.outcome_rules):
        at = (*base, "outcome_rules", position)
        book.known(rule.outcome, facts.outcomes, "outcome", (*at, "outcome"), "this rule leads to")
        _condition(book, rule.when, every, (*at, "when"), "this rule")
    for name, term in game.terms.items():
        at = (*base, "terms", name)
        book.known(term.actor, facts.actors, "actor", (*at, "actor"), f"term {name} is of")
        _condition(book, term.when, every, (*at, "when"), f"term {name}")
    _private(book, key, game)


def _condition(book: _Book, when: When, moves: dict[str, Any], path: Path, subject: str) -> None:
    for move, options in when.items():
        if book.known(move, moves, "move", (*path, move), f"{subject} looks at", True):
            for option in wanted_options(options):
                book.known(option, moves[move], "option", (*path, move), f"{subject} looks for {move}:")


def _private(book: _Book, key: str, game: GameRules) -> None:
    owners: list[str] = []
    for path in game.private:
        at: Path = ("games", key, "private", path)
        steps = path.split(".")
        number = _number_at(book.facts, steps)
        if number is None or steps[0] != "actors":
            book.add(at, f"'{path}' is not a number of an actor", "name one such as actors.ukraine.cost_of_fighting", True)
        elif getattr(number, "belief", None) is None:
            book.add(at, f"{path} is private, but rivals have no belief about it", "add a `belief` to that number", True)
        elif steps[1] in owners:
            book.add(at, f"{steps[1]} has two private numbers", "keep one private number per actor", True)
        elif number.belief.types is not None and len(number.belief.types) != game.private[path]:  # type: ignore[attr-defined]  # a Believed number
            count = len(number.belief.types)  # type: ignore[attr-defined]  # a Believed number
            book.add(at, f"{path} has {count} types, not {game.private[path]}", f"write {count}")
        owners.append(steps[1] if len(steps) > 1 else "")


def _number_at(facts: Facts, steps: Sequence[str]) -> Number | None:
    part: Any = facts
    for step in steps:
        part = part.get(step) if isinstance(part, dict) else getattr(part, step, None)
    return part if isinstance(part, Number) else None


def _rules(book: _Book, key: str, game: GameRules) -> None:
    base: Path = ("games", key)
    fitted = set()
    for made in histories(game):
        rule = rule_for(game, made)
        if rule is None:
            ending = ", ".join(f"{move}: {option}" for move, option in made.items())
            book.add((*base, "outcome_rules"), f"game {key}: no rule says what {{{ending}}} leads to", "end the list with a rule without `when`", True)
            return
        fitted.add(id(rule))
    for position, rule in enumerate(game.outcome_rules):
        if id(rule) not in fitted:
            book.add((*base, "outcome_rules", position), f"rule {position + 1} of game {key} can never fit", "remove it, or move it up before the rule that covers it")


def _payoff_table(book: _Book, key: str, game: GameRules) -> None:
    base: Path = ("games", key, "payoffs")
    if any(move.when for move in game.moves.values()) or game.terms or game.private:
        book.add(base, f"game {key} has a payoff table beside conditional moves, terms or private numbers", "use either a plain table or terms", True)
        return
    actors = list(dict.fromkeys(move.actor for move in game.moves.values()))
    for made in histories(game):
        table: Any = game.payoffs
        for option in made.values():
            table = table.get(option) if isinstance(table, dict) else None
        missing = [actor for actor in actors if not isinstance(table, dict) or actor not in table]
        if missing:
            book.add(base, f"the payoff table of game {key} lacks {'.'.join(made.values())}.{missing[0]}", "give every actor's payoff at every end", True)
            return


def _what_ifs(book: _Book) -> None:
    facts = book.facts
    for name, case in facts.what_ifs.items():
        for figure, word in case.expect.items():
            at: Path = ("what_ifs", name, "expect", figure)
            steps = figure.split(".")
            if not book.known(steps[0], facts.games, "game", at, "the expectation is about", True):
                continue
            if len(steps) == 2 and steps[1] == "outcome":
                book.known(word, facts.outcomes, "outcome", at, "the expectation names")
            elif len(steps) != 3 or word not in ("more_likely", "less_likely", "same"):
                book.add(at, f"expectation '{figure}: {word}' is not understood", "write GAME.outcome: OUTCOME or GAME.ACTOR.OPTION: more_likely, less_likely or same", True)
            else:
                moves = facts.games[steps[0]].moves.values()
                options = [option for move in moves if move.actor == steps[1] for option in move.options]
                book.known(steps[2], options, "option", at, f"{steps[1]} is expected to choose", True)
