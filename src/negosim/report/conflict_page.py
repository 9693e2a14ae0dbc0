"""The page on a conflict graph: its equilibria under each definition, why they hold, and how it may evolve."""

from negosim.models.graph_model import CompiledConflict
from negosim.report.conflict_words import KEY, LETTERS, ConflictWords
from negosim.report.layout import row, wrapped
from negosim.report.words import counted
from negosim.scenario.names import Names, capitalised, listed
from negosim.solve.conflict import NASH, SEQUENTIAL, StableState
from negosim.solve.inverse import requirements

_WIDTHS = [51, 3, 4, 4, 4, 8]
_INDENT = 8
_MOST_ROWS, _MOST_REASONS = 12, 3


def conflict_lines(words: ConflictWords, full: bool = False, left_out: int = 0) -> list[str]:
    """Return the table of equilibria, the reasons and the evolution: all of them where the page is full, fewer rows and
    reasons the more is `left_out`."""
    rows, reasons = max(3, _MOST_ROWS - 3 * left_out), max(1, _MOST_REASONS - left_out)
    parts = [
        equilibrium_lines(words, None if full else rows),
        reason_lines(words, None if full else reasons),
        evolution_lines(words, None if full else max(1, 4 - left_out)),
    ]
    return [line for part in parts if part for line in ("", *part)][1:]


def scenario_conflict_lines(compiled: CompiledConflict, full: bool = False) -> list[str]:
    """Return the part of a scenario's page on a conflict: a few rows unless the page is full. Where preferences are
    given as orders, with a reason, and with what would make the status quo last if no other state is wanted."""
    words = ConflictWords(compiled.conflict, Names(compiled.scenario))
    is_of_orders = compiled.moves_game is None
    short = [*equilibrium_lines(words, 3), *reason_lines(words, is_of_orders), *evolution_lines(words, 1)]
    lines = conflict_lines(words, full) if full else short
    if not is_of_orders:
        said = " / ".join(words.player(choice.player) for choice in compiled.states.choices)
        lines = [*wrapped(f"A state is what each does: {said}."), *lines]
    wanted = compiled.states.status_quo if is_of_orders and compiled.states.wanted is None else compiled.states.wanted
    return lines if wanted is None else [*lines, "", *wanted_lines(words, wanted, None if full else 1)]


def wanted_lines(words: ConflictWords, wanted: int, most: int | None = None) -> list[str]:
    """Say what each decision maker's order lacks for a wanted state to be stable, under the definitions that fail."""
    graph, conflict = words.conflict.graph, words.conflict
    mark = " (status quo)" if wanted == graph.status_quo else ""
    lines = wrapped(f"to make {words.state(wanted)}{mark} last:", _INDENT, "WANTED")
    under: dict[str, list[str]] = {}
    for name, letters in LETTERS.items():
        lacking = [one for one in requirements(graph, wanted, name) if not one.is_met]
        said = [
            f"{words.player(one.player)} must not like {listed([words.state(x) for x in one.missing[0]])} better"
            for one in lacking[:most]
        ]
        more = [f"{len(lacking) - len(said)} more"] if len(said) < len(lacking) else []
        is_stable = ["it is stable"] if conflict.table.equilibria[name][wanted] else []
        under.setdefault("; ".join([*is_stable, *said, *more]), []).append(letters)
    for needs, letters_of in under.items():
        lines += wrapped(f"{listed(letters_of)}: {needs}", _INDENT + 2)
    return lines


def verdict(words: ConflictWords) -> str:
    """Say how many states are equilibria."""
    found = words.conflict.equilibria
    if not found:
        which = "the definition asked for" if words.conflict.concept else "any of the four definitions"
        return f"no state is an equilibrium under {which}"
    counts = {name: sum(name in one.concepts for one in found) for name in LETTERS}
    said = f"{counted(counts[SEQUENTIAL], 'state')} {'is' if counts[SEQUENTIAL] == 1 else 'are'} sequentially stable"
    return f"{said}, {counts[NASH]} Nash stable; all {len(words.conflict.graph.states):,} states were looked at"


