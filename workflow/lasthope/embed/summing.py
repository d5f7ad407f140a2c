"""Add up what pieces add to the vectors of texts, and bring the sums to one length."""

import numpy as np

from lasthope.compiling import compiled
from lasthope.embed.length import LENGTH, SQUARED_BITS

# Components below this have squares whose sum is exact in double precision.
LARGEST = 2**SQUARED_BITS
# And so far sums fit 32 bits.
LARGEST_SUM = 2**31


@compiled
def add_up(numbers, ends, sums, largest, words, vectors, counted):
    """Write vectors of length LENGTH, as lasthope.embed.with_length would.

    Args:
        numbers: of the pieces of all texts; number 0 adds nothing.
        ends: per text, how many pieces it and those before it have.
        sums: (n_numbers, d) what each number adds.
        largest: component of these, without its sign.
        words: (n_numbers, 2) how many words each number is, and how many of them are
            not known whole.
        vectors: (n_texts, d) to write to.
        counted: (2,) to add to: words, and those not known whole.

    Returns:
        Per text whether a component of its sum may be too large for this; its vector
        is not written then.
    """
    n_texts, width = vectors.shape
    too_large = np.zeros(n_texts, dtype=np.bool_)
    total = np.empty(width, dtype=np.int32)
    piece = 0
    for text in range(n_texts):
        total[:] = 0
        fits = (ends[text] - piece) * largest < LARGEST_SUM
        while piece < ends[text]:
            number = numbers[piece]
            if number > 0:
                added = sums[number]
                for column in range(width):
                    total[column] += added[column]
                counted[0] += words[number, 0]
                counted[1] += words[number, 1]
            piece += 1
        highest, lowest, squares = np.int32(0), np.int32(0), 0
        for column in range(width):
            highest = max(highest, total[column])
            lowest = min(lowest, total[column])
            squares += np.int64(total[column]) * total[column]
        if not fits or max(highest, -np.int64(lowest)) >= LARGEST:
            too_large[text] = True
            continue
        # As in with_length: root, quotient and rounding are right to the last bit.
        root = max(np.sqrt(np.float64(squares)), 1.0)
        for column in range(width):
            vectors[text, column] = np.rint(np.float64(total[column] * LENGTH) / root)
    return too_large
