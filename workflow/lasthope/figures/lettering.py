"""Text in figures: measured, wrapped, and set so that no text is taken for markup."""

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from lasthope.figures.theme import INK

SMALL = 6.5
LABEL = 7.0
TITLE = 8.5
# Distance between baselines, and what of it lies above the baseline, in font sizes.
LEADING = 1.22
ASCENT = 0.76
# Height of the middle between a capital's and a small letter's middle.
X_MIDDLE = 0.33
# Narrower than any letter: bounds how much of a text can stand in a line.
NARROWEST = 0.2
# Less than any two texts differ in width, in points.
SLIVER = 0.01
MISSING = "□"
ELLIPSIS = "…"

# Fonts that ship with matplotlib, so that none of the system's is ever asked for.
FILES = {
    "normal": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "oblique": "DejaVuSans-Oblique.ttf",
}


def font(size: float, cut: str) -> FontProperties:
    """Return a font; its cut is ``normal``, ``bold`` or ``oblique``."""
    return FontProperties(fname=str(_file(cut)), size=size)


def plain(text: str) -> str:
    r"""Return a text in characters that the font can draw.

    What it lacks becomes a box, control characters become spaces, and what only
    formats other characters (joiners, marks of direction) goes.

    >>> plain("last\nhope \N{ROCKET}\N{ZERO WIDTH JOINER}")
    'last hope □'
    """
    return text.translate(_Drawable())


@lru_cache(maxsize=2**16)
def advance(text: str, size: float, cut: str = "normal") -> float:
    """Return how far a text takes the pen, in points, with its outer spaces.

    What is measured is the distance between two bars round the text, because the
    extent of ink alone does not see a space.
    """
    prop = font(size, cut)
    between, bars = (
        text_to_path.get_text_width_height_descent(inked, prop, False)[0]
        for inked in (f"|{plain(text)}|", "||")
    )
    return between - bars


def wrap(
    text: str, *, width: float, size: float, cut: str = "normal", max_lines: int
) -> list[str]:
    """Return a text in lines no wider than ``width`` points.

    Words too long for a line are broken; what exceeds ``max_lines`` is cut and ends
    in an ellipsis.
    """
    room = int(max_lines * width / (size * NARROWEST))
    pieces = [
        piece
        for word in plain(text[: 2 * room]).split()
        for piece in broken(word, width=width, size=size, cut=cut)
    ]
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and advance(longer, size, cut) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
        if len(lines) > max_lines:
            break
    if len(lines) <= max_lines:
        return lines
    last = lines[max_lines - 1]
    while last and advance(last + ELLIPSIS, size, cut) > width:
        # Whole words go first, letters only of a word that fills the line alone.
        last = last[:-1].rstrip() if " " not in last else last.rpartition(" ")[0]
    return [*lines[: max_lines - 1], last + ELLIPSIS]


def wrap_evenly(text: str, *, width: float, size: float, max_lines: int) -> list[str]:
    """Return a text in as few lines as :func:`wrap` needs, all about as long.

    >>> wrap_evenly("Democracy and the rule of law", width=97, size=7, max_lines=3)
    ['Democracy and', 'the rule of law']
    """
    lines = wrap(text, width=width, size=size, max_lines=max_lines)
    while len(lines) > 1:
        # The longest line gives a word away, as long as no further line is needed.
        narrower = max(advance(line, size) for line in lines) - SLIVER
        others = wrap(text, width=narrower, size=size, max_lines=max_lines)
        if len(others) > len(lines) or " ".join(others) != " ".join(lines):
            break
        lines = others
    return lines


def broken(word: str, *, width: float, size: float, cut: str = "normal") -> list[str]:
    """Return a word in pieces that each fit into ``width`` points."""
    if len(word) * size * NARROWEST < width and advance(word, size, cut) <= width:
        return [word]
    pieces, filled = [""], 0.0
    for character in word:
        step = advance(character, size, cut)
        if pieces[-1] and filled + step > width:
            pieces.append("")
            filled = 0.0
        pieces[-1] += character
        filled += step
    return pieces


def write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    size: float = LABEL,
    cut: str = "normal",
    color: str = INK,
    **settings: Any,
) -> Text:
    """Set one line of text with its baseline at ``y``; nothing in it is markup."""
    return axes.text(
        x,
        y,
        plain(text),
        fontproperties=font(size, cut),
        color=color,
        parse_math=False,
        **{"va": "baseline", "ha": "left"} | settings,
    )


def write_lines(
    axes: Axes,
    x: float,
    top: float,
    lines: Sequence[str],
    *,
    size: float = LABEL,
    **settings: Any,
) -> float:
    """Set lines below each other, from ``top`` down; return where they end."""
    for number, line in enumerate(lines):
        baseline = top + (number * LEADING + ASCENT) * size
        write(axes, x, baseline, line, size=size, **settings)
    return top + height(lines, size)


def write_block(
    axes: Axes,
    x: float,
    middle: float,
    lines: Sequence[str],
    *,
    size: float = LABEL,
    **settings: Any,
) -> None:
    """Set lines below each other so that small letters are centred on ``middle``."""
    first = middle + (X_MIDDLE - (len(lines) - 1) * LEADING / 2) * size
    for number, line in enumerate(lines):
        write(axes, x, first + number * LEADING * size, line, size=size, **settings)


def height(lines: Sequence[object], size: float) -> float:
    """Return how high lines of text stand, in points."""
    return len(lines) * LEADING * size


class _Drawable(dict[int, str]):
    """What to draw for a character, for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character.isspace() or category == "Cc":
            return " "
        # Variation selectors choose between forms of which the font has one.
        if category == "Cf" or 0xFE00 <= code <= 0xFE0F:
            return ""
        return character if code in _glyphs() else MISSING


@cache
def _glyphs() -> frozenset[int]:
    # The oblique font has fewer, but sets only our own words.
    upright = (get_font(str(_file(cut))) for cut in ("normal", "bold"))
    return frozenset.intersection(*(frozenset(font.get_charmap()) for font in upright))


def _file(cut: str) -> Path:
    return Path(mpl.get_data_path(), "fonts/ttf", FILES[cut])
