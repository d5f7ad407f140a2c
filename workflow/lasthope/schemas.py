"""The contract of every table: its columns, their types and what they mean.

``SCHEMAS[name]`` is the pandera schema of a table, ``KEYS[name]`` the columns whose
order is the table's canonical order. A table is checked when it is written and when
it is read (:mod:`lasthope.tables`), so no step can pass on what the next cannot use.
"""

import pandera.pandas as pa

from lasthope import classifier_tables, coding_tables
from lasthope.dates import is_date
from lasthope.fields import digest, flag, number, table, text, time, whole
from lasthope.schemas_of_comparison import (
    COMPARISON,
    COOCCURRENCE,
    GENRES,
    MULTIVERSE,
    ROBUSTNESS,
    WITHIN_GENRE,
)
from lasthope.schemas_of_comparison import FACETS as FACETS
from lasthope.schemas_of_comparison import MEASURES as MEASURES
from lasthope.schemas_of_comparison import SIDES as SIDES
from lasthope.schemas_of_comparison import STATUSES as STATUSES

KINDS = ("statement", "post", "filing", "article")
PRECISIONS = ("second", "day", "month", "year", "range", "unknown")
VOICES = ("own", "quoted")
STANCES = ("asserts", "rejects", "reports")
OUTCOMES = ("read", "kept", "quarantined", "dropped")
STAGES = ("read", "ingested", "analysed", "distinct")
TOPIC_METHODS = (
    "exact",
    "umap_hdbscan, machine-dependent",
    "exact, of machine-dependent vectors",
)
WINDOWS = ("all", "month", "events")


DOCUMENTS = table(
    doc_id=text("Source and native id, or source and hash of the text."),
    source=text("Name of the source: a statements file or a registered archive."),
    kind=text("What sort of document it is.", values=KINDS),
    side=text("The speaker's part in the dispute.", values=SIDES),
    organisation=text("Organisation spoken for.", null=True),
    author=text("A public figure's name or a keyed pseudonym.", null=True),
    role=text("The speaker's office at the time.", null=True),
    addressee=text("Whom the words were addressed to.", null=True),
    medium=text("Email, post, interview and so on.", null=True),
    venue=text("Where the words were published or spoken.", null=True),
    cited_from=text("Where the text was taken from, as a citation.", null=True),
    lead_in=text("The quoting text's words right before a fragment.", null=True),
    note=text("What a reader should know about the quotation.", null=True),
    is_public=flag("Spoken by an organisation or a public figure."),
    is_complete=flag("The whole statement, not an excerpt or a fragment."),
    created_at=time(
        "When it was said, in UTC; the start of the day, month, year or range where "
        "no more is known."
    ),
    created_until=time("Of a range, when it ends; it was said before."),
    created_precision=text("How exact created_at is.", values=PRECISIONS),
    language=text("ISO 639-1 code; null where too short to tell.", null=True),
    text=text("The words, normalised; editorial insertions such as [sic] kept."),
    text_sha256=digest("SHA-256 of the text in UTF-8."),
    n_words=whole(
        "Words, without editorial insertions; null until the text is clean.", null=True
    ),
    is_repost=flag("A repost of another's words without own text."),
    replies_to=text("doc_id of the document it answers.", null=True),
    echo_of=text("doc_id of the document it reposts.", null=True),
    quoted_from=whole(
        "Character from which on the words are another's; null if none are.", null=True
    ),
    quoted_author=text("Whose those words are: a name or pseudonym.", null=True),
    copy_of=text("doc_id of the first document with nearly the same words.", null=True),
    weight=number("What it counts: one over the number of its near copies."),
    repairs=text("What was mended to read the text, such as mojibake.", null=True),
    url=text("Its own address.", null=True),
    file_sha256=digest("SHA-256 of the file it was read from."),
    locator=text("Where in that file, for `make show`."),
)

