"""Tests of lasthope.verify."""

import pandas as pd
import pytest

from lasthope.verify import differences, lines, verify


@pytest.fixture
def folders(tmp_path):
    for folder in ("results", "reference"):
        (tmp_path / folder / "step").mkdir(parents=True)
        (tmp_path / folder / "step/t.csv").write_text("n,word\n1,a\n2,b\n")
        (tmp_path / folder / "page.html").write_text("page")
    return tmp_path / "results", tmp_path / "reference"


def verdicts(folders):
    found = verify(*folders)
    return found["verdict"], {f["file"]: f["verdict"] for f in found["files"]}


def test_equal_folders_are_the_same(folders):
    assert verdicts(folders) == ("same", {"page.html": "same", "step/t.csv": "same"})
    assert lines(verify(*folders))[-1] == "2 of 2 files are the same: the same result"


def test_a_changed_cell_is_named(folders):
    (folders[0] / "step/t.csv").write_text("n,word\n1,a\n3,b\n")
    found = verify(*folders)
    assert found["verdict"] == "different"
    assert found["files"][1]["detail"] == (
        "1 cell differs; first: row 2, column 'n': 3, expected 2"
    )
    assert lines(found)[-1] == "1 of 2 files are the same: NOT the same result"


def test_missing_and_unexpected_files_are_named(folders):
    (folders[0] / "page.html").unlink()
    (folders[0] / "new.svg").write_text("new")
    assert verdicts(folders) == (
        "different",
        {"new.svg": "unexpected", "page.html": "missing", "step/t.csv": "same"},
    )


def test_what_verify_wrote_itself_is_no_result(folders):
    (folders[0] / "verify").mkdir()
    (folders[0] / "verify/verify.json").write_text("{}")
    assert verdicts(folders)[0] == "same"


def test_two_empty_folders_prove_nothing(tmp_path):
    assert verify(tmp_path / "a", tmp_path / "b")["verdict"] == "different"


@pytest.mark.parametrize(
    ("found", "expected", "message"),
    [
        ({"n": [1]}, {"m": [1]}, "columns not expected: ['n']; columns missing: ['m']"),
        (
            {"a": [1], "b": [2]},
            {"b": [2], "a": [1]},
            "the columns are in another order",
        ),
        ({"n": [1]}, {"n": [1, 2]}, "1 rows, expected 2"),
        (
            {"n": [1.0, None]},
            {"n": [1.0, None]},
            "the cells are the same, the bytes are",
        ),
        (
            {"n": ["a", None]},
            {"n": [None, "b"]},
            "2 cells differ; first: row 1, column",
        ),
    ],
)
def test_differences_of_tables(found, expected, message):
    assert message in differences(pd.DataFrame(found), pd.DataFrame(expected))
