"""The figure of the numbers of topics: what is drawn is what the table says."""

import pandas as pd
import pytest

from drawn import draw, texts_of
from lasthope.figures.theme import render
from lasthope.tables import empty

TABLE = pd.DataFrame(
    {
        "n_topics": [2, 5, 10],
        "n_found": [2, 5, 9],
        "coherence": [0.1, 0.2, -0.3],
        "exclusivity": [0.25, 0.5, 0.75],
        "stability": [1.0, 0.9, 0.9],
        "score": [6.0, 7.0, 5.0],
        "is_chosen": [False, True, False],
    }
)


def test_each_measure_is_drawn_and_the_chosen_number_filled():
    drawing = draw("topics_grid", topics_grid=TABLE.iloc[::-1])
    pd.testing.assert_frame_equal(drawing.table, TABLE)
    plots = drawing.figure.axes[1:]
    for plot, measure in zip(
        plots, ("coherence", "exclusivity", "stability"), strict=True
    ):
        line, *grid = plot.lines
        assert {y for one in grid for y in one.get_ydata()} == {0.0, 0.5, 1.0}
        # One axis for all, so that small differences look small.
        assert plot.get_ylim() == (pytest.approx(-0.36), 1.0)
        assert line.get_ydata().tolist() == TABLE[measure].tolist()
        (dots,) = plot.collections
        assert not line.get_clip_on() and not dots.get_clip_on()
        filled = [colour[:3].tolist() != [1, 1, 1] for colour in dots.get_facecolors()]
        assert filled == [False, True, False]
    written = [text.get_text() for text in texts_of(drawing.figure)]
    assert written.count("number of topics") == 3
    assert {"Coherence", "Exclusivity", "Stability", "2", "5", "10"} <= set(written)
    assert drawing.caption.endswith("here 5.")
    assert "10 topics: coherence -0.30, exclusivity 0.75" in drawing.alt


def test_a_single_number_is_drawn_and_none_is_told():
    one = draw("topics_grid", topics_grid=TABLE.iloc[[1]])
    assert render(one.figure, "svg").startswith(b"<?xml")
    none = draw("topics_grid", topics_grid=empty("topics_grid"))
    assert "No numbers were tried" in none.caption
