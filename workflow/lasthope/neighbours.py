"""Rows that lean on their neighbours, in whole numbers: the same on every machine.

A short text says little, and its vector is mostly chance; those of its nearest texts
say the rest. UMAP draws neighbours together, too (McInnes, Healy and Melville,
arXiv:1802.03426), but by random steps in floating point. Here a row is added to its
nearest ones, once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from lasthope.clusters import Rows, Whole, different_rows
from lasthope.compiling import compiled
from lasthope.embed import LENGTH, with_length

# Rows that are compared with all others at once: 1,000 with 10,000 take 40 MB.
ROWS_AT_ONCE = 1_000


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
    whole = different.astype(np.float32)
    lists = np.empty((len(different), width), dtype=np.int32)
    for start in range(0, len(different), ROWS_AT_ONCE):
        # Exact in single precision; see lasthope.clusters.
        products = whole[start : start + ROWS_AT_ONCE] @ whole.T
        _largest(products, start, lists[start : start + ROWS_AT_ONCE])
    return Near(number, lists)


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
def _largest(products, first, lists):
    """Write the columns of the largest products of each row, the largest first.

    Args:
        products: (n, m); that of a row with itself stands ``first`` columns further.
        first: number of the first row among the columns.
        lists: (n, width) to write to.
    """
    n, width = lists.shape
    held = np.empty(width, dtype=products.dtype)
    for row in range(n):
        n_held = 0
        for column in range(products.shape[1]):
            product = products[row, column]
            # Of equal ones that which comes first is held.
            if column == first + row or (
                n_held == width and product <= held[width - 1]
            ):
                continue
            place = min(n_held, width - 1)
            while place > 0 and held[place - 1] < product:
                held[place] = held[place - 1]
                lists[row, place] = lists[row, place - 1]
                place -= 1
            held[place] = product
            lists[row, place] = column
            n_held = min(n_held + 1, width)
