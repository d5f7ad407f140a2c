"""Read hashtags as words: apart where case or digits say so, or where words are known.

``docs/tagging.md`` tells where a hashtag falls apart.
"""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

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


class Way(NamedTuple):
    """How letters are made of words.

    Attributes:
        cost: how many words, and for each run one more than there could be words.
        end: of the first word or run.
        rest: how the letters from there on are made.
    """

    cost: int
    end: int
    rest: "Way | None"


def word_starts(letters: Sequence[str], words: Set[str]) -> list[int]:
    """Return where the second and each further word of joined letters begins.

    No word of ``LEAST_LETTERS`` follows itself; as often as it does so on end, it is a
    run, which stays in one piece. Of all ways to make the letters of words and runs
    that with the fewest runs counts, of these that with the fewest words; of equally
    many the one whose first word is longest, and so on. None if there is no way, or one
    word.

    Args:
        letters: each folded, which may make several of one.
        words: of at least ``LEAST_LETTERS``.

    >>> word_starts("stopthesteal", {"stop", "the", "steal", "st", "op"})
    [4, 7]
    >>> word_starts("meme", {"me"})
    []
    >>> word_starts("stopthememe", {"stop", "the", "me"})
    [4, 7]
    """
    longest, n = max(map(len, words), default=0), len(letters)
    # From each place on the best way, and the best that begins with no shortest word.
    ways: list[Way | None] = [None] * n + [Way(0, n, None)]
    longer: list[Way | None] = [None] * (n + 1)
    # The shortest word at each place, and where it no longer follows itself.
    shortest: list[tuple[str, int]] = [("", 0)] * (n + 1)
    for start in reversed(range(n)):
        word = ""
        for end, letter in enumerate(letters[start:], start + 1):
            word += letter
            if len(word) > longest:
                break
            if word not in words:
                continue
            rest = ways[end]
            if len(word) == LEAST_LETTERS:
                is_again, run_end = shortest[end][0] == word, shortest[end][1]
                shortest[start] = (word, run_end if is_again else end)
                if is_again:
                    rest = longer[end]
                    ways[start] = _better(ways[start], ways[run_end], run_end, n + 1)
            else:
                longer[start] = _better(longer[start], rest, end, 1)
            ways[start] = _better(ways[start], rest, end, 1)
    return list(_followed(ways[0]))


def _better(known: Way | None, rest: Way | None, end: int, cost: int) -> Way | None:
    """Return the better of the way that is known and another."""
    if not rest:
        return known
    other = Way(rest.cost + cost, end, rest)
    if known and (known.cost, -known.end) < (other.cost, -end):
        return known
    return other


def _followed(way: Way | None) -> Iterator[int]:
    while way and way.rest and way.rest.rest:
        yield way.end
        way = way.rest


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
