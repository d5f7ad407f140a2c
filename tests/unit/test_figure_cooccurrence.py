"""The figure of co-occurrence: what it shows, and that it can be read."""

import pandas as pd
import pytest

from drawn import HOSTILE, OPTIONS, draw, marks_of, overlaps, texts_of
from lasthope.figures.theme import COLUMN, render
from lasthope.tables import check, empty


def pair(one, other, *, side="platform", count=3, lift=0.5, **more):
    return {
        "side": side,
        "facet": "frame",
        "name_a": one,
        "name_b": other,
        "label_a": f"The frame {one}",
        "label_b": f"The frame {other}",
        "estimate": lift,
        "low": lift - 0.4,
        "high": lift + 0.4,
        "p": 0.04,
        "q": 0.2,
        "expected": 2.0,
        "count": count,
        "count_a": 4,
        "count_b": 5,
        "n_documents": 20,
        "n_authors": 20,
        "method": "log lift",
        "use": "unvalidated",
        "status": "exploratory",
        **more,
    }


def table(*rows):
    columns = empty("cooccurrence").columns
    return check(pd.DataFrame(rows, columns=columns), "cooccurrence")


MANY = [
    pair(f"a{one}", f"b{other}", side=side, count=one + other, lift=(one - other) / 3)
    for one in range(1, 8)
    for other in range(1, 8)
    for side in ("platform", "provider", "users")
]


def test_the_pairs_in_most_documents_are_shown_by_their_lift():
    rows = [pair("a", "b", count=9), pair("a", "c", lift=2.0), pair("b", "c", count=0)]
    rows += [pair("b", "c", side="users", count=7)]
    drawing = draw("cooccurrence", cooccurrence=table(*rows))
    shown = drawing.table
    assert shown["label"].tolist() == [
        "The frame a + The frame c",
        "The frame a + The frame b",
    ]
    assert marks_of(drawing.figure) == [0.5, 2.0]
    assert "Of 2 pairs that meet at all, the 2 in most documents" in drawing.caption


def test_a_pair_that_one_side_keeps_apart_is_shown_where_the_other_does_not():
    rows = [pair("a", "b"), pair("a", "b", side="provider", count=0, lift=-1.5)]
    drawing = draw("cooccurrence", cooccurrence=table(*rows))
    assert drawing.table["side"].tolist() == ["platform", "provider"]
    assert drawing.table["row"].tolist() == [0, 0]


def test_in_how_many_documents_a_pair_meets_stands_at_the_right():
    rows = [
        pair("a", "b", count=1200),
        pair("a", "b", side="provider", count=0, lift=-1.5),
        pair("a", "c"),
    ]
    written = [
        text.get_text()
        for text in texts_of(draw("cooccurrence", cooccurrence=table(*rows)).figure)
    ]
    assert "At the right: documents with both, platform : provider" in written
    # Where a side lacks one of the frames it has no mark, either.
    assert {"1,200 : 0", "3 : –"} <= set(written)


def test_no_more_than_a_column_and_no_label_on_another():
    options = OPTIONS._replace(other_sides=("users",))
    drawing = draw("cooccurrence", options, cooccurrence=table(*MANY))
    assert drawing.table["row"].nunique() == 20
    assert drawing.table.groupby("row").size().eq(3).all()
    assert drawing.figure.get_size_inches()[0] * 72 == pytest.approx(COLUMN)
    assert overlaps(drawing.figure) == []


def test_few_speakers_are_marked_in_words_and_in_ink():
    row = pair("a", "b", low=None, high=None, status="descriptive", n_authors=1)
    drawing = draw("cooccurrence", cooccurrence=table(row))
    written = [text.get_text() for text in texts_of(drawing.figure)]
    assert "Descriptive: one speaker a side" in written
    assert "nothing follows for other speakers" in drawing.caption


def test_speakers_that_are_not_known_are_not_counted():
    row = pair("a", "b", status="descriptive", n_authors=0)
    drawing = draw("cooccurrence", cooccurrence=table(row))
    assert "Platform: 20 documents, speakers not known." in drawing.caption


@pytest.mark.parametrize("rows", [[], [pair("a", "b", count=0)]])
def test_where_no_pair_meets_it_says_so(rows):
    drawing = draw("cooccurrence", cooccurrence=table(*rows))
    assert drawing.table.empty
    assert "No two frames" in drawing.alt


@pytest.mark.parametrize("label", HOSTILE)
def test_any_label(label):
    drawing = draw("cooccurrence", cooccurrence=table(pair("a", "b", label_a=label)))
    assert overlaps(drawing.figure) == []


def test_the_same_bytes_each_time():
    every = table(*MANY)
    one = draw("cooccurrence", cooccurrence=every)
    other = draw("cooccurrence", cooccurrence=every.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(one.table, other.table)
    for form in ("svg", "pdf", "png"):
        assert render(one.figure, form) == render(other.figure, form)


def test_the_sign_of_a_pair_tells_its_use():
    rows = [pair("a", "b", use="tentative"), pair("a", "c", count=2)]
    drawing = draw("cooccurrence", cooccurrence=table(*rows))
    written = [text.get_text() for text in texts_of(drawing.figure)]
    assert "Hand coding: † tentative, no sign: not validated" in written
    assert sum(text.endswith("†") for text in written) == 1
    assert "as the less reliable of it" in drawing.caption
