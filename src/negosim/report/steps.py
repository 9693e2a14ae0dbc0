"""Backward induction told one step at a time, from the last moves to the first."""

from negosim.errors import UsageError
from negosim.explain.words import points, scale_of
from negosim.games import ExtensiveFormGame
from negosim.games.extensive_form import own_moves
from negosim.report.finding import Finding
from negosim.report.layout import wrapped
from negosim.report.moves import Move, is_told_in, seen_words, together, type_words
from negosim.report.words import FOOT
from negosim.scenario.names import Names, capitalised, listed
from negosim.solve.backward import Induction, induce

_INTRO = (
    "Backward induction starts with whoever moves last: what is best for it, whatever came before? Whoever moves "
    "earlier foresees that. In brackets: what each option is worth to the mover, the replies foreseen."
)


def steps_page(finding: Finding) -> list[str]:
    """Return the lines of `solve --steps`. Raises UsageError for a game without an order of moves, and a concept that
    is not found backwards."""
    game, name = finding.result.game, finding.result.concept.name
    if not isinstance(game, ExtensiveFormGame):
        raise UsageError(f"--steps shows backward induction, and {finding.game} has no order of moves")
    if name not in ("subgame_perfect", "sequential"):
        raise UsageError(f"--steps shows backward induction, which does not find {name}; leave one of them out")
    found = induce(game)
    names = Names(finding.scenario)
    lines = [*wrapped(f"{finding.scenario.facts.title}: {finding.game}, solved from its end"), *wrapped(_INTRO), ""]
    for step, sets in enumerate(_layers(game), start=1):
        movers = [names.subject(game.players[player]) for player in dict.fromkeys(_movers(game, sets))]
        verb = "chooses" if len(movers) == 1 else "choose"
        lines += wrapped(f"{capitalised(listed(movers))} {verb}", 8, f"STEP {step}")
        for move in _moves(game, found, sets):
            lines += _move_lines(move, finding, game, found, sets)
        lines.append("")
    return [*lines, FOOT]


def _movers(game: ExtensiveFormGame, sets: list[int]) -> list[int]:
    return [game.information_sets[k].player for k in sets]


def _moves(game: ExtensiveFormGame, found: Induction, sets: list[int]) -> list[Move]:
    """Return what is best at each information set, types that do the same together."""
    moves = []
    for k in sets:
        known = game.information_sets[k]
        moves.append(Move(game.players[known.player], known.label, known.actions[int(found.profile[k].argmax())]))
    return together(moves)


def _move_lines(move: Move, finding: Finding, game: ExtensiveFormGame, found: Induction, sets: list[int]) -> list[str]:
    """Return what is best at a move, and what each option is worth there to each of the types told together."""
    names, scale = Names(finding.scenario), scale_of(finding.scenario, finding.game)
    told = [k for k in sets if is_told_in(move, game.players[game.information_sets[k].player], _label(game, k))]
    actions = game.information_sets[told[0]].actions
    worths = []
    for a, action in enumerate(actions):
        amounts = list(dict.fromkeys(points(float(found.worth[k][a]), scale=scale) for k in told))
        by = amounts[0] if len(amounts) == 1 else f"{amounts[0]} to {amounts[-1]}"
        worths.append(f"{names.option(finding.game, move.actor, action)} {by}")
    seen = seen_words(game, names, move.actor, move.at)
    head = ", ".join(part for part in (type_words(move.types), f"if {seen}" if seen else "") if part)
    does = names.option(finding.game, move.actor, move.does)
    return wrapped(f"{f'{head}: ' if head else ''}{does} ({', '.join(worths)})", 4)


def _label(game: ExtensiveFormGame, k: int) -> str:
    return game.information_sets[k].label


def _layers(game: ExtensiveFormGame) -> list[list[int]]:
    """Return the information sets in layers, those with the most moves before them first."""
    depth = [len(own_moves(game, known.nodes[0])) for known in game.information_sets]
    return [[k for k, d in enumerate(depth) if d == level] for level in sorted(set(depth), reverse=True)]
