"""What a command ends with: the statuses of the contract, data on standard output, all else on standard error."""

import os
import signal
import subprocess
import sys
import time

import pytest

from command_line import call, called

COMMAND = [sys.executable, "-c", "from negosim.cli import main; main()"]


def negosim(*words, **options):
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=120, **options)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["solve"], 2, "Missing argument 'TARGET'"),
        (["solve", "march-205"], 2, "did you mean 'march-2025'?"),
        (["solve", ""], 2, "neither a file nor a shipped scenario"),
        (["solve", "alone.yaml", "--lambda", "x"], 2, "Invalid value for '--lambda'"),
        (["solve", "alone.yaml", "--lambda", "nan"], 2, "--lambda nan: lambda is a finite number from 0 up"),
        (["solve", "alone.yaml", "--lambda=-1"], 2, "--lambda -1: lambda is a finite number from 0 up"),
        (["solve", "alone.yaml", "--lambda", "inf"], 2, "--lambda inf: lambda is a finite number from 0 up"),
        (["solve", "alone.yaml", "--lambda", "1", "--concept", "nash"], 2, "--lambda goes with --concept logit"),
        (["solve", "alone.yaml", "--exact", "--concept", "logit"], 2, "--exact goes with --concept nash"),
        (["solve", "alone.yaml", "--concept", "nsh"], 2, "did you mean 'nash'?"),
        (
            ["solve", "alone.yaml", "--concept", "foo"],
            2,
            "no such concept; name one of the concepts: adjusted_winner, ",
        ),
        (["new", "march-2025"], 2, "a scenario file ends in .yaml; write: negosim new march-2025.yaml"),
        (["solve", "alone.yaml", "--steps", "--json"], 2, "--steps is a page of its own; leave out --json"),
        (["solve", "alone.yaml", "--steps", "--full"], 2, "--steps is a page of its own; leave out --full"),
        (["solve", "alone.yaml", "--steps"], 2, "alone has no order of moves"),
        (["solve", "nothing.yaml", "--steps", "--lambda", "1"], 2, "which does not find logit"),
        (["compare", "alone.yaml"], 2, "names no what-if that `alone` reads"),
        (["plot", "alone.yaml", "tre", "-o", "a.png"], 2, "no figure 'tre' of alone"),
        (["plot", "alone.yaml", "terms"], 2, "say where to: negosim plot alone.yaml terms -o terms.png"),
        (["plot", "alone.yaml", "terms", "-o", "a.gif"], 2, "negosim: a.gif: a picture ends in .png, .svg or .pdf"),
        (["plot", "alone.yaml", "terms", "-o", "a.png", "--step", "1"], 2, "--step goes with the figure tree"),
        (["tipping", "alone.yaml", "--path", "games.alone.payoffs.stay.ann", "--joint"], 2, "leave out --path"),
        (["tipping", "march-2025", "--toward", "full_ceasefire"], 2, "it is the answer already"),
        (["tipping", "march-2025", "--toward", "energy_truse"], 3, "no such outcome; did you mean 'energy_truce'?"),
        (["tipping", "march-2025", "--path", "levers.us_aid.strenght"], 3, "no number at this path; nearest: levers."),
        (["tipping", "march-2025", "--path", "truce.length"], 3, "`call` does not read truce.length; it is read by:"),
        (
            ["tipping", "march-2025", "--game", "ukraine_russia", "--path", "levers.us_sanctions.strength"],
            3,
            "`ukraine_russia` does not read levers.us_sanctions.strength; it is read by: call,",
        ),
        (["tipping", "half-blind.yaml", "--game", "half_blind"], 4, "what somebody believes depends on what another"),
        (["tipping", "march-2025", "--game", "cal"], 3, "--game cal: no such game; did you mean 'call'?"),
        (["sensitivity", "march-2025", "--samples", "1000"], 2, "a power of two from 64 up, such as 1024, not 1000"),
        (["sensitivity", "march-2025", "--samples", "4194304"], 2, "write 1048576 at most"),
        (["sensitivity", "march-2025", "--design", "sobel"], 2, "no such design; did you mean 'sobol'?"),
        (["sensitivity", "march-2025", "--seed", "-1"], 2, "write a whole number from 0 up"),
        (
            ["sensitivity", "half-blind.yaml", "--game", "half_blind"],
            4,
            "what somebody believes depends on what another",
        ),
        (["report", "alone.yaml", "-o", "memo.html"], 2, "name a file that ends in .md"),
        (["report", "alone.yaml"], 2, "Missing option '-o'"),
        (["convert", "alone.yaml", "-o", "a.txt"], 2, "ends in .nfg or .efg"),
        (["solve", "alone.yaml", "--game", "along"], 3, "--game along: no such game; did you mean 'alone'?"),
        (["show", "alone.yaml", "--game", "along"], 3, "--game along: no such game"),
        (["check", "alone.yaml", "--game", "along"], 3, "--game along: no such game"),
        (["solve", "alone.yaml", "--set", "x"], 3, "--set x: not understood; write --set PATH=VALUE"),
        (["solve", "alone.yaml", "--set", "=1"], 3, "--set =1: not understood; write --set PATH=VALUE"),
        (["solve", "alone.yaml", "--set", "a.b=1"], 3, "--set a.b=1: no number at this path"),
        (["solve", "alone.yaml", "--set", "games.alone.payoffs.stay.ann=nan"], 3, "stay.ann=nan:"),
        (["solve", "alone.yaml", "--set", "games.alone.payoffs.stay.ann="], 3, "'' is not a number"),
        (["check", "alone.yaml", "--set", "games.alone.payoffs.stay.ann=x"], 3, "'x' is not a number"),
        (["compare", "march-2025", "--with", "alone.yaml"], 3, "does not read any of the 2 numbers that it changes"),
        (["solve", "alone.yaml", "--with", "nonsense"], 3, "--with nonsense: neither a what-if of this scenario"),
        (["solve", "inspection.yaml", "--concept", "subgame_perfect"], 4, "subgame_perfect is for trees; use nash"),
        (["solve", "nothing.yaml", "--concept", "pure_nash"], 4, "pure_nash is for simultaneous games"),
        (["solve", "march-2025", "--game", "call", "--exact"], 4, "are too many for nash with more than two movers"),
    ],
)
def test_what_cannot_be_done_is_said_on_standard_error_alone(words, status, said):
    found = call(*words)
    assert (found.status, found.out) == (status, "")
    assert said in " ".join(found.err.split())
    assert "Traceback" not in found.err


