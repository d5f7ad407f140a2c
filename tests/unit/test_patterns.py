"""Patterns and what they find, against a slow matcher without regular expressions."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.matching import compile_codebook
from lasthope.patterns import PatternError, expand, fold, parse
from slow_patterns import slow_find


def category(name, patterns, vetoes=()):
    return {"id": name, "patterns": list(patterns), "vetoes": list(vetoes)}


def find(text, *patterns, vetoes=(), gap_words=3):
    """Return the stretches of a text that the patterns of one category match."""
    codebook = {"categories": [category("a", patterns, vetoes)]}
    found = compile_codebook(codebook, gap_words).find(text)
    return [text[match.start : match.end] for match in found]


PIECES = [
    *("free", "Speech", "speeches", "don", "t", "they", "us", "US", "ban", "banned"),
    *("straße", "STRASSE", "İ", "i", "ß", "é", "\u0301", "_", "7", "3.5", "p.m"),
    *(" ", " ", " ", "  ", "\n", "\u00a0", "-", "‑", "--", ",", ".", "!", "?", "…"),
    *("'", "’", "[sic]", "[SIC]", "#", "@", "🔥", "\x00", "<b>", '"'),
    *("#FreeSpeech", "#free_us", "#They", "Us", "#USBan", "1", "A", "＃", "ʼ", "ŉ"),
    *("#freespeech", "#theyus", "#STRASSEus", "#straße"),
]


# Few enough that gaps and overlaps come about by chance.
FEW = ["they", "us", "free", "ban", " ", " ", " ", ", ", "-", "--", ". ", "'"]


PATTERNS = [
    *("free speech", "speech", "free-speech", "speech*", "b*n", "ba*e*d", "don't"),
    *(
        "they ... us",
        "free * us",
        "they free",
        "^they",
        "^ban*",
        "don",
        "strasse",
        "i̇",
        "t",
        "us",
    ),
    *("they ... free ... us", "us", "don't they", "s*e", "us * us"),
]


@settings(max_examples=400)
@given(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
    | st.lists(st.sampled_from(FEW), max_size=20).map("".join),
    st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(PATTERNS), max_size=1),
    st.integers(0, 3),
)
@example("They’d ban, 3.5 of us", ["they ... us"], [], 3)
@example("don’t don they", ["don", "don't they"], [], 0)
@example("#freespeech #theyusspeech", ["free speech", "us"], ["they us speech"], 0)
@example("#Straßeus_theyfree", ["strasse us", "they free", "us * free"], [], 0)
@example("free [sic] speech", ["free speech"], [], 0)
def test_the_matcher_finds_what_the_slow_one_finds(text, patterns, vetoes, gap_words):
    codebook = {"categories": [category("a", patterns, vetoes)]}
    found = compile_codebook(codebook, gap_words).find(text)
    spans = [(match.start, match.end) for match in found]
    assert spans == slow_find(text, patterns, vetoes, gap_words)


@given(st.text(), st.sampled_from(PATTERNS))
def test_any_text_can_be_searched(text, pattern):
    codebook = {"categories": [category("a", [pattern])]}
    found = compile_codebook(codebook, 3).find(text)
    spans = [(match.start, match.end) for match in found]
    assert spans == slow_find(text, [pattern], [], 3)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("text", "patterns", "matched"),
    [
        ("CENSORSHIP is bad", ["censor*"], ["CENSORSHIP"]),
        ("uncensored posts", ["censor*"], []),
        ("two speeches", ["speech"], []),
        ("free  speech", ["free speech"], ["free  speech"]),
        ("free-speech zone", ["free speech"], ["free-speech"]),
        ("free‑speech zone", ["free speech"], ["free‑speech"]),
        ("free -- speech", ["free speech"], []),
        ("free--speech", ["free speech"], []),
        ("free\nspeech", ["free speech"], ["free\nspeech"]),
        ("free\u00a0speech", ["free speech"], ["free\u00a0speech"]),
        ("It's free. Speech costs", ["free speech"], []),
        ("free, speech", ["free speech"], []),
        ("free & speech", ["free speech"], []),
        ("worlds [sic] last hope", ["worlds last hope"], ["worlds [sic] last hope"]),
        ("a [sic] b", ["sic"], []),
        ("I don’t believe it", ["don't believe"], ["don’t believe"]),
        ("I don't believe it", ["don’t believe"], ["don't believe"]),
        ("'freedom' they say", ["freedom"], ["freedom"]),
        ("#freedom @Patriots", ["freedom", "patriot*"], ["freedom", "Patriots"]),
        ("freedom_fighter", ["freedom"], []),
        ("pro-freedom rally", ["freedom"], ["freedom"]),
        ("a patriot's day", ["patriot*"], ["patriot"]),
        ("thirty days' notice", ["days' notice"], ["days' notice"]),
        ("we can't and won't", ["we can", "won"], []),
        ("so called experts", ["so-called"], ["so called"]),
        ("ban ban ban", ["ban"], ["ban", "ban", "ban"]),
        ("NAÏVE people", ["naïve"], ["NAÏVE"]),
        ("freedomé éban", ["freedom", "ban"], []),
        ("freedom\u0301", ["freedom"], []),
        ("“Freedom”…now", ["freedom", "now"], ["Freedom", "now"]),
        ("🔥freedom🔥", ["freedom"], ["freedom"]),
        ("İİ freedom", ["freedom"], ["freedom"]),
        ("GROSSE Straße", ["große strasse"], ["GROSSE Straße"]),
        ("witches hunting witch", ["witch* hunt*"], ["witches hunting"]),
        ("happiness", ["happ*", "happiness"], ["happiness"]),
        ("the women, a woman", ["wom*n"], ["women", "woman"]),
        ("free/patriot—ban", ["free", "patriot", "ban"], ["free", "patriot", "ban"]),
        ("bann bans", ["bann*"], ["bann"]),
        ("take it seriously", ["take * seriously"], ["take it seriously"]),
        ("take seriously", ["take * seriously"], []),
        ("take it all seriously", ["take * seriously"], []),
        ("take don't seriously", ["take * seriously"], ["take don't seriously"]),
        ("they say, to us", ["they ... us"], ["they say, to us"]),
        ("they, us", ["they ... us"], ["they, us"]),
        ("they say to all us", ["they ... us"], ["they say to all us"]),
        ("they say to all of us", ["they ... us"], []),
        ("they say. To us", ["they ... us"], []),
        ("they say! us", ["they ... us"], []),
        ("they pay 3.5 for us", ["they ... us"], []),
        ("they pay 3.5 us", ["they ... us"], ["they pay 3.5 us"]),
        ("they said they hate us", ["they ... us"], ["they said they hate us"]),
        ("they hate us and us", ["they ... us"], ["they hate us"]),
        ("us and us or us", ["us * us"], ["us and us", "us or us"]),
        ("us us", ["they ... us"], []),
        ("“Stop it, stop", ["^stop"], ["Stop"]),
        ("you stop", ["^stop"], []),
        ("", ["stop"], []),
        ("break up big tech, break up tech", ["break up {big|} tech"],
         ["break up big tech", "break up tech"]),
        ("moderates, moderation", ["moderat{es|ion}"], ["moderates", "moderation"]),
        ("#FreeSpeech now", ["free speech"], ["FreeSpeech"]),
        ("#FreeSpeech now", ["freespeech", "speech now"], ["FreeSpeech", "Speech now"]),
        ("#freespeech now", ["free speech"], ["freespeech"]),
        ("#FREESPEECH #Freespeech2021", ["free speech"], ["FREESPEECH", "Freespeech"]),
        ("#stopthesteal", ["stop * steal", "the"], ["stopthesteal"]),
        ("#stopthesteal", ["stop * steal"], []),
        ("freespeech, @freespeech", ["free speech"], []),
        ("#freespeechnow #stopsteals", ["free speech", "stop steal*"], []),
        ("#usa #i_am", ["us a", "i am"], ["i_am"]),
        ("#freespeech", ["free speech", "freespeech rights"], []),
        ("#usagain", ["us again", "usa", "gain"], ["usa", "gain"]),
        ("FreeSpeech now", ["free speech"], []),
        ("#Free_Speech", ["free speech"], ["Free_Speech"]),
        ("#USBanned it", ["us banned it"], ["USBanned it"]),
        ("#January6 #1stAmendment", ["january 6", "1st amendment"],
         ["January6", "1stAmendment"]),
        ("# FreeSpeech @FreeSpeech", ["free speech"], []),
        ("#StopTheSteal!", ["stop * steal", "^stop"], ["StopTheSteal"]),
        ("##StopIt", ["stop it"], ["StopIt"]),
        ("he said 100 percent", ["100 percent"], ["100 percent"]),
    ],
)  # fmt: skip
def test_tricky_cases(text, patterns, matched):
    assert find(text, *patterns) == matched


def test_nested_matches_are_dropped_and_partial_overlaps_kept():
    found = find("free speech rights", "free speech", "speech", "speech rights")
    assert found == ["free speech", "speech rights"]


def test_categories_do_not_hide_each_other():
    codebook = {
        "categories": [category("b", ["speech"]), category("a", ["free speech"])]
    }
    found = compile_codebook(codebook, 0).find("free speech")
    assert [(m.category, m.pattern, m.start, m.end) for m in found] == [
        ("a", "free speech", 0, 11),
        ("b", "speech", 5, 11),
    ]


def test_of_patterns_that_match_alike_the_first_by_name_is_told():
    for patterns in (["ban*", "b*n", "ban"], ["ban", "b*n", "ban*"]):
        codebook = {"categories": [category("a", patterns)]}
        assert [m.pattern for m in compile_codebook(codebook, 0).find("ban")] == ["b*n"]


def test_the_pattern_is_told_as_written():
    codebook = {"categories": [category("a", ["{ban|kick}* Us"])]}
    assert (
        compile_codebook(codebook, 0).find("banned us")[0].pattern == "{ban|kick}* Us"
    )


def test_a_veto_drops_what_it_overlaps_and_nothing_else():
    text = "a tennis court order, a court order"
    assert find(text, "court", "order", vetoes=["tennis court"]) == [
        *("order", "court", "order"),
    ]
    assert find(text, "court order", vetoes=["tennis court"]) == ["court order"]


def test_a_veto_is_for_its_category_alone():
    codebook = {
        "categories": [
            category("a", ["court"], ["tennis court"]),
            category("b", ["court"]),
        ]
    }
    found = compile_codebook(codebook, 0).find("tennis court")
    assert [match.category for match in found] == ["b"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_categories_and_patterns_does_not_matter(order):
    patterns = ["free speech", "speech*", "{free|hate} speech", "they ... us"][::order]
    codebook = {"categories": [category(n, patterns) for n in "abc"[::order]]}
    found = compile_codebook(codebook, 2).find("they gave us free speech")
    assert [(m.category, m.pattern, m.start) for m in found] == [
        *(("a", "they ... us", 0), ("b", "they ... us", 0), ("c", "they ... us", 0)),
        *((n, "free speech", 13) for n in "abc"),
    ]


def test_folding_keeps_places():
    folded = fold("aİß’B")
    assert folded.text == "ai̇ss'b"
    assert list(folded.origin) == [0, 1, 1, 2, 2, 3, 4]


def test_braces():
    assert expand("a {b|c d} {e|}") == ["a b e", "a b", "a c d e", "a c d"]
    assert expand("plain") == ["plain"]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("*", "it would match anything"),
        ("* *", "it would match anything"),
        ("", "it, or one of its alternatives, holds no word"),
        ("{a|}", "it, or one of its alternatives, holds no word"),
        ("^", "holds no word"),
        ("{a|b", "a brace is not closed or stands inside another"),
        ("a}", "a brace is not closed or stands inside another"),
        ("{a|{b|c}}", "a brace is not closed or stands inside another"),
        ("a|b", "a bar stands outside braces"),
        ("*ism", "'*ism' must begin with a letter or digit"),
        ("a**b", "'a**b' must begin with a letter or digit"),
        ("'tis", '"\'tis" must begin with a letter or digit'),
        ("$5", "'$5' holds a character"),
        ("a, b", "'a,' holds a character"),
        ("(a)", "'(a)' holds a character"),
        ("a ^b", "'^b' holds a character"),
        ("... a", "a gap needs a word on either side"),
        ("a ...", "a gap needs a word on either side"),
        ("a ... ... b", "two gaps follow each other"),
        ("* ... *", "it would match anything"),
        ("{a|b|c|d|e|f|g|h|i|j}" * 4, "more than 1000 alternatives"),
    ],
)
def test_what_is_no_pattern_is_told(pattern, reason):
    with pytest.raises(PatternError) as caught:
        parse(pattern)
    assert reason in str(caught.value)
    with pytest.raises(UserError) as told:
        compile_codebook({"categories": [category("a", [pattern])]}, 3)
    start = f"the codebook: category 'a', pattern {pattern!r}: "
    assert str(told.value) == f"{start}{caught.value}."


@pytest.mark.parametrize(
    "text",
    [
        "b" * 10**6,
        "ban " * 250_000,
        "they " + " " * 10**6,
        "they" + "," * 10**6,
        "they-" * 200_000,
        "they ban " * 100_000 + "!",
        "bx" * 500_000,
    ],
)
def test_a_text_of_a_megabyte_is_no_trouble(text):
    """Each of these would take hours if anything were tried twice for every letter."""
    find(text, "b*n*x", "they ... ban ... us", "^they ... us", "they us", gap_words=12)
