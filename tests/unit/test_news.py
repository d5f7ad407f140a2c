"""News pages, as HTML and as text."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.ingest import news
from lasthope.ingest.reading import About, Bad, Dropped, Found

ABOUT = About("papers")
FIRST = "Cloudberry will stop hosting the forum Blurb on Sunday, and gives it one day."
SECOND = "“We have no other choice,” the firm’s chief executive wrote to its founder."
PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Blurb closes</title>
<meta property="article:published_time" content="2021-01-09T22:30:00-05:00">
<meta property="og:site_name" content="Harbour Times">
<link rel="canonical" href="https://harbour.example/blurb">
<script>var words = "never seen";</script></head>
<body><nav><a href="/">Home</a> <a href="/more">More of it</a></nav>
<article><h1>Blurb closes</h1><p>{FIRST}</p><blockquote><p>{SECOND}</p></blockquote>
</article><footer><p>Copyright of the Harbour Times</p></footer></body></html>"""


def read(content):
    (item,) = news.read(io.BytesIO(content), ABOUT)
    return item


def test_a_page():
    content = PAGE.encode()
    assert read(content) == Found(
        f"bytes 0-{len(content)}",
        f"Blurb closes\n{FIRST}\n{SECOND}",
        created_at=datetime(2021, 1, 10, 3, 30, tzinfo=UTC),
        created_precision="second",
        url="https://harbour.example/blurb",
        medium="article",
        venue="Harbour Times",
    )
    assert news.raw(io.BytesIO(content), f"bytes 0-{len(content)}") == content


@pytest.mark.parametrize(
    ("declared", "encoding", "mark"),
    [
        ("utf-8", "utf-8", b""),
        ("windows-1252", "windows-1252", b""),
        ("nonsense", "windows-1252", b""),
        ("utf-8", "windows-1252", b""),
        ("windows-1252", "utf-8", b""),
        ("utf-8", "utf-16-le", b"\xff\xfe"),
        ("latin-1", "utf-8", b"\xef\xbb\xbf"),
    ],
)
def test_the_encoding_is_found(declared, encoding, mark):
    page = PAGE.replace('charset="utf-8"', f'charset="{declared}"')
    item = read(mark + page.encode(encoding))
    if (declared, encoding) == ("utf-8", "windows-1252"):
        assert item.repairs == ("undecodable bytes",)
    else:
        assert item.text == f"Blurb closes\n{FIRST}\n{SECOND}"
        assert item.repairs == ()


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2021-01-09T22:30:00Z", (datetime(2021, 1, 9, 22, 30, tzinfo=UTC), "second")),
        ("2021-01-09T22:30:00", (datetime(2021, 1, 9, tzinfo=UTC), "day")),
        ("2021-01-09", (datetime(2021, 1, 9, tzinfo=UTC), "day")),
        ("9 January 2021", (None, "unknown")),
        ("0001-01-01T00:00:00+14:00", (None, "unknown")),
        ("", (None, "unknown")),
        (None, (None, "unknown")),
    ],
)
def test_when_a_page_was_published(stamp, expected):
    assert news.published(stamp) == expected


def test_an_address_that_is_no_web_page_is_not_kept():
    page = PAGE.replace("https://harbour.example/blurb", "javascript:alert(1)")
    assert read(page.encode()).url is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbf One.\n\nTwo.\n", Found("bytes 0-15", "One.\n\nTwo.")),
        (b"caf\xe9", Found("bytes 0-4", "café")),
        (b"", Bad("bytes 0-0", "empty file", b"")),
        (b" \n", Dropped("bytes 0-2", "no text")),
        (b"\0" * 9, Bad("bytes 0-9", "neither HTML nor text", b"\0" * 9)),
    ],
)
def test_a_text(content, expected):
    item = read(content)
    if isinstance(item, Found):
        assert item.medium == "article"
        assert (item.locator, item.text) == (expected.locator, expected.text)
    else:
        assert item == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body></body></html>", "no main text found in the page"),
        (b"<html><!-- <p>words</p> --></html>", "no main text found in the page"),
        (b"<html><body>" + b"<p>a</p>" * 5_001, "a page of too many elements"),
        (b"<html>" + b"<p>a<b>c</b></p>" * 16_000, "a page of too many elements"),
        (b"<html>" + b"\0" * 900, "neither HTML nor text"),
    ],
)
def test_a_page_without_an_article(content, reason):
    assert read(content) == Bad(f"bytes 0-{len(content)}", reason, content)


def test_a_page_that_is_too_long(monkeypatch):
    monkeypatch.setattr(news, "MOST_BYTES", 20)
    content = PAGE.encode()[:21]
    assert read(content) == Bad("bytes 0-21", "a page of more than 16 MiB", content)


PIECES = st.sampled_from(
    [
        b"<p>",
        b"</p>",
        b"<div>",
        b"<",
        b">",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"&amp;",
        b"&#0;",
    ]
    + [b"&#xD800;", b"\0", b"\xff", b"<?xml version='1.0' encoding='x'?>", b"<html>"]
    + [b"words of some length. ", b"<meta charset=", b"utf-7", b"'", b'"', b"<script>"]
    + [b"<table><tr><td>", b"<svg>", b"<a href='", b"\xed\xa0\x80", b"<article>"]
)


@given(st.lists(PIECES, max_size=40).map(b"".join), st.booleans())
@settings(deadline=None)
def test_any_page_is_one_record(content, is_page):
    content = b"<html><body>" + content if is_page else content
    item = read(content)
    assert item.locator == f"bytes 0-{len(content)}"
    if isinstance(item, Found):
        assert item.text.strip()
        item.text.encode("utf-8")
    elif isinstance(item, Bad):
        assert item.content == content
