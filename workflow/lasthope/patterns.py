"""The pattern language of the codebook.

``docs/tagging.md`` tells what a pattern means. Here each pattern is expanded into its
alternatives, and each alternative becomes one regular expression over folded text.
"""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lasthope.text import mask_editorial

# Combining accents belong to the letter before them (casefold makes one of "İ").
LETTER = r"[\w\u0300-\u036f]"
WORD = rf"{LETTER}++(?:'{LETTER}++)*+"
NO_LETTER_BEFORE = rf"(?<!{LETTER})"
# "won" is not a word of "won't", though "patriot" is one of "patriot's".
NO_LETTER_AFTER = rf"(?!{LETTER}|'t(?!{LETTER}))"
SPACE = r"(?:\s++|-)"
# A full stop between letters or digits ends no sentence ("3.5", "p.m").
GAP = rf"(?:[^\w\u0300-\u036f.!?…]|(?<={LETTER})\.(?={LETTER}))++"
LOOKALIKES = str.maketrans("’‘ʼ‐‑", "'''--")
MOST_ALTERNATIVES = 1000
HASHES = "#＃"


class PatternError(ValueError):
    """A pattern that cannot be understood; the message says why."""


class Folded(NamedTuple):
    """A text without case, and for each of its characters the one it came from."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the given text of a stretch of the folded one."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Remove case, editorial insertions and the variety of apostrophes and hyphens.

    ``str.casefold`` may lengthen a text, so each character keeps its origin.

    >>> fold("Groß’").text
    "gross'"
    >>> fold("Groß’").span(0, 5)
    (0, 4)
    """
    return casefolded(plainly(text))


def plainly(text: str) -> str:
    """Return a text without editorial insertions, apostrophes and hyphens alike."""
    return mask_editorial(text).translate(LOOKALIKES)


def casefolded(text: str) -> Folded:
    """Return a text without case."""
    folded = text.casefold()
    # No character folds to nothing: the same length means one for one.
    if len(folded) == len(text):
        return Folded(folded, range(len(folded)))
    lengths = (len(character.casefold()) for character in text)
    origin = [place for place, length in enumerate(lengths) for _ in range(length)]
    return Folded(folded, origin)


def expand(pattern: str) -> list[str]:
    """Return the alternatives that a pattern with braces stands for.

    >>> expand("break {up|apart} {big|} tech")
    ['break up big tech', 'break up tech', 'break apart big tech', 'break apart tech']

    Raises:
        PatternError: if a brace is not closed, is nested, or there are too many.
    """
    parts = re.split(r"\{([^{}]*)\}", pattern)
    if any(mark in part for part in parts[::2] for mark in "{}"):
        raise PatternError(
            "a brace is not closed or stands inside another; write {a|b|c}"
        )
    if any("|" in part for part in parts[::2]):
        raise PatternError("a bar stands outside braces; write {a|b|c}")
    choices = [
        part.split("|") if place % 2 else [part] for place, part in enumerate(parts)
    ]
    number = 1
    for choice in choices:
        number *= len(choice)
        if number > MOST_ALTERNATIVES:
            raise PatternError(
                f"its braces stand for more than {MOST_ALTERNATIVES} alternatives; "
                "write several patterns"
            )
    joined = ("".join(chosen) for chosen in itertools.product(*choices))
    return [" ".join(text.split()) for text in joined]


@dataclass(frozen=True)
class Alternative:
    """One pattern without braces: its words, ``*`` for any word, ``...`` for a gap."""

    words: tuple[str, ...]
    is_opening: bool

    @cached_property
    def needed(self) -> frozenset[str]:
        """The words without wildcards: a text that lacks one has no match."""
        plain = (word for word in self.words if not set(word) & set("*.'"))
        return frozenset(plain)

    @cached_property
    def head(self) -> str:
        """The longest beginning of a word that a text must have for a match."""
        heads = (re.split("[*']", word)[0] for word in self.words if word != "...")
        return max(sorted(heads), key=len)

    def regex(self, gap_words: int) -> re.Pattern[str]:
        """Return the regular expression over folded text; its group 1 is the match."""
        parts = [_word(self.words[0])]
        for before, word in itertools.pairwise(self.words):
            if word == "...":
                parts.append(rf"{GAP}(?:{WORD}{GAP}){{0,{gap_words}}}?")
            else:
                parts.append(("" if before == "..." else SPACE) + _word(word))
        start = rf"\A[^\w\u0300-\u036f]*+({''.join(parts)})"
        return re.compile(start if self.is_opening else f"({''.join(parts)})")


def parse(pattern: str) -> list[Alternative]:
    """Return the alternatives of a pattern.

    Raises:
        PatternError: if the pattern cannot be understood.
    """
    return [_parse_one(text) for text in expand(pattern)]


def _parse_one(text: str) -> Alternative:
    is_opening = text.startswith("^")
    # As texts are, and folding can undo it.
    composed = unicodedata.normalize("NFC", text.removeprefix("^"))
    plain = composed.translate(LOOKALIKES).casefold().replace("-", " ")
    words = tuple(plain.split())
    if not words:
        raise PatternError("it, or one of its alternatives, holds no word")
    for word in words:
        _check_word(word)
    if "..." in (words[0], words[-1]):
        raise PatternError("a gap needs a word on either side; write a ... b")
    if ("...", "...") in itertools.pairwise(words):
        raise PatternError("two gaps follow each other; keep one")
    if all(word in ("*", "...") for word in words):
        raise PatternError("it would match anything; write at least one word")
    return Alternative(words, is_opening)


def _check_word(word: str) -> None:
    if word in ("*", "..."):
        return
    if re.search(r"[^\w\u0300-\u036f'*]", word):
        raise PatternError(
            f"{word!r} holds a character that is no letter, digit, apostrophe or sign "
            "of the pattern language; write plain words"
        )
    if not re.fullmatch(rf"{LETTER}(?:['*]?{LETTER})*[*']?", word):
        raise PatternError(
            f"{word!r} must begin with a letter or digit, and a * or apostrophe must "
            "follow one; write it like ban*, wom*n or don't"
        )


def _word(word: str) -> str:
    """Return the regular expression of one word of a pattern."""
    if word == "*":
        return rf"{NO_LETTER_BEFORE}{WORD}"
    first, *rest = map(re.escape, word.split("*"))
    # The first place where an inner part fits will do, so nothing is tried twice.
    inner = "".join(rf"(?>{LETTER}*?{part})" for part in rest[:-1])
    last = "".join(rf"{LETTER}*{part}" for part in rest[-1:])
    return rf"{NO_LETTER_BEFORE}{first}{inner}{last}{NO_LETTER_AFTER}"
