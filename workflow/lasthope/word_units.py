"""How much more of its sentences than another a side says with a word."""

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from lasthope.comparison import rows
from lasthope.intervals import Uncertainty, difference_of_shares, shares_of_units
from lasthope.keyness import NUMBERS_AT_ONCE
from lasthope.text import words


def units_with_words(said: pd.DataFrame, listed: Collection[str]) -> pd.DataFrame:
    """Return which units hold which words, once: author_number, parts, facet, name.

    Args:
        said: text, author_number and parts of each unit.
        listed: the words in question.
    """
    wanted = frozenset(listed)
    found = said["text"].map(lambda text: sorted(wanted.intersection(words(text))))
    return (
        said[["author_number", "parts"]]
        .assign(facet="word", name=found)
        .explode("name", ignore_index=True)
        .dropna(subset="name")
        .astype({"name": "str"})
    )


def word_difference_rows(
    names: pd.DataFrame,
    counts: csr_array,
    authors: Mapping[str, NDArray[np.int64]],
    *,
    side_a: str,
    side_b: str,
    uncertainty: Uncertainty,
) -> Iterator[pd.DataFrame]:
    """Yield the differences of the shares of units that hold each word.

    They have no p: what is tested of a word is its log odds ratio. Some words at a
    time, for there may be many of both words and authors.

    Args:
        names: facet, name and label of the words.
        counts: one row per author of any side, in parts of units; the first column
            counts all units of the author, the others those that hold each word.
        authors: which rows are each side's.
        side_a: the side whose greater use makes a difference positive.
        side_b: the side it is compared with.
        uncertainty: the settings.
    """
    a, b = (counts[authors[side]] for side in (side_a, side_b))
    at_once = max(1, NUMBERS_AT_ONCE // max(a.shape[0], b.shape[0]))
    for first in range(0, len(names), at_once):
        block = slice(first, first + at_once)
        of_a, of_b = (
            shares_of_units(
                csr_array(hstack([side[:, [0]], side[:, 1:][:, block]])),
                uncertainty=uncertainty,
            )
            for side in (a, b)
        )
        yield rows(
            "difference",
            names.iloc[block],
            difference_of_shares(of_a, of_b, confidence=uncertainty.confidence),
            side_a=side_a,
            side_b=side_b,
            count_a=of_a.counts,
            count_b=of_b.counts,
        )
