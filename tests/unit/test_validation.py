"""Tests of lasthope.validation."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.validation import check_data, check_source, load_yaml

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["n"],
    "properties": {
        "n": {"type": "integer", "minimum": 1, "description": "How many."},
        "side": {"type": "string", "enum": ["platform", "provider"]},
        "date": {"type": "string", "pattern": r"^\d{4}$", "description": "A year."},
        "list": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    },
}


def write(tmp_path, content):
    path = tmp_path / "file.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("n: 1\nsid: b\n", "line 2: unknown key 'sid'; perhaps 'side' was meant."),
        ("\nside: platform\n", "line 2: the field 'n' is missing; add it."),
        (
            "n: 1\n\nside: platfrom\n",
            "line 3: 'side' cannot be 'platfrom'; perhaps 'platform' was meant.",
        ),
        (
            "n: 1\nside: zzz\n",
            "line 2: 'side' cannot be 'zzz'; known are platform, provider.",
        ),
        ("n: one\n", "line 1: 'n' must be of type integer, not 'one' (How many)."),
        (
            "n: 1\ndate: '21'\n",
            "line 2: 'date' is '21', which has the wrong form (A year).",
        ),
        ("n: 1\nlist: []\n", "line 2: 'list' must not be empty."),
        (
            "n: 1\nlist: &a\n- *a\n",
            "line 2: what begins there holds an alias of itself, so that it has no "
            "end; write out what is meant instead.",
        ),
        ("n: 1\nlist:\n- a\n- 2\n", "line 4: 'list[1]' must be of type string, not 2."),
        (
            "n: 0\nside: 1\n",
            "line 1: 'n' is not allowed: 0 is less than the minimum of 1 (How many) "
            "(and 2 more like it).",
        ),
    ],
)
def test_each_mistake_is_one_sentence_with_its_line(tmp_path, content, message):
    path = write(tmp_path, content)
    with pytest.raises(UserError) as caught:
        check_source(load_yaml(path), SCHEMA)
    assert str(caught.value) == f"{path}, {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"n: 1\nside: caf\xe9\n",
            "line 2: byte 0xe9 is not UTF-8; save the file as UTF-8",
        ),
        ("n: 1\nn: 2\n", "line 2: the key 'n' is given twice; keep one of them."),
        ("n: [1\nside: b\n", "line 2: this is not valid YAML"),
        ("n: 1\x00", "this is not valid YAML"),
        ("!!python/object/apply:os.system ['true']", "line 1: this is not valid YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, content, message):
    path = write(tmp_path, content)
    with pytest.raises(UserError, match=re.escape(path) + ".*" + re.escape(message)):
        load_yaml(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(
        UserError, match=r"cannot be read \(No such file.*check the path"
    ):
        load_yaml(str(tmp_path / "none.yaml"))


def test_a_merged_configuration_is_told_by_its_key():
    with pytest.raises(
        UserError, match="^the configuration: unknown key 'k'; known are"
    ):
        check_data({"n": 1, "k": 2}, SCHEMA, "the configuration")


def test_dates_stay_as_typed_and_marks_are_dropped(tmp_path):
    path = write(tmp_path, b"\xef\xbb\xbfday: 2021-01-09\n")
    assert load_yaml(path).data == {"day": "2021-01-09"}


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_told(tmp_path_factory, content):
    path = write(tmp_path_factory.mktemp("y"), content)
    try:
        load_yaml(path)
    except UserError as error:
        assert str(error).startswith(path)
