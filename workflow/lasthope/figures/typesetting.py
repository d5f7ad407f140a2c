"""A page of annotated statements: who speaks, and below it the marked text."""

from collections.abc import Mapping, Sequence
from math import fsum  # sum() rounds otherwise from Python 3.12 on
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lasthope.figures import theme
from lasthope.figures.annotation import (
    ABOVE,
    BELOW,
    LEVEL,
    ROW,
    TEXT,
    Line,
    Mark,
    label_depth,
)
from lasthope.figures.legend import (
    LINE,
    Style,
    bracket,
    dark,
    draw_legend,
    frame_styles,
    legend,
    rule,
)
from lasthope.figures.lettering import (
    LABEL,
    LEADING,
    SMALL,
    TITLE,
    advance,
    wrap,
    write,
    write_lines,
)
from lasthope.figures.theme import FAINT, INK, PAGE, PAGE_HEIGHT, RULE

MARGIN = 6.0
# Room for the side's mark before the speaker's name and the text.
INDENT = 9.0
TEXT_LEFT = MARGIN + INDENT
WIDTH = PAGE - MARGIN - TEXT_LEFT
HEADING = LABEL * LEADING + 1.0
BETWEEN = 4.5
PAGES = 2
CUT = "[…]"


class Block(NamedTuple):
    """One statement: its side, speaker and other details, and its text in lines."""

    side: str
    speaker: str
    details: str
    lines: list[Line]
    is_cut: bool

    @property
    def height(self) -> float:
        """Height on the page, with the space after it."""
        text = fsum(line.height for line in self.lines)
        return HEADING + text + (TEXT * LEADING if self.is_cut else 0) + BETWEEN


def set_page(
    blocks: Sequence[Block], spans: pd.DataFrame, *, title: str
) -> tuple[Figure, list[Block]]:
    """Return the page and the blocks that are on it, the last one cut to fit."""
    styles = frame_styles(spans)
    frame_of = dict(enumerate(spans["name"]))
    inner = PAGE - 2 * MARGIN
    legends = [legend(spans, facet, width=inner) for facet in ("frame", "device")]
    head = MARGIN + TITLE * LEADING + 4
    head += sum(map(len, legends)) * LINE + BETWEEN
    fitted = fit(blocks, PAGES * PAGE_HEIGHT - head - MARGIN)
    total = head + fsum(block.height for block in fitted) + MARGIN - BETWEEN
    figure, page = theme.sheet(PAGE, total)
    y = write_lines(page, MARGIN, MARGIN, [title], size=TITLE, cut="bold") + 4
    for entries in legends:
        y = draw_legend(page, entries, styles, left=MARGIN, top=y)
    y = head
    for block in fitted:
        page.plot(
            [MARGIN, PAGE - MARGIN], [y - BETWEEN / 2] * 2, color=RULE, linewidth=0.5
        )
        draw_block(page, block, frame_of, styles, top=y)
        y += block.height
    return figure, fitted


def fit(blocks: Sequence[Block], room: float) -> list[Block]:
    """Return the blocks that fit into a height; the last may lose lines."""
    fitted: list[Block] = []
    for block in blocks:
        if block.height <= room:
            fitted.append(block)
            room -= block.height
            continue
        cut = block._replace(is_cut=True)
        while cut.lines and cut.height > room:
            cut = cut._replace(lines=cut.lines[:-1])
        # A first statement is shown however little room there is.
        if not fitted and not cut.lines:
            cut = cut._replace(lines=block.lines[:1])
        return [*fitted, cut] if cut.lines else fitted
    return fitted


def draw_block(
    page: Axes,
    block: Block,
    frame_of: Mapping[int, str],
    styles: Mapping[str, Style],
    *,
    top: float,
) -> None:
    """Draw one statement."""
    page.plot(
        [MARGIN + 2.5],
        [top + LABEL * 0.5],
        marker=theme.ink(block.side).marker,
        color=INK,
        markersize=4,
        markeredgewidth=0,
    )
    speaker = wrap(block.speaker, width=WIDTH / 2, size=LABEL, cut="bold", max_lines=1)
    width = advance("".join(speaker), LABEL, "bold")
    details = wrap(block.details, width=WIDTH - width - 8, size=LABEL, max_lines=1)
    write_lines(page, TEXT_LEFT, top, speaker, cut="bold")
    write_lines(page, TEXT_LEFT + width + 8, top, details, color=FAINT)
    y = top + HEADING
    for line in block.lines:
        baseline = y + line.ascent
        write(page, TEXT_LEFT, baseline, line.text, size=TEXT, zorder=3)
        for mark in line.below:
            style = styles[frame_of[mark.span.key]]
            draw_frame(page, mark, style, line, baseline=baseline)
        for mark in line.above:
            draw_device(page, mark, line, baseline=baseline)
        y += line.height
    if block.is_cut:
        write(page, TEXT_LEFT, y + TEXT * 0.8, CUT, size=TEXT, color=FAINT)


def draw_frame(
    page: Axes, mark: Mark, style: Style, line: Line, *, baseline: float
) -> None:
    """Underline a frame in its colour, tint its words and write its name below."""
    colour, dashes = style
    left, right = TEXT_LEFT + mark.left, TEXT_LEFT + mark.right
    top, bottom = baseline - 0.8 * TEXT, baseline + BELOW - 0.6
    page.fill_between(
        [left, right], top, bottom, color=colour, alpha=0.14, linewidth=0, zorder=1
    )
    rule(page, left, right, bottom + mark.level * LEVEL, style)
    if mark.row >= 0:
        below = baseline + BELOW + label_depth(line.below) + mark.row * ROW
        write(
            page,
            TEXT_LEFT + mark.label_left,
            below + 0.7 * SMALL,
            mark.span.label,
            size=SMALL,
            color=dark(colour),
        )


def draw_device(page: Axes, mark: Mark, line: Line, *, baseline: float) -> None:
    """Bracket a device above its words and write its name above the bracket.

    A bracket is open where the words go on in another line.
    """
    y = baseline - ABOVE - mark.level * LEVEL
    left, right = TEXT_LEFT + mark.left + 0.3, TEXT_LEFT + mark.right - 0.3
    goes_before = mark.span.start < line.start
    goes_after = mark.span.end > line.end
    bracket(page, left, right, y, opens=not goes_before, closes=not goes_after)
    if mark.row >= 0:
        above = baseline - ABOVE - label_depth(line.above) - mark.row * ROW
        write(
            page,
            TEXT_LEFT + mark.label_left,
            above + 1.2,
            mark.span.label,
            size=SMALL,
            cut="oblique",
            color=FAINT,
        )
