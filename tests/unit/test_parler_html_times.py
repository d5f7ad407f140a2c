"""Times of captured pages against a site that rounds down; any page at all."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from lasthope.ingest import parler_html
from lasthope.ingest.captured_times import written_between
from lasthope.ingest.html_outline import outline, tags
from lasthope.ingest.reading import Bad, Found
from parler_pages import (
    CAPTURED,
    PROFILE,
    WHOLE,
    entry,
    held,
    page,
    read,
)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("7 hours ago", "2021-01-09T16:00", "2021-01-10T17:00"),
        ("1 minute ago", "2021-01-09T23:58", "2021-01-10T23:59"),
        ("an hour ago", "2021-01-09T22:00", "2021-01-10T23:00"),
        ("1 day ago", "2021-01-08T00:00", "2021-01-10T00:00"),
        (" 4  Days ago", "2021-01-05T00:00", "2021-01-07T00:00"),
        ("2 weeks ago", "2020-12-20T00:00", "2020-12-28T00:00"),
        ("2 months ago", "2020-10-09T00:00", "2020-11-16T00:00"),
        ("1 year ago", "2019-01-09T00:00", "2020-01-17T00:00"),
    ],
)
def test_ranges_counted_by_hand_on_a_calendar(said, start, end):
    expected = tuple(datetime.fromisoformat(f"{one}+00:00") for one in (start, end))
    assert written_between(said, CAPTURED) == expected


@pytest.mark.parametrize("said", ["", "yesterday", "4 days", "-1 days ago", "4e9 ago"])
def test_what_is_not_understood_is_no_date(said):
    assert written_between(said, CAPTURED) is None
    assert written_between("999 years ago", date(2, 1, 1)) is None


DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375, "year": 365.25}


@given(
    st.datetimes(datetime(2018, 8, 1), datetime(2021, 1, 10)),
    st.integers(1, 3 * 365 * 24 * 60),
    st.sampled_from([28, 30, 30.4375, 31]),
)
def test_a_range_holds_the_moment_of_any_site_that_rounds_down(written, age, month):
    captured = written.replace(tzinfo=UTC) + timedelta(minutes=age)
    lengths = {**DAYS, "month": month, "year": 12 * 30 if month == 30 else 365.25}
    for unit, days in lengths.items():
        number = int(age / (days * 24 * 60))
        if 1 <= number < 1000:
            said = f"{number} {unit}{'s' * (number > 1)} ago"
            start, end = written_between(said, captured.date())
            assert start <= written.replace(tzinfo=UTC) < end


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1
).map(lambda text: " ".join(text.split(" ")).strip(" "))


@given(WORDS.filter(str.strip))
@settings(deadline=None)
def test_any_words_come_back_and_stand_in_the_raw_bytes(text):
    content = page(entry(held("post", "one", escape(text))))
    (found,) = read(content)
    squeezed = re.sub(" +", " ", text)
    assert found.text == squeezed
    raw = parler_html.raw(io.BytesIO(content), found.locator).decode()
    assert text in unescape(raw)


PIECES = [b"<div>", b"</div>", b"<span>", b"</span>", b"</p>", b'"', b"'", b"<", b">"]
PIECES += [b"<!--", b"-->", b"\0", b"\xed\xa0\x80", b"<script>", b"&#xD800;", b"<b a='"]
PIECES += [b'<div class="card--body">', b'<span class="echo--parent">', b"<title>"]


@given(
    st.sampled_from([WHOLE, PROFILE]),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.integers(0, 9))),
    st.floats(0, 1),
)
@settings(deadline=None)
def test_whatever_a_page_holds_nothing_is_raised_and_no_place_named_twice(
    content, changes, cut
):
    for where, piece, n_lost in changes:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + n_lost :]
    items = read(content[: len(content) - int(cut * len(content) / 2)])
    assert items
    locators = [item.locator for item in items]
    assert len(set(locators)) == len(locators)
    for item in items:
        if isinstance(item, Found):
            item.text.encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_no_page(content):
    (bad,) = read(content)
    assert isinstance(bad, Bad)


@given(st.lists(st.sampled_from(["<p>x", "<div>", "</div>", "<!-- <div> -->", "a>"])))
@settings(deadline=None)
def test_elements_stand_where_a_parser_of_trees_sees_them(pieces):
    content = f"<body>{''.join(pieces)}</body>".encode()
    marked = content.replace(b"<div>", b'<div class="x">')
    expected = [
        len(list(one.iterancestors("div")))
        for one in html.document_fromstring(marked).iter("div")
    ]
    found = outline(marked, {"x": "div"})
    spans = [(one.start, one.end) for one in found]
    depths = [sum(a < start and end <= b for a, b in spans) for start, end in spans]
    assert depths == expected


@pytest.mark.parametrize(
    "part", [b"<", b"<a b='", b"<!--", b"<div ", b"</div>", b"<a b = c", b"<script>"]
)
def test_a_page_made_to_be_slow_takes_no_longer_than_others(part):
    content = part * (200_000 // len(part))
    assert len(list(tags(content))) <= len(content)
    outline(content, {"x": "div"})
