"""Dictionaries of LIWC and quanteda, read and written."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lasthope.codebook import read_codebook
from lasthope.dictionaries import (
    codebook_of,
    entries_of,
    read_dic,
    read_quanteda,
    write_dic,
    write_quanteda,
)
from lasthope.errors import UserError
from lasthope.patterns import PatternError, parse
from lasthope.validation import load_yaml

ROOT = Path(__file__).parents[2]
SCHEMA = load_yaml(str(ROOT / "workflow/schemas/codebook.schema.yaml")).data
REFERENCES = str(ROOT / "config/references.bib")
DIC = """\
%
1\tHarm
02   Care virtue
%
abandon*\t1
kind 02
free speech\t1\t02
don't  1  02

:)\t1
"""
QUANTEDA = """\
economy:
- tax
- budget*
- no
- 9
social:
  welfare: [poor*, wom*n]
  'law and order':
  - police officer*
  - prison:
    - jail?
"""


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_dic_file_is_read(tmp_path):
    assert read_dic(write(tmp_path, "a.dic", DIC)) == {
        "Harm": ["abandon*", "free speech", "don't", ":)"],
        "Care virtue": ["kind", "free speech", "don't"],
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind 1\n", ": this is no .dic file; its categories must stand between two"),
        ("%\n1\n%\n", ", line 2: a category needs a number and a name."),
        ("%\n1 A\n%\nkind\n", ", line 4: an entry needs the number of a category."),
        (
            "%\n1 A\n%\nkind 1\nmean 7\n",
            ", line 5: no category has the number 7; add it",
        ),
        ("%\n1 A\n%\nkind\tof\n", ", line 4: no category has the number of; add it"),
    ],
)
def test_each_mistake_in_a_dic_file_is_told(tmp_path, text, told):
    path = write(tmp_path, "a.dic", text)
    with pytest.raises(UserError) as caught:
        read_dic(path)
    assert str(caught.value).startswith(f"{path}{told}")


def test_a_dictionary_of_quanteda_is_read(tmp_path):
    assert read_quanteda(write(tmp_path, "a.yml", QUANTEDA)) == {
        "economy": ["tax", "budget*", "no", "9"],
        "social welfare": ["poor*", "wom*n"],
        "social law and order": ["police officer*"],
        "social law and order prison": ["jail?"],
    }


def test_what_is_no_dictionary_is_told(tmp_path):
    path = write(tmp_path, "a.yml", "- a\n- b\n")
    with pytest.raises(UserError, match="it must begin with a category"):
        read_quanteda(path)


def test_what_a_pattern_cannot_say_is_left_out_and_told():
    entries = {"Harm": ["hurt*", "*ism", "jail?", ":)", "a|b"], "Signs": ["$"]}
    codebook, left_out = codebook_of(entries, title="T", facet="frame", language="en")
    assert [one["patterns"] for one in codebook["categories"]] == [["hurt*"]]
    assert left_out == [
        *(("Harm", "*ism"), ("Harm", "jail?"), ("Harm", ":)"), ("Harm", "a|b")),
        ("Signs", "$"),
    ]


def test_two_categories_of_one_id_are_told():
    with pytest.raises(UserError, match="'A b' and 'a.b' would both be 'a_b'"):
        codebook_of(
            {"A b": ["x"], "a.b": ["y"]}, title="T", facet="frame", language="en"
        )


def test_the_codebook_of_a_dictionary_is_a_codebook(tmp_path):
    entries = read_quanteda(write(tmp_path, "a.yml", QUANTEDA))
    codebook, _ = codebook_of(entries, title="T", facet="device", language="en")
    path = write(tmp_path, "codebook.yaml", yaml.safe_dump(codebook, sort_keys=False))
    assert read_codebook(path, SCHEMA, REFERENCES) == codebook
    assert [one["id"] for one in codebook["categories"]] == [
        *("economy", "social_welfare", "social_law_and_order"),
    ]


def test_what_neither_format_can_say_of_a_codebook_is_left_out_and_told():
    codebook = {
        "categories": [
            {
                "id": "a",
                "patterns": ["{ban|kick} us", "we ... us", "^stop", "wom*n", "free *"],
                "vetoes": ["ban us now"],
            }
        ]
    }
    of_both = [("a", "veto: ban us now"), ("a", "we ... us"), ("a", "^stop")]
    quanteda = entries_of(codebook, is_dic=False)
    assert quanteda.entries == {"a": ["ban us", "kick us", "wom*n", "free *"]}
    assert quanteda.left_out == of_both
    dic = entries_of(codebook, is_dic=True)
    assert dic.entries == {"a": ["ban us", "kick us"]}
    assert dic.left_out == [*of_both, ("a", "wom*n"), ("a", "free *")]


ENTRIES = st.dictionaries(
    st.text("abcdef_", min_size=1, max_size=5),
    st.lists(
        st.sampled_from(["free speech", "ban*", "don't", "no", "true", "12", "é", "x"]),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    min_size=1,
    max_size=4,
)


@given(ENTRIES)
def test_what_is_written_is_read_again(tmp_path_factory, entries):
    folder = tmp_path_factory.mktemp("dictionaries")
    in_order = {name: sorted(own) for name, own in entries.items()}
    assert read_dic(write(folder, "a.dic", write_dic(entries))) == in_order
    assert read_quanteda(write(folder, "a.yml", write_quanteda(entries))) == entries


def test_the_shipped_codebook_goes_out_and_comes_back(tmp_path):
    tool = [sys.executable, ROOT / "workflow/tools/dictionary.py"]
    for name in ("ours.dic", "ours.yml"):
        out, back = tmp_path / name, tmp_path / f"{name}.codebook.yaml"
        for paths in ([ROOT / "config/codebook.yaml", out], [out, back, "device"]):
            subprocess.run([*tool, *paths], check=True, capture_output=True)
        codebook = read_codebook(str(back), SCHEMA, REFERENCES)
        patterns = {p for one in codebook["categories"] for p in one["patterns"]}
        assert {"free speech", "censor*", "marketplace of ideas"} <= patterns
        assert all(is_pattern(pattern) for pattern in patterns)


def is_pattern(text):
    try:
        return len(parse(text)) == 1
    except PatternError:
        return False


def test_a_dictionary_may_have_a_category_called_categories(tmp_path):
    path = write(tmp_path, "a.yml", "categories: [kind, harm*]\n")
    tool = [sys.executable, ROOT / "workflow/tools/dictionary.py"]
    out = tmp_path / "out.yaml"
    subprocess.run([*tool, path, out], check=True, capture_output=True)
    (category,) = load_yaml(str(out)).data["categories"]
    assert category["patterns"] == ["kind", "harm*"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.dic", "kind 1\n", "{path}: this is no .dic file"),
        ("a.yml", "categories: [{id: harm}]\n", "{path}, line 1: the field"),
        (
            "a.yml",
            "care:\n- kind\nharm: &harm\n- kill*\n- more: *harm\n",
            "{path}, line 3: what begins there holds an alias of itself",
        ),
    ],
)
def test_the_tool_tells_a_mistake_in_one_sentence(tmp_path, name, content, told):
    path = write(tmp_path, name, content)
    tool = [sys.executable, ROOT / "workflow/tools/dictionary.py"]
    done = subprocess.run(
        [*tool, path, tmp_path / "out.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(told.format(path=path))
    assert done.stderr.count("\n") == 1
