"""Rows that lean on their neighbours, in whole numbers: the same on every machine.

A short text says little, and its vector is mostly chance; those of its nearest texts
say the rest. UMAP draws neighbours together, too (McInnes, Healy and Melville,
arXiv:1802.03426), but by random steps in floating point. Here a row is added to its
nearest ones, once.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from lasthope.clusters import Rows, Whole, different_rows
from lasthope.compiling import compiled
from lasthope.embed import LENGTH, with_length

# Rows that are compared with so many others at once.
ROWS_AT_ONCE = 1_000
# Below all products of rows.
NOT_HELD = -np.inf


class Near(NamedTuple):
    """The nearest of some rows, equal rows counting once.

    Attributes:
        number: per row which different row it is, in the order of their bytes.
        lists: (n_different, width), the nearest others of each different row, the
            nearest first.
    """

    number: Whole
    lists: NDArray[np.int32]


def near_of(rows: Rows, width: int) -> Near:
    """Return the nearest others of each different row, of equally near the first.

    Time grows with the square of the number of rows: 10,000 of 256 take a second.

    Args:
        rows: (n, d) whole numbers, all of about one length.
        width: how many to look for.
    """
    different, number = different_rows(rows)
    width = max(min(width, len(different) - 1), 0)
    if not width:
        return Near(number, np.empty((len(different), 0), dtype=np.int32))
    lists = np.empty((len(different), width), dtype=np.int32)
    held = np.full((len(different), width), NOT_HELD, dtype=np.float32)
    for first, second, products in _products(different.astype(np.float32)):
        _largest(products, second, first == second, lists[first:], held[first:])
        if first != second:
            turned = np.ascontiguousarray(products.T)
            _largest(turned, first, False, lists[second:], held[second:])
    return Near(number, lists)


def _products(
    rows: NDArray[np.float32],
) -> Iterator[tuple[int, int, NDArray[np.float32]]]:
    """Yield the products of runs of rows, each two runs once, in order.

    With them, the number of the first row of either run. Exact in single precision;
    see lasthope.clusters.
    """
    for first in range(0, len(rows), ROWS_AT_ONCE):
        for second in range(first, len(rows), ROWS_AT_ONCE):
            others = rows[second : second + ROWS_AT_ONCE]
            yield first, second, rows[first : first + ROWS_AT_ONCE] @ others.T


def joined(rows: Rows, near: Near, n_neighbours: int) -> Rows:
    """Return the different rows, each with its nearest ones added, at one length.

    Args:
        rows: those that ``near.number`` numbers, without repetition, in that order.
        near: their nearest.
        n_neighbours: how many to add, as far as they are known.
    """
    columns = near.lists[:, :n_neighbours]
    n_rows, n_added = columns.shape
    added = csr_array(
        (
            np.ones(columns.size, dtype=np.int32),
            columns.ravel(),
            n_added * np.arange(n_rows + 1),
        ),
        shape=(n_rows, n_rows),
    )
    whole = rows.astype(np.int32)
    return with_length((whole + added @ whole).astype(np.int64), LENGTH).astype(np.int8)


@compiled
def _largest(products, first, is_same, lists, held):
    """Take the columns of the largest products of each row, the largest first.

    Args:
        products: (n, m), whole numbers.
        first: the number of the first column.
        is_same: whether a row and the column of its place are one, which is left out.
        lists: (n or more, width), the numbers of the columns that each row has so far.
        held: of the same shape, their products, or NOT_HELD.
    """
    width = lists.shape[1]
    for row in range(len(products)):
        for column in range(products.shape[1]):
            product = products[row, column]
            # Of equal ones that which comes first is held.
            if product <= held[row, width - 1] or (is_same and column == row):
                continue
            place = width - 1
            while place > 0 and held[row, place - 1] < product:
                held[row, place] = held[row, place - 1]
                lists[row, place] = lists[row, place - 1]
                place -= 1
            held[row, place] = product
            lists[row, place] = first + column
