r"""Tell an author's own words from those quoted, and whose the quoted ones are.

What counts as a quotation:

- Words between double quotation marks: “curly”, „low“, "straight", «guillemets» either
  way round. Quotation marks inside others belong to the outer quotation. Single marks
  are not looked at, since they cannot be told from apostrophes.
- At least ``min_words`` words: fewer are irony, emphasis or a name ("soft targets").
- A quotation ends in its paragraph, or goes on in the next one if that starts with an
  opening mark again; marks repeated at the start of lines open nothing new.
- What is opened and never closed is no quotation: where it was meant to end is unknown.
- Lines that start with ``>`` are quoted, whatever their length.

The speaker is named only where words of speech stand next to the quotation, in the same
sentence, with a capitalised name: ``Amazon said "…"``, ``"…," wrote John Matze``,
``according to Amazon, "…"``. The name is given as the text has it.
"""

import re
from collections.abc import Iterable

from lasthope.sentences import (
    NAME,
    SPEECH_VERB,
    STARTERS,
    ZONES_DAYS_MONTHS,
    Span,
    paragraphs,
)
from lasthope.text import words

MARK = re.compile('["“”„‟«»]')
FAMILIES = {'"': "straight", "«": "guillemets", "»": "guillemets"}
BLOCK = re.compile(r"^>.*(?:\n>.*)*", re.MULTILINE)
# What may stand before an opening straight mark.
BEFORE_OPENING = frozenset("([{/—–-“‘'«»")

APART = r"(?:,[^,.!?\n]{1,80},)?"
ADVERB = r"(?:\s(?:also|then|later|first|once|has|had|on\s\w{3,9}|\w{2,12}ly))?"
# From the verb to the mark: "on Parler:", "in a statement,", "that".
TAIL = rf"(?:(?:\s(?!{SPEECH_VERB}\b)[\w'’.@-]++){{0,8}}\s?[,:]|\s(?:that|how))?\s?"
SAID_BEFORE = re.compile(
    rf"(?<!\w)(?P<name>{NAME}){APART}{ADVERB}\s{SPEECH_VERB}{TAIL}\Z"
    rf"|(?<!\w)[Aa]ccording to (?:the\s)?(?P<source>{NAME})\s?[,:]?\s?\Z"
)
SAID_AFTER = re.compile(
    rf"[\s,—–-]*(?:{SPEECH_VERB}\s(?:the\s)?(?P<subject>{NAME})"
    rf"|(?:[Tt]he\s)?(?P<name>{NAME}){APART}{ADVERB}\s{SPEECH_VERB}\b"
    rf"|according to (?:the\s)?(?P<source>{NAME}))"
)
# Farther away, a name is not next to the quotation.
REACH = 200
NOT_NAMES = STARTERS | ZONES_DAYS_MONTHS


def quotations(text: str, *, min_words: int) -> list[Span]:
    """Return the spans of a text's quotations, marks included, in order, disjoint.

    Args:
        text: any text.
        min_words: fewer words between quotation marks are the author's own.

    >>> text = '"Soft targets", he wrote, "we will take them down."'
    >>> [text[start:end] for start, end in quotations(text, min_words=4)]
    ['"we will take them down."']
    """
    blocks = [found.span() for found in BLOCK.finditer(text)]
    long = [
        (start, end)
        for start, end in _union(_pairs(text))
        if len(words(text[start:end])) >= min_words
    ]
    return _union([*blocks, *long])


def speaker(text: str, quotation: Span, *, within: Span) -> str | None:
    """Return who is said to speak the words of a quotation.

    Args:
        text: the text.
        quotation: its span.
        within: from the start of the sentence it starts in to the end of the one it
            ends in.

    Returns:
        A name as it stands there; None if there is none, or a pronoun, or a noun in
        lower case.

    >>> speaker('On Friday Amazon said "we plan to".', (22, 34), within=(0, 35))
    'Amazon'
    >>> speaker('"We plan to", he said.', (0, 12), within=(0, 22)) is None
    True
    """
    start, end = quotation
    before = text[max(within[0], start - REACH) : start]
    after = text[end : min(within[1], end + REACH)]
    found = SAID_BEFORE.search(before) or SAID_AFTER.match(after)
    if not found:
        return None
    parts = next(name for name in found.groupdict().values() if name).split()
    while parts and parts[0].casefold().rstrip(".") in NOT_NAMES:
        parts.pop(0)
    return " ".join(parts).rstrip(".") or None


def _pairs(text: str) -> list[Span]:
    """Return the spans between opening marks and the marks that close them.

    Each family of marks has its own stack, so that a stray mark of one cannot hide
    the quotations of another.
    """
    pairs: list[Span] = []
    stacks: dict[str, list[int]] = {}
    for start, end in paragraphs(text):
        stacks = _still_open(stacks, text, start)
        for found in MARK.finditer(text, start, end):
            place = found.start()
            stack = stacks.setdefault(FAMILIES.get(found[0], "curly"), [])
            opened = text[stack[-1]] if stack else None
            if _opens(text, place, opened):
                if not (opened and _starts_line(text, place)):
                    stack.append(place)
            elif stack:
                pairs.append((stack.pop(), place + 1))
    return pairs


def _still_open(
    stacks: dict[str, list[int]], text: str, start: int
) -> dict[str, list[int]]:
    """Return the quotation that goes on in the paragraph that starts here, if any."""
    family = FAMILIES.get(text[start], "curly")
    goes_on = MARK.match(text, start) and stacks.get(family)
    return {family: stacks[family][:1]} if goes_on else {}


def _starts_line(text: str, place: int) -> bool:
    return place == 0 or text[place - 1] == "\n"


def _opens(text: str, place: int, opened: str | None) -> bool:
    """Tell whether a mark opens a quotation, given the mark of the one that is open."""
    mark = text[place]
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if mark == "“":
        return opened != "„"
    if mark in "„‟":
        return True
    if mark in "«»" and opened:
        return mark == opened
    starts_word = after != "" and not after.isspace()
    if not opened:
        return (starts_word or mark == "«") and not before.isalnum()
    is_apart = before == "" or before.isspace() or before in BEFORE_OPENING
    return mark == '"' and starts_word and is_apart


def _union(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
