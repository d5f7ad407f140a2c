"""How evenly a side's authors use a word: a habit of many, or of one.

Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International
Journal of Corpus Linguistics 13(4), 403-437. The deviation of proportions is

    DP = 1/2 sum_i |v_i - s_i| = 1 - sum_i min(v_i, s_i)

with v_i the share that author i has in the uses of the word and s_i that in all words:
0 if each uses it as often as he speaks, near 1 if one who speaks little uses it alone.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

Numbers = NDArray[np.float64]
# Of a single author nothing is more or less even.
FEWEST_AUTHORS = 2


class Dispersion(NamedTuple):
    """What is known of each word on one side.

    Attributes:
        n_authors: authors who use it.
        deviation: DP; null where nobody uses it, or where there are no two authors.
    """

    n_authors: NDArray[np.int64]
    deviation: Numbers


def dispersion(counts: csr_array, listed: NDArray[np.int64]) -> Dispersion:
    """Return how many authors use each listed word, and how evenly.

    Args:
        counts: authors (rows) by all words (columns), whole numbers.
        listed: the columns in question.
    """
    n_words = counts.sum(axis=1)
    of_listed = coo_array(counts[:, listed])
    n_authors = np.bincount(of_listed.col[of_listed.data > 0], minlength=len(listed))
    if (n_words > 0).sum() < FEWEST_AUTHORS:
        return Dispersion(n_authors, np.full(len(listed), np.nan))
    uses = of_listed.sum(axis=0)
    with np.errstate(invalid="ignore"):
        of_word = of_listed.data / uses[of_listed.col]
    of_all = n_words[of_listed.row] / n_words.sum()
    # One after the other, in the order of the rows: the same on every machine.
    shared = np.bincount(
        of_listed.col, np.minimum(of_word, of_all), minlength=len(listed)
    )
    return Dispersion(n_authors, np.where(uses > 0, 1 - shared, np.nan))
