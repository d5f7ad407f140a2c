"""Shares of words, words of few authors, and a chosen reference."""

import numpy as np
import pandas as pd
import pytest

from compared import SETTINGS, corpus, large, of_words, row, small_corpus
from lasthope.compare import compare
from lasthope.comparison import pairs_of
from lasthope.intervals import wilson
from lasthope.word_shares import by_words, effective_units


def test_shares_of_words_by_hand():
    result = compare(**small_corpus(), **SETTINGS)
    shares = result[result["measure"].eq("share_of_words")]
    # Platform says 3, 2 ("[sic]" is none) and 3 words, the provider 3 and 2.
    assert dict(zip(shares["side_a"], shares["n_units_a"], strict=True)) == {
        "platform": 8,
        "provider": 5,
    }
    elite = row(shares, "share_of_words", "frame", "elite", "platform")
    assert (elite["count_a"], elite["estimate"]) == (5, 0.625)
    safety = row(shares, "share_of_words", "frame", "safety", "provider")
    assert (safety["count_a"], safety["estimate"]) == (3, 0.6)
    assert set(shares["status"]) == {"descriptive"}
    assert shares[["side_b", "p", "q"]].isna().all(axis=None)
    # As sure as 64 / 22 sentences of one length, not as 8 words.
    n = 8**2 / (3**2 + 2**2 + 3**2)
    ends = [float(end[0]) for end in wilson(np.array([0.625]), n, 1.959964)]
    assert elite[["low", "high"]].tolist() == pytest.approx(ends, abs=1e-6)


@pytest.mark.parametrize("seed", range(2))
def test_many_authors_against_plain_counting(seed):
    tables = large(seed, {"platform": 12, "provider": 11, "users": 3})
    result = compare(**tables, **SETTINGS)
    side_of = tables["documents"].set_index("doc_id")["side"].to_dict()
    holds = {
        tag["unit_id"]
        for tag in tables["tags"].to_dict("records")
        if tag["category"] == "elite" and tag["stance"] == "asserts"
    }
    for side in ("platform", "provider", "users"):
        own = [
            unit
            for unit in tables["units"].to_dict("records")
            if unit["voice"] == "own" and side_of[unit["doc_id"]] == side
        ]
        sizes = {unit["unit_id"]: len(unit["text"].split()) for unit in own}
        held = sum(size for unit, size in sizes.items() if unit in holds)
        share = row(result, "share_of_words", "frame", "elite", side)
        assert share["count_a"] == held
        assert share["estimate"] == round(held / sum(sizes.values()), 6)
        assert share["low"] < share["estimate"] < share["high"]


def test_units_of_one_length_have_the_same_share_of_words():
    # In a large corpus every text has four words.
    result = compare(**large(3, {"platform": 12, "provider": 11}), **SETTINGS)
    keys = ["facet", "name", "side_a", "estimate", "low", "high", "status"]
    units, of_words = (
        result.loc[result["measure"].eq(measure), keys].reset_index(drop=True)
        for measure in ("share", "share_of_words")
    )
    pd.testing.assert_frame_equal(units, of_words)


def test_units_of_one_size_are_as_many_as_they_are():
    parts = pd.Series([2**20, 2**19])
    assert effective_units(parts, pd.Series([7, 7])) == 1.5
    assert effective_units(parts, pd.Series([1, 1])) == 1.5
    # Of 9 and 3 words: 144 / 90.
    assert effective_units(pd.Series([2**20] * 2), pd.Series([9, 3])) == 1.6


def test_words_weigh_as_their_unit():
    said = pd.DataFrame({"text": ["one two three", "…"], "parts": [2**19, 2**20]})
    assert by_words(said)["parts"].tolist() == [3 * 2**19, 0]


def test_a_word_of_one_author_is_not_listed_where_two_are_asked_for():
    authors = ["a", "a", "b", "c"]
    texts = ["catalogue catalogue hope", "catalogue", "hope", "hope hate"]
    sides = ["platform"] * 3 + ["provider"]
    documents = [
        (f"d{n}", "post", side, None, author, 1)
        for n, (side, author) in enumerate(zip(sides, authors, strict=True))
    ]
    units = [(f"d{n}:0000", f"d{n}", "own", text) for n, text in enumerate(texts)]
    tables = corpus(documents, units, [], {}, [])

    def listed(least):
        settings = SETTINGS | {"min_word_authors": least}
        return of_words(compare(**tables, **settings)).set_index("name")

    assert listed(1).index.tolist() == ["catalogue", "hate", "hope"]
    assert listed(2).index.tolist() == listed(3).index.tolist() == ["hope"]
    assert listed(4).empty
    # What is left is measured as before.
    for end in ("estimate", "low", "high", "p"):
        assert listed(2).loc["hope", end] == listed(1).loc["hope", end]


def test_every_side_against_a_reference():
    sides = {"court": 3, "platform": 12, "provider": 11, "users": 4}
    tables = large(0, sides)
    each = compare(**tables, **SETTINGS)
    against = compare(**tables, **SETTINGS | {"reference": "users"})

    def compared(result):
        rows = result[result["measure"].eq("difference")]
        return set(zip(rows["side_a"], rows["side_b"], strict=True))

    assert len(compared(each)) == 6
    assert compared(against) == {
        ("platform", "provider"),
        ("platform", "users"),
        ("provider", "users"),
        ("court", "users"),
    }
    # The same numbers, only fewer.
    keys = ["measure", "facet", "name", "side_a", "side_b"]
    kept = each.set_index(keys).loc[pd.MultiIndex.from_frame(against[keys])]
    both = ~against["side_a"].eq("court").to_numpy()
    pd.testing.assert_frame_equal(
        kept.reset_index()[both], against[both], check_like=True
    )


@pytest.mark.parametrize("reference", ["platform", "provider"])
def test_the_two_compared_stand_in_their_order(reference):
    sides = ["users", "provider", "platform"]
    assert pairs_of(sides, "platform", "provider", reference) == [
        ("platform", "provider"),
        ("users", reference),
    ]


def test_without_a_reference_each_is_compared_with_each():
    assert pairs_of(["media", "users", "court"], "users", "court", None) == [
        ("users", "court"),
        ("users", "media"),
        ("court", "media"),
    ]
