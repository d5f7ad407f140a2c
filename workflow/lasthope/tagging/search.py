"""Find the patterns of a codebook in many texts at once."""

from typing import NamedTuple

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.automaton import Automaton
from lasthope.tagging.hashtags import N_WAYS, split_hashtags
from lasthope.tagging.keeping import N_KEPT, TEXT, keep
from lasthope.tagging.negation import negate
from lasthope.tagging.reading import (
    BEHIND,
    HAS_HASHTAG,
    NO_STOP,
    WORD_FIRST,
    WORD_LAST,
    WORD_RUN,
    Reading,
    read,
    reading_of,
)
from lasthope.tagging.symbols import MOST_SYMBOLS, spell
from lasthope.tagging.walking import (
    N_COLUMNS,
    Matches,
    walk,
)

# So much of a text and what is known of it stays near the processor.
BLOCK = 1 << 15
FNV_START, FNV_STEP = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


class Room(NamedTuple):
    """Arrays to work in, used again for the next texts.

    Attributes:
        reading: of texts, and of some of them again, their hashtags split.
        matches: found in them.
        reach: per category where the last match kept ends.
        again: per text the number under which it is read again, or its own.
        ways: how the letters of a hashtag may be words.
    """

    reading: Reading
    matches: Matches
    reach: np.ndarray
    again: np.ndarray
    ways: np.ndarray


def room_for(automaton: Automaton, blocks: np.ndarray, offsets: np.ndarray) -> Room:
    """Return room for the largest of some blocks of texts."""
    n_texts = int(np.diff(blocks).max(initial=1))
    n_bytes = int(np.diff(offsets[blocks]).max(initial=1))
    matches = Matches(
        ends=np.zeros(2 * n_texts + 1, np.int64),
        rows=np.empty((2 * n_texts, N_COLUMNS), np.int64),
        starts=np.empty((2 * n_bytes + 1, 3), np.int64),
        gaps=np.empty((64, 2), np.int64),
        done=np.empty(automaton.n_alternatives, np.int64),
    )
    return Room(
        reading_of(n_texts, n_bytes),
        matches,
        np.empty(automaton.n_categories, np.int64),
        np.empty(n_texts, np.int64),
        np.empty((MOST_SYMBOLS * n_bytes + 1, N_WAYS), np.int64),
    )


def blocks_of(offsets: np.ndarray) -> np.ndarray:
    """Return where blocks of texts begin, and as last where the last one ends.

    A block has no more than BLOCK bytes, or is a single text.
    """
    starts = [0]
    while starts[-1] < len(offsets) - 1:
        limit = offsets[starts[-1]] + BLOCK
        last = int(np.searchsorted(offsets, limit, side="right")) - 1
        starts.append(max(last, starts[-1] + 1))
    return np.array(starts)


@compiled
def search(data, offsets, blocks, automaton, room):
    """Find all patterns in texts, as lasthope.matching.Matcher.find does.

    Args:
        data: the bytes of all texts, UTF-8.
        offsets: where each text begins, and as last where the last one ends.
        blocks: which texts are read at once, as blocks_of has it.
        automaton: of the codebook.
        room: for the largest block.

    Returns:
        ``rows``: per match the text, first byte and one past the last (of all data),
        category, pattern, whether it is negated; by text, start, end, category.
        ``hashes``: per text a hash of its first two words, the same if they are the
        same, 0 if there is none. ``has``: per text the bits HAS_DOUBLED and
        HAS_HASHTAG.
    """
    reading, matches = room.reading, room.matches
    n_texts = len(offsets) - 1
    hashes, has = np.empty(n_texts, np.uint64), np.empty(n_texts, np.uint8)
    rows, n_rows = np.empty((n_texts + 1, N_KEPT), np.int64), 0
    for block in range(len(blocks) - 1):
        first, last = blocks[block], blocks[block + 1]
        within = offsets[first : last + 1]
        spell(data, within, automaton.letters, reading)
        read(automaton.letters, reading, 0, last - first)
        n_all = read_again(data, within, automaton.letters, room)
        while not walk(automaton.runs, reading, n_all, matches):
            matches = larger(matches)
        kept = keep(matches, room.again[: last - first], room.reach, within)
        negate(kept, automaton.negators, reading, room.again, within)
        kept[:, TEXT] += first
        while n_rows + len(kept) > len(rows):
            rows = twice(rows)
        rows[n_rows : n_rows + len(kept)] = kept
        n_rows += len(kept)
        hashes[first:last] = openings(reading, last - first)
        has[first:last] = reading.has[: last - first]
    return rows[:n_rows], hashes, has


@compiled
def read_again(data, offsets, letters, room):
    """Read texts once more whose hashtags fall into words; return how many are read."""
    reading = room.reading
    n_texts = len(offsets) - 1
    n_all, n = n_texts, reading.bounds[n_texts, 3]
    for text in range(n_texts):
        room.again[text] = text
        if reading.has[text] & HAS_HASHTAG:
            end = split_hashtags(
                data[offsets[text] : offsets[text + 1]],
                letters,
                reading.symbols,
                reading.origins,
                room.ways,
                reading.bounds[text, 3],
                reading.bounds[text + 1, 3],
                n,
            )
            if end > n:
                room.again[text] = n_all
                n_all, n = n_all + 1, end
                reading.bounds[n_all, 3] = n
    read(letters, reading, n_texts, n_all)
    return n_all


@compiled
def openings(reading, n_texts):
    """Return per text a hash of its first two words, or of one if a stop follows."""
    runs, words, symbols = reading.runs, reading.words, reading.symbols
    bounds = reading.bounds
    hashes = np.zeros(n_texts, np.uint64)
    for text in range(n_texts):
        first, end = bounds[text, 1], bounds[text + 1, 1]
        if first < end:
            is_two = end - first > 1 and runs[words[first, WORD_RUN], BEHIND] & NO_STOP
            hashed = FNV_START
            for word in range(first, first + (2 if is_two else 1)):
                for place in range(words[word, WORD_FIRST], words[word, WORD_LAST]):
                    hashed = (hashed ^ np.uint64(symbols[place])) * FNV_STEP
                hashed *= FNV_STEP
            hashes[text] = hashed
    return hashes


@compiled
def twice(rows):
    """Return rows with room for twice as many."""
    more = np.empty((2 * rows.shape[0], rows.shape[1]), rows.dtype)
    more[: len(rows)] = rows
    return more


@compiled
def larger(matches):
    """Return room for more matches and gaps."""
    return Matches(
        matches.ends,
        twice(matches.rows),
        matches.starts,
        twice(matches.gaps),
        matches.done,
    )
