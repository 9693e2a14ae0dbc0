"""`compare` on games of other models: figures, reasons and answers against two solves, and what was expected."""

import pytest

from command_line import call, called

CHIP = ("compare", "march-2025", "--game", "chip", "--set", "issues.kursk.hazard=0.5")
SHIFT = ("compare", "classics/preventive-war", "--set", "actors.declining.cost_of_fighting=0.2")


def solved(words):
    _, target, *rest = words
    base = [word for word in rest[:2] if rest[0] == "--game"]
    return [called("solve", target, *options, "--json").record["results"][0] for options in (base, rest)]


@pytest.mark.parametrize("words", [CHIP, SHIFT], ids=" ".join)
def test_figures_stand_side_by_side_as_two_solves_give_them(words):
    page, record = called(*words), called(*words, "--json").record
    before, after = solved(words)
    assert [row["figures"] for row in record["rows"]] == [before["figures"], after["figures"]]
    assert [row["outcome"] for row in record["rows"]] == [before["regime"], after["regime"]]
    moved = {each["figure"]: each for each in record["rows"][1]["figures_changed"]}
    for name, now in after["figures"].items():
        was = before["figures"][name]
        assert (name in moved) == (now != pytest.approx(was, abs=1e-9) if None not in (now, was) else now != was)
        if name in moved:
            assert moved[name]["difference"] == pytest.approx(now - was)
            is_utility = "utility" in after["units"][name.partition(".")[0]].split()
            shown = (
                (f"{100 * was:.1f}", f"{100 * (now - was):+.1f}") if is_utility else (f"{was:.4g}", f"{now - was:+.4g}")
            )
            assert all(amount in page.out for amount in shown)
    assert page.out.count("<- changed") == (before["regime"] != after["regime"])
    assert len(page.lines) <= 50 and max(map(len, page.lines)) <= 80


@pytest.mark.parametrize("words", [CHIP, SHIFT], ids=" ".join)
def test_a_reason_moves_by_what_its_terms_move_and_turns_where_its_sign_does(words):
    (base, row), page = called(*words, "--json").record["rows"], called(*words)
    held = {reason["at"]: reason["holds"] for reason in base["reasons"]}
    assert row["chain"]
    for link in row["chain"]:
        parts = sum(term["after"] - term["before"] for term in link["terms_moved"])
        assert parts == pytest.approx(link["difference_after"] - link["difference_before"], abs=1e-8)
        assert link["held_before"] == held[link["at"]] == (link["difference_before"] >= -1e-12)
        assert link["holds_after"] == (link["difference_after"] >= -1e-12)
    turned = [link for link in row["chain"] if link["held_before"] != link["holds_after"]]
    assert page.flat.count("this turned") == len(turned)
    (closest,) = [reason for reason in base["reasons"] if reason["at"] == base["closest_reason"]]
    assert closest["says"] in page.flat


def test_the_page_says_where_the_changed_number_flips_the_answer():
    (row,) = [each for each in called("solve", *CHIP[1:4], "--json").record["results"][0]["flips"]
              if each["path"] == "issues.kursk.hazard"]  # fmt: skip
    assert f"below {row['value'] - 5e-5:.4g}, to {row['to']}" in called(*CHIP).flat
    assert "no value changes the answer by itself" in called(*CHIP[:-1], "issues.kursk.status_quo=0.9").flat


def expecting(folder, expect):
    """Compare ten forts with twelve forts of the attacker's to the defender's six, with expectations."""
    lines = "".join(f"      war.{what}: {word}\n" for what, word in expect.items())
    (folder / "forts.yaml").write_text(
        "negosim: 1\nextends: classics/ten-forts\nwhat_ifs:\n  even: null\n  stronger:\n"
        f"    says: Stronger?\n    set: {{actors.attacker.resources: 12}}\n    expect:\n{lines}",
        encoding="utf-8",
    )
    return call("compare", "forts.yaml", "--json"), call("compare", "forts.yaml")


def test_expectations_of_figures_and_regimes_get_a_verdict(tmp_path, monkeypatch):
    """With 12 forts to 6 the walk is longer than with 4 to 6, and the attacker likelier to have the last one."""
    monkeypatch.chdir(tmp_path)
    expect = {"chance.attacker": "up", "chance.defender": "up", "expected_length": "same", "regime": "first_outlasts"}
    found, page = expecting(tmp_path, expect)
    (row,) = found.record["rows"][1:]
    verdicts = {each["figure"].partition(".")[2]: each["verdict"] for each in row["expectations"]}
    assert verdicts == dict(zip(expect, ("met", "not met", "not met", "met"), strict=True))
    assert page.flat.count("NOT as expected") == 2 and "expected chance the defender up: NOT as expected" in page.flat
    for each in row["expectations"][:3]:
        assert each["after"] == row["figures"][each["figure"].partition(".")[2]] != each["before"]
    (row,) = expecting(tmp_path, {"regime": "second_outlasts", "expected_length": "up"})[0].record["rows"][1:]
    assert [each["verdict"] for each in row["expectations"]] == ["not met", "met"]


@pytest.mark.parametrize(
    ("what", "word", "said"),
    [
        ("chance.atacker", "up", "'chance.atacker' is no figure of war; did you mean 'chance.attacker'"),
        ("regime", "first_wins", "'first_wins' is no regime of war; "),
    ],
)
def test_expectations_of_what_the_model_has_not_are_refused_where_they_stand(tmp_path, monkeypatch, what, word, said):
    monkeypatch.chdir(tmp_path)
    for found in (*expecting(tmp_path, {what: word}), call("check", "forts.yaml")):
        assert found.status == 3 and not found.out
        line, column = 9, len(f"      war.{what}: ") + 1
        assert f"forts.yaml:{line}:{column}: {said}" in found.err


def test_several_cases_share_a_page_with_what_moves_in_each():
    page, record = called("compare", "classics/preventive-war"), called("compare", "classics/preventive-war", "--json")
    assert len(record.record["rows"]) == 3
    for row in record.record["rows"][1:]:
        assert f"  {row['case']} " in page.out
        assert any(link["terms_moved"] for link in row["chain"]) == bool(row["figures_changed"])
    assert "no figure moves" not in page.out


def test_a_game_that_is_of_another_model_in_a_case_is_not_compared(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    moves = "{name: other, model: moves, moves: {m: {actor: attacker, options: {stay: {}}}}"
    other = f"{moves}, payoffs: {{stay: {{attacker: 1}}}}, sides: null, wins: null}}"
    (tmp_path / "other.yaml").write_text(f"negosim: 1\nwhat_ifs: null\ngames: {{war: {other}}}\n", encoding="utf-8")
    found = call("compare", "classics/ten-forts", "--with", "other.yaml")
    assert found.status == 2 and "is of another model there" in found.err
