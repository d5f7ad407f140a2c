"""What every figure takes and gives, and how its caption words things."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from lasthope.intervals import MIN_PERMUTATIONS, Uncertainty

# Long enough for any name of ours, short enough that a caption stays one.
CAPTION_NAME = 60
CAPTION_NAMES = 12
SYNTHETIC = "Synthetic data"
SMALL: dict[str, Any] = {"fontsize": 5.5, "color": "#5c5c5c", "style": "italic"}


class Options(NamedTuple):
    """What holds for every figure.

    Attributes:
        side_a: first of the two sides compared.
        side_b: second of the two.
        show_private_text: whether words of private people may be shown.
        confidence: of intervals that a figure takes itself, between 0 and 1.
        min_authors: fewest authors of a side for such an interval.
        other_sides: further sides to show beside the two.
        max_words: most words of running text in one figure; a page holds about 500.
        is_synthetic: whether the words were made up.
        alpha_bounds: from which alpha on a category is tentative, and from which it is
            used for inference.
    """

    side_a: str
    side_b: str
    show_private_text: bool
    confidence: float
    min_authors: int
    other_sides: tuple[str, ...] = ()
    max_words: int = 500
    is_synthetic: bool = False
    alpha_bounds: tuple[float, ...] = ()

    @property
    def uncertainty(self) -> Uncertainty:
        """The settings of intervals that a figure takes itself; it tests nothing."""
        return Uncertainty(self.confidence, self.min_authors, MIN_PERMUTATIONS, seed=0)

    @property
    def sides(self) -> list[str]:
        """All sides to show, the two that are compared first."""
        return list(dict.fromkeys([self.side_a, self.side_b, *self.other_sides]))


class Drawing(NamedTuple):
    """A figure with all that is published beside it.

    Attributes:
        figure: the figure.
        table: exactly what is plotted, one row per mark.
        title: a few words, without a full stop.
        caption: whole sentences: what is seen, of how many, how sure.
        alt: one paragraph that tells what is seen to those who cannot see it.
    """

    figure: Figure
    table: pd.DataFrame
    title: str
    caption: str
    alt: str


def marked_synthetic(drawing: Drawing) -> Drawing:
    """Return a drawing that says, in ink and in words, that the data were made up."""
    drawing.figure.text(0.99, 0.004, SYNTHETIC, ha="right", va="bottom", **SMALL)
    return drawing._replace(
        title=f"{drawing.title} ({SYNTHETIC.lower()})",
        caption=f"{SYNTHETIC}. {drawing.caption}",
        alt=f"{SYNTHETIC}. {drawing.alt}",
    )


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form.

    >>> counted(1, "speaker"), counted(12000, "sentence")
    ('1 speaker', '12,000 sentences')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def percent(share: float) -> str:
    """Return a share in per cent, as exactly as it is small; only of none it is 0.

    >>> percent(1 / 6), percent(0.0997), percent(0.0272), percent(0.00272)
    ('17', '10', '2.7', '0.27')
    >>> percent(0.0), percent(1e-6), percent(1.0)
    ('0', '<0.01', '100')
    """
    value = 100 * share
    if value == 0:
        return "0"
    if value < 0.01:
        return "<0.01"
    # As many decimals as leave it two digits, which rounding may make one more.
    decimals = 2 if value < 0.995 else 1 if value < 9.95 else 0
    return f"{value:.{decimals}f}"


def level(confidence: float) -> str:
    """Return the level of an interval in per cent.

    >>> level(0.95), level(0.999)
    ('95%', '99.9%')
    """
    return f"{100 * confidence:.6g}%"


def listed(names: Iterable[str]) -> str:
    """Return names as a list for a caption; long names and long lists are cut.

    >>> listed(["war", "law, order"])
    'war; law, order'
    """
    return joined([clipped(name, CAPTION_NAME) for name in names])


def joined(items: Sequence[str]) -> str:
    """Return what is told of several things; of many, only of the first."""
    more = len(items) - CAPTION_NAMES
    rest = [f"and {more:,} more"] if more > 0 else []
    return "; ".join([*items[:CAPTION_NAMES], *rest])


def clipped(text: str, length: int) -> str:
    """Return a text on one line, cut to a number of characters.

    >>> clipped("the worlds  last hope", 12)
    'the worlds…'
    """
    # Before all else, so that a text of a megabyte costs no more than a label.
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
