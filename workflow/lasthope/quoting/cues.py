"""Find the words that say who speaks a quotation: "Acme said", "according to".

The cue is looked for in the sentence around the quotation: right after it first
(`," said Smith`), if the quotation ends as such ones do, then before it, nearest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lasthope.quoting.parties import Party, party
from lasthope.quoting.phrases import (
    apposition_after,
    phrase_starting,
    subject_before,
    subject_of_sentence,
)
from lasthope.quoting.tokens import QUOTED, Token, tokens
from lasthope.quoting.verbs import RELATIVES, owner_of, subject_of, verb_of_speech
from lasthope.quoting.words import (
    BETWEEN,
    CALLING,
    PAST,
    SAYING,
    SPEECH_NOUNS,
    URGING,
    WITH_PARTICLE,
)

# Published by these, a document is only where somebody speaks.
PUBLISHING = frozenset(("post", "write", "report", "message", "email"))
LONGEST_TAIL = 8
LONGEST_SIGNATURE = 12


@dataclass(frozen=True)
class Cue:
    """What says who speaks.

    Attributes:
        start: index of its first character in the text.
        end: index after its last character.
        way: saying, calling, urging, noun, according or colon.
        is_direct: whether the quotation follows or precedes it without a clause of
            the author's own between.
        speaker: who speaks.
        tail: the tokens between the cue and a quotation after it.
    """

    start: int
    end: int
    way: str
    is_direct: bool
    speaker: Party
    tail: Sequence[Token]


def cue_after(text: str, found: Sequence[Token]) -> Cue | None:
    """Return the cue that follows a quotation at once; None if there is none.

    Args:
        text: the text.
        found: the tokens after the quotation, up to the end of the sentence.
    """
    first = 0
    while first < len(found) and found[first].text in (",", "—", "–", "-", ")"):
        first += 1
    if first < len(found) and found[first].lower == "as":
        first += 1
    if first + 1 >= len(found):
        return None
    if found[first].lower == "according" and found[first + 1].lower == "to":
        return _according(text, found, first, is_direct=True)
    verb = first
    while verb < len(found) and found[verb].lower in BETWEEN:
        verb += 1
    if verb < len(found) - 1 and verb_of_speech(found, verb) in SAYING:
        phrase = phrase_starting(found, verb + 1)
        aside = apposition_after(found, verb + 1 + len(phrase))
        if phrase:
            return _cue(text, found, verb, party(text, phrase, aside), is_direct=True)
    for verb in range(first + 1, len(found)):
        if found[verb].text in (";", ":", QUOTED, "."):
            break
        if verb_of_speech(found, verb) is None:
            continue
        subject = subject_before(found, verb)
        if subject and subject.phrase[0].start == found[first].start:
            speaker = party(text, subject.phrase, subject.apposition)
            return _cue(text, found, verb, speaker, is_direct=True)
    return None


def cue_before(text: str, found: Sequence[Token], after: Sequence[Token]) -> Cue | None:
    """Return the nearest cue before a quotation; None if there is none.

    Args:
        text: the text.
        found: the tokens of the sentence before the quotation.
        after: those after it, for "called a … by".
    """
    reserve = None
    for cue in _cues_before(text, found, after):
        is_place = cue.way == "saying" and _is_publishing(text, cue)
        if not is_place or cue.speaker.kind != "document":
            return cue
        reserve = reserve or cue
    return reserve or _colon(text, found)


def _cues_before(
    text: str, found: Sequence[Token], after: Sequence[Token]
) -> Iterator[Cue]:
    """Yield the cues before a quotation, nearest first."""
    for place in range(len(found) - 1, -1, -1):
        token = found[place]
        if token.lower == "according" and found[place + 1 : place + 2]:
            if found[place + 1].lower == "to":
                yield _according(text, found, place, is_direct=False)
        elif verb_of_speech(found, place):
            speaker = subject_of(text, found, place, after)
            yield _cue(text, found, place, speaker, is_direct=False)
        elif owner := owner_of(found, place):
            # Without "that" or a colon, what is quoted may be said of those words.
            is_guess = place + 1 == len(found)
            speaker = replace(party(text, owner, owner[:0]), is_guess=is_guess)
            yield _cue(text, found, place, speaker, is_direct=False, way="noun")


def _cue(
    text: str,
    found: Sequence[Token],
    place: int,
    speaker: Party,
    *,
    is_direct: bool,
    way: str | None = None,
) -> Cue:
    last, verb = place, verb_of_speech(found, place)
    is_moving = verb in URGING
    if found[place].lower in WITH_PARTICLE:
        last += 1
    elif verb == "call" and found[place + 1 : place + 2]:
        is_moving = found[place + 1].lower in ("on", "for", "upon")
        last += is_moving
    tail = found[last + 1 :]
    if way is None:
        way = (
            "urging" if verb in URGING or last > place and verb == "call" else "saying"
        )
        way = "calling" if verb in CALLING and last == place else way
    direct = is_direct or _is_direct(tail, way)
    return Cue(found[place].start, found[last].end, way, direct, speaker, tail)


def _is_direct(tail: Sequence[Token], way: str) -> bool:
    """Tell whether nothing of the author's own stands between cue and quotation."""
    if any(token.text == QUOTED for token in tail):
        return False
    if way == "calling":
        marks = (",", ";", ":", "that", "who", "which", "for", "because")
        return len(tail) <= LONGEST_TAIL and not any(t.lower in marks for t in tail[1:])
    inner = tail[1:] if tail and tail[0].lower in ("that", "how") else tail
    if not inner:
        return True
    is_led_up_to = inner[-1].text in (":", ",", "—", "–") or inner[-1].lower == "that"
    clauses = [t for t in inner[:-1] if t.lower in RELATIVES or t.text in (";", ":")]
    return is_led_up_to and len(inner) <= 3 * LONGEST_TAIL and not clauses


