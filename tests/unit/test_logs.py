"""Tests of lasthope.logs: a sentence for a mistake, a traceback for a fault."""

import subprocess
import sys
from pathlib import Path

import pytest

WORKFLOW = Path(__file__).parents[2] / "workflow"
SCRIPT = """
from lasthope.errors import UserError
from lasthope.logs import log_to
log = log_to("step.log")
log.info("3 rows")
{last}
"""


@pytest.fixture
def run(tmp_path):
    def run(last):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT.format(last=last)],
            cwd=tmp_path,
            env={"PYTHONPATH": str(WORKFLOW)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr, (tmp_path / "step.log").read_text()

    return run


def test_what_a_step_says_is_on_the_screen_and_in_its_log(run):
    status, screen, log = run("")
    assert (status, screen, log) == (0, "      step  3 rows\n", "INFO step: 3 rows\n")


def test_a_mistake_is_one_sentence(run):
    status, screen, log = run("raise UserError('file, line 3: mend it.')")
    assert status == 1
    assert screen.splitlines()[1:] == ["      step  file, line 3: mend it."]
    assert "Traceback" not in log


def test_the_traceback_of_a_fault_is_in_the_log_alone(run):
    status, screen, log = run("1 / 0")
    assert status == 1
    assert "a fault in lasthope, not in your data (ZeroDivisionError)" in screen
    assert "Traceback" not in screen
    assert "Traceback" in log
