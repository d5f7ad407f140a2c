r"""Find the sentences of a text, as spans of characters.

The rules, each for a case that splitting at every full stop gets wrong:

- An empty line always ends a sentence. A single line end does too, unless the next
  line starts in lower case: that is how a wrapped line is told from a heading, a list
  item or a line of a post. Between a block quotation (``>``) and the author's lines
  it always does.
- ``!``, ``?``, ``.`` and ``…`` end a sentence where white space follows, with the
  quotation marks and brackets that close there and a ``[sic]`` after them. A full stop
  without white space after it (3.5, example.com, "hope.We") ends nothing.
- Before lower case, a full stop ends one only after a plain word of three letters or
  more that is no abbreviation ("we won. they lost"), and ``!`` and ``?`` only if no
  quotation mark or bracket closes there (“Why?” he asked). Dots of omission (``...``,
  ``…``) end one only before what is not lower case; in brackets they never do.
- Titles and connectors (Mr., e.g., vs.) end none. Other abbreviations and initials
  (U.S., Inc., J. R.) end one only before a word that often starts a sentence (The, We,
  But). "p.m." ends one before a capital letter, unless that starts a time zone, a day
  or a month. "No.", "p." and the like end none before a number.
- What holds no letter or digit joins the sentence before it, or else the one after,
  within its paragraph.
"""

import re

from lasthope.text import EDITORIAL

Span = tuple[int, int]


