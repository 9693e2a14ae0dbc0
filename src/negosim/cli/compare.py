"""`negosim compare`."""

from dataclasses import replace

from negosim.cli.inputs import Request, check_read
from negosim.cli.output import print_json, print_lines
from negosim.errors import UsageError
from negosim.report.case_records import comparison_record
from negosim.report.cases import Compared, many_cases_page, own_what_ifs
from negosim.report.comparison import one_case_page
from negosim.report.finding import find
from negosim.scenario import Scenario, read
from negosim.whatif.compare import Case, expectations


def compare_command(request: Request, as_json: bool) -> None:
    """Compare the scenario with each `--with` and with the `--set`s; without either, with its own what-ifs."""
    scenario = read(request.target)
    key = request.game or scenario.headline
    base, before = find(scenario, key), Case("base", scenario, key)
    asked = request.sets or request.withs
    changed = _asked(request, key) if asked else own_what_ifs(scenario, key)
    if not changed:
        raise UsageError(
            f"{request.target} names no what-if that `{key}` reads; say what to change: "
            f"negosim compare {request.target} --set PATH=VALUE"
        )
    cases = [_compared(scenario, before, Case(name, case, key), bool(request.sets)) for name, case in changed.items()]
    if as_json:
        print_json(comparison_record(base, before, cases, request.target))
    elif asked and len(cases) == 1:
        print_lines(one_case_page(base, before, cases[0]))
    else:
        print_lines(many_cases_page(base, before, cases, request.target))


def _asked(request: Request, key: str) -> dict[str, Scenario]:
    """Return a case for each overlay, the numbers set on top of each; the numbers alone where there is no overlay."""
    found = {}
    for name in request.withs or ("changed",):
        one = replace(request, game=key, withs=(name,) if request.withs else ())
        found[name] = one.scenario()
        check_read(found[name], [key], one)
    return found


def _compared(scenario: Scenario, before: Case, case: Case, has_sets: bool) -> Compared:
    known = scenario.facts.what_ifs.get(case.name)
    if known is None or has_sets:
        return Compared(case)
    return Compared(case, known.says or "", expectations(before, case, known.expect))
