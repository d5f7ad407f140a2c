"""Repair the text of documents, mask private people, tell its language."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

import pandas as pd
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from lasthope.errors import UserError
from lasthope.people import mask
from lasthope.text import mask_editorial, words

# Control characters but for tab and line ends, soft hyphen, combining grapheme joiner,
# Arabic letter mark, Mongolian vowel separator, zero-width and bidi characters, word
# joiner and invisible operators, byte order mark, annotation marks and tags: none is
# seen, each can hide a word from a search.
UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
# Arrows, symbols, dingbats and emoji: what a zero-width joiner may join.
PICTURE = "\u2190-\u2bff\U0001f000-\U0001faff"
# Group 1 is kept: the joiner between two pictures, and the tags that make a black flag
# that of a country's part (Unicode Technical Standard 51, sections 2.5 and 2.6).
HIDDEN = re.compile(
    rf"((?<=[{PICTURE}\ufe0f])\u200d(?=[{PICTURE}])"
    rf"|(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{1,6}}\U000e007f)"
    rf"|[{UNSEEN}]"
)
LINE_END = re.compile(r"\r\n?|[\v\f\x85\u2028]")
SPACES = re.compile(r"[\t \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
EMPTY_LINES = re.compile(r"\n{3,}")
# Stream-Safe Text Format, Unicode Standard Annex 15, section 13.
MAX_MARKS = 30
POST = "post"
# Differences of probability below this are arithmetic noise, not evidence.
DECIMALS = 3


def clean(
    documents: pd.DataFrame, *, languages: Sequence[str], min_words: int
) -> pd.DataFrame:
    """Return the documents with repaired text, language and word count.

    In posts, and in all that private people wrote, names, links and addresses are
    masked (:func:`lasthope.people.mask`): public figures name private people, too.

    Args:
        documents: table ``documents``; ``text_sha256``, ``n_words``, ``language`` and
            ``quoted_from`` are made anew.
        languages: ISO 639-1 codes to choose from.
        min_words: texts with fewer words get no language.

    Returns:
        As many rows, in the same order.

    Raises:
        UserError: if a language is unknown or a setting makes no sense.
    """
    if min_words < 1:
        raise UserError(f"clean.min_words is {min_words}; it must be at least 1.")
    identifier = language_identifier(tuple(languages))
    names_may_stand = documents["is_public"] & documents["kind"].ne(POST)
    cleaned = [
        clean_parts(text, quoted_from, is_public=is_public)
        for text, quoted_from, is_public in zip(
            documents["text"], documents["quoted_from"], names_may_stand, strict=True
        )
    ]
    texts = [text for text, _ in cleaned]
    told = {
        text: language(text, identifier, min_words=min_words)
        for text in dict.fromkeys(texts)
    }
    return documents.assign(
        text=pd.Series(texts, documents.index, "str"),
        quoted_from=pd.array([place for _, place in cleaned], dtype="Int64"),
        text_sha256=[sha256(text.encode()).hexdigest() for text in texts],
        n_words=pd.array([len(words(text)) for text in texts], dtype="Int64"),
        language=pd.Series([told[text] for text in texts], documents.index, "str"),
    )


def clean_parts(
    text: str, quoted_from: int | None, *, is_public: bool
) -> tuple[str, int | None]:
    r"""Clean a text's own words and those of another each for themselves.

    Args:
        text: the text.
        quoted_from: from which character on the words are another's; null if none are.
        is_public: whether names may stand. In another's words they may not.

    Returns:
        The text, an empty line between the two, and where the second begins.

    >>> clean_parts("So true!  RT @somebody: Hope ", 10, is_public=True)
    ('So true!\n\nRT [name]: Hope', 10)
    """
    if pd.isna(quoted_from):
        own = clean_text(text)
        return (own if is_public else clean_text(mask(own))), None
    own, _ = clean_parts(text[:quoted_from], None, is_public=is_public)
    theirs, _ = clean_parts(text[quoted_from:], None, is_public=False)
    if not theirs:
        return own, None
    return (f"{own}\n\n{theirs}", len(own) + 2) if own else (theirs, 0)


def clean_text(text: str) -> str:
    r"""Return a text without what is not seen, its white space made regular.

    Unicode in composed form (NFC); line ends ``\n``; one space between words, at most
    one empty line between paragraphs, none at either end. Cleaning it again changes
    nothing. ``[sic]`` stays.

    >>> clean_text("\ufeff They will\u00a0 NOT\u200b win! \r\n\r\n\r\nShameful.\0")
    'They will NOT win!\n\nShameful.'
    """
    seen = HIDDEN.sub(r"\1", text)
    composed = limit_marks(unicodedata.normalize("NFC", limit_marks(seen)))
    lines = LINE_END.sub("\n", composed.replace("\u2029", "\n\n")).split("\n")
    regular = "\n".join(SPACES.sub(" ", line).strip(" ") for line in lines)
    return EMPTY_LINES.sub("\n\n", regular).strip("\n")


def limit_marks(text: str) -> str:
    """Return a text with at most 30 combining marks in a row.

    No language stacks more, and Unicode normalisation takes time that grows with the
    square of their number.
    """
    if text.isascii():
        return text
    kept, n_marks = [], 0
    for character in text:
        n_marks = n_marks + 1 if unicodedata.combining(character) else 0
        if n_marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


@lru_cache
def language_identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """Return py3langid's model, limited to some languages.

    The model is a naive Bayes classifier over byte n-grams: Lui, M. and Baldwin, T.
    (2012). langid.py: An off-the-shelf language identification tool. ACL 2012 System
    Demonstrations, 25-30.

    Raises:
        UserError: if no language is given or the model does not know one.
    """
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    unknown = sorted(set(languages) - set(identifier.labels))
    if unknown:
        raise UserError(
            f"clean.languages: {unknown[0]!r} is no language that can be told; give "
            "ISO 639-1 codes such as en or de."
        )
    if not languages:
        raise UserError("clean.languages is empty; give at least one, such as en.")
    identifier.set_languages(languages)
    return identifier


def language(
    text: str, identifier: LanguageIdentifier, *, min_words: int
) -> str | None:
    """Return the most probable language of a text.

    None if it has fewer than ``min_words`` words or if the two most probable are equal
    to three decimals, so that no answer hangs on the last bits of a sum.
    """
    if len(words(text)) < min_words:
        return None
    (best, probability), *others = identifier.rank(mask_editorial(text))
    if others and round(others[0][1], DECIMALS) == round(probability, DECIMALS):
        return None
    return str(best)
