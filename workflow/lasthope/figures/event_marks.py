"""Which events a figure over time marks, and what it says of the others."""

from typing import NamedTuple

import pandas as pd

from lasthope.dates import start_and_precision
from lasthope.figures.drawing import clipped, counted, joined

# So many can be told under the heading and told apart in a panel.
LETTERS = "ABCDEFGH"
# Of what an event is told in a caption.
EVENT = 160


class Marks(NamedTuple):
    """The events to mark, with a letter each, and how they are told.

    Attributes:
        days: when they were.
        told: letter, date, actor and event.
        n_more: how many there are for which there is no letter.
    """

    days: list[pd.Timestamp]
    told: list[str]
    n_more: int

    @property
    def sentence(self) -> str:
        """What a caption says of them."""
        if not self.days:
            return "No event is marked."
        more = f"; {counted(self.n_more, 'further event')} not" if self.n_more else ""
        told = [clipped(event, EVENT) for event in self.told]
        return f"Marked are {joined(told)}{more}."


def period_ends(starts: pd.Series) -> pd.Timestamp:
    """Return when the last of some periods ends, which follow one another.

    It is as long as the longest; a single one is a day.
    """
    each = starts.drop_duplicates().sort_values()
    longest = each.diff().max() if len(each) > 1 else pd.Timedelta(days=1)
    return each.iloc[-1] + longest


def marked(events: pd.DataFrame, table: pd.DataFrame) -> Marks:
    """Return the events within the periods that are drawn, the last one included."""
    first, after = table["start"].min(), period_ends(table["start"])
    days: list[pd.Timestamp] = []
    told: list[str] = []
    n_more = 0
    for row in events.sort_values(["date", "actor"]).to_dict("records"):
        day = pd.Timestamp(start_and_precision(row["date"])[0])
        if not first <= day < after:
            continue
        if len(days) == len(LETTERS):
            n_more += 1
        else:
            what = f"{row['date']}: {row['actor']}, {row['event']}"
            told.append(f"{LETTERS[len(days)]}, {what}")
            days.append(day)
    return Marks(days, told, n_more)
