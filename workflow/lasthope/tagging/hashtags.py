"""Split hashtags into words, as lasthope.patterns.split_hashtags does."""

from lasthope.compiling import compiled
from lasthope.tagging.alphabet import DIGIT, HASH, LONGER, LOWER, SYMBOL, UPPER
from lasthope.tagging.characters import decoded
from lasthope.tagging.reading import SPLIT


@compiled
def split_hashtags(data, begin, end, letters, split):
    """Write a text with SPLIT where its hashtags fall into words.

    Args:
        data: bytes.
        begin: where the text begins.
        end: where it ends.
        letters: the automaton over letters.
        split: where to write.

    Returns:
        How many bytes were written; 0 if the text stays as it is.
    """
    length, is_changed = 0, False
    is_tag, before = False, 0
    place = begin
    while place < end:
        entry, point, width = entry_at(data, place, letters)
        is_letter = entry & SYMBOL >= LONGER
        if is_tag and is_letter:
            after = 0
            if place + width < end:
                after, _, _ = entry_at(data, place + width, letters)
            if begins_word(before, entry, after):
                split[length] = SPLIT
                length += 1
                is_changed = True
        is_tag = entry & SYMBOL == HASH or is_tag and is_letter
        before = entry if is_letter else 0
        if is_tag and point == ord("_"):
            split[length] = ord(" ")
            length += 1
            is_changed = True
        else:
            for ahead in range(width):
                split[length + ahead] = data[place + ahead]
            length += width
        place += width
    return length if is_changed else 0


@compiled
def begins_word(before, entry, after):
    """Tell whether a word begins with a letter of a hashtag, by case and digits."""
    if entry & UPPER:
        if before & UPPER:
            return after & LOWER != 0
        return before & (LOWER | DIGIT) != 0
    return entry & DIGIT != 0 and before & (UPPER | LOWER) != 0


@compiled
def entry_at(data, place, letters):
    """Return what a character is, its code point, and how many bytes it has."""
    if data[place] < 0x80:
        return letters.entries[data[place]], int(data[place]), 1
    point, width = decoded(data, place)
    return letters.entries[point], point, width
