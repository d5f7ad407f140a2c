"""Tests of lasthope.fingerprint."""

import os
import shutil

import pytest

from lasthope.fingerprint import fingerprint

FILES = {
    "scripts/step.py": "from lasthope.step import step\nimport json\n",
    "lasthope/__init__.py": "",
    "lasthope/step.py": "from lasthope import helper\nfrom lasthope.sub import thing\n",
    "lasthope/helper.py": "x = 1\n",
    "lasthope/other.py": "y = 1\n",
    "lasthope/sub/__init__.py": "from lasthope.sub.inner import thing\n",
    "lasthope/sub/inner.py": "import lasthope.step\nthing = 1\n",
}


@pytest.fixture
def checkout(tmp_path):
    for name, content in FILES.items():
        path = tmp_path / "here" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "here"


def of(folder):
    return fingerprint(folder / "scripts/step.py", folder / "lasthope")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("scripts/step.py", True),
        ("lasthope/step.py", True),
        ("lasthope/helper.py", True),
        ("lasthope/sub/inner.py", True),
        ("lasthope/other.py", False),
    ],
)
def test_an_edit_of_what_is_imported_changes_it(checkout, name, changes):
    before = of(checkout)
    with open(checkout / name, "a") as file:
        file.write("# edited\n")
    assert (of(checkout) != before) == changes


def test_touching_and_moving_do_not_change_it(checkout, tmp_path):
    before = of(checkout)
    os.utime(checkout / "lasthope/step.py", (0, 0))
    shutil.move(checkout, tmp_path / "there")
    assert of(tmp_path / "there") == before
