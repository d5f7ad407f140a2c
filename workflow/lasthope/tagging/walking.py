"""Find where the patterns match in a text that has been read."""

from typing import NamedTuple

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.automaton import EMPTY, SCATTER
from lasthope.tagging.phrases import (
    BEGIN,
    ENDS_TRAILING,
    FIRST,
    GAP,
    LATER,
    N_LINKS,
    NOWHERE,
)
from lasthope.tagging.reading import (
    BEHIND,
    CLASS,
    LINK,
    RUN_END,
    RUN_FIRST,
    RUN_LAST,
    RUN_START,
    WORD,
    WORD_RUN,
)

# The columns of ``Matches.rows``: characters, bytes, what was found.
# Where a word ends in an apostrophe, the last byte is that before it.
START, END, FIRST_BYTE, LAST_BYTE, CATEGORY, PATTERN, IS_VETO, IS_TRAILING = range(8)
N_COLUMNS = 8


class Matches(NamedTuple):
    """What is found in a text; the arrays are used again for the next one.

    Attributes:
        rows: a match each.
        gaps: behind each gap the state from which the rest of a pattern is looked for,
            and the run.
        done: for each pattern with a gap the last start from which it was found.
    """

    rows: np.ndarray
    gaps: np.ndarray
    done: np.ndarray


@compiled
def walk(automaton, reading, n_runs, matches, n, n_starts):
    """Add all matches of a text, by their first run, and return how many there are.

    Of a pattern with gaps the match that ends first is kept: what waits behind a gap is
    tried in the order in which it was met, so that is the match that is met first.

    Args:
        automaton: over runs.
        reading: of the text.
        n_runs: how many runs the text has.
        matches: where to write what is found.
        n: how many have been written before.
        n_starts: for how many runs of any text this was asked before.

    Returns:
        The number of matches; -1 if there is no room for all of them.
    """
    keys, targets, shift = automaton.keys, automaton.targets, automaton.shift
    otherwise, first_moves = automaton.otherwise, automaton.first_moves
    later_moves = automaton.later_moves
    found_starts, found = automaton.found_starts, automaton.found
    gap_starts, gaps = automaton.gap_starts, automaton.gaps
    n_classes, mask = len(first_moves), len(keys) - 1
    runs, words = reading.runs, reading.words
    rows, waiting, done = matches.rows, matches.gaps, matches.done
    for first in range(n_runs):
        moves = first_moves if first == 0 else later_moves
        if moves[runs[first, CLASS]] == NOWHERE:
            continue
        start = n_starts + first
        waiting[0, 0], waiting[0, 1] = FIRST if first == 0 else LATER, first
        tried, n_waiting, n_words = 0, 1, 1
        while tried < n_waiting:
            root, begin = waiting[tried, 0], waiting[tried, 1]
            for _ in range(n_words):
                state, link, run = root, BEGIN, begin
                while True:
                    target = np.int64(otherwise[state, link])
                    if runs[run, CLASS]:
                        key = (state * N_LINKS + link) * n_classes + runs[run, CLASS]
                        place = np.int64(np.uint64(key) * SCATTER >> shift)
                        while keys[place] != key and keys[place] != EMPTY:
                            place = (place + 1) & mask
                        if keys[place] == key:
                            target = np.int64(targets[place])
                    state = target
                    if state == NOWHERE:
                        break
                    behind = runs[run, BEHIND]
                    for place in range(found_starts[state], found_starts[state + 1]):
                        needed, alternative = found[place, 0], found[place, 4]
                        if needed & ~behind:
                            continue
                        if alternative >= 0:
                            if done[alternative] == start:
                                continue
                            done[alternative] = start
                        if n == len(rows):
                            return -1
                        is_trailing = needed == ENDS_TRAILING
                        rows[n, START] = runs[first, RUN_START]
                        rows[n, END] = runs[run, RUN_END] + is_trailing
                        rows[n, FIRST_BYTE] = runs[first, RUN_FIRST]
                        rows[n, LAST_BYTE] = runs[run, RUN_LAST]
                        rows[n, CATEGORY] = found[place, 1]
                        rows[n, PATTERN] = found[place, 2]
                        rows[n, IS_VETO] = found[place, 3]
                        rows[n, IS_TRAILING] = is_trailing
                        n += 1
                    for place in range(gap_starts[state], gap_starts[state + 1]):
                        if not gaps[place, 0] & ~behind:
                            if n_waiting == len(waiting):
                                return -1
                            waiting[n_waiting, 0] = gaps[place, 1]
                            waiting[n_waiting, 1] = run + 1
                            n_waiting += 1
                    link = runs[run, LINK]
                    run += 1
                    if link == BEGIN:
                        break
                last = words[runs[begin, WORD], WORD_RUN]
                if not runs[last, BEHIND] & GAP:
                    break
                begin = last + 1
            tried += 1
            n_words = automaton.gap_words + 1
    return n
