"""Points in time of fourteen digits, against the calendar."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.ingest.stamps import moments


def stamp(text):
    return moments(pa.array([text], pa.string())).to_pylist()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20200615225113", datetime(2020, 6, 15, 22, 51, 13, tzinfo=UTC)),
        ("19691231235959", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("20200229000000", datetime(2020, 2, 29, tzinfo=UTC)),
        ("20210229000000", None),
        ("19000229000000", None),
        ("20200431000000", None),
        ("20201301000000", None),
        ("20200001000000", None),
        ("20200100000000", None),
        ("00000101000000", None),
        ("20200615240000", None),
        ("20200615226000", None),
        ("20200615225160", None),
        ("2020061522511", None),
        ("202006152251130", None),
        ("2020-06-15 22:51", None),
        (" 2020061522511", None),
        ("+2020061522511", None),
        ("２020061522511", None),
        ("", None),
        (None, None),
    ],
)
def test_stamps(text, expected):
    assert stamp(text) == expected


DIGITS = st.tuples(
    st.integers(0, 9999), st.integers(0, 14), st.integers(0, 33),
    st.integers(0, 25), st.integers(0, 61), st.integers(0, 61),
)  # fmt: skip


@given(st.lists(DIGITS))
def test_stamps_as_the_calendar_has_them(parts):
    def expected(part):
        try:
            return datetime(*part, tzinfo=UTC)
        except ValueError:
            return None

    texts = [
        f"{y:04}{m:02}{d:02}{hour:02}{minute:02}{second:02}"
        for y, m, d, hour, minute, second in parts
    ]
    found = moments(pa.array(texts, pa.string()))
    assert found.type == pa.timestamp("us", "UTC")
    assert found.to_pylist() == [expected(part) for part in parts]
