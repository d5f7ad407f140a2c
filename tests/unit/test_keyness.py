"""Log odds against arithmetic by hand, the formula in plain Python and limits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from lasthope import keyness as module
from lasthope.intervals import PARTS, Uncertainty
from lasthope.keyness import (
    PRIOR_AUTHORS,
    PRIOR_NORMAL,
    count_words,
    dirichlet_prior,
    keyness,
    log_odds_ratio,
    log_odds_variance,
)
from lasthope.text import words

SETTINGS = {"confidence": 0.95, "min_authors": 4, "permutations": 99, "seed": 5}
PAIR = {"side_a": "platform", "side_b": "provider"}


def test_count_words_by_hand():
    texts = ["Hope, hope!", "", "The worlds [sic] last hope", "the Zebra’s hope"]
    parts = np.array([PARTS, 1, 3, PARTS // 2])
    vocabulary, counts = count_words(texts, np.array([1, 1, 0, 1]), parts, n_authors=3)
    assert vocabulary == ["hope", "last", "the", "worlds", "zebra's"]
    assert counts.toarray().tolist() == [
        [3, 3, 3, 3, 0],
        [5 * PARTS // 2, 0, PARTS // 2, 0, PARTS // 2],
        [0, 0, 0, 0, 0],
    ]
    assert counts.dtype == np.int64


@pytest.mark.parametrize("texts", [[], ["", "!"]])
def test_count_words_without_any(texts):
    zeros = np.zeros(len(texts), dtype=np.int64)
    vocabulary, counts = count_words(texts, zeros, zeros, n_authors=2)
    assert vocabulary == []
    assert counts.shape == (2, 0)


TEXTS_SAID = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(1, PARTS), st.text(max_size=40) | st.just("a a")
    ),
    max_size=15,
)


@given(TEXTS_SAID)
def test_count_words_as_a_slow_count(said):
    authors = np.array([author for author, _, _ in said], dtype=np.int64)
    parts = np.array([n_parts for _, n_parts, _ in said], dtype=np.int64)
    texts = [text for _, _, text in said]
    vocabulary, counts = count_words(texts, authors, parts, n_authors=4)
    triples = [
        (author, word, n_parts)
        for author, n_parts, text in said
        for word in words(text)
    ]
    assert vocabulary == sorted({word for _, word, _ in triples})
    for author in range(4):
        for column, word in enumerate(vocabulary):
            expected = sum(n for a, w, n in triples if (a, w) == (author, word))
            assert counts.toarray()[author, column] == expected


def test_prior_by_hand():
    alpha = dirichlet_prior([6, 3, 1], prior_words=20)
    assert alpha.tolist() == pytest.approx([12, 6, 2])


def test_log_odds_by_hand():
    # Side a says "free" 3 times of 4 words, side b 1 of 6. Pooled 4 and 6 of 10, so
    # with 10 prior words alpha = 4 and 6. Side a: (3 + 4) / (4 + 10 - 7) = 1; side b:
    # (1 + 4) / (6 + 10 - 5) = 5/11. Variance 1/7 + 1/5 = 12/35.
    alpha = np.array([4.0, 6.0])
    found = log_odds_ratio([3, 1], 4, [1, 5], 6, alpha=alpha, alpha_0=10)
    assert found.tolist() == pytest.approx([math.log(11 / 5), -math.log(11 / 5)])
    variances = log_odds_variance([3, 1], [1, 5], alpha=alpha)
    assert variances.tolist() == pytest.approx([12 / 35, 18 / 77])


def tables(seed: int, n_authors: tuple[int, int, int]) -> tuple[csr_array, dict]:
    """Words of three sides' authors, the third neither a nor b."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(1.3, size=(sum(n_authors), 6))
    counts[:, 0] += 1
    limits = np.cumsum([0, *n_authors])
    names = ("platform", "provider", "media")
    authors = {
        name: np.arange(limits[i], limits[i + 1]) for i, name in enumerate(names)
    }
    return csr_array(counts.astype(np.int64) * PARTS), authors


def by_formula(counts, authors, *, prior_words, min_count):
    """Equations 15 to 20 word by word, in plain Python."""
    table = (counts.toarray() / PARTS).tolist()
    totals = {
        side: [sum(table[author][word] for author in rows) for word in range(6)]
        for side, rows in authors.items()
    }
    pooled = [sum(row[word] for row in table) for word in range(6)]
    found = {}
    for word in range(6):
        y_i, y_j = totals["platform"][word], totals["provider"][word]
        if y_i + y_j < min_count:
            continue
        n_i, n_j = sum(totals["platform"]), sum(totals["provider"])
        a = prior_words * pooled[word] / sum(pooled)
        delta = math.log((y_i + a) / (n_i + prior_words - y_i - a)) - math.log(
            (y_j + a) / (n_j + prior_words - y_j - a)
        )
        found[word] = (y_i, y_j, delta, 1 / (y_i + a) + 1 / (y_j + a))
    return found


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("prior_words", [0.5, 40, 1000])
def test_few_authors_as_the_formula(seed, prior_words):
    counts, authors = tables(seed, (3, 6, 5))
    key = keyness(
        counts,
        authors,
        **PAIR,
        prior_words=prior_words,
        min_count=12,
        min_word_authors=1,
        uncertainty=Uncertainty(**SETTINGS),
    )
    expected = by_formula(counts, authors, prior_words=prior_words, min_count=12)
    assert key.listed.tolist() == list(expected)
    for i, (y_a, y_b, delta, variance) in enumerate(expected.values()):
        assert (key.y_a[i], key.y_b[i]) == (y_a, y_b)
        assert key.estimates.values[i] == pytest.approx(delta)
        half = 1.959963985 * math.sqrt(variance)
        low, high = (end[i] for end in key.estimates.interval)
        assert (low, high) == pytest.approx((delta - half, delta + half))
        assert key.estimates.methods[i] == PRIOR_NORMAL
    assert not key.estimates.is_by_author


