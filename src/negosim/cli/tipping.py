"""`negosim tipping`."""

from dataclasses import dataclass

from negosim.cli.inputs import Request, check_answer, check_path
from negosim.cli.output import print_json, print_lines
from negosim.cli.progress import progress
from negosim.errors import UsageError
from negosim.parallel import workers
from negosim.report.tipping import TippingPage, tipping_page
from negosim.report.tipping_record import tipping_record
from negosim.whatif.batch import MovesSubject, subject_of
from negosim.whatif.joint import joint_change
from negosim.whatif.tipping import moving, tipping


@dataclass(frozen=True)
class TippingRequest:
    """What is asked: of one number or all, of all together, toward an outcome or anywhere."""

    path: str = ""
    joint: bool = False
    toward: str = ""


def tipping_command(request: Request, asked: TippingRequest, as_json: bool) -> None:
    """Print where the answer flips, nearest first."""
    if asked.path and asked.joint:
        raise UsageError("--joint moves all numbers together; leave out --path")
    scenario, key = request.one_game()
    subject = subject_of(scenario, key, request.asked(), request.figure)
    path = check_path(scenario, key, asked.path) if asked.path else ""
    if asked.toward:
        check_answer(subject, asked.toward)
    has_joint = isinstance(subject, MovesSubject) and subject.asked is None
    if asked.joint and not has_joint:
        raise UsageError("--joint looks for changes of the outcome of a game of moves, under its default concept")
    paths = [path] if path else moving(subject)
    with progress(len(paths), "numbers") as tell, workers() as executor:
        found = tipping(subject, paths, asked.toward, executor, tell)
    if asked.toward == found.answer:
        raise UsageError(f"--toward {asked.toward}: it is the answer already; leave it out to see what changes it")
    is_joint = has_joint and (asked.joint or bool(asked.toward and not path))
    joint = joint_change(subject.compiled, asked.toward) if isinstance(subject, MovesSubject) and is_joint else None
    page = TippingPage(subject, found, joint, is_joint, path, request.withs)
    if as_json:
        print_json(tipping_record(page, request.target))
    else:
        print_lines(tipping_page(page))
