"""What every picture must be: legible, framed, and honest about what it is. The pictures are listed in conftest."""

import re
from itertools import combinations

import numpy as np
from matplotlib.text import Text

UNITS = ("points", "payoff", "discount factor", "share of", "chance", "how often", "from 0 to 1", "effort")


def test_no_two_texts_of_a_picture_overlap(picture):
    for (one, a), (other, b) in combinations(picture.texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        tall = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1 or tall <= 1, f"{one!r} and {other!r} overlap by {wide:.0f} x {tall:.0f} pixels"


def test_every_text_lies_inside_its_picture(picture):
    width, height = picture.figure.canvas.get_width_height()
    for text, box in picture.texts:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, f"{text!r} sticks out: {box}"


def test_every_picture_states_a_finding_and_bears_version_scenario_and_caution_at_its_foot(picture):
    pattern = r"^negosim \d+\.\d+\.\d+, scenario [0-9a-f]{10}, model output, not a forecast"
    assert len(picture.figure.get_suptitle()) > 20
    assert sum(bool(re.search(pattern, text, re.MULTILINE)) for text, _ in picture.texts) == 1


def test_every_picture_says_what_its_unit_is(picture):
    words = " ".join(text for text, _ in picture.texts).lower()
    assert any(unit in words for unit in UNITS)


def test_no_letters_are_smaller_than_seven_points_and_no_picture_is_too_wide_for_a_page(picture):
    sizes = [text.get_fontsize() for text in picture.figure.findobj(Text) if text.get_text().strip()]
    assert min(sizes) >= 7
    assert picture.figure.get_figwidth() <= 15


def test_a_picture_is_not_blank(picture):
    assert np.ptp(np.asarray(picture.figure.canvas.buffer_rgba())[..., :3]) > 200
