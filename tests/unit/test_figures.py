"""Each figure shows its table, the same each time, whatever the text."""

import re
from functools import cache
from importlib import import_module
from itertools import combinations
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.dates import date2num

from lasthope.figures.annotation import TEXT, Span, annotate, line_breaks
from lasthope.figures.drawing import Options
from lasthope.figures.lanes import spread
from lasthope.figures.lettering import advance, plain, wrap
from lasthope.figures.theme import MM, render
from lasthope.figures.timeaxis import Scale
from lasthope.tables import check, empty

OPTIONS = Options("platform", "provider", show_private_text=False)
SHARE_FIGURES = {"frames": "frame", "devices": "device", "topics": "topic"}
WILSON = "Wilson score over sentences"
HOSTILE = [
    *("$\\frac{1}{2}", "100 % $5 to $6_x^2", "\\n\\input{x}", "a_b^c & --> <script>"),
    *("w" * 500, "\x00\x0b\x1b[31m", "🚀" * 30, "שלום עולם " * 9, "\u202eevil", " "),
]


def draw(name, options=OPTIONS, **tables):
    return import_module(f"lasthope.figures.{name}").draw(**tables, options=options)


def share(name, side, count, *, facet="frame", label=None, of=20, status="descriptive"):
    return {
        "measure": "share",
        "facet": facet,
        "name": name,
        "label": name if label is None else label,
        "side_a": side,
        "estimate": round(count / of, 6),
        "low": round(max(count - 2, 0) / of, 6),
        "high": round(min(count + 2, of) / of, 6),
        "count_a": count,
        "n_units_a": of,
        "n_authors_a": 1 if status == "descriptive" else 30,
        "method": WILSON,
        "status": status,
    }


def pair(name, a, b, **more):
    return [share(name, "platform", a, **more), share(name, "provider", b, **more)]


def word(name, estimate, half=1.0, a=3, b=1, label=None):
    return {
        "measure": "log_odds",
        "facet": "word",
        "name": name,
        "label": name if label is None else label,
        "side_a": "platform",
        "side_b": "provider",
        "estimate": estimate,
        "low": round(estimate - half, 6),
        "high": round(estimate + half, 6),
        "count_a": a,
        "count_b": b,
        **dict.fromkeys(["n_units_a", "n_units_b"], 20),
        **dict.fromkeys(["n_authors_a", "n_authors_b"], 1),
        "method": "normal approximation over words",
        "status": "descriptive",
    }


def comparison(rows):
    columns = empty("comparison").columns
    return check(pd.DataFrame(rows).reindex(columns=columns), "comparison")


def document(number, side, text, **more):
    return {
        "doc_id": f"d{number}",
        "source": "s",
        "kind": "statement",
        "side": side,
        "organisation": f"{side} inc.",
        "medium": "post",
        "is_public": side != "users",
        "is_complete": True,
        "created_at": pd.Timestamp("2021-01-09", tz="UTC"),
        "created_precision": "day",
        "text": text,
        "text_sha256": "0" * 64,
        "n_words": len(text.split()),
        "is_repost": False,
        "file_sha256": "0" * 64,
        "locator": "line 1",
        **more,
    }


def documents(*rows):
    columns = empty("documents").columns
    return check(pd.DataFrame(rows).reindex(columns=columns), "documents")


def whole_units(docs):
    """One unit per document."""
    return check(
        pd.DataFrame(
            {
                "unit_id": docs["doc_id"] + ":0000",
                "doc_id": docs["doc_id"],
                "position": 0,
                "sentence": 0,
                "start": 0,
                "end": docs["text"].str.len(),
                "text": docs["text"],
                "voice": "own",
                "quoted_speaker": None,
            }
        ),
        "units",
    )


