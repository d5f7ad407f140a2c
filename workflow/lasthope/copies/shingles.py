"""Hash texts, so that exact and near copies can be found among millions of them.

A text is normalised: ``[sic]`` masked, case folded, white space made single spaces. Of
the normalised text there are two hashes. Exact copies have the same 128-bit hash. Near
copies share many *shingles*, which are three words in a row; a word is a run of
letters, digits and underscores that may hold inner apostrophes.

Whether two texts may share enough shingles is told by MinHash: the smallest of a
text's shingles in a random order is that of another text with a probability equal to
their Jaccard similarity J. Two such minima are put into one *band*; texts that agree in
a band are candidates. With 12 bands of 2 minima a pair becomes a candidate with
probability 1 - (1 - J^2)^12: .995 at J = .6, .968 at J = .5, .877 at J = .4. So the
bands are made for similarities of at least .6.

    Broder, A. Z. (1997). On the resemblance and containment of documents. Proceedings
    of Compression and Complexity of Sequences 1997, 21-29.
    Leskovec, J., Rajaraman, A. and Ullman, J. D. (2014). Mining of massive datasets,
    2nd edition, section 3.4 (bands).

All arithmetic is on integers, modulo 2^64 or 2^32.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.copies.folding import APOSTROPHE, WORD, Folded, Places, fold

N_WORDS = 3  # in a shingle
N_BANDS = 12
BANDS = [f"band_{band:02d}" for band in range(N_BANDS)]
# Bits of a shingle's hash; the other 16 of 64 number the text it stands in.
HASH_BITS = 48
HASH_MASK = np.uint64(2**HASH_BITS - 1)
# Texts hashed at a time: so many that numpy's overhead is small, so few that most
# arrays stay in the processor's cache.
MAX_TEXTS = 4096
MAX_BYTES = 1 << 20
# The fractional part of the golden ratio, odd: the step of SplitMix64.
GOLDEN = 0x9E3779B97F4A7C15
# Powers for longer texts are not kept: they would fill the memory for a rare case.
MAX_KEPT_BITS = 21
BASE = 0xD1342543DE82EF95  # odd, so that it has an inverse modulo 2^64
INVERSE = pow(BASE, -1, 2**64)
Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]


class Sets(NamedTuple):
    """Of each text the set of its shingles.

    Attributes:
        hashes: 48-bit hashes of the distinct shingles, text after text, ascending.
        starts: where each text's begin, and as last where the last text's end.
    """

    hashes: Hashes
    starts: Places


def keys(texts: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return for each text by what its copies can be found.

    Returns:
        As many rows in the same order. ``exact``: 16 bytes, the same for texts that
        are the same once normalised; null if nothing is left. ``n_shingles``: how many
        distinct shingles it has. ``band_00`` and so on: two texts are candidates if
        any is the same; null if there is no shingle.
    """
    tables = [_keys(batch) for batch in _batches(texts)]
    return pa.concat_tables(tables) if tables else _keys(pa.array([], pa.string()))


def shingle_sets(texts: pa.Array | pa.ChunkedArray) -> Sets:
    """Return of each text the set of its shingles."""
    parts = [_shingles(fold(batch)) for batch in _batches(texts)]
    n_texts = sum(len(part.starts) - 1 for part in parts)
    starts = np.zeros(n_texts + 1, np.int64)
    sizes = [np.diff(part.starts) for part in parts]
    np.cumsum(np.concatenate([np.empty(0, np.int64), *sizes]), out=starts[1:])
    none = np.empty(0, np.uint64)
    return Sets(np.concatenate([none, *(part.hashes for part in parts)]), starts)


def mixed(values: Hashes) -> Hashes:
    """Return values whose every bit hangs on all bits of those given.

    The finaliser of SplitMix64, a bijection: Steele, G. L., Lea, D. and Flood, C. H.
    (2014). Fast splittable pseudorandom number generators. OOPSLA 2014, 453-472.
    """
    values = values ^ (values >> np.uint64(30))
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values


def _batches(texts: pa.Array | pa.ChunkedArray) -> Iterator[pa.Array]:
    """Cut texts into stretches of bounded size; a longer text stands alone."""
    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    for chunk in chunks:
        # Of the kinds of text, one that may be of any length.
        whole = chunk.cast(pa.large_string())
        ends = np.cumsum(pc.fill_null(pc.binary_length(whole), 0).to_numpy())
        start = 0
        while start < len(whole):
            before = ends[start - 1] if start else 0
            end = int(np.searchsorted(ends, before + MAX_BYTES, side="right"))
            end = min(max(end, start + 1), start + MAX_TEXTS)
            yield pc.fill_null(whole[start:end].cast(pa.string()), "")
            start = end


