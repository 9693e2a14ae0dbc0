"""`negosim compare`."""

from collections.abc import Mapping
from dataclasses import replace

from negosim.campaign.figures import compile_any
from negosim.cli.inputs import Request, check_expectations, check_read
from negosim.cli.output import print_json, print_lines
from negosim.errors import UsageError
from negosim.models import CompiledModel
from negosim.report.case_records import comparison_record, model_comparison_record
from negosim.report.cases import Compared, many_cases_page, own_what_ifs
from negosim.report.comparison import one_case_page
from negosim.report.finding import find
from negosim.report.model_comparison import many_model_cases_page, one_model_case_page
from negosim.scenario import Scenario, read
from negosim.whatif.compare import Case, expectations
from negosim.whatif.model_compare import ModelCase, figure_expectations


def compare_command(request: Request, as_json: bool) -> None:
    """Compare the scenario with each `--with` and with the `--set`s; without either, with its own what-ifs."""
    scenario = read(request.target)
    check_expectations(scenario)
    key = request.game or scenario.headline
    compiled = compile_any(scenario, key)
    asked = bool(request.sets or request.withs)
    changed = _asked(request, key) if asked else own_what_ifs(scenario, key)
    if not changed:
        raise UsageError(
            f"{request.target} names no what-if that `{key}` reads; say what to change: "
            f"negosim compare {request.target} --set PATH=VALUE"
        )
    if isinstance(compiled, CompiledModel):
        _compare_figures(request, ModelCase("base", compiled), changed, as_json)
    else:
        _compare_moves(request, Case("base", scenario, key), changed, as_json)


def _compare_moves(request: Request, before: Case, changed: Mapping[str, Scenario], as_json: bool) -> None:
    """Print choices and outcomes side by side."""
    base, cases = find(before.scenario, before.game), []
    for name, scenario in changed.items():
        case, (says, expect) = Case(name, scenario, before.game), _stated(request, before.scenario, name)
        cases.append(Compared(case, says, expectations(before, case, expect)))
    if as_json:
        print_json(comparison_record(base, before, cases, request.target))
    elif _is_alone(request, changed):
        print_lines(one_case_page(base, before, cases[0]))
    else:
        print_lines(many_cases_page(base, before, cases, request.target))


def _compare_figures(request: Request, before: ModelCase, changed: Mapping[str, Scenario], as_json: bool) -> None:
    """Print answers, figures and reasons side by side."""
    cases = []
    for name, scenario in changed.items():
        compiled = compile_any(scenario, before.game)
        if not isinstance(compiled, CompiledModel):
            raise UsageError(f"{name}: `{before.game}` is of another model there, so there is nothing to compare")
        case, (says, expect) = ModelCase(name, compiled), _stated(request, before.scenario, name)
        cases.append(Compared(case, says, figure_expectations(before, case, expect)))
    if as_json:
        print_json(model_comparison_record(before, cases, request.target))
    elif _is_alone(request, changed):
        print_lines(one_model_case_page(before, cases[0]))
    else:
        print_lines(many_model_cases_page(before, cases, request.target))


def _is_alone(request: Request, changed: Mapping[str, Scenario]) -> bool:
    return bool(request.sets or request.withs) and len(changed) == 1


def _asked(request: Request, key: str) -> dict[str, Scenario]:
    """Return a case for each overlay, the numbers set on top of each; the numbers alone where there is no overlay."""
    found = {}
    for name in request.withs or ("changed",):
        one = replace(request, game=key, withs=(name,) if request.withs else ())
        found[name] = one.scenario()
        check_read(found[name], [key], one)
    return found


def _stated(request: Request, scenario: Scenario, name: str) -> tuple[str, Mapping[str, str]]:
    """Return the question and the expectations of a what-if of the file; nothing where numbers are set on top."""
    known = scenario.facts.what_ifs.get(name)
    return ("", {}) if known is None or request.sets else (known.says or "", known.expect)
