"""Copies against what comparing all with all finds, and groups typed by hand."""

import re
from datetime import datetime
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope import copies as module
from lasthope.copies import copies, leaders
from lasthope.copies.shards import Shard
from lasthope.copies.shingles import keys
from lasthope.errors import UserError

DAYS = [datetime(2021, 1, day) for day in range(1, 13)]


def table(rows):
    """Return documents of (doc_id, created_at, text)."""
    ids, times, texts = zip(*rows, strict=True) if rows else ([], [], [])
    return pa.table(
        {
            "doc_id": pa.array(ids, pa.string()),
            "created_at": pa.array(times, pa.timestamp("us", tz="UTC")),
            "text": pa.array(texts, pa.string()),
        }
    )


def shard(rows):
    documents = table(rows)
    return Shard(documents, keys(documents["text"]))


def groups(rows, threshold=0.6):
    """Return of every document that is in a group the first of it."""
    found = copies([shard(rows)], threshold=threshold)
    sizes = {}
    first = {}
    for row in found.to_pylist():
        first[row["doc_id"]] = row["copy_of"] or row["doc_id"]
        sizes.setdefault(first[row["doc_id"]], []).append(row["n_same"])
    assert found["doc_id"].to_pylist() == sorted(first)
    assert all(set(size) == {len(size)} and len(size) > 1 for size in sizes.values())
    return first


@cache
def spoken(text):
    """Return the words between white space and the set of shingles."""
    folded = text.casefold()
    words = re.findall(r"\w+", folded)
    return folded.split(), set(zip(words, words[1:], words[2:], strict=False))


def similarity(one, other):
    (one_said, one_set), (other_said, other_set) = spoken(one), spoken(other)
    if one_said == other_said:
        return 1.0 if one_said else 0.0
    if not one_set or not other_set:
        return 0.0
    return len(one_set & other_set) / len(one_set | other_set)


def slow_groups(rows, threshold):
    """Compare every document with all leaders before it."""
    last = datetime(9999, 1, 1)
    in_order = sorted(rows, key=lambda row: (row[1] or last, row[0]))
    found, members = [], {}
    for doc_id, _, text in in_order:
        for leader, words in found:
            if similarity(words, text) >= threshold:
                members[leader].append(doc_id)
                break
        else:
            found.append((doc_id, text))
            members[doc_id] = [doc_id]
    several = {first: ids for first, ids in members.items() if len(ids) > 1}
    return {doc_id: first for first, ids in several.items() for doc_id in ids}


def planted(seed, n_sources=100):
    """Return documents of which most are edits of others, in random order."""
    rng = np.random.default_rng(seed)
    vocabulary = [f"w{n}" for n in range(400)]
    texts = []
    for _ in range(n_sources):
        source = rng.choice(vocabulary, rng.integers(1, 40)).tolist()
        texts.append(" ".join(source))
        for _ in range(rng.integers(5)):
            words = source.copy()
            for _ in range(rng.integers(3)):
                words[rng.integers(len(words))] = vocabulary[rng.integers(400)]
            cut = int(rng.random() ** 2 * len(words) / 3)
            words = words[: len(words) - cut] + ["so"] * rng.integers(2)
            texts.append("  ".join(words).upper() if cut % 2 else " ".join(words))
    times = [None if rng.random() < 0.1 else DAYS[rng.integers(12)] for _ in texts]
    ids = [f"d{n:04d}" for n in rng.permutation(len(texts))]
    return list(zip(ids, times, texts, strict=True))


@pytest.mark.parametrize("threshold", [0.5, 0.6, 0.75, 1])
def test_as_comparing_all_with_all(threshold):
    n_expected = n_found = 0
    for seed in range(3):
        rows = planted(seed)
        text = {doc_id: words for doc_id, _, words in rows}
        expected, found = slow_groups(rows, threshold), groups(rows, threshold)
        assert len(expected) > 25
        for doc_id, first in found.items():
            assert doc_id == first or similarity(text[doc_id], text[first]) >= threshold
        n_expected += len(expected)
        n_found += sum(found.get(doc_id) == first for doc_id, first in expected.items())
    # At .5 a pair is shown with a probability of .968, at .6 of .995.
    assert n_found / n_expected >= (0.97 if threshold < 0.6 else 0.99)


@given(st.randoms(use_true_random=False), st.lists(st.integers(0, 60), max_size=4))
@settings(deadline=None, max_examples=15)
def test_neither_order_nor_shards_matter(random, cuts):
    rows = planted(7, n_sources=20)
    expected = copies([shard(rows)], threshold=0.6)
    random.shuffle(rows)
    bounds = [0, *sorted(cuts), len(rows)]
    shards = [shard(rows[a:b]) for a, b in zip(bounds, bounds[1:], strict=False)]
    assert copies(shards, threshold=0.6).equals(expected)


def test_files_are_read_as_tables_are(tmp_path):
    rows = planted(3)
    shards = []
    for n in range(3):
        some = shard(rows[n::3])
        paths = Shard(str(tmp_path / f"d{n}"), str(tmp_path / f"k{n}"))
        for part, path in zip(some, paths, strict=True):
            pq.write_table(part, path, row_group_size=20)
        shards.append(paths)
    expected = copies([shard(rows)], threshold=0.6)
    assert copies(shards, threshold=0.6).equals(expected)


