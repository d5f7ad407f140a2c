"""Turn what a captured page says of a time, such as ``4 days ago``, into a range.

Two things are not known: how much the site cut off to say "4 days", and at which moment
of its day the page was captured. The range is as wide as both together, so that it
surely holds the moment: a narrower one would be a guess.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

RELATIVE = re.compile(r"(\d{1,3}|an?) (second|minute|hour|day|week|month|year)s? ago")
DAY = timedelta(days=1)
# What a unit lasts, at least and at most. A site may count a month as four weeks or as
# 31 days, a year as twelve months of 30 days or as a leap year.
UNITS = {
    "second": (timedelta(seconds=1), timedelta(seconds=1)),
    "minute": (timedelta(minutes=1), timedelta(minutes=1)),
    "hour": (timedelta(hours=1), timedelta(hours=1)),
    "day": (DAY, DAY),
    "week": (7 * DAY, 7 * DAY),
    "month": (28 * DAY, 31 * DAY),
    "year": (360 * DAY, 366 * DAY),
}


def written_between(
    relative: str, captured: date | None
) -> tuple[datetime, datetime] | None:
    """Return the range of time in which something was written.

    The site rounds down: "4 days ago" is said of what is at least 4 and less than 5
    days old. The capture happened at any moment of its day in UTC, from its first to
    before its last. So of a page captured on the 10th, the oldest that "4 days ago"
    can mean is the start of the 10th less 5 days, and the youngest the end of the
    10th less 4 days: from the 5th to before the 7th, two days.

    Args:
        relative: what the page says.
        captured: the day of its capture; None if unknown.

    Returns:
        Start and end, the end exclusive; None if it cannot be told.

    >>> start, end = written_between("4 days ago", date(2021, 1, 10))
    >>> f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"
    '2021-01-05 to 2021-01-07'
    """
    said = RELATIVE.fullmatch(" ".join(relative.split()).lower())
    if said is None or captured is None:
        return None
    number = int(said[1]) if said[1].isdecimal() else 1
    shortest, longest = UNITS[said[2]]
    first = datetime.combine(captured, time(), UTC)
    try:
        return first - (number + 1) * longest, first + DAY - number * shortest
    except OverflowError:
        # Before the year 1, or the capture on the last day there is.
        return None
