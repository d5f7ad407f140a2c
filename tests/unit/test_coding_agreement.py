"""Tests of lasthope.coding.agreement: alpha by definition and as published."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lasthope.coding.agreement import agreement, alpha, confusion, interval

SETTINGS = {
    "confidence": 0.95,
    "resamples": 999,
    "min_units": 5,
    "min_positives": 2,
    "min_alpha": 0.667,
    "good_alpha": 0.8,
    "seed": 7,
}
CATEGORIES = pd.DataFrame(
    {"category": ["safety"], "facet": ["frame"], "label": ["Public safety"]}
)
# A unit is the judgements of those who coded it.
UNITS = st.lists(
    st.lists(st.booleans(), min_size=2, max_size=5), min_size=1, max_size=12
)


def slow_alpha(units):
    """By the coincidences of values, as Krippendorff (2011) counts them on paper."""
    coincidences = {}
    for values in units:
        for pair in permutations(values, 2):
            part = Fraction(1, len(values) - 1)
            coincidences[pair] = coincidences.get(pair, 0) + part
    n = sum(coincidences.values())
    margins = {
        value: sum(count for pair, count in coincidences.items() if pair[0] == value)
        for value in (True, False)
    }
    observed = sum(count for (a, b), count in coincidences.items() if a != b)
    expected = 2 * margins[True] * margins[False]
    return None if not expected else float(1 - (n - 1) * observed / expected)


def counted(units):
    return (
        np.array([sum(values) for values in units], dtype=np.int64),
        np.array([len(values) for values in units], dtype=np.int64),
    )


def judgements(*coders):
    """Return a table of what each coder found in unit 0, 1, ...; None for not coded."""
    return pd.DataFrame(
        [
            (f"coder-{number}", f"u-{unit:02d}", "safety", bool(value))
            for number, values in enumerate(coders)
            for unit, value in enumerate(values)
            if value is not None
        ],
        columns=["coder", "item", "category", "is_present"],
    )


def test_two_observers_of_binary_data_as_published():
    # Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability, example A.
    meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    units = [[bool(a), bool(b)] for a, b in zip(meg, owen, strict=True)]
    assert alpha(*counted(units)) == pytest.approx(0.095, abs=0.0005)


@given(UNITS)
def test_alpha_is_that_of_the_coincidences(units):
    expected = slow_alpha(units)
    found = alpha(*counted(units))
    assert found is expected is None or found == pytest.approx(expected, abs=1e-6)


@given(UNITS)
def test_alpha_does_not_ask_which_value_is_called_present(units):
    swapped = [[not value for value in values] for values in units]
    assert alpha(*counted(units)) == alpha(*counted(swapped))


@given(UNITS, st.randoms())
def test_the_order_of_units_makes_no_difference(units, random):
    mixed = random.sample(units, len(units))
    assert alpha(*counted(units)) == alpha(*counted(mixed))


@given(UNITS)
def test_coders_who_never_differ_agree_wholly(units):
    alike = [[values[0]] * len(values) for values in units]
    assume(len({values[0] for values in units}) == 2)
    assert alpha(*counted(alike)) == 1


def test_the_interval_is_that_of_resampled_units():
    units = [[True, True]] * 20 + [[True, False]] * 6 + [[False, False]] * 54
    present, judged = counted(units)
    asked = {"confidence": 0.9, "resamples": 400}
    low, high = interval(present, judged, rng=np.random.default_rng(3), **asked)
    drawn = np.random.default_rng(3).integers(80, size=(400, 80))
    slow = sorted(slow_alpha([units[place] for place in row]) for row in drawn)
    assert (low, high) == pytest.approx((slow[20], slow[379]), abs=1e-6)
    assert low < alpha(present, judged) < high


def test_there_is_no_interval_where_most_resamples_have_no_alpha():
    present, judged = counted([[True, False]] + [[False, False]] * 1)
    found = interval(
        present, judged, confidence=0.9, resamples=99, rng=np.random.default_rng(1)
    )
    # Half the resamples of two units hold the first once, a quarter hold it twice.
    assert found is not None
    present, judged = counted([[True, True]] + [[False, False]])
    found = interval(
        present, judged, confidence=0.9, resamples=999, rng=np.random.default_rng(2)
    )
    assert found is None or found == (1, 1)


def test_a_category_is_described_by_hand_counted_numbers():
    table = agreement(
        judgements([1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0]), CATEGORIES, **SETTINGS
    )
    (row,) = table.to_dict("records")
    assert (row["n_coders"], row["n_units"], row["n_positive"]) == (2, 6, 3)
    assert row["prevalence"] == pytest.approx(5 / 12, abs=1e-6)
    assert row["agreement"] == pytest.approx(5 / 6, abs=1e-6)
    # 12 judgements, 5 of them present, one unit split: 1 - 11 * 1 / (5 * 7).
    assert row["alpha"] == pytest.approx(1 - 11 / 35, abs=1e-6)
    assert row["low"] <= row["alpha"] <= row["high"]
    assert row["use"] == "tentative"


@pytest.mark.parametrize(
    ("one", "other", "use", "note"),
    [
        ([1, 1, 0, 0], [1, 1, 0, 0], "unvalidated", "4 units were coded twice"),
        ([1, 1, 0, 0, 0], [1, 1, 0, 0, 0], "inference", "no disagreement"),
        ([1, 0, 0, 0, 0], [1, 0, 0, 0, 0], "unvalidated", "found in 1 of them"),
        ([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], "unvalidated", "found in 0 of them"),
        ([1, 1, 1, 1, 1], [1, 1, 1, 1, 1], "unvalidated", "every judgement"),
        ([1, 1, 0, 0, 0], [0, 1, 1, 0, 0], "none", None),
        ([1, 1, 0, 0, 0, None], [1, 1, 0, 0, None, 0], "unvalidated", "4 units"),
    ],
)
def test_what_a_category_may_be_used_for(one, other, use, note):
    (row,) = agreement(judgements(one, other), CATEGORIES, **SETTINGS).to_dict(
        "records"
    )
    assert row["use"] == use
    assert row["note"] is note is None or note in row["note"]


def test_without_codings_no_category_is_validated():
    table = agreement(judgements(), CATEGORIES, **SETTINGS)
    assert table["use"].tolist() == ["unvalidated"]
    assert table[["n_coders", "n_units", "n_positive"]].to_numpy().tolist() == [[0] * 3]


def test_confusion_counts_what_two_coders_both_judged():
    table = confusion(judgements([1, 1, 1, 0, 0, 0], [1, 1, 0, 1, 0, None]))
    assert table.to_numpy().tolist() == [["safety", "coder-0", "coder-1", 2, 1, 1, 1]]


def test_each_pair_of_three_coders_is_there():
    table = confusion(judgements([1, 0], [1, 0], [0, 0]))
    pairs = table[["coder_a", "coder_b"]].to_numpy().tolist()
    assert pairs == [
        ["coder-0", "coder-1"],
        ["coder-0", "coder-2"],
        ["coder-1", "coder-2"],
    ]
