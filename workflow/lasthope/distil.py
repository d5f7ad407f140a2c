"""Distil a sentence model into the static embedding that ships with the project.

A static embedding has one vector per token; a text's vector is the sum of its tokens'
vectors. Each token's vector is what the sentence model makes of that token alone,
reduced by principal components and weighted against frequent tokens, as Model2Vec does
(Tulkens and van Dongen, 2024). It is kept in whole numbers, so that sums are exact.

Everything is computed in double precision and rounded once, at the end: two machines
differ in the last bits of a double, which is far below half a level of the rounding.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from tqdm import tqdm

from lasthope.errors import UserError

# The files of sentence-transformers/all-MiniLM-L6-v2 that the embedding is made from.
TEACHER_SHA256 = {
    "model.safetensors": (
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    ),
    "tokenizer.json": (
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
    ),
}
N_DIMENSIONS = 256
# The constant a of Arora, Liang and Ma, "A simple but tough-to-beat baseline for
# sentence embeddings" (ICLR 2017), at the value that Model2Vec takes.
SIF_CONSTANT = 1e-4
# The largest whole number that int8 holds on both sides of zero.
LEVELS = 127
# What a WordPiece vocabulary of this family calls the marks of start and end, and how
# it spells a token inside a word.
MARKS = ("[CLS]", "[SEP]")
INSIDE = "##"
BATCH = 256


def require_teacher(contents: Mapping[str, bytes]) -> None:
    """Refuse files that are not the sentence model's, by the sha256 of their contents.

    Raises:
        UserError: if one differs.
    """
    for name, expected in TEACHER_SHA256.items():
        found = sha256(contents[name]).hexdigest()
        if found != expected:
            raise UserError(
                f"{name}: its sha256 is {found}, but the embedding is made from "
                f"{expected}; install requirements-distil.txt in a fresh environment."
            )


def teacher_vectors(folder: Path, vocabulary: Mapping[str, int]) -> np.ndarray:
    """Return what the sentence model in a folder makes of each of its tokens alone.

    Args:
        folder: the model, in the layout of the transformers library.
        vocabulary: the numbers of its tokens, from 0 without gaps.

    Returns:
        (n_tokens, 384) in double precision, by number: the mean of the model's last
        layer over the token and the marks of start and end around it.
    """
    # They are only in the environment that makes the embedding, and slow to import.
    import torch
    from transformers import BertModel, logging

    logging.set_verbosity_error()  # it reports a buffer that no version needs any more
    model = BertModel.from_pretrained(folder, dtype=torch.float64).eval()
    numbers = torch.arange(len(vocabulary))
    start, end = (torch.tensor(vocabulary[mark]) for mark in MARKS)
    means = []
    with torch.inference_mode():
        for batch in tqdm(numbers.split(BATCH), "teacher", unit="batch"):
            around = [start.expand(len(batch)), batch, end.expand(len(batch))]
            layer = model(torch.stack(around, dim=1)).last_hidden_state
            means.append(layer.mean(dim=1))
    return torch.cat(means).numpy()


def embedding(
    spec: Mapping[str, Any], vectors: np.ndarray
) -> tuple[dict[str, Any], np.ndarray, float]:
    """Make the static embedding of a WordPiece tokenizer's tokens.

    Args:
        spec: the tokenizer, as its ``tokenizer.json`` has it, with tokens in the order
            of their frequency.
        vectors: (n, d) in double precision, a row per token, by number.

    Returns:
        The tokenizer without the tokens that no text can have; the vectors of its
        tokens, (n_tokens, 256) in int8, with zeros for the unknown token in row 0; and
        the share of variance that the principal components keep.
    """
    tokens = possible_tokens(spec)
    rows = [spec["model"]["vocab"][token] for token in tokens]
    reduced, share = principal_components(vectors[rows], N_DIMENSIONS)
    weighted = reduced * sif_weights(len(tokens), SIF_CONSTANT)[:, np.newaxis]
    unknown = np.zeros((1, weighted.shape[1]), dtype=np.int8)
    pruned = with_tokens(spec, [spec["model"]["unk_token"], *tokens])
    return pruned, np.vstack([unknown, quantised(weighted)]), share


def possible_tokens(spec: Mapping[str, Any]) -> list[str]:
    """Return the tokens that some text can have, in the order of the vocabulary.

    The tokenizer makes characters lower case, without accents, and splits the text at
    white space, punctuation and Chinese characters, before it looks for tokens. A token
    that this would change or split never occurs: ``[unused1]``, or a Chinese character
    inside a word.
    """
    tokenizer = Tokenizer.from_str(json.dumps(spec))
    vocabulary = spec["model"]["vocab"]

    def is_possible(token: str) -> bool:
        word = token.replace(INSIDE, "a", 1) if token.startswith(INSIDE) else token
        normal = tokenizer.normalizer.normalize_str(word)
        pieces = tokenizer.pre_tokenizer.pre_tokenize_str(normal)
        return [piece for piece, _ in pieces] == [word]

    return list(filter(is_possible, sorted(vocabulary, key=vocabulary.__getitem__)))


def with_tokens(spec: Mapping[str, Any], tokens: Sequence[str]) -> dict[str, Any]:
    """Return a tokenizer that knows these tokens only, numbered as they are listed.

    It adds no marks, and neither cuts nor pads: what it returns is the text's tokens.
    """
    vocabulary = {token: number for number, token in enumerate(tokens)}
    return {
        **spec,
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "post_processor": None,
        "model": {**spec["model"], "vocab": vocabulary},
    }


def principal_components(
    vectors: np.ndarray, n_components: int
) -> tuple[np.ndarray, float]:
    """Project vectors on their first principal components.

    Args:
        vectors: (n, d), in double precision.
        n_components: k, at most d.

    Returns:
        The projections, (n, k), and the share of variance that they keep. Of a
        component's two directions, that with the positive largest coordinate is taken.
    """
    centred = vectors - vectors.mean(axis=0)
    variances, directions = np.linalg.eigh(centred.T @ centred)
    kept = directions[:, ::-1][:, :n_components]
    largest = kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])]
    share = variances[::-1][:n_components].sum() / variances.sum()
    return centred @ (kept * np.sign(largest)), float(share)


def sif_weights(n_tokens: int, constant: float) -> np.ndarray:
    """Weigh tokens in the order of their frequency: a / (a + p), frequent ones less.

    The probability p of the token of rank r is taken from Zipf's law, in the form that
    Model2Vec takes: in proportion to 1 / (r + 1), with ranks from 1.

    >>> sif_weights(3, 1.0).round(2).tolist()
    [0.68, 0.76, 0.81]
    """
    shares = 1 / np.arange(2, n_tokens + 2)
    return constant / (constant + shares / shares.sum())


def quantised(vectors: np.ndarray) -> np.ndarray:
    """Round vectors to whole numbers from -127 to 127, in int8.

    One scale serves all, so that sums of rows mean what they did before.

    >>> quantised(np.array([[0.5, -2.0], [1.0, 0.0]])).tolist()
    [[32, -127], [64, 0]]
    """
    return np.rint(vectors * (LEVELS / np.abs(vectors).max())).astype(np.int8)
