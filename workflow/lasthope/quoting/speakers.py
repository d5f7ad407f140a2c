"""Tell whom a surname, a pronoun or "the company" means, from what stood before.

Only rules that can be checked by reading on: a person is named in full once and by
surname later; "he" is the one person named in the paragraph before him, or else in
the one before that. Where two would fit, the likelier is taken and said to be unsure.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from lasthope.quoting.names import names, subject_span
from lasthope.quoting.parties import Party
from lasthope.quoting.tokens import tokens
from lasthope.quoting.words import PERSONAL
from lasthope.sentences import Span

# Whether words add to what was just said, by the same speaker.
GOING_ON = re.compile(r"(?:add|continu|went on|goes on|conclud)", re.IGNORECASE)
# So many names back, a pronoun means none of them.
REACH = 200


@dataclass(frozen=True)
class Speaker:
    """Who speaks, as far as it can be told.

    Attributes:
        name: of a person or organisation; None if unnamed or not known.
        kind: person or organisation; None if there is no name.
        role: office of a person, as written.
        organisation: whom a person belongs to or speaks for.
        doubt: why this is unsure; None if it is sure.
    """

    name: str | None = None
    kind: str | None = None
    role: str | None = None
    organisation: str | None = None
    doubt: str | None = None

    def but(self, doubt: str) -> "Speaker":
        """Return the same speaker with a doubt, unless there is one already."""
        return self if self.doubt else replace(self, doubt=doubt)


class Mention(NamedTuple):
    """A name in the author's own words."""

    start: int
    name: str
    kind: str
    is_subject: bool


class Place(NamedTuple):
    """Where a cue stands.

    Attributes:
        start: where the phrase of its speaker stands.
        cue: the words of the cue.
        paragraphs: where its paragraph and the one before start, nearest first.
        last: speaker of the last quotation in its paragraph; None if there is none.
    """

    start: int
    cue: str
    paragraphs: Sequence[int]
    last: Speaker | None


