"""Every malformed file is refused at its place, with what is wrong and what would mend it, within bounds."""

import random
import time

import pytest

from negosim.errors import InputError, UsageError
from negosim.interop import read_efg, read_game, read_nfg

NFG = 'NFG 1 R "t" { "a" "b" } { { "x" "y" } { "l" "r" } } "c"\n1 2 3 4 5 6 7 8\n'
OUT = 'NFG 1 R "t" { "a" "b" } { 1 2 }\n{ { "o" 1, 2 } { "p" 3, 4 } }\n1 2\n'
EFG = """EFG 2 R "t" { "a" "b" } "c"
c "" 1 "" { "x" 1/2 "y" 1/2 } 0
p "" 1 1 "s" { "l" "r" } 0
t "" 1 "o" { 1, 2 }
t "" 0
p "" 1 1 "s" { "l" "r" } 0
t "" 1
t "" 2 "q" { 3, 4 }
"""
AGAIN = 'p "" 1 1 "s" { "l" "r" } 0\nt "" 1\n'
"""The lines 6 and 7 of the tree: an information set and an outcome for the second time."""


def fault_of(read, text):
    with pytest.raises(InputError) as caught:
        read(text, "f")
    (fault,) = caught.value.faults
    assert fault.fix
    return str(fault)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (NFG, "", "f:1:1: the file is empty"),
        ("NFG 1", "EFG 2", "f:1:1: found 'EFG' where `NFG`"),
        ("NFG 1", "<?xml", "f:1:1: found '<?xml' where `NFG`"),
        ("NFG 1", "NFG 2", "f:1:5: found '2' where version 1"),
        ("1 R", "1 Q", "f:1:7: found 'Q' where the kind of numbers"),
        ('"t"', "t", "f:1:9: found 't' where the game's title"),
        ('"t"', '"t', "f:1:15: found 'a' where `{` should stand"),
        ('{ "a" "b" }', "{ }", "f:1:13: 0 players"),
        ('{ "a" "b" }', '{ "a" b }', "f:1:19: found 'b' where `}`"),
        ('{ "a" "b" }', '{ "a" "b" "c" }', "f:1:55: found '}' where `{`"),
        ('{ "l" "r" }', "{ }", "f:1:39: b has no action"),
        ('{ "l" "r" }', "2", "f:1:39: found '2' where `{`"),
        ('{ { "x" "y" } { "l" "r" } }', "{ 2 }", "f:1:29: found '}' where the number of actions of b"),
        ('{ { "x" "y" } { "l" "r" } }', "{ 2 -2 }", "f:1:29: found '-2' where the number of actions of b"),
        ('{ { "x" "y" } { "l" "r" } }', "{ 2 2 2 }", "f:1:31: found '2' where `}`"),
        ('{ { "x" "y" } { "l" "r" } }', "{ 99999 99999 }", "f:1:25: the game has more than 100,000 payoffs"),
        ("3 4", "3 NaN", "f:2:7: found 'NaN' where a payoff"),
        ("3 4", "3 inf", "f:2:7: found 'inf' where a payoff"),
        ("3 4", "3 1/0", "f:2:7: '1/0' divides by zero"),
        ("3 4", "3 1e400", "f:2:7: a payoff of '1e400' is too large"),
        ("3 4", "3 1e999999999", "f:2:7: a payoff of '1e999999999' is out of bounds"),
        ("3 4", "3 " + "1" * 401, "is out of bounds"),
        ("3 4", "3, 4", "f:2:6: found ',' where a payoff"),
        ("3 4", "3 0x4", "f:2:7: found '0x4' where a payoff"),
        ("7 8", "7", "f:3:1: the file ends here where a payoff"),
        ("7 8", "7 8 9", "f:2:17: found '9' after the last profile"),
        ("7 8", '7 8 "end', "f:2:17: this quote is not closed"),
    ],
)
def test_a_fault_of_a_payoff_version_is_found_at_its_place(old, new, said):
    assert said in fault_of(read_nfg, NFG.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1, 2", "1", "f:2:9: 1 payoffs for 2 players"),
        ("1, 2", "1, 2, 3", "f:2:9: 3 payoffs for 2 players"),
        ("1, 2", "1,, 2", "f:2:11: found ',' where a payoff or `}`"),
        ("3, 4 } }", "3, 4 }", "f:3:1: found '1' where `}`"),
        ("\n1 2", "\n1 3", "f:3:3: there is no outcome 3; the last one is 2"),
        ("\n1 2", "\n1 1.0", "f:3:3: found '1.0' where the number of an outcome"),
        ("\n1 2", "\n1", "f:4:1: the file ends here where the number of an outcome"),
        ("\n1 2", "\n1 2 1", "f:3:5: found '1' after the last profile"),
    ],
)
def test_a_fault_of_an_outcome_version_is_found_at_its_place(old, new, said):
    assert said in fault_of(read_nfg, OUT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("EFG 2", "EFG 1", "f:1:5: found '1' where version 2"),
        ("EFG", "NFG", "f:1:1: found 'NFG' where `EFG`"),
        ("0\np", "0\nx", "f:3:1: found 'x' where the next of 2 nodes"),
        ('t "" 2 "q" { 3, 4 }\n', "", "f:8:1: the file ends here where a node should stand"),
        ('t "" 2 "q" { 3, 4 }\n', 't "" 0 t "" 0', "f:8:8: found 't' after the last node"),
        ("1/2 }", "1/3 }", "f:2:6: the probabilities of chance move 1 sum to 0.8333333333, not exactly 1"),
        ("1/2 }", "0.4999999999999999 }", "f:2:6: the probabilities of chance move 1 sum to 1, not exactly 1"),
        ("1/2 }", "3/2 }", "f:2:6: the probabilities"),
        ('"x" 1/2 "y" 1/2', '"x" -1/2 "y" 3/2', "f:2:6: chance move 1 has a probability below 0"),
        ('"x" 1/2 "y" 1/2', '"x" "y"', "f:2:17: found '\"y\"' where a probability"),
        ('"x" 1/2 "y" 1/2', "", "f:2:6: chance move 1 has no actions"),
        (AGAIN, 'p "" 3 1 "s" { "l" "r" } 0\nt "" 1\n', "f:6:6: there is no player 3"),
        (AGAIN, 'p "" 1 x "s" { "l" "r" } 0\nt "" 1\n', "f:6:8: found 'x' where the number"),
        (AGAIN, 'p "" 1 2 "s" 0\nt "" 1\n', "f:6:8: information set 2 of player 1 has no actions"),
        (AGAIN, 'p "" 1 1 "s" { "l" "m" "r" } 0\n', "f:6:8: information set 1 of player 1 has 3 actions here and 2"),
        (AGAIN, 'p "" 1 1 "s" { "r" "l" } 0\n', "has other actions here than in line 3"),
        (AGAIN, 'p "" 1 1 "u" { "l" "r" } 0\n', "has another label here than in line 3"),
        (AGAIN, 'c "" 1 "" { "x" 1/4 "y" 3/4 } 0\n', "has other probabilities here than in line 2"),
        (AGAIN, 'p "" 1 1 "s" { "l" "r" }\n', "f:7:1: found 't' where the number of an outcome"),
        ('t "" 1\n', "t 1\n", "f:7:3: found '1' where the node's label"),
        ('t "" 1\n', 't "" 3\n', "f:7:6: outcome 3 has no payoffs"),
        ('t "" 1\n', 't "" 1 "o" { 1, 3 }\n', "f:7:6: outcome 1 has another label or other payoffs"),
        ('t "" 1\n', 't "" 1 "p" { 1, 2 }\n', "f:7:6: outcome 1 has another label or other payoffs"),
        ('t "" 1\n', 't "" 0 "o" { 1, 2 }\n', "f:7:6: outcome 0 stands for none"),
        ('t "" 1\n', 't "" 1 "o"\n', "f:8:1: found 't' where `{`"),
        ('t "" 1\n', 't "" 4 "o" { 1 }\n', "f:7:14: 1 payoffs for 2 players"),
        ('t "" 1\n', 't "" 4 "o" { 1 NaN }\n', "f:7:16: found 'NaN' where a payoff"),
        ('{ "x" 1/2 "y" 1/2 } 0', '{ "x" 1/2 "y" 1/2 } 9 "" { 1e308 1e308 }', "add up to too large a number"),
    ],
)  # fmt: skip
def test_a_fault_of_a_tree_is_found_at_its_place(old, new, said):
    text = EFG.replace('t "" 1 "o" { 1, 2 }', 't "" 1 "o" { 1, 1e308 }') if "1e308" in new else EFG
    assert old in text
    assert said in fault_of(read_efg, text.replace(old, new, 1))


