"""Sheets that ask people whether topics make sense, and scores against chance.

Chang, Boyd-Graber, Gerrish, Wang and Blei, "Reading tea leaves: how humans interpret
topic models", NIPS 2009: people find the word that was smuggled in among those of a
topic if the topic means something. Here a unit has one topic, not a mixture, so what is
smuggled in among the texts of a topic is a text of another one.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from lasthope.errors import UserError

# Chang et al. show five words and an intruder.
N_WORDS, N_TEXTS = 5, 4
YES, NO = 1, 2
SEPARATOR = ", "


class Task(NamedTuple):
    """A sheet to fill in, and the answers to keep from those who do.

    Attributes:
        sheet: ``item``, what is shown, and an empty ``answer``.
        answers: ``item``, ``correct`` (number of the option) and ``n_options``.
    """

    sheet: pd.DataFrame
    answers: pd.DataFrame


def word_intrusion(topics: pd.DataFrame, seed: int) -> Task:
    """Return for each topic its first words and one of another topic's first words.

    Args:
        topics: topic and words; those with fewer than five words are left out.
        seed: of the intruders and of all orders.
    """
    first = {
        row["topic"]: row["words"].split(SEPARATOR)[:N_WORDS]
        for row in topics.to_dict("records")
    }
    every = dict(
        zip(topics["topic"], topics["words"].str.split(SEPARATOR), strict=True)
    )
    full = {topic: words for topic, words in first.items() if len(words) == N_WORDS}

    def strangers(topic: int) -> list[str]:
        others = (words for other, words in full.items() if other != topic)
        return sorted({word for words in others for word in words} - {*every[topic]})

    return smuggled(full, strangers, np.random.default_rng([seed, 0]))


def text_intrusion(representatives: pd.DataFrame, seed: int) -> Task:
    """Return for each topic its most typical texts and one that is of another topic.

    Args:
        representatives: topic, place and text; private texts, which are null, are left
            out, and then topics with fewer than four texts.
        seed: of the intruders and of all orders.
    """
    shown = representatives.dropna(subset="text").sort_values(["topic", "place"])
    texts: dict[int, list[str]] = {}
    for topic, text in zip(shown["topic"].tolist(), shown["text"], strict=True):
        texts.setdefault(topic, []).append(text)
    full = {
        topic: some[:N_TEXTS] for topic, some in texts.items() if len(some) >= N_TEXTS
    }

    def strangers(topic: int) -> list[str]:
        others = (some for other, some in texts.items() if other != topic)
        return sorted({text for some in others for text in some} - {*texts[topic]})

    return smuggled(full, strangers, np.random.default_rng([seed, 1]))


def label_fit(topics: pd.DataFrame, representatives: pd.DataFrame, seed: int) -> Task:
    """Ask of each typical text whether a label fits (1) or not (2); half of them do.

    Args:
        topics: topic and words, at least two of them.
        representatives: topic and text; private texts, which are null, are left out.
        seed: of the order, and of which text gets another topic's label.
    """
    rng = np.random.default_rng([seed, 2])
    words = dict(zip(topics["topic"], topics["words"], strict=True))
    shown = representatives.dropna(subset="text").sort_values(["topic", "place"])
    if len(words) < 2:
        shown = shown.iloc[:0]
    texts = shown.iloc[rng.permutation(len(shown))]
    is_own = rng.permutation(len(texts)) % 2 == 0
    rows = []
    for fits, topic, text in zip(is_own, texts["topic"], texts["text"], strict=True):
        others = sorted(words.keys() - {topic})
        label = topic if fits else others[rng.integers(len(others))]
        rows.append([text, words[label], YES if fits else NO, 2])
    return task(rows, ["text", "words (1 they fit, 2 they do not)"])


def smuggled(
    full: dict[int, list[str]],
    strangers: Callable[[int], list[str]],
    rng: np.random.Generator,
) -> Task:
    """Return a row for each topic: what is its own and a stranger, in random order."""
    rows = []
    for topic, own in full.items():
        foreign = strangers(topic)
        if not foreign:
            continue
        options = [*own, foreign[rng.integers(len(foreign))]]
        order = rng.permutation(len(options)).tolist()
        correct = order.index(len(options) - 1) + 1
        rows.append([*(options[place] for place in order), correct, len(options)])
    mixed = [rows[place] for place in rng.permutation(len(rows))]
    n_options = len(mixed[0]) - 2 if mixed else 0
    return task(mixed, [str(number + 1) for number in range(n_options)])


def task(rows: Sequence[Sequence[Any]], shown: Sequence[str]) -> Task:
    """Return sheet and answers of rows that end with the answer and its options."""
    known = ["correct", "n_options"]
    table = pd.DataFrame(list(rows), columns=[*shown, *known])
    table.insert(0, "item", range(1, len(table) + 1))
    return Task(table[["item", *shown]].assign(answer=""), table[["item", *known]])


class Score(NamedTuple):
    """How many answers were right, and how likely that is by guessing."""

    n_answered: int
    n_correct: int
    chance: float
    p: float


def score(sheet: pd.DataFrame, answers: pd.DataFrame) -> Score:
    """Return how a filled-in sheet does against guessing.

    Args:
        sheet: item and answer, empty where none was given.
        answers: item, correct and n_options.

    Returns:
        ``p`` is the exact binomial probability of at least as many right answers.

    Raises:
        UserError: if an item is not known, an answer is no option, or there is none.
    """
    both = sheet[["item", "answer"]].merge(answers, on="item", how="left")
    given = both[both["answer"].notna() & both["answer"].astype(str).str.strip().ne("")]
    for item, answer, correct, n_options in given.itertuples(index=False):
        if pd.isna(correct):
            raise UserError(f"item {item} of the sheet is not among the answers.")
        text = str(answer).strip()
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= n_options:
            raise UserError(
                f"item {item} is answered {text!r}; it must be a number from 1 to "
                f"{int(n_options)}."
            )
    if given.empty:
        raise UserError("the sheet has no answers yet; fill in its column answer.")
    told = given["answer"].astype(str).str.strip().astype(int)
    n_correct = int(told.eq(given["correct"]).sum())
    n_options = int(given["n_options"].iloc[0])
    p = at_least(n_correct, len(given), Fraction(1, n_options))
    return Score(len(given), n_correct, 1 / n_options, p)


def at_least(n_correct: int, n: int, chance: Fraction) -> float:
    """Return the probability of so many successes or more, summed exactly.

    >>> at_least(2, 2, Fraction(1, 2)), at_least(0, 9, Fraction(1, 6))
    (0.25, 1.0)
    """
    terms = (
        comb(n, k) * chance**k * (1 - chance) ** (n - k)
        for k in range(n_correct, n + 1)
    )
    return float(sum(terms, Fraction(0)))
