"""Which words of a text say what it is about."""

import re

from lasthope.text import words

# Words that say how a sentence is built, not what it is about. Unlike in longer lists,
# nothing that can be a subject is here: "last", "system" and "interest" stay.
FUNCTION_WORDS = {
    "determiners": (
        "a an the this that these those such same other others another each every "
        "either neither both all any some no none few many much more most less least "
        "several own"
    ),
    "pronouns": (
        "i me my mine myself we us our ours ourselves you your yours yourself "
        "yourselves he him his himself she her hers herself it its itself they them "
        "their theirs themselves one ones oneself who whom whose which what whoever "
        "whatever whichever someone somebody something anyone anybody anything "
        "everyone everybody everything nobody nothing"
    ),
    "auxiliaries": (
        "am is are was were be been being have has had having do does did doing done "
        "can could may might must shall should will would ought cannot can't won't "
        "shan't ain't get gets got getting gotten"
    ),
    "auxiliaries without their apostrophe": (
        "dont doesnt didnt cant wont isnt arent wasnt werent havent hasnt hadnt "
        "couldnt shouldnt wouldnt im ive youre youve theyre theyve"
    ),
    "prepositions": (
        "about above across after against along amid among around as at before behind "
        "below beneath beside besides between beyond by despite down during except for "
        "from in inside into like near of off on onto out outside over per since than "
        "through throughout till to toward towards under until unto up upon via with "
        "within without"
    ),
    "conjunctions": (
        "and but or nor so yet if unless whether because although though while whereas "
        "once"
    ),
    "adverbs": (
        "not never only just also too very quite rather even still already again ever "
        "always often here there then thus hence now else however therefore moreover "
        "meanwhile otherwise perhaps maybe almost really actually when where why how "
        "whenever wherever somewhere anywhere everywhere nowhere"
    ),
}
STOP_WORDS = frozenset(" ".join(FUNCTION_WORDS.values()).split())
# What may hang on a word: a possessive or a shortened auxiliary.
CLITIC = re.compile(r"(?:n't|'(?:s|ll|re|ve|d|m))$")


def content_words(text: str) -> list[str]:
    """Return the words of a text without stop words, possessives and clitics.

    >>> content_words("They don't want Parler’s users [sic]: we're the last hope!")
    ['want', 'parler', 'users', 'last', 'hope']
    """
    stems = (CLITIC.sub("", word) for word in words(text) if word not in STOP_WORDS)
    return [stem for stem in stems if stem not in STOP_WORDS]
