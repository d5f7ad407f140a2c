"""Log odds ratios of shares: by hand, by peers, and against what must always hold."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from compared import SETTINGS, large, row, small_corpus
from lasthope.calibration.methods import ratio_by_author
from lasthope.calibration.simulated import Side
from lasthope.compare import compare
from lasthope.comparison import finished
from lasthope.intervals import (
    NO_RATIO,
    PARTS,
    Uncertainty,
    newcombe,
    shares_of_units,
    wilson,
)
from lasthope.odds import (
    ADDED,
    OF_AUTHORS,
    OF_SENTENCES,
    log_odds_ratio_of_shares,
)

UNCERTAINTY = Uncertainty(confidence=0.95, min_authors=5, permutations=99, seed=7)
Z = 1.959963984540054


def shares_of(*authors):
    """Shares of one category of a side, whose authors are (units, held)."""
    return shares_of_units(
        csr_array(np.array(authors) * PARTS), uncertainty=UNCERTAINTY
    )


def ratio(a, b):
    """Return estimate, low, high and method of one category."""
    found = log_odds_ratio_of_shares(a, b, confidence=0.95)
    low, high = found.interval
    return found.values.item(), low.item(), high.item(), found.methods.item()


def test_by_hand():
    # 10 of 30 and 5 of 25: odds of 1/2 and 1/4.
    value, low, high, method = ratio(shares_of((30, 10)), shares_of((25, 5)))
    assert value == pytest.approx(math.log(2))
    # n p q is 20/3 and 4.
    half_a, half_b = (2 * math.asinh(Z / 2 / math.sqrt(npq)) for npq in (20 / 3, 4))
    half = math.sqrt(half_a**2 + half_b**2)
    assert (low, high) == pytest.approx((math.log(2) - half, math.log(2) + half))
    assert method == OF_SENTENCES


COUNTS = st.integers(2, 400).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(1, n - 1))
)


@given(COUNTS, COUNTS)
def test_as_the_ends_of_wilsons_intervals(a, b):
    """On the scale of log odds, put together as a difference is."""
    log_odds = []
    for n, held in (a, b):
        share = np.array([held / n])
        low, high = wilson(share, n, Z)
        log_odds.append([np.log(p / (1 - p)) for p in (share, low, high)])
    (of_a, *ends_a), (of_b, *ends_b) = log_odds
    low, high = newcombe(of_a, tuple(ends_a), of_b, tuple(ends_b))
    found = ratio(shares_of(a), shares_of(b))
    expected = (of_a - of_b).item(), low.item(), high.item()
    assert found[:3] == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_of_many_units_as_woolfs_interval():
    """The usual standard error of a log odds ratio is its limit."""
    table = np.array([[4000, 6000], [3000, 9000]])
    odds = stats.contingency.odds_ratio(table, kind="sample")
    expected = odds.confidence_interval(0.95)
    value, low, high, _ = ratio(shares_of((10_000, 4000)), shares_of((12_000, 3000)))
    assert value == pytest.approx(math.log(odds.statistic))
    ends = math.log(expected.low), math.log(expected.high)
    assert (low, high) == pytest.approx(ends, abs=1e-4)


AUTHORS = [(12, 3), (7, 0), (9, 5), (3, 1), (20, 2), (5, 4)]


def test_by_author_as_the_sides_own_intervals():
    a, b = shares_of(*AUTHORS), shares_of(*((n, n - held) for n, held in AUTHORS[:5]))
    value, low, high, method = ratio(a, b)
    held_a, n_a = sum(held for _, held in AUTHORS), sum(n for n, _ in AUTHORS)
    held_b, n_b = 51 - 11, 51
    odds = Fraction(held_a, n_a - held_a) / Fraction(held_b, n_b - held_b)
    assert value == pytest.approx(math.log(odds))
    halves = []
    for side in (a, b):
        below, above = (end.item() for end in side.estimates.interval)
        halves.append(math.log(above / (1 - above)) - math.log(below / (1 - below)))
    half = math.hypot(*halves) / 2
    assert (low, high) == pytest.approx((value - half, value + half))
    assert method == OF_AUTHORS


def test_few_authors_on_one_side_make_it_one_over_sentences():
    many, few = shares_of(*AUTHORS), shares_of((25, 5))
    as_one = shares_of(tuple(map(sum, zip(*AUTHORS, strict=True))))
    assert ratio(many, few) == pytest.approx(ratio(as_one, few))


def test_a_side_that_never_uses_it():
    # None of 4 and 2 of 16: a tenth of both, so of one unit more a tenth.
    never, some = shares_of((4, 0)), shares_of((16, 2))
    value, low, high, method = ratio(never, some)
    share_a, share_b = 0.1 / 5, 2.1 / 17
    expected = math.log(share_a / (1 - share_a)) - math.log(share_b / (1 - share_b))
    assert value == pytest.approx(expected)
    assert method == f"{ADDED}; {OF_SENTENCES}"
    assert low < value < high < math.inf
    assert ratio(some, never)[:3] == pytest.approx((-value, -high, -low))
    # Turned round it is a side that always does: 4 of 4 and 14 of 16.
    always = ratio(shares_of((4, 4)), shares_of((16, 14)))
    assert always[:3] == pytest.approx((-value, -high, -low))


@pytest.mark.parametrize("n", [4, 10**5, 3 * 10**6, 10**8])
def test_shares_next_to_one_keep_the_digits_of_those_next_to_zero(n):
    value, low, high, method = ratio(shares_of((n, 0)), shares_of((n, 1)))
    mirrored = ratio(shares_of((n, n)), shares_of((n, n - 1)))
    assert mirrored[:3] == pytest.approx((-value, -high, -low), rel=0, abs=1e-9)
    assert mirrored[3] == method
    # Of N + 1 units hold it a half of 1 / N, and as much and one more.
    half = Fraction(1, 2 * n)
    odds = [held / (n + 1 - held) for held in (half, half + 1)]
    assert value == pytest.approx(math.log(odds[0]) - math.log(odds[1]), abs=1e-9)


@pytest.mark.parametrize("share", [0, 1])
def test_without_a_ratio(share):
    a, b = shares_of((9, 9 * share)), shares_of((40, 40 * share))
    *numbers, method = ratio(a, b)
    assert np.isnan(numbers).all()
    assert method == NO_RATIO
    by_author = ratio(*[shares_of(*[(n, n * share) for n in range(1, 9)])] * 2)
    assert by_author[3] == NO_RATIO


SIDES = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    min_size=1,
    max_size=9,
)


@given(SIDES, SIDES)
def test_the_side_with_the_larger_share_has_the_larger_odds(a, b):
    """However few units a side has: none seems to do more of what it never does."""
    value, low, high, method = ratio(shares_of(*a), shares_of(*b))
    shares = [
        Fraction(sum(held for _, held in side), sum(n for n, _ in side))
        for side in (a, b)
    ]
    if method == NO_RATIO:
        assert shares[0] == shares[1]
        assert shares[0] in (0, 1)
        return
    difference = shares[0] - shares[1]
    if abs(value) > 1e-9:
        assert (value > 0) == (difference > 0)
    else:
        assert difference == 0
    assert -math.inf < low <= value <= high < math.inf


def test_planted_log_odds_are_held_under_the_null():
    """Authors who differ, no difference between the sides: 95 % by binomial chance.

    Of 1,000 pairs of 40 authors each, fewer than 930 or more than 970 come less often
    than once in a hundred if the interval is right.
    """
    rng = np.random.default_rng(3)
    mean, concentration = 0.2, 9
    held = 0
    for _ in range(50):
        sides = []
        for _ in "ab":
            units = np.maximum(1, 200 // np.arange(1, 41))
            habits = rng.beta(
                concentration * mean, concentration * (1 - mean), (40, 20)
            )
            sides.append(Side(units, rng.binomial(units[:, None], habits)))
        low, high = ratio_by_author(*sides, UNCERTAINTY)
        held += int(((low <= 0) & (high >= 0)).sum())
    assert 930 <= held <= 970


def test_the_comparison_has_it_of_every_pair_and_tests_it_once():
    result = compare(
        **large(1, {"court": 3, "platform": 12, "provider": 11}), **SETTINGS
    )
    keys = ["facet", "name", "side_a", "side_b"]
    is_word = result["facet"].eq("word")
    difference, ratios = (
        result[result["measure"].eq(measure) & ~is_word]
        for measure in ("difference", "log_odds")
    )
    same = [*keys, "count_a", "count_b", "n_units_a", "n_authors_b"]
    pd.testing.assert_frame_equal(
        difference[same].reset_index(drop=True), ratios[same].reset_index(drop=True)
    )
    tests = ["p", "q", "smallest_p"]
    assert difference[tests].notna().all(axis=None)
    assert ratios[tests].isna().all(axis=None)
    known = ratios.dropna(subset="estimate")
    at = known.set_index(keys).index
    assert known["status"].tolist() == (
        difference.set_index(keys).loc[at, "status"].tolist()
    )
    by_hand = [
        math.log(one.count_a / (one.n_units_a - one.count_a))
        - math.log(one.count_b / (one.n_units_b - one.count_b))
        for one in known.itertuples()
    ]
    assert known["estimate"].tolist() == pytest.approx(by_hand, abs=1e-6)


def test_the_comparison_by_hand():
    result = compare(**small_corpus(), **SETTINGS)
    # Two of three and one of two: odds of 2 and 1.
    topic = row(result, "log_odds", "topic", "0")
    assert topic["estimate"] == pytest.approx(math.log(2), abs=1e-6)
    # Two of three and none of two: two of five units in all, so 2/5 is added.
    elite = row(result, "log_odds", "frame", "elite")
    expected = math.log(2.4 / 1.6) - math.log(0.4 / 2.6)
    assert elite["estimate"] == pytest.approx(expected, abs=1e-6)
    assert set(result.loc[result["measure"].eq("log_odds"), "status"]) == {
        "descriptive"
    }


def test_of_a_ratio_that_there_is_none_of_nothing_is_claimed():
    tables = large(1, {"platform": 12, "provider": 11})
    tables["tags"] = tables["tags"][tables["tags"]["category"].ne("elite")]
    result = compare(**tables, **SETTINGS)
    is_null = result["estimate"].isna()
    assert (result["method"].eq(NO_RATIO) == is_null).all()
    none = row(result, "log_odds", "frame", "elite")
    assert none["status"] == "descriptive"
    assert pd.isna(none["estimate"])
    assert row(result, "difference", "frame", "elite")["status"] == "exploratory"


@pytest.mark.parametrize(
    ("measure", "estimate", "method"),
    [
        ("share", None, OF_AUTHORS),
        ("log_odds", None, OF_AUTHORS),
        ("log_odds", 0.5, NO_RATIO),
    ],
)
def test_no_estimate_gets_lost_on_the_way(measure, estimate, method):
    result = compare(**small_corpus(), **SETTINGS)
    one = result["measure"].eq(measure) & result["name"].eq("elite")
    assert one.any()
    broken = result.assign(
        estimate=result["estimate"].mask(one, estimate),
        method=result["method"].mask(one, method),
    )
    sizes = pd.DataFrame(
        {"n_parts": PARTS, "n_word_parts": PARTS, "n_authors": 1},
        index=["platform", "provider"],
    )
    with pytest.raises(ValueError, match=f"the {measure} of the frame 'elite' is"):
        finished(broken, sizes)
