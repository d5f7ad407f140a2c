"""Quotations and their speakers against readings by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.text import words
from lasthope.voice import quotations, speaker

# A text and its quotations of at least three words.
QUOTED = [
    ("They will NOT win!", []),
    ('He said "we go home now" and left.', ['"we go home now"']),
    ("He said “we go home now” and left.", ["“we go home now”"]),
    ("Er sagte „wir gehen jetzt heim“ und ging.", ["„wir gehen jetzt heim“"]),
    ("Er sagte »wir gehen jetzt heim« und ging.", ["»wir gehen jetzt heim«"]),
    ("Il dit « nous partons ce soir » et part.", ["« nous partons ce soir »"]),
    ("Han sa ”vi går hem nu” och gick.", ["”vi går hem nu”"]),
    ('They are "soft targets", he said.', []),
    ('We are the "worlds [sic] hope" now.', []),
    ('"One two three" or "four" or "a b c"', ['"One two three"', '"a b c"']),
    ("“He said ‘we go home’ to us,” she said.", ["“He said ‘we go home’ to us,”"]),
    ("“He said “we go home” to us,” she said.", ["“He said “we go home” to us,”"]),
    ('"He said "we go home" to us," she said.', ['"He said "we go home" to us,"']),
    ("“He said «we go home» to us”", ["“He said «we go home» to us”"]),
    ("He says 'we go home now' and leaves.", []),
    ("It's the users' and the firms' own words.", []),
    ('A 6" by 9" screen and a 12" one, 5\'11" tall.', []),
    ('He said "we go home now and left.', []),
    ('He said we go home now" and left.', []),
    ('He said "we go. Then "they stay at home" it said.', ['"they stay at home"']),
    ('He "left.\n\nThen "they stay at home" too.', ['"they stay at home"']),
    ('He "left «for now" they said» again', ['"left «for now" they said»']),
    ("“We go home.\n\n“They do too.” So.", ["“We go home.\n\n“They do too.”"]),
    ('"We go home.\n\n"They do."\n\nSo.', ['"We go home.\n\n"They do."']),
    ("“We go home.\n“They do too.” So.", ["“We go home.\n“They do too.”"]),
    ("“We go home.\n\nThey do too.” So.", []),
    ("“We go home.\n\n“They do too. So.", []),
    ("“We go home\nand stay there.\n” So.", ["“We go home\nand stay there.\n”"]),
    ('He (or "one of the users") left.', ['"one of the users"']),
    ('He left—"for a new home"—and wept.', ['"for a new home"']),
    ('He said,"we go home now"and left.', ['"we go home now"']),
    ('He "[w]ent [sic] home now" and left.', ['"[w]ent [sic] home now"']),
    ("He said:\n> we go\n> Home\nNo.", ["> we go\n> Home"]),
    ("No > yes, 5 > 3", []),
    ('> "we go home now" he said', ['> "we go home now" he said']),
    ('"', []),
    ('""" “” «» „', []),
]

# What stands before and after a quotation in its sentences, and who speaks.
SPEAKERS = [
    ("Amazon said ", ".", "Amazon"),
    ("In an email, Amazon said that ", ".", "Amazon"),
    ("On Saturday Amazon said: ", "", "Amazon"),
    ("Amazon on Saturday said ", "", "Amazon"),
    ("Amazon also said, ", "", "Amazon"),
    ("Matze wrote on Parler: ", "", "Matze"),
    ("John Matze told the New York Times in a podcast, ", "", "John Matze"),
    ("John Matze, the head of Parler, wrote ", ".", "John Matze"),
    ("Parler CEO John Matze initially said ", ".", "Parler CEO John Matze"),
    ("Parler said that Amazon said: ", "", "Amazon"),
    ("The Employees for Climate Justice tweeted ", "", "Employees for Climate Justice"),
    ("According to Amazon, ", ", Parler is out.", "Amazon"),
    ("", ", according to the Verge.", "Verge"),
    ("", " said John Matze, who left.", "John Matze"),
    ("", " wrote the New York Times.", "New York Times"),
    ("", ", Matze vowed.", "Matze"),
    ("", " Mr. Matze said on Sunday.", "Mr. Matze"),
    ("", " – Jeff Bezos, head of Amazon, said.", "Jeff Bezos"),
    ("", ", said J. R. Smith.", "J. R. Smith"),
    ("He said ", "", None),
    ("They wrote: ", "", None),
    ("She added that ", "", None),
    ("", ", he said.", None),
    ("", ", said the company.", None),
    ("workers said, ", "", None),
    ("Then the firm wrote: ", "", None),
    ("Matze also called on users to return ", ".", None),
    ("Amazon cited Matze's comment that he doesn't ", ", as a motive.", None),
    ("Matze hailed himself, going as far as to say, ", "", None),
    ("Amazon said it was over. It was ", "", None),
    ("", " but Amazon said otherwise.", None),
    ("", "", None),
]

PARTS = [
    *("one", "two", "three", "Amazon", "said", "[sic]", "👍", "5", ".", ",", ":"),
    *('"', '"', "“", "”", "„", "«", "»", "'", "(", ">", " ", " ", "\n", "\n\n"),
]
TEXTS = st.lists(st.sampled_from(PARTS)).map("".join) | st.text()


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quotations(text, expected):
    spans = quotations(text, min_words=3)
    assert [text[start:end] for start, end in spans] == expected


@pytest.mark.parametrize(("min_words", "n_found"), [(1, 2), (2, 1), (3, 1), (4, 0)])
def test_shorter_ones_are_not_quotations(min_words, n_found):
    text = 'the "traitor" and "Parler\'s [sic] last-minute hope"'
    assert len(quotations(text, min_words=min_words)) == n_found


@pytest.mark.parametrize(("before", "after", "expected"), SPEAKERS)
def test_speaker(before, after, expected):
    text = f"Apple said so. {before}“we go”{after} Apple said so."
    start = 15 + len(before)
    within = (15, start + 7 + len(after))
    assert speaker(text, (start, start + 7), within=within) == expected


def test_a_name_farther_off_than_a_line_or_two_is_not_looked_for():
    text = "Amazon said " + "x" * 300 + ' "we go"'
    assert speaker(text, (313, 320), within=(0, len(text))) is None


@given(TEXTS, st.integers(1, 3))
def test_quotations_are_in_order_apart_and_long_enough(text, min_words):
    spans = quotations(text, min_words=min_words)
    assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))
    for start, end in spans:
        is_block = text[start] == ">"
        assert is_block or text[start] in '"“”„‟«»'
        assert is_block or len(words(text[start:end])) >= min_words


@given(st.lists(st.sampled_from(["a", " ", "'", ".", "\n", "’", "[sic]"])))
def test_without_marks_nothing_is_quoted(parts):
    assert quotations("".join(parts), min_words=1) == []


@pytest.mark.parametrize(
    "part", ['" a', "“", "“a” ", '"a\n\n', "«»", "> \n", 'A said "']
)
def test_a_text_of_300_000_characters_is_no_trouble(part):
    text = part * (300_000 // len(part))
    assert len(quotations(text, min_words=2)) <= len(text)


@pytest.mark.parametrize("part", ["Aa ", "Aa said ", "Aa, b, ", "Aa of the ", "a "])
def test_what_stands_around_a_quotation_is_looked_at_within_reach(part):
    text = part * 100_000 + '"we go" ' + part * 100_000
    start = len(part) * 100_000
    name = speaker(text, (start, start + 7), within=(0, len(text)))
    assert name is None or len(name) <= 200
