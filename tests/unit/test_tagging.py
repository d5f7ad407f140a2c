"""The compiled automaton, against finding pattern by pattern, text by text."""

import re
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.clauses import Negation
from lasthope.matching import PlainFinder
from lasthope.patterns import LETTER, LOOKALIKES
from lasthope.rules import Hints, repetition
from lasthope.tagging import search, spelling
from lasthope.tagging.alphabet import (
    LONGER,
    OTHER_LETTER,
    SPACE,
    SYMBOL,
    alphabet,
)
from lasthope.tagging.finder import CompiledFinder
from lasthope.tagging.spelling import TooManyStatesError
from lasthope.tagging.symbols import lowered
from lasthope.text import EDITORIAL
from test_patterns import FEW, PATTERNS, PIECES, category

NEGATION = Negation.of(["not", "no", "n't", "cannot", "'t", "straße"], 2)
WORDS = [
    *("free", "Speech", "they", "US", "ban", "banned", "b", "not", "don't", "Straße"),
    *(
        "cannot",
        "t",
        "s",
        "days'",
        "don''t",
        "they’d",
        "ŉ",
        "ΐ",
        "naïve",
        "3.5",
        "＃Ban",
    ),
    *("#FreeSpeech", "#free_us", "#NotUs", "#USBan", "#1stBan", "##BanIt", "#ʼBanIt"),
    *("#theybanus", "#freespeechus7ban", "#strasseUS", "#Straßefree_usban", "#ŉusus"),
    *("#usus", "#usban", "#ususban", "#banusus", "#usfreeus", "#UsUs", "#banban"),
]
SIGNS = [
    *(" ", " ", " ", "  ", "\n", "\u00a0", "-", " - ", " -- ", "---", ", ", ". ", "!"),
    *(
        "?",
        "…",
        " — ",
        "(",
        ")",
        "'",
        "’",
        "''",
        "' ",
        "'-",
        "[sic]",
        "[SıC!] ",
        "[ſic]",
    ),
    *("[Name]", "[lin\u212a]", "[İ", "[", "]", "#", "@", "🔥", "\x00", "\x1c", ""),
]
TEXTS = (
    st.lists(st.sampled_from(WORDS + SIGNS + SIGNS), max_size=16).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
    | st.lists(st.sampled_from(FEW), max_size=20).map("".join)
    | st.text(max_size=20)
)
ALL_PATTERNS = [
    *PATTERNS,
    *("days'", "days' free", "days' ... us", "* us", "* ... us", "don't", "t", "s"),
    *("* free", "they * ban", "free ... * us", "{they|us} ... {ban|free} ... us"),
    *(
        "^* us",
        "^free ... us",
        "ß*",
        "n't",
        "ba*n't",
        "do*n't*",
        "free *",
        "not *",
        "ban*",
    ),
]


def both(texts, codebook, gap_words=3):
    """Return what the plain finder and the compiled one find."""
    finders = PlainFinder, CompiledFinder
    return [one(codebook, NEGATION, gap_words).find(pa.array(texts)) for one in finders]


def codebook_of(draw):
    """Return a codebook of two categories, with vetoes."""
    patterns = st.lists(st.sampled_from(ALL_PATTERNS), min_size=1, max_size=6)
    vetoes = st.lists(st.sampled_from(ALL_PATTERNS), max_size=2)
    names = ["b", "a"]
    return {"categories": [category(n, draw(patterns), draw(vetoes)) for n in names]}


@settings(max_examples=500, deadline=None)
@given(st.data(), st.lists(TEXTS, min_size=1, max_size=4), st.integers(0, 3))
def test_the_automaton_finds_what_patterns_find_one_by_one(data, texts, gap_words):
    plain, fast = both(texts, codebook_of(data.draw), gap_words)
    assert fast.rows.tolist() == plain.rows.tolist()


