"""Find who copies whom: exact and near copies among documents of many shards.

Documents are in canonical order by ``created_at`` (unknown last), then ``doc_id``. In
this order each document joins the earliest *leader* it is a copy of; if there is none,
it is a leader itself. It is a copy if the normalised texts are the same, or if the
Jaccard similarity of their sets of shingles (:mod:`lasthope.shingles`) is at least a
threshold. So every member of a group is similar to its first, and no chain of small
changes leads from one text to quite another.

Only documents that agree in a band are compared, and in each band a document is
compared with the earliest few that agree with it and with the one before it, so that
the work grows with the number of documents and not with its square. Where the earlier
of two is no leader, the later is compared with its leader, too. All that are compared
are compared by their true sets, so no group has a member that is not similar; a near
copy is missed with the small probability that no band shows it.

The result depends on the set of documents alone, not on their order or their shards.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lasthope.errors import UserError
from lasthope.shingles import BANDS, HASH_BITS, Hashes, Places, Sets, keys, shingle_sets

# The least similarity at which the bands show nearly every copy.
LEAST_THRESHOLD = 0.5
# With how many of the earliest of a bucket each of it is compared.
N_EARLIEST = 3
# Pairs whose texts are in memory at a time, and pairs compared at a time.
MAX_PAIRS = 1 << 20
MAX_COMPARED = 1 << 12
# A pair of places is one number, the earlier in the higher half.
HALF = np.uint64(32)


class Shard(NamedTuple):
    """Two tables with the same rows in the same order, or the paths of their files.

    Attributes:
        documents: with ``doc_id``, ``created_at`` and ``text``.
        keys: as :func:`lasthope.shingles.keys` makes them of ``text``.
    """

    documents: str | pa.Table
    keys: str | pa.Table


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
        n_shingles: how many shingles each has.
        rows: the row each stands in.
        sorted_rows: the rows in ascending order.
        places: in the same order, the place of each in canonical order.
    """

    doc_ids: pa.Array
    n_shingles: np.ndarray
    rows: Places
    sorted_rows: Places
    places: Places

    def place(self, rows: np.ndarray) -> Places:
        """Return the places of rows in canonical order."""
        return self.places[np.searchsorted(self.sorted_rows, rows)]


def mark(documents: pd.DataFrame, *, threshold: float) -> pd.DataFrame:
    """Return the documents with ``copy_of`` and ``weight`` made anew.

    Args:
        documents: table ``documents``.
        threshold: least Jaccard similarity of near copies, from .5 to 1.

    Returns:
        The same rows; ``copy_of`` is the ``doc_id`` of the first of a group of copies,
        null for the first itself; ``weight`` is one over the size of the group.

    Raises:
        UserError: if the threshold is out of range.
    """
    table = pa.table(
        {
            "doc_id": pa.array(documents["doc_id"], pa.large_string()),
            "created_at": pa.array(documents["created_at"]),
            "text": pa.array(documents["text"], pa.large_string()),
        }
    )
    found = copies([Shard(table, keys(table["text"]))], threshold=threshold)
    by_id = found.to_pandas().set_index("doc_id").reindex(documents["doc_id"])
    return documents.assign(
        copy_of=by_id["copy_of"].astype("str").to_numpy(),
        weight=1 / by_id["n_same"].fillna(1).to_numpy(),
    )


