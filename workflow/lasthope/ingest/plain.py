r"""Read plain text and Markdown: a file is one document, or each of its paragraphs is.

Paragraphs are what empty lines part; a Markdown heading (``# Title``) is one of its
own. Front matter, the ``key: value`` lines between two lines ``---`` at the start of
a Markdown file, is no text and is dropped. Line ends stay as they are, and so do NULs,
which the step ``clean`` removes; a byte-order mark is no text. Bytes that are not in
the file's encoding become U+FFFD, and the document says so.
"""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from lasthope.errors import UserError
from lasthope.ingest.reading import (
    About,
    Bad,
    Dropped,
    Found,
    Item,
    byte_range,
    bytes_at,
)

# More than a thousand novels: not a text, but a mistake.
MOST_BYTES = 256 * 2**20
CHUNK = 2**20
UNDECODABLE = "undecodable bytes"
# A mark of UTF-32 starts with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LONGEST_MARK = 4
# Text has no NULs; one in ten bytes or more means another encoding, or no text.
MOST_NULS = 0.1
SURROGATE = re.compile("[\ud800-\udfff]")
FRONT_MATTER = re.compile(
    rb"---[ \t]*\r?\n(?:(?:[\w.-]+[ \t]*:|[ \t]|- |#)[^\n]*\n|\r?\n){0,1000}?"
    rb"(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
MOST_FRONT_MATTER = 2**16
HEADING = re.compile(rb" {0,3}#{1,6}[ \t]+\S")
# What bytes.strip() takes away.
BLANK = b" \t\n\r\x0b\x0c"


def read(file: BinaryIO, about: About, *, whole: bool, encoding: str) -> Iterator[Item]:
    """Yield the document of a text file, or those of its paragraphs.

    Args:
        file: the unpacked file.
        about: what is known of it; nothing of it is used.
        whole: whether the file is one document, else each paragraph is.
        encoding: of the file, unless a byte-order mark tells another.

    Raises:
        UserError: if there is no such encoding.
    """
    encoding = _known(encoding)
    start = file.read(MOST_FRONT_MATTER)
    if not start:
        yield Bad(byte_range(0, 0), "empty file", b"")
        return
    mark, encoding = encoding_of(start, encoding)
    front = FRONT_MATTER.match(start, mark)
    first = front.end() if front else mark
    if front:
        yield Dropped(byte_range(mark, first), "front matter")
    if whole:
        yield _whole(file, start, first, encoding)
    elif "\n".encode(encoding) != b"\n":
        n_bytes = len(start) + sum(len(chunk) for chunk in _chunks(file))
        reason = f"{encoding} is read as a whole only, not by paragraphs"
        yield Bad(byte_range(0, n_bytes), reason, b"")
    else:
        yield from _paragraphs(_lines(file, start[first:]), first, encoding)


def raw(file: BinaryIO, locator: str, *, whole: bool, encoding: str) -> bytes:
    """Return the bytes of a document, as they stand in the file.

    Args:
        file: the unpacked file.
        locator: of the document.
        whole: as when it was read; the locator says all.
        encoding: as when it was read; bytes have none.
    """
    return bytes_at(file, locator)


def encoding_of(content: bytes, declared: str) -> tuple[int, str]:
    r"""Return the length of the byte-order mark and the encoding it tells.

    >>> encoding_of(b"\xef\xbb\xbfWe go.", "latin-1"), encoding_of(b"We go.", "latin-1")
    ((3, 'utf-8'), (0, 'latin-1'))
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return len(mark), encoding
    return 0, declared


def decoded(content: bytes, encoding: str) -> tuple[str, tuple[str, ...]] | None:
    r"""Return the text of some bytes and what was repaired; None if they are no text.

    >>> decoded(b"caf\xe9", "utf-8")
    ('caf\ufffd', ('undecodable bytes',))
    """
    repairs: tuple[str, ...] = ()
    try:
        text = content.decode(encoding)
    except UnicodeError:
        try:
            text = content.decode(encoding, "replace")
        except UnicodeError:
            return None
        repairs = (UNDECODABLE,)
    if SURROGATE.search(text):
        text, repairs = SURROGATE.sub("\ufffd", text), (UNDECODABLE,)
    if text.count("\0") > MOST_NULS * len(text):
        return None
    return text, repairs


def _known(encoding: str) -> str:
    """Return the name of an encoding that does not depend on the machine."""
    try:
        b"a\n".decode(encoding)
        "a\n".encode(encoding)
    except (LookupError, ValueError) as error:
        raise UserError(
            f"the option 'encoding' is {encoding!r}, which is no encoding of text; "
            "give one such as utf-8, windows-1252 or utf-16."
        ) from error
    name = codecs.lookup(encoding).name
    return f"{name}-le" if name in ("utf-16", "utf-32") else name


def _whole(file: BinaryIO, start: bytes, first: int, encoding: str) -> Item:
    """Return the file as one document, without white space around it."""
    content = start + file.read(MOST_BYTES + 1 - len(start))
    if len(content) > MOST_BYTES:
        n_bytes = len(content) + sum(len(chunk) for chunk in _chunks(file))
        return Bad(byte_range(0, n_bytes), "longer than 256 MiB", content)
    end = len(content)
    if "\n".encode(encoding) == b"\n":
        first += len(content[first:]) - len(content[first:].lstrip(BLANK))
        end = max(first, len(content.rstrip(BLANK)))
    return _document(content[first:end], first, encoding)


def _paragraphs(lines: Iterator[bytes], first: int, encoding: str) -> Iterator[Item]:
    """Yield a document per paragraph of the lines, the first of which is at a byte."""
    is_empty = True
    for start, content in _blocks(lines, first):
        is_empty = False
        yield _document(content, start, encoding)
    if is_empty:
        yield Dropped(byte_range(first, first), "no text")


def _blocks(lines: Iterator[bytes], place: int) -> Iterator[tuple[int, bytes]]:
    """Yield where each paragraph starts, and its bytes without outer white space."""
    block = bytearray()
    start, starts_line = place, True
    for line in lines:
        is_heading = starts_line and HEADING.match(line) is not None
        is_blank = starts_line and not line.strip(BLANK)
        if block and (is_heading or is_blank or len(block) > MOST_BYTES):
            yield start, bytes(block.rstrip(BLANK))
            block.clear()
        if not block:
            start = place + len(line) - len(line.lstrip(BLANK))
        block += line if block else line.lstrip(BLANK)
        if is_heading:
            yield start, bytes(block.rstrip(BLANK))
            block.clear()
        place += len(line)
        starts_line = line.endswith(b"\n")
    if block:
        yield start, bytes(block.rstrip(BLANK))


def _document(content: bytes, start: int, encoding: str) -> Item:
    locator = byte_range(start, start + len(content))
    if not content:
        return Dropped(locator, "no text")
    if len(content) > MOST_BYTES:
        return Bad(locator, "longer than 256 MiB", content)
    found = decoded(content, encoding)
    if found is None:
        return Bad(locator, f"not a text in {encoding}", content)
    text, repairs = found
    if not text.strip():
        return Dropped(locator, "no text")
    return Found(locator, text, repairs=repairs)


def _lines(file: BinaryIO, start: bytes) -> Iterator[bytes]:
    """Yield the lines of what was read and of the rest; of a long one its pieces."""
    *lines, last = io.BytesIO(start).readlines() or [b""]
    yield from lines
    yield last if last.endswith(b"\n") else last + file.readline(CHUNK)
    while line := file.readline(CHUNK):
        yield line


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
