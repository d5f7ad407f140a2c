"""How often the first side uses each frame, over time, with the events marked."""

from typing import NamedTuple

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num, num2date
from matplotlib.figure import Figure

from lasthope.dates import start_and_precision
from lasthope.figures import theme
from lasthope.figures.drawing import Drawing, Options, counted, listed
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
from lasthope.figures.theme import FAINT, INK, PAGE, RULE, in_our_look
from lasthope.prevalence import over_time

HEADING = "Frames over time"
# With the panel of sizes they fill two columns evenly.
MOST_FRAMES = 7
# A share of fewer sentences jumps about and tells nothing.
FEWEST_UNITS = 20
MARGIN, GUTTER, GAP = 5.0, 14.0, 6.0
PLOT_HEIGHT, TICK_HEIGHT = 62.0, 12.0
# So many can be told under the heading and told apart in a panel.
MOST_EVENTS = 8
MARKS = "ABCDEFGH"


class Marks(NamedTuple):
    """The events to mark, with a letter each, and how they are told."""

    days: list[pd.Timestamp]
    told: list[str]


@in_our_look
def draw(
    *,
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    categories: pd.DataFrame,
    events: pd.DataFrame,
    options: Options,
) -> Drawing:
    """Draw a panel for each of the commonest frames of side a, and one for how much."""
    side = options.side_a
    shares = over_time(documents, units, tags, categories, side=side, facet="frame")
    table = of_commonest(shares)
    is_shown = table["n_units"] >= FEWEST_UNITS
    if table.loc[is_shown, "start"].nunique() < 2:
        message = (
            f"No frame of the {side} is known from two periods of {FEWEST_UNITS} "
            "sentences or more."
        )
        return Drawing(notice(HEADING, message), table, HEADING, message, message)
    marks = marked(events, table)
    figure = panels(table, marks, side)
    periods, authors = table["start"].nunique(), int(table["n_authors"].max())
    caption = (
        f"Share of the {side}'s own sentences that hold each of the "
        f"{table['name'].nunique()} frames it uses most, in {periods} periods. "
        f"Periods of fewer than {FEWEST_UNITS} sentences are left blank; near copies "
        "share the weight of one document; documents without a day are left out. "
        f"{counted(authors, 'author')} at most in a period: the shares are "
        "descriptive, and no interval over sentences is drawn. "
        + (f"Marked are {listed(marks.told)}." if marks.days else "No event is marked.")
    )
    peaks = table[is_shown].sort_values(["share", "name"]).groupby("label").tail(1)
    told = [
        f"{row['label']}, {row['share']:.0%} from {row['start']:%d %b %Y}"
        for row in peaks.iloc[::-1].to_dict("records")
    ]
    alt = f"Lines over time, one panel a frame; the peaks: {listed(told)}."
    return Drawing(figure, table, HEADING, caption, alt)


