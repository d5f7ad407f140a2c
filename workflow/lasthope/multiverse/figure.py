"""Draw a specification curve: what each universe gives, and by which choices.

Simonsohn, U., Simmons, J. P. and Nelson, L. D. (2020). Specification curve analysis.
Nature Human Behaviour 4, 1208-1214.
"""

from collections.abc import Iterable, Iterator

import pandas as pd
from matplotlib.axes import Axes

from lasthope.figures import theme
from lasthope.figures.drawing import Drawing, Options, clipped, counted, level
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
from lasthope.figures.theme import COLUMN, FAINT, PAPER, RULE, WINE
from lasthope.multiverse.gathering import CHOICES, robustness
from lasthope.multiverse.panels import (
    CURVE,
    FOOT,
    GAP,
    LEFT,
    MARGIN,
    ODDS,
    ROW,
    SHADE,
    SHARES,
    WIDTH,
    Scale,
    draw_choices,
    draw_curve,
    is_decisive,
)

# Marker, face, edge and what it means.
Mark = tuple[str, str, str, str]
LEGEND: tuple[Mark, ...] = (
    ("o", FAINT, FAINT, "the interval lies on one side of zero"),
    ("o", PAPER, FAINT, "the interval holds zero"),
    ("D", WINE, WINE, "the choices of the configuration"),
    ("s", SHADE, RULE, "no estimate"),
)


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
    found = robustness(table).iloc[0]
    title = f"Does “{clipped(found['label'], 60)}” lead with the {side}?"
    told = (
        f"Of {counted(found['n_universes'], 'universe')} {found['n_agree_in_sign']} "
        f"agree in sign, {found['n_agree_in_interval']} in interval"
    )
    scale = ODDS if facet == "word" else SHARES
    status = status_of(table)
    inner = COLUMN - 2 * MARGIN
    head = [
        wrap(title, width=inner, size=TITLE, cut="bold", max_lines=3),
        [
            line
            for remark in (told, status)
            for line in wrap(
                remark, width=inner, size=LABEL, cut="oblique", max_lines=3
            )
        ],
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
        f"to the largest, with its {level(options.confidence)} interval; below, by "
        f"which choices. Diamond: the choices of the configuration. {told}.{without} "
        "Universes share their texts: they are no independent witnesses. "
        f"{status}."
    )
    alt = f"{described(table, scale)} {told}."
    return Drawing(figure, table, title, caption, alt)


def status_of(table: pd.DataFrame) -> str:
    """Say how far the universes can be generalised."""
    statuses = set(table["status"].dropna())
    if not statuses:
        return "No universe has an estimate"
    if statuses <= {"exploratory"}:
        return "Exploratory"
    where = "" if statuses == {"descriptive"} else " in some"
    return f"Descriptive{where}: few speakers a side"


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


def legend(table: pd.DataFrame) -> tuple[Mark, ...]:
    """Return the marks that are drawn."""
    known = table[table["estimate"].notna()]
    others = known[~known["is_main"]]
    is_drawn = (
        is_decisive(others).any(),
        (~is_decisive(others)).any(),
        # Its choices are drawn in that colour even without an estimate.
        table["is_main"].any(),
        len(known) < len(table),
    )
    return tuple(mark for mark, drawn in zip(LEGEND, is_drawn, strict=True) if drawn)


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
