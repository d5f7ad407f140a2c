"""The axis of estimates, below dots and intervals."""

from typing import NamedTuple

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from lasthope.figures.lettering import SMALL, write
from lasthope.figures.rows import ENDS
from lasthope.figures.theme import FAINT, INK, RULE

TICKS = MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10])
# Of the lines at bounds: dotted, then dashed.
DASHES = ((1.0, 1.5), (4.0, 2.0))


class Axis(NamedTuple):
    """The axis of estimates.

    Attributes:
        label: what is measured, in which unit.
        low: least end, unless an interval goes further.
        high: greatest end, unless an interval goes further.
        limits: what no end goes beyond.
        scale: factor from estimates to the numbers at the ticks.
        ends: what lies to the left and to the right of zero, if that is marked.
        bounds: values to mark with a line, at most one for each of ``DASHES``.
    """

    label: str
    low: float
    high: float
    limits: tuple[float, float]
    scale: float
    ends: tuple[str, str] | None
    bounds: tuple[float, ...] = ()


def dress(plot: Axes, axis: Axis) -> None:
    """Give a plot its ticks, grid, zero line and axis label."""
    sns.despine(ax=plot, left=True)
    plot.spines["bottom"].set(color=FAINT, linewidth=0.6)
    low, high = plot.get_xlim()
    bottom = plot.get_ylim()[0]
    ticks = [tick for tick in TICKS.tick_values(low, high) if low <= tick <= high]
    plot.set_xticks(ticks, labels=[""] * len(ticks))
    plot.set_yticks([])
    plot.tick_params(axis="x", bottom=True, length=2.5, width=0.6, color=FAINT)
    for tick in ticks:
        is_zero = axis.ends is not None and tick == 0
        colour, width = (FAINT, 0.6) if is_zero else (RULE, 0.4)
        plot.axvline(tick, color=colour, linewidth=width, zorder=1)
        text = number(tick * axis.scale)
        write(plot, tick, bottom + 10, text, size=SMALL, ha="center")
    for bound, dashes in zip(axis.bounds, DASHES, strict=False):
        plot.axvline(bound, color=INK, linewidth=0.7, linestyle=(0, dashes), zorder=1)
    below = bottom + 20
    if axis.ends is not None:
        before, after = axis.ends
        write(plot, low, below, f"← {before}", size=SMALL)
        write(plot, high, below, f"{after} →", size=SMALL, ha="right")
        below += ENDS
    write(plot, (low + high) / 2, below, axis.label, size=SMALL, ha="center")


def axis_limits(marks: pd.DataFrame, axis: Axis) -> tuple[float, float]:
    """Return the ends of the axis: beyond all that is plotted, at ticks."""
    ends = marks[["estimate", "low", "high"]]
    low, high = min(axis.low, ends.min().min()), max(axis.high, ends.max().max())
    ticks = TICKS.tick_values(low, high)
    return max(axis.limits[0], ticks[0]), min(axis.limits[1], ticks[-1])


def number(value: float) -> str:
    """Return a number at a tick, with a true minus sign.

    >>> number(-0.5), number(20.0)
    ('−0.5', '20')
    """
    return f"{value:.6g}".replace("-", "−")
