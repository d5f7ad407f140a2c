"""Split hashtags into words, as lasthope.hashtags.fold_split does."""

import numpy as np

from lasthope.compiling import compiled
from lasthope.hashtags import LEAST_LETTERS
from lasthope.tagging.alphabet import (
    DIGIT,
    HASH,
    LOWER,
    OTHER_LETTER,
    SPACE,
    UNDERSCORE,
    UPPER,
)
from lasthope.tagging.spelling import CLASS_COLUMN
from lasthope.tagging.symbols import decoded, width_of

# No state of the automaton over letters, from which no word is reached.
DEAD = 0


@compiled
def split_hashtags(data, letters, symbols, origins, ways, first, last, n):
    """Write the symbols of a text once more, with white space within its hashtags.

    Args:
        data: the bytes of the text.
        letters: the automaton over letters.
        symbols: of the text, and where to write.
        origins: the byte that each belongs to.
        ways: room for two numbers for each symbol of a hashtag.
        first: where the symbols of the text begin.
        last: where they end.
        n: from where on to write.

    Returns:
        Where what is written ends; ``n`` if the text stays as it is.
    """
    entries = letters.entries
    end, is_tag, before, is_changed, piece = n, False, 0, False, n
    for place in range(first, last):
        symbol, origin = symbols[place], origins[place]
        if not is_tag and (symbol < OTHER_LETTER or symbols[place - 1] != HASH):
            symbols[end], origins[end] = symbol, origin
            end += 1
            continue
        is_letter = symbol >= OTHER_LETTER
        was_tag = is_tag
        is_tag = is_letter and (is_tag or place > first and symbols[place - 1] == HASH)
        is_begun = False
        if not is_tag:
            before = 0
        elif place == first or origins[place - 1] != origin:
            entry = entry_at(data, origin, entries)
            following = origin + width_of(data[origin])
            after = entry_at(data, following, entries) if following < len(data) else 0
            is_begun = begins_word(before, entry, after)
            before = entry
        is_blank = is_tag and symbol == UNDERSCORE
        if was_tag and (is_begun or is_blank or not is_tag):
            joined = end
            end = split_joined(letters, symbols, origins, ways, piece, end)
            is_changed |= end > joined
        if is_begun:
            symbols[end], origins[end] = SPACE, origin
            end += 1
        symbols[end], origins[end] = SPACE if is_blank else symbol, origin
        is_changed |= is_begun or is_blank
        if is_begun or is_blank or not was_tag:
            piece = end + is_blank
        end += 1
    return end if is_changed else n


@compiled
def split_joined(letters, symbols, origins, ways, first, last):
    """Put white space between the words that joined letters are.

    It is done as lasthope.hashtags.word_starts does.

    Args:
        letters: the automaton over letters.
        symbols: with the joined letters, behind which nothing stands.
        origins: the byte that each belongs to.
        ways: room for each letter: how many words all from it on are, 0 if there is no
            way, and where the second begins.
        first: where the letters begin.
        last: where they end.

    Returns:
        Where what is written ends.
    """
    moves, is_word = letters.moves, letters.is_word
    for start in range(last - 1, first - 1, -1):
        fewest, following = 0, 0
        state, place = np.int64(letters.start), start
        stop = min(last, start + letters.longest_word)
        if start > first and origins[start] == origins[start - 1]:
            stop = start
        while place < stop:
            state = np.int64(moves[state + symbols[place]])
            place += 1
            if state == DEAD:
                break
            if not is_word[moves[state + CLASS_COLUMN]]:
                continue
            rest = ways[place - first, 0] if place < last else 0
            is_way = place == last or rest > 0 and origins[place] != origins[place - 1]
            if is_way and (fewest == 0 or rest < fewest):
                fewest, following = rest + 1, place
        ways[start - first, 0], ways[start - first, 1] = fewest, following
    n_spaces = ways[0, 0] - 1 if first < last else 0
    if n_spaces <= 0:
        return last
    # From the end, so that nothing is overwritten that is yet to be moved.
    begin = first
    for number in range(n_spaces):
        following = ways[begin - first, 1]
        if stutters(symbols, begin, following, ways[following - first, 1]):
            return last
        begin = following
        ways[number, 0] = begin
    end, target = last, last + n_spaces
    for number in range(n_spaces - 1, -1, -1):
        begin = ways[number, 0]
        while end > begin:
            end -= 1
            target -= 1
            symbols[target], origins[target] = symbols[end], origins[end]
        target -= 1
        symbols[target], origins[target] = SPACE, origins[begin]
    return last + n_spaces


@compiled
def stutters(symbols, first, middle, last):
    """Tell whether two words that follow each other are one of the shortest twice."""
    if middle - first != LEAST_LETTERS or last - middle != LEAST_LETTERS:
        return False
    for ahead in range(LEAST_LETTERS):
        if symbols[first + ahead] != symbols[middle + ahead]:
            return False
    return True


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