@pytest.mark.parametrize("pattern", ALL_PATTERNS)
def test_every_pattern_alone_finds_the_same(pattern):
    texts = [
        "they said ban us, not free; don't they’d us? days' free us - Straße us",
        "don't they us ban free us, #FreeSpeech #USBan free speech days' ... us",
        "free don't us b not ban ban banned speeches us they 3.5 us us don''t us",
        "🔥 ʼus ŉ us they ban free us ss free-speech they — us days'-us days'' t us",
    ]
    plain, fast = both(texts, {"categories": [category("a", [pattern])]})
    assert fast.rows.tolist() == plain.rows.tolist()


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12), st.sampled_from([1, 7, 40]))
def test_how_many_texts_are_read_at_once_makes_no_difference(texts, block):
    codebook = {"categories": [category("a", ALL_PATTERNS[:20], ["free us"])]}
    finder = CompiledFinder(codebook, NEGATION, 3)
    array = pa.array(texts)
    whole = finder.find(array)
    before, search.BLOCK = search.BLOCK, block
    try:
        parts = finder.find(array)
    finally:
        search.BLOCK = before
    assert parts.rows.tolist() == whole.rows.tolist()
    assert parts.hints.openings.tolist() == whole.hints.openings.tolist()


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8))
@example(["Never, never; NEVER", "never, ΐ"])
@example(["Straße, STRASSE", "They want", "THEY want", "don't, don't"])
def test_hints_hide_nothing_from_the_rule(texts):
    codebook = {"categories": [category("a", ["free"])]}
    table = pa.table(
        {
            "doc_id": ["d"] * len(texts),
            "sentence": np.arange(len(texts)),
            "text": texts,
            "voice": ["own"] * len(texts),
        }
    )
    hints = CompiledFinder(codebook, NEGATION, 3).find(table["text"].combine_chunks())
    everything = repetition(table, Hints.none(len(texts)))
    assert repetition(table, hints.hints) == everything


def test_a_slice_of_texts_is_searched_from_its_own_beginning():
    texts = pa.array(["ban é", "free speech", "#FreeSpeech é ban"])
    finder = CompiledFinder(
        {"categories": [category("a", ["free speech", "ban"])]}, NEGATION, 3
    )
    assert finder.find(texts.slice(1)).rows[:, :3].tolist() == [
        *([0, 0, 11], [1, 1, 11], [1, 14, 17]),
    ]
    assert finder.find(texts.slice(3)).rows.tolist() == []
    assert finder.find(texts.cast(pa.large_string())).rows[:, 0].tolist() == [
        0,
        1,
        2,
        2,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "b" * 10**6,
        "ban " * 250_000,
        "they," * 200_000,
        "they ban " * 100_000 + "!",
        "#" + "Ban" * 100_000,
        "#" + "ban" * 300_000,
        "not ban, " * 100_000,
        "us ban " * 100_000,
    ],
)
def test_a_text_of_a_megabyte_is_no_trouble(text):
    patterns = ["b*n*x", "ban", "they ... ban ... us", "ban us", "not ban"]
    codebook = {"categories": [category("a", patterns, ["us ban"])]}
    CompiledFinder(codebook, NEGATION, 12).find(pa.array([text]))


def test_every_character_is_to_the_alphabet_what_it_is_to_the_patterns():
    known = alphabet("sé")
    is_letter, is_space = (
        re.compile(rf"{LETTER}+").fullmatch,
        re.compile(r"\s").fullmatch,
    )
    symbols = (known.entries & SYMBOL).tolist()
    for point, symbol in enumerate(symbols):
        plain = chr(point).translate(LOOKALIKES).casefold()
        assert (symbol >= LONGER) == bool(is_letter(plain)), hex(point)
        assert (symbol == LONGER) == (len(plain) > 1)
        assert (symbol == SPACE) == bool(is_space(plain))
        if symbol >= OTHER_LETTER:
            assert known.symbols.get(plain, OTHER_LETTER) == symbol


def test_editorial_insertions_are_read_as_elsewhere():
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    lower = [lowered.py_func(point) for point in range(sys.maxunicode + 1)]
    for letter in "sicnamelkubr":
        alike = [chr(point) for point, low in enumerate(lower) if low == ord(letter)]
        assert re.findall(letter, everything, re.IGNORECASE) == alike
    for form in (
        "[sic]",
        "[sic.]",
        "[sic!]",
        "[name]",
        "[link]",
        "[email]",
        "[number]",
    ):
        assert EDITORIAL.fullmatch(form)


def test_an_automaton_that_would_be_too_large_is_not_made(monkeypatch):
    monkeypatch.setattr(spelling, "MOST_STATES", 20)
    with pytest.raises(TooManyStatesError):
        CompiledFinder({"categories": [category("a", PATTERNS)]}, NEGATION, 3)
