"""The language of a text, and where there is none to tell."""

import pytest

from lasthope.clean import language, language_identifier

LANGUAGES = ("en", "es", "de", "fr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We are the worlds [sic] last hope for free speech", "en"),
        ("THEY WANT TO KEEP US FIGHTING", "en"),
        ("Wir lassen uns nicht den Mund verbieten", "de"),
        ("La libertad de expresión es un derecho", "es"),
        ("Ils ne gagneront jamais ce combat", "fr"),
        ("soft [sic] [sic] targets now", None),
        ("", None),
    ],
)
def test_language(text, expected):
    identifier = language_identifier(LANGUAGES)
    assert language(text, identifier, min_words=4) == expected


def test_language_of_one_candidate_and_of_others():
    text = "Wir lassen uns nicht den Mund verbieten"
    assert language(text, language_identifier(("en",)), min_words=4) == "en"
    reversed_order = language_identifier(LANGUAGES[::-1])
    assert language(text, reversed_order, min_words=4) == "de"


class Undecided:
    """Ranks two languages, apart by some probability, and recalls what it read."""

    def __init__(self, apart):
        self.apart = apart

    def rank(self, text):
        self.text = text
        return [("fr", 0.4999999 + self.apart), ("en", 0.4999999), ("de", 0.0)]


def test_language_is_told_without_editorial_insertions():
    identifier = Undecided(apart=0.1)
    language("the worlds [sic] hope", identifier, min_words=1)
    assert identifier.text.split() == ["the", "worlds", "hope"]


@pytest.mark.parametrize(("apart", "expected"), [(0, None), (1e-6, None), (0.01, "fr")])
def test_two_languages_equally_probable_are_none(apart, expected):
    assert language("a b c", Undecided(apart), min_words=1) == expected
