"""Web archives that are damaged, cut off or packed as traps."""

import gzip
import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.ingest import warc, warc_records, windows
from lasthope.ingest.reading import About, Bad, Found
from warcs import (
    PARLER,
    PLAIN,
    TEXT,
    URL,
    archive,
    offsets,
    read,
)

# Read faster than a page's main text.
SEED = [{"payload": PARLER, "url": f"{URL}{n}"} for n in range(3)]
THREE = [{"url": f"{URL}{n}"} for n in range(3)]


def kinds(items):
    return [
        (item.url or item.text)[-1] if isinstance(item, Found) else item.reason
        for item in items
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"Content-Length: ", b"Content-Length: 9", ["it ends before its length"]),
        (
            b"Content-Length: ",
            b"Content-Length: -",
            ["its header does not tell its le"],
        ),
        (
            b"Content-Length: ",
            b"Content-Width: ",
            ["its header does not tell its leng"],
        ),
        (b"WARC/1.0", b"WORC/1.0", ["not a WARC record"]),
        (b"article>", b"article>more", ["its length is wrong"]),
        (b"HTTP/1.1 200 OK", b"HTTP/1.1 OK 200", ["no answer of a web server"]),
        (b"\r\n\r\n", b"\n\n", None),
    ],
)
def test_after_a_damaged_record_the_next_is_read(old, new, expected):
    content = archive(*THREE, is_packed=False)
    second = content.index(b"WARC/1.0", 10)
    damaged = content[:second] + content[second:].replace(old, new, 1)
    found = kinds(read(damaged))
    if expected is None:
        assert found == ["0", "its length is wrong", "2"] or found == ["0", "1", "2"]
    else:
        assert (found[0], found[-1], len(found)) == ("0", "2", 3)
        assert found[1].startswith(expected[0])


def test_after_a_damaged_packed_record_the_next_is_read():
    # Parler's markup, since it is read faster than a page's main text.
    content = archive(
        *({"payload": PARLER.replace(b"re<", b"%d<" % n)} for n in range(3))
    )
    first, second, third = (int(one[7:]) for one in offsets(content))
    assert first == 0
    for at in range(second, third, 7):
        damaged = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        found = kinds(read(damaged))
        assert (found[0], found[-1]) == ("0", "2"), at
        # Some bytes of a gzip header, such as its date, change nothing.
        assert len(found) == 3
        assert found[1] == "1" or "damaged" in found[1] or "length" in found[1], at


@pytest.mark.parametrize("is_packed", [True, False])
def test_the_next_record_is_found_wherever_a_piece_of_the_stream_ends(
    is_packed, monkeypatch
):
    # Longer than what is looked at of a header, packed or not.
    long = {"payload": PARLER + b"<!--" + random.Random(0).randbytes(5000)}
    content = archive(long, long, long, is_packed=is_packed)
    second = int(offsets(content)[1][7:])
    damaged = content[:second] + b"~~~~" + content[second + 4 :]
    expected = list(warc.read(io.BytesIO(damaged), About("s")))
    assert [type(item) for item in expected] == [Found, Bad, Found]
    for size in range(5, 60):
        monkeypatch.setattr(windows, "CHUNK", size)
        found = list(warc.read(io.BytesIO(damaged), About("s")))
        assert [item.locator for item in found] == [item.locator for item in expected]


@pytest.mark.parametrize("is_packed", [True, False])
def test_an_archive_that_is_cut_off(is_packed):
    content = archive(*THREE, is_packed=is_packed)
    third = int(offsets(content)[2][7:])
    found = kinds(read(content[:-60]))
    reason = (
        "the packed data ends too early" if is_packed else "it ends before its length"
    )
    assert found == ["0", "1", reason]
    assert kinds(read(content[:third])) == ["0", "1"]


def test_records_that_are_packed_as_one():
    plain = archive(*THREE, is_packed=False)
    items = read(gzip.compress(plain, mtime=0))
    assert kinds(items) == ["0", "1", "2"]
    inner = [one[7:] for one in offsets(plain)]
    assert [item.locator for item in items] == [
        "record 0",
        *(f"record 0+{at}" for at in inner[1:]),
    ]


