"""Cut English prose into tokens, and find the phrase that is a verb's subject.

No grammar, but rules that hold in news prose: a subject stands right before its verb,
but for adverbs and what stands between commas, or else at the start of the sentence.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lasthope.quoting.tokens import QUOTED, Token
from lasthope.quoting.words import (
    BE,
    BEFORE_TIMES,
    BETWEEN,
    BOUNDARIES,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    GROUPS,
    INTRODUCING,
    LINKS,
    NOT_NAMES,
    ORGANISATION_NOUNS,
    PAST,
    PRONOUNS,
    ROLES,
    SPEAKING_FOR,
    SPEECH_NOUNS,
    THIRD,
    TIMES,
)


class Subject(NamedTuple):
    """A subject: its tokens, what stands beside it, and whether the verb is passive."""

    phrase: Sequence[Token]
    apposition: Sequence[Token]
    is_passive: bool


JOINING = LINKS | {"from", "by"}
# Longer phrases are not names, and longer asides not about them.
LONGEST_PHRASE, LONGEST_ASIDE = 14, 25
MONTH_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\Z")


def subject_before(found: Sequence[Token], verb: int) -> Subject | None:
    """Return the subject right before the verb at an index; None if there is none."""
    place, is_passive, apposition = verb, False, found[:0]
    while place > 0:
        before = found[place - 1]
        if before.lower in BE:
            is_passive = found[verb].lower in PAST
            place -= 1
        elif (
            before.lower in BETWEEN
            or _is_adverb(before)
            or before.lower.endswith("n't")
        ):
            place -= 1
        elif _ends_time(found, place):
            place = _ends_time(found, place)
        elif before.text in (")", ",", "—", "–") and (opened := _opened(found, place)):
            aside = found[opened + 1 : place - 1]
            if before.text != ")" and not apposition:
                apposition = aside
            place = opened
        else:
            break
    phrase = phrase_ending(found, place)
    return Subject(phrase, apposition, is_passive) if phrase else None


def subject_of_sentence(found: Sequence[Token]) -> Subject:
    """Return the subject that stands first in a sentence, after what introduces it."""
    place = 0
    for _ in range(3):
        if place < len(found) and _introduces(found, place):
            commas = (n for n in range(place, len(found)) if found[n].text == ",")
            comma = next(commas, None)
            if comma is None:
                place += 1
            else:
                place = comma + 1
    phrase = phrase_starting(found, place)
    return Subject(phrase, apposition_after(found, place + len(phrase)), False)


def phrase_starting(found: Sequence[Token], place: int) -> Sequence[Token]:
    """Return the noun phrase that starts at an index; it may be empty."""
    end = place
    if end < len(found) and found[end].lower in PRONOUNS:
        return found[place : end + 1]
    while end < len(found) and end - place < LONGEST_PHRASE:
        token = found[end]
        if not token.is_word or _is_time(token):
            break
        if token.lower in JOINING and token.lower not in DETERMINERS:
            if not _links(found, end):
                break
        elif token.lower in BOUNDARIES and not _may_start(found, place, end):
            break
        elif token.lower not in DETERMINERS and not token.is_capitalised:
            before = found[end - 1] if end > place else token
            is_name = before.is_capitalised and before.lower not in DETERMINERS
            is_over = is_name or (end > place and _is_head(before))
            if is_over and not _is_head(token):
                break
        end += 1
    return found[place:end]


def _may_start(found: Sequence[Token], place: int, end: int) -> bool:
    """Tell whether "that" or the forename "Per" starts a phrase."""
    if end > place:
        return False
    is_name = all(token.is_capitalised for token in found[end : end + 2])
    return found[end].lower in DETERMINERS or is_name


def apposition_after(found: Sequence[Token], place: int) -> Sequence[Token]:
    """Return what stands between commas after a phrase that ended at an index."""
    if place >= len(found) or found[place].text not in (",", "—", "–", "("):
        return found[:0]
    end = place + 1
    while end < len(found) and (found[end].is_word or found[end].text == "-"):
        end += 1
    return found[place + 1 : min(end, place + 1 + LONGEST_ASIDE)]


def phrase_ending(found: Sequence[Token], end: int) -> Sequence[Token]:
    """Return the noun phrase that ends before an index; it may be empty."""
    start = end
    while start > 0 and end - start < LONGEST_PHRASE:
        token = found[start - 1]
        if token.lower in PRONOUNS:
            start -= start == end
            break
        if not token.is_word or _is_time(token):
            break
        if token.lower == "and" and _joins_names(found, start - 1, end):
            start -= 1
        elif token.lower in DETERMINERS:
            if start < 2 or not _links(found, start - 2):
                start -= 1
                break
        elif token.lower in JOINING:
            if not _links(found, start - 1):
                break
        elif token.lower in BOUNDARIES or _is_verb(found, start - 1):
            break
        start -= 1
    while start < end and _is_no_start(found[start]):
        start += 1
    return found[start:end]


def is_of_phrase(found: Sequence[Token], place: int) -> bool:
    """Tell whether a token goes on with the name that the token before it is of."""
    if found[place].is_capitalised:
        return True
    return found[place].lower in LINKS and _links(found, place)


def _is_verb(found: Sequence[Token], place: int) -> bool:
    """Tell whether a word ends a phrase to its right, being a verb."""
    token = found[place]
    if not token.text.islower() or _is_head(token):
        return False
    is_before_name = place + 1 < len(found) and found[place + 1].is_capitalised
    return (
        token.lower in PAST
        or token.lower in THIRD
        or (is_before_name and token.lower.endswith(("ed", "ing")))
    )


def _is_no_start(token: Token) -> bool:
    """Tell whether a token only looks like a name since it starts the sentence."""
    if token.lower in DETERMINERS or token.lower in PRONOUNS:
        return False
    is_adverb = token.text[0].isupper() and _is_adverb(token)
    return is_adverb or token.lower in NOT_NAMES or token.lower in LINKS


def _joins_names(found: Sequence[Token], place: int, end: int) -> bool:
    """Tell whether an "and" stands between two names: "Acme and Nemo"."""
    return (
        place > 0
        and found[place - 1].is_capitalised
        and found[place - 1].lower not in NOT_NAMES
        and all(token.is_capitalised for token in found[place + 1 : end])
        and place + 1 < end
    )


def _links(found: Sequence[Token], place: int) -> bool:
    """Tell whether a word such as "of" joins two parts of one phrase."""
    word = found[place].lower
    if word not in JOINING or place == 0 or place + 1 >= len(found):
        return False
    before, after = found[place - 1], found[place + 1]
    if word in ("from", "by"):
        return before.lower in DOCUMENTS or before.lower in SPEECH_NOUNS
    if before.is_capitalised and before.lower not in NOT_NAMES:
        return after.is_capitalised or after.lower in LINKS
    return any(map(_is_head, found[max(0, place - 4) : place]))


def _is_head(token: Token) -> bool:
    """Tell whether a word is one of those who speak, or of what bears words."""
    word = token.lower.removesuffix("s")
    return not {token.lower, word}.isdisjoint(
        ROLES | SPEAKING_FOR | GROUPS | ORGANISATION_NOUNS | DOCUMENTS | SPEECH_NOUNS
    )


def _is_adverb(token: Token) -> bool:
    """Tell whether a word ends as adverbs do, or as "didn't" does."""
    return len(token.text) > 4 and token.lower.endswith(("ly", "n't"))


def _is_time(token: Token) -> bool:
    return token.text[0].isupper() and token.lower in DAYS


def _ends_time(found: Sequence[Token], place: int) -> int:
    """Return where a time such as "on Saturday" starts that ends here; 0 if none."""
    first = place
    while first > 0 and (
        _is_time(found[first - 1])
        or MONTH_DAY.match(found[first - 1].text)
        or found[first - 1].lower in TIMES
    ):
        first -= 1
    if 0 < first < place and found[first - 1].lower in BEFORE_TIMES:
        return first - 1
    return first if first < place and _is_time(found[first]) else 0


def _opened(found: Sequence[Token], place: int) -> int:
    """Return where the aside opened that closes before an index; 0 if nowhere."""
    closing = found[place - 1].text
    opening = "(" if closing == ")" else closing
    for first in range(place - 2, max(0, place - LONGEST_ASIDE), -1):
        if found[first].text in (":", ";", QUOTED):
            return 0
        if found[first].text == opening:
            return first
    return 0


def _introduces(found: Sequence[Token], place: int) -> bool:
    """Tell whether a phrase before the subject starts here."""
    token = found[place]
    is_participle = place == 0 and token.lower.endswith("ed")
    return (
        token.lower in INTRODUCING
        or is_participle
        or _is_adverb(token)
        or _is_time(token)
        or not token.is_word
        or (len(token.text) > 5 and token.lower.endswith("ing"))
    )
