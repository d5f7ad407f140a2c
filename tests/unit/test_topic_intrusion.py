"""Tests of lasthope.topics.intrusion: sheets for people, and what chance would do."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from lasthope.errors import UserError
from lasthope.topics.intrusion import (
    at_least,
    label_fit,
    score,
    text_intrusion,
    word_intrusion,
)

TOOL = Path(__file__).parents[2] / "workflow/tools/intrusion.py"
TOPICS = pd.DataFrame(
    {
        "topic": [0, 1, 2],
        "words": ["a, b, c, d, e, f", "g, h, i, j, k", "a, =l, m, n, o"],
    }
)
UNITS = pd.DataFrame(
    {
        "topic": [0] * 5 + [1] * 4 + [2] * 2,
        "place": [*range(5), *range(4), *range(2)],
        "text": [f"text {n}" for n in range(10)] + [None],
    }
)


def solved(made):
    """Return the option that was smuggled in, per row."""
    correct = made.answers["correct"]
    return [
        row[str(n)] for (_, row), n in zip(made.sheet.iterrows(), correct, strict=True)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_intruder_is_a_first_word_of_another_topic_alone(seed):
    made = word_intrusion(TOPICS, seed)
    assert made.answers["n_options"].tolist() == [6, 6, 6]
    for (_, row), intruder in zip(made.sheet.iterrows(), solved(made), strict=True):
        rest = {row[str(n)] for n in range(1, 7)} - {intruder}
        own = next(
            words for words in TOPICS["words"] if rest == {*words.split(", ")[:5]}
        )
        assert intruder not in own.split(", ")
        assert any(intruder in words.split(", ")[:5] for words in TOPICS["words"])


def test_topics_of_few_words_are_left_out():
    few = TOPICS.assign(words=["a, b", *TOPICS["words"][1:]])
    assert len(word_intrusion(few, 0).sheet) == 2
    assert word_intrusion(TOPICS.iloc[:1], 0).sheet.empty


def test_texts_are_of_one_topic_but_for_the_intruder_and_none_is_private():
    made = text_intrusion(UNITS, 3)
    topic_of = dict(zip(UNITS["text"], UNITS["topic"], strict=True))
    # The third topic has one public text.
    assert made.answers["n_options"].tolist() == [5, 5]
    for (_, row), intruder in zip(made.sheet.iterrows(), solved(made), strict=True):
        rest = {topic_of[row[str(n)]] for n in range(1, 6) if row[str(n)] != intruder}
        assert len(rest) == 1
        assert topic_of[intruder] not in rest


def test_half_of_the_labels_fit():
    made = label_fit(TOPICS, UNITS, 4)
    topic_of = dict(zip(UNITS["text"], UNITS["topic"], strict=True))
    own = TOPICS.set_index("topic")["words"]
    fits = [
        own[topic_of[text]] == words
        for text, words in zip(made.sheet["text"], made.sheet.iloc[:, 2], strict=True)
    ]
    assert [1 if one else 2 for one in fits] == made.answers["correct"].tolist()
    assert sum(fits) == 5
    assert label_fit(TOPICS.iloc[:1], UNITS, 4).sheet.empty


def test_sheets_are_the_same_for_a_seed_and_other_for_another():
    first = word_intrusion(TOPICS, 1).sheet
    pd.testing.assert_frame_equal(first, word_intrusion(TOPICS, 1).sheet)
    assert any(not first.equals(word_intrusion(TOPICS, n).sheet) for n in range(2, 5))
    assert first["answer"].eq("").all()
    assert "correct" not in first


@given(st.integers(0, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_the_probability_is_that_of_scipy(counts):
    n, k = counts
    expected = binomtest(k, n, 1 / 6, "greater").pvalue if n else 1
    assert at_least(k, n, Fraction(1, 6)) == pytest.approx(expected)


def test_answers_are_scored_and_blanks_left_out():
    answers = pd.DataFrame({"item": [1, 2, 3], "correct": [4, 1, 6], "n_options": 6})
    sheet = pd.DataFrame({"item": [3, 1, 2], "answer": [" 6", "4", None]})
    found = score(sheet, answers)
    assert (found.n_answered, found.n_correct) == (2, 2)
    assert found.chance == pytest.approx(1 / 6)
    assert found.p == pytest.approx(1 / 36)


@pytest.mark.parametrize(
    ("item", "answer", "sentence"),
    [
        (1, "7", "item 1 is answered '7'; it must be a number from 1 to 6."),
        (1, "two", "item 1 is answered 'two'; it must be a number from 1 to 6."),
        (1, "²", "item 1 is answered '²'; it must be a number"),
        (9, "1", "item 9 of the sheet is not among the answers."),
        (1, "", "the sheet has no answers yet; fill in its column answer."),
    ],
)
def test_mistakes_on_a_sheet_are_named(item, answer, sentence):
    answers = pd.DataFrame({"item": [1], "correct": [4], "n_options": [6]})
    with pytest.raises(UserError, match=sentence):
        score(pd.DataFrame({"item": [item], "answer": [answer]}), answers)


def run(*arguments):
    command = [sys.executable, str(TOOL), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_tool_writes_sheets_and_scores_them(tmp_path):
    results, folder = tmp_path / "results", tmp_path / "sheets"
    (results / "topics").mkdir(parents=True)
    known = {"n_texts": 9, "n_units": 9, "n_authors": 2, "coherence": 0.1}
    sure = {"stability": 1.0, "agreement": 1.0, "method": "exact", "is_stable": True}
    columns = ["topic", "label", "words", *known, *sure]
    topics = TOPICS.assign(label="a", **known, **sure)[columns]
    topics.to_csv(results / "topics/topics.csv", index=False)
    units = UNITS.assign(unit_id="u", similarity=0.5)
    units = units[["topic", "place", "unit_id", "similarity", "text"]]
    units.to_csv(results / "topics/representatives.csv", index=False)
    overlay = tmp_path / "case.yaml"
    overlay.write_text("seed: 7\n", encoding="utf-8")
    made = run(results, folder, overlay)
    assert made.returncode == 0, made.stderr
    assert f"{folder}/word_intrusion.csv: 3 items\n" in made.stdout
    sheet = pd.read_csv(folder / "word_intrusion.csv", dtype="str")
    assert not sheet.isin(["=l"]).any().any()
    answers = pd.read_csv(folder / "answers/word_intrusion.csv")
    # By the seed of the configuration, with the case laid over it.
    assert answers["correct"].tolist() == [
        *word_intrusion(topics, 7).answers["correct"],
    ]
    of_default = run(results, tmp_path / "other")
    assert of_default.returncode == 0, of_default.stderr
    other = pd.read_csv(tmp_path / "other/answers/word_intrusion.csv")
    assert other["correct"].tolist() == [
        *word_intrusion(topics, 2021).answers["correct"]
    ]
    sheet.assign(answer=answers["correct"]).to_csv(
        folder / "word_intrusion.csv", index=False
    )
    scored = run(folder)
    assert ": 3 of 3 right, 17% by chance, p = 0.0046\n" in scored.stdout
    assert "label_fit.csv: the sheet has no answers yet" in scored.stdout
    assert "is there already" in run(results, folder).stderr
    assert "holds no topics" in run(tmp_path, folder).stderr
