"""Bring vectors of whole numbers to one length, or about their mean, exactly."""

import numpy as np
from numpy.typing import NDArray

# The length of a unit's vector: the largest whole number that int8 holds on both sides.
LENGTH = 127
# Components up to 2^26 have squares whose sum over 512 columns fits 64 bits.
COMPONENT_BITS = 26
# A mean of vectors is rounded to this part of a level.
MEAN_STEPS = 64
# And up to 2^22, 53 bits.
SQUARED_BITS = 22
ROWS_AT_ONCE = 65_536


def with_length(vectors: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Bring whole vectors to one length and round them; zero vectors stay zero.

    Args:
        vectors: (n, d) whole numbers, d at most 512.
        length: what the Euclidean length becomes, but for rounding, at most 2^15.

    >>> with_length(np.array([[3, -4], [0, 0]]), 10).tolist()
    [[6, -8], [0, 0]]
    """
    # Of numbers too long to square, the last bits do not matter to the direction.
    largest = np.maximum(
        vectors.max(axis=1, initial=0), -vectors.min(axis=1, initial=0)
    )
    excess = np.frexp(largest.astype(np.float64))[1] - COMPONENT_BITS
    if excess.max(initial=0) > 0:
        vectors = vectors >> np.maximum(excess, 0)[:, np.newaxis]
    # Sums of squares below 2^53 are exact in doubles, and quicker.
    exact = np.float64 if largest.max(initial=0) < 2**SQUARED_BITS else np.int64
    short = vectors.astype(exact)
    squares = np.einsum("ij,ij->i", short, short).astype(np.float64)
    # Exact until here; converting, root and quotient are rounded correctly by IEEE 754.
    scaled = short * np.asarray(length, exact)
    scaled = scaled / np.maximum(np.sqrt(squares), 1)[:, np.newaxis]
    return np.rint(scaled, out=scaled).astype(np.int64)
