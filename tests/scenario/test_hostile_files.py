"""Files that are no scenarios, or want to be large ones: refused at once, in a few words, in little memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from machine_speed import slowness
from negosim.errors import InputError, UsageError
from negosim.scenario import read

SECONDS, MEGABYTES = 1.0, 200
HEAD = "negosim: 1\ntitle: T\nactors: {a: {name: A}}\noutcomes: {x: {kind: none, fighting: 0, strikes: 0, deal: 0}}\n"
RULES = "    outcome_rules: [{outcome: x}]\n"


def game(moves: int, options: int, key: str = "g", rules: str = RULES) -> str:
    """Write a game of some moves with some options each."""
    named = ", ".join(f"o{k}: {{}}" for k in range(options))
    lines = "".join(f"      m{k}: {{actor: a, options: {{{named}}}}}\n" for k in range(moves))
    return f"  {key}:\n    name: G\n    moves:\n{lines}{rules}"


def repeated(count: int, pattern: str, separator: str = ", ") -> str:
    return separator.join(pattern.format(k, k + 1) for k in range(count))


ONE = HEAD + "games:\n" + game(1, 1)
TOO_MANY_ENDS = "f.yaml:8:5: game g can end in more than 10,000 ways; use fewer moves, options or types"
ALIAS_FIX = "write the value out, use `extends`, or put text in quotes"
CASES: dict[str, tuple[str | bytes, str]] = {
    "a billion profiles": (HEAD + "games:\n" + game(9, 10), TOO_MANY_ENDS),
    "two to the thirtieth profiles": (HEAD + "games:\n" + game(30, 2), TOO_MANY_ENDS),
    "a thousand moves": (
        HEAD + "games:\n" + game(1000, 1),
        "f.yaml:8:5: game g has more than 60 moves; use fewer moves",
    ),
    "ten thousand ends and a thousand rules": (
        HEAD
        + "games:\n"
        + game(
            13, 2, rules=f"    outcome_rules: [{repeated(1100, '{{when: {{m0: o0}}, outcome: x}}')}, {{outcome: x}}]\n"
        ),
        "f.yaml:22:51: this rule can never fit: the rules above it cover all its cases; remove it, or move it up",
    ),
    "types without end": (
        (HEAD + "games:\n" + game(10, 2) + "    private: {actors.a.cost_of_fighting: 50}\n").replace(
            "{name: A}", "{name: A, cost_of_fighting: {value: 1, belief: {uniform: {low: 0, high: 1}}}}"
        ),
        TOO_MANY_ENDS,
    ),
    "a large game extended by a thousand": (
        HEAD + "games:\n" + game(60, 20) + repeated(1500, "  g{}: {{extends: g}}", "\n"),
        "f.yaml:5:1: the scenario, with all that is inherited, holds more than 20,000 values; "
        "leave some of its games out",
    ),
    "a game with many ends extended by two hundred": (
        HEAD + "games:\n" + game(13, 2) + repeated(200, "  g{}: {{extends: g}}", "\n"),
        "f.yaml:28:3: the games of this scenario can end in more than 50,000 ways together; leave some of them out",
    ),
    "a chain of games": (
        HEAD + "games:\n" + game(2, 2, "g0") + repeated(1500, "  g{1}: {{extends: g{0}}}", "\n"),
        "f.yaml:12:17: extends goes more than 8 games deep; extend a game nearer to the first",
    ),
    "unknown names": (
        ONE + f"stakes: {{a: {{{repeated(1800, 'issue_number_{}: 0.0003')}}}}}\n"
        f"issues: {{{repeated(500, 'issue_numbre_{0}: {{name: n{0}, at_0: a, at_1: b, status_quo: 0}}')}}}\n",
        "f.yaml:11:10: stakes of a sum to 0.54, not to 1; raise one by 0.46",
    ),
    "unknown keys": (
        ONE + f"levers: {{{repeated(2200, 'l{}: {{strenght: 1}}')}}}\n",
        "f.yaml:11:10: levers.l0 lacks 'from', 'to', 'scales_with'; add `from:`",
    ),
    "unknown paths": (
        ONE + f"what_ifs: {{w: {{set: {{{repeated(4800, 'outcomes.x.daal{}: 1')}}}}}}}\n",
        "f.yaml:11:22: no number at outcomes.x.daal0; nearest: outcomes.x.deal (0)",
    ),
    "a word as long as a file": (
        ONE + f"record: {{outcome: {'x' * 100_000}, date: 2025-03-18}}\n",
        f"f.yaml:11:19: the record names '{'x' * 37}...', which is no outcome; name one of the outcomes: x",
    ),
    "a key as long as a file": (
        ONE + f"issues: {{? {'x' * 100_000} : {{}}}}\n",
        f"f.yaml:11:12: '{'x' * 37}...' cannot be a key; use at most 60 characters",
    ),
    "alias bomb": (
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{k}: &{k} [{'*' + j}, *{j}]\n" for j, k in zip("abcd", "bcde", strict=True)),
        f"f.yaml:1:4: an anchor (`&`) is not allowed; {ALIAS_FIX}",
    ),
    "deep lists": ("a: " + "[" * 100_000, "f.yaml:1:27: more than 24 levels of mappings and lists; nest less deeply"),
    "deep mappings": (
        "{a: " * 30_000,
        "f.yaml:1:97: more than 24 levels of mappings and lists; nest less deeply",
    ),
    "deep indentation": (
        "\n".join(" " * k + "a:" for k in range(400)),
        "f.yaml:25:25: more than 24 levels of mappings and lists; nest less deeply",
    ),
    "empty": ("", "f.yaml:1:1: the file is empty; `negosim new FILE` writes one to start from"),
    "comments only": ("# soon\n", "f.yaml:1:1: the file is empty; `negosim new FILE` writes one to start from"),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "f.yaml:1:1: the byte 0x89 is not UTF-8; save as UTF-8",
    ),
    "zero bytes": (bytes(1000), "f.yaml:1:1: this is not text; name a text file, saved as UTF-8"),
    "utf-16": (ONE.encode("utf-16"), "f.yaml:1:1: the text is UTF-16 or UTF-32; save as UTF-8"),
    "more than a file may hold": (
        "# " + "x" * 300_000,
        "f.yaml: is larger than 128,000 bytes; split it: a file may change another one by `extends`",
    ),
}


def written(folder: Path, content: str | bytes) -> Path:
    (folder / "f.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "f.yaml"


def quick_faults(target: Path, seconds: float) -> list[str]:
    """Return the faults of a file, found within some seconds of CPU in one of three attempts.

    Where a sound file takes longer than it does on an idle machine, the limit is longer in proportion.
    """
    for _ in range(3):
        start = time.process_time()
        with pytest.raises(InputError) as caught:
            read(target)
        taken = time.process_time() - start
        if taken < seconds or taken < seconds * slowness():
            return str(caught.value).splitlines()
    raise AssertionError(f"{target} takes more than {seconds} s to refuse")


@pytest.mark.parametrize(("content", "fault"), CASES.values(), ids=CASES)
def test_a_hostile_file_is_refused_within_a_second(
    content: str | bytes, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, content)
    monkeypatch.chdir(tmp_path)
    told = quick_faults(Path("f.yaml"), SECONDS)
    assert told[0] == fault
    assert all(len(text) < 400 for text in told)


MEASURE = """
import pathlib, resource, sys
from negosim.errors import InputError
from negosim.scenario import read
for name in sys.argv[1:]:
    try:
        read(name)
    except InputError:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_kilobytes(*files: str) -> int:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", MEASURE, *files]
    return int(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout)


