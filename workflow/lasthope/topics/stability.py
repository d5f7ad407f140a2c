"""Does a topic come back: from other starts, and from other authors?"""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.metrics import adjusted_rand_score
from tqdm import tqdm

from lasthope.clusters import Rows, different_rows
from lasthope.neighbours import Near

Shares = NDArray[np.float64]
# Gives all rows as those see them whose numbers, or whether each is one, are given.
Seen = Callable[[NDArray[Any]], Rows]
# Adjusted Rand indices are compared so far: the same quotient everywhere.
DECIMALS = 6
# With fewer, a resample of authors is mostly the same few authors.
FEWEST_AUTHORS = 20
# Streams of random numbers, apart from that of the clusters.
SEEDS, RESAMPLES, HALVES = 2, 1, 3


class Consensus(NamedTuple):
    """The fit that agrees best with the others from other seeds.

    Attributes:
        clusters: the fitted clusters.
        agreement: mean adjusted Rand index with the other fits; 1 if there are none.
        returns: per cluster, the mean Jaccard with its like in the other fits.
    """

    clusters: Any
    agreement: float
    returns: Shares


class Half(NamedTuple):
    """Some rows, and how they see all.

    Attributes:
        is_member: whether each row is one of them.
        seen: (n, d) all rows, as those of the half see them.
        near: the neighbours of the rows of the half, or None.
    """

    is_member: NDArray[np.bool_]
    seen: Rows
    near: Near | None


def consensus(
    model: Any, rows: Rows, near: Near | None = None, *, n_seeds: int
) -> Consensus:
    """Return the best of several fits from other seeds.

    Filkov and Skiena, "Integrating microarray data by consensus clustering",
    International Journal on Artificial Intelligence Tools 13, 2004: of all partitions
    found that one is kept ("BestOfK") which is nearest to all others, here by the
    adjusted Rand index; of equally near ones the first. It is at most twice as far
    from them all as the best partition there could be.

    Args:
        model: clusters to fit, with ``random_state``.
        rows: (n, d) whole numbers.
        near: their neighbours, if the model asks for them and they are known.
        n_seeds: how many fits, at least 1.
    """
    rng = np.random.default_rng([model.random_state, SEEDS])
    seeds = [model.random_state, *rng.integers(2**32, size=n_seeds - 1).tolist()]
    fits = [refit(model, rows, seed, near) for seed in watched(seeds, "seeds")]
    likeness = np.eye(len(fits))
    for a, b in combinations(range(len(fits)), 2):
        likeness[a, b] = likeness[b, a] = likeness_of(fits[a], fits[b])
    totals = likeness.sum(axis=1).round(DECIMALS)
    best = int(totals.argmax())
    labels = fits[best].labels_
    others = [fit.labels_ for place, fit in enumerate(fits) if place != best]
    if not others:
        return Consensus(fits[best], 1.0, np.ones(labels.max() + 1))
    overlaps = [jaccard(labels, other).max(axis=1) for other in others]
    agreement = float((totals[best] - 1) / len(others))
    return Consensus(fits[best], round(agreement, DECIMALS), mean_known(overlaps))


def stability(
    clusters: Any,
    rows: Rows,
    authors: ArrayLike,
    seen_by: Seen | None = None,
    *,
    n_refits: int,
) -> Shares:
    """Return how well each cluster survives other samples of authors.

    Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics and
    Data Analysis 52, 2007: the clusters are fitted again, from other starts, to
    bootstrap samples. In each, a cluster, as far as it was sampled, is compared with
    the most similar cluster of the refit by the Jaccard coefficient; the mean over the
    samples is its stability. Below 0.6 it is not to be trusted, from 0.75 it is a
    pattern in the data. Whole authors are drawn, for what one of them says hangs
    together; rows, if there are fewer than ``FEWEST_AUTHORS`` of them.

    Args:
        clusters: fitted to the rows.
        rows: (n, d) whole numbers.
        authors: whose each row is.
        seen_by: gives all rows as some of them see them; as they are, if left out.
        n_refits: how many samples.

    Returns:
        From 0 to 1 per cluster; nan for a cluster that no sample holds.
    """
    groups = resampled_by(rows, authors)
    rng = np.random.default_rng([clusters.random_state, RESAMPLES])
    labels, overlaps = clusters.labels_, []
    for _ in watched(range(n_refits), "refits"):
        drawn = np.unique(rng.integers(groups.max() + 1, size=groups.max() + 1))
        sample = np.flatnonzero(np.isin(groups, drawn))
        seed = int(rng.integers(2**32))
        seen = rows if seen_by is None else seen_by(sample)
        again = refit(clusters, seen[sample], seed)
        overlap = np.full(labels.max() + 1, np.nan)
        found = jaccard(labels[sample], again.labels_).max(axis=1)
        overlap[np.unique(labels[sample])] = found
        overlaps.append(overlap)
    return mean_known(overlaps)


