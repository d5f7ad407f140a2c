"""Read texts: their runs of letters, words and clauses, and what stands between."""

from typing import NamedTuple

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.alphabet import (
    APOSTROPHE,
    CLAUSE,
    END,
    FULL_STOP,
    HASH,
    HYPHEN,
    LETTER_T,
    OTHER_LETTER,
    SPACE,
)
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
from lasthope.tagging.spelling import CLASS_COLUMN
from lasthope.tagging.symbols import MOST_SYMBOLS

# What may hold behind a run beside the bits of lasthope.tagging.phrases: no full stop
# or other stop before the next; something that may double a word.
NO_STOP, DOUBLER = 32, 64
# What is between two runs: white space or one hyphen; one apostrophe; two; one that
# comes first; one and then white space or one hyphen; nothing that ends a gap; the same
# but for the apostrophe; a # last. NO_STOP and DOUBLER go with these.
IS_SPACE, IS_APOSTROPHE, IS_TWO, IS_LED, IS_TRAILING = 1, 2, 4, 8, 16
IS_PASSED, IS_PASSED_BEHIND, IS_HASH = 128, 256, 512
ONE_SPACE = IS_SPACE | IS_PASSED | NO_STOP
BEHIND_ONE_SPACE = ENDS | ENDS_ANY | GAP | NO_STOP
# What a text has: a hashtag; a word that may be doubled.
HAS_HASHTAG, HAS_DOUBLED = 1, 2
# The columns of runs: class, link to the next (0 if there is none), bits of what holds
# behind it, first symbol and one past the last, its word.
CLASS, LINK, BEHIND, RUN_FIRST, RUN_LAST, WORD = range(6)
# The columns of words: first symbol and one past the last, last run.
WORD_FIRST, WORD_LAST, WORD_RUN = range(3)


class Reading(NamedTuple):
    """Some texts as read; the arrays are used again for the next ones.

    Attributes:
        symbols: of all texts, END behind each.
        origins: per symbol the byte of the text at which its character begins.
        bounds: a row for each text, and as last where the last one ends, of how many
            runs, words, clause ends and symbols come before it.
        has: per text the bits HAS_HASHTAG and HAS_DOUBLED.
        runs: a row for each run of letters.
        words: a row for each word, that is runs joined by apostrophes.
        clause_ends: the byte that ends each clause.
    """

    symbols: np.ndarray
    origins: np.ndarray
    bounds: np.ndarray
    has: np.ndarray
    runs: np.ndarray
    words: np.ndarray
    clause_ends: np.ndarray


def reading_of(n_texts: int, n_bytes: int) -> Reading:
    """Return arrays that are long enough for texts of so many bytes together.

    Each may be read once more, its hashtags split between all their letters.
    """
    n_symbols = 3 * MOST_SYMBOLS * n_bytes + 2 * n_texts
    return Reading(
        symbols=np.empty(n_symbols, np.uint16),
        origins=np.empty(n_symbols, np.int32),
        bounds=np.zeros((2 * n_texts + 1, 4), np.int64),
        has=np.empty(2 * n_texts, np.uint8),
        runs=np.empty((n_symbols, 6), np.int32),
        words=np.empty((n_symbols, 3), np.int32),
        clause_ends=np.empty(n_symbols, np.int32),
    )


