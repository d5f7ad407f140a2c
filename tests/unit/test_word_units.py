"""Differences of the shares of units with a word, counted by hand and plainly."""

import pandas as pd
import pytest

from compared import SETTINGS, copied_corpus, large, of_words, small_corpus
from lasthope import word_units
from lasthope.compare import compare


def test_by_hand():
    result = compare(**small_corpus(), **SETTINGS)
    words = of_words(result, "difference").set_index("name")
    # Of 3 and 2 units; what is quoted does not count, and "[sic]" is no word.
    assert {
        name: (one["count_a"], one["count_b"], one["estimate"])
        for name, one in words.iterrows()
    } == {
        "hate": (1, 1, -0.166667),
        "hope": (1, 0, 0.333333),
        "lose": (1, 0, 0.333333),
        "no": (0, 1, -0.5),
        "safety": (0, 1, -0.5),
        "they": (2, 0, 0.666667),
        "want": (2, 1, 0.166667),
        "we": (1, 1, -0.166667),
    }
    assert (words[["n_units_a", "n_units_b"]] == [3, 2]).all(axis=None)
    # As that of the frame that as many hold: Newcombe's, over sentences.
    frame = result[result["measure"].eq("difference") & result["name"].eq("elite")]
    same = ["estimate", "low", "high", "method", "status"]
    assert words.loc["they", same].tolist() == frame[same].iloc[0].tolist()
    assert words[["p", "q", "smallest_p"]].isna().all(axis=None)


def test_a_word_said_twice_in_a_unit_counts_once():
    tables = small_corpus()
    tables["units"]["text"] = tables["units"]["text"].replace(
        "No hate", "No hate, no HATE, no!"
    )
    words = of_words(compare(**tables, **SETTINGS), "difference").set_index("name")
    assert words.loc["no", "count_b"] == 1
    assert words.loc["hate", "estimate"] == -0.166667


def test_near_copies_share_the_weight_of_one():
    words = of_words(compare(**copied_corpus(), **SETTINGS), "difference")
    hate = words.set_index("name").loc["hate"]
    # d1 and d5 weigh a half each: 2 units and a half of d1's and d5's, d2's one; one
    # says "hate" in each. Of d4 and d6 a third each says it, d3 says it not.
    assert hate["estimate"] == pytest.approx(1 / 2.5 - (2 / 3) / (5 / 3), abs=2e-6)


@pytest.mark.parametrize("at_once", [1, 10**6])
def test_many_authors_against_plain_counting(at_once, monkeypatch):
    monkeypatch.setattr(word_units, "NUMBERS_AT_ONCE", at_once)
    tables = large(2, {"platform": 12, "provider": 11, "users": 3})
    words = of_words(compare(**tables, **SETTINGS), "difference")
    side_of = tables["documents"].set_index("doc_id")["side"].to_dict()
    own = [
        (side_of[unit["doc_id"]], set(unit["text"].split()))
        for unit in tables["units"].to_dict("records")
        if unit["voice"] == "own"
    ]
    assert set(words["name"]) == {"hope", "hate", "we", "they", "win"}
    for one in words.to_dict("records"):
        shares = []
        for side, end in (("platform", "a"), ("provider", "b")):
            held = [one["name"] in said for of, said in own if of == side]
            assert one[f"count_{end}"] == sum(held)
            shares.append(sum(held) / len(held))
        assert one["estimate"] == pytest.approx(shares[0] - shares[1], abs=1e-6)
        assert one["low"] < one["estimate"] < one["high"]
        assert one["status"] == "exploratory"


def test_only_words_that_may_be_shown_have_a_row():
    small = small_corpus()
    is_b = small["documents"]["side"].eq("provider")
    documents = small["documents"].assign(is_public=is_b)
    result = compare(**small | {"documents": documents}, **SETTINGS)
    shown = of_words(result)["name"].tolist()
    assert of_words(result, "difference")["name"].tolist() == shown
    assert "they" not in shown


def test_without_a_listed_word_there_is_no_row():
    result = compare(**small_corpus(), **SETTINGS | {"min_count": 99})
    assert isinstance(result, pd.DataFrame)
    assert "word" not in set(result["facet"])


def test_only_the_two_sides_are_searched_for_words(monkeypatch):
    searched = []

    def searching(said, listed):
        searched.append(set(said["side"]))
        return word_units.units_with_words(said, listed)

    monkeypatch.setattr("lasthope.compare.units_with_words", searching)
    compare(**large(2, {"platform": 3, "provider": 3, "users": 3}), **SETTINGS)
    assert searched == [{"platform", "provider"}]
