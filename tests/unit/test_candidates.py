"""What a person accepts becomes a statements file, and nothing else does."""

import importlib.util
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.quoting.candidates import accepted, candidates, statements_yaml, to_yaml
from lasthope.quoting.fields import short_name
from lasthope.validation import load_yaml

ROOT = Path(__file__).parents[2]
SCHEMA = load_yaml(str(ROOT / "workflow/schemas/statements.schema.yaml")).data
TOLD = {"title": "A network closes", "publisher": "Harbour Times", "date": "2021-01-09"}
ARTICLE = """\
A network closes
Cloudberry chief executive Max Oduya wrote on Murmur: "We host anyone. They broke \
the rules, and we will not wait." He told staff that the forum "broke the rules".
In an email, Cloudberry said it would "keep no copies", and a user called Oduya a \
"snake".
"""


def proposed(text=ARTICLE):
    return candidates(text, publication="harbour")


def review(tmp_path, found, told=TOLD):
    path = tmp_path / "review.yaml"
    path.write_text(to_yaml(found, publication="harbour", **told), encoding="utf-8")
    return load_yaml(str(path))


def chosen(**changes):
    """Return the candidates, the first accepted and filled in."""
    first, *others = proposed()
    return [
        first | {"accept": True, "side": "provider", "medium": "post"} | changes
    ] + (others)


def test_all_fields_of_the_candidates():
    oduya, again, host, user = proposed()
    start = ARTICLE.index("We host")
    assert oduya == {
        "accept": False,
        "sure": True,
        "why_unsure": None,
        "cue": "wrote",
        "offsets": [start, start + 59],
        "context": "Cloudberry chief executive Max Oduya wrote on Murmur: "
        '"We host anyone. They broke the rules, and we will not wait."',
        "id": "oduya-we-host-anyone-they",
        "speaker": "Max Oduya",
        "role": "chief executive",
        "organisation": "Cloudberry",
        "side": None,
        "addressee": None,
        "medium": None,
        "venue": "Murmur",
        "date": None,
        "quoted_in": "harbour",
        "extent": "excerpt",
        "part_of": None,
        "lead_in": None,
        "note": None,
        "text": "We host anyone. They broke the rules, and we will not wait.",
    }
    assert again["part_of"] == "oduya-we-host-anyone-they"
    assert (again["extent"], again["lead_in"]) == ("fragment", "staff that the forum")
    assert again["addressee"] == "staff"
    assert (host["speaker"], host["organisation"]) == (None, "Cloudberry")
    assert (host["medium"], host["lead_in"]) == ("email", "it would")
    assert (user["speaker"], user["organisation"]) == (None, None)
    assert user["id"] == "unnamed-snake"
    assert all(set(one) == set(oduya) for one in (again, host, user))


def test_what_is_said_twice_has_two_ids():
    found = proposed('Oduya said, "We go now." Later Oduya said: "We go now."')
    assert [one["id"] for one in found] == ["oduya-we-go-now", "oduya-we-go-now-2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme's Letter (2021)", "acmes-letter-2021"),
        ("Ärger", "arger"),
        ("再见", "article"),
    ],
)
def test_short_name(text, expected):
    assert short_name(text) == expected


def test_accepting_nothing_says_so(tmp_path):
    with pytest.raises(UserError) as caught:
        accepted(review(tmp_path, proposed()), schema=SCHEMA)
    assert str(caught.value) == (
        f"{tmp_path}/review.yaml: none of the 4 candidates has accept: true; set it "
        "where a statement belongs into the corpus and run again."
    )


def test_accepting_one_gives_a_statements_file(tmp_path):
    data = accepted(review(tmp_path, chosen()), schema=SCHEMA)
    assert data == {
        "publications": {"harbour": TOLD},
        "statements": [
            {
                "id": "oduya-we-host-anyone-they",
                "speaker": "Max Oduya",
                "role": "chief executive",
                "organisation": "Cloudberry",
                "side": "provider",
                "addressee": None,
                "medium": "post",
                "venue": "Murmur",
                "date": None,
                "quoted_in": "harbour",
                "extent": "excerpt",
                "text": "We host anyone. They broke the rules, and we will not wait.",
            }
        ],
    }
    path = tmp_path / "harbour.yaml"
    path.write_text(statements_yaml(data), encoding="utf-8")
    assert load_yaml(str(path)).data == data


