"""`negosim sensitivity`."""

from dataclasses import dataclass

from negosim.cli.inputs import Request
from negosim.cli.output import print_json, print_lines
from negosim.cli.progress import progress
from negosim.errors import UsageError, nearest
from negosim.report.sensitivity import SensitivityPage, sensitivity_page, sensitivity_record
from negosim.whatif.batch import subject_of
from negosim.whatif.sampling import DESIGNS
from negosim.whatif.sensitivity import sensitivity, solutions

MOST = 2**20


@dataclass(frozen=True)
class Sampling:
    """How assumption sets are drawn."""

    samples: int = 1024
    seed: int = 0
    design: str = "sobol"


def sensitivity_command(request: Request, sampling: Sampling, as_json: bool) -> None:
    """Print which assumptions matter."""
    if sampling.design not in DESIGNS:
        raise UsageError(f"--design {sampling.design}: no such design; {nearest(sampling.design, DESIGNS, 'designs')}")
    if sampling.seed < 0:
        raise UsageError(f"--seed {sampling.seed}: write a whole number from 0 up")
    if sampling.samples > MOST:
        raise UsageError(f"--samples {sampling.samples}: write {MOST} at most, so that memory suffices")
    scenario, key = request.one_game()
    subject = subject_of(scenario, key, request.asked(), request.figure)
    try:
        with progress(solutions(subject, sampling.samples), "solutions") as tell:
            found = sensitivity(subject, sampling.samples, sampling.seed, sampling.design, tell)
    except ValueError as error:
        raise UsageError(f"--samples {sampling.samples}: {error}") from None
    page = SensitivityPage(subject, found, request.withs)
    if as_json:
        print_json(sensitivity_record(page, request.target))
    else:
        print_lines(sensitivity_page(page))
