"""Which frames a side puts into one document, more often than chance would.

The *lift* of two categories is how many documents hold both, over how many would if
they had nothing to do with each other. Its logarithm is 0 there, above 0 where they
come together, below where they keep apart:

    L = log (n_ab + 1/2) - log (n_a n_b / n + 1/2)

A half is added to both, that a pair which never meets has a lift too. The variance is
that of a sum over authors, L being linear in small changes of the four counts; where no
author has the pair, it is that of a count of a half.
"""

from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array
from scipy.special import stdtr

from lasthope.authors import UNNAMED
from lasthope.coding_tables import BY_RELIABILITY, NO_USE
from lasthope.compare import spoken
from lasthope.comparison import DECIMALS, adjusted
from lasthope.intervals import NO_OTHERS, PARTS, Numbers, quantile, rounded
from lasthope.schemas import KEYS, SCHEMAS
from lasthope.tables import check
from lasthope.variance import spread

LIFT = "log lift, a half added"
BY_AUTHOR = f"{LIFT}; t approximation, variance by author"
BY_DOCUMENT = f"{LIFT}; t approximation, variance by document; {NO_OTHERS}"
TOO_FEW = f"{LIFT}; too few documents, or all alike, for an interval"
HALF = 0.5
# Of influences that cancel each other, floats leave something like a squared 1e-17.
NOTHING = 1e-20


class Lifts(NamedTuple):
    """What is known of all pairs on one side."""

    values: Numbers
    low: Numbers
    high: Numbers
    p: Numbers
    expected: Numbers


def cooccurrence(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    categories: pd.DataFrame,
    agreement: pd.DataFrame,
    *,
    facet: str,
    voice: str,
    stances: list[str],
    confidence: float,
    min_authors: int,
) -> pd.DataFrame:
    """Return the table ``cooccurrence``: each side's lift of every pair of categories.

    A document holds a category if one of its units does. With enough authors intervals
    and p are by author, and q is p after Benjamini and Hochberg over all pairs of the
    side of which both categories occur. With fewer the interval is over documents,
    copies being one, if they are as many, says nothing of other speakers, and there is
    no p.

    Args:
        documents: the documents.
        units: their units.
        tags: what was found in them.
        categories: category, facet and label.
        agreement: category, and the use that hand coding lets each be put to; a pair
            with one of no use is descriptive, however many speak.
        facet: of which categories, ``frame`` or ``device``.
        voice: which units count, ``own`` or ``quoted``.
        stances: which tags count.
        confidence: of the intervals, between 0 and 1.
        min_authors: fewest authors of a side for an interval by author, and fewest
            documents for one at all.
    """
    first = documents["copy_of"].fillna(documents["doc_id"])
    text_of = dict(zip(documents["doc_id"], first, strict=True))
    said = spoken(documents, units, voice=voice).assign(
        text_of=lambda said: said["doc_id"].map(text_of)
    )
    chosen = categories[categories["facet"].eq(facet)].sort_values("category")
    held = (
        tags.loc[tags["stance"].isin(stances), ["unit_id", "category"]]
        .merge(said[["unit_id", "doc_id"]], on="unit_id")[["doc_id", "category"]]
        .drop_duplicates()
    )
    tables = [
        side_rows(
            str(side),
            of_side.drop_duplicates("doc_id"),
            held,
            chosen,
            confidence=confidence,
            min_authors=min_authors,
        )
        for side, of_side in said.groupby("side")
    ]
    columns = list(SCHEMAS["cooccurrence"].columns)
    table = pd.concat(tables) if tables else pd.DataFrame(columns=columns)
    use = less_reliable(table, agreement)
    status = table["status"].mask(use.eq(NO_USE), "descriptive")
    whole = table.assign(use=use, status=status)[columns]
    checked = check(whole, "cooccurrence")
    return checked.sort_values(KEYS["cooccurrence"], ignore_index=True)


def less_reliable(pairs: pd.DataFrame, agreement: pd.DataFrame) -> pd.Series:
    """Return the use of the less reliable category of each pair."""
    place = {use: place for place, use in enumerate(BY_RELIABILITY)}
    use = agreement.set_index("category")["use"].map(place)
    both = (pairs[name].map(use) for name in ("name_a", "name_b"))
    least = pd.concat(both, axis="columns").min(axis="columns")
    return least.map(dict(enumerate(BY_RELIABILITY))).astype("str")


