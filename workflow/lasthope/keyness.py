"""Which words set two sides apart: log odds with an informative Dirichlet prior.

Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' Words: Lexical
feature selection and evaluation for identifying the content of political conflict.
Political Analysis 16(4), 372-403, equations 15 to 22. Symbols as there: y is how
often a side uses a word, n how many words it uses in all, alpha the word's prior
count and alpha_0 the sum of these over all words.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array, hstack

from lasthope.errors import UserError
from lasthope.intervals import (
    NO_OTHERS,
    PARTS,
    Estimates,
    Interval,
    Numbers,
    Uncertainty,
    normal,
    quantile,
    rounded,
)
from lasthope.permutation import permuted
from lasthope.text import words
from lasthope.variance import Spread, spread

PRIOR = "informative Dirichlet prior"
PRIOR_NORMAL = f"{PRIOR}; normal approximation over words; {NO_OTHERS}"
PRIOR_AUTHORS = f"{PRIOR}; t approximation, variance by author"

# Numbers of authors by words that are held in memory at once.
NUMBERS_AT_ONCE = 2**22

Indices = NDArray[np.int64]


class Keyness(NamedTuple):
    """Numbers of the listed words, how often each side uses them, the estimates."""

    listed: Indices
    y_a: Indices
    y_b: Indices
    estimates: Estimates


def check_prior(*, prior_words: float, min_count: int, min_word_authors: int) -> None:
    """Check the settings of the log odds.

    Raises:
        UserError: for the first that makes no sense.
    """
    if not 0 < prior_words < inf:
        raise UserError(
            f"compare.prior_words is {prior_words}; it must be above 0, or a word that "
            "one side never uses has infinite odds."
        )
    if min_count < 1:
        raise UserError(f"compare.min_count is {min_count}; it must be at least 1.")
    if min_word_authors < 1:
        raise UserError(
            f"compare.min_word_authors is {min_word_authors}; it must be at least 1, "
            "for somebody has to use a word."
        )


def count_words(
    texts: Iterable[str], authors: Indices, parts: Indices, *, n_authors: int
) -> tuple[list[str], csr_array]:
    """Count each author's words.

    Args:
        texts: what was said, one text per unit.
        authors: number of each text's author, from 0.
        parts: what each word of a text counts, in parts of a unit.
        n_authors: how many authors there are.

    Returns:
        The words in alphabetical order, and how often each author (row) uses each
        word (column), in parts.
    """
    numbers: dict[str, int] = {}
    found, lengths = array("q"), array("q")
    for text in texts:
        in_text = words(text)
        found.extend(numbers.setdefault(word, len(numbers)) for word in in_text)
        lengths.append(len(in_text))
    rows = np.repeat(authors, np.asarray(lengths, dtype=np.int64))
    columns = np.asarray(found, dtype=np.int64)
    weights = np.repeat(parts, np.asarray(lengths, dtype=np.int64))
    shape = (n_authors, len(numbers))
    counts = coo_array((weights, (rows, columns)), shape=shape).tocsr()
    vocabulary = sorted(numbers)
    order = np.array([numbers[word] for word in vocabulary], dtype=np.int64)
    return vocabulary, counts[:, order]


def dirichlet_prior(pooled: ArrayLike, *, prior_words: float) -> Numbers:
    """Return alpha: the pooled counts of all words, scaled to sum to ``prior_words``.

    The more prior words, the more a rarely used word is drawn towards no difference.
    """
    counts = np.asarray(pooled, dtype=np.float64)
    return prior_words * counts / counts.sum()


def log_odds_ratio(
    y_a: ArrayLike,
    n_a: ArrayLike,
    y_b: ArrayLike,
    n_b: ArrayLike,
    *,
    alpha: Numbers,
    alpha_0: float,
) -> Numbers:
    """Return each word's log-odds-ratio of side a to side b; above 0: typical of a.

    log((y_a + alpha) / (n_a + alpha_0 - y_a - alpha)) less the same of side b.
    The vocabulary needs two words at least: the odds of an only word are infinite.
    Arguments broadcast: replicates may be rows, words columns.
    """
    return _log_odds(y_a, n_a, alpha, alpha_0) - _log_odds(y_b, n_b, alpha, alpha_0)


def log_odds_variance(y_a: ArrayLike, y_b: ArrayLike, *, alpha: Numbers) -> Numbers:
    """Return its approximate variance, 1 / (y_a + alpha) + 1 / (y_b + alpha).

    It takes words for independent draws. The terms in 1 / (n - y) that the paper
    drops matter only for words that make up a good part of what a side says.
    """
    return 1 / (np.asarray(y_a) + alpha) + 1 / (np.asarray(y_b) + alpha)


def keyness(
    counts: csr_array,
    authors: Mapping[str, Indices],
    *,
    side_a: str,
    side_b: str,
    prior_words: float,
    min_count: int,
    min_word_authors: int,
    uncertainty: Uncertainty,
) -> Keyness:
    """Return the log-odds-ratios of :func:`log_odds`, with p by permuting authors."""
    key = log_odds(
        counts,
        authors,
        side_a=side_a,
        side_b=side_b,
        prior_words=prior_words,
        min_count=min_count,
        min_word_authors=min_word_authors,
        uncertainty=uncertainty,
    )
    alpha = dirichlet_prior(counts.sum(axis=0), prior_words=prior_words)[key.listed]
    a, b = (_sized(counts[authors[side]], key.listed) for side in (side_a, side_b))
    tested = permuted(
        (a, b),
        lambda one, other: log_odds_ratio(
            one[..., 1:] / PARTS, one[..., :1] / PARTS,
            other[..., 1:] / PARTS, other[..., :1] / PARTS,
            alpha=alpha, alpha_0=float(prior_words),
        ),
        permutations=uncertainty.permutations,
        rng=uncertainty.rng(),
    )  # fmt: skip
    return key._replace(estimates=replace(key.estimates, tested=tested))


def log_odds(
    counts: csr_array,
    authors: Mapping[str, Indices],
    *,
    side_a: str,
    side_b: str,
    prior_words: float,
    min_count: int,
    min_word_authors: int,
    uncertainty: Uncertainty,
) -> Keyness:
    """Return the log-odds-ratios of words that side a uses to those that b uses.

    The prior pools all authors, of these sides and others. All words count in n and
    alpha_0, whether listed or not. With enough authors on both sides the variance is
    by author, the prior held fixed, but of no side less than the approximate variance
    over words; otherwise it is that.

    Args:
        counts: all authors (rows) by all words (columns), in parts.
        authors: which rows are each side's.
        side_a: the side of which ratios above 0 are typical.
        side_b: the side it is compared with.
        prior_words: alpha_0.
        min_count: fewest occurrences on both sides together of a word to be listed.
        min_word_authors: fewest authors of both sides together who use it, for a word
            of one person alone says nothing of a side.
        uncertainty: the settings of intervals.
    """
    both = {side: counts[authors[side]] for side in (side_a, side_b)}
    y_a, y_b = (side.sum(axis=0) / PARTS for side in both.values())
    users_a, users_b = ((side > 0).sum(axis=0) for side in both.values())
    is_common = (y_a + y_b >= min_count) & (users_a + users_b >= min_word_authors)
    # The odds of an only word are infinite: it is not listed.
    listed = np.flatnonzero(is_common & (counts.shape[1] > 1))
    prior = dirichlet_prior(counts.sum(axis=0), prior_words=prior_words)
    alpha, alpha_0 = prior[listed], float(prior_words)
    n_a, n_b, y_a, y_b = y_a.sum(), y_b.sum(), y_a[listed], y_b[listed]
    values = log_odds_ratio(y_a, n_a, y_b, n_b, alpha=alpha, alpha_0=alpha_0)
    n_authors = min(side.shape[0] for side in both.values())
    is_by_author = n_authors >= uncertainty.min_authors
    if is_by_author:
        interval = _by_author(both, listed, values, alpha, alpha_0, uncertainty)
    else:
        variances = log_odds_variance(y_a, y_b, alpha=alpha)
        interval = normal(values, variances, confidence=uncertainty.confidence)
    methods = np.full(len(listed), PRIOR_AUTHORS if is_by_author else PRIOR_NORMAL)
    estimates = Estimates(values, interval, methods, is_by_author)
    whole_a, whole_b = (rounded(side.sum(axis=0)[listed]) for side in both.values())
    return Keyness(listed, whole_a, whole_b, estimates)


def _sized(by_author: csr_array, listed: Indices) -> csr_array:
    """Return how many words each author uses in all, and how often the listed ones."""
    n_words = csr_array(by_author.sum(axis=1)[:, None])
    return csr_array(hstack([n_words, by_author[:, listed]]))


def _by_author(
    counts: Mapping[str, csr_array],
    listed: Indices,
    values: Numbers,
    alpha: Numbers,
    alpha_0: float,
    uncertainty: Uncertainty,
) -> Interval:
    """Return intervals whose variance is by author."""
    a, b = (_spread(side, listed, alpha, alpha_0) for side in counts.values())
    variances = a.variances + b.variances
    # Satterthwaite's approximation again, of the sum of two.
    by_side = a.variances**2 / a.freedom + b.variances**2 / b.freedom
    with np.errstate(divide="ignore"):
        freedom = variances**2 / by_side
    half = quantile(freedom, confidence=uncertainty.confidence) * np.sqrt(variances)
    return values - half, values + half


def _spread(
    counts: csr_array, listed: Indices, alpha: Numbers, alpha_0: float
) -> Spread:
    """Return the variances of one side's log odds, some words at a time."""
    sizes = counts.sum(axis=1) / PARTS
    n_words, at_once = sizes.sum(), max(1, NUMBERS_AT_ONCE // len(sizes))
    variances, freedom = np.empty_like(alpha), np.empty_like(alpha)
    for first in range(0, len(listed), at_once):
        block = slice(first, first + at_once)
        by_author = counts[:, listed[block]].toarray() / PARTS
        y, prior = by_author.sum(axis=0), alpha[block]
        # What one occurrence more of the word, and of another, does to the log odds.
        up, down = 1 / (y + prior), 1 / (n_words - y + alpha_0 - prior)
        moved = by_author * (up + down) - np.outer(sizes, down)
        influences = moved - np.outer(sizes / n_words, moved.sum(axis=0))
        found = spread(influences, sizes)
        is_less = found.variances < up
        variances[block] = np.where(is_less, up, found.variances)
        freedom[block] = np.where(is_less, np.inf, found.freedom)
    return Spread(variances, freedom)


def _log_odds(y: ArrayLike, n: ArrayLike, alpha: Numbers, alpha_0: float) -> Numbers:
    # The remainder is positive even where the side uses no other word.
    remainder = (np.asarray(n) - np.asarray(y)) + (alpha_0 - alpha)
    return np.log((np.asarray(y) + alpha) / remainder)
