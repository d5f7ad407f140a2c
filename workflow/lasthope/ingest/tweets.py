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
from lasthope.ingest.voices import RETWEET, Words, joined, words_of

UNKNOWN = "no post of a known form"
NOT_TEXT = "its text is no text"
# Tweets of over 140 characters were cut with one of these, the last by TwitLonger.
CUT = re.compile(r"\w…$|\(cont\)(?: https?://\S+)?$")
CUT_RETWEET = re.compile(r"(?:…|\.\.\.)\W?$")
# How a truth shows the one it quotes, before its own words.
QUOTED_TRUTH = re.compile(r"(RT: https?://\S+/users/(\w+)/statuses/(\d+))\s*")
# What is left of a CSV file: marks around the text and doubled ones in it.
WRAPPED = re.compile(r'"((?:[^"]|"")*+)"')
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
        handles = {str(name(one.get("id"))): name(one.get("username")) for one in users}
        return cls(
            {user_id: handle for user_id, handle in handles.items() if handle},
            {str(name(tweet.get("id"))): tweet for tweet in tweets},
        )


class NotTextError(ValueError):
    """What should be text is something else."""


def post(record: Record, place: Place, includes: Includes) -> Item:
    """Return the document of a record, or why there is none.

    Args:
        record: the decoded record.
        place: where it stands.
        includes: what it may refer to.
    """
    record = _record(record.get("tweet")) or record
    for is_one, form in FORMS:
        if is_one(record):
            try:
                return form(record, _Readable(place), includes)
            except NotTextError:
                return place.bad(NOT_TEXT)
    return place.bad(UNKNOWN)


def is_version_2(record: Record) -> bool:
    """Tell whether a record is a tweet as interface 2 gives it."""
    keys = ("author_id", "edit_history_tweet_ids", "referenced_tweets")
    return "id" in record and "text" in record and any(key in record for key in keys)


