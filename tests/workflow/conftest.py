"""One run of the default case that the tests of the workflow share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from checkout import copy_checkout, snakemake


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A copy of the checkout, in a folder with spaces, in which the case has run."""
    place = tmp_path_factory.mktemp("run")
    folder = copy_checkout(place / "a folder with spaces")
    # The environment's path has spaces too, as that of a clone in such a folder has.
    (place / "an environment").symlink_to(sys.prefix)
    done = snakemake(folder, python=str(place / "an environment/bin/python"))
    assert done.returncode == 0, done.stdout
    (folder / "screen.txt").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture
def checkout(tmp_path):
    """A fresh copy of the checkout."""
    return copy_checkout(tmp_path / "checkout")
