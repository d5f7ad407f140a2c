"""Tests of lasthope.embed on a tiny embedding of its own."""

import json
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from hashlib import sha256

import numpy as np
import pandas as pd
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from lasthope.embed import (
    STOP_WORDS,
    Embedding,
    StaticEncoder,
    content_words,
    load_embedding,
    with_length,
)
from lasthope.embed import batches as module
from lasthope.errors import UserError

TOKENS = {
    "[UNK]": (90, -90, 90),
    "hope": (3, 4, 0),
    "free": (0, -7, 1),
    "speech": (5, 5, 5),
    "the": (1, 0, 0),
    "##s": (0, 0, 2),
    "down": (-100, 0, 0),
    "up": (100, 0, 0),
}
SPEC = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [],
    "normalizer": {"type": "Lowercase"},
    "pre_tokenizer": {"type": "BertPreTokenizer"},
    "post_processor": None,
    "decoder": None,
    "model": {
        "type": "WordPiece",
        "unk_token": "[UNK]",
        "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100,
        "vocab": {token: number for number, token in enumerate(TOKENS)},
    },
}
ROWS = np.array(list(TOKENS.values()), dtype=np.int8)


def write(folder, *, rows=ROWS, tensor="embeddings", tokenizer=None):
    contents = {
        "model.safetensors": safetensors.numpy.save({tensor: rows}),
        "tokenizer.json": json.dumps(SPEC).encode() if tokenizer is None else tokenizer,
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    sums = [
        f"{sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()
    ]
    (folder / "SHA256SUMS").write_text("".join(sums))
    return str(folder)


@pytest.fixture
def embedding(tmp_path):
    return load_embedding(write(tmp_path))


def frame(*texts):
    ids = [f"a:{number:04d}" for number in range(len(texts))]
    return pd.DataFrame({"unit_id": ids, "text": list(texts)}, dtype="str")


def vectors(embedding, *texts, drop_stop_words=False):
    encoder = StaticEncoder(embedding, drop_stop_words=drop_stop_words)
    rows = encoder.encode(texts)
    assert rows.dtype == np.int8
    return rows.tolist()


def of_length(sums, length):
    """Scale and round in sixty digits."""
    with localcontext(prec=60):
        norm = Decimal(sum(x * x for x in sums)).sqrt() or Decimal(1)
        half_even = [Decimal(x * length) / norm for x in sums]
        return [int(x.to_integral_value(ROUND_HALF_EVEN)) for x in half_even]


def test_a_vector_is_the_sum_of_the_tokens_at_length_127(embedding):
    # hope (3, 4, 0) twice and ##s (0, 0, 2): (6, 8, 2), of length sqrt(104) = 10.198.
    assert vectors(embedding, "Hope hopes") == [[75, 100, 25]]


def test_unknown_words_add_nothing_and_alone_give_zero(embedding):
    assert embedding.rows[1:].tolist() == ROWS[1:].tolist()
    expected = vectors(embedding, "hope")[0]
    assert expected == [76, 102, 0]
    given = vectors(embedding, "hope надежда", "надежда", "", "\x00 🙂", "up down")
    assert given == [expected, [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]


def test_editorial_insertions_and_stop_words_add_nothing(embedding):
    plain, with_the = vectors(embedding, "hope", "the hope [sic]")
    assert with_the != plain
    dropped = vectors(embedding, "the hope [SIC]", drop_stop_words=True)
    assert dropped == [plain]


def test_no_units_give_no_vectors(embedding):
    rows = StaticEncoder(embedding, drop_stop_words=True).encode([])
    assert rows.shape == (0, 3)


def test_batches_do_not_change_the_vectors(embedding, monkeypatch):
    texts = ["hope", "", "free speech " * 9, "", "up", "speech", "", ""]
    expected = vectors(embedding, *texts)
    for size in (1, 2, 5, 100):
        monkeypatch.setattr(module, "BYTES_AT_ONCE", size)
        assert vectors(embedding, *texts) == expected


def test_a_line_of_a_megabyte_is_read_to_its_end(embedding):
    long = "hope " * 200_000 + "up " * 50_000
    expected = of_length([200_000 * 3 + 50_000 * 100, 200_000 * 4, 0], 127)
    assert vectors(embedding, long, "x" * 1_000_000) == [expected, [0, 0, 0]]


@given(st.lists(st.sampled_from([*TOKENS][1:5]), min_size=1, max_size=40))
def test_vectors_equal_a_slow_sum_in_any_order_of_words(words):
    tokenizer = Tokenizer.from_str(json.dumps(SPEC))
    sums = [sum(TOKENS[word][column] for word in words) for column in range(3)]
    expected = of_length(sums, 127)
    given = vectors(Embedding(tokenizer, ROWS), " ".join(words), " ".join(words[::-1]))
    assert given == [expected, expected]


whole = st.integers(-(2**26) + 1, 2**26 - 1)


@given(st.lists(whole, min_size=1, max_size=20), st.sampled_from([10, 127, 32767]))
def test_lengths_equal_those_in_sixty_digits(numbers, length):
    assert with_length(np.array([numbers]), length).tolist() == [
        of_length(numbers, length)
    ]


def test_the_longest_sums_do_not_overflow():
    vectors = np.full((1, 512), 2**55, dtype=np.int64)
    vectors[0, ::2] *= -1
    expected = round(32767 / 512**0.5)
    assert set(np.abs(with_length(vectors, 32767)).ravel().tolist()) == {expected}


def test_content_words_are_left_when_stop_words_and_clitics_go():
    text = "We don’t, they'd NOT win Parler's users’ last fight; you can't! [sic]"
    assert content_words(text) == ["win", "parler", "users", "last", "fight"]


@given(st.text())
def test_content_words_hold_no_stop_word(text):
    assert not STOP_WORDS.intersection(content_words(text))


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "SHA256SUMS"])
def test_a_missing_file_is_named_with_what_brings_it_back(tmp_path, name):
    folder = write(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(UserError) as error:
        load_embedding(folder)
    assert str(error.value) == (
        f"{tmp_path / name}: it cannot be read (No such file or directory); bring it "
        f"back with `git checkout {folder}` or make it with `make embedding`."
    )


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_changed_or_unlisted_file_is_refused(tmp_path, name):
    folder = write(tmp_path)
    sums = (tmp_path / "SHA256SUMS").read_text()
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b" ")
    with pytest.raises(UserError, match=f"{name}: its sha256 is not the one in"):
        load_embedding(folder)
    write(tmp_path)
    kept = [line for line in sums.splitlines(True) if name not in line]
    (tmp_path / "SHA256SUMS").write_text("".join(kept))
    with pytest.raises(UserError, match=f"{name}: its sha256 is not the one in"):
        load_embedding(folder)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"tensor": "weights"}, "it has no tensor 'embeddings'"),
        ({"rows": ROWS[:-1]}, "not int8 with a row for each of 8 tokens"),
        ({"rows": ROWS.astype(np.float32)}, "not int8 with a row for each of 8"),
        ({"rows": ROWS.ravel()}, "not int8 with a row for each of 8 tokens"),
        ({"tokenizer": b"{}"}, "it is not a tokenizer"),
        ({"tokenizer": b"\xff"}, "it is not a tokenizer"),
    ],
)
def test_files_that_do_not_fit_are_refused(tmp_path, changes, complaint):
    with pytest.raises(UserError, match=complaint):
        load_embedding(write(tmp_path, **changes))
