"""Which words set the two sides apart."""

import pandas as pd

from lasthope.doubts import holding_zero
from lasthope.figures.dots import Key, dot_plot
from lasthope.figures.drawing import Drawing, Options, counted, listed
from lasthope.figures.estimates import Axis
from lasthope.figures.notice import notice
from lasthope.figures.surety import intervals, status_of
from lasthope.figures.theme import in_our_look

TITLE = "Words by side"
# Words shown each way: as many as one reads in a column of a journal.
EACH_WAY = 12
COLUMNS = [
    *("row", "name", "label", "side", "estimate", "low", "high"),
    *("count_a", "count_b", "n_units_a", "n_units_b", "n_authors_a", "n_authors_b"),
    *("n_authors_with_a", "n_authors_with_b", "dispersion_a", "dispersion_b"),
    *("method", "status"),
]


@in_our_look
def draw(*, comparison: pd.DataFrame, options: Options) -> Drawing:
    """Draw the log odds ratios of the words most typical of either side."""
    a, b = options.side_a, options.side_b
    every = log_odds(comparison, options)
    if every.empty:
        message = f"No word is frequent enough to compare {a} and {b}."
        table = every.reindex(columns=COLUMNS)
        return Drawing(notice(TITLE, message), table, TITLE, message, message)
    table = most_typical(every, options)
    authors = table[["n_authors_a", "n_authors_b"]].max(axis=1)
    short, status = status_of(table.assign(n_authors=authors))
    has_several = bool(authors.gt(1).any())
    lines, method = intervals(table, options)
    notes = used(table, "a", has_several) + " : " + used(table, "b", has_several)
    uses = "uses (speakers)" if has_several else "uses"
    shown = table["side"].value_counts()
    figure = dot_plot(
        table.assign(place=0),
        table.assign(note=notes),
        title=TITLE,
        remarks=[short, *lines],
        at_right=f"{uses} by {a} : {b}",
        keys=[
            Key(side, f"commoner with the {side}") for side in (a, b) if side in shown
        ],
        axis=Axis("log odds ratio", -0.5, 0.5, (-99, 99), 1, (b, a)),
    )
    sizes = table.iloc[0]
    is_open = holding_zero(table)
    caption = (
        f"Natural logarithm of the odds ratio of each word, {a} to {b}: above zero it "
        f"is commoner with the {a}, below with the {b}. Of "
        f"{counted(len(every), 'word')} compared, the {len(table)} with the largest "
        f"ratio for the width of their interval, at most {EACH_WAY} each way. "
        f"{a.capitalize()}: "
        f"{counted(sizes['n_units_a'], 'sentence')}, "
        f"{counted(sizes['n_authors_a'], 'speaker')}. {b.capitalize()}: "
        f"{counted(sizes['n_units_b'], 'sentence')}, "
        f"{counted(sizes['n_authors_b'], 'speaker')}. "
        f"{method} "
        # A sentence of its own.
        f"{is_open[:1].upper()}{is_open[1:]}{'. ' if is_open else ''}{status}"
    )
    if has_several:
        caption += (
            " The table tells how unevenly the speakers of a side use each word: the "
            "deviation of proportions, 0 where each uses it as often as he speaks."
        )
    of_side = {side: table.loc[table["side"].eq(side), "label"] for side in (a, b)}
    told = [
        f"Commoner with the {side}: {listed(labels)}."
        for side, labels in of_side.items()
        if len(labels)
    ]
    alt = f"Dot plot of log odds ratios with one word a row. {' '.join(told)}"
    return Drawing(figure, table, TITLE, caption, alt)


def used(table: pd.DataFrame, end: str, has_several: bool) -> pd.Series:
    """Return how often each word is used on a side and, if known, by how many."""
    uses = table[f"count_{end}"].map("{:,}".format)
    is_known = table[f"n_authors_{end}"].gt(0) & has_several
    by = " (" + table[f"n_authors_with_{end}"].astype(str) + ")"
    return uses.where(~is_known, uses + by)


def log_odds(comparison: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return the log odds ratios of the words that are typical of a side at all."""
    chosen = (
        comparison["measure"].eq("log_odds")
        & comparison["facet"].eq("word")
        & comparison["side_a"].eq(options.side_a)
        & comparison["side_b"].eq(options.side_b)
        & comparison["estimate"].ne(0)
    )
    is_of_a = comparison["estimate"].gt(0)
    side = is_of_a.map({True: options.side_a, False: options.side_b})
    return comparison.assign(side=side).loc[chosen]


def most_typical(every: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return the words most surely typical of each side, ordered by their ratio.

    A ratio counts for the more the narrower its interval; without an interval, for
    least.
    """
    width = (every["high"] - every["low"]).where(lambda wide: wide.gt(0))
    surety = (every["estimate"].abs() / width).round(6).fillna(0)
    return (
        every.assign(surety=surety, size=every["estimate"].abs())
        .sort_values(["surety", "size", "name"], ascending=[False, False, True])
        .groupby("side", sort=False)
        .head(EACH_WAY)
        .sort_values(["estimate", "name"], ascending=[False, True], ignore_index=True)
        .assign(row=lambda rows: range(len(rows)))[COLUMNS]
    )
