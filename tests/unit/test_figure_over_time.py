"""The figure of frames over time: what is drawn is what the table says."""

import pandas as pd
import pytest

from drawn import NO_EVENTS, OPTIONS, draw, event, events, texts_of
from lasthope.figures.theme import render

N_DAYS = 40


def tables(*, frames=9, per_day=25, side="platform"):
    """Return a corpus in which frame k is in every (k + 2)nd unit."""
    ids = [f"d{day}-{unit}" for day in range(N_DAYS) for unit in range(per_day)]
    days = pd.Timestamp("2021-01-01", tz="UTC") + pd.to_timedelta(
        [day for day in range(N_DAYS) for _ in range(per_day)], unit="D"
    )
    documents = pd.DataFrame(
        {
            "doc_id": ids,
            "side": side,
            "author": "A",
            "created_at": days,
            "created_precision": "day",
            "weight": 1.0,
        }
    )
    names = [f"frame_{number}" for number in range(frames)]
    held = [
        (unit, name) for number, name in enumerate(names) for unit in ids[:: number + 2]
    ]
    return {
        "documents": documents,
        "units": pd.DataFrame({"unit_id": ids, "doc_id": ids, "voice": "own"}),
        "tags": pd.DataFrame(held, columns=["unit_id", "category"], dtype="str"),
        "categories": pd.DataFrame(
            {"category": names, "facet": "frame", "label": [n.upper() for n in names]},
            dtype="str",
        ),
    }


def test_the_commonest_frames_are_drawn_and_the_events_marked():
    happened = events(
        event("2021-01-08", "Google"),
        event("2021-01", "Court"),
        event("2020-12-31", "Too early"),
    )
    drawing = draw("over_time", **tables(), events=happened)
    assert drawing.table["name"].unique().tolist() == [f"frame_{n}" for n in range(7)]
    written = {text.get_text() for text in texts_of(drawing.figure)}
    assert {"FRAME_0", "FRAME_6", "Sentences a period"} <= written
    assert not {"FRAME_7", "FRAME_8"} & written
    assert {"A", "B"} <= written
    assert "C" not in written
    assert "B, 2021-01-08: Google" in drawing.caption
    assert "Too early" not in drawing.caption


def test_lines_are_the_shares_of_the_table():
    drawing = draw("over_time", **tables(frames=1), events=NO_EVENTS)
    drawn = [
        [float(y) for y in line.get_ydata()]
        for axes in drawing.figure.axes
        for line in axes.lines
        if len(line.get_xdata()) == N_DAYS
    ]
    shares = [round(100 * share, 9) for share in drawing.table["share"]]
    assert shares in [[round(y, 9) for y in line] for line in drawn]
    assert "No event is marked." in drawing.caption


def test_a_day_of_few_sentences_is_left_blank():
    corpus = tables(frames=1)
    is_left = ~corpus["documents"]["doc_id"].str.fullmatch(r"d7-(?:[6-9]|\d\d)")
    corpus["documents"] = corpus["documents"][is_left]
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    blank = {
        day
        for axes in drawing.figure.axes
        for line in axes.lines
        if len(line.get_xdata()) == N_DAYS
        for day, y in enumerate(line.get_ydata())
        if y != y
    }
    assert blank == {7}
    assert "fewer than 20 sentences are left blank" in drawing.caption


@pytest.mark.parametrize(
    "corpus", [tables(side="users"), tables(frames=0), tables(per_day=19)]
)
def test_nothing_to_draw_is_told(corpus):
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    assert "No frame of the platform is known" in drawing.caption


def test_the_same_bytes_each_time():
    corpus = tables(frames=3)
    first, second = (
        render(draw("over_time", OPTIONS, **corpus, events=NO_EVENTS).figure, "svg")
        for _ in range(2)
    )
    assert first == second
