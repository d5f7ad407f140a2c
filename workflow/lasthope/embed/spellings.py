"""Find the number of each piece of many texts, byte by byte.

The spellings lie behind one another in one array of bytes; a table of open addressing
finds them by their hash (Fowler, Noll and Vo's FNV-1a, of 64 bits). Equal hashes are
not enough: the bytes are compared.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lasthope.compiling import compiled, inlined

SPACE = 32
FNV_BASIS, FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
HALF = np.uint64(32)
LOWER = 2**32 - 1
NONE, NEW = -1, -1
FIRST_SLOTS, FIRST_BYTES = 4_096, 65_536


class Spelt(NamedTuple):
    """Spellings and their numbers, as compiled code reads them.

    Attributes:
        slots: by hash, the entry that is there and above it the upper half of its
            hash, or NONE; a power of two of them.
        hashes: of each entry.
        starts: where the bytes of each entry begin, and as last where the last ends.
        numbers: of each entry.
        content: the bytes of all entries.
    """

    slots: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    numbers: NDArray[np.int32]
    content: NDArray[np.uint8]


class Pieces(NamedTuple):
    """What some texts consist of.

    Attributes:
        numbers: of the pieces of all texts, NEW for those not known.
        ends: per text, how many pieces it and those before it have.
        new: (n, 2) first byte and one past the last of each piece not known.
    """

    numbers: NDArray[np.int32]
    ends: NDArray[np.int64]
    new: NDArray[np.int64]


class Spellings:
    """The numbers of spellings, to look many up at once."""

    def __init__(self) -> None:
        self._held = Spelt(
            np.full(FIRST_SLOTS, NONE, np.int64),
            np.empty(FIRST_SLOTS, np.uint64),
            np.zeros(FIRST_SLOTS + 1, np.int64),
            np.empty(FIRST_SLOTS, np.int32),
            np.empty(FIRST_BYTES, np.uint8),
        )
        self._n = 0

    def __len__(self) -> int:
        """Return how many spellings there are."""
        return self._n

    @property
    def n_bytes(self) -> int:
        """How many bytes they have together."""
        return int(self._held.starts[self._n])

    def look_up(self, content: NDArray[np.uint8], offsets: NDArray[np.int64]) -> Pieces:
        """Return the numbers of the pieces that texts have between their spaces.

        Args:
            content: the bytes of texts in UTF-8.
            offsets: (n + 1,) where each text begins, and where the last one ends.
        """
        n_texts = len(offsets) - 1
        most = int(offsets[-1] - offsets[0]) + n_texts
        numbers, new = np.empty(most, np.int32), np.empty((most, 2), np.int64)
        ends = np.empty(n_texts, np.int64)
        n_new = _look_up(content, offsets, self._held, numbers, ends, new)
        n_pieces = int(ends[-1]) if n_texts else 0
        return Pieces(numbers[:n_pieces], ends, new[:n_new])

    def numbers_of(
        self,
        content: NDArray[np.uint8],
        offsets: NDArray[np.int64],
        number_of: Callable[[str], int],
    ) -> Pieces:
        """Return the numbers of the pieces, asking for those of new ones.

        Args:
            content: the bytes of texts in UTF-8.
            offsets: (n + 1,) where each text begins, and where the last one ends.
            number_of: asked once for each new spelling, in the order they are met.
        """
        pieces = self.look_up(content, offsets)
        if not len(pieces.new):
            return pieces
        met = _different(content, pieces.new)
        self.add(met, [number_of(piece.decode()) for piece in met])
        return self.look_up(content, offsets)

    def add(self, spellings: Sequence[bytes], numbers: Sequence[int]) -> None:
        """Add spellings that are not there yet, each once."""
        added = np.frombuffer(b"".join(spellings), dtype=np.uint8)
        offsets = np.cumsum([0, *map(len, spellings)], dtype=np.int64)
        self._make_room(len(spellings), len(added))
        _add(added, offsets, np.array(numbers, np.int32), self._held, self._n)
        self._n += len(spellings)

    def _make_room(self, n_more: int, n_bytes: int) -> None:
        held, n = self._held, self._n + n_more
        if 2 * n > len(held.slots):
            slots = 1 << (4 * n).bit_length()
            held = Spelt(
                np.full(slots, NONE, np.int64),
                lengthened(held.hashes, slots),
                lengthened(held.starts, slots + 1),
                lengthened(held.numbers, slots),
                held.content,
            )
            _place(held, 0, self._n)
        if self.n_bytes + n_bytes > len(held.content):
            held = held._replace(
                content=lengthened(held.content, 2 * (self.n_bytes + n_bytes))
            )
        self._held = held


def _different(content: NDArray[np.uint8], places: NDArray[np.int64]) -> list[bytes]:
    """Return the different pieces in the order they are met.

    Args:
        content: the bytes of texts.
        places: (n, 2) first byte and one past the last of each piece.
    """
    lengths = places[:, 1] - places[:, 0]
    ends = lengths.cumsum()
    joined = content[np.repeat(places[:, 1] - ends, lengths) + np.arange(ends[-1])]
    offsets = np.concatenate([[0], ends])
    pieces = pa.Array.from_buffers(
        pa.large_binary(),
        len(places),
        [None, pa.py_buffer(offsets), pa.py_buffer(joined)],
    )
    return cast(list[bytes], pieces.unique().to_pylist())


def lengthened(array: NDArray[Any], length: int) -> NDArray[Any]:
    """Return an array with room for more rows, which are zero."""
    longer = np.zeros((length, *array.shape[1:]), dtype=array.dtype)
    longer[: len(array)] = array
    return longer


@compiled
def _look_up(content, offsets, held, numbers, ends, new):
    """Write what :class:`Pieces` holds, and return how many are new."""
    n, n_new = 0, 0
    for text in range(len(offsets) - 1):
        end = offsets[text + 1]
        start = at = offsets[text]
        hashed = FNV_BASIS
        while at <= end:
            if at < end and content[at] != SPACE:
                hashed = (hashed ^ np.uint64(content[at])) * FNV_PRIME
                at += 1
                continue
            number = _number(content, start, at, hashed, held)
            if number == NEW:
                new[n_new, 0], new[n_new, 1] = start, at
                n_new += 1
            numbers[n] = number
            n += 1
            at += 1
            start = at
            hashed = FNV_BASIS
        ends[text] = n
    return n_new


@compiled
def _number(content, start, end, hashed, held):
    """Return the number of a spelling, or NEW."""
    mask = len(held.slots) - 1
    slot = np.int64(hashed) & mask
    while held.slots[slot] != NONE:
        entry = held.slots[slot] & LOWER
        first = held.starts[entry]
        # Most others differ in the half of the hash that is at hand.
        if held.slots[slot] == _slot(hashed, entry) and (
            held.starts[entry + 1] - first == end - start
        ):
            at = 0
            while at < end - start and held.content[first + at] == content[start + at]:
                at += 1
            if at == end - start:
                return held.numbers[entry]
        slot = (slot + 1) & mask
    return NEW


@inlined
def _slot(hashed, entry):
    """Return what stands in a slot; never NONE, for entries are fewer than 2^32 - 1."""
    return np.int64((hashed >> HALF << HALF) | np.uint64(entry))


@compiled
def _add(added, offsets, numbers, held, n):
    """Write spellings as entries from the number ``n`` on, and place them."""
    for spelling in range(len(offsets) - 1):
        entry = n + spelling
        start, hashed = held.starts[entry], FNV_BASIS
        for at in range(offsets[spelling], offsets[spelling + 1]):
            hashed = (hashed ^ np.uint64(added[at])) * FNV_PRIME
            held.content[start + at - offsets[spelling]] = added[at]
        length = offsets[spelling + 1] - offsets[spelling]
        held.starts[entry + 1] = start + length
        held.hashes[entry] = hashed
        held.numbers[entry] = numbers[spelling]
    _place(held, n, n + len(offsets) - 1)


@compiled
def _place(held, first, last):
    """Write where some entries are into the table."""
    mask = len(held.slots) - 1
    for entry in range(first, last):
        hashed = held.hashes[entry]
        slot = np.int64(hashed) & mask
        while held.slots[slot] != NONE:
            slot = (slot + 1) & mask
        held.slots[slot] = _slot(hashed, entry)
