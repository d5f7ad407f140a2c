"""Times in every form against times typed by hand and those of the standard library."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lasthope.ingest.moments import UNKNOWN, Moment, moment

SECOND = datetime(2020, 6, 15, 22, 51, 13, tzinfo=UTC)
HALF_PAST = datetime(2020, 6, 15, 22, 51, 13, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2020-06-15T22:51:13Z",
        "2020-06-15 22:51:13",
        "2020-06-15 22:51:13 UTC",
        "2020-06-15T22:51:13+00:00",
        "2020-06-15T17:51:13-0500",
        "2020-06-16 00:51:13 +02:00",
        "  2020-06-15T22:51:13.000Z ",
        "20200615225113",
        20200615225113,
        "Mon Jun 15 22:51:13 +0000 2020",
        "Mon Jun 15 15:51:13 -0700 2020",
        1592261473,
        "1592261473",
        1592261473000,
        "1592261473000",
        1592261473.0,
        1592261473000.0,
    ],
)
def test_a_second(value):
    assert moment(value) == (SECOND, None, "second")


@pytest.mark.parametrize(
    "value",
    [
        "2020-06-15T22:51:13.5Z",
        "2020-06-15 22:51:13,500",
        "2020-06-15T22:51:13.500000999Z",
        1592261473500,
    ],
)
def test_half_a_second(value):
    assert moment(value) == (HALF_PAST, None, "second")


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("2020-06-15", datetime(2020, 6, 15, tzinfo=UTC), "day"),
        ("20200615", datetime(2020, 6, 15, tzinfo=UTC), "day"),
        ("2020-06", datetime(2020, 6, 1, tzinfo=UTC), "month"),
        ("2020", datetime(2020, 1, 1, tzinfo=UTC), "year"),
    ],
)
def test_what_is_less_exact_stays_so(value, at, precision):
    assert moment(value) == (at, None, precision)


def test_a_minute_is_a_range():
    at = datetime(2021, 1, 9, 0, 30, tzinfo=UTC)
    until = datetime(2021, 1, 9, 0, 31, tzinfo=UTC)
    assert moment("2021-01-08T18:30-06:00") == (at, until, "range")


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "yesterday", "2 hours ago", "01/02/2021", "Jan 5, 2021", "null"),
        *("2021-02-30", "2021-13", "20210230", "2021-01-08T25:00:00Z", "202106"),
        *("2021-01-08T12:00:00+99:00", "2021-1-8", "0000", "0000-01-01"),
        *("0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-01:00"),
        *("Mon Foo 15 22:51:13 +0000 2020", "Mon Feb 30 22:51:13 +0000 2020"),
        *("٢٠٢٠-٠٦-١٥", "2020-06-15T22:51:13Z<script>", "1592261473\n1592261473"),
        *(0, -1, 12, 99, True, None, [], {}, b"2020"),
        *(float("nan"), float("inf"), 1e300, -1e300, 10**30, 10**5000, "9" * 10_000),
    ],
    # The numbers of some have too many digits to be shown.
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_date_is_unknown(value):
    assert moment(value) == UNKNOWN


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda n: timezone(timedelta(minutes=n)))
TIMES = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=ZONES)


@given(TIMES)
def test_what_the_standard_library_writes(time):
    assert moment(time.isoformat()) == (time.astimezone(UTC), None, "second")
    whole = time.replace(microsecond=0)
    written = [
        whole.strftime("%a %b %d %H:%M:%S %z ") + f"{whole.year:04}",
        whole.strftime("%Y-%m-%d %H:%M:%S %z"),
    ]
    for text in written:
        assert moment(text) == (whole.astimezone(UTC), None, "second")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_numbers_since_1970(time):
    time = time.replace(tzinfo=UTC)
    whole = time.replace(microsecond=0)
    assert moment(int(whole.timestamp())).at == whole
    milliseconds = whole + timedelta(milliseconds=time.microsecond // 1000)
    count = int(whole.timestamp()) * 1000 + time.microsecond // 1000
    assert moment(count).at == milliseconds
    assert moment(str(count)).at == milliseconds


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"[0-9TZ:. +-]{0,30}", fullmatch=True),
        st.integers(),
        st.floats(),
        st.lists(st.text()),
    )
)
@example("2020-12-31T23:59:60Z")
def test_anything_gives_a_moment_in_utc(value):
    at, until, precision = result = moment(value)
    assert isinstance(result, Moment)
    assert (at is None) == (precision == "unknown")
    assert (until is None) == (precision != "range")
    assert at is None or at.utcoffset() == timedelta()
