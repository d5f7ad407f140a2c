"""Write the parts of the documentation that are made from the code.

A generated part stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``.
"""

import re
from collections.abc import Iterator
from typing import Any


def fill(text: str, name: str, content: str) -> str:
    """Return a document with its generated part replaced.

    Raises:
        ValueError: if the document has no such part.
    """
    pattern = rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)"
    if not re.search(pattern, text, re.DOTALL):
        raise ValueError(f"the document has no part called {name!r}")
    return re.sub(
        pattern, lambda part: f"{part[1]}{content}\n{part[2]}", text, flags=re.DOTALL
    )


def keys(schema: dict[str, Any], example: dict[str, Any] | None = None) -> str:
    """Return a table of all keys of a JSON schema, with their meaning.

    Args:
        schema: the JSON schema.
        example: data whose values are shown as the defaults, if any.
    """
    head = ["Key", "Type", "Meaning"]
    rows = [[f"`{key}`", kind, meaning] for key, kind, meaning, _ in _keys(schema, ())]
    if example is not None:
        head.insert(2, "Default")
        for row, (_, _, _, path) in zip(rows, _keys(schema, ()), strict=True):
            row.insert(2, _default(example, path))
    return "\n".join(_row(row) for row in [head, ["---"] * len(head), *rows])


def picture(graph: str) -> str:
    """Return Snakemake's graph of the rules as a Mermaid picture fit to read.

    Its order and its colours vary from run to run; and where one step is reached from
    another by way of a third, the direct line is left out.

    >>> print(picture("id0[c] id1[a] id2[b] id1 --> id0 id2 --> id0 id1 --> id2"))
    ```mermaid
    flowchart LR
        a --> b
        b --> c
    ```
    """
    names = dict(re.findall(r"(id\d+)\[(\w+)\]", graph))
    lines = {(names[a], names[b]) for a, b in re.findall(r"(id\d+) --> (id\d+)", graph)}
    needed = [line for line in sorted(lines) if not _has_detour(lines, *line)]
    drawn = "".join(f"    {first} --> {then}\n" for first, then in needed)
    return f"```mermaid\nflowchart LR\n{drawn}```"


def _has_detour(lines: set[tuple[str, str]], first: str, last: str) -> bool:
    """Tell whether ``last`` is reached from ``first`` by more than one line."""
    reached = {then for start, then in lines if start == first} - {last}
    while reached:
        if last in reached:
            return True
        reached = {then for start, then in lines if start in reached}
    return False


def _keys(
    schema: dict[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield key, type, meaning and path of every leaf, in the schema's order."""
    for name, part in schema.get("properties", {}).items():
        inner = part if part["type"] == "object" else part.get("items", {})
        below = (*path, name) if part["type"] == "object" else (*path, f"{name}[]")
        if inner.get("properties"):
            yield from _keys(inner, below)
        elif isinstance(part.get("additionalProperties"), dict) and (
            part["additionalProperties"].get("properties")
        ):
            yield from _keys(part["additionalProperties"], (*path, f"{name}.<name>"))
        else:
            here = (*path, name)
            meaning = part.get("description", "")
            yield ".".join(here), _type(part), meaning, here


def _type(part: dict[str, Any]) -> str:
    if "enum" in part:
        return " or ".join(f"`{choice}`" for choice in part["enum"])
    kinds = part["type"] if isinstance(part["type"], list) else [part["type"]]
    if "items" in part:
        of_items = f"list of {_type(part['items'])}"
        kinds = [of_items if kind == "array" else kind for kind in kinds]
    return " or ".join(kinds)


def _default(example: dict[str, Any], path: tuple[str, ...]) -> str:
    value: Any = example
    for name in path:
        if name not in value:
            return ""
        value = value[name]
    if value is None:
        return "`null`"
    if isinstance(value, dict):
        return ", ".join(f"`{name}`" for name in value)
    if isinstance(value, list):
        return ", ".join(f"`{item}`" for item in value) or "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
