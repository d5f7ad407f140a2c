"""Where other groups stand between the two sides."""

import pandas as pd

from lasthope.figures.dots import Key, dot_plot
from lasthope.figures.drawing import Drawing, Options, counted, joined
from lasthope.figures.estimates import Axis
from lasthope.figures.notice import notice
from lasthope.figures.shares import size_of
from lasthope.figures.surety import intervals, status_of
from lasthope.figures.theme import in_our_look
from lasthope.schemas import SIDES

TITLE = "Whose framing do others share?"
LABEL = "place between the profiles of the two sides"
COLUMNS = [
    *("row", "facet", "label", "side", "estimate", "low", "high"),
    *("n_units", "n_authors", "method", "status"),
]


@in_our_look
def draw(*, comparison: pd.DataFrame, options: Options) -> Drawing:
    """Draw the alignment of each other side, of its frames and of its devices."""
    a, b = options.side_a, options.side_b
    table = aligned(comparison)
    if table.empty:
        message = f"No other side speaks, or {a} and {b} do not differ."
        return Drawing(notice(TITLE, message), table, TITLE, message, message)
    sides = [*dict.fromkeys(table["side"])]
    sizes = {side: size_of(table, side) for side in sides}
    short, status = status_of(table)
    lines, method = intervals(table, options)
    rows = table.drop_duplicates("row").sort_values("row")
    figure = dot_plot(
        # Without an interval the dot stands alone.
        table.assign(
            place=table["side"].map(sides.index),
            low=table["low"].fillna(table["estimate"]),
            high=table["high"].fillna(table["estimate"]),
        ),
        rows.assign(note=""),
        title=TITLE,
        remarks=[short, *lines],
        keys=[Key(side, f"{side}: {size}") for side, size in sizes.items()],
        axis=Axis(LABEL, 0, 1, (-99, 99), 1, None, named=((0, b), (1, a))),
    )
    caption = (
        f"Where the profile of each other side falls on the line from the {b}’s to the "
        f"{a}’s, the shares of sentences that hold each frame or device. "
        + " ".join(f"{side.capitalize()}: {size}." for side, size in sizes.items())
        + f" {method} The words of {a} and {b} are taken as they are. {status}"
    )
    told = [
        f"{row['side']}, {row['label']} {row['estimate']:.2f}"
        for row in table.to_dict("records")
    ]
    alt = (
        f"Dot plot of {counted(len(table), 'estimate')} on a line from 0, as the {b}, "
        f"to 1, as the {a}: {joined(told)}."
    )
    return Drawing(figure, table, TITLE, caption, alt)


def aligned(comparison: pd.DataFrame) -> pd.DataFrame:
    """Return the alignments of all other sides, a row per facet."""
    rows = comparison[comparison["measure"].eq("alignment")].rename(
        columns={"side_a": "side", "n_units_a": "n_units", "n_authors_a": "n_authors"}
    )
    facets = sorted(rows["facet"].unique(), reverse=True)
    return (
        rows.assign(
            row=rows["facet"].map({facet: row for row, facet in enumerate(facets)}),
            label=rows["facet"] + "s",
            place=rows["side"].map({side: n for n, side in enumerate(SIDES)}),
        )
        .sort_values(["row", "place"], ignore_index=True)
        .astype({"row": "int64"})[COLUMNS]
    )
