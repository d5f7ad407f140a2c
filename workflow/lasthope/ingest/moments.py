"""Read the times of archives in the many forms that they are written in.

The form tells how exact a time is: a day stays a day, a minute is a range of a minute.
A time without an offset is in UTC. Nothing here asks the locale or the clock.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from lasthope.dates import start_and_precision

MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
OFFSET = r"(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
CLOCK = r"(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)"
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
ISO = re.compile(rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[T ]{CLOCK} ?{OFFSET}")
# As Twitter's interface 1.1 writes it: Wed Oct 10 20:19:24 +0000 2018.
TWITTER = re.compile(
    rf"[A-Z][a-z]{{2}} (?P<month>{'|'.join(MONTHS)}) (?P<day>[0-9]{{1,2}}) "
    rf"{CLOCK} {OFFSET} (?P<year>[0-9]{{4}})"
)
COMPACT = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2}))?"
)
NUMBER = re.compile(r"([0-9]{1,16})(?:\.[0-9]*)?")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What numbers may mean: before 1990 nothing was posted, and 0 stands for no date.
FIRST_SECOND = 631_152_000  # 1990-01-01
LAST_SECOND = 4_102_444_800  # 2100-01-01


class Moment(NamedTuple):
    """When something was written.

    Attributes:
        at: in UTC; of a range its start; None if it cannot be told.
        until: end of the range, exclusive; None if it is no range.
        precision: second, day, month, year, range or unknown.
    """

    at: datetime | None
    until: datetime | None
    precision: str


UNKNOWN = Moment(None, None, "unknown")


def moment(value: object) -> Moment:
    """Return the moment that a value of an archive means.

    Args:
        value: a text as in the tests, or a number of seconds or milliseconds since
            1970, also as a text.

    Returns:
        :data:`UNKNOWN` for anything that is no date of the calendar, and for dates
        such as 01/02/2021 that mean two days.

    >>> moment("2020-06-15")
    Moment(at=datetime.datetime(2020, 6, 15, 0, 0, tzinfo=datetime.timezone.utc), \
until=None, precision='day')
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return UNKNOWN
    try:
        # Text longer than any date is none, and is not worth a search.
        text = str(value)[:64].strip()
        if text.isdigit():
            return _date(text) or _digits(text) or UNKNOWN
        return _date(text) or _iso(text) or _twitter(text) or _digits(text) or UNKNOWN
    except (ValueError, OverflowError):
        return UNKNOWN


def _date(text: str) -> Moment | None:
    if not DATE.fullmatch(text):
        return None
    start, precision = start_and_precision(text)
    return Moment(start.replace(tzinfo=UTC), None, precision)


def _iso(text: str) -> Moment | None:
    found = ISO.fullmatch(text)
    return found and _timed(found["day"], found["clock"], found["zone"])


def _twitter(text: str) -> Moment | None:
    found = TWITTER.fullmatch(text)
    if not found:
        return None
    month = MONTHS.index(found["month"]) + 1
    day = f"{found['year']}-{month:02}-{int(found['day']):02}"
    return _timed(day, found["clock"], found["zone"])


def _digits(text: str) -> Moment | None:
    """Read 20200615225113, 20200615, seconds or milliseconds since 1970."""
    compact = COMPACT.fullmatch(text)
    if compact:
        year, month, day, *clock = compact.groups()
        if clock[0] is None:
            return _date(f"{year}-{month}-{day}")
        return _timed(f"{year}-{month}-{day}", ":".join(clock), None)
    number = NUMBER.fullmatch(text)
    if not number:
        return None
    count = int(number[1])
    for per_second in (1, 1000):
        if FIRST_SECOND <= count // per_second < LAST_SECOND:
            # Whole numbers, since a sum of floats may end in other last bits.
            micro = count * (1_000_000 // per_second)
            return Moment(EPOCH + timedelta(microseconds=micro), None, "second")
    return None


def _timed(day: str, clock: str, zone: str | None) -> Moment:
    """Return the moment of a day, a time of day and an offset from UTC."""
    whole, _, fraction = clock.replace(",", ".").partition(".")
    form = "%Y-%m-%d %H:%M:%S" if whole.count(":") == 2 else "%Y-%m-%d %H:%M"
    at = datetime.strptime(f"{day} {whole}", form).replace(tzinfo=UTC)
    at += timedelta(microseconds=int(fraction[:6].ljust(6, "0")))
    at -= _offset(zone)
    if whole.count(":") == 2:
        return Moment(at, None, "second")
    return Moment(at, at + timedelta(minutes=1), "range")


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone[0] not in "+-":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(f"no place on earth is {zone} from UTC")
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if zone[0] == "-" else offset
