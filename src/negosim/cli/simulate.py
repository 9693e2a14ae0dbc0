"""`negosim simulate`."""

from dataclasses import dataclass, replace

from negosim.campaign import CompiledCampaign
from negosim.cli.inputs import Request, check_campaign_reads
from negosim.cli.output import print_json, print_lines, warn, write_pieces
from negosim.cli.progress import progress
from negosim.cli.sweep import Outputs
from negosim.errors import Fault, InputError, UsageError
from negosim.interop import is_game_file
from negosim.report.campaign import CampaignFinding
from negosim.report.campaign_page import campaign_page
from negosim.report.campaign_records import csv_pieces, simulate_record

MOST_RUNS, MOST_MONTHS = 1_000_000, 600


@dataclass(frozen=True)
class Simulation:
    """What is drawn: how many paths, with which seed, over how many months; those of the file where that is None."""

    runs: int = 1000
    seed: int = 0
    months: int | None = None
    turn: str = ""

    def check(self) -> None:
        """Refuse what cannot be drawn."""
        if not 1 <= self.runs <= MOST_RUNS:
            raise UsageError(f"--runs {self.runs}: write a whole number from 1 to {MOST_RUNS:,}")
        if self.seed < 0:
            raise UsageError(f"--seed {self.seed}: write a whole number from 0 up")
        if self.months is not None and not 1 <= self.months <= MOST_MONTHS:
            raise UsageError(f"--months {self.months}: write a whole number from 1 to {MOST_MONTHS}")


def _turning(compiled: CompiledCampaign, path: str) -> str:
    """Return the path of a number that the campaign reads and that has a range."""
    scenario, label = compiled.scenario, f"--turn {path}"
    if path not in scenario.numbers:
        raise InputError([Fault(label, "no number at this path", scenario.where_to_look(path))])
    entry = scenario.numbers[path]
    if entry.path not in compiled.reads:
        raise InputError([Fault(label, "the campaign does not read this number", "name one that it reads")])
    if entry.quantity.low is None:
        raise InputError([Fault(label, "the number has no range to look in", "give it `low:` and `high:`")])
    return entry.path


def simulate_command(request: Request, simulation: Simulation, outputs: Outputs) -> None:
    """Solve and simulate the campaign, print the page or the JSON object, and write what is asked for."""
    if is_game_file(request.target):
        raise UsageError("simulate follows the campaign of a scenario, and a Gambit file has none")
    simulation.check()
    outputs.check()
    scenario = request.scenario()
    compiled = CompiledCampaign(scenario)
    check_campaign_reads(compiled, request)
    months = compiled.rules.months if simulation.months is None else simulation.months
    path = _turning(compiled, simulation.turn) if simulation.turn else ""
    finding = CampaignFinding(scenario, months, simulation.runs, simulation.seed, path)
    with progress(finding.steps, "months" if not path else "steps") as tell:
        finding = replace(finding, tell=tell)
        lines = campaign_page(finding)
    if outputs.csv:
        write_pieces(outputs.csv, csv_pieces(finding))
        warn(f"wrote {outputs.csv}")
    if outputs.plot:
        from negosim.report.campaign_pictures import save_campaign

        save_campaign(finding, outputs.plot)
        warn(f"wrote {outputs.plot}")
    if outputs.as_json:
        print_json(simulate_record(finding, request.target))
    else:
        print_lines(lines)
