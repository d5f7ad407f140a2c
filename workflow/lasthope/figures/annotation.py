"""Running text with marked spans: where its lines break and where each mark goes.

All positions are in points from the upper left corner of the text; offsets are in
characters of the text.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lasthope.figures.lettering import SMALL, advance, broken

TEXT = 7.6
# What a line takes above and below its baseline when nothing in it is marked.
ABOVE, BELOW = 7.6, 3.3
# Distance between marks over one another, and between rows of labels.
LEVEL, ROW = 2.4, 6.8
# More over one another than these cannot be told apart.
MAX_LEVELS, MAX_ROWS = 4, 5
# Free space between one mark and the next, and between labels.
MARK_GAP, LABEL_GAP = 1.0, 5.0

PIECE = re.compile(r"\n|\S+")


class Span(NamedTuple):
    """A stretch of the text to be marked.

    Attributes:
        key: tells this span from others.
        start: its first character.
        end: one past its last.
        label: what to write at it.
    """

    key: int
    start: int
    end: int
    label: str


class Mark(NamedTuple):
    """The part of a span that stands in one line.

    Attributes:
        span: the span.
        left: where its first character starts.
        right: where its last character ends.
        level: how many marks lie between this one and the text.
        label_left: where its label starts.
        row: how many rows of labels lie between its label and the marks; -1 if it
            has no label, because its first part stands in an earlier line.
    """

    span: Span
    left: float
    right: float
    level: int
    label_left: float
    row: int


class Line(NamedTuple):
    """One line of the text, from one offset to another, with its marks."""

    text: str
    start: int
    end: int
    below: list[Mark]
    above: list[Mark]

    @property
    def ascent(self) -> float:
        """Height above the baseline."""
        return ABOVE + depth(self.above)

    @property
    def height(self) -> float:
        """Height from the line before it to the line after it."""
        return self.ascent + BELOW + depth(self.below)


def annotate(
    text: str, below: Sequence[Span], above: Sequence[Span], *, width: float
) -> list[Line]:
    """Return a text in lines no wider than ``width`` with its marks placed.

    Marks that overlap are stacked; where the stack is full a mark is left out.
    """
    return [
        Line(
            *(text[start:end], start, end),
            *(place(text, start, end, spans, width=width) for spans in (below, above)),
        )
        for start, end in line_breaks(text, width=width)
    ]


def line_breaks(text: str, *, width: float) -> list[tuple[int, int]]:
    """Return where each line of a text starts and ends.

    A line end in the text ends a line; words too long for a line are broken.
    """
    lines: list[tuple[int, int]] = []
    is_open = False
    for match in PIECE.finditer(text):
        if match[0] == "\n":
            is_open = False
            continue
        start = match.start()
        for piece in broken(match[0], width=width, size=TEXT):
            end = start + len(piece)
            if is_open and advance(text[lines[-1][0] : end], TEXT) <= width:
                lines[-1] = (lines[-1][0], end)
            else:
                lines.append((start, end))
            start, is_open = end, True
    return lines


def place(
    text: str, start: int, end: int, spans: Sequence[Span], *, width: float
) -> list[Mark]:
    """Return the marks of one line, stacked so that neither they nor labels meet."""
    # Per level and per row, how far it is taken.
    levels: list[float] = []
    rows: list[float] = []
    marks = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.label)):
        if span.end <= start or span.start >= end:
            continue
        left = advance(text[start : max(start, span.start)], TEXT)
        right = advance(text[start : min(end, span.end)], TEXT)
        label_width = advance(span.label, SMALL)
        label_left = max(0.0, min(left, width - label_width))
        level, row = first_free(levels, left), -1
        if span.start >= start:
            row = first_free(rows, label_left)
        if level == MAX_LEVELS or row == MAX_ROWS:
            continue
        levels[level : level + 1] = [right + MARK_GAP]
        if row >= 0:
            rows[row : row + 1] = [label_left + label_width + LABEL_GAP]
        marks.append(Mark(span, left, right, level, label_left, row))
    return marks


def first_free(taken: Sequence[float], left: float) -> int:
    """Return the first level that is free from ``left`` on, a new one if need be."""
    free = (level for level, until in enumerate(taken) if until <= left)
    return next(free, len(taken))


def depth(marks: Sequence[Mark]) -> float:
    """Return how much height marks and their labels take."""
    n_rows = max((mark.row + 1 for mark in marks), default=0)
    return label_depth(marks) + n_rows * ROW


def label_depth(marks: Sequence[Mark]) -> float:
    """Return how much height the marks take before the first row of labels."""
    return max((mark.level + 1 for mark in marks), default=0) * LEVEL
