"""The contracts of what hand coding reads and makes; see :mod:`lasthope.schemas`."""

from lasthope.fields import number, table, text, whole

FACETS = ("frame", "device")
# What may be done with a measure, by Krippendorff's conventions.
USES = ("inference", "tentative", "none", "unvalidated")
# Of a category on which coders agree too little.
NO_USE = USES[2]
# From what is of no use to what may be used without reserve.
BY_RELIABILITY = ("none", "unvalidated", "tentative", "inference")

SAMPLE = table(
    item=text("What coders see in place of the unit's id, which may tell its author."),
    unit_id=text("The unit."),
    stratum=text("Its side and the rarest category the tagger found in it, or none."),
    n_stratum=whole("Units in the stratum.", least=1),
    n_drawn=whole("Units drawn from it; their share is the inclusion probability."),
)

AGREEMENT = table(
    category=text("Category of the codebook."),
    facet=text("Frame or device.", values=FACETS),
    label=text("Its name for people to read."),
    n_coders=whole("Coders who coded it."),
    n_units=whole("Units that at least two of them coded."),
    n_positive=whole("Those of them in which at least one coder found it."),
    prevalence=number("Share of their judgements that found it.", null=True),
    agreement=number("Share of pairs of judgements that agree.", null=True),
    alpha=number("Krippendorff's alpha, nominal.", null=True),
    low=number("Lower end of its interval.", null=True),
    high=number("Upper end of its interval.", null=True),
    use=text("What the measure may be used for.", values=USES),
    note=text("What is lacking, if anything.", null=True),
    coded_by=text("Who coded, and how.", null=True),
)

CONFUSION = table(
    category=text("Category of the codebook."),
    coder_a=text("The first coder by name."),
    coder_b=text("The second."),
    n_both=whole("Units in which both found it."),
    n_only_a=whole("Units in which only the first did."),
    n_only_b=whole("Units in which only the second did."),
    n_neither=whole("Units in which neither did."),
)

UNITIZING = table(
    category=text("Category of the codebook."),
    facet=text("Frame or device.", values=FACETS),
    label=text("Its name for people to read."),
    n_coders=whole("Coders who marked spans and judged it."),
    n_units=whole("Units that all of them judged, saying where if they found it."),
    n_positive=whole("Those of them in which at least one coder marked it."),
    n_characters=whole("Characters of these units, which are one continuum."),
    n_spans=whole("Spans that coders marked in them."),
    alpha=number("Krippendorff's alpha for unitizing.", null=True),
    low=number("Lower end of its interval.", null=True),
    high=number("Upper end of its interval.", null=True),
    use=text("What the places may be used for.", values=USES),
    note=text("What is lacking, if anything.", null=True),
    coded_by=text("Who coded, and how.", null=True),
)

ACCURACY = table(
    category=text("Category of the codebook."),
    side=text("The side, or all of them."),
    measure=text("What is measured.", values=("precision", "recall", "f1")),
    estimate=number("The measure, each unit by its inclusion probability.", null=True),
    low=number("Lower end of the interval.", null=True),
    high=number("Upper end of the interval.", null=True),
    n_coded=whole("Units whose coding is settled."),
    n_positive=whole("Units that hold it by hand coding."),
    n_tagged=whole("Units that hold it by the tagger."),
    note=text("Why there is no estimate.", null=True),
    coded_by=text("Who coded, and how.", null=True),
)

CORRECTED = table(
    category=text("Category of the codebook."),
    side=text("The side."),
    naive=number("Share of the side's units by the tagger."),
    estimate=number("The same, corrected by the hand coding.", null=True),
    low=number("Lower end of its interval.", null=True),
    high=number("Upper end of its interval.", null=True),
    n_units=whole("Units of the side."),
    n_coded=whole("Those whose coding is settled."),
    method=text("How estimate and interval were made."),
    coded_by=text("Who coded, and how.", null=True),
)

CORRECTED_DIFFERENCES = table(
    category=text("Category of the codebook."),
    side_a=text("The side whose greater use makes a difference positive."),
    side_b=text("The side it is compared with."),
    naive=number("Difference of the sides' shares by the tagger."),
    estimate=number("Difference of the corrected shares."),
    low=number("Lower end of its interval."),
    high=number("Upper end of its interval."),
    method=text("How the interval was made."),
    coded_by=text("Who coded, and how.", null=True),
)

SCHEMAS = {
    "sample": SAMPLE,
    "agreement": AGREEMENT,
    "confusion": CONFUSION,
    "unitizing": UNITIZING,
    "accuracy": ACCURACY,
    "corrected": CORRECTED,
    "corrected_differences": CORRECTED_DIFFERENCES,
}

KEYS = {
    "sample": ["item"],
    "agreement": ["category"],
    "confusion": ["category", "coder_a", "coder_b"],
    "unitizing": ["category"],
    "accuracy": ["category", "side", "measure"],
    "corrected": ["category", "side"],
    "corrected_differences": ["category"],
}
