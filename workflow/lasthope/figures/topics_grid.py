"""How good each number of topics is, by three measures, and which was chosen."""

import pandas as pd
from matplotlib.axes import Axes

from lasthope.figures import theme
from lasthope.figures.drawing import Drawing, Options, joined
from lasthope.figures.lettering import SMALL, TITLE, write, write_lines
from lasthope.figures.notice import notice
from lasthope.figures.theme import FAINT, INK, PAGE, in_our_look

HEADING = "How many topics?"
MEASURES = ("coherence", "exclusivity", "stability")
MARGIN, GUTTER = 5.0, 26.0
PANEL_TOP, PANEL_HEIGHT, FOOT = 44.0, 78.0, 24.0


@in_our_look
def draw(*, topics_grid: pd.DataFrame, options: Options) -> Drawing:
    """Draw each measure over the numbers of topics that were tried."""
    if topics_grid.empty:
        message = "No numbers were tried: it was given, or there are no topics."
        return Drawing(notice(HEADING, message), topics_grid, HEADING, message, message)
    table = topics_grid.sort_values("n_topics", ignore_index=True)
    figure, page = theme.sheet(PAGE, PANEL_TOP + PANEL_HEIGHT + FOOT)
    y = write_lines(page, MARGIN, MARGIN, [HEADING], size=TITLE, cut="bold")
    line = "Numbers of topics tried; filled: the largest sum of the three ranks"
    write_lines(page, MARGIN, y, [line], cut="oblique")
    width = (PAGE - 2 * MARGIN) / len(MEASURES) - GUTTER
    for place, measure in enumerate(MEASURES):
        left = MARGIN + GUTTER + place * (width + GUTTER)
        write_lines(page, left, PANEL_TOP - 14, [measure.capitalize()], cut="bold")
        plot = theme.panel(
            figure, left=left, top=PANEL_TOP, width=width, height=PANEL_HEIGHT
        )
        draw_measure(plot, table, measure)
    chosen = int(table.loc[table["is_chosen"], "n_topics"].iloc[0])
    caption = (
        "Coherence: mean NPMI of the topics' words, where chance would have them meet. "
        "Exclusivity: mean share of a topic in its words, beyond chance. Stability: "
        "share of texts whose topic comes back in two halves of the authors. Each "
        "ranks the numbers; of those with the largest sum of ranks the smallest is "
        f"taken, here {chosen}."
    )
    told = [
        f"{row['n_topics']} topics: "
        + ", ".join(f"{measure} {row[measure]:.2f}" for measure in MEASURES)
        for row in table.to_dict("records")
    ]
    alt = f"Three lines over the number of topics. {joined(told)}."
    return Drawing(figure, table, HEADING, caption, alt)


def draw_measure(plot: Axes, table: pd.DataFrame, measure: str) -> None:
    """Draw one measure; numbers of topics stand at even distances."""
    values, places = table[measure], table.index
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.08 or 0.01
    plot.set(xlim=(-0.5, len(table) - 0.5), ylim=(low - room, high + room))
    plot.plot(places, values, color=FAINT, linewidth=0.8, zorder=1)
    fill = [INK if is_chosen else "white" for is_chosen in table["is_chosen"]]
    plot.scatter(places, values, c=fill, edgecolors=INK, linewidths=0.7, s=11, zorder=2)
    for value in sorted({low, high}):
        write(
            plot,
            -0.5 - 0.02 * len(table),
            value,
            f"{value:.2f}",
            size=SMALL,
            ha="right",
            va="center",
        )
    for place, number in zip(places, table["n_topics"], strict=True):
        below = low - room - (high - low + 2 * room) * 0.1
        write(plot, place, below, f"{number}", size=SMALL, ha="center")
    plot.spines[["top", "right"]].set_visible(False)
    plot.spines[["left", "bottom"]].set(linewidth=0.5, color=FAINT)
    plot.set_xticks([])
    plot.set_yticks([])
