"""Which n-grams of words and characters a classifier looks at, and how it learns.

Weights are TF-IDF with sublinear term frequency: Salton, G. and Buckley, C. (1988).
Term-weighting approaches in automatic text retrieval. Information Processing and
Management 24(5), 513-523.
"""

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

SEED = 2021
INVERSE_PENALTY = 0.5
# Words, and the two signs that say as much as a word.
WORD = r"(?u)\b\w[\w']*\b|[!?]"


def vectorizers() -> tuple[TfidfVectorizer, TfidfVectorizer]:
    """Return what counts words and pairs of them, and two to five characters."""
    words = TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=WORD
    )
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3
    )
    return words, characters


def regression() -> LogisticRegression:
    """Return a logistic regression to be fitted, one for each category."""
    return LogisticRegression(
        C=INVERSE_PENALTY, solver="liblinear", max_iter=300, random_state=SEED
    )