def side_rows(
    side: str,
    said: pd.DataFrame,
    held: pd.DataFrame,
    categories: pd.DataFrame,
    *,
    confidence: float,
    min_authors: int,
) -> pd.DataFrame:
    """Return the pairs of one side.

    Args:
        side: which.
        said: doc_id, text_of (the first of its copies), author, author_number and
            parts, a row per document.
        held: doc_id and category, once each.
        categories: category, facet and label.
        confidence: of the intervals.
        min_authors: fewest authors for an interval by author.
    """
    names, labels = categories["category"].tolist(), categories["label"].tolist()
    pairs = list(combinations(range(len(names)), 2))
    whose = said["author_number"].to_numpy()
    is_by_author = len(np.unique(whose)) >= min_authors
    rows = pd.factorize(whose if is_by_author else said["text_of"])[0]
    sizes, ones, both = summed(said, held, names, pairs, rows)
    first, second = (np.array([pair[at] for pair in pairs], int) for at in (0, 1))
    lifts = log_lifts(
        sizes, ones[:, first], ones[:, second], both, confidence=confidence
    )
    unknown = np.full(len(pairs), np.nan)
    p = lifts.p if is_by_author else unknown
    low, high = (lifts.low, lifts.high) if len(sizes) >= min_authors else [unknown] * 2
    method = BY_AUTHOR if is_by_author else BY_DOCUMENT
    numbers: dict[str, Any] = {
        "estimate": lifts.values,
        "low": low,
        "high": high,
        "p": p,
        "q": adjusted(p, pd.Series(side, index=range(len(pairs)), dtype="str")),
        "expected": lifts.expected,
    }
    whole = {name: np.round(column, DECIMALS) + 0.0 for name, column in numbers.items()}
    return pd.DataFrame(
        {
            "side": side,
            "facet": categories["facet"].iloc[0] if names else "frame",
            "name_a": [names[one] for one in first],
            "name_b": [names[other] for other in second],
            "label_a": [labels[one] for one in first],
            "label_b": [labels[other] for other in second],
            **whole,
            "count": rounded(both.sum(axis=0)),
            "count_a": rounded(ones.sum(axis=0)[first]),
            "count_b": rounded(ones.sum(axis=0)[second]),
            "n_documents": rounded(sizes.sum()),
            "n_authors": said.loc[said["author"].ne(UNNAMED), "author"].nunique(),
            "method": np.where(np.isnan(low), TOO_FEW, method),
            "status": "exploratory" if is_by_author else "descriptive",
        }
    )


def summed(
    said: pd.DataFrame,
    held: pd.DataFrame,
    names: list[str],
    pairs: list[tuple[int, int]],
    rows: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return, by row, the parts of documents, of those with each name, with each pair.

    Args:
        said: doc_id and parts, a row per document.
        held: doc_id and category.
        names: of the categories.
        pairs: of their numbers.
        rows: which row each document goes to.
    """
    at = {doc_id: place for place, doc_id in enumerate(said["doc_id"])}
    column = {name: number for number, name in enumerate(names)}
    inside = held[held["doc_id"].isin(at) & held["category"].isin(column)]
    place = inside["doc_id"].map(at).to_numpy(np.int64)
    number = inside["category"].map(column).to_numpy(np.int64)
    parts = said["parts"].to_numpy()
    shape = (len(said), len(names))
    holds = coo_array((np.ones(len(place), np.int64), (place, number)), shape).tocsc()
    weights = (parts, (rows, np.arange(len(said))))
    gather = csr_array(coo_array(weights, shape=(rows.max() + 1, len(said))))
    together = np.zeros((gather.shape[0], len(pairs)), np.int64)
    for pair, (one, other) in enumerate(pairs):
        first, second = holds[:, [one]], holds[:, [other]]
        together[:, pair] = (gather @ first.multiply(second)).toarray()[:, 0]
    return gather.sum(axis=1), (gather @ holds).toarray(), together


def log_lifts(
    sizes: np.ndarray,
    one: np.ndarray,
    other: np.ndarray,
    both: np.ndarray,
    *,
    confidence: float,
) -> Lifts:
    """Return the logarithms of lifts with intervals and p.

    Args:
        sizes: (authors,) parts of documents of each author.
        one: (authors, pairs) those that hold the first category.
        other: (authors, pairs) those that hold the second.
        both: (authors, pairs) those that hold both.
        confidence: of the intervals.

    Returns:
        Of each pair; no interval where all authors are alike, and no p where a category
        does not occur, for then nothing can be found.
    """
    n, n_one, n_other, n_both = (
        counts.sum(axis=0) / PARTS for counts in (sizes, one, other, both)
    )
    expected = n_one * n_other / n
    values = np.log((n_both + HALF) / (expected + HALF))
    # What one document more of each kind does to L.
    up, down = 1 / (n_both + HALF), 1 / (expected + HALF)
    moved = both * up - (one * n_other + other * n_one) * (down / n)
    moved = (moved + np.outer(sizes, expected * down / n)) / PARTS
    influences = moved - np.outer(sizes / sizes.sum(), moved.sum(axis=0))
    if len(sizes) < 2:
        unknown = np.full(len(values), np.nan)
        return Lifts(values, unknown, unknown, unknown, expected)
    found = spread(influences, sizes / PARTS)
    is_met = n_both > 0
    variances = np.where(is_met, found.variances, found.variances + 1 / HALF)
    freedom = np.where(is_met, found.freedom, len(sizes) - 1)
    error = np.sqrt(np.where(variances > NOTHING, variances, np.nan))
    half = quantile(freedom, confidence=confidence) * error
    p = 2 * stdtr(freedom, -np.abs(values) / error)
    can_be_found = (n_one > 0) & (n_other > 0)
    p = np.where(can_be_found, p, np.nan)
    return Lifts(values, values - half, values + half, p, expected)
