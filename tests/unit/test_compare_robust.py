"""What a comparison must not depend on, and what it must refuse."""

import numpy as np
import pandas as pd
import pytest

from compared import (
    CATEGORIES,
    SETTINGS,
    TABLES,
    agreed,
    large,
    of_words,
    row,
    small_corpus,
)
from lasthope.compare import compare, spoken
from lasthope.errors import UserError
from lasthope.intervals import WILSON, WILSON_AUTHORS
from lasthope.keyness import PRIOR_AUTHORS


@pytest.fixture
def small():
    return small_corpus()


@pytest.mark.parametrize("seed", range(3))
def test_many_authors_against_plain_counting(seed):
    sizes = {"platform": 14, "provider": 15, "users": 9}
    tables = large(seed, sizes)
    result = compare(**tables, **SETTINGS)
    side_of = tables["documents"].set_index("doc_id")["side"].to_dict()
    units = {
        unit["unit_id"]: side_of[unit["doc_id"]]
        for unit in tables["units"].to_dict("records")
        if unit["voice"] == "own"
    }
    holds = {
        (tag["facet"], tag["category"], tag["unit_id"])
        for tag in tables["tags"].to_dict("records")
        if tag["stance"] == "asserts"
    }
    for place in tables["unit_topics"].to_dict("records"):
        name = "none" if place["topic"] == -1 else str(place["topic"])
        holds.add(("topic", name, place["unit_id"]))
    shares = result[result["measure"] == "share"]
    assert len(shares) == 3 * (3 + 4)
    for share in shares.to_dict("records"):
        of_side = [unit for unit, side in units.items() if side == share["side_a"]]
        count = sum((share["facet"], share["name"], unit) in holds for unit in of_side)
        assert (share["count_a"], share["n_units_a"]) == (count, len(of_side))
        assert share["estimate"] == round(count / len(of_side), 6)
        few = share["side_a"] == "users"
        assert share["status"] == ("descriptive" if few else "exploratory")
        assert share["method"] == (WILSON if few else WILSON_AUTHORS)
        assert share["low"] <= share["estimate"] <= share["high"]
        assert share["low"] < share["high"]
    pair = result[result["side_b"].eq("provider")]
    assert set(pair.loc[pair["estimate"].notna(), "status"]) == {"exploratory"}
    assert set(of_words(pair)["method"]) == {PRIOR_AUTHORS}
    elite = row(result, "difference", "frame", "elite")
    ends = [row(result, "share", "frame", "elite", s) for s in ("platform", "provider")]
    expected = ends[0]["estimate"] - ends[1]["estimate"]
    assert elite["estimate"] == pytest.approx(expected, abs=1.1e-6)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("min_authors", [5, 50])
def test_the_order_of_rows_does_not_matter(seed, min_authors):
    tables = large(seed, {"platform": 8, "provider": 6, "media": 3})
    shuffled = {name: tables[name].sample(frac=1, random_state=seed) for name in TABLES}
    before = {name: tables[name].copy() for name in TABLES}
    settings = SETTINGS | {"min_authors": min_authors, "stances": ["asserts"]}
    expected = compare(**tables, **settings)
    pd.testing.assert_frame_equal(compare(**shuffled, **settings), expected)
    for name in TABLES:
        pd.testing.assert_frame_equal(tables[name], before[name])


def test_a_further_side_changes_no_other():
    two = large(0, {"platform": 12, "provider": 11})
    three = large(0, {"court": 15, "platform": 12, "provider": 11})
    expected, found = compare(**two, **SETTINGS), compare(**three, **SETTINGS)
    # The words of all sides make the prior, so log odds may move.
    expected = expected.drop(of_words(expected).index)
    found = found.drop(of_words(found).index)
    assert set(found["side_a"]) == {"court", "platform", "provider"}
    assert set(found.loc[found["measure"].eq("alignment"), "side_a"]) == {"court"}
    is_of_court = found[["side_a", "side_b"]].eq("court").any(axis=1)
    for measure in ("difference", "log_odds"):
        assert len(found[is_of_court & found["measure"].eq(measure)]) == 2 * (3 + 4)
    found = found[~is_of_court]
    pd.testing.assert_frame_equal(
        found.reset_index(drop=True), expected.reset_index(drop=True)
    )


def test_of_an_unstable_topic_nothing_is_claimed():
    tables = large(0, {"platform": 12, "provider": 11})
    expected = compare(**tables, **SETTINGS)
    topics = tables["topics"].assign(is_stable=tables["topics"]["topic"].ne(0))
    found = compare(**tables | {"topics": topics}, **SETTINGS)
    is_of_it = found["facet"].eq("topic") & found["name"].eq("0")
    assert set(expected.loc[is_of_it, "status"]) == {"exploratory"}
    assert set(found.loc[is_of_it, "status"]) == {"descriptive"}
    pd.testing.assert_frame_equal(found[~is_of_it], expected[~is_of_it])


@pytest.mark.parametrize("seed", range(3))
def test_other_names_for_the_same_authors_change_no_number(seed):
    tables = large(seed, {"platform": 12, "provider": 11, "users": 3})
    documents = tables["documents"]
    names = sorted(documents["author"].unique())
    order = np.random.default_rng(seed).permutation(len(names))
    # As another key of the pseudonyms would: names that sort in another order.
    other = {name: f"p-{place:03d}" for name, place in zip(names, order, strict=True)}
    renamed = documents.assign(author=documents["author"].map(other).astype("str"))
    assert renamed["author"].nunique() == len(names)
    expected = compare(**tables, **SETTINGS)
    found = compare(**tables | {"documents": renamed}, **SETTINGS)
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_authors_have_their_numbers_from_their_first_units():
    tables = large(0, {"users": 2, "platform": 2})
    documents = tables["documents"].assign(
        author=tables["documents"]["author"].replace({"users0": "z", "users1": "a"})
    )
    said = spoken(documents, tables["units"].iloc[::-1], voice="own")
    of_author = said.merge(documents[["doc_id", "author"]]).groupby("author")
    numbers = of_author["author_number"].unique().map(list).to_dict()
    assert numbers == {"platform0": [0], "platform1": [1], "z": [2], "a": [3]}
    assert set(said["parts"]) == {2**20}


