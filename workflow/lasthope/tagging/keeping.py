"""Drop matches that a veto overlaps or that lie within another of their category."""

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.negation import first_from
from lasthope.tagging.walking import CATEGORY, END, IS_VETO, PATTERN, START

# Sorted by insertion up to here, which few texts go beyond.
FEW = 40
# Two numbers in one, to sort by both; those put second are below 2^32.
HIGH = 2**32


@compiled
def keep(rows, n, reach):
    """Return which matches of a text are kept, by start, end and category.

    Args:
        rows: the matches, as lasthope.tagging.walking writes them.
        n: how many there are.
        reach: room for a number per category.
    """
    found = rows[:n]
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
