"""What was done and said, on one axis of time."""

import pandas as pd

from lasthope.dates import start_and_precision
from lasthope.documents import statements
from lasthope.figures.drawing import (
    CAPTION_NAME,
    Drawing,
    Options,
    clipped,
    counted,
    joined,
)
from lasthope.figures.lanes import draw_lanes
from lasthope.figures.notice import notice
from lasthope.figures.theme import in_our_look

TITLE = "Events and statements"
PRIVATE = "{} of private people, not shown"
# More than three lines of a label hold, so that no cut shows here.
TEXT_LENGTH = 300
# How long a date of some precision lasts.
LASTS = {
    "second": pd.DateOffset(seconds=0),
    "day": pd.DateOffset(days=1),
    "month": pd.DateOffset(months=1),
    "year": pd.DateOffset(years=1),
}
# First of day, month and year to be told.
FIRST_PART = {"month": 1, "year": 2}
COLUMNS = [
    *("kind", "when", "precision", "start", "end", "moment", "side", "who"),
    *("what", "n", "is_announced", "lane"),
]


@in_our_look
def draw(*, documents: pd.DataFrame, events: pd.DataFrame, options: Options) -> Drawing:
    """Draw events and statements by time, what side a did and said at the right."""
    every = pd.concat([of_events(events), of_statements(documents, options)])
    dated = with_spans(every.loc[every["precision"].isin(LASTS)])
    undated = every.loc[~every["precision"].isin(LASTS)]
    if dated.empty:
        message = "No event or statement has a date."
        table = dated.assign(moment=dated["start"], lane="")[COLUMNS]
        return Drawing(notice(TITLE, message), table, TITLE, message, message)
    figure, table = draw_lanes(with_lanes(dated, options), title=TITLE)
    n_kinds = table.groupby("kind")["n"].sum()
    shown = " and ".join(
        counted(int(n_kinds.get(kind, 0)), kind) for kind in ("event", "statement")
    )
    caption = [
        f"{shown} by time, those of the {options.side_a} at the right, all others at "
        "the left.",
        "Days stand at their middle, whatever the hour; hours that are known are those "
        "reported, without regard to time zones. Hollow marks were announced and may "
        "not have happened; statements are in quotation marks.",
    ]
    if table["precision"].isin(["month", "year"]).any():
        caption.append(
            "Bars are dates of which only the month or year is known; they may go "
            "beyond the axis."
        )
    if len(table) < len(dated):
        caption.append(
            f"To fit a page, {len(dated) - len(table):,} later ones are left out."
        )
    if len(undated):
        caption.append(f"Undated: {joined(told(undated['who'], undated['what']))}.")
    first, last = table["when"].iloc[0], table["when"].iloc[-1]
    alt = (
        f"Axis of time from {first} to {last} with {shown}: "
        f"{joined(told(table['when'] + ', ' + table['who'], table['what']))}."
    )
    return Drawing(figure, table[COLUMNS], TITLE, " ".join(caption), alt)


def of_events(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events with start and precision; a date's form tells the latter."""
    found = [start_and_precision(date) for date in events["date"]]
    clock = events["time"].str.extract(r"^([01]?\d|2[0-3]):([0-5]\d)\b")
    minutes = pd.to_timedelta(
        clock[0].astype("Int64") * 60 + clock[1].astype("Int64"), unit="min"
    )
    start = pd.Series([date for date, _ in found], events.index, "datetime64[us]")
    precision = pd.Series([precision for _, precision in found], events.index, "str")
    has_clock = minutes.notna() & precision.eq("day")
    return pd.DataFrame(
        {
            "kind": "event",
            "start": start.where(~has_clock, start + minutes),
            "precision": precision.where(~has_clock, "second"),
            "side": events["side"],
            "who": events["actor"],
            "what": [clipped(event, TEXT_LENGTH) for event in events["event"]],
            "is_announced": events["is_announced"],
            "n": 1,
        }
    )


def of_statements(documents: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return the statements, without copies; those of private people only counted."""
    said = statements(documents)
    is_dated = said["created_at"].notna()
    is_shown = said["is_public"] | options.show_private_text
    items = pd.DataFrame(
        {
            "kind": "statement",
            "start": said["created_at"].dt.tz_localize(None),
            "precision": said["created_precision"].where(is_dated, "unknown"),
            "side": said["side"],
            "who": said["author"].fillna(said["organisation"]).fillna(said["side"]),
            "medium": said["medium"].fillna("statement"),
            "is_announced": False,
        }
    )
    texts = [
        f"{led_in(row['lead_in'])}“{clipped(row['text'], TEXT_LENGTH)}”"
        for row in said.loc[is_shown].to_dict("records")
    ]
    shown = items.loc[is_shown].assign(
        who=lambda rows: rows["who"] + ", " + rows["medium"], what=texts, n=1
    )
    private = (
        items.loc[~is_shown]
        .assign(who=lambda rows: rows["side"])
        .value_counts([*items.columns], dropna=False, sort=False)
        .rename("n")
        .reset_index()
        .assign(
            what=lambda rows: [
                PRIVATE.format(counted(n, "statement")) for n in rows["n"]
            ]
        )
    )
    return pd.concat([shown, private])


def led_in(lead_in: object) -> str:
    """Return the words before a fragment in brackets; nothing if there are none."""
    return f"[{clipped(lead_in, CAPTION_NAME)}] " if isinstance(lead_in, str) else ""


def with_spans(items: pd.DataFrame) -> pd.DataFrame:
    """Return dated items by start, with ``end`` and ``when``, their date in words."""
    rows = items.reset_index(drop=True)
    ends = [
        group["start"] + LASTS[str(precision)]
        for precision, group in rows.groupby("precision")
    ]
    return rows.assign(
        end=pd.concat(ends) if ends else rows["start"],
        when=list(map(date_in_words, rows["start"], rows["precision"])),
    ).sort_values(["start", "end", "kind", "who", "what"], ignore_index=True)


def date_in_words(start: pd.Timestamp, precision: str) -> str:
    """Return a date as exactly as it is known.

    >>> date_in_words(pd.Timestamp("2021-01-09"), "month")
    'Jan 2021'
    """
    parts = [str(start.day), start.month_name()[:3], str(start.year)]
    clock = [f"{start:%H:%M}"] if precision == "second" else []
    return " ".join([*parts[FIRST_PART.get(precision, 0) :], *clock])


def with_lanes(items: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return items with their lane: side a at the right, all others at the left."""
    is_of_a = items["side"].eq(options.side_a).fillna(False).astype(bool)
    return items.assign(lane=is_of_a.map({True: "right", False: "left"}))


def told(who: pd.Series, what: pd.Series) -> list[str]:
    """Return who did what, cut to the length that a caption bears."""
    return [clipped(text, CAPTION_NAME) for text in who + ": " + what]
