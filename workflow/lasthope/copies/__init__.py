"""Find who copies whom: exact and near copies among documents of many shards.

Documents are in canonical order by ``created_at`` (unknown last), then ``doc_id``. In
this order each document joins the earliest *leader* it is a copy of; if there is none,
it is a leader itself. It is a copy if the normalised texts are the same, or if the
Jaccard similarity of their sets of shingles (:mod:`lasthope.copies.shingles`) is at
least a threshold. So every member of a group is similar to its first, and no chain of
small changes leads from one text to quite another.

Only documents that agree in a band are compared, and in each band a document is
compared with the earliest few that agree with it and with the one before it, so that
the work grows with the number of documents and not with its square. Where the earlier
of two is no leader, the later is compared with its leader, too. All that are compared
are compared by their true sets, so no group has a member that is not similar; a near
copy is missed with the small probability that no band shows it.

The result depends on the set of documents alone, not on their order or their shards.
"""

from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.copies.folding import Places
from lasthope.copies.leaders import (
    HALF_BITS,
    LATER,
    Held,
    distinct,
    led,
    plausible,
    split,
)
from lasthope.copies.shards import Shard, as_integers, n_rows, parts, read, take
from lasthope.copies.shingles import BANDS, Hashes, shingle_sets
from lasthope.errors import UserError

# The least similarity at which the bands show nearly every copy.
LEAST_THRESHOLD = 0.5
# With how many of the earliest of a bucket each of it is compared.
N_EARLIEST = 3


class Buckets(NamedTuple):
    """Rows that have something in common, bucket after bucket, none alone.

    Attributes:
        rows: numbers of rows, counted over all shards.
        is_first: whether a row is the first of its bucket.
    """

    rows: np.ndarray
    is_first: np.ndarray


class Live(NamedTuple):
    """The documents that have anything in common with another, in canonical order.

    Attributes:
        doc_ids: their ids.
        by_id: the documents in the order of their ids.
        n_shingles: how many shingles each has.
        rows: the row each stands in.
        places: of every row the place of its document; of others nothing of use.
    """

    doc_ids: pa.Array
    by_id: Places
    n_shingles: np.ndarray
    rows: Places
    places: np.ndarray


def copies(
    shards: Sequence[Shard],
    *,
    threshold: float,
    left_out: Sequence[np.ndarray] | None = None,
) -> pa.Table:
    """Return the documents that belong to a group of copies.

    Args:
        shards: all documents, each of which has another ``doc_id``.
        threshold: least Jaccard similarity of near copies, from .5 to 1.
        left_out: by shard, which rows are as good as not there; their ids may be
            those of others.

    Returns:
        ``doc_id``, ``copy_of`` (``doc_id`` of the first of the group, null for the
        first itself) and ``n_same`` (size of the group) of every document that has a
        copy or is one, sorted by ``doc_id``.

    Raises:
        UserError: if the threshold is out of range.
    """
    if not LEAST_THRESHOLD <= threshold <= 1:
        raise UserError(
            f"The least similarity of near copies is {threshold}; it must be from "
            f"{LEAST_THRESHOLD} to 1."
        )
    sizes = [n_rows(shard.keys) for shard in shards]
    if not sizes:
        raise ValueError("there is no shard, so there are no columns")
    counted = np.ones(sum(sizes), bool)
    if left_out is not None:
        counted = ~np.concatenate(left_out)
    exact = _exact_buckets(shards, sizes, counted)
    # Exact copies have the same bands; one of them is enough.
    counted[exact.rows[~exact.is_first]] = False
    bands = [_buckets(shards, band, counted) for band in BANDS]
    live = _live(shards, sizes, [exact, *bands])
    firsts = _firsts(live, exact)
    pairs = _candidates(live, firsts, bands, threshold)
    with TemporaryFile() as file:
        held = _held(shards, sizes, live, pairs, file)
        leaders = led(held, pairs, threshold)
    return _groups(live, leaders[firsts])


def _exact_buckets(
    shards: Sequence[Shard], sizes: list[int], counted: np.ndarray
) -> Buckets:
    """Return the counted rows whose normalised texts are the same."""
    near = _buckets(shards, "exact", counted)
    rows = np.sort(near.rows)
    whole = take([shard.keys for shard in shards], sizes, ["exact"], rows)["exact"]
    halves = as_integers(whole).reshape(-1, 2)
    order = np.lexsort((rows, halves[:, 1], halves[:, 0]))
    halves = halves[order]
    return _several(rows[order], (halves[1:] == halves[:-1]).all(axis=1))


def _buckets(shards: Sequence[Shard], name: str, counted: np.ndarray) -> Buckets:
    """Return the counted rows whose hashes are the same in their highest bits.

    As many low bits as it takes are given up for the number of the row, so that one
    sort in place does and a document takes eight bytes. Those that then agree by
    chance, a quarter of a million pairs among 183 million documents, are compared in
    vain.
    """
    n_bits = np.uint64(len(counted).bit_length())
    packed = np.empty(len(counted), np.uint64)
    n_packed = offset = 0
    for shard in shards:
        column = read(shard.keys, [name])[name].combine_chunks()
        is_used = counted[offset : offset + len(column)]
        rows = np.flatnonzero(is_used & column.is_valid().to_numpy(False))
        hashes = as_integers(column)[:: 2 if name == "exact" else 1][rows]
        rows += offset
        part = packed[n_packed : n_packed + len(rows)]
        np.bitwise_or(hashes >> n_bits << n_bits, rows.astype(np.uint64), out=part)
        n_packed += len(rows)
        offset += len(column)
    packed = packed[:n_packed]
    packed.sort()
    hashes = packed >> n_bits
    packed &= (np.uint64(1) << n_bits) - np.uint64(1)
    return _several(packed, hashes[1:] == hashes[:-1])


