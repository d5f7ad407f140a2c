"""What a reader is given and what it gives back.

A reader is a module with two functions::

    def read(file, about, **options) -> Iterator[Item]: ...
    def raw(file, locator, **options) -> bytes: ...

``read`` streams: it goes through a binary file once, from its start, and yields one
:data:`Item` for every record that stands there, in the order they stand, holding no
more than one record in memory. It raises nothing for a bad record, but yields it as
:class:`Bad`. ``raw`` returns the bytes that a locator of this reader points to.

Everything that is the same for all readers is done once, by
:mod:`lasthope.ingest.shard`: opening and unpacking files, ids, pseudonyms, hashes,
the columns that a source's registration fills, counting, writing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, NamedTuple

SKIPPED_AT_ONCE = 2**20


@dataclass(frozen=True)
class About:
    """What is known of a file before it is read.

    Attributes:
        source: name of the source.
        captured: day on which the file was captured, where the records do not say.
    """

    source: str
    captured: date | None = None


@dataclass(frozen=True)
class Found:
    """A record that becomes a document; what is not known is left at its default.

    Attributes:
        locator: where it stands in the file, such as ``bytes 0-120``.
        text: the words, as decoded; nothing cleaned, nothing masked.
        native_id: the source's own id, unique there; None if it has none.
        author: a handle or a name as the source gives it; None if unknown. It is
            made a pseudonym unless the source is a public figure's.
        created_at: when it was written, in UTC; of a range its start.
        created_until: end of the range, exclusive; None if it is no range.
        created_precision: second, day, month, year, range or unknown.
        replies_to: native id of the document it answers.
        echo_of: native id of the document it reposts.
        is_repost: it reposts another's words without adding any.
        quoted_from: index in ``text`` from which on the words are another's.
        quoted_author: whose they are, as the source gives it.
        url: address of the document itself.
        medium: post, comment, tweet, article and so on.
        venue: where it was published.
        is_complete: false where the source has cut the text.
        repairs: what had to be mended to read the text, such as ``mojibake``.
    """

    locator: str
    text: str
    native_id: str | None = None
    author: str | None = None
    created_at: datetime | None = None
    created_until: datetime | None = None
    created_precision: str = "unknown"
    replies_to: str | None = None
    echo_of: str | None = None
    is_repost: bool = False
    quoted_from: int | None = None
    quoted_author: str | None = None
    url: str | None = None
    medium: str | None = None
    venue: str | None = None
    is_complete: bool = True
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bad:
    """A record that cannot be read; it is quarantined.

    Attributes:
        locator: where it stands.
        reason: why, in a few words that do not quote it.
        content: its bytes; only their hash is kept.
    """

    locator: str
    reason: str
    content: bytes


@dataclass(frozen=True)
class Dropped:
    """A record that is sound but is no document, such as an empty post."""

    locator: str
    reason: str


class Block(NamedTuple):
    """Many records at once, from a reader that is made for speed.

    Attributes:
        found: per column the values of all documents of the block, as Arrow arrays
            named as the attributes of :class:`Found`; what is absent is its default.
        bad: records that cannot be read.
        dropped: how many were dropped, by reason.
    """

    found: Any
    bad: list[Bad]
    dropped: dict[str, int]


Item = Found | Bad | Dropped | Block


def byte_range(start: int, end: int) -> str:
    """Return the locator of a stretch of bytes of the unpacked file.

    >>> byte_range(0, 120)
    'bytes 0-120'
    """
    return f"bytes {start}-{end}"


def span_of(locator: str) -> tuple[int, int]:
    """Return start and end of what :func:`byte_range` located.

    >>> span_of("bytes 0-120")
    (0, 120)
    """
    start, end = locator.removeprefix("bytes ").split("-")
    return int(start), int(end)


def bytes_at(file: BinaryIO, locator: str) -> bytes:
    """Return the bytes that a locator made by :func:`byte_range` points to.

    Args:
        file: the unpacked file at its start; it need not be one that can seek.
        locator: of the bytes.
    """
    start, end = span_of(locator)
    if file.seekable():
        file.seek(start)
        return file.read(end - start)
    while start:
        skipped = len(file.read(min(SKIPPED_AT_ONCE, start)))
        if not skipped:
            return b""
        start, end = start - skipped, end - skipped
    return file.read(end)
