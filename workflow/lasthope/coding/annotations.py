"""Coding sheets for annotation tools: Label Studio (JSON) and doccano (JSON lines)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

import pandas as pd

from lasthope.coding.sheets import DONE, FIXED, NOTE, YES
from lasthope.coding.spreadsheets import Row
from lasthope.errors import UserError
from lasthope.validation import read_utf8

# The label of a unit in which nothing was found, which doccano could not tell from one
# that nobody has looked at.
NOTHING = "none"
FIELD = "category"
# Which categories a sheet asked for; another one was not coded.
ASKED = "categories"


def to_label_studio(sheet: pd.DataFrame, marks: Sequence[str]) -> bytes:
    """Return a sheet as tasks of Label Studio, with annotations where it is filled in.

    Args:
        sheet: what is filled in, all text.
        marks: the columns of categories.
    """
    tasks = []
    for row in sheet.to_dict("records"):
        data = {name: row[name] for name in row if name not in (*marks, DONE, NOTE)}
        data[ASKED] = list(marks)
        result: list[dict[str, Any]] = [
            _result(FIELD, "choices", {"choices": _present(row, marks)}),
            *([_result(NOTE, "textarea", {"text": [row[NOTE]]})] if row[NOTE] else []),
        ]
        annotations = [{"result": result}] if row[DONE] else []
        tasks.append({"data": data, "annotations": annotations})
    return _json(tasks, indent=1)


def label_studio_interface(marks: Sequence[str]) -> bytes:
    """Return the labelling interface that the tasks are for."""
    choices = "".join(f"    <Choice value={quoteattr(name)}/>\n" for name in marks)
    return (
        "<View>\n"
        '  <Text name="before" value="$before"/>\n'
        '  <Text name="text" value="$text"/>\n'
        f'  <Choices name="{FIELD}" toName="text" choice="multiple">\n'
        f"{choices}"
        "  </Choices>\n"
        f'  <TextArea name="{NOTE}" toName="text" rows="1" maxSubmissions="1"/>\n'
        "</View>\n"
    ).encode()


def to_doccano(sheet: pd.DataFrame, marks: Sequence[str]) -> bytes:
    """Return a sheet as JSON lines of doccano, with labels where it is filled in.

    ``none`` labels a unit that was looked at and holds no category.
    """
    lines = []
    for row in sheet.to_dict("records"):
        line = {name: row[name] for name in row if name not in (*marks, DONE)}
        line[ASKED] = list(marks)
        labels = _present(row, marks) or [NOTHING]
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
            for result in given[0]["result"] if given else []:
                value = result["value"]
                if result["from_name"] == FIELD:
                    where = f"{path}, task {number}"
                    cells |= _checked(where, value["choices"])
                elif result["from_name"] == NOTE:
                    cells[NOTE] = " ".join(value["text"])
        except (KeyError, TypeError, AttributeError) as error:
            raise UserError(
                f"{path}, task {number}: this is no task of Label Studio ({error!s} "
                "is missing or odd); export it as JSON again."
            ) from error
        yield Row(number, cells | {DONE: YES if given else ""})


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
        if not isinstance(labels, list) or not all(
            isinstance(label, str) for label in labels
        ):
            raise UserError(
                f"{path}, line {number}: there is no list of labels called 'label'; "
                "export the project for text classification as JSONL again."
            )
        if NOTHING in labels and len(labels) > 1:
            raise UserError(
                f"{path}, line {number}: {NOTHING!r} stands beside other labels; "
                "remove one or the other."
            )
        cells = {
            name: str(record[name]) for name in ("item", "text", NOTE) if name in record
        }
        found = [label for label in labels if label != NOTHING]
        where = f"{path}, line {number}"
        marks = _asked(where, record) | _checked(where, found)
        yield Row(number, cells | marks | {DONE: YES if labels else ""})


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
