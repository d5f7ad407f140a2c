"""Read hashtags as words: apart where case or digits say so, or where words are known.

``docs/tagging.md`` tells where a hashtag falls apart.
"""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from lasthope.patterns import HASHES, LETTER, Folded, casefolded, fold, plainly

HASHTAG = re.compile(rf"(?<=[{HASHES}]){LETTER}+")
# Single letters would take too much apart, and what repeats a word of no more letters
# is most often another: "meme" is not "me me".
LEAST_LETTERS = 2


def readings(text: str, words: Set[str]) -> list[Folded]:
    """Return a text folded and, if that is another text, its hashtags split.

    Args:
        text: as it is.
        words: folded, of which joined hashtags may be made.
    """
    whole = fold(text)
    if not any(sign in text for sign in HASHES):
        return [whole]
    split = fold_split(text, words)
    return [whole] if split.text == whole.text else [whole, split]


def fold_split(text: str, words: Set[str]) -> Folded:
    """Do what :func:`lasthope.patterns.fold` does, the words of each hashtag apart.

    >>> fold_split("#FreeSpeech", set()).text
    '#free speech'
    >>> fold_split("#freespeech2021", {"free", "speech"}).text
    '#free speech 2021'
    """
    plain = plainly(text)
    letters = list(plain)
    for tag in HASHTAG.finditer(plain):
        for start, end in pairwise(_edges(tag[0])):
            folded = [letter.casefold() for letter in tag[0][start:end]]
            begins = [start + ahead for ahead in word_starts(folded, words)]
            if start and "_" not in tag[0][start - 1 : start + 1]:
                begins.append(start)
            for place in begins:
                letters[tag.start() + place] = f" {tag[0][place]}"
            if folded == ["_"]:
                letters[tag.start() + start] = " "
    split = casefolded("".join(letters))
    origin = [place for place, written in enumerate(letters) for _ in written]
    return Folded(split.text, [origin[place] for place in split.origin])


def word_starts(letters: Sequence[str], words: Set[str]) -> list[int]:
    """Return where the second and each further word of joined letters begins.

    Of all ways to make them of words that with the fewest counts; of equally many the
    one whose first word is longest, and so on. None if there is no way, or one word, or
    if a word of ``LEAST_LETTERS`` follows itself.

    Args:
        letters: each folded, which may make several of one.
        words: of at least ``LEAST_LETTERS``.

    >>> word_starts("stopthesteal", {"stop", "the", "steal", "st", "op"})
    [4, 7]
    >>> word_starts("meme", {"me"})
    []
    """
    longest = max(map(len, words), default=0)
    # How many words the letters from each place on are, and where the second begins.
    ways: list[tuple[int, int] | None] = [None] * len(letters) + [(0, len(letters))]
    for start in reversed(range(len(letters))):
        word = ""
        for end, letter in enumerate(letters[start:], start + 1):
            word += letter
            if len(word) > longest:
                break
            rest, known = ways[end], ways[start]
            # Of equally many words the later end, so the longer word, counts.
            if rest and word in words and (not known or rest[0] < known[0]):
                ways[start] = (rest[0] + 1, end)
    starts = list(_followed(ways))
    return [] if _stutters(letters, starts) else starts


def _followed(ways: Sequence[tuple[int, int] | None]) -> Iterator[int]:
    way = ways[0]
    while way and way[0] > 1:
        yield way[1]
        way = ways[way[1]]


def _stutters(letters: Sequence[str], starts: Sequence[int]) -> bool:
    """Tell whether one of the shortest words follows itself."""
    ends = pairwise([0, *starts, len(letters)])
    words = ["".join(letters[start:end]) for start, end in ends]
    return any(a == b and len(a) == LEAST_LETTERS for a, b in pairwise(words))


def _edges(tag: str) -> list[int]:
    """Return where case, digits or ``_`` take a hashtag apart, and both its ends."""
    inner = range(1, len(tag))
    apart = [p for p in inner if "_" in tag[p - 1 : p + 1] or _begins_word(tag, p)]
    return [0, *apart, len(tag)]


def _begins_word(tag: str, place: int) -> bool:
    """Tell whether a word begins within a hashtag, by case and digits."""
    before, letter = tag[max(place - 1, 0) : place], tag[place]
    after = tag[place + 1 : place + 2]
    if not letter.isupper():
        return letter.isdigit() and (before.isupper() or before.islower())
    return after.islower() if before.isupper() else before.islower() or before.isdigit()
