"""The annotated statements: every mark in its place, every text within its width."""

import re
from itertools import combinations, pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import (
    OPTIONS,
    document,
    documents,
    draw,
    labelled,
    statement_tables,
    tagged,
    texts_of,
    whole_units,
)
from lasthope.figures import theme
from lasthope.figures.annotation import TEXT, Span, annotate, line_breaks
from lasthope.figures.legend import COLOURS, DASHES, dark, frame_styles
from lasthope.figures.lettering import advance, plain, wrap, wrap_evenly
from lasthope.tables import empty


def test_statements_show_each_mark_of_their_table():
    drawing = draw("statements", **statement_tables())
    assert list(drawing.table["matched"]) == [
        *("free speech", "speech and nothing", "They never want us"),
        *("terms of service", "service were not kept"),
    ]
    seen = [text.get_text() for text in texts_of(drawing.figure)]
    for label in (
        "The free_expression",
        "The us_and_them",
        "The contract",
        "not: The contract",
    ):
        assert seen.count(label) == 1
    # What is asserted and what is rejected is two marks.
    assert "The contract 2 times with the provider" in drawing.alt
    assert "The free_expression 1 time with the platform" in drawing.alt


def test_overlapping_tags_of_a_category_are_one_mark():
    docs = documents(document(1, "platform", "one two three four"))
    units = whole_units(docs)
    spans = [(0, "c", "frame", words, "asserts") for words in ("one two", "two three")]
    spans.append((0, "c", "frame", "four", "asserts"))
    tags = tagged(units, *spans)
    table = draw("statements", documents=docs, units=units, **labelled(tags)).table
    assert list(table["matched"]) == ["one two three", "four"]


def test_long_statements_are_cut_and_it_is_told():
    docs = documents(
        document(1, "platform", "word " * 30), document(2, "platform", "later")
    )
    options = OPTIONS._replace(max_words=7)
    tables = {"units": whole_units(docs), **labelled(empty("tags"))}
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


def test_frames_are_drawn_in_no_sides_colour_and_each_in_a_style_of_its_own():
    assert {ink.colour for ink in theme.INKS.values()}.isdisjoint(COLOURS)
    n_styles = len(COLOURS) * len(DASHES)
    names = [f"frame {number:02}" for number in range(n_styles)]
    spans = pd.DataFrame({"name": names, "facet": "frame"})
    assert len(set(frame_styles(spans).values())) == n_styles


def brightness(colour):
    """Relative luminance as in the Web Content Accessibility Guidelines 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts
    ]
    return sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), linear))


@pytest.mark.parametrize("colour", COLOURS)
def test_the_line_of_a_frame_and_its_name_stand_out_from_paper(colour):
    # 3 to 1 for what is drawn, 4.5 to 1 for text, by the same guidelines.
    assert 1.05 / (brightness(colour) + 0.05) >= 3
    assert 1.05 / (brightness(dark(colour)) + 0.05) >= 4.5


def fewest_lines(words, width):
    """The fewest lines into which words go, by trying every way to break them."""
    ways = (
        [" ".join(words[a:b]) for a, b in pairwise((0, *breaks, len(words)))]
        for n in range(len(words))
        for breaks in combinations(range(1, len(words)), n)
    )
    return [lines for lines in ways if all(advance(line, 7) <= width for line in lines)]


@given(
    st.lists(st.text("abil", min_size=1, max_size=6), min_size=1, max_size=7),
    st.floats(30, 120),
)
def test_lines_of_a_label_are_as_few_and_as_even_as_can_be(words, width):
    lines = wrap_evenly(" ".join(words), width=width, size=7, max_lines=9)
    ways = fewest_lines(words, width)
    least = min(map(len, ways))
    widest = min(
        max(advance(line, 7) for line in way) for way in ways if len(way) == least
    )
    assert " ".join(lines).split() == words
    assert len(lines) == least
    assert max(advance(line, 7) for line in lines) == pytest.approx(widest, abs=0.02)


def test_what_is_cut_is_as_wide_as_it_can_be():
    text = "one two three " * 9
    settings = {"width": 60, "size": 7, "max_lines": 3}
    assert wrap_evenly(text, **settings) == wrap(text, **settings)
    assert wrap_evenly("", **settings) == []
