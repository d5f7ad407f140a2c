"""Tests of how words are used: against a slow way and by hand."""

from collections import Counter
from math import isqrt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.embed import batches
from lasthope.topics.terms import topic_words
from lasthope.topics.usage import Leaning, Usage, words_of

SAYINGS = ["free", "speech", "free-speech,", "(war)", "the", "@bob", "[sic]", "B", "🙂"]
TEXTS = st.lists(
    st.lists(st.sampled_from(SAYINGS), max_size=6).map(" ".join), max_size=8
)


def of_length(vector, length):
    norm = sum(x * x for x in vector) ** 0.5 or 1
    return [round(x * length / norm) for x in vector]


def slowly(texts, rows, text, row):
    """Lean one text, by the definition."""
    total = [0] * len(row)
    for word in topic_words(text):
        # Texts of one vector count once.
        holding = {
            tuple(r) for t, r in zip(texts, rows, strict=True) if word in topic_words(t)
        }
        if len(holding) >= 2:
            sums = [sum(column) for column in zip(*holding, strict=True)]
            mean = [round(64 * column / len(holding)) for column in sums]
            total = [a + b for a, b in zip(total, mean, strict=True)]
    whole = [a + b for a, b in zip(row, of_length(total, 127), strict=True)]
    return of_length(whole if any(row) and any(whole) else row, 127)


def test_by_hand():
    texts = ["war here", "a war", "peace"]
    rows = np.array([[127, 0], [0, 127], [127, 0]], dtype=np.int8)
    usage = Usage.learnt(texts, rows)
    # The usage of "war" is halfway between its texts, at (90, 90) of length 127;
    # "here" says nothing, and "peace" is in one text only.
    assert isqrt(90**2 + 90**2) == 127
    # (127 + 90, 90) has the length 235; 217 * 127 / 235 = 117, 90 * 127 / 235 = 49.
    assert usage(texts, rows).tolist() == [[117, 49], [49, 117], [127, 0]]
    # Another text leans on the same table.
    assert usage(["War!"], rows[:1]).tolist() == [[117, 49]]


def test_texts_of_one_vector_count_once():
    texts = ["war", "war [sic]", "WAR", "war here"]
    rows = np.array([[127, 0], [127, 0], [127, 0], [0, 127]], dtype=np.int8)
    usage = Usage.learnt(texts, rows)
    assert usage(["war"], rows[3:]).tolist() == [[49, 117]]
    # Without the last one, only one vector tells.
    assert Usage.learnt(texts[:3], rows[:3])(["war"], rows[3:]).tolist() == [[0, 127]]


def test_a_text_that_its_usage_undoes_stays_as_it_is():
    usage = Usage({"war": 0}, np.array([[-8128, 0]], dtype=np.int32))
    own = np.array([[127, 0]], dtype=np.int8)
    assert usage(["war"], own).tolist() == own.tolist()


def test_a_piece_of_any_number_of_words_leans_the_way_they_do():
    usage = Usage({"war": 0}, np.array([[8128, 0]], dtype=np.int32))
    own = np.array([[0, 127]], dtype=np.int8)
    assert usage(["war/" * 300_000], own).tolist() == [[90, 90]]


def test_texts_in_batches_lean_as_all_at_once(monkeypatch):
    texts = ["war here", "a war", "peace", "peace war", "", "war"]
    rows = np.random.default_rng(1).integers(-90, 91, size=(6, 3)).astype(np.int8)
    expected = Usage.learnt(texts, rows)(texts, rows).tolist()
    monkeypatch.setattr(batches, "BYTES_AT_ONCE", 3)
    assert Usage.learnt(texts, rows)(texts, rows).tolist() == expected


def test_what_the_embedding_does_not_know_stays_unknown():
    texts = ["war one", "war two", "war three"]
    rows = np.array([[127, 0], [0, 127], [0, 0]], dtype=np.int8)
    leaning = Usage.learnt(texts, rows)(texts, rows)
    assert leaning.any(axis=1).tolist() == [True, True, False]


@settings(deadline=None)
@given(TEXTS, st.integers(0, 99))
def test_as_the_slow_way(texts, seed):
    rows = np.random.default_rng(seed).integers(-90, 91, size=(len(texts), 3))
    rows = rows.astype(np.int8)
    usage = Usage.learnt(texts, rows)
    expected = [
        slowly(texts, rows.tolist(), text, row)
        for text, row in zip(texts, rows.tolist(), strict=True)
    ]
    assert usage(texts, rows).tolist() == expected
    # Another order of the texts changes nothing.
    backwards = Usage.learnt(texts[::-1], rows[::-1])
    assert backwards(texts, rows).tolist() == expected


@settings(deadline=None)
@given(TEXTS)
def test_words_are_found_as_in_whole_texts(texts):
    counts, words = words_of(texts)
    found = [dict(zip(words, row, strict=True)) for row in counts.toarray().tolist()]
    assert [{w: n for w, n in row.items() if n} for row in found] == [
        Counter(topic_words(text)) for text in texts
    ]


@settings(deadline=None)
@given(TEXTS, st.integers(0, 99), st.data())
def test_some_texts_see_all_as_they_would_alone(texts, seed, data):
    rows = np.random.default_rng(seed).integers(-90, 91, size=(len(texts), 3))
    rows = rows.astype(np.int8)
    is_chosen = data.draw(
        st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))
    )
    chosen = np.flatnonzero(is_chosen)
    alone = Usage.learnt([texts[n] for n in chosen], rows[chosen])
    seen = Leaning(texts).seen_by(chosen, rows)
    np.testing.assert_array_equal(seen, alone(texts, rows))