CATEGORIES = table(
    category=text("Category of the codebook."),
    facet=text("Frame or device.", values=FACETS[:2]),
    label=text("Its name for people to read."),
    definition=text("What it means."),
)

QUARANTINE = table(
    source=text("Name of the source."),
    file_sha256=digest("SHA-256 of the file it was read from."),
    locator=text("Where in that file."),
    reason=text("Why it could not be read."),
    excerpt_sha256=digest("SHA-256 of what stood there."),
)

ACCOUNT = table(
    source=text("Name of the source."),
    outcome=text("What became of the records.", values=OUTCOMES),
    reason=text("Why they were dropped or quarantined.", null=True),
    n_records=whole("How many records."),
)

FILES = table(
    source=text("Name of the source."),
    path=text("Where the file was read."),
    reader=text("Reader that read it."),
    file_sha256=digest("SHA-256 of the file."),
    bytes=whole("Its size."),
    shard=text("The shard it was read in."),
)

FLOW = table(
    source=text("Name of the source."),
    place=whole("Order of the rows of a source, from 0."),
    stage=text("How far the records had come.", values=STAGES),
    reason=text("Why records went no further; null for those that did.", null=True),
    n_records=whole("How many records."),
)

UNITS = table(
    unit_id=text("doc_id and position."),
    doc_id=text("The document."),
    position=whole("Position among the document's units, from 0."),
    sentence=whole("Number of the sentence in the document, from 0."),
    start=whole("First character in the document's text."),
    end=whole("One past the last character in the document's text."),
    text=text("The document's text[start:end]."),
    voice=text("The author's own words, or quoted ones.", values=VOICES),
    quoted_speaker=text("Whose words are quoted, where named.", null=True),
)

TAGS = table(
    unit_id=text("The unit."),
    category=text("Category of the codebook."),
    facet=text("Frame or device.", values=FACETS[:2]),
    pattern=text("The pattern or rule that matched, or the classifier."),
    start=whole("First character in the unit's text."),
    end=whole("One past the last character in the unit's text."),
    matched=text("The unit's text[start:end]."),
    is_negated=flag("A negator stands before it in the same clause."),
    stance=text("Asserts, rejects (negated) or reports (quoted).", values=STANCES),
    voice=text("The author's own words, or quoted ones.", values=VOICES),
    tagger=text("What found it."),
    score=number("The classifier's probability; 1 for rules."),
)

TOPICS = table(
    topic=whole("Number of the topic, from 0, that of most different texts first."),
    label=text("Its first words."),
    words=text("Its words and phrases by c-TF-IDF and marginal relevance, best first."),
    n_texts=whole("Different texts of the sample in it."),
    n_units=whole("Units in it."),
    n_authors=whole("Authors of those units."),
    coherence=number("Mean NPMI of its words over the sample.", null=True),
    stability=number("Mean best Jaccard over resamples of authors.", null=True),
    agreement=number("Mean best Jaccard over fits from other seeds."),
    method=text("How it was found.", values=TOPIC_METHODS),
    is_stable=flag("Both reach topics.min_stability; else nothing is claimed of it."),
)

TOPICS_GRID = table(
    n_topics=whole("Number of topics tried."),
    n_found=whole("Topics left once small ones were dissolved."),
    coherence=number("Mean NPMI of the topics' words."),
    exclusivity=number("Mean share of topics in their words, beyond chance."),
    stability=number(
        "Share of texts whose topic comes back in two halves of the authors."
    ),
    score=number("Sum of the three ranks; the largest wins."),
    is_chosen=flag("This number was chosen."),
)

REPRESENTATIVES = table(
    topic=whole("The topic."),
    place=whole("From 0, the nearest to its centre first."),
    unit_id=text("The unit."),
    similarity=number("Cosine with the topic's centre."),
    text=text("Its words; null where they are a private person's.", null=True),
)

