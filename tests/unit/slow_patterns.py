"""The pattern language once more, character by character: slow, and without `re`."""

import itertools

APOSTROPHES = "'’‘ʼ"


HYPHENS = "-‐‑"


def letter(char):
    return char.isalnum() or char == "_" or 0x300 <= ord(char) <= 0x36F


def characters(text, split=None):
    """Return the folded characters of a text, each with its place in the text.

    If there is a set of words to ``split`` by, hashtags fall into words.
    """
    places = list(enumerate(text))
    for start in range(len(text)):
        for sic in ("[sic]", "[sic.]", "[sic!]"):
            if text[start : start + len(sic)].lower() == sic:
                end = start + len(sic)
                places[start:end] = [(place, " ") for place in range(start, end)]
    plain = [
        (place, "'" if char in APOSTROPHES else "-" if char in HYPHENS else char)
        for place, char in places
    ]
    if split is not None:
        plain = split_hashtags(plain, split)
    return [(place, part) for place, char in plain for part in char.casefold()]


def split_hashtags(plain, words):
    """Put white space between the words of hashtags, as case or known words say."""
    written, piece, in_tag = [], [], False
    for number, (place, char) in enumerate(plain):
        before = plain[number - 1][1] if number else ""
        after = plain[number + 1][1] if number + 1 < len(plain) else ""
        in_tag = letter(char) and (in_tag or before in ("#", "＃"))
        is_begun = in_tag and letter(before or " ") and begins(before, char, after)
        if not in_tag or char == "_" or is_begun:
            written += apart(piece, words)
            piece = []
        if is_begun:
            written.append((place, " "))
        if in_tag and char != "_":
            piece.append((place, char))
        else:
            written.append((place, " " if in_tag else char))
    return written + apart(piece, words)


def apart(piece, words):
    """Put white space between the known words that joined characters are."""
    ways = [way for way in segmentations(piece, words) if not doubled(way, words)]
    fewest = min(ways, key=lambda way: rank(way, words), default=())
    if not fewest:
        return piece
    first, *others = fewest
    return first + [part for word in others for part in ((word[0][0], " "), *word)]


def rank(way, words):
    """Fewest runs first, then fewest words, then the longest first word."""
    n_runs = sum(is_run(word, words) for word in way)
    return n_runs, len(way), [-len(word) for word in way]


def spelt(word):
    return "".join(char.casefold() for _, char in word)


def pairs(piece, words):
    """Return the characters as words of two letters, none if they are not."""
    for end in range(1, len(piece) + 1):
        if len(spelt(piece[:end])) == 2 and spelt(piece[:end]) in words:
            rest = pairs(piece[end:], words)
            return [] if rest == [] and piece[end:] else [spelt(piece[:end]), *rest]
    return []


def is_run(word, words):
    """Tell whether it is a word of two letters more than once, as meme is of me."""
    made_of = pairs(word, words)
    return spelt(word) not in words and len(made_of) > 1 and len(set(made_of)) == 1


def doubled(way, words):
    """Tell whether a word of two letters follows itself, or goes on after its run."""
    for one, other in itertools.pairwise(way):
        if is_run(one, words):
            first = pairs(one, words)[0]
            if any(spelt(other[:end]) == first for end in range(len(other) + 1)):
                return True
        elif len(spelt(one)) == 2:
            if spelt(other) == spelt(one):
                return True
            if is_run(other, words) and pairs(other, words)[0] == spelt(one):
                return True
    return False


def segmentations(piece, words):
    """Yield all ways to make known words, and runs of one, of joined characters."""
    if not piece:
        yield []
    for end in range(1, len(piece) + 1):
        if spelt(piece[:end]) in words or is_run(piece[:end], words):
            for rest in segmentations(piece[end:], words):
                yield [piece[:end], *rest]


def begins(before, char, after):
    """Tell whether a word of a hashtag begins: FreeSpeech, BLMRiots, May6, 6May."""
    if before.isupper() and char.isupper():
        return after.islower()
    if char.isupper():
        return before.islower() or before.isdigit()
    return char.isdigit() and (before.isupper() or before.islower())


