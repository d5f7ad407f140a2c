"""Columns of documents, typed by hand; ids and pseudonyms counted slowly."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import unquote

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.ingest.columns import SCHEMA, Columns, Source, table_of
from lasthope.ingest.reading import Found
from lasthope.tables import check

PRIVATE = Source(
    name="posts",
    side="users",
    kind="post",
    organisation=None,
    author=None,
    role=None,
    is_public=False,
    cited_from="A dump",
)
PUBLIC = replace(
    PRIVATE,
    name="speeches",
    side="official",
    organisation="Town hall",
    author="The Mayor",
    role="Mayor",
    is_public=True,
)
FILE = {"file_sha256": "f" * 64, "file_number": 3}
# Of "Rain", by another program: printf Rain | sha256sum
RAIN = "a6d20aa6a4c73f0d2eb57088f6d57ff3e8ef6fa0c4e726b6a6b7d31a2e587662"


class Masks:
    """Makes pseudonyms, and recalls whose."""

    def __init__(self):
        self.asked = []

    def __call__(self, handle):
        self.asked.append(handle)
        return f"p-{handle[::-1]}"


def completed(found, source=PRIVATE, pseudonym=None, **file):
    """Return rows and drops of one part."""
    columns = Columns(source, pseudonym or Masks())
    table, dropped = columns.complete(table_of(found), **{**FILE, **file})
    return table.to_pylist(), dropped


def column(name, found, source=PRIVATE):
    return [row[name] for row in completed(found, source)[0]]


def test_a_private_and_a_public_row():
    found = Found(
        locator="bytes 0-9",
        text="Rain & snow",
        native_id="7",
        author="Bookworm",
        created_at=datetime(2021, 1, 6, 12, tzinfo=UTC),
        created_until=datetime(2021, 1, 6, 13, tzinfo=UTC),
        created_precision="range",
        replies_to="5",
        echo_of="6",
        is_repost=True,
        quoted_from=4,
        quoted_author="Neighbour",
        url="https://example.org/7",
        medium="post",
        venue="Market",
        is_complete=False,
        repairs=("surrogates", "entities", "surrogates"),
    )
    expected = {
        "doc_id": "posts:7",
        "source": "posts",
        "kind": "post",
        "side": "users",
        "organisation": None,
        "author": "p-mrowkooB",
        "role": None,
        "addressee": None,
        "medium": "post",
        "venue": "Market",
        "cited_from": "A dump",
        "lead_in": None,
        "note": None,
        "is_public": False,
        "is_complete": False,
        "created_at": datetime(2021, 1, 6, 12, tzinfo=UTC),
        "created_until": datetime(2021, 1, 6, 13, tzinfo=UTC),
        "created_precision": "range",
        "language": None,
        "text": "Rain & snow",
        "text_sha256": sha256(b"Rain & snow").hexdigest(),
        "n_words": None,
        "is_repost": True,
        "replies_to": "posts:5",
        "echo_of": "posts:6",
        "quoted_from": 4,
        "quoted_author": "p-ruobhgieN",
        "copy_of": None,
        "weight": 1.0,
        "repairs": "entities, surrogates",
        "url": "https://example.org/7",
        "file_sha256": "f" * 64,
        "locator": "bytes 0-9",
    }
    assert completed([found]) == ([expected], {})
    public = expected | {
        "doc_id": "speeches:7",
        "source": "speeches",
        "side": "official",
        "organisation": "Town hall",
        "author": "Bookworm",
        "role": "Mayor",
        "is_public": True,
        "replies_to": "speeches:5",
        "echo_of": "speeches:6",
    }
    assert completed([found], PUBLIC) == ([public], {})


def test_what_is_absent_has_its_default():
    (from_record,), _ = completed([Found(locator="line 1", text="Rain")])
    bare = pa.table({"locator": ["line 1"], "text": ["Rain"]})
    table, _ = Columns(PRIVATE, Masks()).complete(bare, **FILE)
    assert table.to_pylist() == [from_record]
    assert from_record["is_complete"] is True
    assert from_record["is_repost"] is False
    assert from_record["created_precision"] == "unknown"
    assert from_record["text_sha256"] == RAIN
    assert from_record["doc_id"] == f"posts:{RAIN[:16]}.3.0"
    known = {name for name, value in from_record.items() if value is not None}
    assert known == {
        *("doc_id", "source", "kind", "side", "cited_from", "is_public", "weight"),
        *("is_complete", "created_precision", "text", "text_sha256", "is_repost"),
        *("file_sha256", "locator"),
    }


def test_the_contract_holds_after_a_round_trip(tmp_path):
    found = [
        Found(locator="a", text="Rain", native_id="1"),
        Found(locator="b", text="Snow", created_at=datetime(2010, 1, 1, tzinfo=UTC)),
    ]
    for part in (found, found[:0]):
        table, _ = Columns(PRIVATE, Masks()).complete(table_of(part), **FILE)
        assert table.schema.equals(SCHEMA)
        table.validate(full=True)
        pq.write_table(table, tmp_path / "documents.parquet")
        read = pd.read_parquet(tmp_path / "documents.parquet")
        pd.testing.assert_frame_equal(check(read, "documents"), read, check_dtype=False)


def test_columns_as_a_fast_reader_gives_them():
    found = pa.table(
        {
            "locator": pa.chunked_array([["a", "b"], ["c"]]),
            "text": pa.chunked_array([["Rain"], ["Snow", "Fog"]]),
            "medium": pa.array(["post", None, "post"]).dictionary_encode(),
            "repairs": pa.array([None, ["entities"], []], pa.list_(pa.string())),
            "native_id": pa.array(["1", "2", "3"], pa.large_string()),
        }
    )
    table, _ = Columns(PRIVATE, Masks()).complete(found.slice(1), **FILE)
    assert table["medium"].to_pylist() == [None, "post"]
    assert table["repairs"].to_pylist() == ["entities", None]
    assert table["doc_id"].to_pylist() == ["posts:2", "posts:3"]


@pytest.mark.parametrize(
    ("native_id", "expected"),
    [
        ("0123abcDEF._~-", "0123abcDEF._~-"),
        ("a b", "a%20b"),
        ("a\r\nb", "a%0D%0Ab"),
        ("100%", "100%25"),
        ("=1+1", "%3D1%2B1"),
        ("a:b/c", "a%3Ab%2Fc"),
        ("é", "%C3%A9"),
        ("\U0001f600", "%F0%9F%98%80"),
        ("\0", "%00"),
        ("١", "%D9%A1"),
    ],
)
def test_ids_are_percent_encoded(native_id, expected):
    found = Found("a", "Rain", native_id, replies_to=native_id, echo_of=native_id)
    for name in ("doc_id", "replies_to", "echo_of"):
        assert column(name, [found]) == [f"posts:{expected}"]


@given(st.lists(st.text(min_size=1), unique=True))
def test_different_ids_stay_different(ids):
    found = [Found("a", "Rain", one) for one in ids]
    made = column("doc_id", found)
    assert all(one.isascii() and one.isprintable() and " " not in one for one in made)
    assert [unquote(one.removeprefix("posts:")) for one in made] == ids


def test_without_an_id_the_text_makes_it():
    found = [
        Found("a", "Rain"),
        Found("b", "Snow", ""),
        Found("c", "Rain"),
        Found("d", "Rain", "own"),
    ]
    rain, snow = (sha256(text).hexdigest()[:16] for text in (b"Rain", b"Snow"))
    columns = Columns(PRIVATE, Masks())
    ids = []
    for number in (3, 4):
        for part in (found, [Found("e", "Rain")]):
            table, _ = columns.complete(
                table_of(part), file_sha256="f" * 64, file_number=number
            )
            ids += table["doc_id"].to_pylist()
    assert ids == [
        f"posts:{rain}.3.0",
        f"posts:{snow}.3.0",
        f"posts:{rain}.3.1",
        "posts:own",
        f"posts:{rain}.3.2",
        f"posts:{rain}.4.0",
        f"posts:{snow}.4.0",
        f"posts:{rain}.4.1",
        f"posts:{rain}.4.2",
    ]


@given(st.lists(st.sampled_from(["Rain", "Snow", "Fog"])), st.randoms())
def test_ids_made_of_texts_do_not_depend_on_the_order_of_rows(texts, random):
    before = column("doc_id", [Found("a", text) for text in texts])
    assert len(set(before)) == len(texts)
    random.shuffle(texts)
    after = column("doc_id", [Found("a", text) for text in texts])
    assert sorted(before) == sorted(after)


IDS = st.lists(st.none() | st.sampled_from(["1", "2", "3", "a b"]))


@given(st.lists(IDS))
def test_of_the_same_id_the_first_is_kept(parts):
    columns = Columns(PRIVATE, Masks())
    met, number = set(), 0
    for ids in parts:
        found, expected = [], []
        for one in ids:
            found.append(Found(f"line {number}", "Rain", one))
            if one is None or one not in met:
                expected.append(f"line {number}")
            met.add(one)
            number += 1
        table, dropped = columns.complete(table_of(found), **FILE)
        assert table["locator"].to_pylist() == expected
        n_dropped = len(ids) - len(expected)
        same = "same id as an earlier record"
        assert dropped == ({same: n_dropped} if n_dropped else {})


def test_each_handle_is_made_a_pseudonym_once():
    masks = Masks()
    columns = Columns(PRIVATE, masks)
    handles = ["ann", None, "bob", "ann", "", "ann"]
    authors = []
    for _ in range(2):
        found = [Found("a", "Rain", author=handle) for handle in handles]
        table, _ = columns.complete(table_of(found), **FILE)
        authors += table["author"].to_pylist()
    assert authors == ["p-nna", None, "p-bob", "p-nna", None, "p-nna"] * 2
    assert sorted(masks.asked) == ["ann", "bob"]


def test_authors_of_a_public_source():
    found = [Found("a", "Rain", author="The Clerk"), Found("b", "Snow")]
    assert column("author", found, PUBLIC) == ["The Clerk", "The Mayor"]
    nobody = replace(PUBLIC, author=None)
    assert column("author", found, nobody) == ["The Clerk", None]


def test_the_author_of_a_private_source_is_never_named():
    named = replace(PRIVATE, author="Someone")
    found = [Found("a", "Rain"), Found("b", "Snow", author="ann")]
    assert column("author", found, named) == [None, "p-nna"]


def test_whom_a_document_quotes():
    found = [Found("a", "Rain", quoted_author="ann")]
    assert column("quoted_author", found, PRIVATE) == ["p-nna"]
    assert column("quoted_author", found, PUBLIC) == ["p-nna"]
    spoken = replace(PUBLIC, kind="statement")
    assert column("quoted_author", found, spoken) == ["ann"]


def test_lone_surrogates_of_a_record():
    found = [
        Found("a", "Rain\ud83d", "\ud800", author="\udc00x"),
        Found("b", "\ud83d\ude00"),
    ]
    table = table_of(found)
    assert table["text"].to_pylist() == ["Rain\ufffd", "\U0001f600"]
    assert table["native_id"].to_pylist() == ["\ufffd", None]
    assert table["author"].to_pylist() == ["\ufffdx", None]


FOUND = st.builds(
    Found,
    locator=st.text(),
    text=st.text(),
    native_id=st.none() | st.text(),
    created_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    quoted_from=st.none() | st.integers(0, 2**40),
    is_complete=st.booleans(),
    repairs=st.lists(st.sampled_from(["mojibake", "entities"])).map(tuple),
)


@given(st.lists(FOUND))
def test_a_table_of_records_holds_them(found):
    rows = [
        Found(**{**row, "repairs": tuple(row["repairs"])})
        for row in table_of(found).to_pylist()
    ]
    assert rows == found
