"""The figures over time: what is drawn is what the table says."""

import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.dates import date2num

from drawn import NO_EVENTS, OPTIONS, draw, event, events, overlaps, texts_of
from lasthope.figures.bands import DASHES, OTHERS
from lasthope.figures.event_marks import marked
from lasthope.figures.theme import render

N_DAYS = 40


def tables(*, frames=9, per_day=25, side="platform", authors=1):
    """Return a corpus in which frame k is in every (k + 2)nd unit."""
    ids = [f"d{day}-{unit}" for day in range(N_DAYS) for unit in range(per_day)]
    days = pd.Timestamp("2021-01-01", tz="UTC") + pd.to_timedelta(
        [day for day in range(N_DAYS) for _ in range(per_day)], unit="D"
    )
    documents = pd.DataFrame(
        {
            "doc_id": ids,
            "kind": "post",
            "side": side,
            "organisation": None,
            "author": [f"{side} {number % authors}" for number in range(len(ids))],
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
        "units": pd.DataFrame(
            {"unit_id": ids, "doc_id": ids, "voice": "own", "text": "x"}
        ),
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


def both(**more):
    """A corpus of two sides."""
    one, other = tables(**more), tables(side="provider", **more)
    ids = {"doc_id": "p" + other["documents"]["doc_id"]}
    other["documents"] = other["documents"].assign(**ids)
    other["units"] = other["units"].assign(**ids, unit_id=ids["doc_id"])
    other["tags"] = other["tags"].assign(unit_id="p" + other["tags"]["unit_id"])
    for name in ("documents", "units", "tags"):
        one[name] = pd.concat([one[name], other[name]], ignore_index=True)
    return one


def test_both_sides_are_drawn_with_a_key_and_in_their_ink():
    drawing = draw("over_time", **both(frames=2), events=NO_EVENTS)
    assert drawing.table["side"].unique().tolist() == ["platform", "provider"]
    written = [text.get_text() for text in texts_of(drawing.figure)]
    assert {"platform", "provider"} <= set(written)
    colours = {
        line.get_color()
        for axes in drawing.figure.axes
        for line in axes.lines
        if len(line.get_xdata()) == N_DAYS
    }
    assert colours == {"#0072b2", "#d55e00"}
    assert overlaps(drawing.figure) == []


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


def of_topics(corpus):
    """The same corpus with topics in place of frames; topic 1 is unstable."""
    held = corpus["tags"].drop_duplicates("unit_id", keep="last")
    numbers = held["category"].str.removeprefix("frame_").astype("int64")
    topics = pd.DataFrame({"topic": [0, 1, 2], "label": ["zero", "one", "two"]})
    return {
        "documents": corpus["documents"],
        "units": corpus["units"],
        "unit_topics": held[["unit_id"]].assign(topic=numbers),
        "topics": topics.assign(is_stable=topics["topic"].ne(1)),
    }


def test_stable_topics_have_panels_and_the_others_are_counted():
    corpus = of_topics(both(frames=3))
    drawing = draw("topics_over_time", **corpus, events=events(event("2021-01-08")))
    assert drawing.table["name"].unique().tolist() == ["2", "0"]
    assert "Unstable, and so not drawn: 1 topic." in drawing.caption
    written = {text.get_text() for text in texts_of(drawing.figure)}
    assert {"Topics over time", "zero", "two", "A", "15 Jan 2021"} <= written
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
    weeks = pd.DataFrame({"start": pd.date_range("2021-01-04", periods=3, freq="7D")})
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
    assert "95% intervals by author; without, descriptive" in written


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
    edges = [DASHES.get(side, OTHERS) for side in ("platform", "provider", "users")]
    assert len(set(edges)) == 3


def test_stable_topics_have_bands_too():
    corpus = of_topics(both(frames=3, authors=12))
    drawing = draw("topics_over_time", **corpus, events=NO_EVENTS)
    assert len(bands(drawing)[0]) == 4
    assert set(drawing.table["status"]) == {"exploratory"}


def test_what_coders_disagree_on_is_signed_and_has_no_band():
    agreement = pd.DataFrame({"category": ["frame_0", "frame_1"]}).assign(
        use=["none", "inference"]
    )
    corpus = tables(frames=2, authors=12)
    drawing = draw("over_time", **corpus, events=NO_EVENTS, agreement=agreement)
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
