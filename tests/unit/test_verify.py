"""Tests of lasthope.verify."""

import pandas as pd
import pytest

from lasthope.schemas import SCHEMAS
from lasthope.verify import differences, is_published, lines, verify

STATEMENTS_ALONE = {"ingest": {"archives": {}}}
WITH_ARCHIVES = {"ingest": {"archives": {"posts": {}}}}
# Where a case writes its results, and whether rows of private people are in there.
RESULTS = {
    "ingest/account.csv": False,
    "ingest/quarantine.csv": True,
    "ingest/files.csv": True,
    "ingest/posts-0000/documents.parquet": True,
    "ingest/posts-0000/quarantine.csv": True,
    "ingest/posts-0000/account.csv": True,
    "clean/posts-0000/documents.parquet": True,
    "clean/posts-0000/keys.parquet": True,
    "clean/documents.parquet": True,
    "clean/copies.parquet": True,
    "clean/flow.csv": False,
    "units/units.parquet": True,
    "tags/tags.parquet": True,
    "tags/tags.csv": True,
    "tags/categories.csv": False,
    "embed/vectors.parquet": True,
    "topics/unit_topics.parquet": True,
    "topics/representatives.csv": True,
    "topics/model/topics.json": True,
    "topics/topics.csv": False,
    "compare/comparison.csv": False,
    "figures/statements.svg": False,
    "figures/statements.csv": False,
    "report/report.html": False,
    "report/summary.txt": False,
}


@pytest.fixture
def folders(tmp_path):
    for folder in ("results", "reference"):
        (tmp_path / folder / "step").mkdir(parents=True)
        (tmp_path / folder / "step/t.csv").write_text("n,word\n1,a\n2,b\n")
        (tmp_path / folder / "page.html").write_text("page")
    return tmp_path / "results", tmp_path / "reference"


def verdicts(folders, config=STATEMENTS_ALONE):
    found = verify(*folders, config)
    return found["verdict"], {f["file"]: f["verdict"] for f in found["files"]}


def test_equal_folders_are_the_same(folders):
    assert verdicts(folders) == ("same", {"page.html": "same", "step/t.csv": "same"})
    assert (
        lines(verify(*folders, STATEMENTS_ALONE))[-1]
        == "2 of 2 files are the same: the same result"
    )


def test_a_changed_cell_is_named(folders):
    (folders[0] / "step/t.csv").write_text("n,word\n1,a\n3,b\n")
    found = verify(*folders, STATEMENTS_ALONE)
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
    found = verify(tmp_path / "a", tmp_path / "b", STATEMENTS_ALONE)
    assert found["verdict"] == "different"


@pytest.mark.parametrize(("name", "is_private"), RESULTS.items())
def test_rows_of_archives_are_not_published(name, is_private):
    assert is_published(name, WITH_ARCHIVES) is not is_private
    assert is_published(name, STATEMENTS_ALONE)


@pytest.mark.parametrize("column", ["doc_id", "unit_id", "file_sha256", "path"])
def test_every_table_with_a_row_per_record_is_known_as_private(column):
    """Whoever adds a table of rows must say where it lies, and that it is private."""
    known = {
        *("documents", "quarantine", "files", "units", "tags", "unit_topics"),
        "representatives",
        # Lies among the codings, of which git takes only those of the case that ships.
        "sample",
        # Lies among the classifiers, of which git takes none.
        "held_out",
    }
    has_rows = {name for name, table in SCHEMAS.items() if column in table.columns}
    assert has_rows <= known


def test_rows_of_archives_are_not_compared(folders):
    results, reference = folders
    for folder in folders:
        (folder / "tags").mkdir()
        (folder / "tags/categories.csv").write_text("category\n")
    (results / "units").mkdir()
    (results / "units/units.parquet").write_text("private")
    (results / "tags/tags.csv").write_text("private")
    found = verify(results, reference, WITH_ARCHIVES)
    names = [file["file"] for file in found["files"]]
    assert names == ["page.html", "step/t.csv", "tags/categories.csv"]
    assert (found["verdict"], found["n_private"]) == ("same", 2)
    assert lines(found)[-2:] == [
        "2 files with rows of archives are not compared",
        "3 of 3 files are the same: the same result",
    ]
    alone = verify(results, reference, STATEMENTS_ALONE)
    assert (alone["verdict"], alone["n_private"]) == ("different", 0)
    assert not any("not compared" in line for line in lines(alone))


def test_rows_of_archives_among_the_published_are_told(folders):
    _, reference = folders
    (reference / "units").mkdir()
    (reference / "units/units.parquet").write_text("published by mistake")
    assert verdicts(folders, WITH_ARCHIVES) == (
        "different",
        {
            "page.html": "same",
            "step/t.csv": "same",
            "units/units.parquet": "missing",
        },
    )


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
