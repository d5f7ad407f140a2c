"""Intervals by author in the figures over time: where they are, and where not."""

import re

import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.dates import date2num

from drawn import NO_EVENTS, OPTIONS, draw, overlaps, texts_of
from lasthope.figures import theme
from lasthope.figures.bands import DASHES
from over_days import N_DAYS, both, of_sides, of_topics, tables


def bands(drawing):
    """Return the outlines of the bands, and the ends of lone bars."""
    outlines, bars = [], []
    for axes in drawing.figure.axes[1:]:
        for drawn in axes.collections:
            if isinstance(drawn, LineCollection):
                bars += [segment[:, 1].tolist() for segment in drawn.get_segments()]
            else:
                outlines += [path.vertices for path in drawn.get_paths()]
    return outlines, bars


def test_where_enough_authors_speak_a_band_is_drawn():
    drawing = draw("over_time", **both(frames=2, authors=12), events=NO_EVENTS)
    outlines, bars = bands(drawing)
    table = drawing.table
    assert set(table["status"]) == {"exploratory"}
    # Two frames, two sides: a band each from the first day to the last.
    assert len(outlines) == 4
    assert bars == []
    of_first = table[table["name"].eq("frame_0") & table["side"].eq("platform")]
    heights = {round(float(y), 6) for y in outlines[0][:, 1]}
    ends = of_first[["low", "high"]].to_numpy().ravel() * 100
    assert {round(float(end), 6) for end in ends} <= heights
    assert (of_first["low"] < of_first["share"]).all()
    assert (of_first["share"] < of_first["high"]).all()
    assert "the shares are exploratory" in drawing.caption
    written = " ".join(text.get_text() for text in texts_of(drawing.figure))
    assert "95% intervals by author; exploratory" in written
    assert "descriptive" not in written
    # The key shows a piece of each side's band.
    assert len(drawing.figure.axes[0].collections) == 2
    assert overlaps(drawing.figure) == []
    for axes in drawing.figure.axes[1:3]:
        assert axes.get_ylim()[1] >= table["high"].max() * 100 * 0.9


def test_where_too_few_speak_there_is_no_band():
    drawing = draw("over_time", **both(frames=2, authors=9), events=NO_EVENTS)
    assert bands(drawing) == ([], [])
    assert drawing.table[["low", "high"]].isna().all(axis=None)
    assert set(drawing.table["status"]) == {"descriptive"}
    assert (
        "9 authors at most in a period: the shares are descriptive, and no interval "
        "over sentences is drawn."
    ) in drawing.caption
    written = " ".join(text.get_text() for text in texts_of(drawing.figure))
    assert "sentences; descriptive; each" in written
    assert len(drawing.figure.axes[0].collections) == 0


def few_but_on(corpus, days):
    """Let one author say everything but on some days."""
    documents = corpus["documents"]
    is_on = documents["doc_id"].str.extract(r"d(\d+)-")[0].astype("int64").isin(days)
    author = documents["author"].where(is_on, "one alone")
    return corpus | {"documents": documents.assign(author=author)}


def test_a_single_period_has_a_bar_and_the_rest_is_descriptive():
    corpus = few_but_on(tables(frames=1, authors=12), [5, 20, 21, 22])
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    outlines, bars = bands(drawing)
    # One band of three days; the day alone is an outline without width.
    wide = [one for one in outlines if len(set(one[:, 0])) > 1]
    assert [sorted(set(one[:, 0] - one[:, 0].min())) for one in wide] == [[0, 1, 2]]
    day = drawing.table[drawing.table["start"].eq("2021-01-06")]
    ends = (day[["low", "high"]] * 100).round(6).to_numpy().tolist()
    assert [[round(float(end), 6) for end in bar] for bar in bars] == ends
    assert "where 10 authors of a side or more speak" in drawing.caption
    assert "shares without one are descriptive" in drawing.caption
    written = " ".join(text.get_text() for text in texts_of(drawing.figure))
    assert "bands and bars: 95% intervals by author; elsewhere descriptive" in written


