"""Tell which words are verbs of speech, and who their subjects are."""

from collections.abc import Sequence
from dataclasses import replace

from lasthope.quoting.parties import Party, party
from lasthope.quoting.phrases import (
    Subject,
    phrase_ending,
    phrase_starting,
    subject_before,
    subject_of_sentence,
)
from lasthope.quoting.tokens import POSSESSIVE, Token
from lasthope.quoting.words import (
    ALSO_NOUNS,
    BASE,
    BEFORE_NOUNS,
    BETWEEN,
    CALLING,
    DETERMINERS,
    DOCUMENTS,
    GERUND,
    GROUPS,
    PAST,
    PRONOUNS,
    SPEECH_NOUNS,
    SUBORDINATING,
    THIRD,
    WITH_PARTICLE,
)

# A noun bears the quotation only if one of these follows it.
AFTER_NOUN = frozenset(
    [":", ",", "(", "that", "which", "in", "on", "as", "of", "about", "by", "from"]
)
OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they"}
RELATIVES = frozenset(("who", "which", "that"))
JOINING_VERBS = frozenset(("and", "but", "or", "then", ","))
# Who called something so is said this soon after it.
REACH_OF_BY = 8


def verb_of_speech(found: Sequence[Token], place: int) -> str | None:
    """Return the verb of speech at an index in its base form; None if there is none."""
    token = found[place]
    word = token.lower
    if word in WITH_PARTICLE:
        follows = found[place + 1 : place + 2]
        return word if follows and follows[0].lower == WITH_PARTICLE[word] else None
    before = found[place - 1] if place else None
    if not token.text.islower() or (before and _is_before_noun(before)):
        return None
    follows = found[place + 1 : place + 2]
    is_read = BASE.get(word) == "read" and follows and follows[0].text == ":"
    if word in ALSO_NOUNS and not is_read and not _may_have_verb(before):
        return None
    if word in BASE and word not in PAST:
        is_after_noun = before is not None and (
            before.lower in BETWEEN or before.lower in PRONOUNS or before.lower == "to"
        )
        is_plural = before is not None and before.lower in GROUPS
        return BASE[word] if is_after_noun or is_plural else None
    return THIRD.get(word) or PAST.get(word) or GERUND.get(word)


def _is_before_noun(token: Token) -> bool:
    """Tell whether a noun must follow: after "the", or "Smith's", but not "he's"."""
    stem = POSSESSIVE.sub("", token.lower)
    is_owner = stem != token.lower and stem not in PRONOUNS
    return is_owner or token.lower in BEFORE_NOUNS


def _may_have_verb(before: Token | None) -> bool:
    """Tell whether after a token "claims" or "posts" is a verb."""
    if before is None or before.text == ",":
        return True
    word = before.lower
    return (
        before.is_capitalised
        or word in PRONOUNS
        or word in GROUPS
        or word in DOCUMENTS
        or word in ("to", ")", "also")
    ) and word not in DETERMINERS


def subject_of(
    text: str, found: Sequence[Token], place: int, after: Sequence[Token]
) -> Party:
    """Return the subject of the verb at an index."""
    word = found[place].lower
    before = found[place - 1] if place else None
    if before and word in GERUND and before.lower in ("for", "of"):
        phrase = phrase_ending(found, place - 1)
        if phrase and phrase[-1].is_capitalised:
            return party(text, phrase, phrase[:0])
    is_finite = word not in GERUND and not (before and before.lower == "to")
    subject = subject_before(found, place) if is_finite else None
    if subject and subject.is_passive:
        return _agent(text, found[place + 1 :], after)
    if subject and subject.phrase[0].lower in RELATIVES:
        subject = _antecedent(found, subject.phrase[0])
    if subject:
        return party(text, subject.phrase, subject.apposition)
    if is_finite and word in PAST and not (before and before.lower in JOINING_VERBS):
        return _agent(text, found[place + 1 :], after)
    earlier = _earlier_subject(found[:place]) or subject_of_sentence(found[:place])
    between = [token for token in found[:place] if token.start > _end(earlier)]
    is_guess = any(token.lower in SUBORDINATING for token in between)
    one = party(text, earlier.phrase, earlier.apposition)
    return replace(one, is_guess=is_guess)


def _end(subject: Subject) -> int:
    return subject.phrase[-1].end if subject.phrase else -1


def _antecedent(found: Sequence[Token], pronoun: Token) -> Subject | None:
    """Return whom "who", "which" or "that" stands for."""
    place = next(n for n, token in enumerate(found) if token.start == pronoun.start)
    if place and found[place - 1].text == ",":
        place -= 1
    phrase = phrase_ending(found, place)
    return Subject(phrase, found[:0], False) if phrase else None


def _earlier_subject(found: Sequence[Token]) -> Subject | None:
    """Return the subject of the last finite verb of speech among some tokens."""
    for place in range(len(found) - 1, 0, -1):
        if verb_of_speech(found, place) and found[place].lower not in GERUND:
            subject = subject_before(found, place)
            if subject and not subject.is_passive:
                return subject
    return None


def _agent(text: str, tail: Sequence[Token], after: Sequence[Token]) -> Party:
    """Return by whom something was said or called; nobody if that is not said."""
    for stretch in (tail, after[:REACH_OF_BY]):
        for place, token in enumerate(stretch):
            if token.lower == "by" and (phrase := phrase_starting(stretch, place + 1)):
                return party(text, phrase, phrase[:0])
    return Party("", "nobody")


def owner_of(found: Sequence[Token], place: int) -> Sequence[Token]:
    """Return whose words a noun of speech means: "Smith's comments that"."""
    if found[place].lower not in SPEECH_NOUNS:
        return found[:0]
    tail = found[place + 1 :]
    if tail and tail[0].lower not in AFTER_NOUN:
        return found[:0]
    if tail and tail[0].lower in ("by", "from", "of"):
        return phrase_starting(tail, 1)
    for before in range(place - 1, max(-1, place - 4), -1):
        token = found[before]
        if not tail and _names_it(found, before):
            break
        if token.lower in OWNERS:
            return [Token(OWNERS[token.lower], token.start, token.end)]
        if mark := POSSESSIVE.search(token.text):
            owner = Token(
                token.text[: mark.start()], token.start, token.start + mark.start()
            )
            return [*phrase_ending(found, before), owner]
        if not token.is_word:
            break
    return found[:0]


def _names_it(found: Sequence[Token], owner: int) -> bool:
    """Tell whether a verb calls something a name: "called Smith's remarks"."""
    nearby = range(max(0, owner - 4), owner)
    return any(verb_of_speech(found, place) in CALLING for place in nearby)
