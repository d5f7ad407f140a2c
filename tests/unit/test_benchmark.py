"""Tests of lasthope.benchmark: the task's format, its measure, and that it learns."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from lasthope.benchmark.held_out import held_out, spread
from lasthope.benchmark.semeval import Span, Text, micro_f1, read, to_json
from lasthope.benchmark.techniques import Techniques, best_threshold
from lasthope.benchmark.word_lists import listed, word_lists
from lasthope.benchmark.words import WORD, marked
from lasthope.classifier.groups import copies, folds
from lasthope.embed import load_embedding
from lasthope.errors import UserError
from lasthope.text import words

ROOT = Path(__file__).parents[2]
NAMES = ("Doubt", "Loaded Language", "Smears")
LABELS = st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=9)


def text(number, words, *labels, spans=None):
    return Text(f"{number:03d}", words, tuple(sorted(labels)), spans)


def corpus(n=60):
    """Return texts in which a word tells the technique, with its span."""
    made = []
    for number in range(n):
        kind = number % 3
        if kind == 0:
            words = f"They are disgusting crooks, number {number}"
            spans = (Span("Loaded Language", 9, 19),)
            made.append(text(number, words, "Loaded Language", spans=spans))
        elif kind == 1:
            words = f"Can we really trust report {number}?"
            spans = (Span("Doubt", 0, 19),)
            made.append(text(number, words, "Doubt", spans=spans))
        else:
            made.append(text(number, f"The museum opens at {number} on Monday."))
    return made


@pytest.fixture(scope="module")
def embedding():
    return load_embedding(str(ROOT / "data/embedding"))


@given(LABELS, st.randoms())
def test_micro_f1_is_that_of_scikit_learn(expected, random):
    found = [set(random.sample(NAMES, random.randint(0, 3))) for _ in expected]
    both = [
        np.array([[name in some for name in NAMES] for some in labels])
        for labels in (expected, found)
    ]
    by_peer = f1_score(*both, average="micro", zero_division=0)
    assert micro_f1(expected, found) == pytest.approx(by_peer)


def test_files_of_both_subtasks_are_read_as_one(tmp_path):
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text(
        json.dumps(
            [
                {"id": "2", "labels": ["Smears"], "text": "b"},
                {"id": "1", "labels": [], "text": "a"},
            ]
        )
    )
    label = {"technique": "Doubt", "start": 0, "end": 1, "text_fragment": "b"}
    other.write_text(json.dumps([{"id": "2", "text": "b", "labels": [label]}]))
    assert read([str(one), str(other)]) == [
        Text("1", "a", (), None),
        Text("2", "b", ("Doubt", "Smears"), (Span("Doubt", 0, 1),)),
    ]


@pytest.mark.parametrize(
    "content",
    [
        *("", "{}}", '[{"id": "1"}]', "[3]", '[{"id": "1", "text": null}]'),
        '[{"id": "1", "text": "a", "labels": "Doubt"}]',
    ],
)
def test_another_file_is_told(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(UserError, match="this is no file of semeval2021-task6"):
        read([str(path)])


def test_answers_are_in_the_official_format():
    answers = json.loads(to_json([text(7, "words")], [{"Smears", "Doubt"}]))
    assert answers == [{"id": "007", "labels": ["Doubt", "Smears"]}]


def test_words_are_marked_where_a_span_touches_them():
    made = text(
        1, "Can we really?", spans=(Span("Doubt", 5, 8), Span("Smears", 13, 14))
    )
    assert WORD.findall(made.text) == ["Can", "we", "really", "?"]
    assert marked(made, ["Doubt", "Smears"]).tolist() == [
        [0, 0],
        [1, 0],
        [1, 0],
        [0, 1],
    ]


def test_copies_are_held_out_together():
    texts = [f"The same word{number % 7}!" for number in range(40)]
    groups = copies(texts)
    assert len(set(groups)) == 7
    for learned, unseen in folds(groups, np.arange(40)):
        assert not set(groups[learned]) & set(groups[unseen])


def test_the_middle_of_the_best_thresholds_is_taken():
    scores = np.array([[0.5], [0.2]])
    # All of .21, .22 ... .50 tell the two apart.
    assert best_threshold([{"a"}, set()], scores, ["a"]) == 0.36


def test_what_words_tell_is_learned_and_the_same_twice(embedding):
    texts = corpus()
    unseen = [
        "What disgusting crooks!",
        "Can we really trust the mayor?",
        "The library opens at 9 on Friday.",
    ]
    found = Techniques(embedding).fit(texts).predict(unseen)
    assert found == [{"Loaded Language"}, {"Doubt"}, set()]
    again = Techniques(embedding).fit(texts).predict(unseen)
    assert again == found
    alone = Techniques(embedding).fit(texts).predict(unseen[1:2])
    assert alone == found[1:2]


def test_without_spans_it_learns_from_labels(embedding):
    texts = [one._replace(spans=None) for one in corpus()]
    found = Techniques(embedding).fit(texts).predict(["Can we really trust him?", ""])
    assert found[0] == {"Doubt"}


def test_of_no_texts_there_are_no_answers(embedding):
    assert Techniques(embedding).predict([]) == []


def test_too_few_texts_are_told(embedding):
    with pytest.raises(UserError, match="4 texts are too few to learn from"):
        Techniques(embedding).fit(corpus(4))


def test_texts_without_a_word_in_common_are_told(embedding):
    letters = "abcdefghijk"
    texts = [Text(one, one * 9, ("Doubt",), None) for one in letters]
    with pytest.raises(UserError, match=r"^of \d+ texts too few have words in common"):
        Techniques(embedding).fit(texts)


def test_a_word_that_only_a_list_knows_is_told_by_it(embedding, monkeypatch):
    # Words of random letters, of which every other is in a list, and a half is unseen.
    letters = np.random.default_rng(4).choice([*"bdfgklmnprstaeiou"], size=(160, 7))
    made_up = ["".join(row) for row in letters]
    known = {"made_up": frozenset(made_up[::2])}
    monkeypatch.setattr("lasthope.benchmark.word_lists.word_lists", lambda: known)
    texts = [
        text(n, f"So {word} it is", *[] if n % 2 else ["Doubt"])
        for n, word in enumerate(made_up[:80])
    ]
    found = (
        Techniques(embedding)
        .fit(texts)
        .predict([f"So {word} it is" for word in made_up[80:]])
    )
    right = [
        labels == (set() if n % 2 else {"Doubt"}) for n, labels in enumerate(found)
    ]
    assert np.mean(right) > 0.9


def test_words_are_counted_in_each_list_whatever_their_case():
    names = sorted(word_lists())
    row = dict(zip(names, listed(["FOOLS don’t vote, fools!"])[0], strict=True))
    assert row["insults"] == pytest.approx(np.log(3))
    assert row["demands"] == pytest.approx(np.log(3))
    assert row["tyranny"] == 0
    assert listed([]).shape == (0, len(names))


def test_a_word_is_counted_once_with_or_without_what_marks_a_possessor():
    names = sorted(word_lists())
    found = listed(["Trump’s and TRUMP's voters, everyone's trumps"])[0]
    row = dict(zip(names, found, strict=True))
    # "trump's" stands in no list; "everyone's" in one beside "everyone".
    assert row["politicians"] == pytest.approx(np.log(3))
    assert row["the_many"] == pytest.approx(np.log(3))


def test_every_listed_word_can_be_met():
    for name, some in word_lists().items():
        assert [word for word in sorted(some) if words(word) != [word]] == [], name


def test_the_measure_and_its_range_are_those_of_plain_counting():
    # Each text uses two techniques, two are found, and of these as many are right.
    right = [[0, 1, 2, 1], [2, 2, 2, 2]]
    table = pd.DataFrame(
        [
            (repeat, f"{place}", 2, 2, n)
            for repeat, row in enumerate(right)
            for place, n in enumerate(row)
        ],
        columns=["repeat", "id", "n_expected", "n_found", "n_right"],
    )
    found = spread(table)
    # .5 and 1: 4 of 8 and 8 of 8 are right.
    assert found[:2] == (pytest.approx(0.75), pytest.approx(0.25))
    # The mean of 200 draws of 0, .5, 1 and .5 deviates by .025 from .5; the other
    # repeat's draws are all 1.
    assert found.low == pytest.approx(0.5 - 1.645 * 0.025, abs=0.01)
    assert found.high == 1


def test_each_text_is_held_out_once_in_each_repeat(embedding):
    texts = corpus(36)
    table = held_out(texts, embedding, repeats=2)
    assert table["id"].tolist() == 2 * [one.id for one in texts]
    assert table["n_expected"].tolist() == 2 * [len(one.labels) for one in texts]
    assert spread(table).mean > 0.9


@pytest.mark.parametrize(
    ("texts", "repeats", "told"),
    [
        (corpus(4), 0, "--repeats 0"),
        # Of 12 a fifth is up to 3, which leaves 9 to learn from.
        (corpus(12), 1, "^12 texts, 12 of them no copies, are too few to hold a fifth"),
        (corpus(9) * 4, 1, "^36 texts, 9 of them no copies, are too few to hold"),
        (
            *([one._replace(labels=()) for one in corpus(36)], 1),
            "^none of 36 texts has a label",
        ),
    ],
)
def test_texts_that_cannot_be_held_out_are_told(embedding, texts, repeats, told):
    with pytest.raises(UserError, match=told):
        held_out(texts, embedding, repeats=repeats)


def run(task, texts, folder, *more):
    """Run the command on texts to train on; it writes ``out`` in a folder."""
    rows = [{"id": o.id, "text": o.text, "labels": [*o.labels]} for o in texts]
    (folder / "train.json").write_text(json.dumps(rows))
    command = [sys.executable, "-m", "lasthope.benchmark", task, *more]
    command += ["--train", str(folder / "train.json"), "--output", str(folder / "out")]
    command += ["--embedding", str(ROOT / "data/embedding")]
    return subprocess.run(
        command, cwd=ROOT / "workflow", capture_output=True, text=True, check=False
    )


def test_the_command_holds_texts_out_and_prints_the_measure(tmp_path):
    done = run("semeval2021-task6", corpus(36), tmp_path, "--repeats", "1")
    assert done.returncode == 0, done.stderr
    assert "36 texts held out, 1 times each" in done.stdout
    table = pd.read_csv(tmp_path / "out")
    both = table["n_expected"].sum() + table["n_found"].sum()
    reached = 2 * table["n_right"].sum() / both
    assert f"micro-F1 {reached:.4f}, deviation between repeats 0.0000" in done.stdout
    assert "of 200 texts drawn from these" in done.stdout


def test_holding_out_is_refused_where_it_means_nothing(tmp_path):
    done = run("semeval2021-task6-spans", corpus(9), tmp_path, "--repeats", "2")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "--repeats goes with semeval2021-task6 and without --predict; leave it out."
    )


def test_the_command_writes_answers_and_prints_the_measure(tmp_path):
    rows = [
        {"id": one.id, "text": one.text, "labels": [*one.labels]} for one in corpus(9)
    ]
    (tmp_path / "unseen.json").write_text(json.dumps(rows))
    unseen = ("--predict", str(tmp_path / "unseen.json"))
    done = run("semeval2021-task6", corpus(), tmp_path, *unseen)
    assert done.returncode == 0, done.stderr
    assert "60 texts learned, 9 predicted" in done.stdout
    assert "micro-F1 1.0000" in done.stdout
    assert len(json.loads((tmp_path / "out").read_text())) == 9