def _is_publishing(text: str, cue: Cue) -> bool:
    word = text[cue.start : cue.end].lower()
    return PAST.get(word) in PUBLISHING


def _according(
    text: str, found: Sequence[Token], place: int, *, is_direct: bool
) -> Cue:
    phrase = phrase_starting(found, place + 2)
    end = place + 2 + len(phrase)
    speaker = party(text, phrase, apposition_after(found, end))
    tail = found[end:]
    direct = is_direct or _is_direct(tail, "according")
    start, last = found[place].start, found[place + 1].end
    return Cue(start, last, "according", direct, speaker, tail)


def _colon(text: str, found: Sequence[Token]) -> Cue | None:
    """Return the cue of a quotation that only a colon leads up to.

    It is direct if nothing but a name stands before the colon, as in a transcript.
    """
    if len(found) < 2 or found[-1].text != ":":
        return None
    phrase, aside, _ = subject_of_sentence(found)
    is_all = len(phrase) == len(found) - 1
    if not phrase or not phrase[0].is_word:
        return None
    speaker = party(text, phrase, aside)
    for noun in found[-2 : -2 - LONGEST_TAIL : -1]:
        if noun.lower in SPEECH_NOUNS and not is_all:
            return Cue(noun.start, noun.end, "noun", True, speaker, found[-1:])
    mark = found[-1]
    return Cue(mark.start, mark.end, "colon", is_all, speaker, found[:0])


def signature(text: str, start: int, end: int) -> Cue | None:
    """Return the cue of a quotation below which its speaker is named after a dash."""
    found = tokens(text, start, end)
    if not found or found[0].text not in ("—", "–", "-"):
        return None
    first = 2 if found[1:2] and found[1].text == "-" else 1
    phrase = phrase_starting(found, first)
    if not phrase or not phrase[0].is_capitalised or len(found) > LONGEST_SIGNATURE:
        return None
    speaker = party(text, phrase, apposition_after(found, first + len(phrase)))
    return Cue(found[0].start, found[0].end, "signature", True, speaker, found[:0])
