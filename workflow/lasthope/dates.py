"""Dates as people write them: their form tells how exact they are."""

from datetime import datetime

FORMS = {4: ("%Y", "year"), 7: ("%Y-%m", "month"), 10: ("%Y-%m-%d", "day")}


def start_and_precision(date: str) -> tuple[datetime, str]:
    """Return when a date starts, and whether it is a day, a month or a year.

    >>> start_and_precision("2021-01")
    (datetime.datetime(2021, 1, 1, 0, 0), 'month')

    Raises:
        ValueError: if it is no date of the calendar, written YYYY-MM-DD, YYYY-MM or
            YYYY.
    """
    form, precision = FORMS.get(len(date), ("%Y-%m-%d", "day"))
    return datetime.strptime(date, form), precision


def is_date(text: str) -> bool:
    """Tell whether a text is a day, month or year of the calendar.

    >>> is_date("2021-01"), is_date("2021-02-30"), is_date("9 January")
    (True, False, False)
    """
    try:
        start_and_precision(text)
    except ValueError:
        return False
    return True
