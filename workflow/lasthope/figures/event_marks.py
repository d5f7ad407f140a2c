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


def marked(events: pd.DataFrame, table: pd.DataFrame) -> Marks:
    """Return the events from the start of the first period to the end of the last.

    Args:
        events: date, actor and event.
        table: start and end of the periods that are drawn.
    """
    first, after = table["start"].min(), table["end"].max()
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
