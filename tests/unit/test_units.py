"""Units against cuts written by hand, and what must hold of any documents."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.schemas import UNITS
from lasthope.tables import check
from lasthope.units import stretches, units, with_quoted

OWN, QUOTED = ("own", None), ("quoted", None)
AMAZON = ("quoted", "Amazon")

# A text and its stretches: sentence, words, voice and speaker.
CUT = [
    ("", []),
    (" \n ", []),
    ("We go. They stay.", [(0, "We go.", OWN), (1, "They stay.", OWN)]),
    (
        'In an email, Amazon said "it\'s clear that Parler has none," and thus it will '
        "be suspended at 11:59 p.m. PT. We go.",
        [
            (0, "In an email, Amazon said", OWN),
            (0, '"it\'s clear that Parler has none,"', AMAZON),
            (0, "and thus it will be suspended at 11:59 p.m. PT.", OWN),
            (1, "We go.", OWN),
        ],
    ),
    (
        'As it works to "rebuild from scratch." He vowed: "By Monday at noon we are '
        'back." Matze also called on users "to win this fight."',
        [
            (0, 'As it works to "rebuild from scratch."', OWN),
            (1, "He vowed:", OWN),
            (1, '"By Monday at noon we are back."', QUOTED),
            (2, "Matze also called on users", OWN),
            (2, '"to win this fight."', QUOTED),
        ],
    ),
    (
        'Others are "soft targets" and "take them down by any means."',
        [
            (0, 'Others are "soft targets" and', OWN),
            (0, '"take them down by any means."', QUOTED),
        ],
    ),
    (
        "Amazon wrote: “We plan to suspend it. We will help you.” Then it did.",
        [
            (0, "Amazon wrote:", OWN),
            (0, "“We plan to suspend it.", AMAZON),
            (1, "We will help you.”", AMAZON),
            (2, "Then it did.", OWN),
        ],
    ),
    (
        "“We are the last [sic] hope.\n\n“They will not win,” said Amazon.",
        [
            (0, "“We are the last [sic] hope.", AMAZON),
            (1, "“They will not win,”", AMAZON),
            (1, "said Amazon.", OWN),
        ],
    ),
    (
        '("We are the last hope") – "and they know it"!',
        [(0, '("We are the last hope") – "and they know it"!', QUOTED)],
    ),
    (
        "They said:\n> We are the\n> last. We win!\nNo.",
        [
            (0, "They said:", OWN),
            (1, "> We are the\n> last.", QUOTED),
            (2, "We win!", QUOTED),
            (3, "No.", OWN),
        ],
    ),
]

PARTS = [
    *(
        "one",
        "two",
        "Amazon",
        "said",
        "Mr",
        "[sic]",
        "👍",
        "5",
        ".",
        "!",
        "…",
        ",",
        ":",
    ),
    *('"', '"', "“", "”", "„", "«", "»", "'", "(", ">", " ", " ", " ", "\n", "\n\n"),
]
TEXTS = st.lists(st.sampled_from(PARTS)).map("".join) | st.text()


# An own text, the words after it, whose they are, and how the whole is cut.
WITH_QUOTED = [
    ("", "", None, []),
    ("We go. ", "", None, [(0, "We go.", OWN)]),
    ("", "They stay.", None, [(0, "They stay.", QUOTED)]),
    (
        "So true! We go\n\n",
        "They stay. And so on",
        "p-1",
        [
            (0, "So true!", OWN),
            (1, "We go", OWN),
            (2, "They stay.", ("quoted", "p-1")),
            (3, "And so on", ("quoted", "p-1")),
        ],
    ),
    # What is quoted is not searched for quotations, the own words are.
    (
        'Amazon said "we will not help you" again ',
        'She said "and so on and on" twice',
        "Ms Else",
        [
            (0, "Amazon said", OWN),
            (0, '"we will not help you"', AMAZON),
            (0, "again", OWN),
            (1, 'She said "and so on and on" twice', ("quoted", "Ms Else")),
        ],
    ),
    # A mark that is opened before is not closed by what another wrote.
    (
        'They said "we will ',
        'never win" today.',
        None,
        [(0, 'They said "we will', OWN), (1, 'never win" today.', QUOTED)],
    ),
    ("No dot ", "nor here", None, [(0, "No dot", OWN), (1, "nor here", QUOTED)]),
]


def documents(texts, quoted_from=None, quoted_author=None):
    return pd.DataFrame(
        {
            "doc_id": pd.Series(list(texts), dtype="str"),
            "text": pd.Series(list(texts.values()), dtype="str"),
            "quoted_from": pd.array(quoted_from or [None] * len(texts), dtype="Int64"),
            "quoted_author": pd.Series(
                quoted_author or [None] * len(texts), dtype="str"
            ),
        }
    )


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_stretches(text, expected):
    found = [
        (sentence, text[start:end], (voice, name))
        for sentence, start, end, voice, name in stretches(text, min_words=4)
    ]
    assert found == expected


@pytest.mark.parametrize(("own", "theirs", "author", "expected"), WITH_QUOTED)
def test_what_another_wrote_is_quoted(own, theirs, author, expected):
    text = own + theirs
    found = [
        (sentence, text[start:end], (voice, name))
        for sentence, start, end, voice, name in with_quoted(
            text, len(own), author, min_words=4
        )
    ]
    assert found == expected


@pytest.mark.parametrize("nothing", [None, pd.NA, float("nan")])
def test_where_nothing_is_quoted_the_text_is_cut_as_ever(nothing):
    text = "Amazon wrote: “We plan to suspend it. We will help you.” Then it did."
    found = with_quoted(text, nothing, nothing, min_words=4)
    assert found == stretches(text, min_words=4)


def test_units_of_documents_that_quote():
    texts = {"a": "Yes. They win.", "b": "They win.", "c": "They win."}
    table = documents(texts, [5, 0, None], ["p-1", None, "p-2"])
    result = check(units(table, quote_min_words=4), "units")
    found = result.astype("object").where(result.notna(), None)
    shown = ["unit_id", "sentence", "start", "end", "text", "voice", "quoted_speaker"]
    assert found[shown].to_numpy().tolist() == [
        ["a:0000", 0, 0, 4, "Yes.", "own", None],
        ["a:0001", 1, 5, 14, "They win.", "quoted", "p-1"],
        ["b:0000", 0, 0, 9, "They win.", "quoted", None],
        # Nobody is quoted where nothing is.
        ["c:0000", 0, 0, 9, "They win.", "own", None],
    ]


def test_units_row_by_row():
    texts = {"b:2": "Amazon said: “We will help.”", "a:1": "Shameful.", "b:1": ""}
    table = check(units(documents(texts), quote_min_words=3), "units")
    assert list(table.columns) == list(UNITS.columns)
    assert table.drop(columns="quoted_speaker").to_numpy().tolist() == [
        ["a:1:0000", "a:1", 0, 0, 0, 9, "Shameful.", "own"],
        ["b:2:0000", "b:2", 0, 0, 0, 12, "Amazon said:", "own"],
        ["b:2:0001", "b:2", 1, 0, 13, 28, "“We will help.”", "quoted"],
    ]
    assert table["quoted_speaker"].isna().tolist() == [True, True, False]
    assert table["quoted_speaker"][2] == "Amazon"


@pytest.mark.parametrize("texts", [{}, {"a": "", "b": "\n"}])
def test_documents_without_text_have_no_units(texts):
    assert check(units(documents(texts), quote_min_words=4), "units").empty


def test_unit_ids_sort_as_positions_do_in_a_long_document():
    table = units(documents({"a": "Go. " * 10_001}), quote_min_words=4)
    assert table["unit_id"].iloc[[0, -1]].tolist() == ["a:00000", "a:10000"]
    assert table["unit_id"].is_monotonic_increasing


@pytest.mark.parametrize("words", [0, -1])
def test_a_quotation_has_a_word_at_least(words):
    with pytest.raises(UserError, match="units.quote_min_words is"):
        units(documents({"a": "Go."}), quote_min_words=words)


SAID = st.tuples(TEXTS, st.none() | st.just("") | TEXTS, st.none() | st.just("p-1"))


@given(st.lists(SAID, max_size=4), st.integers(1, 4), st.randoms())
@settings(deadline=None)
def test_units_of_any_documents(said, min_words, random):
    table = documents(
        {f"d{i}": own + (theirs or "") for i, (own, theirs, _) in enumerate(said)},
        [None if theirs is None else len(own) for own, theirs, _ in said],
        [name for _, _, name in said],
    )
    before = table.copy()
    result = check(units(table, quote_min_words=min_words), "units")
    pd.testing.assert_frame_equal(table, before)
    shuffled = table.sample(frac=1, random_state=random.randrange(1000))
    pd.testing.assert_frame_equal(units(shuffled, quote_min_words=min_words), result)
    for doc_id, text, (own, theirs, name) in zip(
        table["doc_id"], table["text"], said, strict=True
    ):
        rows = result[result["doc_id"] == doc_id]
        assert rows["position"].tolist() == list(range(len(rows)))
        covered = []
        for row in rows.itertuples():
            assert row.text == text[row.start : row.end] == row.text.strip() != ""
            covered += range(row.start, row.end)
        assert covered == sorted(set(covered))
        outside = set(range(len(text))) - set(covered)
        assert all(text[place].isspace() for place in outside)
        numbers = rows["sentence"].tolist()
        assert sorted(set(numbers)) == list(range(len(set(numbers))))
        assert numbers == sorted(numbers)
        assert rows.loc[rows["voice"] == "own", "quoted_speaker"].isna().all()
        if theirs is not None:
            of_other = rows[rows["end"] > len(own)]
            assert (of_other["start"] >= len(own)).all()
            assert set(of_other["voice"]) <= {"quoted"}
            assert set(of_other["quoted_speaker"].fillna("")) <= {name or ""}


@given(TEXTS)
def test_neighbours_in_a_sentence_differ_and_hold_words(text):
    found = stretches(text, min_words=2)
    for one, other in zip(found, found[1:], strict=False):
        if one.sentence == other.sentence:
            assert one[3:] != other[3:]
            for part in (one, other):
                assert any(map(str.isalnum, text[part.start : part.end]))


@given(st.text(st.characters(exclude_characters='"“”„‟«»>')))
def test_without_marks_all_is_own(text):
    assert {stretch.voice for stretch in stretches(text, min_words=1)} <= {"own"}


def test_a_long_document_of_quotations_is_no_trouble():
    text = 'Amazon said "a b c d" ' * 14_000
    found = stretches(text, min_words=4)
    assert len(found) == 28_000
    assert {stretch.quoted_speaker for stretch in found} == {None, "Amazon"}
