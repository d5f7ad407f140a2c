"""Add up what pieces add to the vectors of texts, and bring the sums to one length."""

import numpy as np

from lasthope.compiling import compiled
from lasthope.embed.length import LENGTH, scale

# Sums below this fit 32 bits.
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
        too_large[text] = (ends[text] - piece) * largest >= LARGEST_SUM
        while piece < ends[text]:
            number = numbers[piece]
            if number > 0:
                added = sums[number]
                for column in range(width):
                    total[column] += added[column]
                counted[0] += words[number, 0]
                counted[1] += words[number, 1]
            piece += 1
        if not too_large[text]:
            scale(total, LENGTH, vectors[text])
    return too_large
