"""Draw a specification curve: what each universe gives, and by which choices.

Simonsohn, U., Simmons, J. P. and Nelson, L. D. (2020). Specification curve analysis.
Nature Human Behaviour 4, 1208-1214.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from lasthope.figures import theme
from lasthope.figures.dots import TICKS, number
from lasthope.figures.drawing import Drawing, Options, clipped, counted
from lasthope.figures.lettering import (
    LABEL,
    LEADING,
    SMALL,
    TITLE,
    height,
    wrap,
    write,
    write_block,
    write_lines,
)
from lasthope.figures.notice import notice
from lasthope.figures.theme import COLUMN, FAINT, INK, PAPER, RULE, VERMILION
from lasthope.multiverse import CHOICES, agreement

MARGIN, GAP, FOOT = 5.0, 7.0, 11.0
# Where the curve begins and how high it is; how high a row of choices is.
LEFT, CURVE, ROW = 74.0, 96.0, 8.6
WIDTH = COLUMN - LEFT - MARGIN
NAMES = {
    "copies": "Near copies",
    "voice": "Whose words",
    "unit": "Share of",
    "tagger": "Tagger",
    "stances": "Stances",
    "prior_words": "Prior, in words",
    "min_count": "Fewest uses",
    "topic_model": "Topics",
}
SHADE = "#ededed"
# Marker, face, edge and what it means.
Mark = tuple[str, str, str, str]
LEGEND: tuple[Mark, ...] = (
    ("o", FAINT, FAINT, "the interval lies on one side of zero"),
    ("o", PAPER, FAINT, "the interval holds zero"),
    ("D", VERMILION, VERMILION, "the choices of the configuration"),
    ("s", SHADE, RULE, "no estimate"),
)


class Scale(NamedTuple):
    """What is plotted: its name, and the factor to the numbers at the ticks."""

    label: str
    factor: float


SHARES = Scale("Difference of shares, in points of percent", 100)
ODDS = Scale("Log odds ratio", 1)


@theme.in_our_look
def draw(*, multiverse: pd.DataFrame, finding: str, options: Options) -> Drawing:
    """Draw all universes of one finding, from the least estimate to the largest.

    Args:
        multiverse: the table of all universes.
        finding: which, as in ``frame_a``.
        options: what holds for every figure.
    """
    facet, which = finding.split("_")
    side = options.side_a if which == "a" else options.side_b
    table = ordered(multiverse[multiverse["finding"].eq(finding)])
    if table.empty:
        title = f"No {facet} of the {side}"
        message = f"No {facet} leads on the side of the {side}; nothing is to be held."
        return Drawing(notice(title, message), table, title, message, message)
    found = agreement(table).iloc[0]
    title = f"“{clipped(found['label'], 60)}” leads with the {side}"
    told = (
        f"Of {counted(found['n_universes'], 'universe')} {found['n_agree_in_sign']} "
        f"agree in sign, {found['n_agree_in_interval']} in interval"
    )
    scale = ODDS if facet == "word" else SHARES
    head = [
        wrap(title, width=COLUMN - 2 * MARGIN, size=TITLE, cut="bold", max_lines=3),
        wrap(told, width=COLUMN - 2 * MARGIN, size=LABEL, cut="oblique", max_lines=3),
    ]
    rows = list(choice_rows(table))
    top = MARGIN + height(head[0], TITLE) + height(head[1], LABEL) + GAP
    top += len(legend(table)) * LABEL * LEADING + 2 * GAP
    below = top + CURVE + GAP
    figure, page = theme.sheet(COLUMN, below + len(rows) * ROW + FOOT)
    y = write_lines(page, MARGIN, MARGIN, head[0], size=TITLE, cut="bold")
    y = write_lines(page, MARGIN, y, head[1], cut="oblique") + GAP
    draw_legend(page, legend(table), y)
    above = f"{scale.label}; above zero: {options.side_a}"
    write(page, MARGIN, top - GAP / 2, above, size=SMALL, color=FAINT)
    curve = theme.panel(figure, left=LEFT, top=top, width=WIDTH, height=CURVE)
    draw_curve(curve, table, scale)
    matrix = theme.panel(
        figure, left=LEFT, top=below, width=WIDTH, height=len(rows) * ROW
    )
    draw_choices(page, matrix, table, rows, below)
    without = (
        f" In {found['n_without']} of them there is no estimate, for the reasons in "
        "the table."
        if found["n_without"]
        else ""
    )
    caption = (
        f"{scale.label}, {options.side_a} less {options.side_b}, of "
        f"“{clipped(found['label'], 60)}” ({facet}) in each universe, from the least "
        "to the largest, with its interval; below, by which choices. Diamond: the "
        f"choices of the configuration. {told}.{without} Universes share their texts: "
        "they are no independent witnesses."
    )
    alt = f"{described(table, scale)} {told}."
    return Drawing(figure, table, title, caption, alt)


def described(table: pd.DataFrame, scale: Scale) -> str:
    """Return in words what the curve shows."""
    opening = f"Specification curve of {counted(len(table), 'universe')}"
    known = table["estimate"].dropna() * scale.factor
    if known.empty:
        return f"{opening} without any estimate."
    main = (table.loc[table["is_main"], "estimate"] * scale.factor).dropna()
    ends = f"{opening}: estimates from {known.min():.2f} to {known.max():.2f}"
    chosen = [f", with the configuration's choices {value:.2f}" for value in main]
    return f"{ends}{''.join(chosen)}."


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Return universes by estimate, those without one last."""
    return table.sort_values(
        ["estimate", "low", "universe"], na_position="last", ignore_index=True
    )