def test_swapped_sides_change_the_sign(small):
    one = compare(**small, **SETTINGS)
    other = compare(**small, **SETTINGS | {"side_a": "provider", "side_b": "platform"})
    for measure in ("difference", "log_odds"):
        a = one[one["measure"] == measure]
        b = other[other["measure"] == measure]
        assert a["name"].tolist() == b["name"].tolist()
        np.testing.assert_array_equal(a["estimate"], -b["estimate"])
        np.testing.assert_array_equal(a["low"], -b["high"])


def test_the_seed_moves_the_permutations_and_nothing_else():
    tables = large(0, {"platform": 12, "provider": 10})
    one, other = (compare(**tables, **SETTINGS | {"seed": s}) for s in (1, 2))
    ends = ["p", "q"]
    pd.testing.assert_frame_equal(one.drop(columns=ends), other.drop(columns=ends))
    assert not one[ends].equals(other[ends])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"side_a": "platfrom"}, "compare.side_a: 'platfrom' is not known; "),
        ({"side_b": "zzz"}, "compare.side_b: 'zzz' is not known; "),
        ({"voice": "loud"}, "compare.voice: 'loud' is not known; "),
        ({"stances": ["assert"]}, "compare.stances: 'assert' is not known; "),
        ({"stances": []}, "compare.stances is empty; list one or more of asserts"),
        (
            {"side_b": "platform"},
            "compare.side_b is 'platform', the same as compare.side_a; name two",
        ),
        (
            {"side_a": "court"},
            "compare.side_a: the side 'court' has no units in the voice 'own'; "
            "sides that have are platform, provider.",
        ),
        (
            {"side_b": "users"},
            "compare.side_b: the side 'users' has no units in the voice 'own'; "
            "sides that have are platform, provider.",
        ),
        (
            {"voice": "quoted"},
            "compare.side_b: the side 'provider' has no units in the voice 'quoted'; "
            "sides that have are platform.",
        ),
        ({"confidence": 1.0}, "compare.confidence is 1.0; it must lie between"),
        ({"permutations": 10}, "compare.permutations is 10; it must be at least 99"),
        ({"min_authors": 0}, "compare.min_authors is 0; it must be at least 2"),
        ({"seed": -3}, "compare.seed is -3; it must be 0 or more."),
        ({"prior_words": 0}, "compare.prior_words is 0; it must be above 0"),
        ({"prior_words": float("inf")}, "compare.prior_words is inf; it must be above"),
        ({"min_count": 0}, "compare.min_count is 0; it must be at least 1."),
        ({"min_word_authors": 0}, "compare.min_word_authors is 0; it must be at least"),
        ({"permutations": 0}, "compare.permutations is 0; it must be at least 99"),
        ({"permutations": 1}, "compare.permutations is 1; it must be at least 99"),
        ({"reference": "curt"}, "compare.reference: 'curt' is not known; perhaps 'cou"),
        (
            {"reference": "court"},
            "compare.reference: the side 'court' has no units in the voice 'own'; "
            "sides that have are platform, provider.",
        ),
    ],
)
def test_settings_that_make_no_sense(small, changed, message):
    with pytest.raises(UserError) as error:
        compare(**small, **SETTINGS | changed)
    assert str(error.value).startswith(message)
    assert str(error.value).endswith((".", "?."))


@pytest.mark.parametrize("empty", [["units"], ["documents", "units"]])
def test_no_unit_of_the_voice(small, empty):
    for name in empty:
        small[name] = small[name].iloc[:0]
    with pytest.raises(
        UserError, match="^compare.voice: no unit is in the voice 'own'"
    ):
        compare(**small, **SETTINGS)


def test_a_tag_that_is_not_in_the_codebook(small):
    small["categories"] = CATEGORIES[CATEGORIES["category"] != "elite"]
    with pytest.raises(UserError, match="^compare: the frame 'elite' was found"):
        compare(**small, **SETTINGS)


def test_a_topic_that_is_not_in_its_table(small):
    small["topics"] = small["topics"].iloc[:1]
    with pytest.raises(UserError, match="^compare: the topic '1' was found"):
        compare(**small, **SETTINGS)


def test_what_coders_disagree_on_has_no_part_in_the_alignment():
    three = large(0, {"court": 15, "platform": 12, "provider": 11})
    found = compare(**three | {"agreement": agreed(safety="none")}, **SETTINGS)
    # As if nobody had ever looked for it.
    known, tagged = three["categories"], three["tags"]
    without = {
        "categories": known[known["category"].ne("safety")],
        "tags": tagged[tagged["category"].ne("safety")],
    }
    expected = compare(**three | without, **SETTINGS)
    of_frames = [
        one.loc[one["measure"].eq("alignment") & one["facet"].eq("frame")]
        .drop(columns="q")
        .reset_index(drop=True)
        for one in (found, expected)
    ]
    assert len(of_frames[0]) == 1
    pd.testing.assert_frame_equal(*of_frames)
    nothing = agreed(elite="none", safety="none")
    left = compare(**three | {"agreement": nothing}, **SETTINGS)
    assert set(left.loc[left["measure"].eq("alignment"), "facet"]) == {"device"}
