"""Tell a page's text from what stands in its margins: heads, feet and numbers.

Left out is only what surely is no text, since it can be checked against other pages or
lines:

- line numbers: whole numbers left of everything else, 1, 2, 3 and so on down the page,
  ten at least, as on pleading paper;
- page numbers: alone on a line in the outer eighth of the page, and the number of the
  page itself, or as far from it as on another page;
- running heads and feet: a line in the outer eighth that stands at the same height on
  three pages and a third of all at least, with the same words but for its numbers;
- the line with which the electronic filing system of U.S. courts stamps every page:
  ``Case 2:21-cv-00031-ABC Document 1 Filed 01/11/21 Page 1 of 18``.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from lasthope.ingest.pdf_pages import Line, Page

LINE_NUMBERS, PAGE_NUMBER = "line numbers", "page number"
RUNNING, STAMP = "running head or foot", "stamp of the court"
# Fewer numbers in a column may be a list.
LEAST_NUMBERS = 10
MARGIN = 1 / 8
# A head stands on so many pages, and on this share of all.
LEAST_PAGES, LEAST_SHARE = 3, 3
# Heights are compared in steps of so many points.
HEIGHT = 6
NUMBER = re.compile(r"\d{1,3}\Z")
PAGE = re.compile(r"(?:page\s)?[-–—]?\s?(\d{1,4})\s?[-–—]?(?:\sof\s\d{1,4})?\Z", re.I)
STAMPED = re.compile(
    r"Case:?\s\d+:\d\d-[a-z]{2}-\d+\S*\s.{0,80}Filed:?\s(\d\d)/(\d\d)/(\d\d(?:\d\d)?)\s"
    r".{0,40}Page:?\s?\d+(?:\sof\s\d+)?\Z"
)


def rows_of(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page from top to bottom, those side by side as one.

    Args:
        lines: in any order.
    """
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (-one.y0 - one.y1, one.x0)):
        if rows and _is_beside(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(row) for row in rows]


def columns_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the rows of each column of text, left to right; mostly there is one.

    There are two if hardly a line crosses the middle of the text, and ten at least
    stand wholly on each side of it.
    """
    if not lines:
        return []
    middle = (min(line.x0 for line in lines) + max(line.x1 for line in lines)) / 2
    left = [line for line in lines if line.x1 <= middle]
    right = [line for line in lines if line.x0 >= middle]
    n_across = len(lines) - len(left) - len(right)
    if min(len(left), len(right)) < LEAST_NUMBERS or n_across * 10 > len(lines):
        return [rows_of(lines)]
    top = max(line.y1 for line in (*left, *right))
    across = [line for line in lines if line.x0 < middle < line.x1]
    above = [line for line in across if line.y0 >= top]
    below = [line for line in across if line.y0 < top]
    parts = (above, left, right, below)
    return [rows_of(part) for part in parts if part]


def line_numbers(lines: Sequence[Line]) -> set[Line]:
    """Return the lines that number the others, as on pleading paper."""
    numbers = [line for line in lines if NUMBER.match(line.text)]
    others = [line for line in lines if not NUMBER.match(line.text)]
    if not others:
        return set()
    edge = min(line.x0 for line in others)
    column = sorted((n for n in numbers if n.x1 <= edge), key=lambda one: -one.y0)
    counts = [int(line.text) for line in column]
    is_column = len(column) >= LEAST_NUMBERS and counts == [*range(1, len(column) + 1)]
    return set(column) if is_column else set()


def margins(pages: Sequence[Page]) -> list[dict[Line, str]]:
    """Return for each page its lines that are no text, and what they are."""
    edges = [_edge_rows(page) for page in pages]
    heads = Counter(key for rows in edges for key in {_key(row) for row in rows})
    most = max(LEAST_PAGES, -(-len(pages) // LEAST_SHARE))
    shifts = Counter(
        shift
        for page, rows in zip(pages, edges, strict=True)
        for shift in {_shift(page, row) for row in rows}
        if shift is not None
    )
    left_out = []
    for page, rows in zip(pages, edges, strict=True):
        found = dict.fromkeys(line_numbers(page.lines), LINE_NUMBERS)
        for row in rows:
            shift = _shift(page, row)
            if STAMPED.match(row.text):
                reason = STAMP
            elif shift is not None and (shift == 0 or shifts[shift] > 1):
                reason = PAGE_NUMBER
            elif heads[_key(row)] >= most:
                reason = RUNNING
            else:
                continue
            found |= dict.fromkeys(_of_row(page, row), reason)
        left_out.append(found)
    return left_out


def filed(pages: Sequence[Page]) -> datetime | None:
    """Return the day with which all stamped pages are stamped; None if they differ."""
    stamps = (STAMPED.match(row.text) for page in pages for row in _edge_rows(page))
    days = {stamp.groups() for stamp in stamps if stamp}
    if len(days) != 1:
        return None
    month, day, year = (int(part) for part in days.pop())
    try:
        return datetime(year + 2000 if year < 100 else year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _edge_rows(page: Page) -> list[Line]:
    """Return the rows in the outer eighths of a page, without line numbers."""
    numbers = line_numbers(page.lines)
    low, high = page.height * MARGIN, page.height * (1 - MARGIN)
    outer = [one for one in page.lines if one.y0 >= high or one.y1 <= low]
    return rows_of([one for one in outer if one not in numbers])


def _key(row: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", row.text), round(row.y0 / HEIGHT)


def _shift(page: Page, row: Line) -> int | None:
    """Return how far a row's number is from the number of the page."""
    number = PAGE.match(row.text)
    return int(number[1]) - page.number if number else None


def _of_row(page: Page, row: Line) -> list[Line]:
    """Return the lines that a row was made of."""
    return [
        one
        for one in page.lines
        if row.x0 <= one.x0 and one.x1 <= row.x1 and _is_beside(row, one)
    ]


def _is_beside(one: Line, other: Line) -> bool:
    """Tell whether two lines overlap by more than half of the lower one's height."""
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared * 2 > min(one.y1 - one.y0, other.y1 - other.y0)


def _row(lines: Sequence[Line]) -> Line:
    ordered = sorted(lines, key=lambda line: line.x0)
    return Line(
        " ".join(line.text for line in ordered),
        ordered[0].x0,
        max(line.x1 for line in ordered),
        min(line.y0 for line in ordered),
        max(line.y1 for line in ordered),
        max(line.size for line in ordered),
    )
