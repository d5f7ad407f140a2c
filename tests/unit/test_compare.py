"""The comparison against counting by hand and in plain Python."""

import math

import numpy as np
import pandas as pd
import pytest

from compared import (
    SETTINGS,
    corpus,
    of_words,
    row,
    small_corpus,
    words_listed,
)
from lasthope.compare import compare
from lasthope.intervals import NEWCOMBE, WILSON
from lasthope.keyness import PRIOR_NORMAL
from lasthope.schemas import KEYS, SCHEMAS
from lasthope.tables import check


@pytest.fixture
def small():
    return small_corpus()


def test_shares_by_hand(small):
    result = compare(**small, **SETTINGS)
    shares = result[result["measure"] == "share"]
    found = {
        (r.facet, r.name_, r.side_a): (r.count_a, r.estimate)
        for r in shares.rename(columns={"name": "name_"}).itertuples()
    }
    # Platform: d1:0000, d1:0001 and d2:0000; the quoted unit doesn't count.
    assert found == {
        ("frame", "elite", "platform"): (2, 0.666667),
        ("frame", "elite", "provider"): (0, 0.0),
        ("frame", "safety", "platform"): (0, 0.0),
        ("frame", "safety", "provider"): (1, 0.5),
        ("device", "hedging", "platform"): (0, 0.0),
        ("device", "hedging", "provider"): (0, 0.0),
        ("topic", "0", "platform"): (2, 0.666667),
        ("topic", "0", "provider"): (1, 0.5),
        ("topic", "1", "platform"): (1, 0.333333),
        ("topic", "1", "provider"): (0, 0.0),
        ("topic", "none", "platform"): (0, 0.0),
        ("topic", "none", "provider"): (1, 0.5),
    }
    for side, n_units, n_authors in (("platform", 3, 1), ("provider", 2, 2)):
        of_side = shares[shares["side_a"] == side]
        assert set(of_side["n_units_a"]) == {n_units}
        # By organisation: Matze speaks for Parler; Cook is named alone.
        assert set(of_side["n_authors_a"]) == {n_authors}
    assert set(shares["method"]) == {WILSON}
    assert set(shares["status"]) == {"descriptive"}
    of_b = ["side_b", "count_b", "n_units_b", "n_authors_b"]
    assert shares[of_b].isna().all(axis=None)
    elite = row(shares, "share", "frame", "elite", "platform")
    assert elite["label"] == "The people against the elite"
    # Wilson 2/3: (2/3 + z²/6 ± z √(2/27 + z²/36)) / (1 + z²/3), z = 1.959964.
    assert (elite["low"], elite["high"]) == (0.207660, 0.938508)
    assert row(shares, "share", "topic", "1", "platform")["label"] == "hope"
    assert row(shares, "share", "topic", "none", "platform")["label"] == "no topic"


def test_differences_by_hand(small):
    result = compare(**small, **SETTINGS)
    is_difference = result["measure"].eq("difference")
    differences = result[is_difference & result["facet"].ne("word")]
    found = {
        (r["facet"], r["name"]): (r["count_a"], r["count_b"], r["estimate"])
        for _, r in differences.iterrows()
    }
    assert found == {
        ("frame", "elite"): (2, 0, 0.666667),
        ("frame", "safety"): (0, 1, -0.5),
        ("device", "hedging"): (0, 0, 0.0),
        ("topic", "0"): (2, 1, 0.166667),
        ("topic", "1"): (1, 0, 0.333333),
        ("topic", "none"): (0, 1, -0.5),
    }
    for column, value in {
        "side_a": "platform",
        "side_b": "provider",
        "n_units_a": 3,
        "n_units_b": 2,
        "n_authors_a": 1,
        "n_authors_b": 2,
        "method": NEWCOMBE,
        "status": "descriptive",
    }.items():
        assert set(differences[column]) == {value}
    hedging = row(result, "difference", "device", "hedging")
    # 0/3 and 0/2: the upper bounds z²/(n + z²) are 0.561497 and 0.657619.
    assert (hedging["low"], hedging["high"]) == (-0.657620, 0.561497)


def test_words_of_few_private_people_are_not_listed(small):
    every = words_listed(small)
    assert "they" in every
    is_b = small["documents"]["side"].eq("provider")
    documents = small["documents"].assign(is_public=is_b)
    shown = words_listed(small | {"documents": documents})
    assert 0 < len(shown) < len(every)
    provider = small["units"]["doc_id"].isin(documents.loc[is_b, "doc_id"])
    said = " ".join(small["units"].loc[provider, "text"]).lower().split()
    assert set(shown) <= set(said)


def test_log_odds_by_hand(small):
    result = compare(**small, **SETTINGS)
    words = of_words(result)
    counts = {r["name"]: (r["count_a"], r["count_b"]) for _, r in words.iterrows()}
    assert counts == {
        "hate": (1, 1),
        "hope": (1, 0),
        "lose": (1, 0),
        "no": (0, 1),
        "safety": (0, 1),
        "they": (2, 0),
        "want": (2, 1),
        "we": (1, 1),
    }
    they = row(result, "log_odds", "word", "they")
    assert they["label"] == "they"
    # 8 words against 5, pooled 13; alpha = 10 x 2/13 = 20/13.
    a, others = 20 / 13, 10 - 20 / 13
    expected = math.log((2 + a) / (6 + others)) - math.log(a / (5 + others))
    half = 1.959963985 * math.sqrt(1 / (2 + a) + 1 / a)
    ends = (they["low"], they["estimate"], they["high"])
    assert ends == pytest.approx(
        (expected - half, expected, expected + half), abs=5.1e-7
    )
    assert set(words["method"]) == {PRIOR_NORMAL}
    assert set(words["status"]) == {"descriptive"}
    sizes = ["n_units_a", "n_units_b", "n_authors_a", "n_authors_b"]
    assert (words[sizes] == [3, 2, 1, 2]).all(axis=None)
    fewer = compare(**small, **SETTINGS | {"min_count": 3})
    assert of_words(fewer)["name"].tolist() == ["want"]


