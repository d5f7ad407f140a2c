"""Copy a file whose size and hash are known out of a mirror, a folder of archives."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from tqdm import tqdm

from lasthope.tables import write_with

CHUNK_BYTES = 1 << 20
# A progress bar is for what takes longer than this.
QUIET_SECONDS = 5


class Unavailable(Exception):
    """Why a place does not give a file, in a few words."""


class Wrong(Unavailable):
    """Why what a place gives is not the registered file."""


@dataclass(frozen=True)
class Expected:
    """What the registry says of a file."""

    n_bytes: int
    sha256: str

    def check_size(self, n_bytes: int) -> None:
        """Raise :class:`Wrong` unless a file of this size can be the one."""
        if n_bytes != self.n_bytes:
            raise Wrong(
                f"it has {n_bytes} bytes, but the registry expects {self.n_bytes}"
            )

    def check_hash(self, found: str) -> None:
        """Raise :class:`Wrong` unless a file of this SHA-256 is the one."""
        if found != self.sha256:
            raise Wrong(
                f"its sha256 is {found}, but the registry expects {self.sha256}"
            )


def copy_from_mirror(
    mirror: str, *, source: str, file: str, path: str, expected: Expected
) -> str:
    """Copy a file of a mirror to ``path`` and return the place it was found in.

    It is ``<mirror>/<source>/<file>``. If that is absent, it is any file below
    ``<mirror>/<source>`` of the registered size and hash: a file whose own name would
    tell who wrote it is registered under another. Of such a file only the folder is
    returned.

    Raises:
        Wrong: if it is there, but is not what the registry expects.
        Unavailable: if it is not there or cannot be read.
    """
    folder = Path(mirror, source)
    try:
        if (folder / file).is_file():
            _copy(folder / file, path, expected)
            return str(folder / file)
        for alike in _of_size(folder, expected.n_bytes):
            try:
                _copy(alike, path, expected)
            except Wrong:
                continue
            return str(folder)
    except _Unreadable as error:
        raise Unavailable(f"it cannot be read: {error}") from error
    raise Unavailable("it is not there")


class _Unreadable(Exception):
    """What the system says of a file or folder that cannot be read."""


def _of_size(folder: Path, n_bytes: int) -> Iterator[Path]:
    """Return the files below a folder that have a size, in order of their names."""
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return iter([path for path in files if path.stat().st_size == n_bytes])
    except OSError as error:
        raise _Unreadable(error.strerror) from error


def _copy(origin: Path, path: str, expected: Expected) -> None:
    """Copy a file, or nothing if it is not the one expected."""
    try:
        stream = origin.open("rb")
    except OSError as error:
        raise _Unreadable(error.strerror) from error
    with stream:
        expected.check_size(os.fstat(stream.fileno()).st_size)
        write_with(path, lambda part: _copy_checked(stream, part, expected))


def _copy_checked(stream: BinaryIO, part: str, expected: Expected) -> None:
    digest = sha256()
    with open(part, "wb") as target, progress(expected.n_bytes) as bar:
        for chunk in _chunks(stream, expected.n_bytes):
            digest.update(chunk)
            target.write(chunk)
            bar.update(len(chunk))
    expected.check_hash(digest.hexdigest())


def _chunks(stream: BinaryIO, n_bytes: int) -> Iterator[bytes]:
    """Yield the first bytes of a file, which may grow or shrink meanwhile."""
    while n_bytes > 0:
        try:
            chunk = stream.read(min(CHUNK_BYTES, n_bytes))
        except OSError as error:
            raise _Unreadable(error.strerror) from error
        if not chunk:
            return
        n_bytes -= len(chunk)
        yield chunk


def progress(n_bytes: int, *, done: int = 0) -> tqdm:
    """Return a progress bar of bytes that shows only if they take a while."""
    return tqdm(
        total=n_bytes, initial=done, unit="B", unit_scale=True, delay=QUIET_SECONDS
    )
