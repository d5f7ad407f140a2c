"""Find where the patterns match in a text that has been read."""

from typing import NamedTuple

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.automaton import (
    EMPTY,
    FIVE,
    LIKELY_SHIFT,
    LOW_FIVE,
    SCATTER,
)
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
    RUN_FIRST,
    RUN_LAST,
    WORD,
    WORD_RUN,
)

# The columns of ``Matches.rows``: first byte and one past the last, what was found.
START, END, CATEGORY, PATTERN, IS_VETO = range(5)
N_COLUMNS = 5


class Matches(NamedTuple):
    """What is found in some texts; the arrays are used again for the next ones.

    Attributes:
        ends: per text how many matches those before it have, and as last all have.
        rows: a match each.
        starts: the runs with which a match may begin: state, run and text.
        gaps: behind each gap the state from which the rest of a pattern is looked for,
            and the run.
        done: for each pattern with a gap the run from which it was last found.
    """

    ends: np.ndarray
    rows: np.ndarray
    starts: np.ndarray
    gaps: np.ndarray
    done: np.ndarray


@compiled
def begin(automaton, reading, n_texts, starts):
    """Write the runs with which a match may begin, and return how many there are.

    With half of the runs no pattern begins, and with most others none that goes on with
    the next; nearly all of them are left out here. No processor guesses which, so none
    of it hangs on a branch: a run is written, and overwritten if it does not count.
    """
    first_moves, later_moves = automaton.first_moves, automaton.later_moves
    is_open, likely = automaton.is_open, automaton.likely
    n_classes, n_links = np.uint64(len(first_moves)), np.uint64(N_LINKS)
    bounds, runs = reading.bounds, reading.runs
    n = 0
    for text in range(n_texts):
        root, moves = FIRST, first_moves
        for run in range(bounds[text, 0], bounds[text + 1, 0]):
            state = np.uint64(moves[runs[run, CLASS]])
            # Behind the last run stands none, and its link, BEGIN, leads nowhere.
            link = np.uint64(runs[run, LINK])
            following = np.uint64(runs[run + 1, CLASS])
            bit = ((state * n_links + link) * n_classes + following) * SCATTER
            bit >>= LIKELY_SHIFT
            is_likely = likely[bit >> FIVE] >> (bit & LOW_FIVE) & np.uint64(1)
            starts[n, 0], starts[n, 1], starts[n, 2] = root, run, text
            n += np.int64(is_likely | is_open[state])
            root, moves = LATER, later_moves
    return n


@compiled
def walk(automaton, reading, n_texts, matches):
    """Find all matches of some texts, by their first run.

    Of a pattern with gaps the match that ends first is kept: what waits behind a gap is
    tried in the order in which it was met, so that is the match that is met first.

    Args:
        automaton: over runs.
        reading: of the texts.
        n_texts: how many there are.
        matches: where to write what is found.

    Returns:
        Whether there was room for all of it.
    """
    keys, targets, shift = automaton.keys, automaton.targets, automaton.shift
    otherwise = automaton.otherwise
    found_starts, found = automaton.found_starts, automaton.found
    gap_starts, gaps = automaton.gap_starts, automaton.gaps
    n_classes, mask = len(automaton.first_moves), len(keys) - 1
    runs, words, origins = reading.runs, reading.words, reading.origins
    ends, starts = matches.ends, matches.starts
    rows, waiting, done = matches.rows, matches.gaps, matches.done
    done[:] = -1
    text, n = 0, 0
    for number in range(begin(automaton, reading, n_texts, starts)):
        first = starts[number, 1]
        while text < starts[number, 2]:
            text += 1
            ends[text] = n
        waiting[0, 0], waiting[0, 1] = starts[number, 0], first
        tried, n_waiting, n_words = 0, 1, 1
        while tried < n_waiting:
            root, begun = waiting[tried, 0], waiting[tried, 1]
            for _ in range(n_words):
                state, link, run = root, BEGIN, np.int64(begun)
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
                            if done[alternative] == first:
                                continue
                            done[alternative] = first
                        if n == len(rows):
                            return False
                        # An apostrophe may be the end of a word, too.
                        stop = runs[run, RUN_LAST] + (needed == ENDS_TRAILING)
                        rows[n, START] = origins[runs[first, RUN_FIRST]]
                        rows[n, END] = origins[stop]
                        rows[n, CATEGORY] = found[place, 1]
                        rows[n, PATTERN] = found[place, 2]
                        rows[n, IS_VETO] = found[place, 3]
                        n += 1
                    for place in range(gap_starts[state], gap_starts[state + 1]):
                        if not gaps[place, 0] & ~behind:
                            if n_waiting == len(waiting):
                                return False
                            waiting[n_waiting, 0] = gaps[place, 1]
                            waiting[n_waiting, 1] = run + 1
                            n_waiting += 1
                    link = np.int64(runs[run, LINK])
                    run += 1
                    if link == BEGIN:
                        break
                last = words[runs[begun, WORD], WORD_RUN]
                if not runs[last, BEHIND] & GAP:
                    break
                begun = last + 1
            tried += 1
            n_words = automaton.gap_words + 1
    ends[text + 1 :] = n
    return True
