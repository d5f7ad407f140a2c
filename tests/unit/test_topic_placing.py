"""Tests of how units are placed and topics shown: placing and representatives."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from lasthope.embed import with_length
from lasthope.topics.placing import centred, led, mean_of, seeded, seen_by, turn_of
from test_topics import corpus, find, tables


def rows_of(seed, n=20, d=6):
    drawn = np.random.default_rng(seed).integers(-999, 1000, size=(n, d))
    return with_length(drawn, 127).astype(np.int8)


def test_a_mean_is_taken_away_from_all_but_zero_vectors():
    given = np.array([[127, 0], [0, 127], [0, 0], [90, -90]], dtype=np.int8)
    # The mean of the first two is (63.5, 63.5); left are (63.5, -63.5),
    # (-63.5, 63.5) and (26.5, -153.5).
    expected = [[90, -90], [-90, 90], [0, 0], [22, -125]]
    assert centred(given, mean_of(given[:2])).tolist() == expected


def test_a_mean_of_equal_vectors_leaves_nothing():
    given = np.array([[76, 102]] * 3, dtype=np.int8)
    assert not centred(given, mean_of(given)).any()
    assert centred(given, None).tolist() == given.tolist()


def test_a_unit_that_is_like_no_topic_has_none():
    units, documents, vectors = corpus()
    _, every = find(units, documents, vectors)
    least = float(every["similarity"].median())
    found, placed = find(units, documents, vectors, min_similarity=least)
    is_near = every["similarity"] >= least
    assert 0 < is_near.sum() < len(units)
    assert placed["topic"].tolist() == every["topic"].where(is_near, -1).tolist()
    assert placed["similarity"].isna().tolist() == (~is_near).tolist()
    assert found.topics["n_units"].sum() == is_near.sum()


def test_units_outside_the_sample_are_put_with_the_nearest_topic():
    given_tables = corpus(n_each=40)
    _, whole = find(*given_tables)
    found, placed = find(*given_tables, sample=45)
    assert found.topics["n_texts"].sum() == 45
    assert found.topics["n_units"].sum() == len(given_tables[0])
    pairs = set(zip(whole["topic"], placed["topic"], strict=True))
    assert len(pairs) == 3


def test_seed_words_lead_their_texts_together():
    texts = ["free speech", "speech war", "hope", "terms"]
    rows = rows_of(5, n=4)
    turn = turn_of(
        texts,
        rows,
        subtract_mean=False,
        word_usage=False,
        seed_topics=[["Speech"], ["law"]],
    )
    turned = turn(texts, rows)
    np.testing.assert_array_equal(turned[2:], rows[2:])
    lead = with_length(rows[:2].sum(axis=0, dtype=np.int64)[np.newaxis], 127)[0]
    expected = with_length(3 * rows[:2].astype(np.int64) + lead, 127)
    np.testing.assert_array_equal(turned[:2], expected)
    assert turned[0].astype(int) @ turned[1] > rows[0].astype(int) @ rows[1]


def test_seed_topics_find_their_words():
    noisy = corpus(n_each=15, noise=1.5)
    truth = np.repeat([0, 1, 2], [15, 14, 13])
    words = [["speech", "hope", "free"], ["terms", "service"], ["fight", "win"]]
    alike = []
    for seeds in ([], words):
        _, placed = find(*noisy, word_usage=False, seed_topics=seeds)
        alike.append(adjusted_rand_score(truth, placed["topic"]))
    assert alike[0] < alike[1]
    assert alike[1] > 0.9


def test_seed_words_by_hand():
    seeds = [frozenset({"war", "fight"}), frozenset({"hope"})]
    texts = ["war and hope", "hope", "law", "fight a war of hope"]
    assert seeded(texts, seeds).tolist() == [0, 1, -1, 0]
    none = np.zeros((1, 3), dtype=np.int8)
    lead = np.full((2, 3), 5, dtype=np.int8)
    assert not led(none, np.array([1]), lead).any()


@pytest.mark.parametrize("subtract_mean", [True, False])
@pytest.mark.parametrize("word_usage", [True, False])
@pytest.mark.parametrize("seed_topics", [[], [["war"], ["law", "hope"]]])
def test_some_texts_see_all_as_if_the_others_had_told_nothing(
    subtract_mean, word_usage, seed_topics
):
    texts = ["war one", "hope two war", "law one", "two law", "war two", "one hope"]
    vectors = rows_of(8, n=6)
    settings = {
        "subtract_mean": subtract_mean,
        "word_usage": word_usage,
        "seed_topics": seed_topics,
    }
    seen = seen_by(turn_of(texts, vectors, **settings), texts, vectors)
    for chosen in (np.array([0, 1, 4]), np.array([1, 2, 3, 5]), np.arange(6)):
        alone = turn_of([texts[n] for n in chosen], vectors[chosen], **settings)
        np.testing.assert_array_equal(seen(chosen), alone(texts, vectors))


def test_texts_lean_on_the_usage_of_words_only_if_asked():
    texts = ["war here", "a war", "peace"]
    vectors = np.array([[127, 0], [0, 127], [127, 0]], dtype=np.int8)
    turns = [
        turn_of(
            texts, vectors, subtract_mean=False, word_usage=word_usage, seed_topics=[]
        )
        for word_usage in (False, True)
    ]
    assert turns[0](texts, vectors).tolist() == vectors.tolist()
    # As in test_topic_usage.
    assert turns[1](texts, vectors).tolist() == [[117, 49], [49, 117], [127, 0]]


def test_a_unit_of_100_000_words_is_placed_like_any_other():
    units, _, vectors = corpus()
    texts = [*units["text"], "free speech " * 50_000]
    given_tables = tables(texts, np.concatenate([vectors, vectors[:1]]))
    _, placed = find(*given_tables)
    assert placed["topic"].iloc[-1] == placed["topic"].iloc[0]


@pytest.fixture
def people():
    """Return a corpus whose first theme is by private people, of whom one wrote two."""
    units, _, vectors = corpus()
    authors = ["a", "a", "b", "c", "d", "e", *(f"firm {n}" for n in range(9))]
    return tables(
        units["text"], vectors, author=authors, is_public=[False] * 6 + [True] * 9
    )


def test_representatives_belong_to_their_topic_and_are_by_different_authors(people):
    found, placed = find(*people)
    shown = found.representatives.merge(placed, on="unit_id", suffixes=("", "_placed"))
    assert shown["topic"].tolist() == shown["topic_placed"].tolist()
    assert shown["similarity"].tolist() == shown["similarity_placed"].tolist()
    assert shown.groupby("topic")["place"].agg(list).tolist() == [
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3],
    ]
    author = people[1].set_index("doc_id")["author"]
    by = shown["unit_id"].str.slice(0, 4).map(author)
    assert not pd.DataFrame({"topic": shown["topic"], "by": by}).duplicated().any()
    falling = shown.groupby("topic")["similarity"].agg(list)
    assert all(values == sorted(values, reverse=True) for values in falling)


def test_private_texts_are_left_out_unless_they_may_be_shown(people):
    found, _ = find(*people)
    is_private = found.representatives["unit_id"] < "d006"
    assert found.representatives["text"].isna().tolist() == is_private.tolist()
    open_tables, _ = find(*people, show_private_text=True)
    assert open_tables.representatives["text"].notna().all()


def test_what_a_post_quotes_may_be_a_private_persons(people):
    units, documents, vectors = people
    quoted = units.assign(voice="quoted")
    assert find(quoted, documents, vectors)[0].representatives["text"].isna().all()


def test_near_copies_are_one_representative(people):
    units, documents, vectors = people
    copies = documents.assign(copy_of=["d000"] * 6 + [None] * 9)
    found, _ = find(units, copies, vectors)
    assert found.representatives["topic"].tolist().count(0) == 1
