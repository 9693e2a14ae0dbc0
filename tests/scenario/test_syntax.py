"""The reader of scenario text: what it reads, where it says things stand, and what it refuses in which words."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import InputError
from negosim.scenario.syntax import MAX_FAULTS, Place, Tree, parse, read_file

ALIAS_FIX = "write the value out, use `extends`, or put text in quotes"
LINE_UP = "line it up with the keys or items that it belongs to"
ROOT_FIX = "start with `negosim: 1` and other keys"
EMPTY = "f:1:1: the file is empty; `negosim new FILE` writes one to start from"
FINITE = "write a finite number, or put text in quotes"
BACKSLASH = r"write \\ for a backslash, or use single quotes"
ONE_QUOTE = "put the whole value in one pair of quotes"
COLON_FIX = "line keys up; give the line above its colon, with a space after"
KEY_FIX = "write `key: value`, with a space after the colon"
DIRECTIVE = "f:1:1: only the directive %YAML 1.2 is allowed; remove the line"
INVISIBLE = "remove it, or write it as an escape in double quotes"
TAB = "a tab where only spaces may stand; use spaces"
STRAY_ROOT = "this does not belong to what stands above; line up what belongs together"

REFUSED: list[tuple[str | bytes, str]] = [
    ("", EMPTY),
    ("# only a comment\n\n", EMPTY),
    ("---\n", EMPTY),
    (b"\xef\xbb\xbf", EMPTY),
    ("null", f"f:1:1: the file holds no mapping; {ROOT_FIX}"),
    ("\njust text", f"f:2:1: the file holds no mapping; {ROOT_FIX}"),
    ("- a", f"f:1:1: the file holds no mapping; {ROOT_FIX}"),
    ("a:\n\tb: 1", f"f:2:1: {TAB}"),
    ("a:\tb", f"f:1:3: {TAB}"),
    ("a: [1, 2", "f:1:4: a bracket that is never closed; close it with `]`"),
    ("a: {b: 1", "f:1:4: a bracket that is never closed; close it with `}`"),
    (
        "a: [1, 2\nb: 3",
        "f:2:2: no `,` or `]` before this, in the brackets opened at 1:4; close or separate there",
    ),
    ('{"a" 1}', "f:1:6: no `,` or `}` before this, in the brackets opened at 1:1; close or separate there"),
    ("a: 'x\nb: 1", "f:1:4: a quote that is never closed; close it"),
    ('a: "x\n---\ny"', "f:1:4: a quote that is never closed; close it"),
    ("a: 'it's'", f"f:1:8: text after the end of a value; {ONE_QUOTE}"),
    ('a: "War" and peace', f"f:1:10: text after the end of a value; {ONE_QUOTE}"),
    ("title: War: peace", "f:1:11: a second colon in one line; put the value in quotes"),
    ("a: 1\n  b: 2", f"f:2:4: a key within the value above; {COLON_FIX}"),
    ("a:1\nb: 2", f"f:2:2: a key within the value above; {COLON_FIX}"),
    ("x: 1\na:1\nb: 2", f"f:2:1: a key without a colon; {KEY_FIX}"),
    ("x: 1\nword\n", f"f:2:1: a key without a colon; {KEY_FIX}"),
    ("k" * 1025 + ": 1", "f:1:1026: a key of more than 1,024 characters; write a shorter key"),
    ("a:\n    b: 1\n  c: 2", f"f:3:3: the indentation fits no line above; {LINE_UP}"),
    ("a: |\n  b\n c\n", f"f:3:2: the indentation fits no line above; {LINE_UP}"),
    ("  a: 1\nb: 2", f"f:2:1: {STRAY_ROOT}"),
    ("{a: 1}\nb: 2", f"f:2:1: {STRAY_ROOT}"),
    ("a: 1\n- b", f"f:2:1: an item of a list among keys; {LINE_UP}"),
    ("a:\n  - b\n  c: 1", f"f:3:3: a key among the items of a list; {LINE_UP}"),
    ("a: - b", "f:1:4: a list cannot start here; start it on a line of its own"),
    ("a: ? b", "f:1:4: a `?` cannot stand here; put the value in quotes"),
    ("a: @b", "f:1:4: '@' cannot start a value; put the value in quotes"),
    ("a: |text\n  b", "f:1:5: text on the same line as `|` or `>`; start it on the next line"),
    ("a: > 5", "f:1:6: text on the same line as `|` or `>`; start it on the next line"),
    ("a: |\n \n   b\n", "f:3:4: spaces on a blank line before the text; remove them"),
    ('a: "C:\\data"', f"f:1:8: 'd' after a backslash is no escape; {BACKSLASH}"),
    ('a: "\\x4"', f"f:1:7: an escape that lacks some of its 2 hexadecimal digits; {BACKSLASH}"),
    ('a: "\\U00110000"', f"f:1:7: an escape beyond U+10FFFF; {BACKSLASH}"),
    ('a: "\\ud83d"', r"f:1:4: '\ud83d' holds half of a surrogate pair; write the character itself"),
    ("a: [b, ]]", "f:1:9: `]` outside brackets; put the value in quotes"),
    ("a: ]", "f:1:4: a value is missing here; write one, or put the text in quotes"),
    ("%YAML 1.1\n---\na: 1", DIRECTIVE),
    ("%TAG ! tag:x,2002:\n---\na: 1", DIRECTIVE),
    ("%b: a", DIRECTIVE),
    ("a: 1\n%b: 2", "f:2:1: a line cannot start with `%`; put the value in quotes"),
    ("a: 1\n%YAML 1.2\n---\nb: 1", "f:2:1: a line cannot start with `%`; put the value in quotes"),
    ("a: &b 1", f"f:1:4: an anchor (`&`) is not allowed; {ALIAS_FIX}"),
    ("&x a: 1", f"f:1:1: an anchor (`&`) is not allowed; {ALIAS_FIX}"),
    ("a: *b", f"f:1:4: an alias (`*`) is not allowed; {ALIAS_FIX}"),
    ("a: * b", f"f:1:4: an alias (`*`) is not allowed; {ALIAS_FIX}"),
    ("*b : 1", f"f:1:1: an alias (`*`) is not allowed; {ALIAS_FIX}"),
    ("a: !!str 1", "f:1:4: a tag (`!`) is not allowed; remove it, or put text in quotes"),
    ("a: ! 1", "f:1:4: a tag (`!`) is not allowed; remove it, or put text in quotes"),
    ("a: !e!x y", "f:1:4: a tag (`!`) is not allowed; remove it, or put text in quotes"),
    ("<<: {a: 1}", "f:1:1: a merge key (`<<`) is not allowed; write the keys out, or use `extends`"),
    ("a: 1\n---\nb: 2", "f:2:1: a second document starts here; remove the line `---` or `...`"),
    ("a: 1\n...\nb: 2", "f:3:1: a second document starts here; remove the line `---` or `...`"),
    ("1: a", "f:1:1: the key '1' is a number, not text; put it in quotes; a decimal is written with a point, as 0.4"),
    ("null: a", "f:1:1: the key 'null' is null, not text; put it in quotes"),
    ("true: a", "f:1:1: the key 'true' is true, not text; put it in quotes"),
    (": a", "f:1:1: a key is missing; write one before the colon"),
    (
        "{a: b}: c",
        "f:1:1: a mapping or a list as a key; write a word as the key, put it in quotes, or close the bracket before",
    ),
    (
        "? [a]\n: b",
        "f:1:3: a mapping or a list as a key; write a word as the key, put it in quotes, or close the bracket before",
    ),
    ("a: .nan", f"f:1:4: '.nan' is not a finite number; {FINITE}"),
    ("a: -.INF", f"f:1:4: '-.INF' is not a finite number; {FINITE}"),
    ("a: 1e999", f"f:1:4: '1e999' is not a finite number; {FINITE}"),
    ("a: 1" + "0" * 300, f"f:1:4: '1{'0' * 36}...' is too large: more than 300 digits; {FINITE}"),
    ("a: 0x" + "f" * 299, f"f:1:4: '0x{'f' * 35}...' is too large: more than 300 digits; {FINITE}"),
    (b"a: \xe9", "f:1:4: the byte 0xE9 is not UTF-8; save as UTF-8"),
    (b"x: 1\r\ny: \xc3\xa9\rz: \xff\0", "f:3:4: the byte 0xFF is not UTF-8; save as UTF-8"),
    (b"PK\x03\x04talks", "f:1:3: this is not text; name a text file, saved as UTF-8"),
    (b"x: 1\ny: \0\xff", "f:2:4: this is not text; name a text file, saved as UTF-8"),
    ("a: b".encode("utf-16"), "f:1:1: the text is UTF-16 or UTF-32; save as UTF-8"),
    ("a: b".encode("utf-16-be"), "f:1:1: the text is UTF-16 or UTF-32; save as UTF-8"),
    ("a: b".encode("utf-32-le"), "f:1:1: the text is UTF-16 or UTF-32; save as UTF-8"),
    ("a: \x1b[31m", f"f:1:4: the invisible character U+001B; {INVISIBLE}"),
    ("a: b\u2028c", f"f:1:5: the invisible character U+2028; {INVISIBLE}"),
    ("a: \ufeffb", f"f:1:4: the invisible character U+FEFF; {INVISIBLE}"),
    ("a: \ud800", f"f:1:4: the invisible character U+D800; {INVISIBLE}"),
]

READ: list[tuple[str | bytes, Any]] = [
    ("a: on\nb: no\nc: 1:30\nd: 1_000", {"a": "on", "b": "no", "c": "1:30", "d": "1_000"}),
    ("a: 2025-03-18\nb: NaN\nc: 1,5", {"a": "2025-03-18", "b": "NaN", "c": "1,5"}),
    ("a: 0x1F\nb: 0o17\nc: -12\nd: 007\ne: 0b1", {"a": 31, "b": 15, "c": -12, "d": 7, "e": "0b1"}),
    ("a: 1e3\nb: .5\nc: -2.\nd: 1e-999", {"a": 1000.0, "b": 0.5, "c": -2.0, "d": 0.0}),
    ("a: null\nb: ~\nc:\nd: Null\ne: nUll", {"a": None, "b": None, "c": None, "d": None, "e": "nUll"}),
    ("a: true\nb: FALSE\nc: yes", {"a": True, "b": False, "c": "yes"}),
    ("a: '1'\nb: \"null\"\nc: |\n  2\nd: ''", {"a": "1", "b": "null", "c": "2\n", "d": ""}),
    ("a: 1" + "0" * 299, {"a": 10**299}),
    ("'1': a\n\"<<\": b\non: c\n? d\n: e", {"1": "a", "<<": "b", "on": "c", "d": "e"}),
    ("%YAML 1.2 # the version\n---\na: 1\n...\n", {"a": 1}),
    (b"\xef\xbb\xbfa: \xc3\xa9", {"a": "é"}),
    ("a: b\r\nc:\r  - d\r  - [e, {f: g}]", {"a": "b", "c": ["d", ["e", {"f": "g"}]]}),
    ('a: "\\ud83d\\ude00\\u0007"', {"a": "😀\x07"}),
    ('{\n\t"a": [1, 2.5, true, null, "x"],\n\t"b": {}\n}', {"a": [1, 2.5, True, None, "x"], "b": {}}),
    ("a: >-\n  two\n  lines\n\nb: two\n  lines", {"a": "two lines", "b": "two lines"}),
]


def faults(text: str | bytes) -> list[str]:
    try:
        parse(text, "f")
    except InputError as error:
        return [str(fault) for fault in error.faults]
    return []


@pytest.mark.parametrize(("text", "fault"), REFUSED, ids=lambda value: repr(value)[:40])
def test_a_mistake_is_told_with_its_place_and_its_fix(text: str | bytes, fault: str) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize(("text", "data"), READ, ids=lambda value: repr(value)[:40])
def test_scalars_are_what_the_core_schema_of_yaml_1_2_says(text: str | bytes, data: Any) -> None:
    assert repr(parse(text, "f").data) == repr(data)


def test_every_value_and_every_key_has_its_place() -> None:
    tree = parse("us:\n  levers: [a, {b: 1}]\nnote: |\n  text\nnone:\n", "f")
    assert {path: str(place) for path, place in tree.places.items()} == {
        (): "f:1:1",
        ("us",): "f:2:3",
        ("us", "levers"): "f:2:11",
        ("us", "levers", 0): "f:2:12",
        ("us", "levers", 1): "f:2:15",
        ("us", "levers", 1, "b"): "f:2:19",
        ("note",): "f:3:7",
        ("none",): "f:5:1",
    }
    assert {path: str(place) for path, place in tree.keys.items()} == {
        ("us",): "f:1:1",
        ("us", "levers"): "f:2:3",
        ("us", "levers", 1, "b"): "f:2:16",
        ("note",): "f:3:1",
        ("none",): "f:5:1",
    }


def test_a_missing_value_has_the_place_of_its_nearest_ancestor() -> None:
    tree = parse("a:\n  b: [1]", "f")
    assert tree.place(("a", "b", 7, "c")) == Place("f", 2, 6)
    assert tree.place(("nowhere",)) == tree.place(()) == Place("f", 1, 1)


def test_a_repeated_key_names_the_line_of_the_first() -> None:
    assert faults('a: 1\nb: {c: 1, c: 2}\n"a": 3\na: 4') == [
        "f:2:11: the key 'c' stands twice, first in line 2; remove one",
        "f:3:1: the key 'a' stands twice, first in line 1; remove one",
        "f:4:1: the key 'a' stands twice, first in line 1; remove one",
    ]


def test_faults_are_collected_in_order_of_place_up_to_the_first_that_makes_the_rest_unreadable() -> None:
    found = faults("a: [.nan,\n 1: *x\n")
    assert [fault.split(": ")[0] for fault in found] == ["f:1:4", "f:1:5", "f:2:2", "f:2:5"]


def test_reading_stops_at_twenty_faults() -> None:
    assert len(faults("a: 1\n" * 100)) == MAX_FAULTS == 20


def test_text_of_a_file_is_quoted_on_one_printable_line() -> None:
    assert faults('"a\\e[2J\\n": 1\n"a\\e[2J\\n": 1') == [
        r"f:2:1: the key 'a\x1b[2J\n' stands twice, first in line 1; remove one"
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda part: st.lists(part, max_size=5) | st.dictionaries(st.text(max_size=80), part, max_size=5),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=80), JSON, max_size=5), st.sampled_from([None, 0, 3, "\t"]))
@settings(deadline=None)
def test_json_reads_as_json(data: dict[str, Any], indent: int | str | None) -> None:
    text = json.dumps(data, indent=indent)
    tree = parse(text, "f")
    assert json.dumps(tree.data, indent=indent) == text
    _assert_placed(tree, tree.data, ())


def _assert_placed(tree: Tree, data: Any, path: tuple[str | int, ...]) -> None:
    assert path in tree.places
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in entries:
        _assert_placed(tree, value, (*path, step))
        assert ((*path, step) in tree.keys) == isinstance(data, dict)


PIECES = st.sampled_from([*"[]{}:,-?#&*!|>'\"%@~\t\n\r \\<.0x", ": ", "- ", "\n  ", "a", "b: ", "---\n", "<<: ", "\\u"])


@given(st.text() | st.lists(PIECES, max_size=40).map("".join) | st.binary())
@settings(deadline=None, max_examples=500)
def test_any_text_is_read_or_refused_line_by_line(text: str | bytes) -> None:
    found = faults(text)
    assert len(found) <= MAX_FAULTS
    assert all(fault.isprintable() and "; " in fault for fault in found)


def test_a_file_is_read_under_its_shown_name(tmp_path: Path) -> None:
    file = tmp_path / "truce.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert str(read_file(file).place(())) == f"{file}:1:1"
    assert read_file(file, "shown").places == {(): Place("shown", 1, 1), ("a",): Place("shown", 1, 4)}


def _refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_file(path, "f")
    return str(caught.value)


def test_what_cannot_be_opened_is_refused_by_its_name_alone(tmp_path: Path) -> None:
    file, loop, pipe = tmp_path / "file", tmp_path / "loop", tmp_path / "pipe"
    file.write_text("a: 1")
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    assert _refusal(tmp_path / "none") == "f: no such file; check its name and its folder"
    assert _refusal(file / "inside") == "f: no such file; check its name and its folder"
    assert _refusal(tmp_path) == "f: is a folder; name a file in it"
    assert _refusal(pipe) == "f: is not a regular file; copy its text into a file"
    assert _refusal(Path("/dev/zero")) == "f: is not a regular file; copy its text into a file"
    assert _refusal(Path("a\0b")) == "f: cannot be read: embedded null byte; check its name and its folder"
    assert _refusal(loop).startswith("f: cannot be read: ")


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    file = tmp_path / "file"
    file.write_text("a: 1")
    monkeypatch.setattr(os, "open", refuse)
    assert _refusal(file) == "f: no permission to read it; change its permissions"


def test_a_name_that_does_not_print_is_escaped(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_file(tmp_path / "a\nb")
    assert str(caught.value) == f"{tmp_path}/a\\nb: no such file; check its name and its folder"
