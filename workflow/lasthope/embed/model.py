"""Read the static embedding that ships with the project."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError
from tokenizers import Tokenizer

from lasthope.errors import UserError

MODEL, TOKENIZER, SUMS = "model.safetensors", "tokenizer.json", "SHA256SUMS"
TENSOR = "embeddings"


@dataclass(frozen=True)
class Embedding:
    """A static embedding.

    Attributes:
        tokenizer: splits a text into tokens, without marks, cuts or padding.
        rows: (n_tokens, d), int8, a row per token by number; the unknown token's is 0.
    """

    tokenizer: Tokenizer
    rows: NDArray[np.int8]

    @property
    def unknown(self) -> int | None:
        """The number of the token that stands for all unknown ones, if there is one."""
        return _unknown(self.tokenizer)


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


def _without_unknown(rows: NDArray[np.int8], tokenizer: Tokenizer) -> NDArray[np.int8]:
    """Return the rows with zeros for the token that stands for all unknown ones."""
    number = _unknown(tokenizer)
    is_known = np.arange(len(rows)) != (-1 if number is None else number)
    return rows * is_known[:, np.newaxis].astype(np.int8)


def _unknown(tokenizer: Tokenizer) -> int | None:
    unknown = getattr(tokenizer.model, "unk_token", None)
    return None if unknown is None else tokenizer.token_to_id(unknown)


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
