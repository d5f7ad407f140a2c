"""Split hashtags into words, as lasthope.patterns.fold_split does."""

from lasthope.compiling import compiled
from lasthope.tagging.alphabet import (
    DIGIT,
    HASH,
    LOWER,
    OTHER_LETTER,
    SPACE,
    UNDERSCORE,
    UPPER,
)
from lasthope.tagging.symbols import decoded, width_of


@compiled
def split_hashtags(data, entries, symbols, origins, first, last, n):
    """Write the symbols of a text once more, with white space within its hashtags.

    Args:
        data: the bytes of the text.
        entries: what each code point is.
        symbols: of the text, and where to write.
        origins: the byte that each belongs to.
        first: where the symbols of the text begin.
        last: where they end.
        n: from where on to write.

    Returns:
        Where what is written ends; ``n`` if the text stays as it is.
    """
    end, is_tag, before, is_changed = n, False, 0, False
    for place in range(first, last):
        symbol, origin = symbols[place], origins[place]
        is_letter = symbol >= OTHER_LETTER
        is_tag = is_letter and (is_tag or place > first and symbols[place - 1] == HASH)
        if not is_tag:
            before = 0
        elif place == first or origins[place - 1] != origin:
            entry = entry_at(data, origin, entries)
            following = origin + width_of(data[origin])
            after = entry_at(data, following, entries) if following < len(data) else 0
            if begins_word(before, entry, after):
                symbols[end], origins[end] = SPACE, origin
                end += 1
                is_changed = True
            before = entry
        is_blank = is_tag and symbol == UNDERSCORE
        symbols[end], origins[end] = SPACE if is_blank else symbol, origin
        is_changed |= is_blank
        end += 1
    return end if is_changed else n


@compiled
def begins_word(before, entry, after):
    """Tell whether a word begins with a letter of a hashtag, by case and digits."""
    if entry & UPPER:
        if before & UPPER:
            return after & LOWER != 0
        return before & (LOWER | DIGIT) != 0
    return entry & DIGIT != 0 and before & (UPPER | LOWER) != 0


@compiled
def entry_at(data, place, entries):
    """Return what the character is that begins at a byte."""
    if data[place] < 0x80:
        return entries[data[place]]
    point, _ = decoded(data, place)
    return entries[point]
