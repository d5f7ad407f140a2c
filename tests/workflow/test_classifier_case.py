"""A small case from the rules to a classifier that tags it, as a person would do it."""

import csv
import json
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest
import yaml

from checkout import copy_checkout, snakemake

RESULTS = "results/small"
CASE = {
    "case": "small",
    "is_synthetic": True,
    "data": {"statements": []},
    "ingest": {
        "archives": {
            f"small-{side}": {
                "files": [f"{side}.csv"],
                "reader": "csv",
                "side": side,
                "is_public": True,
                "citation": "Made up",
                "options": {
                    "columns": {"id": "id", "author": "author", "text": "text"},
                    "delimiter": ",",
                    "header": True,
                    "encoding": "utf-8",
                },
            }
            for side in ("platform", "provider")
        }
    },
    "tags": {"min_positives": 20},
    "topics": {"n_topics": 3, "n_starts": 1, "n_seeds": 1, "n_refits": 1},
    "coding": {"coders": ["coder-a"]},
    "figures": dict.fromkeys(
        (
            *("devices", "words", "topics", "topics_grid", "alignment"),
            *("cooccurrence", "statements", "timeline", "flow"),
        )
    ),
}
# The rules know the first way to speak of each.
WAYS = {
    "free_expression": ("free speech lives in {}", "nobody gagged us all in {}"),
    "public_safety": ("the mob may incite violence in {}", "people bled badly in {}"),
    None: ("the museum of {} opens early", "buses leave {} at noon"),
}
SAID = {"free_expression": "free speech|gagged", "public_safety": "violence|bled"}
TOWNS = ("Ashby", "Barrow", "Corby", "Derwent", "Elmet", "Fenwick", "Garth")


