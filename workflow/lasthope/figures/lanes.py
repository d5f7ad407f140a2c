"""A vertical axis of time with labels at both sides, none over another."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num, num2date
from matplotlib.figure import Figure
from scipy.optimize import isotonic_regression

from lasthope.figures import theme
from lasthope.figures.lettering import (
    LABEL,
    LEADING,
    TITLE,
    advance,
    height,
    wrap,
    write_block,
    write_lines,
)
from lasthope.figures.theme import FAINT, PAGE, PAGE_HEIGHT, PAPER
from lasthope.figures.timeaxis import (
    BAR,
    EXACT,
    Numbers,
    Scale,
    axis_ends,
    draw_axis,
    draw_bars,
)

MARGIN = 6.0
# The axis in the middle, and the room that lines from it to the labels take.
AXIS = 52.0
LEADER = 40.0
# Between a label's mark and its text.
INDENT = 7.0
EDGES = {"left": (PAGE - AXIS) / 2, "right": (PAGE + AXIS) / 2}
WIDTH = EDGES["left"] - LEADER - INDENT - MARGIN
BETWEEN = 5.0
LEAST_HEIGHT = 130.0
# Labels keep nearer to their dates the more room they have.
SLACK = 1.15
MARKER = 4.4

Item = Mapping[Any, Any]


class Label(NamedTuple):
    """The lines of a label: when and who, and what."""

    head: list[str]
    body: list[str]

    @property
    def height(self) -> float:
        """Height with the space round it."""
        return height([*self.head, *self.body], LABEL) + self.space

    @property
    def space(self) -> float:
        """Space above and below it together; less where there are many."""
        return BETWEEN if self.body else BETWEEN / 4


def draw_lanes(items: pd.DataFrame, *, title: str) -> tuple[Figure, pd.DataFrame]:
    """Return the figure and the items that are on it, with their ``moment``.

    Args:
        items: ``start``, ``end``, ``when``, ``precision``, ``side``, ``who``,
            ``what``, ``is_announced``, ``lane`` (left or right), by start.
        title: heading.
    """
    top = MARGIN + TITLE * LEADING + LABEL * LEADING + 16
    room = PAGE_HEIGHT - top - MARGIN - LABEL
    label = full_label
    if tallest(items, labels_of(items, full_label)) > room:
        label = short_label
    items = with_moments(fitting(items, labels_of(items, label), room=room))
    labels = labels_of(items, label)
    tall = min(room, max(tallest(items, labels) * SLACK, LEAST_HEIGHT))
    figure, page = theme.sheet(PAGE, top + tall + MARGIN + LABEL)
    write_lines(page, MARGIN, MARGIN, [title], size=TITLE, cut="bold")
    draw_legend(page, items, MARGIN + TITLE * LEADING + 6)
    scale = Scale(*axis_ends(items), top, tall)
    axis = theme.panel(figure, left=EDGES["left"], top=top, width=AXIS, height=tall)
    draw_axis(axis, items, scale)
    for lane, group in items.groupby("lane"):
        own = [labels[number] for number in group.index]
        draw_lane(page, group, own, scale, lane=str(lane))
    return figure, items


def labels_of(items: pd.DataFrame, label: Callable[[Item], Label]) -> list[Label]:
    """Return the items' labels."""
    return list(map(label, items.to_dict("records")))


def full_label(item: Item) -> Label:
    """Return a label of up to four lines."""
    head = wrap(
        f"{item['when']} · {item['who']}",
        width=WIDTH,
        size=LABEL,
        cut="bold",
        max_lines=2,
    )
    return Label(head, wrap(item["what"], width=WIDTH, size=LABEL, max_lines=2))


def short_label(item: Item) -> Label:
    """Return a label of one line, for when there are many."""
    text = f"{item['when']}, {item['who']}: {item['what']}"
    return Label(wrap(text, width=WIDTH, size=LABEL, max_lines=1), [])


def tallest(items: pd.DataFrame, labels: Sequence[Label]) -> float:
    """Return the height that the labels of the fuller lane take."""
    heights = pd.Series([label.height for label in labels], items.index)
    return float(heights.groupby(items["lane"]).sum().max())


