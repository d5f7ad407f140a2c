"""Fill the fields of a candidate statement that follow from its quotation."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from lasthope.quoting.quotations import Quotation
from lasthope.sentences import EMPTY_LINE
from lasthope.text import words
from lasthope.voice import MARK

WORDS_IN_ID, WORDS_IN_LEAD_IN = 4, 6
LONGEST_ID = 60
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\Z")
SURROGATE = re.compile("[\ud800-\udfff]")


def ids(found: Sequence[Quotation]) -> list[str]:
    """Return an id for each quotation: who speaks, and the first words."""
    given: list[str] = []
    counted: Counter[str] = Counter()
    for quotation in found:
        name = quotation.speaker or "unnamed"
        who = name.split()[-1] if quotation.speaker_kind == "person" else name
        first = " ".join(words(quotation.words)[:WORDS_IN_ID])
        base = "-".join(part for part in (slug(who), slug(first)) if part)
        base = base[:LONGEST_ID].strip("-") or "quotation"
        counted[base] += 1
        while (one := _numbered(base, counted[base])) in given:
            counted[base] += 1
        given.append(one)
    return given


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def slug(text: str) -> str:
    """Return a text's ASCII letters and digits in lower case, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", "")))


def extent(quotation: Quotation) -> str:
    """Return whether a quotation is whole sentences; that it is all, nobody tells."""
    said = quotation.words.strip()
    starts = said[:1].isupper() or said[:1].isdigit() or quotation.kind == "block"
    return "excerpt" if starts and SENTENCE_END.search(said) else "fragment"


def lead_in(text: str, quotation: Quotation) -> str | None:
    """Return the article's words between the cue and a fragment after it."""
    is_before = quotation.cue_end is not None and quotation.cue_end < quotation.start
    if not is_before or extent(quotation) != "fragment" or quotation.kind == "block":
        return None
    between = MARK.split(text[quotation.cue_end : quotation.start - 1])[-1]
    led = between.split()[-WORDS_IN_LEAD_IN:]
    if led and led[0] in ("that", ",", ":"):
        led = led[1:]
    told = " ".join(led).strip(" ,:;")
    return None if told in ("", "and", "or") else told


def whole(one: Mapping[str, Any], proposed: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the id of another candidate of the same speaker that holds the words."""
    part = re.sub(r"[.,;]\Z", "", one["text"])
    same = ("speaker", "organisation")
    for other in proposed:
        is_longer = len(other["text"]) > len(one["text"])
        if (
            is_longer
            and part in other["text"]
            and all(one[key] == other[key] for key in same)
        ):
            return str(other["id"])
    return None


def joined(text: str) -> str:
    """Return a text with the lines of each paragraph joined."""
    text = SURROGATE.sub("\ufffd", text)
    parts = (" ".join(part.split()) for part in EMPTY_LINE.split(text))
    return "\n\n".join(part for part in parts if part)


def short_name(text: str) -> str:
    """Return a short name made from a title or the name of a file.

    >>> short_name("Acme's 2021 Letter")
    'acmes-2021-letter'
    """
    return slug(text)[:LONGEST_ID].strip("-") or "article"
