"""Tell when the code behind a step has changed, so that the step is run again."""

import ast
from hashlib import sha256
from pathlib import Path

PACKAGE = "lasthope"


def fingerprint(script: Path, package: Path) -> str:
    """Return a short hash of a script and of all it imports from the package.

    A touched file or a moved checkout gives the same hash; an edit of the script, of
    a module it imports or of a module that one imports gives another.
    """
    seen: dict[str, bytes] = {}
    _collect(script, package, seen)
    digest = sha256()
    for name in sorted(seen):
        digest.update(f"{name}\0".encode() + sha256(seen[name]).digest())
    return digest.hexdigest()[:12]


def _collect(file: Path, package: Path, seen: dict[str, bytes]) -> None:
    """Add a file and, recursively, the modules it imports to ``seen``."""
    name = file.relative_to(package.parent).as_posix()
    if name in seen:
        return
    seen[name] = file.read_bytes()
    for module in _imports(ast.parse(seen[name])):
        for found in _files(module, package):
            _collect(found, package, seen)


def _imports(tree: ast.AST) -> list[str]:
    """Return the dotted names of all that a module imports from the package."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module]
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in names if name.split(".")[0] == PACKAGE]


def _files(module: str, package: Path) -> list[Path]:
    """Return the files behind a dotted name: none if it names a function."""
    path = package.joinpath(*module.split(".")[1:])
    candidates = [path.with_suffix(".py"), path / "__init__.py"]
    return [candidate for candidate in candidates if candidate.is_file()]
