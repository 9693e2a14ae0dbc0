"""What the README and the other pages say is so: outputs, commands, code, pictures and links."""

import re
import shlex
import struct
import subprocess
import zlib
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import matplotlib
import pytest

import negosim as ng
from command_line import call, called

ROOT = Path(__file__).parents[2]
refresh = SimpleNamespace(**run_path(str(ROOT / "docs" / "refresh.py")))
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = refresh.pages()


def blocks(kind, text=README):
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


OUTPUTS = [(found[1], found[2]) for page in PAGES for found in refresh.OUTPUT.findall(page.read_text("utf-8"))]
PICTURES = [(page, *found) for page in PAGES for found in refresh.PICTURE.findall(page.read_text("utf-8"))]
COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("negosim ")]


@pytest.mark.parametrize(("command", "shown"), OUTPUTS)
def test_an_output_shown_on_a_page_is_what_the_command_prints(command, shown):
    assert called(*shlex.split(command)).out == shown


def test_the_readme_shows_the_main_output():
    assert "<!-- output of: negosim solve march-2025 -->" in README


def test_every_command_of_the_readme_runs_in_the_order_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) > 5
    drawn = [words.rsplit(" -o ", 1)[0] for _, words, _ in PICTURES]  # a test of their own runs them
    for line in COMMANDS:
        if any(line.startswith(f"negosim {words}") for words in drawn):
            continue
        found = call(*shlex.split(line, comments=True)[1:])
        assert found.status == 0, (line, found.err)
        assert found.out or found.err or " check " in line, line


def test_commands_within_a_sentence_of_the_readme_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inline = [text for text in re.findall("`(negosim [^`]*)`", README) if "NAME" not in text]
    inline = [text for text in inline if not text.startswith(("negosim play ", "negosim class-results "))]
    assert inline
    for command in inline:
        found = called(*shlex.split(command)[1:])
        assert found.status == 0, (command, found.err)


def test_what_the_readme_says_of_how_firm_the_answer_is_is_what_the_commands_measure():
    flat = " ".join(README.split())
    tips = called("tipping", "march-2025", "--joint", "--json").record
    ranged = [row for row in tips["rows"] if row["high"] is not None]
    inside = [row for row in ranged if any(flip["in_range"] for flip in row["flips"])]
    assert f"{len(inside)} of the {tips['joint']['ranges']} numbers with a range flip" in flat
    assert f"moved by {100 * tips['rows'][0]['flips'][0]['share_of_range']:.0f} % of its range" in flat
    assert f"move by {100 * tips['joint']['size']:.2g} % of theirs only" in flat and not tips["joint"]["exact"]
    found = called("sensitivity", "march-2025", "--samples", "4096", "--json").record
    first, second = found["shares"][:2]
    low, high = (f"{100 * end:.1f}" for end in first["interval"])
    assert f"in {100 * first['share_of_samples']:.0f} % (95 % interval: {low} to {high})" in flat
    assert f"an energy truce in {100 * second['share_of_samples']:.0f} %" in flat
    assert len(found["deciding"]["paths"]) == 3 and "three numbers decide" in flat
    assert f"account for {100 * found['deciding']['closed_index']:.0f} % of the variation" in flat


def test_what_the_readme_says_of_how_the_numbers_are_known_is_what_the_scenario_holds():
    entries = ng.read("march-2025").numbers.entries
    known = [entry.status for entry in entries]
    assert {"measured", "judged"} <= set(known) and sum(entry.weak_source for entry in entries) == 1
    measured = f"{known.count('measured')} of the {len(entries)} are measured, one by a weak outlet"
    directed = f"{len(known) - known.count('measured') - known.count('judged')} are judged with a direction"
    ranged = f"{sum(entry.has_range for entry in entries)} of them with a range"
    intro, limits = (" ".join(part.split()) for part in (README.split("\n## ")[0], README.split("\n## Limits\n")[1]))
    assert measured in intro and ranged in intro
    assert measured in limits and directed in limits


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_the_readme_runs_and_prints(code, capsys):
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_the_two_install_commands_are_one_line_each():
    for mark in ("main command", "test command"):
        (command,) = re.findall(rf"<!-- {mark} -->\n```sh\n(.*?)```", README, re.DOTALL)
        assert command.count("\n") == 1 and command.startswith("python3 -m venv .venv && ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_to_files(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
    for target in re.findall(r"\b(docs/[\w./-]+\.\w+|notebooks/[\w./-]+\.ipynb|scenarios/[\w./-]+\.yaml)", text):
        assert (ROOT / target).exists(), f"{page.name}: {target}"


def pixels(file):
    """Return the size and the raw pixels of a PNG, whatever its text chunks say."""
    data, place, parts, size = file.read_bytes(), 8, [], b""
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        parts += [body] if kind == b"IDAT" else []
        size = body if kind == b"IHDR" else size
        place += 12 + length
    return size, zlib.decompress(b"".join(parts))


@pytest.mark.parametrize(("page", "words", "place"), PICTURES)
def test_a_picture_on_a_page_is_what_its_command_draws(page, words, place, tmp_path):
    pinned = re.search(r"^matplotlib==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    if pinned is None or matplotlib.__version__ != pinned[1]:
        pytest.skip("another matplotlib than the pinned one draws other pixels")
    assert call(*refresh.picture_command(words, tmp_path / "new.png")).status == 0
    assert pixels(tmp_path / "new.png") == pixels(page.parent / place), "draw it again: python docs/refresh.py"


def test_every_picture_on_a_page_says_how_it_is_drawn():
    shown = [place for page in PAGES for place in re.findall(r"!\[[^]]*\]\((.*?)\)", page.read_text("utf-8"))]
    assert len(shown) == len(PICTURES) > 0


def tracked():
    found = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True)
    if found.returncode != 0:
        pytest.skip("this is no checkout")
    return [ROOT / name for name in found.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_place_on_somebodys_machine():
    homes = re.compile(rb"(?<![\w./-])/(?:home|Users|root|work|tmp|var/folders)/[\w.-]+")
    for file in tracked():
        data = file.read_bytes()
        if b"\0" not in data:
            assert not homes.findall(data), f"{file.relative_to(ROOT)}: {homes.findall(data)[:3]}"
