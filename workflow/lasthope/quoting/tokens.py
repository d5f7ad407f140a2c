"""Cut English prose into words and marks of punctuation."""

import re
from typing import NamedTuple

from lasthope.quoting.words import DAYS

# Stands for a quotation, whose words belong to another sentence.
QUOTED = "\x1a"
TOKEN = re.compile(
    r"(?:[A-Z]\.){1,4}(?=\W|\Z)"
    r"|(?:Mr|Mrs|Ms|Mx|Dr|Sen|Rep|Gov|Gen|Prof|Inc|Corp|Co|Ltd|Jr|Sr|St|Lt|Col)\."
    rf"|[^\W_](?:[\w'’&.-]*[^\W_])?|[,;:()—–.!?…{QUOTED}-]"
)
POSSESSIVE = re.compile(r"(?:'s|’s|(?<=s)['’])\Z")


class Token(NamedTuple):
    """A word or a mark of punctuation, with its place in the text."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The token in lower case, with straight apostrophes."""
        return self.text.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter or digit."""
        return self.text[0].isalnum()

    @property
    def is_capitalised(self) -> bool:
        """Whether it may be part of a name."""
        return self.text[0].isupper() and self.lower not in DAYS


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of a stretch of a text.

    >>> [token.text for token in tokens("J. Doe (Mr. X) didn't.", 0, 22)]
    ['J.', 'Doe', '(', 'Mr.', 'X', ')', "didn't", '.']
    """
    return [Token(m[0], m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]


def without_possessive(token: Token) -> Token:
    """Return a token without the "'s" at its end.

    >>> without_possessive(Token("Smith's", 10, 17))
    Token(text='Smith', start=10, end=15)
    """
    mark = POSSESSIVE.search(token.text)
    if mark is None:
        return token
    end = mark.start()
    return Token(token.text[:end], token.start, token.start + end)
