"""Checks of the campaign: names and paths that must exist, grids that hold their start, states that can be counted."""

from collections.abc import Iterable, Mapping
from functools import partial
from math import ceil, prod
from typing import Any

import numpy as np

from negosim.scenario.book import Book
from negosim.scenario.campaign import Campaign, Change
from negosim.scenario.changes import suggest
from negosim.scenario.histories import history_table, where_fits
from negosim.scenario.merge import Path
from negosim.scenario.numbers import START
from negosim.scenario.place import quoted
from negosim.scenario.rules import MovesRules
from negosim.scenario.rules.moves import When

MOST_STATES = 50_000
"""Bound on the states of a campaign: grids, beliefs, and months left of each truce."""
_ROUNDING = 1e-9


def check_campaign(book: Book) -> None:
    """Check the campaign, where there is one and the games are sound."""
    campaign = book.facts.campaign
    if campaign is None:
        return
    before = len(book.complaints)
    _games(book, campaign)
    if len(book.complaints) > before:
        return
    for check in (_states, _changes, _beliefs, _truces, _afterwards, _thumbs, _patience):
        check(book, campaign)
    if len(book.complaints) == before:
        _size(book, campaign)


def games_of(campaign: Campaign) -> tuple[str, ...]:
    """Return the games that a campaign plays: that of a month without a truce, then those of its truces."""
    return tuple(dict.fromkeys([campaign.game, *(truce.game for truce in campaign.truces.values())]))


def truce_months(campaign: Campaign, length: Mapping[str, float]) -> dict[str, int]:
    """Return how many months each truce lasts at most, by the values of the numbers that say so."""
    return {key: max(1, ceil(length[truce.lasts] - _ROUNDING)) for key, truce in campaign.truces.items()}


def _games(book: Book, campaign: Campaign) -> None:
    if "campaign" in book.facts.games:
        what = "a game is called campaign, which is what the campaign is asked for by"
        book.complain_of_key(("games", "campaign"), what, "give the game another key")
    named: list[tuple[Path, str]] = [(("campaign", "game"), campaign.game)]
    named += [(("campaign", "truces", key, "game"), truce.game) for key, truce in campaign.truces.items()]
    games = book.facts.games
    for path, key in named:
        if not book.knows(key, games, "game", path, "the campaign plays"):
            continue
        game = games[key]
        if not isinstance(game, MovesRules):
            book.complain(path, f"game {key} is of the model {game.model}, which has no moves", "name a game of moves")
            continue
        if game.private:
            what = f"game {key} has private numbers, and a campaign's beliefs are about types with stated strategies"
            book.complain(path, what, "name a game without `private:`, and state types under campaign.beliefs")
        lacking = _actors(book, campaign.game) ^ _actors(book, key) if campaign.game in games else set()
        for actor in sorted(lacking):
            one, other = (campaign.game, key) if actor in _actors(book, campaign.game) else (key, campaign.game)
            what = f"{actor} moves in {one} and not in {other}, so what a month gives it is not known"
            book.complain(path, what, f"give it a move with one option in {other}")


def _actors(book: Book, game: str) -> set[str]:
    rules = book.facts.games[game]
    return {move.actor for move in rules.moves.values()} if isinstance(rules, MovesRules) else set()


def _is_number(book: Book, path: Path, word: str | None, subject: str) -> bool:
    """Whether a path names a number; if not, complain. None counts as one."""
    if word is None or word in book.numbers:
        return True
    fix = partial(_mend, book, word)
    book.complain(path, f"{subject} {quoted(word, 80)}, and no number is there", fix)
    return False


def _mend(book: Book, word: str) -> str:
    return suggest(word, book.numbers) or "name a number of the scenario, or add one under campaign.numbers"


def _states(book: Book, campaign: Campaign) -> None:
    held: dict[str, str] = {}
    for key, variable in campaign.state.items():
        path: Path = ("campaign", "state", key)
        if key in campaign.beliefs:
            book.complain_of_key(path, f"{key} is both a state variable and a belief", "rename one of them")
        if not _is_number(book, (*path, "path"), variable.path, f"state variable {key} is at"):
            continue
        stands = book.numbers[variable.path].path
        if variable.path.startswith("stakes.") or stands == START:
            fix = "name another number" if stands != START else "remove it: the calendar moves by itself"
            book.complain((*path, "path"), f"{variable.path} cannot move by itself", fix)
        if held.setdefault(stands, key) != key:
            book.complain((*path, "path"), f"state variables {held[stands]} and {key} are one number", "remove one")
        _grid(book, (*path, "grid"), key, variable)


