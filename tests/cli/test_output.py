"""How things are written: plain text when piped, whole files or none, no control characters from a file's names."""

import os
import subprocess
import sys
import unicodedata

import pexpect
import pytest

from command_line import call, called

SCRIPT = "from negosim.cli import main; main()"
PAGES = [
    ["list"],
    ["show", "march-2025"],
    ["show", "march-2025-long-war", "kursk"],
    ["solve", "march-2025"],
    ["solve", "march-2025", "--full"],
    ["solve", "march-2025", "--steps"],
    ["solve", "march-2025-long-war"],
    ["solve", "truce-dilemma"],
    ["solve", "march-2025", "--game", "table_talk"],
    ["solve", "march-2025", "--game", "table_talk", "--full"],
    ["solve", "march-2025", "--game", "ukraine_russia"],
    ["solve", "march-2025", "--game", "call_private"],
    ["solve", "march-2025", "--game", "call_private", "--full"],
    ["solve", "march-2025", "--lambda", "3"],
    ["solve", "march-2025", "--concept", "pure_nash"],
    ["solve", "march-2025", "--concept", "iterated_dominance"],
    ["solve", "march-2025", "--set", "levers.us_sanctions.strength=0.05", "--set", "stakes.us.aid=0.7"],
    ["compare", "march-2025"],
    ["compare", "truce-dilemma"],
    ["compare", "march-2025", "--game", "call_private", "--with", "not_eager"],
    ["compare", "march-2025", "--with", "kursk_gone"],
    ["compare", "march-2025", "--with", "march-2025-long-war"],
    ["compare", "march-2025", "--set", "levers.us_sanctions.strength=0.05"],
    ["compare", "march-2025", "--game", "settlement_us", "--with", "costlier_war"],
    ["compare", "march-2025", "--game", "demand"],
    ["plot", "march-2025"],
]


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_a_page_is_plain_text_of_80_columns_and_an_answer_has_50_lines_and_says_that_it_is_no_forecast(words):
    found = called(*words)
    assert found.out.endswith("\n")
    assert [line for line in found.lines if len(line) > 80] == []
    assert [line for line in found.lines if not line.isprintable() or line != line.rstrip()] == []
    if words[0] in ("solve", "compare"):
        assert "Not a forecast and no advice: only what follows from these assumptions." in found.lines
        assert len(found.lines) <= 50 or {"--full", "--steps"} & set(words)


@pytest.mark.parametrize("file", ["inspection", "meeting", "alone", "nothing"])
@pytest.mark.parametrize("options", [[], ["--full"], ["--lambda", "1"], ["--set", "X"]], ids=str)
def test_small_games_of_every_kind_have_a_page(file, options):
    numbers = {
        "inspection": "games.inspection.payoffs.trust.comply.state=1",
        "meeting": "games.meeting.payoffs.park.park.ann=1",
        "alone": "games.alone.payoffs.leave.ann=2",
    }
    if options == ["--set", "X"] and file not in numbers:
        pytest.skip("this game reads no number")
    found = call("solve", f"{file}.yaml", *(numbers.get(file, "") if word == "X" else word for word in options))
    assert (found.status, found.err) == (0, "")
    assert max(map(len, found.lines)) <= 80
    assert "ANSWER  " in found.out and "Not a forecast" in found.out


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "hostile.yaml"],
        ["solve", "hostile.yaml", "--full"],
        ["solve", "hostile.yaml", "--json"],
        ["show", "hostile.yaml"],
        ["show", "hostile.yaml", "--json"],
        ["compare", "hostile.yaml", "--set", "games.alone.payoffs.leave.a=2"],
        ["check", "hostile.yaml", "--game", "\x1b[31m"],
        ["solve", "\x1b[31m"],
        ["show", "hostile.yaml", "\x1b[31m"],
        ["solve", "hostile.yaml", "--set", "\x1b[31m=1"],
    ],
)
def test_no_name_of_a_file_commands_the_terminal(words):
    found = call(*words)
    said = found.out + found.err
    assert said
    assert {unicodedata.category(c) for c in said} & {"Cc", "Cf", "Cs", "Zl", "Zp"} <= {"Cc"}
    assert {c for c in said if unicodedata.category(c) == "Cc"} == {"\n"}


