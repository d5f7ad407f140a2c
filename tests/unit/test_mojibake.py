r"""Mended texts against the texts before they were damaged.

The damage is done here, by encoding in one encoding and decoding in another.
"""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lasthope.ingest.mojibake import mended

SOUND = [
    *("", "free speech", "déjà vu – “ÇA” … €5 ½ 20 °C", "Ärger, Übermut, Straße, Åse"),
    *("¿Qué pasó en España?", "NÃO À CENSURA, IRMÃ!", "«Où ça?» demanda-t-il", "Â Ã Ä"),
    *(
        "İstanbul’da ağaç",
        "Zażółć gęślą jaźń",
        "Příliš žluťoučký kůň",
        "Þórður á Íslandi",
    ),
    *("Привет, как дела?", "Γειά σου Κόσμε", "שלום עולם", "مرحبا بالعالم", "नमस्ते"),
    *("你好，世界", "こんにちは", "안녕하세요", "สวัสดี", "🇺🇸💥👩🏽‍⚖️ ❤️ ☕™ ©2021 §230 ¶"),
    *("(ಠ_ಠ) ʕ•ᴥ•ʔ ¯\\_(ツ)_/¯", "a\x85b\u2028c", "\ud800 \ufffd", "5′ 6″ × 3² ≠ ±½"),
]


def misread(text, right, wrong):
    """Return what stands there if bytes in one encoding are read in another."""
    return text.encode(right).decode(wrong)


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays(text):
    assert mended(text) == (text, False)


@pytest.mark.parametrize(
    "text",
    [
        "don’t",
        "“Quoted” – and … cut",
        "💥 One 🇺🇸 Two",
        "déjà vu",
        "für Ärger",
        "5 £ ½ °C",
    ]
    + [
        "Привет, как дела?",
        "Γειά σου",
        "你好，世界",
        "안녕하세요",
        "¿Qué pasó?",
        "a\u00a0b",
    ],
)
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_utf8_read_as_latin_1(text, layers):
    damaged = text
    for _ in range(layers):
        damaged = misread(damaged, "utf-8", "latin-1")
    assert mended(damaged) == (text, True)


@pytest.mark.parametrize("text", ["don’t", "a – b … “c", "für Äcker", "€ 5", "🇺🇸 💥"])
def test_utf8_read_as_windows_1252(text):
    damaged = misread(text, "utf-8", "cp1252")
    assert mended(damaged) == (text, True)
    twice = misread("it’s", "utf-8", "cp1252").encode().decode("latin-1")
    assert mended(twice) == ("it’s", True)


def test_only_the_damaged_part_is_mended():
    assert mended("Déjà vu, donâ\x80\x99t 你好") == ("Déjà vu, don’t 你好", True)
    assert mended("it’s and itâ€™s") == ("it’s and it’s", True)
    # Cut in the middle of a character: the rest is mended, the stump stays.
    assert mended("donâ\x80\x99t ð\x9f\x98") == ("don’t ð\x9f\x98", True)


def test_windows_1252_read_as_latin_1():
    text = "“Quoted” – wasn’t it ‹5 €›? Œuvre™"
    assert mended(misread(text, "cp1252", "latin-1")) == (text, True)


@pytest.mark.parametrize("text", ["a\x85b", "a\x81b", "ð\x9f\x98", "é\x94"])
def test_controls_that_could_be_something_else_stay(text):
    assert mended(text) == (text, False)


# The letters that bytes of UTF-8 become, and those that may follow them.
LEADS = {chr(byte) for byte in range(0xC2, 0xF5)}
FOLLOWERS = {chr(byte) for byte in range(0x80, 0xC0)} | {
    bytes([byte]).decode("cp1252", errors="ignore") for byte in range(0x80, 0xA0)
}
# Of these characters UTF-8 has bytes that are controls of Latin-1: nobody types them.
TELLING = st.characters(exclude_categories=["Cc", "Cs"]).filter(
    lambda c: any(0x80 <= byte < 0xA0 for byte in c.encode())
)


@given(st.text(st.characters(exclude_categories=["Cc"])))
@example("Ã©")
@example("\ud800")
def test_only_what_is_the_encoding_of_something_is_touched(text):
    pairs = zip(text, text[1:], strict=False)
    could_be = any(a in LEADS and b in FOLLOWERS for a, b in pairs)
    assert could_be or mended(text) == (text, False)


@given(st.text(TELLING, min_size=1))
def test_damage_that_shows_is_undone(text):
    assume(mended(text) == (text, False))
    assert mended(misread(text, "utf-8", "latin-1")) == (text, True)


WORDS = ["it’s", "“a", "b”", "für", "Привет", "你好", "🇺🇸", "café,", "plain", "über"]
WAYS = [["latin-1"], ["cp1252"], ["latin-1"] * 2, ["cp1252", "latin-1"], []]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WAYS))))
def test_each_word_in_its_own_way(words):
    damaged = []
    for word, way in words:
        for wrong in way:
            # Windows-1252 has no character for five of the bytes.
            sloppy = word.encode().decode(wrong, errors="ignore")
            word = sloppy if sloppy.encode(wrong) == word.encode() else word
        damaged.append(word)
    expected = " ".join(word for word, _ in words)
    assert mended(" ".join(damaged))[0] == expected


@pytest.mark.parametrize("part", ["Ã\x83", "â\x80\x99", "Ã", "\x80", "ð\x9f", "Â\xa0é"])
def test_many_characters_are_no_trouble(part):
    mended(part * (300_000 // len(part)))


def test_layers_that_peel_one_by_one_are_no_trouble():
    mended("Ã" + "\x83" * 300_000)
