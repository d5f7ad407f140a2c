"""The comparison against counting by hand and in plain Python."""

import math

import numpy as np
import pandas as pd
import pytest

from lasthope.compare import compare
from lasthope.errors import UserError
from lasthope.intervals import BOOTSTRAP, NEWCOMBE, WILSON, WILSON_AUTHORS
from lasthope.keyness import PRIOR_BOOTSTRAP, PRIOR_NORMAL
from lasthope.schemas import KEYS, SCHEMAS
from lasthope.tables import check

SETTINGS = {
    "side_a": "platform",
    "side_b": "provider",
    "voice": "own",
    "stances": ["asserts"],
    "confidence": 0.95,
    "min_authors": 10,
    "replicates": 100,
    "seed": 1,
    "prior_words": 10,
    "min_count": 1,
}
CATEGORIES = pd.DataFrame(
    [
        ("elite", "frame", "The people against the elite"),
        ("safety", "frame", "Public safety"),
        ("hedging", "device", "Hedging"),
    ],
    columns=["category", "facet", "label"],
    dtype="str",
)
TABLES = ("documents", "units", "tags", "topics", "unit_topics", "categories")


def table(columns: str, rows: list) -> pd.DataFrame:
    """Make a table of text but for the columns that are numbers."""
    made = pd.DataFrame(rows, columns=columns.split(), dtype="object")
    return made.astype(
        {name: "int64" if name == "topic" else "str" for name in made.columns}
    )


def corpus(documents: list, units: list, tags: list, topics: dict, placed: list):
    """Make the tables of ``compare``, with only the columns it needs."""
    return {
        "documents": table(
            "doc_id kind side organisation author copy_of", documents
        ).assign(is_public=True),
        "units": table("unit_id doc_id voice text", units),
        "tags": table("unit_id category facet stance", tags),
        "topics": table("topic label", list(topics.items())),
        "unit_topics": table("unit_id topic", placed),
        "categories": CATEGORIES,
    }


@pytest.fixture
def small():
    """Two sides, few authors: what it gives was counted by hand."""
    return corpus(
        documents=[
            ("d1", "statement", "platform", "Parler", "John Matze", None),
            ("d2", "statement", "platform", "Parler", None, None),
            ("d3", "statement", "provider", "Amazon Web Services", None, None),
            ("d4", "statement", "provider", None, "Tim Cook", None),
            ("d5", "statement", "platform", "Parler", None, "d1"),
        ],
        units=[
            ("d1:0000", "d1", "own", "They want hate"),
            ("d1:0001", "d1", "own", "They [sic] lose"),
            ("d1:0002", "d1", "quoted", "hate hate hate"),
            ("d2:0000", "d2", "own", "we want hope"),
            ("d3:0000", "d3", "own", "We want safety"),
            ("d4:0000", "d4", "own", "No hate"),
            ("d5:0000", "d5", "own", "They want hate"),
        ],
        tags=[
            ("d1:0000", "elite", "frame", "asserts"),
            ("d1:0000", "elite", "frame", "asserts"),
            ("d1:0001", "elite", "frame", "asserts"),
            ("d2:0000", "elite", "frame", "rejects"),
            ("d1:0002", "safety", "frame", "reports"),
            ("d3:0000", "safety", "frame", "asserts"),
            ("d5:0000", "elite", "frame", "asserts"),
        ],
        topics={0: "hate, they", 1: "hope"},
        placed=[
            ("d1:0000", 0),
            ("d1:0001", 0),
            ("d1:0002", 0),
            ("d2:0000", 1),
            ("d3:0000", -1),
            ("d4:0000", 0),
            ("d5:0000", 0),
        ],
    )


