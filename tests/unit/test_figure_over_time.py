"""The figures over time: what is drawn is what the table says."""

from datetime import date

import pandas as pd
import pytest
from matplotlib.dates import date2num

from drawn import (
    NO_EVENTS,
    OPTIONS,
    draw,
    event,
    events,
    extents,
    overlaps,
    texts_of,
)
from lasthope.figures.event_marks import marked
from lasthope.figures.lettering import advance
from lasthope.figures.theme import SIDES, render
from lasthope.figures.time_key import key_lines
from over_days import N_DAYS, both, of_sides, of_topics, tables


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
    "corpus",
    [tables(side="provider", per_day=19), tables(frames=0), tables(per_day=19)],
)
def test_nothing_to_draw_is_told(corpus):
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    assert drawing.caption == (
        "No frame is known from two periods of 20 sentences or more of the platform "
        "or the provider."
    )


@pytest.mark.parametrize("lacking", ["documents", "units", "tags", "categories"])
def test_an_empty_table_is_told_as_well(lacking):
    corpus = both(frames=2, authors=12)
    corpus[lacking] = corpus[lacking].iloc[:0]
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    assert drawing.table.empty
    assert drawing.caption.startswith("No frame is known from two periods of 20")


def test_a_side_that_is_only_quoted_is_told():
    corpus = both(frames=2, authors=12)
    is_of_b = corpus["units"]["doc_id"].str.startswith("p")
    voice = corpus["units"]["voice"].mask(~is_of_b, "quoted")
    corpus["units"] = corpus["units"].assign(voice=voice)
    drawing = draw("over_time", **corpus, events=NO_EVENTS)
    assert set(drawing.table["side"]) == {"provider"}
    assert "in any two periods to be drawn: platform." in drawing.caption


def test_both_sides_are_drawn_with_a_key_and_in_their_ink():
    drawing = draw("over_time", **both(frames=2), events=NO_EVENTS)
    assert drawing.table["side"].unique().tolist() == ["platform", "provider"]
    written = [text.get_text() for text in texts_of(drawing.figure)]
    # Twenty-five sentences a day for forty days.
    assert {f"{side}: 1,000 sentences" for side in ("platform", "provider")} <= set(
        written
    )
    colours = {
        line.get_color()
        for axes in drawing.figure.axes
        for line in axes.lines
        if len(line.get_xdata()) == N_DAYS
    }
    assert colours == {"#0072b2", "#d55e00"}
    assert overlaps(drawing.figure) == []


def test_the_key_of_many_sides_stays_on_the_page_and_above_the_panels():
    options = OPTIONS._replace(other_sides=tuple(SIDES))
    corpus = of_sides(*SIDES, frames=2)
    happened = events(event("2021-01-08", "Google"))
    drawing = draw("over_time", options, **corpus, events=happened)
    key = {f"{side}: 1,000 sentences" for side in SIDES}
    boxes = dict(extents(drawing.figure))
    assert key <= set(boxes)
    width = drawing.figure.get_size_inches()[0] * drawing.figure.dpi
    assert max(box.x1 for box in boxes.values()) <= width
    assert len({round(boxes[text].y0) for text in key}) == 2
    assert min(boxes[text].y0 for text in key) > boxes["FRAME_0"].y1
    assert overlaps(drawing.figure) == []


def test_as_many_sides_stand_on_a_line_of_the_key_as_fit():
    texts = dict.fromkeys(["a", "b", "c"], "one")
    one = advance("one", 7.0)
    # Before each text stand 18 points of line and gap, and 14 points part two.
    assert key_lines(texts, 2 * (18 + one) + 14.1) == [["a", "b"], ["c"]]
    assert key_lines(texts, 2 * (18 + one) + 13.9) == [["a"], ["b"], ["c"]]
    assert key_lines(texts, 1) == [["a"], ["b"], ["c"]]
    assert key_lines({}, 100) == []


def without_days(corpus, chosen):
    """Let some documents be known to the month alone."""
    precision = corpus["documents"]["created_precision"].mask(chosen, "month")
    return corpus | {
        "documents": corpus["documents"].assign(created_precision=precision)
    }


def test_without_dates_one_sentence_says_what_to_do():
    corpus = both(frames=1)
    drawing = draw(
        "over_time",
        **without_days(corpus, corpus["documents"]["weight"].gt(0)),
        events=NO_EVENTS,
    )
    assert drawing.caption == drawing.alt
    assert drawing.caption == (
        "No document of the platform or the provider is dated to the day, so that "
        "nothing can be shown over time; give dates where the documents are read."
    )


def test_how_many_lack_a_date_is_told_by_side():
    corpus = both(frames=1)
    is_of_b = corpus["documents"]["side"].eq("provider")
    told = draw("over_time", **without_days(corpus, is_of_b), events=NO_EVENTS)
    n = N_DAYS * 25
    assert (
        f"Not dated to the day, so left out: {n:,} of the provider’s {n:,} documents."
    ) in told.caption
    assert "in any two periods to be drawn: provider." in told.caption
    assert told.table["side"].unique().tolist() == ["platform"]


