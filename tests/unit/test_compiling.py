"""Compiled functions: made anew when a source changes, and kept where they can be."""

import os
import subprocess
import sys
from pathlib import Path

from lasthope import compiling

WORKFLOW = Path(__file__).parents[2] / "workflow"
PROGRAM = """
from lasthope.compiling import compiled

@compiled
def doubled(number):
    return 2 * number

print(doubled(21))
"""


def test_where_nothing_can_be_kept_functions_are_compiled_all_the_same(tmp_path):
    (tmp_path / "file").write_text("in the way")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, program],
        env=os.environ
        | {
            "PYTHONPATH": str(WORKFLOW),
            "NUMBA_CACHE_DIR": str(tmp_path / "file/cache"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "42\n"), done.stderr


def test_a_change_of_any_module_is_seen(tmp_path, monkeypatch):
    """Numba itself would not see that of a function or constant of another module."""
    monkeypatch.setattr(compiling, "PACKAGE", tmp_path)
    (tmp_path / "outer.py").write_text("from inner.constants import STEP")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/constants.py").write_text("STEP = 1")
    before = compiling._sources()
    assert compiling._sources() == before
    (tmp_path / "inner/constants.py").write_text("STEP = 2")
    assert compiling._sources() != before
