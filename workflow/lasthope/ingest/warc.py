"""Read web archives: WARC files, packed or not, and WACZ files.

Every answer with status 200 that is a page becomes a document: its main text. Captures
of Parler's pages are read post by post (:mod:`lasthope.ingest.parler_html`). When a
page was captured is not when it was written: the one is only the latest that the other
can be.

Locators are ``record`` and the offset in the file, with ``+`` and the offset in the
unpacked bytes where several records were packed as one; before it the member of a WACZ
file, after it a range of bytes of the page, each with ``!`` between.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from lasthope.errors import UserError
from lasthope.ingest import parler_html
from lasthope.ingest.http_pages import (
    HTML_TYPES,
    Answer,
    Unreadable,
    answer_of,
    decoded,
    main_text,
    page_of,
)
from lasthope.ingest.opening import ZIP
from lasthope.ingest.reading import About, Bad, Dropped, Found, span_of
from lasthope.ingest.wacz import members
from lasthope.ingest.warc_records import Record, record_at, records
from lasthope.ingest.windows import MOST_HELD

# Types of records other than response: ISO 28500:2017, section 6.
OTHER_TYPES = frozenset(
    {
        *("warcinfo", "resource", "request", "metadata"),
        *("revisit", "conversion", "continuation"),
    }
)
SECOND = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z")
PARLER_HOST = re.compile(r"(?:[\w-]+\.)*parler\.com")
PARLER_PATH = re.compile(r"/(?:post|profile)/")
PARLER_MARKUP = b"card--post-container"
LOCATOR = re.compile(
    r"(?:(?P<member>.*)!)?(?P<record>record \d+(?:\+\d+)?)"
    r"(?:!(?P<part>bytes \d+-\d+))?",
    re.DOTALL,
)


def read(file: BinaryIO, about: About) -> Iterator[Found | Bad | Dropped]:
    """Yield the pages of a web archive in the order they stand there.

    Args:
        file: the archive.
        about: its source, and the day of capture for records that do not tell it.
    """
    start = file.read(4)
    if not start.startswith(ZIP):
        yield from _read_records(file, start, about)
        return
    for member in members(file, start):
        if not isinstance(member, tuple):
            yield member
            continue
        name, stream = member
        for item in _read_records(stream, b"", about):
            yield replace(item, locator=f"{name}!{item.locator}")
        if stream.problem:
            yield Bad(f"{name}!end", stream.problem, b"")


def raw(file: BinaryIO, locator: str) -> bytes:
    """Return the bytes of the page, or part of it, that a locator points to.

    They are the page's own, unpacked.

    Raises:
        UserError: if nothing stands there.
    """
    place = LOCATOR.fullmatch(locator)
    if place and place["member"] is None:
        return _part(file, place)
    for member in members(file, b"") if place else ():
        if place and isinstance(member, tuple) and member[0] == place["member"]:
            return _part(member[1], place)
    raise UserError(f"no record stands at {locator!r}; was the file changed?")


def _part(stream: Any, place: re.Match[str]) -> bytes:
    page = page_of(answer_of(record_at(stream, place["record"]).content))
    start, end = span_of(place["part"]) if place["part"] else (0, len(page))
    return page[start:end]


def _read_records(
    stream: Any, held: bytes, about: About
) -> Iterator[Found | Bad | Dropped]:
    for record in records(stream, held):
        if isinstance(record, Bad):
            yield record
            continue
        try:
            yield from _items(record, about)
        except Unreadable as error:
            yield Bad(record.locator, str(error), record.content)


def _items(record: Record, about: About) -> Iterator[Found | Bad | Dropped]:
    """Yield what a record holds.

    Raises:
        Unreadable: if its page cannot be read.
    """
    address = record.header("WARC-Target-URI").strip("<> ")
    if reason := _why_no_answer(record, address):
        yield Dropped(record.locator, reason)
        return
    answer = answer_of(record.content)
    if reason := _why_no_page(answer):
        yield Dropped(record.locator, reason)
        return
    if len(record.content) > MOST_HELD:
        raise Unreadable("larger than 64 MiB")
    page = page_of(answer)
    captured = moment(record.header("WARC-Date"))
    day = captured.date() if captured else about.captured
    if is_parler(address, page):
        items = parler_html.read(BytesIO(page), About(about.source, day))
    else:
        items = iter([_page(page, answer.charset, address, captured, day)])
    venue = f"captured {captured:%Y-%m-%dT%H:%M:%SZ}" if captured else None
    is_cut = bool(record.header("WARC-Truncated"))
    for item in items:
        place = f"{record.locator}!{item.locator}" if item.locator else record.locator
        if isinstance(item, Found):
            is_complete = item.is_complete and not is_cut
            item = replace(item, venue=venue, is_complete=is_complete)
        yield replace(item, locator=place)


def _why_no_answer(record: Record, address: str) -> str | None:
    kind = record.header("WARC-Type").lower()
    if kind != "response":
        return f"not a response: {kind}" if kind in OTHER_TYPES else "not a response"
    is_web = address.lower().startswith(("http:", "https:"))
    return None if is_web else "not from the web"


def _why_no_page(answer: Answer) -> str | None:
    if answer.status != 200:
        return f"status {answer.status}"
    if answer.media_type not in HTML_TYPES:
        return f"not HTML: {answer.media_type or 'no media type'}"
    return None


def _page(
    page: bytes,
    charset: str,
    address: str,
    captured: datetime | None,
    captured_on: date | None,
) -> Found | Dropped:
    """Return a page's main text and when it was written."""
    markup, is_mended = decoded(page, charset)
    text, day = main_text(markup, address) if markup.strip() else ("", None)
    if not text:
        return Dropped("", "no text")
    found = Found(
        locator="",
        text=text,
        url=address,
        medium="page",
        repairs=("bytes replaced",) if is_mended else (),
    )
    if day and captured_on and day <= captured_on:
        written = datetime.combine(day, time(), UTC)
        return replace(found, created_at=written, created_precision="day")
    if captured is None and captured_on:
        captured = datetime.combine(captured_on, time(), UTC) + timedelta(days=1)
    return replace(found, created_until=captured)


def moment(said: str) -> datetime | None:
    """Return the second of a record's capture; None if it is not told.

    >>> moment("2021-01-10T12:00:00Z")
    datetime.datetime(2021, 1, 10, 12, 0, tzinfo=datetime.timezone.utc)
    """
    second = SECOND.fullmatch(said.strip())
    try:
        return datetime.fromisoformat(f"{second[1]}+00:00") if second else None
    except ValueError:
        return None


def is_parler(address: str, page: bytes) -> bool:
    """Return whether a page is one of Parler's posts or profiles."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return PARLER_MARKUP in page
    is_there = PARLER_HOST.fullmatch(host) and PARLER_PATH.match(parts.path)
    return bool(is_there) or PARLER_MARKUP in page
