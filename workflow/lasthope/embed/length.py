"""Bring vectors of whole numbers to one length, exactly."""

import numpy as np
from numpy.typing import NDArray

from lasthope.compiling import compiled

# The length of a unit's vector: the largest whole number that int8 holds on both sides.
LENGTH = 127
# Components up to 2^26 have squares whose sum over 512 columns fits 64 bits.
LARGEST = 2**26


def with_length(vectors: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Bring whole vectors to one length and round them; zero vectors stay zero.

    Args:
        vectors: (n, d) whole numbers, d at most 512.
        length: what the Euclidean length becomes, but for rounding, at most 2^15.

    >>> with_length(np.array([[3, -4], [0, 0]]), 10).tolist()
    [[6, -8], [0, 0]]
    """
    found = np.empty(vectors.shape, dtype=np.int64)
    _with_length(vectors, length, found)
    return found


@compiled
def _with_length(vectors, length, found):
    """Write the vectors of one length."""
    for row in range(len(vectors)):
        scale(vectors[row], length, found[row])


@compiled
def scale(vector, length, found):
    """Write a whole vector at a length, rounded.

    All is exact until the root; root, quotient and rounding are right to the last bit
    by IEEE 754. Of numbers too long to square, the last bits do not matter to the
    direction, and are dropped.
    """
    largest = np.int64(0)
    for column in range(len(vector)):
        largest = max(largest, abs(np.int64(vector[column])))
    shift = 0
    while largest >> shift >= LARGEST:
        shift += 1
    squares = np.int64(0)
    for column in range(len(vector)):
        component = np.int64(vector[column]) >> shift
        squares += component * component
    root = max(np.sqrt(np.float64(squares)), 1.0)
    for column in range(len(vector)):
        component = np.int64(vector[column]) >> shift
        found[column] = np.rint(np.float64(component * length) / root)
