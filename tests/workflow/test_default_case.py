"""Run the whole default case once and look at it from every side."""

import re
import shutil
from html.parser import HTMLParser

import pandas as pd
import pytest

from checkout import snakemake
from lasthope.topics.saving import FILES

RESULTS = "results/parler-2021"
FIGURES = [
    *("accuracy", "alignment", "cooccurrence", "devices", "flow", "frames"),
    *("reliability", "statements", "timeline", "topics", "topics_grid", "words"),
]
CODED = [
    *("accuracy", "agreement", "confusion", "corrected", "corrected_differences"),
    "unitizing",
]
# What hand coding has a say in.
OF_CODING = {"compare", "within_genre", "cooccurrence", "figures", "report"}
FORMATS = ["csv", "json", "pdf", "png", "svg"]


def jobs(folder, *arguments, **environment):
    """Return the rules that a run would run now, from Snakemake's own plan."""
    plan = snakemake(folder, "--dry-run", "--quiet", "host", *arguments, **environment)
    assert plan.returncode == 0, plan.stdout
    return set(re.findall(r"^(?:local)?rule (\w+):$", plan.stdout, re.MULTILINE)) - {
        "all"
    }


def test_the_names_of_all_results(finished):
    found = sorted(
        path.relative_to(finished / RESULTS).as_posix()
        for path in (finished / RESULTS).rglob("*")
        if path.is_file() and path.parent.name != "verify"
    )
    assert found == sorted(
        [
            "clean/documents.parquet",
            "clean/flow.csv",
            "clean/parler-2021/documents.parquet",
            "clean/parler-2021/keys.parquet",
            *(f"coding/{name}.csv" for name in CODED),
            "compare/comparison.csv",
            "compare/cooccurrence.csv",
            "compare/genres.csv",
            "compare/within_genre.csv",
            "embed/vectors.parquet",
            *(f"figures/{name}.{form}" for name in FIGURES for form in FORMATS),
            "ingest/account.csv",
            "ingest/files.csv",
            "ingest/parler-2021/account.csv",
            "ingest/parler-2021/documents.parquet",
            "ingest/parler-2021/files.csv",
            "ingest/parler-2021/quarantine.csv",
            "ingest/quarantine.csv",
            "report/report.html",
            "report/summary.txt",
            "tags/categories.csv",
            "tags/tags.csv",
            "tags/tags.parquet",
            *(f"topics/model/{name}" for name in FILES),
            "topics/representatives.csv",
            "topics/topics.csv",
            "topics/topics_grid.csv",
            "topics/topics_over_time.csv",
            "topics/unit_topics.parquet",
            "units/units.parquet",
        ]
    )


def test_the_run_ends_with_five_findings_and_the_place_of_the_report(finished):
    summary = (finished / RESULTS / "report/summary.txt").read_text(encoding="utf-8")
    lines = summary.splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("9 documents, ")
    assert "descriptive" in lines[4]
    assert lines[5] == f"Report: {RESULTS}/report/report.html"
    assert (finished / lines[5].removeprefix("Report: ")).is_file()
    assert summary in (finished / "screen.txt").read_text(encoding="utf-8")


def test_a_second_run_does_nothing(finished):
    again = snakemake(finished)
    assert again.returncode == 0
    assert "Nothing to be done" in again.stdout


def test_units_reproduce_the_text_of_their_documents(finished):
    documents = pd.read_parquet(finished / RESULTS / "clean/documents.parquet")
    units = pd.read_parquet(finished / RESULTS / "units/units.parquet")
    texts = documents.set_index("doc_id")["text"]
    for unit in units.itertuples():
        assert texts[unit.doc_id][unit.start : unit.end] == unit.text


def test_every_share_can_be_counted_again_from_the_tags(finished):
    """The way from a number back to the words, by plain loops."""
    read = {
        name: pd.read_parquet(finished / RESULTS / f"{name}.parquet")
        for name in ("clean/documents", "units/units", "tags/tags")
    }
    sides = read["clean/documents"].set_index("doc_id")["side"]
    side_of = {u.unit_id: sides[u.doc_id] for u in read["units/units"].itertuples()}
    own = {u.unit_id for u in read["units/units"].itertuples() if u.voice == "own"}
    comparison = pd.read_csv(finished / RESULTS / "compare/comparison.csv")
    shares = comparison[
        (comparison["measure"] == "share")
        & comparison["facet"].isin(["frame", "device"])
    ]
    assert len(shares) > 0
    for row in shares.itertuples():
        units = {u for u in own if side_of[u] == row.side_a}
        tagged = {
            tag.unit_id
            for tag in read["tags/tags"].itertuples()
            if tag.category == row.name and tag.stance in ("asserts", "rejects")
        }
        assert row.n_units_a == len(units)
        assert row.count_a == len(tagged & units)
        assert row.estimate == pytest.approx(len(tagged & units) / len(units), abs=1e-6)


