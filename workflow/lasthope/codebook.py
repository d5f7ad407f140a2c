"""Read the codebooks of frames and devices and check what a schema cannot.

Every mistake is told with its line, its category and its pattern before anything is
tagged.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lasthope.errors import UserError
from lasthope.patterns import PatternError, parse
from lasthope.schemas import CATEGORIES
from lasthope.validation import Source, check_source, load_yaml, read_utf8, suggestion


def read_codebook(path: str, schema: dict[str, Any], references: str) -> dict[str, Any]:
    """Return the codebook that a file holds.

    Args:
        path: the YAML file.
        schema: the JSON schema it must follow.
        references: the BibTeX file that holds every source it cites.

    Raises:
        UserError: for the first mistake, with its line.
    """
    source = load_yaml(path)
    check_source(source, schema)
    check_meaning(source, citation_keys(read_utf8(references)), references)
    codebook: dict[str, Any] = source.data
    return codebook


def read_codebooks(
    paths: Sequence[str], schema: dict[str, Any], references: str
) -> dict[str, Any]:
    """Return the codebook that several files make together, as :func:`joined` does.

    Args:
        paths: the YAML files.
        schema: the JSON schema that each must follow.
        references: the BibTeX file that holds every source they cite.

    Raises:
        UserError: for the first mistake, with its line.
    """
    for path in paths:
        read_codebook(path, schema, references)
    return joined(paths)


def joined(paths: Sequence[str]) -> dict[str, Any]:
    """Return the categories of all codebooks, and what each says of itself.

    Args:
        paths: files that have been held against the schema.

    Returns:
        ``categories``, one after the other, and ``codebooks``: of each ``file``,
        ``title``, ``version``, ``language``, ``licence`` and ``n_categories``.

    Raises:
        UserError: if a category of one has the id or the label of one of another.
    """
    categories: list[dict[str, Any]] = []
    codebooks = []
    met: dict[tuple[str, str], str] = {}
    for path in paths:
        source = load_yaml(path)
        own = source.data["categories"]
        for index, category in enumerate(own):
            for field in ("id", "label"):
                name = category[field]
                other = met.setdefault((field, name), path)
                if other != path:
                    raise UserError(
                        f"{source.where(('categories', index, field))}: a category of "
                        f"{other} has the {field} {name!r}, too; rename one of the two."
                    )
        categories += own
        said = {name: value for name, value in source.data.items() if value is not own}
        codebooks.append({"file": path, **said, "n_categories": len(own)})
    return {"codebooks": codebooks, "categories": categories}


def check_meaning(source: Source, keys: list[str], references: str) -> None:
    """Check ids, labels, patterns and citations.

    Args:
        source: the codebook as read, already held against its schema.
        keys: the citation keys that exist.
        references: name of the file they come from.

    Raises:
        UserError: for the first mistake, with its line, category and pattern.
    """
    seen: set[tuple[str, str]] = set()
    for index, category in enumerate(source.data["categories"]):
        place = ("categories", index)
        name = category["id"]
        for field, told in (("id", "category"), ("label", "label")):
            met = (field, category[field])
            if met in seen:
                raise UserError(
                    f"{source.where((*place, field))}: the {told} {met[1]!r} is there "
                    f"twice; give each category {'an' if field == 'id' else 'a'} "
                    f"{field} of its own."
                )
            seen.add(met)
        if not category["patterns"] and "rule" not in category:
            raise UserError(
                f"{source.where((*place, 'patterns'))}: category {name!r} has neither "
                "patterns nor a rule and would never be found; add a pattern."
            )
        for field in ("patterns", "vetoes"):
            for number, pattern in enumerate(category[field]):
                where = source.where((*place, field, number))
                _check_pattern(where, name, pattern)
        for number, key in enumerate(category["sources"]):
            if key not in keys:
                raise UserError(
                    f"{source.where((*place, 'sources', number))}: category {name!r} "
                    f"cites {key!r}, which is not in {references}; "
                    f"{suggestion(key, keys)}."
                )


def citation_keys(bibtex: str) -> list[str]:
    """Return the keys of the entries of a BibTeX file.

    >>> citation_keys("@book{walton2008, title = {Schemes}}")
    ['walton2008']
    """
    return re.findall(r"^[ \t]*@\w+[ \t]*\{[ \t]*([^\s,}]+)", bibtex, re.MULTILINE)


def categories(codebook: Mapping[str, Any]) -> pd.DataFrame:
    """Return the table ``categories`` of a codebook, by id."""
    columns = {"category": "id"} | {
        name: name for name in ("facet", "label", "definition")
    }
    rows = [
        {column: category[key] for column, key in columns.items()}
        for category in codebook["categories"]
    ]
    table = pd.DataFrame(rows, columns=list(CATEGORIES.columns))
    return table.sort_values("category", ignore_index=True)


def _check_pattern(where: str, category: str, pattern: str) -> None:
    try:
        parse(pattern)
    except PatternError as error:
        raise UserError(
            f"{where}: category {category!r}, pattern {pattern!r}: {error}."
        ) from error
