"""The marks of frames and devices in running text, and their legend."""

from collections.abc import Mapping
from math import fsum  # sum() rounds otherwise from Python 3.12 on
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from lasthope.figures.drawing import counted
from lasthope.figures.lettering import SMALL, advance, write
from lasthope.figures.theme import INK, WINE

LINES = 4
LINE = 9.0
SAMPLE = 10.0
APART = 7.0
# Length of a bracket's ends.
TICK = 1.1

# Of Paul Tol's muted scheme (2021), which the colour-blind can tell apart, those that
# are dark enough for a thin line. No side is drawn in any of them.
COLOURS = (
    *("#332288", "#999933", "#aa4499"),
    *("#117733", "#cc6677", WINE),
)
DASHES: tuple[tuple[int, tuple[float, ...] | None], ...] = (
    *((0, None), (0, (2.2, 0.8)), (0, (0.8, 0.6))),
)
OPENINGS = {"frame": "Frames, below the line:", "device": "Devices, above the line:"}


class Style(NamedTuple):
    """How a frame is drawn: there are fewer colours than frames."""

    colour: str
    dashes: tuple[int, tuple[float, ...] | None]


class Entry(NamedTuple):
    """One entry of a legend; without a name it is only text."""

    name: str
    text: str

    @property
    def width(self) -> float:
        """How much of a line it takes."""
        return advance(self.text, SMALL) + APART + (SAMPLE + 3 if self.name else 0)


def frame_styles(spans: pd.DataFrame) -> dict[str, Style]:
    """Return each frame's style, by name."""
    names = sorted(spans.loc[spans["facet"].eq("frame"), "name"].unique())
    n_colours, n_dashes = len(COLOURS), len(DASHES)
    return {
        name: Style(COLOURS[i % n_colours], DASHES[i // n_colours % n_dashes])
        for i, name in enumerate(names)
    }


def legend(spans: pd.DataFrame, facet: str, *, width: float) -> list[list[Entry]]:
    """Return the lines of a legend: each frame or device with how often it occurs."""
    counts = spans.loc[spans["facet"].eq(facet), "name"].value_counts()
    entries = [Entry(name, f"{name} {counts[name]}") for name in sorted(counts.index)]
    lines = [[Entry("", OPENINGS[facet])]]
    for number, entry in enumerate(entries or [Entry("", "none")]):
        if fsum(one.width for one in [*lines[-1], entry]) > width:
            if len(lines) == LINES:
                # The last entry makes room for the words that stand for the rest.
                rest = counted(len(entries) - number + 1, "other")
                return [*lines[:-1], [*lines[-1][:-1], Entry("", f"and {rest}")]]
            lines.append([])
        lines[-1].append(entry)
    return lines


def draw_legend(
    page: Axes,
    lines: list[list[Entry]],
    styles: Mapping[str, Style],
    *,
    left: float,
    top: float,
) -> float:
    """Draw a legend from ``top`` down; return where it ends."""
    for number, entries in enumerate(lines):
        y, x = top + number * LINE, left
        for entry in entries:
            if entry.name in styles:
                rule(page, x, x + SAMPLE, y + 6.2, styles[entry.name])
            elif entry.name:
                bracket(page, x, x + SAMPLE, y + 5, opens=True, closes=True)
            after = SAMPLE + 3 if entry.name else 0
            write(page, x + after, y + 8, entry.text, size=SMALL)
            x += entry.width
    return top + len(lines) * LINE


def rule(page: Axes, left: float, right: float, y: float, style: Style) -> None:
    """Draw the line of a frame."""
    page.plot(
        [left, right],
        [y, y],
        color=style.colour,
        linestyle=style.dashes if style.dashes[1] else "-",
        linewidth=1.5,
        dash_capstyle="butt",
        solid_capstyle="butt",
        zorder=2,
    )


def bracket(
    page: Axes, left: float, right: float, y: float, *, opens: bool, closes: bool
) -> None:
    """Draw the bracket of a device."""
    points = [(left, y), (right, y)]
    if opens:
        points.insert(0, (left, y + TICK))
    if closes:
        points.append((right, y + TICK))
    page.plot(
        *zip(*points, strict=True),
        color=INK,
        linewidth=0.6,
        solid_joinstyle="miter",
        zorder=2,
    )


def dark(colour: str) -> str:
    """Return a colour dark enough for small letters."""
    red, green, blue = to_rgb(colour)
    return to_hex((0.62 * red, 0.62 * green, 0.62 * blue))
