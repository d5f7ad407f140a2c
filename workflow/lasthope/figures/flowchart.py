"""A column of boxes with arrows down, and side boxes for what leaves it."""

from collections.abc import Sequence
from functools import partial
from math import fsum  # sum() rounds otherwise from Python 3.12 on
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lasthope.figures import theme
from lasthope.figures.lettering import (
    LABEL,
    SMALL,
    TITLE,
    advance,
    height,
    wrap,
    write_lines,
)
from lasthope.figures.theme import COLUMN, FAINT, INK, PAGE, PAGE_HEIGHT

MARGIN = 5.0
# Inside a box above its first line and below its last, whose leading is room already.
PADDING, BELOW = 4.5, 2.5
# After a number, between boxes, and from the column to the side boxes.
SPACE, BETWEEN, ASIDE = 5.0, 9.0, 11.0
# How much of a width the column takes: its texts are short.
COLUMN_SHARE = {COLUMN: 0.47, PAGE: 0.3}
ARROW_HEAD = 3.6
HEAD_LINES = 4
NAME_LINES = 2
DASHES = (0, (2.2, 1.6))
# Tried in turn until all fits on a page: width, whether details are shown, and how
# many lines a reason may take.
FORMS = (
    *((COLUMN, True, 4), (COLUMN, False, 4), (PAGE, True, 4), (PAGE, False, 4)),
    *((PAGE, False, 2), (PAGE, False, 1)),
)


class Node(NamedTuple):
    """A box of the column, and what leaves the column after it.

    Attributes:
        number: how many are here.
        noun: what is counted.
        notes: smaller lines below.
        details: more of them, which are left out where room is scarce.
        side: heading of the side box; empty if nothing leaves.
        entries: number and label of each line of the side box.
        is_dashed: the side box holds what is still in the column, too.
    """

    number: str
    noun: str
    notes: list[str]
    details: list[str]
    side: str
    entries: list[tuple[str, str]]
    is_dashed: bool


class Form(NamedTuple):
    """How wide the figure is and how much is shown."""

    width: float
    has_details: bool
    reason_lines: int

    @property
    def column(self) -> float:
        """Width of the boxes of the column."""
        return (self.width - 2 * MARGIN) * COLUMN_SHARE[self.width]

    @property
    def side_left(self) -> float:
        """Where the side boxes begin."""
        return MARGIN + self.column + ASIDE

    @property
    def side(self) -> float:
        """Width of the side boxes."""
        return self.width - MARGIN - self.side_left


class Box(NamedTuple):
    """The texts of a node in lines; of an entry its number and its lines."""

    head: list[str]
    foot: list[str]
    side: list[str]
    entries: list[tuple[str, list[str]]]
    is_dashed: bool

    @property
    def height(self) -> float:
        """Height of the box of the column."""
        return PADDING + height(self.head, LABEL) + height(self.foot, SMALL) + BELOW

    @property
    def side_height(self) -> float:
        """Height of the side box."""
        lines = [line for _, own in self.entries for line in own]
        return PADDING + height(self.side, LABEL) + height(lines, SMALL) + BELOW

    @property
    def gap(self) -> float:
        """Distance to the next box; the side box stands beside it."""
        return 2 * BETWEEN + (self.side_height if self.side else 0.0)


def flowchart(nodes: Sequence[Node], *, title: str) -> tuple[Figure, bool]:
    """Return the figure, and whether it shows the details."""
    for form in (Form(*settings) for settings in FORMS):
        boxes = [box_of(node, form) for node in nodes]
        inner = form.width - 2 * MARGIN
        heading = wrap(title, width=inner, size=TITLE, cut="bold", max_lines=3)
        top = MARGIN + height(heading, TITLE) + PADDING
        # The last box has no arrow, but what leaves after it stands below it.
        gaps = [box.gap for box in boxes[:-1]] + [
            box.gap for box in boxes[-1:] if box.side
        ]
        total = top + fsum(box.height for box in boxes) + fsum(gaps) + MARGIN
        if total <= PAGE_HEIGHT:
            break
    figure, page = theme.sheet(form.width, total)
    write_lines(page, MARGIN, MARGIN, heading, size=TITLE, cut="bold")
    for number, box in enumerate(boxes):
        draw_box(page, box, form, top=top)
        top += box.height
        draw_gap(page, box, form, top=top, is_last=number == len(boxes) - 1)
        top += box.gap
    return figure, form.has_details


