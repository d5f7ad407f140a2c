"""Tests of lasthope.config and of the configuration that ships."""

import copy
import re
from pathlib import Path

import pytest
import yaml

from lasthope.config import check_config, check_writable, read_config
from lasthope.errors import UserError
from lasthope.ingest import READERS

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "workflow/schemas/config.schema.yaml"
CONFIG = yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


def changed(section, key, value):
    config = copy.deepcopy(CONFIG)
    config[section][key] = value
    return config


def test_the_shipped_configuration_is_right():
    check_config(CONFIG, SCHEMA)


def test_a_tool_reads_what_a_run_reads(tmp_path):
    overlay = tmp_path / "case.yaml"
    overlay.write_text("case: mine\ncoding: {units: 7}\n")
    read = read_config(str(overlay))
    assert read == CONFIG | {"case": "mine", "coding": CONFIG["coding"] | {"units": 7}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "case.yaml"),
        ("case: [\n", "case.yaml, line 2: this is not valid YAML"),
        ("- case\n", "case.yaml: this is no configuration"),
        ("caes: mine\n", "'caes'"),
        ("coding: {coders: [../x]}\n", "coding.coders"),
        ("coding: {coders: [sample]}\n", "coding.coders"),
    ],
)
def test_a_tool_tells_what_is_wrong_with_a_case(tmp_path, content, told):
    overlay = tmp_path / "case.yaml"
    if content is not None:
        overlay.write_text(content)
    with pytest.raises(UserError, match=re.escape(told)):
        read_config(str(overlay))


@pytest.mark.parametrize("section", CONFIG)
def test_every_section_is_required(section):
    config = {name: part for name, part in CONFIG.items() if name != section}
    with pytest.raises(UserError, match=f"the field {section!r} is missing; add it"):
        check_config(config, SCHEMA)


@pytest.mark.parametrize("section", [s for s in CONFIG if isinstance(CONFIG[s], dict)])
def test_no_section_takes_an_unknown_key(section):
    with pytest.raises(UserError, match=rf"the configuration: .*{section}\.?zzz"):
        check_config(changed(section, "zzz", 0), SCHEMA)


@pytest.mark.parametrize(
    ("section", "key", "value", "message"),
    [
        ("data", "statements", ["no.yaml"], r"'data.statements\[0\]' names no.yaml"),
        ("data", "events", "no.csv", "'data.events' names no.csv, which is not a file"),
        ("data", "embedding", "none", "none/model.safetensors.* `make embedding`"),
        ("compare", "confidence", 95, "'compare.confidence' is not allowed"),
        ("figures", "new", ["comparisons"], "perhaps 'comparison' was meant"),
        (
            "figures",
            "frames",
            ["tags"],
            "'figures.frames' must name.*: agreement, comparison",
        ),
        ("compare", "reference", "platfrom", "perhaps 'platform' was meant"),
        ("compare", "permutations", 0, "'compare.permutations' is not allowed: 0 is "),
        ("compare", "permutations", 1, "'compare.permutations' is not allowed: 1 is "),
        ("compare", "min_word_authors", 0, "'compare.min_word_authors' is not allowed"),
        ("multiverse", "copies", ["drop"], "perhaps 'dropped' was meant"),
        ("multiverse", "units", ["sentences"], "perhaps 'sentence' was meant"),
        ("compare", "side_b", "platform", "is the same as 'compare.side_a'"),
        ("topics", "n_topics", "many", "'topics.n_topics' is 'many', which has the w"),
        ("topics", "n_topics", 1, "'topics.n_topics' is not allowed: 1 is less than"),
        ("figures", "word", ["comparison"], "figures/word.py with a .* 'words' was"),
        ("figures", "theme", ["comparison"], "no module figures/theme.py with a funct"),
    ],
)
def test_a_mistake_names_its_key(section, key, value, message):
    with pytest.raises(UserError, match=message):
        check_config(changed(section, key, value), SCHEMA)


