"""Split documents into sentences, and sentences into stretches of one voice."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from lasthope.errors import UserError
from lasthope.schemas import UNITS
from lasthope.sentences import Span, has_word, sentences, trim
from lasthope.voice import quotations, speaker

# Positions have this many digits at least, so that unit ids sort as positions do.
DIGITS = 4


class Stretch(NamedTuple):
    """Words of one voice within one sentence."""

    sentence: int
    start: int
    end: int
    voice: str
    quoted_speaker: str | None


def units(documents: pd.DataFrame, *, quote_min_words: int) -> pd.DataFrame:
    """Return the stretches of one voice of every document.

    How sentences are found is said in :mod:`lasthope.sentences`, what counts as a
    quotation and who as its speaker in :mod:`lasthope.voice`. Documents without text
    have no units.

    Args:
        documents: doc_id, text, quoted_from and quoted_author.
        quote_min_words: fewer words between quotation marks are the author's own.

    Returns:
        Table ``units``, by ``doc_id`` and ``position``. Together a document's units
        hold every character that is not white space exactly once.

    Raises:
        UserError: if ``quote_min_words`` is below 1.
    """
    if quote_min_words < 1:
        raise UserError(
            f"units.quote_min_words is {quote_min_words}; it must be at least 1."
        )
    columns = ("doc_id", "text", "quoted_from", "quoted_author")
    ordered = documents.sort_values("doc_id")[[*columns]].astype("object")
    rows = [
        row
        for doc_id, text, quoted_from, author in ordered.itertuples(index=False)
        for row in _rows(
            doc_id,
            text,
            with_quoted(text, quoted_from, author, min_words=quote_min_words),
        )
    ]
    table = pd.DataFrame(rows, columns=list(UNITS.columns))
    whole = dict.fromkeys(("position", "sentence", "start", "end"), "int64")
    return table.astype({**dict.fromkeys(table.columns, "str"), **whole})


def with_quoted(
    text: str, quoted_from: int | None, author: str | None, *, min_words: int
) -> list[Stretch]:
    """Cut a text that ends in the words of another, as reposts and replies do.

    Args:
        text: the text.
        quoted_from: from which character on the words are another's; null if none are.
        author: whose they are; null if not known.
        min_words: of a quotation within the author's own words.
    """
    if pd.isna(quoted_from):
        return stretches(text, min_words=min_words)
    own = stretches(text[:quoted_from], min_words=min_words)
    first = own[-1].sentence + 1 if own else 0
    name = None if pd.isna(author) else author
    return own + [
        Stretch(number, start + quoted_from, end + quoted_from, "quoted", name)
        for number, (start, end) in enumerate(sentences(text[quoted_from:]), first)
    ]


def stretches(text: str, *, min_words: int) -> list[Stretch]:
    """Cut a text's sentences where the voice changes.

    Quotation marks go with what is quoted. A stretch without letter or digit joins the
    one before it in its sentence, or else the one after.

    >>> [stretch[1:] for stretch in stretches('He wrote: "We go now."', min_words=3)]
    [(0, 9, 'own', None), (10, 22, 'quoted', None)]
    """
    found = sentences(text)
    quoted = quotations(text, min_words=min_words)
    speakers = [_speaker(text, quotation, found) for quotation in quoted]
    cut: list[Stretch] = []
    first = 0
    for number, (start, end) in enumerate(found):
        while first < len(quoted) and quoted[first][1] <= start:
            first += 1
        last = first
        while last < len(quoted) and quoted[last][0] < end:
            last += 1
        inside = zip(quoted[first:last], speakers[first:last], strict=True)
        pieces = [
            Stretch(number, *span, voice, name)
            for bounds, voice, name in _voices((start, end), list(inside))
            if (span := trim(text, *bounds))
        ]
        cut += _join(text, pieces)
    return cut


def _speaker(text: str, quotation: Span, found: list[Span]) -> str | None:
    start, end = quotation
    starts_in = found[bisect_right(found, start, key=lambda span: span[0]) - 1]
    ends_in = found[bisect_right(found, end - 1, key=lambda span: span[0]) - 1]
    return speaker(text, quotation, within=(starts_in[0], ends_in[1]))


def _voices(
    sentence: Span, inside: list[tuple[Span, str | None]]
) -> Iterator[tuple[Span, str, str | None]]:
    """Yield what is quoted of a sentence and what stands between, in order."""
    place, end = sentence
    for (opened, closed), name in inside:
        yield (place, max(place, opened)), "own", None
        yield (max(place, opened), min(closed, end)), "quoted", name
        place = min(closed, end)
    yield (place, end), "own", None


def _join(text: str, pieces: list[Stretch]) -> list[Stretch]:
    """Join neighbours of one voice, and what holds no word to a neighbour."""
    joined: list[Stretch] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is None:
            joined.append(piece)
        elif before[3:] == piece[3:] or not has_word(text, piece.start, piece.end):
            joined[-1] = before._replace(end=piece.end)
        elif not has_word(text, before.start, before.end):
            joined[-1] = piece._replace(start=before.start)
        else:
            joined.append(piece)
    return joined


def _rows(doc_id: str, text: str, cut: list[Stretch]) -> Iterator[tuple]:
    """Yield the rows of a document's units."""
    digits = max(DIGITS, len(str(len(cut) - 1)))
    for position, (sentence, start, end, voice, name) in enumerate(cut):
        unit_id = f"{doc_id}:{position:0{digits}d}"
        words = text[start:end]
        yield unit_id, doc_id, position, sentence, start, end, words, voice, name
