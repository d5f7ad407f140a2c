"""What is told of a classifier, from units that it was not taught with."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.metrics import roc_auc_score

from lasthope.classifier.calibrating import calibration_error, reliability
from lasthope.classifier.features import Flags, Numbers, Whole
from lasthope.classifier.groups import FOLDS
from lasthope.classifier_tables import DECISIONS, PRESENT, RULES

DECIMALS = 6
Parts = Sequence[tuple[Whole, Whole]]


class Measured(NamedTuple):
    """Columns of the table ``scores``."""

    precision: float | None
    recall: float | None
    f1: float
    rules_precision: float | None
    rules_recall: float | None
    rules_f1: float
    decided: float
    auc: float
    calibration_error: float


class Shares(NamedTuple):
    """Precision and recall, null where there is nothing to divide by, and F1."""

    precision: float | None
    recall: float | None
    f1: float


def enough(
    labels: Whole, authors: Whole, parts: Parts, min_positives: int
) -> str | None:
    """Return what is lacking to learn a category; None if nothing is.

    Args:
        labels: (units,) 1 present, 0 absent, -1 not settled.
        authors: (units,) whose they are.
        parts: per fold the units that are taught with, and those held out.
        min_positives: fewest units that hold it, and that do not.
    """
    for label, told in ((1, "hold it"), (0, "do not hold it")):
        places = np.flatnonzero(labels == label)
        if len(places) < min_positives:
            return f"{len(places)} coded units {told}, fewer than {min_positives}"
        n_authors = len(np.unique(authors[places]))
        is_taught = all((labels[taught] == label).any() for taught, _ in parts)
        if n_authors < FOLDS or not is_taught:
            return f"units that {told} are of {n_authors} authors, too few to hold out"
    return None


def measured(
    probabilities: Whole,
    decisions: Whole,
    by_rules: Flags,
    labels: Whole,
    weights: Numbers,
) -> Measured:
    """Return how well a category is found.

    Args:
        probabilities: (units,) in thousandths, -1 where there is none.
        decisions: (units,) places in ``DECISIONS``.
        by_rules: (units,) whether the rules found it.
        labels: (units,) 1 present, 0 absent, -1 not settled.
        weights: (units,) how many units of the corpus each stands for.
    """
    known = labels >= 0
    is_present, weight = labels[known] == 1, weights[known]
    is_left = decisions[known] == DECISIONS.index(RULES)
    found = np.where(
        is_left, by_rules[known], decisions[known] == DECISIONS.index(PRESENT)
    )
    told = np.maximum(probabilities[known], 0)
    together = shares(found, is_present, weight)
    rules = shares(by_rules[known], is_present, weight)
    auc = roc_auc_score(is_present, told, sample_weight=weight)
    error = calibration_error(reliability(told, is_present, weight))
    decided = 1 - float(weight[is_left].sum() / weight.sum())
    return Measured(
        *together,
        *rules,
        *(round(float(number), DECIMALS) for number in (decided, auc, error)),
    )


def shares(found: Flags, is_present: Flags, weights: Numbers) -> Shares:
    """Return precision, recall and F1, each unit by its weight.

    >>> one, two = np.array([True, True, False]), np.array([True, False, False])
    >>> shares(one, two, np.array([3.0, 1.0, 9.0]))
    Shares(precision=0.75, recall=1.0, f1=0.857143)
    """
    right = float(weights[found & is_present].sum())
    n_found, n_present = float(weights[found].sum()), float(weights[is_present].sum())
    both = n_found + n_present
    return Shares(
        round(right / n_found, DECIMALS) if n_found else None,
        round(right / n_present, DECIMALS) if n_present else None,
        round(2 * right / both, DECIMALS) if both else 0.0,
    )


def precision_of_present(
    decisions: Whole, labels: Whole, weights: Numbers
) -> float | None:
    """Return the precision of what a classifier itself holds to be present.

    Where it abstains the rules do not speak for it.

    Args:
        decisions: (units,) places in ``DECISIONS``.
        labels: (units,) 1 present, 0 absent, -1 not settled.
        weights: (units,) how many units of the corpus each stands for.

    Returns:
        Each unit by its weight; None if it finds nothing.

    >>> decisions = np.array([DECISIONS.index(PRESENT)] * 3)
    >>> labels, weights = np.array([1, 0, -1]), np.array([3.0, 1.0, 9.0])
    >>> precision_of_present(decisions, labels, weights)
    0.75
    """
    known = labels >= 0
    found = decisions[known] == DECISIONS.index(PRESENT)
    return shares(found, labels[known] == 1, weights[known]).precision


def worse(measured: Measured) -> str | None:
    """Return that the rules do better, if they do."""
    if measured.f1 >= measured.rules_f1:
        return None
    return (
        f"the rules do better on the same units: F1 {measured.rules_f1:.3f} against "
        f"{measured.f1:.3f}"
    )
