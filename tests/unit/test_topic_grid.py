"""Tests of lasthope.topics.grid: how many topics."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from lasthope.embed import with_length
from lasthope.topics.clusterers import NeighbourKMeans
from lasthope.topics.grid import exclusivity, meeting, ranked, topics_grid, windows


def make(number):
    return NeighbourKMeans(
        n_clusters=number,
        n_neighbours=0,
        min_cluster_size=2,
        n_starts=8,
        random_state=3,
    )


def planted(n_topics, n_each=30):
    """Return words and vectors of clear topics with words of their own."""
    rng = np.random.default_rng(4)
    truth = np.repeat(np.arange(n_topics), n_each)
    drawn = 4 * np.eye(n_topics)[truth] + rng.normal(size=(len(truth), n_topics))
    rows = with_length(np.rint(1000 * drawn).astype(np.int64), 127).astype(np.int8)
    words = [[f"w{topic}{n}" for n in rng.permutation(6)[:4]] for topic in truth]
    return words, rows


@pytest.mark.parametrize("n_topics", [3, 5])
def test_the_planted_number_is_chosen(n_topics):
    words, rows = planted(n_topics)
    grid = topics_grid(
        make,
        [2, 3, 4, 5, 8],
        words,
        rows,
        np.arange(len(rows)),
        top_words=4,
        core=0.5,
        min_stability=0.6,
    )
    assert grid.loc[grid["is_chosen"], "n_topics"].tolist() == [n_topics]
    assert grid["n_topics"].tolist() == [2, 3, 4, 5, 8]


def test_ranks_are_added_and_of_equal_sums_the_fewest_topics_win():
    tried = pd.DataFrame(
        {
            "n_topics": [2, 3, 4],
            "coherence": [0.3, 0.2, 0.1],
            "exclusivity": [0.1, 0.2, 0.3],
            "stability": [0.5, 0.5, 0.1],
        }
    )
    # 3 + 1 + 2.5, 2 + 2 + 2.5, 1 + 3 + 1.
    found = ranked(tried)
    assert found["score"].tolist() == [6.5, 6.5, 5.0]
    assert found["is_chosen"].tolist() == [True, False, False]


def test_words_that_never_meet_count_only_where_chance_would_have_them_meet():
    held = windows(
        [["a", "b", "c"]], [["a"]] * 8 + [["b"]] * 4 + [["c"], ["d"], ["d"], []]
    )
    # a and b: 8 * 4 / 16 = 2 expected, none found: -1. a and c: 0.5 expected.
    assert meeting(["a", "b"], held, 16) == -1
    assert meeting(["a", "c"], held, 16) == 0
    assert meeting(["a", "b", "c"], held, 16) == pytest.approx(-1 / 3)
    assert meeting(["a"], held, 16) == 0


def test_words_of_one_topic_alone_are_exclusive():
    counts = csr_matrix([[4, 0, 2], [0, 4, 2]])
    assert exclusivity(counts, [[0], [1]]) == 0.5
    assert exclusivity(counts, [[2], [2]]) == 0
