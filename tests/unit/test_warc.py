"""Web archives read back whole: pages, captures of Parler, codings, charsets."""

import gzip
import io
import re
import zlib
from datetime import UTC, date, datetime

import pytest

from lasthope.ingest import http_pages, warc
from lasthope.ingest.reading import About, Bad, Dropped, Found
from warcs import (
    DATED,
    HTML,
    PAGE,
    PARLER,
    PLAIN,
    TEXT,
    URL,
    archive,
    offsets,
    read,
)


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
