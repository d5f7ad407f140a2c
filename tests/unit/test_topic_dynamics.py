"""Tests of lasthope.topics.dynamics: topics by side and time."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.tables import check
from lasthope.topics.dynamics import dynamics

SETTINGS = {
    "voice": "own",
    "confidence": 0.95,
    "min_authors": 3,
}
TOPICS = pd.DataFrame(
    {"topic": [0, 1], "label": ["hope", "war (unstable)"], "is_stable": [True, False]}
)
EVENTS = pd.DataFrame({"date": ["2021-01-08", "2021-01-10", "2021-01", "2021-01-08"]})


def tables(rows):
    """Return the tables of (side, author, day or month or None, topic), a unit each."""
    ids = [f"d{number:03d}" for number in range(len(rows))]
    side, author, date, topic = (list(column) for column in zip(*rows, strict=True))
    precision = {0: "unknown", 7: "month", 10: "day"}
    documents = pd.DataFrame(
        {
            "doc_id": ids,
            "kind": "post",
            "side": side,
            "author": author,
            "organisation": None,
            "created_at": pd.to_datetime(date, utc=True, format="ISO8601"),
            "created_precision": [precision[len(one or "")] for one in date],
            "weight": 1.0,
        }
    )
    units = pd.DataFrame({"unit_id": ids, "doc_id": ids, "voice": "own", "text": "x"})
    placed = pd.DataFrame({"unit_id": ids, "topic": topic})
    return documents, units, TOPICS, placed, EVENTS


ROWS = [
    ("platform", "A", "2021-01-07", 0),
    ("platform", "A", "2021-01-08", 1),
    ("platform", "A", "2021-01-09", 0),
    ("platform", "A", "2021-01-31", 0),
    ("platform", "A", "2021-02-01", -1),
    ("platform", "A", "2021-02", 0),
    ("provider", "B", None, 1),
]


def told(table, kind, name="0"):
    rows = table[table["kind"].eq(kind) & table["name"].eq(name)]
    return {
        (row["window"], row["side"]): (row["count"], row["n_units"])
        for row in rows.to_dict("records")
    }


def test_units_fall_into_months_and_between_events_by_what_is_known_of_them():
    table = dynamics(*tables(ROWS), **SETTINGS)
    pd.testing.assert_frame_equal(check(table, "topics_over_time"), table)
    assert told(table, "all") == {
        ("all", "platform"): (4, 6),
        ("all", "provider"): (0, 1),
    }
    assert told(table, "month") == {
        ("2021-01", "platform"): (3, 4),
        ("2021-02", "platform"): (1, 2),
    }
    assert told(table, "events") == {
        ("before 2021-01-08", "platform"): (1, 1),
        ("2021-01-08 until 2021-01-10", "platform"): (1, 2),
        ("from 2021-01-10", "platform"): (1, 2),
    }
    assert told(table, "month", "none")["2021-02", "platform"] == (1, 2)


def test_intervals_are_by_author_where_there_are_enough_and_nothing_else_is_claimed():
    many = [("users", f"user {n}", "2021-01-09", n % 2) for n in range(12)]
    table = dynamics(*tables(many), **SETTINGS).set_index(["kind", "name"])
    assert table.loc[("month", "0"), "status"] == "exploratory"
    assert "by author" in table.loc[("month", "0"), "method"]
    assert table.loc[("month", "0"), "n_authors"] == 12
    # The second topic is unstable.
    assert table.loc[("month", "1"), "status"] == "descriptive"
    few = dynamics(*tables(many[:2]), **SETTINGS)
    assert few["status"].eq("descriptive").all()


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["platform", "users"]),
            st.sampled_from(["A", "B", "C", "D"]),
            st.sampled_from(
                [None, "2021-01-03", "2021-01-09", "2021-02-20", "2021-02"]
            ),
            st.sampled_from([-1, 0, 1]),
        ),
        min_size=1,
        max_size=25,
    ),
    st.randoms(use_true_random=False),
)
def test_shares_of_a_side_add_up_to_one_in_any_order(rows, random):
    given_tables = tables(rows)
    table = dynamics(*given_tables, **SETTINGS)
    sums = table.groupby(["kind", "window", "side"])["estimate"].sum()
    assert sums.tolist() == pytest.approx([1] * len(sums), abs=1e-5)
    assert table["estimate"].between(table["low"] - 1e-6, table["high"] + 1e-6).all()
    order = list(range(len(rows)))
    random.shuffle(order)
    mixed = [one.iloc[order] for one in given_tables[:2]]
    other = dynamics(*mixed, *given_tables[2:], **SETTINGS)
    keys = ["kind", "window", "side", "name"]
    pd.testing.assert_frame_equal(
        table.sort_values(keys, ignore_index=True),
        other.sort_values(keys, ignore_index=True),
    )


def test_without_topics_there_is_nothing_to_tell():
    documents, units, topics, placed, events = tables(ROWS)
    none = dynamics(documents, units, topics.iloc[:0], placed, events, **SETTINGS)
    assert none.empty


def test_without_events_there_are_no_times_between_them():
    documents, units, topics, placed, events = tables(ROWS)
    table = dynamics(documents, units, topics, placed, events.iloc[2:3], **SETTINGS)
    assert set(table["kind"]) == {"all", "month"}
