"""The pattern language of the codebook, and the matcher made from it.

``docs/tagging.md`` tells what a pattern means. Here each pattern is expanded into its
alternatives, each alternative becomes one regular expression over the folded text, and
what is found is told in offsets of the text as it was given.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from lasthope.errors import UserError
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


class PatternError(ValueError):
    """A pattern that cannot be understood; the message says why."""


class Match(NamedTuple):
    """A stretch of text that a pattern of a category matches."""

    category: str
    pattern: str
    start: int
    end: int


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
    masked = mask_editorial(text).translate(LOOKALIKES)
    folded = masked.casefold()
    # No character folds to nothing: the same length means one for one.
    if len(folded) == len(masked):
        return Folded(folded, range(len(folded)))
    lengths = (len(character.casefold()) for character in masked)
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
    plain = text.removeprefix("^").translate(LOOKALIKES).casefold().replace("-", " ")
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


@dataclass(frozen=True)
class _Entry:
    category: str
    pattern: str
    is_veto: bool
    alternative: Alternative
    gap_words: int

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression, made when a text first has the words for it."""
        return self.alternative.regex(self.gap_words)


@dataclass(frozen=True)
class Matcher:
    """Finds all patterns of a codebook in a text."""

    # By the longest word that a text must have.
    by_word: Mapping[str, Sequence[_Entry]]
    # Those that need no whole word, by the longest beginning of one.
    by_head: Mapping[str, Sequence[_Entry]]

    @cached_property
    def head_lengths(self) -> frozenset[int]:
        """How long the beginnings of words are by which entries are found."""
        return frozenset(map(len, self.by_head))

    def find(self, text: str) -> list[Match]:
        """Return the matches of every category, by start, end, category and pattern.

        Matches that overlap a veto of their category are dropped, then those that lie
        within another match of their category. Matches that overlap in part are kept.
        """
        folded = fold(text)
        present = set(re.findall(rf"{LETTER}++", folded.text))
        heads = {word[:length] for word in present for length in self.head_lengths}
        found: dict[str, list[Match]] = {}
        vetoed: dict[str, list[Match]] = {}
        candidates = itertools.chain(
            *(self.by_word.get(word, ()) for word in present),
            *(self.by_head.get(head, ()) for head in heads),
        )
        for entry in candidates:
            if entry.alternative.needed <= present:
                kind = vetoed if entry.is_veto else found
                kind.setdefault(entry.category, []).extend(_find(entry, folded))
        kept = [
            match
            for category, matches in found.items()
            for match in outermost(_without(matches, vetoed.get(category, [])))
        ]
        return sorted(kept, key=lambda m: (m.start, m.end, m.category, m.pattern))


def compile_codebook(codebook: Mapping[str, Any], gap_words: int) -> Matcher:
    """Return the matcher of a codebook.

    Args:
        codebook: the codebook as read from its file.
        gap_words: how many words a gap (``...``) may stand for.

    Raises:
        UserError: if a pattern cannot be understood.
    """
    by_word: dict[str, list[_Entry]] = {}
    by_head: dict[str, list[_Entry]] = {}
    for category in codebook["categories"]:
        name = category["id"]
        for is_veto, key in ((False, "patterns"), (True, "vetoes")):
            for pattern in category[key]:
                for alternative in _parsed(name, pattern):
                    entry = _Entry(name, pattern, is_veto, alternative, gap_words)
                    word = max(sorted(alternative.needed), key=len, default="")
                    if word:
                        by_word.setdefault(word, []).append(entry)
                    else:
                        by_head.setdefault(alternative.head, []).append(entry)
    return Matcher(by_word, by_head)


def outermost(matches: Sequence[Match]) -> list[Match]:
    """Drop every match that lies within another; of equal ones keep the first pattern.

    >>> outermost([Match("a", "x", 0, 4), Match("a", "y", 1, 3), Match("a", "z", 2, 6)])
    ... # doctest: +NORMALIZE_WHITESPACE
    [Match(category='a', pattern='x', start=0, end=4),
     Match(category='a', pattern='z', start=2, end=6)]
    """
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.pattern)):
        if not kept or match.end > kept[-1].end:
            kept.append(match)
    return kept


def _parsed(category: str, pattern: str) -> list[Alternative]:
    try:
        return parse(pattern)
    except PatternError as error:
        raise UserError(
            f"the codebook: category {category!r}, pattern {pattern!r}: {error}."
        ) from error


def _find(entry: _Entry, folded: Folded) -> list[Match]:
    """Return the match from each place where there is one."""
    matches = []
    found = entry.regex.search(folded.text)
    while found:
        start, end = folded.span(*found.span(1))
        matches.append(Match(entry.category, entry.pattern, start, end))
        found = entry.regex.search(folded.text, found.start(1) + 1)
    return matches


def _without(matches: Sequence[Match], vetoes: Sequence[Match]) -> list[Match]:
    """Drop the matches that overlap a veto."""
    # Of vetoes none of which lies within another, ends rise with starts.
    outer = outermost(vetoes)
    kept = []
    ahead = 0
    for match in sorted(matches, key=lambda m: m.start):
        while ahead < len(outer) and outer[ahead].end <= match.start:
            ahead += 1
        if ahead == len(outer) or outer[ahead].start >= match.end:
            kept.append(match)
    return kept
