"""Propose the statements that a news article quotes, and take those that are accepted.

First ``candidates.py ARTICLE REVIEW.yaml``, with a page or a text; then a person goes
through REVIEW.yaml; then ``candidates.py --accept REVIEW.yaml STATEMENTS.yaml``.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "workflow"))

from lasthope.dates import is_date  # noqa: E402
from lasthope.errors import UserError  # noqa: E402
from lasthope.ingest import news  # noqa: E402
from lasthope.ingest.reading import About, Found  # noqa: E402
from lasthope.quoting.candidates import (  # noqa: E402
    accepted,
    candidates,
    statements_yaml,
    to_yaml,
)
from lasthope.quoting.fields import short_name  # noqa: E402
from lasthope.validation import load_yaml  # noqa: E402

SCHEMA = ROOT / "workflow/schemas/statements.schema.yaml"


def main(arguments: Sequence[str]) -> None:
    """Write a review file from an article, or a statements file from a review file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", help="the article (HTML or text), or the review file")
    parser.add_argument("out", type=Path, help="the YAML file to write")
    parser.add_argument("--accept", action="store_true", help="take what is accepted")
    parser.add_argument("--title", help="title of the article")
    parser.add_argument("--publisher", help="who published it")
    parser.add_argument("--date", help="when, as YYYY-MM-DD, YYYY-MM or YYYY")
    given = parser.parse_args(arguments)
    try:
        if given.out.exists():
            raise UserError(
                f"{given.out}: is there already, and may hold somebody's work; "
                "give another name or remove it."
            )
        written = _taken(given.source) if given.accept else _proposed(given)
        given.out.write_text(written, encoding="utf-8", newline="\n")
    except UserError as error:
        sys.exit(f"candidates: {error}")


def _taken(path: str) -> str:
    """Return the statements file of a review file."""
    data = accepted(load_yaml(path), schema=load_yaml(str(SCHEMA)).data)
    print(f"{len(data['statements'])} statements accepted")
    return statements_yaml(data)


def _proposed(given: argparse.Namespace) -> str:
    """Return the review file of an article."""
    if given.date is not None and not is_date(given.date):
        raise UserError(f"--date is {given.date!r}; write YYYY-MM-DD, YYYY-MM or YYYY.")
    page = _article(given.source)
    name = short_name(Path(given.source).stem)
    found = candidates(page.text, publication=name)
    n_sure = sum(one["sure"] for one in found)
    print(f"{len(found)} quotations found, {n_sure} of them with a sure speaker")
    published = page.created_at.date().isoformat() if page.created_at else None
    return to_yaml(
        found,
        publication=name,
        title=given.title,
        publisher=given.publisher or page.venue,
        date=given.date or published,
    )


def _article(path: str) -> Found:
    try:
        with open(path, "rb") as file:
            item = next(iter(news.read(file, About(Path(path).stem))))
    except OSError as error:
        raise UserError(
            f"{path}: cannot be read ({error.strerror}); check the path."
        ) from error
    if not isinstance(item, Found):
        reason = getattr(item, "reason", "no article")
        raise UserError(f"{path}: no article can be read from it ({reason}); check it.")
    return item


if __name__ == "__main__":
    main(sys.argv[1:])
