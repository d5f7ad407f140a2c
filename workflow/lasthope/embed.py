"""Give every unit a vector of whole numbers, the same on every machine.

A text's vector is the sum of its tokens' vectors from the embedding that ships with the
project, brought to one length. The sum is of whole numbers, so no order of adding
changes it; one square root and one division follow, which IEEE 754 rounds correctly.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError
from scipy.sparse import csr_array
from tokenizers import Tokenizer
from tqdm import tqdm

from lasthope.errors import UserError
from lasthope.text import mask_editorial, words

MODEL, TOKENIZER, SUMS = "model.safetensors", "tokenizer.json", "SHA256SUMS"
TENSOR = "embeddings"
# The length of a unit's vector: the largest whole number that int8 holds on both sides.
LENGTH = 127
# Characters tokenised at once: a token takes about 200 bytes until it is counted.
CHARACTERS_AT_ONCE = 2_000_000
# Components up to 2^26 have squares whose sum over 512 columns fits 64 bits.
COMPONENT_BITS = 26
# A mean of vectors is rounded to this part of a level.
MEAN_STEPS = 64
ROWS_AT_ONCE = 65_536

# Words that say how a sentence is built, not what it is about. Unlike in longer lists,
# nothing that can be a subject is here: "last", "system" and "interest" stay.
FUNCTION_WORDS = {
    "determiners": (
        "a an the this that these those such same other others another each every "
        "either neither both all any some no none few many much more most less least "
        "several own"
    ),
    "pronouns": (
        "i me my mine myself we us our ours ourselves you your yours yourself "
        "yourselves he him his himself she her hers herself it its itself they them "
        "their theirs themselves one ones oneself who whom whose which what whoever "
        "whatever whichever someone somebody something anyone anybody anything "
        "everyone everybody everything nobody nothing"
    ),
    "auxiliaries": (
        "am is are was were be been being have has had having do does did doing done "
        "can could may might must shall should will would ought cannot can't won't "
        "shan't ain't get gets got getting gotten"
    ),
    "auxiliaries without their apostrophe": (
        "dont doesnt didnt cant wont isnt arent wasnt werent havent hasnt hadnt "
        "couldnt shouldnt wouldnt im ive youre youve theyre theyve"
    ),
    "prepositions": (
        "about above across after against along amid among around as at before behind "
        "below beneath beside besides between beyond by despite down during except for "
        "from in inside into like near of off on onto out outside over per since than "
        "through throughout till to toward towards under until unto up upon via with "
        "within without"
    ),
    "conjunctions": (
        "and but or nor so yet if unless whether because although though while whereas "
        "once"
    ),
    "adverbs": (
        "not never only just also too very quite rather even still already again ever "
        "always often here there then thus hence now else however therefore moreover "
        "meanwhile otherwise perhaps maybe almost really actually when where why how "
        "whenever wherever somewhere anywhere everywhere nowhere"
    ),
}
STOP_WORDS = frozenset(" ".join(FUNCTION_WORDS.values()).split())
# What may hang on a word: a possessive or a shortened auxiliary.
CLITIC = re.compile(r"(?:n't|'(?:s|ll|re|ve|d|m))$")


@dataclass(frozen=True)
class Embedding:
    """A static embedding.

    Attributes:
        tokenizer: splits a text into tokens, without marks, cuts or padding.
        rows: (n_tokens, d), int8, a row per token by number; the unknown token's is 0.
    """

    tokenizer: Tokenizer
    rows: NDArray[np.int8]


def load_embedding(folder: str) -> Embedding:
    """Read an embedding whose files have the sha256 that its SHA256SUMS lists.

    Args:
        folder: holds ``model.safetensors`` (one int8 tensor ``embeddings``),
            ``tokenizer.json`` and ``SHA256SUMS``.

    Raises:
        UserError: if a file is missing, is not what is listed, or does not fit.
    """
    sums = _listed(_content(folder, SUMS))
    contents = {name: _content(folder, name) for name in (MODEL, TOKENIZER)}
    for name, content in contents.items():
        if sha256(content).hexdigest() != sums.get(name):
            raise _unusable(folder, name, f"its sha256 is not the one in {SUMS}")
    try:
        rows = safetensors.numpy.load(contents[MODEL])[TENSOR]
    except (SafetensorError, KeyError) as error:
        raise _unusable(folder, MODEL, f"it has no tensor {TENSOR!r}") from error
    try:
        tokenizer = Tokenizer.from_buffer(contents[TOKENIZER])
    except Exception as error:  # the library raises nothing narrower
        raise _unusable(folder, TOKENIZER, "it is not a tokenizer") from error
    n_tokens = tokenizer.get_vocab_size()
    if rows.dtype != np.int8 or rows.ndim != 2 or len(rows) != n_tokens:
        wanted = f"{TENSOR!r} is not int8 with a row for each of {n_tokens} tokens"
        raise _unusable(folder, MODEL, wanted)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Embedding(tokenizer, _without_unknown(rows, tokenizer))


def embed(
    units: pd.DataFrame, embedding: Embedding, *, drop_stop_words: bool
) -> tuple[pd.Series, NDArray[np.int8]]:
    """Return the units' ids, sorted, and a vector for each.

    Args:
        units: unit_id and text.
        embedding: vectors of the tokens.
        drop_stop_words: leave out English stop words, clitics and punctuation.

    Returns:
        The ids and an (n_units, d) matrix of whole numbers from -127 to 127. A text
        without known tokens has the zero vector. Equal texts have equal vectors, and
        so have texts that differ in ``[sic]`` only.
    """
    ordered = units.sort_values("unit_id", ignore_index=True)
    texts = [
        " ".join(content_words(text)) if drop_stop_words else mask_editorial(text)
        for text in ordered["text"]
    ]
    table = embedding.rows.astype(np.int64)
    vectors = np.zeros((len(texts), table.shape[1]), dtype=np.int8)
    with tqdm(total=len(texts), unit="unit", delay=5) as progress:
        for first, last in _batches(texts):
            counts = _count_tokens(texts[first:last], embedding.tokenizer, len(table))
            vectors[first:last] = with_length(counts @ table, LENGTH)
            progress.update(last - first)
    return ordered["unit_id"], vectors


def content_words(text: str) -> list[str]:
    """Return the words of a text without stop words, possessives and clitics.

    >>> content_words("They don't want Parler’s users [sic]: we're the last hope!")
    ['want', 'parler', 'users', 'last', 'hope']
    """
    stems = (CLITIC.sub("", word) for word in words(text) if word not in STOP_WORDS)
    return [stem for stem in stems if stem not in STOP_WORDS]


def with_length(vectors: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Bring whole vectors to one length and round them; zero vectors stay zero.

    Args:
        vectors: (n, d) whole numbers, d at most 512.
        length: what the Euclidean length becomes, but for rounding, at most 2^15.

    >>> with_length(np.array([[3, -4], [0, 0]]), 10).tolist()
    [[6, -8], [0, 0]]
    """
    # Of numbers too long to square, the last bits do not matter to the direction.
    largest = np.abs(vectors).max(axis=1, initial=0)
    excess = np.frexp(largest.astype(np.float64))[1] - COMPONENT_BITS
    short = vectors >> np.maximum(excess, 0)[:, np.newaxis]
    # Exact until here; converting, root and quotient are rounded correctly by IEEE 754.
    norms = np.sqrt((short * short).sum(axis=1).astype(np.float64))
    scaled = (short * length) / np.maximum(norms, 1)[:, np.newaxis]
    return np.rint(scaled).astype(np.int64)


