"""Each figure shows its table, the same each time, whatever the text."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection

from drawn import (
    HOSTILE,
    NO_DOCUMENTS,
    NO_EVENTS,
    OPTIONS,
    SHARE_FIGURES,
    WILSON,
    comparison,
    document,
    documents,
    draw,
    event,
    events,
    extents,
    labelled,
    large,
    marks_of,
    overlaps,
    pair,
    share,
    small,
    statement_tables,
    tagged,
    texts_of,
    timeline_tables,
    whole_units,
    word,
)
from lasthope.figures.drawing import SYNTHETIC, marked_synthetic
from lasthope.figures.theme import MM, render
from lasthope.tables import empty


@pytest.mark.parametrize("name", [*SHARE_FIGURES, "words"])
@pytest.mark.parametrize("tables", [small, large])
def test_dots_and_intervals_are_those_of_the_table(name, tables):
    drawing = draw(name, **tables()[name])
    assert len(drawing.table)
    assert marks_of(drawing.figure) == sorted(drawing.table["estimate"])
    ends = sorted(
        (round(float(x), 6), round(float(y), 6))
        for axes in drawing.figure.axes
        for lines in axes.collections
        if isinstance(lines, LineCollection)
        for (x, _), (y, _) in lines.get_segments()
    )
    assert ends == sorted(zip(drawing.table["low"], drawing.table["high"], strict=True))


def test_rows_are_ordered_by_difference_then_label():
    rows = [*pair("b", 5, 5), *pair("c", 9, 1), *pair("a", 5, 5), *pair("d", 0, 3)]
    table = draw("frames", comparison=comparison(rows)).table
    assert list(table["name"]) == [*"ccaabbdd"]
    assert list(table["side"][:2]) == ["platform", "provider"]
    assert list(table["row"]) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_what_no_side_has_is_told_and_not_plotted():
    rows = [*pair("war", 3, 0), *pair("law", 0, 0), share("law", "employees", 4)]
    drawing = draw("frames", comparison=comparison(rows))
    assert set(drawing.table["name"]) == {"war"}
    assert "Not found on either side: law." in drawing.caption
    assert "Other sides are not shown: employees." in drawing.caption


def test_other_sides_are_shown_when_asked_for():
    rows = comparison([*pair("war", 3, 0), share("war", "employees", 4)])
    options = OPTIONS._replace(other_sides=("employees",))
    drawing = draw("frames", options, comparison=rows)
    assert set(drawing.table["side"]) == {"platform", "provider", "employees"}
    assert "not shown" not in drawing.caption


def test_no_topic_stands_last():
    rows = [*pair("none", 9, 0, facet="topic"), *pair("0", 1, 5, facet="topic")]
    table = draw("topics", comparison=comparison(rows)).table
    assert list(table["name"].unique()) == ["0", "none"]


@pytest.mark.parametrize(
    ("status", "is_hollow", "word"),
    [
        ("descriptive", True, "Descriptive: one speaker a side"),
        ("exploratory", False, "Exploratory"),
    ],
)
def test_status_is_told_in_words_and_in_ink(status, is_hollow, word):
    rows = comparison(pair("war", 3, 1, status=status))
    drawing = draw("frames", comparison=rows)
    assert word in [text.get_text() for text in texts_of(drawing.figure)]
    assert status in drawing.caption.lower()
    faces = {
        tuple(dots.get_facecolor()[0])
        for axes in drawing.figure.axes
        for dots in axes.collections
        if isinstance(dots, PathCollection)
    }
    assert (faces == {(1.0, 1.0, 1.0, 1.0)}) == is_hollow


def test_caption_counts_sentences_and_speakers():
    drawing = draw("frames", comparison=comparison(pair("war", 3, 1)))
    assert "Platform: 20 sentences, 1 speaker." in drawing.caption
    assert WILSON in drawing.caption


def test_words_are_the_surest_each_way():
    rows = [word(f"w{i:02}", 0.5, half=1 + i) for i in range(20)]
    rows += [word("terms", -1), word("even", 0.0)]
    table = draw("words", comparison=comparison(rows)).table
    assert list(table["name"]) == [*(f"w{i:02}" for i in range(12)), "terms"]


def test_a_word_is_not_surer_for_lacking_an_interval():
    rows = [word(f"w{i:02}", 0.5) for i in range(12)]
    bare = {**word("bare", 9.0), "low": None, "high": None}
    table = draw("words", comparison=comparison([*rows, bare])).table
    assert "bare" not in set(table["name"])


@pytest.mark.parametrize("name", [*small()])
def test_the_same_bytes_each_time(name):
    tables = small()[name]
    shuffled = {
        key: table.sample(frac=1, random_state=1) for key, table in tables.items()
    }
    one, other = draw(name, **tables), draw(name, **shuffled)
    pd.testing.assert_frame_equal(one.table, other.table)
    assert one[2:] == other[2:]
    for form in ("svg", "pdf", "png"):
        assert render(one.figure, form) == render(other.figure, form)


@pytest.mark.parametrize("name", [*small()])
def test_made_up_data_are_told_in_ink_and_in_words(name):
    plain = draw(name, **small()[name])
    assert SYNTHETIC not in " ".join(plain[2:])
    before = plain.table.copy()
    marked = marked_synthetic(plain)
    assert [text.get_text() for text in marked.figure.texts].count(SYNTHETIC) == 1
    assert marked.title == f"{plain.title} (synthetic data)"
    assert marked.caption == f"Synthetic data. {plain.caption}"
    assert marked.alt == f"Synthetic data. {plain.alt}"
    pd.testing.assert_frame_equal(marked.table, before)
    [mark] = [text for text in marked.figure.texts if text.get_text() == SYNTHETIC]
    ink = mark.get_window_extent(FigureCanvasAgg(marked.figure).get_renderer())
    width, height = marked.figure.get_size_inches() * marked.figure.dpi
    assert (ink.x0 >= 0, ink.x1 <= width, ink.y0 >= 0, ink.y1 <= height) == (True,) * 4
    assert not [text for text, box in extents(marked.figure) if box.overlaps(ink)]


def test_files_carry_no_clock_and_no_banner():
    figure = draw("frames", **small()["frames"]).figure
    for form in ("svg", "pdf", "png"):
        content = render(figure, form)
        # The SVG's document type names a W3C standard of another year.
        assert not re.search(rb"Matplotlib|CreationDate|dc:date", content)


@pytest.mark.parametrize("name", [*large()])
@pytest.mark.parametrize("tables", [small, large])
def test_text_is_legible_and_on_a_journals_page(name, tables):
    figure = draw(name, **tables()[name]).figure
    assert overlaps(figure) == []
    assert min(text.get_fontsize() for text in texts_of(figure)) >= 6.5
    in_mm = figure.get_size_inches() * 72 / MM
    assert round(in_mm[0]) in (85, 180)
    assert in_mm[1] <= 240
    width, height = figure.get_size_inches() * figure.dpi
    for text, box in extents(figure):
        assert box.x0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y0 >= -1, text
        assert box.y1 <= height + 1, text


@pytest.mark.parametrize("name", [*SHARE_FIGURES, "words"])
def test_an_empty_comparison_is_told(name):
    drawing = draw(name, comparison=empty("comparison"))
    assert drawing.table.empty
    assert drawing.caption in " ".join(t.get_text() for t in texts_of(drawing.figure))


def test_empty_statements_and_times_are_told():
    tables = {"units": empty("units"), **labelled(empty("tags"))}
    drawing = draw("statements", documents=NO_DOCUMENTS, **tables)
    assert "no public statement" in drawing.caption
    drawing = draw("timeline", documents=NO_DOCUMENTS, events=NO_EVENTS)
    assert "No event or statement" in drawing.caption
    assert drawing.table.empty


def test_a_side_with_nothing_is_told():
    rows = comparison([share("war", "platform", 3)])
    drawing = draw("frames", comparison=rows)
    assert "Provider: no sentences." in drawing.caption
    assert marks_of(drawing.figure) == [0.15]


def test_private_words_are_not_shown():
    tables = statement_tables()
    for name, needed in (("statements", tables), ("timeline", timeline_tables(3))):
        drawing = draw(name, **needed)
        seen = " ".join(text.get_text() for text in texts_of(drawing.figure))
        told = [seen, drawing.caption, drawing.alt, drawing.table.to_csv()]
        for private in ("secretword", "hiddenword", "unseenword"):
            assert private not in " ".join(told)
            assert private.encode() not in render(drawing.figure, "svg")


def test_private_words_are_shown_when_allowed():
    options = OPTIONS._replace(show_private_text=True)
    drawing = draw("statements", options, **statement_tables())
    seen = " ".join(text.get_text() for text in texts_of(drawing.figure))
    assert "hiddenword" in seen
    # Users are neither of the two sides.
    assert "secretword" not in seen


def test_hostile_sizes_do_not_crash():
    text = "x" * 1_000_000
    docs = documents(
        document(1, "platform", text), document(2, "provider", "a " * 9999)
    )
    units = whole_units(docs)
    some = [(1, f"c{i}", "frame", "a a a", "asserts") for i in range(300)]
    tags = tagged(units, *some)
    options = OPTIONS._replace(max_words=100)
    drawing = draw("statements", options, documents=docs, units=units, **labelled(tags))
    assert "Not drawn" in drawing.caption
    assert drawing.figure.get_size_inches()[1] * 72 / MM < 500
    draw("timeline", documents=docs, events=NO_EVENTS)


@pytest.mark.parametrize("name", [*SHARE_FIGURES, "words"])
def test_hostile_labels_are_only_text(name):
    facet = SHARE_FIGURES.get(name)
    rows = [
        row
        for number, label in enumerate(HOSTILE)
        for row in (
            pair(f"n{number}", 5, 1, facet=facet, label=label)
            if facet
            else [word(f"n{number}", 1.0, label=label)]
        )
    ]
    drawing = draw(name, comparison=comparison(rows))
    ElementTree.fromstring(render(drawing.figure, "svg"))
    assert overlaps(drawing.figure) == []
    assert not any(text.get_parse_math() for text in texts_of(drawing.figure))


def test_hostile_statements_and_events_are_only_text():
    docs = documents(
        *(
            document(i, "platform", f"a {text} z", organisation=text, medium=text)
            for i, text in enumerate(HOSTILE)
        )
    )
    units = whole_units(docs)
    tags = tagged(
        units,
        *((i, f"c{i}", "frame", "a ", "asserts") for i in range(len(HOSTILE))),
    )
    tables = labelled(tags)
    tables["categories"] = tables["categories"].assign(label=HOSTILE)
    drawing = draw("statements", documents=docs, units=units, **tables)
    ElementTree.fromstring(render(drawing.figure, "svg"))
    assert len(drawing.table) == len(HOSTILE)
    happened = events(*(event("2021-01-08", text, None, text) for text in HOSTILE))
    drawing = draw("timeline", documents=docs, events=happened)
    ElementTree.fromstring(render(drawing.figure, "svg"))
    assert overlaps(drawing.figure) == []
