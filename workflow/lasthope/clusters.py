"""Spherical k-means in whole numbers: the same clusters on every machine.

Dhillon and Modha, "Concept decompositions for large sparse text data using clustering",
Machine Learning 42, 2001: rows of one length are put with the centre they have the
smallest angle to, and a centre is the direction of the sum of its rows.

In small data that leaves many poor local optima, so single rows are then moved:
Dhillon, Guan and Kogan, "Iterative clustering of high dimensional text data augmented
by local search", ICDM 2002.

Every product of a row and a centre is a whole number below 2^24, and so is each of its
partial sums, for the product of the lengths bounds them (Cauchy and Schwarz). Single
precision holds them all, so a BLAS may add in any order, on any kernel and thread.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted

from lasthope.compiling import compiled
from lasthope.embed import with_length
from lasthope.moving import move_rows

Rows = NDArray[np.int8]
Whole = NDArray[np.int64]

# Rows are at most 2^8 long and centres hardly more than 2^15, so that products stay
# below 2^24. Unit vectors times 127 are 135 long at most, in 256 dimensions, rounded.
LONGEST_ROW = 2**8
CENTRE_LENGTH = 2**15 - 1
ROWS_AT_ONCE = 65_536
# In more rows than this a single one hardly moves a centre, and looking takes long.
MOST_MOVED_ROWS = 500


class Fit(NamedTuple):
    """Centres, the label and product of each row, and the sum of the products."""

    centres: Whole
    labels: Whole
    products: Whole
    objective: int


class ExactKMeans(ClusterMixin, BaseEstimator):
    """Spherical k-means on whole vectors, from several starts, in exact arithmetic.

    Equal rows count once, and rows are put in an order of their own, so that only the
    set of rows matters. A cluster of fewer than ``min_cluster_size`` different rows is
    dissolved, the smallest first, and the others take its rows and settle again.

    Args:
        n_clusters: how many clusters to start from.
        min_cluster_size: fewest different rows of a cluster; 1 dissolves none.
        n_starts: how many starts; the one with the largest objective is kept. More
            clusters make a larger objective, so starts that keep them are preferred.
        max_iter: most assignments after each start or dissolution.
        random_state: seed of the starts.

    Attributes:
        cluster_centers_: (n, d) whole numbers; n may be less than ``n_clusters``.
        labels_: cluster of each row of the data it was fitted to, from 0.
        cosines_: cosine of each of those rows with its cluster's centre.
        objective_: sum over the different rows of the product with their centre.
    """

    def __init__(
        self,
        *,
        n_clusters: int,
        min_cluster_size: int,
        n_starts: int,
        max_iter: int,
        random_state: int,
    ) -> None:
        self.n_clusters = n_clusters
        self.min_cluster_size = min_cluster_size
        self.n_starts = n_starts
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Find the clusters.

        Args:
            X: (n, d) whole numbers, each row at most 256 long.
            y: not used.

        Raises:
            ValueError: if X is not that, or has fewer different rows than clusters.
        """
        rows = whole_rows(X)
        different, number = different_rows(rows)
        if len(different) < self.n_clusters:
            raise ValueError(
                f"{len(different)} different rows are too few for "
                f"{self.n_clusters} clusters"
            )
        best = self.best_fit(different)
        self.n_features_in_ = rows.shape[1]
        self.cluster_centers_ = best.centres
        self.labels_ = best.labels[number]
        self.cosines_ = cosines(different, best)[number]
        self.objective_ = best.objective
        return self

    def best_fit(self, rows: Rows) -> Fit:
        """Return the best of several starts; of these rows, each one counts.

        Args:
            rows: in an order of their own, with at least as many different ones as
                there are to be clusters.
        """
        rng = np.random.default_rng(self.random_state)
        starts = (scattered(rows, self.n_clusters, rng) for _ in range(self.n_starts))
        fits = (self.fit_from(rows, start) for start in starts)
        return max(fits, key=lambda fit: fit.objective)

    def fit_from(self, rows: Rows, centres: Whole) -> Fit:
        """Settle from centres; dissolve what is too small and settle again."""
        fit = refine(rows, settle(rows, centres, self.max_iter), self.max_iter)
        while True:
            sizes = np.bincount(fit.labels, minlength=len(fit.centres))
            if len(sizes) == 1 or sizes.min() >= self.min_cluster_size:
                return fit
            others = np.delete(fit.centres, sizes.argmin(), axis=0)
            fit = refine(rows, settle(rows, others, self.max_iter), self.max_iter)

    def predict(self, X: ArrayLike) -> Whole:
        """Return the cluster of each row; of equally near ones the first."""
        check_is_fitted(self)
        return nearest(whole_rows(X), self.cluster_centers_)[0]


def whole_rows(X: ArrayLike) -> Rows:
    """Return X as a matrix of int8.

    Raises:
        ValueError: if it is no matrix of whole numbers, or a row is too long.
    """
    given = np.asarray(X)
    with np.errstate(invalid="ignore"):  # what is no int8 is refused below
        rows = given.astype(np.int8)
    if given.ndim != 2 or not np.array_equal(rows, given):
        raise ValueError("expected a matrix of whole numbers from -128 to 127")
    if squares(rows).max(initial=0) > LONGEST_ROW**2:
        raise ValueError(f"expected rows of a length of at most {LONGEST_ROW}")
    return rows


