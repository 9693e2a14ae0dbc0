"""Laying out: columns, wrapping, and what is left out first."""

from hypothesis import given
from hypothesis import strategies as st

from negosim.report.layout import HEIGHT, WIDTH, ends, first_that_fits, row, with_amount, wrapped

TEXTS = st.lists(
    st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=95), min_size=1, max_size=30
).map(" ".join)


@given(TEXTS, st.integers(0, 20))
def test_wrapped_lines_have_at_most_80_columns_and_lose_no_letter(text, indent):
    lines = wrapped(text, indent)
    assert max(map(len, lines)) <= WIDTH
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXTS, TEXTS)
def test_both_ends_are_within_80_columns_and_lose_no_letter(left, right):
    lines = ends(left, right)
    assert max(map(len, lines)) <= WIDTH
    assert "".join("".join(lines).split()) == "".join((left + right).split())


@given(TEXTS, st.sampled_from(["+1.0", "-126.0"]), st.integers(0, 16))
def test_an_amount_ends_the_last_line(text, amount, indent):
    lines = with_amount(text, amount, indent)
    assert max(map(len, lines)) <= WIDTH
    assert lines[-1].endswith(f" {amount}") and len(lines[-1]) == WIDTH


@given(st.lists(TEXTS, min_size=3, max_size=3))
def test_the_cells_of_a_row_stay_in_their_columns(cells):
    lines = row(cells, [20, -20, 30])
    padded = [line.ljust(72) for line in lines]
    assert {len(line) for line in padded} == {72}
    for start, end, cell in ((0, 20, cells[0]), (21, 41, cells[1]), (42, 72, cells[2])):
        assert "".join("".join(line[start:end] for line in padded).split()) == "".join(cell.split())


def test_the_first_version_that_fits_is_taken_else_the_last():
    pages = [["long"] * (HEIGHT + 1), ["fits"] * HEIGHT, ["short"]]
    assert first_that_fits(pages) == ["fits"] * HEIGHT
    assert first_that_fits(pages[:1]) == pages[0]
