"""Cut a stream into lines, many at once, and tell where each stands."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

# Small enough for a processor's cache.
CHUNK_BYTES = 256 << 10
MAX_LINE_BYTES = 64 << 20
BOM = b"\xef\xbb\xbf"


class Chunk(NamedTuple):
    """Whole lines that follow each other, or one line that is too long.

    Attributes:
        start: where the first stands in the file.
        content: their bytes, with line ends.
        n_cut: how many bytes of a line that is too long are left out.
    """

    start: int
    content: bytes
    n_cut: int = 0


class Line(NamedTuple):
    """A line without line end and byte order mark, and where it stands."""

    start: int
    end: int
    content: bytes


def chunks(file: BinaryIO) -> Iterator[Chunk]:
    """Cut a file after line feeds.

    Of a line longer than 64 MiB no more is held than its first 64 MiB; it comes alone.
    """
    start, begun, n_begun = 0, [b""], 0
    while more := file.read(CHUNK_BYTES):
        first = more.find(b"\n")
        n_room = max(0, MAX_LINE_BYTES - n_begun)
        if first < 0:
            begun.append(more[:n_room])
            n_begun += len(more)
            continue
        if n_begun + first > MAX_LINE_BYTES:
            line = b"".join([*begun, more[:n_room]])
            yield Chunk(start, line, n_begun + first - len(line))
            start += n_begun + first + 1
            more, begun = more[first + 1 :], [b""]
        end = more.rfind(b"\n") + 1
        if end:
            whole = b"".join([*begun, memoryview(more)[:end]])
            yield Chunk(start, whole)
            start += len(whole)
            begun = [b""]
        begun.append(more[end:])
        n_begun = len(more) - end
    if n_begun:
        line = b"".join(begun)
        yield Chunk(start, line, n_begun - len(line))


def line_ends(chunk: Chunk) -> list[int]:
    """Return where in the file each line of a chunk ends, before its line feed."""
    ends, find = [], chunk.content.find
    at = find(b"\n")
    while at >= 0:
        ends.append(chunk.start + at)
        at = find(b"\n", at + 1)
    if not chunk.content.endswith(b"\n"):
        ends.append(chunk.start + len(chunk.content) + chunk.n_cut)
    return ends


def lines(chunk: Chunk) -> Iterator[Line]:
    r"""Yield the lines of a chunk.

    >>> [line.content for line in lines(Chunk(0, b"\xef\xbb\xbfone\r\n\ntwo"))]
    [b'one', b'', b'two']
    """
    start = chunk.start
    for end in line_ends(chunk):
        content = chunk.content[start - chunk.start : end - chunk.start]
        n_before = len(BOM) if start == 0 and content.startswith(BOM) else 0
        n_after = 1 if content.endswith(b"\r") and not chunk.n_cut else 0
        yield Line(
            start + n_before,
            end - n_after,
            content[n_before : len(content) - n_after],
        )
        start = end + 1
