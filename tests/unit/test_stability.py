"""Tests of lasthope.topics.stability: what comes back, from other seeds and authors."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, jaccard_score

from lasthope.clusters import ExactKMeans
from lasthope.embed import with_length
from lasthope.topics.stability import (
    consensus,
    halves_of,
    jaccard,
    resampled_by,
    share_in_halves,
    stability,
)


def rows_of(drawn):
    return with_length(np.rint(drawn * 1000).astype(np.int64), 127).astype(np.int8)


def clear(n_each=30, noise=0.1, d=3):
    rng = np.random.default_rng(12)
    return rows_of(
        np.eye(d)[np.repeat(range(d), n_each)]
        + rng.normal(scale=noise, size=(n_each * d, d))
    )


def noise(n=90, d=30):
    return rows_of(np.random.default_rng(13).normal(size=(n, d)))


def model(n_clusters=3, n_starts=5):
    return ExactKMeans(
        n_clusters=n_clusters,
        min_cluster_size=1,
        n_starts=n_starts,
        max_iter=100,
        random_state=7,
    )


def share_by_halves(clusters, rows, authors, seen_by=None, *, least):
    """Return the share for clusters that look for no neighbours."""
    lonely = SimpleNamespace(random_state=clusters.random_state, near=lambda _: None)
    halves = halves_of(lonely, rows, authors, seen_by)
    return share_in_halves(clusters, halves, least=least)


def test_jaccard_by_hand():
    # a: {0, 1, 2}, {3, 4}; b: {0, 1}, {2, 3, 4}.
    expected = [[2 / 3, 1 / 5], [0, 2 / 3]]
    np.testing.assert_allclose(jaccard([0, 0, 0, 4, 4], [8, 8, 9, 9, 9]), expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_jaccard_is_that_of_scikit_learn(pairs):
    a, b = np.array(pairs).T
    expected = [
        [jaccard_score(a == one, b == other) for other in np.unique(b)]
        for one in np.unique(a)
    ]
    np.testing.assert_allclose(jaccard(a, b), expected)


def test_clear_clusters_are_stable_and_noise_is_not():
    rows = clear()
    fitted = model().fit(rows)
    everyone = np.arange(len(rows))
    assert stability(fitted, rows, everyone, n_refits=10).tolist() == [1, 1, 1]
    rows = noise()
    fitted = model(9).fit(rows)
    of_noise = stability(fitted, rows, everyone, n_refits=10)
    assert of_noise.max() < 0.6
    assert of_noise.min() > 0


def test_what_one_author_makes_is_less_stable_than_what_many_make():
    rows = clear(20, noise=0.3, d=4)
    many = np.arange(80)
    # The first group is by one author, so a third of the samples lacks it.
    one = np.where(many < 20, 0, many)
    fitted = model(4, n_starts=1).fit(rows)
    first = fitted.labels_[0]
    by_one = stability(fitted, rows, one, n_refits=40)
    assert by_one[first] == pytest.approx(1, abs=0.1)
    # In the refits without it the other groups are cut in four.
    by_many = stability(fitted, rows, many, n_refits=40)
    others = [label for label in range(4) if label != first]
    assert by_one[others].mean() < by_many[others].mean() - 0.02


def test_few_authors_are_not_resampled_but_their_texts():
    rows = clear(10)
    few = np.arange(30) % 19
    assert len(np.unique(resampled_by(rows, few))) == 30
    enough = np.arange(30) % 20
    assert len(np.unique(resampled_by(rows, enough))) == 20


def test_stability_is_the_same_in_any_order_and_under_any_names():
    rows, authors = noise(50, 4), np.arange(50) % 25
    expected = stability(model().fit(rows), rows, authors, n_refits=4)
    back = model().fit(rows[::-1])
    other = stability(back, rows[::-1], authors[::-1], n_refits=4)
    np.testing.assert_array_equal(other, expected)
    renamed = np.random.default_rng(1).permutation(25)[authors].astype(str)
    again = stability(model().fit(rows), rows, renamed, n_refits=4)
    np.testing.assert_array_equal(again, expected)


def test_a_cluster_that_a_sample_missed_is_left_out_of_that_sample():
    rows = np.array([[127, 0], [0, 127]], dtype=np.int8)
    fitted = model(2).fit(rows)
    # Half of the samples of two rows hold one of them, which is then a cluster itself.
    assert stability(fitted, rows, [0, 1], n_refits=20).tolist() == [1, 1]
    assert np.isnan(stability(fitted, rows, [0, 1], n_refits=0)).all()


def test_the_consensus_is_the_fit_that_agrees_best_with_the_others():
    rows = noise(60, 5)
    best = consensus(model(6, n_starts=1), rows, n_seeds=6)
    rng = np.random.default_rng([7, 2])
    seeds = [7, *rng.integers(2**32, size=5).tolist()]
    labels = [
        model(6, n_starts=1).set_params(random_state=seed).fit(rows).labels_
        for seed in seeds
    ]
    means = [
        np.mean([adjusted_rand_score(a, b) for b in labels if b is not a])
        for a in labels
    ]
    np.testing.assert_array_equal(best.clusters.labels_, labels[np.argmax(means)])
    assert best.agreement == pytest.approx(max(means), abs=1e-5)
    assert best.returns.max() <= 1


def test_one_fit_agrees_with_itself():
    best = consensus(model(), clear(), n_seeds=1)
    assert best.agreement == 1
    assert best.returns.tolist() == [1, 1, 1]


@pytest.mark.parametrize("rows", [clear(), noise()], ids=["clear", "noise"])
def test_noise_in_the_ninth_digit_leaves_the_consensus_or_marks_the_topic(rows):
    # It changes a whole vector only where a component lies next to a half, by one.
    rng = np.random.default_rng(3)
    moved = rows + (rng.random(rows.shape) < 0.01) * rng.choice([-1, 1], rows.shape)
    moved = np.clip(moved, -127, 127).astype(np.int8)
    before, after = (consensus(model(), some, n_seeds=5) for some in (rows, moved))
    everyone = np.arange(len(rows))
    stable = np.minimum(
        stability(before.clusters, rows, everyone, n_refits=10), before.returns
    )
    alike = adjusted_rand_score(before.clusters.labels_, after.clusters.labels_)
    assert alike >= 0.95 or (stable < 0.6).any()


def test_what_is_clear_comes_back_in_halves_of_the_authors():
    rows = clear()
    everyone = np.arange(len(rows))
    assert share_by_halves(model().fit(rows), rows, everyone, least=0.9) == 1
    of_noise = model(9).fit(noise())
    assert share_by_halves(of_noise, noise(), everyone, least=0.6) < 0.3
    assert share_by_halves(of_noise, noise(), everyone, least=0) == 1
    assert share_by_halves(model(1).fit(rows[:1]), rows[:1], [0], least=1) == 1


def test_the_share_in_halves_is_of_rows_in_topics_that_come_back():
    # Two clear groups, and a third that is noise and is cut in two.
    rng = np.random.default_rng(5)
    clear_ones = 6 * np.eye(8)[np.repeat([0, 1], 20)] + rng.normal(size=(40, 8)) / 3
    rows = rows_of(np.concatenate([clear_ones, rng.normal(size=(60, 8)) - 2]))
    fitted = model(4).fit(rows)
    labels = fitted.labels_
    assert sorted(np.bincount(labels))[:2] == [20, 20]
    everyone = np.arange(100)
    assert share_by_halves(fitted, rows, everyone, least=0.99) == 0.4
    # The mean of both halves counts, computed here from the same draws.
    first = np.random.default_rng([7, 3]).permutation(100) % 2 == 0
    first = first[resampled_by(rows, everyone)]
    means = np.mean(
        [
            jaccard(labels, model(4).fit(rows[half]).predict(rows)).max(axis=1)
            for half in (first, ~first)
        ],
        axis=0,
    )
    for least in means:
        expected = np.isin(labels, np.flatnonzero(means >= least)).mean()
        assert share_by_halves(fitted, rows, everyone, least=least) == expected


def test_each_sample_and_each_half_is_fitted_as_it_sees_the_rows():
    rows, unlike, asked = clear(), noise(90, 3), []

    def seen_by(chosen):
        asked.append(np.arange(len(rows))[chosen].tolist())
        return unlike

    everyone = np.arange(len(rows))
    fitted = model().fit(rows)
    seen = stability(fitted, rows, everyone, seen_by, n_refits=3)
    assert seen.max() < 0.6
    assert [len(chosen) for chosen in asked] == [
        len(np.unique(chosen)) for chosen in asked
    ]
    assert all(0 < len(chosen) < len(rows) for chosen in asked)
    assert len(asked) == 3
    asked.clear()
    assert share_by_halves(fitted, rows, everyone, seen_by, least=0.6) < 0.6
    assert sorted(asked[0] + asked[1]) == everyone.tolist()
    assert len(asked) == 2
