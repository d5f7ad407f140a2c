"""Propose an article's quotations as statements, for a person to accept or not.

Nothing that a rule found enters the corpus by itself: the quotations are written to a
review file, a person fills in what the article does not say and sets ``accept: true``
where a statement belongs into the corpus, and only those become a statements file.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from lasthope.errors import UserError
from lasthope.ingest.statements import check_meaning
from lasthope.quoting.fields import extent, ids, joined, lead_in, whole
from lasthope.quoting.quotations import Quotation, attributed
from lasthope.validation import Source, check_source

# The fields of a statement, as in its schema.
FIELDS = (
    *("id", "speaker", "role", "organisation", "side", "addressee", "medium", "venue"),
    *("date", "quoted_in", "extent", "part_of", "lead_in", "note", "text"),
)
OPTIONAL = ("part_of", "lead_in", "note")
# What only the review needs.
REVIEW = ("accept", "sure", "why_unsure", "cue", "offsets", "context")
MAY_BE_NULL = ("speaker", "role", "organisation", "addressee", "venue", "date")
HEAD = """\
# Quotations found in an article, proposed as statements. Nothing here is in the corpus.
#
# For each that belongs there: check speaker and text against the article, fill in what
# is null (side and medium must be told; for users set speaker, role and organisation
# to null), and set accept to true. Then make the statements file from this one. What is
# not sure says why. accept, sure, why_unsure, cue, offsets and context are left out.
"""


def candidates(text: str, *, publication: str) -> list[dict[str, Any]]:
    """Return an article's quotations as candidate statements, in order.

    Args:
        text: the article.
        publication: short name of the article, by which statements refer to it.

    Returns:
        Per quotation the fields of a statement, null where the article does not tell
        them, and those of the review.
    """
    found = attributed(text)
    proposed = [
        _candidate(text, quotation, name, publication)
        for quotation, name in zip(found, ids(found), strict=True)
    ]
    return [one | {"part_of": whole(one, proposed)} for one in proposed]


def _candidate(
    text: str, quotation: Quotation, name: str, publication: str
) -> dict[str, Any]:
    is_person = quotation.speaker_kind == "person"
    organisation = quotation.organisation
    if not is_person:
        organisation = quotation.speaker or organisation
    return {
        "accept": False,
        "sure": quotation.is_sure,
        "why_unsure": quotation.reason,
        "cue": quotation.cue,
        "offsets": [quotation.start, quotation.end],
        "context": joined(text[quotation.context_start : quotation.context_end]),
        "id": name,
        "speaker": quotation.speaker if is_person else None,
        "role": quotation.role,
        "organisation": organisation,
        "side": None,
        "addressee": quotation.addressee,
        "medium": quotation.medium,
        "venue": quotation.venue,
        "date": None,
        "quoted_in": publication,
        "extent": extent(quotation),
        "part_of": None,
        "lead_in": lead_in(text, quotation),
        "note": None,
        "text": joined(quotation.words),
    }


def to_yaml(
    found: Sequence[Mapping[str, Any]],
    *,
    publication: str,
    title: str | None,
    publisher: str | None,
    date: str | None,
) -> str:
    """Return the review file of some candidates.

    Args:
        found: as :func:`candidates` returns them.
        publication: short name of the article.
        title: of the article; None if it is still to be filled in.
        publisher: who published it; None likewise.
        date: when, as YYYY-MM-DD, YYYY-MM or YYYY; None likewise.
    """
    told = {"title": title, "publisher": publisher, "date": date}
    found = [dict(one) for one in found]
    return HEAD + _dump({"publications": {publication: told}, "candidates": found})


def accepted(review: Source, *, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the accepted candidates of a review file as a statements file.

    Args:
        review: the review file, as read.
        schema: the JSON schema of statements.

    Raises:
        UserError: for the first thing that is missing or wrong, with its line; if
            nothing is accepted.
    """
    publications, found = _parts(review)
    chosen = [
        number for number, one in enumerate(found) if _is_accepted(review, number, one)
    ]
    if not chosen:
        raise UserError(
            f"{review.path}: none of the {len(found)} candidates has accept: true; "
            "set it where a statement belongs into the corpus and run again."
        )
    kept = {str(found[number].get("id")) for number in chosen}
    statements = [_statement(review, number, found[number], kept) for number in chosen]
    used = {statement["quoted_in"] for statement in statements}
    data = {
        "publications": {
            name: told for name, told in publications.items() if name in used
        },
        "statements": statements,
    }
    result = Source(review.path, data, dict(_lines(review, chosen)))
    _check_publications(result)
    check_source(result, dict(schema))
    check_meaning(result)
    return data


def statements_yaml(data: Mapping[str, Any]) -> str:
    """Return a statements file as YAML."""
    return _dump(dict(data))


def _parts(review: Source) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the publications and candidates of a review file."""
    data = review.data
    is_review = isinstance(data, dict) and set(data) == {"publications", "candidates"}
    if not is_review or not isinstance(data["candidates"], list):
        raise UserError(
            f"{review.path}: this is no review file, which holds 'publications' and a "
            "list of 'candidates'; write one from an article first."
        )
    if not isinstance(data["publications"], dict):
        raise UserError(
            f"{review.where(('publications',))}: 'publications' must hold each "
            "publication by its short name; mend it."
        )
    for number, one in enumerate(data["candidates"]):
        if not isinstance(one, dict):
            raise UserError(
                f"{review.where(('candidates', number))}: a candidate must hold fields "
                "such as 'text'; remove it or mend it."
            )
    return data["publications"], data["candidates"]


def _is_accepted(review: Source, number: int, one: Mapping[str, Any]) -> bool:
    if not isinstance(one.get("accept"), bool):
        raise UserError(
            f"{review.where(('candidates', number, 'accept'))}: 'accept' must be true "
            f"or false, not {one.get('accept')!r}; write one of them."
        )
    return bool(one["accept"])


def _statement(
    review: Source, number: int, one: Mapping[str, Any], kept: set[str]
) -> dict[str, Any]:
    """Return an accepted candidate without what only the review needs."""
    for name in FIELDS:
        if name not in OPTIONAL + MAY_BE_NULL and one.get(name) is None:
            raise UserError(
                f"{review.where(('candidates', number, name))}: the field {name!r} of "
                f"the accepted candidate {one.get('id')!r} is not filled in; give it, "
                "or set accept to false."
            )
    statement = {name: value for name, value in one.items() if name not in REVIEW}
    # A whole that was not accepted is not there to be part of.
    if statement.get("part_of") not in kept:
        statement["part_of"] = None
    return {
        name: value
        for name, value in statement.items()
        if value is not None or name not in OPTIONAL
    }


def _check_publications(result: Source) -> None:
    for name, told in result.data["publications"].items():
        for key in ("title", "publisher", "date"):
            if not isinstance(told, dict) or told.get(key) is None:
                raise UserError(
                    f"{result.where(('publications', name, key))}: the {key} of the "
                    f"publication {name!r} is not filled in; give it."
                )


def _lines(
    review: Source, chosen: Sequence[int]
) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Yield the lines of the review file for the parts of the statements file."""
    numbers = {number: place for place, number in enumerate(chosen)}
    for place, line in review.lines.items():
        if place[:1] != ("candidates",):
            yield place, line
        elif len(place) > 1 and place[1] in numbers:
            yield ("statements", numbers[int(place[1])], *place[2:]), line


def _dump(data: Mapping[str, Any]) -> str:
    dumped = yaml.safe_dump(
        dict(data), allow_unicode=True, sort_keys=False, width=88, line_break="\n"
    )
    return str(dumped)
