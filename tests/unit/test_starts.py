"""Tests of lasthope.starts: first centres that come back in samples of the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from lasthope import starts
from lasthope.clusters import (
    CENTRE_LENGTH,
    ExactKMeans,
    different_rows,
    nearest,
    scattered,
    settle,
)
from lasthope.embed import with_length
from lasthope.starts import peaks, returning
from lasthope.topics.clusterers import NeighbourKMeans


def rows_of(drawn):
    return with_length(np.rint(drawn * 1000).astype(np.int64), 127).astype(np.int8)


def grouped(seed, n=1200, n_groups=12, width=16, noise=0.4):
    """Return rows around the corners of a cross, and which each is around."""
    rng = np.random.default_rng(seed)
    group = np.arange(n) % n_groups
    noisy = np.eye(width)[group] + rng.normal(scale=noise, size=(n, width))
    return rows_of(noisy), group


def on_circle(*degrees):
    """Return centres in a plane."""
    angles = np.deg2rad(degrees)
    plane = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return with_length(np.rint(plane * 10**6).astype(np.int64), CENTRE_LENGTH)


def slow_peaks(centres, n_peaks, n_near):
    """Return what peaks should, a pair at a time."""
    rows = with_length(centres, 127).tolist()

    def product(a, b):
        return sum(x * y for x, y in zip(rows[a], rows[b], strict=True))

    def distance(a, b):
        return sum((x - y) ** 2 for x, y in zip(rows[a], rows[b], strict=True))

    every = range(len(rows))
    density = [
        sum(sorted((product(a, b) for b in every if b != a), reverse=True)[:n_near])
        for a in every
    ]
    order = sorted(every, key=lambda a: (-density[a], a))
    height = {
        a: max(density[a], 0)
        * min([4 * 127**2] + [distance(a, b) for b in order[:place]])
        for place, a in enumerate(order)
    }
    return sorted(order, key=lambda a: -height[a])[:n_peaks]


def test_peaks_are_what_comes_back_far_from_what_comes_back_more():
    # Three lie together, two lie together, and one is alone between them.
    centres = on_circle(0, 2, 4, 90, 93, 45)
    # 2 has the nearest two; of the pair, 90 is nearer to the others; then the lone one.
    assert peaks(centres, 3, n_near=2).tolist() == [1, 3, 5]


def test_without_neighbours_the_first_centres_are_the_peaks():
    assert peaks(on_circle(50, 0, 10, 20), 3, n_near=0).tolist() == [0, 1, 2]
    assert peaks(on_circle(50), 1, n_near=5).tolist() == [0]


@given(st.integers(0, 2**32), st.integers(1, 24), st.integers(0, 6), st.integers(1, 4))
def test_peaks_are_those_of_slow_arithmetic(seed, n, n_near, width):
    rng = np.random.default_rng(seed)
    # Small numbers, so that some are equal and some have opposite directions.
    centres = with_length(rng.integers(-2, 3, size=(n, width)), CENTRE_LENGTH)
    n_peaks = int(rng.integers(1, n + 1))
    expected = slow_peaks(centres, n_peaks, min(n_near, n - 1))
    assert peaks(centres, n_peaks, n_near).tolist() == expected


def test_peaks_are_the_same_a_few_at_a_time(monkeypatch):
    centres = with_length(
        np.random.default_rng(3).integers(-99, 99, size=(50, 6)), CENTRE_LENGTH
    )
    expected = peaks(centres, 50, n_near=4).tolist()
    monkeypatch.setattr(starts, "CENTRES_AT_ONCE", 7)
    assert peaks(centres, 50, n_near=4).tolist() == expected


@pytest.mark.parametrize("seed", range(4))
def test_each_group_has_a_start(seed):
    rows, group = grouped(seed)
    centres = returning(rows, 12, np.random.default_rng(seed), n_samples=10)
    assert centres.shape == (12, 16)
    lengths = np.linalg.norm(centres.astype(float), axis=1)
    np.testing.assert_allclose(lengths, CENTRE_LENGTH, rtol=1e-3)
    # Each centre is along the axis of another group.
    assert sorted(centres.argmax(axis=1)) == list(range(12))
    labels, _ = nearest(rows, centres)
    assert adjusted_rand_score(group, labels) > 0.5


def test_a_single_sample_gives_its_own_centres():
    rows, _ = grouped(6)
    different, _ = different_rows(rows)
    rng = np.random.default_rng(9)
    sample = different[np.sort(rng.permutation(len(different))[:600])]
    # Of so few centres, 2 + ln(8) are tried for each.
    start = scattered(sample, 8, rng, n_tries=4)
    expected = settle(sample, start, 10).centres
    found = returning(different, 8, np.random.default_rng(9), n_samples=1)
    np.testing.assert_array_equal(found, expected)


def test_as_many_centres_as_different_rows_are_all_of_them():
    rows, _ = different_rows(rows_of(np.random.default_rng(7).normal(size=(40, 20))))
    found = returning(rows, 40, np.random.default_rng(2), n_samples=3)
    labels, _ = nearest(rows, found)
    assert sorted(labels) == list(range(40))


@pytest.mark.parametrize("seed", [8, 9])
def test_groups_of_unequal_size_are_found_that_random_starts_miss(seed):
    # The largest of 24 groups has a quarter of the rows, the smallest a hundredth.
    rng = np.random.default_rng(seed)
    sizes = 1 / np.arange(1, 25)
    group = rng.choice(24, size=1500, p=sizes / sizes.sum())
    noise = rng.normal(scale=0.15, size=(1500, 24))
    rows = rows_of(np.eye(24)[group] + noise)

    def right(start):
        return adjusted_rand_score(group, settle(rows, start, 100).labels)

    for draw in range(3):
        rng = np.random.default_rng(draw)
        assert right(returning(rows, 24, rng, n_samples=10)) > 0.99
        assert right(scattered(rows, 24, rng)) < 0.8


@pytest.mark.parametrize("n", [500, 501])
def test_many_rows_are_grouped_from_such_a_start_and_few_from_random_ones(n):
    rows, _ = grouped(10, n=n, noise=0.7)
    settings = {"n_clusters": 12, "min_cluster_size": 1, "n_starts": 3}
    found = NeighbourKMeans(n_neighbours=0, random_state=4, **settings).fit(rows)
    model = ExactKMeans(max_iter=300, random_state=4, **settings)
    different, _ = different_rows(rows)
    if n > 500:
        start = returning(different, 12, np.random.default_rng(4), n_samples=3)
        labels = model.fit_from(different, start).labels
    else:
        labels = model.best_fit(different).labels
    # The final groups are those of the rows as they are, which here are the same.
    assert adjusted_rand_score(labels, found.predict(different)) > 0.95
