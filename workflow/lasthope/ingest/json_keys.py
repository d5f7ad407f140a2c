"""Know keys of JSON again by how they are written, without reading them once more.

The lines of a file are made alike: which key comes next is foretold by the last one. A
key foretold is compared, eight bytes at once; where it does not stand, nothing is lost
but the comparison.
"""

from typing import Any, NamedTuple

import numpy as np

from lasthope.compiling import compiled

ALL = np.uint64(2**64 - 1)
MOST_MET, MOST_WORDS = 256, 4
FIRST = 0


class Met(NamedTuple):
    """Keys met in lines, each with its quotation marks and colon.

    Attributes:
        words: by key and place, eight bytes.
        masks: which bits of these are the key's; none beyond its end.
        sizes: how many bytes the key has; the first is no key but what a line begins
            with, and its size tells how many there are.
        fields: which it is of the keys looked for, negative if none.
        followed_by: which key came after it last; ``FIRST`` for none.
    """

    words: np.ndarray
    masks: np.ndarray
    sizes: np.ndarray
    fields: np.ndarray
    followed_by: np.ndarray


def none_met() -> Met:
    """Return room for keys, without any."""
    words = np.zeros((2, MOST_MET, MOST_WORDS), np.uint64)
    numbers = np.zeros((3, MOST_MET), np.int64)
    numbers[0, FIRST] = 1
    return Met(*words, *numbers)


@compiled
def is_met(words: Any, at: int, met: Met, key: int) -> bool:
    """Tell whether a key stands there."""
    for place in range(MOST_WORDS):
        mask = met.masks[key, place]
        if words[at + 8 * place] & mask != met.words[key, place]:
            return False
        if mask != ALL:
            return key != FIRST
    return True


@compiled
def meet(words: Any, start: int, end: int, field: int, met: Met, last: int) -> int:
    """Note the key that stands after the last one, and return its number.

    It is ``FIRST`` if the key is too long or there are too many.
    """
    size, n_met = end - start, met.sizes[FIRST]
    if size > 8 * MOST_WORDS:
        return FIRST
    key = 1
    while key < n_met and (
        met.sizes[key] != size or not is_met(words, start, met, key)
    ):
        key += 1
    if key == MOST_MET:
        return FIRST
    if key == n_met:
        met.sizes[FIRST], met.sizes[key], met.fields[key] = n_met + 1, size, field
        for place in range((size + 7) // 8):
            n_bits = 8 * min(8, size - 8 * place)
            mask = ALL >> np.uint64(64 - n_bits)
            met.masks[key, place] = mask
            met.words[key, place] = words[start + 8 * place] & mask
    met.followed_by[last] = key
    return key
