"""Where to start clusters: at centres that come back in samples of the rows.

Spherical k-means ends in the local optimum that is next to its start, and of many rows
each random start ends in another. Clusters that are found again in other rows are
better starts, so samples of the rows are grouped first and their centres pooled:
Bradley and Fayyad, "Refining initial points for k-means clustering", ICML 1998; Leisch,
"Bagged clustering", Working Paper 51, SFB Adaptive Information Systems, Vienna 1999.
Of the pool those centres are taken that have like ones in half of the samples and are
far from any that have more of them: Rodriguez and Laio, "Clustering by fast search and
find of density peaks", Science 344, 2014.

All numbers are whole, and ties go to what comes first, so that a start is the same on
every machine.
"""

from collections.abc import Iterator
from math import log

import numpy as np
from numpy.typing import NDArray

from lasthope.clusters import Rows, Whole, scattered, settle, squares
from lasthope.embed import LENGTH, with_length

# A sample has half of the rows, but no more than this, unless that is fewer than so
# many a centre, which would say little of where each lies.
LARGEST_SAMPLE = 2_000
ROWS_PER_CENTRE = 10
# Centres of samples need not settle to the last row.
ROUNDS = 10
# Centres that are compared with all others at once.
CENTRES_AT_ONCE = 1_000


def returning(
    rows: Rows, n_centres: int, rng: np.random.Generator, *, n_samples: int
) -> Whole:
    """Return first centres: those that come back in most samples of the rows.

    Args:
        rows: (n, d) whole numbers without repetition, in an order of their own.
        n_centres: how many to return, at most n.
        rng: draws the samples and where each starts.
        n_samples: how many samples; the centres of a single one are returned as they
            are.

    Returns:
        (n_centres, d), of the length of centres.
    """
    size = max(min(len(rows) // 2, LARGEST_SAMPLE), ROWS_PER_CENTRE * n_centres)
    pool = []
    for _ in range(n_samples):
        sample = rows[np.sort(rng.permutation(len(rows))[:size])]
        start = scattered(sample, n_centres, rng, n_tries=2 + int(log(n_centres)))
        pool.append(settle(sample, start, ROUNDS).centres)
    found = np.concatenate(pool)
    return found[peaks(found, n_centres, n_samples // 2)]


def peaks(centres: Whole, n_peaks: int, n_near: int) -> Whole:
    """Return which centres are the peaks of density, the highest first.

    A centre's density is the sum of the products with its ``n_near`` nearest others,
    all being of one length. How high a peak it is, is its density times the squared
    distance to the nearest centre that is denser; of equally dense ones the first
    counts as denser. The densest of all is as far as can be.

    Args:
        centres: (n, d) whole numbers.
        n_peaks: how many to return, at most n.
        n_near: how many others tell the density; 0 if none do, and the first centres
            are returned.
    """
    rows = with_length(centres, LENGTH)
    lengths, n_near = squares(rows), min(n_near, len(rows) - 1)
    density = np.zeros(len(rows), dtype=np.int64)
    for part, products in _products(rows) if n_near else ():
        products[np.arange(len(part)), part] = np.iinfo(np.int64).min
        products.partition(len(rows) - n_near, axis=1)
        density[part] = products[:, len(rows) - n_near :].sum(axis=1)
    rank = np.argsort(np.argsort(-density, kind="stable"), kind="stable")
    apart = np.empty(len(rows), dtype=np.int64)
    for part, products in _products(rows):
        distances = lengths[part, np.newaxis] + lengths - 2 * products
        is_denser = rank < rank[part, np.newaxis]
        apart[part] = np.where(is_denser, distances, 4 * LENGTH**2).min(axis=1)
    height = np.maximum(density, 0) * apart
    return np.lexsort((rank, -height))[:n_peaks]


def _products(rows: Whole) -> Iterator[tuple[Whole, NDArray[np.int64]]]:
    """Yield the numbers of some rows and their products with all, a part at a time."""
    # Exact in single precision; see lasthope.clusters.
    whole = rows.astype(np.float32)
    for start in range(0, len(rows), CENTRES_AT_ONCE):
        part = np.arange(start, min(start + CENTRES_AT_ONCE, len(rows)))
        yield part, (whole[part] @ whole.T).astype(np.int64)
