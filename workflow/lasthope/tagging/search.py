"""Find the patterns of a codebook in many texts at once."""

from typing import Any, NamedTuple

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.automaton import Automaton
from lasthope.tagging.hashtags import split_hashtags
from lasthope.tagging.keeping import keep
from lasthope.tagging.negation import is_negated
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
from lasthope.tagging.walking import (
    CATEGORY,
    END,
    FIRST_BYTE,
    IS_TRAILING,
    LAST_BYTE,
    N_COLUMNS,
    PATTERN,
    START,
    Matches,
    walk,
)

# The columns of what is found: the text, characters, bytes, names.
TEXT = 0
FNV_START, FNV_STEP = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


class Room(NamedTuple):
    """Arrays to work in, used again for each text.

    Attributes:
        reading: of a text.
        matches: found in it.
        reach: per category where the last match kept ends.
        split: the text, its hashtags split.
    """

    reading: Reading
    matches: Matches
    reach: np.ndarray
    split: np.ndarray


def room_for(automaton: Automaton, n_bytes: int) -> Room:
    """Return room for texts of no more than so many bytes."""
    matches = Matches(
        rows=np.empty((64, N_COLUMNS), np.int64),
        gaps=np.empty((64, 2), np.int64),
        done=np.full(automaton.n_alternatives, -1, np.int64),
    )
    return Room(
        reading_of(n_bytes),
        matches,
        np.empty(automaton.n_categories, np.int64),
        np.empty(2 * n_bytes, np.uint8),
    )


@compiled
def search(data, offsets, automaton, room):
    """Find all patterns in texts, as lasthope.matching.Matcher.find does.

    Args:
        data: the bytes of all texts, UTF-8.
        offsets: where each text begins, and as last where the last one ends.
        automaton: of the codebook.
        room: for the longest text.

    Returns:
        ``rows``: per match the text, first character, one past the last, first byte,
        one past the last (of all data), category, pattern, whether it is negated; by
        text, start, end, category. ``openings``: per text a hash of its first two
        words, the same if they are the same, 0 if there is none. ``has``: per text
        the bits HAS_DOUBLED and HAS_HASHTAG.
    """
    n_texts = len(offsets) - 1
    rows = np.empty((2 * n_texts + 64, N_COLUMNS), np.int64)
    openings = np.zeros(n_texts, np.uint64)
    has = np.zeros(n_texts, np.uint8)
    n_rows, n_starts = 0, 0
    reading, matches = room.reading, room.matches
    matches.done[:] = -1
    for text in range(n_texts):
        begin, end = offsets[text], offsets[text + 1]
        n = -1
        while n < 0:
            n_runs, n_words, n_clauses, has[text] = read(
                data, begin, end, automaton.letters, reading
            )
            openings[text] = opening(reading, n_words)
            n = walk(automaton.runs, reading, n_runs, matches, 0, n_starts)
            n_starts += n_runs
            if n >= 0 and has[text] & HAS_HASHTAG:
                length = split_hashtags(data, begin, end, automaton.letters, room.split)
                if length:
                    n_runs, n_words, n_clauses, _ = read(
                        room.split, 0, length, automaton.letters, reading
                    )
                    n = walk(automaton.runs, reading, n_runs, matches, n, n_starts)
                    n_starts += n_runs
            if n < 0:
                matches = larger(matches)
        if n == 0:
            continue
        kept = keep(matches.rows, n, room.reach)
        while n_rows + len(kept) > len(rows):
            rows = twice(rows)
        for number in kept:
            match = matches.rows[number]
            row = rows[n_rows]
            row[TEXT] = text
            row[1], row[2] = match[START], match[END]
            row[3], row[4] = begin + match[FIRST_BYTE], begin + match[LAST_BYTE]
            if match[IS_TRAILING]:
                row[4] += width_of(data[row[4]])
            row[5], row[6] = match[CATEGORY], match[PATTERN]
            row[7] = is_negated(
                automaton.negators, reading, n_words, n_clauses, match[START]
            )
            n_rows += 1
    return rows[:n_rows], openings, has


@compiled
def opening(reading, n_words):
    """Return a hash of the first two words, or of one if no other follows at once."""
    if n_words == 0:
        return np.uint64(0)
    runs, words, symbols = reading.runs, reading.words, reading.symbols
    goes_on = n_words > 1 and runs[words[0, WORD_RUN], BEHIND] & NO_STOP
    hashed = FNV_START
    for word in range(2 if goes_on else 1):
        for place in range(words[word, WORD_FIRST], words[word, WORD_LAST]):
            hashed = (hashed ^ np.uint64(symbols[place])) * FNV_STEP
        hashed *= FNV_STEP
    return hashed


@compiled
def width_of(byte):
    """Return how many bytes a character has that begins with a byte."""
    return 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4


@compiled
def twice(rows):
    """Return rows with room for twice as many."""
    more = np.empty((2 * rows.shape[0], rows.shape[1]), rows.dtype)
    more[: len(rows)] = rows
    return more


@compiled
def larger(matches):
    """Return room for more matches and gaps."""
    return Matches(twice(matches.rows), twice(matches.gaps), matches.done)
