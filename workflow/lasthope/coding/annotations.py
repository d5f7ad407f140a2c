"""Coding sheets for annotation tools: Label Studio (JSON) and doccano (JSON lines).

Coders may mark where a category stands: in Label Studio beside its choices, in doccano
in a project for sequence labelling.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

import pandas as pd

from lasthope.coding.sheets import DONE, FIXED, NOTE, YES
from lasthope.coding.spans import Span, span_of
from lasthope.coding.spreadsheets import Row
from lasthope.errors import UserError
from lasthope.validation import read_utf8

# The label of a unit in which nothing was found, which doccano could not tell from one
# that nobody has looked at.
NOTHING = "none"
FIELD = "category"
# What marks spans in the text.
MARKER = "span"
# Which categories a sheet asked for; another one was not coded.
ASKED = "categories"
# By item what one coder marked in the text, in order.
Spans = Mapping[str, Sequence[Span]]


def to_label_studio(sheet: pd.DataFrame, marks: Sequence[str], spans: Spans) -> bytes:
    """Return a sheet as tasks of Label Studio, with annotations where it is filled in.

    Args:
        sheet: what is filled in, all text.
        marks: the columns of categories.
        spans: what the coder marked.
    """
    tasks = []
    for row in sheet.to_dict("records"):
        data = {name: row[name] for name in row if name not in (*marks, DONE, NOTE)}
        data[ASKED] = list(marks)
        result: list[dict[str, Any]] = [
            _result(FIELD, "choices", {"choices": _present(row, marks)}),
            *(_region(row["text"], span) for span in spans.get(row["item"], ())),
            *([_result(NOTE, "textarea", {"text": [row[NOTE]]})] if row[NOTE] else []),
        ]
        annotations = [{"result": result}] if row[DONE] else []
        tasks.append({"data": data, "annotations": annotations})
    return _json(tasks, indent=1)


def label_studio_interface(marks: Sequence[str]) -> bytes:
    """Return the labelling interface that the tasks are for."""
    choices = "".join(f"    <Choice value={quoteattr(name)}/>\n" for name in marks)
    labels = "".join(f"    <Label value={quoteattr(name)}/>\n" for name in marks)
    return (
        "<View>\n"
        '  <Text name="before" value="$before"/>\n'
        '  <Text name="text" value="$text"/>\n'
        f'  <Choices name="{FIELD}" toName="text" choice="multiple">\n'
        f"{choices}"
        "  </Choices>\n"
        f'  <Labels name="{MARKER}" toName="text">\n'
        f"{labels}"
        "  </Labels>\n"
        f'  <TextArea name="{NOTE}" toName="text" rows="1" maxSubmissions="1"/>\n'
        "</View>\n"
    ).encode()


def to_doccano(sheet: pd.DataFrame, marks: Sequence[str], spans: Spans) -> bytes:
    """Return a sheet as JSON lines of doccano, with labels where it is filled in.

    ``none`` labels a unit that was looked at and holds no category. What a coder marked
    goes out as spans, as a project for sequence labelling has them.

    Args:
        sheet: what is filled in, all text.
        marks: the columns of categories.
        spans: what the coder marked.
    """
    lines = []
    for row in sheet.to_dict("records"):
        line = {name: row[name] for name in row if name not in (*marks, DONE)}
        line[ASKED] = list(marks)
        marked = spans.get(row["item"], ())
        places = [[span.start, span.end, span.category] for span in marked]
        named = {span.category for span in marked}
        present = [name for name in _present(row, marks) if name not in named]
        labels = [*places, *present] or [
            [0, len(row["text"]), NOTHING] if spans else NOTHING
        ]
        lines.append(_json(line | {"label": labels if row[DONE] else []}, indent=None))
    return b"".join(lines)


def rows_of_label_studio(path: str) -> Iterator[Row]:
    """Yield a sheet's rows from tasks of Label Studio; a row's line counts tasks.

    Raises:
        UserError: if the file holds no tasks, or a task two annotations.
    """
    tasks = _parsed(path, read_utf8(path), 1)
    if not isinstance(tasks, list):
        raise UserError(f"{path}: this is no list of tasks; export it as JSON again.")
    for number, task in enumerate(tasks, start=1):
        try:
            data, annotations = task["data"], task["annotations"]
            given = [one for one in annotations if not one.get("was_cancelled")]
            if len(given) > 1:
                raise UserError(
                    f"{path}, task {number}: {data.get('item', '?')} is annotated "
                    f"{len(given)} times; export each coder's annotations apart."
                )
            cells = {name: str(data[name]) for name in ("item", "text") if name in data}
            cells |= _asked(f"{path}, task {number}", data)
            spans: list[Span] = []
            where = f"{path}, task {number}"
            for result in given[0]["result"] if given else []:
                value = result["value"]
                if result["from_name"] == FIELD:
                    cells |= _checked(where, value["choices"])
                elif result["from_name"] == MARKER:
                    cells |= _checked(where, value["labels"])
                    spans += [
                        span_of(where, label, value["start"], value["end"])._replace(
                            matched=value.get("text")
                        )
                        for label in value["labels"]
                    ]
                elif result["from_name"] == NOTE:
                    cells[NOTE] = " ".join(value["text"])
        except (KeyError, TypeError, AttributeError) as error:
            raise UserError(
                f"{path}, task {number}: this is no task of Label Studio ({error!s} "
                "is missing or odd); export it as JSON again."
            ) from error
        yield Row(number, cells | {DONE: YES if given else ""}, tuple(spans))


def rows_of_doccano(path: str) -> Iterator[Row]:
    """Yield a sheet's rows from JSON lines of doccano.

    Raises:
        UserError: if a line is not JSON or has no labels.
    """
    for number, line in enumerate(read_utf8(path).split("\n"), start=1):
        if not line.strip():
            continue
        record = _parsed(path, line, number)
        labels = record.get("label") if isinstance(record, dict) else None
        where = f"{path}, line {number}"
        if not isinstance(labels, list):
            raise UserError(
                f"{where}: there is no list of labels called 'label'; export the "
                "project for text classification or for sequence labelling as JSONL "
                "again."
            )
        spans = [
            _with_words(span_of(where, label[2], label[0], label[1]), record)
            for label in labels
            if isinstance(label, list) and len(label) == 3
        ]
        names = [label for label in labels if isinstance(label, str)]
        if len(spans) + len(names) < len(labels):
            raise UserError(
                f"{where}: a label is neither a name nor begin, end and name of a "
                "span; export the project as JSONL again."
            )
        names += [span.category for span in spans]
        if NOTHING in names and set(names) != {NOTHING}:
            raise UserError(
                f"{where}: {NOTHING!r} stands beside other labels; remove one or the "
                "other."
            )
        cells = {
            name: str(record[name]) for name in ("item", "text", NOTE) if name in record
        }
        found = [name for name in names if name != NOTHING]
        marks = _asked(where, record) | _checked(where, found)
        marked = tuple(span for span in spans if span.category != NOTHING)
        yield Row(number, cells | marks | {DONE: YES if labels else ""}, marked)


def _with_words(span: Span, record: Mapping[str, Any]) -> Span:
    """Return a span with the words that it holds in the text that was marked.

    That text may differ from the sample's in white space or quotes, so that the same
    place holds other words there. No words are known where the record has no text;
    beyond its text there are none.
    """
    text = record.get("text")
    if not isinstance(text, str):
        return span
    is_inside = 0 <= span.start < span.end <= len(text)
    return span._replace(matched=text[span.start : span.end] if is_inside else "")


def _asked(where: str, data: dict[str, Any]) -> dict[str, str]:
    """Return an empty cell for each category that the sheet asked for.

    Raises:
        UserError: if it does not say.
    """
    names = data.get(ASKED)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UserError(
            f"{where}: the list {ASKED!r} of the sheet that went out is missing; "
            "give the fields of the sheet back with the labels."
        )
    return dict.fromkeys(names, "")


def _checked(where: str, labels: Sequence[str]) -> dict[str, str]:
    """Return a mark for each label.

    Raises:
        UserError: if one is the name of another column.
    """
    for label in labels:
        if label in FIXED:
            raise UserError(f"{where}: {label!r} is no category; take the label away.")
    return dict.fromkeys(labels, YES)


def _present(row: dict[Any, Any], marks: Sequence[str]) -> list[str]:
    return [name for name in marks if row[name] == YES]


def _region(text: str, span: Span) -> dict[str, Any]:
    """Return a span as Label Studio tells it, in characters."""
    start, end = span.start, span.end
    words = text[start:end]
    value = {"start": start, "end": end, "text": words, "labels": [span.category]}
    return _result(MARKER, "labels", value)


def _result(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": kind, "value": value}


def _json(value: object, *, indent: int | None) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode()


def _parsed(path: str, text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UserError(f"{path}, line {line}: this is nested too deep.") from error
    except json.JSONDecodeError as error:
        raise UserError(
            f"{path}, line {line + error.lineno - 1}: this is not JSON ({error.msg}); "
            "export it again."
        ) from error
    except ValueError as error:
        raise UserError(
            f"{path}, line {line}: a number has more digits than can be read; export "
            "it again."
        ) from error
