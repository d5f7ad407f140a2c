"""Join the lines of a page to paragraphs, and paragraphs that a page break cuts.

A PDF has no paragraphs, only letters at places. A new one starts where a reader sees
one: after more space than between other lines, at an indented line, after a line that
ends early with its sentence, at a number such as "12.", where letters get larger or
smaller, and where an indented block ends.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lasthope.ingest.pdf_pages import Line

# A paragraph's number, or a list's: "12.", "(a)", "IV.".
NUMBERED = re.compile(r"(?:\d{1,3}\.|\([a-z0-9]{1,4}\)|[A-Z]\.|[IVXL]{1,5}\.|•)\s")
ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*\Z")
HYPHENATED = re.compile(r"([^\W\d_]+)-\Z")
FIRST_WORD = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
OPENERS = "\"'“‘(["
# In units of the usual distance between lines.
MORE_SPACE, LESS_SPACE = 1.35, 0.7
# In units of the size of the letters.
INDENT, DEEPEST_INDENT, OTHER_SIZE = 0.8, 8, 0.15
# A line that leaves so much of the width free ends a paragraph, if a sentence ends.
EARLY = 0.2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes:
        page: number of the page it starts on.
        number: its place there, the first is 1.
        last_page: number of the page it ends on.
        rows: its lines.
    """

    page: int
    number: int
    last_page: int
    rows: tuple[Line, ...]

    @property
    def locator(self) -> str:
        """Where it stands, for people to look up."""
        first = f"page {self.page}, paragraph {self.number}"
        if self.last_page == self.page:
            return first
        return f"{first} to page {self.last_page}, paragraph 1"


def paragraphs(page: int, columns: Iterable[Sequence[Line]]) -> list[Paragraph]:
    """Return the paragraphs of a page.

    Args:
        page: its number.
        columns: the rows of each column, from top to bottom.
    """
    blocks = (block for rows in columns for block in _blocks(rows))
    return [
        Paragraph(page, number, page, tuple(block))
        for number, block in enumerate(blocks, start=1)
    ]


def joined(pages: Iterable[Sequence[Paragraph]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of all pages, those that a page break cuts as one.

    It cuts one if before it no sentence ends and after it none starts.
    """
    waiting: Paragraph | None = None
    for page in pages:
        for paragraph in page:
            if waiting and paragraph.number == 1 and _is_cut(waiting, paragraph):
                rows = waiting.rows + paragraph.rows
                waiting = replace(waiting, last_page=paragraph.page, rows=rows)
                continue
            if waiting:
                yield waiting
            waiting = paragraph
    if waiting:
        yield waiting


def known_words(rows: Iterable[Line]) -> frozenset[str]:
    """Return the words of a document in lower case, but for those cut by line ends."""
    return frozenset(
        word
        for row in rows
        for word in WORD.findall(HYPHENATED.sub("", row.text).lower())
    )


def text_of(rows: Sequence[Line], known: frozenset[str]) -> str:
    """Return the text of a paragraph's lines.

    A hyphen at a line's end goes away before lower case, unless the document has the
    word with its hyphen, and not without it, within a line.

    Args:
        rows: the lines.
        known: the words of the document.
    """
    text = ""
    for row in rows:
        cut, follows = HYPHENATED.search(text), FIRST_WORD.match(row.text)
        if not cut or not follows:
            text = f"{text} {row.text}" if text else row.text
            continue
        whole = (cut[1] + follows[0]).lower()
        hyphenated = f"{cut[1]}-{follows[0]}".lower()
        is_one = whole in known or hyphenated not in known
        is_cut = follows[0][0].islower() and is_one
        text = (text[:-1] if is_cut else text) + row.text
    return text


def _blocks(rows: Sequence[Line]) -> Iterator[list[Line]]:
    """Cut the rows of a column where paragraphs start."""
    if not rows:
        return
    gaps = [above.y0 - below.y0 for above, below in zip(rows, rows[1:], strict=False)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    # Most lines start at the left edge; of edges as common the leftmost.
    edges = Counter(round(row.x0) for row in rows)
    left = min(edges, key=lambda edge: (-edges[edge], edge))
    right = max(row.x1 for row in rows)
    block = [rows[0]]
    for row in rows[1:]:
        if _starts(block, row, usual, left, right):
            yield block
            block = []
        block.append(row)
    yield block


def _starts(
    block: Sequence[Line], row: Line, usual: float, left: float, right: float
) -> bool:
    """Tell whether a row starts a paragraph after those of a block."""
    last = block[-1]
    gap = last.y0 - row.y0
    if len(block) > 1:
        own = block[-2].y0 - last.y0
        if gap > own * MORE_SPACE or gap < own * LESS_SPACE:
            return True
    elif gap > usual * MORE_SPACE:
        return True
    if abs(row.size - last.size) > last.size * OTHER_SIZE:
        return True
    is_ended = ENDED.search(last.text) is not None
    if is_ended and last.x1 < right - (right - left) * EARLY:
        return True
    if is_ended and NUMBERED.match(row.text) and row.x0 >= last.x0 - row.size:
        return True
    if _is_centred(last, left, right) != _is_centred(row, left, right):
        return True
    return _is_indented(block, row)


def _is_indented(block: Sequence[Line], row: Line) -> bool:
    """Tell whether a row's left edge shows that a paragraph starts."""
    indent = row.size * INDENT
    last = block[-1]
    if len(block) > 1:
        return abs(row.x0 - last.x0) > indent
    # After a first line, one a little farther left goes on, and one farther right only
    # where the first line's number hangs out.
    if last.x0 - row.x0 > row.size * DEEPEST_INDENT:
        return True
    return row.x0 - last.x0 > indent and not NUMBERED.match(last.text)


def _is_centred(row: Line, left: float, right: float) -> bool:
    """Tell whether as much is free on either side of a row, and much."""
    before, after = row.x0 - left, right - row.x1
    return before > 2 * row.size and abs(before - after) < row.size


def _is_cut(before: Paragraph, after: Paragraph) -> bool:
    last, first = before.rows[-1], after.rows[0]
    is_like = abs(last.size - first.size) <= last.size * OTHER_SIZE
    goes_on = first.text.lstrip(OPENERS)[:1].islower()
    is_next = after.page == before.last_page + 1
    return is_next and is_like and goes_on and not ENDED.search(last.text)
