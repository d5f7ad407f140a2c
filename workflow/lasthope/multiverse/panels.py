"""The two panels of a specification curve: the estimates, and the choices below."""

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from lasthope.figures import theme
from lasthope.figures.estimates import TICKS, numbers
from lasthope.figures.lettering import SMALL, wrap, write, write_block
from lasthope.figures.theme import COLUMN, FAINT, INK, PAPER, RULE, WINE

MARGIN, GAP, FOOT = 5.0, 7.0, 11.0
# Where the curve begins and how high it is; how high a row of choices is.
LEFT, CURVE, ROW = 74.0, 96.0, 8.6
WIDTH = COLUMN - LEFT - MARGIN
SHADE = "#ededed"
NAMES = {
    "copies": "Near copies",
    "voice": "Whose words",
    "unit": "Share of",
    "tagger": "Tagger",
    "stances": "Stances",
    "prior_words": "Prior, in words",
    "min_count": "Fewest uses",
    "topic_model": "Number of topics",
}


class Scale(NamedTuple):
    """What is plotted: its name, and the factor to the numbers at the ticks."""

    label: str
    factor: float


SHARES = Scale("Difference of shares, in percentage points", 100)
ODDS = Scale("Log odds ratio", 1)


def is_decisive(table: pd.DataFrame) -> pd.Series:
    """Tell which intervals leave only one side."""
    return table["low"].gt(0) | table["high"].lt(0)


def draw_curve(plot: Axes, table: pd.DataFrame, scale: Scale) -> None:
    """Draw estimates and intervals."""
    n = len(table)
    ends = table[["low", "high", "estimate"]] * scale.factor
    least, most = ends.min().min(), ends.max().max()
    low = min(0.0, least) if pd.notna(least) else -1.0
    high = max(0.0, most) if pd.notna(most) else 1.0
    room = 0.04 * (high - low)
    plot.set(xlim=(-0.5, n - 0.5), ylim=(low - room, high + room), facecolor="none")
    shade(plot, table)
    step = WIDTH / n
    plot.vlines(
        table.index,
        ends["low"],
        ends["high"],
        color=theme.tint(FAINT, 0.45),
        linewidth=min(1.0, 0.7 * step),
        zorder=2,
    )
    size = min(3.0, max(1.6, 1.1 * step))
    for is_sure in (False, True):
        chosen = is_decisive(table).eq(is_sure) & ~table["is_main"]
        plot.scatter(
            table.index[chosen],
            ends.loc[chosen, "estimate"],
            s=size**2,
            facecolor=FAINT if is_sure else PAPER,
            edgecolor=FAINT,
            linewidth=0.5,
            zorder=3,
        )
    main = ends.loc[table["is_main"]]
    plot.vlines(main.index, main["low"], main["high"], color=WINE, linewidth=1.2)
    plot.scatter(main.index, main["estimate"], s=16, marker="D", c=WINE, zorder=4)
    plot.axhline(0, color=INK, linewidth=0.6, zorder=1)
    plot.set_xticks([])
    plot.set_yticks([])
    every = TICKS.tick_values(low, high)
    ticks = [tick for tick in every if low - room <= tick <= high + room]
    for tick, text in zip(ticks, numbers(ticks), strict=True):
        plot.axhline(tick, color=RULE, linewidth=0.4, zorder=0)
        write(
            plot,
            -0.5 - 0.02 * n,
            tick,
            text,
            size=SMALL,
            color=FAINT,
            ha="right",
            va="center",
        )
    plot.set_axis_off()


def draw_choices(
    page: Axes,
    plot: Axes,
    table: pd.DataFrame,
    rows: list[tuple[str, str | None]],
    top: float,
) -> None:
    """Draw, for each choice, in which universes it was made."""
    n = len(table)
    plot.set(xlim=(-0.5, n - 0.5), ylim=(len(rows), 0), facecolor="none")
    shade(plot, table)
    width = min(1.4, 0.8 * WIDTH / n)
    for row, (kind, choice) in enumerate(rows):
        middle = top + (row + 0.5) * ROW
        if choice is None:
            write_block(page, MARGIN, middle, [NAMES[kind]], size=SMALL, cut="bold")
            continue
        label = wrap(
            readable(choice),
            width=LEFT - MARGIN - 10,
            size=SMALL,
            max_lines=1,
        )
        write_block(page, MARGIN + 6, middle, label, size=SMALL)
        plot.axhline(row + 0.5, color=RULE, linewidth=0.3, zorder=0)
        made = table[table[kind].eq(choice)]
        for is_main, colour in ((False, FAINT), (True, WINE)):
            at = made.index[made["is_main"].eq(is_main)]
            plot.vlines(
                at,
                row + 0.15,
                row + 0.85,
                color=colour,
                linewidth=max(1.2, width) if is_main else width,
                zorder=3 if is_main else 2,
            )
    plot.set_xticks([])
    plot.set_yticks([])
    plot.set_axis_off()


def shade(plot: Axes, table: pd.DataFrame) -> None:
    """Mark the universes without an estimate."""
    n_known = int(table["estimate"].notna().sum())
    if n_known < len(table):
        plot.axvspan(n_known - 0.5, len(table) - 0.5, color=SHADE, zorder=0, lw=0)


def readable(choice: str) -> str:
    """Return a choice as it is told.

    >>> readable("0.5x-seed1"), readable("asserts+rejects"), readable("as-found")
    ('0.5 ×, seed 1', 'asserts, rejects', 'as found')
    """
    told = choice.replace("x-seed", " ×, seed ").replace("+", ", ")
    return told.replace("_", " ").replace("-", " ")
