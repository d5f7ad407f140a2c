"""Read a text once: its runs of letters, its words, its clauses, what stands between.

The text is UTF-8. Places are told twice, in characters and in bytes.
"""

from typing import NamedTuple

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.alphabet import (
    APOSTROPHE,
    BRACKET,
    CLAUSE,
    FULL_STOP,
    HASH,
    HYPHEN,
    LETTER_T,
    LONGER,
    OTHER,
    SPACE,
    STOP,
    SYMBOL,
)
from lasthope.tagging.characters import editorial
from lasthope.tagging.phrases import (
    BY_APOSTROPHE,
    BY_SPACE,
    BY_TRAILING,
    ENDS,
    ENDS_ANY,
    ENDS_TRAILING,
    GAP,
    GAP_TRAILING,
)
from lasthope.tagging.spelling import START

# No symbol.
NOTHING = -1
# No state.
NOT_IN_RUN = -1
# Stands in a text where a hashtag is split; no byte of UTF-8 has these values.
SPLIT = 0xFE
END_OF_TEXT = 0xFF
# What may hold behind a run beside the bits of lasthope.tagging.phrases: no full stop
# or other stop before the next; something that may double a word.
NO_STOP, DOUBLER = 32, 64
# What is between two runs: white space or one hyphen; one apostrophe; two; an apostrophe
# first; one and then white space or one hyphen; nothing that ends a gap; the same but
# for the apostrophe; a # last. NO_STOP and DOUBLER go with these.
IS_SPACE, IS_APOSTROPHE, IS_TWO, IS_LED, IS_TRAILING = 1, 2, 4, 8, 16
IS_PASSED, IS_PASSED_BEHIND, IS_HASH = 128, 256, 512
# What a text holds: a hashtag; a word that may be doubled.
HAS_HASHTAG, HAS_DOUBLED = 1, 2

# The columns of runs: class, link to the next (0 if there is none), bits of what holds
# behind it, first character and one past the last, the same in bytes, its word.
CLASS, LINK, BEHIND, RUN_START, RUN_END, RUN_FIRST, RUN_LAST, WORD = range(8)
# The columns of words: first character, first symbol and one past the last, last run.
WORD_START, WORD_FIRST, WORD_LAST, WORD_RUN = range(4)


class Reading(NamedTuple):
    """A text as read; the arrays are used again for the next one.

    Attributes:
        runs: a row for each run of letters.
        words: a row for each word, that is runs joined by apostrophes.
        symbols: of the letters and inner apostrophes of words.
        clause_ends: the character that ends each clause.
    """

    runs: np.ndarray
    words: np.ndarray
    symbols: np.ndarray
    clause_ends: np.ndarray


def reading_of(n_bytes: int) -> Reading:
    """Return arrays that are long enough for any text of so many bytes."""
    # A hashtag may be split between all its letters, and a character of two bytes may
    # fold to three letters.
    length = 2 * n_bytes + 2
    return Reading(
        runs=np.empty((length, 8), np.int64),
        words=np.empty((length, 4), np.int64),
        symbols=np.empty(2 * length, np.uint16),
        clause_ends=np.empty(length, np.int64),
    )


