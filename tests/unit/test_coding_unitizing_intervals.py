"""Tests of lasthope.coding.unitizing: intervals of alpha over resamples of units."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.coding.unitizing import alpha_of_spans, interval_of_spans
from test_coding_unitizing import slow_expected, slow_observed, table

UNIT = 10


@st.composite
def marked_units(draw):
    """Return of two coders the spans of each unit, all units being of one length."""
    span = st.tuples(st.integers(0, UNIT - 1), st.integers(1, UNIT)).filter(
        lambda ends: ends[0] < ends[1]
    )
    unit = st.lists(span, max_size=1)
    n_units = draw(st.integers(2, 7))
    units = st.lists(unit, min_size=n_units, max_size=n_units)
    return draw(units), draw(units)


def slow_interval(coders, n_units, resamples, confidence, rng):
    """By laying out every resample, alpha by definition, and cutting the ends off."""
    found = []
    for _ in range(resamples):
        drawn = sorted(rng.integers(n_units, size=n_units))
        spans = [
            [
                (UNIT * place + start, UNIT * place + end)
                for place, unit in enumerate(drawn)
                for start, end in units[unit]
            ]
            for units in coders
        ]
        expected = slow_expected(spans, UNIT * n_units)
        if expected:
            observed = slow_observed(spans, UNIT * n_units)
            found.append(float(1 - observed / expected))
    if len(found) <= resamples / 2:
        return None
    ranked, outside = sorted(found), (1 - confidence) / 2 * len(found)
    for _ in range(int(outside)):
        ranked.remove(min(ranked))
        ranked.remove(max(ranked))
    return min(ranked), max(ranked)


@settings(max_examples=25, deadline=None)
@given(marked_units(), st.integers(0, 99))
def test_the_interval_is_that_of_resamples_written_out(coders, seed):
    n_units, resamples = len(coders[0]), 33
    found = interval_of_spans(
        coders,
        [UNIT] * n_units,
        confidence=0.75,
        resamples=resamples,
        rng=np.random.default_rng(seed),
    )
    rng = np.random.default_rng(seed)
    expected = slow_interval(coders, n_units, resamples, 0.75, rng)
    assert found == (expected and pytest.approx(expected, abs=1e-6))


def test_a_resample_of_units_of_any_length_is_laid_end_to_end():
    """Of two units four resamples exist; chance draws each of them soon."""
    one, other, lengths = [[(0, 4)], [(2, 5)]], [[(2, 4)], [(2, 4)]], [10, 7]
    alphas = [
        alpha_of_spans([[(0, 4), (10, 14)], [(2, 4), (12, 14)]], 20),
        alpha_of_spans([[(0, 4), (12, 15)], [(2, 4), (12, 14)]], 17),
        alpha_of_spans([[(2, 5), (9, 12)], [(2, 4), (9, 11)]], 14),
    ]
    found = interval_of_spans(
        [one, other],
        lengths,
        confidence=0.99,
        resamples=99,
        rng=np.random.default_rng(0),
    )
    assert found == (min(alphas), max(alphas))


def test_the_table_has_the_interval_of_its_category():
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v", "w")]
    ends = {"u": (3, 3), "v": (5, 3), "w": (9, 4)}
    spans = [
        (coder, item, 0, ends[item][coder == "b"])
        for coder, item in [row[:2] for row in judged]
    ]
    (row,) = table(judged, spans, dict.fromkeys("uvw", 10))
    low, high = interval_of_spans(
        [[[(0, ends[item][number])] for item in "uvw"] for number in (0, 1)],
        [10] * 3,
        confidence=0.95,
        resamples=199,
        rng=np.random.default_rng(3),
    )
    assert (row["low"], row["high"]) == (low, high)
    assert low < row["alpha"] < high
    assert row["note"] is None


def test_coders_who_never_disagree_have_no_interval():
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v")]
    spans = [(coder, item, 0, 3) for coder in "ab" for item in ("u", "v")]
    (row,) = table(judged, spans, {"u": 10, "v": 10})
    assert (row["alpha"], row["low"], row["high"]) == (1, None, None)
    assert row["note"] == "no disagreement, so that resampling gives no interval"


def test_spans_that_chance_could_lay_in_no_other_way_have_no_alpha():
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v")]
    spans = [(coder, item, 0, 1) for coder in "ab" for item in ("u", "v")]
    (row,) = table(judged, spans, {"u": 1, "v": 1})
    assert (row["alpha"], row["use"]) == (None, "unvalidated")
    assert row["note"] == "chance could have laid the spans in no other way"
