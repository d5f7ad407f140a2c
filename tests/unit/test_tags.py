"""Tests of lasthope.tags."""

from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lasthope import tags as tagging_step
from lasthope.errors import UserError
from lasthope.schemas import TAGS
from lasthope.tagging import spelling
from lasthope.tags import lead_ins, tags, whole_documents
from tagged import CODEBOOK, REPEATED, SETTINGS, tag, units


def test_one_row_by_hand():
    found = tag("There is no such thing as Free speech.")
    assert found.to_dict("records") == [
        {
            "unit_id": "d:0000",
            "category": category,
            "facet": facet,
            "pattern": pattern,
            "start": 26,
            "end": end,
            "matched": matched,
            "is_negated": False,
            "stance": "asserts",
            "voice": "own",
            "tagger": "rules",
            "score": 1.0,
        }
        for category, facet, pattern, end, matched in (
            ("emphasis", "device", "free*", 30, "Free"),
            ("speech", "frame", "free speech", 37, "Free speech"),
        )
    ]


def test_partial_overlaps_stay_and_vetoes_drop():
    found = tag("free speech rights", "a free speech zone and speech")
    of_speech = found[found["category"] == "speech"]
    assert of_speech[["unit_id", "matched"]].values.tolist() == [
        ["d:0000", "free speech"],
        ["d:0000", "speech rights"],
        ["d:0001", "speech"],
    ]


@pytest.mark.parametrize(
    ("text", "is_negated"),
    [
        ("I am responsible.", False),
        ("I am not responsible.", True),
        ("I don't feel responsible.", True),
        ("I DON’T feel responsible.", True),
        ("Nobody can cannot be responsible.", True),
        ("Never be responsible.", True),
        ("Not one two three responsible.", False),
        ("Not one two responsible.", True),
        ("Not he, responsible.", False),
        ("Not so; responsible.", False),
        ("Not so: responsible.", False),
        ("Not so — responsible.", False),
        ("Not so – responsible.", False),
        ("Not so - responsible.", False),
        ("Not so -- responsible.", False),
        ("Not (quite) responsible.", False),
        ("Not him. Responsible.", False),
        ("Not well-known responsible.", True),
        ("Not [sic] responsible.", True),
        ("A knot of responsible.", False),
        ("He is responsible, not me.", False),
        ("They will not win.", False),
        ("Never will we not win.", True),
    ],
)
def test_negation(text, is_negated):
    found = tag(text)
    assert found["is_negated"].tolist() == [is_negated]
    assert found["stance"].tolist() == ["rejects" if is_negated else "asserts"]


def test_a_window_of_no_words_negates_nothing():
    table = units("not responsible")
    found = tags(table, CODEBOOK, **SETTINGS | {"negation_window": 0})
    assert found["is_negated"].tolist() == [False]


def test_quoted_words_are_reported_negated_or_not():
    found = tag("not responsible", "responsible", voice="quoted")
    assert found["stance"].tolist() == ["reports", "reports"]
    assert found["is_negated"].tolist() == [True, False]
    assert found["voice"].tolist() == ["quoted", "quoted"]


@pytest.mark.parametrize("texts", [(), ("nothing here",)])
def test_nothing_found_is_an_empty_table_of_the_right_types(texts):
    empty = units("x").iloc[:0] if not texts else units(*texts)
    found = TAGS.validate(tags(empty, CODEBOOK, **SETTINGS))
    assert len(found) == 0
    assert found["is_negated"].dtype == bool
    assert found["start"].dtype == "int64"


def test_the_table_keeps_its_contract():
    TAGS.validate(tag("free speech", "not responsible", "<b>free\x00speech</b>"))


def test_the_order_of_units_does_not_matter_and_they_stay_as_they_are():
    table = pd.concat(
        [units("We will win. Free speech", "We will go", "free", doc=d) for d in "ba"],
        ignore_index=True,
    )
    both = {"categories": [*CODEBOOK["categories"], *REPEATED["categories"]]}
    before = table.copy(deep=True)
    found = tags(table, both, **SETTINGS)
    pd.testing.assert_frame_equal(table, before)
    turned = table.iloc[::-1].set_index(pd.Index(range(7, 13)))
    pd.testing.assert_frame_equal(tags(turned, both, **SETTINGS), found)
    keys = found[["unit_id", "start", "end", "category", "pattern"]]
    assert keys.values.tolist() == sorted(keys.values.tolist())
    assert set(found["category"]) == {"speech", "emphasis", "again"}


