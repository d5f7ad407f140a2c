"""Tests of what Label Studio and doccano give back, with spans and without."""

import json

import pytest

from coded import CATEGORIES, ITEMS, TEXTS
from lasthope.errors import UserError
from test_coding_reading import ASKED, BY_ITEM, ONE, found, read


def task(*annotations, item=ONE):
    return {"data": ASKED | {"item": item}, "annotations": list(annotations)}


def choices(*names, **more):
    value = {"choices": list(names)}
    result = [{"from_name": "category", "type": "choices", "value": value}]
    return {"result": result, **more}


@pytest.mark.parametrize(
    ("tasks", "told"),
    [
        ([task(choices("elite"), choices("safety"))], "task 1: .* annotated 2 times"),
        ([task(choices("elit"))], "task 1: the category 'elit' is not"),
        ([task(choices()), task(choices())], "task 2: .* coded already .* task 1"),
        ([task(choices(), item="u-0")], "task 1: the unit 'u-0'"),
        ([{"data": {}}], "task 1: this is no task of Label Studio"),
        ({"tasks": []}, "no list of tasks"),
        ([task()], "no unit is coded"),
    ],
)
def test_a_mistake_in_label_studio_is_told_with_its_task(tmp_path, tasks, told):
    with pytest.raises(UserError, match=told):
        read(tmp_path, json.dumps(tasks), name="coder-a.json")


def test_a_cancelled_annotation_does_not_count(tmp_path):
    tasks = [task(choices("safety", was_cancelled=True), choices("elite"))]
    codings = read(tmp_path, json.dumps(tasks), name="coder-a.json")
    assert found(codings) == {(ONE, "elite")}
    assert len(codings.judged) == len(CATEGORIES)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (ASKED, "line 1: there is no list of labels"),
        (ASKED | {"label": [[0, 3]]}, "line 1: a label is neither a name nor"),
        (ASKED | {"label": [[0, "3", "elite"]]}, "line 1: a span needs a category"),
        (ASKED | {"label": [[0, 3, "elites"]]}, "the category 'elites' is not"),
        (ASKED | {"label": [[0, 3, "none"], "elite"]}, "stands beside other labels"),
        (ASKED | {"label": [[3, 3, "elite"]]}, "from 3 to 3 does not lie in the text"),
        (ASKED | {"label": [[30, 32, "elite"]]}, "the text, which has 29 characters"),
        (
            ASKED | {"label": [[4, 9, "elite"], [0, 6, "elite"]]},
            "line 1: 'elite' is marked twice from 4 to 6; make one",
        ),
        (ASKED | {"label": ["none", "elite"]}, "stands beside other labels"),
        (ASKED | {"label": ["elites"]}, "the category 'elites' is not"),
        (ASKED | {"label": ["side"]}, "line 1: 'side' is no category"),
        (ASKED | {"label": []}, "no unit is coded"),
        ({"item": ONE, "label": ["elite"]}, "line 1: the list 'categories'"),
    ],
)
def test_a_mistake_in_doccano_is_told_with_its_line(tmp_path, line, told):
    with pytest.raises(UserError, match=told):
        read(tmp_path, json.dumps(line), name="coder-a.jsonl")


def region(start, end, words, *names):
    value = {"start": start, "end": end, "text": words, "labels": list(names)}
    return {"from_name": "span", "type": "labels", "value": value}


def marked(folder, *regions, unit_id="p:1"):
    told = task({"result": list(regions)}, item=ITEMS[unit_id])
    codings = read(folder, json.dumps([told]), name="coder-a.json")
    return codings.spans[["category", "start", "end"]].to_numpy().tolist(), codings


def test_what_is_marked_in_the_text_was_found_there(tmp_path):
    spans, codings = marked(tmp_path, region(4, 9, "elite", "elite", "hedging"))
    assert spans == [["elite", 4, 9], ["hedging", 4, 9]]
    assert found(codings) == {(ONE, "elite"), (ONE, "hedging")}


