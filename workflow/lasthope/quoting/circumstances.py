"""Tell how, where and to whom something was said, as the quoting sentence does."""

from collections.abc import Sequence
from typing import NamedTuple

from lasthope.quoting.cues import Cue
from lasthope.quoting.parties import Party, party
from lasthope.quoting.passages import Surroundings
from lasthope.quoting.phrases import phrase_starting
from lasthope.quoting.tokens import Token
from lasthope.quoting.words import DETERMINERS, GROUPS, MEDIA, PAST, ROLES, URGING

# Verbs that are a medium themselves.
BY_VERB = {"tweet": "tweet", "post": "post", "email": "email", "testify": "speech"}
# Verbs whose object is whom they speak to.
ADDRESSING = frozenset(
    ("tell", "ask", "inform", "remind", "warn", "assure", "message", "email", "advise")
)
BEFORE_MEDIUM = frozenset(("in", "via", "through", "during", "by", "on", "of"))
PUBLISHED = frozenset(
    ("posted", "published", "shared", "written", "sent", "released", "issued", "signed")
)
MOST_ADJECTIVES = 4


class Circumstances(NamedTuple):
    """How something was said; None where that is not told.

    Attributes:
        medium: as in the schema of statements.
        venue: where it was published.
        addressee: whom it was said to.
    """

    medium: str | None = None
    venue: str | None = None
    addressee: str | None = None


def circumstances(text: str, around: Surroundings, cue: Cue) -> Circumstances:
    """Return how, where and to whom something was said.

    Args:
        text: the text.
        around: what stands around the quotation.
        cue: its words of speech.
    """
    verb = PAST.get(text[cue.start : cue.end].lower().split(" ")[0], "")
    venue = _venue(text, cue)
    medium = _medium(around.before) or _medium(around.after) or BY_VERB.get(verb)
    if medium is None and cue.way == "noun":
        medium = MEDIA.get(text[cue.start : cue.end].lower())
    if medium is None and cue.speaker.kind == "document":
        written = cue.speaker.written.lower().split()
        medium = next((MEDIA[word] for word in written if word in MEDIA), None)
    return Circumstances(medium, venue, _addressee(text, cue, verb, around))


def published_by(text: str, around: Surroundings) -> Party | None:
    """Return who published what is quoted: "in a tweet posted by the group Acme"."""
    found = around.before
    for place, token in enumerate(found[:-2]):
        if token.lower in PUBLISHED and found[place + 1].lower in ("by", "from"):
            phrase = phrase_starting(found, place + 2)
            if phrase and phrase[-1].is_capitalised:
                return party(text, phrase, phrase[:0])
    return None


def _medium(found: Sequence[Token]) -> str | None:
    """Return the medium that "in a …" tells."""
    for place, token in enumerate(found):
        if token.lower not in BEFORE_MEDIUM:
            continue
        for noun in found[place + 1 : place + 2 + MOST_ADJECTIVES]:
            if not noun.is_word:
                break
            if noun.lower in MEDIA:
                return MEDIA[noun.lower]
    return None


def _venue(text: str, cue: Cue) -> str | None:
    """Return the place of "wrote on …", which is no day."""
    for place, token in enumerate(cue.tail[:-1]):
        if token.lower in ("that", ":", ";"):
            break
        if token.lower == "on" and cue.tail[place + 1].is_capitalised:
            phrase = phrase_starting(cue.tail, place + 1)
            return text[phrase[0].start : phrase[-1].end]
    return None


def _addressee(text: str, cue: Cue, verb: str, around: Surroundings) -> str | None:
    """Return the object of "told …", "wrote to …", "an email to …"."""
    found = cue.tail
    if found and (verb in ADDRESSING or verb in URGING or cue.way == "urging"):
        phrase = phrase_starting(found, 0)
    elif found and found[0].lower == "to":
        phrase = phrase_starting(found, 1)
    else:
        places = (
            place + 2
            for place, token in enumerate(around.before[:-2])
            if token.lower in MEDIA and around.before[place + 1].lower == "to"
        )
        place = next(places, None)
        phrase = phrase_starting(around.before, place) if place else ()
    if not phrase or not _is_somebody(phrase):
        return None
    return text[phrase[0].start : phrase[-1].end]


def _is_somebody(phrase: Sequence[Token]) -> bool:
    """Tell whether a phrase is a name or a noun for people, and no verb."""
    first, last = phrase[0], phrase[-1]
    return (
        first.is_capitalised
        or first.lower in DETERMINERS
        or last.lower in GROUPS
        or last.lower.removesuffix("s") in ROLES
    )