def tagged(units, *found):
    """Tags from (row of the unit, category, facet, words, stance)."""
    rows = []
    for number, category, facet, words, stance in found:
        unit = units.iloc[number]
        start = unit["text"].index(words)
        rows.append(
            {
                "unit_id": unit["unit_id"],
                "category": category,
                "facet": facet,
                "pattern": "p",
                "start": start,
                "end": start + len(words),
                "matched": words,
                "is_negated": stance == "rejects",
                "stance": stance,
                "voice": "own",
                "tagger": "rules",
                "score": 1.0,
            }
        )
    columns = empty("tags").columns
    return check(pd.DataFrame(rows, columns=columns), "tags")


def event(date, actor="Apple", side="provider", event="Acts", announced=False, **more):
    return {
        "date": date,
        "time": None,
        "actor": actor,
        "side": side,
        "event": event,
        "is_announced": announced,
        "source": "x",
        **more,
    }


def events(*rows):
    columns = empty("events").columns
    return check(pd.DataFrame(rows, columns=columns), "events")


NO_DOCUMENTS, NO_EVENTS = documents(), events()
MANY_WORDS = [f"a long label {i} of many words that goes on" for i in range(60)]
SPEECH = "We want free speech and nothing else. They never want us to be free, never."


def statement_tables():
    docs = documents(
        document(1, "platform", SPEECH, author="A. Person"),
        document(2, "provider", "The terms of service were not kept."),
        document(3, "users", "secretword of a private person", organisation=None),
        document(4, "provider", "unseenword", copy_of="d2"),
        document(5, "platform", "hiddenword", is_public=False),
    )
    units = whole_units(docs)
    tags = tagged(
        units,
        (0, "free_expression", "frame", "free speech", "asserts"),
        (0, "people", "frame", "speech and nothing", "asserts"),
        (0, "us_and_them", "device", "They never want us", "asserts"),
        (1, "contract", "frame", "terms of service", "asserts"),
        (1, "contract", "frame", "service were not kept", "rejects"),
        (2, "people", "frame", "secretword", "asserts"),
        (4, "people", "frame", "hiddenword", "asserts"),
    )
    return {"documents": docs, "units": units, "tags": tags}


def timeline_tables(n=200):
    dates = ["2020-03-05", "2020-03", "2019", "2020-11-30", "2020-03-05"]
    docs = documents(
        document(1, "platform", SPEECH, created_precision="month"),
        document(2, "users", "secretword", organisation=None),
        document(3, "provider", "No date.", created_at=None),
    )
    rows = [
        event(dates[i % 5], f"Actor {i}", ["platform", "provider", None][i % 3], "Acts")
        for i in range(n)
    ]
    return {"documents": docs, "events": events(*rows)}


@cache
def large():
    rows = [
        row
        for number, label in enumerate(MANY_WORDS)
        for facet in SHARE_FIGURES.values()
        for row in pair(f"n{number}", number % 19, 3, facet=facet, label=label)
    ]
    rows += [word(f"word{i}", (i - 30.5) / 10) for i in range(60)]
    table = comparison(rows)
    return {
        **{name: {"comparison": table} for name in (*SHARE_FIGURES, "words")},
        "statements": statement_tables(),
        "timeline": timeline_tables(),
    }


@cache
def small():
    rows = [
        row
        for facet in SHARE_FIGURES.values()
        for row in (*pair("x", 4, 9, facet=facet), *pair("y", 0, 1, facet=facet))
    ]
    table = comparison([*rows, word("free", 0.5), word("terms", -0.7)])
    return {
        **{name: {"comparison": table} for name in (*SHARE_FIGURES, "words")},
        "statements": statement_tables(),
        "timeline": timeline_tables(6),
    }


def texts_of(figure):
    return [
        text
        for axes in figure.axes
        for text in axes.texts
        if text.get_text().strip() and text.get_visible()
    ]


def extents(figure):
    renderer = FigureCanvasAgg(figure).get_renderer()
    return [(t.get_text(), t.get_window_extent(renderer)) for t in texts_of(figure)]


