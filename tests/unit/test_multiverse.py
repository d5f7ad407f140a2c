"""The multiverse against the comparison itself and against counting in plain Python."""

from itertools import product

import pandas as pd
import pytest

from compared import SETTINGS, copied_corpus, large, row, small_corpus
from lasthope.compare import compare
from lasthope.errors import UserError
from lasthope.headlines import headlines
from lasthope.intervals import wilson
from lasthope.multiverse.choices import (
    AS_FOUND,
    FAMILIES,
    FINDINGS,
    axes,
    main_choices,
)
from lasthope.multiverse.counting import sides_of
from lasthope.multiverse.gathering import multiverse, robustness
from lasthope.multiverse.running import RARE, Tables, run, solver
from lasthope.multiverse.topics import repeated_models

PAIR = {"side_a": "platform", "side_b": "provider"}
OTHERS = {
    "copies": ["weighted", "dropped", "kept"],
    "voices": ["own", "all"],
    "units": ["sentence", "document", "word"],
    "taggers": ["rules"],
    "stances": [["asserts"], ["asserts", "rejects"]],
    "prior_words": [10, 3],
    "min_count": [1, 2],
    "times_topics": [],
    "topic_seeds": [],
}
RULES = {"tagger": "rules"}
EVERY = axes({"compare": SETTINGS, "multiverse": OTHERS, "tags": RULES})
MAIN = main_choices(EVERY)


def ran(tables, settings=SETTINGS, every=EVERY, models=None):
    compared = compare(**tables, **settings)
    found = list(headlines(compared, tables["topics"], **PAIR))
    models = {AS_FOUND: tables["unit_topics"]} | (models or {})
    taggers = {name: tables["tags"] for name in every["tagger"]}
    read = Tables(
        tables["documents"], tables["units"], taggers, lambda name: models[name]
    )
    solve = solver(read, sides_of(settings, settings["seed"]))
    made = [
        table
        for family in FAMILIES
        for _, table in run(family, every, main_choices(every), found, solve[family])
    ]
    return multiverse(made), compared


@pytest.mark.parametrize(
    "tables",
    [small_corpus(), copied_corpus(), large(1, {"platform": 12, "provider": 11})],
)
def test_the_main_universe_is_the_comparison(tables):
    found, compared = ran(tables)
    main = found[found["is_main"]]
    assert set(main["finding"]) == set(found["finding"])
    assert len(main) >= 4
    for one in main.to_dict("records"):
        measure = "log_odds" if one["facet"] == "word" else "difference"
        same = row(compared, measure, one["facet"], one["name"])
        for end in ("estimate", "low", "high"):
            assert one[end] == pytest.approx(same[end], abs=1.1e-6)
        assert one["status"] == same["status"]


@pytest.mark.parametrize("seed", range(2))
def test_shares_against_plain_counting(seed):
    tables = large(seed, {"platform": 5, "provider": 4})
    # Every third document is a copy of the one before it.
    ids = tables["documents"]["doc_id"]
    is_copy = pd.Series(range(len(ids))).mod(3).eq(2)
    tables["documents"] = tables["documents"].assign(
        copy_of=ids.shift(1).where(is_copy).astype("str"), weight=0.5
    )
    found, _ = ran(tables)
    side_of = tables["documents"].set_index("doc_id")["side"].to_dict()
    copies = set(ids[is_copy])
    tagged = list(
        tables["tags"][["unit_id", "category", "stance"]].itertuples(index=False)
    )
    frames = found[found["facet"].isin(["frame", "device"])].to_dict("records")
    assert len(frames) >= 36
    for one in frames:
        stances = one["stances"].split("+")
        holding = {
            u for u, name, how in tagged if name == one["name"] and how in stances
        }
        totals = {side: {} for side in ("platform", "provider")}
        for unit in tables["units"].to_dict("records"):
            if one["voice"] == "own" and unit["voice"] != "own":
                continue
            if one["copies"] == "dropped" and unit["doc_id"] in copies:
                continue
            key = {"sentence": "unit_id", "document": "doc_id", "word": "unit_id"}
            size = len(unit["text"].split()) if one["unit"] == "word" else 1
            of_side = totals[side_of[unit["doc_id"]]]
            held = of_side.setdefault(unit[key[one["unit"]]], [size, False])
            held[1] = held[1] or unit["unit_id"] in holding
        shares = [
            sum(size for size, holds in totals[side].values() if holds)
            / sum(size for size, _ in totals[side].values())
            for side in ("platform", "provider")
        ]
        assert one["estimate"] == pytest.approx(shares[0] - shares[1], abs=1e-6)


