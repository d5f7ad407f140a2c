"""The contract of the tables of the comparison; see :mod:`lasthope.schemas`."""

from lasthope.coding_tables import USES
from lasthope.fields import flag, number, table, text, whole

SIDES = (
    "platform",
    "provider",
    "employees",
    "official",
    "court",
    "media",
    "users",
)
FACETS = ("frame", "device", "topic", "word")
MEASURES = ("share", "share_of_words", "difference", "log_odds", "alignment")
STATUSES = ("confirmatory", "exploratory", "descriptive")


COMPARISON = table(
    measure=text(
        "Share of units, share of words, difference of shares of units, log odds ratio "
        "(of the uses of a word, of shares of units of all else), or where another "
        "side stands between the two that are compared.",
        values=MEASURES,
    ),
    facet=text("What is measured.", values=FACETS),
    name=text("Category, number of the topic, or word."),
    label=text("The same for people to read."),
    side_a=text("The side, or the first of two.", values=SIDES),
    side_b=text("The second of two sides.", values=SIDES, null=True),
    estimate=number(
        "Size of the share, difference or log odds ratio, null if there is none. Of an "
        "alignment, 0 as the second side and 1 as the first.",
        null=True,
    ),
    low=number("Lower end of the interval.", null=True),
    high=number("Upper end of the interval.", null=True),
    p=number(
        "Probability under no difference; of a word it stands with the log odds ratio, "
        "of all else with the difference.",
        null=True,
    ),
    q=number("p after Benjamini and Hochberg over the declared family.", null=True),
    smallest_p=number("Smallest p that could be attained.", null=True),
    count_a=whole(
        "Units with it on side a; of a word's log odds ratio its occurrences, of a "
        "share of words the words of those units."
    ),
    count_b=whole("The same on side b.", null=True),
    n_units_a=whole("Units of side a; of a share of words its words."),
    n_units_b=whole("Units of side b.", null=True),
    n_authors_a=whole(
        "Authors or organisations of side a; 0 if none is known. Those not named are "
        "not counted here; in intervals and p they are one author."
    ),
    n_authors_b=whole("The same of side b.", null=True),
    n_authors_with_a=whole(
        "Those of side a who use the word; null for all else.", null=True
    ),
    n_authors_with_b=whole("The same on side b.", null=True),
    dispersion_a=number(
        "How unevenly those of side a use the word, from 0 to 1; null if there are no "
        "two of them, or it is not theirs.",
        null=True,
    ),
    dispersion_b=number("The same on side b.", null=True),
    method=text("How estimate and interval were made."),
    use=text(
        "What hand coding lets a frame or device be used for; null for all else.",
        values=USES,
        null=True,
    ),
    status=text("How far it can be generalised.", values=STATUSES),
)

GENRES = table(
    side=text("The side.", values=SIDES),
    genre=text("Of the documents: post, letter and so on, by compare.genres."),
    n_documents=whole("Documents of that genre with units that count, copies too."),
    n_units=whole("Their units, those of near copies sharing one weight."),
    n_authors=whole("Their authors or organisations; 0 if none is known."),
)

WITHIN_GENRE = table(
    genre=text("The genre, or all that both sides share, taken together."),
    facet=text("What is measured.", values=FACETS),
    name=text("Category, or number of the topic."),
    label=text("The same for people to read."),
    side_a=text("The first of two sides.", values=SIDES),
    side_b=text("The second.", values=SIDES),
    estimate=number("Difference of the shares of units of the genre."),
    low=number("Lower end of the interval."),
    high=number("Upper end of the interval."),
    weight=number("What the genre counts in all shared ones; 1 for these together."),
    count_a=whole("Units with it on side a."),
    count_b=whole("The same on side b."),
    n_units_a=whole("Units of the genre on side a."),
    n_units_b=whole("The same on side b."),
    n_authors_a=whole("Their authors or organisations; 0 if none is known."),
    n_authors_b=whole("The same on side b."),
    method=text("How estimate and interval were made."),
    use=text(
        "What hand coding lets a frame or device be used for; null for all else.",
        values=USES,
        null=True,
    ),
    status=text("How far it can be generalised.", values=STATUSES),
)

COOCCURRENCE = table(
    side=text("The side.", values=SIDES),
    facet=text("What is measured.", values=FACETS),
    name_a=text("First category, by the alphabet."),
    name_b=text("Second category."),
    label_a=text("The first for people to read."),
    label_b=text("The second."),
    estimate=number("Logarithm of the lift: 0 as by chance, above 0 together."),
    low=number("Lower end of the interval.", null=True),
    high=number("Upper end of the interval.", null=True),
    p=number("Probability of as large a lift by chance.", null=True),
    q=number("p after Benjamini and Hochberg over the side's pairs.", null=True),
    expected=number("Documents that would hold both by chance."),
    count=whole("Documents that hold both."),
    count_a=whole("Documents that hold the first."),
    count_b=whole("Documents that hold the second."),
    n_documents=whole("Documents of the side."),
    n_authors=whole("Authors or organisations; 0 if none is known."),
    method=text("How estimate and interval were made."),
    use=text("What hand coding lets the less reliable be used for.", values=USES),
    status=text("How far it can be generalised.", values=STATUSES),
)

MULTIVERSE = table(
    finding=text("Facet and side, as in frame_a: what leads on the first side."),
    universe=text("The choices that were made, as in its file's name."),
    is_main=flag("Made with the choices of the configuration."),
    facet=text("What is measured.", values=FACETS),
    name=text("Category, number of the topic, or word."),
    label=text("The same for people to read."),
    side=text("The side that leads in it.", values=SIDES),
    unit=text("Of what shares are taken: sentences, documents or words.", null=True),
    copies=text("Near copies weighted, dropped, or kept."),
    voice=text("The authors' own words, or all."),
    tagger=text("How frames and devices were found.", null=True),
    stances=text("Stances of a tag that count.", null=True),
    prior_words=text("Weight of the prior of the log odds, in words.", null=True),
    min_count=text("Fewest occurrences of a word.", null=True),
    topic_model=text("As found, or times as many topics, and which seed.", null=True),
    estimate=number(
        "Difference of shares, or log odds ratio, of the first side to the second; "
        "null where there is none.",
        null=True,
    ),
    low=number("Lower end of the interval.", null=True),
    high=number("Upper end of the interval.", null=True),
    status=text("How far it can be generalised.", values=STATUSES, null=True),
    reason=text("Why there is no estimate.", null=True),
)

ROBUSTNESS = table(
    finding=text("Facet and side, as in frame_a: what leads on the first side."),
    facet=text("What is measured.", values=FACETS),
    name=text("Category, number of the topic, or word."),
    label=text("The same for people to read."),
    side=text("The side that leads in it.", values=SIDES),
    estimate=number("What the configuration's choices give.", null=True),
    n_universes=whole("Universes that the finding was looked for in."),
    n_without=whole("Those without an estimate."),
    n_agree_in_sign=whole("Those where the same side leads."),
    n_agree_in_interval=whole("Those where the interval too leaves no other side."),
)