def overlaps(figure, allowed=0.35):
    """Pairs of texts whose boxes overlap by more than ``allowed`` of the lower."""
    # Boxes hold the whole line; letters rarely reach both its ends.
    found = []
    for (one, a), (other, b) in combinations(extents(figure), 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > 1 and high > allowed * min(a.height, b.height):
            found.append((one, other))
    return found


def marks_of(figure):
    return sorted(
        round(float(x), 6)
        for axes in figure.axes
        for dots in axes.collections
        if isinstance(dots, PathCollection)
        for x in dots.get_offsets()[:, 0]
    )


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
    tables = {"units": empty("units"), "tags": empty("tags")}
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
        for word in ("secretword", "hiddenword", "unseenword"):
            assert word not in " ".join(told)
            assert word.encode() not in render(drawing.figure, "svg")


def test_private_words_are_shown_when_allowed():
    options = OPTIONS._replace(show_private_text=True)
    drawing = draw("statements", options, **statement_tables())
    seen = " ".join(text.get_text() for text in texts_of(drawing.figure))
    assert "hiddenword" in seen
    # Users are neither of the two sides.
    assert "secretword" not in seen


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


def test_hostile_sizes_do_not_crash():
    text = "x" * 1_000_000
    docs = documents(
        document(1, "platform", text), document(2, "provider", "a " * 9999)
    )
    units = whole_units(docs)
    some = [(1, f"c{i}", "frame", "a a a", "asserts") for i in range(300)]
    tags = tagged(units, *some)
    options = OPTIONS._replace(max_words=100)
    drawing = draw("statements", options, documents=docs, units=units, tags=tags)
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
    tags = tagged(units, (0, "$x$_<b>", "frame", "frac", "asserts"))
    drawing = draw("statements", documents=docs, units=units, tags=tags)
    ElementTree.fromstring(render(drawing.figure, "svg"))
    happened = events(*(event("2021-01-08", text, None, text) for text in HOSTILE))
    drawing = draw("timeline", documents=docs, events=happened)
    ElementTree.fromstring(render(drawing.figure, "svg"))
    assert overlaps(drawing.figure) == []


def test_timeline_dates_are_as_exact_as_they_are_known():
    happened = events(
        event("2021-01-08"),
        event("2021-01-10", time="23:59 PST", announced=True),
        event("2021-01", "Staff"),
        event("2020", "Court"),
        event("soon", "Nobody"),
    )
    drawing = draw("timeline", documents=NO_DOCUMENTS, events=happened)
    table = drawing.table.set_index("when")
    assert list(table["precision"]) == ["year", "month", "day", "second"]
    assert table.loc["2020", "end"] == pd.Timestamp("2021-01-01")
    assert table.loc["8 Jan 2021", "moment"] == pd.Timestamp("2021-01-08 12:00")
    assert table.loc["10 Jan 2021 23:59", "is_announced"]
    assert "Undated: Nobody: Acts." in drawing.caption


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
    page = draw("statements", documents=docs, units=units, tags=tagged(units))
    shown = [text.get_text() for text in texts_of(page.figure)]
    assert any("after “doesn't”" in text for text in shown)
    line = draw("timeline", documents=docs, events=NO_EVENTS)
    assert line.table["what"].tolist() == ["[doesn't] “feel responsible”"]


def test_a_label_is_cut_at_the_end_of_a_word():
    [line] = wrap("one two three four", width=60, size=7, max_lines=1)
    assert line in ("one two…", "one two three…")


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


def test_impossible_and_extreme_dates_do_not_crash():
    dates = ["2021-02-30", "", "0001-01-01", "9999-12-31", "21-1-1", "<script>"]
    happened = events(*(event(date) for date in dates))
    drawing = draw("timeline", documents=NO_DOCUMENTS, events=happened)
    assert len(drawing.table) == 2


def test_labels_spread_as_little_as_they_can():
    scale = Scale(0, 1, 0, 100)
    heights = pd.Series([10.0, 10.0, 10.0]).to_numpy()
    tops = spread(pd.Series([50.0, 50.0, 95.0]).to_numpy(), heights, scale)
    # Two at 50 part evenly; the last keeps its wish, 90 to 100.
    assert tops == pytest.approx([40, 50, 90])


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
