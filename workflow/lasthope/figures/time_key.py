"""The key of a figure over time: which line, mark and band is whose."""

from collections.abc import Collection, Mapping

from matplotlib.axes import Axes

from lasthope.figures import theme
from lasthope.figures.bands import draw_sample
from lasthope.figures.lettering import LABEL, LEADING, advance, write_block

# Of a line with its mark, and between it and its text, and after that.
SAMPLE, BEFORE, AFTER = 14.0, 4.0, 14.0


def key_lines(texts: Mapping[str, str], width: float) -> list[list[str]]:
    """Return the sides that stand on each line, as many as there is room for.

    Args:
        texts: what is written of each side.
        width: of a line, in points.
    """
    lines: list[list[str]] = []
    left = 0.0
    for side, text in texts.items():
        wide = entry_width(text)
        if not lines or wide - AFTER > left:
            lines.append([])
            left = width
        lines[-1].append(side)
        left -= wide
    return lines


def entry_width(text: str) -> float:
    """Return how far one side takes the pen, with the gap behind it."""
    return SAMPLE + BEFORE + advance(text, LABEL) + AFTER


def draw_key(
    page: Axes,
    texts: Mapping[str, str],
    lines: list[list[str]],
    *,
    left: float,
    top: float,
    banded: Collection[str],
) -> float:
    """Tell which line and band is whose; return where that ends.

    Args:
        page: axes in points.
        texts: what is written of each side.
        lines: the sides on each line, of :func:`key_lines`.
        left: where lines begin.
        top: where the first line begins.
        banded: sides that have bands.
    """
    for line in lines:
        x, middle = left, top + LABEL * LEADING / 2
        for side in line:
            ink, end = theme.ink(side), x + SAMPLE
            if side in banded:
                draw_sample(page, side, left=x, right=end, y=middle)
            page.plot([x, end], [middle, middle], color=ink.colour, linewidth=0.9)
            page.plot(
                [x + SAMPLE / 2], [middle],
                color=ink.colour, marker=ink.marker, markersize=3,
            )  # fmt: skip
            write_block(page, end + BEFORE, middle, [texts[side]])
            x += entry_width(texts[side])
        top += LABEL * LEADING
    return top
