"""Read a stream that cannot be gone back in, yet go back over what is held of it."""

import re
import zlib
from typing import Any

from lasthope.ingest.opening import HARMLESS_BYTES, MOST_RATIO

# So much of a stream is held at most, but for a few bytes.
MOST_HELD = 64 * 2**20
CHUNK = 2**16
# Longer than anything that is looked for.
OVERLAP = 32


class Window:
    """A stream that can be gone back over as far as it is held.

    Attributes:
        start: offset of the first byte that is held.
    """

    def __init__(self, stream: Any, held: bytes = b"") -> None:
        self.start = 0
        self._stream = stream
        self._held = bytearray(held)

    @property
    def problem(self) -> str | None:
        """Why the stream ended too early; None if it did not."""
        return getattr(self._stream, "problem", None)

    @property
    def end(self) -> int:
        """Offset of the byte after the last that was read."""
        return self.start + len(self._held)

    def peek(self, at: int, size: int) -> bytes:
        """Return bytes from an offset on, fewer at the end of the stream."""
        while self.end < at + size and self._load():
            pass
        return bytes(self._held[at - self.start : at - self.start + size])

    def drop(self, before: int) -> None:
        """Forget what is before an offset, reading up to there if need be."""
        while self.end < before:
            self.start, self._held = self.end, bytearray()
            if not self._load():
                return
        del self._held[: max(0, before - self.start)]
        self.start = max(self.start, before)

    def find(self, pattern: re.Pattern[bytes], at: int) -> int | None:
        """Return where a pattern is next, and forget what is before."""
        while True:
            self.drop(min(at, self.end))
            found = pattern.search(self._held)
            if found:
                return self.start + found.start()
            at = max(at, self.end - OVERLAP)
            if not self._load():
                return None

    def _load(self) -> bool:
        content = self._stream.read(CHUNK)
        self._held += content
        return bool(content)


class Inflated:
    """The unpacked bytes of one gzip member.

    Attributes:
        at: offset in the packed stream up to which it was read.
        problem: why it ended too early; None if it did not.
    """

    def __init__(self, packed: Window, start: int, chunk: int = CHUNK) -> None:
        self.at = start
        self.problem: str | None = None
        self._packed, self._start, self._chunk = packed, start, chunk
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._n_bytes = 0

    def read(self, size: int) -> bytes:
        """Return some bytes, none at the end or at damage."""
        while not self._inflate.eof and not self.problem:
            packed = self._packed.peek(self.at, self._chunk)
            try:
                content = self._inflate.decompress(packed, size)
            except zlib.error:
                self.problem = "the packed data is damaged"
                break
            rest = self._inflate.unconsumed_tail or self._inflate.unused_data
            self.at += len(packed) - len(rest)
            self._n_bytes += len(content)
            most = max(HARMLESS_BYTES, (self.at - self._start) * MOST_RATIO)
            if self._n_bytes > most:
                self.problem = f"unpacks to more than {MOST_RATIO} times its size"
            elif not packed and not content:
                self.problem = "the packed data ends too early"
            elif self.at - self._start > MOST_HELD:
                self._packed.drop(self.at)
            if content and not self.problem:
                return content
        return b""
