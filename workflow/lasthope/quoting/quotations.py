"""Find what a news article quotes, and who is said to have said it.

Quotations are the words between double marks, however few, and block quotations: the
paragraph after a sentence that ends in a colon and says who wrote ("He wrote:"). Each
gets a speaker by the rules of :mod:`lasthope.quoting.cues` and
:mod:`lasthope.quoting.speakers`; where they are not sure, that is said, with the
reason, and a person decides.

Not looked for: single marks, which cannot be told from apostrophes; reported speech
without marks; the second and later paragraphs of a block quotation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lasthope.quoting.circumstances import Circumstances, circumstances, published_by
from lasthope.quoting.cues import Cue, cue_after, cue_before, signature
from lasthope.quoting.passages import LIST_ITEM, MARK_AT_START, Article, Surroundings
from lasthope.quoting.speakers import Place, Speaker, Speakers
from lasthope.quoting.words import PERSONAL, PRONOUNS, TITLED
from lasthope.sentences import Span
from lasthope.text import words

# Fewer words in marks may be irony, a title or a name.
MIN_WORDS = 4
# A quotation to which a cue after it may belong ends in one of these.
BEFORE_CUE = (",", ".", "!", "?", "…", "—", "–", "-")
QUOTE_MARKER = re.compile(r"^>+[ \t]?", re.MULTILINE)
MARKS = "\"'“”‘’„‟«»([{.,;:!?)]}"
# "it was", "they would": a clause of the speaker's own.
LONGEST_CLAUSE = 8
REPEATED_MARK = re.compile(r"(\n\s*)[\"“”„‟«»]")


@dataclass(frozen=True)
class Quotation:
    """Words that an article quotes.

    Attributes:
        start: index of the first quoted character, after the mark.
        end: index after the last one, before the mark.
        words: the quoted words; marks repeated at the start of further paragraphs and
            the ``>`` of lines are left out.
        kind: marks or block.
        speaker: name of the person or organisation; None if unnamed or not known.
        speaker_kind: person or organisation; None if there is no name.
        speaker_as_written: the phrase that tells the speaker, such as "he".
        role: office of the speaker, as the article gives it.
        organisation: whom the speaker belongs to or speaks for.
        cue: the words of speech.
        cue_start: index of their first character; None without cue.
        cue_end: index after their last character.
        medium: email, letter, post, tweet and so on, where said.
        venue: where it was published, where said.
        addressee: whom it was said to, where said.
        context_start: where the quoting sentence starts.
        context_end: where it ends.
        is_sure: whether speaker and words can be taken as they are.
        reason: why they cannot.
    """

    start: int
    end: int
    words: str
    kind: str
    speaker: str | None
    speaker_kind: str | None
    speaker_as_written: str | None
    role: str | None
    organisation: str | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    medium: str | None
    venue: str | None
    addressee: str | None
    context_start: int
    context_end: int
    is_sure: bool
    reason: str | None


@dataclass(frozen=True)
class _Found:
    """A quotation's span with its marks, what stands around it, and its cue.

    ``goes_on`` is true if the cue is that of the quotation before.
    """

    span: Span
    kind: str
    around: Surroundings
    cue: Cue | None
    goes_on: bool = False


def attributed(text: str) -> list[Quotation]:
    """Return the quotations of an article, in order.

    >>> [(q.words, q.speaker, q.is_sure) for q in attributed('Acme said, "We go now."')]
    [('We go now.', 'Acme', True)]
    """
    article = Article(text)
    blocks = list(_blocks(article))
    article.hide([found.span for found in blocks])
    of_blocks = {article.paragraph_at(found.span[0]) for found in blocks}
    marked = [
        _Found(span, "marks", around, _cue(article, span, around))
        for span in article.quoted
        if article.paragraph_at(span[0]) not in of_blocks
        for around in [article.around(span)]
    ]
    found = sorted([*blocks, *marked], key=lambda one: one.span)
    return list(_attributed(article, found))


def _blocks(article: Article) -> Iterator[_Found]:
    """Yield the paragraphs that a sentence with a cue and a colon leads up to."""
    quoted = {start for start, _ in article.quoted}
    for number, span in enumerate(article.paragraphs):
        led = article.led_up_to(number, span[0])
        if led is None or span[0] in quoted:
            continue
        start = article.flat[span[0] : span[0] + 10]
        if MARK_AT_START.match(start) or LIST_ITEM.match(start):
            continue
        around = article.around(span)
        cue = cue_before(article.flat, around.before, ())
        if cue and cue.way != "colon" and cue.speaker.kind != "nobody":
            yield _Found(span, "block", around, cue)


def _cue(article: Article, span: Span, around: Surroundings) -> Cue | None:
    """Return the cue of a quotation between marks."""
    before = cue_before(article.flat, around.before, around.after)
    if before and before.is_direct and before.way != "noun":
        return before
    inner = article.flat[span[1] - 2]
    follows = article.flat[span[1] : span[1] + 3].lstrip()
    after = None
    if inner in BEFORE_CUE or follows.startswith(BEFORE_CUE[:1] + BEFORE_CUE[5:]):
        after = cue_after(article.flat, around.after)
    if not after and inner in "!?…" and not around.after:
        after = cue_after(article.flat, article.following(span[1] - 1))
    return after or before or _signed(article, span)


def _signed(article: Article, span: Span) -> Cue | None:
    """Return the cue of a quotation below which a dash and a name stand."""
    number = article.paragraph_at(span[1] - 1)
    if number + 1 == len(article.paragraphs) or article.has_words(
        span[1], article.paragraphs[number][1]
    ):
        return None
    return signature(article.masked, *article.paragraphs[number + 1])


def _attributed(article: Article, found: list[_Found]) -> Iterator[Quotation]:
    speakers = Speakers(article.masked, article.sentences)
    last: tuple[_Found, Speaker] | None = None
    for one in found:
        here = last if last and _is_same_paragraph(article, last[0], one) else None
        if one.cue:
            speaker = _resolved(article, one, one.cue, speakers, here)
            last = (one, speaker)
        elif last and _goes_on(article, last[0], one):
            speaker = last[1]
            if here is None:
                speaker = speaker.but("the speaker of the paragraph before is assumed")
            one = replace(one, cue=last[0].cue, goes_on=True)
            last = (one, speaker)
        elif here:
            speaker = here[1].but("no words of speech in its sentence")
        else:
            speaker = Speaker(doubt="no words of speech stand beside it")
        yield _quotation(article, one, speaker)


def _resolved(
    article: Article,
    one: _Found,
    cue: Cue,
    speakers: Speakers,
    here: tuple[_Found, Speaker] | None,
) -> Speaker:
    """Return the speaker whom a cue tells."""
    number = article.paragraph_at(cue.start)
    starts = [start for start, _ in article.paragraphs[max(0, number - 1) : number + 1]]
    word = article.flat[cue.start : cue.end]
    place = Place(cue.start, word, starts[::-1], here[1] if here else None)
    speaker = speakers.resolve(cue.speaker, place)
    if speaker.name is None and (by := published_by(article.masked, one.around)):
        speaker = speakers.resolve(by, place)
    gender = cue.speaker.gender
    if cue.speaker.name in PERSONAL:
        gender = cue.speaker.name
    if cue.speaker.is_guess:
        speaker = speaker.but("another may be the subject of the words of speech")
    if cue.way == "colon" and not cue.is_direct:
        speaker = speaker.but("only a colon, and no words of speech, leads up to it")
    if speaker.doubt is None:
        speakers.learn(speaker, gender, cue.start)
    return speaker


def _is_same_paragraph(article: Article, before: _Found, one: _Found) -> bool:
    return article.paragraph_at(before.span[1] - 1) == article.paragraph_at(one.span[0])


def _goes_on(article: Article, before: _Found, one: _Found) -> bool:
    """Tell whether a quotation without cue follows another at once.

    So goes on a speaker: “We go,” Smith said. “We stay.”
    """
    is_alone = not article.has_words(one.around.start, one.span[0]) and (
        not article.has_words(one.span[1], one.around.end)
    )
    between = article.has_words(before.around.end, one.span[0])
    return before.kind == one.kind == "marks" and is_alone and not between


def _quotation(article: Article, one: _Found, speaker: Speaker) -> Quotation:
    cue = one.cue
    start, end = one.span
    said = article.text[start:end]
    if one.kind == "block" or said.startswith(">"):
        quoted = QUOTE_MARKER.sub("", said)
    else:
        start, end = start + 1, end - 1
        quoted = REPEATED_MARK.sub(r"\1", said[1:-1])
    reason = speaker.doubt or _doubt(article, one, quoted)
    where = circumstances(article.flat, one.around, cue) if cue else Circumstances()
    return Quotation(
        start=start,
        end=end,
        words=quoted,
        kind="block" if said.startswith(">") else one.kind,
        speaker=speaker.name,
        speaker_kind=speaker.kind,
        speaker_as_written=cue.speaker.written or None if cue else None,
        role=speaker.role,
        organisation=speaker.organisation,
        cue=article.flat[cue.start : cue.end] if cue else None,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        medium=where.medium,
        venue=where.venue,
        addressee=where.addressee,
        context_start=one.around.start,
        context_end=one.around.end,
        is_sure=reason is None,
        reason=reason,
    )


def _doubt(article: Article, one: _Found, quoted: str) -> str | None:
    """Return why words may be no statement; None if they surely are one."""
    if one.kind == "block":
        inner = article.quoted_within(*one.span)
        is_own = any(len(words(article.flat[a:b])) >= MIN_WORDS for a, b in inner)
        return "may be the article's own words, since it quotes" if is_own else None
    cue = one.cue
    if _is_titled(one) or (_is_title_case(quoted) and not (cue and cue.is_direct)):
        return "may be a title or a name"
    n_words = len(words(quoted))
    if n_words < MIN_WORDS and not one.goes_on and not (cue and _is_close(cue)):
        return f"only {n_words} words, which may be irony, a title or a name"
    return None


def _is_close(cue: Cue) -> bool:
    """Tell whether so few words of the article stand between that a cue holds them."""
    tail = [token for token in cue.tail if token.is_word]
    if tail and tail[0].lower == "that":
        tail = tail[1:]
    is_clause = bool(tail) and tail[0].lower in PRONOUNS and len(tail) <= LONGEST_CLAUSE
    return cue.way != "urging" and (cue.is_direct or is_clause)


def _is_titled(one: _Found) -> bool:
    """Tell whether a word such as "book" or "called" stands right before."""
    before = [token for token in one.around.before if token.is_word]
    if not before:
        return False
    is_calling = one.cue is not None and one.cue.start == before[-1].start
    if not is_calling:
        return before[-1].lower in TITLED
    subject = one.cue.speaker.written.lower().split() if one.cue else []
    return not TITLED.isdisjoint(subject)


def _is_title_case(quoted: str) -> bool:
    """Tell whether all longer words are capitalised, as in a title."""
    longer = [word for word in quoted.split() if len(word.strip(MARKS)) > 3]
    is_ended = quoted.rstrip().endswith((".", "!", "?", "…"))
    is_capital = all(word.lstrip(MARKS)[:1].isupper() for word in longer)
    return len(quoted.split()) > 1 and bool(longer) and is_capital and not is_ended
