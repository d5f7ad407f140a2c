"""The clusters to choose from: exact ones, or those of UMAP and HDBSCAN."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin

from lasthope.clusters import (
    CENTRE_LENGTH,
    ExactKMeans,
    Whole,
    nearest,
    squares,
    whole_rows,
)
from lasthope.embed import with_length
from lasthope.errors import UserError
from lasthope.schemas import TOPIC_METHODS
from lasthope.topics.settings import EXACT, FEWEST, UMAP_HDBSCAN, Settings

METHODS = dict(zip((EXACT, UMAP_HDBSCAN), TOPIC_METHODS, strict=True))
# Clusters settle in 10 to 30 rounds; this only ends a run that would take far more.
MAX_ITER = 300
# BERTopic's own settings.
NEIGHBOURS, COMPONENTS = 15, 5


def clusterer(settings: Settings) -> Callable[[Any], Any]:
    """Return what makes clusters, given how many; HDBSCAN finds its own number."""
    if settings.clusters == UMAP_HDBSCAN:
        size = max(settings.min_topic_size, FEWEST)
        return lambda _: UmapHdbscan(min_cluster_size=size, random_state=settings.seed)
    return lambda number: ExactKMeans(
        n_clusters=number,
        min_cluster_size=settings.min_topic_size,
        n_starts=settings.n_starts,
        max_iter=MAX_ITER,
        random_state=settings.seed,
    )


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

    def fit(self, X: ArrayLike, y: object = None) -> Self:
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
