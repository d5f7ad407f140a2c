"""Quotations and their speakers against readings by hand."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.quoting.parties import party
from lasthope.quoting.passages import Article, paragraphs_of
from lasthope.quoting.phrases import subject_before
from lasthope.quoting.quotations import attributed
from lasthope.quoting.tokens import tokens
from lasthope.quoting.words import VERBS
from passages_developed import DEVELOPED
from passages_unseen import KNOWN_WRONG, NO, OPEN, UNSEEN


def read(text):
    return {" ".join(one.words.split())[:40]: one for one in attributed(text)}


@pytest.mark.parametrize(("text", "expected"), DEVELOPED)
def test_passages_the_rules_were_made_with(text, expected):
    found = read(text)
    assert [(key, one.speaker, one.is_sure) for key, one in found.items()] == expected
    assert all(one.is_sure == (one.reason is None) for one in found.values())


def test_passages_the_rules_were_not_made_with():
    n_right = n_statements = 0
    for text, expected in UNSEEN:
        found = read(text)
        assert list(found) == [words for words, _ in expected]
        for words, speaker in expected:
            one = found[words]
            if one.is_sure and words not in KNOWN_WRONG:
                assert one.speaker == speaker
            is_open = speaker == OPEN and not one.is_sure
            n_statements += speaker != NO
            n_right += speaker != NO and (one.speaker == speaker or is_open)
    assert n_statements == 22
    assert n_right >= 20


def test_everything_that_is_told_of_a_quotation():
    text = (
        "In an email to customers, Blurb spokesman Jon Abel wrote on Murmur: "
        "“We go now, all of us.” Nobody answered."
    )
    (one,) = attributed(text)
    assert text[one.start : one.end] == one.words == "We go now, all of us."
    assert text[one.cue_start : one.cue_end] == one.cue == "wrote"
    assert text[one.context_start : one.context_end] == text.removesuffix(
        " Nobody answered."
    )
    assert (one.kind, one.speaker, one.speaker_kind) == ("marks", "Jon Abel", "person")
    assert one.speaker_as_written == "Blurb spokesman Jon Abel"
    assert (one.role, one.organisation) == ("spokesman", "Blurb")
    assert (one.medium, one.venue, one.addressee) == ("email", "Murmur", "customers")


@pytest.mark.parametrize(
    ("text", "medium", "venue", "addressee"),
    [
        ('Lund tweeted: "We go now, all."', "tweet", None, None),
        ('Lund told reporters, "We go now, all."', None, None, "reporters"),
        ('Lund wrote to Max Oduya: "We go now, all."', None, None, "Max Oduya"),
        ('In court papers, Lund said, "We go now."', None, None, None),
        ('Lund said on Friday, "We go now, all."', None, None, None),
        ('In an interview, Lund said, "We go now."', "interview", None, None),
        ('"We go now," Lund said in a speech.', "speech", None, None),
        ('Lund called on users to "go now, all of them".', None, None, "users"),
        (
            'In her tweet that she would "go now, at last", Lund lied.',
            "tweet",
            None,
            None,
        ),
    ],
)
def test_how_where_and_to_whom(text, medium, venue, addressee):
    (one,) = attributed(text)
    assert (one.medium, one.venue, one.addressee) == (medium, venue, addressee)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Lund wrote:\nWe go now.\nSo it went.", ["We go now."], "block"),
        ("Lund wrote:\n\nWe go now.\n\nSo it went.", ["We go now."], "block"),
        ("Lund wrote:\n> We go.\n> Now.", ["We go.", "Now."], "block"),
        ("Lund wrote:\n\n> We go.\n> Now.", ["We go.\nNow."], "block"),
        ("He gave three reasons:\nMoney.\nSo it went.", [], None),
        ("Lund wrote:\n- one\n- two", [], None),
        ("Lund wrote:", [], None),
        ("Lund wrote:\n“We go now.”", ["We go now."], "marks"),
        ("“We go.\n“We stay,” Lund wrote.", ["We go.\nWe stay,"], "marks"),
        ("It's the users' own 'words', 5' 6\".", [], None),
    ],
)
def test_what_is_quoted(text, words, kind):
    found = attributed(text)
    assert [one.words for one in found] == words
    assert {one.kind for one in found} <= {kind}


@pytest.mark.parametrize(
    ("phrase", "kind", "name", "role", "organisation"),
    [
        ("Blurb", "organisation", "Blurb", None, None),
        ("Ida Lund", "person", "Ida Lund", None, None),
        ("CEO Ida Lund", "person", "Ida Lund", "CEO", None),
        ("Mr. Lund", "person", "Lund", None, None),
        ("Blurb Chief Policy Officer Ida Lund", "person", "Ida Lund")
        + ("Chief Policy Officer", "Blurb"),
        ("Blurb's chief executive, Ida Lund,", "person", "Ida Lund")
        + ("chief executive", "Blurb"),
        ("Ida Lund, head of trust at Blurb,", "person", "Ida Lund")
        + ("head of trust", "Blurb"),
        ("Jonas Holm of the Open Wire League", "person", "Jonas Holm", None)
        + ("Open Wire League",),
        ("a spokesperson for Blurb", "organisation", "Blurb", "spokesperson", "Blurb"),
        ("Blurb's lawyers", "organisation", "Blurb", "lawyers", "Blurb"),
        ("Blurb Staff for Fair Play", "organisation", "Blurb Staff for Fair Play")
        + (None, None),
        ("the judge", "role", None, "judge", None),
        ("a user", "group", None, None, None),
        ("Workers at Blurb", "group", None, None, "Blurb"),
        ("she", "pronoun", "she", None, None),
        ("The company", "pronoun", "it", None, None),
        ("a letter from Blurb", "document", None, None, "Blurb"),
        ("Blurb and Murmur", "several", None, None, None),
    ],
)
def test_who_is_meant(phrase, kind, name, role, organisation):
    text = f"{phrase} also said"
    found = tokens(text, 0, len(text))
    subject = subject_before(found, len(found) - 1)
    one = party(text, subject.phrase, subject.apposition)
    assert (one.kind, one.name) == (kind, name)
    assert (one.role, one.organisation) == (role, organisation)


def test_verbs_have_four_forms_each():
    assert VERBS["deny"] == ("deny", "denies", "denied", "denying")
    assert VERBS["argue"] == ("argue", "argues", "argued", "arguing")
    assert VERBS["say"] == ("say", "says", "said", "saying")
    assert all(len(set(forms)) >= 3 for forms in VERBS.values())


PARTS = [
    *("Ida Lund", "Blurb", "he", "she", "the firm", "said", "wrote", "called", "to"),
    *("according to", "posted by", "CEO", "Mr.", "'s", "who", "that", "by", "words"),
    *('"', '"', "“", "”", "«", "»", ">", ",", ".", ":", ";", "—", "(", ")", "?", "!"),
    *("\n", "\n\n", "\r\n", " ", " ", " ", "\0", "\x1a", "\ud800", "\u2028", "👍"),
]
TEXTS = st.lists(st.sampled_from(PARTS)).map("".join) | st.text()


@given(TEXTS)
@settings(deadline=None)
@example('he said: "" "a"')
@example("Lund wrote:\n>")
def test_any_text_is_read_and_every_offset_holds(text):
    last = 0
    for one in attributed(text):
        assert last <= one.start <= one.end <= len(text)
        last = one.end
        assert one.context_start <= one.start
        assert one.is_sure == (one.reason is None)
        if one.cue is not None:
            assert 0 <= one.cue_start < one.cue_end <= len(text)
    article = Article(text)
    assert len(article.masked) == len(article.flat) == len(text)


@given(TEXTS)
def test_paragraphs_hold_all_that_is_no_space(text):
    left = list(text)
    for start, end in paragraphs_of(text):
        left[start:end] = [" "] * (end - start)
    assert not "".join(left).strip()


@pytest.mark.parametrize("part", ['"a" ', '"', "Lund, ", "(", "Lund wrote:\nYes.\n"])
def test_a_long_text_is_no_trouble(part):
    attributed(part * (4_000 // len(part)))
