"""The multiverse as jobs: all are made, told of, and not made again."""

import re
import shutil

import pandas as pd
import pytest

from checkout import snakemake

MADE = "results/parler-2021/multiverse"


@pytest.fixture(scope="module")
def folder(finished, tmp_path_factory):
    """A copy of the finished case, with all universes but those of other topics."""
    folder = tmp_path_factory.mktemp("multiverse") / "checkout"
    shutil.copytree(finished, folder, symlinks=True)
    config = folder / "config/config.yaml"
    fewer = config.read_text("utf-8").replace(
        "times_topics: [0.5, 1, 2]", "times_topics: []"
    )
    config.write_text(fewer, encoding="utf-8")
    done = snakemake(folder, "--", "multiverse_report")
    assert done.returncode == 0, done.stdout
    return folder


def test_every_universe_has_its_file_and_its_rows(folder):
    files = [*(folder / MADE / "universes").glob("*.csv")]
    assert len(files) == 72 + 54 + 18
    table = pd.read_csv(folder / MADE / "multiverse.csv")
    assert set(table["universe"]) == {path.stem for path in files}
    assert (table["estimate"].notna() | table["reason"].notna()).all()


def test_the_report_tells_the_share_with_the_finding(folder):
    summary = (folder / MADE / "summary.txt").read_text("utf-8")
    assert "Under other choices agree: “" in summary
    assert "of 72 universes" in summary
    page = (folder / MADE / "report.html").read_text("utf-8")
    assert page.count("agree in sign") >= 8
    plain = (folder / "results/parler-2021/report/summary.txt").read_text("utf-8")
    assert "universes" not in plain


def test_a_seed_more_makes_its_own_model_and_no_other_anew(folder):
    config = folder / "config/config.yaml"
    before = config.read_text("utf-8")
    more = before.replace("times_topics: []", "times_topics: [2]").replace(
        "topic_seeds: [1, 2, 3]", "topic_seeds: [7]"
    )
    config.write_text(more, encoding="utf-8")
    plan = snakemake(folder, "--dry-run", "--quiet", "host", "--", "multiverse").stdout
    config.write_text(before, encoding="utf-8")
    rules = re.findall(r"^(?:local)?rule (\w+):", plan, re.MULTILINE)
    assert sorted(rules) == ["multiverse", "topic_universes"], plan


def test_what_is_made_is_not_made_again(folder):
    # As a run that was killed leaves it: some universes are missing, and the end.
    made = folder / MADE
    next((made / "universes").glob("word_kept_all_*.csv")).unlink()
    for name in ("multiverse.csv", "robustness.csv"):
        (made / name).unlink()
    plan = snakemake(folder, "--dry-run", "--quiet", "host", "--", "multiverse").stdout
    rules = re.findall(r"^(?:local)?rule (\w+):", plan, re.MULTILINE)
    assert sorted(rules) == ["multiverse", "universes"], plan


def test_it_is_no_part_of_the_verdict(folder):
    done = snakemake(folder, "--cores", "1", "--", "verdict")
    told = re.findall(r"(?:same|different|missing|unexpected)  (\w+)/", done.stdout)
    assert "report" in told
    assert "multiverse" not in told
