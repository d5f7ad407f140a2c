"""Which events a figure over time marks, and what it says of the others."""

from typing import NamedTuple

import pandas as pd

from lasthope.dates import start_and_precision
from lasthope.figures.drawing import counted, listed

# So many can be told under the heading and told apart in a panel.
LETTERS = "ABCDEFGH"


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
        return f"Marked are {listed(self.told)}{more}."


def marked(events: pd.DataFrame, table: pd.DataFrame) -> Marks:
    """Return the events within the periods that are drawn, the last one included."""
    starts = table["start"].drop_duplicates().sort_values()
    first, last = starts.iloc[0], starts.iloc[-1]
    # Periods follow one another; the last one is as long as the longest.
    after = last + starts.diff().max() if len(starts) > 1 else last
    days: list[pd.Timestamp] = []
    told: list[str] = []
    n_more = 0
    for row in events.sort_values(["date", "actor"]).to_dict("records"):
        day = pd.Timestamp(start_and_precision(row["date"])[0])
        if not first <= day <= max(last, after - pd.Timedelta(days=1)):
            continue
        if len(days) == len(LETTERS):
            n_more += 1
        else:
            what = f"{row['date']}: {row['actor']}, {row['event']}"
            told.append(f"{LETTERS[len(days)]}, {what}")
            days.append(day)
    return Marks(days, told, n_more)