def large(seed: int, n_authors: dict[str, int]) -> dict[str, pd.DataFrame]:
    """Make a random corpus of posts; each side's part depends on it alone."""
    documents, units, tags, placed = [], [], [], []
    for side, n in n_authors.items():
        rng = np.random.default_rng([seed, *side.encode()])
        for author in range(n):
            for post in range(rng.integers(1, 5)):
                doc = f"{side}-{author:03d}-{post}"
                documents.append((doc, "post", side, None, f"{side}{author}", None))
                for position in range(rng.integers(1, 4)):
                    unit = f"{doc}:{position:04d}"
                    said = rng.choice(["hope", "hate", "we", "they", "win"], size=4)
                    voice = rng.choice(["own", "own", "own", "quoted"])
                    units.append((unit, doc, str(voice), " ".join(said)))
                    placed.append((unit, int(rng.integers(-1, 3))))
                    for category, facet in (("elite", "frame"), ("hedging", "device")):
                        for _ in range(rng.integers(0, 3)):
                            stance = str(rng.choice(["asserts", "rejects"]))
                            tags.append((unit, category, facet, stance))
    return corpus(documents, units, tags, {0: "a", 1: "b", 2: "c"}, placed)


def row(result: pd.DataFrame, *key: str) -> pd.Series:
    """Return the one row with this measure, facet, name and side_a."""
    keys = ["measure", "facet", "name", "side_a"][: len(key)]
    found = result[(result[keys] == list(key)).all(axis=1)]
    assert len(found) == 1
    return found.iloc[0]


def test_shares_by_hand(small):
    result = compare(**small, **SETTINGS)
    shares = result[result["measure"] == "share"]
    found = {
        (r.facet, r.name_, r.side_a): (r.count_a, r.estimate)
        for r in shares.rename(columns={"name": "name_"}).itertuples()
    }
    # Platform: d1:0000, d1:0001 and d2:0000; the quoted unit and the copy don't count.
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
    differences = result[result["measure"] == "difference"]
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


def words_listed(tables):
    result = compare(**tables, **SETTINGS)
    return result.loc[result["measure"] == "log_odds", "name"].tolist()


def test_log_odds_by_hand(small):
    result = compare(**small, **SETTINGS)
    of_words = result[result["measure"] == "log_odds"]
    counts = {r["name"]: (r["count_a"], r["count_b"]) for _, r in of_words.iterrows()}
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
    assert set(of_words["method"]) == {PRIOR_NORMAL}
    assert set(of_words["status"]) == {"descriptive"}
    sizes = ["n_units_a", "n_units_b", "n_authors_a", "n_authors_b"]
    assert (of_words[sizes] == [3, 2, 1, 2]).all(axis=None)
    fewer = compare(**small, **SETTINGS | {"min_count": 3})
    assert fewer.loc[fewer["measure"] == "log_odds", "name"].tolist() == ["want"]


