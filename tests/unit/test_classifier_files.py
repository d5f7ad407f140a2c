"""Where a classifier lies, what is told if it does not, and its tagger."""

import copy
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from lasthope.classifier_files import FILES, check_classifier, folder_of, rules_of
from lasthope.errors import UserError
from lasthope.multiverse.choices import axes
from lasthope.practice import SEED, corpus
from lasthope.practice.codings import CATEGORIES, coded, planted
from lasthope.taggers import tagger_of
from lasthope.tags import Tagger
from taught import CODEBOOK, RULES

ROOT = Path(__file__).parents[2]
CONFIG = yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))


def asking(**tags):
    config = copy.deepcopy(CONFIG)
    config["tags"] |= tags
    return config


def test_the_rules_need_no_classifier():
    check_classifier(CONFIG)
    assert rules_of(CONFIG) == {
        key: CONFIG["tags"][key] for key in ("negation_window", "negators", "gap_words")
    }


def test_a_classifier_lies_with_its_case_or_where_it_is_named():
    assert folder_of(CONFIG) == Path("data/classifiers/parler-2021")
    assert folder_of(asking(model="elsewhere")) == Path("elsewhere")


def test_a_classifier_that_is_not_there_is_told(tmp_path):
    config = asking(tagger="classifier", model=str(tmp_path))
    with pytest.raises(UserError) as told:
        check_classifier(config)
    assert str(told.value) == (
        "the configuration: 'tags.tagger' asks for a classifier but there is no "
        f"{tmp_path}/model.safetensors; run the case with the rules alone and learn "
        "one with `make train`, or name the folder of another in 'tags.model'."
    )
    for name in (*FILES, "reliability.svg", "reliability.json", "reliability.csv"):
        (tmp_path / name).touch()
    check_classifier(config)


@pytest.mark.parametrize(
    ("card", "told"),
    [
        ('{"precision": 0.8, "min_positives": 30}', None),
        ('{"precision": 0.9, "min_positives": 30}', "'tags.precision' is 0.8 but"),
        ('{"precision": 0.8, "min_positives": 12}', "'tags.min_positives' is 30 but"),
        ("[", None),
        ("[1]", None),
    ],
)
def test_a_classifier_learned_with_other_settings_is_told(tmp_path, card, told):
    for name in (*FILES, "reliability.svg", "reliability.json", "reliability.csv"):
        (tmp_path / name).write_text(card)
    config = asking(tagger="classifier", model=str(tmp_path))
    if told is None:
        check_classifier(config)
    else:
        with pytest.raises(UserError, match=told):
            check_classifier(config)


def test_a_choice_of_the_multiverse_needs_it_too(tmp_path):
    config = asking(model=str(tmp_path))
    config["multiverse"]["taggers"] = ["rules", "classifier"]
    with pytest.raises(UserError, match="'multiverse.taggers' asks for a classifier"):
        check_classifier(config)


def test_the_tagger_that_is_asked_for_is_the_main_choice():
    assert axes(CONFIG)["tagger"] == ["rules", "fewer_patterns"]
    chosen = axes(asking(tagger="classifier"))["tagger"]
    assert chosen == ["classifier", "rules", "fewer_patterns"]


def test_the_rules_are_the_rules_and_another_tagger_is_read_from_its_folder(tmp_path):
    kept = {"classifier": str(tmp_path), "embedding": str(ROOT / "data/embedding")}
    chosen = tagger_of("rules", CODEBOOK, {}, RULES, n_units=1, **kept)
    assert isinstance(chosen, Tagger)
    with pytest.raises(UserError, match="card.json: it cannot be read"):
        tagger_of("classifier", CODEBOOK, {}, RULES, n_units=1, **kept)


def test_the_practice_corpus_is_coded_by_what_was_planted():
    holds = planted(SEED)
    first = corpus(SEED)["provider"][0]
    doc_id = "synthetic-provider:synthetic-provider-0001"
    assert holds[doc_id] == first.holds
    units = pd.DataFrame(
        {
            "unit_id": [f"{doc_id}:{place:04d}" for place in range(len(first.holds))],
            "doc_id": doc_id,
            "sentence": range(len(first.holds)),
        }
    )
    sample = pd.DataFrame(
        {"item": [f"u-{n}" for n in range(len(units))], "unit_id": units["unit_id"]}
    )
    sheet = coded(sample, units, holds)
    assert len(CATEGORIES) == 9
    for place, name in enumerate(first.holds):
        marks = sheet.iloc[place][CATEGORIES]
        expected = [name] if name in CATEGORIES else []
        assert [one for one in CATEGORIES if marks[one] == "1"] == expected
    with pytest.raises(UserError, match="not of the practice corpus"):
        coded(sample, units.assign(doc_id="parler-2021:x"), holds)


def test_a_case_without_codings_or_units_is_told(tmp_path):
    overlay = tmp_path / "case.yaml"
    overlay.write_text("case: no-such-case\n")
    done = subprocess.run(
        [sys.executable, "workflow/tools/train.py", str(overlay)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "results/no-such-case: holds no units; run the case no-such-case first."
    )
