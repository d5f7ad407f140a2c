"""Dots and intervals, one row per thing: what several figures share."""

from collections.abc import Sequence
from math import fsum  # sum() rounds otherwise from Python 3.12 on
from typing import NamedTuple

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lasthope.figures import theme
from lasthope.figures.estimates import Axis, axis_limits, dress
from lasthope.figures.lettering import (
    LABEL,
    LEADING,
    SMALL,
    TITLE,
    height,
    wrap,
    write_block,
    write_lines,
)
from lasthope.figures.rows import (
    DODGE,
    ENDS,
    FOOT,
    GAP,
    GUTTER,
    MARGIN,
    Layout,
    lay_out,
    row_lines,
)
from lasthope.figures.theme import FAINT, INK, PAPER, RULE

MARKER = 4.4


class Key(NamedTuple):
    """One line of the legend: a mark and what it stands for."""

    side: str
    text: str


def dot_plot(
    marks: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    title: str,
    remarks: Sequence[str],
    keys: Sequence[Key],
    axis: Axis,
    at_right: str = "",
    panels: tuple[str, ...] = (),
) -> Figure:
    """Return dots with intervals, one column wide, or two where one is too high.

    Marks that are only descriptive are hollow and their intervals pale.

    Args:
        marks: ``row`` (a number in ``rows``), ``side``, ``place`` (which sorts the
            marks of a row, from 0), ``estimate``, ``low``, ``high``, ``status``.
        rows: ``label`` and ``note`` (text at the right, left out where it would leave
            too little room for the marks), from top to bottom.
        title: heading.
        remarks: lines under it.
        keys: the legend.
        axis: the axis.
        at_right: what the notes tell, said in a last remark.
        panels: two names, if the upper half of the rows is to stand beside the lower
            half, which has the same labels; each is the label of its axis.
    """
    n_places = int(marks["place"].max()) + 1
    layout = lay_out(rows, n_places=n_places, least=max(1, len(panels)))
    head = [wrap(title, width=layout.column, size=TITLE, cut="bold", max_lines=3)]
    noted = [f"At the right: {at_right}"] if layout.note else []
    head += [
        wrap(line, width=layout.column, size=LABEL, cut="oblique", max_lines=3)
        for line in (*remarks, *noted)
    ]
    top = MARGIN + height(head[0], TITLE) + 2
    top += fsum(height(lines, LABEL) for lines in head[1:]) + GAP
    top += len(keys) * LABEL * LEADING + GAP
    body = max(fsum(layout.heights[row] for row in rows) for rows in layout.columns)
    foot = FOOT + (ENDS if axis.has_names else 0)
    figure, page = theme.sheet(layout.width, top + body + foot + MARGIN)
    write_head(
        page,
        head,
        keys,
        descriptive=set(marks["status"]) == {"descriptive"},
        has_intervals=bool((marks["low"] < marks["high"]).any()),
    )
    limits = axis_limits(marks, axis)
    for number, numbers in enumerate(layout.columns):
        left = MARGIN + number * (layout.column + GUTTER)
        draw_column(
            figure,
            page,
            marks,
            rows,
            numbers,
            layout,
            axis._replace(label=panels[number]) if panels else axis,
            limits=limits,
            left=left,
            top=top,
        )
    return figure


def write_head(
    page: Axes,
    head: list[list[str]],
    keys: Sequence[Key],
    *,
    descriptive: bool,
    has_intervals: bool,
) -> None:
    """Write title and remarks, and the legend with its marks, as they are drawn."""
    y = write_lines(page, MARGIN, MARGIN, head[0], size=TITLE, cut="bold") + 2
    for lines in head[1:]:
        y = write_lines(page, MARGIN, y, lines, cut="oblique", color=INK)
    y += GAP
    for key in keys:
        ink = theme.ink(key.side)
        middle = y + LABEL * LEADING / 2
        if has_intervals:
            page.plot(
                [MARGIN, MARGIN + 14],
                [middle, middle],
                color=interval_colour(ink.colour, descriptive),
                linewidth=1.2,
                solid_capstyle="butt",
            )
        page.plot(
            [MARGIN + 7],
            [middle],
            marker=ink.marker,
            markersize=MARKER,
            markeredgecolor=ink.colour,
            markerfacecolor=PAPER if descriptive else ink.colour,
            markeredgewidth=0.9,
        )
        write_block(page, MARGIN + 19, middle, [key.text])
        y += LABEL * LEADING


def draw_column(
    figure: Figure,
    page: Axes,
    marks: pd.DataFrame,
    rows: pd.DataFrame,
    numbers: list[int],
    layout: Layout,
    axis: Axis,
    *,
    limits: tuple[float, float],
    left: float,
    top: float,
) -> None:
    """Draw some of the rows, with an axis of their own below them."""
    x = left + layout.label + GAP
    right = left + layout.column - (layout.note + GAP if layout.note else GAP)
    tall = fsum(layout.heights[row] for row in numbers)
    plot = theme.panel(figure, left=x, top=top, width=right - x, height=tall)
    plot.set(xlim=limits, ylim=(tall, 0), facecolor="none")
    middles: dict[int, float] = {}
    y = 0.0
    for row in numbers:
        middles[row] = y + layout.heights[row] / 2
        lines = row_lines(rows["label"].iloc[row], layout.column)
        middle = top + middles[row]
        write_block(page, left, middle, lines)
        if layout.note:
            write_block(
                page,
                left + layout.column,
                middle,
                [rows["note"].iloc[row]],
                size=SMALL,
                color=FAINT,
                ha="right",
            )
        y += layout.heights[row]
        if row != numbers[-1]:
            page.plot(
                [left, left + layout.column],
                [top + y] * 2,
                color=RULE,
                linewidth=0.3,
                zorder=0,
            )
    dress(plot, axis)
    inside = marks.loc[marks["row"].isin(numbers)]
    in_row = inside.groupby("row")["place"]
    # Where a side has no mark the others close up.
    shift = (in_row.rank() - (in_row.transform("size") + 1) / 2) * DODGE
    draw_marks(plot, inside.assign(y=inside["row"].map(middles) + shift))


def draw_marks(plot: Axes, marks: pd.DataFrame) -> None:
    """Draw dots and intervals at ``estimate`` and ``y``."""
    for (side, status), group in marks.groupby(["side", "status"]):
        ink, is_descriptive = theme.ink(side), status == "descriptive"
        known = group.dropna(subset=["low", "high"])
        plot.hlines(
            known["y"],
            known["low"],
            known["high"],
            color=interval_colour(ink.colour, is_descriptive),
            linewidth=1.2,
            zorder=2,
            clip_on=False,
        )
        sns.scatterplot(
            data=group,
            x="estimate",
            y="y",
            ax=plot,
            marker=ink.marker,
            s=MARKER**2,
            facecolor=PAPER if is_descriptive else ink.colour,
            edgecolor=ink.colour,
            linewidth=0.9,
            legend=False,
            zorder=3,
            clip_on=False,
        )
    plot.set(xlabel="", ylabel="")


def interval_colour(colour: str, is_descriptive: bool) -> str:
    """Return the colour of an interval: pale where it is only descriptive."""
    return theme.tint(colour, 0.45) if is_descriptive else colour
