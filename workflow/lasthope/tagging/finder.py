"""Find the patterns of a codebook with a compiled automaton."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from lasthope.clauses import Negation
from lasthope.compiling import compiled
from lasthope.matching import Found
from lasthope.rules import Hints
from lasthope.tagging.automaton import automaton
from lasthope.tagging.keeping import FIRST_BYTE, LAST_BYTE, TEXT
from lasthope.tagging.reading import HAS_DOUBLED
from lasthope.tagging.search import blocks_of, room_for, search


class CompiledFinder:
    """Finds what lasthope.matching.PlainFinder finds, faster.

    Args:
        codebook: as read from its file.
        negation: what negates.
        gap_words: how many words a gap may stand for.

    Raises:
        TooManyStatesError: if the automaton would be too large.
        TooManyLettersError: if the patterns have too many letters.
    """

    def __init__(
        self, codebook: Mapping[str, Any], negation: Negation, gap_words: int
    ) -> None:
        self.automaton = automaton(codebook, negation, gap_words=gap_words)

    def find(self, texts: pa.Array) -> Found:
        """Return what is found in texts; null is not allowed."""
        data, offsets = _bytes(texts)
        blocks = blocks_of(offsets)
        room = room_for(self.automaton, blocks, offsets)
        rows, openings, has = search(data, offsets, blocks, self.automaton, room)
        count_characters(data, offsets, rows)
        return Found(rows, Hints(openings, (has & HAS_DOUBLED).astype(bool)))


def _bytes(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the bytes of all texts and where each begins, and the last one ends."""
    large = texts.cast(pa.large_string())
    _, offsets, data = large.buffers()
    places = np.frombuffer(offsets, np.int64)[
        large.offset : large.offset + len(large) + 1
    ]
    return np.frombuffer(data or b"", np.uint8), places


@compiled
def count_characters(data, offsets, rows):
    """Turn the bytes where matches begin and end into characters of their texts."""
    text, place, n_characters = -1, 0, 0
    for row in range(len(rows)):
        if rows[row, TEXT] != text:
            text = rows[row, TEXT]
            place, n_characters = offsets[text], 0
        first, last = rows[row, FIRST_BYTE], rows[row, LAST_BYTE]
        for byte in range(place, first):
            n_characters += data[byte] & 0xC0 != 0x80
        place = first
        rows[row, FIRST_BYTE] = rows[row, LAST_BYTE] = n_characters
        for byte in range(first, last):
            rows[row, LAST_BYTE] += data[byte] & 0xC0 != 0x80