@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.lists(
                st.sampled_from(
                    ["free", "Speech", "İ", "ß", "🔥", " ", "-", "not", ",", "[sic]"]
                ),
                max_size=8,
            ).map("".join),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_matched_stands_at_its_offsets(texts):
    both = {"categories": [*CODEBOOK["categories"], *REPEATED["categories"]]}
    table = units(*texts)
    found = tags(table, both, **SETTINGS)
    text_of = table.set_index("unit_id")["text"]
    for row in found.itertuples():
        assert text_of[row.unit_id][row.start : row.end] == row.matched != ""


def test_a_pattern_that_is_wrong_is_told():
    wrong = {"categories": [{**CODEBOOK["categories"][0], "patterns": ["*"]}]}
    with pytest.raises(UserError, match=r"category 'speech', pattern '\*'"):
        tag("text", codebook=wrong)


@pytest.fixture
def by_automaton(monkeypatch):
    """Tag any number of units with the automaton."""
    monkeypatch.setattr(tagging_step, "FEW", -1)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    *("free", "Speech", "speech rights", "free speech zone", "not"),
                    *("responsible", "We will", "never, never", "win", "#FreeSpeech"),
                    *(" ", " ", ", ", "! ", "Straße", "cannot"),
                ]
            ),
            max_size=8,
        ).map("".join),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["own", "quoted"]),
)
def test_the_automaton_makes_the_same_table(by_automaton, texts, voice):
    mixed = {**CODEBOOK["categories"][1], "id": "mixed", "rule": "repetition"}
    codebook = {"categories": [*CODEBOOK["categories"], *REPEATED["categories"], mixed]}
    texts = [(text, voice if n == 1 else "own") for n, text in enumerate(texts)]
    fast = tags(units(*texts), codebook, {"d": "it is not"}, **SETTINGS)
    tagging_step.FEW = 1000
    plain = tags(units(*texts), codebook, {"d": "it is not"}, **SETTINGS)
    tagging_step.FEW = -1
    pd.testing.assert_frame_equal(fast, plain)


def test_what_led_in_to_a_fragment_may_negate_it():
    table = units("responsible for it", "responsible again")
    found = tags(table, CODEBOOK, {"d": "he said he doesn’t"}, **SETTINGS)
    assert found["is_negated"].tolist() == [True, False]
    assert found["stance"].tolist() == ["rejects", "asserts"]
    assert found["start"].tolist() == [0, 0]
    for lead_in in ("not; it is", "it isn't one two three", "he is"):
        found = tags(table, CODEBOOK, {"d": lead_in, "e": "not"}, **SETTINGS)
        assert found["is_negated"].tolist() == [False, False], lead_in


def test_the_words_of_a_hashtag_negate():
    found = tag("#NotResponsible", "#NotMe responsible", "#nothing responsible")
    assert found["is_negated"].tolist() == [True, True, False]


def test_lead_ins_are_read_from_parts():
    parts = [
        pa.table({"doc_id": ["a", "b"], "lead_in": ["she said", None]}),
        pa.table({"doc_id": ["c"], "lead_in": ["doesn't"]}),
    ]
    assert lead_ins(parts) == {"a": "she said", "c": "doesn't"}


@pytest.mark.parametrize("cuts", [[], [1], [2], [1, 2, 3], [3], [5]])
def test_parts_are_cut_between_documents(cuts):
    table = pa.table({"doc_id": [*"aabbbc"], "position": [0, 1, 0, 1, 2, 0]})
    bounds = [0, *cuts, 6]
    parts = [table.slice(a, b - a) for a, b in pairwise(bounds)]
    whole = list(whole_documents(parts))
    assert pa.concat_tables(whole).equals(table)
    documents = [set(part["doc_id"].to_pylist()) for part in whole]
    assert sum(map(len, documents)) == 3


def test_a_codebook_too_large_for_the_automaton_is_used_all_the_same(
    by_automaton, monkeypatch, caplog
):
    monkeypatch.setattr(spelling, "MOST_STATES", 3)
    assert len(tag("free speech")) == 2
    assert "too many words with * inside" in caplog.text
