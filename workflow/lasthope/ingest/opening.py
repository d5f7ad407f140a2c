"""Open files whatever they are packed in, and refuse what would fill the machine.

Plain, gzip and Zstandard files hold one stream, zip archives one a member. Which it is
is told by the first bytes, not by the name.
"""

import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa

# First bytes: RFC 1952, RFC 8878, APPNOTE.TXT 4.3.7 (an empty archive ends at once).
GZIP, ZSTANDARD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", (b"PK\x03\x04", b"PK\x05\x06")
# Text shrinks to a tenth; what grows a thousandfold was made to.
MOST_RATIO = 1000
# So much may come out of any file before the ratio is looked at.
HARMLESS_BYTES = 64 * 2**20
MOST_MEMBERS = 100_000
BUFFER = 2**20
STEP = 2**16
# A path that leaves its folder, or means another thing on another system.
UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\\|[\x00-\x1f]")
BROKEN = (
    *(EOFError, OSError, ValueError, NotImplementedError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile),
)


class Opened(NamedTuple):
    """A stream to read, or why there is none.

    Attributes:
        member: name within an archive; empty for a file that is none.
        stream: unpacked bytes, forward only; None if refused.
        refused: why it was; None if it was not.
    """

    member: str
    stream: "Unpacked | None"
    refused: str | None


class Unpacked(io.RawIOBase):
    """Bytes as they are unpacked; they end where the packed file is damaged.

    Attributes:
        problem: why they ended too early; None if they did not.
    """

    def __init__(self, packed: Any, packed_bytes: int) -> None:
        super().__init__()
        self.problem: str | None = None
        self._packed = packed
        self._most = max(HARMLESS_BYTES, packed_bytes * MOST_RATIO)
        self._n_bytes = 0

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; return how many bytes, 0 at the end or at damage."""
        if self.problem:
            return 0
        try:
            # Little at a time: what stands before the damage is lost with it.
            content = self._packed.read1(min(len(buffer), STEP))
        except BROKEN as error:
            self.problem = f"the packed data is damaged ({type(error).__name__})"
            return 0
        self._n_bytes += len(content)
        if self._n_bytes > self._most:
            self.problem = f"unpacks to more than {MOST_RATIO} times its size"
            return 0
        buffer[: len(content)] = content
        return len(content)


def opened(path: str, *, unpack: bool) -> Iterator[Opened]:
    """Yield the streams of a file, one after the other.

    Args:
        path: the file.
        unpack: false for a reader that unpacks its format itself.
    """
    size = Path(path).stat().st_size
    with open(path, "rb") as file:
        start = file.read(4)
        file.seek(0)
        if unpack and start.startswith(ZIP):
            yield from _members(file)
        elif unpack and start.startswith(GZIP):
            yield Opened("", Unpacked(gzip.GzipFile(fileobj=file), size), None)
        elif unpack and start.startswith(ZSTANDARD):
            packed = pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd")
            yield Opened("", Unpacked(packed, size), None)
        else:
            yield Opened("", Unpacked(file, size), None)


def buffered(stream: Unpacked) -> BinaryIO:
    """Return a stream that reads ahead, for readers that ask for little at a time."""
    return io.BufferedReader(stream, BUFFER)  # type: ignore[return-value]


def _members(file: BinaryIO) -> Iterator[Opened]:
    """Yield the members of a zip archive, in the order of their names."""
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN:
        yield Opened("", None, "the zip archive is damaged")
        return
    members = sorted(archive.infolist(), key=lambda member: member.filename)
    if len(members) > MOST_MEMBERS:
        yield Opened("", None, f"the zip archive has over {MOST_MEMBERS} members")
        return
    names: set[str] = set()
    for member in members:
        refused = _why_refused(member)
        if member.filename in names:
            refused = "another member has the same name"
        names.add(member.filename)
        if member.filename.endswith("/"):
            continue
        if refused:
            yield Opened(member.filename, None, refused)
            continue
        try:
            packed = archive.open(member)
        except (*BROKEN, RuntimeError):
            yield Opened(member.filename, None, "the member cannot be unpacked")
            continue
        with packed:
            stream = Unpacked(packed, member.compress_size)
            yield Opened(member.filename, stream, None)


def _why_refused(member: zipfile.ZipInfo) -> str | None:
    if not member.filename:
        return "the member has no name"
    if UNSAFE_NAME.search(member.filename):
        return "the member's name leads out of the archive"
    if member.flag_bits & 1:
        return "the member is encrypted"
    most = max(HARMLESS_BYTES, member.compress_size * MOST_RATIO)
    if member.file_size > most:
        return f"unpacks to more than {MOST_RATIO} times its size"
    return None
