"""Intervals by author against slow loops, exact fractions and what they promise."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from lasthope.errors import UserError
from lasthope.intervals import (
    NEWCOMBE,
    NEWCOMBE_AUTHORS,
    PARTS,
    WILSON,
    WILSON_AUTHORS,
    Uncertainty,
    difference_of_shares,
    shares_of_units,
)
from lasthope.variance import effective_authors, spread
from test_intervals_published import wilson_of

SETTINGS = {"confidence": 0.95, "min_authors": 5, "permutations": 99, "seed": 7}


INFLUENCES = st.lists(
    st.tuples(st.integers(1, 40), st.integers(-30, 30)), min_size=2, max_size=9
)


@given(INFLUENCES)
def test_spread_as_exact_fractions(authors):
    sizes = [size for size, _ in authors]
    parts = [
        Fraction(influence**2) / (1 - Fraction(size, sum(sizes)))
        for size, influence in authors
    ]
    found = spread(
        np.array([[float(influence)] for _, influence in authors]),
        np.array(sizes, np.float64),
    )
    assert found.variances.item() == pytest.approx(float(sum(parts)))
    if not sum(parts):
        assert math.isnan(found.freedom.item())
        return
    freedom = 3 * sum(parts) ** 2 / sum(part**2 for part in parts)
    assert found.freedom.item() == pytest.approx(float(max(freedom, 1)))


def test_of_authors_of_one_size_the_variance_is_that_of_a_mean():
    # The squared standard error of a mean: sample variance over the number.
    shares = np.array([0.1, 0.4, 0.4, 0.9, 0.2])
    influences = (shares - shares.mean())[:, None] / 5
    found = spread(influences, np.full(5, 8.0))
    assert found.variances.item() == pytest.approx(shares.var(ddof=1) / 5)


def test_normal_authors_have_as_many_degrees_of_freedom_as_there_are():
    rng = np.random.default_rng(5)
    found = spread(rng.normal(size=(40_000, 1)), np.ones(40_000))
    assert found.freedom.item() == pytest.approx(40_000, rel=0.03)


def of_units(counts) -> csr_array:
    """Counts of whole units, in parts."""
    return csr_array(np.asarray(counts, dtype=np.int64) * PARTS)


def side(seed: int, n_authors: int, n_categories: int = 3) -> csr_array:
    """Authors of different sizes and habits."""
    rng = np.random.default_rng(seed)
    n_units = rng.integers(1, 30, size=n_authors)
    habits = rng.beta(1, 3, size=(n_authors, n_categories))
    held = rng.binomial(n_units[:, None], habits)
    return of_units(np.column_stack([n_units, held]))


def test_few_authors_give_wilson_over_units():
    counts = of_units([[60, 50], [10, 6]])
    shares = shares_of_units(counts, uncertainty=Uncertainty(**SETTINGS))
    assert shares.counts.tolist() == [56]
    assert shares.n_units == 70
    assert not shares.estimates.is_by_author
    assert shares.estimates.methods.tolist() == [WILSON]
    assert shares.estimates.values.tolist() == [0.8]
    found = [end.item() for end in shares.estimates.interval]
    assert found == pytest.approx(wilson_of(56, 70))


def test_few_authors_on_one_side_give_newcombe_over_units():
    uncertainty = Uncertainty(**SETTINGS)
    few = shares_of_units(of_units([[70, 56]]), uncertainty=uncertainty)
    many = shares_of_units(
        of_units([[10, n] for n in (9, 9, 8, 7, 5, 4, 3, 3)]),
        uncertainty=uncertainty,
    )
    assert many.estimates.is_by_author
    difference = difference_of_shares(few, many, confidence=0.95)
    # 56/70 against 48/80: the published example again.
    assert difference.values.item() == pytest.approx(0.2)
    ends = [end.item() for end in difference.interval]
    assert ends == pytest.approx([0.0524, 0.3339], abs=5e-5)
    assert difference.methods.tolist() == [NEWCOMBE]
    assert not difference.is_by_author


def slowly(counts, category):
    """Return a share and its interval, one author after the other."""
    rows = [[n / PARTS for n in row] for row in counts.toarray().tolist()]
    n_units, held = (sum(row[column] for row in rows) for column in (0, category + 1))
    share = held / n_units
    parts = []
    for row in rows:
        residual = (row[category + 1] - share * row[0]) / n_units
        parts.append(residual**2 / (1 - row[0] / n_units))
    variance = sum(parts)
    t = stats.t.ppf(0.975, 3 * variance**2 / sum(part**2 for part in parts))
    n = min(share * (1 - share) / variance, n_units)
    # Wilson's interval is where the score test does not reject.
    b, c = -(2 * share + t**2 / n), share**2
    root = math.sqrt(b**2 - 4 * (1 + t**2 / n) * c)
    return share, *((-b + sign * root) / (2 * (1 + t**2 / n)) for sign in (-1, 1))


def test_intervals_by_author_as_a_slow_loop():
    uncertainty = Uncertainty(**SETTINGS)
    a, b = side(1, 12), side(2, 9)
    shares_a = shares_of_units(a, uncertainty=uncertainty)
    shares_b = shares_of_units(b, uncertainty=uncertainty)
    difference = difference_of_shares(shares_a, shares_b, confidence=0.95)
    for category in range(3):
        (p_a, low_a, high_a), (p_b, low_b, high_b) = (
            slowly(counts, category) for counts in (a, b)
        )
        below = math.hypot(p_a - low_a, high_b - p_b)
        above = math.hypot(high_a - p_a, p_b - low_b)
        for estimates, expected in (
            (shares_a.estimates, (p_a, low_a, high_a)),
            (shares_b.estimates, (p_b, low_b, high_b)),
            (difference, (p_a - p_b, p_a - p_b - below, p_a - p_b + above)),
        ):
            low, high = (end[category] for end in estimates.interval)
            assert (estimates.values[category], low, high) == pytest.approx(expected)
            assert estimates.is_by_author
    assert set(shares_a.estimates.methods) == {WILSON_AUTHORS}
    assert set(difference.methods) == {NEWCOMBE_AUTHORS}


def test_one_prolific_author_widens_the_interval():
    # 100 units of one author and 1 each of nine: by unit the share looks sure.
    counts = of_units([[100, 100]] + [[1, 0]] * 9)
    shares = shares_of_units(counts, uncertainty=Uncertainty(**SETTINGS))
    low = shares.estimates.interval[0].item()
    assert low < 0.3 < 0.8 < wilson_of(100, 109)[0]


def test_authors_who_do_not_differ_do_not_give_certainty():
    # Nobody uses the first category, everybody always the second, 8 authors alike.
    counts = of_units([[6, 0, 6, n % 7] for n in range(8)])
    shares = shares_of_units(counts, uncertainty=Uncertainty(**SETTINGS))
    low, high = shares.estimates.interval
    t = stats.t.ppf(0.975, 8)
    # Wilson's of 0 of 8 is from 0 to t^2 / (8 + t^2).
    assert (low[0], high[0]) == pytest.approx((0, t**2 / (8 + t**2)))
    assert (low[1], high[1]) == pytest.approx((8 / (8 + t**2), 1))
    assert shares.estimates.is_by_author


@pytest.mark.parametrize("n_units", [48, 49, 98, 103, 107])
def test_authors_alike_are_known_whatever_their_numbers(n_units):
    # As floats, 49 x (12 / 588) is not 1.
    counts = of_units([[n_units, 1]] * 12)
    found = shares_of_units(counts, uncertainty=Uncertainty(**SETTINGS)).estimates
    t, share = stats.t.ppf(0.975, 12), 1 / n_units
    centre = (share + t**2 / 24) / (1 + t**2 / 12)
    half = t * math.sqrt(share * (1 - share) / 12 + t**2 / 576) / (1 + t**2 / 12)
    low, high = (end.item() for end in found.interval)
    assert (low, high) == pytest.approx((centre - half, centre + half))


def test_effective_authors_are_all_authors_only_if_they_weigh_evenly():
    assert effective_authors(np.full(7, 3.0)) == pytest.approx(7)
    # (100 + 4) squared over 10,000 + 4.
    assert effective_authors(np.array([100.0, 1, 1, 1, 1])) == pytest.approx(
        1.0812, abs=1e-4
    )


def drawn_side(rng, sizes, mean):
    """Authors whose own shares differ: beta with a correlation of .1."""
    n_units = sizes(rng)
    habits = rng.beta(9 * mean, 9 * (1 - mean), size=len(n_units))
    return of_units(np.column_stack([n_units, rng.binomial(n_units, habits)]))


LOGNORMAL = lambda rng: np.clip(rng.lognormal(2.2, 1.1, 80), 1, 400).astype(int)  # noqa: E731
ZIPF = lambda rng: np.maximum(1, 1000 // np.arange(1, 151))  # noqa: E731


@pytest.mark.parametrize("sizes", [LOGNORMAL, ZIPF])
@pytest.mark.parametrize("mean", [0.05, 0.3])
def test_intervals_hold_the_truth_as_often_as_they_say(sizes, mean):
    rng = np.random.default_rng(11)
    uncertainty = Uncertainty(**SETTINGS)
    n_held, n_runs = 0, 800
    for _ in range(n_runs):
        a, b = (
            shares_of_units(drawn_side(rng, sizes, mean), uncertainty=uncertainty)
            for _ in "ab"
        )
        low, high = difference_of_shares(a, b, confidence=0.95).interval
        n_held += low.item() <= 0 <= high.item()
    assert 0.93 <= n_held / n_runs <= 0.97


def test_no_category_at_all():
    counts = of_units([[2], [1], [1], [1], [1]])
    shares = shares_of_units(counts, uncertainty=Uncertainty(**SETTINGS))
    assert shares.estimates.values.shape == (0,)
    difference = difference_of_shares(shares, shares, confidence=0.95)
    assert difference.values.shape == (0,)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("confidence", 0),
        ("confidence", 1),
        ("confidence", 95),
        ("confidence", float("nan")),
        ("min_authors", 1),
        ("permutations", 98),
        ("seed", -1),
    ],
)
def test_settings_that_make_no_sense(setting, value):
    with pytest.raises(UserError, match=rf"^compare\.{setting} is {value}; .*\.$"):
        Uncertainty(**SETTINGS | {setting: value})


def test_settings_at_their_limit():
    Uncertainty(confidence=0.95, min_authors=2, permutations=99, seed=0)
