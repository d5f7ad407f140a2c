"""The lock leads; pyproject.toml and environment.yml say the same."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
LOCKED = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", LOCK, re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DIRECT = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
WORKFLOW = ROOT / "workflow"
DISTIL = (ROOT / "requirements-distil.txt").read_text()
DISTILLED = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", DISTIL, re.MULTILINE))
# What the sentence model is run with is imported where it is run.
SENTENCE_MODEL = {"torch", "transformers"}
# What conda calls otherwise.
CONDA_NAMES = {"snakemake-minimal": "snakemake", "pdfminer.six": "pdfminer-six"}


def test_environment_has_the_direct_dependencies_in_the_locked_versions():
    python, *packages = CONDA
    pinned = dict(package.split(" ==") for package in packages)
    named = {CONDA_NAMES.get(name, name): pinned[name] for name in pinned}
    assert named == {name: LOCKED[name] for name in DIRECT}
    assert python == f"python {PROJECT['project']['requires-python']}"


def test_every_locked_package_has_hashes():
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK)
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("heavy", ["torch", "sentence-transformers", "umap-learn"])
def test_the_lock_leaves_out_what_is_heavy(heavy):
    assert heavy not in LOCKED


def test_the_lock_carries_no_addresses():
    assert "://" not in LOCK


def test_the_version_is_said_once():
    source = (ROOT / "workflow/lasthope/__init__.py").read_text()
    assert (
        re.search(r'__version__ = "(.+)"', source)[1] == PROJECT["project"]["version"]
    )
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == PROJECT["project"]["version"]


def test_the_environment_of_the_embedding_has_what_making_it_imports():
    found, waiting = set(), [WORKFLOW / "tools/distil.py"]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [file for name in imports(path) for file in files_of(name)]
    names = {name.partition(".")[0] for path in found for name in imports(path)}
    others = names - sys.stdlib_module_names - {"lasthope"}
    assert {name.replace("_", "-") for name in others} | SENTENCE_MODEL == {*DISTILLED}


def imports(path: Path) -> Iterator[str]:
    """Yield what a file imports at once: of a name from a module, both."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_of(name: str) -> Iterator[Path]:
    """Yield the files of the package that importing a module runs."""
    parts = name.split(".")
    for n in range(1, len(parts) + 1):
        module = WORKFLOW.joinpath(*parts[:n])
        yield from filter(Path.is_file, (module / "__init__.py", Path(f"{module}.py")))
