"""Split a web archive into its records, and find the next one after a damaged one.

The format is ISO 28500 (WARC 1.1): a header, its content as long as the header says,
two line ends. In a packed archive each record is a gzip member of its own; if there is
only one for all, they are read too. warcio's own iterator stops for good at the first
damaged record and does not see that a packed one is cut off, so that the records are
split here; their headers are read by warcio.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

from warcio.statusandheaders import (
    StatusAndHeaders,
    StatusAndHeadersParser,
    StatusAndHeadersParserException,
)

from lasthope.errors import UserError
from lasthope.ingest.opening import GZIP
from lasthope.ingest.reading import Bad
from lasthope.ingest.windows import CHUNK, MOST_HELD, OVERLAP, Inflated, Window

MOST_HEADER = 2**16
# Few are longer, and to look at less is faster.
COMMON_HEADER = 2**11
# Going back over a damaged record to look for the next one takes time each time.
MOST_GOING_BACK = 100
HEADER_END = re.compile(rb"\r?\n\r?\n")
RECORD_START = re.compile(rb"\nWARC/\d\.\d{1,2}\r?\n")
GZIP_START = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
LENGTH = re.compile(r"[0-9]{1,15}")
LOCATOR = re.compile(r"record (\d+)(?:\+(\d+))?")


class Record(NamedTuple):
    """A record that is whole.

    Attributes:
        locator: where it stands.
        headers: of the archive, not of the page.
        content: at most :data:`MOST_HELD` and one bytes.
    """

    locator: str
    headers: StatusAndHeaders
    content: bytes

    def header(self, name: str) -> str:
        """Return a header's value; empty if it has none."""
        return str(self.headers.get_header(name) or "")


def records(stream: Any, held: bytes = b"") -> Iterator[Record | Bad]:
    """Yield the records of an archive, packed or not.

    Args:
        stream: the archive.
        held: what was read of it before.
    """
    window = Window(stream, held)
    start = window.peek(0, len(GZIP))
    if not start:
        yield Bad("record 0", "empty file", b"")
        return
    is_packed = start == GZIP
    one = None
    for one in (
        _packed(window) if is_packed else _unpacked(window, 0, "record {}".format)
    ):
        yield one
    if one is None:
        yield Bad("record 0", "no record", start)


def record_at(stream: Any, locator: str) -> Record:
    """Return the record that a locator points to.

    Raises:
        UserError: if there is none.
    """
    place = LOCATOR.fullmatch(locator)
    if place:
        window, start = Window(stream), int(place[1])
        window.drop(start)
        if window.peek(start, len(GZIP)) == GZIP:
            window, start = Window(Inflated(window, start)), int(place[2] or 0)
            window.drop(start)
        record = next(_unpacked(window, start, lambda _: locator), None)
        if isinstance(record, Record):
            return record
    raise UserError(f"no record stands at {locator!r}; was the file changed?")


def _packed(window: Window) -> Iterator[Record | Bad]:
    at: int | None = 0
    n_back = 0
    while at is not None and window.peek(at, 1):
        window.drop(at)
        member = Inflated(window, at)
        one = None
        for one in _unpacked(Window(member), 0, _named_in(at)):
            yield one
        if not member.problem:
            at = member.at
            continue
        if not isinstance(one, Bad):
            yield Bad(f"record {at}", member.problem, window.peek(window.start, CHUNK))
        n_back += 1
        back = max(at + 1, window.start)
        at = _next_member(window, back if n_back < MOST_GOING_BACK else member.at)


def _named_in(member: int) -> Callable[[int], str]:
    return lambda at: f"record {member}+{at}" if at else f"record {member}"


def _next_member(window: Window, at: int) -> int | None:
    """Return where the next gzip member starts that holds a record."""
    found = window.find(GZIP_START, at)
    while found is not None:
        if Window(Inflated(window, found, OVERLAP)).peek(0, 5) == b"WARC/":
            return found
        found = window.find(GZIP_START, found + 1)
    return None


def _unpacked(
    window: Window, start: int, locate: Callable[[int], str]
) -> Iterator[Record | Bad]:
    at: int | None = start
    n_back = 0
    while at is not None:
        at = _after_blank_lines(window, at)
        if not window.peek(at, 1):
            return
        header = _header(window, at)
        if isinstance(header, str):
            yield Bad(
                locate(at), window.problem or header, window.peek(at, COMMON_HEADER)
            )
            at = _next_record(window, at)
            continue
        headers, content_at, length = header
        end = content_at + length
        content = window.peek(content_at, min(length, MOST_HELD + 1))
        if len(content) > MOST_HELD:
            window.drop(end)
        problem = _problem(window, end)
        if problem:
            yield Bad(locate(at), problem, content)
            n_back += 1
            back = max(content_at, window.start + 1) - 1
            at = _next_record(window, back if n_back < MOST_GOING_BACK else window.end)
        else:
            yield Record(locate(at), headers, content)
            window.drop(end)
            at = end


def _after_blank_lines(window: Window, at: int) -> int:
    while True:
        ahead = window.peek(at, COMMON_HEADER)
        rest = ahead.lstrip(b"\r\n")
        at += len(ahead) - len(rest)
        if rest or not ahead:
            return at
        window.drop(at)


def _next_record(window: Window, at: int) -> int | None:
    found = window.find(RECORD_START, at)
    return None if found is None else found + 1


def _header(window: Window, at: int) -> tuple[StatusAndHeaders, int, int] | str:
    """Return a record's headers, where its content starts and how long it is."""
    ahead = window.peek(at, COMMON_HEADER)
    end = HEADER_END.search(ahead)
    if end is None:
        ahead = window.peek(at, MOST_HEADER)
        end = HEADER_END.search(ahead)
    if not ahead.startswith(b"WARC/"):
        return "not a WARC record"
    if end is None:
        return "its header does not end"
    headers = headers_of(ahead[: end.end()], "WARC/")
    if headers is None:
        return "its header cannot be read"
    length = str(headers.get_header("Content-Length") or "").strip()
    if not LENGTH.fullmatch(length):
        return "its header does not tell its length"
    return headers, at + end.end(), int(length)


def headers_of(header: bytes, protocol: str) -> StatusAndHeaders | None:
    """Return the headers in some bytes; None if they are none."""
    try:
        return StatusAndHeadersParser([protocol]).parse(BytesIO(header))
    except (StatusAndHeadersParserException, EOFError, ValueError, IndexError):
        return None


def _problem(window: Window, end: int) -> str | None:
    """Return why a record's content does not end where its header says."""
    # One byte more than the line ends: so a packed record is checked to its end.
    after = window.peek(end, len(b"\r\n\r\nW")) if window.end >= end else b""
    if window.problem and not after[4:]:
        return window.problem
    if window.end < end:
        return "it ends before its length"
    follows = after.lstrip(b"\r\n")
    is_right = after.startswith(b"\r\n\r\n") or follows == b"WARC/"[: len(follows)]
    return None if is_right else "its length is wrong"
