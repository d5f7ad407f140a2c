r"""Normalise many texts at once: their code points, and what each of them is.

Editorial insertions are masked, case is folded, white space is made single spaces. The
result is what :func:`lasthope.text.mask_editorial`, ``str.casefold`` and ``str.split``
make of each text, and a word is what ``\w`` matches; but looking up all characters of
thousands of texts in one table is many times faster.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.text import mask_editorial

# An entry is a code point and, in the eight bits above its 24, what it is.
KIND_BIT = np.uint32(24)
CODE_POINT = np.uint32(2**24 - 1)
SPACE, WORD, APOSTROPHE, BRACKET, LONGER = (np.uint8(1 << bit) for bit in range(5))
ONE_SPACE = np.uint32(SPACE) << KIND_BIT | np.uint32(ord(" "))

Places = np.ndarray[tuple[int], np.dtype[np.int64]]


class Folded(NamedTuple):
    """Texts in a row, normalised, a space before the first and behind each.

    Attributes:
        points: code points.
        kinds: what each is: SPACE, WORD, and so on.
        bounds: where the first text begins, and where each ends, its space included;
            there the next begins.
    """

    points: np.ndarray
    kinds: np.ndarray
    bounds: Places


def fold(texts: pa.Array) -> Folded:
    """Return texts normalised; null is not allowed."""
    whole = pa.ListArray.from_arrays([0, len(texts)], texts)
    joined = pc.binary_join(whole, "\n")[0].as_py()
    entries = _entries(f"\n{joined}\n")
    bounds = np.cumsum(np.append(1, pc.utf8_length(texts).to_numpy() + 1))
    odd = np.unique(np.searchsorted(bounds, _odd(entries), side="right")) - 1
    if len(odd):
        entries, bounds = _mended(entries, bounds, odd, texts)
    is_space = entries == ONE_SPACE
    surplus = np.flatnonzero(is_space[1:] & is_space[:-1]) + 1
    entries = np.delete(entries, surplus)
    bounds -= np.searchsorted(surplus, bounds)
    kinds = (entries >> KIND_BIT).astype(np.uint8)
    entries &= CODE_POINT
    return Folded(entries, kinds, bounds)


def _odd(entries: np.ndarray) -> Places:
    """Return where a character becomes several or ``[sic]`` may begin."""
    places = np.flatnonzero(entries >= np.uint32(BRACKET) << KIND_BIT)
    # The last character is a line end, so there always is a next one.
    is_sic = entries[places + 1] & CODE_POINT == ord("s")
    return places[is_sic | (entries[places] >= np.uint32(LONGER) << KIND_BIT)]


def _mended(
    entries: np.ndarray, bounds: Places, odd: Places, texts: pa.Array
) -> tuple[np.ndarray, Places]:
    """Return entries and bounds, with odd texts normalised by Python itself."""
    lengths = np.diff(bounds, prepend=0)
    pieces = []
    done = 0
    for number in odd.tolist():
        text = mask_editorial(texts[number].as_py()).casefold()
        pieces += [entries[done : bounds[number]], _entries(f"{text}\n")]
        lengths[number + 1] = len(text) + 1
        done = bounds[number + 1]
    return np.concatenate([*pieces, entries[done:]]), np.cumsum(lengths)


def _entries(text: str) -> np.ndarray:
    """Return for each character the folded code point and what it is."""
    return _fold_table().take(np.frombuffer(text.encode("utf-32-le"), "<u4"))


@cache
def _fold_table() -> np.ndarray:
    """Return for every code point the folded one and, above it, what that is."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    kinds = np.zeros(len(everything), np.uint8)
    points = np.arange(len(everything), dtype=np.uint32)
    for found in re.finditer(r"\w+", everything):
        kinds[found.start() : found.end()] = WORD
    for found in re.finditer(r"\s", everything):
        kinds[found.start()], points[found.start()] = SPACE, ord(" ")
    kinds[ord("'")] = kinds[ord("’")] = APOSTROPHE
    kinds[ord("[")] = BRACKET
    longer = []
    for character in _changed_by_folding(everything):
        folded = character.casefold()
        points[ord(character)] = ord(folded[0])
        if len(folded) > 1:
            longer.append(ord(character))
    kinds = kinds[points]
    kinds[longer] = LONGER
    return kinds.astype(np.uint32) << KIND_BIT | points


def _changed_by_folding(everything: str) -> Iterator[str]:
    """Yield the characters that case folding changes; few stretches have any."""
    for start in range(0, len(everything), 256):
        stretch = everything[start : start + 256]
        if stretch.casefold() != stretch:
            yield from (one for one in stretch if one.casefold() != one)