def at(chars, place):
    return chars[place][1] if 0 <= place < len(chars) else "\n"


def is_edge(chars, end):
    """A word may end here: no letter follows, and not the n't of a negation."""
    negation = at(chars, end) + at(chars, end + 1) == "'t"
    return not letter(at(chars, end)) and not (
        negation and not letter(at(chars, end + 2))
    )


def glob(word, chars, place):
    """Yield the ends of a pattern's word that begins at a place."""
    if not word:
        if is_edge(chars, place):
            yield place
    elif word[0] == "*":
        yield from glob(word[1:], chars, place)
        if place < len(chars) and letter(at(chars, place)):
            yield from glob(word, chars, place + 1)
    elif place < len(chars) and at(chars, place) == word[0]:
        yield from glob(word[1:], chars, place + 1)


def any_word(chars, place):
    """Return the end of the whole word that begins at a place, or None."""
    if letter(at(chars, place - 1)) or not letter(at(chars, place)):
        return None
    while letter(at(chars, place)) or (
        at(chars, place) == "'" and letter(at(chars, place + 1))
    ):
        place += 1
    return place


def space(chars, place):
    """Return the ends of a space: all the white space there is, or one hyphen."""
    end = place
    while end < len(chars) and at(chars, end).isspace():
        end += 1
    return [end] if end > place else [place + 1] if at(chars, place) == "-" else []


def between(chars, place):
    """Return the end of what may stand between words of a gap, or None."""
    end = place
    while end < len(chars) and not letter(at(chars, end)):
        inner = letter(at(chars, end - 1)) and letter(at(chars, end + 1))
        if at(chars, end) in "!?…" or (at(chars, end) == "." and not inner):
            break
        end += 1
    return end if end > place else None


def ends(words, chars, place, gap_words):
    """Yield the ends of a sequence of words that begins at a place, nearest first."""
    if not words:
        yield place
        return
    word, rest = words[0], words[1:]
    if word == "...":
        for _ in range(gap_words + 1):
            place = between(chars, place)
            if place is None:
                return
            yield from ends(rest, chars, place, gap_words)
            place = any_word(chars, place)
            if place is None:
                return
        return
    if letter(at(chars, place - 1)):
        return
    found = [any_word(chars, place)] if word == "*" else glob(word, chars, place)
    for end in found:
        if end is None:
            continue
        if not rest or rest[0] == "...":
            yield from ends(rest, chars, end, gap_words)
        else:
            for after in space(chars, end):
                yield from ends(rest, chars, after, gap_words)


def slow(text, pattern, gap_words, words):
    """Return all spans of one pattern without braces."""
    return slow_in(characters(text), pattern, gap_words) | slow_in(
        characters(text, split=words), pattern, gap_words
    )


def plain_words(pattern):
    """Return the words of a pattern without signs, of two letters or more."""
    words = pattern.removeprefix("^").casefold().replace("-", " ").split()
    return {word for word in words if len(word) > 1 and not set(word) & set("*.'")}


def slow_in(chars, pattern, gap_words):
    """Return all spans in folded characters."""
    opening = pattern.startswith("^")
    words = pattern.removeprefix("^").casefold().replace("-", " ").split()
    spans = set()
    for place in range(len(chars)):
        if opening and any(letter(at(chars, before)) for before in range(place)):
            break
        for end in itertools.islice(ends(words, chars, place, gap_words), 1):
            spans.add((chars[place][0], chars[end - 1][0] + 1))
    return spans


def slow_find(text, patterns, vetoes, gap_words):
    words = {word for pattern in (*patterns, *vetoes) for word in plain_words(pattern)}
    spans = {s for pattern in patterns for s in slow(text, pattern, gap_words, words)}
    vetoed = {s for pattern in vetoes for s in slow(text, pattern, gap_words, words)}
    kept = {
        (start, end)
        for start, end in spans
        if not any(start < stop and begin < end for begin, stop in vetoed)
    }
    return sorted(
        (start, end)
        for start, end in kept
        if not any(
            (begin, stop) != (start, end) and begin <= start and end <= stop
            for begin, stop in kept
        )
    )
