"""The timeline: dates as exact as they are known, no label over another."""

import pandas as pd
import pytest
from matplotlib.dates import date2num

from drawn import (
    NO_DOCUMENTS,
    NO_EVENTS,
    document,
    documents,
    draw,
    event,
    events,
    labelled,
    tagged,
    texts_of,
    timeline_tables,
    whole_units,
)
from lasthope.figures import theme
from lasthope.figures.lanes import spread
from lasthope.figures.timeaxis import Scale


def test_timeline_dates_are_as_exact_as_they_are_known():
    happened = events(
        event("2021-01-08"),
        event("2021-01-10", time="23:59 PST", announced=True),
        event("2021-01", "Staff"),
        event("2020", "Court"),
    )
    undated = documents(document(1, "court", "Soon.", created_at=None))
    drawing = draw("timeline", documents=undated, events=happened)
    table = drawing.table.set_index("when")
    assert list(table["precision"]) == ["year", "month", "day", "second"]
    assert table.loc["2020", "end"] == pd.Timestamp("2021-01-01")
    assert table.loc["8 Jan 2021", "moment"] == pd.Timestamp("2021-01-08 12:00")
    assert table.loc["10 Jan 2021 23:59", "is_announced"]
    assert "Undated: " in drawing.caption
    assert "“Soon.”" in drawing.caption
    # What was announced is hollow, in its side's colour; that mark alone is of no side.
    hollow = [
        line.get_markeredgecolor()
        for line in drawing.figure.axes[0].lines
        if line.get_markerfacecolor() == theme.PAPER
    ]
    assert hollow == [theme.INK, theme.ink("provider").colour]
    assert "hollow: announced" in [text.get_text() for text in texts_of(drawing.figure)]


def test_timeline_dots_are_at_the_exact_moments_of_the_table():
    drawing = draw("timeline", **timeline_tables(9))
    dots = [
        float(y)
        for axes in drawing.figure.axes
        for points in axes.collections
        for y in points.get_offsets()[:, 1]
    ]
    table = drawing.table
    exact = table.loc[table["precision"].isin(["second", "day"]), "moment"]
    assert 0 < len(exact) < len(table)
    assert sorted(dots) == pytest.approx(sorted(date2num(exact)))


def test_words_before_a_fragment_are_shown_in_both_figures():
    docs = documents(document(1, "platform", "feel responsible", lead_in="doesn't"))
    units = whole_units(docs)
    tags = labelled(tagged(units))
    page = draw("statements", documents=docs, units=units, **tags)
    shown = [text.get_text() for text in texts_of(page.figure)]
    assert any("after “doesn't”" in text for text in shown)
    line = draw("timeline", documents=docs, events=NO_EVENTS)
    assert line.table["what"].tolist() == ["[doesn't] “feel responsible”"]


def test_a_timeline_is_cut_at_one_time_on_both_sides():
    happened = [event("2020-01-01", f"Early {i}") for i in range(300)]
    late = event("2021-01-01", "Late", "platform")
    drawing = draw("timeline", documents=NO_DOCUMENTS, events=events(*happened, late))
    assert "Late" not in set(drawing.table["who"])
    n_left_out = 301 - len(drawing.table)
    assert f"{n_left_out} later ones are left out" in drawing.caption


def test_a_month_round_exact_days_does_not_stretch_the_axis():
    happened = events(event("2021-01-08"), event("2021-01-10"), event("2021-01"))
    figure = draw("timeline", documents=NO_DOCUMENTS, events=happened).figure
    last, first = figure.axes[1].get_ylim()
    assert last - first == 3


def test_extreme_dates_do_not_crash():
    dates = ["0001-01-01", "9999-12-31"]
    happened = events(*(event(date) for date in dates))
    drawing = draw("timeline", documents=NO_DOCUMENTS, events=happened)
    assert len(drawing.table) == 2


def test_labels_spread_as_little_as_they_can():
    scale = Scale(0, 1, 0, 100)
    heights = pd.Series([10.0, 10.0, 10.0]).to_numpy()
    tops = spread(pd.Series([50.0, 50.0, 95.0]).to_numpy(), heights, scale)
    # Two at 50 part evenly; the last keeps its wish, 90 to 100.
    assert tops == pytest.approx([40, 50, 90])