def _forms(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES_AND_CONNECTORS = _forms(
    "Mr Mrs Ms Mx Dr Prof Rev Hon Sen Rep Gov Gen Lt Col Capt Sgt Cpl Maj Cmdr Adm "
    "Pres Supt Atty Messrs Mme Mlle Hr Dra Sra Srta Ud Uds "
    "e.g i.e eg ie vs v cf viz ca approx incl esp resp bzw ggf vgl evtl p.ej p.ex z.B"
)
OTHER_ABBREVIATIONS = _forms(
    "Inc Corp Co Cos Ltd LLC Bros Dept Univ Assn Jr Sr Esq Ph.D St Mt Ft Ave Blvd Rd "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs "
    "Fri Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn "
    "Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo EE.UU "
    "al dept govt est misc max min ed eds tel ext"
)
# These end a sentence as any word does, but not before lower case.
MOSTLY_WITHIN = _forms("etc usw cont seq")
BEFORE_NUMBER = _forms(
    "no nos Nr p pp fig figs sec secs art arts vol ch par para paras ex cl Abs núm pág"
)
ZONES_DAYS_MONTHS = _forms(
    "pt pst pdt et est edt ct cst cdt mt mst mdt gmt utc bst cet eastern pacific "
    "central mountain local monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november "
    "december mon tue tues wed thu thurs fri sat sun jan feb mar apr jun jul aug sep "
    "sept oct nov dec"
)
GERMAN_MONTHS = _forms(
    "januar jänner februar märz april mai juni juli august september oktober november "
    "dezember"
)
ANY = TITLES_AND_CONNECTORS | OTHER_ABBREVIATIONS | MOSTLY_WITHIN | BEFORE_NUMBER
# Words that begin sentences and seldom names.
STARTERS = _forms(
    "the a an this that these those he she it we they you i his her its our their my "
    "your there here what who why how when where while if as since because although "
    "though but and or so yet then thus however moreover also still even in on at by "
    "for from with after before during to not no nor yes all some many most both "
    "each every other is are was were do does did "
    "el los las una yo nosotros ellos ella pero le les un une il elle nous vous ils "
    "elles mais et je der das ein eine er sie es wir ihr ich und aber"
)

CLOSERS = r"\"'”’“»«)\]}"
STOP = re.compile(
    rf"{EDITORIAL.pattern}"
    rf"|(?P<line>\n\s*)"
    rf"|(?P<marks>[.!?…][.!?…{CLOSERS}]*(?:[ ]»(?=[\s.,;:!?]|\Z))?)"
    rf"(?:[^\S\n]*{EDITORIAL.pattern})*",
    re.IGNORECASE,
)
CLOSER = re.compile(f"[{CLOSERS}]")
EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
SPACE = re.compile(r"\s*")
# What may stand before the first word of a sentence.
OPENERS = re.compile(r"[\s\"'“”‘’„«»(\[{¿¡*_#@—–-]*")
QUOTE_MARKER = re.compile(r"[> \t]*")
WORD_CHARACTER = re.compile(r"[^\W_]")
FIRST_WORD = re.compile(r"(?P<word>[^\W_]+)(?P<stop>\.)?")
LAST_WORD = re.compile(r"[^\W_][\w.'’]*\Z")
LONGEST_ABBREVIATION = 24
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
CLOCK = re.compile(r"(?:\d+[ap]\.?m|[ap]\.m)\Z", re.IGNORECASE)
LIST_NUMBER = re.compile(r"\d{1,3}\Z")
DAY_NUMBER = re.compile(r"\d{1,2}\Z")

CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w'’&-]*+\.?"
# "Amazon", "John Matze", "Amazon Employees for Climate Justice".
LINKS = r"(?:(?:of|for|the|de|van|von|der|&)\s){0,2}"
NAME = rf"{CAPITALISED}(?:\s{LINKS}{CAPITALISED}){{0,5}}"
SPEECH_VERB = (
    "(?:said|says|wrote|writes|tweeted|tweets|posted|posts|asked|asks|told|tells|added|"
    "adds|argued|argues|claimed|claims|stated|states|declared|declares|warned|warns|"
    "insisted|insists|vowed|vows|announced|announces|explained|explains|replied|"
    "replies|noted|notes|responded|responds|continued|continues|demanded|demands)"
)
NAME_SPEAKS = re.compile(rf"(?:[Tt]he\s)?{NAME}\s(?:\w{{1,12}}\s)?{SPEECH_VERB}\b")


def sentences(text: str) -> list[Span]:
    """Return the spans of a text's sentences, in order, without outer white space.

    Together they hold every character that is not white space exactly once. Takes
    time in proportion to the length of the text.

    >>> text = "We left at 5 p.m. on Jan. 6. They will NOT win!"
    >>> [text[start:end] for start, end in sentences(text)]
    ['We left at 5 p.m. on Jan. 6.', 'They will NOT win!']
    """
    return [
        span
        for start, end in paragraphs(text)
        for span in _join_wordless(text, _pieces(text, start, end))
    ]


def paragraphs(text: str) -> list[Span]:
    r"""Return the spans between empty lines, without outer white space.

    >>> paragraphs("One.\nStill one.\n \nTwo.")
    [(0, 15), (18, 22)]
    """
    ends = [(gap.start(), gap.end()) for gap in EMPTY_LINE.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    spans = zip(starts, [*(start for start, _ in ends), len(text)], strict=True)
    return [trimmed for span in spans if (trimmed := trim(text, *span))]


def trim(text: str, start: int, end: int) -> Span | None:
    """Return a span without white space at its ends; None if nothing is left."""
    start = _after(SPACE, text, start, end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None


def has_word(text: str, start: int, end: int) -> bool:
    """Tell whether a span holds a letter or digit."""
    return WORD_CHARACTER.search(text, start, end) is not None


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Cut a paragraph wherever a sentence ends."""
    pieces: list[Span | None] = []
    first = line = start
    for found in STOP.finditer(text, start, end):
        if found["line"]:
            is_end = _ends_at_line(text, line, found.end(), end)
            line = found.end()
        else:
            is_end = bool(found["marks"]) and _ends_at_stop(text, first, found, end)
        if is_end:
            pieces.append(trim(text, first, found.end()))
            first = _after(SPACE, text, found.end(), end)
    return [piece for piece in (*pieces, trim(text, first, end)) if piece]


def _ends_at_line(text: str, line: int, following: int, end: int) -> bool:
    """Tell whether a sentence ends between a line and the following one."""
    if following == end or (text[line] == ">") != (text[following] == ">"):
        return True
    first = _after(QUOTE_MARKER, text, following, end)
    return first == end or not text[first].islower()


def _ends_at_stop(text: str, first: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether a sentence that starts at ``first`` ends at a stop."""
    if stop.end() == end:
        return True
    is_in_brackets = stop.start() > first and text[stop.start() - 1] in "(["
    following = _after(OPENERS, text, stop.end(), end)
    if is_in_brackets or not text[stop.end()].isspace() or following == end:
        return False
    if text[following] in ".!?…":
        return False
    marks = stop["marks"]
    is_closed = CLOSER.search(marks) is not None
    if text[following].islower():
        return _ends_before_lower_case(text, first, stop) and not is_closed
    if "!" in marks or "?" in marks:
        return not (is_closed and NAME_SPEAKS.match(text, following, end))
    if marks.startswith(("…", "..")):
        return True
    word = _last_word(text, first, stop.start())
    if LIST_NUMBER.match(word) and stop.start() - len(word) == first:
        return False
    return _ends_after(word, FIRST_WORD.match(text, following, end))


def _ends_before_lower_case(text: str, first: int, stop: re.Match[str]) -> bool:
    marks = stop["marks"]
    if "!" in marks or "?" in marks:
        return True
    word = _last_word(text, first, stop.start())
    is_plain = len(word) > 2 and word.isalpha() and word.islower()
    return is_plain and not marks.startswith(("…", "..")) and not _is(word, ANY)


def _ends_after(word: str, following: re.Match[str] | None) -> bool:
    """Tell whether a sentence ends after a word with a full stop.

    What follows is its first word, not in lower case; None if it is a symbol.
    """
    if _is(word, TITLES_AND_CONNECTORS):
        return False
    next_word = following["word"].casefold() if following else ""
    if _is(word, BEFORE_NUMBER) and next_word[:1].isdecimal():
        return False
    if DAY_NUMBER.match(word) and next_word in GERMAN_MONTHS:
        return False
    if CLOCK.match(word):
        return next_word not in ZONES_DAYS_MONTHS
    if INITIALS.match(word) or _is(word, OTHER_ABBREVIATIONS):
        is_initial = following and following["stop"] and len(next_word) == 1
        return next_word in STARTERS and not is_initial
    return True


def _last_word(text: str, first: int, end: int) -> str:
    start = max(first, end - LONGEST_ABBREVIATION)
    found = LAST_WORD.search(text[start:end])
    return found[0] if found else ""


def _is(word: str, forms: frozenset[str]) -> bool:
    """Tell whether a word is one of the forms, be it in capitals or capitalised."""
    return (
        word in forms
        or word[:1].lower() + word[1:] in forms
        or (word.isupper() and not forms.isdisjoint((word.capitalize(), word.lower())))
    )


def _join_wordless(text: str, pieces: list[Span]) -> list[Span]:
    """Join what holds no letter or digit to the piece before it, or else after it."""
    joined: list[Span] = []
    for start, end in pieces:
        is_wordless = not has_word(text, start, end)
        if joined and (is_wordless or not has_word(text, *joined[-1])):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _after(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return where a pattern that always matches ends."""
    found = pattern.match(text, start, end)
    return found.end() if found else start
