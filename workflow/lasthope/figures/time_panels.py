"""Panels of shares over time, one a category or topic, with the events marked."""

from collections.abc import Callable, Sequence
from math import fsum

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lasthope.figures import theme
from lasthope.figures.bands import draw_band, sureness
from lasthope.figures.drawing import (
    CAPTION_NAME,
    Drawing,
    Options,
    clipped,
    counted,
    joined,
    percent,
)
from lasthope.figures.estimates import numbers
from lasthope.figures.event_marks import LETTERS, Marks, marked
from lasthope.figures.lettering import (
    LABEL,
    LEADING,
    SMALL,
    TITLE,
    height,
    wrap,
    write,
    write_lines,
)
from lasthope.figures.notice import notice
from lasthope.figures.theme import FAINT, INK, PAGE, RULE
from lasthope.figures.time_key import draw_key, key_lines
from lasthope.figures.timeaxis import few_ticks, tick_label
from lasthope.prevalence import is_dated

# With the panel of sizes they fill two columns evenly.
MOST_NAMES = 7
# A share of fewer sentences jumps about and tells nothing.
FEWEST_UNITS = 20
# At the left of a panel the gutter holds half of a date, and the numbers of its axis.
MARGIN, GUTTER, GAP = 5.0, 18.0, 6.0
PLOT_HEIGHT, TICK_HEIGHT = 62.0, 12.0
TICKS = MaxNLocator(nbins=4, steps=[1, 2, 5, 10])


def draw_over_time(
    shares: pd.DataFrame,
    documents: pd.DataFrame,
    events: pd.DataFrame,
    *,
    heading: str,
    noun: str,
    verb: str,
    options: Options,
    note: Callable[[pd.DataFrame], str],
) -> Drawing:
    """Draw a panel for each of the commonest things, and one for how much was said.

    A side is drawn if it has two periods of enough sentences.

    Args:
        shares: of the sides, as :func:`lasthope.prevalence.over_time` returns them.
        documents: side, created_at and created_precision.
        events: what to mark.
        heading: of the figure.
        noun: what is counted: ``frame``, ``topic``.
        verb: what a sentence does with one: ``hold``, ``belong to``.
        options: what holds for every figure.
        note: returns a sentence for the caption, or none, from what is drawn.
    """
    sides = options.sides
    undated = dating(documents, sides)
    is_enough = shares["n_units"] >= FEWEST_UNITS
    periods = shares[is_enough].groupby("side")["start"].nunique()
    drawn = [side for side in sides if periods.get(side, 0) >= 2]
    table = of_commonest(shares[shares["side"].isin(drawn)])
    if table.empty:
        message = undated or (
            f"No {noun} is known from two periods of {FEWEST_UNITS} sentences or more "
            f"of the {' or the '.join(sides)}."
        )
        return Drawing(notice(heading, message), table, heading, message, message)
    marks = marked(events, table)
    is_drawn = table["n_units"] >= FEWEST_UNITS
    short, sure = sureness(table[is_drawn], options)
    figure = panels(table, marks, drawn, heading, short)
    few = [side for side in sides if side not in drawn]
    caption = [
        f"Share of own sentences that {verb} each of the "
        f"{counted(table['name'].nunique(), noun)} used most, in "
        f"{table['start'].nunique()} periods. "
        + " ".join(
            f"{side.capitalize()}: {size}."
            for side, size in sizes_of(table, drawn).items()
        )
        + " Each panel has its own scale.",
        f"Too few sentences in any two periods to be drawn: {', '.join(few)}."
        if few
        else "",
        note(table),
        f"Periods of fewer than {FEWEST_UNITS} sentences are left blank; near copies "
        "share the weight of one document.",
        undated,
        sure,
        marks.sentence,
    ]
    peaks = (
        table[is_drawn].sort_values(["share", "name", "side"]).groupby("label").tail(1)
    )
    told = [
        f"{clipped(row['label'], CAPTION_NAME)}, {row['side']} "
        f"{percent(row['share'])}% from {row['start']:%d %b %Y}"
        for row in peaks.iloc[::-1].to_dict("records")
    ]
    alt = f"Lines over time, one panel a {noun}; the peaks: {joined(told)}."
    return Drawing(figure, table, heading, " ".join(filter(None, caption)), alt)


