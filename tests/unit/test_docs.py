"""The generated parts of the documentation are those of the code."""

import sys
from pathlib import Path

import pytest

from lasthope.docs import fill, keys

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "workflow/tools"))

from docs import documents  # noqa: E402


def test_nothing_has_drifted():
    for path, text in documents().items():
        written = path.read_text(encoding="utf-8")
        assert written == text, f"{path.relative_to(ROOT)} has drifted; run `make docs`"


def test_a_part_is_replaced_and_nothing_else():
    text = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n"
    assert fill(text, "x", r"new \1") == (
        "a\n<!-- begin x -->\nnew \\1\n<!-- end x -->\nb\n"
    )
    with pytest.raises(ValueError, match="no part called 'y'"):
        fill(text, "y", "")


def test_keys_of_a_schema():
    schema = {
        "properties": {
            "a": {"type": ["string", "null"], "description": "An a."},
            "b": {
                "type": "object",
                "properties": {"c": {"type": "boolean", "description": "A c."}},
            },
            "d": {"type": "array", "items": {"type": "string"}, "description": "Ds."},
        }
    }
    assert keys(schema, {"a": "x", "b": {"c": True}, "d": []}).splitlines()[2:] == [
        "| `a` | string or null | `x` | An a. |",
        "| `b.c` | boolean | `true` | A c. |",
        "| `d` | list of string | none | Ds. |",
    ]
