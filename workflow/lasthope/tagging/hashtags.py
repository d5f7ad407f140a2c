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
# What is known of the ways to make letters of words.
BEST, LONGER, RUN_END, N_WAYS = 0, 2, 4, 5


@compiled
def split_hashtags(data, letters, symbols, origins, ways, first, last, n):
    """Write the symbols of a text once more, with white space within its hashtags.

    Args:
        data: the bytes of the text.
        letters: the automaton over letters.
        symbols: of the text, and where to write.
        origins: the byte that each belongs to.
        ways: room for ``N_WAYS`` numbers for each symbol of a hashtag.
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
        ways: room for each letter: for ``BEST`` what the best way costs to make all
            from it on of words, 0 if there is none, and the end of its first word;
            for ``LONGER`` the same of those that begin with no shortest word; and for
            ``RUN_END`` where the shortest word at it no longer follows itself.
        first: where the letters begin.
        last: where they end.

    Returns:
        Where what is written ends.
    """
    moves, is_word = letters.moves, letters.is_word
    for start in range(last - 1, first - 1, -1):
        row = ways[start - first]
        row[:] = 0
        state, place = np.int64(letters.start), start
        stop = min(last, start + letters.longest_word)
        if start > first and origins[start] == origins[start - 1]:
            stop = start
        while place < stop:
            state = np.int64(moves[state + symbols[place]])
            place += 1
            if state == DEAD:
                break
            is_cut = place < last and origins[place] == origins[place - 1]
            if is_cut or not is_word[moves[state + CLASS_COLUMN]]:
                continue
            column = BEST
            if place - start == LEAST_LETTERS:
                row[RUN_END] = place
                if is_again(symbols, ways, first, start, place, last):
                    row[RUN_END] = run_end = ways[place - first, RUN_END]
                    improve(row, BEST, ways, first, run_end, last, BEST, last - first)
                    column = LONGER
            else:
                improve(row, LONGER, ways, first, place, last, BEST, 0)
            improve(row, BEST, ways, first, place, last, column, 0)
    if first == last or ways[0, BEST] == 0:
        return last
    # From the end, so that nothing is overwritten that is yet to be moved.
    begin, column, n_spaces = first, BEST, 0
    while ways[begin - first, column + 1] < last:
        following = ways[begin - first, column + 1]
        is_short = following - begin == LEAST_LETTERS
        column = BEST
        if is_short and is_again(symbols, ways, first, begin, following, last):
            column = LONGER
        begin = following
        ways[n_spaces, BEST] = begin
        n_spaces += 1
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
def improve(row, column, ways, first, end, last, of_rest, more):
    """Take a way to make letters of words if it is better than the one that is known.

    Args:
        row: what is known of the letters.
        column: ``BEST`` or ``LONGER``; the cost of the way, and behind it the end of
            its first word.
        ways: what is known of all letters.
        first: where the letters begin.
        end: of the first word or run of the other way.
        last: where the letters end.
        of_rest: which of the ways to make the letters from there on it takes.
        more: what its first word costs more than any.
    """
    cost = ways[end - first, of_rest] if end < last else 0
    if end < last and cost == 0:
        return
    cost += 1 + more
    known = row[column]
    if known == 0 or cost < known or (cost == known and end > row[column + 1]):
        row[column], row[column + 1] = cost, end


@compiled
def is_again(symbols, ways, first, start, end, last):
    """Tell whether one of the shortest words follows itself."""
    if end == last or ways[end - first, RUN_END] == 0:
        return False
    for ahead in range(LEAST_LETTERS):
        if symbols[start + ahead] != symbols[end + ahead]:
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