def test_what_is_quoted_counts_where_all_voices_do():
    tables = small_corpus()
    # The platform quotes "safety" once, in one of four sentences of all voices.
    found, _ = ran(tables)
    safety = found[found["name"].eq("safety") & found["unit"].eq("sentence")]
    by_voice = safety.groupby("voice")["estimate"].first().to_dict()
    assert by_voice == {"own": -0.5, "all": -0.25}


def test_a_share_of_words_is_no_surer_than_its_sentences():
    found, _ = ran(small_corpus())
    chosen = found["finding"].eq("frame_a") & found["unit"].eq("word")
    words = found[chosen & found["voice"].eq("own")].iloc[0]
    # Platform: 3 + 2 of 8 words ("[sic]" is none), in sentences of 3, 2 and 3.
    assert words["estimate"] == pytest.approx(5 / 8, abs=1e-6)
    n = 8**2 / (9 + 4 + 9)
    low, high = (float(end[0]) for end in wilson(pd.Series([5 / 8]), n, 1.959964))
    # Provider: none of 5 words, in sentences of 3 and 2: 25 / 13 of them.
    z2, n_b = 1.959964**2, 25 / 13
    assert words["high"] == pytest.approx(high, abs=1e-5)
    assert words["low"] == pytest.approx(
        5 / 8 - ((5 / 8 - low) ** 2 + (z2 / (n_b + z2)) ** 2) ** 0.5, abs=1e-5
    )


def test_a_universe_that_fails_is_told_and_stops_no_other():
    tables = small_corpus()
    is_b = tables["documents"]["side"].eq("provider")
    tables["documents"]["copy_of"] = pd.Series("d1", index=is_b.index).where(is_b)
    found, _ = ran(tables)
    failed = found[found["estimate"].isna() & found["facet"].ne("word")]
    assert set(failed["copies"]) == {"dropped"}
    assert set(failed["reason"]) == {
        "compare.side_b: the side 'provider' has no units in the voice 'own'; sides "
        "that have are platform.",
        "compare.side_b: the side 'provider' has no units in the voice 'all'; sides "
        "that have are platform.",
    }
    counts = robustness(found).set_index("finding").loc["frame_a"]
    assert counts["n_universes"] == 3 * 2 * 3 * 2
    assert counts["n_without"] == 3 * 2 * 2
    assert counts["n_agree_in_sign"] == 2 * 2 * 3 * 2


def test_a_fault_in_one_universe_is_told_too():
    def solve(universe, headlines):
        raise ZeroDivisionError

    found = list(headlines(ran(small_corpus())[1], small_corpus()["topics"], **PAIR))
    tables = [table for _, table in run("word", EVERY, MAIN, found, solve)]
    assert len(tables) == 3 * 2 * 2 * 2
    assert {reason for table in tables for reason in table["reason"]} == {
        "ZeroDivisionError"
    }


def test_rare_words_have_no_estimate_but_a_reason():
    found, _ = ran(small_corpus())
    rare = found[found["facet"].eq("word") & found["estimate"].isna()]
    assert set(rare["min_count"]) == {"2"}
    assert set(rare["reason"]) == {RARE}


def test_a_job_makes_its_own_universes_only():
    tables = small_corpus()
    found = list(headlines(compare(**tables, **SETTINGS), tables["topics"], **PAIR))
    read = Tables(tables["documents"], tables["units"], {"rules": tables["tags"]}, None)
    solve = solver(read, sides_of(SETTINGS, 1))
    own = EVERY | {"copies": ["kept"], "voice": ["all"]}
    made = list(run("word", own, MAIN, found, solve["word"]))
    names = [universe.name for universe, _ in made]
    # The first of a job's choices is not the configuration's.
    assert not any(universe.is_main for universe, _ in made)
    assert names == [
        f"word_kept_all_{prior}_{least}" for prior, least in product((10, 3), (1, 2))
    ]


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_rows_does_not_matter(seed):
    tables = large(seed, {"platform": 4, "provider": 5, "users": 2})
    shuffled = {
        name: table.sample(frac=1, random_state=seed) for name, table in tables.items()
    }
    pd.testing.assert_frame_equal(ran(shuffled)[0], ran(tables)[0])


