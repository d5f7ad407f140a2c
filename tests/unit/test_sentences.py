"""Sentences against splits written by hand, and what must hold of any text."""

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from lasthope import sentences as module
from lasthope.sentences import paragraphs, sentences, trim

STATEMENTS = Path(__file__).parents[2] / "data/statements/parler-2021.yaml"

# Each row is a text, cut where its sentences end; one space stands at each cut.
SPACED = [
    ["We left at 5 p.m. on Sunday.", "They stayed."],
    ["It ends at 11:59 p.m. PT.", "Then it is dark."],
    ["It ends at 11:59PM PST.", "We will ensure that all data is kept."],
    ["We met at 5 p.m.", "We will return."],
    ["They went dark at 5 p.m.", "Parler was gone."],
    ["The call is at 9 a.m. Monday, Jan. 11, at noon.", "Be there."],
    ["It began on Jan. 6.", "On Friday, Google suspended the app."],
    ["They met in Jan.", "They parted in Feb. 2021."],
    ["The U.S. Congress met.", "The U.S. is large."],
    ["It is the law in the U.S.", "The court said so."],
    ["Washington, D.C. residents left.", "He lives in D.C.", "It is small."],
    ["Parler LLC v. Amazon Web Services, Inc. was filed.", "It failed."],
    ["Parler sued Amazon Web Services, Inc.", "The judge refused."],
    ["Mr. Matze met Dr. No, Mrs. Pelosi, Sen. Cruz and Gov. Abbott.", "Why?"],
    ["MR. MATZE SPOKE ON JAN. 6.", "WE WILL WIN."],
    ["Some firms, e.g. Apple, i.e. the store, left.", "Others, vs. us, stayed."],
    ["E.g. The Guardian wrote of it.", "See p. 5 and pp. 7 to 9."],
    ["See No. 5 in Fig. 3 of Sec. 230.", "We do."],
    ["Did they ask?", "No.", "We said no.", "Never."],
    ["NO. 5 LIVES.", "NO.", "WE ASKED."],
    ["J. R. Smith met John D. Rockefeller.", "J. A. Jones did not."],
    ["It is plan B.", "We go.", "It was I.", "They knew."],
    ["Liberals, Christians, black, white, etc.", "They want to keep us fighting."],
    ["Apps, stores, etc. were closed.", "Tools etc.", "Amazon is next."],
    ["Smith et al. (2008) say so.", "Jones et al. agree."],
    ["It has 3.5 million users.", "It lost 0.5 per cent.", "Of $1.2 bn."],
    ["Go to parler.com.", "See https://example.com/a.b?c=d.e for more."],
    ["Visit https://example.com/?q=A.", "Then mail me@example.com."],
    ["Node.js and v1.2.3 are fine.", "hope.We is left whole."],
    ["Well... maybe.", "Well...", "They left.", "It is … what … it is."],
    ["We waited…", "Nothing came.", "They [...] won.", "We (…) Lost."],
    ["It is over....", "Go home.", "They . . . lost."],
    ["What?!", "No!!!", "Really?", "Yes!?!"],
    ["They will NOT win!", "We are the worlds [sic] last hope.", "Shameful."],
    ["It is ours. [sic]", "We know it [sic!] well.", "They do [sic]."],
    ["“We are done.”", "They left."],
    ["He said “stop.”", "“Now we go,” she said."],
    ["“He said ‘stop.’”", "They left.", "('No.')", "Yes."],
    ['"Stop!" he said.', '"Why?" they asked.', '"Go!"', "We left."],
    ["“Why now?” Matze asked.", "“Why?” the New York Times asked."],
    ["“Why now?”", "Matze left.", "“Never!”", "It is ours."],
    ["(See above.)", "We agree.", "[So do they.]", "We (all of us!) agree."],
    ["Is it (really?) so?", "It is (!) so."],
    ["We won.", "they lost.", "we were approx. five.", "so what?", "who cares!"],
    ["1. Parler was first.", "2. Amazon was second.", "12) Apple was not."],
    ["« Nous partons. »", "Il dit : « Non ! »", "Est-ce vrai ?", "Oui."],
    ["Er ging.", "»Wir bleiben.«", "Sie kam am 6. Januar mit z.B. Brot."],
    ["¿Por qué?", "¡No!", "La Sra. Díaz vive en EE.UU.", "El Sr. no."],
    ["#MAGA is back.", "#Parler too.", "@matze left."],
    ["Parley - brings people together.", "— John Matze said so."],
    ["- Parley - brings two people together.", "We know."],
]