def test_a_part_is_a_part_only_if_its_whole_is_accepted(tmp_path):
    filled = {"accept": True, "side": "provider", "medium": "post"}
    first, second, *others = proposed()
    both = accepted(
        review(tmp_path, [first | filled, second | filled, *others]), schema=SCHEMA
    )
    assert both["statements"][1]["part_of"] == first["id"]
    one = accepted(review(tmp_path, [first, second | filled, *others]), schema=SCHEMA)
    assert "part_of" not in one["statements"][0]
    assert one["statements"][0]["lead_in"] == "staff that the forum"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("side", None, "the field 'side' of the accepted candidate 'oduya-we-host"),
        ("medium", None, "the field 'medium' of the accepted .* is not filled in"),
        ("side", "providers", "'providers'; perhaps 'provider' was meant"),
        ("side", "users", "users are private people and stay unnamed"),
        ("date", "2021-02-30", "'2021-02-30' is not a date in the calendar"),
        ("date", "9 January", "'9 January', which has the wrong form"),
        ("quoted_in", "haven", "no publication is called 'haven'"),
        ("accept", "perhaps", "'accept' must be true or false, not 'perhaps'"),
        ("text", "", "must not be empty"),
        ("sides", "x", r"unknown key 'statements\[0\].sides'; perhaps 'side'"),
    ],
)
def test_a_mistake_names_its_line(tmp_path, name, value, message):
    source = review(tmp_path, chosen(**{name: value}))
    lines = Path(source.path).read_text(encoding="utf-8").split("\n")
    # The first candidate starts with "- accept"; its other keys are indented.
    starts = (f"- {name}:", f"  {name}:")
    line = next(n for n, text in enumerate(lines, 1) if text.startswith(starts))
    with pytest.raises(UserError, match=message) as caught:
        accepted(source, schema=SCHEMA)
    assert f"line {line}: " in str(caught.value)


@pytest.mark.parametrize("name", ["role", "addressee", "extent"])
def test_a_field_that_was_removed_is_missed(tmp_path, name):
    first, *others = chosen()
    del first[name]
    with pytest.raises(UserError, match=rf"line \d+: the field '{name}'"):
        accepted(review(tmp_path, [first, *others]), schema=SCHEMA)


@pytest.mark.parametrize("name", ["title", "publisher", "date"])
def test_the_publication_must_be_told(tmp_path, name):
    source = review(tmp_path, chosen(), TOLD | {name: None})
    line = {"title": 9, "publisher": 10, "date": 11}[name]
    with pytest.raises(UserError, match=f"line {line}: the {name} of the publication"):
        accepted(source, schema=SCHEMA)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "candidates: []", "publications: {}\ncandidates: {}", "a: b"]
    + ["publications: []\ncandidates: []", "publications: {}\ncandidates: [1]"],
)
def test_what_is_no_review_file(tmp_path, content):
    path = tmp_path / "review.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="review.yaml"):
        accepted(load_yaml(str(path)), schema=SCHEMA)


PARTS = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "\n",
        "\n\n",
        " ",
        "x: y",
        "- a",
        "# b",
        "&c",
        "*d",
        "!!python/x",
        "|",
    ]
    + ["%", "@", "`", "said", "Oduya", "\0", "\x85", "\u2028", "\ud800", "\\", "'", "{"]
    + ['Oduya said, "', "no: yes", "null", "2021-01-09", ">-", "<b>", "👍", "\t", ":"]
)


@given(st.lists(PARTS, max_size=30).map("".join))
@settings(deadline=None)
def test_hostile_text_stays_data(text):
    found = proposed(text)
    written = to_yaml(found, publication="x", title=text[:9], publisher=None, date=None)
    written.encode("utf-8")
    assert yaml.safe_load(written)["candidates"] == found
    assert proposed(text) == found


def tool():
    spec = importlib.util.spec_from_file_location(
        "candidates_tool", ROOT / "workflow/tools/candidates.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main


def test_the_tool_writes_both_files(tmp_path, capsys):
    main = tool()
    article, found = tmp_path / "Harbour News.txt", tmp_path / "review.yaml"
    article.write_text(ARTICLE, encoding="utf-8")
    dated = ["--publisher", "Harbour Times", "--date", "2021-01-09", "--title", "T"]
    main([str(article), str(found), *dated])
    assert capsys.readouterr().out == (
        "4 quotations found, 3 of them with a sure speaker\n"
    )
    text = found.read_text(encoding="utf-8")
    text = text.replace("accept: false", "accept: true", 1)
    text = text.replace("side: null", "side: provider", 1)
    found.write_text(text.replace("medium: null", "medium: post", 1), encoding="utf-8")
    out = tmp_path / "statements.yaml"
    main(["--accept", str(found), str(out)])
    assert capsys.readouterr().out == "1 statements accepted\n"
    (statement,) = load_yaml(str(out)).data["statements"]
    assert statement["quoted_in"] == "harbour-news"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.txt", "out.yaml"], "none.txt: cannot be read"),
        (["empty.txt", "out.yaml"], "no article can be read from it .empty file"),
        (["full.txt", "full.txt"], "full.txt: is there already"),
        (["full.txt", "out.yaml", "--date", "May"], "--date is 'May'"),
        (["--accept", "full.txt", "out.yaml"], "this is no review file"),
    ],
)
def test_the_tool_tells_mistakes(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_bytes(b"")
    Path("full.txt").write_text("Words.", encoding="utf-8")
    with pytest.raises(SystemExit, match=f"candidates: .*{message}"):
        tool()(arguments)
    assert not Path("out.yaml").exists()
