"""`negosim bargaining-score`: a class's agreements against the frontier, and tables that are none."""

import json

import pytest

from command_line import call

ON, BELOW, BAD = "best,1,.7", "worst,.5,.7", "odd,1,.99"


def scored(tmp_path, rows, *words):
    (tmp_path / "deals.csv").write_text("pair,kursk,territory\n" + "\n".join(rows) + "\n")
    return call("bargaining-score", "march-2025", "--csv", str(tmp_path / "deals.csv"), *words)


def test_a_deal_on_the_frontier_leaves_nothing_and_one_within_it_something_to_both(tmp_path):
    rows = json.loads(scored(tmp_path, [ON, BELOW, BAD], "--json").out)["rows"]
    assert [row["pair"] for row in rows] == ["best", "worst", "odd"]
    assert max(rows[0]["left"].values()) == pytest.approx(0, abs=1e-12)
    assert min(rows[1]["left"].values()) > 0.01
    assert rows[2]["gains"]["ukraine"] < 0
    assert rows[0]["payoffs"]["russia"] - rows[0]["gains"]["russia"] == pytest.approx(
        rows[1]["payoffs"]["russia"] - rows[1]["gains"]["russia"]
    )


def test_the_page_and_the_picture_show_every_pair(tmp_path):
    found = scored(tmp_path, [ON, BELOW, BAD], "--plot", str(tmp_path / "deals.png"))
    assert found.status == 0 and (tmp_path / "deals.png").stat().st_size > 1000
    assert all(pair in found.out for pair in ("best", "worst", "odd"))
    assert "worse than none" in " ".join(found.out.split())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pair,kursk\na,1\n", ":1:1: no column territory"),
        ("pair,kursk,territory\na,1,x\n", ":2:1: territory is 'x'; write a number from 0 to 1"),
        ("pair,kursk,territory\n", ":1:1: no agreement stands below the header"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_place(tmp_path, text, said):
    (tmp_path / "deals.csv").write_text(text)
    found = call("bargaining-score", "march-2025", "--csv", str(tmp_path / "deals.csv"))
    assert (found.status, found.out) == (3, "") and said in found.err


def test_a_game_of_moves_has_no_agreements_to_score(tmp_path):
    found = scored(tmp_path, [ON], "--game", "call")
    assert found.status == 2 and "choose one with --game: settlement" in found.err
