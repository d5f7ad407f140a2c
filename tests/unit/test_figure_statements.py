"""The annotated statements: every mark in its place, every text within its width."""

import re

import pytest

from drawn import (
    OPTIONS,
    document,
    documents,
    draw,
    statement_tables,
    tagged,
    texts_of,
    whole_units,
)
from lasthope.figures.annotation import TEXT, Span, annotate, line_breaks
from lasthope.figures.lettering import advance, plain, wrap
from lasthope.tables import empty


def test_statements_show_each_mark_of_their_table():
    drawing = draw("statements", **statement_tables())
    assert list(drawing.table["matched"]) == [
        *("free speech", "speech and nothing", "They never want us"),
        *("terms of service", "service were not kept"),
    ]
    seen = [text.get_text() for text in texts_of(drawing.figure)]
    for label in ("free expression", "us and them", "contract", "not: contract"):
        assert seen.count(label) == 1


def test_overlapping_tags_of_a_category_are_one_mark():
    docs = documents(document(1, "platform", "one two three four"))
    units = whole_units(docs)
    spans = [(0, "c", "frame", words, "asserts") for words in ("one two", "two three")]
    spans.append((0, "c", "frame", "four", "asserts"))
    tags = tagged(units, *spans)
    table = draw("statements", documents=docs, units=units, tags=tags).table
    assert list(table["matched"]) == ["one two three", "four"]


def test_long_statements_are_cut_and_it_is_told():
    docs = documents(
        document(1, "platform", "word " * 30), document(2, "platform", "later")
    )
    options = OPTIONS._replace(max_words=7)
    tables = {"units": whole_units(docs), "tags": empty("tags")}
    drawing = draw("statements", options, documents=docs, **tables)
    seen = " ".join(text.get_text() for text in texts_of(drawing.figure)).split()
    assert seen.count("word") == 7
    assert "1 later statement" in drawing.caption


def test_a_label_is_cut_at_the_end_of_a_word():
    [line] = wrap("one two three four", width=60, size=7, max_lines=1)
    assert line in ("one two…", "one two three…")


def test_lines_break_within_the_width_and_lose_nothing():
    text = "some words and a" + "b" * 200 + "\nnew paragraph  with  spaces"
    lines = line_breaks(text, width=100)
    assert all(advance(text[a:b], TEXT) <= 100.5 for a, b in lines)
    kept = "".join(re.sub(r"\s", "", text[a:b]) for a, b in lines)
    assert kept == re.sub(r"\s", "", text)
    assert any(text[a:].startswith("new") for a, _ in lines)


def test_marks_over_one_another_are_stacked():
    text = "some word and a good deal more"
    spans = [Span(0, 0, 9, "a long label"), Span(1, 5, 9, "b"), Span(2, 21, 25, "c")]
    (line,) = annotate(text, spans, [], width=400)
    assert [mark.level for mark in line.below] == [0, 1, 0]
    # The labels of the first two would meet.
    assert [mark.row for mark in line.below] == [0, 1, 0]
    assert line.below[1].left == pytest.approx(advance("some ", TEXT))
    assert line.above == []


def test_a_mark_over_two_lines_is_labelled_once():
    first, second = annotate("one two", [Span(0, 0, 7, "x")], [], width=20)
    assert (first.text, second.text) == ("one", "two")
    assert (first.below[0].row, second.below[0].row) == (0, -1)


def test_wrapping_keeps_to_width_and_number_of_lines():
    lines = wrap("one two three " * 9, width=60, size=7, max_lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(advance(line, 7) <= 60 for line in lines)
    assert wrap("short", width=60, size=7, max_lines=3) == ["short"]
    assert wrap("", width=60, size=7, max_lines=3) == []


def test_an_advance_sees_spaces():
    assert advance("a b", 10) > advance("ab", 10)
    assert advance("a ", 10) == pytest.approx(advance("a", 10) + advance(" ", 10))


def test_plain_text_has_only_what_the_font_draws():
    assert plain("a\tb\x00c") == "a b c"
    assert plain("❤\ufe0f\u200d") == "❤"
    assert plain("\U0001f680") == "□"