def _grid(book: Book, path: Path, key: str, variable: Any) -> None:
    entry = book.numbers[variable.path]
    low, high = (entry.value if end is None else end.value for end in (variable.grid.low, variable.grid.high))
    bottom, top = entry.quantity.legal
    if variable.grid.low is None and variable.grid.high is None:
        book.complain(path, f"the grid of {key} has no ends", "give its `low:`, its `high:`, or both")
    elif low > high or (low == high and None not in (variable.grid.low, variable.grid.high)):
        book.complain(path, f"the grid of {key} goes from {low:g} to {high:g}", "write a low below the high")
    elif not bottom <= low <= high <= top:
        book.complain(path, f"the grid of {key} leaves the legal domain of {variable.path}", entry.quantity.domain)
    elif not low - _ROUNDING <= entry.value <= high + _ROUNDING:
        what = f"{variable.path} is {entry.value:g}, outside the grid of {key}, {low:g} to {high:g}"
        word = "low" if entry.value < low else "high"
        book.complain(path, what, f"set campaign.state.{key}.grid.{word} to {entry.value:g} or beyond")


def _changes(book: Book, campaign: Campaign) -> None:
    seasons = book.facts.time.seasons if book.facts.time else {}
    for position, change in enumerate(campaign.changes):
        path: Path = ("campaign", "changes", position)
        book.knows(change.state, campaign.state, "state variable", (*path, "state"), "this changes")
        _condition(book, campaign, change.when, (*path, "when"), "this change")
        for k, outcome in enumerate(change.outcomes):
            at = (*path, "outcomes", k)
            book.knows(outcome, book.facts.outcomes, "outcome", at, "this change follows")
        for other in change.where:
            book.knows_key((*path, "where", other), campaign.state, "state variable", "this change looks at")
        for word in ("chance", "add", "spread"):
            _is_number(book, (*path, word), getattr(change, word), f"its `{word}` is at")
        if change.to not in ("bottom", "top"):
            _is_number(book, (*path, "to"), change.to, "it jumps to")
        book.knows(change.season, seasons, "season", (*path, "season"), "this change follows")
        _shape(book, path, change)


def _shape(book: Book, path: Path, change: Change) -> None:
    if (change.add is None) == (change.to is None):
        book.complain(path, "a change either adds something or jumps somewhere", "give one of `add:` and `to:`")
    if change.spread is not None and change.add is None:
        book.complain((*path, "spread"), "a spread is around an addition", "give `add:`, or remove it")
    if change.to is not None and change.chance is None and (change.season or change.scales_with):
        book.complain(path, "a certain jump cannot be scaled", "give its `chance:`")


def _condition(book: Book, campaign: Campaign, when: When, path: Path, subject: str) -> None:
    """Complain of moves and options that none of the campaign's games has."""
    moves: dict[str, list[str]] = {}
    for key in games_of(campaign):
        for name, move in book.facts.moves_of(key).moves.items():
            moves.setdefault(name, []).extend(move.options)
    for name, options in when.items():
        if book.knows_key((*path, name), moves, "move", f"{subject} looks at"):
            for position, option in enumerate(options):
                at = (*path, name, position)
                book.knows(option, dict.fromkeys(moves[name]), f"option of {name}", at, f"{subject} looks for")


def _beliefs(book: Book, campaign: Campaign) -> None:
    made: set[str] = set()
    for key, belief in campaign.beliefs.items():
        path: Path = ("campaign", "beliefs", key)
        known = {
            name: move
            for truce in campaign.truces.values()
            for name, move in book.facts.moves_of(truce.game).moves.items()
            if name in truce.keeps
        }
        _is_number(book, (*path, "prior"), belief.prior, f"the prior of {key} is at")
        if not book.knows(belief.move, known, "move that keeps a truce", (*path, "move"), f"belief {key} is about"):
            continue
        move = known[belief.move]
        if move.actor != belief.about:
            what = f"{belief.move} is made by {move.actor}, not by {quoted(belief.about)}"
            book.complain((*path, "about"), what, f"write {move.actor}")
        if belief.move in made:
            book.complain((*path, "move"), f"two beliefs are about {belief.move}", "keep one")
        made.add(belief.move)
        for name, kind in belief.types.items():
            at = (*path, "types", name, "plays")
            for option, chance in kind.plays.items():
                book.knows_key((*at, option), move.options, f"option of {belief.move}", f"type {name} plays")
                _is_number(book, (*at, option), chance, f"its chance of {option} is at")
            if not set(move.options) - set(kind.plays):
                book.complain_of_key(at, f"type {name} plays every option by a chance", "leave one out, for the rest")


