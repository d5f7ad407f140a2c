"""Ask the sentence model what it makes of tokens and of texts.

In double precision, and texts' vectors rounded to whole numbers: two machines differ in
the last bits of a double, which is far below half a step of the rounding.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
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
# What a WordPiece vocabulary of this family calls the marks of start and end.
MARKS = ("[CLS]", "[SEP]")
# The length of a text's vector, in whole numbers.
STEPS = 100_000
TOKENS_AT_ONCE = 256
TEXTS_AT_ONCE = 64


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


def token_vectors(folder: Path, vocabulary: Mapping[str, int]) -> NDArray[np.float64]:
    """Return what the sentence model in a folder makes of each of its tokens alone.

    Args:
        folder: the model, in the layout of the transformers library.
        vocabulary: the numbers of its tokens, from 0 without gaps.

    Returns:
        (n_tokens, 384), by number: the mean of the model's last layer over the token
        and the marks of start and end around it.
    """
    start, end = (vocabulary[mark] for mark in MARKS)
    ids = [[start, number, end] for number in range(len(vocabulary))]
    return _means(folder, ids, TOKENS_AT_ONCE)


def sentence_vectors(folder: Path, texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the sentence model's vectors of texts, (n, 384), of length 100,000."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    ids = [encoded.ids for encoded in tokenizer.encode_batch(list(texts))]
    means = _means(folder, ids, TEXTS_AT_ONCE)
    norms = np.linalg.norm(means, axis=1, keepdims=True)
    return np.rint(means * (STEPS / norms)).astype(np.int64)


def _means(
    folder: Path, ids: Sequence[Sequence[int]], at_once: int
) -> NDArray[np.float64]:
    """Return the mean of the last layer over each row of tokens."""
    # They are only in the environment that makes the embedding, and slow to import.
    import torch
    from transformers import BertModel, logging

    logging.set_verbosity_error()  # it reports a buffer that no version needs any more
    model = BertModel.from_pretrained(folder, dtype=torch.float64).eval()
    # Rows of one length go together, so that nearly nothing is padded.
    order = np.argsort([len(row) for row in ids], kind="stable")
    means = np.empty((len(ids), model.config.hidden_size))
    with torch.inference_mode():
        for start in tqdm(range(0, len(ids), at_once), "teacher", unit="batch"):
            batch = order[start : start + at_once]
            rows = [torch.tensor(ids[number]) for number in batch]
            padded = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
            lengths = torch.tensor([len(row) for row in rows])[:, None]
            mask = (torch.arange(padded.shape[1]) < lengths).double()
            layer = model(padded, attention_mask=mask).last_hidden_state
            means[batch] = ((layer * mask[:, :, None]).sum(dim=1) / lengths).numpy()
    return means
