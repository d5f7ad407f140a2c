"""Draw a sample of different texts that is the same in any order and any parts.

Every different text has a priority: the weight of a document that holds it over a
random number that only the seed and the text decide (Duffield, Lund and Thorup,
"Priority sampling for estimation of arbitrary subset sums", Journal of the ACM 54,
2007). So the sample of many texts is found in one pass that holds no more than the
sample, and a text that was posted a thousand times comes in once.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple, TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.util import hash_array

from lasthope.authors import authors_of
from lasthope.topics.terms import has_topic_words

# In which year a text was written, where that is not known.
UNDATED = 0
DATED = ("second", "day", "month", "year")
Stratum = tuple[str, int]
Key = TypeVar("Key", str, tuple[str, int])


class Part(NamedTuple):
    """Some units and a vector of whole numbers for each.

    Attributes:
        units: unit_id, doc_id, voice and text.
        vectors: (n, d), a row per unit.
    """

    units: pd.DataFrame
    vectors: NDArray[np.int8]


NONE = Part(
    pd.DataFrame(columns=["unit_id", "doc_id", "voice", "text"], dtype="str"),
    np.zeros((0, 1), dtype=np.int8),
)
Parts = Callable[[], Iterable[Part]]


class Ranked(NamedTuple):
    """Priorities and hashes of different texts, the highest priority first."""

    priorities: NDArray[np.float64]
    hashes: NDArray[np.uint64]


def told_of(documents: pd.DataFrame) -> pd.DataFrame:
    """Return by doc_id what a sample has to know: side, year, weight, author, copy_of.

    Args:
        documents: doc_id, kind, side, author, organisation, created_at,
            created_precision, weight and copy_of.
    """
    year = documents["created_at"].dt.year
    is_dated = documents["created_precision"].isin(DATED)
    told = documents[["side", "weight"]].assign(
        year=year.where(is_dated).fillna(UNDATED).astype("int64"),
        author=documents["side"] + ": " + authors_of(documents),
        copy_of=documents["copy_of"].fillna(documents["doc_id"]),
    )
    return told.set_axis(pd.Index(documents["doc_id"]))


def draw(parts: Parts, told: pd.DataFrame, *, size: int, seed: int) -> Part:
    """Return a sample of different texts, by unit_id; all of them if they are few.

    Sides get equal shares, and so do the years of a side; what one does not fill is
    shared by the others. Texts without vector or without a word that could describe a
    topic are not drawn. Of equal texts that unit stands for all whose id comes first.

    Args:
        parts: gives all units, as often as it is called.
        told: of the documents, as :func:`told_of` makes it.
        size: most texts.
        seed: of the draw.
    """
    chosen = _chosen(_ranked(parts, told, size=size, seed=seed), size)
    held: list[Part] = []
    for part in parts():
        is_drawn = np.isin(hashed(part.units["text"], seed), chosen)
        is_drawn &= part.vectors.any(axis=1)
        held = [_first([*held, Part(part.units[is_drawn], part.vectors[is_drawn])])]
    return held[0] if held else NONE


def hashed(texts: Iterable[str], seed: int) -> NDArray[np.uint64]:
    """Return 64 bits for each text that only the text and the seed decide.

    They are SipHash's (Aumasson and Bernstein, "SipHash: a fast short-input PRF",
    INDOCRYPT 2012), mixed once more by pandas; the key is made of the seed.
    """
    key = blake2b(seed.to_bytes(16, "little"), digest_size=8).hexdigest()
    array = np.fromiter(texts, dtype=object)
    return hash_array(array, hash_key=key, categorize=False)


def shares(sizes: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """Share a number out among sides, then among the years of each.

    >>> shares({("court", 0): 1, ("users", 2020): 9, ("users", 2021): 9}, 8)
    {('court', 0): 1, ('users', 2020): 3, ('users', 2021): 4}
    """
    of_side: dict[str, int] = {}
    for (side, _), n_texts in sizes.items():
        of_side[side] = of_side.get(side, 0) + n_texts
    given: dict[Stratum, int] = {}
    for side, share in evenly(of_side, size).items():
        years = {stratum: n for stratum, n in sizes.items() if stratum[0] == side}
        given |= evenly(years, share)
    return given


def evenly(sizes: Mapping[Key, int], size: int) -> dict[Key, int]:
    """Share a number out evenly among those that can take no more than their size.

    >>> evenly({"a": 2, "b": 9, "c": 9}, 11)
    {'a': 2, 'b': 4, 'c': 5}
    """
    given: dict[Key, int] = {}
    for left, key in enumerate(sorted(sizes, key=lambda key: (sizes[key], key))):
        given[key] = min(sizes[key], size // (len(sizes) - left))
        size -= given[key]
    return dict(sorted(given.items()))


def _ranked(
    parts: Parts, told: pd.DataFrame, *, size: int, seed: int
) -> dict[Stratum, Ranked]:
    """Return the texts of highest priority in each stratum, no more than ``size``."""
    best: dict[Stratum, Ranked] = {}
    for units, vectors in parts():
        of_document = told.loc[units["doc_id"], ["side", "year", "weight"]]
        hashes = hashed(units["text"], seed)
        uniform = (hashes.astype(np.float64) + 1) / 2.0**64
        priorities = of_document["weight"].to_numpy() / uniform
        groups = of_document.reset_index(drop=True).groupby(["side", "year"]).indices
        for key, rows in groups.items():
            stratum = cast(Stratum, key)
            known = best.get(stratum)
            if known is not None and len(known.hashes) == size:
                rows = rows[priorities[rows] >= known.priorities[-1]]
            able = vectors[rows].any(axis=1)
            able &= units["text"].iloc[rows].map(has_topic_words).to_numpy(bool)
            found = Ranked(priorities[rows[able]], hashes[rows[able]])
            both = [found] if known is None else [known, found]
            best[stratum] = _highest(both, size)
    return best


def _highest(several: list[Ranked], size: int) -> Ranked:
    """Return the different texts of highest priority."""
    priorities, hashes = (
        np.concatenate(column) for column in zip(*several, strict=True)
    )
    order = np.lexsort((hashes, -priorities))
    # Equal texts may have several weights; the first is the highest.
    _, first = np.unique(hashes[order], return_index=True)
    kept = order[np.sort(first)][:size]
    return Ranked(priorities[kept], hashes[kept])


def _chosen(best: Mapping[Stratum, Ranked], size: int) -> NDArray[np.uint64]:
    """Return the hashes of the texts to draw."""
    given = shares({key: len(ranked.hashes) for key, ranked in best.items()}, size)
    hashes = [best[stratum].hashes[:share] for stratum, share in given.items()]
    return np.unique(np.concatenate([np.zeros(0, np.uint64), *hashes]))


def _first(several: list[Part]) -> Part:
    """Join parts; of equal texts keep the unit whose id comes first; sort by id."""
    units = pd.concat([part.units for part in several], ignore_index=True)
    vectors = np.concatenate([part.vectors for part in several])
    kept = units.sort_values("unit_id").drop_duplicates("text").index
    return Part(units.loc[kept].reset_index(drop=True), vectors[kept])
