"""Test differences between two sides by permuting authors.

If there is no difference, it is a matter of chance which authors are on which side. So
they are put on sides anew, as many on each as there are, and p is how often the
difference is then at least as large, in either direction. Whole authors change sides,
so what one author says stays together. All ways are tried if they are few, otherwise
some of them at random, the one that was found among them:

    Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero.
    Statistical Applications in Genetics and Molecular Biology 9(1), article 39.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

Numbers = NDArray[np.float64]
# Totals of both groups to what is tested; turned round it changes its sign alone.
Statistic = Callable[[Any, Any], Numbers]
# Numbers of the authors chosen (columns), for each way to choose (rows).
Choices = NDArray[np.int64]
Whole = NDArray[np.int64]

# So many chosen authors, or counts of them, are held in memory at once.
PLACES_AT_ONCE = 2**21
# If one author in so many is chosen, looking at all is quicker than at those alone.
DENSE = 4
# Two ways to the same difference may differ in the last bits.
TOLERANCE = 1e-12


class Tested(NamedTuple):
    """What comes of a test: p of each thing, and the smallest that could have come."""

    p: Numbers
    smallest: float


def shares_differ(one: Any, other: Any) -> Numbers:
    """Return the difference of shares, the first count being that of all units."""
    difference: Numbers = one[..., 1:] / one[..., :1] - other[..., 1:] / other[..., :1]
    return difference


def permuted(
    groups: tuple[csr_array, csr_array],
    statistic: Statistic,
    *,
    permutations: int,
    rng: np.random.Generator,
) -> Tested:
    """Return p of the difference between two groups of authors, two-sided.

    Args:
        groups: (authors, counts) whole numbers of each, whose sums are below 2^53.
        statistic: of (…, counts) totals of the one group and of the other.
        permutations: how many are tried at most.
        rng: where they come from.
    """
    few, many = sorted(groups, key=lambda side: side.shape[0])
    n_few, n_authors = few.shape[0], few.shape[0] + many.shape[0]
    every = csr_array(vstack([few, many]))
    total = every.sum(axis=0)
    least = np.abs(statistic(few.sum(axis=0), many.sum(axis=0))) * (1 - TOLERANCE)
    n_ways = ways(n_authors, n_few, most=permutations)
    is_exact = n_ways <= permutations
    by_count = every.T.tocsr()
    n_as_large = np.zeros(len(least), np.int64)
    at_once = max(1, PLACES_AT_ONCE // max(n_few, every.shape[1]))
    if is_exact:
        drawn = _all(n_authors, n_few, at_once)
    else:
        drawn = _some(n_authors, n_few, at_once, permutations, rng)
    for chosen in drawn:
        totals = _totals(every, by_count, chosen)
        n_as_large += (np.abs(statistic(totals, total - totals)) >= least).sum(axis=0)
    if is_exact:
        # Where both groups are as large, each way has a mirror image.
        n_least = 2 if 2 * n_few == n_authors else 1
        return Tested(n_as_large / n_ways, n_least / n_ways)
    return Tested((n_as_large + 1) / (permutations + 1), 1 / (permutations + 1))


def ways(n: int, k: int, *, most: int) -> int:
    """Return in how many ways k of n can be chosen, or some number above ``most``.

    Of a million and half of them that number has 300,000 digits.

    >>> ways(5, 2, most=100), ways(10**6, 5 * 10**5, most=100) > 100
    (10, True)
    """
    fewest = min(k, n - k)
    found = 1
    for chosen in range(1, fewest + 1):
        # The ways to choose so many of n - fewest + chosen, which only grow.
        found = found * (n - fewest + chosen) // chosen
        if found > most:
            break
    return found


def _totals(every: csr_array, by_count: csr_array, chosen: Choices) -> Whole:
    """Return the counts of each choice (row) of authors, summed.

    Args:
        every: authors (rows) by counts.
        by_count: the same, turned.
        chosen: the choices.
    """
    (n_rows, n_few), n_authors = chosen.shape, every.shape[0]
    if n_few * DENSE >= n_authors:
        is_chosen = np.zeros((n_authors, n_rows), np.int64)
        np.put_along_axis(is_chosen, chosen.T, 1, axis=0)
        dense: Whole = (by_count @ is_chosen).T
        return dense
    ends = np.arange(0, chosen.size + 1, n_few)
    ones = np.ones(chosen.size, np.int64)
    chooser = csr_array((ones, chosen.ravel(), ends), shape=(n_rows, n_authors))
    sparse: Whole = (chooser @ every).toarray()
    return sparse


def _all(n_authors: int, n_few: int, at_once: int) -> Iterator[Choices]:
    """Yield every choice of some authors, some rows at a time."""
    choices = combinations(range(n_authors), n_few)
    while some := [*islice(choices, at_once)]:
        yield np.array(some, np.int64)


def _some(
    n_authors: int,
    n_few: int,
    at_once: int,
    permutations: int,
    rng: np.random.Generator,
) -> Iterator[Choices]:
    """Yield random choices of some authors, likewise.

    Only the smaller group is drawn, for the rest is the larger: the time of one draw
    goes with the authors of that group, however many there are in all.
    """
    for first in range(0, permutations, at_once):
        yield np.array(
            [
                rng.choice(n_authors, n_few, replace=False, shuffle=False)
                for _ in range(min(at_once, permutations - first))
            ]
        )
