"""Tests of lasthope.rules: what goes beyond the words of a pattern."""

import pandas as pd
import pyarrow as pa
import pytest

from lasthope.rules import Hints, concession, repetition
from tagged import REPEATED, tag, units


def repeated(*texts):
    found = tag(*texts, codebook=REPEATED)
    return found[["unit_id", "matched"]].values.tolist()


def spans_of(table):
    return repetition(pa.Table.from_pandas(table), Hints.none(len(table)))


@pytest.mark.parametrize(
    ("texts", "matched"),
    [
        (("We will rise.", "We will win.", "Then we go."), ["We will", "We will"]),
        (("“We WILL rise.", "#we, will win."), ["We WILL", "we, will"]),
        (("We will rise.", "We shall win."), []),
        (("We will rise.", "Stop.", "We will win."), []),
        (("Never!", "Never!"), ["Never", "Never"]),
        (("Never!", "Never again."), []),
        (("Don't you dare.", "Don’t you go."), ["Don't you", "Don’t you"]),
        (("They [sic] want it.", "They want more."), ["They [sic] want", "They want"]),
        (("Never, never do this.",), ["Never, never"]),
        (("No, no, no!", "No, no!"), ["No, no, no", "No, no"]),
        (("No, no, NO!",), ["No, no, NO"]),
        (("Lies — lies … lies",), ["Lies — lies … lies"]),
        (("Straße, STRASSE!",), ["Straße, STRASSE"]),
        (("They had had enough.",), []),
        (("He said no, nobody knows.",), []),
        (("I can't, can you?",), []),
        (("Pay 10, 10 of them.",), []),
        (("...", "!!!"), []),
    ],
)
def test_repetition(texts, matched):
    assert [words for _, words in repeated(*texts)] == matched


def test_openings_are_repeated_in_ones_own_voice_only():
    assert repeated("We will go.", ("We will win.", "quoted")) == []


def test_openings_are_not_repeated_from_one_document_to_the_next():
    table = pd.concat([units("We will go.", doc="a"), units("We will win.", doc="b")])
    table.loc[table["doc_id"] == "b", "sentence"] = 1
    assert spans_of(table) == {}


def test_a_stretch_in_the_middle_of_a_sentence_opens_nothing():
    table = units("We will go,", "we will go,", "We will win.")
    table["sentence"] = [0, 0, 1]
    assert spans_of(table) == {0: [(0, 7)], 2: [(0, 7)]}


@pytest.mark.parametrize(
    ("texts", "matched"),
    [
        (("We respect this.", "However, no."), {0: ["We respect"], 1: ["However"]}),
        (("Of course you may.", "“But not here."), {0: ["Of course"], 1: ["But"]}),
        (("I fully agree.", "[sic] Yet no."), {0: ["I fully agree"], 1: ["Yet"]}),
        (("It’s true.", "Even\nso, no."), {0: ["It’s true"], 1: ["Even\nso"]}),
        (("We do not respect this.", "However, no."), {}),
        (("We respect this.", "Butter is fine."), {}),
        (("We respect this.", "It is so.", "However, no."), {}),
        (("We respect this.", "All however is lost."), {}),
        ((("We respect this.", "quoted"), "However, no."), {}),
        (("We respect this.", ("However, no.", "quoted")), {}),
        (("However, no.",), {}),
        ((), {}),
    ],
)
def test_concession_from_one_sentence_to_the_next(texts, matched):
    table = units(*texts) if texts else units("x").iloc[:0]
    found = concession(pa.Table.from_pandas(table), Hints.none(len(table)))
    words = table["text"].tolist()
    assert {
        n: [words[n][start:end] for start, end in spans] for n, spans in found.items()
    } == matched


def test_nothing_is_granted_in_one_document_and_refused_in_the_next():
    table = pd.concat([units("We respect it.", doc="a"), units("But no.", doc="b")])
    table.loc[table["doc_id"] == "b", "sentence"] = 1
    assert concession(pa.Table.from_pandas(table), Hints.none(2)) == {}