class _Readable:
    """Makes text readable, and remembers what had to be mended."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.repairs = [*place.repairs]

    def plain(self, value: object) -> str:
        """Return text in which ``&``, ``<`` and ``>`` are escaped."""
        text = _text(value)
        return self._mended(unescaped(text), text, "entities")

    def unwrapped(self, value: object) -> str:
        """Return such text which a CSV file has put between marks, without them."""
        text = self.plain(value)
        wrapped = WRAPPED.fullmatch(text)
        if not wrapped or '""' not in wrapped[1]:
            return text
        self.repairs.append("doubled marks")
        return wrapped[1].replace('""', '"')

    def html(self, value: object) -> str:
        """Return text that is HTML."""
        text = _text(value)
        return self._mended(text_of(text), text, "html")

    def found(self, words: Words, **known: Any) -> Item:
        """Return the document with these words."""
        if not words.text.strip():
            return Dropped(self.place.locator, NO_TEXT)
        at, until, precision = moment(known.pop("created_at"))
        return Found(
            self.place.locator,
            **words._asdict(),
            created_at=at,
            created_until=until,
            created_precision=precision,
            repairs=tuple(dict.fromkeys(self.repairs)),
            **known,
        )

    def _mended(self, text: str, before: str, repair: str) -> str:
        if text != before:
            self.repairs.append(repair)
        text, is_mended = mended(text)
        if is_mended:
            self.repairs.append("mojibake")
        return text


def _archived(record: Record, readable: _Readable, includes: Includes) -> Item:
    known = {
        "native_id": name(record.get("id")),
        "created_at": record.get("date"),
    }
    if record.get("isTS") is True:
        text = readable.html(record.get("text"))
        quoted = QUOTED_TRUTH.match(text)
        if not quoted:
            return readable.found(words_of(text), medium="truth", **known)
        own = Words(text[quoted.end() :])
        words = joined(own, quoted[1], quoted[2])
        echo_of = quoted[3] if words.is_repost else None
        return readable.found(words, medium="truth", echo_of=echo_of, **known)
    words = words_of(readable.unwrapped(record.get("text")))
    if record.get("isRetweet") is True and not words.is_repost:
        words = words._replace(is_repost=True, quoted_from=0)
    whole = not _is_cut(words)
    return readable.found(words, medium="tweet", is_complete=whole, **known)


def _member(record: Record, readable: _Readable, includes: Includes) -> Item:
    words = words_of(readable.plain(record.get("text")))
    return readable.found(
        words,
        native_id=name(record.get("id")),
        author=name(record.get("screen_name")),
        created_at=record.get("time"),
        url=name(record.get("link")),
        medium="tweet",
        is_complete=not _is_cut(words),
    )


def _version_1(record: Record, readable: _Readable, includes: Includes) -> Item:
    passed_on = _record(record.get("retweeted_status"))
    quoted = _record(record.get("quoted_status"))
    own = words_of(readable.plain(_longest(record)))
    whole = record
    if passed_on and _longest(passed_on):
        author = _screen_name(passed_on)
        text = readable.plain(_longest(passed_on))
        own, whole = Words(_retweet(author, text), True, 0, author), passed_on
    elif quoted:
        own = joined(own, readable.plain(_longest(quoted)), _screen_name(quoted))
    echo_of = name((passed_on or quoted).get("id_str")) if own.is_repost else None
    return readable.found(
        own,
        native_id=name(record.get("id_str")) or name(record.get("id")),
        author=_screen_name(record),
        created_at=record.get("created_at"),
        replies_to=name(record.get("in_reply_to_status_id_str")),
        echo_of=echo_of,
        medium="tweet",
        is_complete=whole.get("truncated") is not True
        or bool(_record(whole.get("extended_tweet"))),
    )


def _version_2(record: Record, readable: _Readable, includes: Includes) -> Item:
    ids, inner = _references(record, includes)
    words = words_of(readable.plain(_note(record)))
    passed_on, quoted = inner.get("retweeted"), inner.get("quoted")
    if passed_on:
        author = _username(passed_on, includes)
        text = readable.plain(_note(passed_on))
        words = Words(_retweet(author, text), True, 0, author)
    elif quoted:
        author = _username(quoted, includes)
        words = joined(words, readable.plain(_note(quoted)), author)
    return readable.found(
        words,
        native_id=name(record.get("id")),
        author=_username(record, includes),
        created_at=record.get("created_at"),
        replies_to=ids.get("replied_to"),
        echo_of=ids.get("retweeted", ids.get("quoted")) if words.is_repost else None,
        medium="tweet",
        # Interface 2 cuts only what is passed on and not among what it includes.
        is_complete=bool(passed_on) or not _is_cut(words),
    )


Form = Callable[[Record, _Readable, Includes], Item]
FORMS: tuple[tuple[Callable[[Record], bool], Form], ...] = (
    (lambda record: "isRetweet" in record and "text" in record, _archived),
    (lambda record: {"screen_name", "time", "text"} <= record.keys(), _member),
    (is_version_2, _version_2),
    (
        lambda record: (
            ("full_text" in record or "text" in record)
            and ("id_str" in record or "created_at" in record)
        ),
        _version_1,
    ),
)


def _is_cut(words: Words) -> bool:
    cut = CUT_RETWEET if RETWEET.match(words.text) else CUT
    return bool(cut.search(words.text.rstrip()))


def _retweet(author: str | None, text: str) -> str:
    return f"RT @{author}: {text}" if author else text


def _longest(tweet: Record) -> object:
    """Return the whole text of a tweet of interface 1.1, wherever it stands."""
    extended = _record(tweet.get("extended_tweet"))
    return extended.get("full_text") or tweet.get("full_text") or tweet.get("text")


def _note(tweet: Record) -> object:
    return _record(tweet.get("note_tweet")).get("text") or tweet.get("text")


def _screen_name(tweet: Record) -> str | None:
    return name(_record(tweet.get("user")).get("screen_name"))


def _username(tweet: Record, includes: Includes) -> str | None:
    """Return the handle of an author, or the author's id where that is all there is."""
    author = name(tweet.get("author_id"))
    inline = name(_record(tweet.get("author")).get("username"))
    return inline or includes.users.get(author or "") or author


def _references(
    record: Record, includes: Includes
) -> tuple[dict[str, str | None], dict[str, Record]]:
    """Return the ids of the tweets one refers to, and those of them that are known."""
    ids, known = {}, {}
    for reference in _records(record.get("referenced_tweets")):
        kind, tweet_id = str(reference.get("type")), name(reference.get("id"))
        ids[kind] = tweet_id
        tweet = includes.tweets.get(tweet_id or "") or reference
        if "text" in tweet:
            known[kind] = tweet
    return ids, known


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NotTextError
    return value


def _record(value: object) -> Record:
    return value if isinstance(value, dict) else {}


def _records(value: object) -> list[Record]:
    listed = value if isinstance(value, list) else []
    return [one for one in listed if isinstance(one, dict)]
