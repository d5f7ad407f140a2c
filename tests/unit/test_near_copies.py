"""Near copies share the weight of one: in shares, in words, in the comparison."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from compared import (
    SETTINGS,
    copied_corpus,
    large,
    of_words,
    posted,
    row,
    small_corpus,
    words_listed,
)
from lasthope.compare import compare
from lasthope.intervals import (
    PARTS,
    Uncertainty,
    normal_quantile,
    rounded,
    shares_of_units,
    wilson,
)
from lasthope.keyness import keyness

UNCERTAINTY = Uncertainty(confidence=0.95, min_authors=5, permutations=99, seed=7)
PAIR = {"side_a": "platform", "side_b": "provider"}


@pytest.mark.parametrize(
    ("parts", "units"),
    [(0, 0), (PARTS // 2 - 1, 0), (PARTS // 2, 1), (PARTS, 1), (5 * PARTS // 2, 3)],
)
def test_half_a_unit_is_rounded_up(parts, units):
    assert rounded(parts) == units
    assert rounded(np.array([parts, PARTS])).tolist() == [units, 1]


def test_near_copies_count_as_much_as_they_weigh():
    # One author has it in 3 of 4 units; the other has two units of half a weight, one
    # of which has it.
    counts = csr_array(np.array([[4 * PARTS, 3 * PARTS], [PARTS, PARTS // 2]]))
    shares = shares_of_units(counts, uncertainty=UNCERTAINTY)
    assert shares.n_units == 5
    assert shares.estimates.values.tolist() == [0.7]
    # 3 1/2 units, rounded up for reading but not for the interval.
    assert shares.counts.tolist() == [4]
    low, high = wilson(np.array([0.7]), 5, normal_quantile(0.95))
    assert [end.tolist() for end in shares.estimates.interval] == [
        low.tolist(),
        high.tolist(),
    ]


def test_an_interval_by_author_does_not_hang_on_what_all_of_them_weigh():
    # Weights of one half throughout: the same shares, half the units. The authors
    # differ, so that no interval is as sure as its units would be.
    rng = np.random.default_rng(4)
    n_units = rng.integers(1, 30, size=12)
    held = n_units[:, None] * rng.binomial(1, [0.3, 0.5, 0.5], size=(12, 3))
    whole = csr_array(PARTS * np.column_stack([n_units, held]))
    half = csr_array(whole.toarray() // 2)
    one = shares_of_units(whole, uncertainty=UNCERTAINTY)
    other = shares_of_units(half, uncertainty=UNCERTAINTY)
    assert other.n_units == one.n_units / 2
    for ends in zip(one.estimates.interval, other.estimates.interval, strict=True):
        assert ends[0].tolist() == pytest.approx(ends[1].tolist())


@pytest.mark.parametrize("min_count", [1, 2])
def test_words_of_near_copies_count_as_much_as_they_weigh(min_count):
    # One author a side. Side a says "free" 2 1/2 times of 4, side b 1/4 of 1: pooled
    # 2 3/4 and 2 1/4 of 5. With 10 prior words alpha is 5 1/2 and 4 1/2.
    counts = csr_array(PARTS // 4 * np.array([[10, 6], [1, 3]]))
    authors = {"platform": np.array([0]), "provider": np.array([1])}
    key = keyness(
        counts,
        authors,
        **PAIR,
        prior_words=10,
        min_count=min_count,
        min_word_authors=1,
        uncertainty=UNCERTAINTY,
    )
    assert key.listed.tolist() == [0, 1]
    # A half and more of a word is told as one.
    assert (key.y_a.tolist(), key.y_b.tolist()) == ([3, 2], [0, 1])
    # (2 1/2 + 5 1/2) / (4 + 10 - 8) against (1/4 + 5 1/2) / (1 + 10 - 5 3/4).
    ratio = math.log(8 / 6) - math.log(5.75 / 5.25)
    assert key.estimates.values.tolist() == pytest.approx([ratio, -ratio])
    half = 1.959963985 * math.sqrt(1 / 8 + 1 / 5.75)
    low, high = (end[0] for end in key.estimates.interval)
    assert (low, high) == pytest.approx((ratio - half, ratio + half))


def test_a_word_must_weigh_as_much_as_min_count():
    # 2 3/4 and 2 1/4 occurrences.
    counts = csr_array(PARTS // 4 * np.array([[10, 6], [1, 3]]))
    authors = {"platform": np.array([0]), "provider": np.array([1])}
    settings = {"prior_words": 10, "uncertainty": UNCERTAINTY}
    key = keyness(counts, authors, **PAIR, min_count=3, min_word_authors=1, **settings)
    assert key.listed.tolist() == []


def test_shares_of_copies_by_hand():
    result = compare(**copied_corpus(), **SETTINGS)
    shares = result[(result["measure"] == "share") & (result["side_a"] != "users")]
    found = {
        (r["facet"], r["name"], r["side_a"]): (r["count_a"], r["estimate"])
        for _, r in shares.iterrows()
    }
    # Platform: 1/2 + 1/2 of d1, 1/2 of d5, all with elite and topic 0, and 1 of d2.
    # Provider: 1 of d3, 1/3 of d4 and 1/3 of d6. A half and more is told as a whole.
    assert found == {
        ("frame", "elite", "platform"): (2, 0.6),
        ("frame", "elite", "provider"): (0, 0.0),
        ("frame", "safety", "platform"): (0, 0.0),
        ("frame", "safety", "provider"): (1, 0.6),
        ("device", "hedging", "platform"): (0, 0.0),
        ("device", "hedging", "provider"): (0, 0.0),
        ("topic", "0", "platform"): (2, 0.6),
        ("topic", "0", "provider"): (1, 0.4),
        ("topic", "1", "platform"): (1, 0.4),
        ("topic", "1", "provider"): (0, 0.0),
        ("topic", "none", "platform"): (0, 0.0),
        ("topic", "none", "provider"): (1, 0.6),
    }
    # Of 5/2 and 5/3 units.
    for side, n_units, n_authors in (("platform", 3, 1), ("provider", 2, 3)):
        of_side = shares[shares["side_a"] == side]
        assert set(of_side["n_units_a"]) == {n_units}
        assert set(of_side["n_authors_a"]) == {n_authors}
    elite = row(shares, "share", "frame", "elite", "platform")
    # Wilson 3/5 of 5/2: (3/5 + z²/5 ± z √(6/25 x 2/5 + z² x 4/100)) / (1 + z² x 2/5).
    assert (elite["low"], elite["high"]) == (0.153348, 0.925498)
    users = row(result, "share", "topic", "0", "users")
    # One copy of three is a third of a unit.
    assert (users["count_a"], users["n_units_a"], users["estimate"]) == (0, 0, 1)


def test_differences_of_copies_by_hand():
    result = compare(**copied_corpus(), **SETTINGS)
    is_pair = result["side_a"].eq("platform") & result["side_b"].eq("provider")
    is_difference = result["measure"].eq("difference") & result["facet"].ne("word")
    differences = result[is_pair & is_difference]
    found = {
        (r["facet"], r["name"]): (r["count_a"], r["count_b"], r["estimate"])
        for _, r in differences.iterrows()
    }
    assert found == {
        ("frame", "elite"): (2, 0, 0.6),
        ("frame", "safety"): (0, 1, -0.6),
        ("device", "hedging"): (0, 0, 0.0),
        ("topic", "0"): (2, 1, 0.2),
        ("topic", "1"): (1, 0, 0.4),
        ("topic", "none"): (0, 1, -0.6),
    }
    hedging = row(result, "difference", "device", "hedging")
    # 0 of 5/2 and of 5/3: the upper bounds z²/(n + z²) are 0.605769 and 0.697417.
    assert (hedging["low"], hedging["high"]) == (-0.697417, 0.605769)


def test_log_odds_of_copies_by_hand():
    result = compare(**copied_corpus(), **SETTINGS)
    counts = {
        r["name"]: (r["count_a"], r["count_b"]) for _, r in of_words(result).iterrows()
    }
    # "lose" is said half a time, "no" two thirds of one: less than once.
    assert counts == {
        "hate": (1, 1),
        "hope": (1, 0),
        "safety": (0, 1),
        "they": (2, 0),
        "want": (2, 1),
        "we": (1, 1),
    }
    hate = row(result, "log_odds", "word", "hate")
    # 7 words against 13/3, with the users' 2/3 pooled 12; of "hate" 1 and 2/3, with
    # the users' 1/3 pooled 2, so alpha = 10 x 2/12 = 5/3.
    expected = math.log((8 / 3) / (7 + 10 - 8 / 3)) - math.log(
        (7 / 3) / (13 / 3 + 10 - 7 / 3)
    )
    half = 1.959963985 * math.sqrt(3 / 8 + 3 / 7)
    ends = (hate["low"], hate["estimate"], hate["high"])
    # Thirds are a whole number of parts but for a millionth.
    assert ends == pytest.approx(
        (expected - half, expected, expected + half), abs=1.5e-6
    )


@pytest.mark.parametrize("min_authors", [10, 50])
@pytest.mark.parametrize("n_times", [2, 3, 4])
def test_who_posts_all_again_says_no_more(n_times, min_authors):
    once = large(5, {"platform": 12, "provider": 11, "users": 3})
    settings = SETTINGS | {"min_authors": min_authors}
    expected = compare(**once, **settings)
    found = compare(**posted(once, n_times), **settings)
    # Halves and quarters are whole parts of a unit; a third is but for a millionth, two
    # of its own: by so much may the logarithm of either side's odds move.
    ends = ["estimate", "low", "high", "p", "q"]
    off = (found[ends] - expected[ends]).abs().max(axis=1)
    is_ratio = found["measure"].eq("log_odds")
    for rows, most in ((~is_ratio, 2e-6), (is_ratio, 4e-6)):
        assert off[rows].max() <= (most if n_times == 3 else 0)
    pd.testing.assert_frame_equal(
        found.drop(columns=ends), expected.drop(columns=ends), check_exact=True
    )


@pytest.mark.parametrize("n_times", range(2, 12))
def test_a_word_as_frequent_as_min_count_is_listed_however_often_posted(n_times):
    assert words_listed(posted(small_corpus(), n_times)) == words_listed(small_corpus())
