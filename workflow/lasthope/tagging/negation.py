"""Tell whether a match is negated, as lasthope.clauses.Clauses does."""

from lasthope.compiling import compiled
from lasthope.tagging.alphabet import APOSTROPHE
from lasthope.tagging.keeping import FIRST_BYTE, NEGATED, TEXT
from lasthope.tagging.reading import WORD_FIRST, WORD_LAST


@compiled
def negate(rows, negators, reading, again, offsets):
    """Tell of each match whether a negator is among the words before, in its clause.

    Args:
        rows: the matches that are kept, of which NEGATED is written.
        negators: the words that negate.
        reading: of the texts.
        again: per text the number under which it was read last.
        offsets: where each text begins.
    """
    spelled, starts, window = negators.symbols, negators.starts, negators.window
    symbols, origins, words = reading.symbols, reading.origins, reading.words
    bounds, clause_ends = reading.bounds, reading.clause_ends
    text, word, ended, clause = -1, 0, 0, 0
    # In a text, matches, words and clauses all go forward.
    for row in range(len(rows)):
        if again[rows[row, TEXT]] != text:
            text = again[rows[row, TEXT]]
            word, ended, clause = bounds[text, 1], bounds[text, 2], 0
        start = rows[row, FIRST_BYTE] - offsets[rows[row, TEXT]]
        while ended < bounds[text + 1, 2] and clause_ends[ended] < start:
            clause = clause_ends[ended]
            ended += 1
        while word < bounds[text + 1, 1] and origins[words[word, WORD_FIRST]] < start:
            word += 1
        rows[row, NEGATED] = 0
        for before in range(max(bounds[text, 1], word - window), word):
            first, last = words[before, WORD_FIRST], words[before, WORD_LAST]
            if origins[first] >= clause:
                rows[row, NEGATED] |= is_negator(symbols[first:last], spelled, starts)


@compiled
def is_negator(word, spelled, starts):
    """Tell whether a word negates."""
    for number in range(len(starts) - 1):
        if negates(spelled[starts[number] : starts[number + 1]], word):
            return True
    return False


@compiled
def negates(negator, word):
    """Tell whether a word is a negator or, if that has an apostrophe, ends in it."""
    before = len(word) - len(negator)
    if before < 0:
        return False
    may_end = before == 0
    for place in range(len(negator)):
        if word[before + place] != negator[place]:
            return False
        may_end |= negator[place] == APOSTROPHE
    return may_end
