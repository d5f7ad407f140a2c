"""Every step is one rule, one script, one module, one config section and one test."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SNAKEFILE = (ROOT / "Snakefile").read_text()
STEPS = re.findall(r'include: "workflow/rules/(\w+)\.smk"', SNAKEFILE)
CONFIG = yaml.safe_load((ROOT / "config/config.yaml").read_text())
# Sections that belong to the case, not to a step.
SHARED = {"case", "is_synthetic", "seed", "other_sides", "data", "people"}


def rules_of(step):
    text = (ROOT / f"workflow/rules/{step}.smk").read_text()
    return re.findall(r"^rule (\w+):\n    (\"\"\".+\"\"\")?", text, re.MULTILINE)


def test_the_steps_are_those_of_the_design_in_order():
    assert [
        *("fetch", "ingest", "clean", "units", "tags", "embed"),
        *("topics", "coding", "compare", "figures", "report", "multiverse", "verify"),
    ] == STEPS


@pytest.mark.parametrize("step", STEPS)
def test_each_step_has_all_its_parts(step):
    package = ROOT / "workflow/lasthope"
    parts = {
        "a rules file that opens with its contract": "makes  "
        in (ROOT / f"workflow/rules/{step}.smk").read_text(),
        "a rule of its name": step in dict(rules_of(step)),
        "a docstring for each rule": all(dict(rules_of(step)).values()),
        "a script": (ROOT / f"workflow/scripts/{step}.py").is_file(),
        "a module": (package / f"{step}.py").is_file()
        or (package / step / "__init__.py").is_file(),
        "a config section": step in CONFIG,
        "a test": (ROOT / f"tests/unit/test_{step}.py").is_file(),
    }
    missing = [part for part, is_there in parts.items() if not is_there]
    assert not missing, f"{step} lacks {', '.join(missing)}"


def test_nothing_else_is_configured_or_scripted():
    assert set(CONFIG) == SHARED | set(STEPS)
    scripted = {path.stem for path in (ROOT / "workflow/scripts").glob("*.py")}
    assert scripted == {rule for step in STEPS for rule, _ in rules_of(step)}


@pytest.mark.parametrize("step", STEPS)
def test_every_rule_logs(step):
    text = (ROOT / f"workflow/rules/{step}.smk").read_text()
    n_rules = len(re.findall(r"^(?:use )?rule ", text, re.MULTILINE))
    assert text.count("    log:\n") == n_rules


def test_each_figure_has_its_module():
    modules = {path.stem for path in (ROOT / "workflow/lasthope/figures").glob("*.py")}
    assert set(CONFIG["figures"]) <= modules


def test_files_are_short():
    files = [*ROOT.glob("workflow/**/*.py"), *ROOT.glob("workflow/**/*.smk")]
    lengths = {path.name: len(path.read_text().splitlines()) for path in files}
    assert {name: n for name, n in lengths.items() if n > 300} == {}


def test_the_repository_names_no_machine():
    names = re.compile(r"/(?:root|home|Users)/\w+")
    files = [*ROOT.glob("workflow/**/*.py"), *ROOT.glob("**/*.md")]
    own = [path for path in files if ".venv" not in path.parts]
    assert [path.name for path in own if names.search(path.read_text())] == []
