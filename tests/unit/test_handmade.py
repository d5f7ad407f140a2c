"""Tests of lasthope.handmade."""

from pathlib import Path

import pandas as pd
import pytest

from lasthope import tables
from lasthope.errors import UserError

ROOT = Path(__file__).parents[2]
EVENTS = (ROOT / "data/events.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("is_announced", "announced", "line 1: the table lacks the column 'is_annou"),
        ("actor,", "actor,more,", "line 1: the table has the unknown column 'more'"),
        ("2021-01-08", "2021-02-30", "line 3: 'date' is '2021-02-30', which is not"),
        ("2021-01-06", "6 January", "line 2: 'date' is '6 January', which is not all"),
        (",provider,", ",providers,", "line 3: 'side' is 'providers'.*expected: The "),
        (",Rioters,", ",,", "line 2: 'actor' is empty, which is not allowed"),
        ("False", "perhaps", "line 2: 'is_announced' is 'perhaps'.*true or false"),
        (EVENTS, "", "this is not a table"),
    ],
)
def test_a_mistake_in_a_handmade_table_names_its_line(tmp_path, old, new, message):
    path = tmp_path / "events.csv"
    path.write_text(EVENTS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=message):
        tables.read_table(str(path), "events")


def test_a_handmade_table_may_come_from_a_spreadsheet(tmp_path):
    path = tmp_path / "events.csv"
    text = EVENTS.replace("False", "FALSE").replace("True", "TRUE")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    found = tables.read_table(str(path), "events")
    shipped = tables.read_table(str(ROOT / "data/events.csv"), "events")
    pd.testing.assert_frame_equal(found, shipped)
    assert found["is_announced"].tolist() == [False] * 5 + [True] * 3