def _truces(book: Book, campaign: Campaign) -> None:
    outcomes = book.facts.outcomes
    for position, outcome in enumerate(campaign.ends):
        path: Path = ("campaign", "ends", position)
        book.knows(outcome, outcomes, "outcome", path, "the campaign ends with")
        if outcome in campaign.truces:
            book.complain(path, f"{outcome} both ends the campaign and starts a truce", "keep one of the two")
    for key, truce in campaign.truces.items():
        path = ("campaign", "truces", key)
        book.knows_key(path, outcomes, "outcome", "a truce starts with")
        for word in ("lasts", "detect", "false_alarm"):
            _is_number(book, (*path, word), getattr(truce, word), f"its `{word}` is at")
        moves = book.facts.moves_of(truce.game).moves
        for name, options in truce.keeps.items():
            if book.knows_key((*path, "keeps", name), moves, "move", "what keeps the truce is"):
                for k, option in enumerate(options):
                    at = (*path, "keeps", name, k)
                    book.knows(option, moves[name].options, f"option of {name}", at, "it is kept by")
        actors = [moves[name].actor for name in truce.keeps if name in moves]
        if len(set(actors)) < len(actors):
            book.complain_of_key((*path, "keeps"), "an actor keeps the truce by two moves", "name one move of each")


def _afterwards(book: Book, campaign: Campaign) -> None:
    after = campaign.afterwards
    if after is None:
        return
    path: Path = ("campaign", "afterwards")
    _is_number(book, (*path, "months"), after.months, "what is left is counted over")
    if f"games.{campaign.game}.horizon" not in book.numbers:
        what = f"what is left is counted over months, and {campaign.game} gives no horizon to set"
        book.complain_of_key(path, what, f"give game {campaign.game} its `horizon:`")
    game, before = book.facts.moves_of(campaign.game), len(book.complaints)
    for name, option in after.moves.items():
        if book.knows_key((*path, "moves", name), game.moves, "move", "what is left looks at"):
            at = (*path, "moves", name)
            book.knows(option, game.moves[name].options, f"option of {name}", at, "what is left looks for")
    table = history_table(game)
    if len(book.complaints) == before and table is not None:
        found = int(np.sum(where_fits(game, table, {name: (option,) for name, option in after.moves.items()})))
        if found != 1:
            what = f"these moves fit {found} courses of {campaign.game}, not one"
            book.complain_of_key((*path, "moves"), what, "name the option of every move that is made")


def _thumbs(book: Book, campaign: Campaign) -> None:
    for word in ("accepting", "stalling"):
        _condition(book, campaign, getattr(campaign, word), ("campaign", word), f"`{word}`")


def _patience(book: Book, campaign: Campaign) -> None:
    """Complain of an endless campaign whose payoffs would not add up to something finite."""
    if not campaign.endless:
        return
    for actor in sorted(_actors(book, campaign.game)):
        factor = book.facts.actors[actor].discount_factor
        if factor is None or factor.value >= 1:
            what = f"the campaign is endless, and {actor} does not discount the future"
            book.complain_of_key(("campaign", "endless"), what, f"set actors.{actor}.discount_factor below 1")


def _size(book: Book, campaign: Campaign) -> None:
    sizes = {f"campaign.state.{key}.grid.points": part.grid.points for key, part in campaign.state.items()}
    sizes |= {f"campaign.beliefs.{key}.points": belief.points for key, belief in campaign.beliefs.items()}
    length = {truce.lasts: book.numbers[truce.lasts].value for truce in campaign.truces.values()}
    stages = 1 + sum(truce_months(campaign, length).values())
    states = prod(sizes.values()) * stages
    if states > MOST_STATES:
        most = max(sizes, key=sizes.__getitem__, default="")
        parts = _product(sizes.values(), stages)
        what = f"the campaign has {states:,} states ({parts}), and at most {MOST_STATES:,} fit"
        allowed = int(MOST_STATES // (states // sizes[most])) if most else 0
        thin = f"thin the grid {most}" + (f" to {allowed} points" if allowed >= 2 else ", and others")
        book.complain_of_key(("campaign", "state"), what, thin if most else "shorten the truces")


def _product(sizes: Iterable[int], stages: int) -> str:
    return " x ".join([*map(str, sizes), f"{stages} month{'s' if stages > 1 else ''} of talks and truces"])
