"""Cluster stability: does a cluster come back when the data are sampled again?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from tqdm import trange

from lasthope.clusters import ExactKMeans, different_rows, whole_rows


def stability(
    model: ExactKMeans, X: ArrayLike, *, n_refits: int
) -> NDArray[np.float64]:
    """Return how well each cluster of a fitted model survives other samples.

    Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics and
    Data Analysis 52, 2007: the model is fitted again, from other starts, to bootstrap
    samples of the different rows. In each, a cluster, as far as it was sampled, is
    compared with the most similar cluster of the refit by the Jaccard coefficient; the
    mean over the samples is its stability. Below 0.6 it is not to be trusted, from 0.75
    it is a pattern in the data.

    Args:
        model: fitted to X.
        X: the rows it was fitted to.
        n_refits: how many samples.

    Returns:
        From 0 to 1 per cluster; nan for a cluster that no sample holds.
    """
    rows, _ = different_rows(whole_rows(X))
    labels = model.predict(rows)
    rng = np.random.default_rng([model.random_state, 1])
    best = np.full((n_refits, len(model.cluster_centers_)), np.nan)
    for refit in trange(n_refits, desc="stability", unit="refit", delay=5):
        sample = np.unique(rng.integers(len(rows), size=len(rows)))
        again = clone(model).set_params(
            n_clusters=min(model.n_clusters, len(sample)),
            random_state=int(rng.integers(2**32)),
        )
        overlap = jaccard(labels[sample], again.fit(rows[sample]).labels_)
        best[refit, np.unique(labels[sample])] = overlap.max(axis=1)
    n_sampled = np.maximum((~np.isnan(best)).sum(axis=0), 1)
    means = np.nansum(best, axis=0) / n_sampled
    return np.where(np.isnan(best).all(axis=0), np.nan, means)


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
