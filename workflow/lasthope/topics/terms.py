"""Which words and phrases can describe a topic, and which of them are the same."""

import re
from functools import lru_cache

from lasthope.embed import CLITIC, STOP_WORDS
from lasthope.text import WORD, mask_editorial

# What addresses a person or a page; its letters are no words of the topic.
ADDRESS = re.compile(r"(?:@\w|https?://|www\.)\S*", re.IGNORECASE)
# One of these is in every address; looking for them is quicker.
ADDRESS_SIGNS = ("@", "http", "www.")
# Punctuation, which no phrase reaches across, is read as a word that says nothing.
WORD_OR_MARK = re.compile(rf"{WORD.pattern}|(?:[^\w\s]|_)+")
# Shortest stem that still tells words apart.
SHORTEST_STEM = 3
# Tails of plurals by Harman's rules, with what they become and what must not precede.
PLURALS = (
    ("ies", "y", ("e", "a")),
    ("es", "e", ("a", "e", "o")),
    ("s", "", ("u", "s")),
)
SINGULAR = frozenset({"news"})
VOWELS = frozenset("aeiouy")


def topic_words(text: str) -> list[str]:
    """Return the words that can describe a topic: of two letters or more.

    >>> topic_words("By 2022, 10 of Parler's 59 users [sic] told @bob of a plan B")
    ['parler', 'users', 'told', 'plan']
    """
    return [word for word in map(_read, WORD.findall(_masked(text))) if word]


def topic_terms(text: str) -> list[str]:
    """Return the words of a text and the phrases of two that stand side by side.

    >>> topic_terms("Free speech is the last hope")
    ['free', 'speech', 'last', 'hope', 'free speech', 'last hope']
    """
    marked = [*map(_read, WORD_OR_MARK.findall(_masked(text)))]
    pairs = zip(marked, marked[1:], strict=False)
    return [word for word in marked if word] + [f"{a} {b}" for a, b in pairs if a and b]


def has_topic_words(text: str) -> bool:
    """Return whether any word of a text can describe a topic."""
    return any(map(_read, WORD.findall(_masked(text))))


def is_same(a: str, b: str) -> bool:
    """Return whether two terms differ only in inflection, or one is part of the other.

    >>> is_same("user", "users"), is_same("last hope", "hopes"), is_same("war", "law")
    (True, True, False)
    """
    stems_a, stems_b = _stems(a), _stems(b)
    return stems_a <= stems_b or stems_b <= stems_a


# Each term is compared with many.
@lru_cache(maxsize=10_000)
def _stems(term: str) -> frozenset[str]:
    return frozenset(map(stem, term.split()))


def stem(word: str) -> str:
    """Return a word without the tails of plural, past and progressive.

    Plurals by Harman, "How effective is suffixing?", JASIS 42, 1991; then -ed and -ing
    after a vowel, a doubled consonant before them, and a last e.

    >>> [stem(word) for word in "parties speeches bans banned banning amazed".split()]
    ['party', 'speech', 'ban', 'ban', 'ban', 'amaz']
    """
    for tail, instead, barred in PLURALS:
        if word.endswith(tail) and word not in SINGULAR:
            before = word[: -len(tail)]
            if len(before) >= SHORTEST_STEM - 1 and not before.endswith(barred):
                word = before + instead
            break
    for tail in ("ing", "ed"):
        before = word.removesuffix(tail)
        if before != word and len(before) >= SHORTEST_STEM and VOWELS & set(before):
            is_doubled = before[-1] == before[-2] and before[-1] not in "lsz"
            word = before[:-1] if is_doubled else before
            break
    return word.removesuffix("e") if len(word) > SHORTEST_STEM else word


def _masked(text: str) -> str:
    """Return a text without what editors put in, and without addresses."""
    masked = mask_editorial(text) if "[" in text else text
    lowered = text.lower()
    if any(sign in lowered for sign in ADDRESS_SIGNS):
        # An address is one word that cannot, lest its neighbours make a phrase.
        masked = ADDRESS.sub(" the ", masked)
    return masked


# Words repeat, so what they say is worked out once.
@lru_cache(maxsize=100_000)
def _read(spelling: str) -> str:
    """Return the word that a spelling is, or "" if it cannot describe a topic."""
    word = spelling.lower().replace("’", "'")
    if word not in STOP_WORDS:
        word = CLITIC.sub("", word)
    is_word = word not in STOP_WORDS and sum(map(str.isalpha, word)) > 1
    return word if is_word else ""