def posts(side):
    """Return a row per post, each of one sentence, of ten authors."""
    rows = []
    for author in range(10):
        for place in range(9):
            name = [*WAYS][(author + place) % 3]
            way = WAYS[name][(author + place // 3) % 2]
            text = f"In {author + 1900} {way.format(TOWNS[(author + 2 * place) % 7])}."
            rows.append((f"{side}-{author}-{place}", f"{side} {author}", text))
    return rows


def run(folder, *command):
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def code(folder):
    """Fill in the sheet of the one coder."""
    sheet = pd.read_csv(
        folder / "validation/small/coding/coder-a.csv", dtype="str"
    ).fillna("")
    for name, words in SAID.items():
        found = sheet["text"].str.contains(words)
        sheet[name] = found.map({True: "1", False: ""})
    sheet["done"] = "1"
    sheet.to_csv(folder / "data/codings/small/coder-a.csv", index=False)
    (folder / "data/codings/small/provenance.txt").write_text("Coded by a test.\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = copy_checkout(tmp_path_factory.mktemp("classifier") / "checkout")
    for side in ("platform", "provider"):
        with open(folder / f"{side}.csv", "w", newline="") as stream:
            csv.writer(stream).writerows([("id", "author", "text"), *posts(side)])
    (folder / "small.yaml").write_text(yaml.safe_dump(CASE))
    CASE["tags"]["tagger"] = "classifier"
    (folder / "classifier.yaml").write_text(yaml.safe_dump(CASE))
    with_rules = ("--configfile", "small.yaml", "--", f"{RESULTS}/tags/tags.parquet")
    done = snakemake(folder, *with_rules)
    assert done.returncode == 0, done.stdout
    drawn = run(folder, "workflow/tools/coding.py", "small.yaml")
    assert drawn.returncode == 0, drawn.stderr
    code(folder)
    learned = run(folder, "workflow/tools/train.py", "small.yaml")
    assert learned.returncode == 0, learned.stderr
    (folder / "learned.txt").write_text(learned.stdout)
    done = snakemake(folder, "--configfile", "classifier.yaml")
    assert done.returncode == 0, done.stdout
    return folder


def test_learning_says_what_it_learned(folder):
    told = (folder / "learned.txt").read_text()
    assert "free_expression: F1 1.000 held out, the rules 0.6" in told
    assert "hedging: left to the rules: 0 coded units hold it, fewer than 20" in told
    assert "2 of 28 categories have a classifier" in told
    card = json.loads((folder / "data/classifiers/small/card.json").read_text())
    assert card["tagged"] == ["free_expression", "public_safety"]
    assert card["coded_by"] == "Coded by a test."


def test_the_shares_are_those_that_were_written(folder):
    comparison = pd.read_csv(folder / RESULTS / "compare/comparison.csv")
    rows = comparison[comparison["measure"].eq("share")].set_index(["name", "side_a"])
    documents = pd.read_parquet(folder / RESULTS / "clean/documents.parquet")
    for name, words in SAID.items():
        for side, own in documents.groupby("side"):
            said = own.loc[own["text"].str.contains(words), "weight"]
            expected = said.sum() / own["weight"].sum()
            assert rows.loc[(name, side), "estimate"] == pytest.approx(
                expected, abs=1e-5
            )
    tags = pd.read_parquet(folder / RESULTS / "tags/tags.parquet")
    assert set(tags["tagger"]) >= {"classifier"}


def test_accuracy_is_of_tags_that_could_not_know_the_codings(folder):
    accuracy = pd.read_csv(folder / RESULTS / "coding/accuracy.csv")
    whole = accuracy[accuracy["side"].eq("all")].set_index(["category", "measure"])
    scores = pd.read_csv(folder / "data/classifiers/small/scores.csv")
    for row in scores[scores["is_used"]].to_dict("records"):
        for measure in ("precision", "recall"):
            found = whole.loc[(row["category"], measure), "estimate"]
            assert found == pytest.approx(row[measure], abs=1e-6)
    tags = pd.read_parquet(folder / RESULTS / "tags/tags.parquet")
    held_out = pd.read_csv(folder / "data/classifiers/small/held_out.csv")
    coded = tags[tags["unit_id"].isin(held_out["unit_id"])]
    assert "classifier" not in set(coded["pattern"])


def test_the_report_says_who_tagged_and_how_well(folder):
    page = (folder / RESULTS / "report/report.html").read_text(encoding="utf-8")
    assert "a classifier learned from hand coding where it is sure" in page
    assert "of the case small (synthetic data)" in page
    assert "Coded by a test." in page
    assert 'id="figure-reliability"' in page
    card = (folder / "data/classifiers/small/card.json").read_bytes()
    for digest in json.loads(card)["codings"].values():
        assert digest in page


def test_tags_are_the_same_whatever_the_machine_does(folder):
    target = f"{RESULTS}/tags/tags.parquet"
    first = (folder / target).read_bytes()
    again = ("--configfile", "classifier.yaml", "--forcerun", "tags", "--", target)
    machine = {
        "OPENBLAS_CORETYPE": "Prescott",
        "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3",
        "PYTHONHASHSEED": "7",
        "OPENBLAS_NUM_THREADS": "2",
    }
    done = snakemake(folder, *again, **machine)
    assert done.returncode == 0, done.stdout
    assert (folder / target).read_bytes() == first


def test_the_rules_are_among_the_choices_of_the_multiverse(folder):
    target = f"{RESULTS}/multiverse/rules.parquet"
    plan = snakemake(
        folder, "--configfile", "classifier.yaml", "-n", "--", "multiverse"
    )
    assert plan.returncode == 0, plan.stdout
    done = snakemake(folder, "--configfile", "classifier.yaml", "--", target)
    assert done.returncode == 0, done.stdout
    tags = pd.read_parquet(folder / target)
    assert set(tags["tagger"]) == {"rules"}
    found = set(tags["matched"])
    assert "free speech" in found
    assert not any("gagged" in words for words in found)


def test_a_classifier_that_is_not_there_is_told(folder):
    asked = "tags={tagger: classifier, model: nowhere}"
    done = snakemake(folder, "--configfile", "small.yaml", "--config", asked, "-n")
    assert done.returncode != 0
    told = " ".join(done.stdout.split())
    assert "'tags.tagger' asks for a classifier but there is no nowhere/model" in told
    assert "Traceback" not in told


def test_the_case_that_ships_has_too_few_codings_and_is_told(checkout):
    # As a run would leave it.
    results = checkout / "results"
    shutil.copytree(results / "reference/parler-2021", results / "parler-2021")
    done = run(checkout, "workflow/tools/train.py")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "data/codings/parler-2021: the 27 coded units are of 6 authors (each document "
        "without one counts as another's), too few to hold some out; a classifier "
        "needs 10 or more, so code units of more authors or keep tags.tagger: rules."
    )
    assert not (checkout / "data/classifiers/parler-2021").exists()
