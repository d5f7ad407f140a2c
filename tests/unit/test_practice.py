"""The practice corpus: what is planted is there, nothing else, and always the same."""

import csv
import io
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from statistics import fmean, pvariance

import pandas as pd
import pytest
import yaml

from lasthope.classifier_files import rules_of
from lasthope.people import mask
from lasthope.practice import (
    CONCENTRATION,
    SEED,
    SHARES,
    SIDES,
    Chance,
    Urn,
    corpus,
    files,
    written,
)
from lasthope.practice.sentences import CATEGORIES, FIELDS, SENTENCES, WORDS
from lasthope.tags import tags
from lasthope.units import units

ROOT = Path(__file__).resolve().parents[2]
CONFIG = yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))
CODEBOOK = yaml.safe_load((ROOT / "config/codebook.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shipped():
    return files(SEED)


def found_in(texts):
    """What the pipeline finds in each sentence of each text."""
    documents = pd.DataFrame(
        {
            "doc_id": [f"d{number:05}" for number in range(len(texts))],
            "text": texts,
            "quoted_from": pd.NA,
            "quoted_author": None,
        }
    )
    cut = units(documents, **CONFIG["units"])
    table = tags(cut, CODEBOOK, **rules_of(CONFIG))
    assert set(cut["voice"]) == {"own"}
    assert not table["is_negated"].any()
    categories = {
        unit_id: set(own["category"]) for unit_id, own in table.groupby("unit_id")
    }
    held = [categories.get(unit_id, set()) for unit_id in cut["unit_id"]]
    by_document = pd.Series(held).groupby(cut["doc_id"]).agg(list)
    return list(by_document)


def forms(sentence):
    """A sentence in so many forms that each slot has held each of its words."""
    slots = re.findall(r"\{(\w+)\}", sentence)
    for number in range(max(len(WORDS[slot]) for slot in slots)):
        words = iter([WORDS[slot][number % len(WORDS[slot])] for slot in slots])
        text = re.sub(r"\{\w+\}", lambda _, words=words: next(words), sentence)
        yield text[0].upper() + text[1:]


def test_every_sentence_holds_what_it_should_and_nothing_else():
    texts, expected = [], []
    for name, sentences in SENTENCES.items():
        for sentence in sentences:
            for text in forms(sentence):
                texts.append(text)
                expected.append([{name} if name in CATEGORIES else set()])
    wrong = [
        (text, found)
        for text, found, held in zip(texts, found_in(texts), expected, strict=True)
        if found != held
    ]
    assert wrong == []


def test_there_are_enough_sentences_and_all_differ():
    assert min(len(sentences) for sentences in SENTENCES.values()) >= 8
    assert len(FIELDS) == 5
    assert sum(len(SENTENCES[field]) for field in FIELDS) >= 40
    every = [sentence for sentences in SENTENCES.values() for sentence in sentences]
    assert len(every) == len(set(every))


def test_shares_are_of_the_codebook_and_add_up_to_all_sentences():
    facets = {category["id"]: category["facet"] for category in CODEBOOK["categories"]}
    assert {name: row[0] for name, row in SHARES.items()} == {
        **{name: facets[name] for name in CATEGORIES},
        **dict.fromkeys(FIELDS, "topic"),
    }
    assert sum(row[1] for row in SHARES.values()) == 100
    assert sum(row[2] for row in SHARES.values()) == 100
    differences = sorted(
        abs(a - b) for facet, a, b in SHARES.values() if facet[0] == "f"
    )
    assert differences == [0, 0, 6, 6, 14, 14]


def test_the_files_that_ship_are_what_is_written(shipped):
    folder = ROOT / "data/practice"
    assert {path.name for path in folder.iterdir()} == set(shipped)
    for name, text in shipped.items():
        assert (folder / name).read_bytes() == text.encode("utf-8"), name


def test_another_seed_makes_another_corpus(shipped):
    other = files(SEED + 1)
    assert other["platform.csv"] != shipped["platform.csv"]
    assert files(SEED + 1) == other


def test_the_pipeline_finds_in_posts_what_was_drawn():
    # Every sixth, since all sentences have been looked at one by one.
    posts = [post for own in corpus(SEED).values() for post in own][::6]
    expected = [[{name} & set(CATEGORIES) for name in post.holds] for post in posts]
    assert found_in([post.text for post in posts]) == expected


def test_what_was_drawn_is_counted(shipped):
    truth = list(csv.DictReader(io.StringIO(shipped["truth.csv"])))
    for side, posts in corpus(SEED).items():
        drawn = Counter(name for post in posts for name in post.holds)
        assert {row["name"]: int(row[f"drawn_{side}"]) for row in truth} == drawn
        told = csv.DictReader(io.StringIO(shipped[f"{side}.csv"]))
        assert [row["text"] for row in told] == [post.text for post in posts]


def test_the_truth_is_told_in_decimals(shipped):
    for row in csv.DictReader(io.StringIO(shipped["truth.csv"])):
        _, a, b = SHARES[row["name"]]
        assert Fraction(row["platform"]) == Fraction(a, 100)
        assert Fraction(row["provider"]) == Fraction(b, 100)
        assert Fraction(row["difference"]) == Fraction(a - b, 100)


def test_posts_are_marked_dated_and_by_few_prolific_authors(shipped):
    handles = set()
    for side in SIDES:
        posts = list(csv.DictReader(io.StringIO(shipped[f"{side}.csv"])))
        assert [post["id"] for post in posts] == [
            f"synthetic-{side}-{number:04}" for number in range(1, 759)
        ]
        assert {post["side"] for post in posts} == {side}
        times = [post["created_at"] for post in posts]
        assert times == sorted(times)
        assert times[0] >= "2021-01-01T00:00:00Z"
        assert times[-1] < "2021-02-01T00:00:00Z"
        by_author = Counter(post["author"] for post in posts)
        # 300 / 3, 300 / 4, ... 300 / 32, rounded down.
        most = [n for _, n in by_author.most_common()]
        assert most[:6] == [100, 75, 60, 50, 42, 37]
        assert most[-3:] == [10, 9, 9]
        assert len(most) == 30
        assert all(re.fullmatch("invented_[a-z]+_[a-z]+", name) for name in by_author)
        handles |= set(by_author)
        texts = [post["text"] for post in posts]
        assert len(set(texts)) == len(texts)
        assert all(mask(text) == text for text in texts)
    assert len(handles) == 60


def test_sentences_in_a_row_never_open_alike():
    # One kind of sentence alone, so that openings must often meet.
    for name in SENTENCES:
        sentences = written([name] * 200, Chance(1)).split(". ")
        openings = [sentence.lower().split()[:2] for sentence in sentences]
        assert all(a != b for a, b in zip(openings, openings[1:], strict=False))


def test_authors_differ_as_a_beta_distribution_says():
    n, chance, name = 50, Chance(7), "free_expression"
    shares = []
    for _ in range(3000):
        urn = Urn("platform")
        shares.append(sum(urn.draw(chance) == name for _ in range(n)) / n)
    p, c = 0.18, CONCENTRATION
    # Beta-binomial: mean p, variance p (1 - p) (c + n) / (n (c + 1)).
    variance = p * (1 - p) * (c + n) / (n * (c + 1))
    assert fmean(shares) == pytest.approx(p, abs=4 * (variance / 3000) ** 0.5)
    assert pvariance(shares) == pytest.approx(variance, rel=0.1)


def test_chance_is_even():
    counts = Counter(map(Chance(3).below, [6] * 6000))
    assert sorted(counts) == [*range(6)]
    assert all(abs(n - 1000) < 120 for n in counts.values())


def test_posts_tell_what_their_sentences_hold():
    posts = corpus(5)["provider"]
    assert {len(post.holds) for post in posts} == {2, 3, 4}
    assert all(post.text.count(".") == len(post.holds) for post in posts)
