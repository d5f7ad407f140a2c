"""Make documents of tweets and truths, in the forms that archives keep them in.

- ``archived``: the archive of one account with tweets and truths (``isRetweet``);
- ``member``: archives of members of parliaments (``screen_name``, ``time``, ``link``);
- ``version_1``: Twitter's interface 1.1, and what Twitter hands out to its users, whose
  objects hold a ``tweet``;
- ``version_2``: Twitter's interface 2, where authors and quoted tweets stand apart, in
  ``includes``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lasthope.ingest.mapped import NO_TEXT, Place, name
from lasthope.ingest.markup import text_of, unescaped
from lasthope.ingest.mojibake import mended
from lasthope.ingest.moments import moment
from lasthope.ingest.reading import Dropped, Found, Item
from lasthope.ingest.voices import Words, joined, words_of

UNKNOWN = "no post of a known form"
NOT_TEXT = "its text is no text"
# Tweets of over 140 characters were cut with one of these, the last by TwitLonger.
CUT = re.compile(r"\w…$|\(cont\)(?: https?://\S+)?$")
CUT_REPOST = re.compile(r"(?:…|\.\.\.)\W?$")
# How a truth shows the one it quotes, before its own words.
QUOTED_TRUTH = re.compile(r"(RT: https?://\S+/users/(\w+)/statuses/(\d+))\s*")
Record = Mapping[str, Any]


@dataclass
class Includes:
    """What the tweets of a page of interface 2 refer to, by id."""

    users: dict[str, str] = field(default_factory=dict)
    tweets: dict[str, Record] = field(default_factory=dict)

    @classmethod
    def of(cls, includes: object) -> "Includes":
        """Return what the value of ``includes`` holds that is of use."""
        users = _records(_record(includes).get("users"))
        tweets = _records(_record(includes).get("tweets"))
        return cls(
            {str(name(user.get("id"))): str(name(user.get("username"))) for user in users},
            {str(name(tweet.get("id"))): tweet for tweet in tweets},
        )


def post(record: Record, place: Place, includes: Includes) -> Item:
    """Return the document of a record, or why there is none.

    Args:
        record: the decoded record.
        place: where it stands.
        includes: what it may refer to.
    """
    record = _record(record.get("tweet")) or record
    form = form_of(record)
    if form is None:
        return place.bad(UNKNOWN)
    readable = _Readable(place)
    try:
        return form(record, readable, includes)
    except TypeError:
        return place.bad(NOT_TEXT)
