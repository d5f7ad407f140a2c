"""A figure for when there is nothing to see."""

from matplotlib.figure import Figure

from lasthope.figures.lettering import (
    LABEL,
    TITLE,
    wrap,
    wrap_evenly,
    write_block,
    write_lines,
)
from lasthope.figures.theme import COLUMN, FAINT, sheet

MARGIN = 5.0
HEIGHT = 90.0


def notice(title: str, message: str) -> Figure:
    """Return a figure that says why there is nothing to see."""
    figure, page = sheet(COLUMN, HEIGHT)
    width = COLUMN - 2 * MARGIN
    head = wrap(title, width=width, size=TITLE, cut="bold", max_lines=3)
    write_lines(page, MARGIN, MARGIN, head, size=TITLE, cut="bold")
    lines = wrap_evenly(message, width=width * 0.85, size=LABEL, max_lines=5)
    write_block(page, COLUMN / 2, HEIGHT * 0.58, lines, ha="center", color=FAINT)
    return figure
