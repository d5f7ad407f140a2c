"""Shards read by a reader that does as its file says, and what their sources tell."""

import gzip
from collections import Counter
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.ingest import check_account, shard
from lasthope.ingest.columns import SAME_ID, Source, table_of
from lasthope.ingest.reading import About, Bad, Block, Dropped, Found
from lasthope.ingest.shard import Reader, read_shard
from lasthope.ingest.tally import Tally
from lasthope.tables import check
from packed import zipped

SOURCE = Source("posts", "users", "post", None, None, None, False, "A. Person, Posts")


def items(file, about, *, shout=False):
    """Do as each line of the file says, its number the locator."""
    block = []
    for number, line in enumerate(file):
        what, _, rest = line.decode().strip().partition(" ")
        place = f"line {number}"
        if what == "found":
            name, _, text = rest.partition(" ")
            text = text.upper() if shout else text
            yield Found(place, text, native_id=name or None, author="Somebody")
        elif what == "bad":
            yield Bad(place, rest, line)
        elif what == "dropped":
            yield Dropped(place, rest)
        elif what == "wrong":
            raise UserError(f"there is no column {rest}.")
        elif what == "block":
            block.append((place, rest))
    if block:
        found = [Found(place, rest, native_id=rest) for place, rest in block]
        bad = [Bad("end of block", "the last is bad", b"last")]
        yield Block(table_of(found), bad, {"too short": 3})


def reader(**options):
    return Reader(SimpleNamespace(read=items), options, unpack=True)


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read files with these contents; return documents and tally."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shard, "RECORDS_AT_ONCE", 2)

    def read_files(*contents, by=None, source=SOURCE, first=0):
        tally, names = Tally(), []
        for number, content in enumerate(contents):
            names.append(f"{number}.txt")
            Path(names[-1]).write_bytes(content)
        found = [
            *read_shard(
                names,
                by or reader(),
                About("posts"),
                source,
                lambda name: f"p-{name.casefold()}",
                tally,
                first=first,
            )
        ]
        table = pa.concat_tables(found).to_pandas() if found else pd.DataFrame()
        account, quarantine = tally.account("posts"), tally.quarantine("posts")
        check_account(
            account,
            source="posts",
            n_quarantined=len(quarantine),
            n_kept=len(table),
        )
        return (check(table, "documents") if len(table) else table), tally

    return read_files


def test_what_becomes_of_each_record(read):
    content = b"found a one\nbad no id\ndropped empty\nfound b two\nfound a again\n"
    documents, tally = read(content)
    assert documents["doc_id"].tolist() == ["posts:a", "posts:b"]
    assert documents["text"].tolist() == ["one", "two"]
    assert documents["locator"].tolist() == ["line 0", "line 3"]
    assert documents["author"].tolist() == ["p-somebody"] * 2
    assert documents["weight"].tolist() == [1, 1]
    digest = sha256(content).hexdigest()
    assert set(documents["file_sha256"]) == {digest}
    assert tally.files == [("0.txt", digest, len(content))]
    assert (tally.n_read, tally.n_kept) == (5, 2)
    assert tally.dropped == {"empty": 1, SAME_ID: 1}
    bad = sha256(b"bad no id\n").hexdigest()
    assert tally.quarantined == [(digest, "line 1", "no id", bad)]


def test_an_id_in_two_files_of_a_shard_is_kept_once(read):
    documents, tally = read(b"found a one\n", b"found a two\nfound b three\n")
    assert documents["text"].tolist() == ["one", "three"]
    assert tally.dropped == {SAME_ID: 1}
    assert [name for name, _, _ in tally.files] == ["0.txt", "1.txt"]


def test_texts_without_an_id_have_one_by_their_file(read):
    content = b"found  same\nfound  same\n"
    documents, _ = read(content, content, first=7)
    digits = sha256(b"same").hexdigest()[:16]
    assert documents["doc_id"].tolist() == [
        f"posts:{digits}.{file}.{occurrence}"
        for file in (7, 8)
        for occurrence in (0, 1)
    ]


def test_a_block_counts_as_its_records(read):
    documents, tally = read(b"block a\nblock b\nblock a\n")
    assert documents["doc_id"].tolist() == ["posts:a", "posts:b"]
    assert (tally.n_read, tally.n_kept) == (3 + 1 + 3, 2)
    assert tally.dropped == {"too short": 3, SAME_ID: 1}
    assert [one[1:3] for one in tally.quarantined] == [
        ("end of block", "the last is bad")
    ]


def test_options_and_what_is_known_reach_the_reader(read, tmp_path):
    told = []

    def listen(file, about, **options):
        told.append((file.read(), about, options))
        yield from ()

    by = Reader(SimpleNamespace(read=listen), {"header": True}, unpack=True)
    documents, tally = read(b"content", by=by)
    assert told == [(b"content", About("posts"), {"header": True})]
    assert (len(documents), tally.n_read) == (0, 0)
    documents, _ = read(b"found a one\n", by=reader(shout=True))
    assert documents["text"].tolist() == ["ONE"]


