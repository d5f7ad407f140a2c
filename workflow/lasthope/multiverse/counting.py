"""Count one universe, with the methods of the step ``compare``."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from lasthope.compare import count_units, spoken
from lasthope.compare_choices import check_sides
from lasthope.errors import UserError
from lasthope.intervals import (
    Estimates,
    Shares,
    Uncertainty,
    difference_of_shares,
    shares_of_units,
)
from lasthope.keyness import count_words, log_odds
from lasthope.word_shares import by_words, share_of_words

ALL_VOICES = "all"
# What a word without an estimate is told as.
RARE = "too rare there, or of too few authors"


class Ends(NamedTuple):
    """An estimate with its interval, and how far it can be generalised."""

    estimate: float
    low: float
    high: float
    status: str


class Sides(NamedTuple):
    """The two sides compared, and the settings that are the same in all universes."""

    side_a: str
    side_b: str
    min_word_authors: int
    uncertainty: Uncertainty


def sides_of(compare: Mapping[str, Any], seed: int) -> Sides:
    """Return the sides and settings of the step ``compare``.

    Args:
        compare: its section of the configuration.
        seed: the one seed.
    """
    settings = ("confidence", "min_authors", "permutations")
    uncertainty = Uncertainty(**{key: compare[key] for key in settings}, seed=seed)
    return Sides(
        compare["side_a"], compare["side_b"], compare["min_word_authors"], uncertainty
    )


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
    is_words = unit == "word"
    weighed = by_words(said) if is_words else said
    parts = weighed.set_index("unit_id")["parts"]
    counts = count_units(
        weighed,
        # Of nothing that is held pandas does not know the type.
        held.assign(parts=held["unit_id"].map(parts).astype("int64")),
        names,
    )
    share = share_of_words if is_words else _share_of_units
    shares: list[Shares] = []
    for side in (sides.side_a, sides.side_b):
        of_side = weighed[weighed["side"].eq(side)]
        rows = np.unique(of_side["author_number"])
        found_of_side = share(counts[rows], of_side, uncertainty=sides.uncertainty)
        if found_of_side is None:
            raise UserError(f"the side {side!r} has no words")
        shares.append(found_of_side)
    estimates = difference_of_shares(*shares, confidence=sides.uncertainty.confidence)
    low, high = estimates.interval
    status = _status(estimates)
    ends = zip(estimates.values, low, high, strict=True)
    keys = zip(names["facet"], names["name"], strict=True)
    return {key: Ends(*each, status) for key, each in zip(keys, ends, strict=True)}


def _status(estimates: Estimates) -> str:
    return "exploratory" if estimates.is_by_author else "descriptive"


def _share_of_units(
    counts: csr_array, _: pd.DataFrame, *, uncertainty: Uncertainty
) -> Shares:
    return shares_of_units(counts, uncertainty=uncertainty)


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
            min_word_authors=sides.min_word_authors,
            uncertainty=sides.uncertainty,
        )
        places = {number: place for place, number in enumerate(key.listed.tolist())}
        low, high = key.estimates.interval
        status = _status(key.estimates)
        ends = {}
        for word in wanted:
            place = places.get(self._numbers.get(word, -1))
            if place is not None:
                value = key.estimates.values[place]
                ends[word] = Ends(value, low[place], high[place], status)
        return ends
