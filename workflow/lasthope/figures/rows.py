"""Rows of a dot plot: how high they are and in how many columns they stand."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import fsum  # sum() rounds otherwise from Python 3.12 on
from typing import NamedTuple

import pandas as pd

from lasthope.figures.lettering import LABEL, SMALL, advance, height, wrap_evenly
from lasthope.figures.theme import COLUMN, PAGE, PAGE_HEIGHT

MARGIN = 5.0
GUTTER = 18.0
ROW_GAP = 3.5
# Distance between the marks of two sides in one row.
DODGE = 6.0
# Between labels, marks and notes.
GAP = 8.0
# Narrower, a plot is of no use, and notes are left out.
LEAST_PLOT = 80.0
LABEL_SHARE = 0.42
LABEL_LINES = 3
# Room for title, remarks and legend above the rows, at most.
HEAD = 90.0
# Room for the axis below the rows, and for the names of its ends.
FOOT = 24.0
ENDS = 10.0
BODY = PAGE_HEIGHT - HEAD - FOOT - ENDS


class Layout(NamedTuple):
    """Where things stand, in points: columns of rows below a head.

    Attributes:
        width: of the figure.
        column: width of a column of rows.
        label: width of the longest label.
        note: width of the longest note; 0 where there is none, or no room for them.
        heights: of the rows.
        columns: the numbers of the rows in each column.
    """

    width: float
    column: float
    label: float
    note: float
    heights: list[float]
    columns: list[list[int]]


def lay_out(rows: pd.DataFrame, *, n_places: int, least: int = 1) -> Layout:
    """Return where rows stand: in two columns if one would not fit on a page.

    Args:
        rows: label and note.
        n_places: marks of a row, at most.
        least: columns, at least.
    """
    note = max((advance(text, SMALL) for text in rows["note"]), default=0.0)
    for width, n_columns in ((COLUMN, 1), (PAGE, 2)):
        column = (width - 2 * MARGIN - (n_columns - 1) * GUTTER) / n_columns
        lines = [row_lines(label, column) for label in rows["label"]]
        heights = [row_height(each, n_places) for each in lines]
        if n_columns >= least and fsum(heights) <= BODY:
            break
    label = max((advance(line, LABEL) for each in lines for line in each), default=0.0)
    if column - label - note - 2 * GAP < LEAST_PLOT:
        note = 0.0
    half = fsum(heights) / n_columns
    split = sum(fsum(heights[:row]) < half for row in range(len(heights)))
    numbers = list(range(len(heights)))
    columns = [numbers[:split], numbers[split:]] if n_columns == 2 else [numbers]
    return Layout(width, column, label, note, heights, columns)


def fitting(labels: Iterable[str], *, n_places: int) -> int:
    """Return how many rows, from the first, fit on a page in two columns."""
    column = (PAGE - 2 * MARGIN - GUTTER) / 2
    # One row less in each column, since the two need not be equally high.
    most = 2 * (BODY - row_height([""] * LABEL_LINES, n_places))
    heights = (row_height(row_lines(label, column), n_places) for label in labels)
    return sum(total <= most for total in accumulate(heights))


def row_height(lines: Sequence[str], n_places: int) -> float:
    """Return how high a row is, by its label or by its marks."""
    return max(height(lines, LABEL), n_places * DODGE) + ROW_GAP


def row_lines(label: str, column: float) -> list[str]:
    """Return a row's label in lines."""
    width = column * LABEL_SHARE
    return wrap_evenly(label, width=width, size=LABEL, max_lines=LABEL_LINES)
