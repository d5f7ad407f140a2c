"""What a classifier is taught with: coded units, and which are held out together."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from lasthope.classifier.features import Flags, Numbers, Whole
from lasthope.classifier.groups import FOLDS, Groups, apart, grouped
from lasthope.classifier.model import flags
from lasthope.coding import HandCoding
from lasthope.coding.accuracy import weighted
from lasthope.coding.reading import settled
from lasthope.coding_files import ADJUDICATED
from lasthope.errors import UserError

UNKNOWN = -1


class Lesson(NamedTuple):
    """Coded units, a row each.

    Attributes:
        unit_ids: their ids.
        texts: their words.
        categories: those that anybody coded.
        labels: (units, categories) 1 present, 0 absent, -1 not settled.
        weights: (units,) how many units of the corpus each stands for.
        rules: the categories that the rules look for.
        found: (units, rules) whether the rules found each.
        groups: whose they are, and which are alike.
    """

    unit_ids: Sequence[str]
    texts: Sequence[str]
    categories: Sequence[str]
    labels: Whole
    weights: Numbers
    rules: Sequence[str]
    found: Flags
    groups: Groups


def settled_units(given: HandCoding) -> pd.DataFrame:
    """Return what coders settled, and what each unit stands for.

    Args:
        given: what coders gave back.

    Returns:
        unit_id, category, is_present, n_stratum and n_coded, as
        :func:`lasthope.coding.accuracy.weighted` returns them.

    Raises:
        UserError: if nothing is settled.
    """
    coded = settled(given.codings.judged, given.adjudicated)
    if coded.empty:
        raise UserError(
            "nothing is settled, as for each unit and category as many coders are for "
            f"as against it; adjudicate in {ADJUDICATED}, or let one more coder code."
        )
    return weighted(coded, given.sample)


def lesson(
    coded: pd.DataFrame,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    tagged: pd.DataFrame,
    rules: Sequence[str],
) -> Lesson:
    """Return the coded units as a classifier is taught with them, by unit_id.

    A unit stands for as many as its stratum has for each that was coded (the mean over
    its categories, should they differ), near copies for one together.

    Args:
        coded: unit_id, category, is_present, n_stratum and n_coded, as
            :func:`lasthope.coding.accuracy.weighted` returns them.
        units: unit_id, doc_id and text.
        documents: doc_id, kind, author, organisation, copy_of and weight.
        tagged: unit_id and category of what the rules found.
        rules: the categories that they look for.
    """
    labels = coded.assign(label=coded["is_present"].astype("int64")).pivot(
        index="unit_id", columns="category", values="label"
    )
    stands_for = (coded["n_stratum"] / coded["n_coded"]).groupby(coded["unit_id"])
    told = (
        units[units["unit_id"].isin(labels.index)]
        .merge(documents[["doc_id", "weight"]], on="doc_id", validate="many_to_one")
        .sort_values("unit_id", ignore_index=True)
    )
    weights = told["unit_id"].map(stands_for.mean()) * told["weight"]
    known = labels.sort_index().fillna(UNKNOWN).astype("int64")
    return Lesson(
        told["unit_id"].tolist(),
        told["text"].tolist(),
        known.columns.tolist(),
        known.to_numpy(),
        weights.to_numpy(dtype=np.float64),
        rules,
        flags(told["unit_id"].tolist(), tagged, rules),
        grouped(told, documents),
    )


class Folds(NamedTuple):
    """What is held out together.

    Attributes:
        of_unit: (units,) the fold in which each is held out.
        parts: per fold the units that are taught with, and those held out.
    """

    of_unit: Whole
    parts: list[tuple[Whole, Whole]]


def folded(lesson: Lesson) -> Folds:
    """Return the folds, each author in one.

    Raises:
        UserError: if the authors are too few.
    """
    n_authors = len(np.unique(lesson.groups.authors))
    if n_authors < 2 * FOLDS:
        raise UserError(
            f"the {len(lesson.texts)} coded units are of {n_authors} authors (each "
            "document without one counts as another's), too few to hold some out; a "
            f"classifier needs {2 * FOLDS} or more, so code units of more authors or "
            "keep tags.tagger: rules."
        )
    parts = apart(lesson.groups)
    of_unit = np.zeros(len(lesson.texts), dtype=np.int64)
    for number, (_, unseen) in enumerate(parts):
        of_unit[unseen] = number
    return Folds(of_unit, parts)
