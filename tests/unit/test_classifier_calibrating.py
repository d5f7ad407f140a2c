"""Probabilities, thresholds and measures against plain counting and a peer."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score

from lasthope.classifier.calibrating import (
    LOG_ODDS,
    calibration_error,
    cuts,
    reliability,
    thousandths,
)
from lasthope.classifier.limits import FEWEST_FOUND, Limits, limits
from lasthope.classifier.measuring import shares
from lasthope.classifier_tables import DECISIONS
from taught import rows

JUDGED = st.lists(
    st.tuples(st.integers(0, 999), st.booleans(), st.integers(1, 4)),
    min_size=12,
    max_size=40,
).filter(lambda some: 0 < sum(one[1] for one in some) < len(some))


def arrays(judged):
    told, present, weight = zip(*judged, strict=True)
    return rows(*told), np.array(present), np.array(weight, dtype=float)


def test_the_sigmoid_is_that_of_scikit_learn():
    rng = np.random.default_rng(3)
    log_odds = rng.normal(size=300)
    is_present = rng.random(300) < 1 / (1 + np.exp(-(2 * log_odds - 1)))
    scores = np.rint(log_odds * LOG_ODDS).astype(np.int64)
    found = thousandths(scores, cuts(scores, is_present, np.ones(300)))
    # A classifier whose decision function is the score itself.
    x = log_odds[:, np.newaxis]
    plain = LogisticRegression().fit(x, is_present)
    plain.coef_, plain.intercept_ = np.ones((1, 1)), np.zeros(1)
    peer = CalibratedClassifierCV(
        FrozenEstimator(plain), method="sigmoid", cv=[(np.arange(300), np.arange(300))]
    ).fit(x, is_present)
    expected = peer.predict_proba(x)[:, 1]
    assert np.abs(found / 1000 - expected).max() < 0.002


def test_a_score_that_falls_where_the_category_is_gives_no_probability():
    scores = rows(1, 2, 3, 4, 5, 6) * LOG_ODDS
    is_present = np.array([True, True, True, False, False, False])
    assert cuts(scores, is_present, np.ones(6)) is None


def test_units_that_stand_for_more_count_for_more():
    scores = rows(*[0] * 20, *[4] * 20) * LOG_ODDS
    is_present = np.array([False] * 16 + [True] * 4 + [True] * 16 + [False] * 4)
    evenly = cuts(scores, is_present, np.ones(40))
    rarely = cuts(scores, is_present, np.where(is_present, 1.0, 9.0))
    # Two scores and two parameters: the mean of Platt's targets at each is met. They
    # are (n + 1) / (n + 2) and 1 / (m + 2), with n and m units with and without it.
    assert thousandths(rows(0), evenly)[0] == pytest.approx(
        1000 * (4 * 21 / 22 + 16 * 1 / 22) / 20, abs=1
    )
    # Weights are scaled to sum to the number of units: 4 with it, 36 without.
    assert thousandths(rows(0), rarely)[0] == pytest.approx(
        1000 * (4 * 5 / 6 + 9 * 16 * 1 / 38) / (4 + 9 * 16), abs=1
    )


@given(JUDGED, st.sampled_from([0.5, 0.8, 1.0]))
@settings(max_examples=40, deadline=None)
def test_limits_are_those_that_plain_counting_finds(judged, precision):
    def counted(limit):
        found = [one for one in judged if one[0] >= limit]
        right = sum(weight for _, is_there, weight in found if is_there)
        return right, sum(weight for *_, weight in found), len(found)

    n_present = sum(weight for _, is_there, weight in judged if is_there)
    f1 = {
        limit: Fraction(2 * right, n_present + n_found)
        for limit in range(1, 1000)
        for right, n_found, _ in [counted(limit)]
    }
    best = [limit for limit in f1 if f1[limit] == max(f1.values())]
    absent = best[len(best) // 2]
    wanted = [
        limit
        for limit in range(absent, 1000)
        for right, n_found, n in [counted(limit)]
        if n >= FEWEST_FOUND and right >= Fraction(str(precision)) * n_found
    ]
    found = limits(*arrays(judged), precision=precision)
    assert found == (Limits(absent, wanted[0]) if wanted else None)


def test_between_the_limits_the_rules_decide():
    decided = Limits(200, 700).decide(rows(0, 199, 200, 699, 700, 999))
    assert [DECISIONS[place] for place in decided] == [
        *("absent", "absent", "rules", "rules", "present", "present")
    ]


@given(JUDGED)
def test_the_calibration_error_is_that_of_plain_counting(judged):
    total = sum(weight for *_, weight in judged)
    error = Fraction(0)
    for low in range(0, 1000, 100):
        inside = [one for one in judged if low <= one[0] < low + 100]
        present = sum(weight for _, is_there, weight in inside if is_there)
        told = sum(Fraction(one[0], 1000) * one[2] for one in inside)
        error += abs(present - told) / total
    found = calibration_error(reliability(*arrays(judged)))
    assert found == pytest.approx(float(error), abs=1e-9)


@given(JUDGED)
def test_measures_are_those_of_scikit_learn(judged):
    told, is_present, weights = arrays(judged)
    found = told >= 500
    ours = shares(found, is_present, weights)
    kind = {"sample_weight": weights, "zero_division": 0}
    for value, measure in zip(
        ours, (precision_score, recall_score, f1_score), strict=True
    ):
        assert (value or 0) == pytest.approx(
            measure(is_present, found, **kind), abs=1e-6
        )
    assert (ours.precision is None) == (not found.any())
