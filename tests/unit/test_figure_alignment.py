"""The figure of alignment: every other side, with or without an interval."""

import numpy as np
import pandas as pd

from drawn import OPTIONS
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
    at = {
        text.get_text(): text.get_position()[0]
        for axes in drawing.figure.axes
        for text in axes.texts
    }
    assert (at["provider"], at["platform"]) == (0, 1)
    assert "Lines are 95% intervals (a method); marks without" in drawing.caption


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