def of_commonest(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the frames used most, the commonest first."""
    total = shares.groupby(["name", "label"], as_index=False).agg(
        n_with=("n_with", "sum")
    )
    order = total.sort_values(["n_with", "name"], ascending=[False, True])
    names = order.loc[order["n_with"] > 0, "name"].head(MOST_FRAMES).tolist()
    return (
        shares[shares["name"].isin(names)]
        .assign(place=lambda rows: rows["name"].map(names.index))
        .sort_values(["place", "start"], ignore_index=True)
        .drop(columns="place")
    )


def marked(events: pd.DataFrame, table: pd.DataFrame) -> Marks:
    """Return the events within the time that is drawn."""
    first, last = table["start"].min(), table["start"].max()
    days: list[pd.Timestamp] = []
    told: list[str] = []
    for row in events.sort_values(["date", "actor"]).to_dict("records"):
        day = pd.Timestamp(start_and_precision(row["date"])[0])
        if first <= day <= last and len(days) < MOST_EVENTS:
            what = f"{row['date']}: {row['actor']}, {row['event']}"
            told.append(f"{MARKS[len(days)]}, {what}")
            days.append(day)
    return Marks(days, told)


def panels(table: pd.DataFrame, marks: Marks, side: str) -> Figure:
    """Return the figure: a heading, two columns of panels, the sizes last."""
    names = list(dict.fromkeys(zip(table["name"], table["label"], strict=True)))
    inner = PAGE - 2 * MARGIN
    head = wrap(HEADING, width=inner, size=TITLE, cut="bold", max_lines=1)
    line = f"% of the {side}'s own sentences"
    key = [
        line
        for told in marks.told
        for line in wrap(told, width=inner, size=SMALL, max_lines=1)
    ]
    top = MARGIN + height([*head, line], TITLE) + height(key, SMALL) + GAP
    step = LABEL * LEADING + PLOT_HEIGHT + TICK_HEIGHT + GAP
    n_rows = -(-(len(names) + 1) // 2)
    figure, page = theme.sheet(PAGE, top + n_rows * step + MARGIN)
    y = write_lines(page, MARGIN, MARGIN, head, size=TITLE, cut="bold")
    y = write_lines(page, MARGIN, y, [line], cut="oblique")
    write_lines(page, MARGIN, y + 1, key, size=SMALL, color=FAINT)
    width = (inner - GUTTER) / 2
    highest = table.loc[table["n_units"] >= FEWEST_UNITS, "share"].max()
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
        if name:
            rows = table[table["name"].eq(name)]
            draw_share(plot, rows, side, most=highest)
        else:
            draw_sizes(plot, table[table["name"].eq(names[0][0])])
        dress(plot, table, marks)
    return figure


def draw_share(plot: Axes, rows: pd.DataFrame, side: str, *, most: float) -> None:
    """Draw a frame's share; the line breaks where there are too few sentences."""
    known = rows["share"].where(rows["n_units"] >= FEWEST_UNITS) * 100
    plot.plot(rows["start"], known, color=theme.ink(side).colour, linewidth=0.9)
    plot.plot(
        rows["start"], known, color=theme.ink(side).colour, linewidth=0,
        marker="o", markersize=1.6,
    )  # fmt: skip
    plot.set_ylim(0, max(most * 105, 1))


def draw_sizes(plot: Axes, rows: pd.DataFrame) -> None:
    """Draw how many sentences there are in each period."""
    plot.step(rows["start"], rows["n_units"], where="post", color=FAINT, linewidth=0.8)
    plot.set_ylim(0, max(rows["n_units"].max() * 1.05, 1))


def dress(plot: Axes, table: pd.DataFrame, marks: Marks) -> None:
    """Give a panel its ticks and the events their lines and letters."""
    sns.despine(ax=plot)
    first, last = date2num(table["start"].min()), date2num(table["start"].max())
    plot.set(xlim=(first, last + (last - first) * 0.01), facecolor="none")
    for spine in ("left", "bottom"):
        plot.spines[spine].set(color=FAINT, linewidth=0.5)
    locator = AutoDateLocator(minticks=3, maxticks=6)
    ticks = locator.tick_values(num2date(first), num2date(last))
    inside = [tick for tick in ticks if first <= tick <= last]
    labels = ConciseDateFormatter(locator).format_ticks(inside)
    plot.set_xticks(inside, labels=[""] * len(inside))
    bottom, top = plot.get_ylim()
    unit = (top - bottom) / (PLOT_HEIGHT - 7)
    for tick, label in zip(inside, labels, strict=True):
        write(plot, tick, bottom - 8 * unit, label, size=SMALL, ha="center")
    for value in (tick for tick in plot.get_yticks() if bottom <= tick <= top):
        plot.axhline(value, color=RULE, linewidth=0.3, zorder=0)
        write(
            plot, first - (last - first) * 0.015, value, f"{value:,.6g}",
            size=SMALL, ha="right", va="center",
        )  # fmt: skip
    plot.set_yticks([])
    plot.tick_params(length=2, width=0.5, color=FAINT)
    previous = -1.0
    for letter, day in zip(MARKS, marks.days, strict=False):
        x = date2num(day)
        plot.axvline(x, color=INK, linewidth=0.5, linestyle=(0, (2, 2)), zorder=1)
        # Letters of days that lie close together stand one beside the other.
        x = max(x, previous)
        write(plot, x, top + 4 * unit, letter, size=SMALL, ha="center", va="center")
        previous = x + (last - first) * 0.022
