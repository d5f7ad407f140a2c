"""Tests of lasthope.topics.clusterers.NeighbourKMeans: groups of rows that lean."""

import numpy as np
import pytest

from lasthope.clusters import nearest
from lasthope.embed import with_length
from lasthope.topics.clusterers import NeighbourKMeans


def drawn(seed, n=240, n_groups=6, width=8):
    """Return rows of loose groups."""
    rng = np.random.default_rng(seed)
    group = np.arange(n) % n_groups
    around = 2.5 * np.eye(width)[group] + rng.normal(size=(n, width))
    whole = np.rint(1_000 * around).astype(np.int64)
    return with_length(whole, 127).astype(np.int8)


def model(**changes):
    settings = {
        "n_clusters": 6,
        "n_neighbours": 5,
        "min_cluster_size": 3,
        "n_starts": 3,
        "random_state": 1,
    }
    return NeighbourKMeans(**{**settings, **changes})


def partition(labels):
    """Return the groups of places, whatever their numbers."""
    groups = (np.flatnonzero(labels == label) for label in np.unique(labels))
    return {tuple(group.tolist()) for group in groups}


def test_each_row_is_with_its_nearest_centre_and_no_cluster_is_too_small():
    rows = drawn(0)
    fitted = model(n_clusters=40, min_cluster_size=4).fit(rows)
    labels, products = nearest(rows, fitted.cluster_centers_)
    np.testing.assert_array_equal(fitted.labels_, labels)
    np.testing.assert_array_equal(fitted.predict(rows), labels)
    assert np.bincount(fitted.labels_).min() >= 4
    lengths = np.linalg.norm(rows.astype(float), axis=1)
    of_centres = np.linalg.norm(fitted.cluster_centers_.astype(float), axis=1)
    np.testing.assert_allclose(
        fitted.cosines_, products / (lengths * of_centres[labels])
    )


@pytest.mark.parametrize("seed", range(3))
def test_neither_the_order_nor_copies_of_rows_change_the_groups(seed):
    rows = drawn(seed)
    expected = partition(model().fit(rows).labels_)
    order = np.random.default_rng(seed).permutation(len(rows))
    shuffled = np.empty(len(rows), dtype=int)
    shuffled[order] = model().fit(rows[order]).labels_
    assert partition(shuffled) == expected
    copied = model().fit(np.concatenate([rows, rows[:50], rows[:50]])).labels_
    assert partition(copied[: len(rows)]) == expected
    np.testing.assert_array_equal(copied[-50:], copied[:50])


def test_known_neighbours_give_the_same_groups():
    rows = drawn(3)
    near = model().near(rows)
    expected = model().fit(rows).labels_
    np.testing.assert_array_equal(model().fit(rows, near=near).labels_, expected)


def test_of_fewer_rows_than_clusters_each_is_one():
    rows = (127 * np.eye(3)).astype(np.int8)
    assert partition(model(min_cluster_size=1).fit(rows).labels_) == {(0,), (1,), (2,)}
