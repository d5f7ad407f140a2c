"""Hashes of texts, and ids met before, against what Python makes of them."""

from hashlib import sha256

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.ingest import digests
from lasthope.ingest.digests import hex_digests
from lasthope.ingest.known_ids import KnownIds


@given(st.lists(st.text()))
def test_hashes_as_the_library_makes_them(texts):
    found = hex_digests(pa.array(texts, pa.string()))
    found.validate(full=True)
    assert found.to_pylist() == [sha256(text.encode()).hexdigest() for text in texts]


def test_hashes_of_a_slice():
    texts = pa.array(["Rain", "Snow", "Fog"]).slice(1)
    expected = [sha256(b"Snow").hexdigest(), sha256(b"Fog").hexdigest()]
    assert hex_digests(texts).to_pylist() == expected


# Around where a text needs one block more, and far from it.
LENGTHS = [0, 1, 3, 54, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129, 1000]


@given(st.lists(st.sampled_from(LENGTHS) | st.integers(0, 300), max_size=40), st.data())
@settings(deadline=None)
def test_hashes_of_many_texts_at_once_are_the_same(lengths, data):
    some = st.text("aé♥\0", min_size=1, max_size=5)
    texts = [(data.draw(some) * length)[:length] for length in lengths]
    expected = [sha256(text.encode()).hexdigest() for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digests, "MANY", 0)
        cut = data.draw(st.integers(0, len(texts)))
        found = hex_digests(pa.array(texts, pa.string()).slice(cut))
    found.validate(full=True)
    assert found.to_pylist() == expected[cut:]


# Numbers that agree in their first half, in their second, or once they are spread.
HALVES = [0, 1, 2**63, 2**64 - 1, 0x9E3779B97F4A7C15]
NUMBERS = [f"{a:016x}{b:016x}" for a in HALVES for b in HALVES]
# A number that is the digest of another id, digits in capitals, and none.
RAIN_DIGEST = sha256(b"Rain").hexdigest()[:32]
ODD_IDS = ["Rain", RAIN_DIGEST, RAIN_DIGEST.upper(), "é" * 16, "g" * 32, "", None]


@given(
    st.lists(st.lists(st.sampled_from(NUMBERS)) | st.lists(st.sampled_from(ODD_IDS))),
    st.integers(0, 2),
)
@settings(deadline=None)
def test_known_ids_as_a_set_has_them(parts, start):
    known, met = KnownIds(), set()
    for ids in parts:
        expected = []
        for one in ids[start:]:
            expected.append(not one or one not in met)
            met.add(one)
        found = known.are_new(pa.array(ids, pa.string()).slice(start))
        assert (expected if found is None else found.tolist()) == expected
        assert found is None or not all(expected)


def test_many_known_ids():
    known = KnownIds()
    # The same spread half for all, such as somebody might make.
    spread = 0x9E3779B97F4A7C15
    ids = [f"{n * spread % 2**64:016x}{n:016x}" for n in range(20_000)]
    for start in range(0, len(ids), 1000):
        assert known.are_new(pa.array(ids[start : start + 1000])) is None
    again = known.are_new(pa.array(["f" * 32, *reversed(ids)]))
    assert again.tolist() == [True] + [False] * len(ids)
