"""What figures say of hand coding and of status, in ink and in words."""

import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from compared import SETTINGS, agreed, large, row, small_corpus
from drawn import comparison, draw, overlaps, pair, texts_of, word
from lasthope.compare import compare
from lasthope.figures.surety import NEVER, status_of

USES = ("inference", "tentative", "none", "unvalidated")


def of_uses(*uses):
    """A frame of enough authors for each use; without use it is only descriptive."""
    rows = [
        one | {"status": "descriptive" if use == "none" else "exploratory"}
        for number, use in enumerate(uses)
        for one in pair(
            f"n{number}",
            9 - number,
            1,
            label=f"Frame {number}",
            use=use,
            status="exploratory",
        )
    ]
    return comparison(rows)


def written(drawing):
    return [text.get_text() for text in texts_of(drawing.figure)]


def test_the_use_of_a_category_stands_beside_all_that_is_measured_of_it():
    tables = small_corpus() | {"agreement": agreed(elite="tentative", safety="none")}
    result = compare(**tables, **SETTINGS)
    of = result[result["facet"].isin(["frame", "device"])]
    expected = {"elite": "tentative", "safety": "none", "hedging": "unvalidated"}
    assert of["use"].tolist() == [expected[name] for name in of["name"]]
    measures = {"share", "share_of_words", "difference", "log_odds"}
    assert measures == set(of["measure"])
    assert result.loc[result["facet"].isin(["topic", "word"]), "use"].isna().all()


def test_what_coders_disagree_on_is_only_descriptive_however_many_speak():
    tables = large(3, {"platform": 12, "provider": 12})
    agreement = agreed(elite="none", hedging="tentative")
    before = compare(**tables, **SETTINGS)
    after = compare(**tables | {"agreement": agreement}, **SETTINGS)
    for measure in ("share", "difference"):
        of = (measure, "frame", "elite", "platform")
        assert row(before, *of)["status"] == "exploratory"
        assert row(after, *of)["status"] == "descriptive"
        of = (measure, "device", "hedging", "platform")
        assert row(after, *of)["status"] == "exploratory"
    told = ["use", "status"]
    pd.testing.assert_frame_equal(after.drop(columns=told), before.drop(columns=told))


def test_a_sign_behind_the_name_tells_the_use_and_the_legend_the_sign():
    drawing = draw("frames", comparison=of_uses(*USES))
    told = written(drawing)
    for label in ("Frame 0 ✓", "Frame 1 †", "Frame 2 ‡", "Frame 3"):
        assert label in told
    assert (
        "Hand coding: ✓ reliable, † tentative, ‡ not for inference, no sign: not "
        "validated"
    ) in " ".join(told)
    assert "reliable (✓) Frame 0, tentative (†) Frame 1, not for" in drawing.caption
    assert drawing.caption.count("1 not validated") == 1
    assert drawing.table["label"].tolist()[0] == "Frame 0"
    assert drawing.table.drop_duplicates("row")["use"].tolist() == [*USES]
    assert overlaps(drawing.figure) == []


@pytest.mark.parametrize("name", ["frames", "devices"])
def test_who_coded_is_told_where_a_sign_stands(name):
    facet = {"frames": "frame", "devices": "device"}[name]
    who = "Coded by a language model, not by people."
    agreement = pd.DataFrame({"category": ["war", "law"], "coded_by": who})
    for use, times in (("inference", 1), ("none", 1), ("unvalidated", 0)):
        rows = comparison(pair("war", 3, 1, facet=facet, use=use))
        drawing = draw(name, comparison=rows, agreement=agreement)
        assert drawing.caption.count(who) == times
        assert who not in draw(name, comparison=rows).caption


def test_what_is_not_for_inference_is_hollow_and_the_reason_is_not_few_speakers():
    drawing = draw("frames", comparison=of_uses("inference", "none"))
    assert "Descriptive (hollow): coders agree too little" in written(drawing)
    faces = [
        tuple(face)
        for axes in drawing.figure.axes
        for dots in axes.collections
        if isinstance(dots, PathCollection)
        for face in dots.get_facecolor()
    ]
    white = (1.0, 1.0, 1.0, 1.0)
    assert sorted(face == white for face in faces) == [False, False, True, True]


@pytest.mark.parametrize("name", ["frames", "devices"])
def test_where_nothing_is_validated_one_line_says_so(name):
    facet = {"frames": "frame", "devices": "device"}[name]
    drawing = draw(name, comparison=comparison(pair("war", 3, 1, facet=facet)))
    assert NEVER in written(drawing)
    assert "war" in written(drawing)
    assert drawing.caption.count("None of them is validated by hand coding.") == 1


def test_topics_and_words_are_not_coded_by_hand():
    rows = comparison([*pair("0", 3, 1, facet="topic"), word("free", 0.5)])
    for name in ("topics", "words"):
        drawing = draw(name, comparison=rows)
        assert "coding" not in " ".join([*written(drawing), drawing.caption])


@pytest.mark.parametrize(
    ("facet", "use", "method", "reason"),
    [
        (
            "frame",
            "none",
            "Wilson score, variance by author",
            "coders agree too little",
        ),
        ("topic", None, "Wilson score, variance by author", "unstable topics"),
        ("topic", None, "Wilson score over sentences", "few speakers a side"),
        ("frame", "none", "Wilson score over sentences", "few speakers a side"),
    ],
)
def test_the_reason_of_a_descriptive_row(facet, use, method, reason):
    table = pd.DataFrame(
        [
            (facet, use, method, 30, "descriptive"),
            (
                "frame",
                "inference",
                "Wilson score, variance by author",
                30,
                "exploratory",
            ),
        ],
        columns=["facet", "use", "method", "n_authors", "status"],
    )
    assert status_of(table)[0] == f"Descriptive (hollow): {reason}"
