"""Tests of lasthope.findings."""

import pandas as pd
import pytest

from lasthope.doubts import holding_zero
from lasthope.findings import (
    Finding,
    certainty,
    coded,
    corpus,
    facet,
    survived,
    vocabulary,
)

SIDES = {"side_a": "platform", "side_b": "provider"}


def comparison(*rows, **more):
    columns = ["measure", "facet", "name", "label", "estimate", "count_a", "count_b"]
    table = pd.DataFrame(rows, columns=columns).astype({"count_b": "Int64"})
    known = {"n_units_a": 20, "n_units_b": 5, "n_authors_a": 1, "n_authors_b": 1}
    return table.assign(
        **(SIDES | known | {"status": "descriptive", "use": None} | more)
    )


def test_each_side_leads_in_its_own_category():
    table = comparison(
        ("difference", "frame", "war", "War", 0.3, 6, 0),
        ("difference", "frame", "safety", "Safety", -0.4, 0, 2),
        ("difference", "frame", "law", "Law", 0.0, 0, 0),
        ("difference", "device", "fear", "Fear", 0.9, 18, 0),
        ("share", "frame", "war", "War", 0.99, 6, None),
    )
    assert facet(table, "frame", **SIDES).text == (
        "Frames: platform leads in “War” (platform 6 of 20 sentences, "
        "provider 0 of 5); provider leads in “Safety” (platform 0 of 20 sentences, "
        "provider 2 of 5)."
    )


def test_ties_are_broken_by_name_and_no_difference_is_said():
    table = comparison(
        ("difference", "frame", "b", "B", 0.3, 6, 0),
        ("difference", "frame", "a", "A", 0.3, 6, 0),
    )
    assert facet(table, "frame", **SIDES).text.startswith(
        "Frames: platform leads in “A”"
    )
    assert "provider leads" not in facet(table, "frame", **SIDES).text
    assert facet(table, "device", **SIDES).text == (
        "No device sets platform and provider apart."
    )


def test_words_and_topics():
    table = comparison(
        ("log_odds", "word", "they", "they", 1.5, 5, 0),
        ("log_odds", "word", "want", "want", 1.6, 5, 0),
        ("log_odds", "word", "will", "will", -0.2, 1, 3),
    )
    table = table.assign(low=[0.1, -0.2, -0.9], high=[2.9, 3.4, 0.5])
    one = pd.DataFrame({"topic": [0], "is_stable": [True]})
    assert vocabulary(table, one, **SIDES).text == (
        "Words commoner with either side: platform want, they; provider will; 2 of "
        "3 intervals hold zero. 1 topic found."
    )
    sure = vocabulary(table.assign(low=1.0, high=2.0), one, **SIDES).text
    assert "they; provider will. 1 topic" in sure
    three = pd.DataFrame({"topic": [0, 1, 2], "is_stable": [False, True, False]})
    assert vocabulary(table, three, **SIDES).text.endswith(
        "3 topics found, 2 of them unstable: no claim is made of those."
    )


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ([], ""),
        ([(None, None)], ""),
        ([(0.1, 2.0), (-2.0, -0.1)], ""),
        ([(-0.1, 2.0)], "its one interval holds zero"),
        ([(-0.1, 2.0), (None, None)], "its one interval holds zero"),
        ([(-0.1, 2.0), (0.0, 1.0), (-1.0, 0.0)], "all 3 intervals hold zero"),
        ([(-0.1, 2.0), (0.5, 1.0), (1.0, 2.0)], "1 of 3 intervals holds zero"),
        ([(-0.1, 2.0), (-0.5, 1.0), (1.0, 2.0)], "2 of 3 intervals hold zero"),
        ([(-1.0, 1.0)] * 1200, "all 1,200 intervals hold zero"),
    ],
)
def test_how_many_intervals_hold_zero_is_said_in_words(ends, told):
    table = pd.DataFrame(ends, columns=["low", "high"], dtype="float64")
    assert holding_zero(table) == told


