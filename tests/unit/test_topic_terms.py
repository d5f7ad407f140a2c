"""Tests of the words of topics: lasthope.topics.terms and labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.topics.labels import holding, marginal, told_by_phrases
from lasthope.topics.terms import (
    has_topic_words,
    is_same,
    stem,
    topic_terms,
    topic_words,
)


def test_topic_words_are_words_of_two_letters_or_more():
    text = "The CEO's [sic] plan B: win 100 votes, 4chan & l’été; don’t e-mail x2!"
    assert topic_words(text) == [
        *("ceo", "plan", "win", "votes", "4chan", "l'été", "e-mail")
    ]


def test_handles_links_and_insertions_are_no_words():
    text = "Thanks @Some_One for https://news.example/free-speech and [name] www.x.y!"
    assert topic_words(text) == ["thanks"]
    assert topic_words("write to a@b.example") == ["write"]


def test_phrases_do_not_reach_over_what_is_no_word():
    assert topic_terms("free the speech, free @bob speech")[-2:] != ["free speech"] * 2
    assert [
        term for term in topic_terms("free of speech [name] now") if " " in term
    ] == []
    assert "free speech" not in topic_terms("We are free. Speech is not")
    assert "civil war" in topic_terms("A civil war!")


@given(st.text())
def test_a_text_has_topic_words_if_it_has_any(text):
    assert has_topic_words(text) is bool(topic_words(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("user", "users"), ("company", "companies"), ("speech", "speeches")),
        *(("ban", "banned"), ("ban", "banning"), ("censor", "censored")),
        *(("amaze", "amazing"), ("post", "posting"), ("vote", "voted")),
        *(("free speech", "speech"), ("civil wars", "civil war")),
    ],
)
def test_inflections_and_parts_are_the_same(one, other):
    assert is_same(one, other)
    assert is_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("news", "new"), ("free speech", "free market"), ("virus", "viru"), ("us", "u")],
)
def test_other_words_are_not(one, other):
    assert not is_same(one, other)


@pytest.mark.parametrize("word", ["thing", "king", "red", "bus", "gas", "s", "ed"])
def test_short_words_keep_a_stem(word):
    assert len(stem(word)) >= min(len(word), 2)


HELD = {
    "speech": {1, 2, 3, 4},
    "free": {1, 2, 3},
    "free speech": {1, 2, 3},
    "speeches": {5},
    "war": {6, 7},
    "battle": {1, 2, 3, 4},
}


def test_a_phrase_stands_for_its_words_and_inflections_are_passed_over():
    ranked = [("speech", 4.0), ("free", 3.5), ("free speech", 3.0), ("speeches", 2.5)]
    taken = marginal([*ranked, ("war", 1.0)], HELD, 5, 0.0)
    assert [term for term, _ in taken] == ["free speech", "war"]


def test_diversity_prefers_what_stands_in_other_texts():
    ranked = [("free speech", 4.0), ("battle", 3.0), ("war", 2.9)]
    plain = marginal(ranked, HELD, 2, 0.0)
    diverse = marginal(ranked, HELD, 2, 0.5)
    assert [term for term, _ in plain] == ["free speech", "battle"]
    # .5 * 3/4 - .5 * 3/4 = 0 for battle, .5 * 2.9/4 for war.
    assert [term for term, _ in diverse] == ["free speech", "war"]


def test_a_phrase_of_a_single_text_is_none():
    held = {"hope": {1, 2}, "last hope": {1}}
    assert told_by_phrases([("last hope", 2.0), ("hope", 1.0)], held) == [("hope", 1.0)]


def test_holding_counts_texts():
    assert holding([("a", 1.0), ("b", 1.0)], [["a", "a"], ["b", "a"], ["c"]]) == {
        "a": {0, 1},
        "b": {1},
    }