def test_the_table_keeps_its_contract(small):
    result = compare(**small, **SETTINGS)
    assert result.columns.tolist() == list(SCHEMAS["comparison"].columns)
    pd.testing.assert_frame_equal(check(result, "comparison"), result)
    key = KEYS["comparison"]
    in_order = result.sort_values(key, kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(in_order, result)
    assert not result.duplicated(key).any()
    assert result[["p", "q", "smallest_p"]].isna().all(axis=None)
    for column in ("estimate", "low", "high"):
        values = result[column].to_numpy()
        assert (values == np.round(values, 6)).all()
        assert not np.signbit(values[values == 0]).any()
    assert (result["low"] <= result["estimate"]).all()
    assert (result["estimate"] <= result["high"]).all()


def test_no_zero_is_negative(small):
    # So strong a prior leaves log odds of about plus and minus 1e-11.
    result = compare(**small, **SETTINGS | {"prior_words": 1e12})
    estimates = result.loc[result["measure"] == "log_odds", "estimate"].to_numpy()
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
    assert len(of_codebook) == 3 * 3
    assert (of_codebook["count_a"] == 0).all()


def test_texts_without_words(small):
    small["units"]["text"] = "…"
    result = compare(**small, **SETTINGS)
    assert set(result["measure"]) == {"share", "difference"}


@pytest.mark.parametrize(
    ("kind", "organisation", "author", "n_authors"),
    [
        # A statement is its organisation's, a post its author's.
        ("statement", ["X", "X", "Y"], ["a", "b", "b"], 2),
        ("post", ["X", "X", "X"], ["a", "b", "b"], 2),
        ("statement", ["X", None, None], ["a", "b", "c"], 3),
        ("article", ["X", "Y", "Z"], ["a", None, None], 3),
        # The unnamed cannot be told apart.
        ("post", [None, None, None], [None, None, None], 1),
        ("filing", [None, None, "X"], [None, "a", None], 3),
    ],
)
def test_who_an_author_is(kind, organisation, author, n_authors):
    names = zip(organisation, author, strict=True)
    documents = [(f"a{i}", kind, "users", *name, None) for i, name in enumerate(names)]
    documents.append(("b", "post", "media", None, "a", None))
    units = [(f"{doc[0]}:0000", doc[0], "own", "We hope") for doc in documents]
    tables = corpus(documents, units, [], {}, [])
    settings = SETTINGS | {"side_a": "users", "side_b": "media"}
    result = compare(**tables, **settings)
    assert set(result["n_authors_a"]) == {n_authors, 1}
    assert row(result, "difference", "frame", "elite")["n_authors_a"] == n_authors


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
        many = BOOTSTRAP if 0 < count < len(of_side) else WILSON_AUTHORS
        assert share["method"] == (WILSON if few else many)
        assert share["low"] <= share["estimate"] <= share["high"]
        assert share["low"] < share["high"]
    pair = result[result["side_b"].notna()]
    assert set(pair["status"]) == {"exploratory"}
    assert set(pair.loc[pair["measure"] == "log_odds", "method"]) == {PRIOR_BOOTSTRAP}
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
    expected = expected[expected["measure"] != "log_odds"]
    found = found[found["measure"] != "log_odds"]
    assert set(found["side_a"]) == {"court", "platform", "provider"}
    found = found[found["side_a"] != "court"]
    pd.testing.assert_frame_equal(
        found.reset_index(drop=True), expected.reset_index(drop=True)
    )


def test_swapped_sides_change_the_sign(small):
    one = compare(**small, **SETTINGS)
    other = compare(**small, **SETTINGS | {"side_a": "provider", "side_b": "platform"})
    for measure in ("difference", "log_odds"):
        a = one[one["measure"] == measure]
        b = other[other["measure"] == measure]
        assert a["name"].tolist() == b["name"].tolist()
        assert a["estimate"].tolist() == (-b["estimate"]).tolist()
        assert a["low"].tolist() == (-b["high"]).tolist()


def test_the_seed_moves_the_bootstrap_and_nothing_else():
    tables = large(0, {"platform": 12, "provider": 10})
    one, other = (compare(**tables, **SETTINGS | {"seed": s}) for s in (1, 2))
    ends = ["low", "high"]
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
        ({"replicates": 10}, "compare.replicates is 10; it must be at least 100"),
        ({"min_authors": 0}, "compare.min_authors is 0; it must be at least 2"),
        ({"seed": -3}, "compare.seed is -3; it must be 0 or more."),
        ({"prior_words": 0}, "compare.prior_words is 0; it must be above 0"),
        ({"min_count": 0}, "compare.min_count is 0; it must be at least 1."),
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


def test_only_copies_is_no_unit(small):
    small["documents"]["copy_of"] = "d0"
    with pytest.raises(UserError, match="no unit is in the voice"):
        compare(**small, **SETTINGS)


def test_a_tag_that_is_not_in_the_codebook(small):
    small["categories"] = CATEGORIES[CATEGORIES["category"] != "elite"]
    with pytest.raises(UserError, match="^compare: the frame 'elite' was found"):
        compare(**small, **SETTINGS)


def test_a_topic_that_is_not_in_its_table(small):
    small["topics"] = small["topics"].iloc[:1]
    with pytest.raises(UserError, match="^compare: the topic '1' was found"):
        compare(**small, **SETTINGS)