def _keys(texts: pa.Array) -> pa.Table:
    folded = fold(texts)
    sets = _shingles(folded)
    sizes = np.diff(sets.starts)
    columns = {
        "exact": _exact(folded),
        "n_shingles": pa.array(sizes.astype(np.int32)),
    }
    bands = np.zeros((N_BANDS, len(sizes)), np.uint64)
    bands[:, sizes > 0] = _bands(sets)
    for name, band in zip(BANDS, bands, strict=True):
        columns[name] = pa.array(band, mask=sizes == 0)
    return pa.table(columns)


def _bands(sets: Sets) -> np.ndarray:
    """Return a row for each band, with a hash for each text that has shingles."""
    starts = sets.starts[:-1][np.diff(sets.starts) > 0]
    minima = np.empty((2 * N_BANDS, len(starts)), np.uint32)
    # Multiplying by an odd number modulo 2^32 puts well mixed hashes in a new order.
    hashes = sets.hashes.astype(np.uint32)
    for order, multiplier in enumerate(_multipliers()):
        if len(starts):
            np.minimum.reduceat(hashes * multiplier, starts, out=minima[order])
    return mixed(minima[0::2].astype(np.uint64) << np.uint64(32) | minima[1::2])


def _exact(folded: Folded) -> pa.Array:
    """Return the 128-bit hash of each normalised text, null for an empty one.

    Hashed is a byte for each character and, behind them, the code points of those for
    which a byte is too small, four bytes each, in whose place there is the byte 255.
    """
    wide = np.flatnonzero(folded.points >= 255)
    narrow = folded.points.astype(np.uint8)
    narrow[wide] = 255
    one, bounds = narrow.tobytes(), folded.bounds.tolist()
    parts = [one[start:end] for start, end in pairwise(bounds)]
    four = folded.points[wide].astype("<u4").tobytes()
    ends = 4 * np.searchsorted(wide, folded.bounds)
    for number in np.flatnonzero(np.diff(ends)).tolist():
        parts[number] += four[ends[number] : ends[number + 1]]
    digests = [
        blake2b(part, digest_size=16).digest() if part else None for part in parts
    ]
    return pa.array(digests, pa.binary(16))


def _shingles(folded: Folded) -> Sets:
    """Return of each text the set of its shingles."""
    words, firsts = _words(folded)
    n_texts = len(firsts) - 1
    n_words = np.diff(firsts)
    complete = np.ones(len(words), bool)
    for back in range(1, N_WORDS):
        complete[(firsts[1:] - back)[n_words >= back]] = False
    complete = complete[: max(0, len(words) - N_WORDS + 1)]
    hashes = np.zeros(len(complete), np.uint64)
    for ahead in range(N_WORDS):
        hashes *= np.uint64(GOLDEN)
        hashes += words[ahead : ahead + len(complete)]
    n_shingles = np.maximum(n_words - (N_WORDS - 1), 0)
    numbers = np.repeat(np.arange(n_texts, dtype=np.uint64), n_shingles)
    packed = mixed(hashes[complete]) >> np.uint64(64 - HASH_BITS)
    packed |= numbers << np.uint64(HASH_BITS)
    packed.sort()
    is_new = np.concatenate([[True], packed[1:] != packed[:-1]])[: len(packed)]
    distinct = packed[is_new]
    boundaries = np.arange(n_texts + 1, dtype=np.uint64) << np.uint64(HASH_BITS)
    starts = np.searchsorted(distinct, boundaries)
    return Sets(distinct & HASH_MASK, starts.astype(np.int64))


def _words(folded: Folded) -> tuple[Hashes, Places]:
    """Return the hashes of all words and which is the first of each text.

    The hash of a word is a polynomial in its code points. Sums from the beginning of
    all texts give those of all words at once: what stands before a word is subtracted,
    and its place is divided out.
    """
    values = folded.points.astype(np.uint64)
    is_word = folded.kinds == WORD
    apostrophes = np.flatnonzero(folded.kinds == APOSTROPHE)
    inner = apostrophes[is_word[apostrophes - 1] & is_word[apostrophes + 1]]
    is_word[inner] = True
    values[inner] = ord("'")
    # The last character of what is no word, and of each word.
    edges = np.flatnonzero(is_word[1:] != is_word[:-1])
    before, last = edges[::2], edges[1::2]
    n_bits = len(values).bit_length()
    powers = _powers if n_bits <= MAX_KEPT_BITS else _powers.__wrapped__
    values *= powers(BASE, n_bits)[: len(values)]
    np.cumsum(values, out=values)
    words = values[last] - values[before]
    words *= powers(INVERSE, n_bits)[before]
    return mixed(words), np.searchsorted(before + 1, folded.bounds).astype(np.int64)


@cache
def _powers(base: int, n_bits: int) -> Hashes:
    """Return the first 2^n_bits powers of a number modulo 2^64."""
    factors = np.full(2**n_bits, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


@cache
def _multipliers() -> np.ndarray:
    """Return an odd 32-bit number for each minimum of each band."""
    steps = np.arange(1, 2 * N_BANDS + 1, dtype=np.uint64) * np.uint64(GOLDEN)
    return (mixed(steps) >> np.uint64(32)).astype(np.uint32) | np.uint32(1)
