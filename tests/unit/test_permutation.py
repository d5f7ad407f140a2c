"""Permutation of authors against trying all ways by hand, and against scipy."""

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from lasthope import permutation as module
from lasthope.permutation import permuted, shares_differ, ways


def test(a, b, *, permutations=9999, seed=1):
    groups = csr_array(np.array(a, np.int64)), csr_array(np.array(b, np.int64))
    rng = np.random.default_rng(seed)
    return permuted(groups, shares_differ, permutations=permutations, rng=rng)


test.__test__ = False

# Units of an author, and how many of them hold each of two categories.
AUTHORS = st.lists(
    st.integers(1, 9).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))
    ),
    min_size=1,
    max_size=5,
)


def slowly(a, b):
    """Try all ways, author by author."""
    every, n_a = a + b, len(a)

    def size_of(chosen):
        sides = [[], []]
        for number, author in enumerate(every):
            sides[number not in chosen].append(author)
        totals = [[sum(column) for column in zip(*side, strict=True)] for side in sides]
        (n, *held), (m, *other) = totals
        return [abs(x * m - y * n) / (n * m) for x, y in zip(held, other, strict=True)]

    observed = size_of(range(n_a))
    ways = [size_of(chosen) for chosen in combinations(range(len(every)), n_a)]
    return [
        sum(way[i] >= observed[i] - 1e-9 for way in ways) / len(ways) for i in range(2)
    ]


@given(AUTHORS, AUTHORS, st.sampled_from([1, 7, 2**21]), st.sampled_from([0, 10**9]))
@settings(deadline=None)
def test_all_ways_are_tried_where_they_are_few(a, b, at_once, dense):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PLACES_AT_ONCE", at_once)
        patch.setattr(module, "DENSE", dense)
        found = test(a, b)
    assert found.p.tolist() == pytest.approx(slowly(a, b))
    assert (found.p >= found.smallest).all()


@pytest.mark.parametrize(
    ("n_a", "n_b", "smallest"),
    # One way among so many; two where a side and the other are as large.
    [(1, 1, 1), (1, 3, 1 / 4), (2, 5, 1 / 21), (3, 3, 2 / 20), (4, 4, 2 / 70)],
)
def test_the_smallest_p_there_can_be(n_a, n_b, smallest):
    found = test([[5, 5, 0]] * n_a, [[5, 0, 0]] * n_b)
    assert found.smallest == pytest.approx(smallest)
    # The first category tells the sides apart without fault, the second not at all.
    assert found.p.tolist() == pytest.approx([smallest, 1])


def side(seed, n_authors):
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 30, n_authors)
    habits = rng.beta(1, 3, (n_authors, 2))
    return np.column_stack([n, rng.binomial(n[:, None], habits)]).tolist()


def test_as_many_at_random_as_scipy_has():
    a, b = side(1, 12), side(2, 15)
    every = np.array(a + b)

    def statistic(one, other):
        return shares_differ(every[one].sum(axis=0), every[other].sum(axis=0))[0]

    expected = stats.permutation_test(
        (np.arange(12), np.arange(12, 27)),
        statistic,
        permutation_type="independent",
        vectorized=False,
        n_resamples=4000,
        random_state=np.random.default_rng(3),
    )
    found = test(a, b, permutations=4000)
    assert found.smallest == 1 / 4001
    assert found.p[0] == pytest.approx(expected.pvalue, abs=0.03)


def test_the_same_seed_gives_the_same_p_however_many_are_held_at_once(monkeypatch):
    a, b = side(3, 20), side(4, 25)
    one = test(a, b, permutations=300).p.tolist()
    monkeypatch.setattr(module, "PLACES_AT_ONCE", 500)
    assert test(a, b, permutations=300).p.tolist() == one
    monkeypatch.setattr(module, "DENSE", 0)
    assert test(a, b, permutations=300).p.tolist() == one
    assert test(b, a, permutations=300).smallest == 1 / 301
    assert test(a, b, permutations=300, seed=2).p.tolist() != one


@pytest.mark.parametrize(("n_a", "n_b"), [(30, 30), (80, 4)])
def test_without_a_difference_one_in_twenty_is_below_5_percent(n_a, n_b):
    found = [
        test(side([n, 1], n_a), side([n, 2], n_b), permutations=199, seed=n).p[0]
        for n in range(400)
    ]
    # 5 % of 400 are 20; three standard deviations are 13.
    assert 7 <= sum(p <= 0.05 for p in found) <= 33


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 10**6))
def test_ways_are_counted_as_far_as_it_matters(n, k, most):
    k = min(n, k)
    found = ways(n, k, most=most)
    assert found == comb(n, k) if comb(n, k) <= most else found > most


def test_a_million_authors_against_the_exact_probability():
    # A unit each: how many of the few hold it is hypergeometric.
    n_few, n_many, held_few, held_many = 40, 10**6, 14, 200_000
    few = [[1, 1]] * held_few + [[1, 0]] * (n_few - held_few)
    many = np.column_stack([np.ones(n_many, np.int64), np.arange(n_many) < held_many])
    found = test(few, many, permutations=4999, seed=5)
    law = stats.hypergeom(n_few + n_many, held_few + held_many, n_few)
    drawn = np.arange(n_few + 1)

    def gap(held):
        return abs(held / n_few - (held_few + held_many - held) / n_many)

    expected = law.pmf(drawn)[gap(drawn) >= gap(held_few) - 1e-12].sum()
    # Three standard deviations of a share of 4999.
    room = 3 * (expected * (1 - expected) / 4999) ** 0.5
    assert found.p[0] == pytest.approx(expected, abs=room + 1 / 5000)
    assert found.smallest == 1 / 5000


def test_a_difference_is_found():
    a = [[20, 12, 5]] * 30
    b = [[20, 5, 5]] * 30
    found = test(a, b)
    assert found.p.tolist() == [1 / 10_000, 1]
