"""One look for all figures, and the same bytes wherever they are drawn."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import NamedTuple

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from lasthope.figures.drawing import Drawing

MM = 72 / 25.4
# Widths of a journal's page, and the most that fits on one above a caption, in points.
COLUMN = 85 * MM
PAGE = 180 * MM
PAGE_HEIGHT = 235 * MM
DPI = 300

INK = "#1a1a1a"
FAINT = "#5c5c5c"
RULE = "#d4d4d4"
PAPER = "#ffffff"

# Okabe and Ito's colours (2008), which the colour-blind can tell apart.
BLUE, VERMILION, GREEN = "#0072b2", "#d55e00", "#009e73"
PURPLE, SKY, ORANGE = "#cc79a7", "#56b4e9", "#e69f00"
# Of what is singled out and is no side; from Tol's muted scheme (2021).
WINE = "#882255"


class Ink(NamedTuple):
    """How a side is drawn: by shape as well as by colour, so that grey will do."""

    colour: str
    marker: str


SIDES = {
    "platform": Ink(BLUE, "o"),
    "provider": Ink(VERMILION, "s"),
    "employees": Ink(GREEN, "^"),
    "official": Ink(PURPLE, "D"),
    "court": Ink(INK, "p"),
    "media": Ink(ORANGE, "v"),
    "users": Ink(SKY, "P"),
}
# What is measured over all sides together.
ALL_SIDES = "all"
INKS = {**SIDES, ALL_SIDES: Ink(INK, "o")}
NO_SIDE = Ink(FAINT, "X")

RC = {
    **sns.axes_style("white"),
    **sns.plotting_context("paper"),
    "font.family": ["DejaVu Sans"],
    "svg.fonttype": "path",
    "svg.hashsalt": "lasthope",
    "pdf.fonttype": 42,
    # Unhinted glyphs are as wide in a picture as in the vectors we measure.
    "text.hinting": "none",
}
METADATA: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


@contextmanager
def look() -> Iterator[None]:
    """Draw with our settings alone, whatever a person's own matplotlibrc says."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)
        yield


def in_our_look(draw: Callable[..., Drawing]) -> Callable[..., Drawing]:
    """Make a figure's ``draw`` use our settings."""

    @wraps(draw)
    def drawn(**arguments: object) -> Drawing:
        with look():
            return draw(**arguments)

    return drawn


def render(figure: Figure, form: str) -> bytes:
    """Return a figure as ``svg``, ``pdf`` or ``png``: no clock, no banner."""
    buffer = io.BytesIO()
    with look():
        figure.savefig(buffer, format=form, dpi=DPI, metadata=METADATA[form])
    return buffer.getvalue()


def sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure with axes in points, from its upper left corner downwards."""
    figure = Figure(figsize=(width / 72, height / 72), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def panel(
    figure: Figure, *, left: float, top: float, width: float, height: float
) -> Axes:
    """Return axes on a figure, placed in points from its upper left corner."""
    whole_width, whole_height = figure.get_size_inches() * 72
    bottom = whole_height - top - height
    return figure.add_axes(
        (
            left / whole_width,
            bottom / whole_height,
            width / whole_width,
            height / whole_height,
        )
    )


def tint(colour: str, strength: float) -> str:
    """Return a colour mixed with white; ``strength`` 1 is the colour itself.

    >>> tint("#000000", 0.2)
    '#cccccc'
    """
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def ink(side: object) -> Ink:
    """Return how a side is drawn; what has no side is grey."""
    return INKS.get(str(side), NO_SIDE)
