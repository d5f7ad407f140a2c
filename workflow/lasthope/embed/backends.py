"""Choose what makes the vectors, and tell what it cannot promise."""

import logging
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lasthope.embed.machine_dependent import LsaEncoder, SentenceEncoder
from lasthope.embed.model import load_embedding
from lasthope.embed.static import StaticEncoder

log = logging.getLogger(__name__)
# The corpus is learnt from its first texts, which bounds memory.
TEXTS_LEARNT = 200_000


class Encoder(Protocol):
    """What turns texts into vectors of whole numbers."""

    def encode(self, texts: Sequence[str] | pa.Array) -> NDArray[np.int8]:
        """Return a vector for each text, (n_texts, d), from -127 to 127."""
        ...


def encoder_of(
    folder: str,
    texts: Iterable[str],
    *,
    backend: str,
    drop_stop_words: bool,
    model: str | None,
    revision: str | None,
    n_dimensions: int,
    seed: int,
) -> Encoder:
    """Return the encoder that the configuration asks for.

    Args:
        folder: of the static embedding.
        texts: of the corpus; read by ``lsa`` only.
        backend: static, sentence_transformers or lsa.
        drop_stop_words: of :class:`~lasthope.embed.static.StaticEncoder`.
        model: of :class:`~lasthope.embed.machine_dependent.SentenceEncoder`.
        revision: of the same.
        n_dimensions: of :class:`~lasthope.embed.machine_dependent.LsaEncoder`.
        seed: of the same.

    Raises:
        UserError: if the model is missing, damaged or not to be loaded.
    """
    if backend == "static":
        return StaticEncoder(load_embedding(folder), drop_stop_words=drop_stop_words)
    log.warning("embed.backend is %s: vectors depend on the machine", backend)
    if backend == "lsa":
        learnt = list(islice(texts, TEXTS_LEARNT))
        return LsaEncoder(learnt, n_dimensions=n_dimensions, seed=seed)
    return SentenceEncoder(model, revision)


def tell_unknown(encoder: Encoder, most_unknown: float) -> None:
    """Log what share of the words a static embedding does not know as a whole.

    Warns if it is larger than ``most_unknown``: the texts are then in another language,
    or of names and misspellings, and vectors mean little.
    """
    if not isinstance(encoder, StaticEncoder) or not encoder.n_words:
        return
    share = encoder.n_unknown / encoder.n_words
    log.info("%.1f%% of %d words are not known whole", 100 * share, encoder.n_words)
    if share > most_unknown:
        log.warning(
            "the embedding does not know %.0f%% of the words (embed.most_unknown: "
            "%.0f%%); it is for English, so topics of other texts mean little",
            *(100 * share, 100 * most_unknown),
        )
