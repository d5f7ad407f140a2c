"""Open the web archives in a WACZ file, which is a zip archive, and refuse a trap."""

import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import IO, BinaryIO

from lasthope.ingest.opening import (
    BROKEN,
    HARMLESS_BYTES,
    MOST_MEMBERS,
    MOST_RATIO,
    UNSAFE_NAME,
    Unpacked,
)
from lasthope.ingest.reading import Bad, Dropped

# A zip archive is read from its end: what comes as a stream is stored up to this size.
MOST_STORED = 16 * 2**30
IN_MEMORY = 64 * 2**20
SUFFIXES = (".warc", ".warc.gz")


def members(
    stream: BinaryIO, held: bytes
) -> Iterator[tuple[str, Unpacked] | Bad | Dropped]:
    """Yield the web archives of a WACZ file with their names, in the order of these.

    Args:
        stream: the file.
        held: what was read of it before.
    """
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as store:
        file = _seekable(stream, held, store)
        if file is None:
            yield Bad("file", "larger than 16 GiB", b"")
            return
        try:
            archive = zipfile.ZipFile(file)
        except (*BROKEN, ValueError, RuntimeError):
            yield Bad("file", "the zip archive is damaged", b"")
            return
        infos = sorted(archive.infolist(), key=lambda info: info.filename)
        if len(infos) > MOST_MEMBERS:
            yield Bad("file", f"the zip archive has over {MOST_MEMBERS} members", b"")
            return
        names = Counter(info.filename for info in infos)
        most = max(HARMLESS_BYTES, file.seek(0, 2) * MOST_RATIO)
        for info in infos:
            # Of a member no more is unpacked than its header says.
            most -= info.file_size
            refused = _why_refused(info)
            if names[info.filename] > 1:
                place = f"{info.filename} at byte {info.header_offset}"
                yield Bad(place, "its name is used twice", b"")
            elif refused or most < 0:
                too_much = f"all unpack to more than {MOST_RATIO} times the file's size"
                yield Bad(info.filename, refused or too_much, b"")
            elif not info.is_dir():
                yield _opened(archive, info)


def _seekable(
    stream: BinaryIO, held: bytes, store: IO[bytes]
) -> BinaryIO | IO[bytes] | None:
    """Return a file that can be gone back in; None if it is too large to store."""
    if stream.seekable():
        return stream
    store.write(held)
    n_bytes = len(held)
    while content := stream.read(2**20):
        n_bytes += len(content)
        if n_bytes > MOST_STORED:
            return None
        store.write(content)
    return store


def _opened(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> tuple[str, Unpacked] | Bad | Dropped:
    if not info.filename.lower().endswith(SUFFIXES):
        return Dropped(info.filename, "no WARC file")
    try:
        packed = archive.open(info)
    except (*BROKEN, RuntimeError, ValueError):
        return Bad(info.filename, "the member cannot be unpacked", b"")
    return info.filename, Unpacked(packed, info.compress_size)  # type: ignore[arg-type]


def _why_refused(info: zipfile.ZipInfo) -> str | None:
    # A zip archive's own reader replaces what it finds unsafe on this system.
    if UNSAFE_NAME.search(info.orig_filename) or UNSAFE_NAME.search(info.filename):
        return "its name leads out of the archive"
    if info.flag_bits & 1:
        return "it is encrypted"
    if info.file_size > max(HARMLESS_BYTES, info.compress_size * MOST_RATIO):
        return f"unpacks to more than {MOST_RATIO} times its size"
    return None
