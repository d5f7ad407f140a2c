"""How good each number of topics is, by three measures, and which was chosen."""

import pandas as pd
from matplotlib.axes import Axes

from lasthope.figures import theme
from lasthope.figures.drawing import Drawing, Options, joined
from lasthope.figures.estimates import TICKS, numbers
from lasthope.figures.lettering import SMALL, TITLE, write, write_lines
from lasthope.figures.notice import notice
from lasthope.figures.theme import FAINT, INK, PAGE, PAPER, RULE, in_our_look

HEADING = "How many topics?"
MEASURES = ("coherence", "exclusivity", "stability")
MARGIN, GUTTER = 5.0, 26.0
PANEL_TOP, PANEL_HEIGHT, FOOT = 56.0, 84.0, 28.0
# From the lower end of a panel to the baseline below it, and to the next.
TICK_ROW = 9.0
# Below the least value, lest its dot lie on the end of the axis.
ROOM = 0.06


@in_our_look
def draw(*, topics_grid: pd.DataFrame, options: Options) -> Drawing:
    """Draw each measure over the numbers of topics that were tried."""
    if topics_grid.empty:
        message = "No numbers were tried: it was given, or there are no topics."
        return Drawing(notice(HEADING, message), topics_grid, HEADING, message, message)
    table = topics_grid.sort_values("n_topics", ignore_index=True)
    figure, page = theme.sheet(PAGE, PANEL_TOP + PANEL_HEIGHT + FOOT)
    y = write_lines(page, MARGIN, MARGIN, [HEADING], size=TITLE, cut="bold")
    lines = [
        "Filled: the number taken, with the largest sum of the three ranks",
        "The most there can be is 1, of exclusivity 1 − 1/number",
    ]
    write_lines(page, MARGIN, y, lines, cut="oblique")
    limits = limits_of(table)
    width = (PAGE - 2 * MARGIN) / len(MEASURES) - GUTTER
    for place, measure in enumerate(MEASURES):
        left = MARGIN + GUTTER + place * (width + GUTTER)
        write_lines(page, left, PANEL_TOP - 14, [measure.capitalize()], cut="bold")
        plot = theme.panel(
            figure, left=left, top=PANEL_TOP, width=width, height=PANEL_HEIGHT
        )
        draw_measure(plot, table, measure, limits)
    chosen = int(table.loc[table["is_chosen"], "n_topics"].iloc[0])
    caption = (
        "Coherence: mean NPMI of the topics’ words, where chance would have them meet. "
        "Exclusivity: mean share of a topic in its words, beyond chance. Stability: "
        "share of texts whose topic comes back in two halves of the authors. The most "
        "there can be is 1, of exclusivity 1 less 1 over the number of topics. Each "
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


def draw_measure(
    plot: Axes, table: pd.DataFrame, measure: str, limits: tuple[float, float]
) -> None:
    """Draw one measure; numbers of topics stand at even distances."""
    values, places = table[measure], table.index
    low, high = limits
    plot.set(xlim=(-0.5, len(table) - 0.5), ylim=limits)
    # What lies on the edge, as shares of 1 do, is drawn whole.
    plot.plot(places, values, color=FAINT, linewidth=0.8, zorder=2, clip_on=False)
    fill = [INK if is_chosen else PAPER for is_chosen in table["is_chosen"]]
    dots = plot.scatter(places, values, c=fill, edgecolors=INK, linewidths=0.7, s=11)
    dots.set(zorder=3, clip_on=False)
    ticks = [tick for tick in TICKS.tick_values(low, high) if low <= tick <= high]
    for tick, text in zip(ticks, numbers(ticks), strict=True):
        colour, wide = (FAINT, 0.6) if tick == 0 else (RULE, 0.4)
        plot.axhline(tick, color=colour, linewidth=wide, zorder=1)
        left = -0.5 - 0.02 * len(table)
        write(plot, left, tick, text, size=SMALL, ha="right", va="center")
    point = (high - low) / PANEL_HEIGHT
    for place, number in zip(places, table["n_topics"], strict=True):
        below = low - TICK_ROW * point
        write(plot, place, below, f"{number}", size=SMALL, ha="center")
    middle = (len(table) - 1) / 2
    below = low - 2 * TICK_ROW * point
    write(plot, middle, below, "number of topics", size=SMALL, ha="center")
    plot.spines[["top", "right", "left"]].set_visible(False)
    plot.spines["bottom"].set(linewidth=0.5, color=FAINT)
    plot.set_xticks([])
    plot.set_yticks([])


def limits_of(table: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis, one for all measures: chance, or below, and 1."""
    least = float(table[[*MEASURES]].min().min())
    return min(0.0, least - ROOM), 1.0
