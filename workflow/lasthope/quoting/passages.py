r"""Cut an article into paragraphs, sentences and quotations, all as spans of its text.

If the text has empty lines, they part its paragraphs, and single line ends are only
where lines were wrapped; otherwise each line is a paragraph. After a line that ends in
a colon a paragraph always ends, so that a block quotation may follow.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from lasthope.quoting.tokens import QUOTED, Token, tokens
from lasthope.sentences import EMPTY_LINE, Span, paragraphs, sentences, trim
from lasthope.voice import quotations

AFTER_COLON = re.compile(r"(?<=:)[^\S\n]*\n")
LINE_END = re.compile(r"\n")
LIST_ITEM = re.compile(r"(?:[-*•–—]|\(?\d{1,3}[.)])\s|#|https?://")
MARK_AT_START = re.compile("[\"“”„‟«»>']")
# Farther from a quotation, no cue is looked for.
REACH = 400


class Surroundings(NamedTuple):
    """What stands around a quotation in its sentence.

    Attributes:
        start: where the sentence starts.
        end: where it ends.
        before: the tokens before the quotation.
        after: the tokens after it.
    """

    start: int
    end: int
    before: Sequence[Token]
    after: Sequence[Token]


class Article:
    """An article's text, cut.

    Attributes:
        text: as given.
        flat: the same with wrapped lines joined by spaces; offsets are the same.
        masked: ``flat`` with each quotation replaced by one mark and spaces.
        paragraphs: spans.
        sentences: spans, none across paragraphs.
        quoted: spans of the quotations between marks, marks included, and of those
            whose lines start with ``>``.
    """

    def __init__(self, text: str) -> None:
        """Cut a text."""
        self.text = text
        self.paragraphs = paragraphs_of(text)
        self.flat = _flattened(text, self.paragraphs)
        self.sentences = [
            (start + first, start + last)
            for start, end in self.paragraphs
            for first, last in sentences(self.flat[start:end])
        ]
        self.quoted = _quoted(self.flat, self.paragraphs)
        self.masked = _masked(self.flat, self.quoted)

    def hide(self, spans: Sequence[Span]) -> None:
        """Mask block quotations too, once they are known."""
        self.masked = _masked(self.masked, spans)

    def paragraph_at(self, place: int) -> int:
        """Return the number of the paragraph that an index is in."""
        return bisect_right(self.paragraphs, place, key=lambda span: span[0]) - 1

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence that an index is in."""
        return bisect_right(self.sentences, place, key=lambda span: span[0]) - 1

    def around(self, quotation: Span) -> Surroundings:
        """Return what stands around a quotation in its sentence."""
        start, end = quotation
        first = max(self._sentence_start(start), start - REACH)
        last = min(self._sentence_end(end), end + REACH)
        before = tokens(self.masked, first, start)
        if not before and (led := self.led_up_to(self.paragraph_at(start), start)):
            first, before = led[0], tokens(self.masked, *led)
        return Surroundings(first, last, before, tokens(self.masked, end, last))

    def led_up_to(self, paragraph: int, start: int) -> Span | None:
        """Return the sentence with a colon that ends right before a paragraph."""
        if paragraph == 0 or self.paragraphs[paragraph][0] != start:
            return None
        before_start, before_end = self.paragraphs[paragraph - 1]
        if self.flat[before_end - 1] != ":":
            return None
        first, last = self.sentences[self.sentence_at(before_end - 1)]
        return max(first, before_start, last - REACH), last

    def following(self, place: int) -> Sequence[Token]:
        """Return the tokens of the sentence after an index, in its paragraph."""
        number = self.sentence_at(place) + 1
        paragraph_end = self.paragraphs[self.paragraph_at(place)][1]
        if number >= len(self.sentences) or self.sentences[number][0] >= paragraph_end:
            return ()
        start, end = self.sentences[number]
        return tokens(self.masked, start, min(end, start + REACH))

    def quoted_within(self, start: int, end: int) -> list[Span]:
        """Return the quotations that start in a stretch."""
        first = bisect_left(self.quoted, start, key=lambda span: span[0])
        last = bisect_left(self.quoted, end, key=lambda span: span[0])
        return self.quoted[first:last]

    def has_words(self, start: int, end: int) -> bool:
        """Tell whether a stretch has words of the author's own."""
        return any(character.isalnum() for character in self.masked[start:end])

    def _sentence_start(self, place: int) -> int:
        """Return where the sentence starts, not within an earlier quotation."""
        start = self.sentences[self.sentence_at(place)][0]
        while span := self._within(start):
            start = self.sentences[self.sentence_at(span[0])][0]
        return start

    def _sentence_end(self, place: int) -> int:
        """Return where the sentence ends that a quotation ends in."""
        end = self.sentences[self.sentence_at(place - 1)][1]
        while span := self._within(end):
            end = self.sentences[self.sentence_at(span[1] - 1)][1]
        return end

    def _within(self, place: int) -> Span | None:
        """Return the quotation that an index cuts in two."""
        number = bisect_left(self.quoted, place, key=lambda span: span[0]) - 1
        if number >= 0 and place < self.quoted[number][1]:
            return self.quoted[number]
        return None


def paragraphs_of(text: str) -> list[Span]:
    r"""Return the spans of an article's paragraphs.

    >>> paragraphs_of("He wrote:\nWe go.\nSo.")
    [(0, 9), (10, 16), (17, 20)]
    >>> paragraphs_of("He wrote:\nWe go.\nWe\n\nSo.")
    [(0, 9), (10, 19), (21, 24)]
    """
    ends = AFTER_COLON if EMPTY_LINE.search(text.strip()) else LINE_END
    spans = []
    for start, end in paragraphs(text):
        cuts = [start, *(m.end() for m in ends.finditer(text, start, end)), end]
        spans += [
            span
            for first, last in zip(cuts, cuts[1:], strict=False)
            if (span := trim(text, first, last))
        ]
    return spans


def _flattened(text: str, spans: Sequence[Span]) -> str:
    """Return a text in which line ends part paragraphs, and nothing else does."""
    parts, place = [], 0
    for start, end in spans:
        inner = text[start:end].replace(QUOTED, " ")
        parts += ["\n" * (start - place), re.sub(r"\s", " ", inner)]
        place = end
    return "".join([*parts, "\n" * (len(text) - place)])


def _quoted(flat: str, spans: Sequence[Span]) -> list[Span]:
    """Return the quotations between marks, which may go over several paragraphs."""
    joined = "\n\n".join(flat[start:end] for start, end in spans)
    starts, place = [], 0
    for start, end in spans:
        starts.append(place)
        place += end - start + 2

    def original(index: int) -> int:
        number = bisect_right(starts, index) - 1
        return spans[number][0] + index - starts[number]

    found = quotations(joined, min_words=1)
    return [(original(start), original(end - 1) + 1) for start, end in found]


def _masked(flat: str, spans: Sequence[Span]) -> str:
    parts, place = [], 0
    for start, end in spans:
        parts += [flat[place:start], QUOTED, " " * (end - start - 1)]
        place = end
    return "".join([*parts, flat[place:]])
