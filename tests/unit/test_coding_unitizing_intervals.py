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
    ends = min(ranked), max(ranked)
    return None if round(ends[0], 6) == round(ends[1], 6) else ends


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


def test_the_table_has_the_interval_of_its_category_by_its_seed():
    items = "abcdefghijkl"
    # They end 0 to 11 characters apart, each pair of ends otherwise.
    ends = {item: (20, 20 + 5 * n % 12) for n, item in enumerate(items)}
    judged = [(coder, item, True) for coder in "ab" for item in items]
    spans = [(coder, item, 0, ends[item][coder == "b"]) for coder, item, _ in judged]
    lengths = dict.fromkeys(items, 40)
    found = {}
    for seed in (3, 4):
        (row,) = table(judged, spans, lengths, seed=seed)
        found[seed] = row["low"], row["high"]
        assert found[seed] == interval_of_spans(
            [[[(0, ends[item][number])] for item in items] for number in (0, 1)],
            [40] * 12,
            confidence=0.95,
            resamples=199,
            rng=np.random.default_rng(seed),
        )
        assert row["low"] < row["alpha"] < row["high"]
        assert row["note"] is None
    assert found[3][0] != found[4][0]
    assert found[3][1] != found[4][1]


def test_a_small_disagreement_is_none_that_is_not_there():
    """Two ends of a million lie one character apart, so alpha is 1 as it is rounded."""
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v")]
    spans = [(coder, item, 0, 10**6) for coder in "ab" for item in ("u", "v")]
    spans[0] = ("a", "u", 0, 10**6 - 1)
    (row,) = table(judged, spans, dict.fromkeys("uv", 10**7))
    assert (row["alpha"], row["low"], row["high"]) == (1, None, None)
    assert row["note"] == "resamples have no alpha or one and the same, so no interval"


def test_units_that_are_all_alike_have_no_interval():
    """Each resample is the sample, so that none shows any doubt."""
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v")]
    spans = [
        (coder, item, 0, 3 + (coder == "b")) for coder in "ab" for item in ("u", "v")
    ]
    (row,) = table(judged, spans, dict.fromkeys("uv", 10))
    assert row["alpha"] < 1
    assert (row["low"], row["high"]) == (None, None)
    assert row["note"] == "resamples have no alpha or one and the same, so no interval"


def test_a_category_that_few_units_are_marked_with_has_no_interval():
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v", "w")]
    ends = {"u": (3, 3), "v": (5, 3), "w": (9, 4)}
    spans = [(coder, item, 0, ends[item][coder == "b"]) for coder, item, _ in judged]
    lengths = dict.fromkeys("uvw", 10)
    (row,) = table(judged, spans, lengths)
    assert row["low"] < row["alpha"] < row["high"]
    (fewer,) = table(judged, spans, lengths, min_positives=4)
    assert (fewer["alpha"], fewer["low"], fewer["high"]) == (row["alpha"], None, None)
    assert fewer["note"] == "marked in 3 of them; 4 are needed"


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