@compiled
def read(data, begin, end, letters, reading):
    """Read a text.

    All is done in one loop, since a call costs time for each array that is handed over.

    Args:
        data: bytes of UTF-8, in which SPLIT may stand.
        begin: the first byte of the text.
        end: one past its last byte.
        letters: the automaton over letters.
        reading: where to write what is read.

    Returns:
        How many runs, words and clause ends there are, and what the text has.
    """
    entries, spelled, classes = letters.entries, letters.spelled, letters.classes
    longer, longer_symbols = letters.longer, letters.longer_symbols
    runs, words = reading.runs, reading.words
    symbols, clause_ends = reading.symbols, reading.clause_ends
    n_runs, n_words, n_symbols, n_clauses, has = 0, 0, 0, 0, 0
    state, first_symbol = NOT_IN_RUN, 0
    # Of the signs since the last run: how many, and the first, second and last.
    n, n_space, n_hyphen, n_stop, doubler = 0, 0, 0, 0, 0
    first, second, last = NOTHING, NOTHING, NOTHING
    # How many hyphens there are behind white space, and where the first one stands.
    n_dash, dash = 0, 0
    place, character, n_split = begin, 0, 0
    while place <= end:
        width, length = 1, 1
        point = np.int64(data[place]) if place < end else np.int64(END_OF_TEXT)
        if point < 0x80:
            symbol = np.int64(entries[point] & SYMBOL)
            if symbol == BRACKET:
                width, length = editorial(data, place, end)
                symbol = SPACE if length > 1 else BRACKET
        elif point >= SPLIT:
            symbol, length = SPACE if point == SPLIT else OTHER, 0
        else:
            if point < 0xE0:
                point, width = (point & 0x1F) << 6 | data[place + 1] & 0x3F, 2
            elif point < 0xF0:
                point = (point & 0x0F) << 6 | data[place + 1] & 0x3F
                point, width = point << 6 | data[place + 2] & 0x3F, 3
            else:
                point = (point & 0x07) << 6 | data[place + 1] & 0x3F
                point = point << 6 | data[place + 2] & 0x3F
                point, width = point << 6 | data[place + 3] & 0x3F, 4
            symbol = np.int64(entries[point] & SYMBOL)
        if symbol >= LONGER:
            if state == NOT_IN_RUN:
                shape = shape_of(n, n_space, n_hyphen, n_stop, doubler, first, second)
                if last == HASH:
                    has |= HAS_HASHTAG
                if n_runs > 0:
                    runs[n_runs - 1, LINK] = link_by(shape)
                if n_runs > 0 and shape & IS_APOSTROPHE:
                    symbols[n_symbols] = APOSTROPHE
                    n_symbols += 1
                else:
                    words[n_words, WORD_START] = character
                    words[n_words, WORD_FIRST] = n_symbols
                    n_words += 1
                runs[n_runs, RUN_START] = character
                runs[n_runs, RUN_FIRST] = place - begin - n_split
                runs[n_runs, WORD] = n_words - 1
                state, first_symbol = START, n_symbols
            if symbol == LONGER:
                row = np.searchsorted(longer, point)
                for column in range(longer_symbols.shape[1]):
                    symbol = np.int64(longer_symbols[row, column])
                    if symbol:
                        symbols[n_symbols] = symbol
                        n_symbols += 1
                        state = np.int64(spelled[state, symbol])
            else:
                symbols[n_symbols] = symbol
                n_symbols += 1
                state = np.int64(spelled[state, symbol])
            place += width
            character += 1
            continue
        if state != NOT_IN_RUN:
            runs[n_runs, CLASS] = classes[state]
            runs[n_runs, RUN_END] = character
            runs[n_runs, RUN_LAST] = place - begin - n_split
            words[n_words - 1, WORD_LAST] = n_symbols
            words[n_words - 1, WORD_RUN] = n_runs
            if n_runs > 0:
                is_t = (
                    n_symbols - first_symbol == 1 and symbols[first_symbol] == LETTER_T
                )
                runs[n_runs - 1, BEHIND] = what_is_behind(shape, True, is_t)
                if doubler and is_doubled(words, symbols, n_words - 1):
                    has |= HAS_DOUBLED
            n_runs += 1
            state = NOT_IN_RUN
            n, n_space, n_hyphen, n_stop, doubler = 0, 0, 0, 0, 0
            first, second, last = NOTHING, NOTHING, NOTHING
            n_dash = 0
        if place == end:
            break
        n += max(length, 1)
        if symbol == SPACE:
            n_space += max(length, 1)
            if n_dash > 0:
                clause_ends[n_clauses] = dash
                n_clauses += 1
            n_dash = 0
            n_split += length == 0
        elif symbol == HYPHEN:
            n_hyphen += 1
            if last == SPACE:
                n_dash, dash = 1, character
            else:
                n_dash = 2 if n_dash == 1 else 0
        else:
            n_dash = 0
            if symbol == FULL_STOP or symbol == STOP or symbol == CLAUSE:
                clause_ends[n_clauses] = character
                n_clauses += 1
                n_stop += symbol != CLAUSE
                doubler |= symbol != FULL_STOP
        if last == NOTHING:
            first = symbol
        elif n == 2:
            second = symbol
        last = symbol
        place += width
        character += length
    if n_runs > 0:
        shape = shape_of(n, n_space, n_hyphen, n_stop, doubler, first, second)
        runs[n_runs - 1, LINK] = 0
        runs[n_runs - 1, BEHIND] = what_is_behind(shape, False, False)
    return n_runs, n_words, n_clauses, has


@compiled
def is_doubled(words, symbols, word):
    """Tell whether a word of two letters or more looks like the one before it."""
    first, last = words[word, WORD_FIRST], words[word, WORD_LAST]
    if word == 0:
        return False
    before, stop = words[word - 1, WORD_FIRST], words[word - 1, WORD_LAST]
    if last - first != stop - before or last - first < 2:
        return False
    for ahead in range(last - first):
        if symbols[first + ahead] != symbols[before + ahead]:
            return False
    return True


@compiled
def shape_of(n, n_space, n_hyphen, n_stop, doubler, first, second):
    """Return what so many signs are that stand between two runs."""
    shape = DOUBLER if doubler else 0
    if n > 0 and n == n_space or n == 1 and n_hyphen == 1:
        shape |= IS_SPACE
    if n_stop == 0:
        shape |= NO_STOP
    if n > 0 and n_stop == 0 or n == 1 and first == FULL_STOP:
        shape |= IS_PASSED
    if first == APOSTROPHE:
        shape |= IS_LED
        if n == 1:
            shape |= IS_APOSTROPHE
        elif n_stop == 0:
            shape |= IS_PASSED_BEHIND
        if n > 1 and n - 1 == n_space or n == 2 and n_hyphen == 1:
            shape |= IS_TRAILING
        if n == 2 and second == APOSTROPHE:
            shape |= IS_TWO
    return shape


@compiled
def what_is_behind(shape, has_next, is_t):
    """Return the bits of what holds behind a run.

    Args:
        shape: what stands behind it.
        has_next: whether another run follows.
        is_t: whether that is ``t``, so that an apostrophe makes it a negation.
    """
    behind = shape & (NO_STOP | DOUBLER)
    goes_on = has_next and shape & IS_APOSTROPHE
    if not (goes_on and is_t):
        behind |= ENDS
    if not goes_on:
        behind |= ENDS_ANY
        if shape & IS_LED and not (has_next and is_t and shape & IS_TWO):
            behind |= ENDS_TRAILING
    if has_next and shape & IS_PASSED:
        behind |= GAP
    if has_next and shape & IS_PASSED_BEHIND:
        behind |= GAP_TRAILING
    return behind


@compiled
def link_by(shape):
    """Return how the run behind some signs is reached from the one before."""
    if shape & IS_SPACE:
        return BY_SPACE
    if shape & IS_APOSTROPHE:
        return BY_APOSTROPHE
    return BY_TRAILING if shape & IS_TRAILING else 0
