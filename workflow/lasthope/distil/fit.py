"""Fit vectors of tokens so that their sum points where the sentence model does.

A text's vector is to be the mean of its tokens' vectors. Two steps: the sentence
model's vectors of single tokens, weighted against frequent ones, are mapped by one
matrix that fits texts best; then each token's own vector is moved by what is left, as
far as a ridge penalty lets it. So a token that is rare in the texts keeps what the map
says, and a frequent one learns what it does in a sentence (the idea of tokenlearn,
Tulkens and van Dongen 2024, here in closed form).

In double precision, rounded once at the end: two machines differ in the last bits of a
double, which is far below half a level of the rounding. Nothing in between may amplify
those bits, so the ridge is solved by steps whose lengths are fixed beforehand and not
computed from what was found so far, as those of conjugate gradients are.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

Matrix = NDArray[np.float64]

N_DIMENSIONS = 256
# The constant a of Arora, Liang and Ma, "A simple but tough-to-beat baseline for
# sentence embeddings" (ICLR 2017), at the value that Model2Vec takes.
SIF_CONSTANT = 1e-4
# The largest whole number that int8 holds on both sides of zero.
LEVELS = 127
# Penalties, chosen among .1 to 3 by label agreement: of the map, as a share of the mean
# variance of what it maps; of a token's own move, in texts of this token alone.
MAP_PENALTY = 1e-3
TOKEN_PENALTY = 0.3
# Directions in which the texts say a hundredth of what they could say are settled to
# four digits by then; what lies below is left to the penalty.
N_STEPS, WIDTH = 50, 100
# Components are divided by this power of their variance, so that what few tell apart
# is not drowned by what all have: 0 leaves them, 0.5 makes all variances equal.
WHITENING = 0.25
# No vector is shorter but zero.
TINY = 1e-30


def fitted(counts: csr_array, texts: Matrix, tokens: Matrix) -> NDArray[np.int8]:
    """Return vectors of the tokens in whole numbers.

    Args:
        counts: (n_texts, n_tokens), how often a text has a token.
        texts: (n_texts, d), what the sentence model makes of each text.
        tokens: (n_tokens, d), what it makes of each token alone, by frequency.

    Returns:
        (n_tokens, 256) from -127 to 127.
    """
    has_tokens = counts.sum(axis=1) > 0
    shares = _shares(csr_array(counts[has_tokens]))
    wanted = texts[has_tokens]
    wanted = wanted - wanted.mean(axis=0)
    weights = sif_weights(len(tokens), SIF_CONSTANT)
    vectors = mapped(shares, wanted, (tokens - tokens.mean(axis=0)) * weights[:, None])
    left = wanted - shares @ vectors
    vectors = vectors + ridge(shares, left, TOKEN_PENALTY, N_STEPS)
    return quantised(vectors @ whitening(shares @ vectors, N_DIMENSIONS))


def mapped(shares: csr_array, wanted: Matrix, tokens: Matrix) -> Matrix:
    """Return the tokens' vectors times the matrix that predicts texts best from them.

    Args:
        shares: (n_texts, n_tokens).
        wanted: (n_texts, d).
        tokens: (n_tokens, d).
    """
    given = shares @ tokens
    products = given.T @ given
    penalty = MAP_PENALTY * np.trace(products) / len(products)
    return tokens @ np.linalg.solve(
        products + penalty * np.eye(len(products)), given.T @ wanted
    )


def ridge(counts: csr_array, wanted: Matrix, penalty: float, n_steps: int) -> Matrix:
    """Minimise |counts @ x - wanted|^2 + penalty |x|^2, each column by itself.

    By Chebyshev's semi-iteration, preconditioned with the diagonal (Golub and Van Loan,
    "Matrix Computations", 4th edition, 11.2.8). Scaled so, no eigenvalue is above the
    largest number of columns that a row has (Cauchy and Schwarz); those above a
    ``WIDTH``-th of it are damped by all steps.

    Args:
        counts: (n, m), sparse.
        wanted: (n, k).
        penalty: above 0.
        n_steps: of the iteration.

    Returns:
        (m, k).
    """
    transposed = csr_array(counts.T)
    diagonal = (counts.multiply(counts).sum(axis=0) + penalty)[:, None]
    highest = int(np.diff(counts.indptr).max(initial=1))
    middle, radius = (
        highest * (WIDTH + 1) / WIDTH / 2,
        highest * (WIDTH - 1) / WIDTH / 2,
    )
    solution = np.zeros((counts.shape[1], wanted.shape[1]))
    residual = transposed @ wanted
    step = residual / diagonal / middle
    factor = radius / middle
    for _ in range(n_steps):
        solution += step
        residual -= transposed @ (counts @ step) + penalty * step
        before, factor = factor, 1 / (2 * middle / radius - factor)
        step = factor * before * step + 2 * factor / radius * (residual / diagonal)
    return solution


def whitening(vectors: Matrix, n_components: int) -> Matrix:
    """Return what turns vectors into their partly whitened principal components.

    Args:
        vectors: (n, d); each counts with its direction only.
        n_components: k, at most d.

    Returns:
        (d, k). Of a component's two directions, that with the positive largest
        coordinate is taken.
    """
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = vectors / np.maximum(norms, TINY)
    directions = directions - directions.mean(axis=0)
    variances, axes = np.linalg.eigh(directions.T @ directions / len(directions))
    kept, variances = axes[:, ::-1][:, :n_components], variances[::-1][:n_components]
    largest = kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])]
    return kept * np.sign(largest) * variances**-WHITENING


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


def _shares(counts: csr_array) -> csr_array:
    """Return what share of each text a token is."""
    return csr_array(diags_array(1 / counts.sum(axis=1)) @ counts)
