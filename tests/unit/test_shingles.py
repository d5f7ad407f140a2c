"""Hashes of texts against Python's own strings, big integers and published numbers."""

import re
import sys
from hashlib import blake2b
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.copies import shingles
from lasthope.copies.folding import (
    APOSTROPHE,
    BRACKET,
    LONGER,
    SPACE,
    WORD,
    _fold_table,
)
from lasthope.copies.shingles import BANDS, keys, mixed, shingle_sets
from lasthope.text import mask_editorial

MODULUS = 2**64
WORDS = re.compile(r"\w+(?:'\w+)*")
PARTS = [
    *("a", "A", "b ", " c", "we", "WE ", "_", "7", "é", "É", "ß", "ss", "ſ", "ﬁ"),
    *("İ", "ı", "Σ", "ς", "K", "ῼ", "\u0345", "Ⓐ", "한", "𝐀", "👍", "👩🏽\u200d💻"),
    *(" ", "  ", "\n", "\t", "\x1c", "\x85", "\u00a0", "\u2003", "\u3000", "\0"),
    *("'", "’", "''", "-", "“", "”", "…", ".", "ÿ", "Ā", "\U0010ffff", "\ud7ff"),
    *("[", "[s", "[sic]", "[SIC!]", "[sic.]", "[ſic]", "[sıc]", "[sick]", "]"),
]
MESSY = st.lists(st.sampled_from(PARTS)).map("".join) | st.text()
TEXTS = st.lists(MESSY, max_size=8)


def normalised(text):
    return " ".join(mask_editorial(text).casefold().split())


def slow_words(text):
    return WORDS.findall(mask_editorial(text).casefold().replace("’", "'"))


def slow_set(text):
    words = slow_words(text)
    return set(zip(words, words[1:], words[2:], strict=False))


def sets_of(texts):
    found = shingle_sets(pa.array(texts, pa.string()))
    stretches = zip(found.starts, found.starts[1:], strict=False)
    return [found.hashes[start:end].tolist() for start, end in stretches]


def exact_of(*texts):
    return keys(pa.array(texts, pa.string()))["exact"].to_pylist()


def point_of(entry):
    return entry & 0xFFFFFF


def test_every_character_is_folded_and_told_as_python_does():
    table = _fold_table()
    assert len(table) == sys.maxunicode + 1
    for point, entry in enumerate(table.tolist()):
        character, kind = chr(point), entry >> 24
        folded = character.casefold()
        if len(folded) > 1:
            expected = [LONGER]
        elif character.isspace():
            expected = [SPACE]
            folded = " "
        elif folded.isalnum() or folded == "_":
            expected = [WORD]
        else:
            expected = [0, APOSTROPHE, BRACKET]
        if kind not in expected or point_of(entry) != ord(folded[0]):
            pytest.fail(f"U+{point:04X} is {kind} and folded to {point_of(entry)}")


# The outputs of SplitMix64 for the seed 1234567, as many languages give them.
@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (1, 6457827717110365317),
        (2, 3203168211198807973),
        (3, 9817491932198370423),
        (4, 4593380528125082431),
        (5, 16408922859458223821),
    ],
)
def test_mixed_is_the_finaliser_of_splitmix64(step, expected):
    state = (1234567 + step * 0x9E3779B97F4A7C15) % MODULUS
    assert mixed(np.array([state], np.uint64)).tolist() == [expected]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("They  will NOT\nwin!", b"they will not win! "),
        (" the worlds [sic] hope", b"the worlds hope "),
        ("Gröſse ÿ", b"gr\xf6sse " + b"\xff " + b"\xff\0\0\0"),
        ("“Hi” 👍", b"\xffhi\xff \xff " + "“”👍".encode("utf-32-le")),
    ],
)
def test_what_is_hashed(text, message):
    assert exact_of(text) == [blake2b(message, digest_size=16).digest()]


@given(TEXTS)
@example(["ß", "ss", "SS", "ﬁ", "fi", "[sic]a", "a", "[sick]a"])
@example(["", " ", "[sic]", "\u2003\n[sic!] ", "\0"])
@settings(deadline=None)
def test_exact_copies_are_those_that_python_finds(texts):
    found = exact_of(*texts)
    for text, digest in zip(texts, found, strict=True):
        assert (digest is None) == (normalised(text) == "")
    for (one, left), (other, right) in combinations(zip(texts, found, strict=True), 2):
        assert (left == right) == (normalised(one) == normalised(other))


@given(TEXTS)
@example(["It's so", "it’s so far", "don't 'do' that", "a''b c d e", "'a b' c'"])
@example(["a b c", "c d e", "", "a b c"])
@settings(deadline=None)
def test_sets_are_those_that_python_makes(texts):
    found = sets_of(texts)
    slow = [slow_set(text) for text in texts]
    for hashes in found:
        assert hashes == sorted(set(hashes))
    for (one, left), (other, right) in combinations(zip(found, slow, strict=True), 2):
        assert len({*one} & {*other}) == len(left & right)
    assert [len(hashes) for hashes in found] == [len(words) for words in slow]
    assert keys(pa.array(texts, pa.string()))["n_shingles"].to_pylist() == [
        len(words) for words in slow
    ]