LONG = "one two three four five six seven eight nine ten"
VERDICTS = [
    ("only case and space", LONG, LONG.upper().replace(" ", "  "), 1),
    ("only punctuation", LONG, LONG.replace(" ", ", "), 1),
    ("an apostrophe", "it's not so easy", "It’s not so easy!", 1),
    ("editorial insertion", LONG, LONG.replace("two", "two [sic]"), 1),
    # Of five shingles three are the same, and of six.
    ("three of five", "a b c d e", "a b c d e f g", 0.6),
    ("three of six", "a b c d e", "a b c d e f g h", 0.5),
    ("another in the middle", LONG, LONG.replace("five", "5"), 5 / 11),
    ("two words", "so it", "so it!", 0),
    ("two words, exactly", "so it", "So  it", 1),
    ("no word", "?!", "!?", 0),
    ("nothing", "", " ", 0),
]


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [verdict[1:] for verdict in VERDICTS],
    ids=[verdict[0] for verdict in VERDICTS],
)
def test_similarity_typed_by_hand(one, other, value):
    rows = [("b", DAYS[1], one), ("a", DAYS[2], other)]
    for threshold in (0.5, 0.6, 0.61, 1):
        together = {"a": "b", "b": "b"} if value >= threshold else {}
        assert groups(rows, threshold) == together


def test_the_first_is_the_earliest_then_the_lowest_and_unknown_times_are_last():
    rows = [("a", None, LONG), ("c", DAYS[3], LONG), ("b", DAYS[3], f"{LONG}!")]
    assert set(groups(rows).values()) == {"b"}
    assert set(groups([*rows, ("d", DAYS[2], LONG.upper())]).values()) == {"d"}
    assert set(groups([rows[0], ("b", None, LONG)]).values()) == {"a"}


def test_no_chain_leads_from_one_text_to_another():
    """Each is similar to the one before, the third not to the first."""
    rows = [
        ("a", DAYS[0], LONG),
        ("b", DAYS[1], f"{LONG} 11 12 13"),
        ("c", DAYS[2], f"{LONG} 11 12 13 14 15 16 17"),
        ("d", DAYS[3], f"{LONG} 11 12 13 14 15 16 17 18"),
    ]
    assert groups(rows) == {"a": "a", "b": "a", "c": "c", "d": "c"}


def welcomes(n):
    return [
        (f"d{number:04d}", DAYS[0], f"name{number} {LONG} eleven twelve")
        for number in range(n)
    ]


@pytest.fixture
def compared(monkeypatch):
    """Return a list to which the number of pairs is added that are compared."""
    numbers = []
    slow = leaders._similar

    def counting(held, pairs, threshold):
        numbers.append(len(pairs))
        return slow(held, pairs, threshold)

    monkeypatch.setattr(leaders, "_similar", counting)
    return numbers


def test_work_grows_with_the_number_of_copies(compared):
    assert set(groups(welcomes(3000)).values()) == {"d0000"}
    assert sum(compared) < 3000 * 2 * len(module.BANDS)


def test_only_what_has_something_in_common_is_compared(compared):
    texts = [f"{n}a {n}b {n}c {n}d" for n in range(100)]
    texts += [f"{text}!" for text in texts]
    rows = [(f"d{n:03d}", DAYS[0], text) for n, text in enumerate(texts)]
    assert len(groups(rows)) == 200
    assert compared == [100]


def test_exact_copies_agree_in_the_whole_hash():
    one, rows = b"12345678", [(name, None, name) for name in "abc"]
    exact = [one + b"abcdefgh", one + b"ABCDEFGH", one + b"abcdefgh"]
    made = shard(rows).keys.set_column(0, "exact", pa.array(exact, pa.binary(16)))
    found = copies([Shard(table(rows), made)], threshold=0.6)
    assert found["doc_id"].to_pylist() == ["a", "c"]


def test_leaders_of_those_compared_are_tried(monkeypatch):
    """Each is compared with the one before it alone, which is no leader."""
    monkeypatch.setattr(module, "N_EARLIEST", 0)
    assert set(groups(welcomes(50)).values()) == {"d0000"}


@pytest.mark.parametrize("threshold", [0.49, 1.01, float("nan")])
def test_a_threshold_out_of_range_is_told(threshold):
    with pytest.raises(UserError, match="similarity of near copies is"):
        copies([shard([])], threshold=threshold)


def test_keys_of_other_texts_are_noticed():
    rows = [(name, DAYS[0], f"{LONG} {name}") for name in "abc"]
    others = [(doc_id, when, f"{text} more") for doc_id, when, text in rows]
    with pytest.raises(ValueError, match="keys are not those"):
        copies([Shard(table(rows), shard(others).keys)], threshold=0.6)


@pytest.mark.parametrize("rows", [[], [("a", None, LONG)], [("a", None, "")] * 3])
def test_no_copies(rows):
    rows = [(f"{doc_id}{n}", *rest) for n, (doc_id, *rest) in enumerate(rows)]
    found = copies([shard([]), shard(rows)], threshold=0.6)
    assert found.num_rows == 0
    assert found.schema == copies([shard(welcomes(2))], threshold=0.6).schema
