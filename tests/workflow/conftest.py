"""One run of the default case that the tests of the workflow share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from checkout import copy_checkout, snakemake


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A copy of the checkout, in a folder with spaces, in which the case has run."""
    folder = copy_checkout(tmp_path_factory.mktemp("run") / "a folder with spaces")
    done = snakemake(folder)
    assert done.returncode == 0, done.stdout
    (folder / "screen.txt").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture
def checkout(tmp_path):
    """A fresh copy of the checkout."""
    return copy_checkout(tmp_path / "checkout")
