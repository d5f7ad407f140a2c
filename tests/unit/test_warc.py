"""Small web archives made with warcio, read back whole, damaged and packed as traps."""

import gzip
import io
import random
import re
import zipfile
import zlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from lasthope.errors import UserError
from lasthope.ingest import http_pages, warc, warc_records, windows
from lasthope.ingest.reading import About, Bad, Dropped, Found

SENTENCES = [
    "The service was told on Friday that its servers would be taken away on Sunday.",
    "A second paragraph says at some length what the company had to say about it all.",
]
PAGE = (
    "<html><head><title>Servers gone</title>{head}</head><body><nav>Home</nav><article>"
    f"<h1>Servers gone</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>"
    "<footer>Imprint</footer></body></html>"
)
PLAIN = PAGE.replace("{head}", "").encode()
TEXT = "\n".join(["Servers gone", *SENTENCES])
DATED = '<meta property="article:published_time" content="2021-01-{day}T10:00:00Z">'
PARLER = (
    b'<div class="post--card--wrapper"><div class="card card--post-container">'
    b'<span class="reblock post"><span class="author--username">@one</span>'
    b'<span class="post--timestamp">1 day ago</span><div class="card--body"><p>Hi '
    b"there</p></div></span></div></div>"
)
HTML = ("Content-Type", "text/html; charset=utf-8")
URL = "https://news.example/a"
NOON = "2021-01-10T12:00:00Z"


def record(
    writer, payload=PLAIN, *, url=URL, kind="response", status="200 OK", headers=(HTML,)
):
    """Return a record; its identifier and date are fixed."""
    sent = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
    named = {"WARC-Date": NOON, "WARC-Record-ID": "<urn:uuid:0>"}
    http = sent if kind in ("response", "request", "revisit") else None
    return writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(payload),
        http_headers=http,
        warc_headers_dict=named,
    )


