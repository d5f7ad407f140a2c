"""Tests of lasthope.neighbours: rows that lean on their nearest ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lasthope.clusters import different_rows
from lasthope.embed import with_length
from lasthope.neighbours import joined, near_of

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
@given(DRAWN, st.integers(0, 5), st.integers(0, 3), st.data())
def test_of_a_part_only_its_own_rows_are_neighbours(rows, width, n_added, data):
    chosen = data.draw(
        st.lists(st.integers(0, len(rows) - 1), min_size=1), label="chosen"
    )
    different, lists = slowly(rows, width)
    present = [tuple(row) for row in rows[chosen].tolist()]
    expected = []
    for row, others in zip(different, lists, strict=True):
        if row in present:
            added = [different[n] for n in others if different[n] in present]
            expected.append(np.sum([row, *added[:n_added]], axis=0))
    found = joined(
        different_rows(rows[chosen])[0], near_of(rows, width).of(chosen), n_added
    )
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


@pytest.mark.parametrize("n_rows", [1, 2])
def test_where_there_is_nobody_else_rows_stay_as_they_are(n_rows):
    rows = np.array([[0, 127], [127, 0]], dtype=np.int8)[:n_rows]
    assert joined(rows, near_of(rows, 15), 0).tolist() == rows.tolist()
    assert near_of(rows[:1], 15).lists.shape == (1, 0)