def test_hostile_files_take_little_more_memory_than_a_sound_one(tmp_path: Path) -> None:
    files = []
    for k, (content, _) in enumerate(CASES.values()):
        (tmp_path / str(k)).mkdir()
        files.append(str(written(tmp_path / str(k), content)))
    assert peak_kilobytes(*files) - peak_kilobytes("march-2025") < MEGABYTES * 1024


def test_a_chain_of_large_files_is_refused_within_a_second(tmp_path: Path) -> None:
    for k in range(8):
        issues = repeated(700, "i{0}: {{name: n{0}, at_0: a, at_1: b, status_quo: 0}}")
        (tmp_path / f"f{k}.yaml").write_text(f"extends: f{k + 1}\nissues: {{{issues}}}\n")
    told = quick_faults(tmp_path / "f0.yaml", SECONDS)
    fault = "f1.yaml:1:1: this file and those that extend it hold more than 6,000 values; leave some of them out"
    assert told == [f"{tmp_path}/{fault}"]


def refusal(target: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(target)
    return str(caught.value)


def test_what_is_no_file_is_refused_by_its_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refusal(tmp_path) == f"{tmp_path}: is a folder; name a file in it"
    assert refusal(tmp_path / "pipe") == f"{tmp_path}/pipe: is not a regular file; copy its text into a file"
    assert refusal(tmp_path / "loop").startswith(f"{tmp_path}/loop: cannot be read: ")


def test_what_is_nowhere_is_wrong_usage(tmp_path: Path) -> None:
    for target in ("march-2052", "", "a\0b", "k" * 5000, tmp_path / "none.yaml"):
        with pytest.raises(UsageError, match="is neither a file nor a shipped scenario"):
            read(target)


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    file = written(tmp_path, ONE)
    monkeypatch.setattr(os, "open", refuse)
    assert refusal(file) == f"{file}: no permission to read it; change its permissions"


def test_a_link_out_of_the_folder_is_refused_as_a_parent(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside.yaml", tmp_path / "in"
    inside.mkdir()
    outside.write_text(ONE)
    (inside / "link.yaml").symlink_to(outside)
    (inside / "f.yaml").write_text("extends: link\n")
    expected = f"{inside}/f.yaml:1:10: 'link' is a link out of this file's folder; copy the file here"
    assert refusal(inside / "f.yaml") == expected


@pytest.mark.parametrize("name", ["../f", "/etc/passwd", "a/b", "a\\\\b", "C:f", "..", ".", ""])
def test_a_path_is_refused_as_a_parent(name: str, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(f'extends: "{name}"\n')
    assert "leads out of this file's folder" in refusal(tmp_path / "f.yaml") or name == ""


def test_files_may_extend_each_other_eight_deep_and_no_more(tmp_path: Path) -> None:
    for k in range(8):
        (tmp_path / f"f{k}.yaml").write_text(f"extends: f{k + 1}\n")
    (tmp_path / "f8.yaml").write_text(ONE)
    assert read(tmp_path / "f1.yaml").facts.title == "T"
    assert refusal(tmp_path / "f0.yaml") == (
        f"{tmp_path}/f7.yaml:1:10: extends goes more than 8 files deep; merge some of them"
    )
