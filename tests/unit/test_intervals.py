"""Intervals against published tables, scipy, slow loops and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from lasthope import intervals
from lasthope.errors import UserError
from lasthope.intervals import (
    BOOTSTRAP,
    NEWCOMBE,
    NEWCOMBE_AUTHORS,
    PARTS,
    WILSON,
    WILSON_AUTHORS,
    Uncertainty,
    difference_of_shares,
    newcombe,
    normal,
    normal_quantile,
    percentile,
    resampled_totals,
    shares_of_units,
    wilson,
)

SETTINGS = {"confidence": 0.95, "min_authors": 5, "replicates": 400, "seed": 7}


def wilson_of(count: int, n: int) -> tuple[float, float]:
    low, high = wilson(np.array([count / n]), n, confidence=0.95)
    return low.item(), high.item()


# Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(count, n, low, high):
    assert wilson_of(count, n) == pytest.approx((low, high), abs=5e-5)


@given(st.data(), st.integers(1, 5000), st.floats(0.5, 0.999))
def test_wilson_as_scipy(data, n, confidence):
    count = data.draw(st.integers(0, n))
    expected = stats.binomtest(count, n).proportion_ci(confidence, method="wilson")
    low, high = wilson(np.array([count / n]), n, confidence=confidence)
    assert low.item() == pytest.approx(expected.low, abs=1e-9)
    assert high.item() == pytest.approx(expected.high, abs=1e-9)
    assert 0 <= low.item() <= count / n <= high.item() <= 1


# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("a", "n_a", "b", "n_b", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_newcombe_as_published(a, n_a, b, n_b, low, high):
    shares_a, shares_b = np.array([a / n_a]), np.array([b / n_b])
    found = newcombe(
        shares_a,
        wilson(shares_a, n_a, confidence=0.95),
        shares_b,
        wilson(shares_b, n_b, confidence=0.95),
    )
    assert found[0].item() == pytest.approx(low, abs=5e-5)
    assert found[1].item() == pytest.approx(high, abs=5e-5)


@given(st.floats(0.01, 0.9999))
def test_normal_quantile_as_scipy(confidence):
    expected = stats.norm.ppf((1 + confidence) / 2)
    assert normal_quantile(confidence) == pytest.approx(expected, rel=1e-9)


def test_normal_by_hand():
    low, high = normal(np.array([1.0]), np.array([4.0]), confidence=0.95)
    # 1 - 1.959964 x 2 and 1 + 1.959964 x 2
    assert low.item() == pytest.approx(-2.919928, abs=1e-6)
    assert high.item() == pytest.approx(4.919928, abs=1e-6)


def test_percentile_by_hand():
    # Of 0, 1, ..., 100 the 5th and 95th percentiles are 5 and 95.
    replicates = np.arange(101.0)[::-1, None] * [1, 10]
    low, high = percentile(replicates, confidence=0.9)
    assert low.tolist() == pytest.approx([5, 50])
    assert high.tolist() == pytest.approx([95, 950])


@pytest.mark.parametrize("at_once", [1, 7, 2**22])
def test_resampling_as_a_slow_loop_with_the_same_draws(monkeypatch, at_once):
    monkeypatch.setattr(intervals, "WEIGHTS_AT_ONCE", at_once)
    counts = np.array([[3, 1, 0], [1, 0, 0], [10, 4, 9]])
    found = resampled_totals(
        csr_array(counts), replicates=50, rng=np.random.default_rng(11)
    )
    rng = np.random.default_rng(11)
    expected = []
    for _ in range(50):
        total = [0, 0, 0]
        for author in rng.integers(3, size=3).tolist():
            total = [t + int(c) for t, c in zip(total, counts[author], strict=True)]
        expected.append(total)
    assert found.tolist() == expected


def test_resampling_is_multinomial():
    # One column per author with count 1: the totals are the weights themselves,
    # whose means are 1, variances 1 - 1/m and covariances -1/m.
    m = 4
    weights = resampled_totals(
        csr_array(np.eye(m, dtype=np.int64)),
        replicates=40_000,
        rng=np.random.default_rng(3),
    )
    assert (weights.sum(axis=1) == m).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(m), abs=0.02)
    expected = np.eye(m) - 1 / m
    assert np.cov(weights.T) == pytest.approx(expected, abs=0.03)


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
    shares = shares_of_units(counts, "platform", uncertainty=Uncertainty(**SETTINGS))
    assert shares.counts.tolist() == [56]
    assert shares.n_units == 70
    assert shares.replicates is None
    assert not shares.estimates.is_by_author
    assert shares.estimates.methods.tolist() == [WILSON]
    assert shares.estimates.values.tolist() == [0.8]
    found = [end.item() for end in shares.estimates.interval]
    assert found == pytest.approx(wilson_of(56, 70))


def test_few_authors_on_one_side_give_newcombe_over_units():
    uncertainty = Uncertainty(**SETTINGS)
    few = shares_of_units(of_units([[70, 56]]), "platform", uncertainty=uncertainty)
    many = shares_of_units(
        of_units([[10, n] for n in (9, 9, 8, 7, 5, 4, 3, 3)]),
        "provider",
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


def test_author_bootstrap_as_a_slow_loop_with_the_same_draws():
    uncertainty = Uncertainty(**SETTINGS)
    a, b = side(1, 12), side(2, 9)
    replicates = {}
    for name, counts in (("platform", a), ("provider", b)):
        rng, dense = uncertainty.rng(name), counts.toarray().tolist()
        replicates[name] = []
        for _ in range(400):
            drawn = [dense[i] for i in rng.integers(len(dense), size=len(dense))]
            totals = [sum(column) for column in zip(*drawn, strict=True)]
            replicates[name].append([held / totals[0] for held in totals[1:]])
    shares_a = shares_of_units(a, "platform", uncertainty=uncertainty)
    shares_b = shares_of_units(b, "provider", uncertainty=uncertainty)
    difference = difference_of_shares(shares_a, shares_b, confidence=0.95)
    for category in range(3):
        of_a = [row[category] for row in replicates["platform"]]
        of_b = [row[category] for row in replicates["provider"]]
        of_both = [x - y for x, y in zip(of_a, of_b, strict=True)]
        for estimates, values in (
            (shares_a.estimates, of_a),
            (shares_b.estimates, of_b),
            (difference, of_both),
        ):
            low, high = (end[category] for end in estimates.interval)
            assert low == pytest.approx(np.percentile(values, 2.5))
            assert high == pytest.approx(np.percentile(values, 97.5))
            assert estimates.methods[category] == BOOTSTRAP
            assert estimates.is_by_author


def test_author_bootstrap_has_the_closed_form_spread():
    # Linearised variance of a ratio over m authors: the sum of squared residuals
    # held - share x units, over the square of all units.
    counts = side(5, 300)
    settings = SETTINGS | {"replicates": 4000}
    shares = shares_of_units(counts, "users", uncertainty=Uncertainty(**settings))
    dense = counts.toarray()
    n, held = dense[:, :1], dense[:, 1:]
    residuals = held - shares.estimates.values * n
    expected = np.sqrt((residuals**2).sum(axis=0)) / n.sum()
    assert shares.replicates.std(axis=0) == pytest.approx(expected, rel=0.06)
    low, high = shares.estimates.interval
    assert (high - low) / 2 == pytest.approx(1.96 * expected, rel=0.08)


def test_one_prolific_author_widens_the_bootstrap():
    # 100 units of one author and 1 each of nine: by unit the share looks sure.
    counts = of_units([[100, 100]] + [[1, 0]] * 9)
    shares = shares_of_units(counts, "users", uncertainty=Uncertainty(**SETTINGS))
    low, high = (end.item() for end in shares.estimates.interval)
    # The prolific author is missing from a third of the resamples.
    assert low == 0 < 0.8 < wilson_of(100, 109)[0]


def test_authors_who_do_not_differ_do_not_give_certainty():
    # Nobody uses the first category, everybody always the second, 8 authors.
    counts = of_units([[n, 0, n, n // 2] for n in range(3, 11)])
    uncertainty = Uncertainty(**SETTINGS)
    shares = shares_of_units(counts, "users", uncertainty=uncertainty)
    low, high = shares.estimates.interval
    never, always = wilson_of(0, 8), wilson_of(8, 8)
    assert (low[0], high[0]) == pytest.approx(never)
    assert (low[1], high[1]) == pytest.approx(always)
    assert shares.estimates.methods.tolist() == [
        WILSON_AUTHORS,
        WILSON_AUTHORS,
        BOOTSTRAP,
    ]
    assert shares.estimates.is_by_author

    other = shares_of_units(counts, "media", uncertainty=uncertainty)
    difference = difference_of_shares(shares, other, confidence=0.95)
    ends = np.array(difference.interval)
    assert difference.values.tolist() == [0, 0, 0]
    # Newcombe for 0/8 and 0/8: minus and plus the upper bound of either.
    assert ends[:, 0].tolist() == pytest.approx([-never[1], never[1]])
    assert ends[:, 1].tolist() == pytest.approx([-never[1], never[1]])
    assert difference.methods.tolist() == [NEWCOMBE_AUTHORS] * 2 + [BOOTSTRAP]


def test_no_category_at_all():
    counts = of_units([[2], [1], [1], [1], [1]])
    shares = shares_of_units(counts, "users", uncertainty=Uncertainty(**SETTINGS))
    assert shares.estimates.values.shape == (0,)
    difference = difference_of_shares(shares, shares, confidence=0.95)
    assert difference.values.shape == (0,)


def test_each_side_draws_for_itself_and_the_same_each_time():
    draws = {
        name: Uncertainty(**SETTINGS).rng(name).integers(1000, size=20).tolist()
        for name in ("platform", "provider", "users")
    }
    again = Uncertainty(**SETTINGS).rng("users").integers(1000, size=20).tolist()
    other = Uncertainty(**SETTINGS | {"seed": 8}).rng("users")
    assert draws["users"] == again != other.integers(1000, size=20).tolist()
    assert len({tuple(drawn) for drawn in draws.values()}) == 3


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("confidence", 0),
        ("confidence", 1),
        ("confidence", 95),
        ("confidence", float("nan")),
        ("min_authors", 1),
        ("replicates", 99),
        ("seed", -1),
    ],
)
def test_settings_that_make_no_sense(setting, value):
    with pytest.raises(UserError, match=rf"^compare\.{setting} is {value}; .*\.$"):
        Uncertainty(**SETTINGS | {setting: value})


def test_settings_at_their_limit():
    Uncertainty(confidence=0.95, min_authors=2, replicates=100, seed=0)
