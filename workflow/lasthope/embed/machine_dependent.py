"""Vectors from other models, which differ from machine to machine.

They are computed in floating point by libraries whose last bits depend on the
processor. Rounded to whole numbers, most of a vector is the same elsewhere, not all.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lasthope.embed.content import content_words
from lasthope.embed.length import LENGTH
from lasthope.errors import UserError


class SentenceEncoder:
    """A sentence-transformers model, on the GPU if there is one.

    Args:
        model: its folder, or its name on the hub.
        revision: the commit, 40 hexadecimal digits, of a model on the hub.

    Raises:
        UserError: if the package or the model is missing, or no commit is named.
    """

    def __init__(self, model: str | None, revision: str | None) -> None:
        if model is None:
            raise UserError(
                "the configuration: 'embed.backend' is sentence_transformers, but "
                "'embed.model' names no model; name its folder or its name on the hub."
            )
        if not Path(model).is_dir() and revision is None:
            raise UserError(
                f"the configuration: 'embed.model' is {model}, which is not a folder "
                "here; for a model on the hub name its commit in 'embed.revision'."
            )
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise UserError(
                "'embed.backend' is sentence_transformers, but that package is "
                "missing; install the extra sentence-transformers of pyproject.toml "
                "(`pip install sentence-transformers`)."
            ) from error
        try:
            self._model: Any = SentenceTransformer(
                model, revision=revision, trust_remote_code=False
            )
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).partition("\n")[0]
            raise UserError(
                f"embed.model: {model} cannot be loaded ({reason}); "
                "see that it is a whole sentence-transformers model."
            ) from error

    def encode(self, texts: Sequence[str] | pa.Array) -> NDArray[np.int8]:
        """Return a vector for each text, (n_texts, d), from -127 to 127."""
        vectors = self._model.encode(
            _strings(texts), convert_to_numpy=True, show_progress_bar=False
        )
        return _rounded(np.asarray(vectors, dtype=np.float64))


class LsaEncoder:
    """Latent semantic analysis of the corpus itself (Deerwester and others 1990).

    Term frequencies, weighted against frequent terms, are reduced by a truncated
    singular value decomposition.

    Args:
        texts: of the corpus.
        n_dimensions: k, the length of a vector if the corpus has as many terms.
        seed: of the decomposition's random start.

    Raises:
        UserError: if the texts have fewer than two words that tell something.
    """

    def __init__(self, texts: Sequence[str], *, n_dimensions: int, seed: int) -> None:
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._terms = TfidfVectorizer(analyzer=content_words, sublinear_tf=True)
        try:
            weights = self._terms.fit_transform(texts)
        except ValueError:
            weights = np.zeros((len(texts), 0))
        most = min(weights.shape[1] - 1, n_dimensions)
        if most < 1:
            raise UserError(
                "'embed.backend' is lsa, but the texts have fewer than two words "
                "besides stop words; use the static backend."
            )
        axes = TruncatedSVD(most, random_state=seed).fit(weights).components_
        # Of an axis' two directions, that with the positive largest coordinate.
        largest = axes[np.arange(most), np.abs(axes).argmax(axis=1)]
        self._axes = axes * np.sign(largest)[:, np.newaxis]

    def encode(self, texts: Sequence[str] | pa.Array) -> NDArray[np.int8]:
        """Return a vector for each text, (n_texts, k), from -127 to 127."""
        if not len(texts):
            return np.zeros((0, len(self._axes)), dtype=np.int8)
        return _rounded(self._terms.transform(_strings(texts)) @ self._axes.T)


def _strings(texts: Sequence[str] | pa.Array) -> list[str]:
    """Return texts as these libraries take them."""
    given = texts.to_pylist() if isinstance(texts, pa.Array) else texts
    return [str(text) for text in given]


def _rounded(vectors: NDArray[np.float64]) -> NDArray[np.int8]:
    """Bring vectors to length 127 and round them; zero vectors stay zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.rint(vectors * (LENGTH / np.where(norms > 0, norms, 1))).astype(np.int8)
