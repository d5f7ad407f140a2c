"""Tweets and truths in the forms of archives, against documents typed by hand."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.ingest.mapped import Place
from lasthope.ingest.reading import Bad, Dropped, Found
from lasthope.ingest.tweets import Includes, post

AT = datetime(2021, 1, 9, 22, 51, 13, tzinfo=UTC)
MILLISECONDS = 1610232673000
TWITTER = "Sat Jan 09 22:51:13 +0000 2021"
PLACE = Place("bytes 0-9", b"{a record}")


def read(record, includes=None):
    return post(record, PLACE, Includes.of(includes or {}))


def found(text, **known):
    """Return a tweet of the second that all tests share."""
    known = {"created_at": AT, "created_precision": "second", "medium": "tweet"} | known
    return Found("bytes 0-9", text, **known)


ARCHIVED = {
    **{"id": "7", "isRetweet": False, "isDeleted": False, "isTS": False},
    **{"date": MILLISECONDS, "device": "A phone", "favorites": "1"},
}


@pytest.mark.parametrize("date", [MILLISECONDS, str(MILLISECONDS)])
def test_a_tweet_of_the_archive_of_one_account(date):
    record = {**ARCHIVED, "text": "Q&amp;A &lt; R&amp D", "date": date}
    assert read(record) == found("Q&A < R& D", native_id="7", repairs=("entities",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Why ""they,"" of all?"', 'Why "they," of all?'),
        ('"""We stay,"" said Ann"', '"We stay," said Ann'),
        ('"@ann: I said "no.""', None),
        ('"We stay."', None),
        ('""', None),
        ('""We stay."" So."', None),
    ],
)
def test_what_is_left_of_a_csv_file(text, expected):
    item = read({**ARCHIVED, "text": text})
    assert item.text == (expected or text)
    assert item.repairs == (("doubled marks",) if expected else ())


@pytest.mark.parametrize(
    ("text", "is_complete"),
    [
        ("We sta…", False),
        ("We sta… ", False),
        ("We stay (cont) https://a.example/1", False),
        ("We stay (cont)", False),
        ("We stay https://a.example/1 …", True),
        ("We stay...", True),
        ("We (cont) stay", True),
        ("RT @ann: We sta…", False),
        ("RT @ann: We sta...", False),
        ('"RT @ann: We sta..."', False),
        ("RT @ann: We stay.", True),
        ('"@ann: We stay..."', True),
    ],
)
def test_what_was_cut_is_told(text, is_complete):
    assert read({**ARCHIVED, "text": text}).is_complete is is_complete


def test_a_retweet_of_that_archive():
    record = {**ARCHIVED, "isRetweet": True}
    known = {"native_id": "7", "is_repost": True, "quoted_from": 0}
    assert read({**record, "text": "RT @ann: We"}) == found(
        "RT @ann: We", quoted_author="ann", **known
    )
    assert read({**record, "text": "We stay."}) == found("We stay.", **known)


def test_a_truth():
    name = '<a class="mention">@<span>ann</span></a>'
    text = f"<p>We <b>stay</b> &amp; {name}</p><p>Now!</p>"
    assert read({**ARCHIVED, "isTS": True, "text": text}) == found(
        "We stay & @ann\n\nNow!", native_id="7", medium="truth", repairs=("html",)
    )


def test_a_truth_passed_on():
    text = '<p>RT <a class="mention">@<span>ann</span></a>“We stay…</p>'
    assert read({**ARCHIVED, "isTS": True, "isRetweet": True, "text": text}) == found(
        "RT @ann “We stay…",
        **{"native_id": "7", "medium": "truth", "repairs": ("html",)},
        **{"is_repost": True, "quoted_from": 0, "quoted_author": "ann"},
    )


def test_a_truth_that_quotes_another_by_its_address():
    address = "RT: https://pub.example/users/ann/statuses/12"
    text = f'<p><span class="quote-inline"><br/>{address}</span>%s</p>'
    known = {"native_id": "7", "medium": "truth", "repairs": ("html",)}
    assert read({**ARCHIVED, "isTS": True, "text": text % "So true!"}) == found(
        f"So true!\n\n{address}", quoted_from=10, quoted_author="ann", **known
    )
    assert read({**ARCHIVED, "isTS": True, "text": text % ""}) == found(
        address,
        **{"is_repost": True, "quoted_from": 0, "quoted_author": "ann"},
        **{"echo_of": "12"},
        **known,
    )


def test_a_tweet_of_a_member():
    record = {
        **{"id": "7", "screen_name": "ann", "user_id": "1", "source": "A phone"},
        **{"time": "2021-01-09T17:51:13-05:00", "link": "https://a.example/7"},
        "text": "Never! QT @bob We stay.",
    }
    assert read(record) == found(
        "Never!\n\nWe stay.",
        **{"native_id": "7", "author": "ann", "url": "https://a.example/7"},
        **{"quoted_from": 8, "quoted_author": "bob"},
    )


FIRST = {
    **{"id": 7, "id_str": "7", "created_at": TWITTER, "truncated": False},
    **{"user": {"screen_name": "ann"}, "in_reply_to_status_id_str": "5"},
}
KNOWN = {"native_id": "7", "author": "ann", "replies_to": "5"}


def test_interface_1():
    assert read({**FIRST, "text": "We &gt; you"}) == found(
        "We > you", repairs=("entities",), **KNOWN
    )
    assert read({**FIRST, "text": "We st…", "truncated": True}) == found(
        "We st…", is_complete=False, **KNOWN
    )
    whole = {
        "text": "We st…",
        "truncated": True,
        "extended_tweet": {"full_text": "We stay"},
    }
    assert read({**FIRST, **whole}) == found("We stay", **KNOWN)
    # What ends so and is not cut was written so.
    assert read({**FIRST, "full_text": "We stay…"}) == found("We stay…", **KNOWN)


