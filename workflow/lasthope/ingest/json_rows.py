"""Gather strings out of lines of JSON as columns of Arrow, row by row."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from lasthope.ingest.json_keys import MOST_WORDS, none_met
from lasthope.ingest.json_put import gather, put_ranges
from lasthope.ingest.json_scan import ABSENT, FULL, ODD_LINE, scan

LEAST_ROWS = 1024
LINES_AT_ONCE = 512
LEAST_BYTES = 1 << 16
BEFORE_RANGE = np.frombuffer(b"bytes ", np.uint8)
# Two numbers of 63 bits.
LONGEST_RANGE = len(BEFORE_RANGE) + 19 + 1 + 19
# Whoever reads eight bytes at once, and of a key some more, finds as many; and the last
# line ends.
FEEDS = b"\n" * 8 * (MOST_WORDS + 1)


class Rows:
    """The values of records, as many strings or nulls for each.

    Attributes:
        n_rows: how many records there are.
        n_left_out: how many on plain lines were left out.
    """

    def __init__(
        self,
        keys: Sequence[str],
        choices: Sequence[tuple[int, int]],
        *,
        required: int | None = None,
    ) -> None:
        """Begin without a row.

        Args:
            keys: those looked for, no two as long and with the same first letter.
            choices: by value, the numbers of its keys; see :func:`json_put.gather`.
            required: number of a key; records on plain lines that do not have it, or
                have an empty one, are left out.
        """
        encoded = [key.encode() for key in keys]
        longest = max(map(len, encoded))
        self._keys = np.zeros((len(keys), longest), np.uint8)
        self._numbers = np.full((longest + 1, 256), ABSENT, np.int8)
        for number, key in enumerate(encoded):
            self._keys[number, : len(key)] = list(key)
            self._numbers[len(key), key[0]] = number
        self._met = none_met()
        self._choices = np.array(choices)
        n_values = len(choices)
        self._required = required
        self.n_rows = self.n_left_out = 0
        self._data = np.empty((n_values, LEAST_BYTES), np.uint8)
        self._room = _words(self._data)
        self._ends = np.zeros((n_values, LEAST_ROWS + 1), np.int32)
        self._is_known = np.empty((n_values, LEAST_ROWS), bool)
        self._places = np.empty((LEAST_ROWS, 2), np.int64)
        self._spans = np.zeros((LINES_AT_ONCE, len(keys) + 1, 3), np.int64)

    def scan(self, content: bytes, start: int) -> Iterator[tuple[int, int]]:
        """Read lines; yield start and end of each that is not plain, in its turn.

        Args:
            content: whole lines.
            start: where they start in the file.
        """
        content += FEEDS
        text, words = np.frombuffer(content, np.uint8), _words(content)
        state = np.zeros(2, np.int64)
        outcome = FULL
        while outcome in (FULL, ODD_LINE):
            outcome = scan(
                text, words, state, self._keys, self._numbers, self._met, self._spans
            )
            at, n_lines = state.tolist()
            self._gather(text, words, self._spans[:n_lines], start)
            if outcome == ODD_LINE:
                end = content.index(b"\n", at)
                yield at, end
                state[0] = end + 1

    def _gather(
        self, text: np.ndarray, words: np.ndarray, spans: np.ndarray, start: int
    ) -> None:
        """Copy the values of plain lines, which follow ``start`` in the file."""
        if self._required is not None:
            # Of what is absent, start and end are what they were in an earlier line.
            begin, end, _ = spans[:, self._required].T
            is_wanted = (begin >= 0) & (end > begin)
            self.n_left_out += len(spans) - int(is_wanted.sum())
            spans = spans if is_wanted.all() else spans[is_wanted]
        row, n_lines = self.n_rows, len(spans)
        self._grow(n_lines, len(text))
        gather(
            text, words, spans, self._choices, row,
            self._data, self._room, self._ends, self._is_known,
        )  # fmt: skip
        self._places[row : row + n_lines] = spans[:, -1, :2] + start
        self.n_rows += n_lines

    def append(self, values: Sequence[str | None], start: int, end: int) -> None:
        """Add a record that was read in another way.

        Args:
            values: its values, in the order of ``choices``.
            start: where it starts in the file.
            end: where it ends.
        """
        encoded = [None if one is None else one.encode() for one in values]
        row = self.n_rows
        self._grow(1, max(len(one or b"") for one in encoded))
        for value, one in enumerate(encoded):
            to = int(self._ends[value, row])
            self._is_known[value, row] = one is not None
            if one:
                self._data[value, to : to + len(one)] = np.frombuffer(one, np.uint8)
            self._ends[value, row + 1] = to + len(one or b"")
        self._places[row] = start, end
        self.n_rows += 1

    def column(self, value: int) -> pa.StringArray:
        """Return a value of all rows."""
        n_rows, ends = self.n_rows, self._ends[value]
        is_known = self._is_known[value, :n_rows]
        return pa.StringArray.from_buffers(
            n_rows,
            _copy(ends[: n_rows + 1]),
            _copy(self._data[value, : ends[n_rows]]),
            None
            if is_known.all()
            else pa.py_buffer(np.packbits(is_known, bitorder="little")),
        )

    def locators(self) -> pa.StringArray:
        """Return where each row stands, as :func:`reading.byte_range` tells it."""
        out = np.empty(self.n_rows * LONGEST_RANGE, np.uint8)
        ends = np.zeros(self.n_rows + 1, np.int32)
        put_ranges(self._places[: self.n_rows], BEFORE_RANGE, out, ends)
        return pa.StringArray.from_buffers(
            self.n_rows, _copy(ends), _copy(out[: ends[-1]])
        )

    def clear(self) -> None:
        """Begin again without a row; what was made of the rows stays."""
        self.n_rows = self.n_left_out = 0

    def _grow(self, n_rows: int, n_bytes: int) -> None:
        """Make room for some rows more, and for that many bytes of each value."""
        used = self.n_rows
        if used + n_rows > len(self._places):
            n_rows += 2 * used
            self._ends = _longer(self._ends, used + 1, n_rows + 1)
            self._is_known = _longer(self._is_known, used, n_rows)
            self._places = _longer(self._places.T, used, n_rows).T.copy()
        longest = int(self._ends[:, used].max())
        if longest + n_bytes > self._room.shape[1]:
            n_bytes += 2 * longest + len(FEEDS)
            self._data = _longer(self._data, longest, n_bytes)
            self._room = _words(self._data)


def _copy(values: np.ndarray) -> pa.Buffer:
    """Return a copy in memory that Arrow uses again, unlike what numpy takes."""
    buffer = pa.allocate_buffer(values.nbytes)
    np.frombuffer(buffer, values.dtype)[:] = values
    return buffer


def _words(content: bytes | np.ndarray) -> np.ndarray:
    """Return the eight bytes from each place on, as one number, without a copy."""
    rows = np.atleast_2d(np.frombuffer(content, np.uint8))
    if isinstance(content, np.ndarray):
        rows = content
    n_places = rows.shape[1] - 7
    words = np.ndarray((len(rows), n_places), "<u8", rows, strides=(rows.shape[1], 1))
    return words if isinstance(content, np.ndarray) else words[0]


def _longer(rows: np.ndarray, used: int, length: int) -> np.ndarray:
    """Return rows with room for more in each."""
    longer = np.empty((len(rows), length), rows.dtype)
    longer[:, :used] = rows[:, :used]
    return longer
