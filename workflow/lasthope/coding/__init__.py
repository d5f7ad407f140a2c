"""Hand coding: sheets out, codings back in, agreement, accuracy, corrected shares.

Where codings are: ``data/codings/<case>/``, a file per coder. What they say of the
tagger and of the categories is in six tables; without codings these are empty, but for
that of agreement, which says that no category is validated. That of unitizing is empty,
too, unless two coders marked where in the text a category stands.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lasthope.coding.accuracy import accuracy, weighted
from lasthope.coding.agreement import agreement, confusion
from lasthope.coding.correction import corrected, differences
from lasthope.coding.reading import (
    Codings,
    read_adjudicated,
    read_codings,
    settled,
)
from lasthope.coding.unitizing import unitizing
from lasthope.coding_files import ADJUDICATED, NOT_A_CODER, PROVENANCE, SAMPLE
from lasthope.compare import spoken
from lasthope.errors import UserError
from lasthope.intervals import Uncertainty
from lasthope.tables import empty, read_table
from lasthope.validation import read_utf8

NEEDED = {
    SAMPLE: "which tells how the units were drawn; bring it back or start anew with "
    "`make coding`",
    PROVENANCE: "which says in a sentence who coded, and how; write it",
}


class Coded(NamedTuple):
    """The tables of the step."""

    agreement: pd.DataFrame
    confusion: pd.DataFrame
    unitizing: pd.DataFrame
    accuracy: pd.DataFrame
    corrected: pd.DataFrame
    corrected_differences: pd.DataFrame


class HandCoding(NamedTuple):
    """What lies in the folder of a case's codings, checked.

    Attributes:
        sample: the table ``sample``.
        codings: what each coder found and marked.
        lengths: of the texts by item, in the order of documents.
        adjudicated: item, category, is_present and reason.
        coded_by: who coded and how, in a sentence; None if nobody did.
    """

    sample: pd.DataFrame
    codings: Codings
    lengths: dict[str, int]
    adjudicated: pd.DataFrame
    coded_by: str | None


def read_hand_coding(
    paths: Sequence[str], units: pd.DataFrame, categories: Collection[str]
) -> HandCoding:
    """Return what coders gave back.

    Args:
        paths: the files of the folder.
        units: unit_id and text.
        categories: those of the codebook.

    Raises:
        UserError: for the first mistake in a file, or if the sample is missing or the
            sentence that says who coded.
    """
    by_name = {Path(path).name: path for path in paths}
    coders = [path for name, path in by_name.items() if name not in NOT_A_CODER]
    if not coders:
        return HandCoding(
            empty("sample"),
            none := read_codings([], {}, categories),
            {},
            read_adjudicated(None, none.judged, categories),
            None,
        )
    folder = Path(coders[0]).parent
    for name, meaning in NEEDED.items():
        if name not in by_name:
            raise UserError(f"{folder}: holds codings but no {name}, {meaning}.")
    coded_by = " ".join(read_utf8(by_name[PROVENANCE]).split())
    if not coded_by:
        raise UserError(f"{by_name[PROVENANCE]}: is empty; say who coded, and how.")
    sample = read_table(by_name[SAMPLE], "sample")
    for name in ("item", "unit_id"):
        twice = sample.loc[sample[name].duplicated(), name]
        if len(twice):
            raise UserError(
                f"{by_name[SAMPLE]}: the {name} {twice.iloc[0]!r} is there twice; "
                "bring back the file as it was drawn."
            )
    told = sample.merge(units[["unit_id", "text"]], on="unit_id", how="left")
    lost = told.loc[told["text"].isna(), "unit_id"]
    if len(lost):
        raise UserError(
            f"{by_name[SAMPLE]}: the unit {lost.iloc[0]!r} is not among the units of "
            "this run, so its texts have changed since they were coded; code a new "
            "sample, or move the folder away to run without codings."
        )
    texts = dict(zip(told["item"], told["text"], strict=True))
    codings = read_codings(coders, texts, categories)
    given = by_name.get(ADJUDICATED)
    adjudicated = read_adjudicated(given, codings.judged, categories)
    in_order = told.sort_values("unit_id")["item"]
    lengths = {item: len(texts[item]) for item in in_order}
    return HandCoding(sample, codings, lengths, adjudicated, coded_by)


def coding(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    categories: pd.DataFrame,
    hand_coding: HandCoding,
    *,
    side_a: str,
    side_b: str,
    voice: str,
    stances: Collection[str],
    confidence: float,
    min_authors: int,
    resamples: int,
    min_units: int,
    min_positives: int,
    min_alpha: float,
    good_alpha: float,
    seed: int,
) -> Coded:
    """Return how far coders agree, how right the tagger is, and corrected shares.

    Args:
        documents: the documents.
        units: their units.
        tags: what the tagger found.
        categories: category, facet and label.
        hand_coding: what :func:`read_hand_coding` returned.
        side_a: the side whose greater use makes a difference positive.
        side_b: the side it is compared with.
        voice: which units count, as in ``compare``.
        stances: which tags count, as in ``compare``.
        confidence: of all intervals.
        min_authors: fewest authors of a side for an interval by author.
        resamples: of units, for the intervals of alpha.
        min_units: fewest units judged twice for an alpha.
        min_positives: fewest of them in which a coder found a category that counts as
            validated.
        min_alpha: below it a category is not used for inference.
        good_alpha: from it on it is; between the two it is tentative.
        seed: of the resamples.
    """
    sample, codings, lengths, adjudicated, coded_by = hand_coding
    judged = codings.judged
    said = spoken(documents, units, voice=voice)
    tagged = tags.loc[tags["stance"].isin(list(stances)), ["unit_id", "category"]]
    coded = weighted(settled(judged, adjudicated), sample)
    # No p is made here, so that of permutations there are none.
    uncertainty = Uncertainty(confidence, min_authors, resamples, seed)
    agreed = agreement(
        judged,
        categories,
        confidence=confidence,
        resamples=resamples,
        min_units=min_units,
        min_positives=min_positives,
        min_alpha=min_alpha,
        good_alpha=good_alpha,
        seed=seed,
    )
    placed = unitizing(
        judged,
        codings.spans,
        lengths,
        categories,
        confidence=confidence,
        resamples=resamples,
        min_units=min_units,
        min_positives=min_positives,
        min_alpha=min_alpha,
        good_alpha=good_alpha,
        seed=seed,
    )
    right = accuracy(coded, said, tagged, categories, uncertainty=uncertainty)
    shares = corrected(coded, sample, said, tagged, categories, uncertainty=uncertainty)
    apart = differences(shares, side_a=side_a, side_b=side_b)
    return Coded(
        agreed.assign(coded_by=coded_by),
        confusion(judged),
        placed.assign(coded_by=coded_by),
        right.assign(coded_by=coded_by),
        shares.assign(coded_by=coded_by),
        apart.assign(coded_by=coded_by),
    )
