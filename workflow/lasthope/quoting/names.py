"""Find the names in a sentence, with the roles that stand beside them."""

from collections.abc import Sequence

from lasthope.quoting.parties import Party, party
from lasthope.quoting.phrases import (
    apposition_after,
    is_of_phrase,
    phrase_ending,
    subject_of_sentence,
)
from lasthope.quoting.tokens import POSSESSIVE, Token, without_possessive
from lasthope.quoting.words import NOT_NAMES, ROLE_MODIFIERS, ROLES
from lasthope.sentences import Span

MOST_ROLE_WORDS = 5


def names(text: str, found: Sequence[Token]) -> list[tuple[int, Party]]:
    """Return the names among some tokens, with roles, and where they start."""
    named, place = [], 0
    while place < len(found):
        end = place + 1
        if _may_start_name(found[place]) and not (
            place == 0 and found[0].lower.endswith(("ing", "ed"))
        ):
            while not POSSESSIVE.search(found[end - 1].text) and (
                end < len(found) and is_of_phrase(found, end)
            ):
                end += 1
            one = _one_named(text, found, place, end)
            if one.name and one.kind in ("person", "organisation"):
                named.append((found[place].start, one))
        place = end
    return named


def _one_named(text: str, found: Sequence[Token], place: int, end: int) -> Party:
    """Return whom the name between two indexes means, with the role beside it."""
    start = place
    while start > max(0, place - MOST_ROLE_WORDS) and _is_role_word(found, start):
        start -= 1
    # "Acme" of "Acme chief executive Jane Roe".
    while start < place and start > 0 and _may_start_name(found[start - 1]):
        start -= 1
    run = [*found[start : end - 1], without_possessive(found[end - 1])]
    one = party(text, run, apposition_after(found, end))
    if one.kind == "person" and not one.role and start and found[start - 1].text == ",":
        # "The firm's founder, Jane Roe".
        before = party(text, phrase_ending(found, start - 1), run)
        one = before if before.role and before.name == one.name else one
    return one


def subject_span(found: Sequence[Token]) -> Span:
    """Return where a sentence's subject stands, with what is between commas."""
    subject = subject_of_sentence(found) if found else None
    if not subject or not subject.phrase:
        return (0, 0)
    return subject.phrase[0].start, [*subject.phrase, *subject.apposition][-1].end


def _may_start_name(token: Token) -> bool:
    return token.is_capitalised and token.lower not in NOT_NAMES


def _is_role_word(found: Sequence[Token], place: int) -> bool:
    """Tell whether the word before an index may be of a role: "chief executive"."""
    word = found[place - 1].lower
    return word in ROLES or word in ROLE_MODIFIERS