def slow_mixed(value):
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 % MODULUS
    value = (value ^ value >> 27) * 0x94D049BB133111EB % MODULUS
    return value ^ value >> 31


def slow_hashes(text):
    words = [
        slow_mixed(
            sum(ord(character) * shingles.BASE ** (n + 1) for n, character in where)
            % MODULUS
        )
        for where in (enumerate(word) for word in slow_words(text))
    ]
    step = 0x9E3779B97F4A7C15
    return {
        slow_mixed(((one * step + two) * step + three) % MODULUS) >> 16
        for one, two, three in zip(words, words[1:], words[2:], strict=False)
    }


@pytest.mark.parametrize(
    "text", ["so it is", "It’s ÜBER so 𝐀 it is", "a a a a", "one two three four five"]
)
def test_hashes_and_bands_as_big_integers_give_them(text):
    texts = pa.array(["other words stand before", text, "and behind it there"])
    slow = slow_hashes(text)
    found = shingle_sets(texts)
    assert {*found.hashes[found.starts[1] : found.starts[2]].tolist()} == slow
    minima = []
    for step in range(1, 25):
        odd = slow_mixed(step * 0x9E3779B97F4A7C15 % MODULUS) >> 32 | 1
        minima.append(min(hash_ % 2**32 * odd % 2**32 for hash_ in slow))
    row = keys(texts).select(BANDS).to_pylist()[1]
    assert list(row.values()) == [
        slow_mixed(one << 32 | two)
        for one, two in zip(minima[::2], minima[1::2], strict=True)
    ]


@given(st.lists(st.none() | MESSY, max_size=8), st.integers(1, 5), st.integers(1, 40))
@settings(deadline=None, max_examples=50)
def test_keys_do_not_depend_on_neighbours(texts, max_texts, max_bytes):
    alone = [keys(pa.array([text], pa.string())).to_pylist()[0] for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shingles, "MAX_TEXTS", max_texts)
        patch.setattr(shingles, "MAX_BYTES", max_bytes)
        chunks = [texts[:3], [], texts[3:]]
        table = keys(pa.chunked_array(chunks, pa.large_string()))
    assert table.to_pylist() == alone


def test_types_are_the_same_without_texts():
    none = keys(pa.array([], pa.string()))
    assert none.num_rows == 0
    assert none.schema == keys(pa.array(["a b c"])).schema
    assert keys(pa.chunked_array([], pa.string())).schema == none.schema
    assert none.schema.names == ["exact", "n_shingles", *BANDS]
    assert {str(none.schema.field(band).type) for band in BANDS} == {"uint64"}


def test_fewer_than_three_words_have_no_bands():
    rows = keys(pa.array(["", "so it", "so it is", "?! …", None])).to_pylist()
    has_bands = [{row[band] is not None for band in BANDS} for row in rows]
    assert has_bands == [{False}, {False}, {True}, {False}, {False}]
    assert [row["n_shingles"] for row in rows] == [0, 0, 1, 0, 0]
    assert [row["exact"] is None for row in rows] == [True, False, False, False, True]


@pytest.mark.parametrize(("n_common", "similarity"), [(6, 6 / 18), (9, 9 / 15)])
def test_candidates_are_as_frequent_as_the_formula_says(n_common, similarity):
    """Pairs of texts with 12 shingles each, of which some are the same."""
    pairs = 3000
    rng = np.random.default_rng(5)
    numbers = rng.permutation(pairs * 30).reshape(pairs, 30).tolist()
    ones = [" ".join(f"w{n}" for n in row[:14]) for row in numbers]
    others = [
        " ".join(f"w{n}" for n in row[: n_common + 2] + row[14 : 26 - n_common])
        for row in numbers
    ]
    assert len(slow_set(ones[0]) & slow_set(others[0])) == n_common
    left, right = (keys(pa.array(texts)).to_pandas() for texts in (ones, others))
    agree = np.array(
        [left[band].to_numpy() == right[band].to_numpy() for band in BANDS]
    )
    expected = 1 - (1 - similarity**2) ** len(BANDS)
    deviation = (expected * (1 - expected) / pairs) ** 0.5
    assert abs(agree.any(axis=0).mean() - expected) < 4 * deviation


@pytest.mark.parametrize(
    ("text", "n_shingles"),
    [
        ("a" * 2_200_000, 0),
        ("a " * 300_000, 1),
        ("\0" * 300_000, 0),
        ("[s" * 100_000, 1),
        ("ß" * 300_000, 0),
        ("👍 " * 300_000, 0),
        ("'" * 300_000, 0),
    ],
)
def test_a_very_long_text_is_no_trouble(text, n_shingles):
    rows = keys(pa.array(["before it", text, "behind it"])).to_pylist()
    assert [row["n_shingles"] for row in rows] == [0, n_shingles, 0]
    assert [rows[0]["exact"], rows[2]["exact"]] == exact_of("Before  it", "BEHIND it")