def copies(shards: Sequence[Shard], *, threshold: float) -> pa.Table:
    """Return the documents that belong to a group of copies.

    Args:
        shards: all documents, each of which has another ``doc_id``.
        threshold: least Jaccard similarity of near copies, from .5 to 1.

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
    sizes = [_n_rows(shard.keys) for shard in shards]
    if not sum(sizes):
        return _groups(pa.array([], pa.large_string()), np.empty(0, np.int64))
    exact = _exact_buckets(shards, sizes)
    # Exact copies have the same bands; one of them is enough.
    counted = np.ones(sum(sizes), bool)
    counted[exact.rows[~exact.is_first]] = False
    bands = [_buckets(shards, band, counted) for band in BANDS]
    live = _live(shards, sizes, [exact, *bands])
    firsts = _firsts(live, exact)
    pairs = _candidates(live, firsts, bands, threshold)
    leaders = _leaders(shards, sizes, live, pairs, threshold)
    return _groups(live.doc_ids, leaders[firsts])


def _exact_buckets(shards: Sequence[Shard], sizes: list[int]) -> Buckets:
    """Return the rows whose normalised texts are the same."""
    near = _buckets(shards, "exact", np.ones(sum(sizes), bool))
    rows = np.sort(near.rows)
    whole = _take([shard.keys for shard in shards], sizes, ["exact"], rows)["exact"]
    halves = _as_integers(whole).reshape(-1, 2)
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
        column = _read(shard.keys, [name])[name].combine_chunks()
        is_used = counted[offset : offset + len(column)]
        rows = np.flatnonzero(is_used & column.is_valid().to_numpy(False))
        hashes = _as_integers(column)[:: 2 if name == "exact" else 1][rows]
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
    when = _take(documents, sizes, ["doc_id", "created_at"], rows).combine_chunks()
    n_shingles = _take([shard.keys for shard in shards], sizes, ["n_shingles"], rows)
    by_time = [("created_at", "ascending"), ("doc_id", "ascending")]
    # Nulls come last, which is the default.
    order = pc.sort_indices(when, sort_keys=by_time).to_numpy()
    places = np.empty(len(rows), np.int64)
    places[order] = np.arange(len(rows))
    return Live(
        when["doc_id"].combine_chunks().take(order),
        n_shingles["n_shingles"].to_numpy()[order],
        rows[order],
        rows,
        places,
    )


def _firsts(live: Live, exact: Buckets) -> Places:
    """Return for each document the first of its exact copies."""
    firsts = np.arange(len(live.rows))
    if len(exact.rows):
        places = live.place(exact.rows)
        earliest = np.minimum.reduceat(places, np.flatnonzero(exact.is_first))
        firsts[places] = earliest[np.cumsum(exact.is_first) - 1]
    return firsts


def _candidates(
    live: Live, firsts: Places, bands: list[Buckets], threshold: float
) -> Hashes:
    """Return the pairs that agree in a band and may be similar enough."""
    pairs = np.empty(0, np.uint64)
    for band in bands:
        numbers = np.cumsum(band.is_first, dtype=np.uint64) << HALF
        packed = numbers | firsts[live.place(band.rows)].astype(np.uint64)
        packed.sort()
        places = packed & np.uint64(2**32 - 1)
        at = np.arange(len(packed))
        starts = np.flatnonzero(band.is_first)[np.cumsum(band.is_first) - 1]
        found = [pairs]
        for earlier in (at - 1, *(starts + n for n in range(N_EARLIEST))):
            some = (earlier < at) & (earlier >= starts)
            new = places[earlier[some]] << HALF | places[some]
            found.append(_plausible(new, live.n_shingles, threshold))
        pairs = _distinct(found)
    return pairs


def _plausible(pairs: Hashes, n_shingles: np.ndarray, threshold: float) -> Hashes:
    """Leave out the pairs of which one has too many shingles more than the other."""
    one, other = (n_shingles[places] for places in _split(pairs))
    return pairs[np.minimum(one, other) / np.maximum(one, other) >= threshold]


def _leaders(
    shards: Sequence[Shard],
    sizes: list[int],
    live: Live,
    pairs: Hashes,
    threshold: float,
) -> Places:
    """Return for each document its leader, which may be itself."""
    compared, similar, new = pairs[:0], pairs[:0], pairs
    leaders = np.arange(len(live.rows))
    while len(new):
        compared = _distinct([compared, new])
        found = _similar(shards, sizes, live, new, threshold)
        similar = _distinct([similar, found])
        leaders = _led(similar, len(leaders))
        earlier, later = _split(compared)
        wanted = leaders[earlier] < np.minimum(earlier, leaders[later])
        lead = leaders[earlier[wanted]].astype(np.uint64)
        new = _distinct([lead << HALF | later[wanted].astype(np.uint64)])
        new = np.setdiff1d(new, compared, assume_unique=True)
        new = _plausible(new, live.n_shingles, threshold)
    return leaders


def _led(similar: Hashes, n: int) -> Places:
    """Return the leader of each of n documents, given all similar pairs."""
    earlier, later = _split(similar)
    order = np.lexsort((earlier, later))
    leaders: dict[int, int] = {}
    for one, other in zip(earlier[order].tolist(), later[order].tolist(), strict=True):
        if other not in leaders and one not in leaders:
            leaders[other] = one
    found = np.arange(n)
    found[list(leaders)] = list(leaders.values())
    return found


def _similar(
    shards: Sequence[Shard],
    sizes: list[int],
    live: Live,
    pairs: Hashes,
    threshold: float,
) -> Hashes:
    """Return the pairs whose sets are similar enough."""
    found = []
    for start in range(0, len(pairs), MAX_PAIRS):
        stretch = pairs[start : start + MAX_PAIRS]
        rows = [live.rows[places] for places in _split(stretch)]
        needed = _distinct(rows)
        documents = [shard.documents for shard in shards]
        sets = shingle_sets(_take(documents, sizes, ["text"], needed)["text"])
        one, other = (np.searchsorted(needed, row) for row in rows)
        found += [
            stretch[at : at + MAX_COMPARED][
                _jaccard(
                    sets, one[at : at + MAX_COMPARED], other[at : at + MAX_COMPARED]
                )
                >= threshold
            ]
            for at in range(0, len(stretch), MAX_COMPARED)
        ]
    return np.concatenate([pairs[:0], *found])


def _jaccard(sets: Sets, one: Places, other: Places) -> np.ndarray:
    """Return the Jaccard similarity of pairs of sets, of at most 65,536 pairs."""
    numbers = np.tile(np.arange(len(one), dtype=np.uint64) << np.uint64(HASH_BITS), 2)
    which = np.concatenate([one, other])
    starts = sets.starts[which]
    sizes = sets.starts[which + 1] - starts
    before = np.cumsum(sizes) - sizes
    at = np.repeat(starts - before, sizes) + np.arange(sizes.sum())
    packed = np.repeat(numbers, sizes) | sets.hashes[at]
    packed.sort()
    twice = packed[1:][packed[1:] == packed[:-1]] >> np.uint64(HASH_BITS)
    n_common = np.bincount(twice.astype(np.int64), minlength=len(one))
    n_all = sizes[: len(one)] + sizes[len(one) :] - n_common
    return n_common / n_all


def _groups(doc_ids: pa.Array, leaders: Places) -> pa.Table:
    """Return the members of all groups of several, sorted by ``doc_id``."""
    n_same = np.bincount(leaders, minlength=len(leaders))[leaders]
    members = np.flatnonzero(n_same > 1)
    leads = leaders[members]
    first = doc_ids.take(pa.array(leads, mask=leads == members))
    table = pa.table(
        {"doc_id": doc_ids.take(members), "copy_of": first, "n_same": n_same[members]}
    )
    return table.sort_by("doc_id")


def _distinct(parts: list[np.ndarray]) -> np.ndarray:
    """Return the distinct values, ascending; much faster than ``np.unique``."""
    values = np.concatenate(parts)
    values.sort()
    is_new = np.append(True, values[1:] != values[:-1])[: len(values)]
    return values[is_new]


def _split(pairs: Hashes) -> tuple[Places, Places]:
    """Return the earlier and the later places of pairs."""
    later = pairs & np.uint64(2**32 - 1)
    return (pairs >> HALF).astype(np.int64), later.astype(np.int64)


def _as_integers(column: pa.Array | pa.ChunkedArray) -> Hashes:
    """Return a column of hashes, which may be nulls, as numbers of 64 bits."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    width = column.type.bit_width // 64
    numbers = np.frombuffer(column.buffers()[1] or b"", "<u8")
    return numbers[width * column.offset : width * (column.offset + len(column))]


def _n_rows(table: str | pa.Table) -> int:
    if isinstance(table, pa.Table):
        return table.num_rows
    return pq.read_metadata(table).num_rows


def _read(table: str | pa.Table, names: list[str]) -> pa.Table:
    if isinstance(table, pa.Table):
        return table.select(names)
    return pq.read_table(table, columns=names)


def _widened(table: pa.Table) -> pa.Table:
    """Return a table whose text may be longer than two gigabytes in all."""
    columns = {
        name: column.cast(pa.large_string())
        if pa.types.is_string(column.type) or pa.types.is_string_view(column.type)
        else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pa.table(columns)


def _take(
    tables: Sequence[str | pa.Table], sizes: list[int], names: list[str], rows: Places
) -> pa.Table:
    """Return some rows, given in ascending order, of tables counted as one."""
    parts, offset = [], 0
    for table, size in zip(tables, sizes, strict=True):
        begin, end = np.searchsorted(rows, [offset, offset + size])
        if begin < end or not parts:
            parts.append(_widened(_read(table, names)).take(rows[begin:end] - offset))
        offset += size
    return pa.concat_tables(parts)
