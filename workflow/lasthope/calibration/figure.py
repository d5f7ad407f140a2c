"""Draw how often each method was right."""

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from lasthope.calibration import LEVEL
from lasthope.calibration.simulated import SCENARIOS
from lasthope.figures.drawing import Drawing
from lasthope.figures.lettering import LABEL, SMALL, TITLE, advance
from lasthope.figures.theme import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    PAGE,
    RULE,
    VERMILION,
    Ink,
    in_our_look,
    panel,
    sheet,
)

INKS = [Ink(BLUE, "o"), Ink(VERMILION, "s"), Ink(GREEN, "^")]
NAMES = 158.0
MARGIN, GAP, HEAD, FOOT, ROW = 6.0, 26.0, 56.0, 18.0, 20.0
DODGE = 0.2
CENTRED: dict[str, Any] = {"size": SMALL, "ha": "center", "va": "center"}


class Panel(NamedTuple):
    """A measure, what it should be, and the axis it is drawn on."""

    measure: str
    title: str
    target: float
    limits: tuple[float, float]
    ticks: list[float]


PANELS = (
    Panel(
        "false positives",
        "Difference found where there is none",
        LEVEL,
        (0, 0.8),
        [0.05, 0.2, 0.4, 0.6, 0.8],
    ),
    Panel(
        "coverage",
        "Interval holds the true difference",
        1 - LEVEL,
        (0.75, 1),
        [0.75, 0.8, 0.85, 0.9, 0.95, 1],
    ),
)


@in_our_look
def draw(*, calibration: pd.DataFrame) -> Drawing:
    """Draw a dot per method and scenario, beside a line where it should be."""
    table = calibration[calibration["measure"].isin([p.measure for p in PANELS])]
    methods = [*dict.fromkeys(table["method"])]
    n_runs = int(table["n_runs"].max())
    height = HEAD + len(methods) * ROW + FOOT
    figure, axes = sheet(PAGE, height)
    title = "Are the methods right as often as they say?"
    axes.text(MARGIN, 12, title, size=TITLE, weight="bold", color=INK, va="center")
    at = MARGIN + 3
    for scenario, ink in zip(SCENARIOS, INKS, strict=True):
        axes.plot([at], [28], ink.marker, color=ink.colour, markersize=4.5)
        axes.text(at + 7, 28, scenario.name, size=SMALL, color=INK, va="center")
        at += advance(scenario.name, SMALL) + 24
    width = (PAGE - MARGIN - NAMES - 2 * GAP) / 2 + 4
    for number, shown in enumerate(PANELS):
        left = MARGIN + NAMES + number * (width + GAP)
        place = {"left": left, "top": HEAD, "width": width}
        plot = panel(figure, **place, height=len(methods) * ROW)
        _marks(plot, table[table["measure"].eq(shown.measure)], methods, shown)
        plot.set_title(shown.title, size=LABEL, color=INK, pad=4, loc="left")
        if number == 0:
            plot.set_yticks(range(len(methods)), methods, size=LABEL, color=INK)
    caption = (
        f"Of {n_runs:,} simulated comparisons a scenario, each of 20 categories, the "
        f"share in which a method finds a difference at {LEVEL:.0%} although there is "
        f"none (left) and in which its interval of {1 - LEVEL:.0%} holds the true "
        "difference, there being one in a quarter of the categories of every second "
        "comparison (right). Authors differ among themselves (intraclass correlation "
        ".1). The lines show what the methods promise."
    )
    worst = table[table["measure"].eq("false positives")].groupby("method")["rate"]
    alt = "Dot plot. Largest share of false positives: " + "; ".join(
        f"{method} {rate:.1%}" for method, rate in worst.max().items()
    )
    return Drawing(figure, table, title, caption, f"{alt}.")


def _marks(plot: Axes, table: pd.DataFrame, methods: list[str], shown: Panel) -> None:
    """Draw the dots of one measure."""
    plot.axvline(shown.target, color=FAINT, linewidth=0.8, zorder=1)
    for number, (scenario, ink) in enumerate(zip(SCENARIOS, INKS, strict=True)):
        rows = table[table["scenario"].eq(scenario.name)]
        heights = rows["method"].map(methods.index) + DODGE * (number - 1)
        plot.plot(
            rows["rate"], heights, ink.marker, color=ink.colour, markersize=4, zorder=2
        )
    for row, method in enumerate(methods):
        if method not in set(table["method"]):
            middle = sum(shown.limits) / 2
            plot.text(
                middle,
                row,
                "gives none",
                size=SMALL,
                color=FAINT,
                ha="center",
                va="center",
            )
    plot.set(xlim=shown.limits, ylim=(len(methods) - 0.5, -0.5))
    plot.set_xticks(shown.ticks, [f"{tick:.0%}" for tick in shown.ticks], size=SMALL)
    plot.set_yticks([])
    for edge in range(len(methods) - 1):
        plot.axhline(edge + 0.5, color=RULE, linewidth=0.4, zorder=0)
    for side in ("top", "right", "left"):
        plot.spines[side].set_visible(False)
    plot.spines["bottom"].set_color(FAINT)
    plot.tick_params(axis="x", length=2, color=FAINT, labelcolor=INK)
    plot.tick_params(axis="y", length=0, labelcolor=INK)