def test_stable_topics_have_panels_and_the_others_are_counted():
    corpus = of_topics(both(frames=3))
    drawing = draw("topics_over_time", **corpus, events=events(event("2021-01-08")))
    assert drawing.table["name"].unique().tolist() == ["2", "0"]
    assert "Unstable, and so not drawn: 1 topic." in drawing.caption
    written = {text.get_text() for text in texts_of(drawing.figure)}
    assert {"Topics over time", "zero", "two", "A", "17 Jan 2021"} <= written
    assert "one" not in written
    # Every fourth unit is of topic 2, so 7 of 25 on the first day; of topic 0 are the
    # even ones that neither four nor three divides: 2, 10, 14 and 22.
    first = drawing.table[drawing.table["start"].eq("2021-01-01")]
    assert first["share"].tolist() == [7 / 25, 7 / 25, 4 / 25, 4 / 25]


def test_without_a_stable_topic_nothing_is_drawn():
    corpus = of_topics(both(frames=3))
    corpus["topics"] = corpus["topics"].assign(is_stable=False)
    drawing = draw("topics_over_time", **corpus, events=NO_EVENTS)
    assert drawing.table.empty
    assert drawing.caption.startswith("No stable topic is known from two periods")


def test_the_same_bytes_each_time():
    corpus = tables(frames=3)
    first, second = (
        render(draw("over_time", OPTIONS, **corpus, events=NO_EVENTS).figure, "svg")
        for _ in range(2)
    )
    assert first == second


def test_events_of_the_last_period_are_marked_and_those_without_a_letter_counted():
    starts = pd.date_range("2021-01-04", periods=3, freq="7D")
    weeks = pd.DataFrame({"start": starts, "end": starts + pd.Timedelta(days=7)})
    happened = events(
        event("2021-01-24", "On the last day"), event("2021-01-25", "Too late")
    )
    marks = marked(happened, weeks)
    assert marks.sentence == "Marked are A, 2021-01-24: On the last day, Acts."
    many = events(*(event(f"2021-01-{day:02}") for day in range(5, 16)))
    marks = marked(many, weeks)
    assert len(marks.days) == 8
    assert marks.sentence.endswith("H, 2021-01-12: Apple, Acts; 3 further events not.")
    day = marked(happened, weeks[:1])
    assert day.sentence == "No event is marked."


def test_without_the_agreement_of_coders_nothing_is_drawn():
    corpus = tables(frames=1)
    del corpus["agreement"]
    with pytest.raises(TypeError, match="'agreement'"):
        draw("over_time", **corpus, events=NO_EVENTS)


def test_periods_and_their_sizes_reach_to_the_end_of_the_last():
    drawing = draw("over_time", **tables(frames=1), events=NO_EVENTS)
    (sizes,) = drawing.figure.axes[-1].patches
    counts, edges, _ = sizes.get_data()
    assert [round(float(edge - edges[0])) for edge in edges] == [*range(N_DAYS + 1)]
    assert set(counts) == {25.0}
    for axes in drawing.figure.axes[1:]:
        low, high = axes.get_xlim()
        assert high - low == N_DAYS
    written = [text.get_text() for text in texts_of(drawing.figure)]
    dates = [text for text in written if text.endswith(" 2021")]
    every = ["1 Jan 2021", "9 Jan 2021", "17 Jan 2021", "25 Jan 2021", "2 Feb 2021"]
    assert dates == 2 * every


def test_an_axis_ends_with_the_last_month_however_far_apart_the_sides_speak():
    corpus = both(frames=1)
    documents = corpus["documents"]
    is_of_b = documents["doc_id"].str.startswith("provider")
    day = documents["created_at"].dt.day_of_year
    # Forty days of the platform from 1 January 2021, of the provider from 1 August.
    # One is far back, so that the periods are months.
    moved = documents["created_at"] + pd.to_timedelta(212 * is_of_b, unit="D")
    back = pd.Timestamp("2020-07-15", tz="UTC")
    corpus["documents"] = documents.assign(
        created_at=moved.mask(day.eq(1) & ~is_of_b, back)
    )
    happened = events(
        event("2021-09-30", "On the last day"), event("2021-10-01", "Too late")
    )
    drawing = draw("over_time", **corpus, events=happened)
    starts = drawing.table.groupby("side")["start"].agg(["min", "max"])
    assert starts.loc["platform"].tolist() == [*pd.to_datetime(["2020-07", "2021-02"])]
    assert starts.loc["provider"].tolist() == [*pd.to_datetime(["2021-08", "2021-09"])]
    limits = tuple(date2num([date(2020, 7, 1), date(2021, 10, 1)]))
    assert {axes.get_xlim() for axes in drawing.figure.axes[1:]} == {limits}
    ends = [patch.get_data().edges[-1] for patch in drawing.figure.axes[-1].patches]
    assert ends == [date2num(date(2021, 3, 1)), date2num(date(2021, 10, 1))]
    assert "Marked are A, 2021-09-30: On the last day, Acts." in drawing.caption


def test_a_caption_tells_the_whole_of_an_event():
    what = "Removes the app until it has a plan that is good enough to moderate posts"
    happened = events(event("2021-01-08", "Apple", event=what))
    drawing = draw("over_time", **tables(frames=1), events=happened)
    assert f"Apple, {what}." in drawing.caption
