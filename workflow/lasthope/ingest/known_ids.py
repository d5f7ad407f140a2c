"""Tell which ids have been met before, in 16 bytes for each.

An id of 32 hexadecimal digits, as many sources have them, is a number of 128 bits and
is held as such. Of any other, the first 128 bits of its SHA-256 are held, apart from
those: two ids would have to be made for it to be taken for the same.
"""

from binascii import hexlify, unhexlify
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from lasthope.ingest.digests import text_buffers

HEX_DIGITS = 32
# Any odd number: ids that count upwards differ in their lower half alone.
SPREAD = np.uint64(0x9E3779B97F4A7C15)


class KnownIds:
    """The ids met so far."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._digests = Numbers()

    def are_new(self, ids: pa.StringArray) -> np.ndarray | None:
        """Tell which ids were not met before, or none if none was; null if all are.

        Args:
            ids: those that come next; null and empty ones are no ids, and always new.
        """
        ends, content = text_buffers(ids)
        numbers = None
        if not ids.null_count:
            numbers = _numbers(content[ends[0] : ends[-1]], np.diff(ends))
        if numbers is not None:
            is_new = self._numbers.are_new(numbers)
        else:
            is_new = self._are_new(ids.to_pylist())
        return None if is_new.all() else is_new

    def _are_new(self, ids: list[str | None]) -> np.ndarray:
        """Tell which of any ids are new."""
        is_new = np.ones(len(ids), bool)
        encoded = [(one or "").encode() for one in ids]
        made = [_number(one) for one in encoded]
        for among, is_number in ((self._numbers, True), (self._digests, False)):
            rows = [
                row
                for row, one in enumerate(encoded)
                if one and (made[row] is not None) == is_number
            ]
            numbers = b"".join(
                made[row] or sha256(encoded[row]).digest()[:16] for row in rows
            )
            is_new[rows] = among.are_new(_halves(numbers))
        return is_new


def _number(one: bytes) -> bytes | None:
    """Return the number that some digits are, null if they are anything else."""
    try:
        number = unhexlify(one) if len(one) == HEX_DIGITS else b""
    except ValueError:
        return None
    # Capital letters are digits too, but another id.
    return number if number and hexlify(number) == one else None


def _numbers(digits: np.ndarray, lengths: np.ndarray) -> np.ndarray | None:
    """Return the numbers that ids are, null if any is none."""
    if not (lengths == HEX_DIGITS).all():
        return None
    try:
        numbers = unhexlify(digits.data)
    except ValueError:
        return None
    if hexlify(numbers) != digits.tobytes():
        return None
    return _halves(numbers)


def _halves(numbers: bytes) -> np.ndarray:
    return np.frombuffer(numbers, np.uint64).reshape(-1, 2)


FAN = 4
SIDES: tuple[Any, Any] = ("left", "right")


class Run(NamedTuple):
    """Numbers in order, by their spread halves, then by their lower ones."""

    spread: np.ndarray
    lower: np.ndarray

    def has(self, spread: int, lower: int) -> bool:
        """Tell whether a number is among them."""
        value = np.uint64(spread)
        start, end = (np.searchsorted(self.spread, value, side) for side in SIDES)
        place = start + np.searchsorted(self.lower[start:end], np.uint64(lower))
        return bool(place < end and self.lower[place] == lower)


class Numbers:
    """A set of numbers of 128 bits: sorted runs, few of them on each level.

    As many as ``FAN`` on one level become one on the next.
    """

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._levels: list[int] = []

    def are_new(self, numbers: np.ndarray) -> np.ndarray:
        """Tell which numbers are not in the set, and add them.

        Args:
            numbers: both halves of each; the second of two equal ones is not new.
        """
        # One to one, given the lower half.
        spread, lower = numbers[:, 0] ^ (numbers[:, 1] * SPREAD), numbers[:, 1]
        order = np.argsort(spread)
        ordered = spread[order]
        is_doubtful = np.zeros(len(order), bool)
        is_doubtful[1:] = ordered[1:] == ordered[:-1]
        is_doubtful[:-1] |= is_doubtful[1:]
        for run in self._runs:
            places = np.searchsorted(run.spread, ordered)
            places[places == len(run.spread)] = 0
            is_doubtful |= run.spread[places] == ordered
        is_new = np.ones(len(order), bool)
        met = set()
        for row in np.sort(order[is_doubtful]).tolist():
            number = int(spread[row]), int(lower[row])
            is_new[row] = number not in met and not any(
                run.has(*number) for run in self._runs
            )
            met.add(number)
        added = order[is_new[order]]
        if len(added):
            self._add(spread[added], lower[added])
        return is_new

    def _add(self, spread: np.ndarray, lower: np.ndarray) -> None:
        """Add numbers whose spread halves are in order."""
        runs = self._runs
        runs.append(_in_order(spread, lower))
        self._levels.append(0)
        while len(runs) >= FAN and self._levels[-1] == self._levels[-FAN]:
            spread, lower = map(np.concatenate, zip(*runs[-FAN:], strict=True))
            order = np.argsort(spread)
            runs[-FAN:] = [_in_order(spread[order], lower[order])]
            self._levels[-FAN:] = [self._levels[-1] + 1]


def _in_order(spread: np.ndarray, lower: np.ndarray) -> Run:
    """Return a run of numbers whose spread halves are in order."""
    if (spread[1:] == spread[:-1]).any():
        order = np.lexsort((lower, spread))
        return Run(spread[order], lower[order])
    return Run(spread, lower)
