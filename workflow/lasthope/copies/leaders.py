"""Find which document leads which, given pairs that may be similar.

Documents are numbered by their place in canonical order. A pair of them is one number:
the place of the earlier in the higher 32 bits, that of the later in the lower.
"""

from typing import NamedTuple

import numpy as np

from lasthope.copies.folding import Places
from lasthope.copies.shingles import HASH_BITS, Hashes

HALF_BITS = np.uint64(32)
LATER = np.uint64(2**32 - 1)
# Pairs compared at a time: so few that their sets stay in the processor's cache.
MAX_COMPARED = 1 << 12


class Held(NamedTuple):
    """The sets of shingles of documents in canonical order.

    Attributes:
        hashes: of a document those from ``starts`` on, ``n_shingles`` of them.
        starts: 0 for a document that is compared with none.
        n_shingles: how many shingles each has.
    """

    hashes: Hashes
    starts: Places
    n_shingles: np.ndarray


def led(held: Held, pairs: Hashes, threshold: float) -> Places:
    """Return for each document its leader, which may be itself."""
    compared, similar, new = pairs[:0], pairs[:0], pairs
    leaders = np.arange(len(held.starts))
    while len(new):
        compared = distinct([compared, new])
        similar = distinct([similar, _similar(held, new, threshold)])
        leaders = _joined(similar, len(leaders))
        # Where the earlier of two has a leader, the later may be similar to it, too.
        earlier, later = split(compared)
        wanted = leaders[earlier] < np.minimum(earlier, leaders[later])
        lead = leaders[earlier[wanted]].astype(np.uint64)
        new = distinct([lead << HALF_BITS | later[wanted].astype(np.uint64)])
        new = np.setdiff1d(new, compared, assume_unique=True)
        new = plausible(new, held.n_shingles, threshold)
    return leaders


def _joined(similar: Hashes, n_documents: int) -> Places:
    """Return the leader of each document, given all pairs that are similar."""
    earlier, later = split(similar)
    order = np.lexsort((earlier, later))
    joined: dict[int, int] = {}
    for one, other in zip(earlier[order].tolist(), later[order].tolist(), strict=True):
        if other not in joined and one not in joined:
            joined[other] = one
    leaders = np.arange(n_documents)
    leaders[list(joined)] = list(joined.values())
    return leaders


def _similar(held: Held, pairs: Hashes, threshold: float) -> Hashes:
    """Return the pairs whose sets are similar enough."""
    found = [pairs[:0]]
    for start in range(0, len(pairs), MAX_COMPARED):
        some = pairs[start : start + MAX_COMPARED]
        found.append(some[_jaccard(held, *split(some)) >= threshold])
    return np.concatenate(found)


def _jaccard(held: Held, one: Places, other: Places) -> np.ndarray:
    """Return the Jaccard similarity of pairs of sets, of at most 65,536 pairs."""
    numbers = np.tile(np.arange(len(one), dtype=np.uint64) << np.uint64(HASH_BITS), 2)
    which = np.concatenate([one, other])
    sizes = held.n_shingles[which]
    shifts = held.starts[which] - (np.cumsum(sizes) - sizes)
    at = np.repeat(shifts, sizes) + np.arange(sizes.sum())
    packed = np.repeat(numbers, sizes) | held.hashes[at]
    packed.sort()
    twice = packed[1:][packed[1:] == packed[:-1]] >> np.uint64(HASH_BITS)
    n_common = np.bincount(twice.astype(np.int64), minlength=len(one))
    return n_common / (sizes[: len(one)] + sizes[len(one) :] - n_common)


def plausible(pairs: Hashes, n_shingles: np.ndarray, threshold: float) -> Hashes:
    """Leave out the pairs of which one has too many shingles more than the other."""
    one, other = (n_shingles[places] for places in split(pairs))
    return pairs[np.minimum(one, other) / np.maximum(one, other) >= threshold]


def distinct(parts: list[np.ndarray]) -> np.ndarray:
    """Return the distinct values, ascending; much faster than ``np.unique``."""
    values = np.concatenate(parts)
    values.sort()
    is_new = np.append(True, values[1:] != values[:-1])[: len(values)]
    return values[is_new]


def split(pairs: Hashes) -> tuple[Places, Places]:
    """Return the earlier and the later places of pairs."""
    return (pairs >> HALF_BITS).astype(np.int64), (pairs & LATER).astype(np.int64)
