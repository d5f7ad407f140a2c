"""Statements made by hand: what is read, where it stands, and mistakes in them."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from lasthope.errors import UserError
from lasthope.ingest import ingest, statements
from lasthope.ingest.tally import Tally
from lasthope.tables import check
from lasthope.validation import load_yaml

ROOT = Path(__file__).parents[2]
SCHEMA = load_yaml(str(ROOT / "workflow/schemas/statements.schema.yaml")).data
SHIPPED = ROOT / "data/statements/parler-2021.yaml"
HEAD = """\
publications:
  paper:
    title: A title
    publisher: A paper
    date: "2021-01-09"
statements:
"""
BLOCK = """\
  - id: {id}
    speaker: {speaker}
    role: null
    organisation: {organisation}
    side: {side}
    addressee: null
    medium: post
    venue: null
    date: {date}
    quoted_in: {quoted_in}
    extent: complete{more}
    text: {text}
"""
USUAL = {
    "id": "one",
    "speaker": "A. Speaker",
    "organisation": "An organisation",
    "side": "platform",
    "date": '"2021-01"',
    "quoted_in": "paper",
    "more": "",
    "text": "It was a test of free speech.",
}


def block(**changes):
    return BLOCK.format(**(USUAL | changes))


def write(tmp_path, *blocks, head=HEAD):
    path = tmp_path / "test.yaml"
    path.write_text(head + "".join(blocks), encoding="utf-8")
    return str(path)


def part(of, text):
    return block(id="two", more=f"\n    part_of: {of}", text=text)


def read(path):
    """Read a statements file: its documents and what became of its records."""
    tally = Tally()
    return statements.read(path, SCHEMA, tally), tally


def test_a_statement_becomes_a_document(tmp_path):
    path = write(tmp_path, block())
    documents, tally = read(path)
    row = check(documents, "documents").iloc[0]
    assert row["doc_id"] == "test:one"
    assert row["text"] == "It was a test of free speech."
    assert row["n_words"] == 7
    assert row["created_at"] == datetime(2021, 1, 1, tzinfo=UTC)
    assert row["created_precision"] == "month"
    assert row["cited_from"] == "A paper, “A title”, 2021-01-09"
    assert row["is_public"]
    assert row["locator"] == "line 7"
    assert row["weight"] == 1
    unknown = ["lead_in", "note", "copy_of", "created_until", "replies_to", "echo_of"]
    unknown += ["quoted_from", "quoted_author", "repairs", "url", "language"]
    assert row[unknown].isna().all()
    content = Path(path).read_bytes()
    assert tally.files == [(path, sha256(content).hexdigest(), len(content))]
    assert row["file_sha256"] == tally.files[0][1]


def test_the_locator_leads_to_the_statement_as_it_stands(tmp_path):
    first, second = block(), block(id="two", text='"Zwei ÄÖ"')
    path = write(tmp_path, first, second)
    documents, _ = read(path)
    found = []
    for locator in documents["locator"]:
        with open(path, "rb") as file:
            found.append(statements.raw(file, locator).decode())
    assert found == [first, second]


@pytest.mark.parametrize(
    ("blocks", "line", "message"),
    [
        ([block(), block()], 19, "the id 'one' is used twice; give each statement"),
        (
            [block(date='"2021-02-30"')],
            15,
            "'2021-02-30' is not a date in the calendar",
        ),
        ([block(date='"9 January"')], 15, "which has the wrong form (When it was said"),
        ([block(date="2021")], 15, "must be of type string or null, not 2021"),
        ([block(side="platfrom")], 11, "perhaps 'platform' was meant"),
        ([block(side="users")], 11, "users are private people and stay unnamed"),
        ([block(speaker="null", organisation="null")], 8, "neither speaker nor org"),
        ([block(quoted_in="papers")], 16, "no publication is called 'papers'; perhaps"),
        ([block().replace("    role: null\n", "")], 7, "'role' is missing in 'stat"),
        ([block(more="\n    mood: grim")], 18, "unknown key 'statements[0].mood'"),
        ([block(text='""')], 18, "'statements[0].text' must not be empty"),
        ([block(), part("ones", "a test")], 30, "no other statement is called 'ones'"),
        ([block(), part("two", "a test")], 30, "no other statement is called 'two'"),
        ([block(), part("one", "a quiz")], 30, "does not occur in 'one'; remove part"),
    ],
)
def test_each_mistake_names_its_line(tmp_path, blocks, line, message):
    path = write(tmp_path, *blocks)
    with pytest.raises(UserError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert message in str(caught.value)


def test_words_quoted_twice_count_once_and_are_accounted_for(tmp_path):
    blocks = block(), part("one", "a test of free speech,")
    documents, tally = read(write(tmp_path, *blocks))
    assert documents["doc_id"].tolist() == ["test:one"]
    account, _ = ingest([tally.account("test")], [tally.quarantine("test")])
    assert account[["outcome", "n_records"]].to_numpy().tolist() == [
        ["dropped", 1],
        ["kept", 1],
        ["read", 2],
    ]
    [reason] = account["reason"].dropna()
    assert reason == "contained in another statement"


def test_an_empty_corpus_is_told(tmp_path):
    path = write(tmp_path, head=HEAD.replace("statements:", "statements: []"))
    _, tally = read(path)
    with pytest.raises(UserError, match="no document was kept from the sources .test."):
        ingest([tally.account("test")], [tally.quarantine("test")])


def test_the_shipped_statements():
    """Typed from the article, not from the file."""
    documents, tally = read(str(SHIPPED))
    texts = documents.set_index("doc_id")["text"]
    hope = texts["parler-2021:matze-last-hope"]
    assert "We are the worlds [sic] last hope for free speech and free" in hope
    assert hope.startswith("We are the closest thing to competition Facebook or")
    assert hope.endswith("By Monday at noon we will be fully operational again.")
    assert re.search("Parley - brings two people with conflicting ideas", hope)
    notice = texts["parler-2021:aws-email-notice"]
    assert notice.startswith("AWS provides technology and services to customers")
    assert "effective Sunday, January 10th, at 11:59PM PST. We will" in notice
    assert texts["parler-2021:aecj-tweet"] == (
        "We cannot be complicit in more bloodshed and violent attacks on our democracy."
    )
    sides = documents["side"].value_counts().to_dict()
    assert sides == {"platform": 3, "users": 3, "provider": 2, "employees": 1}
    users = documents[documents["side"] == "users"]
    assert users[["author", "organisation"]].isna().all(axis=None)
    assert not users["is_public"].any()
    [denial] = documents.query("doc_id == 'parler-2021:matze-responsible'")["lead_in"]
    assert denial == "doesn't"
    table = tally.account("parler-2021")
    outcomes = table.set_index("outcome")["n_records"].to_dict()
    assert outcomes == {"read": 12, "kept": 9, "dropped": 3}