def _several(rows: np.ndarray, is_same: np.ndarray) -> Buckets:
    """Return what is not alone of sorted rows, told which are as the one before."""
    follows = np.append(False, is_same)[: len(rows)]
    is_several = follows.copy()
    is_several[:-1] |= follows[1:]
    return Buckets(rows[is_several].astype(np.uint32), ~follows[is_several])


def _live(shards: Sequence[Shard], sizes: list[int], found: list[Buckets]) -> Live:
    """Return the documents that are in any bucket."""
    is_live = np.zeros(sum(sizes), bool)
    for buckets in found:
        is_live[buckets.rows] = True
    rows = np.flatnonzero(is_live)
    documents = [shard.documents for shard in shards]
    when = take(documents, sizes, ["doc_id", "created_at"], rows)
    n_shingles = take([shard.keys for shard in shards], sizes, ["n_shingles"], rows)
    by_id = pc.sort_indices(when["doc_id"]).to_numpy()
    latest = np.iinfo(np.int64).max
    created_at = pc.fill_null(when["created_at"].cast(pa.int64()), latest).to_numpy()
    order = by_id[np.argsort(created_at[by_id], kind="stable")]
    ranks = np.empty(len(rows), np.int64)
    ranks[order] = np.arange(len(rows))
    places = np.zeros(len(is_live), np.uint32)
    places[rows] = ranks
    return Live(
        when["doc_id"].combine_chunks().take(order),
        ranks[by_id],
        n_shingles["n_shingles"].to_numpy()[order],
        rows[order],
        places,
    )


def _firsts(live: Live, exact: Buckets) -> Places:
    """Return for each document the first of its exact copies."""
    firsts = np.arange(len(live.rows))
    if len(exact.rows):
        places = live.places[exact.rows]
        earliest = np.minimum.reduceat(places, np.flatnonzero(exact.is_first))
        firsts[places] = earliest[np.cumsum(exact.is_first) - 1]
    return firsts


def _candidates(
    live: Live, firsts: Places, bands: list[Buckets], threshold: float
) -> Hashes:
    """Return the pairs that agree in a band and may be similar enough."""
    pairs = np.empty(0, np.uint64)
    for band in bands:
        numbers = np.cumsum(band.is_first, dtype=np.uint64) << HALF_BITS
        packed = numbers | firsts[live.places[band.rows]].astype(np.uint64)
        packed.sort()
        places = packed & LATER
        at = np.arange(len(packed))
        starts = np.flatnonzero(band.is_first)[np.cumsum(band.is_first) - 1]
        found = [pairs]
        for earlier in (at - 1, *(starts + n for n in range(N_EARLIEST))):
            some = (earlier < at) & (earlier >= starts)
            new = places[earlier[some]] << HALF_BITS | places[some]
            found.append(plausible(new, live.n_shingles, threshold))
        pairs = distinct(found)
    return pairs


def _held(
    shards: Sequence[Shard],
    sizes: list[int],
    live: Live,
    pairs: Hashes,
    file: BinaryIO,
) -> Held:
    """Return the sets of all that are in pairs, read in one pass over the texts.

    They are kept in a file, since the sets of millions of texts do not fit in memory.

    Raises:
        ValueError: if the keys were not made of the texts.
    """
    is_paired = np.zeros(len(live.rows), bool)
    for places in split(pairs):
        is_paired[places] = True
    paired = np.flatnonzero(is_paired)
    paired = paired[np.argsort(live.rows[paired])]
    ends = np.cumsum(live.n_shingles[paired], dtype=np.int64)
    starts = np.zeros(len(live.rows), np.int64)
    starts[paired[1:]] = ends[:-1]
    documents = [shard.documents for shard in shards]
    n_written = 0
    for part in parts(documents, sizes, ["text"], live.rows[paired]):
        hashes = shingle_sets(part["text"]).hashes
        hashes.tofile(file)
        n_written += len(hashes)
    if n_written != (ends[-1] if len(ends) else 0):
        raise ValueError("the keys are not those of the documents' texts")
    if not n_written:
        return Held(np.empty(0, np.uint64), starts, live.n_shingles)
    mapped = np.memmap(file, np.uint64, mode="r")
    return Held(np.asarray(mapped), starts, live.n_shingles)


def _groups(live: Live, leaders: Places) -> pa.Table:
    """Return the members of all groups of several, sorted by ``doc_id``."""
    n_same = np.bincount(leaders, minlength=len(leaders))[leaders]
    members = live.by_id[n_same[live.by_id] > 1]
    leads = leaders[members]
    return pa.table(
        {
            "doc_id": live.doc_ids.take(members),
            "copy_of": live.doc_ids.take(pa.array(leads, mask=leads == members)),
            "n_same": n_same[members],
        }
    )
