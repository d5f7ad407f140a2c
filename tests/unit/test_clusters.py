"""Tests of lasthope.clusters: exactness, order, and what k-means is meant to find."""

from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from lasthope.clusters import (
    CENTRE_LENGTH,
    LONGEST_ROW,
    ExactKMeans,
    nearest,
    refine,
    scattered,
    settle,
)
from lasthope.embed import with_length
from lasthope.moving import move_rows


def unit_rows(n, d, seed):
    drawn = np.random.default_rng(seed).integers(-999, 1000, size=(n, d))
    return with_length(drawn, 127).astype(np.int8)


def around(centres, n_each, seed, noise=0.3):
    """Return rows around centres, and which centre each is around."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(centres)), n_each)
    drawn = np.asarray(centres)[truth] + rng.normal(scale=noise, size=(len(truth), 3))
    return with_length(np.rint(drawn * 1000).astype(np.int64), 127).astype(
        np.int8
    ), truth


def model(**changes):
    settings = {
        "n_clusters": 3,
        "min_cluster_size": 1,
        "n_starts": 5,
        "max_iter": 100,
        "random_state": 7,
    }
    return ExactKMeans(**{**settings, **changes})


AXES = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_clusters_are_those_that_the_rows_were_drawn_from():
    rows, truth = around(AXES, 30, seed=0, noise=0.1)
    fitted = model().fit(rows)
    assert adjusted_rand_score(truth, fitted.labels_) == 1
    peer = KMeans(3, n_init=5, random_state=0).fit(rows / 127)
    assert adjusted_rand_score(peer.labels_, fitted.labels_) == 1


def test_the_best_of_all_partitions_of_a_few_rows_is_found():
    rows = unit_rows(7, 3, seed=4)

    def total(labels):
        sums = [
            rows[np.array(labels) == label].sum(axis=0, dtype=int) for label in (0, 1)
        ]
        return sum(sqrt(sum(int(x) ** 2 for x in of)) for of in sums)

    best = max(product((0, 1), repeat=7), key=total)
    fitted = model(n_clusters=2, n_starts=30).fit(rows)
    assert adjusted_rand_score(best, fitted.labels_) == 1
    assert fitted.objective_ == pytest.approx(CENTRE_LENGTH * total(best), rel=1e-3)


def test_the_objective_never_falls_while_clusters_settle():
    rows = unit_rows(200, 5, seed=1)
    start = scattered(rows, 8, np.random.default_rng(0))
    objectives = [settle(rows, start, rounds).objective for rounds in range(30)]
    assert objectives == sorted(objectives)
    assert objectives[0] < objectives[1] < objectives[-1]
    settled = settle(rows, start, 100)
    assert settle(rows, settled.centres, 100).objective == settled.objective


def test_moving_rows_leaves_no_better_neighbour():
    rows = unit_rows(25, 6, seed=15)

    def total(labels):
        sums = [rows[labels == label].sum(axis=0, dtype=int) for label in range(3)]
        return sum(sqrt(sum(int(x) ** 2 for x in of)) for of in sums)

    start = np.arange(25) % 3
    moved = move_rows(rows, start, 3)
    assert total(moved) > total(start)
    assert start.tolist() == (np.arange(25) % 3).tolist()
    for row, label in product(range(25), range(3)):
        neighbour = moved.copy()
        neighbour[row] = label
        assert total(neighbour) < total(moved) + 1e-5


def test_the_last_row_of_a_cluster_stays():
    rows = np.array([[127, 0], [126, 10], [126, -10]], dtype=np.int8)
    assert len(set(move_rows(rows, np.array([0, 1, 1]), 2).tolist())) == 2


def test_moving_rows_mends_poor_starts_and_never_harms():
    rows = unit_rows(24, 200, seed=16)
    starts = [scattered(rows, 4, np.random.default_rng(seed)) for seed in range(10)]
    settled = [settle(rows, start, 100) for start in starts]
    refined = [refine(rows, fit, 100) for fit in settled]
    pairs = list(zip(settled, refined, strict=True))
    assert all(after.objective >= before.objective for before, after in pairs)
    assert sum(after.objective > before.objective for before, after in pairs) >= 8


def test_labels_objective_and_cosines_agree_with_slow_arithmetic():
    rows = unit_rows(60, 4, seed=2)
    fitted = model().fit(rows)
    dots = [
        [sum(x * y for x, y in zip(row, centre, strict=True)) for centre in centres]
        for centres in [fitted.cluster_centers_.tolist()]
        for row in rows.tolist()
    ]
    assert fitted.labels_.tolist() == [dot.index(max(dot)) for dot in dots]
    assert fitted.objective_ == sum(map(max, dots))
    assert fitted.predict(rows).tolist() == fitted.labels_.tolist()
    lengths = (
        np.linalg.norm(rows.astype(float), axis=1)
        * np.linalg.norm(fitted.cluster_centers_.astype(float), axis=1)[fitted.labels_]
    )
    np.testing.assert_allclose(fitted.cosines_, [max(dot) for dot in dots] / lengths)


@given(st.integers(0, 2**32), st.sampled_from([1, 3, 256]))
def test_products_in_single_precision_are_exact_at_the_greatest_lengths(seed, d):
    rng = np.random.default_rng(seed)
    rows = with_length(rng.integers(-99, 100, (20, d)), LONGEST_ROW - 9)
    rows = np.clip(rows, -128, 127).astype(np.int8)
    centres = with_length(rng.integers(-99, 100, (5, d)), CENTRE_LENGTH)
    labels, products = nearest(rows, centres)
    exact = rows.astype(np.int64) @ centres.T
    assert products.tolist() == exact.max(axis=1).tolist()
    assert labels.tolist() == exact.argmax(axis=1).tolist()


def test_no_sum_of_products_can_leave_single_precision():
    # A centre of 512 columns, each rounded up by half, times the longest row.
    assert LONGEST_ROW * (CENTRE_LENGTH + sqrt(512) / 2) < 2**24


def test_only_the_set_of_rows_matters():
    rows = unit_rows(80, 6, seed=3)
    fitted = model().fit(rows)
    order = np.random.default_rng(0).permutation(80)
    repeated = np.concatenate([order, order[:30], order[:5]])
    other = model().fit(rows[repeated])
    np.testing.assert_array_equal(other.cluster_centers_, fitted.cluster_centers_)
    np.testing.assert_array_equal(other.labels_, fitted.labels_[repeated])
    np.testing.assert_array_equal(other.cosines_, fitted.cosines_[repeated])
    as_float = model().fit(rows.astype(np.float64))
    np.testing.assert_array_equal(as_float.labels_, fitted.labels_)


def test_the_seed_matters_and_is_enough():
    rows = unit_rows(200, 8, seed=5)

    def centres(seed):
        fitted = model(n_clusters=10, n_starts=1, random_state=seed).fit(rows)
        return fitted.cluster_centers_.tolist()

    assert centres(1) == centres(1)
    assert centres(1) != centres(2)


def test_more_starts_are_never_worse():
    rows = unit_rows(150, 6, seed=6)
    objectives = [
        model(n_clusters=8, n_starts=starts).fit(rows).objective_
        for starts in (1, 2, 4, 8, 16)
    ]
    assert objectives == sorted(objectives)


def test_first_centres_are_different_rows():
    rows = np.array([[127, 0]] + [[0, 127]] + [[-127, 0]], dtype=np.int8)
    for seed in range(20):
        centres = scattered(rows, 3, np.random.default_rng(seed))
        assert len({tuple(centre) for centre in centres.tolist()}) == 3


def test_a_small_cluster_is_dissolved_into_its_neighbours():
    rows, truth = around(AXES[:2], 20, seed=8, noise=0.05)
    lone = np.array([[20, 20, 120]] * 9, dtype=np.int8)
    every = np.concatenate([rows, lone])
    kept = model(min_cluster_size=1).fit(every)
    assert np.bincount(kept.labels_).tolist().count(9) == 1
    dissolved = model(min_cluster_size=2).fit(every)
    assert len(dissolved.cluster_centers_) == 2
    assert adjusted_rand_score(truth, dissolved.labels_[:40]) == 1


@pytest.mark.parametrize("min_size", [2, 5, 50])
def test_every_cluster_has_its_least_size_or_is_the_only_one(min_size):
    rows = unit_rows(40, 5, seed=9)
    fitted = model(n_clusters=15, min_cluster_size=min_size).fit(rows)
    sizes = np.bincount(fitted.labels_)
    assert sizes.min() >= min_size or sizes.tolist() == [40]
    assert len(sizes) == len(fitted.cluster_centers_)


def test_as_many_clusters_as_rows_leave_none_empty():
    rows = unit_rows(12, 4, seed=10)
    assert sorted(model(n_clusters=12).fit(rows).labels_.tolist()) == list(range(12))


def test_fewer_different_rows_than_clusters_are_refused():
    rows = np.array([[127, 0], [127, 0], [0, 127]], dtype=np.int8)
    with pytest.raises(ValueError, match="2 different rows are too few for 3 clusters"):
        model().fit(rows)
    with pytest.raises(ValueError, match="0 different rows are too few"):
        model().fit(rows[:0])


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([[0.5, 1]], "whole numbers"),
        ([[300, 0]], "whole numbers"),
        ([[float("nan"), 0]], "whole numbers"),
        ([1, 2], "matrix"),
        ([[127, 127, 127, 127, 127]], "length of at most 256"),
    ],
)
def test_rows_that_would_not_be_exact_are_refused(rows, complaint):
    with pytest.raises(ValueError, match=complaint):
        model(n_clusters=1).fit(rows)


def test_it_is_an_estimator_as_scikit_learn_knows_it():
    first = model(n_clusters=4)
    assert clone(first).get_params() == first.get_params()
    assert clone(first).set_params(n_clusters=2).n_clusters == 2
    rows = unit_rows(30, 3, seed=11)
    np.testing.assert_array_equal(first.fit_predict(rows), first.labels_)
    assert first.predict(rows[:0]).tolist() == []