def without_mean(
    vectors: NDArray[np.int8], is_counted: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """Subtract from all the mean of those that count, and restore their length.

    In whole numbers: each component is taken in 64ths, and so is the mean, rounded.
    Zero vectors stay zero.
    """
    n_counted = max(int(is_counted.sum()), 1)
    total = vectors[is_counted].sum(axis=0, dtype=np.int64)
    mean = np.rint(MEAN_STEPS * total / n_counted).astype(np.int64)
    turned = np.empty_like(vectors)
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        part = vectors[start : start + ROWS_AT_ONCE].astype(np.int64)
        moved = (MEAN_STEPS * part - mean) * part.any(axis=1, keepdims=True)
        turned[start : start + ROWS_AT_ONCE] = with_length(moved, LENGTH)
    return turned


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Split texts into runs of about the same number of characters."""
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    starts = np.flatnonzero(np.diff(ends // CHARACTERS_AT_ONCE, prepend=-1))
    return pairwise([*starts.tolist(), len(texts)])


def _count_tokens(
    texts: Sequence[str], tokenizer: Tokenizer, n_tokens: int
) -> csr_array:
    """Return how often each text (row) has each token."""
    encoded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    ids = [np.asarray(text.ids, dtype=np.int64) for text in encoded]
    ends = np.cumsum([0, *map(len, ids)])
    column = np.concatenate(ids)
    ones = np.ones(len(column), dtype=np.int64)
    return csr_array((ones, column, ends), shape=(len(texts), n_tokens))


def _without_unknown(rows: NDArray[np.int8], tokenizer: Tokenizer) -> NDArray[np.int8]:
    """Return the rows with zeros for the token that stands for all unknown ones."""
    unknown = getattr(tokenizer.model, "unk_token", None)
    number = None if unknown is None else tokenizer.token_to_id(unknown)
    is_known = np.arange(len(rows)) != (-1 if number is None else number)
    return rows * is_known[:, np.newaxis].astype(np.int8)


def _content(folder: str, name: str) -> bytes:
    try:
        return Path(folder, name).read_bytes()
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
        raise _unusable(folder, name, reason) from error


def _listed(content: bytes) -> dict[str, str]:
    """Return the sha256 of each file in the format of sha256sum."""
    lines: Iterable[str] = content.decode("utf-8", "replace").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if len(line.split()) > 1)
    return {name.lstrip("*"): digest.lower() for digest, name in pairs}


def _unusable(folder: str, name: str, reason: str) -> UserError:
    return UserError(
        f"{Path(folder, name)}: {reason}; bring it back with "
        f"`git checkout {folder}` or make it with `make embedding`."
    )