def equilibrium_lines(words: ConflictWords, most: int | None = None) -> list[str]:
    """Return a row for each equilibrium: what it is, which definitions hold, and which hold for every group too."""
    found = words.conflict.equilibria
    if not found:
        return []
    shown = found if most is None or len(found) <= most else strongest_first(found)[:most]
    start = words.conflict.graph.status_quo
    lines = row(["EQUILIBRIA", *LETTERS.values(), "groups"], _WIDTHS)
    for one in shown:
        marks = ["yes" if name in one.concepts else "-" for name in LETTERS]
        is_same = one.coalition_concepts == one.concepts
        groups = "yes" if is_same else words.letters(one.coalition_concepts) or "-"
        mark = " (status quo)" if one.state == start else ""
        lines += row([f"  {words.state(one.state)}{mark}", *marks, groups], _WIDTHS)
    if len(shown) < len(found):
        lines.append(f"  {len(found) - len(shown)} more, and what deters whom: --full")
    return [*lines, *wrapped(KEY, 2)]


def strongest_first(found: tuple[StableState, ...]) -> tuple[StableState, ...]:
    """Return equilibria with those that most definitions call so first."""
    return tuple(sorted(found, key=lambda one: (-len(one.concepts), -len(one.coalition_concepts), one.state)))


def reason_lines(words: ConflictWords, most: int | None = None) -> list[str]:
    """Say of equilibria who has no improvement and what deters the others, after those that nobody wants to leave."""
    found = strongest_first(words.conflict.equilibria) if most != 0 else ()
    quiet = [one for one in found if NASH in one.concepts and not one.upset_by]
    lines = []
    if quiet:
        labels = listed([words.conflict.graph.states[one.state] for one in quiet])
        lines += wrapped(f"Nobody and no group has an improvement from {labels}.", _INDENT, "WHY")
    others = [one for one in found if NASH not in one.concepts or one.upset_by]
    for one in others[:most]:
        lines += wrapped(f"{words.state(one.state)}:", _INDENT, "" if lines else "WHY")
        content = words.content(one.state)
        said = [words.prospect(each) for each in words.conflict.prospects(one.state)]
        said += [words.group(each) for each in one.upset_by]
        for sentence in [*([content] if content else []), *said]:
            lines += wrapped(f"{capitalised(sentence)}.", _INDENT + 2)
    return lines


def evolution_lines(words: ConflictWords, most: int | None = None) -> list[str]:
    """Say where improvements lead from the status quo, and which equilibria any moves reach."""
    evolution = words.conflict.evolution
    if evolution is None:
        return []
    stable = {one.state: one for one in strongest_first(words.conflict.equilibria)}
    ends = [state for state in stable if state in evolution.improvements]
    lines = wrapped(f"the status quo is {words.state(evolution.start)}", _INDENT, "PATHS")
    for state in ends[:most]:
        to = f"by improvements to {words.state(state)} ({words.letters(stable[state].concepts)})"
        lines += wrapped(f"{to}: {words.walk(evolution.improvements[state])}", _INDENT + 2)
    if len(ends[:most]) < len(ends):
        rest = listed([words.conflict.graph.states[state] for state in ends[len(ends[:most]) :]])
        lines += wrapped(f"by improvements also to {rest}", _INDENT + 2)
    if not ends:
        no_end = "no improvement leads to an equilibrium" if evolution.improvements else "nobody has an improvement"
        lines += wrapped(no_end, _INDENT + 2)
    others = [words.conflict.graph.states[state] for state in stable if state in evolution.moves and state not in ends]
    if others and most != 1:
        lines += wrapped(f"only by moves that some mover dislikes to {listed(others)}", _INDENT + 2)
    return lines
