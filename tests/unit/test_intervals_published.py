"""Intervals against published tables, scipy and closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lasthope.intervals import newcombe, normal, normal_quantile, quantile, wilson

Z = 1.959963984540054


def wilson_of(count: int, n: int) -> tuple[float, float]:
    low, high = wilson(np.array([count / n]), n, Z)
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
    low, high = wilson(np.array([count / n]), n, normal_quantile(confidence))
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
        wilson(shares_a, n_a, Z),
        shares_b,
        wilson(shares_b, n_b, Z),
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


# Of Student's table: a t of so many degrees of freedom, two-sided 5 %.
@pytest.mark.parametrize(
    ("freedom", "t"), [(1, 12.706), (5, 2.571), (30, 2.042), (math.inf, 1.960)]
)
def test_quantile_as_in_the_table(freedom, t):
    assert quantile(np.array([freedom]), confidence=0.95).item() == pytest.approx(
        t, abs=5e-4
    )
