"""Tell from a noun phrase who is meant: a person, an organisation or nobody named.

"Acme Chief Policy Officer Jane Doe" is a person with a role and an organisation,
"a spokesperson for Acme" speaks for an organisation, "a user" stays unnamed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lasthope.quoting.tokens import POSSESSIVE, Token
from lasthope.quoting.words import (
    DETERMINERS,
    DOCUMENTS,
    GROUPS,
    HONORIFICS,
    INDEFINITE,
    LINKS,
    ORGANISATION_NOUNS,
    ORGANISATION_WORDS,
    PRONOUNS,
    ROLE_MODIFIERS,
    ROLES,
    SPEAKING_FOR,
    SPEECH_NOUNS,
)

MOST_NAMES_OF_A_PERSON = 4


@dataclass(frozen=True)
class Party:
    """Who is meant by a noun phrase.

    Attributes:
        written: the phrase as it stands.
        kind: person, organisation, group (unnamed), role ("the judge"), pronoun,
            document ("the letter"), several or nobody.
        name: of a person or organisation, without role; of a pronoun, in lower case
            ("it" for "the company"); None if there is none.
        role: office of a person, as written.
        organisation: whom a person belongs to or speaks for.
        gender: "he" or "she" where an honorific tells.
        is_definite: whether somebody known is meant ("the company").
        is_person_certain: whether a role or honorific shows that it is a person.
        is_guess: whether the verb may as well have another subject.
    """

    written: str
    kind: str
    name: str | None = None
    role: str | None = None
    organisation: str | None = None
    gender: str | None = None
    is_definite: bool = True
    is_person_certain: bool = False
    is_guess: bool = False


def party(text: str, phrase: Sequence[Token], aside: Sequence[Token]) -> Party:
    """Return who is meant by a phrase and what stands beside it between commas."""
    if not phrase:
        return Party("", "nobody")
    written = text[phrase[0].start : phrase[-1].end]
    if len(phrase) == 1 and phrase[0].lower in PRONOUNS:
        return Party(written, "pronoun", name=phrase[0].lower)
    first = phrase[0]
    is_noun = first.lower in GROUPS | SPEAKING_FOR | DOCUMENTS
    if is_noun and not any(token.is_capitalised for token in phrase[1:2]):
        phrase = [first._replace(text=first.lower), *phrase[1:]]
        first = phrase[0]
    is_definite = first.lower not in INDEFINITE and (
        first.lower in DETERMINERS or first.is_capitalised
    )
    inner = phrase[1:] if phrase[0].lower in DETERMINERS else phrase
    if any(token.lower == "and" for token in inner) and inner[-1].is_capitalised:
        return Party(written, "several")
    found = _named(text, inner) or _common(text, inner)
    called = _named(text, aside) if found.name is None or found.role else None
    if called and called.kind == "person" and found.kind != "person":
        found = _called(found, called)
    elif found.kind != "organisation" or not found.role:
        found = _with_aside(text, found, aside)
    return replace(found, written=written, is_definite=is_definite)


def _is_name(phrase: Sequence[Token]) -> bool:
    return len(phrase) > 0 and all(
        token.is_capitalised or token.lower in LINKS for token in phrase
    )


def _called(found: Party, named: Party) -> Party:
    """Return who is meant by a role and the name that stands after it."""
    organisation = named.organisation or found.organisation
    role = found.role or named.role
    return replace(
        named, role=role, organisation=organisation, is_person_certain=bool(role)
    )


def _named(text: str, phrase: Sequence[Token]) -> Party | None:
    """Return whom a phrase names that ends in a name; None if it ends in none."""
    start = len(phrase)
    while start > 0 and _is_of_name(phrase, start - 1):
        start -= 1
    while start < len(phrase) and not phrase[start].is_capitalised:
        start += 1
    run, before = phrase[start:], phrase[:start]
    while before and before[-1].lower in DETERMINERS:
        before = before[:-1]
    if not run or POSSESSIVE.search(run[-1].text):
        return None
    owner = next(
        (n for n, token in enumerate(run[:-1]) if POSSESSIVE.search(token.text)), None
    )
    if owner is not None:
        before, run = phrase[: start + owner + 1], run[owner + 1 :]
    if (
        before
        and before[-1].lower in ("for", "of", "at", "from", "by")
        and len(before) > 1
    ):
        return _speaking_for(text, before[:-1], _written(text, run))
    return _with_role(text, before, run)


def _with_role(text: str, before: Sequence[Token], run: Sequence[Token]) -> Party:
    """Return whom a name means before which a role and an organisation may stand."""
    gender = HONORIFICS.get(run[0].lower) if len(run) > 1 else None
    is_honoured = len(run) > 1 and run[0].lower in HONORIFICS
    if is_honoured:
        run = run[1:]
    last = max((n for n, token in enumerate(run) if _is_role(token)), default=-1)
    if last == len(run) - 1 and any(token.lower in LINKS for token in run):
        last = -1
    if last == len(run) - 1:
        organisation = _written(text, run[: _first_of_role(run, last)]) or None
        role = _written(text, run[_first_of_role(run, last) :])
        return Party("", "role", role=role, organisation=organisation)
    first = _first_of_role(run, last) if last >= 0 else 0
    role, name = _written(text, run[first : last + 1]), _written(text, run[last + 1 :])
    organisation = _written(text, run[:first]) or None
    if any(map(_is_role, before)):
        owner, role = _owner_and_role(text, before)
        organisation = organisation or owner
    elif before and POSSESSIVE.search(before[-1].text) and role:
        organisation = _without_possessive(_written(text, before))
    is_certain = is_honoured or bool(role)
    bare, *belongs = re.split(r" (?:of|at|for|from) (?:the )?", name, maxsplit=1)
    is_person = is_certain or _is_persons(bare)
    if is_person and belongs:
        name, organisation = bare, organisation or belongs[0]
    return Party(
        written="",
        kind="person" if is_person else "organisation",
        name=name,
        role=role or None,
        organisation=organisation,
        gender=gender,
        is_person_certain=is_certain,
    )


def _is_persons(name: str) -> bool:
    """Tell whether a name looks like a person's: a few words, none of a firm's."""
    parts = name.lower().split()
    return 2 <= len(parts) <= MOST_NAMES_OF_A_PERSON and not any(
        part in ORGANISATION_WORDS | GROUPS | LINKS for part in parts
    )


def _speaking_for(text: str, before: Sequence[Token], name: str) -> Party:
    """Return who is meant by "a spokesperson for Acme", "a user of Acme"."""
    head, role = before[-1].lower, _written(text, before)
    if head in SPEAKING_FOR:
        return Party("", "organisation", name=name, role=role, organisation=name)
    if head in DOCUMENTS or head in SPEECH_NOUNS:
        return Party("", "document", organisation=name)
    if any(map(_is_role, before)):
        return Party("", "role", role=role, organisation=name)
    return Party("", "group", organisation=name)


def _common(text: str, phrase: Sequence[Token]) -> Party:
    """Return who is meant by a phrase that ends in no name."""
    owner: str | None = None
    for number, token in enumerate(phrase):
        if POSSESSIVE.search(token.text):
            if token.is_capitalised:
                owner = _without_possessive(_written(text, _run(phrase, number)))
            phrase = phrase[number + 1 :]
            break
    if not phrase:
        return Party("", "group", organisation=owner)
    of = next((n for n, t in enumerate(phrase) if n and t.lower in LINKS), len(phrase))
    head = phrase[of - 1]
    leading = next((n for n, t in enumerate(phrase) if not t.is_capitalised), 0)
    owner = owner or _written(text, phrase[:leading]) or None
    role = _written(text, phrase[leading:])
    if head.lower in SPEAKING_FOR:
        kind = "organisation" if owner else "role"
        return Party("", kind, name=owner, role=role, organisation=owner)
    if head.lower in DOCUMENTS or head.lower in SPEECH_NOUNS:
        return Party("", "document", organisation=owner)
    if head.lower in ORGANISATION_NOUNS:
        return Party("", "pronoun", name="it")
    if _is_role(head):
        return Party("", "role", role=role, organisation=owner)
    return Party("", "group", organisation=owner)


def _with_aside(text: str, found: Party, aside: Sequence[Token]) -> Party:
    """Return a named party with the role that stands after it: "X, head of Y,"."""
    inner = aside[1:] if aside and aside[0].lower in DETERMINERS else aside
    is_told = any(map(_is_role, inner)) and not _is_name(inner)
    if not is_told or found.name is None:
        return found
    told = _named(text, inner) or _common(text, inner)
    if not told.role:
        return found
    role = " ".join(word for word in told.role.split() if word not in DETERMINERS)
    organisation = found.organisation or told.organisation
    if told.organisation and told.kind == "person":
        organisation = found.organisation
    return replace(
        found,
        kind="person",
        role=found.role or role,
        organisation=organisation,
        is_person_certain=True,
    )


def _is_of_name(phrase: Sequence[Token], place: int) -> bool:
    token = phrase[place]
    if token.is_capitalised:
        return True
    is_link = token.lower in LINKS and 0 < place < len(phrase) - 1
    return is_link and (
        phrase[place - 1].is_capitalised or phrase[place - 1].lower in LINKS
    )


def _is_role(token: Token) -> bool:
    word = token.lower
    return word in ROLES or word.split("-")[0] in ROLES


def _first_of_role(run: Sequence[Token], last: int) -> int:
    """Return where the role starts that ends at an index of a capitalised run."""
    first = last
    while first > 0 and (
        _is_role(run[first - 1]) or run[first - 1].lower in ROLE_MODIFIERS
    ):
        first -= 1
    return first


def _owner_and_role(text: str, before: Sequence[Token]) -> tuple[str | None, str]:
    """Return "Acme" and "chief executive" of "Acme's chief executive"."""
    end = 0
    while end < len(before) and before[end].is_capitalised:
        end += 1
    if end == len(before):
        end = _first_of_role(before, len(before) - 1)
    start = end
    while start < len(before) and before[start].lower in DETERMINERS:
        start += 1
    owner = _without_possessive(_written(text, before[:end]))
    return owner or None, _written(text, before[start:])


def _run(phrase: Sequence[Token], last: int) -> Sequence[Token]:
    """Return the capitalised words that end at an index."""
    first = last
    while first > 0 and _is_of_name(phrase, first - 1):
        first -= 1
    return phrase[first : last + 1]


def _written(text: str, phrase: Sequence[Token]) -> str:
    """Return a phrase as it stands, its lines joined."""
    if not phrase:
        return ""
    return " ".join(text[phrase[0].start : phrase[-1].end].split())


def _without_possessive(name: str) -> str:
    return POSSESSIVE.sub("", name)
