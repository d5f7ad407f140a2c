"""What becomes of documents: a slow rule, draws of every size, and the flow by hand."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lasthope.copies import Shard, copies
from lasthope.copies.shingles import keys
from lasthope.documents import (
    ANALYSED,
    NOT_DRAWN,
    OTHER_LANGUAGE,
    REASONS,
    REPEATED,
    outcomes,
    ranks,
)

A, R, L, N = ANALYSED, REPEATED, OTHER_LANGUAGE, NOT_DRAWN
SETTINGS = {"analyse_languages": ["en"], "max_documents": None, "seed": 1}
quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def become(tmp_path):
    """Return by shard what becomes of (doc_id, kind, language)."""

    def outcomes_of(shards, **changes):
        paths = []
        for number, rows in enumerate(shards):
            columns = zip(*rows, strict=True) if rows else ([], [], [])
            table = pa.table(
                [pa.array(list(column), pa.string()) for column in columns],
                names=["doc_id", "kind", "language"],
            )
            paths.append(str(tmp_path / f"{number}.parquet"))
            pq.write_table(table, paths[-1])
        return [found.tolist() for found in outcomes(paths, **SETTINGS | changes)]

    return outcomes_of


def posts(ids, language="en"):
    return [(name, "post", language) for name in ids]


def test_languages(become):
    rows = [
        ("a", "post", "en"),
        ("b", "post", "de"),
        ("c", "post", None),
        ("d", "statement", "de"),
        ("e", "post", "es"),
    ]
    assert become([rows]) == [[A, L, A, L, L]]
    assert become([rows], analyse_languages=["de", "es"]) == [[L, A, A, A, A]]


def test_an_id_of_an_earlier_shard_is_not_taken_again(become):
    shards = [posts("ab"), posts("cb"), posts("bad")]
    assert become(shards) == [[A, A], [A, R], [R, R, A]]
    # Whatever became of the first: a document is not analysed for being told twice.
    shards = [posts("a", "de"), posts("a")]
    assert become(shards) == [[L], [R]]


@pytest.mark.parametrize("shards", [[[]], [[], []], [[], posts("a"), []]])
@pytest.mark.parametrize("max_documents", [None, 1])
def test_shards_may_be_empty(become, shards, max_documents):
    found = become(shards, max_documents=max_documents)
    assert found == [[A] * len(rows) for rows in shards]


@quick
@given(st.lists(st.lists(st.sampled_from("abcdefg"), max_size=5), max_size=4))
def test_repeated_as_a_slow_rule(become, shards):
    shards = [list(dict.fromkeys(rows)) for rows in shards]
    seen, expected = set(), []
    for rows in shards:
        expected.append([R if name in seen else A for name in rows])
        seen.update(rows)
    assert become([posts(rows) for rows in shards]) == expected


def rotated(value, bits):
    return (value << bits | value >> 64 - bits) % 2**64


def siphash(text, key):
    """SipHash-2-4 as its paper has it, then the last steps of SplitMix64.

    Aumasson, J.-P. and Bernstein, D. J. (2012). SipHash: a fast short-input PRF.
    INDOCRYPT 2012, 489-508.
    """
    k0, k1 = (int.from_bytes(key[i : i + 8], "little") for i in (0, 8))
    a, b = k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D
    c, d = k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573
    content = text.encode()
    padded = content + bytes(-(len(content) + 1) % 8) + bytes([len(content) % 256])
    words = [
        int.from_bytes(padded[i : i + 8], "little") for i in range(0, len(padded), 8)
    ]
    for number, word in enumerate([*words, None]):
        d, c = (d ^ word, c) if word is not None else (d, c ^ 0xFF)
        for _ in range(2 if number < len(words) else 4):
            a, c = (a + b) % 2**64, (c + d) % 2**64
            b, d = rotated(b, 13) ^ a, rotated(d, 16) ^ c
            a, c = (rotated(a, 32) + d) % 2**64, (c + b) % 2**64
            d, b = rotated(d, 21) ^ a, rotated(b, 17) ^ c
            c = rotated(c, 32)
        a ^= word or 0
    hashed = a ^ b ^ c ^ d
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        hashed = (hashed ^ hashed >> shift) * factor % 2**64
    return hashed ^ hashed >> 31


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=9),
    st.integers(0, 10**15),
)
def test_ranks_are_a_published_hash(ids, seed):
    """So that another version of pandas cannot draw another sample unseen."""
    found = ranks(np.array(ids, dtype=object), seed)
    key = str(seed).zfill(16).encode()
    assert found.tolist() == [siphash(name, key) for name in ids]


SHARDS = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 30).map("s:{}".format),
            st.sampled_from(["post", "post", "article", "statement"]),
            st.sampled_from(["en", "en", "de", None]),
        ),
        max_size=12,
        unique_by=lambda row: row[0],
    ),
    min_size=1,
    max_size=4,
)


@settings(quick, max_examples=60)
@given(shards=SHARDS, most=st.none() | st.integers(1, 20), seed=st.integers(0, 9))
def test_outcomes_as_a_slow_rule(become, shards, most, seed):
    seen, expected, candidates = set(), [], []
    for rows in shards:
        told = []
        for name, kind, language in rows:
            if name in seen:
                told.append(R)
            elif language == "de":
                told.append(L)
            else:
                told.append(A)
                if kind != "statement":
                    candidates.append(name)
            seen.add(name)
        expected.append(told)
    hashes = {name: siphash(name, f"{seed:016d}".encode()) for name in candidates}
    drawn = sorted(candidates, key=hashes.get)[:most]
    lost = set(candidates) - set(drawn)
    for rows, told in zip(shards, expected, strict=True):
        for place, (name, kind, _) in enumerate(rows):
            if told[place] == A and name in lost and kind != "statement":
                told[place] = N
    assert become(shards, max_documents=most, seed=seed) == expected


def drawn(become, shards, most, seed=1):
    found = become(shards, max_documents=most, seed=seed)
    return {
        row[0]
        for rows, marks in zip(shards, found, strict=True)
        for row, mark in zip(rows, marks, strict=True)
        if mark == A
    }


MANY = posts(f"s:{number}" for number in range(400))


@pytest.mark.parametrize("most", [1, 2, 57, 399, 400, 401, 10**9])
def test_as_many_are_drawn_as_are_asked_for(become, most):
    assert len(drawn(become, [MANY[:100], MANY[100:]], most)) == min(most, 400)


def test_a_larger_sample_holds_the_smaller(become):
    samples = [drawn(become, [MANY], most) for most in (1, 10, 57, 200, 399)]
    for small, large in zip(samples, samples[1:], strict=False):
        assert small < large


@settings(quick, max_examples=15)
@given(order=st.permutations(range(40)), ends=st.sets(st.integers(0, 40)))
def test_the_draw_does_not_depend_on_order_or_sharding(become, order, ends):
    rows = [MANY[number] for number in order]
    cuts = [0, *sorted(ends), 40]
    shards = [rows[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    assert drawn(become, shards, 11) == drawn(become, [MANY[:40]], 11)


def test_another_seed_draws_another_sample_and_each_alike(become):
    samples = [drawn(become, [MANY], 200, seed=seed) for seed in range(40)]
    assert len(set(map(frozenset, samples))) == 40
    # Each document is in about half of the samples, each two samples share half.
    times = [sum(row[0] in sample for sample in samples) for row in MANY]
    assert np.mean(times) == 20
    assert np.var(times) == pytest.approx(10, rel=0.3)
    shared = [len(samples[0] & sample) for sample in samples[1:]]
    assert np.mean(shared) == pytest.approx(100, abs=5)


def test_statements_always_stay(become):
    statements = [(f"t:{number}", "statement", "en") for number in range(5)]
    found = become([statements, MANY[:50]], max_documents=3)
    assert found[0] == [A] * 5
    assert found[1].count(A) == 3
    assert found[1].count(N) == 47


def test_who_is_left_out_takes_no_place_in_the_draw(become):
    shards = [MANY[:20], [*posts(["x", "y"], "de"), *MANY[:20]]]
    found = become(shards, max_documents=20)
    assert found == [[A] * 20, [L, L, *[R] * 20]]


def test_a_document_that_comes_twice_is_not_its_own_copy():
    """As the rule does it: the second of an id is as good as not there."""
    text, shards = "We are the last hope of all", []
    for names in (["a", "b"], ["b", "c"]):
        table = pa.table(
            {
                "doc_id": names,
                "created_at": pa.nulls(2, pa.timestamp("us", "UTC")),
                "text": [text, text],
            }
        )
        shards.append(Shard(table, keys(table["text"])))
    repeated = [np.array([False, False]), np.array([True, False])]
    found = copies(shards, threshold=0.6, left_out=repeated).to_pydict()
    assert found["doc_id"] == ["a", "b", "c"]
    assert found["copy_of"] == [None, "a", "a"]
    assert found["n_same"] == [3, 3, 3]


def test_every_reason_has_words():
    assert set(REASONS) == {R, L, N}
    assert len(set(REASONS.values())) == 3
