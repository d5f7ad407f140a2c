"""Tests of the other tasks of lasthope.benchmark: spans, and hate speech."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.benchmark.hate import read
from lasthope.benchmark.semeval import Span, Text, spans_to_json
from lasthope.benchmark.semeval import read as read_spans
from lasthope.benchmark.spans import Spans, f1
from lasthope.embed import load_embedding
from lasthope.errors import UserError
from taught import PLACES

ROOT = Path(__file__).parents[2]
EMBEDDING = str(ROOT / "data/embedding")
NAMES = ("Doubt", "Smears")
TEXT_LENGTH = 12
SPAN = st.builds(
    lambda name, ends: Span(name, min(ends), max(ends) + 1),
    st.sampled_from(NAMES),
    st.tuples(st.integers(0, TEXT_LENGTH), st.integers(0, TEXT_LENGTH)),
)
TEXTS = st.lists(
    st.tuples(st.lists(SPAN, max_size=3), st.lists(SPAN, max_size=3)), max_size=4
)


def corpus(n=60):
    """Return texts in which disgust is loaded, and trust is doubted."""
    made = []
    for number in range(n):
        town = PLACES[number % len(PLACES)]
        if number % 3 == 0:
            words = f"In {town} there are disgusting crooks, number {number}"
            start = words.index("disgusting")
            span = Span("Loaded Language", start, start + len("disgusting crooks"))
        elif number % 3 == 1:
            words = f"Report {number} of {town}: can we really trust it?"
            start = words.index("can we")
            span = Span("Doubt", start, start + len("can we really trust"))
        else:
            made.append(Text(f"{number}", f"{town} opens at {number}.", (), None))
            continue
        made.append(Text(f"{number}", words, (span.technique,), (span,)))
    return made


def counted(texts):
    """Return F1 of pairs of expected and given spans, character by character."""
    precise = recalled = n_given = n_expected = 0.0
    for expected, given_ in texts:
        n_given, n_expected = n_given + len(given_), n_expected + len(expected)
        for one in expected:
            for other in given_:
                if one.technique != other.technique:
                    continue
                common = len({*range(*one[1:])} & {*range(*other[1:])})
                precise += common / len(range(*other[1:]))
                recalled += common / len(range(*one[1:]))
    p = precise / n_given if n_given else 0
    r = recalled / n_expected if n_expected else 0
    return 2 * p * r / (p + r) if p + r else 0


@given(TEXTS)
def test_f1_is_counted_character_by_character(texts):
    found = f1([one for one, _ in texts], [other for _, other in texts])
    assert found == pytest.approx(counted(texts))


def test_spans_are_learned_where_they_stand():
    model = Spans(load_embedding(EMBEDDING)).fit(corpus())
    unseen = [
        "What disgusting crooks there are!",
        "So can we really trust the mayor of Corby?",
        "The library opens at nine.",
        "",
    ]
    found = model.predict(unseen)
    assert {span.technique for span in found[0]} == {"Loaded Language"}
    assert {span.technique for span in found[1]} == {"Doubt"}
    assert found[2:] == [[], []]
    said = unseen[0][found[0][0].start : found[0][0].end]
    assert "disgusting" in said and "there are" not in said
    assert 0.7 < model.reached <= 1
    assert model.predict([]) == []


def test_without_spans_nothing_can_be_learned_of_them():
    texts = [Text(t.id, t.text, t.labels, None) for t in corpus(90) if t.labels]
    plain = [Text(f"p{t.id}", t.text, (), None) for t in corpus(90) if not t.labels]
    with pytest.raises(UserError, match="no text has spans to learn from"):
        Spans(load_embedding(EMBEDDING)).fit(texts + plain)


def test_spans_are_written_in_the_official_format():
    text = Text("7", "They are crooks.", (), None)
    answers = json.loads(spans_to_json([text], [[Span("Smears", 9, 15)]]))
    assert answers == [
        {
            "id": "7",
            "text": "They are crooks.",
            "labels": [
                {
                    **{"start": 9, "end": 15},
                    **{"technique": "Smears", "text_fragment": "crooks"},
                }
            ],
        }
    ]


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "lasthope.benchmark", *map(str, arguments)],
        cwd=ROOT / "workflow",
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_finds_spans_and_prints_the_measure(tmp_path):
    rows = [
        {
            **{"id": one.id, "text": one.text},
            "labels": [span._asdict() for span in one.spans or ()],
        }
        for one in corpus()
    ]
    (tmp_path / "train.json").write_text(json.dumps(rows))
    files = ("--train", tmp_path / "train.json", "--predict", tmp_path / "train.json")
    kept = ("--output", tmp_path / "out.json", "--embedding", EMBEDDING)
    done = command("semeval2021-task6-spans", *files, *kept)
    assert done.returncode == 0, done.stderr
    assert "60 texts learned, 60 predicted" in done.stdout
    answers = read_spans([str(tmp_path / "out.json")])
    expected = {one.id: one.spans or () for one in corpus()}
    again = counted([(expected[one.id], one.spans or ()) for one in answers])
    assert len(answers) == 60
    assert float(done.stdout.split()[-1]) == pytest.approx(again, abs=1e-4)
    assert again > 0.7


def hateful(folder, n=240):
    ways = {
        True: ("those vermin of {}", "get rid of the vermin in {}"),
        False: ("the harbour of {}", "buses leave {} at noon"),
    }
    rows = [
        {
            "id": f"{number:032x}",
            "text": f"{ways[is_hate][number % 2].format(PLACES[number % 7])} {number}",
            "label_mean": 3.0 + number % 3 if is_hate else 1.5,
            "disputable_post": False,
        }
        for number in range(n)
        for is_hate in [number % 5 < 2]
    ]
    path = folder / "rated.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_posts_are_read_mended_and_hateful_from_three_on(tmp_path):
    path = tmp_path / "rated.csv"
    path.write_text(
        "id,text,label_mean,disputable_post\na,donâ\x80\x99t,3.0,True\nb,x,2.9,False\n"
        "a,donâ\x80\x99t,3.0,True\n",
        encoding="utf-8",
    )
    assert read(str(path)) == [("a", "don’t", True), ("b", "x", False)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "No columns to parse"),
        ("id,text\na,b\n", "the column 'label_mean' is missing"),
        ("id,text,label_mean\na,b,many\n", "record 1 has no rating"),
    ],
)
def test_another_file_of_posts_is_told(tmp_path, content, told):
    (tmp_path / "x.csv").write_text(content)
    with pytest.raises(UserError, match=f"no file of parler-hate-speech.*{told}"):
        read(str(tmp_path / "x.csv"))


def test_the_command_finds_hate_speech_in_held_out_posts(tmp_path):
    made = ("--output", tmp_path / "out.csv", "--embedding", EMBEDDING)
    done = command("parler-hate-speech", "--train", hateful(tmp_path), *made)
    assert done.returncode == 0, done.stderr
    assert "240 posts, 96 of them hate speech" in done.stdout
    assert float(done.stdout.split("AUC ")[1].split(",")[0]) > 0.95
    assert len(pd.read_csv(tmp_path / "out.csv")) == 240


def test_a_missing_file_to_predict_is_told(tmp_path):
    done = command(
        *("semeval2021-task6", "--train", "x", "--output", "y"),
        *("--embedding", EMBEDDING),
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "semeval2021-task6: name a file to predict with --predict."
    )
