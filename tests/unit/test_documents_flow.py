"""Weights of copies, and the way from records to texts: by hand and as a sum."""

from collections import Counter
from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.documents import (
    ANALYSED,
    COPIES,
    NOT_DRAWN,
    OTHER_LANGUAGE,
    REPEATED,
    flow,
    with_copies,
)
from lasthope.schemas import STAGES
from lasthope.tables import check

A, R, L, N = ANALYSED, REPEATED, OTHER_LANGUAGE, NOT_DRAWN


def copied(*rows):
    columns = ["doc_id", "copy_of", "n_same"]
    table = pa.table(
        {name: [row[i] for row in rows] for i, name in enumerate(columns)},
        pa.schema(
            [("doc_id", pa.string()), ("copy_of", pa.string()), ("n_same", pa.int64())]
        ),
    )
    return table.to_pandas().set_index("doc_id")


def test_copies_share_one_weight():
    documents = pd.DataFrame(
        {"doc_id": list("edcba"), "copy_of": "x", "weight": 9.0, "text": list("vwxyz")},
        index=[3, 1, 4, 15, 9],
    )
    # "z" is a document that is not analysed, "q" its copy that is not here.
    found = with_copies(
        documents,
        copied(("a", None, 3), ("c", "a", 3), ("e", "z", 2), ("q", "z", 2)),
    )
    assert found["doc_id"].tolist() == list("edcba")
    assert found["text"].tolist() == list("vwxyz")
    assert found["copy_of"].fillna("").tolist() == ["z", "", "a", "", ""]
    assert found["weight"].tolist() == [1 / 2, 1, 1 / 3, 1, 1 / 3]
    assert found["copy_of"].dtype == "str"


@pytest.mark.parametrize("ids", [[], ["a", "b"]])
def test_where_there_are_no_copies_each_counts_as_one(ids):
    documents = pd.DataFrame({"doc_id": pd.Series(ids, dtype="str")})
    found = with_copies(documents, copied())
    assert found["weight"].tolist() == [1.0] * len(ids)
    assert found["weight"].dtype == "float64"
    assert found["copy_of"].isna().all()
    assert found["copy_of"].dtype == "str"


ACCOUNT = pd.DataFrame(
    [
        ("posts", "read", None, 20),
        ("posts", "dropped", "empty", 3),
        ("posts", "dropped", "repost", 1),
        ("posts", "kept", None, 11),
        ("posts", "quarantined", "not JSON", 5),
        ("said", "read", None, 2),
        ("said", "kept", None, 2),
        ("void", "read", None, 4),
        ("void", "kept", None, 0),
        ("void", "dropped", "empty", 4),
    ],
    columns=["source", "outcome", "reason", "n_records"],
)


def analysed(*rows):
    table = pd.DataFrame(rows, columns=["source", "doc_id", "copy_of"], dtype="object")
    return table.astype("str")


def test_the_flow_by_hand():
    documents = analysed(
        ("posts", "posts:1", None),
        ("posts", "posts:2", "posts:1"),
        # Two of a text whose first is not analysed, or is of another source.
        ("posts", "posts:3", "posts:9"),
        ("posts", "posts:4", "posts:9"),
        ("posts", "posts:5", "said:1"),
        ("said", "said:1", None),
        ("said", "said:2", None),
    )
    left_out = Counter(
        [*[("posts", NOT_DRAWN)] * 3, ("posts", REPEATED), *[("posts", L)] * 2]
    )
    found = check(flow(ACCOUNT, documents, left_out), "flow")
    assert found.astype("object").where(found.notna(), None).to_numpy().tolist() == [
        ["posts", 0, "read", None, 20],
        ["posts", 1, "read", "dropped: empty", 3],
        ["posts", 2, "read", "dropped: repost", 1],
        ["posts", 3, "read", "quarantined: not JSON", 5],
        ["posts", 4, "ingested", None, 11],
        ["posts", 5, "ingested", "in another language", 2],
        ["posts", 6, "ingested", "not drawn for the sample", 3],
        ["posts", 7, "ingested", "same id as a document of another file", 1],
        ["posts", 8, "analysed", None, 5],
        # posts:1 and :2 are one text, :3 and :4 another, :5 a third.
        ["posts", 9, "analysed", COPIES, 2],
        ["posts", 10, "distinct", None, 3],
        ["said", 0, "read", None, 2],
        ["said", 1, "ingested", None, 2],
        ["said", 2, "analysed", None, 2],
        ["said", 3, "distinct", None, 2],
        ["void", 0, "read", None, 4],
        ["void", 1, "read", "dropped: empty", 4],
        ["void", 2, "ingested", None, 0],
        ["void", 3, "analysed", None, 0],
        ["void", 4, "distinct", None, 0],
    ]


SOURCES = st.lists(
    st.tuples(
        # Of each document what becomes of it, and the number of its text.
        st.lists(st.tuples(st.sampled_from([A, R, L, N]), st.integers(0, 4))),
        st.dictionaries(st.sampled_from(["x", "y"]), st.integers(1, 9)),
        st.dictionaries(st.sampled_from(["x", "z"]), st.integers(1, 9)),
    ),
    min_size=1,
    max_size=3,
)


@settings(deadline=None)
@given(SOURCES)
def test_at_each_stage_all_that_came_is_left_or_told(sources):
    account, documents, left_out = [], [], []
    for number, (found, dropped, bad) in enumerate(sources):
        name = f"s{number}"
        lost = sum(dropped.values()) + sum(bad.values())
        account += [
            (name, "read", None, len(found) + lost),
            (name, "kept", None, len(found)),
        ]
        account += [(name, "dropped", why, n) for why, n in dropped.items()]
        account += [(name, "quarantined", why, n) for why, n in bad.items()]
        first = {}
        for place, (outcome, text) in enumerate(found):
            doc_id = f"{name}:{place}"
            if outcome == A:
                leader = first.setdefault(text, doc_id)
                copy_of = None if leader == doc_id else leader
                documents.append((name, doc_id, copy_of))
            else:
                left_out.append((name, outcome))
    columns = list(ACCOUNT.columns)
    table = flow(
        pd.DataFrame(account, columns=columns).sort_values(columns),
        analysed(*documents),
        Counter(left_out),
    )
    for number, (found, dropped, bad) in enumerate(sources):
        rows = table[table["source"] == f"s{number}"]
        assert rows["place"].tolist() == list(range(len(rows)))
        through = rows[rows["reason"].isna()]
        assert through["stage"].tolist() == [*STAGES]
        left = through["n_records"].tolist()
        for stage, (n_came, n_left) in zip(STAGES[:-1], pairwise(left), strict=True):
            told = rows[rows["stage"].eq(stage) & rows["reason"].notna()]
            assert n_came == n_left + told["n_records"].sum()
            assert (told["n_records"] > 0).all()
        # Nothing is lost after the last stage, and every row is of a stage in order.
        assert rows["reason"].isna().iloc[-1]
        assert rows["stage"].map(STAGES.index).is_monotonic_increasing
        texts = {text for outcome, text in found if outcome == A}
        assert left[-1] == len(texts)
        why = rows.loc[rows["stage"] == "read", "reason"].dropna().tolist()
        assert sorted(why) == sorted(
            [f"dropped: {x}" for x in dropped] + [f"quarantined: {x}" for x in bad]
        )
