"""Read YAML strictly and say of each mistake where it is and how to mend it.

YAML is read as YAML 1.1 without its surprises: a key given twice is an error and a
date stays the text that was typed.
"""

import difflib
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from lasthope.errors import UserError

Path_ = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """A safe loader that leaves dates alone."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Source:
    """Data read from a file, with the line each part of it stands on."""

    path: str
    data: Any
    lines: dict[Path_, int] = field(repr=False)

    def where(self, place: Path_ = ()) -> str:
        """Return ``file, line n`` for the part at ``place``, or for its parent."""
        while place not in self.lines and place:
            place = place[:-1]
        return f"{self.path}, line {self.lines.get(place, 1)}"


def load_yaml(path: str) -> Source:
    """Read a YAML file.

    Raises:
        UserError: if the file is missing, not UTF-8, not YAML, or repeats a key.
    """
    text = read_utf8(path)
    try:
        root = yaml.compose(text, Loader=_Loader)
        if root is None:
            return Source(path, None, {})
        lines = dict(_lines(root, (), path))
        return Source(path, _Loader("").construct_document(root), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise UserError(
            f"{path}, line {line}: this is not valid YAML ({error.problem}); "
            "check the indentation and the quotes there."
        ) from error
    except yaml.YAMLError as error:
        raise UserError(
            f"{path}: this is not valid YAML ({error}); remove what is named there."
        ) from error


def read_utf8(path: str) -> str:
    """Return the text of a UTF-8 file, without a byte-order mark.

    Raises:
        UserError: if the file is missing or not UTF-8.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UserError(
            f"{path}: cannot be read ({error.strerror}); check the path."
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UserError(
            f"{path}, line {line}: byte 0x{content[error.start]:02x} is not UTF-8; "
            "save the file as UTF-8 and run again."
        ) from error


def check_source(source: Source, schema: Mapping[str, Any]) -> None:
    """Hold what was read against a JSON schema.

    Raises:
        UserError: for the first mistake, with its line and how many there are.
    """
    errors = list(_errors(source.data, schema))
    if errors:
        place = tuple(errors[0].absolute_path)
        where = source.where((*place, *_unknown(errors[0])[:1]))
        raise UserError(f"{where}: {_sentence(errors[0])}{_more(errors)}.")


def check_data(data: Any, schema: Mapping[str, Any], origin: str) -> None:
    """Hold data that has no lines (a merged configuration) against a JSON schema.

    Raises:
        UserError: for the first mistake, with its key.
    """
    errors = list(_errors(data, schema))
    if errors:
        raise UserError(f"{origin}: {_sentence(errors[0])}{_more(errors)}.")


def suggestion(word: str, known: list[str]) -> str:
    """Return what was probably meant, or all that is known.

    >>> suggestion("platfrom", ["platform", "provider"])
    "perhaps 'platform' was meant"
    >>> suggestion("zzz", ["platform", "provider"])
    'known are platform, provider'
    """
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"perhaps {close[0]!r} was meant"
    return f"known are {', '.join(known)}"


def _errors(data: Any, schema: Mapping[str, Any]) -> list[ValidationError]:
    errors = Draft202012Validator(schema).iter_errors(data)
    leaves = [leaf for error in errors for leaf in _leaves(error)]
    return sorted(leaves, key=lambda error: [str(part) for part in error.absolute_path])


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the innermost errors: of alternatives only the closest one."""
    if not error.context:
        yield error
        return
    deepest = max(error.context, key=lambda inner: len(inner.absolute_path))
    yield from _leaves(deepest)


def _sentence(error: ValidationError) -> str:
    """Say in plain words what a JSON schema error means and what to do."""
    key = _key(error.absolute_path)
    # jsonschema types what a schema may hold very widely; ours are plain YAML.
    schema = cast("dict[str, Any]", error.schema)
    wanted, value = cast("Any", error.validator_value), cast("Any", error.instance)
    known = sorted(schema.get("properties", {}))
    for unknown in _unknown(error):
        full = f"{key}.{unknown}" if key else unknown
        return f"unknown key {full!r}; {suggestion(unknown, known)}"
    if error.validator == "required":
        missing = next(name for name in wanted if name not in value)
        inside = f" in {key!r}" if key else ""
        return f"the field {missing!r} is missing{inside}; add it"
    described = schema.get("description", "")
    hint = f" ({described.rstrip('.')})" if described else ""
    if error.validator == "type":
        types = wanted if isinstance(wanted, str) else " or ".join(wanted)
        return f"{key!r} must be of type {types}, not {_short(value)}{hint}"
    if error.validator == "enum":
        choices = suggestion(str(value), [str(choice) for choice in wanted])
        return f"{key!r} cannot be {_short(value)}; {choices}"
    if error.validator == "pattern":
        return f"{key!r} is {_short(value)}, which has the wrong form{hint}"
    if error.validator in ("minLength", "minItems", "minProperties"):
        return f"{key!r} must not be empty{hint}"
    return f"{key!r} is not allowed: {error.message}{hint}"


def _unknown(error: ValidationError) -> list[str]:
    """Return the keys that a schema does not know, if that is the mistake."""
    if error.validator != "additionalProperties":
        return []
    schema = cast("dict[str, Any]", error.schema)
    given = {str(key) for key in cast("Any", error.instance)}
    return sorted(given - set(schema["properties"]))


def _key(path: Any) -> str:
    """Write a path into the data as ``compare.side_a`` or ``statements[2].id``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).lstrip(".")


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


def _more(errors: list[ValidationError]) -> str:
    others = len(errors) - 1
    return f" (and {others} more like it)" if others else ""


def _lines(
    node: yaml.Node, place: Path_, path: str, above: tuple[yaml.Node, ...] = ()
) -> Iterator[tuple[Path_, int]]:
    """Yield the line of each part of a YAML tree; refuse a key given twice.

    And an alias of what it stands in, of which there would be no end.
    """
    if any(node is one for one in above):
        raise UserError(
            f"{path}, line {node.start_mark.line + 1}: what begins there holds an "
            "alias of itself, so that it has no end; write out what is meant instead."
        )
    yield place, node.start_mark.line + 1
    above = (*above, node)
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _lines(child, (*place, index), path, above)
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, child in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise UserError(
                    f"{path}, line {line}: the key {key.value!r} is given twice; "
                    "keep one of them."
                )
            seen.add(key.value)
            yield (*place, key.value), key.start_mark.line + 1
            # The key's own line names the place better than its value's does.
            below = _lines(child, (*place, key.value), path, above)
            next(below)
            yield from below
