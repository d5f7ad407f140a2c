"""Check a configuration before anything runs."""

import ast
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lasthope.errors import UserError
from lasthope.validation import check_data, load_yaml, suggestion

FIGURES = Path(__file__).parent / "figures"
SCHEMA = Path(__file__).parents[1] / "schemas/config.schema.yaml"
DEFAULT = "config/config.yaml"
EMBEDDING_FILES = ("model.safetensors", "tokenizer.json", "SHA256SUMS")


def read_config(*overlays: str) -> dict[str, Any]:
    """Return the default configuration with files laid over it, as Snakemake does.

    Raises:
        UserError: if a file cannot be read, or what they say together makes no sense.
    """
    # Not above: whoever only checks a configuration should not wait for it.
    from snakemake.utils import update_config

    config: dict[str, Any] = {}
    for path in (DEFAULT, *overlays):
        content = load_yaml(path).data
        if not isinstance(content, dict):
            raise UserError(
                f"{path}: this is no configuration; it must begin with a key."
            )
        update_config(config, content)
    check_config(config, SCHEMA)
    return config


def check_config(config: dict[str, Any], schema: Path) -> None:
    """Check the merged configuration and that the files it names are there.

    Raises:
        UserError: for the first mistake, with its key.
    """
    check_data(config, load_yaml(str(schema)).data, "the configuration")
    data = config["data"]
    for number, path in enumerate(data["statements"]):
        _check_file(f"data.statements[{number}]", Path(path))
    for path in codebook_files(data):
        _check_file("data.codebook", Path(path))
    for key in ("events", "references", "sources"):
        _check_file(f"data.{key}", Path(data[key]))
    if config["compare"]["side_a"] == config["compare"]["side_b"]:
        raise UserError(
            "the configuration: 'compare.side_b' is the same as 'compare.side_a'; "
            "name two different sides."
        )
    for name, tables in config["figures"].items():
        if tables:
            _check_figure(name, tables)
    for name in EMBEDDING_FILES:
        path = Path(data["embedding"]) / name
        if not path.is_file():
            raise UserError(
                f"the configuration: 'data.embedding' needs the file {path}, which is "
                f"missing; bring it back with `git checkout {data['embedding']}` or "
                "make it with `make embedding`."
            )


def codebook_files(data: Mapping[str, Any]) -> list[str]:
    """Return the codebooks that the section ``data`` names, be it one or several."""
    named = data["codebook"]
    return [named] if isinstance(named, str) else list(named)


def tables_drawn(module: Path) -> set[str] | None:
    """Return the tables that a module's ``draw`` takes; None if it has no ``draw``.

    The module is read, not imported: seaborn takes seconds.
    """
    taken = keywords(module, "draw")
    return None if taken is None else set(taken) - {"options"}


def keywords(module: Path, function: str) -> list[str] | None:
    """Return the keyword-only arguments of a module's function; None without it."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return [argument.arg for argument in node.args.kwonlyargs]
    return None


def _check_figure(name: str, tables: list[str]) -> None:
    drawn = {path.stem: tables_drawn(path) for path in FIGURES.glob("*.py")}
    needed = drawn.get(name)
    if needed is None:
        known = sorted(figure for figure, draws in drawn.items() if draws is not None)
        raise UserError(
            f"the configuration: 'figures.{name}' has no module "
            f"{FIGURES.name}/{name}.py with a function draw; {suggestion(name, known)}."
        )
    if needed != set(tables):
        raise UserError(
            f"the configuration: 'figures.{name}' must name the tables that its "
            f"function draw takes: {', '.join(sorted(needed))}."
        )


def check_writable(*folders: Path) -> None:
    """Check that a run may write into each folder and the folders in it.

    Raises:
        UserError: naming the first folder that may not be written.
    """
    for folder in folders:
        there = next(place for place in (folder, *folder.parents) if place.exists())
        inside = (path for path in sorted(there.rglob("*")) if path.is_dir())
        for place in (there, *(inside if there == folder else ())):
            if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
                raise UserError(
                    f"{place} cannot be written; make it a writable folder and run "
                    "again."
                )


def _check_file(key: str, path: Path) -> None:
    if not path.is_file():
        raise UserError(
            f"the configuration: {key!r} names {path}, which is not a file; "
            "correct the path or add the file."
        )
