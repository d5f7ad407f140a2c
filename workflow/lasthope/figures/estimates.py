"""The axis of estimates, below dots and intervals."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import fsum  # sum() rounds otherwise from Python 3.12 on
from typing import NamedTuple

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from lasthope.figures.lettering import SMALL, advance, write
from lasthope.figures.rows import ENDS, GAP, MARGIN
from lasthope.figures.theme import FAINT, INK, RULE

TICKS = MaxNLocator(nbins=5, steps=[1, 2, 5, 10])
# How much of what is plotted an axis may go beyond it to end at a tick.
SPARE = 0.12
# Between two names below an axis, and how far one may go beyond its right end.
APART = 5.0
BESIDE = GAP + MARGIN / 2
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
        named: values to mark with a line and to name below the ticks.
        bounds: values to mark with a line, at most one for each of ``DASHES``.
    """

    label: str
    low: float
    high: float
    limits: tuple[float, float]
    scale: float
    ends: tuple[str, str] | None
    bounds: tuple[float, ...] = ()
    named: tuple[tuple[float, str], ...] = ()

    @property
    def has_names(self) -> bool:
        """Whether something is named between the ticks and the label."""
        return self.ends is not None or bool(self.named)


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
    marked = [0.0] if axis.ends is not None else [value for value, _ in axis.named]
    for tick, text in zip(ticks, numbers(ticks, axis.scale), strict=True):
        plot.axvline(tick, color=RULE, linewidth=0.4, zorder=1)
        write(plot, tick, bottom + 10, text, size=SMALL, ha="center")
    for value in marked:
        plot.axvline(value, color=FAINT, linewidth=0.6, zorder=1)
    for bound, dashes in zip(axis.bounds, DASHES, strict=False):
        plot.axvline(bound, color=INK, linewidth=0.7, linestyle=(0, dashes), zorder=1)
    below = bottom + 20
    if axis.ends is not None:
        before, after = axis.ends
        write(plot, low, below, f"← {before}", size=SMALL)
        write(plot, high, below, f"{after} →", size=SMALL, ha="right")
    wide = plot.bbox.width / plot.figure.dpi * 72
    at = [(value - low) / (high - low) * wide for value, _ in axis.named]
    names = [name for _, name in axis.named]
    for point, name in zip(name_middles(at, names, wide), names, strict=True):
        value = low + point / wide * (high - low)
        write(plot, value, below, name, size=SMALL, ha="center")
    if axis.has_names:
        below += ENDS
    write(plot, (low + high) / 2, below, axis.label, size=SMALL, ha="center")


def name_middles(at: Sequence[float], names: Sequence[str], wide: float) -> list[float]:
    """Return where the middles of names stand, in points from the axis's left end.

    They stand at their values, as far as the page has room. Those that would touch
    stand on either side of the middle between their values.

    Args:
        at: where the values are, in points, from left to right; two at most.
        names: of the values.
        wide: the axis, in points.
    """
    halves = [advance(name, SMALL) / 2 for name in names]
    most = [wide + BESIDE - half for half in halves]
    middles = [min(x, end) for x, end in zip(at, most, strict=True)]
    if len(names) < 2 or middles[1] - middles[0] >= fsum(halves) + APART:
        return middles
    between = min(fsum(at) / 2, wide + BESIDE - 2 * halves[1] - APART / 2)
    return [between - APART / 2 - halves[0], between + APART / 2 + halves[1]]


def axis_limits(marks: pd.DataFrame, axis: Axis) -> tuple[float, float]:
    """Return the ends of the axis: beyond all that is plotted, at ticks if near."""
    ends = marks[["estimate", "low", "high"]]
    low, high = min(axis.low, ends.min().min()), max(axis.high, ends.max().max())
    spare = SPARE * (high - low)
    ticks = TICKS.tick_values(low, high)
    first = ticks[0] if low - ticks[0] <= spare else low
    last = ticks[-1] if ticks[-1] - high <= spare else high
    return max(axis.limits[0], first), min(axis.limits[1], last)


def numbers(ticks: Sequence[float], scale: float = 1.0) -> list[str]:
    """Return what stands at ticks: as many decimals at each, true minus signs.

    Args:
        ticks: multiples of the step between them.
        scale: factor from them to what is written.

    >>> numbers([-0.5, 0.0, 1.0]), numbers([0.0, 0.2], 100)
    (['−0.5', '0.0', '1.0'], ['0', '20'])
    """
    decimals = max(0, -exponent(step_of(ticks) * scale))
    return [
        # No zero is negative.
        f"{tick * scale + 0.0:,.{decimals}f}".replace("-", "−")
        for tick in ticks
    ]


def step_of(ticks: Sequence[float]) -> float:
    """Return the least distance of ticks; that of a single one from zero."""
    steps = [abs(after - before) for before, after in pairwise(ticks)]
    return min(steps, default=max(map(abs, ticks), default=0.0))


def exponent(number: float) -> int:
    """Return the power of ten of the last digit of a number, noise left out.

    >>> exponent(0.25), exponent(2e-05), exponent(0.30000000000000004)
    (-2, -5, -1)
    """
    _, digits, power = Decimal(f"{number:.6g}").normalize().as_tuple()
    assert isinstance(power, int)
    return power
