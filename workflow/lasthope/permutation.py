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
from math import comb
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

Numbers = NDArray[np.float64]
# Totals of both groups to what is tested; turned round it changes its sign alone.
Statistic = Callable[[Any, Any], Numbers]

# Numbers of each kind held in memory at once.
PLACES_AT_ONCE = 2**21
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
    n_ways = comb(n_authors, n_few)
    is_exact = n_ways <= permutations
    by_count = every.T.tocsr()
    n_as_large = np.zeros(len(least), np.int64)
    at_once = max(1, PLACES_AT_ONCE // max(every.shape))
    if is_exact:
        drawn = _all(n_authors, n_few, at_once)
    else:
        drawn = _some(n_authors, n_few, at_once, permutations, rng)
    for chosen in drawn:
        totals = (by_count @ chosen.T).T
        n_as_large += (np.abs(statistic(totals, total - totals)) >= least).sum(axis=0)
    if is_exact:
        # Where both groups are as large, each way has a mirror image.
        n_least = 2 if 2 * n_few == n_authors else 1
        return Tested(n_as_large / n_ways, n_least / n_ways)
    return Tested((n_as_large + 1) / (permutations + 1), 1 / (permutations + 1))


def _all(n_authors: int, n_few: int, at_once: int) -> Iterator[NDArray[np.int64]]:
    """Yield every choice of some authors, some rows of zeros and ones at a time."""
    choices = combinations(range(n_authors), n_few)
    while some := [*islice(choices, at_once)]:
        yield _rows(np.array(some, np.int64), n_authors)


def _some(
    n_authors: int,
    n_few: int,
    at_once: int,
    permutations: int,
    rng: np.random.Generator,
) -> Iterator[NDArray[np.int64]]:
    """Yield random choices of some authors, likewise."""
    for first in range(0, permutations, at_once):
        n_rows = min(at_once, permutations - first)
        order = np.tile(np.arange(n_authors), (n_rows, 1))
        yield _rows(rng.permuted(order, axis=1)[:, :n_few], n_authors)


def _rows(chosen: NDArray[np.int64], n_authors: int) -> NDArray[np.int64]:
    rows = np.zeros((len(chosen), n_authors), np.int64)
    np.put_along_axis(rows, chosen, 1, axis=1)
    return rows
