"""Co-occurrence against a jackknife, against chance, and by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from compared import CATEGORIES, agreed, large, table
from lasthope.cooccurrence import (
    BY_AUTHOR,
    BY_DOCUMENT,
    TOO_FEW,
    cooccurrence,
    log_lifts,
)
from lasthope.intervals import PARTS

SETTINGS = {
    "facet": "frame",
    "voice": "own",
    "stances": ["asserts"],
    "confidence": 0.95,
    "min_authors": 10,
}
READ = ("documents", "units", "tags", "categories", "agreement")


def found(tables, **changed):
    return cooccurrence(*(tables[name] for name in READ), **SETTINGS | changed)


def corpus(held, *, n_authors=1, weight=1.0, n_copies=1, side="users"):
    """A side that holds, document by document, the given categories."""
    documents, units, tags = [], [], []
    for number, names in enumerate(held):
        doc = f"{side}{number:03d}"
        author = f"{side}-{number % n_authors}"
        # Copies of a document follow each other.
        first = f"{side}{number - number % n_copies:03d}"
        copy_of = None if first == doc else first
        documents.append((doc, "post", side, None, author, weight, copy_of))
        # Each category in a sentence of its own: they meet in the document.
        for position, name in enumerate([*names, None]):
            unit = f"{doc}:{position:04d}"
            units.append((unit, doc, "own", "words"))
            if name:
                tags.append((unit, name, "frame", "asserts"))
    return {
        "documents": table(
            "doc_id kind side organisation author weight copy_of", documents
        ),
        "units": table("unit_id doc_id voice text", units),
        "tags": table("unit_id category facet stance", tags),
        "categories": CATEGORIES,
        "agreement": agreed(),
    }


BOTH, ELITE, SAFETY, NONE = ["elite", "safety"], ["elite"], ["safety"], []


def test_copies_are_one_document():
    kinds = [BOTH] * 5 + [ELITE] * 3 + [SAFETY] * 4 + [NONE] * 8
    copied = [kind for kind in kinds for _ in range(4)]
    once = found(corpus(kinds))
    four = found(corpus(copied, weight=1 / 4, n_copies=4))
    assert four["method"].tolist() == [BY_DOCUMENT]
    pd.testing.assert_frame_equal(once, four)
    # Four copies of five texts are five documents, and ten are asked for.
    few = found(corpus(copied[:20], weight=1 / 4, n_copies=4))
    assert few["method"].tolist() == [TOO_FEW]


def test_where_all_documents_hold_a_category_there_is_no_interval():
    # With weights that are no whole numbers, influences cancel but for the last bits.
    kinds = [BOTH, ELITE] * 40
    result = found(corpus(kinds, n_authors=25, weight=1 / 3))
    assert result["low"].isna().all() and result["p"].isna().all()


def test_lift_by_hand():
    # Of 8 documents 3 hold both, 4 the one and 4 the other: 2 by chance.
    result = found(corpus([BOTH] * 3 + [ELITE, SAFETY] + [NONE] * 3))
    assert len(result) == 1
    row = result.iloc[0]
    assert (row["name_a"], row["name_b"], row["side"]) == ("elite", "safety", "users")
    assert (row["count"], row["count_a"], row["count_b"]) == (3, 4, 4)
    assert (row["expected"], row["n_documents"], row["n_authors"]) == (2, 8, 1)
    assert row["estimate"] == round(math.log(3.5 / 2.5), 6)
    assert row[["low", "high", "p", "q"]].isna().all()
    assert (row["method"], row["status"]) == (TOO_FEW, "descriptive")


def test_a_pair_that_never_meets_is_apart_and_has_an_interval():
    row = found(corpus([ELITE, SAFETY] * 10, n_authors=20)).iloc[0]
    # 10 x 10 / 20 = 5 by chance.
    assert row["estimate"] == round(math.log(0.5 / 5.5), 6)
    assert row["low"] < row["estimate"] < row["high"]
    assert (row["method"], row["status"]) == (BY_AUTHOR, "exploratory")


def test_with_few_authors_the_interval_is_over_documents_and_there_is_no_p():
    row = found(corpus([BOTH, ELITE, SAFETY, NONE] * 5, n_authors=2)).iloc[0]
    assert (row["method"], row["status"]) == (BY_DOCUMENT, "descriptive")
    assert row["low"] < row["estimate"] < row["high"]
    assert row[["p", "q"]].isna().all()


@pytest.mark.parametrize("held", [[BOTH] * 12, [NONE] * 12, [ELITE] * 12])
def test_where_nothing_can_be_found_there_is_no_p(held):
    row = found(corpus(held, n_authors=12)).iloc[0]
    assert row["estimate"] == 0
    assert row[["p", "q"]].isna().all()


def test_the_unnamed_are_nobody_that_is_known():
    tables = corpus([BOTH, ELITE, SAFETY, NONE] * 5)
    unnamed = tables["documents"].assign(author=pd.Series(None, range(20), dtype="str"))
    row = found(tables | {"documents": unnamed}).iloc[0]
    assert (row["n_authors"], row["status"]) == (0, "descriptive")
    assert row["method"] == BY_DOCUMENT


def test_copies_weigh_as_one_document():
    once = found(corpus([BOTH, ELITE, SAFETY, NONE], n_authors=4))
    twice = found(corpus([BOTH, ELITE, SAFETY, NONE] * 2, n_authors=4, weight=0.5))
    pd.testing.assert_frame_equal(once, twice)


def test_more_than_two_sides_each_for_itself():
    sides = [corpus([BOTH, NONE, ELITE], side=side) for side in ("users", "court")]
    sides.append(corpus([SAFETY, NONE], side="media"))
    both = {
        name: pd.concat([one[name] for one in sides], ignore_index=True)
        for name in ("documents", "units", "tags")
    } | {"categories": CATEGORIES, "agreement": agreed()}
    result = found(both).set_index("side")
    assert result.index.tolist() == ["court", "media", "users"]
    alone = found(sides[0]).iloc[0]
    assert result.loc["users", "estimate"] == alone["estimate"]
    assert result.loc["media", "count"] == 0


def test_a_category_never_seen_and_a_facet_without_pairs():
    result = found(corpus([ELITE, NONE], n_authors=2))
    assert result[["count", "count_b"]].eq(0).all(axis=None)
    assert found(corpus([ELITE]), facet="device").empty


def test_no_documents_no_rows():
    tables = corpus([ELITE])
    empty = {name: tables[name].iloc[:0] for name in READ[:3]}
    assert found(tables | empty).empty


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_rows_does_not_matter(seed):
    tables = large(seed, {"platform": 12, "provider": 4})
    shuffled = {
        name: one.sample(frac=1, random_state=seed) for name, one in tables.items()
    }
    pd.testing.assert_frame_equal(found(shuffled), found(tables))


def drawn(rng, n_authors, n_pairs, *, lift=1.0):
    """Counts of authors who differ; two categories independent but for the lift."""
    sizes = np.minimum(rng.zipf(1.6, n_authors), 60)
    rates = rng.beta(2, 5, (2, n_authors, n_pairs)) / 1.5
    both = rates[0] * rates[1] * lift
    cells = np.stack([both, rates[0] - both, rates[1] - both], axis=-1)
    rest = np.clip(1 - cells.sum(axis=-1, keepdims=True), 0, 1)
    counts = rng.multinomial(
        sizes[:, None].repeat(n_pairs, 1), np.concatenate([cells, rest], axis=-1)
    )
    one, other = counts[..., 0] + counts[..., 1], counts[..., 0] + counts[..., 2]
    return (PARTS * array for array in (sizes, one, other, counts[..., 0]))


@pytest.mark.parametrize("lift", [1.0, 1.5])
def test_intervals_hold_the_truth_and_tests_their_level(lift):
    rng = np.random.default_rng(2021)
    made = log_lifts(*drawn(rng, 150, 2000, lift=lift), confidence=0.95)
    truth = math.log(lift)
    holds = (made.low <= truth) & (truth <= made.high)
    assert 0.92 <= holds.mean() <= 0.98
    if lift == 1:
        assert (made.p < 0.05).mean() <= 0.07
    else:
        assert (made.p < 0.05).mean() > 0.3


def test_the_variance_is_near_that_of_a_jackknife():
    rng = np.random.default_rng(7)
    counts = [*drawn(rng, 100, 40)]
    made = log_lifts(*counts, confidence=0.95)
    without = np.array(
        [
            log_lifts(
                *(np.delete(array, author, axis=0) for array in counts), confidence=0.95
            ).values
            for author in range(100)
        ]
    )
    jackknife = np.sqrt(99 / 100 * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    half = (made.high - made.low) / 2
    # A quantile of t lies between 2 and 3 here.
    assert np.median(half / jackknife) == pytest.approx(2.3, abs=0.4)


def test_a_pair_is_as_reliable_as_the_less_reliable_of_it():
    tables = corpus([BOTH, ELITE, SAFETY, NONE] * 6, n_authors=12)
    for uses, use, status in (
        ({"elite": "none", "safety": "inference"}, "none", "descriptive"),
        ({"elite": "none"}, "none", "descriptive"),
        ({"elite": "tentative"}, "unvalidated", "exploratory"),
        ({"elite": "tentative", "safety": "inference"}, "tentative", "exploratory"),
        ({"elite": "inference", "safety": "inference"}, "inference", "exploratory"),
    ):
        (one,) = found(tables | {"agreement": agreed(**uses)}).to_dict("records")
        assert (one["use"], one["status"]) == (use, status)
