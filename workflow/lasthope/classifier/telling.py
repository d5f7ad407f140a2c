"""The tables that are kept with a classifier, and why there is none."""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

import numpy as np
import pandas as pd

from lasthope.classifier.calibrating import THOUSAND, Reliability, reliability
from lasthope.classifier.features import Whole
from lasthope.classifier.groups import FOLDS
from lasthope.classifier.lesson import UNKNOWN, Lesson
from lasthope.classifier.limits import Limits
from lasthope.classifier.measuring import Measured
from lasthope.classifier_tables import DECISIONS, HELD_OUT, SCORES


class Found(NamedTuple):
    """What is found of one category.

    Attributes:
        cuts: least score of each thousandth of probability; None if scores say nothing.
        limits: thresholds; None if the precision wanted is not reached.
        probabilities: (units,) held out, in thousandths, -1 where there is none.
        decisions: (units,) held out, places in ``DECISIONS``.
    """

    cuts: Whole | None
    limits: Limits | None
    probabilities: Whole
    decisions: Whole


def scores_table(
    lesson: Lesson,
    reasons: Mapping[str, str | None],
    measures: Mapping[str, Measured],
    found: Mapping[str, Found],
) -> pd.DataFrame:
    """Return the table ``scores``, a row for each category that was coded.

    Args:
        lesson: the coded units.
        reasons: per category why the rules alone tag it; None if they do not.
        measures: of those that a classifier was learned for.
        found: likewise.
    """
    rows = []
    for name, labels in zip(lesson.categories, lesson.labels.T, strict=True):
        row = {
            "category": name,
            "is_used": reasons[name] is None,
            "reason": reasons[name],
            "n_coded": int((labels != UNKNOWN).sum()),
            "n_positive": int((labels == 1).sum()),
            "n_authors": len(np.unique(lesson.groups.authors[labels == 1])),
        }
        if name in measures:
            row |= measures[name]._asdict()
        limits = found[name].limits if name in found else None
        if limits is not None:
            row["absent_below"] = limits.absent / THOUSAND
            row["present_from"] = limits.present / THOUSAND
        rows.append(row)
    return pd.DataFrame(rows, columns=list(SCORES.columns))


def held_out_table(
    lesson: Lesson, found: Mapping[str, Found], fold_of: Whole
) -> pd.DataFrame:
    """Return the table ``held_out`` of the categories that are used."""
    tables = []
    for name, one in found.items():
        labels = _labels(lesson, name)
        told = pd.Series(one.probabilities / THOUSAND)
        table = pd.DataFrame(
            {
                "unit_id": lesson.unit_ids,
                "text_sha256": [text_sha256(text) for text in lesson.texts],
                "category": name,
                "fold": fold_of,
                "is_present": labels == 1,
                "probability": told.where(one.probabilities != UNKNOWN),
                "decision": np.array(DECISIONS)[one.decisions],
            }
        )
        tables.append(table[labels != UNKNOWN])
    return pd.concat(tables, ignore_index=True)[list(HELD_OUT.columns)]


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return sha256(text.encode("utf-8")).hexdigest()


def pooled_reliability(lesson: Lesson, found: Mapping[str, Found]) -> Reliability:
    """Return the reliability of the held-out probabilities of some categories."""
    told, present, weights = [], [], []
    for name, one in found.items():
        labels = _labels(lesson, name)
        known = (labels != UNKNOWN) & (one.probabilities != UNKNOWN)
        told.append(one.probabilities[known])
        present.append(labels[known] == 1)
        weights.append(lesson.weights[known])
    return reliability(
        np.concatenate(told), np.concatenate(present), np.concatenate(weights)
    )


def too_few(lesson: Lesson, min_positives: int) -> str:
    """Say that no category is coded often enough."""
    counts = (lesson.labels == 1).sum(axis=0)
    most = int(np.argmax(counts))
    return (
        f"of {len(lesson.texts)} coded units no category is found in {min_positives} "
        f"or more (tags.min_positives), by {FOLDS} or more authors, and missing in as "
        f"many; the most found is {lesson.categories[most]!r} with "
        f"{int(counts[most])}, so code more units or keep tags.tagger: rules."
    )


def all_left(reasons: Mapping[str, str | None]) -> str:
    """Say why no category is tagged by a classifier."""
    told = "; ".join(f"{name}: {reason}" for name, reason in sorted(reasons.items()))
    return (
        "no category is left for a classifier, so code more units or keep "
        f"tags.tagger: rules ({told})."
    )


def _labels(lesson: Lesson, category: str) -> Whole:
    return lesson.labels[:, lesson.categories.index(category)]


def summary(scores: pd.DataFrame) -> list[str]:
    """Return a line for each category, and one that counts them.

    Args:
        scores: the table ``scores``.
    """
    lines = []
    for row in scores.sort_values("category").to_dict("records"):
        if row["is_used"]:
            told = (
                f"F1 {row['f1']:.3f} held out, the rules {row['rules_f1']:.3f}; "
                f"{row['n_positive']} of {row['n_coded']} units hold it"
            )
        else:
            told = f"left to the rules: {row['reason']}"
        lines.append(f"{row['category']}: {told}")
    n_used = int(scores["is_used"].sum())
    return [*lines, f"{n_used} of {len(scores)} categories have a classifier"]