def test_every_fault_of_a_file_has_a_line_and_they_are_counted(folder):
    (folder / "bad.yaml").write_text("negosim: 1\ntitle: Bad\nactrs: {}\nactors: {a: {nam: A}}\ngames: {}\n")
    found = call("solve", "bad.yaml")
    assert (found.status, found.out) == (3, "")
    *faults, count = found.err.splitlines()
    assert len(faults) > 1 and all(line.startswith("bad.yaml:") for line in faults)
    assert count == f"{len(faults)} faults; nothing was solved."


def test_faults_are_json_on_request_and_still_on_standard_error(folder):
    (folder / "bad.yaml").write_text("negosim: 1\ntitle: Bad\nactrs: {}\nactors: {a: {name: A}}\ngames: {}\n")
    found = call("check", "bad.yaml", "--json")
    assert found.status == 3
    assert [f"{row['where']}: {row['what']}; {row['fix']}" for row in found.record["rows"]] == [
        line for line in found.err.splitlines() if line.startswith("bad.yaml")
    ]


def test_a_sound_scenario_is_checked_in_silence():
    assert call("check", "alone.yaml") == call("check", "march-2025") == call("check", "truce-dilemma")
    assert call("check", "alone.yaml").out == ""
    assert call("check", "alone.yaml", "--json").record["rows"] == []


