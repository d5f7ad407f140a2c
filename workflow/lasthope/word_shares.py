"""How much of its words a side says in units that hold a category.

A long sentence then counts for more than a short one. The words of one sentence are no
independent witnesses: they are worth no more than as many sentences of one length.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from lasthope.comparison import rows
from lasthope.intervals import PARTS, Shares, Uncertainty, shares_of_units
from lasthope.text import words


def by_words(said: pd.DataFrame) -> pd.DataFrame:
    """Return units whose ``parts`` count their words, each weighed as its unit was.

    Args:
        said: text and parts of each unit, and more.

    Returns:
        The same with ``n_words``, and ``unit_parts``, which were its ``parts``.
    """
    n_words = said["text"].map(lambda text: len(words(text))).astype("int64")
    return said.assign(
        unit_parts=said["parts"], n_words=n_words, parts=said["parts"] * n_words
    )


def share_of_words(
    counts: csr_array, said: pd.DataFrame, *, uncertainty: Uncertainty
) -> Shares | None:
    """Return the share of a side's words that each category's units hold.

    Args:
        counts: one row per author of the side, in parts of words; see
            :func:`~lasthope.intervals.shares_of_units`.
        said: the side's units, as :func:`by_words` gives them.
        uncertainty: the settings.

    Returns:
        None where the side has no words.
    """
    if not said["parts"].sum():
        return None
    n_trials = effective_units(said["unit_parts"], said["n_words"])
    return shares_of_units(counts, uncertainty=uncertainty, n_trials=n_trials)


def share_of_words_rows(
    names: pd.DataFrame,
    counts: csr_array,
    said: pd.DataFrame,
    *,
    uncertainty: Uncertainty,
) -> Iterator[pd.DataFrame]:
    """Yield the shares of words of every side that has any.

    Args:
        names: facet, name and label of what is measured.
        counts: one row per author of any side, in parts of words.
        said: all units, as :func:`by_words` gives them.
        uncertainty: the settings.
    """
    for side, of_side in said.groupby("side"):
        authors = np.unique(of_side["author_number"])
        share = share_of_words(counts[authors], of_side, uncertainty=uncertainty)
        if share is not None:
            yield rows(
                "share_of_words",
                names,
                share.estimates,
                side_a=side,
                count_a=share.counts,
            )


def effective_units(parts: pd.Series, sizes: pd.Series) -> float:
    """Return how many units of one size would weigh as evenly.

    Kish, L. (1965). Survey Sampling, section 11.7. Where all are of one size that is
    how many they are.

    Args:
        parts: of each unit, how often it counts.
        sizes: of each unit, such as its words.
    """
    whole = int((parts * sizes).sum())
    return whole**2 / int((parts * sizes**2).sum()) / PARTS
