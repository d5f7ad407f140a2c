"""The figure of alignment: every other side, with or without an interval."""

import numpy as np
import pandas as pd
import pytest

from drawn import OPTIONS, extents, overlaps
from lasthope.figures.alignment import draw


def comparison(*aligned):
    columns = ["side_a", "facet", "estimate", "low", "high", "status"]
    rows = pd.DataFrame(aligned, columns=columns)
    return rows.assign(
        measure="alignment", name="profile", label="x", side_b=None,
        n_units_a=40, n_authors_a=30, method="a method",
    )  # fmt: skip


def test_every_other_side_has_a_dot_per_facet():
    drawing = draw(
        comparison=comparison(
            ("users", "frame", 0.5, 0.25, 0.75, "exploratory"),
            ("employees", "frame", 0.875, np.nan, np.nan, "descriptive"),
            ("users", "device", -0.5, -1.0, 0.0, "exploratory"),
        ),
        options=OPTIONS,
    )
    told = drawing.table[["row", "label", "side", "estimate"]].to_numpy().tolist()
    # In the order of the sides: employees come before users.
    assert told == [
        [0, "frames", "employees", 0.875],
        [0, "frames", "users", 0.5],
        [1, "devices", "users", -0.5],
    ]
    assert "employees, frames 0.88" in drawing.alt
    # Half of a name is wider than what is left of the page beside the axis.
    assert ends_of(drawing) == {"provider": "centre", "platform": "over"}
    assert "Lines are 95% intervals (a method); marks without" in drawing.caption


def ends_of(drawing):
    """Tell whether the names stand at their lines, and see that all is on the page."""
    plot = drawing.figure.axes[1]
    boxes = dict(extents(drawing.figure))
    width = drawing.figure.get_size_inches()[0] * drawing.figure.dpi
    assert all(box.x0 >= 0 and box.x1 <= width for box in boxes.values())
    assert overlaps(drawing.figure) == []
    told = {}
    for value, name in ((0, "provider"), (1, "platform")):
        x = plot.transData.transform((value, 0))[0]
        box = boxes[name]
        if abs((box.x0 + box.x1) / 2 - x) < 1:
            told[name] = "centre"
        else:
            told[name] = "over" if box.x0 < x < box.x1 else "beside"
    return told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        # The lines are apart, near, in the middle, or at one end of a wide axis.
        (-1.0, 2.0, {"provider": "centre", "platform": "centre"}),
        (-4.0, 5.0, {"provider": "over", "platform": "over"}),
        (-40.0, 40.0, {"provider": "beside", "platform": "beside"}),
        (0.5, 90.0, {"provider": "beside", "platform": "beside"}),
    ],
)
def test_names_of_the_two_sides_do_not_touch_on_a_wide_axis(low, high, told):
    wide = comparison(("users", "frame", 0.5, low, high, "exploratory"))
    drawing = draw(comparison=wide, options=OPTIONS)
    assert ends_of(drawing) == told


def test_names_at_the_right_end_of_a_wide_axis_stay_on_the_page():
    wide = comparison(("users", "frame", 0.5, -90.0, 0.5, "exploratory"))
    drawing = draw(comparison=wide, options=OPTIONS)
    boxes = dict(extents(drawing.figure))
    width = drawing.figure.get_size_inches()[0] * drawing.figure.dpi
    assert boxes["provider"].x1 < boxes["platform"].x0
    assert boxes["platform"].x1 < width
    assert overlaps(drawing.figure) == []


def test_without_intervals_none_are_promised():
    drawing = draw(
        comparison=comparison(
            ("users", "frame", 0.5, np.nan, np.nan, "descriptive")
        ).assign(n_authors_a=0),
        options=OPTIONS,
    )
    assert "There are no intervals (a method)." in drawing.caption
    written = [text.get_text() for axes in drawing.figure.axes for text in axes.texts]
    assert "Descriptive: speakers few or not known" in written
    assert not [text for text in written if text.startswith("Lines")]


def test_without_another_side_there_is_a_notice():
    drawing = draw(comparison=comparison(), options=OPTIONS)
    assert (
        drawing.caption
        == "No other side speaks, or platform and provider do not differ."
    )
    assert drawing.table.empty