def test_complete_asks_for_every_solution_and_says_which_result_lacks_some():
    assert call("solve", "inspection.yaml", "--complete").status == 0
    assert call("solve", "inspection.yaml", "--concept", "pure_nash", "--complete").status == 0
    found = call("solve", "meeting.yaml", "--lambda", "1", "--complete")
    assert found.status == 4 and found.out.startswith("Meet somewhere")
    assert found.err.startswith("negosim: meeting: complete is 'some': ")


def test_games_that_a_concept_does_not_fit_are_named_and_the_others_solved():
    found = called("solve", "march-2025", "--concept", "pure_nash")
    assert found.status == 4
    assert "game: table_talk" in found.out and "  call, call_private no answer: pure_nash is for" in found.out
    assert [line.split(":")[1] for line in found.err.splitlines()] == [" call, call_private"]
    assert [
        result["game"] for result in called("solve", "march-2025", "--concept", "pure_nash", "--json").record["results"]
    ] == [
        "table_talk",
        "ukraine_russia",
        "truce_month",
    ]


def test_a_fault_of_negosims_own_is_one_line_and_with_debug_a_traceback(monkeypatch):
    def stumble(*_):
        raise ZeroDivisionError("a slip\nof two lines")

    monkeypatch.setattr("negosim.cli.solve.find_any", stumble)
    found = call("solve", "alone.yaml")
    assert (found.status, found.out) == (1, "")
    assert found.err == (
        "negosim: a fault of negosim's own: ZeroDivisionError: a slip of two lines; run again with --debug for where\n"
    )
    with pytest.raises(ZeroDivisionError):
        call("solve", "alone.yaml", "--debug")


def test_debug_changes_nothing_else():
    assert call("--debug", "solve", "nonsense").status == 2
    assert call("solve", "alone.yaml", "--debug") == call("solve", "alone.yaml")


def test_an_interrupt_ends_with_130_and_no_traceback():
    process = subprocess.Popen(
        [*COMMAND, "report", "march-2025", "-o", "memo.md"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert not [name for name in os.listdir() if name.startswith(("memo", ".memo"))]


def test_an_interrupt_within_a_command_is_130(monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("negosim.cli.solve.find_any", interrupt)
    assert call("solve", "alone.yaml").status == 130


@pytest.mark.parametrize("words", [["show", "march-2025"], ["schema"], ["solve", "alone.yaml", "--json"], ["list"]])
def test_a_reader_that_goes_away_is_no_fault(words):
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run([*COMMAND, *words], stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(write)
    assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["show", "alone.yaml"], ["solve", "alone.yaml", "--json"]])
def test_standard_output_that_cannot_be_written_is_status_5(words):
    with open("/dev/full", "w") as full:
        process = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert process.returncode == 5
    assert process.stderr == "negosim: standard output cannot be written: No space left on device\n"


def test_closed_standard_output_is_status_5_and_closed_standard_error_no_fault():
    script = 'import os, sys; os.close({}); os.execv(sys.executable, [sys.executable, "-c", sys.argv[1], "show", "{}"])'
    main = "from negosim.cli import main; main()"
    for closed, target, status in ((1, "alone.yaml", 5), (2, "nonsense", 2)):
        words = [sys.executable, "-c", script.format(closed, target), main]
        process = subprocess.run(words, capture_output=True, text=True, timeout=60)
        assert (process.returncode, process.stdout) == (status, "")


def test_the_command_works_from_end_to_end():
    found = negosim("solve", "march-2025")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == called("solve", "march-2025").out
    assert negosim("--version").stdout.startswith("negosim ")


def test_without_a_command_the_help_is_shown():
    found = negosim()
    assert found.returncode == 2
    assert "Commands:" in found.stdout + found.stderr