def choice_rows(table: pd.DataFrame) -> Iterator[tuple[str, str | None]]:
    """Yield the rows below the curve: a kind of choice, then each choice of it."""
    for kind in CHOICES:
        choices = list(dict.fromkeys(table[kind].dropna()))
        if len(choices) > 1:
            yield kind, None
            yield from ((kind, choice) for choice in sorted(choices, key=_natural))


def _natural(choice: str) -> tuple[bool, float, str]:
    """Return what sorts numbers by size and texts by letter."""
    is_number = choice.replace(".", "", 1).isdecimal()
    return not is_number, float(choice) if is_number else 0.0, choice


def readable(choice: str) -> str:
    """Return a choice as it is told.

    >>> readable("0.5x-seed1"), readable("asserts+rejects"), readable("as-found")
    ('0.5 times, seed 1', 'asserts, rejects', 'as found')
    """
    told = choice.replace("x-seed", " times, seed ").replace("+", ", ")
    return told.replace("_", " ").replace("-", " ")


def is_decisive(table: pd.DataFrame) -> pd.Series:
    """Tell which intervals leave only one side."""
    return table["low"].gt(0) | table["high"].lt(0)


def legend(table: pd.DataFrame) -> tuple[Mark, ...]:
    """Return the marks that are drawn."""
    return LEGEND if table["estimate"].isna().any() else LEGEND[:-1]


def draw_legend(page: Axes, marks: Iterable[Mark], y: float) -> None:
    """Tell what the marks mean, from ``y`` downwards."""
    for line, (marker, face, edge, text) in enumerate(marks):
        middle = y + (line + 0.5) * LABEL * LEADING
        page.plot(
            [MARGIN + 4],
            [middle],
            marker,
            markersize=3.6,
            markerfacecolor=face,
            markeredgecolor=edge,
            markeredgewidth=0.7,
        )
        write_block(page, MARGIN + 13, middle, [text])


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
    plot.vlines(main.index, main["low"], main["high"], color=VERMILION, linewidth=1.2)
    plot.scatter(main.index, main["estimate"], s=16, marker="D", c=VERMILION, zorder=4)
    plot.axhline(0, color=INK, linewidth=0.6, zorder=1)
    plot.set_xticks([])
    plot.set_yticks([])
    for tick in TICKS.tick_values(low, high):
        if not low - room <= tick <= high + room:
            continue
        plot.axhline(tick, color=RULE, linewidth=0.4, zorder=0)
        write(
            plot,
            -0.5 - 0.02 * n,
            tick,
            number(tick),
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
        for is_main, colour in ((False, FAINT), (True, VERMILION)):
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