def test_a_name_may_have_letters_of_any_alphabet_and_spaces_of_any_kind(folder):
    text = (folder / "alone.yaml").read_text().replace("name: Ann", "name: Анна\u00a0Łęska")
    (folder / "alone.yaml").write_text(text, encoding="utf-8")
    assert "Анна\u00a0Łęska" in call("solve", "alone.yaml").out
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    words = [sys.executable, "-c", SCRIPT, "solve", "alone.yaml"]
    process = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=60)
    assert process.returncode == 0
    assert "\\u0410\\u043d\\u043d\\u0430" in process.stdout


def on_a_terminal(*words, **environment):
    known = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    spawned = pexpect.spawn(
        sys.executable,
        ["-c", SCRIPT, *words],
        env=known | {"TERM": "xterm"} | environment,
        encoding="utf-8",
        timeout=60,
    )
    return spawned.read()


def test_headings_are_bold_on_a_terminal_and_nowhere_else():
    assert "\x1b[1mANSWER\x1b[0m" in on_a_terminal("solve", "alone.yaml")
    assert "\x1b" not in on_a_terminal("solve", "alone.yaml", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("solve", "alone.yaml", TERM="dumb")
    assert "\x1b" not in on_a_terminal("solve", "alone.yaml", "--json")


@pytest.mark.parametrize(
    "words",
    [
        ["report", "alone.yaml", "-o", "{}/memo.md"],
        ["plot", "alone.yaml", "terms", "-o", "{}/terms.png"],
        ["convert", "alone.yaml", "-o", "{}/alone.nfg"],
        ["new", "{}/talks.yaml"],
    ],
    ids=lambda words: words[0],
)
def test_an_output_that_cannot_be_written_is_status_5_and_nothing_is_left(folder, words):
    for place in ("none", "alone.yaml"):
        found = call(*(word.format(place) for word in words))
        assert (found.status, found.out) == (5, ""), place
        assert "cannot be written" in found.err and found.err.count("\n") == 1
    (folder / "locked").mkdir()
    name = words[-1].removeprefix("{}/")
    (folder / "locked" / name).mkdir()
    found = call(*(word.format("locked") for word in words))
    assert (found.status, found.out) == (5, "")
    assert [file.name for file in (folder / "locked").iterdir()] == [name]


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may write everywhere cannot test a locked folder")
def test_a_locked_folder_is_status_5(folder):
    (folder / "locked").mkdir(mode=0o500)
    assert call("report", "alone.yaml", "-o", "locked/memo.md").status == 5


def test_an_output_is_replaced_whole_and_nothing_else_is_left(folder):
    for words in (["convert", "alone.yaml", "-o", "out.nfg"], ["plot", "alone.yaml", "terms", "-o", "out.svg"]):
        (folder / words[-1]).write_text("old " * 100_000)
        before = set(os.listdir())
        assert call(*words) == call(*words)
        assert set(os.listdir()) == before
        assert "old old" not in (folder / words[-1]).read_text()


def test_the_memo_and_its_pictures_are_replaced_all_or_none(folder, monkeypatch):
    assert call("report", "alone.yaml", "-o", "memo.md").status == 0
    files = {file: file.read_bytes() for file in folder.glob("memo*")}
    assert len(files) > 1
    for file in files:
        file.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("negosim.cli.report.memo", full)
        assert call("report", "alone.yaml", "-o", "memo.md").status == 5
    assert {file.read_text() for file in files} == {"old"}
    assert call("report", "alone.yaml", "-o", "memo.md").status == 0
    assert {file: file.read_bytes() for file in folder.glob("memo*")} == files
    assert not [name for name in os.listdir() if name.startswith(".")]
