"""Tests of lasthope.neighbours: rows that lean on their nearest ones."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lasthope.clusters import different_rows
from lasthope.embed import with_length
from lasthope.neighbours import joined, near_of
from lasthope.topics.clusterers import NeighbourKMeans

DRAWN = arrays(np.int8, st.tuples(st.integers(1, 12), st.just(3)), elements={})


def slowly(rows, width):
    """Return the nearest others of each different row, by sorting them all."""
    different = sorted({tuple(row) for row in rows.tolist()}, key=as_bytes)
    found = []
    for number, row in enumerate(different):
        products = [
            (-sum(a * b for a, b in zip(row, other, strict=True)), place)
            for place, other in enumerate(different)
            if place != number
        ]
        found.append([place for _, place in sorted(products)[:width]])
    return different, found


def as_bytes(row):
    return np.array(row, dtype=np.int8).tobytes()


@settings(deadline=None)
@given(DRAWN, st.integers(0, 5))
def test_neighbours_are_those_of_the_largest_products_and_equal_ones_the_first(
    rows, width
):
    different, expected = slowly(rows, width)
    near = near_of(rows, width)
    assert near.lists.tolist() == expected
    assert [different[n] for n in near.number] == [tuple(r) for r in rows.tolist()]


@settings(deadline=None)
@given(DRAWN, st.integers(0, 5), st.integers(0, 3))
def test_the_nearest_are_added(rows, width, n_added):
    different, lists = slowly(rows, width)
    expected = [
        np.sum([row, *(different[n] for n in others[:n_added])], axis=0)
        for row, others in zip(different, lists, strict=True)
    ]
    found = joined(different_rows(rows)[0], near_of(rows, width), n_added)
    np.testing.assert_array_equal(found, with_length(np.array(expected), 127))


def test_more_rows_than_are_compared_at_once_have_the_same_neighbours():
    drawn = np.random.default_rng(1).integers(-40, 40, size=(1_203, 4))
    rows = with_length(drawn, 127).astype(np.int8)
    different, _ = different_rows(rows)
    lists = near_of(rows, 3).lists
    products = different.astype(int) @ different.T.astype(int)
    np.fill_diagonal(products, -(2**20))
    for row in (0, 999, 1_000, len(different) - 1):
        order = np.lexsort((np.arange(len(different)), -products[row]))
        assert lists[row].tolist() == order[:3].tolist()


def test_where_there_is_nobody_else_a_row_stays_as_it_is():
    rows = np.array([[0, 127]], dtype=np.int8)
    assert joined(rows, near_of(rows, 15), 15).tolist() == rows.tolist()
    assert near_of(rows[:0], 15).lists.shape == (0, 0)


def test_a_tight_group_of_different_rows_stays_a_group():
    """With their neighbours its rows are all the same, and yet each of them counts."""
    rng = np.random.default_rng(5)
    loose = 60 * np.eye(5)[np.repeat(np.arange(4), 47)] + rng.normal(
        scale=14, size=(188, 5)
    )
    tight = 127 * np.eye(5)[[4] * 9] + rng.normal(scale=3, size=(9, 5))
    whole = np.rint(1_000 * np.concatenate([loose, tight])).astype(np.int64)
    rows = with_length(whole, 127).astype(np.int8)
    assert len(different_rows(rows[188:])[0]) == 9
    model = NeighbourKMeans(
        n_clusters=5, n_neighbours=15, min_cluster_size=3, n_starts=5, random_state=0
    ).fit(rows)
    of_tight = np.unique(model.labels_[188:])
    assert len(of_tight) == 1
    assert not np.isin(model.labels_[:188], of_tight).any()
