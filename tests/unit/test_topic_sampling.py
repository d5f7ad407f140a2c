"""Tests of lasthope.topics.sampling: which texts topics are found in."""

from collections import Counter
from hashlib import blake2b

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.topics.sampling import Part, draw, evenly, hashed, shares, told_of


def corpus(rows):
    """Return parts and documents of (side, year, weight, text), a document each."""
    ids = [f"d{number:04d}" for number in range(len(rows))]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 4
    side, year, weight, texts = columns
    days = [None if one is None else f"{one}-06-01" for one in year]
    documents = pd.DataFrame(
        {
            "doc_id": ids,
            "kind": "post",
            "side": side,
            "author": "someone",
            "organisation": None,
            "created_at": pd.to_datetime(days, utc=True),
            "created_precision": ["unknown" if one is None else "day" for one in year],
            "copy_of": None,
            "weight": weight,
        }
    )
    units = pd.DataFrame(
        {
            "unit_id": [f"{one}:0000" for one in ids],
            "doc_id": ids,
            "voice": "own",
            "text": texts,
        }
    )
    return Part(units, np.ones((len(rows), 3), dtype=np.int8)), documents


def drawn(rows, size, seed=0):
    part, documents = corpus(rows)
    return draw(lambda: [part], told_of(documents), size=size, seed=seed)


def test_few_texts_are_all_taken_once_by_their_first_unit():
    rows = [("users", 2020, 1.0, text) for text in ("hope", "war", "hope", "war now")]
    sample = drawn(rows, 100)
    assert sample.units["text"].tolist() == ["hope", "war", "war now"]
    assert sample.units["unit_id"].tolist() == [
        "d0000:0000",
        "d0001:0000",
        "d0003:0000",
    ]
    assert sample.vectors.shape == (3, 3)


def test_texts_without_vector_or_words_are_not_drawn():
    part, documents = corpus(
        [("users", None, 1.0, text) for text in ("hope", "we", "war")]
    )
    part.vectors[2] = 0
    sample = draw(lambda: [part], told_of(documents), size=9, seed=0)
    assert sample.units["text"].tolist() == ["hope"]


def test_sides_and_years_share_a_sample_evenly():
    rows = [("platform", 2021, 1.0, f"platform {n}") for n in range(5)]
    rows += [("users", 2020, 1.0, f"users {n}") for n in range(300)]
    rows += [("users", 2021, 1.0, f"later {n}") for n in range(100)]
    sides = Counter(text.split()[0] for text in drawn(rows, 45).units["text"])
    assert sides == {"platform": 5, "users": 20, "later": 20}


def test_a_text_of_less_weight_is_drawn_less_often():
    rows = [("users", None, 1.0, f"whole {n}") for n in range(200)]
    rows += [("users", None, 0.1, f"copy {n}") for n in range(200)]
    kinds = Counter(text.split()[0] for text in drawn(rows, 40).units["text"])
    # Ten to one, but for chance.
    assert kinds["whole"] >= 30
    assert kinds["copy"] >= 1


def test_every_text_of_one_weight_is_equally_likely():
    rows = [("users", None, 1.0, f"text {n}") for n in range(20)]
    counts = Counter(
        text for seed in range(200) for text in drawn(rows, 5, seed).units["text"]
    )
    # 50 of 200 expected, with a standard deviation of 6.1.
    assert len(counts) == 20
    assert all(22 < count < 78 for count in counts.values())


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["users", "platform"]),
            st.sampled_from([None, 2020, 2021]),
            st.sampled_from([1.0, 0.5, 0.25]),
            st.sampled_from(["hope", "war", "free speech", "we", "law", "news"]),
        ),
        min_size=1,
        max_size=30,
    ),
    st.integers(1, 8),
    st.integers(1, 9),
    st.randoms(use_true_random=False),
)
def test_neither_order_nor_parts_matter(rows, size, cut, random):
    part, documents = corpus(rows)
    told = told_of(documents)
    expected = draw(lambda: [part], told, size=size, seed=1)
    order = list(range(len(rows)))
    random.shuffle(order)
    mixed = Part(part.units.iloc[order].reset_index(drop=True), part.vectors[order])
    parts = [
        Part(mixed.units[start : start + cut], mixed.vectors[start : start + cut])
        for start in range(0, len(rows), cut)
    ]
    other = draw(lambda: parts, told, size=size, seed=1)
    pd.testing.assert_frame_equal(other.units, expected.units)
    assert len(expected.units) <= size


