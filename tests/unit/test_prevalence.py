"""Shares over time, counted by hand and by plain loops."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compared import SETTINGS, large
from lasthope import prevalence
from lasthope.compare import compare
from lasthope.intervals import Uncertainty
from lasthope.topics.dynamics import dynamics


def over_time(*tables, **more):
    return prevalence.over_time(*tables, **more, uncertainty=UNCERTAINTY)


UNCERTAINTY = Uncertainty(confidence=0.95, min_authors=5, permutations=99, seed=0)
FRAMES = pd.DataFrame([("war", "War"), ("law", "Law")], columns=["name", "label"])


def corpus(rows):
    """Make tables of (day, side, weight, precision, voice, categories), a unit each."""
    ids = [f"d{number}" for number in range(len(rows))]
    days, sides, weights, precisions, voices, held = zip(*rows, strict=True)
    documents = pd.DataFrame(
        {
            "doc_id": ids,
            "kind": "post",
            "side": sides,
            "organisation": None,
            "author": "A",
            "created_at": pd.to_datetime(pd.Series(days), utc=True),
            "created_precision": precisions,
            "weight": weights,
        }
    )
    units = pd.DataFrame({"unit_id": ids, "doc_id": ids, "voice": voices, "text": "x"})
    tags = [(ids[number], name) for number, names in enumerate(held) for name in names]
    return {
        "documents": documents,
        "units": units,
        "held": pd.DataFrame(tags, columns=["unit_id", "name"]),
    }


def test_shares_by_hand():
    rows = [
        ("2021-01-01", "users", 1.0, "day", "own", ["war", "war", "ethos"]),
        ("2021-01-01", "users", 0.5, "second", "own", ["war", "law"]),
        ("2021-01-01", "users", 0.5, "second", "own", []),
        ("2021-01-03", "users", 1.0, "day", "own", []),
        # None of these counts: another side, a month, no date, another's words.
        ("2021-01-01", "media", 1.0, "day", "own", ["law"]),
        ("2021-01-01", "users", 1.0, "month", "own", ["law"]),
        (None, "users", 1.0, "day", "own", ["law"]),
        ("2021-01-03", "users", 1.0, "day", "quoted", ["law"]),
    ]
    found = over_time(**corpus(rows), names=FRAMES, sides=["users"])
    told = found[["name", "start", "share", "n_with", "n_units", "n_authors"]]
    first, second, third = pd.date_range("2021-01-01", periods=3)
    assert told.astype("object").where(told.notna(), None).to_numpy().tolist() == [
        ["law", first, 0.25, 0.5, 2.0, 1],
        ["law", second, None, 0.0, 0.0, 0],
        ["law", third, 0.0, 0.0, 1.0, 1],
        ["war", first, 0.75, 1.5, 2.0, 1],
        ["war", second, None, 0.0, 0.0, 0],
        ["war", third, 0.0, 0.0, 1.0, 1],
    ]


@pytest.mark.parametrize(
    ("last", "starts", "after"),
    [
        ("2020-02-29", ["2020-01-01", "2020-02-29"], "2020-03-01"),
        ("2020-03-04", ["2019-12-30", "2020-03-02"], "2020-03-09"),
        ("2022-02-05", ["2020-01-01", "2022-02-01"], "2022-03-01"),
        ("2027-11-20", ["2020-01-01", "2027-10-01"], "2028-01-01"),
    ],
)
def test_periods_grow_with_the_span(last, starts, after):
    """Days up to 60, then weeks from Monday, months, quarters."""
    ends = [(day, "users", 1.0, "day", "own", []) for day in ("2020-01-01", last)]
    found = over_time(**corpus(ends), names=FRAMES[:1], sides=["users"])
    ends = [found["start"].iloc[0], found["start"].iloc[-1]]
    assert ends == [pd.Timestamp(start) for start in starts]
    assert found["start"].is_monotonic_increasing
    assert found["end"].tolist() == [*found["start"][1:], pd.Timestamp(after)]
    assert found["n_units"].iloc[1:-1].eq(0).all()


def test_sides_are_cut_into_the_same_periods_and_end_for_themselves():
    # A hundred days apart: weeks, from Monday the 4th of January on.
    rows = [
        ("2021-01-05", "users", 1.0, "day", "own", ["war"]),
        ("2021-01-12", "users", 1.0, "day", "own", []),
        ("2021-04-20", "media", 1.0, "day", "own", []),
        ("2021-04-21", "media", 1.0, "day", "own", ["war"]),
    ]
    found = over_time(
        **corpus(rows),
        names=FRAMES[:1],
        sides=["users", "media"],
    )
    told = found[["side", "start", "share", "n_units"]].to_numpy().tolist()
    first, second, last = map(pd.Timestamp, ("2021-01-04", "2021-01-11", "2021-04-19"))
    assert told == [
        ["users", first, 1.0, 1.0],
        ["users", second, 0.0, 1.0],
        ["media", last, 0.5, 2.0],
    ]


def test_a_side_without_dates_has_no_rows():
    rows = [(None, "users", 1.0, "unknown", "own", ["war"])]
    assert over_time(**corpus(rows), names=FRAMES, sides=["users"]).empty


MADE = st.tuples(
    st.integers(0, 40).map(lambda day: f"2021-02-{1 + day % 28:02d}"),
    st.sampled_from(["users", "media"]),
    st.sampled_from([1.0, 0.5, 0.25]),
    st.sampled_from(["day", "second", "year"]),
    st.sampled_from(["own", "quoted"]),
    st.lists(st.sampled_from(["war", "law", "ethos"]), max_size=3),
)


@given(st.lists(MADE, min_size=1, max_size=12))
@settings(deadline=None)
def test_shares_as_a_slow_count(rows):
    found = over_time(**corpus(rows), names=FRAMES, sides=["users"])
    counted = [
        (day, weight, held)
        for day, side, weight, precision, voice, held in rows
        if side == "users" and precision != "year" and voice == "own"
    ]
    days = sorted({day for day, _, _ in counted})
    expected = [
        (
            name,
            pd.Timestamp(day),
            sum(w for d, w, held in counted if d == day and name in held),
            sum(w for d, w, _ in counted if d == day),
        )
        for name in ("law", "war")
        for day in days
    ]
    columns = ["name", "start", "n_with", "n_units"]
    spoken = found.loc[found["n_units"] > 0, columns]
    assert list(spoken.itertuples(index=False, name=None)) == expected
    assert found["share"].isna().eq(found["n_units"].eq(0)).all()


def dated_posts(days):
    """A random corpus of two sides, whose documents are posted on some days in turn."""
    tables = large(4, {"platform": 9, "provider": 3})
    documents = tables["documents"]
    every = pd.to_datetime(pd.Series(days), utc=True)
    numbers = pd.Series(range(len(documents))) % len(days)
    documents = documents.assign(
        created_at=every.iloc[numbers].set_axis(documents.index),
        created_precision="day",
    )
    return tables | {"documents": documents}


def test_intervals_are_those_of_a_comparison_of_the_period_alone():
    tables = dated_posts(["2021-01-08", "2021-01-09"])
    asserted = tables["tags"].query("stance == 'asserts'")
    frames = pd.DataFrame({"name": ["elite"], "label": ["x"]})
    found = over_time(
        tables["documents"],
        tables["units"],
        asserted.rename(columns={"category": "name"}),
        frames,
        sides=["platform", "provider"],
    )
    assert len(found) == 4
    for one in found.to_dict("records"):
        documents = tables["documents"]
        on_day = documents["created_at"].dt.tz_localize(None).eq(one["start"])
        kept = documents[on_day]
        units = tables["units"][tables["units"]["doc_id"].isin(kept["doc_id"])]
        of_day = compare(
            **tables | {"documents": kept, "units": units},
            **SETTINGS | {"min_authors": 5},
        )
        [share] = of_day[
            of_day["measure"].eq("share")
            & of_day["name"].eq("elite")
            & of_day["side_a"].eq(one["side"])
        ].to_dict("records")
        assert one["share"] == share["estimate"]
        assert one["n_authors"] == share["n_authors_a"]
        assert one["n_with"] == share["count_a"]
        assert one["status"] == share["status"]
        if one["side"] == "provider":
            # Of three authors nothing is known of others, nor shown.
            assert share["status"] == "descriptive"
            assert pd.isna([one["low"], one["high"]]).all()
        else:
            assert (one["low"], one["high"]) == (share["low"], share["high"])


def test_months_are_as_in_the_table_of_topics_over_time():
    tables = dated_posts(["2019-01-08", "2020-01-09", "2020-12-31"])
    topics = tables["topics"].assign(name=tables["topics"]["topic"].map(str))
    found = over_time(
        tables["documents"],
        tables["units"],
        tables["unit_topics"].assign(name=tables["unit_topics"]["topic"].map(str)),
        topics,
        sides=["platform"],
    )
    table = dynamics(
        *(tables[name] for name in ("documents", "units", "topics", "unit_topics")),
        events=pd.DataFrame({"date": []}),
        **{"voice": "own", "confidence": 0.95, "min_authors": 5},
    )
    months = table[table["kind"].eq("month") & table["side"].eq("platform")]
    expected = months[months["name"].ne("none")].rename(columns={"estimate": "share"})
    ends = ["name", "share", "low", "high", "n_authors", "status"]
    spoken = found[found["n_units"].gt(0)].sort_values(["start", "name"])
    pd.testing.assert_frame_equal(
        spoken[ends].reset_index(drop=True),
        expected.sort_values(["window", "name"])[ends].reset_index(drop=True),
    )
    assert len(expected) == 9


def test_those_without_a_name_are_one_author():
    rows = [("2021-01-01", "users", 1.0, "day", "own", ["war"])] * 9
    tables = corpus(rows)
    tables["documents"]["author"] = None
    found = over_time(**tables, names=FRAMES, sides=["users"])
    assert found["n_authors"].tolist() == [0, 0]
    assert found[["low", "high"]].isna().all(axis=None)
    assert set(found["status"]) == {"descriptive"}


def test_what_the_units_hold_is_joined_once_a_side(monkeypatch):
    """However many periods: there may be hundreds, of a million tags."""
    joined, merge = [], pd.DataFrame.merge

    def counting(left, right, **more):
        joined.append(more.get("on") == "unit_id")
        return merge(left, right, **more)

    monkeypatch.setattr(pd.DataFrame, "merge", counting)
    rows = [
        (f"2021-01-{day:02d}", side, 1.0, "day", "own", ["war"])
        for day in range(1, 29)
        for side in ("users", "media")
    ]
    found = over_time(**corpus(rows), names=FRAMES, sides=["users", "media"])
    assert len(found) == 28 * 2 * 2
    assert sum(joined) == 2
