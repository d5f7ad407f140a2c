"""Tell whose the words of a tweet are: its author's, or those of somebody it passes on.

A document can say that its words are another's from some place on to its end. So it is
told of

- retweets, ``RT @user: words`` or ``RT @user words``: all is another's;
- ``own words RT @user: words``, ``own words MT @user: words``, and without the colon
  where only names stand before it (``Please RT @user`` asks for something): another's
  from ``RT`` on;
- ``own words QT @user words``, as archives of members of parliaments append what was
  quoted: another's from ``QT`` on, which becomes an empty line;
- ``"@user: words"``, how tweets were passed on before there was a button: all is
  another's if nothing follows the closing mark;
- ``"@user: words``, cut before its end: another's from the start, though own words may
  follow, since it cannot be told where the quotation ends.

``"@user: words" own words`` stays whole: the step ``units`` finds that quotation as it
finds any other, and what follows it are own words.
"""

import re
from typing import NamedTuple

from lasthope.voice import quotations

USER = r"@(\w{1,30})"
RETWEET = re.compile(rf'\s*["“]?RT {USER}')
PASSED_ON = re.compile(rf'\s*(["“])["“ ]*\.?{USER}')
APPENDED = re.compile(rf"(?:\A|(?<=\s))QT {USER}:?(?:\s+|\Z)")
RETWEET_AFTER = re.compile(rf'(?<=\s)[RM]T:? ?["“]?{USER}(:)?')
ADDRESS = re.compile(r"https?://\S+|[@#]\w+")
WORD = re.compile(r"[^\W_]")


class Words(NamedTuple):
    """The words of a tweet, as attributes of :class:`lasthope.ingest.reading.Found`."""

    text: str
    is_repost: bool = False
    quoted_from: int | None = None
    quoted_author: str | None = None


def words_of(text: str) -> Words:
    """Return the words of a tweet, and from where on they are whose.

    >>> words_of("So! RT @ann: We.")
    Words(text='So! RT @ann: We.', is_repost=False, quoted_from=4, quoted_author='ann')
    """
    retweet = RETWEET.match(text)
    if retweet:
        return Words(text, True, 0, retweet[1])
    passed_on = PASSED_ON.match(text)
    if passed_on:
        return _passed_on(text, passed_on)
    appended = APPENDED.search(text)
    if appended:
        own, quoted = text[: appended.start()].rstrip(), text[appended.end() :]
        return joined(words_of(own), quoted, appended[1])
    for number, after in enumerate(RETWEET_AFTER.finditer(text)):
        # Before a second one stands the first, which is a word.
        is_alone = number == 0 and not _has_words(text[: after.start()])
        if after[2] or is_alone:
            return Words(text, False, after.start(), after[1])
    return Words(text)


def joined(own: Words, quoted: str, author: str | None) -> Words:
    r"""Return own words with those they quote after them.

    >>> joined(Words("No!"), "We.", "ann")
    Words(text='No!\n\nWe.', is_repost=False, quoted_from=5, quoted_author='ann')
    """
    if not quoted.strip():
        return own
    if not own.text.strip():
        return Words(quoted, True, 0, author)
    text = f"{own.text}\n\n{quoted}"
    if own.quoted_from is not None:
        return own._replace(text=text)
    return Words(text, False, len(text) - len(quoted), author)


def _passed_on(text: str, start: re.Match[str]) -> Words:
    """Return the words of a tweet that starts with ``"@user``."""
    whole = Words(text, True, 0, start[2])
    first, *_ = [*quotations(text, min_words=1), (len(text), len(text))]
    if first[0] <= start.start(1) and not WORD.search(text, first[1]):
        return whole
    if first[0] <= start.start(1):
        return Words(text)
    # What ends with a mark, if only that of a quotation inside, goes on no further.
    return whole._replace(is_repost=text.rstrip().endswith(('"', "”")))


def _has_words(text: str) -> bool:
    return bool(WORD.search(ADDRESS.sub("", text)))
