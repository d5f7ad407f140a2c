r"""Cut a CSV file into its records, by bytes, and a record into its fields.

As Python's ``csv`` module reads them: a quotation mark opens a field only at its start,
a doubled one inside stands for one, and what follows the closing one up to the next
delimiter belongs to the field too. Only there do line ends (``\n``, ``\r\n`` or
``\r``) belong to a field; elsewhere they end the record.

Two things are taken for damage, since they would swallow the records after them: a mark
that is never closed, and a field over several lines whose closing mark is followed by
something else than a delimiter, so that it was probably the opening mark of another.
Then the line with the opening mark is a bad record, and reading goes on with the next.
"""

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

MAX_BYTES = 64 * 2**20
CHUNK = 2**20
LINE_END = re.compile(rb"\r\n|\r|\n")
NEVER_CLOSED = "a quotation mark is never closed"
WRONGLY_CLOSED = "a quotation mark is closed in the middle of a later line"
TOO_LONG = "longer than 64 MiB"


class Record(NamedTuple):
    """A record of a file.

    Attributes:
        start: its first byte.
        end: past its last, line end included.
        content: its bytes; of one that is too long, the first 64 MiB.
        problem: why it is damaged; None if it is not.
    """

    start: int
    end: int
    content: bytes
    problem: str | None


def records(file: BinaryIO, *, delimiter: str) -> Iterator[Record]:
    """Yield the records of a file one by one, empty lines among them.

    Some 128 MiB are held in memory at most.

    Args:
        file: a binary stream at its start, in an encoding that contains ASCII.
        delimiter: one ASCII character.
    """
    window = _Window(file)
    if window.buffer.startswith(codecs.BOM_UTF8):
        window.at = len(codecs.BOM_UTF8)
    whole, sound = _record_patterns(delimiter.encode())
    while window.n_bytes or window.fill():
        limit = min(len(window.buffer), window.at + MAX_BYTES)
        found = whole.match(window.buffer, window.at, limit)
        is_last = window.is_all and limit == len(window.buffer)
        # At the limit, a line end may go on, and what seems the end may be none.
        if found and (found.end() < limit or is_last):
            mark = _wrongly_closed(window, found.end(), delimiter)
            if mark is None:
                yield window.take(found.end())
            else:
                yield window.take_line(mark, WRONGLY_CLOSED)
        elif is_last or window.n_bytes >= MAX_BYTES:
            start = sound.match(window.buffer, window.at, limit)
            mark = start.end() if start else window.at
            yield window.take_line(mark, TOO_LONG if mark == limit else NEVER_CLOSED)
        else:
            window.fill()


def fields(text: str, *, delimiter: str) -> list[str]:
    r"""Return the fields of a record that is not damaged.

    >>> fields('1,"a ""b""\nc",,d"e\r\n', delimiter=",")
    ['1', 'a "b"\nc', '', 'd"e']
    """
    line = text.removesuffix("\n").removesuffix("\r")
    return [
        found["plain"]
        if found["plain"] is not None
        else found["quoted"].replace('""', '"') + found["rest"]
        for found in _field_pattern(delimiter).finditer(line)
    ]


class _Window:
    """The part of a file that is being looked at, and where it stands there."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.buffer = file.read(CHUNK)
        self.offset = 0  # of the buffer in the file
        self.at = 0  # in the buffer
        self.is_all = not self.buffer

    @property
    def n_bytes(self) -> int:
        """Return how many bytes there are that were not yet taken."""
        return len(self.buffer) - self.at

    def fill(self) -> bool:
        """Read on, and tell whether there was anything to read."""
        # Twice as much each time: what is looked at anew stays in proportion.
        more = self.file.read(max(CHUNK, self.n_bytes))
        self.is_all = not more
        if more:
            self.buffer = self.buffer[self.at :] + more
            self.offset += self.at
            self.at = 0
        return bool(more)

    def take(self, end: int) -> Record:
        """Return what stands before ``end`` in the buffer as a sound record."""
        start, self.at = self.at, end
        content = self.buffer[start:end]
        return Record(self.offset + start, self.offset + end, content, None)

    def take_line(self, mark: int, problem: str) -> Record:
        """Return as a damaged record what ends with the line that holds a mark.

        Args:
            mark: where it stands in the buffer.
            problem: what the damage is.
        """
        start, begun = self.offset + self.at, b""
        while True:
            end = LINE_END.search(self.buffer, mark)
            # A last carriage return may be the first half of a line end.
            if end and (self.is_all or end[0] != b"\r" or end.end() < len(self.buffer)):
                past = end.end()
                break
            past = len(self.buffer) - self.buffer.endswith(b"\r")
            begun = begun or self.buffer[self.at : self.at + MAX_BYTES]
            self.at = mark = past
            if self.fill():
                mark = 0
            elif past == len(self.buffer):
                break
        content = begun or self.buffer[self.at : min(past, self.at + MAX_BYTES)]
        self.at = past
        length = self.offset + past - start
        return Record(start, start + length, content[:length], problem)


def _wrongly_closed(window: _Window, end: int, delimiter: str) -> int | None:
    """Return where a field of several lines starts that goes on after its mark."""
    first_line = LINE_END.search(window.buffer, window.at, end)
    if not first_line or first_line.end() == end:
        return None
    pattern = _field_pattern_of_bytes(delimiter.encode())
    content = window.buffer[window.at : end]
    for found in pattern.finditer(content):
        if found["rest"] and LINE_END.search(found["quoted"]):
            return window.at + found.start("quoted")
    return None


# Possessive throughout, so that every byte is looked at once.
QUOTED = r'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"'


@lru_cache
def _record_patterns(delimiter: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return what matches a whole record, and what matches its sound fields only."""
    d = re.escape(delimiter)
    quoted = QUOTED.replace("?P<quoted>", "?:").encode()
    # A field that starts with a mark that is not closed matches nothing.
    field = rb"(?:%b[^%b\r\n]*+|(?!\")[^%b\r\n]*+)" % (quoted, d, d)
    sound = rb"%b(?:%b%b)*+" % (field, d, field)
    return re.compile(sound + rb"(?:\r\n|\r|\n|\Z)"), re.compile(sound)


@lru_cache
def _field_pattern_of_bytes(delimiter: bytes) -> re.Pattern[bytes]:
    d, quoted = re.escape(delimiter), QUOTED.encode()
    return re.compile(
        rb"(?:\A|%b)(?:%b(?P<rest>[^%b\r\n]*+)|(?P<plain>[^%b\r\n]*+))"
        % (d, quoted, d, d)
    )


@lru_cache
def _field_pattern(delimiter: str) -> re.Pattern[str]:
    pattern = _field_pattern_of_bytes(delimiter.encode()).pattern
    return re.compile(pattern.decode())