def moved(table, alpha, alpha_0, word):
    """Return by how much each author moves the log odds, numerically."""

    def log_odds(weights):
        y, n = weights @ table[:, word], weights @ table.sum(axis=1)
        return math.log((y + alpha) / (n - y + alpha_0 - alpha))

    slopes = []
    for author in range(len(table)):
        up, down = np.ones(len(table)), np.ones(len(table))
        up[author], down[author] = 1 + 1e-5, 1 - 1e-5
        slopes.append((log_odds(up) - log_odds(down)) / 2e-5)
    sizes = table.sum(axis=1)
    return np.array(slopes) - sizes / sizes.sum() * sum(slopes)


@pytest.mark.parametrize("numbers_at_once", [1, 12, 4096])
def test_many_authors_as_a_slow_linearisation(monkeypatch, numbers_at_once):
    monkeypatch.setattr(module, "NUMBERS_AT_ONCE", numbers_at_once)
    counts, authors = tables(0, (4, 5, 2))
    key = keyness(
        counts,
        authors,
        **PAIR,
        prior_words=30,
        min_count=1,
        min_word_authors=1,
        uncertainty=Uncertainty(**SETTINGS),
    )
    table = counts.toarray() / PARTS
    alpha = 30 * table.sum(axis=0) / table.sum()
    low, high = key.estimates.interval
    for word in range(6):
        variance, by_side = 0, 0
        for side in ("platform", "provider"):
            own = table[authors[side]]
            sizes = own.sum(axis=1)
            parts = moved(own, alpha[word], 30, word) ** 2 / (1 - sizes / sizes.sum())
            of_words = 1 / (own[:, word].sum() + alpha[word])
            variance += max(parts.sum(), of_words)
            if parts.sum() > of_words:
                freedom = max(1, 3 * parts.sum() ** 2 / (parts**2).sum())
                by_side += parts.sum() ** 2 / freedom
        t = stats.t.ppf(0.975, variance**2 / by_side) if by_side else 1.959964
        half, value = t * math.sqrt(variance), key.estimates.values[word]
        assert (low[word], high[word]) == pytest.approx(
            (value - half, value + half), rel=1e-5
        )
    assert key.estimates.methods.tolist() == [PRIOR_AUTHORS] * 6
    assert key.estimates.is_by_author


def test_min_count_lists_fewer_words_and_changes_none():
    counts, authors = tables(1, (5, 5, 2))
    wide, narrow = (
        keyness(
            counts,
            authors,
            **PAIR,
            prior_words=30,
            min_count=min_count,
            min_word_authors=1,
            uncertainty=Uncertainty(**SETTINGS),
        )
        for min_count in (1, 14)
    )
    assert 0 < len(narrow.listed) < len(wide.listed)
    kept = np.isin(wide.listed, narrow.listed)
    assert wide.estimates.values[kept].tolist() == narrow.estimates.values.tolist()
    for one, other in zip(
        wide.estimates.interval, narrow.estimates.interval, strict=True
    ):
        assert one[kept].tolist() == other.tolist()


def test_more_prior_words_draw_towards_no_difference():
    counts, authors = tables(2, (3, 3, 3))
    sizes = []
    for prior_words in (0.1, 10, 1000, 1e6):
        key = keyness(
            counts,
            authors,
            **PAIR,
            prior_words=prior_words,
            min_count=1,
            min_word_authors=1,
            uncertainty=Uncertainty(**SETTINGS),
        )
        sizes.append(np.abs(key.estimates.values).max())
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 0.001


def test_sides_swapped_change_the_sign():
    counts, authors = tables(3, (3, 3, 3))
    settings = {
        "prior_words": 20,
        "min_count": 1,
        "min_word_authors": 1,
        "uncertainty": Uncertainty(**SETTINGS),
    }
    one = keyness(counts, authors, **PAIR, **settings).estimates
    swapped = {"side_a": "provider", "side_b": "platform"}
    other = keyness(counts, authors, **swapped, **settings).estimates
    assert one.values.tolist() == pytest.approx((-other.values).tolist())
    assert one.interval[0].tolist() == pytest.approx((-other.interval[1]).tolist())


@pytest.mark.parametrize("table", [[[3], [5]], [[], []]])
@pytest.mark.parametrize("min_authors", [2, 3])
def test_an_only_word_has_no_odds(table, min_authors):
    counts = csr_array(PARTS * np.array(table * 2, dtype=np.int64).reshape(4, -1))
    authors = {"platform": np.array([0, 1]), "provider": np.array([2, 3])}
    settings = SETTINGS | {"min_authors": min_authors}
    key = keyness(
        counts,
        authors,
        **PAIR,
        prior_words=10,
        min_count=1,
        min_word_authors=1,
        uncertainty=Uncertainty(**settings),
    )
    assert key.listed.tolist() == key.estimates.values.tolist() == []


def test_a_side_with_a_single_word_has_finite_odds():
    # Side a says only the first word, the third side alone the second.
    counts = csr_array(PARTS * np.array([[5, 0], [2, 0], [0, 1]]))
    authors = {name: np.array([i]) for i, name in enumerate([*PAIR.values(), "media"])}
    with np.errstate(all="raise"):
        key = keyness(
            counts,
            authors,
            **PAIR,
            prior_words=8,
            min_count=1,
            min_word_authors=1,
            uncertainty=Uncertainty(**SETTINGS),
        )
    # alpha = 7 and 1: (5 + 7) / 1 against (2 + 7) / 1.
    assert key.estimates.values.tolist() == pytest.approx([math.log(12 / 9)])