@given(
    st.dictionaries(st.text(max_size=3), st.integers(0, 50), max_size=6),
    st.integers(0, 99),
)
def test_even_shares_are_those_of_dealing_out_one_by_one(sizes, size):
    given_out = evenly(sizes, size)
    assert sum(given_out.values()) == min(size, sum(sizes.values()))
    level = max(given_out.values(), default=0)
    for key, share in given_out.items():
        # Whoever has less than the most, but for the odd one, has all it can take.
        assert share == sizes[key] or share >= level - 1


def test_shares_by_hand():
    sizes = {("court", 0): 1, ("users", 2020): 9, ("users", 2021): 9}
    assert shares(sizes, 100) == sizes
    assert sum(shares(sizes, 8).values()) == 8


def test_hashes_depend_on_text_and_seed_alone():
    assert hashed(["hope", "war"], 1)[0] == hashed(["hope"], 1)[0]
    assert hashed(["hope"], 1) != hashed(["hope"], 2)


def siphash(data, key):
    """Return SipHash-2-4 of some bytes, step by step as in the paper."""
    k0, k1 = (int.from_bytes(key[start : start + 8], "little") for start in (0, 8))
    # "somepseudorandomlygeneratedbytes"
    v = [
        *(k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D),
        *(k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573),
    ]

    def mix(a, b, by):
        v[a] = (v[a] + v[b]) % 2**64
        v[b] = (v[b] << by | v[b] >> (64 - by)) % 2**64 ^ v[a]

    def sip_round():
        mix(0, 1, 13)
        v[0] = (v[0] << 32 | v[0] >> 32) % 2**64
        mix(2, 3, 16)
        mix(0, 3, 21)
        mix(2, 1, 17)
        v[2] = (v[2] << 32 | v[2] >> 32) % 2**64

    padded = data.ljust(len(data) // 8 * 8 + 7, b"\0") + bytes([len(data) % 256])
    for start in range(0, len(padded), 8):
        word = int.from_bytes(padded[start : start + 8], "little")
        v[3] ^= word
        sip_round()
        sip_round()
        v[0] ^= word
    v[2] ^= 0xFF
    for _ in range(4):
        sip_round()
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def mixed(number):
    """Return Stafford's mix of 64 bits, which pandas does last."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        number = (number ^ number >> shift) * factor % 2**64
    return number ^ number >> 31


def test_siphash_of_the_paper():
    # Appendix A: the key 00 01 ... 0f, and 00 01 ... 0e.
    assert siphash(bytes(range(15)), bytes(range(16))) == 0xA129CA6149BE45E5


@given(st.lists(st.text(), max_size=5), st.integers(0, 2**64))
def test_hashes_are_those_of_siphash(texts, seed):
    digest = blake2b(seed.to_bytes(16, "little"), digest_size=8)
    key = digest.hexdigest().encode()
    expected = [mixed(siphash(text.encode(), key)) for text in texts]
    assert hashed(pd.Series(texts, dtype="str"), seed).tolist() == expected


def test_no_parts_give_an_empty_sample():
    _, documents = corpus([("users", None, 1.0, "hope")])
    assert draw(lambda: [], told_of(documents), size=5, seed=0).units.empty


def test_a_document_that_nobody_knows_is_a_fault():
    part, documents = corpus([("users", None, 1.0, "hope")])
    with pytest.raises(KeyError):
        draw(lambda: [part], told_of(documents.iloc[:0]), size=5, seed=0)
