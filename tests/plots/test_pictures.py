"""What every picture must be: legible, framed, and the same for the same input. The pictures are listed in conftest."""

import re
from itertools import combinations

import numpy as np
from matplotlib.image import imread


def test_no_two_texts_of_a_picture_overlap(picture, texts_of):
    boxes = texts_of(picture)
    for (one, a), (other, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        tall = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1 or tall <= 1, f"{one!r} and {other!r} overlap by {wide:.0f} x {tall:.0f} pixels"


def test_every_text_lies_inside_its_picture(picture, texts_of):
    boxes = texts_of(picture)
    width, height = picture.canvas.get_width_height()
    for text, box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, f"{text!r} sticks out: {box}"


def test_every_picture_states_a_finding_and_bears_version_scenario_and_caution_at_its_foot(picture, texts_of):
    words = [text for text, _ in texts_of(picture)]
    assert len(picture.get_suptitle()) > 20
    pattern = r"negosim \d+\.\d+\.\d+, scenario [0-9a-f]{10}, model output, not a forecast"
    assert sum(bool(re.match(pattern, text)) for text in words) == 1


def test_every_picture_says_what_its_unit_is(picture, texts_of):
    words = " ".join(text for text, _ in texts_of(picture)).lower()
    assert "points" in words or "payoff" in words


def test_no_letters_are_smaller_than_seven_points(picture):
    from matplotlib.text import Text

    sizes = [text.get_fontsize() for text in picture.findobj(Text) if text.get_text().strip()]
    assert min(sizes) >= 7


def test_every_picture_fits_a_page_width(picture):
    assert picture.get_figwidth() <= 13


def test_a_saved_picture_is_not_blank(picture, tmp_path):
    file = tmp_path / "picture.png"
    picture.savefig(file)
    assert np.ptp(imread(file)[..., :3]) > 0.5