def dating(documents: pd.DataFrame, sides: Sequence[str]) -> str:
    """Say how many documents of each side have no day and so are left out."""
    of_sides = documents[documents["side"].isin(sides)]
    is_known = is_dated(of_sides)
    if len(of_sides) and not is_known.any():
        return (
            f"No document of the {' or the '.join(sides)} is dated to the day, so that "
            "nothing can be shown over time; give dates where the documents are read."
        )
    told = []
    for side in sides:
        of_side = of_sides["side"].eq(side)
        n, n_undated = int(of_side.sum()), int((of_side & ~is_known).sum())
        if n_undated:
            told.append(f"{n_undated:,} of the {side}’s {counted(n, 'document')}")
    return f"Not dated to the day, so left out: {', '.join(told)}." if told else ""


def of_commonest(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of what is used most, by all sides together, commonest first."""
    total = shares.groupby("name", as_index=False).agg(n_with=("n_with", "sum"))
    order = total.sort_values(["n_with", "name"], ascending=[False, True])
    names = order.loc[order["n_with"] > 0, "name"].head(MOST_NAMES).tolist()
    sides = list(dict.fromkeys(shares["side"]))
    return (
        shares[shares["name"].isin(names)]
        .assign(
            place=lambda rows: rows["name"].map(names.index),
            of=lambda rows: rows["side"].map(sides.index),
        )
        .sort_values(["place", "of", "start"], ignore_index=True)
        .drop(columns=["place", "of"])
    )


def panels(
    table: pd.DataFrame, marks: Marks, sides: Sequence[str], heading: str, sure: str
) -> Figure:
    """Return the figure: a heading, two columns of panels, the sizes last."""
    names = list(dict.fromkeys(zip(table["name"], table["label"], strict=True)))
    inner = PAGE - 2 * MARGIN
    head = wrap(heading, width=inner, size=TITLE, cut="bold", max_lines=1)
    line = f"% of a side’s own sentences; {sure}; each panel has its own scale"
    key = [
        line
        for told in marks.told
        for line in wrap(told, width=inner, size=SMALL, max_lines=1)
    ]
    texts = {side: f"{side}: {size}" for side, size in sizes_of(table, sides).items()}
    lines = key_lines(texts, inner)
    top = MARGIN + height([*head, line], TITLE) + height(lines, LABEL)
    top += height(key, SMALL) + GAP
    step = LABEL * LEADING + PLOT_HEIGHT + TICK_HEIGHT + GAP
    n_rows = -(-(len(names) + 1) // 2)
    figure, page = theme.sheet(PAGE, top + n_rows * step + MARGIN)
    y = write_lines(page, MARGIN, MARGIN, head, size=TITLE, cut="bold")
    y = write_lines(page, MARGIN, y, [line], cut="oblique")
    banded = set(table.loc[table["high"].notna(), "side"])
    y = draw_key(page, texts, lines, left=MARGIN, top=y, banded=banded)
    write_lines(page, MARGIN, y + 1, key, size=SMALL, color=FAINT)
    width = (inner - GUTTER) / 2
    for number, (name, label) in enumerate([*names, ("", "Sentences a period")]):
        row, column = divmod(number, 2)
        left, above = MARGIN + column * (width + GUTTER), top + row * step
        write_lines(
            page,
            left,
            above,
            wrap(label, width=width, size=LABEL, cut="bold", max_lines=1),
            cut="bold",
        )
        plot = theme.panel(
            figure,
            left=left + GUTTER,
            top=above + LABEL * LEADING + 7,
            width=width - GUTTER,
            height=PLOT_HEIGHT - 7,
        )
        rows = table[table["name"].eq(name or names[0][0])]
        for side in sides:
            of_side = rows[rows["side"].eq(side)]
            if name:
                draw_share(plot, of_side, side)
            else:
                draw_sizes(plot, of_side, side)
        shown = rows.loc[rows["n_units"] >= FEWEST_UNITS, ["share", "high"]] * 100
        most = shown.max().max() if name else rows["n_units"].max()
        plot.set_ylim(0, max(most * 1.05, 1))
        dress(plot, table, marks)
    return figure


def sizes_of(table: pd.DataFrame, sides: Sequence[str]) -> dict[str, str]:
    """Return how many sentences each side has in all periods, copies weighted."""
    each = table.drop_duplicates(["side", "start"]).groupby("side")["n_units"]
    n_units = each.agg(fsum).round().astype(int)
    return {side: counted(n_units[side], "sentence") for side in sides}


def draw_share(plot: Axes, rows: pd.DataFrame, side: str) -> None:
    """Draw a side's share; the line breaks where there are too few sentences."""
    is_enough = rows["n_units"] >= FEWEST_UNITS
    draw_band(plot, rows[["start"]].join(rows[["low", "high"]].where(is_enough)), side)
    known = rows["share"].where(is_enough) * 100
    ink = theme.ink(side)
    plot.plot(rows["start"], known, color=ink.colour, linewidth=0.9)
    plot.plot(
        rows["start"], known, color=ink.colour, linewidth=0,
        marker=ink.marker, markersize=1.8, clip_on=False,
    )  # fmt: skip


def draw_sizes(plot: Axes, rows: pd.DataFrame, side: str) -> None:
    """Draw how many sentences there are in each period, from its start to its end."""
    colour = theme.ink(side).colour
    edges = [*rows["start"], *rows["end"][-1:]]
    plot.stairs(rows["n_units"], date2num(edges), baseline=None, color=colour, lw=0.8)
    plot.plot(
        rows["start"][:1], rows["n_units"][:1], color=colour, linewidth=0,
        marker=theme.ink(side).marker, markersize=1.8, clip_on=False,
    )  # fmt: skip


def dress(plot: Axes, table: pd.DataFrame, marks: Marks) -> None:
    """Give a panel its ticks and the events their lines and letters."""
    sns.despine(ax=plot)
    first, last = date2num(table["start"].min()), date2num(table["end"].max())
    plot.set(xlim=(first, last), facecolor="none")
    for spine in ("left", "bottom"):
        plot.spines[spine].set(color=FAINT, linewidth=0.5)
    dates = few_ticks(first, last)
    labels = [tick_label(tick, dates) for tick in dates]
    plot.set_xticks(dates, labels=[""] * len(dates))
    bottom, top = plot.get_ylim()
    unit = (top - bottom) / (PLOT_HEIGHT - 7)
    for tick, label in zip(dates, labels, strict=True):
        write(plot, tick, bottom - 8 * unit, label, size=SMALL, ha="center")
    ticks = [tick for tick in TICKS.tick_values(bottom, top) if tick <= top]
    for value, text in zip(ticks, numbers(ticks), strict=True):
        plot.axhline(value, color=RULE, linewidth=0.3, zorder=0)
        write(
            plot, first - (last - first) * 0.015, value, text,
            size=SMALL, ha="right", va="center",
        )  # fmt: skip
    plot.set_yticks([])
    plot.tick_params(length=2, width=0.5, color=FAINT)
    previous = -1.0
    for letter, day in zip(LETTERS, marks.days, strict=False):
        x = date2num(day)
        plot.axvline(x, color=INK, linewidth=0.5, linestyle=(0, (2, 2)), zorder=1)
        # Letters of days that lie close together stand one beside the other.
        x = max(x, previous)
        write(plot, x, top + 4 * unit, letter, size=SMALL, ha="center", va="center")
        previous = x + (last - first) * 0.022