def test_a_day_of_few_sentences_has_no_band_either():
    corpus = tables(frames=1, authors=12)
    is_left = ~corpus["documents"]["doc_id"].str.fullmatch(r"d7-(?:1[2-9]|2\d)")
    corpus["documents"] = corpus["documents"][is_left]
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    days = pd.date_range("2021-01-01", periods=N_DAYS)
    banded = {round(float(x)) for outline in bands(drawing)[0] for x in outline[:, 0]}
    first = round(float(date2num(days[0])))
    assert banded == {first + day for day in range(N_DAYS) if day != 7}


def test_bands_of_many_sides_differ_by_their_edges():
    assert DASHES.keys() == theme.SIDES.keys()
    assert len(set(DASHES.values())) == len(DASHES)


def test_edges_are_drawn_in_the_points_they_are_given_in():
    options = OPTIONS._replace(other_sides=tuple(theme.SIDES))
    corpus = of_sides(*theme.SIDES, frames=1, authors=12)
    drawing = draw("over_time", options, **corpus, events=NO_EVENTS)
    assert set(drawing.table["side"]) == set(theme.SIDES)
    svg = theme.render(drawing.figure, "svg").decode()
    styles = [style for style in re.findall('style="([^"]*)"', svg) if "0.55" in style]
    drawn = {
        re.search("stroke: (#[0-9a-f]+)", style)[1]: tuple(
            float(length)
            for found in re.findall("stroke-dasharray: ([0-9.,]+)", style)
            for length in found.split(",")
        )
        for style in styles
    }
    # One unit of such a picture is a point.
    assert drawn == {
        ink.colour: pytest.approx(DASHES[side]) for side, ink in theme.SIDES.items()
    }


def test_stable_topics_have_bands_too():
    corpus = of_topics(both(frames=3, authors=12))
    drawing = draw("topics_over_time", **corpus, events=NO_EVENTS)
    assert len(bands(drawing)[0]) == 4
    assert set(drawing.table["status"]) == {"exploratory"}


def test_what_coders_disagree_on_is_signed_and_has_no_band():
    agreement = pd.DataFrame({"category": ["frame_0", "frame_1"]}).assign(
        use=["none", "inference"]
    )
    corpus = tables(frames=2, authors=12) | {"agreement": agreement}
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    assert len(bands(drawing)[0]) == 1
    by_frame = drawing.table.groupby("name")
    assert by_frame["status"].unique().map(list).to_dict() == {
        "frame_0": ["descriptive"],
        "frame_1": ["exploratory"],
    }
    assert by_frame["low"].count().to_dict() == {"frame_0": 0, "frame_1": N_DAYS}
    written = {text.get_text() for text in texts_of(drawing.figure)}
    assert {"FRAME_0 ‡", "FRAME_1"} <= written
    assert "has no interval: FRAME_0." in drawing.caption


def disputed(*names, frames):
    """Many speak, but coders disagree on these."""
    agreement = pd.DataFrame({"category": names, "use": "none"})
    return tables(frames=frames, authors=12) | {"agreement": agreement}


def test_only_what_is_drawn_is_told_to_be_disputed():
    corpus = disputed("frame_0", "frame_8", frames=9)
    caption = draw("over_time", **corpus, events=NO_EVENTS).caption
    assert "has no interval: FRAME_0." in caption
    assert "FRAME_8" not in caption
    corpus = disputed("frame_7", "frame_8", frames=9)
    caption = draw("over_time", **corpus, events=NO_EVENTS).caption
    assert "Coders" not in caption


def test_where_all_is_disputed_that_is_the_reason_and_not_too_few_authors():
    corpus = disputed("frame_0", "frame_1", frames=2)
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    assert set(drawing.table["status"]) == {"descriptive"}
    assert "at most in a period" not in drawing.caption
    assert "has no interval: FRAME_0; FRAME_1." in drawing.caption
    assert "The shares are descriptive." in drawing.caption
