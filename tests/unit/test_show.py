"""From a document back to the bytes it came from, and what to say if they are gone."""

import gzip
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from drawn import document, documents
from lasthope.errors import UserError
from lasthope.ingest.show import raw, raw_of
from lasthope.schemas import SCHEMAS
from lasthope.tables import write_table
from packed import zipped

WHOLE = {"whole": True, "encoding": "utf-8"}
PARTS = {"whole": False, "encoding": "utf-8"}
TEXT = "Erste Zeile Ä.\n\nSecond.\n".encode()
CONFIG = {
    "case": "mine",
    "ingest": {"archives": {"letters": {"options": PARTS}, "notes": {}}},
}
STATEMENTS = """\
publications: {}
statements:
  - id: one
    text: Free speech
  - id: two
    text: Terms of service
"""


def show(path, locator, options=PARTS, reader="text"):
    return raw(str(path), locator, reader_name=reader, options=options)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def case(shards):
    """Write what a run leaves: of each shard (source, reader, path, documents)."""
    rows = []
    for name, (source, reader, path, located) in shards.items():
        content = Path(path).read_bytes()
        digest = sha256(content).hexdigest()
        rows.append((source, path, reader, digest, len(content), name))
        results = Path("results/mine/ingest", name)
        results.mkdir(parents=True)
        table = documents(
            *(
                document(0, "users", "x", doc_id=doc_id)
                | {"locator": locator, "file_sha256": digest}
                for doc_id, locator in located.items()
            )
        )
        write_table(table, str(results / "documents.parquet"), "documents")
    files = pd.DataFrame(rows, columns=list(SCHEMAS["files"].columns))
    write_table(files, "results/mine/ingest/files.csv", "files")


@pytest.fixture
def run(folder):
    Path("letter.txt").write_bytes(TEXT)
    Path("other.txt.gz").write_bytes(gzip.compress(b"Third.\n\nFourth."))
    Path("said.yaml").write_text(STATEMENTS)
    case(
        {
            "said": ("said", "statements", "said.yaml", {"said:two": "line 5"}),
            "letters-0000": (
                "letters",
                "text",
                "letter.txt",
                {"letters:a": "bytes 0-15", "letters:b": "bytes 17-24"},
            ),
            "letters-0001": (
                "letters",
                "text",
                "other.txt.gz",
                {"letters:c": "bytes 8-15"},
            ),
        }
    )


@pytest.mark.parametrize(
    ("doc_id", "expected"),
    [
        ("letters:a", TEXT[:15]),
        ("letters:b", b"Second."),
        ("letters:c", b"Fourth."),
        ("said:two", b"  - id: two\n    text: Terms of service\n"),
    ],
)
def test_the_bytes_of_a_document(run, doc_id, expected):
    assert raw_of(doc_id, CONFIG) == expected


def test_a_case_without_archives(run):
    config = {"case": "mine", "ingest": {"archives": {}}}
    assert raw_of("said:two", config).startswith(b"  - id: two")


@pytest.mark.parametrize("doc_id", ["", "letters:", "letters:A", "%", "'a' OR 1"])
def test_an_unknown_document_is_told(run, doc_id):
    with pytest.raises(UserError) as caught:
        raw_of(doc_id, CONFIG)
    assert str(caught.value) == (
        f"no document of the case mine is called {doc_id!r}; ids are in the tables "
        "below results/mine/ingest/."
    )


def test_a_case_that_has_not_run_is_told(folder):
    with pytest.raises(UserError, match="holds no results; run the case mine first"):
        raw_of("letters:a", CONFIG)


def test_a_file_that_is_gone_is_told(run):
    Path("letter.txt").unlink()
    with pytest.raises(UserError, match="^letter.txt: is no longer there; bring it"):
        raw_of("letters:a", CONFIG)


def test_a_file_that_has_changed_is_told(run):
    Path("letter.txt").write_bytes(TEXT + b" ")
    found = sha256(TEXT + b" ").hexdigest()
    with pytest.raises(UserError, match=rf"^letter.txt: has changed .*{found}.*again"):
        raw_of("letters:a", CONFIG)
    # The others are as good as ever.
    assert raw_of("letters:c", CONFIG) == b"Fourth."


@pytest.mark.parametrize("name", ["b.txt", "in/b c.txt", "Ä.txt", "b!.txt", "a!b!c"])
def test_the_bytes_of_a_document_in_an_archive(folder, name):
    Path("letters.zip").write_bytes(
        zipped({"a": b"x" * 99, name: TEXT, "c.txt": b"y" * 99}.items())
    )
    assert show("letters.zip", f"{name}!bytes 17-24") == b"Second."
    assert show("letters.zip", f"{name}!bytes 0-{len(TEXT)}", WHOLE) == TEXT


def test_a_member_is_not_taken_for_one_whose_name_begins_alike(folder):
    Path("letters.zip").write_bytes(
        zipped({"a": b"0123456789", "a!bytes 0-1": b"abcdefghij"}.items())
    )
    assert show("letters.zip", "a!bytes 0-1") == b"0"
    assert show("letters.zip", "a!bytes 0-1!bytes 0-2") == b"ab"


@pytest.mark.parametrize(
    "locator", ["bytes 0-3", "z.txt!bytes 0-3", "!bytes 0-3", "../a.txt!bytes 0-3"]
)
def test_a_place_that_is_not_in_the_archive_is_told(folder, locator):
    Path("letters.zip").write_bytes(zipped([("a.txt", TEXT), ("../a.txt", TEXT)]))
    with pytest.raises(UserError, match=r"^letters.zip: nothing stands at .*changed\?"):
        show("letters.zip", locator)
