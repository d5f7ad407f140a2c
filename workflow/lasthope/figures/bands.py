"""Intervals by author over time, drawn as bands, and what is said of them."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from lasthope.figures import theme
from lasthope.figures.drawing import Options, counted, level

# So light that lines and grid show through two of them, one on the other.
FILL, EDGE = 0.14, 0.55
# Half the height of a band in the key, in points.
HALF = 3.0
# How wide edges are, in points.
WIDTH = 0.4
# On and off in points: where bands overlap in grey, their edges tell whose they are.
DASHES: dict[str, tuple[float, ...]] = {
    "platform": (),
    "provider": (3.0, 1.2),
    "employees": (0.8, 1.0),
    "official": (5.0, 1.2, 0.8, 1.2),
    "court": (8.0, 2.0),
    "media": (3.0, 1.0, 0.8, 1.0, 0.8, 1.0),
    "users": (1.6, 2.4),
}


def edge(side: str) -> dict[str, Any]:
    """Return how the edges of a side's band are drawn."""
    # A pattern is counted in widths of its line.
    dashes = tuple(length / WIDTH for length in DASHES[side])
    return {
        "color": theme.ink(side).colour,
        "alpha": EDGE,
        "linewidth": WIDTH,
        "linestyle": (0.0, dashes) if dashes else "solid",
        "zorder": 1,
    }


def draw_band(plot: Axes, rows: pd.DataFrame, side: str) -> None:
    """Draw a side's intervals; a period without neighbours has a bar.

    Args:
        plot: where, in per cent.
        rows: start, low and high of one side by start; null where there is none.
        side: whose.
    """
    if rows["low"].isna().all():
        return
    ink = theme.ink(side)
    low, high = rows["low"] * 100, rows["high"] * 100
    plot.fill_between(
        rows["start"], low, high, color=ink.colour, alpha=FILL, linewidth=0, zorder=1
    )
    for end in (low, high):
        plot.plot(rows["start"], end, **edge(side))
    is_known = low.notna()
    is_alone = is_known & ~is_known.shift(fill_value=False)
    is_alone &= ~is_known.shift(-1, fill_value=False)
    alone = rows.loc[is_alone, "start"]
    plot.vlines(
        alone, low[is_alone], high[is_alone], color=ink.colour, linewidth=0.5, zorder=1
    )
    for end in (low, high):
        plot.plot(
            alone, end[is_alone], color=ink.colour, linewidth=0, marker="_",
            markersize=3, markeredgewidth=0.5, zorder=1,
        )  # fmt: skip


def draw_sample(page: Axes, side: str, *, left: float, right: float, y: float) -> None:
    """Draw a piece of a side's band for the key, about a height in points."""
    ink = theme.ink(side)
    ends = (y - HALF, y + HALF)
    page.fill_between(
        [left, right], *ends, color=ink.colour, alpha=FILL, linewidth=0, zorder=1
    )
    for end in ends:
        page.plot([left, right], [end, end], **edge(side))


def sureness(table: pd.DataFrame, options: Options) -> tuple[str, str]:
    """Return how sure the shares are: for the figure, and for the caption.

    Args:
        table: status and n_authors of every share that is drawn.
        options: what holds for every figure.
    """
    is_known = table["status"].eq("exploratory")
    if not is_known.any():
        most = int(table["n_authors"].max())
        if most >= options.min_authors:
            # Of enough authors they are so for what is measured, as the note tells.
            return "descriptive", "The shares are descriptive."
        return "descriptive", (
            f"{counted(most, 'author')} at most in a period: the shares are "
            "descriptive, and no interval over sentences is drawn."
        )
    short = f"{level(options.confidence)} intervals by author"
    bands = (
        f"Bands, or bars where a period stands alone, are {short} (Wilson score), each "
        "period by itself"
    )
    if is_known.all():
        return f"bands: {short}; exploratory", f"{bands}; the shares are exploratory."
    return f"bands and bars: {short}; elsewhere descriptive", (
        f"{bands}, where {options.min_authors} authors of a side or more speak; shares "
        "without one are descriptive."
    )