class Speakers:
    """The people and organisations of a text, and where they are named."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        """Find the names of a text.

        Args:
            text: the text, its quotations masked.
            sentences: the spans of its sentences.
        """
        self.people: dict[str, Party] = {}
        self._by_surname: dict[str, list[str]] = {}
        self.mentions: list[Mention] = []
        named: list[tuple[int, Party, bool]] = []
        for start, end in sentences:
            found = tokens(text, start, end)
            first, last = subject_span(found)
            for place, one in names(text, found):
                named.append((place, one, first <= place < last))
        self._organisations = {one.organisation for _, one, _ in named}
        alone = {one.name for _, one, _ in named if one.name and " " not in one.name}
        for _, one, _ in named:
            is_called_by_surname = _surname(one.name or "") in alone
            if one.is_person_certain or (one.kind == "person" and is_called_by_surname):
                self._learn(one)
        for first, one, is_subject in named:
            name, kind = str(one.name), one.kind
            if known := self._full(name):
                name, kind = known[-1], "person"
            self.mentions.append(Mention(first, name, kind, is_subject))

    def learn(self, speaker: Speaker, gender: str | None, at: int) -> None:
        """Remember that a speaker is a person, which pronoun means them, and where."""
        if speaker.kind == "person" and speaker.name:
            mention = Mention(at, speaker.name, "person", True)
            insort(self.mentions, mention, key=lambda one: one.start)
            known = Party("", "person", speaker.name, speaker.role)
            of = speaker.organisation
            self._learn(replace(known, organisation=of, gender=gender))

    def resolve(self, one: Party, place: Place) -> Speaker:
        """Return who is meant by who speaks, as the cue says."""
        if one.kind in ("person", "organisation") and one.name:
            return self._by_name(one)
        if one.kind == "pronoun":
            return self._by_pronoun(str(one.name), place)
        if one.kind == "role" and one.is_definite:
            return self._by_role(one)
        if one.kind in ("role", "group"):
            return Speaker(organisation=one.organisation, role=one.role)
        if one.kind == "document" and one.organisation:
            writer = replace(one, name=one.organisation, kind="organisation")
            return self._by_name(writer)
        doubts = {
            "document": f"“{one.written}” speaks, and who wrote it is not told",
            "several": f"more than one speaker: “{one.written}”",
        }
        return Speaker(doubt=doubts.get(one.kind, "nobody is said to speak"))

    def _learn(self, one: Party) -> None:
        """Join what is known of a person named in full."""
        name = str(one.name)
        if " " not in name:
            full = self._full(name)
            if len(full) != 1:
                return
            name = full[0]
        if name not in self.people:
            self._by_surname.setdefault(_surname(name), []).append(name)
        known = self.people.get(name, Party("", "person", name=name))
        self.people[name] = replace(
            known,
            role=known.role or one.role,
            organisation=known.organisation or one.organisation,
            gender=known.gender or one.gender,
        )

    def _full(self, name: str) -> list[str]:
        """Return the full names that a name may stand for."""
        if name in self.people:
            return [name]
        return self._by_surname.get(name, [])

    def _by_name(self, one: Party) -> Speaker:
        full = self._full(str(one.name))
        if not full:
            return Speaker(one.name, one.kind, one.role, one.organisation)
        if len(full) > 1:
            doubt = f"{' and '.join(full)} are both called {one.name}"
            return Speaker(one.name, "person", one.role, one.organisation, doubt)
        person = self.people[full[0]]
        role = one.role or person.role
        organisation = one.organisation or person.organisation
        return Speaker(person.name, "person", role, organisation)

    def _by_role(self, one: Party) -> Speaker:
        """Return the one person who has a role: "the judge"."""
        head = str(one.role).lower().split()[-1]
        fitting = [
            person
            for person in self.people.values()
            if head in str(person.role).lower().split()
        ]
        if len(fitting) == 1:
            return self._by_name(fitting[0])
        return Speaker(
            role=one.role,
            organisation=one.organisation,
            doubt=f"only called “{one.written}”",
        )

    def _by_pronoun(self, word: str, place: Place) -> Speaker:
        """Return whom a pronoun means, or "the company", which is "it"."""
        last = place.last
        if word in PERSONAL:
            if last and last.kind == "person" and GOING_ON.match(place.cue):
                return replace(last, doubt=None)
            found = self._nearest(lambda one: self._may_be(one, word), word, place)
            if found.name is None:
                found = last or self._nearest(_is_acting, word, place)
                return found.but(f"“{word}” may be somebody else")
            return found
        if word == "it":
            if last and last.kind == "organisation":
                return last
            return self._nearest(_is_acting, word, place)
        if last and last.name and word in ("they", "who"):
            return replace(last, doubt=f"“{word}” may be others")
        return Speaker(doubt=f"whom “{word}” means is not told")

    def _nearest(
        self, fits: Callable[[Mention], bool], word: str, place: Place
    ) -> Speaker:
        """Return the one who is named nearest before a pronoun."""
        end = bisect_left(self.mentions, place.start, key=lambda one: one.start)
        before = [one for one in self.mentions[max(0, end - REACH) : end] if fits(one)]
        for start in place.paragraphs:
            here = [mention for mention in before if mention.start >= start]
            if here:
                return self._likeliest(here, word)
        if not before:
            return Speaker(doubt=f"whom “{word}” means is not told")
        far = self._likeliest(before[-1:], word)
        return replace(far, doubt=f"“{word}” was named more than a paragraph before")

    def _likeliest(self, here: Sequence[Mention], word: str) -> Speaker:
        subjects = [mention for mention in here if mention.is_subject]
        chosen = (subjects or here)[-1]
        one = Party("", chosen.kind, name=chosen.name)
        found = self._by_name(one)
        names = dict.fromkeys(mention.name for mention in here)
        if len(names) == 1:
            return found
        return replace(found, doubt=f"“{word}” may be one of {len(names)} named before")

    def _may_be(self, mention: Mention, word: str) -> bool:
        """Tell whether "he" or "she" may mean who is mentioned."""
        if mention.kind != "person":
            return False
        if person := self.people.get(mention.name):
            return person.gender in (None, word)
        return mention.is_subject and mention.name not in self._organisations


def _is_acting(mention: Mention) -> bool:
    """Tell whether what may be an organisation is the subject of a sentence."""
    return mention.kind == "organisation" and mention.is_subject


def _surname(name: str) -> str:
    return name.rpartition(" ")[2]