def test_certainty_is_said_for_what_it_is():
    row = ("difference", "frame", "a", "A", 0.3, 6, 0)
    assert certainty(comparison(row), **SIDES).text == (
        "All differences are descriptive: 1 speaker (platform) against 1 speaker "
        "(provider), so they describe these texts and say nothing of other speakers."
    )
    many = comparison(row, status="exploratory", n_authors_a=80)
    assert "exploratory: 80 speakers" in certainty(many, **SIDES).text
    assert "describe these texts" not in certainty(many, **SIDES).text
    # Words and topics have differences too; of these it says nothing.
    others = comparison(
        row,
        ("difference", "word", "hope", "hope", 0.1, 3, 0),
        ("difference", "topic", "0", "war, law", 0.1, 3, 0),
        status=["exploratory", "descriptive", "descriptive"],
    )
    assert "All differences are exploratory: " in certainty(others, **SIDES).text


def test_what_coders_disagree_on_does_not_make_speakers_few():
    rows = [("difference", "frame", name, name, 0.3, 6, 0) for name in "abc"]
    many = {"n_authors_a": 80, "n_authors_b": 60}
    one = comparison(
        *rows,
        use=["inference", "none", "tentative"],
        status=["exploratory", "descriptive", "exploratory"],
        **many,
    )
    assert certainty(one, **SIDES).text == (
        "1 of 3 differences is descriptive, for coders agree too little on the "
        "category. All other differences are exploratory: 80 speakers (platform) "
        "against 60 speakers (provider), so see the report before generalising."
    )
    few = comparison(*rows, use=["none", "none", "tentative"])
    assert certainty(few, **SIDES).text == (
        "2 of 3 differences are descriptive, for coders agree too little on the "
        "category. All other differences are descriptive: 1 speaker (platform) against "
        "1 speaker (provider), so they describe these texts and say nothing of other "
        "speakers."
    )
    every = comparison(*rows, use="none", **many)
    assert certainty(every, **SIDES).text == (
        "All differences are descriptive, for coders agree too little on every "
        "category."
    )


def test_who_coded_is_said_if_anybody_did():
    finding = Finding("All differences are exploratory.", "comparison.csv")
    by = pd.DataFrame({"coded_by": ["Coded by a language model.", None]})
    told = coded(finding, by)
    assert told.text == "All differences are exploratory. Coded by a language model."
    assert told.source == "comparison.csv; coding/agreement.csv: coded_by"
    assert coded(finding, by.iloc[1:]) == coded(finding, None) == finding


def test_the_corpus_is_counted():
    documents = pd.DataFrame(
        {"organisation": ["A", "A", None], "n_words": [5, 1, 2], "is_public": [1, 1, 0]}
    ).astype({"is_public": bool})
    assert corpus(documents, pd.DataFrame({"unit_id": ["a"]})).text == (
        "3 documents, 1 sentence and 8 words from 1 organisation; "
        "1 of the documents are by private people."
    )


def test_how_many_universes_agree_is_said_with_the_finding():
    columns = ["facet", "label", "side", "n_universes"]
    columns += ["n_agree_in_sign", "n_agree_in_interval"]
    rows = [
        ("frame", "War", "platform", 72, 70, 3),
        ("frame", "Law", "provider", 1, 1, 0),
    ]
    robustness = pd.DataFrame(rows, columns=columns)
    finding = Finding("Frames: war.", "comparison.csv")
    told = survived(finding, robustness, ["frame"])
    assert told.text == (
        "Frames: war. Under other choices agree: “War” (platform) 70 in sign and 3 in "
        "interval, of 72 universes; “Law” (provider) 1 in sign and 0 in interval, of "
        "1 universe."
    )
    assert told.source == "comparison.csv; multiverse/robustness.csv"
    assert survived(finding, robustness, ["word", "topic"]) == finding
    assert survived(finding, None, ["frame"]) == finding


def test_what_is_not_for_inference_leads_nothing_and_reserves_are_told():
    table = comparison(
        ("difference", "frame", "war", "War", 0.9, 18, 0),
        ("difference", "frame", "law", "Law", 0.3, 6, 0),
        ("difference", "frame", "safety", "Safety", -0.2, 0, 1),
        ("difference", "frame", "duty", "Duty", -0.1, 0, 1),
        use=["none", "tentative", "inference", "unvalidated"],
    )
    assert facet(table, "frame", **SIDES).text == (
        "Frames: platform leads in “Law” (platform 6 of 20 sentences, provider 0 of 5; "
        "coded tentatively); provider leads in “Safety” (platform 0 of 20 sentences, "
        "provider 1 of 5)."
    )
