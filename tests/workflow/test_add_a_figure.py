"""Follow docs/add-a-figure.md word by word, as a student would."""

import re
import shutil
import subprocess
import sys

import pytest

from checkout import ROOT, snakemake

GUIDE = (ROOT / "docs/add-a-figure.md").read_text("utf-8")
FIGURES = "results/parler-2021/figures"


def blocks(language):
    pattern = rf"^```{language}\n(.+?)^```$"
    return re.findall(pattern, GUIDE, re.MULTILINE | re.DOTALL)


def run(folder, *arguments):
    """Run a module of Python in a checkout."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def walked(finished, tmp_path_factory):
    """A finished case to which the walk has added its figure."""
    folder = tmp_path_factory.mktemp("walk") / "checkout"
    shutil.copytree(finished, folder, symlinks=True)
    module, test = blocks("python")
    (line,) = blocks("yaml")
    module_path, test_path = re.findall(r"^`((?:workflow|tests)/\S+\.py)`", GUIDE, re.M)
    (folder / module_path).write_text(module, encoding="utf-8")
    (folder / test_path).write_text(test, encoding="utf-8")
    config = folder / "config/config.yaml"
    before = config.read_text("utf-8")
    assert before.count("figures:\n") == 1
    after = before.replace("figures:\n", f"figures:\n{line}")
    config.write_text(after, encoding="utf-8")
    done = snakemake(folder, "--cores", "1")
    assert done.returncode == 0, done.stdout
    return folder, test_path, done.stdout


def test_the_figure_is_there_in_all_forms(walked):
    folder, _, _ = walked
    for form in ("svg", "pdf", "png", "csv", "json"):
        name = f"{FIGURES}/lengths.{form}"
        assert (folder / name).stat().st_size > 0
        assert f"figures/lengths.{form}" in GUIDE or f"`.{form}`" in GUIDE


def test_nothing_but_the_figure_and_the_report_is_made(walked):
    _, _, screen = walked
    steps = re.findall(r"^ *(\w+)  \S", screen, re.MULTILINE)
    assert set(steps) <= {"figures", "report"}, screen


def test_the_report_has_it(walked):
    folder, _, _ = walked
    page = (folder / "results/parler-2021/report/report.html").read_text("utf-8")
    assert 'id="figure-lengths"' in page


def test_the_test_of_the_walk_passes(walked):
    folder, test_path, _ = walked
    done = run(folder, "pytest", "-q", "-p", "no:cacheprovider", test_path)
    assert done.returncode == 0, done.stdout


def test_its_code_is_in_the_style_of_the_house(walked):
    folder, test_path, _ = walked
    files = ["workflow/lasthope/figures/lengths.py", test_path]
    for check in (["check"], ["format", "--check"]):
        done = run(folder, "ruff", *check, *files)
        assert done.returncode == 0, done.stdout