def archive(*records, is_packed=True):
    """Return the bytes of an archive of records given as keyword arguments."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=is_packed)
    for arguments in records:
        writer.write_record(record(writer, **arguments))
    return out.getvalue()


class Stream(io.RawIOBase):
    """Bytes that can only be read forward, a few at a time."""

    def __init__(self, content):
        self.left = io.BytesIO(content)

    def readable(self):
        return True

    def read(self, size=-1):
        return self.left.read(min(size, 1000) if size >= 0 else -1)


def read(content, captured=None):
    """Return the items of an archive, having asked for the bytes of each document."""
    items = list(warc.read(io.BytesIO(content), About("s", captured)))
    assert list(warc.read(Stream(content), About("s", captured))) == items
    for item in items:
        if isinstance(item, Found):
            part = warc.raw(Stream(content), item.locator).decode("utf-8", "replace")
            assert item.text.splitlines()[-1] in part
    locators = [item.locator for item in items]
    assert len(set(locators)) == len(locators)
    return items


def offsets(content):
    """Return where the records stand, as warcio says."""
    records_of = ArchiveIterator(io.BytesIO(content))
    return [f"record {records_of.get_record_offset()}" for _ in records_of]


@pytest.mark.parametrize("is_packed", [True, False])
def test_records_of_every_kind_are_accounted_for(is_packed):
    made = [
        {"kind": "warcinfo", "payload": b"software: x\r\n"},
        {"kind": "request", "payload": b""},
        {},
        {"kind": "metadata", "payload": b"x"},
        {"kind": "revisit", "payload": b""},
        {"kind": "made-up", "payload": b"x"},
        {"url": "dns:news.example", "payload": b"x"},
        {"status": "404 Not Found"},
        {"headers": [("Content-Type", "image/png")], "payload": b"\x89PNG"},
        {"headers": [("Content-Type", "x<b>")]},
        {"headers": []},
        {"payload": b""},
        {"url": "https://parler.com/post/1", "payload": PARLER},
    ]
    content = archive(*made, is_packed=is_packed)
    items = read(content)
    assert len(items) == len(made)
    assert [item.reason for item in items if isinstance(item, Dropped)] == [
        "not a response: warcinfo",
        "not a response: request",
        "not a response: metadata",
        "not a response: revisit",
        "not a response",
        "not from the web",
        "status 404",
        "not HTML: image/png",
        "not HTML: no media type",
        "not HTML: no media type",
        "no text",
    ]
    expected = offsets(content)
    start = PARLER.index(b'<span class="reblock')
    end = PARLER.index(b"</span></div></div>") + len(b"</span>")
    expected[-1] += f"!bytes {start}-{end}"
    assert [item.locator for item in items] == expected


def test_a_page_is_its_main_text_written_before_its_capture():
    (found,) = read(archive({}))
    assert found == Found(
        locator="record 0",
        text=TEXT,
        url=URL,
        medium="page",
        venue="captured 2021-01-10T12:00:00Z",
        created_until=datetime(2021, 1, 10, 12, tzinfo=UTC),
    )
    assert warc.raw(io.BytesIO(archive({})), "record 0") == PLAIN


@pytest.mark.parametrize(
    ("head", "url", "day"),
    [
        (DATED.replace("{day}", "09"), URL, 9),
        (DATED.replace("{day}", "10"), URL, 10),
        (DATED.replace("{day}", "11"), URL, None),
        ('<meta name="date" content="2021">', URL, None),
        ("", "https://news.example/2021/01/08/a", 8),
        ("<!-- 2021-01-07 -->", URL, None),
    ],
)
def test_a_date_is_taken_only_if_it_is_told_and_not_after_the_capture(head, url, day):
    (found,) = read(
        archive({"payload": PAGE.replace("{head}", head).encode(), "url": url})
    )
    expected = datetime(2021, 1, day, tzinfo=UTC) if day else None
    assert found.created_at == expected
    assert found.created_precision == ("day" if day else "unknown")
    assert (found.created_until is None) == bool(day)


def test_a_date_in_the_text_is_not_when_it_was_written():
    told = PLAIN.replace(b"on Friday", b"on 2020-12-05 at noon")
    (found,) = read(archive({"payload": told}))
    assert found.created_at is None


def test_captures_of_parler_are_read_post_by_post():
    content = archive({"url": "https://parler.com/post/1", "payload": PARLER})
    (found,) = read(content)
    assert (found.text, found.author, found.medium) == ("Hi there", "one", "post")
    assert found.created_at == datetime(2021, 1, 8, tzinfo=UTC)
    assert found.created_until == datetime(2021, 1, 10, tzinfo=UTC)
    assert found.venue == "captured 2021-01-10T12:00:00Z"
    assert re.fullmatch(r"record 0!bytes \d+-\d+", found.locator)
    raw = warc.raw(io.BytesIO(content), found.locator)
    assert raw.startswith(b'<span class="reblock post">') and raw.endswith(b"</span>")


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        ("https://parler.com/post/1", b"", True),
        ("http://www.parler.com/profile/x/posts", b"", True),
        ("https://parler.com/", b"", False),
        ("https://notparler.com/post/1", b"", False),
        ("https://parler.com.example/post/1", b"", False),
        ("https://mirror.example/x", PARLER, True),
        ("https://[bad/post/", b"", False),
    ],
)
def test_parler_is_told_by_address_or_markup(url, page, expected):
    assert warc.is_parler(url, page) is expected


def test_a_record_without_a_date_has_that_of_its_source():
    content = archive({}, is_packed=False).replace(b"WARC-Date", b"X-Date-xx")
    (found,) = read(content, date(2021, 1, 12))
    assert found.created_until == datetime(2021, 1, 13, tzinfo=UTC)
    assert (found.venue, found.created_precision) == (None, "unknown")
    (found,) = read(content)
    assert found.created_until is None


def chunked(body, size=100):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


RAW_DEFLATE = zlib.compress(PLAIN)[2:-4]
CODED = [
    ("gzip", gzip.compress(PLAIN, mtime=0), None),
    ("x-gzip", PLAIN, None),
    ("deflate", zlib.compress(PLAIN), None),
    ("deflate", RAW_DEFLATE, None),
    ("identity", PLAIN, None),
    ("deflate, gzip", gzip.compress(zlib.compress(PLAIN), mtime=0), None),
    ("br", b"\x0b", "packed with br"),
    ("zstd", b"\x28", "packed with zstd"),
    ("x<b>", b"x", "packed with an unknown method"),
    ("gzip", gzip.compress(PLAIN, mtime=0)[:-9], "its packed data ends too early"),
    ("gzip", gzip.compress(PLAIN, mtime=0)[:-8] + b"~" * 8, "its packed data is"),
    ("deflate", b"\x78\x9c~~~~", "its packed data is damaged"),
    ("gzip", gzip.compress(b"<p>" * 400, mtime=0), "larger than 64 MiB"),
]


@pytest.mark.parametrize(("encoding", "body", "problem"), CODED)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_is_unpacked(encoding, body, problem, is_chunked, monkeypatch):
    monkeypatch.setattr(http_pages, "MOST_BYTES", 1000)
    headers = [HTML, ("Content-Encoding", encoding)]
    if is_chunked:
        headers.append(("Transfer-Encoding", "chunked"))
    payload = chunked(body) if is_chunked else body
    (item,) = list(
        warc.read(
            io.BytesIO(archive({"payload": payload, "headers": headers})), About("s")
        )
    )
    if problem:
        assert isinstance(item, Bad)
        assert item.reason.startswith(problem)
    else:
        assert item.text == TEXT


@pytest.mark.parametrize(
    ("payload", "is_whole"),
    [
        (PLAIN, True),
        (chunked(PLAIN)[:-40], False),
        (chunked(PLAIN).replace(b"\r\n64", b"\r\nzz"), False),
        (chunked(PLAIN).replace(b"\r\n64", b"\r\n63"), False),
        (chunked(PLAIN).replace(b"\r\n64", b"zz64"), False),
    ],
)
def test_chunks_that_are_none_or_are_damaged(payload, is_whole):
    headers = [HTML, ("Transfer-Encoding", "chunked")]
    (item,) = read(archive({"payload": payload, "headers": headers}))
    assert isinstance(item, Found if is_whole else Bad)


@pytest.mark.parametrize(
    ("charset", "body", "expected"),
    [
        ("", "caf\u00e9".encode(), ("caf\u00e9", False)),
        ("", b"caf\xe9 \x93x\x94", ("caf\u00e9 \u201cx\u201d", False)),
        ("iso-8859-1", b"\x93caf\xe9", ("\u201ccaf\u00e9", False)),
        ("utf-8", b"caf\xe9", ("caf\ufffd", True)),
        ("koi8-r", b"\xc1", ("\u0430", False)),
        ("", b'<meta charset="koi8-r">\xc1', ('<meta charset="koi8-r">\u0430', False)),
        ("koi8-r", b"\xef\xbb\xbf\xc3\xa9", ("\u00e9", False)),
        ("", b"\xff\xfea\0", ("a", False)),
        ("unicode_escape", b"\\u0041", ("\\u0041", False)),
        ("utf-16", b"\x00\xd8", ("\ufffd", True)),
    ],
)
def test_a_page_is_decoded_as_it_says(charset, body, expected):
    assert http_pages.decoded(body, charset) == expected


@pytest.mark.parametrize(
    "payload",
    [b"<div>" * 500 + PLAIN, b"<p " + b"a=b " * 3000 + b">" + PLAIN],
)
def test_a_page_that_hides_its_words_is_bad(payload):
    (bad,) = read(archive({"payload": payload}))
    assert (type(bad), bad.reason) == (Bad, "nested too deep or too large")


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 99, b"no archive", b"PK", b"\r\n", gzip.compress(b"")]
)
def test_what_is_no_archive_is_bad(content):
    (bad,) = read(content)
    assert isinstance(bad, Bad)


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