ARCHIVE = {
    "files": ["data/posts/*.csv"],
    "reader": "csv",
    "side": "users",
    "kind": "post",
    "is_public": False,
    "captured": "2021-01-11",
    "options": {"text": "body"},
}


def with_archive(name="posts", **changes):
    return changed("ingest", "archives", {name: ARCHIVE | changes})


@pytest.mark.parametrize(
    "config",
    [
        with_archive(),
        changed("ingest", "archives", {"posts": {}}),
        with_archive(organisation="A forum", author="A Person", role="Clerk"),
        changed("figures", "flow", None),
        changed("data", "codebook", ["config/codebook.yaml"]),
        changed("clean", "max_documents", None),
        changed("clean", "max_documents", 1),
        CONFIG | {"other_sides": ["users", "court"], "is_synthetic": True},
    ],
)
def test_what_a_case_may_say(config):
    check_config(config, SCHEMA)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (CONFIG | {"is_synthetic": "no"}, "'is_synthetic' must be of type boolean"),
        (CONFIG | {"other_sides": ["user"]}, "perhaps 'users' was meant"),
        (CONFIG | {"other_sides": "users"}, "'other_sides' must be of type array"),
        (changed("people", "key", "data/key.txt"), "'people.key' is 'data/key.txt', w"),
        (changed("data", "codebook", []), "'data.codebook' must not be empty"),
        (changed("data", "codebook", ["config/none.yaml"]), "names config/none.yaml"),
        (changed("ingest", "shard_bytes", 0), "'ingest.shard_bytes' is not allowed"),
        (changed("ingest", "archives", ["posts"]), "'ingest.archives' must be of type"),
        (with_archive(reader="cvs"), "perhaps 'csv' was meant"),
        # Statements have their own place in the configuration.
        (with_archive(reader="statements"), "'ingest.archives.posts.reader'"),
        (with_archive(side="user"), "perhaps 'users' was meant"),
        (with_archive(kind="posts"), "perhaps 'post' was meant"),
        (with_archive(files=[]), "'ingest.archives.posts.files'"),
        (with_archive(files="a.csv"), "'ingest.archives.posts.files' must be of type"),
        (with_archive(captured="11 January 2021"), "'ingest.archives.posts.captured'"),
        (with_archive(is_public="yes"), "'ingest.archives.posts.is_public' must be"),
        (with_archive(mood="grim"), "ingest.archives.posts.mood"),
        (with_archive(name="../posts"), "posts"),
        (with_archive(name="Posts 1"), "Posts 1"),
        (changed("clean", "similarity", 0), "'clean.similarity' is not allowed"),
        (changed("clean", "similarity", 1.1), "'clean.similarity' is not allowed"),
        (changed("clean", "analyse_languages", []), "'clean.analyse_languages'"),
        (changed("clean", "analyse_languages", ["eng"]), "'clean.analyse_languages"),
        (changed("clean", "max_documents", 0), "'clean.max_documents' is not allowed"),
        (changed("clean", "max_documents", "all"), "'clean.max_documents' must be of"),
        (changed("figures", "flow", []), "'figures.flow'"),
    ],
)
def test_a_mistake_in_a_case_names_its_key(config, message):
    with pytest.raises(UserError, match=f"^the configuration: .*{message}"):
        check_config(config, SCHEMA)


def test_readers_of_the_schema_are_those_there_are():
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    archive = schema["properties"]["ingest"]["properties"]["archives"]
    named = archive["additionalProperties"]["properties"]["reader"]["enum"]
    assert {*named, "statements"} == set(READERS)


def test_a_file_where_a_folder_should_be_is_told(tmp_path):
    (tmp_path / "results").write_text("a file")
    with pytest.raises(
        UserError, match="results cannot be written; make it a writable"
    ):
        check_writable(tmp_path / "results" / "case")


def test_folders_that_are_not_there_yet_are_fine(tmp_path):
    check_writable(tmp_path / "results" / "case")
    assert list(tmp_path.iterdir()) == []