def test_numbers_that_take_too_many_digits_to_add_up_are_refused():
    chain = "".join(f'p "" 1 {k} "" {{ "l" "r" }} {k} "" {{ 1/{10**60 + k} 0 }} t "" 0 ' for k in range(1, 60))
    assert "too large a number" in fault_of(read_efg, 'EFG 2 R "" { "a" "b" } ' + chain + 't "" 0')


@pytest.mark.parametrize("text", [NFG, OUT, EFG])
def test_a_file_that_is_cut_anywhere_is_refused_at_a_place_in_it(text):
    read = read_efg if text is EFG else read_nfg
    for end in range(len(text.rstrip()) - 1):
        line = 1 + text[:end].count("\n")
        where, number, _ = fault_of(read, text[:end]).split(":", 2)
        assert where == "f" and int(number) <= line


def test_random_damage_gives_a_game_or_a_fault():
    chance = random.Random(0)
    for text, read in ((NFG, read_nfg), (OUT, read_nfg), (EFG, read_efg)):
        for _ in range(700):
            words = text.split(" ")
            place = chance.randrange(len(words))
            words[place] = chance.choice(["", "0", "-1", "{", "}", '"', '""', "1/3", "p", "9" * 30, "\u2028", "x", ","])
            try:
                read(" ".join(words), "f")
            except InputError as error:
                assert str(error).startswith("f:")


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (read_nfg, 'NFG 1 R "" { "a" } { 1 } {' + "{1}" * 1_500_000, "more than 400,000 words"),
        (read_nfg, 'NFG 1 R "' + "\\" * 4_900_000, "not closed"),
        (read_nfg, 'NFG 1 R "" {' + '"a"' * 100_000 + "}", "100000 players"),
        (read_nfg, 'NFG 1 R "" { "a" } { 1 } ' + "1" * 4_900_000, "out of bounds"),
        (read_nfg, "\n" * 5_000_001, "f: is larger than 5,000,000 bytes"),
        (read_efg, 'EFG 2 R "" { "a" } ' + 'p "" 1 1 "" { "l" "r" } 0 ' * 60_000, "more than 30,000 nodes"),
        (read_efg, 'EFG 2 R "" { ' + '"a" ' * 20 + "} " + 'p "" 1 1 "" { "l" } 0 ' * 6_000, "more than 5,000 nodes"),
        (read_efg, 'EFG 2 R "" { "a" } ' + 'p "" 1 1 "" {' + '"l"' * 90_000 + "} 0 ", "more than 30,000 nodes"),
    ],
)
def test_a_file_of_any_size_is_refused_in_bounded_time(read, text, said):
    start = time.process_time()
    assert said in fault_of(read, text)
    assert time.process_time() - start < 5  # about half a second on an idle core


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "game.nfg:1:1: the file is empty"),
        (b"NFG 1 R \xff", "game.nfg:1:9: the byte 0xFF is not UTF-8"),
        (b"NFG\0", "game.nfg:1:4: this is not text"),
        (b"\x89PNG\r\n\x1a\n", "game.nfg:1:1: the byte 0x89 is not UTF-8"),
        (NFG.encode("utf-16"), "game.nfg:1:1: the text is UTF-16 or UTF-32"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, monkeypatch, content, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "game.nfg").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_game("game.nfg")
    assert said in str(caught.value)


def test_what_cannot_be_opened_is_refused_by_name(tmp_path):
    (tmp_path / "folder.efg").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        read_game(tmp_path / "folder.efg")
    with pytest.raises(InputError, match="no such file"):
        read_game(tmp_path / "none.nfg")
    with pytest.raises(UsageError, match=r"neither in \.nfg nor in \.efg"):
        read_game(tmp_path / "game.yaml")
