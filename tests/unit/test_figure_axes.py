"""Axes of dots, the numbers beside them, and what their lines are."""

import pandas as pd
import pytest

from drawn import OPTIONS, comparison, draw, pair, share, texts_of, word
from lasthope.figures import theme
from lasthope.figures.estimates import Axis, axis_limits, numbers


def test_numbers_at_the_right_tell_shares_however_small():
    rows = [*pair("war", 3, 0), share("war", "users", 1, of=90_000)]
    options = OPTIONS._replace(other_sides=("users",))
    drawing = draw("frames", options, comparison=comparison(rows))
    told = [text.get_text() for text in texts_of(drawing.figure)]
    assert "15 : 0 : <0.01" in told
    assert "At the right: % of platform : provider : users" in told
    assert "platform 15%, provider 0%, users <0.01%" in drawing.alt


def test_intervals_tell_their_level_and_methods():
    some = [word("free", 0.5), {**word("terms", -2.0), "method": "another"}]
    options = OPTIONS._replace(confidence=0.999)
    drawing = draw("words", options, comparison=comparison(some))
    assert "Lines are 99.9% intervals (another; or: normal" in drawing.caption
    # That of free is from -0.5 to 1.5, that of terms from -3 to -1.
    assert "1 of 2 intervals hold zero." in drawing.caption
    written = [text.get_text() for text in texts_of(drawing.figure)]
    assert "Lines: 99.9% intervals" in written


@pytest.mark.parametrize(
    ("ends", "limits"),
    [
        # The next tick would be 10 or 30: far away, or near enough.
        ((0.0, 0.22), (0, 0.22)),
        ((0.0, 0.29), (0, 0.3)),
        ((-0.06, 1.0), (-0.06, 1)),
        ((-4.4, 4.1), (-4.4, 4.1)),
    ],
)
def test_an_axis_ends_at_a_tick_only_where_little_is_wasted(ends, limits):
    marks = pd.DataFrame({"estimate": [0.1], "low": ends[0], "high": ends[1]})
    axis = Axis("x", 0, 0.05, (-99, 99), 1, None)
    assert axis_limits(marks, axis) == pytest.approx(limits)


def test_numbers_of_an_axis_have_as_many_decimals():
    assert numbers([-2.5, 0, 2.5]) == ["−2.5", "0.0", "2.5"]
    assert numbers([0, 1000, 2000]) == ["0", "1,000", "2,000"]
    assert numbers([-0.0, 0.25], 100) == ["0", "25"]
    assert numbers([]) == []


def test_every_side_has_a_mark_of_its_own():
    shapes = [ink.marker for ink in theme.SIDES.values()]
    assert len({*shapes, theme.NO_SIDE.marker}) == len(shapes) + 1