def test_every_universe_of_quoted_words_hears_something_and_counts_once():
    settings = SETTINGS | {"voice": "quoted", "stances": ["reports"]}
    tables = small_corpus()
    # The provider quotes too, and reports nothing.
    for name, more in (
        ("units", ("d3:0001", "d3", "quoted", "hope hope")),
        ("unit_topics", ("d3:0001", 1)),
    ):
        table = tables[name]
        row_more = pd.DataFrame([more], columns=table.columns).astype(table.dtypes)
        tables[name] = pd.concat([table, row_more], ignore_index=True)
    every = axes({"compare": settings, "multiverse": OTHERS, "tags": RULES})
    assert every["stances"] == ["reports", "asserts", "asserts+rejects"]
    found, compared = ran(tables, settings, every)
    frames = found[found["finding"].eq("frame_a")]
    heard = frames[["voice", "stances"]].drop_duplicates().values.tolist()
    assert heard == [
        ["quoted", "reports"],
        *[[voice, one] for voice in ("own", "all") for one in every["stances"][1:]],
    ]
    # By three ways to count copies and three units.
    assert len(frames) == 5 * 9
    main = frames[frames["is_main"]].iloc[0]
    same = row(compared, "difference", "frame", main["name"])
    assert main["estimate"] == same["estimate"] == 1.0


def test_models_that_come_to_the_same_count_once():
    tables = small_corpus()
    models = ["0.5x-seed1", "1x-seed1", "1x-seed2"]
    every = EVERY | {"topic_model": [AS_FOUND, *models]}
    alike = dict.fromkeys(models, tables["unit_topics"])
    found, _ = ran(tables, every=every, models=alike)
    counted = multiverse([found], repeated=repeated_models(models, 2))
    kept = counted["topic_model"].dropna().unique().tolist()
    assert kept == [AS_FOUND, "1x-seed1", "1x-seed2"]
    before, after = (
        robustness(table).set_index("finding")["n_universes"]
        for table in (found, counted)
    )
    assert (after["topic_a"], before["topic_a"]) == (3 * 18, 4 * 18)
    assert after["frame_a"] == before["frame_a"]
    # Of three topics half as many are two, which is another model.
    assert repeated_models(models, 3) == set()


def test_a_topic_that_is_not_found_again_has_no_estimate():
    tables = small_corpus()
    every = EVERY | {"topic_model": [AS_FOUND, "other"]}
    gone = tables["unit_topics"].assign(topic=-1)
    found, _ = ran(tables, every=every, models={"other": gone})
    topics = found[found["facet"].eq("topic")]
    is_gone = topics["topic_model"].eq("other")
    assert topics["estimate"].isna().tolist() == is_gone.tolist()
    assert set(topics.loc[is_gone, "reason"]) == {
        "no topic like it: the best overlaps by 0.00"
    }


def test_of_unstable_topics_there_is_no_headline():
    tables = small_corpus()
    compared = compare(**tables, **SETTINGS)
    topics = tables["topics"].assign(is_stable=False)
    names = {one.finding for one in headlines(compared, topics, **PAIR)}
    assert names == {"frame_a", "frame_b", "word_a", "word_b"}
    stable = {one.finding for one in headlines(compared, tables["topics"], **PAIR)}
    assert stable - names == {"topic_a"}
    assert stable < set(FINDINGS)


def test_what_another_tagger_never_finds_is_no_difference():
    tables = small_corpus()
    every = EVERY | {"tagger": ["rules", "blind"]}
    compared = compare(**tables, **SETTINGS)
    found = list(headlines(compared, tables["topics"], **PAIR))
    tags = {"rules": tables["tags"], "blind": tables["tags"].iloc[:0]}
    read = Tables(tables["documents"], tables["units"], tags, None)
    solve = solver(read, sides_of(SETTINGS, 1))["category"]
    made = multiverse(
        [table for _, table in run("category", every, MAIN, found, solve)]
    )
    blind = made[made["tagger"].eq("blind")]
    assert set(blind["estimate"]) == {0.0}
    assert robustness(made)["n_agree_in_sign"].max() <= len(made) / 4


def test_settings_that_make_no_sense_are_told():
    with pytest.raises(UserError, match=r"^compare.confidence is 2"):
        sides_of(SETTINGS | {"confidence": 2}, 1)
