"""Where changed numbers flip the answer of a game, of whichever model; of many numbers, only what they were."""

from collections.abc import Sequence

from negosim.explain.number_names import number_words
from negosim.explain.words import amount_words, flip_words, search_words
from negosim.models import Compiled
from negosim.report.cases import MOST_ASKED
from negosim.report.layout import row, wrapped
from negosim.report.words import NOT_SEARCHED, answer_words, counted
from negosim.scenario import Scenario
from negosim.scenario.names import capitalised
from negosim.whatif.flips import Flip

_NUMBER_WIDTHS = [54, -12, -12]
_MOST_NUMBERS = 12


def where_it_flips(base: Compiled, flips: Sequence[Flip], after: Scenario, is_searched: bool = True) -> list[str]:
    """Say for each changed number where `flips` has the answer change, or that no value changes it; of many numbers,
    only what they were."""
    if len(after.changed) > MOST_ASKED:
        return _changed_numbers(base.scenario, after)
    lines = []
    for path, value in after.changed:
        if path not in base.scenario.numbers:
            continue
        stands = base.scenario.numbers[path].path
        flip = next((flip for flip in flips if flip.path == stands), None)
        name = capitalised(number_words(path, base.scenario))
        if stands not in base.reads:
            said = f"`{base.key}` does not read it"
        elif flip is not None:
            becomes = answer_words(flip.to, base)
            said = f"set to {value}; moved alone, it changes the answer {flip_words(flip, base.scenario)}, to {becomes}"
        elif not is_searched:
            said = NOT_SEARCHED
        else:
            said = f"looked at {search_words(path, base.scenario)}: no value changes the answer by itself"
        lines += wrapped(f"{name}: {said}.", 2)
    return lines


def _changed_numbers(base: Scenario, after: Scenario) -> list[str]:
    """Return a row for each changed number that both sides may have: what it was and what it is."""
    lines = row(["CHANGED NUMBERS", "base", "changed"], _NUMBER_WIDTHS)
    shown = after.changed[:_MOST_NUMBERS]
    for path, value in shown:
        holder = base if path in base.numbers else after
        now = amount_words(path, base.numbers[path].value, base) if path in base.numbers else "not there"
        then = amount_words(path, after.numbers[path].value, after) if path in after.numbers else value
        lines += row([f"  {capitalised(number_words(path, holder))}", now, then], _NUMBER_WIDTHS)
    if len(shown) < len(after.changed):
        lines.append(f"  and {counted(len(after.changed) - len(shown), 'more changed number')}")
    return lines
