"""`negosim play`: questions and answers in a terminal, one at a time."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from negosim.classroom.log import Played, append
from negosim.classroom.moves_play import start
from negosim.classroom.moves_seat import Seat
from negosim.classroom.opponents import opponents, tree_of
from negosim.classroom.session import Question, Session
from negosim.classroom.table_play import DEFAULT_ROUNDS, TablePlay, table_seat
from negosim.classroom.truce_play import DEFAULT_MONTHS, TrucePlay, truce_seat
from negosim.cli.inputs import Request
from negosim.cli.output import print_lines, warn
from negosim.errors import UsageError, nearest
from negosim.models import Compiled, compile_game, compile_moves
from negosim.models.bargaining import CompiledBargaining
from negosim.models.truce import CompiledTruce
from negosim.scenario import Scenario


@dataclass(frozen=True)
class PlayRequest:
    """Who is played, against whom, and where the play is kept."""

    actor: str
    opponents: str = ""
    """How the others move; what the game's model starts with where it is empty."""
    seed: int = 0
    months: int | None = None
    log: Path | None = None


class _Stopped(Exception):
    """The input ended before the play did."""


def play_command(request: Request, wanted: PlayRequest) -> int:
    """Play one game; return the exit status. What has been answered is kept even where the play is stopped."""
    scenario, key = request.one_game()
    session = _seated(scenario, key, request, wanted)
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise UsageError(
            "playing needs a terminal; without one: negosim solve for the solution, negosim handout for sheets"
        )
    status = 0
    try:
        _say(session.opening)
        told: list[str] = []
        while (question := session.question) is not None:
            if session.news != told:
                told = session.news
                _say(["", *told] if told else [])
            session = session.answered(_answer(question))
        _say(session.result)
        if _asked("Why? [Enter], or q to leave: ").strip().lower() not in ("q", "quit"):
            _say(session.reasons)
    except _Stopped:
        warn("\nstopped: the input has ended")
    except KeyboardInterrupt:
        warn("\nstopped")
        status = 130
    finally:
        if wanted.log is not None:
            append(wanted.log, Played(request.target, request.sets, request.withs, scenario.digest), session.record)
            warn(f"kept in {wanted.log}" + ("" if session.record["finished"] else ", as a play that was not finished"))
    return status


def _seated(scenario: Scenario, key: str, request: Request, wanted: PlayRequest) -> Session:
    if scenario.facts.games[key].model in ("truce", "bargaining"):
        return _at_other_model(request, wanted, compile_game(scenario, key))
    compiled = compile_moves(scenario, key)
    if wanted.months is not None:
        raise UsageError(f"--months goes with a truce or a bargaining table, and `{key}` has its moves in the file")
    if wanted.actor not in compiled.players:
        fix = nearest(wanted.actor, list(compiled.players), "actors")
        raise UsageError(f"--as {wanted.actor}: no such actor in `{key}`; {fix}")
    tree = tree_of(compiled.game(scenario.numbers.base))
    seat = Seat(
        compiled,
        tree,
        wanted.actor,
        opponents(compiled, tree, wanted.opponents or "solution", request.lam),
        wanted.seed,
    )
    return start(seat)


def _at_other_model(request: Request, wanted: PlayRequest, compiled: Compiled) -> Session:
    """Return a seat at a truce or at a bargaining table."""
    if request.lam is not None:
        raise UsageError(f"--lambda goes with --opponents logit, which `{compiled.key}` does not have")
    if isinstance(compiled, CompiledTruce):
        months = DEFAULT_MONTHS if wanted.months is None else wanted.months
        rule = wanted.opponents or "solution"
        return TrucePlay(truce_seat(compiled, wanted.actor, rule, months, wanted.seed))
    assert isinstance(compiled, CompiledBargaining)
    rounds = DEFAULT_ROUNDS if wanted.months is None else wanted.months
    return TablePlay(table_seat(compiled, wanted.actor, wanted.opponents or "proportional", rounds))


def _answer(question: Question) -> str | None:
    """Ask until there is an answer that fits: a number, a key, or the start of a name that only one option has."""
    mark = {"predict": "Prediction", "choose": "Move", "number": "Number"}[question.kind]
    _say([question.text, *(f"  [{number}] {shown}" for number, shown in enumerate(question.shown, start=1))])
    while True:
        typed = _asked(f"{mark} > ").strip()
        if not typed and question.kind == "predict":
            return None
        found = _meant(question, typed)
        if len(found) == 1:
            return found[0]
        if question.kind == "number":
            _say(["type a number from 0 to 1, such as .5"])
            continue
        skip = ", or Enter to leave it open" if question.kind == "predict" else ""
        many = "which of them? " if found else ""
        _say([f"{many}type a number from 1 to {len(question.options)} or a name{skip}"])


def _meant(question: Question, typed: str) -> list[str]:
    """Return the options that what was typed may stand for."""
    if question.kind == "number":
        return [typed] if _is_share(typed) else []
    if typed.isdecimal():
        return [question.options[int(typed) - 1]] if 1 <= int(typed) <= len(question.options) else []
    begun = typed.lower()
    rows = list(zip(question.options, question.shown, strict=True))
    same = [key for key, shown in rows if begun in (key, shown.lower())]
    return same or [key for key, shown in rows if begun and (key.startswith(begun) or shown.lower().startswith(begun))]


def _is_share(typed: str) -> bool:
    try:
        return 0.0 <= float(typed) <= 1.0
    except ValueError:
        return False


def _asked(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        raise _Stopped from None


def _say(lines: list[str]) -> None:
    """Print lines, broken again where the terminal is narrower than a page."""
    import textwrap

    width = max(20, shutil.get_terminal_size().columns)
    print_lines(part for line in lines for part in (textwrap.wrap(line, width) if len(line) > width else [line]))
