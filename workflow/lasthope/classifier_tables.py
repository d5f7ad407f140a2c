"""The contracts of what is kept with a classifier; see :mod:`lasthope.schemas`."""

from lasthope.fields import digest, flag, number, table, text, whole

# What a classifier says of a unit, or that it leaves it to the rules.
PRESENT, ABSENT, RULES = "present", "absent", "rules"
DECISIONS = (PRESENT, ABSENT, RULES)

SCORES = table(
    category=text("Category of the codebook."),
    is_used=flag("The classifier tags it; else the rules alone do."),
    reason=text("Why the rules alone do.", null=True),
    n_coded=whole("Coded units."),
    n_positive=whole("Those of them that hold it by hand coding."),
    n_authors=whole("Authors of those; a document without one is another's."),
    precision=number("Of held-out units, with the rules where it abstains.", null=True),
    recall=number("The same.", null=True),
    f1=number("The same.", null=True),
    rules_precision=number("Of the rules alone, on the same units.", null=True),
    rules_recall=number("The same.", null=True),
    rules_f1=number("The same.", null=True),
    decided=number("Share of units that are not left to the rules.", null=True),
    auc=number("Area under the ROC curve of held-out probabilities.", null=True),
    calibration_error=number("Expected calibration error of the same.", null=True),
    absent_below=number("Below this probability it is absent.", null=True),
    present_from=number("From this one on it is present.", null=True),
)

HELD_OUT = table(
    unit_id=text("The unit."),
    text_sha256=digest("SHA-256 of its text."),
    category=text("Category of the codebook."),
    fold=whole("Which fold it was held out in."),
    is_present=flag("By hand coding."),
    probability=number("By a classifier not taught with it.", null=True),
    decision=text("What that classifier says.", values=DECISIONS),
)

SCHEMAS = {"scores": SCORES, "held_out": HELD_OUT}
KEYS = {"scores": ["category"], "held_out": ["unit_id", "category"]}