def fitting(
    items: pd.DataFrame, labels: Sequence[Label], *, room: float
) -> pd.DataFrame:
    """Return the earliest items, up to the first that has no room in its lane.

    Both lanes end at the same time, so that neither seems silent where it is cut.
    """
    heights = pd.Series([label.height for label in labels], items.index)
    return items.loc[heights.groupby(items["lane"]).cumsum().le(room).cummin()]


def with_moments(items: pd.DataFrame) -> pd.DataFrame:
    """Return items by ``moment``, where their line leaves the axis.

    A day's is its middle; that of a month or year is the start of its bar.
    """
    first, last = axis_ends(items)
    start, end = (
        np.clip(date2num(items[column]), first, last) for column in ("start", "end")
    )
    middle = np.where(items["precision"].isin(EXACT), (start + end) / 2, start)
    moment = pd.Series(num2date(middle), items.index).dt.tz_localize(None)
    order = ["moment", "start", "kind", "who", "what"]
    return items.assign(moment=moment.dt.round("s")).sort_values(
        order, ignore_index=True
    )


def spread(targets: Numbers, heights: Numbers, scale: Scale) -> Numbers:
    """Return tops of labels in their order, as near to their targets as can be.

    Labels of these heights do not overlap and stay within the axis, while the sum of
    squared distances of their middles from the targets is least: an isotonic
    regression, after what stands above each label is taken away.
    """
    above = np.concatenate([[0.0], np.cumsum(heights)[:-1]])
    free = scale.tall - float(heights.sum())
    wanted = targets - heights / 2 - above
    fitted = isotonic_regression(wanted).x
    return np.clip(fitted, scale.top, scale.top + max(free, 0.0)) + above


def draw_lane(
    page: Axes,
    items: pd.DataFrame,
    labels: Sequence[Label],
    scale: Scale,
    *,
    lane: str,
) -> None:
    """Draw the labels of one side, each with a line to its time."""
    outwards, align = (-1, "right") if lane == "left" else (1, "left")
    edge = EDGES[lane]
    times = scale.y(date2num(items["moment"]))
    tops = spread(times, np.array([label.height for label in labels]), scale)
    n_bars = draw_bars(page, items, scale, edge=edge, outwards=outwards)
    outer_bar = edge + outwards * n_bars * BAR
    x = edge + outwards * LEADER
    text_x = x + outwards * INDENT
    rows = zip(items.to_dict("records"), labels, times, tops, strict=True)
    for item, label, time, label_top in rows:
        y = label_top + (label.space + LABEL * LEADING) / 2
        # A vague date's line ends at the bars, lest it seem to be a day's.
        inner = edge if item["precision"] in EXACT else outer_bar
        page.plot(
            [inner, outer_bar + outwards * BAR / 2, x - outwards * MARKER / 2],
            [time, time, y],
            color=FAINT,
            linewidth=0.4,
            zorder=1,
        )
        draw_mark(page, x, y, item["side"], is_hollow=item["is_announced"])
        below = label_top + label.space / 2
        cut = "bold" if label.body else "normal"
        below = write_lines(page, text_x, below, label.head, cut=cut, ha=align)
        write_lines(page, text_x, below, label.body, ha=align)


def draw_mark(page: Axes, x: float, y: float, side: object, *, is_hollow: bool) -> None:
    """Draw the mark of a side, hollow for what was only announced."""
    ink = theme.ink(side)
    page.plot(
        [x],
        [y],
        marker=ink.marker,
        markersize=MARKER,
        markeredgecolor=ink.colour,
        markerfacecolor=PAPER if is_hollow else ink.colour,
        markeredgewidth=0.9,
        zorder=3,
    )


def draw_legend(page: Axes, items: pd.DataFrame, y: float) -> None:
    """Draw the marks of the sides that are shown, and of what was announced."""
    sides = [side for side in theme.SIDES if items["side"].eq(side).any()]
    entries = [(side, side, False) for side in sides]
    if items["side"].isna().any():
        entries.append(("", "no side", False))
    if items["is_announced"].any():
        # Of no side's own colour, for any side may have announced something.
        entries.append((theme.ALL_SIDES, "hollow: announced", True))
    x = MARGIN
    for side, text, is_hollow in entries:
        draw_mark(
            page, x + MARKER / 2, y + LABEL * LEADING / 2, side, is_hollow=is_hollow
        )
        write_block(page, x + MARKER + 4, y + LABEL * LEADING / 2, [text])
        x += MARKER + 4 + advance(text, LABEL) + 14