# A text and its sentences, where more than one space stands between them.
OTHERS = [
    ("", []),
    (" \n\t ", []),
    ("...", ["..."]),
    ("👍", ["👍"]),
    ("Breaking News\nAmazon left", ["Breaking News", "Amazon left"]),
    ("a wrapped\nline ends.\nThen another", ["a wrapped\nline ends.", "Then another"]),
    ("One\n\ntwo\n \n \nthree", ["One", "two", "three"]),
    ("We want:\n- words\n- deeds\n1. a", ["We want:", "- words", "- deeds", "1. a"]),
    (
        "It ends.  \n  They left.\t We\u00a0go.",
        ["It ends.", "They left.", "We\u00a0go."],
    ),
    ("> We are\n> the last. Yes\nno", ["> We are\n> the last.", "Yes", "no"]),
    ("no\n> we are\nno", ["no", "> we are", "no"]),
    ("Great. ... ! Then go. 👍", ["Great. ... !", "Then go. 👍"]),
    ("... And we go.\n👍\nWe go", ["... And we go.\n👍", "We go"]),
    ("Bye.\n\n* * *\n\nHello.", ["Bye.", "* * *", "Hello."]),
    ("We go.\r\n\r\nThey stay.\r\nYes", ["We go.", "They stay.", "Yes"]),
    ("مرحبا. نعم! شكرا", ["مرحبا.", "نعم!", "شكرا"]),
]

# The statements, cut by hand where their sentences end.
SAID = {
    "aws-email-notice": [
        "AWS provides technology and services to customers across the political "
        "spectrum, and we continue to respect Parler’s right to determine for itself "
        "what content it will allow on its site.",
        "However, we cannot provide services to a customer that is unable to "
        "effectively identify and remove content that encourages or incites violence "
        "against others.",
        "Because Parler cannot comply with our terms of service and poses a very real "
        "risk to public safety, we plan to suspend Parler’s account effective Sunday, "
        "January 10th, at 11:59PM PST.",
        "We will ensure that all of your data is preserved for you to migrate to your "
        "own servers, and will work with you as best as we can to help your migration.",
    ],
    "aws-email-finding": [
        "it's clear that Parler does not have an effective process to comply with the "
        "AWS terms of service"
    ],
    "matze-rebuild": ["rebuild from scratch."],
    "matze-last-hope": [
        "We are the closest thing to competition Facebook or Twitter has seen in many "
        "years.",
        "I believe Amazon, Google, Apple worked together to try and ensure they don’t "
        "have competition.",
        "They will NOT win!",
        "We are the worlds [sic] last hope for free speech and free information.",
        "What they are doing is unprecedented, unfounded and absolutely disgusting.",
        "Shameful.",
        "This is a battle against all of us.",
        "Liberals, conservatives, atheists, Christians, black, white, etc.",
        "They want to keep us fighting.",
        "They don’t want us working together.",
        "They don’t want us working with each other, they want us hating one another.",
        "Parley - brings two people with conflicting ideas together.",
        "Our mission is free speech, democracy and us the people having the power.",
        "The elite don’t want us to be free, they want hate division and power!",
        "For us to win this fight we need everyone back on Parler Tuesday.",
        "By Monday at noon we will be fully operational again.",
    ],
    "matze-monday": ["By Monday at noon we will be fully operational again."],
    "matze-win": ["to win this fight."],
    "matze-responsible": [
        "feel responsible for any of this, and neither should the platform,"
    ],
    "aecj-tweet": [
        "We cannot be complicit in more bloodshed and violent attacks on our democracy."
    ],
    "users-traitor": ["traitor"],
    "users-soft-targets": ["soft targets"],
    "users-reporters": ["take reporters down by any means necessary."],
}

