"""Axes of dots, the numbers beside them, and what their lines are."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import OPTIONS, comparison, draw, overlaps, pair, share, texts_of, word
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


def test_numbers_at_the_right_leave_room_for_the_marks():
    others = [side for side in theme.SIDES if side not in ("platform", "provider")]
    label = "A long label of many words"
    rows = [*pair("war", 3, 1, label=label)]
    rows += [share("war", side, 1, of=300, label=label) for side in others]
    widths = []
    for n_others in range(len(others) + 1):
        options = OPTIONS._replace(other_sides=tuple(others[:n_others]))
        drawing = draw("frames", options, comparison=comparison(rows))
        written = [text.get_text() for text in texts_of(drawing.figure)]
        note = " : ".join(["15", "5.0", *["0.33"] * n_others])
        # The remark is there where the numbers are.
        is_noted = note in written
        assert is_noted == any(text.startswith("At the right") for text in written)
        (plot,) = drawing.figure.axes[1:]
        inches = plot.get_position().width * drawing.figure.get_size_inches()[0]
        widths.append((is_noted, round(inches * 72)))
        assert overlaps(drawing.figure) == []
    assert min(wide for _, wide in widths) >= 80
    assert widths[0][0]
    assert not widths[-1][0]


def test_intervals_tell_their_level_and_methods():
    some = [word("free", 0.5), {**word("terms", -2.0), "method": "another"}]
    options = OPTIONS._replace(confidence=0.999)
    drawing = draw("words", options, comparison=comparison(some))
    assert "Lines are 99.9% intervals (another; or: normal" in drawing.caption
    # That of free is from -0.5 to 1.5, that of terms from -3 to -1.
    assert "words). 1 of 2 intervals holds zero. Descriptive" in drawing.caption
    written = [text.get_text() for text in texts_of(drawing.figure)]
    assert "Lines: 99.9% intervals" in written


def test_a_caption_of_words_tells_of_zero_only_where_an_interval_holds_it():
    one = draw("words", comparison=comparison([word("free", 0.5)]))
    assert "words). Its one interval holds zero. Descriptive" in one.caption
    sure = draw("words", comparison=comparison([word("free", 1.5)]))
    without = comparison([{**word("free", 0.5), "low": None, "high": None}])
    for caption in (sure.caption, draw("words", comparison=without).caption):
        assert "zero. D" not in caption
        assert "words). Descriptive" in caption


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
    assert numbers([0.3]) == ["0.3"]


@pytest.mark.parametrize(
    ("ticks", "told"),
    [
        ([0, 5e5, 1e6, 1.5e6], ["0", "500,000", "1,000,000", "1,500,000"]),
        ([1.5e6, 1.6e6, 1.7e6], ["1,500,000", "1,600,000", "1,700,000"]),
        ([2.5e6, 5e6], ["2,500,000", "5,000,000"]),
        ([0, 2e-5, 4e-5], ["0.00000", "0.00002", "0.00004"]),
        ([-1e-7, 0.0], ["−0.0000001", "0.0000000"]),
        # 3 * 0.1 is 0.30000000000000004.
        ([0.1, 0.2, 3 * 0.1], ["0.1", "0.2", "0.3"]),
        ([1234567.0, 1234567.5], ["1,234,567.0", "1,234,567.5"]),
    ],
)
def test_numbers_large_and_small_have_no_exponents(ticks, told):
    assert numbers(ticks) == told


@given(st.integers(-9, 9), st.sampled_from([1, 2, 5]), st.integers(-50, 50))
def test_numbers_of_ticks_are_their_values(power, digit, first):
    step = Fraction(digit) * Fraction(10) ** power
    ticks = [(first + place) * step for place in range(4)]
    told = numbers([float(tick) for tick in ticks])
    read = [text.replace(",", "").replace("−", "-") for text in told]
    assert [Fraction(text) for text in read] == ticks


def test_every_side_has_a_mark_of_its_own():
    shapes = [ink.marker for ink in theme.SIDES.values()]
    assert len({*shapes, theme.NO_SIDE.marker}) == len(shapes) + 1