def test_the_table_keeps_its_contract(small):
    result = compare(**small, **SETTINGS)
    assert result.columns.tolist() == list(SCHEMAS["comparison"].columns)
    pd.testing.assert_frame_equal(check(result, "comparison"), result)
    key = KEYS["comparison"]
    in_order = result.sort_values(key, kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(in_order, result)
    assert not result.duplicated(key).any()
    tests = ["p", "q", "smallest_p"]
    # Of a word its log odds ratio is tested, of all else the difference.
    is_word = result["facet"].eq("word")
    tested = is_word.map({True: "log_odds", False: "difference"})
    is_tested = result["measure"].eq(tested)
    assert result.loc[~is_tested, tests].isna().all(axis=None)
    assert (result.loc[is_tested, "p"] >= result.loc[is_tested, "smallest_p"]).all()
    assert (result.loc[is_tested, "q"] >= result.loc[is_tested, "p"]).all()
    for column in ("estimate", "low", "high"):
        values = result[column].dropna().to_numpy()
        assert (values == np.round(values, 6)).all()
        assert not np.signbit(values[values == 0]).any()
    # Only of what neither side uses there is no ratio.
    known = result.dropna(subset="estimate")
    without = result.loc[result["estimate"].isna(), ["measure", "name"]]
    assert without.to_numpy().tolist() == [["log_odds", "hedging"]]
    assert (known["low"] <= known["estimate"]).all()
    assert (known["estimate"] <= known["high"]).all()


def test_no_zero_is_negative(small):
    # So strong a prior leaves log odds of about plus and minus 1e-11.
    result = compare(**small, **SETTINGS | {"prior_words": 1e12})
    estimates = of_words(result)["estimate"].to_numpy()
    assert (estimates == 0).all()
    assert not np.signbit(estimates).any()


@pytest.mark.parametrize(
    ("stances", "elite", "safety"),
    [(["asserts"], 2, 0), (["rejects"], 1, 0), (["rejects", "asserts"], 3, 0)],
)
def test_stances(small, stances, elite, safety):
    result = compare(**small, **SETTINGS | {"stances": stances})
    counts = [
        row(result, "share", "frame", name, "platform")["count_a"]
        for name in ("elite", "safety")
    ]
    assert counts == [elite, safety]


def test_quoted_voice(small):
    small["units"].loc[5, "voice"] = "quoted"
    settings = SETTINGS | {"voice": "quoted", "stances": ["reports"]}
    result = compare(**small, **settings)
    safety = row(result, "share", "frame", "safety", "platform")
    assert (safety["count_a"], safety["n_units_a"]) == (1, 1)
    assert row(result, "log_odds", "word", "hate")["count_a"] == 3


def test_without_topics_no_topic_is_compared(small):
    small["topics"] = small["topics"].iloc[:0]
    small["unit_topics"]["topic"] = -1
    result = compare(**small, **SETTINGS)
    assert set(result["facet"]) == {"frame", "device", "word"}


def test_a_unit_without_a_row_has_no_topic(small):
    small["unit_topics"] = small["unit_topics"].iloc[1:]
    result = compare(**small, **SETTINGS)
    assert row(result, "share", "topic", "none", "platform")["count_a"] == 1


def test_without_tags_everything_is_never(small):
    small["tags"] = small["tags"].iloc[:0]
    result = compare(**small, **SETTINGS)
    of_codebook = result[result["facet"].isin(["frame", "device"])]
    # Two shares, two of words, a difference and a log odds ratio.
    assert len(of_codebook) == 3 * 6
    assert (of_codebook["count_a"] == 0).all()


def test_texts_without_words(small):
    small["units"]["text"] = "…"
    result = compare(**small, **SETTINGS)
    # Nor is there a share of no words.
    assert set(result["measure"]) == {"share", "difference", "log_odds"}
    assert "word" not in set(result["facet"])


@pytest.mark.parametrize(
    ("kind", "organisation", "author", "n_authors"),
    [
        # A statement is its organisation's, a post its author's.
        ("statement", ["X", "X", "Y"], ["a", "b", "b"], 2),
        ("post", ["X", "X", "X"], ["a", "b", "b"], 2),
        ("statement", ["X", None, None], ["a", "b", "c"], 3),
        ("article", ["X", "Y", "Z"], ["a", None, None], 3),
        # The unnamed cannot be told apart, so nobody knows how many they are.
        ("post", [None, None, None], [None, None, None], 0),
        ("filing", [None, None, "X"], [None, "a", None], 2),
    ],
)
def test_who_an_author_is(kind, organisation, author, n_authors):
    names = zip(organisation, author, strict=True)
    documents = [(f"a{i}", kind, "users", *name, 1) for i, name in enumerate(names)]
    documents.append(("b", "post", "media", None, "a", 1))
    units = [(f"{doc[0]}:0000", doc[0], "own", "We hope") for doc in documents]
    tables = corpus(documents, units, [], {}, [])
    settings = SETTINGS | {"side_a": "users", "side_b": "media"}
    result = compare(**tables, **settings)
    assert set(result["n_authors_a"]) == {n_authors, 1}
    elite = row(result, "difference", "frame", "elite", "users")
    assert elite["n_authors_a"] == n_authors
