"""Tell whose words a document is, and which words may be shown at all."""

from collections.abc import Callable, Collection

import pandas as pd

UNNAMED = "unnamed"
# So many private people must use a word that no public text has before it is shown:
# fewer, and a handle or a rare phrase of one of them would lead to them.
FEWEST_PRIVATE_AUTHORS = 5
# Several texts may be one author's, so it takes more of them.
FEWEST_PRIVATE_TEXTS = 25


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
    ``FEWEST_PRIVATE_AUTHORS`` private authors use or, where authors are not known,
    ``FEWEST_PRIVATE_TEXTS`` different texts. What a post quotes may be a private
    person's, whoever posted it.

    Args:
        candidates: the words in question.
        units: doc_id, text and voice.
        documents: doc_id, kind, side, author, organisation, is_public and copy_of.
        split: gives the words of a text.
    """
    wanted = frozenset(candidates)
    # Of a sample's units, most documents are not asked for.
    is_asked_for = documents["doc_id"].isin(set(units["doc_id"]))
    told = documents[is_asked_for].set_index("doc_id")
    is_public = told["is_public"].to_dict()
    is_statement = told["kind"].eq("statement").to_dict()
    authors = authors_of(told)
    is_named = authors.ne(UNNAMED)
    texts = told["copy_of"].fillna(told.index.to_series())
    whose = (told["side"] + ": " + authors).where(is_named, texts).to_dict()
    fewest = is_named.map({True: FEWEST_PRIVATE_AUTHORS, False: FEWEST_PRIVATE_TEXTS})
    bars = fewest.to_dict()
    shown: set[str] = set()
    # By word and by how many it takes: who used it, or in which texts it stands.
    used: dict[tuple[str, int], set[str]] = {}
    columns = (units[name] for name in ("doc_id", "text", "voice"))
    for doc_id, text, voice in zip(*columns, strict=True):
        found = wanted.intersection(split(text))
        if is_public[doc_id] and (voice == "own" or is_statement[doc_id]):
            shown |= found
            continue
        for word in found:
            used.setdefault((word, bars[doc_id]), set()).add(whose[doc_id])
    common = {word for (word, bar), by in used.items() if len(by) >= bar}
    return frozenset(shown | common)