def test_locators_name_the_member_of_an_archive(read):
    lines = b"found %s one\nbad no id\ndropped empty\nblock %s\n"
    documents, tally = read(
        zipped([("in/b", lines % (b"x", b"y")), ("a", lines % (b"u", b"v"))])
    )
    found = dict(zip(documents["doc_id"], documents["locator"], strict=True))
    assert found == {
        "posts:u": "a!line 0",
        "posts:v": "a!line 3",
        "posts:x": "in/b!line 0",
        "posts:y": "in/b!line 3",
    }
    assert [one[1] for one in tally.quarantined] == [
        "a!line 1",
        "a!end of block",
        "in/b!line 1",
        "in/b!end of block",
    ]


def test_what_cannot_be_opened_is_quarantined(read):
    archive = zipped([("../a", b"found a one\n"), ("b", b"found b two\n")])
    damaged = archive[:-30]
    documents, tally = read(archive, damaged)
    assert documents["locator"].tolist() == ["b!line 0"]
    nothing = sha256(b"").hexdigest()
    assert tally.quarantined == [
        (
            sha256(archive).hexdigest(),
            "../a",
            "the member's name leads out of the archive",
            nothing,
        ),
        (sha256(damaged).hexdigest(), "file", "the zip archive is damaged", nothing),
    ]


def test_the_end_of_a_damaged_file_is_quarantined_after_what_it_gave(read):
    lines = b"".join(b"found %d text %d\n" % (n, n**5) for n in range(3000))
    packed = gzip.compress(lines)
    documents, tally = read(packed[: len(packed) // 2])
    assert 1000 < len(documents) < 2000
    assert documents["doc_id"].tolist() == [f"posts:{n}" for n in range(len(documents))]
    assert [one[1:3] for one in tally.quarantined] == [
        ("end", "the packed data is damaged (EOFError)")
    ]


def test_a_reader_that_unpacks_itself_is_given_the_file_as_it_is(read):
    def whole(file, about):
        yield Found("bytes", file.read().hex())

    packed = gzip.compress(b"text")
    by = Reader(SimpleNamespace(read=whole), {}, unpack=False)
    documents, _ = read(packed, by=by)
    assert documents["text"].tolist() == [packed.hex()]


def test_a_mistake_of_the_user_names_the_file(read):
    with pytest.raises(UserError, match=r"^1\.txt: there is no column body\.$"):
        read(b"found a one\n", b"wrong body\n")


def test_parts_are_small(read, tmp_path):
    Path("many.txt").write_bytes(b"".join(b"found %d x\n" % n for n in range(5)))
    tally = Tally()
    found = read_shard(
        ["many.txt"], reader(), About("posts"), SOURCE, str, tally, first=0
    )
    assert len(next(found)) == 2
    # What follows has not been read yet.
    assert tally.n_kept == 2
    assert [len(part) for part in found] == [2, 1]


LINES = st.sampled_from(
    ["found a x", "found b y", "found  z", "bad r", "bad s", "dropped t", "block c", ""]
)
FILES = st.lists(st.tuples(st.lists(LINES, max_size=6), st.integers(0, 2)), max_size=4)


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(FILES)
def test_records_read_add_up(read, files):
    contents, seen, kept, dropped = [], set(), Counter(), Counter()
    n_bad = 0
    for lines, packing in files:
        content = "\n".join(lines).encode()
        pack = (bytes, gzip.compress, lambda content: zipped([("m", content)]))
        contents.append(pack[packing](content))
        # A block comes last, whatever stands before it.
        in_order = [line for line in lines if not line.startswith("block")]
        in_order += [line for line in lines if line.startswith("block")]
        for line in in_order:
            what, _, rest = line.partition(" ")
            if what in ("found", "block"):
                name = rest.split(" ")[0]
                if name and name in seen:
                    dropped[SAME_ID] += 1
                    continue
                seen.add(name)
                kept[rest.split(" ")[-1]] += 1
            elif what == "dropped":
                dropped[rest] += 1
            n_bad += what == "bad"
        if any(line.startswith("block") for line in lines):
            dropped["too short"] += 3
            n_bad += 1
    documents, tally = read(*contents)
    assert +tally.dropped == dropped
    assert len(tally.quarantined) == n_bad
    assert tally.n_kept == len(documents) == sum(kept.values())
    assert tally.n_read == tally.n_kept + sum(dropped.values()) + n_bad
    if len(documents):
        assert Counter(documents["text"]) == kept
        assert documents["doc_id"].is_unique
