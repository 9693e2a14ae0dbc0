"""Checks of the facts that all games share: names that must exist, weights that must sum to one."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from negosim.scenario.book import Book
from negosim.scenario.faults import spelled
from negosim.scenario.merge import Path
from negosim.scenario.quantity import Number, Row
from negosim.scenario.rules import MovesRules


def check_facts(book: Book) -> None:
    """Check everything but the games and the what-ifs."""
    for check in (_actors, _issues, _stakes, _audience, _levers, _outcomes, _truce, _citations, _display_names):
        check(book)


def _actors(book: Book) -> None:
    if not book.facts.actors:
        book.complain_of_key(("actors",), "nobody negotiates", "name at least one actor")
    record = book.facts.record
    if record:
        book.knows(record.outcome, book.facts.outcomes, "outcome", ("record", "outcome"), "the record names")
        for k, game in enumerate(record.games):
            book.knows(game, book.facts.games, "game", ("record", "games", k), "the record is held against")


def _issues(book: Book) -> None:
    facts = book.facts
    for key, issue in facts.issues.items():
        path = ("issues", key)
        book.knows(
            issue.controlled_by, facts.actors, "actor", (*path, "controlled_by"), f"issue {key} is controlled by"
        )
        for other in issue.holds_back:
            book.knows_key((*path, "holds_back", other), facts.issues, "issue", f"issue {key} holds back")
        if issue.drift is not None and issue.hazard is not None:
            what = f"issue {key} has both a drift and a hazard"
            book.complain_of_key((*path, "hazard"), what, "keep the one that describes what fighting does")


def _stakes(book: Book) -> None:
    facts = book.facts
    for actor, weights in facts.stakes.items():
        path = ("stakes", actor)
        book.knows_key(path, facts.actors, "actor", "stakes of")
        total = sum(weight.value for weight in weights.values())
        if abs(total - 1) > 1e-9:
            change = f"lower one by {total - 1:.6g}" if total > 1 else f"raise one by {1 - total:.6g}"
            book.complain_of_key(path, f"stakes of {actor} sum to {total:.10g}, not to 1", change)
        for issue in weights:
            if book.knows_key((*path, issue), facts.issues, "issue", f"{actor} has a stake in"):
                _needs_ideal(book, (*path, issue), "a stake in")
    for actor, ideals in facts.ideals.items():
        book.knows_key(("ideals", actor), facts.actors, "actor", "ideals of")
        for issue in ideals:
            book.knows_key(("ideals", actor, issue), facts.issues, "issue", f"{actor} has an ideal for")


def _needs_ideal(book: Book, path: Path, subject: str) -> None:
    """Complain of an actor that cares about an issue without wanting anything of it."""
    _, actor, issue = map(str, path)
    known = book.facts.actors.get(actor)
    if known is not None and known.ideal is None and issue not in book.facts.ideals.get(actor, {}):
        fix = f"add `ideals: {{{actor}: {{{issue}: 0.5}}}}` with what it wants, or `ideal:` to the actor"
        book.complain_of_key(path, f"{actor} has {subject} {issue}, but no ideal", fix)


def _audience(book: Book) -> None:
    facts = book.facts
    for actor, rows in facts.audience.items():
        book.knows_key(("audience", actor), facts.actors, "actor", "audience of")
        for issue in rows:
            path = ("audience", actor, issue)
            if book.knows_key(path, facts.issues, "issue", f"{actor} has an audience cost on"):
                _needs_ideal(book, path, "an audience cost on")


def _levers(book: Book) -> None:
    facts = book.facts
    seasons = facts.time.seasons if facts.time else {}
    for key, lever in facts.levers.items():
        path = ("levers", key)
        book.knows(lever.owner, facts.actors, "actor", (*path, "from"), f"lever {key} belongs to")
        book.knows(lever.target, facts.actors, "actor", (*path, "to"), f"lever {key} acts on")
        if lever.owner == lever.target:
            book.complain((*path, "to"), f"lever {key} acts on its own owner", "name another actor")
        for issue in lever.shifts:
            book.knows_key((*path, "shifts", issue), facts.issues, "issue", f"lever {key} shifts")
        book.knows(lever.strength.season, seasons, "season", (*path, "strength", "season"), f"lever {key} follows")


def _outcomes(book: Book) -> None:
    for key, outcome in book.facts.outcomes.items():
        path = ("outcomes", key)
        for issue in outcome.settles:
            book.knows_key((*path, "settles", issue), book.facts.issues, "issue", f"outcome {key} settles")
        if outcome.settles and outcome.kind != "settlement":
            what = f"outcome {key} settles an issue, but is of kind {outcome.kind}"
            book.complain_of_key((*path, "settles"), what, "make it a settlement, or remove `settles:`")


def _truce(book: Book) -> None:
    truce, path = book.facts.truce, ("truce",)
    if truce is None:
        return
    for position, party in enumerate(truce.parties):
        book.knows(party, book.facts.actors, "actor", (*path, "parties", position), "the truce binds")
    if truce.parties[0] == truce.parties[1]:
        book.complain((*path, "parties", 1), "the truce binds one actor to itself", "name two actors")
    for party in truce.monitoring.blame:
        book.knows_key((*path, "monitoring", "blame", party), truce.parties, "party", "blame falls on")
    for party in truce.good_faith:
        book.knows_key((*path, "good_faith", party), truce.parties, "party", "good faith is asked of")


def _citations(book: Book) -> None:
    """Check that every claim and every source cited is listed: a number is measured only by a source that is."""
    facts = book.facts
    if facts.record:
        book.knows(facts.record.source, facts.sources, "source", ("record", "source"), "the record cites")
    for claim_id, said in facts.claims.items():
        book.knows(said.source, facts.sources, "source", ("claims", claim_id, "source"), f"claim {claim_id} cites")
    for path, part in _parts(facts, ()):
        for position, claim in enumerate(part.claims):
            at = (*path, "claim", position)
            book.knows(claim, facts.claims, "claim", at, f"{spelled(path)} bears")
        if isinstance(part, Number):
            book.knows(part.source, facts.sources, "source", (*path, "source"), f"{spelled(path)} cites")


def _parts(part: Any, path: Path) -> Iterator[tuple[Path, Row]]:
    """Yield the rows and numbers of the facts that are given."""
    if isinstance(part, Row):
        yield path, part
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            if name in part.model_fields_set:
                yield from _parts(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _parts(value, (*path, key))
    elif isinstance(part, tuple):
        for position, value in enumerate(part):
            yield from _parts(value, (*path, position))


def _display_names(book: Book) -> None:
    """Complain of two things of a kind with one name, since pages show names."""
    facts = book.facts
    _differ(book, ("actors",), "name", facts.actors.items())
    _differ(book, ("actors",), "short", facts.actors.items())
    _differ(book, ("issues",), "name", facts.issues.items())
    _differ(book, ("levers",), "name", facts.levers.items())
    _differ(book, ("outcomes",), "name", facts.outcomes.items())
    for key, game in facts.games.items():
        for name, move in game.moves.items() if isinstance(game, MovesRules) else ():
            _differ(book, ("games", key, "moves", name, "options"), "name", move.options.items())


def _differ(book: Book, path: Path, word: str, entries: Iterable[tuple[str, Any]]) -> None:
    held: dict[str, str] = {}
    for key, entry in entries:
        name = getattr(entry, word)
        first = held.setdefault(name, key) if name is not None else key
        if first != key:
            what = f"{path[-1]} {first} and {key} have one {word}"
            book.complain((*path, key, word), what, "give each its own")
