"""Choose the documents that are analysed, and count the way there.

What is chosen depends on the ids and the seed alone, not on the order of rows or on how
the documents are spread over shards: each id has a random rank, made by hashing it with
the seed, and the lowest ranks are drawn. So a sample can be drawn from more documents
than memory holds, and a larger sample holds the smaller one.
"""

from collections.abc import Mapping, Sequence
from itertools import count

import numpy as np
import pandas as pd
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
    suspects = _met_twice(paths)
    seen: set[str] = set()
    found, may_go = [], []
    lowest, n_may_go = np.empty(0, np.uint64), 0
    for path in paths:
        table = pq.read_table(path, columns=COLUMNS).to_pandas()
        ids = table["doc_id"].to_numpy(dtype=object)
        outcome = np.where(_are_repeated(ids, suspects, seen), REPEATED, ANALYSED)
        is_other = ~(
            table["language"].isin(analyse_languages) | table["language"].isna()
        )
        outcome[(outcome == ANALYSED) & is_other.to_numpy()] = OTHER_LANGUAGE
        found.append(outcome.astype(np.int8))
        if max_documents is not None:
            may = (outcome == ANALYSED) & table["kind"].ne(STATEMENT).to_numpy()
            may_go.append(may)
            n_may_go += int(may.sum())
            lowest = np.concatenate([lowest, ranks(ids[may], seed)])
            lowest.sort()
            lowest = lowest[:max_documents]
    if max_documents is not None and n_may_go > max_documents:
        for path, outcome, may in zip(paths, found, may_go, strict=True):
            outcome[may & (ranks(_ids(path), seed) > lowest[-1])] = NOT_DRAWN
    return found


def ranks(ids: NDArray[np.object_], seed: int) -> NDArray[np.uint64]:
    """Return a random number per id: SipHash with the seed as key."""
    return pd.util.hash_array(ids, hash_key=f"{seed:016d}"[-16:], categorize=False)


def _ids(path: str) -> NDArray[np.object_]:
    table = pq.read_table(path, columns=["doc_id"]).to_pandas()
    return table["doc_id"].to_numpy(dtype=object)


def _met_twice(paths: Sequence[str]) -> NDArray[np.uint64]:
    """Return the hashes of ids that occur twice; of all others eight bytes are held."""
    hashes = np.empty(sum(pq.read_metadata(path).num_rows for path in paths), np.uint64)
    end = 0
    for path in paths if len(paths) > 1 else ():
        found = ranks(_ids(path), 0)
        hashes[end : end + len(found)] = found
        end += len(found)
    hashes = hashes[:end]
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _are_repeated(
    ids: NDArray[np.object_], suspects: NDArray[np.uint64], seen: set[str]
) -> NDArray[np.bool_]:
    """Tell which ids were seen in an earlier shard.

    Args:
        ids: of one shard, where each occurs once.
        suspects: hashes of the ids that may occur in several.
        seen: those of them that did, to which the ones of this shard are added.
    """
    marks = np.zeros(len(ids), bool)
    if len(suspects):
        for row in np.flatnonzero(np.isin(ranks(ids, 0), suspects)):
            marks[row] = ids[row] in seen
            seen.add(ids[row])
    return marks


def with_copies(documents: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """Return the documents with ``copy_of`` and ``weight``.

    Args:
        documents: table ``documents``.
        copies: copy_of and n_same, by doc_id, of those that have near copies.
    """
    ids = documents["doc_id"]
    n_same = ids.map(copies["n_same"]).astype("float64").fillna(1)
    return documents.assign(
        copy_of=ids.map(copies["copy_of"]).astype("str"), weight=1 / n_same
    )


def statements(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that are no near copies of other statements."""
    made = documents[documents["kind"].eq(STATEMENT)]
    return made[~made["copy_of"].isin(made["doc_id"])]


def flow(
    account: pd.DataFrame,
    documents: pd.DataFrame,
    removed: Mapping[tuple[str, int], int],
) -> pd.DataFrame:
    """Return the table ``flow``: from records read to texts analysed, by source.

    Args:
        account: table ``account``.
        documents: those analysed, with ``copy_of``.
        removed: how many are not, by source and outcome (a key of ``REASONS``).
    """
    rows = []
    for source, counted in account.groupby("source"):
        place = count()
        analysed = documents[documents["source"].eq(source)]
        texts = analysed["copy_of"].fillna(analysed["doc_id"]).nunique()
        outcome = counted.set_index("outcome")["n_records"]
        lost = counted[counted["outcome"].isin(["dropped", "quarantined"])]
        reasons = lost["outcome"] + ": " + lost["reason"]
        left = sorted(
            (REASONS[why], n) for (of, why), n in removed.items() if of == source
        )
        steps = [
            ("read", None, outcome["read"]),
            *(
                ("read", why, n)
                for why, n in zip(reasons, lost["n_records"], strict=True)
            ),
            ("ingested", None, outcome["kept"]),
            *(("ingested", why, n) for why, n in left),
            ("analysed", None, len(analysed)),
            *(("analysed", COPIES, n) for n in [len(analysed) - texts] if n),
            ("distinct", None, texts),
        ]
        rows += [(source, next(place), *step) for step in steps]
    return check(pd.DataFrame(rows, columns=list(FLOW.columns)), "flow")
