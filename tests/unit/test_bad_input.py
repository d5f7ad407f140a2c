"""What is wrong with the input of a comparison is told in one clear sentence."""

import math
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from compared import SETTINGS, TABLES, corpus, large, row, small_corpus
from drawn import NO_EVENTS, document, documents, draw, tagged, whole_units
from lasthope.calibration import calibration
from lasthope.compare import compare
from lasthope.errors import UserError
from lasthope.intervals import NO_RATIO
from lasthope.odds import ADDED
from lasthope.tables import empty

TOOL = Path(__file__).parents[2] / "workflow/tools/calibration.py"
NO_RATE = (
    "calibration: of {} simulated comparisons no rate can be told; ask for 2 or more."
)
CATEGORIES = pd.DataFrame(
    {"category": ["people"], "facet": ["frame"], "label": ["The people"]}, dtype="str"
)


def told(tables, **changed):
    """Return the one sentence that a comparison of these tables ends in."""
    with pytest.raises(UserError) as error:
        compare(**tables, **SETTINGS | changed)
    sentence = str(error.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert sentence.count(". ") == 0
    return sentence


def of_one_side(side):
    small = small_corpus()
    kept = small["documents"][small["documents"]["side"].eq(side)]
    units = small["units"][small["units"]["doc_id"].isin(kept["doc_id"])]
    return small | {"documents": kept, "units": units}


def test_a_side_with_no_units():
    small = small_corpus()
    small["units"] = small["units"][small["units"]["doc_id"].isin(["d1", "d2"])]
    assert told(small).startswith("compare.side_b: the side 'provider' has no units")


@pytest.mark.parametrize(
    ("side", "key"), [("platform", "side_b"), ("provider", "side_a")]
)
def test_one_side_only(side, key):
    sentence = told(of_one_side(side))
    assert sentence.startswith(f"compare.{key}: the side ")
    assert sentence.endswith(f"sides that have are {side}.")


def test_a_category_never_seen_is_told_as_never_seen():
    result = compare(**small_corpus(), **SETTINGS)
    never = row(result, "difference", "device", "hedging")
    assert (never["count_a"], never["count_b"], never["estimate"]) == (0, 0, 0.0)
    # Never seen in few texts is not never: the interval is open on both sides of zero.
    assert never["low"] < 0 < never["high"]
    assert never["p"] == 1
    ratio = row(result, "log_odds", "device", "hedging")
    assert ratio["method"] == NO_RATIO
    assert ratio[["estimate", "low", "high"]].isna().all()


def test_all_counts_zero():
    tables = large(0, {"platform": 12, "provider": 11, "users": 3})
    tables["tags"] = tables["tags"].iloc[:0]
    result = compare(**tables, **SETTINGS)
    frames = result[result["facet"].isin(["frame", "device"])]
    is_ratio = frames["measure"].eq("log_odds")
    ratios, frames = frames[is_ratio], frames[~is_ratio]
    # Three pairs of sides, three categories, and nothing to divide.
    assert len(ratios) == 9
    assert ratios[["estimate", "low", "high", "p"]].isna().all(axis=None)
    assert set(ratios["method"]) == {NO_RATIO}
    assert set(frames["measure"]) == {"share", "share_of_words", "difference"}
    assert frames["estimate"].eq(0).all()
    assert frames["low"].notna().all()
    assert frames["high"].gt(0).all()
    for name in ("frames", "devices"):
        drawing = draw(name, comparison=result)
        assert drawing.caption.startswith("None of ")


def test_one_author_a_side():
    documents_of_two = [
        (f"d{number}", "post", side, None, f"of the {side}", 1)
        for number, side in enumerate(["platform"] * 3 + ["provider"] * 4)
    ]
    units = [(f"{doc[0]}:0000", doc[0], "own", "We hope") for doc in documents_of_two]
    tags = [("d0:0000", "elite", "frame", "asserts")]
    result = compare(**corpus(documents_of_two, units, tags, {}, []), **SETTINGS)
    assert set(result["status"]) == {"descriptive"}
    elite = row(result, "difference", "frame", "elite")
    assert (elite["n_authors_a"], elite["n_authors_b"]) == (1, 1)
    # Two ways to put two authors on two sides, and no other difference in either.
    assert (elite["p"], elite["smallest_p"]) == (1, 1)
    ratio = row(result, "log_odds", "frame", "elite")
    # One of three and none of four: a seventh of a unit is added to both.
    odds = math.log((1 + 1 / 7) / (3 - 1 / 7)) - math.log((1 / 7) / (5 - 1 / 7))
    assert ratio["estimate"] == pytest.approx(odds, abs=1e-6)
    assert ratio["method"].startswith(ADDED)
    assert pd.isna(ratio["p"])


def dated(created_at):
    docs = documents(
        document(1, "platform", "We the people speak.", created_at=created_at),
        document(2, "provider", "The people know.", created_at=created_at),
    )
    units = whole_units(docs)
    tags = tagged(units, (0, "people", "frame", "people", "asserts"))
    return docs, units, tags


def test_missing_dates_in_figures_of_time():
    docs, units, tags = dated(None)
    over_time = draw(
        "over_time",
        documents=docs,
        units=units,
        tags=tags,
        categories=CATEGORIES,
        events=NO_EVENTS,
        agreement=empty("agreement"),
    )
    assert over_time.table.empty
    assert over_time.caption.startswith(
        "No document of the platform or the provider is"
    )
    timeline = draw("timeline", documents=docs, events=NO_EVENTS)
    assert timeline.table["start"].isna().all() or timeline.table.empty
    assert timeline.caption


@pytest.mark.parametrize("reference", ["plattform", "court"])
def test_an_unknown_reference_side(reference):
    sentence = told(small_corpus(), reference=reference)
    assert sentence.startswith("compare.reference: ")
    assert "platform" in sentence


@pytest.mark.parametrize("n", [0, 1])
def test_0_or_1_permutations(n):
    sentence = f"compare.permutations is {n}; it must be at least 99, or no p can be "
    assert told(small_corpus(), permutations=n) == f"{sentence}small."


@pytest.mark.parametrize("n_runs", [0, 1])
def test_0_or_1_simulated_comparisons(n_runs):
    with pytest.raises(UserError) as error:
        calibration(n_runs=n_runs, seed=1)
    assert str(error.value) == NO_RATE.format(n_runs)


def test_the_tool_tells_it_without_a_traceback():
    done = subprocess.run(
        [sys.executable, str(TOOL), "0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == NO_RATE.format(0) + "\n"


def test_no_table_is_changed():
    tables = small_corpus()
    before = {name: tables[name].copy() for name in TABLES}
    told(tables, permutations=0)
    for name in TABLES:
        pd.testing.assert_frame_equal(tables[name], before[name])
