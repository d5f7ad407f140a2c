"""Tests of lasthope.tables."""

import errno
import io
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope import streaming, tables
from lasthope.errors import UserError
from lasthope.schemas import KEYS, SCHEMAS


def unit_topics(*rows):
    return pd.DataFrame(rows, columns=["unit_id", "topic", "similarity"])


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
@pytest.mark.parametrize("name", SCHEMAS)
def test_an_empty_table_survives_writing(name, suffix, tmp_path):
    path = str(tmp_path / f"table.{suffix}")
    tables.write_table(tables.empty(name), path, name)
    found = tables.read_table(path, name)
    assert found.empty
    assert list(found.columns) == list(SCHEMAS[name].columns)


def test_every_schema_describes_its_columns_and_has_a_key():
    assert KEYS.keys() == SCHEMAS.keys()
    for name, schema in SCHEMAS.items():
        assert set(KEYS[name]) <= set(schema.columns)
        assert all(column.description for column in schema.columns.values())


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_rows_are_written_in_canonical_order(suffix, tmp_path):
    rows = [("b", 0, 0.5), ("a", -1, None)]
    paths = [str(tmp_path / f"{n}.{suffix}") for n in (1, 2)]
    tables.write_table(unit_topics(*rows), paths[0], "unit_topics")
    tables.write_table(unit_topics(*rows[::-1]), paths[1], "unit_topics")
    contents = [Path(path).read_bytes() for path in paths]
    assert contents[0] == contents[1]
    assert tables.read_table(paths[0], "unit_topics")["unit_id"].tolist() == ["a", "b"]


@pytest.mark.parametrize(
    "broken",
    [
        unit_topics(("a", -2, 0.5)),
        unit_topics(("a", None, 0.5)),
        unit_topics((None, 1, 0.5)),
        unit_topics(("a", 1, 0.5)).drop(columns="topic"),
        unit_topics(("a", 1, 0.5)).assign(more=1),
    ],
    ids=["too small", "null", "null key", "missing column", "unknown column"],
)
def test_a_broken_contract_is_named(broken, tmp_path):
    with pytest.raises(ValueError, match="'unit_topics' breaks its contract"):
        tables.write_table(broken, str(tmp_path / "t.csv"), "unit_topics")
    assert list(tmp_path.iterdir()) == []


def test_csv_is_text_that_no_spreadsheet_runs():
    table = pd.DataFrame(
        {"word": ["=1+1", "+1", "-1", "@a", "\ta", "a=1", None], "n": [-1.5] * 7}
    )
    assert tables.to_csv(table).decode() == (
        "word,n\n'=1+1,-1.5\n'+1,-1.5\n'-1,-1.5\n'@a,-1.5\n'\ta,-1.5\na=1,-1.5\n,-1.5\n"
    )


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
def test_csv_reads_back_what_was_written(texts):
    # Of one column alone a cell of spaces would be a blank line; no table has one.
    table = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "n": 1})
    found = tables.read_csv(io.BytesIO(tables.to_csv(table)))
    one_line_end = [t.replace("\r\n", "\n").replace("\r", "\n") for t in texts]
    starts = [t.startswith(tables.FORMULA_STARTS) for t in texts]
    expected = [f"'{t}" if s else t for s, t in zip(starts, one_line_end, strict=True)]
    assert found["text"].tolist() == expected


@pytest.mark.parametrize("names", [["007", "1e5"], ["NA", "nan", "null"], ["true"]])
def test_words_that_look_like_something_else_stay_words(names, tmp_path):
    table = pd.DataFrame({"category": names, "facet": "frame", "label": names})
    path = str(tmp_path / "categories.csv")
    tables.write_table(table.assign(definition="x"), path, "categories")
    assert tables.read_table(path, "categories")["category"].tolist() == names


@settings(max_examples=25)
@given(st.integers(0, 9), st.integers(1, 5), st.randoms())
def test_vectors_survive_in_order(tmp_path_factory, n, width, random):
    path = str(tmp_path_factory.mktemp("v") / "vectors.parquet")
    ids = [f"u{number:02d}" for number in range(n)]
    vectors = np.arange(n * width, dtype=np.int8).reshape(n, width)
    cut = random.randint(0, n)
    halves = (slice(cut), slice(cut, n))
    parts = [(pa.array(ids[half], pa.string()), vectors[half]) for half in halves]
    assert streaming.write_vectors(path, parts, width) == n
    found_ids, found = tables.read_vectors(path)
    assert found_ids.tolist() == ids
    assert found.dtype == np.int8
    assert (found == vectors).all()


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")

    def fill(part):
        Path(part).write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(UserError, match=r"t\.csv: the disk is full; .* run again\."):
        tables.write_with(str(path), fill)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("t.csv", "old")]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(UserError, match=r"cannot be written \(.+\); make the folder"):
        tables.write_text(str(tmp_path / "no" / "such" / "t.csv"), "text")


def test_no_part_is_left_when_the_writer_fails(tmp_path):
    def fail(part):
        Path(part).write_text("half")
        raise RuntimeError("bug")

    with pytest.raises(RuntimeError):
        tables.write_with(str(tmp_path / "t.csv"), fail)
    assert list(tmp_path.iterdir()) == []
