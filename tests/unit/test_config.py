"""Tests of lasthope.config and of the configuration that ships."""

import copy
from pathlib import Path

import pytest
import yaml

from lasthope.config import check_config, check_writable
from lasthope.errors import UserError

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
        ("figures", "frames", ["tags"], "'figures.frames' must name.*: comparison"),
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


def test_a_file_where_a_folder_should_be_is_told(tmp_path):
    (tmp_path / "results").write_text("a file")
    with pytest.raises(
        UserError, match="results cannot be written; make it a writable"
    ):
        check_writable(tmp_path / "results" / "case")


def test_folders_that_are_not_there_yet_are_fine(tmp_path):
    check_writable(tmp_path / "results" / "case")
    assert list(tmp_path.iterdir()) == []
