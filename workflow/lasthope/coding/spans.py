"""Spans that coders mark in the text of a unit, and what can be wrong with them."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from lasthope.errors import UserError


class Span(NamedTuple):
    """A stretch of a unit's text in which a category stands.

    Attributes:
        category: as the coder's tool names it.
        start: its first character, the first of the text being 0.
        end: one past its last.
        matched: its words, where the tool tells them.
    """

    category: str
    start: int
    end: int
    matched: str | None = None


def span_of(where: str, category: object, start: object, end: object) -> Span:
    """Return a span that a tool tells.

    Raises:
        UserError: if it is none.
    """
    if not isinstance(category, str) or type(start) is not int or type(end) is not int:
        raise UserError(
            f"{where}: a span needs a category and two whole numbers, where it begins "
            "and ends; export the spans again."
        )
    return Span(category, start, end)


def checked_spans(where: str, spans: Iterable[Span], text: str) -> list[Span]:
    """Return the spans of a unit in order, in characters of its text.

    What is wrong is told by its place alone: the words may be a private person's.

    Raises:
        UserError: if one is empty, goes beyond the text, holds other words than the
            tool says, or overlaps another one of its category.
    """
    placed = sorted(_placed(where, span, text) for span in spans)
    for before, after in pairwise(placed):
        if before.category == after.category and after.start < before.end:
            raise UserError(
                f"{where}: {after.category!r} is marked twice from {after.start} to "
                f"{min(before.end, after.end)}; make one span of the two."
            )
    return placed


def _placed(where: str, span: Span, text: str) -> Span:
    """Return a span in characters of the text, without its words."""
    category, start, end, matched = span
    told = f"{where}: the span of {category!r} from {start} to {end}"
    if matched is None:
        if 0 <= start < end <= len(text):
            return span
        raise UserError(
            f"{told} does not lie in the text, which has {len(text)} characters; mark "
            "it again."
        )
    if 0 <= start < end:
        if matched and end <= len(text) and text[start:end] == matched:
            return Span(category, start, end)
        # A browser counts a character beyond the first 65,536, an emoji say, as two.
        first, last = _characters(text, start), _characters(text, end)
        if matched and text[first:last] == matched:
            return Span(category, first, last)
    raise UserError(
        f"{told} holds other words than were marked, so the text has changed; mark "
        "it again."
    )


def _characters(text: str, place: int) -> int:
    """Return how many characters come before a place that a browser tells."""
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * place]
    return len(before.decode("utf-16-le", "surrogatepass"))