def test_interface_1_passed_on_and_quoted():
    other = {
        "id_str": "3",
        "full_text": "We stay &amp; fight",
        "user": {"screen_name": "bob"},
    }
    passed_on = {**FIRST, "full_text": "RT @bob: We st…", "retweeted_status": other}
    bob = {"quoted_author": "bob", "repairs": ("entities",), **KNOWN}
    assert read(passed_on) == found(
        "RT @bob: We stay & fight", is_repost=True, quoted_from=0, echo_of="3", **bob
    )
    quoting = {**FIRST, "full_text": "Never!", "quoted_status": other}
    assert read(quoting) == found("Never!\n\nWe stay & fight", quoted_from=8, **bob)
    assert read({**quoting, "full_text": ""}) == found(
        "We stay & fight", is_repost=True, quoted_from=0, echo_of="3", **bob
    )
    # A quoted tweet that was deleted has no text.
    assert read({**quoting, "quoted_status": {"id_str": "3"}}) == found(
        "Never!", **KNOWN
    )


def test_what_twitter_hands_out_to_its_users():
    record = {"tweet": {"id_str": "7", "full_text": "We stay.", "created_at": TWITTER}}
    assert read(record) == found("We stay.", native_id="7")


SECOND = {"id": "7", "author_id": "1", "created_at": "2021-01-09T22:51:13.000Z"}
INCLUDES = {
    "users": [{"id": "1", "username": "ann"}, {"id": "2", "username": "bob"}],
    "tweets": [{"id": "3", "author_id": "2", "text": "We stay &amp; fight"}],
}


def refers(kind):
    return {"referenced_tweets": [{"type": kind, "id": "3"}]}


def test_interface_2():
    assert read({**SECOND, "text": "We stay."}, INCLUDES) == found(
        "We stay.", native_id="7", author="ann"
    )
    assert read({**SECOND, "text": "We stay."}) == found(
        "We stay.", native_id="7", author="1"
    )
    note = {"text": "We st…", "note_tweet": {"text": "We stay long."}}
    assert read({**SECOND, **note}, INCLUDES).text == "We stay long."
    answer = read({**SECOND, "text": "No.", **refers("replied_to")}, INCLUDES)
    assert answer == found("No.", native_id="7", author="ann", replies_to="3")


def test_interface_2_passed_on_and_quoted():
    known = {"native_id": "7", "author": "ann", "quoted_author": "bob"}
    known |= {"repairs": ("entities",)}
    record = {**SECOND, "text": "RT @bob: We st…", **refers("retweeted")}
    assert read(record, INCLUDES) == found(
        "RT @bob: We stay & fight", is_repost=True, quoted_from=0, echo_of="3", **known
    )
    # Without what it refers to, only the beginning is there.
    assert read(record) == found(
        "RT @bob: We st…",
        **{"is_repost": True, "quoted_from": 0, "quoted_author": "bob"},
        **{"native_id": "7", "author": "1", "echo_of": "3", "is_complete": False},
    )
    record = {**SECOND, "text": "Never!", **refers("quoted")}
    assert read(record, INCLUDES) == found(
        "Never!\n\nWe stay & fight", quoted_from=8, **known
    )
    inline = {
        "type": "quoted",
        "id": "3",
        "text": "We stay.",
        "author": {"username": "bob"},
    }
    record = {**SECOND, "author": {"username": "ann"}, "referenced_tweets": [inline]}
    assert read({**record, "text": "Never!"}) == found(
        "Never!\n\nWe stay.",
        **{"native_id": "7", "author": "ann", "quoted_from": 8, "quoted_author": "bob"},
    )


@pytest.mark.parametrize("text", [None, "", " \n", "<p></p>"])
def test_no_text_is_dropped(text):
    record = {**ARCHIVED, "text": text, "isTS": text == "<p></p>"}
    assert read(record) == Dropped("bytes 0-9", "no text")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "no post of a known form"),
        ({"text": "We stay."}, "no post of a known form"),
        ({"totalTweets": 12}, "no post of a known form"),
        ({**ARCHIVED, "text": 12}, "its text is no text"),
        ({**FIRST, "text": ["a"]}, "its text is no text"),
        ({**SECOND, "text": {}}, "its text is no text"),
    ],
)
def test_what_is_no_post_is_bad(record, reason):
    assert read(record) == Bad("bytes 0-9", reason, b"{a record}")


def test_mojibake_is_mended_before_places_are_counted():
    record = {**FIRST, "full_text": "Donâ\x80\x99t!"}
    record["quoted_status"] = {"full_text": "Itâ\x80\x99s on", "user": None}
    assert read(record) == found(
        "Don’t!\n\nIt’s on", quoted_from=8, repairs=("mojibake",), **KNOWN
    )


KEYS = [
    *(
        "tweet",
        "text",
        "full_text",
        "isRetweet",
        "isTS",
        "date",
        "id",
        "id_str",
        "user",
    ),
    *("screen_name", "time", "created_at", "retweeted_status", "quoted_status"),
    *(
        "extended_tweet",
        "note_tweet",
        "author",
        "author_id",
        "referenced_tweets",
        "type",
    ),
]
VALUES = st.recursive(
    st.sampled_from([None, True, 7, 0.5, "", "7", "We stay.", "retweeted", "quoted"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8), VALUES)
@settings(deadline=None)
def test_anything_gives_a_document_or_a_reason(record, includes):
    item = read(record, includes)
    assert isinstance(item, Found | Bad | Dropped)
    if isinstance(item, Found):
        assert item.text.strip()
        assert item.quoted_from is None or item.quoted_from <= len(item.text)