def box_of(node: Node, form: Form) -> Box:
    """Return the texts of a node in lines as wide as its boxes."""
    inner = form.column - 2 * PADDING
    bold = partial(wrap, width=inner, size=LABEL, cut="bold", max_lines=HEAD_LINES)
    head = bold(f"{node.number} {node.noun}")
    notes = node.notes + (node.details if form.has_details else [])
    foot = [
        line
        for note in notes
        for line in wrap(note, width=inner, size=SMALL, max_lines=NAME_LINES)
    ]
    inner = form.side - 2 * PADDING
    side = wrap(node.side, width=inner, size=LABEL, cut="bold", max_lines=HEAD_LINES)
    room = inner - numbers_width(node.entries) - SPACE
    entries = [
        # A label without any letter to draw still takes its line.
        (
            number,
            wrap(label, width=room, size=SMALL, max_lines=form.reason_lines) or [""],
        )
        for number, label in node.entries
    ]
    return Box(head, foot, side, entries, node.is_dashed)


def numbers_width(entries: Sequence[tuple[str, object]]) -> float:
    """Return how wide the widest number is."""
    return max((advance(number, SMALL) for number, _ in entries), default=0.0)


def draw_box(page: Axes, box: Box, form: Form, *, top: float) -> None:
    """Draw a box of the column."""
    page.add_patch(
        Rectangle(
            (MARGIN, top),
            form.column,
            box.height,
            facecolor=theme.PAPER,
            edgecolor=INK,
            linewidth=0.8,
        )
    )
    middle = MARGIN + form.column / 2
    y = write_lines(page, middle, top + PADDING, box.head, cut="bold", ha="center")
    write_lines(page, middle, y, box.foot, size=SMALL, color=FAINT, ha="center")


def draw_gap(page: Axes, box: Box, form: Form, *, top: float, is_last: bool) -> None:
    """Draw the arrow to the next box, and the side box with the arrow to it."""
    x, middle = MARGIN + form.column / 2, top + box.gap / 2
    end = middle if is_last else top + box.gap
    if box.side or not is_last:
        page.plot([x, x], [top, end], color=INK, linewidth=0.8, zorder=1)
    if not is_last:
        arrow_head(page, x, end - ARROW_HEAD / 2, "v")
    if box.side:
        style = DASHES if box.is_dashed else "-"
        tip = form.side_left - ARROW_HEAD / 2
        page.plot([x, tip], [middle] * 2, color=INK, linewidth=0.8, linestyle=style)
        arrow_head(page, tip, middle, ">")
        draw_side(page, box, form, top=top + BETWEEN)


def draw_side(page: Axes, box: Box, form: Form, *, top: float) -> None:
    """Draw a side box: its heading, and its numbers with their labels."""
    page.add_patch(
        Rectangle(
            (form.side_left, top),
            form.side,
            box.side_height,
            facecolor=theme.tint(FAINT, 0.08),
            edgecolor=FAINT,
            linewidth=0.8,
            linestyle=DASHES if box.is_dashed else "-",
        )
    )
    left = form.side_left + PADDING
    numbers = left + numbers_width(box.entries)
    y = write_lines(page, left, top + PADDING, box.side, cut="bold")
    for number, lines in box.entries:
        write_lines(page, numbers, y, [number], size=SMALL, ha="right")
        y = write_lines(page, numbers + SPACE, y, lines, size=SMALL)


def arrow_head(page: Axes, x: float, y: float, marker: str) -> None:
    """Draw the head of an arrow round a place."""
    page.plot(
        [x],
        [y],
        marker=marker,
        color=INK,
        markersize=ARROW_HEAD,
        markeredgewidth=0,
        zorder=3,
    )