def test_a_record_that_is_too_large_is_bad_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(warc_records, "MOST_HELD", 5000)
    monkeypatch.setattr(warc, "MOST_HELD", 5000)
    monkeypatch.setattr(windows, "CHUNK", 1000)
    image = {"headers": [("Content-Type", "image/png")], "payload": b"x" * 20_000}
    large = {"payload": PLAIN + b" " * 20_000}
    for is_packed in (True, False):
        content = archive(image, large, {"url": f"{URL}2"}, is_packed=is_packed)
        found = kinds(read(content))
        assert found == ["not HTML: image/png", "larger than 64 MiB", "2"]


def test_a_member_that_unpacks_to_too_much_is_bad(monkeypatch):
    monkeypatch.setattr(windows, "HARMLESS_BYTES", 10_000)
    monkeypatch.setattr(windows, "MOST_RATIO", 20)
    bomb = archive({"payload": b" " * 1_000_000})
    content = archive(THREE[0]) + bomb + archive(THREE[2])
    found = kinds(read(content))
    assert found == ["0", "unpacks to more than 20 times its size", "2"]


def wacz(*members, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, content in members:
            packed.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def test_the_archives_in_a_wacz_are_read_in_the_order_of_their_names():
    items = read(
        wacz(
            ("datapackage.json", b"{}"),
            ("archive/b.warc", archive(THREE[1], is_packed=False)),
            ("archive/a!record 1.warc.gz", archive(THREE[0], THREE[2])),
        )
    )
    assert kinds(items) == ["0", "2", "1", "no WARC file"]
    assert items[0].locator == "archive/a!record 1.warc.gz!record 0"
    assert items[3].locator == "datapackage.json"


UNSAFE = ["/a.warc", "../a.warc", "x/../../a.warc", "C:a.warc", "x\\a.warc", "x\n.warc"]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_leads_out_of_a_wacz_is_refused(name):
    bad, found = sorted(
        read(wacz((name, archive({})), ("b.warc", archive({})))),
        key=lambda item: isinstance(item, Found),
    )
    assert (bad.reason, found.text) == ("its name leads out of the archive", TEXT)


def test_a_zip_that_is_a_trap_is_refused(monkeypatch):
    zeros = bytes(100 * 2**20)
    bomb = wacz(("a.warc", zeros), compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 200_000
    (bad,) = read(bomb)
    assert bad.reason == "unpacks to more than 1000 times its size"
    # The header says less than there is.
    size = len(zeros).to_bytes(4, "little")
    small = (1000).to_bytes(4, "little")
    items = read(bomb.replace(size, small))
    assert items and all(isinstance(item, Bad) for item in items)
    monkeypatch.setattr("lasthope.ingest.wacz.MOST_MEMBERS", 2)
    (bad,) = read(wacz(*((f"{n}.warc", b"") for n in range(3))))
    assert bad.reason == "the zip archive has over 2 members"


def test_a_wacz_that_is_damaged_or_says_a_name_twice():
    whole = wacz(("a.warc", archive({})), ("b.warc", archive({})))
    assert [type(item) for item in read(whole[:-30])] == [Bad]
    twice = whole.replace(b"b.warc", b"a.warc")
    assert [item.reason for item in read(twice)] == ["its name is used twice"] * 2


@pytest.mark.parametrize(
    "locator", ["", "record", "record 5", "x!record 0", "bytes 0-1"]
)
def test_where_nothing_stands(locator):
    for content in (archive({}), wacz(("a.warc", archive({})))):
        with pytest.raises(UserError, match="was the file changed"):
            warc.raw(io.BytesIO(content), locator)


SEEDS = [
    archive(*SEED),
    archive(*SEED, is_packed=False),
    gzip.compress(archive(*SEED, is_packed=False), mtime=0),
    wacz(("a.warc.gz", archive(*SEED))),
]
PIECES = [
    b"",
    b"\0",
    b"\r\n\r\n",
    b"WARC/1.1\r\n",
    b"\nWARC/1.0\r\n",
    b"\x1f\x8b\x08\0",
]
PIECES += [b"Content-Length: 99999999999\r\n", b"\xff" * 5, b"9", b"\r\n"]


@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.integers(0, 9)),
        max_size=4,
    ),
    st.floats(0, 1),
)
@settings(deadline=None)
def test_whatever_an_archive_holds_nothing_is_raised(content, changes, cut):
    for where, piece, n_lost in changes:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + n_lost :]
    if cut > 0.5:
        content = content[: int(cut * len(content))]
    items = list(warc.read(io.BytesIO(content), About("s")))
    assert items
    for item in items:
        if isinstance(item, Found):
            raw = warc.raw(io.BytesIO(content), item.locator)
            assert item.text.split()[0].encode() in raw or item.repairs
