"""Tests of lasthope.distil without the sentence model, and of the embedding it made."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from lasthope import distil
from lasthope.errors import UserError

SHIPPED = Path(__file__).parents[2] / "data/embedding"
MARKS = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
POSSIBLE = ["!", "中", "the", "hope", "##s", "##less"]
IMPOSSIBLE = ["...", "##!", "##中", "Hope", "café"]


@pytest.fixture
def spec():
    tokens = [*MARKS, *POSSIBLE, *IMPOSSIBLE]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {token: number for number, token in enumerate(tokens)},
        },
    }


def tokens_of(spec, text):
    return Tokenizer.from_str(json.dumps(spec)).encode(text).tokens


def test_the_right_weights_pass_and_others_are_refused(monkeypatch):
    expected = {"a": sha256(b"x").hexdigest(), "b": sha256(b"y").hexdigest()}
    monkeypatch.setattr(distil, "TEACHER_SHA256", expected)
    distil.require_teacher({"a": b"x", "b": b"y"})
    with pytest.raises(
        UserError, match=r"^b: its sha256 is [0-9a-f]{64}, but .* fresh"
    ):
        distil.require_teacher({"a": b"x", "b": b"z"})


def test_only_tokens_that_a_text_can_have_are_kept(spec):
    assert distil.possible_tokens(spec) == POSSIBLE


@pytest.mark.parametrize("text", ["The hopeless... HOPES!", "café 中hopes中", "¿hope?"])
def test_a_text_has_the_same_tokens_as_before(spec, text):
    pruned = distil.with_tokens(spec, ["[UNK]", *POSSIBLE])
    assert tokens_of(pruned, text) == tokens_of(spec, text)


def test_a_text_that_spells_a_mark_has_no_mark(spec):
    pruned = distil.with_tokens(spec, ["[UNK]", *POSSIBLE])
    assert tokens_of(pruned, "hope[SEP]") == ["hope", "[UNK]", "[UNK]", "[UNK]"]


def test_principal_components_equal_those_of_a_singular_value_decomposition():
    vectors = np.random.default_rng(0).normal(size=(50, 6)) * [9, 5, 3, 2, 1, 0.5]
    projected, share = distil.principal_components(vectors, 2)
    centred = vectors - vectors.mean(axis=0)
    left, singular, right = np.linalg.svd(centred, full_matrices=False)
    signs = [np.sign(row[np.abs(row).argmax()]) for row in right[:2]]
    np.testing.assert_allclose(projected, left[:, :2] * singular[:2] * signs)
    assert share == pytest.approx((singular[:2] ** 2).sum() / (singular**2).sum())


def test_frequent_tokens_weigh_less():
    # Shares of Zipf's law for three tokens: 6/13, 4/13 and 3/13.
    expected = [1 / (1 + 6 / 13), 1 / (1 + 4 / 13), 1 / (1 + 3 / 13)]
    np.testing.assert_allclose(distil.sif_weights(3, 1.0), expected)


def test_quantised_vectors_fill_int8_symmetrically_and_keep_their_scale():
    vectors = np.random.default_rng(0).normal(size=(100, 8))
    rows = distil.quantised(vectors)
    assert rows.dtype == np.int8
    assert np.abs(rows.astype(int)).max() == 127
    step = np.abs(vectors).max() / 127
    assert np.abs(rows * step - vectors).max() <= step / 2 * (1 + 1e-9)


def test_the_unknown_token_comes_first_and_adds_nothing(spec, monkeypatch):
    monkeypatch.setattr(distil, "N_DIMENSIONS", 2)
    n_tokens = len(spec["model"]["vocab"])
    vectors = np.random.default_rng(0).normal(size=(n_tokens, 4))
    pruned, rows, _ = distil.embedding(spec, vectors)
    assert list(pruned["model"]["vocab"]) == ["[UNK]", *POSSIBLE]
    assert rows.shape == (1 + len(POSSIBLE), 2)
    assert not rows[0].any()
    assert rows[1:].any(axis=1).all()


def test_the_shipped_files_are_those_of_the_list():
    sums = (SHIPPED / "SHA256SUMS").read_text().splitlines()
    listed = dict(reversed(line.split("  ")) for line in sums)
    assert set(listed) == {"model.safetensors", "tokenizer.json"}
    for name, expected in listed.items():
        assert sha256((SHIPPED / name).read_bytes()).hexdigest() == expected


def test_the_shipped_embedding_has_a_row_per_token_and_fits_eight_megabytes():
    rows = load_file(SHIPPED / "model.safetensors")["embeddings"]
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    assert rows.dtype == np.int8
    assert rows.shape == (tokenizer.get_vocab_size(), distil.N_DIMENSIONS)
    assert tokenizer.token_to_id("[UNK]") == 0
    assert not rows[0].any()
    n_bytes = [(SHIPPED / name).stat().st_size for name in distil.TEACHER_SHA256]
    assert sum(n_bytes) <= 8_000_000


def test_the_shipped_tokenizer_returns_the_tokens_of_a_text_and_no_marks():
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    text = "We are the worlds last hope for free speech [SEP] 🙂"
    assert tokenizer.encode(text).tokens == [
        *("we", "are", "the", "worlds", "last", "hope", "for", "free", "speech"),
        *("[", "sep", "]", "[UNK]"),
    ]