def test_a_browser_counts_an_emoji_as_two(tmp_path, monkeypatch):
    text = "🔥🔥 the elite"
    monkeypatch.setitem(BY_ITEM, ONE, text)
    assert text.encode("utf-16-le")[2 * 9 : 2 * 14].decode("utf-16-le") == "elite"
    for start in (7, 9):
        place = region(start, start + 5, "elite", "elite")
        assert marked(tmp_path, place)[0] == [["elite", 7, 12]]


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ([region(4, 9, "elites", "elite")], "from 4 to 9 holds other words than were"),
        ([region(4, 9, "", "elite")], "from 4 to 9 holds other words than were"),
        ([region(-5, 4, "The ", "elite")], "from -5 to 4 holds other words"),
        ([region(4, 9, "elite", "elit")], "the category 'elit' is not in the codebook"),
        ([region(4, None, "elite", "elite")], "task 1: a span needs a category and"),
        (
            [region(4, 9, "elite", "elite"), region(0, 5, "The e", "elite")],
            "'elite' is marked twice from 4 to 5",
        ),
    ],
)
def test_a_mistake_in_a_span_is_told_with_its_task(tmp_path, regions, told):
    with pytest.raises(UserError, match=told):
        marked(tmp_path, *regions)


def test_words_that_a_span_should_hold_are_not_told(tmp_path):
    private = region(4, 9, "Jane Doe", "elite")
    overlapping = [region(4, 9, "elite", "elite"), region(0, 6, "The el", "elite")]
    for regions in ([private], overlapping):
        with pytest.raises(UserError) as told:
            marked(tmp_path, *regions)
        assert "Jane" not in str(told.value)
        assert "'el'" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "start", "end", "is_there"),
    [
        # As it went out, and as a tool may have changed it.
        (TEXTS["p:1"], 4, 9, True),
        ('The elite "decide" - perhaps. ', 4, 9, True),
        (" The elite “decide” — perhaps.", 5, 10, False),
        ("'The elite “decide” — perhaps.", 5, 10, False),
        ("The  elite “decide” — perhaps.", 5, 10, False),
        (TEXTS["p:1"], 19, 40, False),
    ],
)
def test_a_span_of_doccano_holds_the_words_that_were_marked(
    tmp_path, text, start, end, is_there
):
    line = json.dumps(ASKED | {"text": text, "label": [[start, end, "elite"]]})
    if is_there:
        spans = read(tmp_path, line, name="coder-a.jsonl").spans
        assert spans[["start", "end"]].to_numpy().tolist() == [[4, 9]]
    else:
        with pytest.raises(UserError, match="line 1: .* holds other words than were"):
            read(tmp_path, line, name="coder-a.jsonl")


@pytest.mark.parametrize("name", ["coder-a.json", "coder-a.jsonl"])
def test_a_number_too_long_to_read_is_told(tmp_path, name):
    with pytest.raises(UserError, match="line 1: a number has more digits than can be"):
        read(tmp_path, f'{{"item": {"9" * 5000}}}', name=name)


@pytest.mark.parametrize("name", ["coder-a.json", "coder-a.jsonl"])
def test_what_a_sheet_did_not_ask_for_was_not_coded(tmp_path, name):
    fewer = {"categories": ["elite", "safety"]}
    line = ASKED | fewer | {"label": ["elite"]}
    tasks = [task(choices("elite")) | {"data": ASKED | fewer}]
    content = tasks if name.endswith(".json") else line
    rows = read(tmp_path, json.dumps(content), name=name).judged
    judged = dict(zip(rows["category"], rows["is_present"], strict=True))
    assert judged == {"elite": True, "safety": False}


@pytest.mark.parametrize(
    ("name", "place"), [("coder-a.json", "task 2"), ("coder-a.jsonl", "line 2")]
)
def test_where_the_item_is_missing_is_told(tmp_path, name, place):
    """Other lines and tasks have it, so the file alone would say too little."""
    fields = {key: ASKED[key] for key in ASKED if key != "item"}
    data = [ASKED, fields]
    content = (
        json.dumps([task(choices("elite")) | {"data": one} for one in data])
        if name.endswith(".json")
        else "\n".join(json.dumps(one | {"label": ["elite"]}) for one in data)
    )
    told = f"{name}, {place}: the field 'item' is missing; give the fields"
    with pytest.raises(UserError, match=told):
        read(tmp_path, content, name=name)
