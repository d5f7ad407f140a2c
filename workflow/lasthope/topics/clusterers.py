"""The clusters to choose from: exact ones, or those of UMAP and HDBSCAN."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin

from lasthope.clusters import (
    CENTRE_LENGTH,
    MOST_MOVED_ROWS,
    ExactKMeans,
    Rows,
    Whole,
    different_rows,
    nearest,
    squares,
    sums_by,
    whole_rows,
)
from lasthope.embed import with_length
from lasthope.errors import UserError
from lasthope.neighbours import Near, joined, near_of
from lasthope.starts import returning
from lasthope.topics.settings import FEWEST, UMAP_HDBSCAN, Settings

# A row has no more neighbours than this part of the rows of a cluster, on average.
PART_OF_CLUSTER = 4
# Clusters settle in 10 to 30 rounds; this only ends a run that would take far more.
MAX_ITER = 300
# BERTopic's own settings.
NEIGHBOURS, COMPONENTS = 15, 5


def clusterer(settings: Settings) -> Callable[[Any], Any]:
    """Return what makes clusters, given how many; HDBSCAN finds its own number."""
    if settings.clusters == UMAP_HDBSCAN:
        size = max(settings.min_topic_size, FEWEST)
        return lambda _: UmapHdbscan(min_cluster_size=size, random_state=settings.seed)
    return lambda number: NeighbourKMeans(
        n_clusters=number,
        n_neighbours=settings.n_neighbours,
        min_cluster_size=settings.min_topic_size,
        n_starts=settings.n_starts,
        random_state=settings.seed,
    )


class NeighbourKMeans(ClusterMixin, BaseEstimator):
    """Exact spherical k-means of rows that have their nearest rows added.

    Only the grouping is done so. A cluster's centre is the direction of the sum of its
    rows as they are, and each row is then put with the nearest centre, like any later
    row: which cluster a row has depends on itself and the centres alone. A cluster
    that has fewer than ``min_cluster_size`` different rows then is dissolved, the
    smallest first.

    Args:
        n_clusters, min_cluster_size, random_state: as of
            :class:`~lasthope.clusters.ExactKMeans`.
        n_starts: from how many samples of the rows the centres are pooled that the
            only start is taken from (:func:`~lasthope.starts.returning`); few rows,
            whose clusters are mended a row at a time, are grouped from so many random
            starts, of which the best is kept.
        n_neighbours: how many near rows are added to each, or a quarter of the rows
            that a cluster has on average, if that is less; 0 adds none.

    Attributes:
        cluster_centers_, labels_, cosines_: as of
            :class:`~lasthope.clusters.ExactKMeans`.
    """

    def __init__(
        self,
        *,
        n_clusters: int,
        n_neighbours: int,
        min_cluster_size: int,
        n_starts: int,
        random_state: int,
    ) -> None:
        self.n_clusters = n_clusters
        self.n_neighbours = n_neighbours
        self.min_cluster_size = min_cluster_size
        self.n_starts = n_starts
        self.random_state = random_state

    def near(self, rows: Rows) -> Near:
        """Return the neighbours of rows, for several fits to them."""
        return near_of(rows, self.n_neighbours)

    def fit(self, X: ArrayLike, y: object = None, near: Near | None = None) -> Self:
        """Find the clusters.

        Args:
            X: (n, d) whole numbers, each row 127 long, but for rounding, or zero.
            y: not used.
            near: the neighbours of the rows, if they are known.

        Raises:
            ValueError: if X is not that. Of fewer different rows than ``n_clusters``
                each is a cluster, if one row is enough for it.
        """
        rows = whole_rows(X)
        different, number = different_rows(rows)
        fair = len(different) // (PART_OF_CLUSTER * self.n_clusters)
        grouped = joined(
            different,
            self.near(rows) if near is None else near,
            min(self.n_neighbours, fair),
        )
        labels = self._grouped(grouped)
        centres = self._centres(different, labels)
        nearest_ones, products = nearest(different, centres)
        lengths = np.sqrt(squares(different) * squares(centres)[nearest_ones])
        self.n_features_in_ = rows.shape[1]
        self.cluster_centers_ = centres
        self.labels_ = nearest_ones[number]
        self.cosines_ = (products / np.maximum(lengths, 1))[number]
        return self

    def predict(self, X: ArrayLike) -> Whole:
        """Return the nearest cluster of each row."""
        return nearest(whole_rows(X), self.cluster_centers_)[0]

    def _grouped(self, rows: Rows) -> Whole:
        """Return the cluster of each row, with its neighbours.

        Rows that are each other's neighbours may have become equal; each still counts.
        """
        different, _ = different_rows(rows)
        n_clusters = min(self.n_clusters, len(different))
        model = ExactKMeans(
            n_clusters=n_clusters,
            min_cluster_size=self.min_cluster_size,
            n_starts=self.n_starts,
            max_iter=MAX_ITER,
            random_state=self.random_state,
        )
        if len(rows) <= MOST_MOVED_ROWS:
            return model.best_fit(rows).labels
        rng = np.random.default_rng(self.random_state)
        start = returning(different, n_clusters, rng, n_samples=self.n_starts)
        return model.fit_from(rows, start).labels

    def _centres(self, rows: Rows, labels: Whole) -> Whole:
        """Return the centres of clusters, without those that are too small."""
        sums = sums_by(rows, labels, int(labels.max()) + 1)
        centres = with_length(sums, CENTRE_LENGTH)
        while True:
            sizes = np.bincount(nearest(rows, centres)[0], minlength=len(centres))
            if len(sizes) == 1 or sizes.min() >= self.min_cluster_size:
                return centres
            centres = np.delete(centres, sizes.argmin(), axis=0)


class UmapHdbscan(ClusterMixin, BaseEstimator):
    """BERTopic's usual clusters, which differ from machine to machine.

    UMAP reduces the rows, HDBSCAN finds dense groups. What it calls noise is put, like
    any later row, with the nearest centre, a centre being the direction of the sum of
    a group's rows: no text is without topic, and equal texts have equal topics.

    Args:
        min_cluster_size: fewest rows of a group.
        random_state: seed.

    Attributes:
        cluster_centers_, labels_, cosines_: as of
            :class:`~lasthope.clusters.ExactKMeans`.
    """

    def __init__(self, *, min_cluster_size: int, random_state: int) -> None:
        self.min_cluster_size = min_cluster_size
        self.random_state = random_state

    def near(self, rows: Rows) -> None:
        """Return nothing: UMAP finds neighbours itself."""

    def fit(self, X: ArrayLike, y: object = None, near: None = None) -> Self:
        """Find the groups.

        Raises:
            UserError: if umap-learn is not installed.
        """
        rows = whole_rows(X)
        groups = self._groups(rows.astype(np.float32))
        found = np.unique(groups[groups >= 0])
        members = [groups == number for number in found] or [np.ones(len(rows), bool)]
        sums = np.array([rows[of_group].sum(axis=0, dtype=int) for of_group in members])
        centres = with_length(sums, CENTRE_LENGTH)
        # A group that lost all its rows to other centres is no cluster.
        kept = centres[np.unique(nearest(rows, centres)[0])]
        labels, products = nearest(rows, kept)
        lengths = np.sqrt(squares(rows) * squares(kept)[labels])
        self.cluster_centers_, self.labels_ = kept, labels
        self.cosines_ = products / np.maximum(lengths, 1)
        return self

    def predict(self, X: ArrayLike) -> Whole:
        """Return the nearest cluster of each row."""
        return nearest(whole_rows(X), self.cluster_centers_)[0]

    def _groups(self, rows: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return the group of each row, -1 for noise."""
        try:
            from umap import UMAP
        except ImportError as error:
            raise UserError(
                "topics.clusters is umap_hdbscan, but umap-learn is not installed; "
                "install it with `.venv/bin/pip install umap-learn`, or choose exact."
            ) from error
        from hdbscan import HDBSCAN

        reduced = UMAP(
            n_neighbors=NEIGHBOURS,
            n_components=COMPONENTS,
            min_dist=0.0,
            metric="cosine",
            random_state=self.random_state,
        ).fit_transform(rows)
        groups = HDBSCAN(min_cluster_size=self.min_cluster_size).fit_predict(reduced)
        return np.asarray(groups, dtype=np.int64)
