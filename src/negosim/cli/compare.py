"""`negosim compare`."""

from negosim.cli.inputs import Request, change_labels, check_read, parse_sets
from negosim.cli.output import print_json, print_lines
from negosim.models import compile_game
from negosim.report.comparison import comparison_record, many_cases_page, one_case_page
from negosim.report.finding import find
from negosim.scenario import Scenario, read
from negosim.whatif.compare import Case, Expectation, expectations

Compared = tuple[Case, str, tuple[Expectation, ...]]


def compare_command(
    target: str, game: str | None, sets: tuple[str, ...], withs: tuple[str, ...], as_json: bool
) -> None:
    """Compare the scenario with each `--with` and with the `--set`s; without either, with its own what-ifs."""
    scenario = read(target)
    key = game or scenario.headline
    base, before = find(scenario, key), Case("base", scenario, key)
    changed = _asked(target, scenario, key, sets, withs) if sets or withs else _own_what_ifs(scenario, key)
    cases = [_compared(scenario, before, name, case, key) for name, case in changed.items()]
    if as_json:
        print_json(comparison_record(base, before, cases, target))
    elif len(cases) == 1:
        case, says, expected = cases[0]
        print_lines(one_case_page(base, before, case, expected, says or _question(case)))
    else:
        print_lines(many_cases_page(base, before, cases))


def _asked(
    target: str, scenario: Scenario, key: str, sets: tuple[str, ...], withs: tuple[str, ...]
) -> dict[str, Scenario]:
    """Return a case for each overlay, the numbers set on top of each; the numbers alone where there is no overlay."""
    changes = parse_sets(sets)
    found = {}
    for name in withs or ("changed",):
        overlays = (name,) if withs else ()
        laid = read(target, overlays)
        case = laid.what_if(changes) if changes else laid
        check_read(case, [key], change_labels(Request(target, key, sets, overlays), case))
        found[name] = case
    return found


def _own_what_ifs(scenario: Scenario, key: str) -> dict[str, Scenario]:
    """Return the file's own what-ifs that change a number which the game reads."""
    reads = compile_game(scenario, key).reads
    cases = scenario.facts.what_ifs.items()
    return {
        name: scenario.what_if(case.set) for name, case in cases if {scenario.numbers[p].path for p in case.set} & reads
    }


def _compared(scenario: Scenario, before: Case, name: str, changed: Scenario, key: str) -> Compared:
    case = Case(name, changed, key)
    known = scenario.facts.what_ifs.get(name)
    return case, (known.says or "") if known else "", expectations(before, case, known.expect) if known else ()


def _question(case: Case) -> str:
    return "What if " + ", ".join(f"{path} = {value}" for path, value in case.scenario.changed) + "?"