def different_rows(rows: Rows) -> tuple[Rows, Whole]:
    """Return the rows without repetition, in the order of their bytes.

    The second array is the number among them of each row given.
    """
    as_bytes = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1])))
    _, first, number = np.unique(
        as_bytes.ravel(), return_index=True, return_inverse=True
    )
    return rows[first], number


def squares(rows: NDArray[Any]) -> Whole:
    """Return the squared length of each row."""
    return np.einsum("ij,ij->i", rows, rows, dtype=np.int64)


def nearest(rows: Rows, centres: Whole) -> tuple[Whole, Whole]:
    """Return each row's nearest centre, of equally near ones the first, and product."""
    labels = np.empty(len(rows), dtype=np.int64)
    products = np.empty(len(rows), dtype=np.int64)
    columns = centres.T.astype(np.float32)
    for part in parts(len(rows)):
        labels[part], products[part] = largest(rows[part].astype(np.float32) @ columns)
    return labels, products


def largest(products: NDArray[np.float32]) -> tuple[Whole, Whole]:
    """Return the first column of each row's largest product, and the product."""
    columns = products.argmax(axis=1)
    return columns, products[np.arange(len(products)), columns].astype(np.int64)


def scattered(
    rows: Rows, n_centres: int, rng: np.random.Generator, n_tries: int = 1
) -> Whole:
    """Draw rows as first centres, far ones with more probability.

    Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007:
    each next centre is drawn by the squared distance to the nearest one so far. Of
    several that are drawn that is taken which leaves the smallest sum of distances,
    of equal ones the first.
    """
    whole, lengths = rows.astype(np.float32), squares(rows)
    chosen, distances = [], np.full(len(rows), np.iinfo(np.int64).max)
    tried = rng.integers(len(rows), size=1)
    while True:
        products = (whole @ whole[tried].T).astype(np.int64)
        apart = lengths[:, np.newaxis] + lengths[tried] - 2 * products
        left = np.minimum(distances[:, np.newaxis], apart)
        best = int(left.sum(axis=0).argmin())
        chosen.append(int(tried[best]))
        if len(chosen) == n_centres:
            return with_length(rows[chosen].astype(np.int64), CENTRE_LENGTH)
        distances = left[:, best]
        upto = np.cumsum(distances)
        drawn = rng.integers(1, upto[-1], size=n_tries, endpoint=True)
        tried = np.searchsorted(upto, drawn)


def settle(rows: Rows, centres: Whole, max_iter: int) -> Fit:
    """Move centres to the direction of their rows until the objective stops growing."""
    whole = rows.astype(np.float32)
    products = whole @ centres.T.astype(np.float32)
    fit = fit_of(centres, products)
    for _ in range(max_iter):
        centres = middles(rows, fit)
        # In most rounds many centres stay where they are, and so do their products.
        is_moved = (centres != fit.centres).any(axis=1)
        products[:, is_moved] = whole @ centres[is_moved].T.astype(np.float32)
        moved = fit_of(centres, products)
        if moved.objective <= fit.objective:
            break
        fit = moved
    return fit


def fit_of(centres: Whole, products: NDArray[np.float32]) -> Fit:
    """Put each row with its nearest centre, given the products of rows and centres."""
    labels, of_labels = largest(products)
    return Fit(centres, labels, of_labels, int(of_labels.sum()))


def refine(rows: Rows, fit: Fit, max_iter: int) -> Fit:
    """Move single rows as long as that helps, if there are few rows."""
    if len(rows) > MOST_MOVED_ROWS:
        return fit
    moved = fit._replace(labels=move_rows(rows, fit.labels, len(fit.centres)))
    better = settle(rows, middles(rows, moved), max_iter)
    return better if better.objective > fit.objective else fit


def cosines(rows: Rows, fit: Fit) -> NDArray[np.float64]:
    """Return each row's cosine with its centre; 0 where either is zero."""
    lengths = np.sqrt(squares(rows) * squares(fit.centres)[fit.labels])
    return fit.products / np.maximum(lengths, 1)


def middles(rows: Rows, fit: Fit) -> Whole:
    """Return the direction of each cluster's sum; an empty one gets a stray row.

    Stray rows are those least like their centre, in the order of rows where equal.
    """
    sums = sums_by(rows, fit.labels, len(fit.centres))
    empty = np.flatnonzero(np.bincount(fit.labels, minlength=len(sums)) == 0)
    sums[empty] = rows[np.argsort(fit.products, kind="stable")[: len(empty)]]
    return with_length(sums, CENTRE_LENGTH)


def sums_by(rows: Rows, labels: Whole, n_labels: int) -> Whole:
    """Return the sum of the rows of each label, (n_labels, d)."""
    sums = np.zeros((n_labels, rows.shape[1]), dtype=np.int64)
    _add_rows(rows, labels, sums)
    return sums


@compiled
def _add_rows(rows, labels, sums):
    """Add each row to the sum of its label."""
    for row in range(len(rows)):
        total = sums[labels[row]]
        for column in range(rows.shape[1]):
            total[column] += rows[row, column]


def parts(n_rows: int) -> Iterator[slice]:
    """Split rows into parts that fit in memory in single precision."""
    for start in range(0, n_rows, ROWS_AT_ONCE):
        yield slice(start, start + ROWS_AT_ONCE)
