"""Alignment by hand, at its fixed points, and its interval on data of known truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from lasthope.alignment import BY_AUTHOR, TOO_FEW, Profiles, alignment
from lasthope.intervals import PARTS, Uncertainty

UNCERTAINTY = Uncertainty(confidence=0.95, min_authors=5, permutations=99, seed=7)
PLATFORM, PROVIDER = np.array([0.6, 0.1, 0.2]), np.array([0.2, 0.4, 0.2])


def of_units(rows):
    return csr_array(np.array(rows, np.int64) * PARTS)


def test_by_hand():
    # Shares .4, .2, .9: apart from the provider by .2, -.2, .7, the sides by
    # .4, -.3, 0.
    # (.2 x .4 + .2 x .3) / (.16 + .09) = .14 / .25
    found = alignment(
        of_units([[10, 4, 2, 9]]), Profiles(PLATFORM, PROVIDER), uncertainty=UNCERTAINTY
    )
    assert found.values.tolist() == pytest.approx([0.56])
    assert np.isnan(found.interval).all()
    assert found.methods.tolist() == [TOO_FEW]
    assert not found.is_by_author


def test_the_sides_themselves_are_one_and_zero():
    profiles = Profiles(PLATFORM, PROVIDER)
    for shares, expected in (
        (PLATFORM, 1),
        (PROVIDER, 0),
        (2 * PLATFORM - PROVIDER, 2),
    ):
        rows = [[100, *np.rint(100 * shares).astype(int).tolist()]]
        found = alignment(of_units(rows), profiles, uncertainty=UNCERTAINTY)
        assert found.values.item() == pytest.approx(expected)


def test_sides_that_do_not_differ_have_nothing_between_them():
    profiles = Profiles(PLATFORM, PLATFORM)
    counts = of_units([[10, 4, 2, 9]])
    assert alignment(counts, profiles, uncertainty=UNCERTAINTY) is None


AUTHORS = st.lists(
    st.integers(1, 9).flatmap(
        lambda n: st.tuples(st.just(n), *[st.integers(0, n)] * 3)
    ),
    min_size=5,
    max_size=9,
)


@given(AUTHORS)
def test_the_interval_as_that_of_a_mean_of_scores(authors):
    """An author's score is that of the author alone, weighed by the units."""
    profiles = Profiles(PLATFORM, PROVIDER)
    found = alignment(of_units(authors), profiles, uncertainty=UNCERTAINTY)
    units = np.array([author[0] for author in authors])
    scores = [
        alignment(of_units([author]), profiles, uncertainty=UNCERTAINTY).values.item()
        for author in authors
    ]
    mean = np.average(scores, weights=units)
    assert found.values.item() == pytest.approx(mean)
    weights = units / units.sum()
    parts = (weights * (scores - mean)) ** 2 / (1 - weights)
    if parts.sum() < 1e-20:
        return
    t = stats.t.ppf(0.975, max(1, 3 * parts.sum() ** 2 / (parts**2).sum()))
    half = t * np.sqrt(parts.sum())
    low, high = (end.item() for end in found.interval)
    assert (low, high) == pytest.approx((mean - half, mean + half))
    assert found.methods.tolist() == [BY_AUTHOR]


def test_where_authors_are_alike_the_interval_is_exactly_the_estimate():
    # As floats, 49 x (6 / 294) is not 1.
    found = alignment(
        of_units([[49, 1, 1, 1]] * 6),
        Profiles(PLATFORM, PROVIDER),
        uncertainty=UNCERTAINTY,
    )
    assert [end.item() for end in found.interval] == [found.values.item()] * 2


def test_intervals_hold_the_truth():
    rng = np.random.default_rng(3)
    profiles, n_held = Profiles(PLATFORM, PROVIDER), 0
    truth = 0.3 * PLATFORM + 0.7 * PROVIDER
    for _ in range(600):
        units = np.clip(rng.lognormal(2.2, 1.1, 60), 1, 400).astype(int)
        habits = rng.beta(9 * truth, 9 * (1 - truth), (60, 3))
        counts = np.column_stack([units, rng.binomial(units[:, None], habits)])
        found = alignment(of_units(counts), profiles, uncertainty=UNCERTAINTY)
        low, high = (end.item() for end in found.interval)
        n_held += low <= 0.3 <= high
    assert 0.925 <= n_held / 600 <= 0.975
