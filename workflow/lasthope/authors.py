"""Tell whose words a document is, wherever authors are counted or resampled."""

import pandas as pd

UNNAMED = "unnamed"


def authors_of(documents: pd.DataFrame) -> pd.Series:
    """Return whose words each document is, for the purpose of independence.

    A statement is its organisation's, anything else its author's, as far as known.
    Those of a side who are not named cannot be told apart and count as one.
    """
    is_statement = documents["kind"].eq("statement")
    author, organisation = documents["author"], documents["organisation"]
    first = organisation.where(is_statement, author)
    second = author.where(is_statement, organisation)
    return first.fillna(second).fillna(UNNAMED)
