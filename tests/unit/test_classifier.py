"""A classifier from codings to tags: learned, kept, read back, and held out."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lasthope.authors import showable
from lasthope.classifier.files import load_classifier
from lasthope.classifier.lesson import lesson
from lasthope.classifier.provenance import fitting
from lasthope.classifier.tagging import UNSEEN, ClassifierTagger
from lasthope.classifier.telling import summary
from lasthope.classifier.training import train
from lasthope.classifier_files import FILES
from lasthope.embed import load_embedding
from lasthope.errors import UserError
from lasthope.tables import check
from lasthope.tags import COLUMNS, Tagger, tags
from taught import CODEBOOK, RULES, codings, corpus, everything, kept, small_lesson

ROOT = Path(__file__).parents[2]
EMBEDDING = str(ROOT / "data/embedding")
SETTINGS = {"precision": 0.8, "min_positives": 20}
DOCUMENTS, UNITS, HELD = corpus()


@pytest.fixture(scope="module")
def embedding():
    return load_embedding(EMBEDDING)


@pytest.fixture(scope="module")
def tagged():
    return tags(UNITS, CODEBOOK, **RULES)


@pytest.fixture(scope="module")
def trained(tagged, embedding):
    return train(small_lesson(tagged), embedding, everything, **SETTINGS)


@pytest.fixture
def folder(trained, tmp_path):
    return kept(trained, tmp_path, EMBEDDING, SETTINGS)


def table(units):
    ordered = units.sort_values("unit_id")[COLUMNS]
    return pa.Table.from_pandas(ordered, preserve_index=False)


def tagger(folder, embedding):
    rules = Tagger(CODEBOOK, {}, n_units=1, **RULES)
    classifier = fitting(str(folder), EMBEDDING, CODEBOOK, RULES)
    return ClassifierTagger(rules, classifier, embedding)


def test_it_finds_what_the_rules_miss_in_units_it_has_not_seen(trained):
    scores = check(trained.scores, "scores").set_index("category")
    for name in ("safety", "speech"):
        assert scores.loc[name, "is_used"]
        # The rules know one of three ways to say it, and are never wrong.
        assert scores.loc[name, "rules_precision"] == 1
        assert scores.loc[name, "rules_recall"] == pytest.approx(1 / 3, abs=0.05)
        assert scores.loc[name, "f1"] > 0.9
    assert not scores.loc["never", "is_used"]
    assert scores.loc["never", "reason"] == "0 coded units hold it, fewer than 20"
    assert summary(trained.scores)[-1] == "2 of 3 categories have a classifier"


def test_scores_can_be_counted_again_from_what_is_held_out(trained, tagged):
    scores = trained.scores.set_index("category")
    by_rules = set(tagged[["unit_id", "category"]].itertuples(index=False, name=None))
    for name, rows in trained.held_out.groupby("category"):
        right = n_found = n_present = 0
        for row in rows.itertuples():
            is_found = row.decision == "present" or (
                row.decision == "rules" and (row.unit_id, name) in by_rules
            )
            assert row.is_present == (HELD[row.unit_id] == name)
            right += is_found and row.is_present
            n_found, n_present = n_found + is_found, n_present + row.is_present
        assert scores.loc[name, "precision"] == pytest.approx(right / n_found, abs=1e-6)
        assert scores.loc[name, "recall"] == pytest.approx(right / n_present, abs=1e-6)


def test_authors_are_held_out_together(trained):
    folds = trained.held_out.assign(author=trained.held_out["unit_id"].str[:4])
    assert folds.groupby("author")["fold"].nunique().eq(1).all()
    assert folds["fold"].nunique() == 5


def test_what_cannot_be_learned_is_not_found_by_memory(tagged, embedding):
    # Codings drawn by lot say nothing; a classifier that told its memory would find
    # them again.
    lots = np.random.default_rng(7).random(len(HELD)) < 0.4
    coded = codings(HELD)
    drawn = dict(zip(HELD, lots, strict=True))
    random = coded.assign(
        is_present=coded["unit_id"].map(drawn) & coded["category"].eq("safety")
    )
    rules = [category["id"] for category in CODEBOOK["categories"]]
    taught = lesson(random, UNITS, DOCUMENTS, tagged, rules)
    try:
        found = train(taught, embedding, everything, **SETTINGS).scores
    except UserError as error:
        assert "no category is left for a classifier" in str(error)
        assert (
            "safety: no threshold reaches a precision of 0.8" in str(error)
            or ("safety: its scores do not rise" in str(error))
            or "safety: the rules do better" in str(error)
        )
    else:
        assert found.set_index("category").loc["safety", "auc"] < 0.65


def test_units_it_was_taught_with_are_tagged_as_held_out(folder, embedding, trained):
    found = check(tagger(folder, embedding).tag(table(UNITS)).to_pandas(), "tags")
    by_classifier = found[found["tagger"].eq("classifier")]
    assert by_classifier["pattern"].eq(UNSEEN).all()
    said = trained.held_out[trained.held_out["decision"].eq("present")]
    pairs = ["unit_id", "category"]
    assert set(by_classifier[pairs].itertuples(index=False, name=None)) == set(
        said[pairs].itertuples(index=False, name=None)
    )
    told = by_classifier.merge(said, on=pairs)
    assert told["score"].tolist() == pytest.approx(told["probability"].tolist())
    # What it says is absent is not tagged by the rules either; they decide elsewhere.
    decided = trained.held_out[trained.held_out["decision"].ne("rules")]
    by_rules = found[found["tagger"].eq("rules")]
    assert not set(decided[pairs].itertuples(index=False, name=None)) & set(
        by_rules[pairs].itertuples(index=False, name=None)
    )


def test_the_same_words_in_another_unit_are_no_coded_unit(folder, embedding):
    text = UNITS["text"].iloc[0]
    other = UNITS.iloc[:1].assign(unit_id="d:00:0000", text=f"{text} Again.")
    found = tagger(folder, embedding).tag(table(other)).to_pandas()
    assert set(found["pattern"]) == {"classifier"}


def new_units(*texts, voice="own"):
    rows = [
        {
            **{"unit_id": f"n:{n}", "doc_id": "n", "position": n, "sentence": n},
            **{"text": text, "voice": voice},
        }
        for n, text in enumerate(texts)
    ]
    return pd.DataFrame(rows)


def test_a_tag_is_the_whole_unit_with_its_probability(folder, embedding):
    units = new_units("People were hurt.", "They censor us.", "The museum is open.")
    found = check(tagger(folder, embedding).tag(table(units)).to_pandas(), "tags")
    assert found[["unit_id", "category", "matched"]].to_numpy().tolist() == [
        ["n:0", "safety", "People were hurt."],
        ["n:1", "speech", "They censor us."],
    ]
    assert found[["start", "end"]].to_numpy().tolist() == [[0, 17], [0, 15]]
    assert found["stance"].tolist() == ["asserts", "asserts"]
    assert found["score"].between(0.5, 0.999).all()


def test_stance_is_what_is_known_of_it(folder, embedding):
    negated = new_units("There was no violence here.")
    found = tagger(folder, embedding).tag(table(negated)).to_pandas()
    of_safety = found[found["category"].eq("safety")].iloc[0]
    assert of_safety[["tagger", "stance"]].tolist() == ["classifier", "rejects"]
    quoted = new_units("People were hurt.", voice="quoted")
    found = tagger(folder, embedding).tag(table(quoted)).to_pandas()
    assert found["stance"].tolist() == ["reports"]


def test_categories_without_a_classifier_are_left_to_the_rules(folder, embedding):
    units = new_units("This is not in any text.")
    found = tagger(folder, embedding).tag(table(units)).to_pandas()
    assert found[["category", "tagger"]].to_numpy().tolist() == [["never", "rules"]]


def test_parts_of_any_size_give_the_same_tags(folder, embedding):
    one = tagger(folder, embedding)
    whole = one.tag(table(UNITS))
    parts = [one.tag(table(part)) for _, part in UNITS.groupby("doc_id")]
    assert pa.concat_tables(parts).equals(whole)
    assert one.tag(table(UNITS.iloc[:0])).num_rows == 0


def test_what_is_read_is_what_was_kept(folder, trained, embedding):
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    read = load_classifier(str(folder), embedding)
    assert read.model.categories == ("safety", "speech")
    assert read.model.learned.ngrams == trained.model.learned.ngrams
    for found, made in zip(read.model.linear, trained.model.linear, strict=True):
        assert (found == made).all()
    assert (read.model.cuts == trained.model.cuts).all()
    assert read.model.limits == trained.model.limits
    assert read.held_out.shape == trained.held_out.shape
    assert read.card["left_to_the_rules"] == {
        "never": "0 coded units hold it, fewer than 20"
    }
    books = [{"title": "Small codebook", "version": "1.0.0"}]
    assert read.card["codebooks"] == books
    digest = sha256(b"item,done\n").hexdigest()
    assert read.card["codings"] == {"coder.csv": digest}


def test_it_is_learned_the_same_twice(trained, tagged, embedding):
    again = train(small_lesson(tagged), embedding, everything, **SETTINGS)
    assert (again.model.linear.weights == trained.model.linear.weights).all()
    pd.testing.assert_frame_equal(again.held_out, trained.held_out)


def test_other_rules_than_those_it_was_taught_beside_are_told(folder):
    changed = json.loads(json.dumps(CODEBOOK))
    changed["categories"][0]["label"] = "Another name"
    fitting(str(folder), EMBEDDING, changed, RULES)
    # Nor does it matter which of two codebooks is named first.
    changed["categories"].reverse()
    fitting(str(folder), EMBEDDING, changed, RULES)
    changed["categories"][0]["patterns"].append("hurt")
    with pytest.raises(UserError, match="patterns or negators have changed"):
        fitting(str(folder), EMBEDDING, changed, RULES)


def test_no_ngram_leads_to_a_private_person(tagged, embedding):
    private = DOCUMENTS.assign(is_public=False)
    # One of them says over and over what nobody else does, six of them another thing.
    texts = UNITS["text"].where(
        UNITS["doc_id"].ne("d:03"), UNITS["text"] + " Xylophones!"
    )
    is_of_six = UNITS["doc_id"].isin([f"d:{n:02d}" for n in range(10, 16)])
    units = UNITS.assign(text=texts.where(~is_of_six, texts + " Quokkas!"))
    rules = [category["id"] for category in CODEBOOK["categories"]]
    taught = lesson(codings(HELD), units, private, tagged, rules)
    made = train(
        taught,
        embedding,
        lambda ngrams, analyze: showable(ngrams, units, private, analyze),
        **SETTINGS,
    )
    words, characters = made.model.learned.ngrams
    assert {"quokkas", "quokkas !", "museum"} <= set(words)
    assert "xylophones" not in words
    assert not any("xy" in piece for piece in characters)


def test_too_few_codings_are_told_in_a_sentence(tagged, embedding):
    few = small_lesson(tagged)
    with pytest.raises(UserError) as told:
        train(few, embedding, everything, precision=0.8, min_positives=61)
    assert str(told.value) == (
        "of 180 coded units no category is found in 61 or more (tags.min_positives), "
        "by 5 or more authors, and missing in as many; the most found is 'safety' "
        "with 60, so code more units or keep tags.tagger: rules."
    )


def test_too_few_authors_are_told_in_a_sentence(tagged, embedding):
    with pytest.raises(UserError, match="the 81 coded units are of 9 authors"):
        train(small_lesson(tagged, n_authors=9), embedding, everything, **SETTINGS)
