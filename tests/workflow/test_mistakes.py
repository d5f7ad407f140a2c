"""Each mistake ends the run with one clear sentence and nothing half-written."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from checkout import snakemake

STATEMENTS = "data/statements/parler-2021.yaml"
CODEBOOK = "config/codebook.yaml"
CONFIG = "config/config.yaml"
CODINGS = "data/codings/parler-2021"
NO_FILES = "publications: {}\nstatements: []\n"

MISTAKES = {
    "unknown config key": (
        CONFIG, "min_words:", "min_wrods:",
        "unknown key 'clean.min_wrods'; perhaps 'min_words' was meant",
    ),
    "key given twice": (
        CONFIG, "seed: 2021", "seed: 2021\nseed: 7",
        "config/config.yaml, line 8: the key 'seed' is given twice; keep one of them.",
    ),
    "wrong type": (
        CONFIG, "min_words: 5", "min_words: five",
        "'clean.min_words' must be of type integer, not 'five'",
    ),
    "unknown side in the config": (
        CONFIG, "side_b: provider", "side_b: providers",
        "'compare.side_b' cannot be 'providers'; perhaps 'provider' was meant",
    ),
    "missing file": (
        CONFIG, "codebook: config/codebook.yaml", "codebook: config/none.yaml",
        "'data.codebook' names config/none.yaml, which is not a file",
    ),
    "unknown archive": (
        CONFIG, "archives: {}", "archives: {parler-hat-speech: {}}",
        "no source is called 'parler-hat-speech' in the registry; perhaps 'parler-hate",
    ),
    "missing statement field": (
        STATEMENTS, "    medium: email\n", "",
        f"{STATEMENTS}, line 13: the field 'medium' is missing in 'statements[0]'",
    ),
    "duplicate id": (
        STATEMENTS, "id: aws-email-finding", "id: aws-email-notice",
        f"{STATEMENTS}, line 37: the id 'aws-email-notice' is used twice",
    ),
    "invalid date": (
        STATEMENTS, 'date: "2021-01-06"', 'date: "2021-13-06"',
        "'2021-13-06' is not a date in the calendar",
    ),
    "unknown side": (
        STATEMENTS, "side: employees", "side: workers",
        "cannot be 'workers'; known are platform, provider, employees",
    ),
}  # fmt: skip

# What only a step far down the line can see; it is asked for the comparison alone, for
# what else would be made meanwhile tells nothing of a mistake.
REPORT = "results/parler-2021/report/report.html"
COMPARED = "results/parler-2021/compare/comparison.csv"
VECTORS = "results/parler-2021/embed/vectors.parquet"
LATE_MISTAKES = {
    "a side without words": (
        CONFIG, "side_b: provider", "side_b: court",
        "compare.side_b: the side 'court' has no units in the voice 'own'; sides that",
    ),
    "pattern that does not compile": (
        CODEBOOK, "    patterns:\n", "    patterns:\n      - 'free {speech'\n",
        "category 'free_expression', pattern 'free {speech': a brace is not closed",
    ),
    "coding of an unknown category": (
        f"{CODINGS}/coder-b.csv", ",public_safety,", ",public_safty,",
        f"{CODINGS}/coder-b.csv, line 2: the category 'public_safty' is not in the "
        "codebook; perhaps 'public_safety' was meant",
    ),
    "coding of an unknown unit": (
        f"{CODINGS}/coder-a.csv", "\nu-", "\nu-0",
        f"{CODINGS}/coder-a.csv, line 2: the unit 'u-0",
    ),
}  # fmt: skip


@pytest.fixture
def unreported(finished, tmp_path):
    """A copy of the finished case of which nobody has written the report yet."""
    folder = tmp_path / "unreported"
    shutil.copytree(finished, folder, symlinks=True)
    shutil.rmtree(folder / "results/parler-2021/report")
    return folder


def assert_told(done, sentence):
    """One clear sentence, a failing exit status, no traceback."""
    assert done.returncode != 0, done.stdout
    assert sentence in " ".join(done.stdout.split())
    assert "Traceback" not in done.stdout


def assert_mistake_is_told(folder, file, old, new, sentence, target=REPORT):
    """What is asked for is not made, or stays as it was made before the mistake."""
    made = folder / target
    before = made.read_bytes() if made.exists() else None
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    targets = [] if target == REPORT else ["--", target]
    assert_told(snakemake(folder, *targets), sentence)
    assert [path.name for path in (folder / "results").rglob(".*.part")] == []
    assert not made.exists() or made.read_bytes() == before


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told(name, checkout):
    assert_mistake_is_told(checkout, *MISTAKES[name])


@pytest.mark.parametrize("name", LATE_MISTAKES)
def test_a_mistake_that_a_later_step_sees_is_told(name, unreported):
    assert_mistake_is_told(unreported, *LATE_MISTAKES[name], COMPARED)


def test_an_empty_corpus_is_told(checkout):
    (checkout / STATEMENTS).write_text(NO_FILES, encoding="utf-8")
    assert_told(snakemake(checkout), "no document was kept from the sources")


def test_a_statements_file_that_is_not_utf8_is_told(checkout):
    (checkout / STATEMENTS).write_text(NO_FILES + "# café\n", encoding="latin-1")
    assert_told(snakemake(checkout), f"{STATEMENTS}, line 3: byte 0xe9 is not UTF-8")


def test_a_missing_embedding_is_told(checkout):
    (checkout / "data/embedding/tokenizer.json").unlink()
    sentence = "needs the file data/embedding/tokenizer.json, which is missing; bring"
    assert_told(snakemake(checkout), sentence)


def test_a_changed_embedding_is_told(unreported):
    with open(unreported / "data/embedding/model.safetensors", "ab") as file:
        file.write(b"one byte more")
    done = snakemake(unreported, "--", VECTORS)
    assert_told(done, "data/embedding/model.safetensors")
    assert "sha256" in done.stdout.lower()
    assert not (unreported / VECTORS).exists()


def test_an_archive_with_a_wrong_hash_is_told(checkout, tmp_path):
    # It has no address, so nothing else is asked.
    file = "parler-html/profile/page-1.html"
    (tmp_path / "mirror" / file).parent.mkdir(parents=True)
    (tmp_path / "mirror" / file).write_bytes(b"x" * 23085)
    done = snakemake(
        checkout, f"data/archive/{file}",
        LASTHOPE_MIRROR=str(tmp_path / "mirror"),
    )  # fmt: skip
    assert_told(done, "but the registry expects 69415276c070f680")
    assert not (checkout / "data/archive" / file).exists()


def test_results_that_cannot_be_written_are_told(checkout):
    folder = checkout / "results/parler-2021/ingest"
    folder.mkdir(parents=True)
    folder.chmod(0o555)
    # Permissions bind root only without the capability to override them.
    bound = "-dac_override,-dac_read_search"
    as_anyone = ["setpriv", f"--bounding-set={bound}", f"--inh-caps={bound}"]
    prefix = as_anyone if os.geteuid() == 0 else []
    done = snakemake(checkout, prefix=prefix)
    assert_told(
        done, "results/parler-2021/ingest cannot be written; make it a writable"
    )
    assert list(folder.iterdir()) == []


def test_a_second_run_at_once_is_told(checkout):
    command = [sys.executable, "-m", "snakemake"]
    with subprocess.Popen(command, cwd=checkout, stderr=subprocess.DEVNULL) as first:
        deadline = time.monotonic() + 60
        while not list((checkout / ".snakemake/locks").glob("*")):
            assert time.monotonic() < deadline and first.poll() is None
            time.sleep(0.05)
        assert_told(snakemake(checkout), "Directory cannot be locked")
        first.terminate()
