"""Draw how far the probabilities of a classifier can be believed."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from lasthope.classifier.calibrating import BINS, Reliability, calibration_error
from lasthope.figures.drawing import Drawing, counted
from lasthope.figures.lettering import (
    LABEL,
    SMALL,
    TITLE,
    height,
    wrap,
    write,
    write_lines,
)
from lasthope.figures.theme import (
    BLUE,
    COLUMN,
    FAINT,
    INK,
    RULE,
    in_our_look,
    panel,
    sheet,
    tint,
)
from lasthope.intervals import normal_quantile, wilson

CONFIDENCE = 0.95
DECIMALS = 6
MARGIN, LEFT, GAP = 5.0, 44.0, 8.0
SIDE, BARS, TICK_ROOM, FOOT = 180.0, 40.0, 6.0, 30.0
# Where bars begin, as a power of ten, so that one judgement is seen.
BASE = -0.4
TICKS = (0, 0.25, 0.5, 0.75, 1)


@in_our_look
def draw(*, reliability: Reliability, scores: pd.DataFrame) -> Drawing:
    """Draw the share that holds a category beside the probability told.

    Args:
        reliability: of the held-out probabilities of all categories that are used.
        scores: the table ``scores``.
    """
    table = binned(reliability)
    n_categories = int(scores["is_used"].sum())
    error = calibration_error(reliability)
    title = "Can the classifier’s probabilities be believed?"
    told = (
        f"{counted(int(reliability.n.sum()), 'judgement')} on held-out units, "
        f"{_categories(n_categories)}; expected calibration error {error:.3f}. "
        "Descriptive: this corpus and these coders"
    )
    width = COLUMN - 2 * MARGIN
    head = wrap(title, width=width, size=TITLE, cut="bold", max_lines=3)
    remark = wrap(told, width=width, size=LABEL, cut="oblique", max_lines=3)
    top = MARGIN + height(head, TITLE) + height(remark, LABEL) + 2 * GAP
    figure, page = sheet(COLUMN, top + SIDE + GAP + BARS + FOOT)
    y = write_lines(page, MARGIN, MARGIN, head, size=TITLE, cut="bold")
    write_lines(page, MARGIN, y, remark, cut="oblique")
    place = {"left": LEFT, "width": SIDE}
    curve = panel(figure, top=top, height=SIDE, **place)
    _curve(curve, table)
    below = top + SIDE + GAP
    bars = panel(figure, top=below, height=BARS, **place)
    _bars(bars, table)
    for tick in TICKS:
        at = LEFT + tick * SIDE
        write(page, at, below + BARS + 10, f"{tick:g}", size=SMALL, ha="center")
        write(
            page,
            LEFT - TICK_ROOM,
            top + (1 - tick) * SIDE,
            f"{tick:g}",
            size=SMALL,
            ha="right",
            va="center",
        )
    middle = LEFT + SIDE / 2
    write(page, middle, below + BARS + 21, "Probability told", size=SMALL, ha="center")
    for words, middle in (
        ("Share that holds the category", top + SIDE / 2),
        ("Judgements", below + BARS / 2),
    ):
        write(
            page,
            MARGIN + 4,
            middle,
            words,
            size=SMALL,
            rotation=90,
            ha="center",
            va="center",
        )
    caption = (
        f"Share of units that hold a category by hand coding beside the probability "
        f"that a classifier tells which was not taught with them, in {BINS} bins of "
        f"equal width, over {_categories(n_categories)}; {CONFIDENCE:.0%} Wilson "
        "intervals over units, each unit weighted by how many of the corpus it stands "
        "for. On the line the two are the same. Bars: how many judgements are in each "
        f"bin, on a scale of powers of ten. Expected calibration error {error:.3f}. "
        "Descriptive: it tells of this corpus and these coders."
    )
    known = table.dropna(subset="share")
    alt = f"Reliability diagram of {_categories(n_categories)}. " + "; ".join(
        f"told {row.mean_probability:.2f}, found {row.share:.2f} ({row.n} judgements)"
        for row in known.itertuples()
    )
    return Drawing(figure, table, title.rstrip("?"), caption, f"{alt}.")


def binned(reliability: Reliability) -> pd.DataFrame:
    """Return the table of what is plotted, a row per bin.

    Args:
        reliability: sums by bin.
    """
    some = reliability.n > 0
    divisor = np.where(some, reliability.weight, 1)
    share = reliability.present / divisor
    # As many units as would weigh as evenly (Kish 1965, section 11.7).
    n_even = divisor**2 / np.where(some, reliability.squares, 1)
    z = normal_quantile(CONFIDENCE)
    low, high = wilson(np.clip(share, 0, 1), np.maximum(n_even, 1), z)
    table = pd.DataFrame(
        {
            "from": reliability.low,
            "to": reliability.low + 1 / BINS,
            "n": reliability.n,
            "mean_probability": reliability.expected / divisor,
            "share": share,
            "low": low,
            "high": high,
        }
    ).round(DECIMALS)
    plotted = ["mean_probability", "share", "low", "high"]
    return table.assign(**{name: table[name].where(some) for name in plotted})


def _curve(plot: Axes, table: pd.DataFrame) -> None:
    known = table.dropna(subset="share")
    plot.plot([0, 1], [0, 1], color=FAINT, linewidth=0.8, zorder=1)
    at = known["mean_probability"]
    plot.vlines(
        at, known["low"], known["high"], color=tint(BLUE, 0.45), linewidth=1.2, zorder=2
    )
    plot.plot(at, known["share"], "o", color=BLUE, markersize=4.4, zorder=3)
    plot.set(xlim=(0, 1), ylim=(0, 1))
    _dress(plot)
    plot.set_yticks(TICKS, labels=[""] * len(TICKS))
    for line in plot.lines[1:]:
        line.set_clip_on(False)


def _bars(plot: Axes, table: pd.DataFrame) -> None:
    powers_of_n = np.log10(np.maximum(table["n"], 1))
    plot.bar(
        table["from"] + 0.5 / BINS,
        np.where(table["n"] > 0, powers_of_n - BASE, 0),
        bottom=BASE,
        width=0.8 / BINS,
        color=tint(BLUE, 0.45),
        edgecolor=BLUE,
        linewidth=0.6,
    )
    powers = np.arange(int(np.ceil(powers_of_n.max())) + 1)
    plot.set(xlim=(0, 1), ylim=(BASE, powers[-1]))
    _dress(plot)
    plot.set_yticks([])
    for power in powers[::2]:
        write(
            plot,
            -TICK_ROOM / SIDE,
            power,
            f"{10**power:,}",
            size=SMALL,
            ha="right",
            va="center",
        )


def _dress(plot: Axes) -> None:
    plot.set_facecolor("none")
    plot.set_xticks(TICKS, labels=[""] * len(TICKS))
    plot.tick_params(bottom=True, left=True, length=2.5, width=0.6, color=FAINT)
    for tick in TICKS[1:-1]:
        plot.axvline(tick, color=RULE, linewidth=0.4, zorder=0)
    for name, spine in plot.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set(color=INK, linewidth=0.6)


def _categories(number: int) -> str:
    return "1 category" if number == 1 else f"{number} categories"
