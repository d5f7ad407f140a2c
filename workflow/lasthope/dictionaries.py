"""Read and write the dictionaries of LIWC and quanteda as codebooks.

A ``.dic`` file, as LIWC and the Moral Foundations Dictionary have it, numbers its
categories between two lines ``%`` and then gives every entry the numbers of its own. A
dictionary of quanteda is a YAML file of categories, which may hold categories.

    Boyd, R. L., Ashokkumar, A., Seraj, S. and Pennebaker, J. W. (2022). The development
    and psychometric properties of LIWC-22. University of Texas at Austin.
    Benoit, K. et al. (2018). quanteda: An R package for the quantitative analysis of
    textual data. Journal of Open Source Software 3(30), 774.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from lasthope.errors import UserError
from lasthope.patterns import PatternError, expand, parse
from lasthope.validation import load_yaml, read_utf8

# By category its entries.
Entries = dict[str, list[str]]
# What neither format has: a beginning, a gap.
OURS = re.compile(r"\^|\.\.\.")
# Nor has LIWC a * other than at the end of a word.
NOT_IN_DIC = re.compile(r"\*(?=\S)|(?<!\S)\*")


class Translated(NamedTuple):
    """What became of a dictionary.

    Attributes:
        entries: by category what the other format can say.
        left_out: category and entry of what it cannot.
    """

    entries: Entries
    left_out: list[tuple[str, str]]


def read_dic(path: str) -> Entries:
    """Return the entries of a ``.dic`` file, by category.

    Raises:
        UserError: if it is not such a file, with the line.
    """
    lines = [line.strip() for line in read_utf8(path).splitlines()]
    marks = [number for number, line in enumerate(lines) if line == "%"]
    if len(marks) < 2:
        raise UserError(
            f"{path}: this is no .dic file; its categories must stand between two "
            "lines with nothing but %."
        )
    names = {}
    for number in range(marks[0] + 1, marks[1]):
        if not lines[number]:
            continue
        code, *name = lines[number].split(maxsplit=1)
        if not name:
            raise UserError(
                f"{path}, line {number + 1}: a category needs a number and a name."
            )
        names[code] = name[0].strip()
    entries: Entries = {name: [] for name in names.values()}
    for number in range(marks[1] + 1, len(lines)):
        words, codes = _entry(lines[number])
        if lines[number] and not (words and codes):
            raise UserError(
                f"{path}, line {number + 1}: an entry needs the number of a category."
            )
        for code in codes:
            if code not in names:
                raise UserError(
                    f"{path}, line {number + 1}: no category has the number {code}; "
                    "add it to those between the lines with %."
                )
            entries[names[code]].append(words)
    return entries


def _entry(line: str) -> tuple[str, list[str]]:
    """Return the words of an entry and the numbers behind them."""
    if "\t" in line:
        words, *rest = line.split("\t")
        return words.strip(), " ".join(rest).split()
    found = re.fullmatch(r"(.*?)((?:\s+\d+)*)", line)
    return (found[1].strip(), found[2].split()) if found else (line, [])


def read_quanteda(path: str) -> Entries:
    """Return the entries of a dictionary of quanteda.

    A category within another is named after both.

    Raises:
        UserError: if it is not such a file.
    """
    # First for its messages; then every entry is text, also ``no`` and ``9``.
    load_yaml(path)
    tree = yaml.load(read_utf8(path), Loader=yaml.BaseLoader)
    if not isinstance(tree, dict):
        raise UserError(
            f"{path}: this is no dictionary; it must begin with a category."
        )
    entries: Entries = {}
    for name, entry in _leaves(tree, ()):
        entries.setdefault(name, []).append(entry)
    return entries


def _leaves(node: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, below in node.items():
            yield from _leaves(below, (*names, name))
    elif isinstance(node, list):
        for below in node:
            yield from _leaves(below, names)
    elif node:
        yield " ".join(names), node


def write_dic(entries: Mapping[str, list[str]]) -> str:
    r"""Return a ``.dic`` file.

    >>> write_dic({"harm": ["kill*"], "care": ["free speech", "kill*"]})
    '%\n1\tharm\n2\tcare\n%\nfree speech\t2\nkill*\t1\t2\n'
    """
    codes = {name: str(number) for number, name in enumerate(entries, 1)}
    of_entry: dict[str, list[str]] = {}
    for name, own in entries.items():
        for entry in dict.fromkeys(own):
            of_entry.setdefault(entry, []).append(codes[name])
    lines = [
        "%",
        *(f"{code}\t{name}" for name, code in codes.items()),
        "%",
        *("\t".join([entry, *of_entry[entry]]) for entry in sorted(of_entry)),
    ]
    return "".join(f"{line}\n" for line in lines)


def write_quanteda(entries: Mapping[str, list[str]]) -> str:
    """Return a dictionary of quanteda."""
    return yaml.safe_dump(dict(entries), sort_keys=False, allow_unicode=True)


def entries_of(codebook: Mapping[str, Any], *, is_dic: bool) -> Translated:
    """Return what another format can say of a codebook.

    Args:
        codebook: as read from its file.
        is_dic: the format is ``.dic``, not quanteda's.
    """
    entries: Entries = {category["id"]: [] for category in codebook["categories"]}
    left_out = []
    for category in codebook["categories"]:
        name = category["id"]
        left_out += [(name, f"veto: {veto}") for veto in category["vetoes"]]
        for entry in (e for pattern in category["patterns"] for e in expand(pattern)):
            if OURS.search(entry) or is_dic and NOT_IN_DIC.search(entry):
                left_out.append((name, entry))
            elif entry not in entries[name]:
                entries[name].append(entry)
    return Translated(entries, left_out)


def codebook_of(
    entries: Mapping[str, list[str]], *, title: str, facet: str, language: str
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the codebook of a dictionary, and category and entry of what is left out.

    Args:
        entries: by category.
        title: what it is called.
        facet: frame or device.
        language: ISO 639-1 code.

    Raises:
        UserError: if two categories would get the same id.
    """
    categories: dict[str, dict[str, Any]] = {}
    left_out = []
    for name, own in entries.items():
        patterns = []
        for entry in dict.fromkeys(own):
            if _is_pattern(entry):
                patterns.append(entry)
            else:
                left_out.append((name, entry))
        if not patterns:
            continue
        identity = _identity(name)
        if identity in categories:
            raise UserError(
                f"the categories {categories[identity]['label']!r} and {name!r} would "
                f"both be {identity!r}; rename one."
            )
        categories[identity] = {
            "id": identity,
            "facet": facet,
            "label": name,
            "level": "cue",
            "definition": f"An entry of the category {name} of {title} stands there.",
            "code_when": ["An entry of the dictionary stands there."],
            "code_not_when": ["No entry stands there."],
            "positives": [],
            "negatives": [],
            "patterns": patterns,
            "vetoes": [],
            "sources": [],
        }
    codebook = {
        "title": title,
        "version": "1.0.0",
        "language": language,
        "licence": "that of the dictionary",
        "categories": list(categories.values()),
    }
    return codebook, left_out


def _is_pattern(entry: str) -> bool:
    """Tell whether an entry means to us what it means to its dictionary."""
    try:
        parse(entry)
    except PatternError:
        return False
    return not set(entry) & set("{}|^?") and "..." not in entry


def _identity(name: str) -> str:
    """Return an id for a category.

    >>> _identity("Care.Virtue 2"), _identity("01 Harm")
    ('care_virtue_2', 'c01_harm')
    """
    words = "_".join(re.findall(r"[a-z0-9]+", name.casefold()))
    return words if words[:1].isalpha() else f"c{words}"
