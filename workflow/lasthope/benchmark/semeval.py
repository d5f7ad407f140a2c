"""The files and the measure of SemEval-2021 task 6.

Dimitrov, D. et al. (2021). SemEval-2021 Task 6: Detection of Persuasion Techniques in
Texts and Images. Subtask 1 asks which techniques a text of a meme uses, subtask 2 also
where; its spans help to learn subtask 1.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from lasthope.errors import UserError
from lasthope.validation import read_utf8

TASK = "semeval2021-task6"
SPANS_TASK = f"{TASK}-spans"


class Span(NamedTuple):
    """Where a technique stands: ``text[start:end]``."""

    technique: str
    start: int
    end: int


class Text(NamedTuple):
    """A text with the techniques it uses.

    Attributes:
        id: what the organisers call it.
        text: its words.
        labels: the techniques, in order.
        spans: where they stand; None if that is not known.
    """

    id: str
    text: str
    labels: tuple[str, ...]
    spans: tuple[Span, ...] | None


def read(paths: Sequence[str]) -> list[Text]:
    """Return the texts of files of subtask 1 or 2, a text of both once.

    Raises:
        UserError: if a file is not of the task.
    """
    texts: dict[str, Text] = {}
    for path in paths:
        try:
            found = [_text(record) for record in json.loads(read_utf8(path))]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(
                f"{path}: this is no file of {TASK} ({error}); give the JSON file of "
                "subtask 1 or 2 as it was published."
            ) from error
        for text in found:
            known = texts.get(text.id)
            if known is None:
                texts[text.id] = text
                continue
            labels = tuple(sorted({*known.labels, *text.labels}))
            texts[text.id] = known._replace(
                labels=labels, spans=known.spans if text.spans is None else text.spans
            )
    return [texts[name] for name in sorted(texts)]


def to_json(texts: Sequence[Text], labels: Sequence[Collection[str]]) -> str:
    """Return answers to subtask 1 in the organisers' format."""
    answers = [
        {"id": text.id, "labels": sorted(some)}
        for text, some in zip(texts, labels, strict=True)
    ]
    return json.dumps(answers, indent=4, ensure_ascii=False) + "\n"


def spans_to_json(texts: Sequence[Text], spans: Sequence[Sequence[Span]]) -> str:
    """Return answers to subtask 2 in the organisers' format."""
    answers = [
        {
            "id": text.id,
            "text": text.text,
            "labels": [
                {
                    **{"start": span.start, "end": span.end},
                    "technique": span.technique,
                    "text_fragment": text.text[span.start : span.end],
                }
                for span in some
            ],
        }
        for text, some in zip(texts, spans, strict=True)
    ]
    return json.dumps(answers, indent=4, ensure_ascii=False) + "\n"


def labels_of(texts: Sequence[Text]) -> list[set[str]]:
    """Return the labels of each text."""
    return [set(text.labels) for text in texts]


def micro_f1(
    expected: Sequence[Collection[str]], found: Sequence[Collection[str]]
) -> float:
    """Return the measure of subtask 1.

    >>> micro_f1([{"Doubt", "Smears"}, set()], [{"Doubt"}, {"Slogans"}])
    0.5
    """
    n_right = sum(
        len(set(one) & set(other)) for one, other in zip(expected, found, strict=True)
    )
    n_given = sum(map(len, expected)) + sum(map(len, found))
    return 2 * n_right / n_given if n_given else 0.0


def _text(record: dict[str, Any]) -> Text:
    given, text = record.get("labels", []), record["text"]
    if not isinstance(given, list) or not isinstance(text, str):
        raise TypeError("labels are no list, or the text is no text")
    if given and isinstance(given[0], dict):
        spans = tuple(
            Span(label["technique"], int(label["start"]), int(label["end"]))
            for label in given
        )
        labels = tuple(sorted({span.technique for span in spans}))
        return Text(str(record["id"]), text, labels, spans)
    labels = tuple(sorted(map(str, given)))
    return Text(str(record["id"]), text, labels, None)