PARTS = [
    *("a", "We", "Mr", "U.S", "p.m", "No", "Jan", "J", "etc", "5", "said", "é", "👍"),
    *(".", "!", "?", "…", "...", '"', "“", "”", "«", "»", "'", "(", ")", "[sic]", "["),
    *(" ", " ", " ", "\n", "\n\n", "\t", "\r\n", "\u00a0", ">", "-", ",", ":", "\x1c"),
]
TEXTS = st.lists(st.sampled_from(PARTS)).map("".join) | st.text()


def split(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("expected", SPACED, ids=lambda expected: expected[0])
def test_sentences_with_one_space_between_them(expected):
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_lines_paragraphs_and_what_holds_no_word(text, expected):
    assert split(text) == expected


@pytest.mark.parametrize("name", SAID)
def test_statements_as_split_by_hand(name):
    statements = yaml.safe_load(STATEMENTS.read_text())["statements"]
    (text,) = (said["text"] for said in statements if said["id"] == name)
    assert split(text) == SAID[name]


@given(TEXTS)
@example("a!”\n b")
def test_every_character_is_in_one_sentence(text):
    spans = sentences(text)
    covered = [place for start, end in spans for place in range(start, end)]
    assert covered == sorted(set(covered))
    outside = set(range(len(text))) - set(covered)
    assert all(text[place].isspace() for place in outside)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""


@given(TEXTS)
def test_no_sentence_crosses_an_empty_line(text):
    assert not [said for said in split(text) if "\n\n" in said]


@given(TEXTS)
def test_only_a_paragraph_without_words_is_a_sentence_without_words(text):
    within = {span for span in paragraphs(text)}
    for start, end in sentences(text):
        has_word = any(character.isalnum() for character in text[start:end])
        assert has_word or (start, end) in within


@given(TEXTS, TEXTS)
def test_paragraphs_do_not_depend_on_each_other(one, other):
    apart = split(one.strip()) + split(other.strip())
    assert split(f"{one.strip()}\n\n{other.strip()}") == apart


@given(st.text(" \n\t\r\x85\u2028a"))
def test_trim_as_strip(text):
    span = trim(text, 0, len(text))
    assert (text[slice(*span)] if span else "") == text.strip()


HOSTILE = {
    "no stop": "a",
    "no word": ".",
    "space": " ",
    "lines": "\n ",
    "block quotations without words": "\n> ",
    "abbreviations": "Mr. ",
    "marks and quotation marks": '. "',
    "opening marks": "a. - - ",
    "names after closing marks": 'a!" Aa Bb Cc ',
    "one endless name": 'a!" A.A.',
    "editorial insertions": " [sic",
    "brackets": "[.",
}


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE)
def test_characters_are_looked_at_a_few_times(part, monkeypatch):
    """Count how far each pattern gets: a fixed number of times the length, no more."""
    seen = 0
    after = module._after

    def counted(pattern, text, start, end):
        nonlocal seen
        place = after(pattern, text, start, end)
        seen += place - start
        return place

    monkeypatch.setattr(module, "_after", counted)
    text = part * (4000 // len(part))
    assert sentences(text) or not text.strip()
    assert seen <= 4 * len(text)


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE)
def test_a_text_of_300_000_characters_is_no_trouble(part):
    text = part * (300_000 // len(part))
    spans = sentences(text)
    assert sum(end - start for start, end in spans) <= len(text)
