"""A vertical axis of time: dates in a band, a dot at each time, bars for vague ones."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, date2num, num2date
from numpy.typing import NDArray

from lasthope.figures.lettering import SMALL, write
from lasthope.figures.theme import FAINT, INK

# Bars of months and years beside the axis, and how many side by side.
BAR = 2.4
N_BARS = 6
EXACT = ("second", "day")
MONTHS = [
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
]

# Within so many days ticks are evenly apart, whatever their dates.
MOST_DAYS = 70
# 31 December 9999; no later day has a date in matplotlib.
LAST_DAY = 2932896.0

Numbers = NDArray[np.float64]


class Scale(NamedTuple):
    """Where times stand: days since 1970 from ``first`` to ``last``, down the page."""

    first: float
    last: float
    top: float
    tall: float

    def y(self, days: Numbers) -> Numbers:
        """Return where days stand on the page, in points."""
        return self.top + (days - self.first) / (self.last - self.first) * self.tall


def axis_ends(items: pd.DataFrame) -> tuple[float, float]:
    """Return the days that the axis starts and ends with.

    It reaches from the first exact date to the last; a month or year round them goes
    beyond the axis, one before or after them is wholly on it.
    """
    exact = items.loc[items["precision"].isin(EXACT)]
    some = exact if len(exact) else items
    first, last = some["start"].min(), some["end"].max()
    apart = items["end"].le(first) | items["start"].ge(last)
    ends = [*items.loc[apart, "start"], *items.loc[apart, "end"], first, last]
    low, high = date2num(min(ends)), min(date2num(max(ends)), LAST_DAY)
    # A single moment still needs an axis.
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def draw_axis(axis: Axes, items: pd.DataFrame, scale: Scale) -> None:
    """Draw the axis as a band with dates in it, and a dot at each exact time."""
    axis.set(xlim=(0, 1), ylim=(scale.last, scale.first), facecolor="#f2f2f2")
    axis.set(xticks=[], yticks=[])
    for spine in axis.spines.values():
        spine.set_visible(False)
    points = scale.tall / (scale.last - scale.first)
    ticks = ticks_of(scale)
    is_daily = len(ticks) > 1 and ticks[1] - ticks[0] == 1
    for tick in ticks:
        axis.axhline(tick, color=FAINT, linewidth=0.4, zorder=1)
        # A day's date stands in the middle of the day, any other at its start.
        below = (0.5 + SMALL * 0.36 / points) if is_daily else SMALL / points
        if tick + below < scale.last:
            text = tick_label(tick, ticks)
            write(axis, 0.5, tick + below, text, size=SMALL, ha="center", zorder=2)
    exact = items.loc[items["precision"].isin(EXACT)]
    dots = exact.assign(
        x=exact["lane"].eq("right").astype(float), y=date2num(exact["moment"])
    )
    sns.scatterplot(
        data=dots,
        x="x",
        y="y",
        ax=axis,
        color=INK,
        s=5,
        linewidth=0,
        legend=False,
        clip_on=False,
        zorder=4,
    )
    axis.set(xlabel="", ylabel="")


def ticks_of(scale: Scale) -> list[float]:
    """Return every day of up to two weeks, or up to ten round dates."""
    if 1 < scale.last - scale.first <= 14:
        return [float(day) for day in np.arange(np.ceil(scale.first), scale.last)]
    locator = AutoDateLocator(minticks=3, maxticks=10)
    found = locator.tick_values(num2date(scale.first), num2date(scale.last))
    return [float(tick) for tick in found if scale.first <= tick < scale.last]


def few_ticks(first: float, last: float) -> list[float]:
    """Return up to six dates, all over the time from one day to another.

    Within ``MOST_DAYS`` they are as many days apart as it takes, from the first day
    on; beyond, they are round: firsts and middles of months, or firsts of years.
    """
    n_days = last - first
    if n_days <= MOST_DAYS:
        step = max(1, -(-n_days // 5))
        return [float(day) for day in np.arange(np.ceil(first), last, step)]
    locator = AutoDateLocator(minticks=3, maxticks=6)
    found = locator.tick_values(num2date(first), num2date(last))
    return [float(tick) for tick in found if first <= tick <= last]


def tick_label(tick: float, ticks: Sequence[float]) -> str:
    """Return a date as exactly as the ticks are."""
    dates = [num2date(one) for one in ticks]
    date = num2date(tick)
    month = f"{MONTHS[date.month - 1]} {date.year}"
    if any((one.hour, one.minute) != (0, 0) for one in dates):
        return f"{date.day} {MONTHS[date.month - 1]} {date:%H:%M}"
    if any(one.day != 1 for one in dates):
        return f"{date.day} {month}"
    return f"{date.year}" if all(one.month == 1 for one in dates) else month


def draw_bars(
    page: Axes, items: pd.DataFrame, scale: Scale, *, edge: float, outwards: int
) -> int:
    """Draw as bars what is known to the month or year; return how many side by side."""
    vague = items.loc[~items["precision"].isin(EXACT)]
    taken: list[float] = []
    spans = vague[["start", "end"]].drop_duplicates().sort_values(["start", "end"])
    starts, ends = (
        scale.y(np.clip(date2num(spans[column]), scale.first, scale.last))
        for column in ("start", "end")
    )
    for start, end in zip(starts, ends, strict=True):
        free = (place for place, until in enumerate(taken) if until <= start)
        place = min(next(free, len(taken)), N_BARS - 1)
        taken[place : place + 1] = [end]
        x = edge + outwards * (place + 1) * BAR
        page.plot(
            [x, x],
            [start, end],
            color=FAINT,
            linewidth=1.4,
            solid_capstyle="butt",
            zorder=2,
        )
    return len(taken)