TOPICS_OVER_TIME = table(
    kind=text("All time, a month, or a time between events.", values=WINDOWS),
    window=text("Which one."),
    side=text("The side.", values=SIDES),
    name=text("Number of the topic, or none."),
    label=text("The same for people to read."),
    estimate=number("Share of the side's units in that time."),
    low=number("Lower end of the interval."),
    high=number("Upper end of the interval."),
    count=whole("Units with the topic."),
    n_units=whole("Units of the side in that time."),
    n_authors=whole("Authors of the side in that time; 0 if none is known."),
    method=text("How the interval was made."),
    status=text("How far it can be generalised.", values=STATUSES),
)

UNIT_TOPICS = table(
    unit_id=text("The unit."),
    topic=whole("Its topic; -1 for none.", least=-1),
    similarity=number("Cosine with the topic's centre.", null=True),
)

EVENTS = table(
    date=pa.Column(
        "str",
        pa.Check(is_date, element_wise=True),
        description="Day of the event, YYYY-MM-DD, or its month or year alone.",
    ),
    time=text("Local time and zone, where known.", null=True),
    actor=text("Who acted."),
    side=text(
        f"The actor's part in the dispute, {', '.join(SIDES)} or none.",
        values=SIDES,
        null=True,
    ),
    event=text("What was done, in a few words of our own."),
    is_announced=flag("Announced for that day; it may not have happened."),
    source=text("Citation of the report."),
)

SOURCES = table(
    source=text("Name of the source."),
    file=text("Path of the file within the source."),
    reader=text("Reader that understands it."),
    url=text("Where it can be fetched; null if only a mirror has it.", null=True),
    sha256=digest("What the file must hash to."),
    bytes=whole("Its size."),
    licence=text("Licence, or none stated."),
    side=text("Side of its authors.", values=SIDES),
    accessed=text("Day its URL was last fetched, YYYY-MM-DD.", null=True),
    citation=text("How to cite it."),
)

SCHEMAS = {
    "documents": DOCUMENTS,
    "quarantine": QUARANTINE,
    "account": ACCOUNT,
    "files": FILES,
    "flow": FLOW,
    "units": UNITS,
    "tags": TAGS,
    "categories": CATEGORIES,
    "topics": TOPICS,
    "topics_grid": TOPICS_GRID,
    "representatives": REPRESENTATIVES,
    "topics_over_time": TOPICS_OVER_TIME,
    "unit_topics": UNIT_TOPICS,
    "comparison": COMPARISON,
    "cooccurrence": COOCCURRENCE,
    "genres": GENRES,
    "within_genre": WITHIN_GENRE,
    "multiverse": MULTIVERSE,
    "robustness": ROBUSTNESS,
    "events": EVENTS,
    "sources": SOURCES,
    **coding_tables.SCHEMAS,
    **classifier_tables.SCHEMAS,
}

KEYS = {
    "documents": ["doc_id"],
    "quarantine": ["source", "locator"],
    "account": ["source", "outcome", "reason"],
    "files": ["source", "path"],
    "flow": ["source", "place"],
    "units": ["unit_id"],
    "tags": ["unit_id", "start", "end", "category", "pattern"],
    "categories": ["category"],
    "topics": ["topic"],
    "topics_grid": ["n_topics"],
    "representatives": ["topic", "place"],
    "topics_over_time": ["kind", "window", "side", "name"],
    "unit_topics": ["unit_id"],
    "comparison": ["measure", "facet", "name", "side_a", "side_b"],
    "genres": ["side", "genre"],
    "within_genre": ["side_a", "side_b", "genre", "facet", "name"],
    "cooccurrence": ["side", "facet", "name_a", "name_b"],
    "multiverse": ["finding", "universe"],
    "robustness": ["finding"],
    "events": ["date", "time", "actor"],
    "sources": ["source", "file"],
    **coding_tables.KEYS,
    **classifier_tables.KEYS,
}
