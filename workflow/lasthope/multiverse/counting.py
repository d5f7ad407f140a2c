"""Count one universe, with the methods of the step ``compare``."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from lasthope.compare import check_sides, count_units, spoken
from lasthope.errors import UserError
from lasthope.intervals import (
    PARTS,
    Shares,
    Uncertainty,
    difference_of_shares,
    shares_of_units,
)
from lasthope.keyness import count_words, log_odds
from lasthope.text import words

ALL_VOICES = "all"
# What a word without an estimate is told as.
RARE = "rarer than the minimum frequency"

# Estimate, low, high.
Ends = tuple[float, float, float]


class Sides(NamedTuple):
    """The two sides compared, and the settings of their intervals."""

    side_a: str
    side_b: str
    uncertainty: Uncertainty


def sides_of(compare: Mapping[str, Any], seed: int) -> Sides:
    """Return the sides and settings of the step ``compare``.

    Args:
        compare: its section of the configuration.
        seed: the one seed.
    """
    settings = ("confidence", "min_authors", "permutations")
    uncertainty = Uncertainty(**{key: compare[key] for key in settings}, seed=seed)
    return Sides(compare["side_a"], compare["side_b"], uncertainty)


def said_in(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    sides: Sides,
    *,
    copies: str,
    voice: str,
) -> pd.DataFrame:
    """Return what counts in a universe; see :func:`lasthope.compare.spoken`.

    Args:
        documents: the documents.
        units: their units.
        sides: the two that must have said something.
        copies: ``weighted`` as one text, all but the first ``dropped``, or each
            ``kept`` as a text of its own.
        voice: ``own``, ``quoted`` or ``all``.

    Raises:
        UserError: if one side has said nothing.
    """
    if copies == "dropped":
        documents = documents[documents["copy_of"].isna()]
    if copies != "weighted":
        documents = documents.assign(weight=1.0)
    if voice == ALL_VOICES:
        units = units.assign(voice=voice)
    said = spoken(documents, units, voice=voice)
    check_sides(said, side_a=sides.side_a, side_b=sides.side_b, voice=voice)
    return said


def differences(
    said: pd.DataFrame, found: pd.DataFrame, sides: Sides, *, unit: str
) -> dict[tuple[str, str], Ends]:
    """Return the difference of shares of what was found, by facet and name.

    Args:
        said: what counts.
        found: unit_id, facet and name of what the units hold; what no unit holds
            stands there with a null unit_id.
        sides: which two.
        unit: of what a share is taken: of ``sentence``, ``document`` or ``word``.

    Raises:
        UserError: if one side has no words.
    """
    names = found[["facet", "name"]].drop_duplicates(ignore_index=True)
    if names.empty:
        return {}
    held = found.drop_duplicates().merge(
        said[["unit_id", "doc_id", "author_number"]], on="unit_id"
    )
    if unit == "document":
        held = held.assign(unit_id=held["doc_id"]).drop_duplicates()
        said = said.drop_duplicates("doc_id").assign(unit_id=lambda one: one["doc_id"])
    sizes = said["text"].map(lambda text: len(words(text))) if unit == "word" else 1
    weighed = said.assign(size=sizes, all=said["parts"] * sizes)
    parts = weighed.set_index("unit_id")["all"]
    counts = count_units(
        weighed.assign(parts=weighed["all"]),
        # Of nothing that is held pandas does not know the type.
        held.assign(parts=held["unit_id"].map(parts).astype("int64")),
        names,
    )
    shares: list[Shares] = []
    for side in (sides.side_a, sides.side_b):
        of_side = weighed[weighed["side"].eq(side)]
        if not of_side["all"].sum():
            raise UserError(f"the side {side!r} has no words")
        rows = np.unique(of_side["author_number"])
        shares.append(
            shares_of_units(
                counts[rows],
                uncertainty=sides.uncertainty,
                n_trials=effective_units(of_side["parts"], of_side["size"]),
            )
        )
    estimates = difference_of_shares(*shares, confidence=sides.uncertainty.confidence)
    low, high = estimates.interval
    ends = zip(estimates.values, low, high, strict=True)
    keys = zip(names["facet"], names["name"], strict=True)
    return dict(zip(keys, ends, strict=True))


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


class Words:
    """The words of a universe, counted once for all priors and frequencies."""

    def __init__(self, said: pd.DataFrame) -> None:
        """Count the words of what counts."""
        authors = said["author_number"].to_numpy()
        vocabulary, self._counts = count_words(
            said["text"],
            authors,
            said["parts"].to_numpy(),
            n_authors=int(authors.max()) + 1,
        )
        self._numbers = {word: number for number, word in enumerate(vocabulary)}
        self._authors: Mapping[str, np.ndarray] = {
            str(side): np.unique(numbers)
            for side, numbers in said.groupby("side")["author_number"]
        }

    def log_odds(
        self,
        wanted: Sequence[str],
        sides: Sides,
        *,
        prior_words: float,
        min_count: int,
    ) -> dict[str, Ends]:
        """Return the log odds ratios of those words that are not too rare."""
        key = log_odds(
            self._counts,
            self._authors,
            side_a=sides.side_a,
            side_b=sides.side_b,
            prior_words=prior_words,
            min_count=min_count,
            uncertainty=sides.uncertainty,
        )
        places = {number: place for place, number in enumerate(key.listed.tolist())}
        low, high = key.estimates.interval
        ends = {}
        for word in wanted:
            place = places.get(self._numbers.get(word, -1))
            if place is not None:
                ends[word] = (key.estimates.values[place], low[place], high[place])
        return ends
