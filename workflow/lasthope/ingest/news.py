"""Read a news page, as HTML or as text: the whole article is one document.

Of HTML it is the main text, as trafilatura finds it, a paragraph a line; when and
where the article was published is taken from what the page says of itself in its head.
Whom the article quotes is found by :mod:`lasthope.quoting.quotations`.
"""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from lasthope.ingest.plain import decoded, encoding_of
from lasthope.ingest.reading import (
    About,
    Bad,
    Dropped,
    Found,
    Item,
    byte_range,
    span_of,
)

# A page of more has no main text that anybody wrote.
MOST_BYTES = 16 * 2**20
# Time grows with the square of the elements within one; so many take seconds.
MOST_ELEMENTS = 30_000
MOST_WITHIN_ONE = 5_000
# So far in, a page has said that it is HTML, and in which encoding.
HEAD_BYTES = 4096
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|p|div)[\s>]", re.I)
CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
# What browsers take a page for that is not UTF-8 and does not say what it is.
FALLBACK = "windows-1252"
# Longer is no name and no address.
LONGEST = 2000
PUBLISHED = "//meta[@property='article:published_time']/@content"
SITE = "//meta[@property='og:site_name']/@content"
ADDRESS = "//link[@rel='canonical']/@href"
DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """Yield the article of a news page.

    Args:
        file: the unpacked file.
        about: what is known of it; nothing of it is used.
    """
    content = file.read(MOST_BYTES + 1)
    locator = byte_range(0, len(content))
    if not content:
        yield Bad(locator, "empty file", b"")
    elif len(content) > MOST_BYTES:
        yield Bad(locator, "a page of more than 16 MiB", content)
    else:
        yield _article(content, locator)


def raw(file: BinaryIO, locator: str) -> bytes:
    """Return the bytes of the page that ``locator`` of :func:`read` points to."""
    _, end = span_of(locator)
    return file.read(end)


def _article(content: bytes, locator: str) -> Item:
    declared = CHARSET.search(content[:HEAD_BYTES])
    found = _decoded(content, declared[1].decode("ascii") if declared else None)
    if found is None:
        return Bad(locator, "neither HTML nor text", content)
    text, repairs = found
    if HTML.search(text[:HEAD_BYTES]):
        return _page(content, locator, text, repairs)
    if not text.strip():
        return Dropped(locator, "no text")
    return Found(locator, text.strip(), medium="article", repairs=repairs)


def _page(content: bytes, locator: str, page: str, repairs: tuple[str, ...]) -> Item:
    # Broken pages make the libraries raise anything.
    try:
        tree = _tree(page)
        if _is_endless(tree):
            return Bad(locator, "a page of too many elements", content)
        said = _said_of_itself(tree)
        text = _main_text(tree)
    except Exception:
        return Bad(locator, "a page that cannot be parsed", content)
    if not text:
        return Bad(locator, "no main text found in the page", content)
    return Found(locator, text, medium="article", repairs=repairs, **said)


def published(stamp: str | None) -> tuple[datetime | None, str]:
    """Return when a page says it was published, and how exactly.

    A time without its zone is no time: only its day is taken.

    >>> published("2021-01-09T22:30:00-05:00")
    (datetime.datetime(2021, 1, 10, 3, 30, tzinfo=datetime.timezone.utc), 'second')
    >>> published("2021-01-09 22:30")
    (datetime.datetime(2021, 1, 9, 0, 0, tzinfo=datetime.timezone.utc), 'day')
    """
    try:
        moment = datetime.fromisoformat(stamp or "")
        if moment.tzinfo is not None and not DAY.match(stamp or ""):
            return moment.astimezone(UTC), "second"
    except (ValueError, OverflowError):
        return None, "unknown"
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC), "day"


def _decoded(
    content: bytes, declared: str | None
) -> tuple[str, tuple[str, ...]] | None:
    """Return the text of a page and what was repaired; None if it is no text."""
    mark, encoding = encoding_of(content, "")
    if not encoding:
        encoding = _encoding(content, declared)
    return decoded(content[mark:], encoding)


def _encoding(content: bytes, declared: str | None) -> str:
    """Return UTF-8 where that fits, whatever is declared: much else fits anything."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    try:
        b"a".decode(declared or FALLBACK)
    except (LookupError, ValueError):
        return FALLBACK
    return declared or FALLBACK


def _tree(page: str) -> Any:
    """Return the parsed page."""
    import lxml.html

    # The parser stops at what XML cannot hold, and a declared encoding is done with.
    page = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", page)
    page = re.sub(r"\A\s*<\?xml[^>]{0,200}>", "", page)
    return lxml.html.document_fromstring(page)


def _is_endless(tree: Any) -> bool:
    """Tell whether a page has too many elements, in all or within one."""
    return any(
        number == MOST_ELEMENTS or len(element) > MOST_WITHIN_ONE
        for number, element in enumerate(tree.iter())
    )


def _main_text(tree: Any) -> str:
    """Return the main text of a page, a paragraph a line; it may be empty."""
    # Half a second, which only those pay who read pages.
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract(tree, include_comments=False, output_format="txt")
    return (found or "").strip()


def _said_of_itself(tree: Any) -> dict[str, Any]:
    """Return when, where and by whom a page says that it was published."""
    created_at, precision = published(_attribute(tree, PUBLISHED))
    url = _attribute(tree, ADDRESS) or ""
    return {
        "created_at": created_at,
        "created_precision": precision,
        "url": url if url.startswith(("https://", "http://")) else None,
        "venue": _attribute(tree, SITE),
    }


def _attribute(tree: Any, path: str) -> str | None:
    """Return the first attribute at an XPath that is neither empty nor endless."""
    values = [str(value).strip() for value in tree.xpath(path)]
    return next((value for value in values if 0 < len(value) <= LONGEST), None)
