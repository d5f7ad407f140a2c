"""Tests of lasthope.topics.reading: what topics are modelled from is checked."""

import pandas as pd
import pytest

from drawn import document, documents
from lasthope.tables import read_table, write_table
from lasthope.topics.reading import DOCUMENT_COLUMNS, read_documents


@pytest.fixture
def path(tmp_path):
    rows = documents(
        document(1, "platform", "Free speech."), document(2, "provider", "Safety.")
    )
    write_table(rows, str(tmp_path / "documents.parquet"), "documents")
    return str(tmp_path / "documents.parquet")


def test_documents_are_read_without_their_texts(path):
    found = read_documents(path)
    expected = read_table(path, "documents")[list(DOCUMENT_COLUMNS)]
    pd.testing.assert_frame_equal(found, expected)
    assert len(found) == 2


@pytest.mark.parametrize(
    "broken",
    [
        lambda rows: rows.assign(side="nobody's"),
        lambda rows: rows.assign(weight="heavy"),
        lambda rows: rows.assign(doc_id=None),
        lambda rows: rows.drop(columns="copy_of"),
    ],
    ids=["no side", "no number", "null key", "missing column"],
)
def test_documents_that_break_their_contract_are_refused(path, broken):
    broken(pd.read_parquet(path)).to_parquet(path)
    with pytest.raises(ValueError, match="^table 'documents' breaks its contract"):
        read_documents(path)