def halves_of(
    model: Any, rows: Rows, authors: ArrayLike, seen_by: Seen | None = None
) -> list[Half]:
    """Return two halves of the authors, each of which sees the rows by itself.

    Args:
        model: clusters that look for neighbours, to be fitted to either.
        rows: (n, d) whole numbers.
        authors: whose each row is.
        seen_by: as of :func:`stability`.
    """
    groups = resampled_by(rows, authors)
    rng = np.random.default_rng([model.random_state, HALVES])
    is_first = (rng.permutation(groups.max() + 1) % 2 == 0)[groups]
    halves = []
    for half in (is_first, ~is_first):
        if half.any():
            seen = rows if seen_by is None else seen_by(half)
            halves.append(Half(half, seen, model.near(seen[half])))
    return halves


def share_in_halves(clusters: Any, halves: Sequence[Half], *, least: float) -> float:
    """Return the share of rows whose cluster comes back in halves of the authors.

    After Tibshirani and Walther, "Cluster validation by prediction strength", Journal
    of Computational and Graphical Statistics 14, 2005: clusters are fitted to either
    half, and all rows are put with the nearest of either. A cluster comes back if the
    mean of its best Jaccard coefficients in the two is large enough.

    Args:
        clusters: fitted to the rows.
        halves: of the same rows.
        least: mean Jaccard of a cluster that comes back.
    """
    overlaps = []
    for is_member, seen, near in halves:
        fit = refit(clusters, seen[is_member], clusters.random_state, near)
        overlaps.append(jaccard(clusters.labels_, fit.predict(seen)).max(axis=1))
    _, sizes = np.unique(clusters.labels_, return_counts=True)
    is_back = np.mean(overlaps, axis=0) >= least
    return round(float(sizes[is_back].sum() / sizes.sum()), DECIMALS)


def refit(model: Any, rows: Rows, seed: int, near: Near | None = None) -> Any:
    """Return the model fitted anew, with fewer clusters if there are fewer rows."""
    settings = {"random_state": seed}
    if "n_clusters" in model.get_params():
        n_different = len(different_rows(rows)[0])
        settings["n_clusters"] = min(model.n_clusters, n_different)
    known = {} if near is None else {"near": near}
    return clone(model).set_params(**settings).fit(rows, **known)


def resampled_by(rows: Rows, authors: ArrayLike) -> NDArray[np.int64]:
    """Return the number of what is drawn as one: author, or else different row.

    Authors are numbered in the order of their first different row, so that another
    name, such as a pseudonym by another key, changes nothing.
    """
    _, row_number = different_rows(rows)
    _, first, number = np.unique(authors, return_index=True, return_inverse=True)
    if len(first) < FEWEST_AUTHORS:
        return row_number
    least = np.full(len(first), len(rows))
    np.minimum.at(least, number, row_number)
    # Those who share their first row are told apart by how much they wrote, then where.
    order = np.lexsort((first, -np.bincount(number), least))
    return order.argsort()[number]


def likeness_of(a: Any, b: Any) -> float:
    """Return the adjusted Rand index of two fits, rounded."""
    return round(float(adjusted_rand_score(a.labels_, b.labels_)), DECIMALS)


def mean_known(overlaps: list[Shares]) -> Shares:
    """Return the mean of each column without its nan; nan where all are."""
    table = np.array(overlaps)
    n_known = (~np.isnan(table)).sum(axis=0)
    means = np.nansum(table, axis=0) / np.maximum(n_known, 1)
    return np.where(n_known == 0, np.nan, means)


def jaccard(a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """Return the Jaccard coefficient of each cluster of a with each of b.

    Args:
        a: label of each of n things.
        b: another label of each.

    Returns:
        (labels in a, labels in b), both sorted.

    >>> jaccard([0, 0, 1], [5, 7, 7]).round(2).tolist()
    [[0.5, 0.33], [0.0, 0.5]]
    """
    labels_a, row = np.unique(a, return_inverse=True)
    labels_b, column = np.unique(b, return_inverse=True)
    both = np.zeros((len(labels_a), len(labels_b)))
    np.add.at(both, (row, column), 1)
    sizes = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True)
    return both / (sizes - both)


def watched(things: Any, what: str) -> Any:
    """Return things with a bar of progress that shows after some seconds."""
    return tqdm(things, desc=what, delay=5)