def test_with_one_speaker_a_side_everything_is_descriptive(finished):
    comparison = pd.read_csv(finished / RESULTS / "compare/comparison.csv")
    assert set(comparison["status"]) == {"descriptive"}
    # Two speakers can be put on two sides in one way but for the names.
    tested = comparison["facet"].eq("word").map({True: "log_odds", False: "difference"})
    is_tested = comparison["measure"].eq(tested)
    assert (comparison.loc[is_tested, ["p", "q", "smallest_p"]] == 1).all(axis=None)
    assert comparison.loc[~is_tested, ["p", "q", "smallest_p"]].isna().all(axis=None)


class Page(HTMLParser):
    """Collect what a page would load or run, and its text."""

    def __init__(self):
        super().__init__()
        self.loads, self.tags, self.text = [], set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        wanted = ("src", "href", "srcset", "data")
        self.loads += [value for name, value in attributes if name in wanted]

    def handle_data(self, data):
        self.text.append(data)


def test_the_report_stands_alone_and_names_no_private_words(finished):
    html = (finished / RESULTS / "report/report.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(html)
    assert page.tags.isdisjoint({"script", "iframe", "object", "link", "base"})
    assert all(
        load.startswith(("#", "data:image/svg+xml;base64,")) for load in page.loads
    )
    assert sum(load.startswith("data:") for load in page.loads) == len(FIGURES)
    text = " ".join(page.text)
    assert "We are the worlds [sic] last hope for free speech" in text
    for private in (
        "traitor",
        "soft targets",
        "take reporters",
        "down by any",
        "means necessary",
    ):
        assert private not in text
    assert str(finished) not in html


def test_the_published_results_are_reached(finished):
    done = snakemake(finished, "--forcerun", "verify", "--", "verdict")
    assert done.returncode == 0, done.stdout
    assert "the same result" in done.stdout


def test_a_changed_number_is_found(finished, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(finished, copy)
    reference = copy / "results/reference/parler-2021/compare/comparison.csv"
    text = reference.read_text(encoding="utf-8")
    reference.write_text(
        text.replace("descriptive", "confirmatory", 1), encoding="utf-8"
    )
    done = snakemake(copy, "--forcerun", "verify", "--", "verdict")
    assert done.returncode != 0
    assert "1 cell differs; first: row 1, column 'status'" in done.stdout
    assert "NOT the same result" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "rerun"),
    [
        (
            "config/codebook.yaml",
            "label: ",
            "label: New ",
            {"tags", "coding"} | OF_CODING,
        ),
        (
            "config/config.yaml",
            "min_count: 2",
            "min_count: 3",
            {"compare", "figures", "report"},
        ),
        ("config/config.yaml", "question: ", "question: So ", {"report"}),
        (
            "data/codings/parler-2021/adjudicated.csv",
            "There is an us",
            "There is a we",
            {"coding"} | OF_CODING,
        ),
        (
            "workflow/lasthope/units.py",
            '"""',
            '"""Edited. ',
            {"units", "tags", "embed", "topics", "dynamics"} | {"coding"} | OF_CODING,
        ),
        (
            "workflow/lasthope/figures/words.py",
            '"""',
            '"""Edited. ',
            {"figures", "report"},
        ),
        ("workflow/lasthope/findings.py", '"""', '"""Edited. ', {"report"}),
        ("config/config.yaml", "# ", "# A comment. ", set()),
        ("README.md", "# ", "# So ", set()),
    ],
)
def test_an_edit_reruns_what_depends_on_it(finished, tmp_path, file, old, new, rerun):
    copy = tmp_path / "copy"
    shutil.copytree(finished, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert jobs(copy) == rerun


def test_touching_and_moving_rerun_nothing(finished, tmp_path):
    copy = tmp_path / "moved"
    shutil.copytree(finished, copy)
    for path in (copy / "workflow").rglob("*.py"):
        path.touch()
    assert jobs(copy) == set()
