"""Choose the documents that are analysed, and count the way there.

What is chosen depends on the ids and the seed alone, not on the order of rows or on how
the documents are spread over shards: each id has a random rank, made by hashing it with
the seed, and the lowest ranks are drawn. So a sample can be drawn from more documents
than memory holds, and a larger sample holds the smaller one.
"""

from collections.abc import Sequence
from itertools import count

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from lasthope.schemas import FLOW
from lasthope.tables import check

ANALYSED, REPEATED, OTHER_LANGUAGE, NOT_DRAWN = range(4)
REASONS = {
    REPEATED: "same id as a document of another file",
    OTHER_LANGUAGE: "in another language",
    NOT_DRAWN: "not drawn for the sample",
}
COPIES = "near copies of others, which share one weight"
# Made by hand and few, so never left out by a draw.
STATEMENT = "statement"
COLUMNS = ["doc_id", "kind", "language"]

Outcomes = list[NDArray[np.int8]]


def outcomes(
    paths: Sequence[str],
    *,
    analyse_languages: Sequence[str],
    max_documents: int | None,
    seed: int,
) -> Outcomes:
    """Return what becomes of every document, an array per shard.

    Args:
        paths: Parquet files with doc_id, kind and language, a shard each.
        analyse_languages: ISO 639-1 codes; a document whose language is not known is
            analysed too.
        max_documents: how many documents that are no statements are drawn; None for
            all of them.
        seed: of the draw.
    """
    if not paths:
        return []
    tables = [pq.read_table(path, columns=COLUMNS).to_pandas() for path in paths]
    ids = [table["doc_id"].to_numpy(dtype=object) for table in tables]
    found = repeated(ids)
    for outcome, table in zip(found, tables, strict=True):
        is_other = ~(
            table["language"].isin(analyse_languages) | table["language"].isna()
        )
        outcome[(outcome == ANALYSED) & is_other.to_numpy()] = OTHER_LANGUAGE
    if max_documents is not None:
        may_go = [
            (outcome == ANALYSED) & table["kind"].ne(STATEMENT).to_numpy()
            for outcome, table in zip(found, tables, strict=True)
        ]
        _draw(found, may_go, [ranks(of, seed) for of in ids], max_documents)
    return found


def ranks(ids: NDArray[np.object_], seed: int) -> NDArray[np.uint64]:
    """Return a random number per id: SipHash with the seed as key."""
    return pd.util.hash_array(ids, hash_key=f"{seed:016d}"[-16:], categorize=False)


def repeated(ids: Sequence[NDArray[np.object_]]) -> Outcomes:
    """Mark, per shard, the ids that an earlier shard holds already."""
    marked = [np.zeros(len(of), dtype=np.int8) for of in ids]
    if len(ids) < 2:
        return marked
    hashes = [ranks(of, 0) for of in ids]
    values, n_times = np.unique(np.concatenate(hashes), return_counts=True)
    suspects = values[n_times > 1]
    seen: set[str] = set()
    for of, hashed, mark in zip(ids, hashes, marked, strict=True):
        for row in np.flatnonzero(np.isin(hashed, suspects)):
            mark[row] = REPEATED if of[row] in seen else ANALYSED
            seen.add(of[row])
    return marked


def _draw(
    found: Outcomes,
    may_go: Sequence[NDArray[np.bool_]],
    ranked: Sequence[NDArray[np.uint64]],
    most: int,
) -> None:
    """Mark what is not among the lowest ``most`` ranks."""
    every = np.concatenate(
        [rank[may] for rank, may in zip(ranked, may_go, strict=True)]
    )
    if len(every) <= most:
        return
    highest = np.partition(every, most - 1)[most - 1]
    for outcome, may, rank in zip(found, may_go, ranked, strict=True):
        outcome[may & (rank > highest)] = NOT_DRAWN


def keys_of(path: str, outcome: NDArray[np.int8]) -> str | pa.Table:
    """Return the keys of a shard's documents; those of repeated ones become null.

    Args:
        path: Parquet file of what :func:`lasthope.copies.shingles.keys` makes.
        outcome: what becomes of each of its documents.
    """
    is_repeated = outcome == REPEATED
    if not is_repeated.any():
        return path
    table = pq.read_table(path)
    for place, field in enumerate(table.schema):
        if field.name != "n_shingles":
            column = pc.if_else(pa.array(is_repeated), None, table[field.name])
            table = table.set_column(place, field, column)
    return table


def with_copies(documents: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """Return the documents with ``copy_of`` and ``weight``.

    Args:
        documents: table ``documents``.
        copies: doc_id, copy_of and n_same of those that have near copies.
    """
    known = copies.set_index("doc_id")
    ids = documents["doc_id"]
    n_same = ids.map(known["n_same"]).astype("float64").fillna(1)
    return documents.assign(
        copy_of=ids.map(known["copy_of"]).astype("str"), weight=1 / n_same
    )


def statements(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that are no near copies of other statements."""
    made = documents[documents["kind"].eq(STATEMENT)]
    return made[~made["copy_of"].isin(made["doc_id"])]


def flow(
    account: pd.DataFrame, documents: pd.DataFrame, removed: pd.DataFrame
) -> pd.DataFrame:
    """Return the table ``flow``: from records read to texts analysed, by source.

    Args:
        account: table ``account``.
        documents: those analysed, with ``copy_of``.
        removed: source and outcome (a key of ``REASONS``) of those that are not.
    """
    rows = []
    for source, counted in account.groupby("source"):
        place = count()
        analysed = documents[documents["source"].eq(source)]
        texts = analysed["copy_of"].fillna(analysed["doc_id"]).nunique()
        outcome = counted.set_index("outcome")["n_records"]
        lost = counted[counted["outcome"].isin(["dropped", "quarantined"])]
        reasons = lost["outcome"] + ": " + lost["reason"]
        left = removed.loc[removed["source"].eq(source), "outcome"].map(REASONS)
        steps = [
            ("read", None, outcome["read"]),
            *(
                ("read", why, n)
                for why, n in zip(reasons, lost["n_records"], strict=True)
            ),
            ("ingested", None, outcome["kept"]),
            *(
                ("ingested", why, n)
                for why, n in left.value_counts().sort_index().items()
            ),
            ("analysed", None, len(analysed)),
            *(("analysed", COPIES, n) for n in [len(analysed) - texts] if n),
            ("distinct", None, texts),
        ]
        rows += [(source, next(place), *step) for step in steps]
    return check(pd.DataFrame(rows, columns=list(FLOW.columns)), "flow")
