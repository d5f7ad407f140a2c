"""Differences within genres against counting by hand and in plain Python."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from compared import SETTINGS, agreed, corpus, large, row
from lasthope.compare import compare
from lasthope.errors import UserError
from lasthope.genre_summary import beside_raw, shared_genres
from lasthope.intervals import PARTS, WILSON, Uncertainty, shares_of_units
from lasthope.standardising import shared_weights, standardised_shares
from lasthope.within_genre import ALL_SHARED, genre_of, within_genre

GENRES = {"post": ["post", "tweet"], "letter": ["letter", "email"]}
KEYS = (
    *("side_a", "side_b", "reference", "voice", "stances"),
    *("confidence", "min_authors"),
)


def found(tables, genres=GENRES, **changed):
    settings = {key: SETTINGS[key] for key in KEYS} | changed
    return within_genre(**tables, genres=genres, **settings)


def with_media(tables, media):
    medium = tables["documents"]["doc_id"].map(media).astype("str")
    return tables | {"documents": tables["documents"].assign(medium=medium)}


def texts(*groups):
    """Documents of one unit: side, medium, how many, and how many hold "elite"."""
    documents, units, tags, media = [], [], [], {}
    for side, medium, n, n_elite in groups:
        for number in range(n):
            doc = f"{side}-{medium}-{number}"
            documents.append((doc, "statement", side, f"{side} inc.", None, 1))
            units.append((f"{doc}:0000", doc, "own", "We want hope"))
            media[doc] = medium
            if number < n_elite:
                tags.append((f"{doc}:0000", "elite", "frame", "asserts"))
    return with_media(corpus(documents, units, tags, {}, []), media)


def of(table, genre, name="elite"):
    chosen = table[table["genre"].eq(genre) & table["name"].eq(name)]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_a_difference_of_genre_alone_vanishes_within_it():
    # Half of all letters and none of the posts, whoever writes them.
    tables = texts(
        *[("platform", "post", 12, 0), ("platform", "email", 4, 2)],
        *[("provider", "tweet", 4, 0), ("provider", "letter", 12, 6)],
    )
    raw = row(compare(**tables, **SETTINGS), "difference", "frame", "elite")
    assert raw["estimate"] == 2 / 16 - 6 / 16
    table = found(tables).within_genre
    for genre in ("post", "letter", ALL_SHARED):
        assert of(table, genre)["estimate"] == 0
    both = beside_raw(table, compare(**tables, **SETTINGS))
    assert both[["name", "raw", "estimate"]].values.tolist() == [["elite", -0.25, 0]]


def test_genres_are_weighted_as_mantel_and_haenszel_do():
    tables = texts(
        *[("platform", "post", 10, 5), ("platform", "letter", 6, 3)],
        *[("provider", "post", 10, 1), ("provider", "letter", 3, 2)],
    )
    table = found(tables).within_genre
    # 10 * 10 / 20 = 5 and 6 * 3 / 9 = 2.
    assert of(table, "post")["weight"] == round(5 / 7, 6)
    assert of(table, "letter")["weight"] == round(2 / 7, 6)
    assert of(table, "post")["estimate"] == 0.4
    assert of(table, "letter")["estimate"] == round(3 / 6 - 2 / 3, 6)
    whole = of(table, ALL_SHARED)
    assert whole["estimate"] == round((5 * 0.4 + 2 * (3 / 6 - 2 / 3)) / 7, 6)
    assert [whole[f"n_units_{side}"] for side in "ab"] == [16, 13]
    assert [whole[f"count_{side}"] for side in "ab"] == [8, 3]
    assert whole["status"] == "descriptive"
    assert "Mantel-Haenszel" in whole["method"]


def test_which_genres_are_shared_is_told_of_every_two_sides():
    tables = texts(
        *[("platform", "post", 3, 0), ("platform", "letter", 1, 0)],
        *[("provider", "letter", 2, 0), ("users", "tweet", 4, 0)],
    )
    made = found(tables)
    told = shared_genres(made.genres, compare(**tables, **SETTINGS))
    assert told == [
        "Platform and provider share letter (1 and 2); only platform has post (3).",
        "Platform and users share post (3 and 4); only platform has letter (1).",
        "Provider and users share no genre: only provider has letter (2); only users "
        "has post (4). What sets them apart may be the genre alone.",
    ]
    pairs = made.within_genre[["side_a", "side_b"]].drop_duplicates()
    assert pairs.values.tolist() == [["platform", "provider"], ["platform", "users"]]


def test_where_none_is_shared_nothing_is_compared():
    tables = texts(("platform", "post", 3, 1), ("provider", "letter", 2, 0))
    made = found(tables)
    assert made.within_genre.empty
    assert made.genres[["side", "genre", "n_units", "n_authors"]].values.tolist() == [
        ["platform", "post", 3, 1],
        ["provider", "letter", 2, 1],
    ]


@pytest.mark.parametrize("n_authors", [4, 12])
def test_in_one_genre_it_is_the_comparison(n_authors):
    tables = large(5, {"platform": n_authors, "provider": n_authors + 1})
    tables["documents"] = tables["documents"].assign(medium="post")
    compared = compare(**tables, **SETTINGS)
    table = found(tables | {"agreement": agreed(elite="none")}).within_genre
    for genre in ("post", ALL_SHARED):
        for one in table[table["genre"].eq(genre)].to_dict("records"):
            same = row(compared, "difference", one["facet"], one["name"])
            for end in ("estimate", "low", "high"):
                assert one[end] == pytest.approx(same[end], abs=1.1e-6)
            for size in ("count", "n_units", "n_authors"):
                for side in "ab":
                    assert one[f"{size}_{side}"] == same[f"{size}_{side}"]
            expected = "descriptive" if one["name"] == "elite" else same["status"]
            assert one["status"] == expected


AUTHORS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)).map(
        lambda drawn: (drawn[0] + 1, min(drawn[1], drawn[0] + 1), drawn[2])
    ),
    min_size=3,
    max_size=9,
)


@given(AUTHORS, st.floats(0.05, 0.95), st.integers(0, 10**6))
def test_the_interval_of_authors_who_write_in_two_genres_by_hand(authors, weight, seed):
    rng = np.random.default_rng(seed)
    posts = [(n, held) for n, held, _ in authors]
    letters = [(m, int(rng.integers(0, m + 1))) for *_, m in authors]
    # Both genres have the fewest authors there may be.
    letters[:2] = [(max(n, 1), held) for n, held in letters[:2]]
    by_genre = [csr_array(np.array(g, np.int64) * PARTS) for g in (posts, letters)]
    weights = np.array([weight, 1 - weight])
    settings = Uncertainty(0.95, 2, 99, 0)
    share = standardised_shares(by_genre, weights, uncertainty=settings)

    # As fractions, so that authors who are alike have no variance at all.
    exact = [Fraction(float(one)) for one in weights]
    totals = [(sum(n for n, _ in g), sum(h for _, h in g)) for g in (posts, letters)]
    mean = float(sum(w * h / n for w, (n, h) in zip(exact, totals, strict=True)))
    assert share.estimates.values[0] == pytest.approx(mean)
    variance, fourth, squares = 0, 0, 0
    for author in zip(posts, letters, strict=True):
        moved = leverage = 0
        for w, (n, h), (size, held) in zip(exact, author, totals, strict=True):
            moved += w * (h - Fraction(n * held, size)) / size
            leverage += w * n / size
        part = moved**2 / (1 - leverage)
        variance += part
        fourth += part**2
        squares += leverage**2
    most = 1 / sum(w**2 / n for w, (n, _) in zip(weights, totals, strict=True))
    if variance == 0:
        n = freedom = float(1 / squares)
    else:
        n = min(mean * (1 - mean) / float(variance), most)
        freedom = max(float(3 * variance**2 / fourth), 1)
    t = stats.t.ppf(0.975, freedom)
    centre = (mean + t**2 / (2 * n)) / (1 + t**2 / n)
    half = t * math.sqrt(mean * (1 - mean) / n + t**2 / (4 * n**2)) / (1 + t**2 / n)
    low, high = (float(end[0]) for end in share.estimates.interval)
    assert low == pytest.approx(max(centre - half, 0), abs=1e-6)
    assert high == pytest.approx(min(centre + half, 1), abs=1e-6)


def test_a_genre_of_few_authors_makes_the_sum_of_genres_descriptive():
    # Each side has 12 authors of a post, of whom the first also writes all letters.
    posts = np.array([[1, k % 3 == 0] for k in range(12)], np.int64) * PARTS
    letters = np.zeros((12, 2), np.int64)
    letters[0] = (200 * PARTS, 60 * PARTS)
    settings = Uncertainty(0.95, 10, 99, 0)
    weights = np.array([0.1, 0.9])
    lone = [csr_array(posts), csr_array(letters)]
    share = standardised_shares(lone, weights, uncertainty=settings).estimates
    assert not share.is_by_author
    assert share.methods.tolist() == [WILSON]
    # Worth 1 / (.1² / 12 + .9² / 200) independent sentences of .1 / 3 + .9 x .3.
    n, mean, z = 1 / (0.01 / 12 + 0.81 / 200), 0.1 / 3 + 0.9 * 0.3, 1.959964
    half = z * math.sqrt(mean * (1 - mean) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    low, high = (float(end[0]) for end in share.interval)
    assert high - low == pytest.approx(2 * half, abs=1e-6)
    # Ten authors of each genre are enough.
    letters[:10] = (20 * PARTS, 6 * PARTS)
    enough = [csr_array(posts), csr_array(letters)]
    assert standardised_shares(
        enough, weights, uncertainty=settings
    ).estimates.is_by_author


def test_with_one_genre_it_is_the_usual_share():
    counts = csr_array(np.array([[4, 1], [9, 6], [2, 0]]) * PARTS)
    for fewest in (2, 10):
        settings = Uncertainty(0.9, fewest, 99, 0)
        usual = shares_of_units(counts, uncertainty=settings)
        one = standardised_shares([counts], np.ones(1), uncertainty=settings)
        assert one.counts.tolist() == usual.counts.tolist()
        assert one.n_units == pytest.approx(usual.n_units)
        assert one.rests.tolist() == [8 / 15]
        assert usual.rests.tolist() == [8 / 15]
        for mine, theirs in zip(
            one.estimates.interval, usual.estimates.interval, strict=True
        ):
            assert mine.tolist() == pytest.approx(theirs.tolist())


def test_weights_sum_to_one_however_large():
    weights = shared_weights([2**40, 3], [5, 2**41])
    assert math.fsum(weights) == pytest.approx(1)
    assert weights.tolist() == pytest.approx([5 / 8, 3 / 8])


def test_a_genre_is_that_of_the_medium_or_else_of_the_kind():
    documents = pd.DataFrame(
        {
            "medium": ["email", None, "a private group", "a private group", "Tweet"],
            "kind": ["statement", "post", "post", "article", "statement"],
        },
        dtype="str",
    )
    assert genre_of(documents, GENRES).tolist() == [
        *("letter", "post", "post", "article", "statement"),
    ]


def test_a_medium_of_two_genres_is_a_mistake():
    tables = texts(("platform", "post", 1, 0), ("provider", "post", 1, 0))
    twice = {"post": ["post"], "microblog": ["post"]}
    with pytest.raises(UserError) as error:
        found(tables, genres=twice)
    assert str(error.value) == (
        "compare.genres: 'post' belongs to both 'post' and 'microblog'; take it out of "
        "one."
    )


def test_a_genre_may_not_be_named_as_all_of_them():
    tables = texts(("platform", "post", 1, 0), ("provider", "post", 1, 0))
    with pytest.raises(UserError) as error:
        found(tables, genres={ALL_SHARED: ["post"]})
    assert str(error.value) == (
        "compare.genres: a genre is named 'all shared', as the rows over all genres "
        "are; give it another name."
    )


def test_the_order_of_rows_does_not_matter():
    tables = large(8, {"platform": 12, "provider": 11, "users": 10})
    ids = tables["documents"]["doc_id"]
    media = {doc: ["post", "letter"][int(doc[-1]) % 2] for doc in ids}
    tables = with_media(tables, media)
    shuffled = {
        name: table.sample(frac=1, random_state=1) for name, table in tables.items()
    }
    for one, other in zip(found(tables), found(shuffled), strict=True):
        pd.testing.assert_frame_equal(one, other)
