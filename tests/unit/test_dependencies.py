"""The lock leads; pyproject.toml and environment.yml say the same."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
LOCKED = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", LOCK, re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DIRECT = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
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
