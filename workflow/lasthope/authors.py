"""Tell whose words a document is, and which words may be shown at all."""

from collections.abc import Callable, Collection

import pandas as pd

UNNAMED = "unnamed"
# So many private people must use a word that no public text has before it is shown:
# fewer, and a handle or a rare phrase of one of them would lead to them.
FEWEST_PRIVATE_AUTHORS = 5


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


def in_order_met(sides: pd.Series, authors: pd.Series) -> pd.Series:
    """Return a number per author, from 0, in the order in which they are met.

    Not in that of their names, for pseudonyms are others on another machine.
    """
    return sides.groupby([sides, authors], sort=False).ngroup()


def showable(
    candidates: Collection[str],
    units: pd.DataFrame,
    documents: pd.DataFrame,
    split: Callable[[str], list[str]],
) -> frozenset[str]:
    """Return those of some words that may be shown without giving a person away.

    These are the words of public texts, and those that at least
    ``FEWEST_PRIVATE_AUTHORS`` private authors use. What a post quotes may be a private
    person's, whoever posted it.

    Args:
        candidates: the words in question.
        units: doc_id, text and voice.
        documents: doc_id, kind, side, author, organisation and is_public.
        split: gives the words of a text.
    """
    wanted = frozenset(candidates)
    is_public = documents.set_index("doc_id")["is_public"].to_dict()
    is_statement = documents.set_index("doc_id")["kind"].eq("statement").to_dict()
    names = documents["side"] + ": " + authors_of(documents)
    author = dict(zip(documents["doc_id"], names, strict=True))
    public: set[str] = set()
    users: dict[str, set[str]] = {}
    columns = (units[name] for name in ("doc_id", "text", "voice"))
    for doc_id, text, voice in zip(*columns, strict=True):
        found = wanted.intersection(split(text))
        if is_public[doc_id] and (voice == "own" or is_statement[doc_id]):
            public |= found
            continue
        for word in found:
            users.setdefault(word, set()).add(author[doc_id])
    common = {w for w, of in users.items() if len(of) >= FEWEST_PRIVATE_AUTHORS}
    return frozenset(public | common)
