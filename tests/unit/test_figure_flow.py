"""The sampling flow: every number of the table in its box, whatever the size."""

import itertools
import re
from functools import cache
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from drawn import HOSTILE, draw, extents, overlaps, texts_of
from lasthope.figures.lettering import LABEL
from lasthope.figures.theme import MM, render
from lasthope.tables import check, empty

STAGES = ["read", "ingested", "analysed", "distinct"]
LONG = (
    "a reason that is told at such length that it has to be wrapped, and more, no. {}"
)


def flow(*sources):
    """A table of (source, records read, stage -> reason -> records)."""
    rows = []
    for source, n, reasons in sources:
        for stage in STAGES:
            rows.append((source, stage, None, n))
            for reason, left in reasons.get(stage, {}).items():
                rows.append((source, stage, reason, left))
                n -= left
    table = pd.DataFrame(rows, columns=["source", "stage", "reason", "n_records"])
    table.insert(1, "place", table.groupby("source").cumcount())
    return check(table, "flow")


CASE = flow(
    (
        "first",
        12,
        {"read": {"contained in another": 3}, "analysed": {"near copy": 2}},
    ),
    (
        "second",
        1_000,
        {
            "read": {"contained in another": 1, "no text": 7},
            "ingested": {"a side that is not compared": 40},
            "analysed": {"near copy": 1},
        },
    ),
)


def large(n_sources, n_reasons, n=183_000_000):
    each = {LONG.format(i): i + 1 for i in range(n_reasons)}
    left = dict.fromkeys(STAGES[:3], each)
    return flow(*((f"source number {i:03}", n, left) for i in range(n_sources)))


SIZES = {
    "one record": flow(("a", 1, {})),
    "nothing": flow(("a", 0, {})),
    "all left out": flow(("a", 5, {"read": {"no text": 5}})),
    "small": CASE,
    "six sources": large(6, 4, 183_000),
    "two hundred sources": large(200, 40),
    "forty reasons": large(1, 40),
    "long names": flow(("W" * 500, 10**9, {"read": {"w" * 500: 10, "x " * 500: 2}})),
    "hostile": flow(
        *(
            (source, 99, {"read": {reason: 1 + i for i, reason in enumerate(HOSTILE)}})
            for source in HOSTILE[:6]
        )
    ),
}


def test_totals_over_sources_and_what_was_left_out():
    table = draw("flow", flow=CASE).table
    told = list(zip(table["part"], table["label"], table["n_records"], strict=True))
    copies = "3 near copies of others, which share one weight"
    assert told == [
        ("came", "records read", 1_012),
        ("n_sources", "from 2 sources", 2),
        ("source", "first", 12),
        ("source", "second", 1_000),
        ("left", "11 left out", 11),
        ("reason", "no text", 7),
        ("reason", "contained in another", 4),
        ("came", "documents", 1_001),
        ("source", "first", 9),
        ("source", "second", 992),
        ("left", "40 left out", 40),
        ("reason", "a side that is not compared", 40),
        ("came", "documents analysed", 961),
        ("source", "first", 9),
        ("source", "second", 952),
        ("left", copies, 3),
        ("came", "different texts", 958),
        ("source", "first", 7),
        ("source", "second", 951),
    ]


@cache
def drawn(size):
    return draw("flow", flow=SIZES[size])


def boxes_of(figure):
    return [
        patch.get_window_extent()
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle)
    ]


@pytest.mark.parametrize("size", SIZES)
def test_the_numbers_drawn_are_those_of_the_table(size):
    _, *texts = texts_of(drawn(size).figure)
    starts = [re.match(r"[\d,]+(?= |$)", text.get_text()) for text in texts]
    # Numbers of reasons stand alone, those of boxes begin a line; a reason or name
    # that begins with a number, at the left, is none of ours.
    numbers = [
        int(start[0].replace(",", ""))
        for text, start in zip(texts, starts, strict=True)
        if start
        and (text.get_ha() != "left" or text.get_fontproperties().get_size() == LABEL)
    ]
    table = drawn(size).table
    counts = table.loc[table["part"].ne("n_sources"), "n_records"]
    assert sorted(numbers) == sorted(counts)


@pytest.mark.parametrize("size", SIZES)
def test_text_is_in_its_box_and_nothing_overlaps(size):
    figure = drawn(size).figure
    assert overlaps(figure) == []
    assert min(text.get_fontsize() for text in texts_of(figure)) >= 6.5
    width, height = figure.get_size_inches() * 72 / MM
    assert round(width) in (85, 180)
    assert height <= 235.1
    boxes = boxes_of(figure)
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    for box in boxes:
        assert figure.bbox.x0 <= box.x0 < box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0 < box.y1 <= figure.bbox.y1
    _, *texts = extents(figure)
    for text, ink in texts:
        assert any(
            box.x0 <= ink.x0
            and ink.x1 <= box.x1
            and box.y0 <= ink.y0
            and ink.y1 <= box.y1
            for box in boxes
        ), text


@pytest.mark.parametrize("size", ["small", "hostile"])
def test_any_text_is_only_text_and_the_bytes_are_the_same(size):
    shuffled = SIZES[size].sample(frac=1, random_state=1)
    one, other = drawn(size), draw("flow", flow=shuffled)
    assert one[2:] == other[2:]
    pd.testing.assert_frame_equal(one.table, other.table)
    svg = render(one.figure, "svg")
    assert svg == render(other.figure, "svg")
    ElementTree.fromstring(svg)


def test_of_many_reasons_the_rest_is_one_line():
    drawing = draw("flow", flow=large(2, 13))
    table = drawing.table
    first = table.loc[table["box"].eq(0) & table["part"].isin(["reason", "others"])]
    # Two sources with 1 to 13 records each; the three smallest have 1 + 2 + 3.
    assert list(first["n_records"]) == [26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 12]
    assert first["label"].iloc[-1] == "3 other reasons"
    assert "the 10 most frequent are told apart" in drawing.caption
    left = table.loc[table["part"].eq("left"), "n_records"]
    assert list(left) == [182] * 3


def test_kinds_of_copies_are_told_if_there_are_several():
    copies = {"analysed": {"exact copy": 1, "near copy": 2}}
    table = draw("flow", flow=flow(("a", 9, copies))).table
    assert list(table.loc[table["part"].eq("reason"), "label"]) == [
        *("near copy", "exact copy")
    ]


def test_one_copy_is_told_as_one():
    drawing = draw("flow", flow=flow(("a", 9, {"analysed": {"near copy": 1}})))
    assert "1 near copy of another, with which it shares one weight" in drawing.alt
    assert "Copies, in the dashed box, stay in the analysis" in drawing.caption


def test_sources_are_left_out_where_there_are_many():
    table = draw("flow", flow=large(7, 1)).table
    assert not table["part"].eq("source").any()
    assert "from 7 sources" in set(table["label"])
    assert "from a" in set(draw("flow", flow=SIZES["one record"]).table["label"])


def test_words_for_those_who_cannot_see_it():
    drawing = draw("flow", flow=CASE)
    assert drawing.alt == (
        "Boxes from top to bottom: 1,012 records read from 2 sources; at the side 11 "
        "left out (no text 7; contained in another 4); 1,001 documents; at the side 40 "
        "left out (a side that is not compared 40); 961 documents analysed; at the "
        "side 3 near copies of others, which share one weight; 958 different texts."
    )
    assert "By source, first and last box: first 12, 7; second 1,000, 951." in (
        drawing.caption
    )


def test_no_flow_is_told():
    drawing = draw("flow", flow=empty("flow"))
    assert drawing.table.empty
    assert drawing.caption == "No records were read."