@compiled
def read(letters, reading, text, last):
    """Read texts whose symbols are known.

    All is done in one loop, since a call costs time for each array that is handed over.

    Args:
        letters: the automaton over letters.
        reading: with the symbols of the texts and their bounds.
        text: the number of the first text.
        last: one past the last text.
    """
    symbols, origins, moves = reading.symbols, reading.origins, letters.moves
    bounds, has, runs, words = reading.bounds, reading.has, reading.runs, reading.words
    clause_ends = reading.clause_ends
    n_runs, n_words, n_clauses = bounds[text, 0], bounds[text, 1], bounds[text, 2]
    while text < last:
        place, first_run = bounds[text, 3], n_runs
        has[text] = 0
        while True:
            first, n_space, n_stop, doubler = place, 0, 0, 0
            if symbols[place] == SPACE and symbols[place + 1] >= OTHER_LETTER:
                # So it is between most runs.
                place, n_space = place + 1, 1
            while symbols[place] < END:
                symbol = symbols[place]
                if symbol == SPACE:
                    n_space += 1
                elif FULL_STOP <= symbol <= CLAUSE:
                    n_stop += symbol != CLAUSE
                    doubler |= symbol != FULL_STOP
                    clause_ends[n_clauses] = origins[place]
                    n_clauses += 1
                elif symbol == HYPHEN and n_space > 0 and symbols[place - 1] == SPACE:
                    behind = place + 2 if symbols[place + 1] == HYPHEN else place + 1
                    if symbols[behind] == SPACE:
                        clause_ends[n_clauses] = origins[place]
                        n_clauses += 1
                place += 1
            has_next = symbols[place] != END
            n = place - first
            shape, behind, link = ONE_SPACE, BEHIND_ONE_SPACE, BY_SPACE
            if n != 1 or n_space != 1 or not has_next:
                shape = shape_of(
                    n, n_space, n_stop, doubler, symbols[first], symbols[place - 1]
                )
                is_t = symbols[place] == LETTER_T and symbols[place + 1] < OTHER_LETTER
                behind = what_is_behind(shape, has_next, is_t)
                link = link_by(shape) if has_next else 0
            if n_runs > first_run:
                runs[n_runs - 1, BEHIND], runs[n_runs - 1, LINK] = behind, link
            if not has_next:
                break
            if shape & IS_HASH:
                has[text] |= HAS_HASHTAG
            if n_runs == first_run or not shape & IS_APOSTROPHE:
                words[n_words, WORD_FIRST] = place
                n_words += 1
            # Without a sign, a place need not be asked whether it counts from the end.
            first, state = place, np.uint64(letters.start)
            while symbols[place] >= OTHER_LETTER:
                state = np.uint64(moves[state + symbols[place]])
                place += 1
            runs[n_runs, CLASS] = moves[state + np.uint64(CLASS_COLUMN)]
            runs[n_runs, RUN_FIRST], runs[n_runs, RUN_LAST] = first, place
            runs[n_runs, WORD] = n_words - 1
            words[n_words - 1, WORD_LAST], words[n_words - 1, WORD_RUN] = place, n_runs
            may_double = shape & DOUBLER and n_runs > first_run
            if may_double and is_doubled(words, symbols, n_words - 1):
                has[text] |= HAS_DOUBLED
            n_runs += 1
        text += 1
        bounds[text, 0], bounds[text, 1], bounds[text, 2] = n_runs, n_words, n_clauses


@compiled
def shape_of(n, n_space, n_stop, doubler, first, last):
    """Return what so many signs are, of which the first and the last are known."""
    shape = DOUBLER if doubler else 0
    if n_stop == 0:
        shape |= NO_STOP
    if n == 0:
        return shape
    if n == n_space or n == 1 and last == HYPHEN:
        shape |= IS_SPACE
    if n_stop == 0 or n == 1 and first == FULL_STOP:
        shape |= IS_PASSED
    if first == APOSTROPHE:
        shape |= IS_LED
        if n == 1:
            shape |= IS_APOSTROPHE
        elif n_stop == 0:
            shape |= IS_PASSED_BEHIND
        if n > 1 and n - 1 == n_space or n == 2 and last == HYPHEN:
            shape |= IS_TRAILING
        if n == 2 and last == APOSTROPHE:
            shape |= IS_TWO
    if last == HASH:
        shape |= IS_HASH
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


@compiled
def is_doubled(words, symbols, word):
    """Tell whether a word of two letters or more looks like the one before it."""
    first, last = words[word, WORD_FIRST], words[word, WORD_LAST]
    before, stop = words[word - 1, WORD_FIRST], words[word - 1, WORD_LAST]
    if last - first != stop - before or last - first < 2:
        return False
    for ahead in range(last - first):
        if symbols[first + ahead] != symbols[before + ahead]:
            return False
    return True
