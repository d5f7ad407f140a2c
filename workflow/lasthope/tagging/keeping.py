"""Drop matches that a veto overlaps or that lie within another of their category."""

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.walking import CATEGORY, END, IS_VETO, PATTERN, START

# Sorted by insertion up to here, which few texts go beyond.
FEW = 40
# Two numbers in one, to sort by both; those put second are below 2^32.
HIGH = 2**32
# The columns of matches that are kept: text, bytes, what was found.
TEXT, FIRST_BYTE, LAST_BYTE, KEPT_CATEGORY, KEPT_PATTERN, NEGATED = range(6)
N_KEPT = 6


@compiled
def keep(matches, again, reach, offsets):
    """Return the matches that are kept, by text, start, end and category.

    Args:
        matches: as lasthope.tagging.walking writes them.
        again: per text the number under which it was read again, or its own.
        reach: room for a number per category.
        offsets: where each text begins.

    Returns:
        Rows of the columns TEXT to NEGATED, of which the last is not yet known.
    """
    rows, ends = matches.rows, matches.ends
    kept = np.empty((ends[-1], N_KEPT), np.int64)
    n_kept = 0
    for text in range(len(again)):
        first, last = ends[text], ends[text + 1]
        found = rows[first:last]
        if again[text] != text:
            more = rows[ends[again[text]] : ends[again[text] + 1]]
            found = np.concatenate((found, more))
        if len(found) == 0:
            continue
        for number in outermost(found, reach):
            kept[n_kept, TEXT] = text
            kept[n_kept, FIRST_BYTE] = offsets[text] + found[number, START]
            kept[n_kept, LAST_BYTE] = offsets[text] + found[number, END]
            kept[n_kept, KEPT_CATEGORY] = found[number, CATEGORY]
            kept[n_kept, KEPT_PATTERN] = found[number, PATTERN]
            n_kept += 1
    return kept[:n_kept]


@compiled
def outermost(found, reach):
    """Return which matches of a text are kept, by start, end and category."""
    if len(found) == 1:
        return np.arange(1 - found[0, IS_VETO])
    is_free = without_vetoed(found)
    reach[found[:, CATEGORY]] = -1
    order = sorted_by(
        found[:, START] * HIGH + found[:, CATEGORY],
        (HIGH - 1 - found[:, END]) * HIGH + found[:, PATTERN],
    )
    n_kept = 0
    for number in order:
        end, category = found[number, END], found[number, CATEGORY]
        if is_free[number] and end > reach[category]:
            reach[category] = end
            order[n_kept] = number
            n_kept += 1
    kept = order[:n_kept]
    again = sorted_by(
        found[kept, START] * HIGH + found[kept, END], found[kept, CATEGORY]
    )
    return kept[again]


@compiled
def sorted_by(major, minor):
    """Return the order of two numbers each."""
    if len(major) > FEW:
        order = np.argsort(minor, kind="mergesort")
        return order[np.argsort(major[order], kind="mergesort")]
    order = np.arange(len(major))
    for place in range(1, len(order)):
        one = order[place]
        while place > 0:
            before = order[place - 1]
            if major[before] < major[one] or (
                major[before] == major[one] and minor[before] <= minor[one]
            ):
                break
            order[place] = before
            place -= 1
        order[place] = one
    return order


@compiled
def without_vetoed(found):
    """Tell which matches are no vetoes and overlap none of their category."""
    is_free = found[:, IS_VETO] == 0
    vetoes = found[~is_free]
    if len(vetoes) == 0:
        return is_free
    keys = vetoes[:, CATEGORY] * HIGH + vetoes[:, START]
    order = np.argsort(keys, kind="mergesort")
    keys, ends = keys[order], vetoes[order, END]
    for place in range(1, len(keys)):
        if keys[place] // HIGH == keys[place - 1] // HIGH:
            ends[place] = max(ends[place], ends[place - 1])
    for number in range(len(found)):
        if is_free[number]:
            category = found[number, CATEGORY]
            # The vetoes of the category that begin before the match ends.
            last = first_from(keys, len(keys), category * HIGH + found[number, END]) - 1
            if last >= 0 and keys[last] // HIGH == category:
                is_free[number] = ends[last] <= found[number, START]
    return is_free


@compiled
def first_from(places, n, place):
    """Return how many of ``n`` ascending places come before a place."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if places[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low
