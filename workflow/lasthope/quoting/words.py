"""The words by which news prose tells who speaks, and what a name is made of.

Lists of English words, lower case, each with the reason it is one list. They hold no
names of people or organisations, so that no article is read better than another.
"""

from lasthope.sentences import STARTERS, ZONES_DAYS_MONTHS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _regular(bases: str) -> dict[str, tuple[str, str, str, str]]:
    """Return base, third person, past and gerund of regular verbs."""
    forms = {}
    for base in bases.split():
        stem = base.removesuffix("e")
        third = base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
        past, gerund = stem + "ed", stem + "ing"
        if base.endswith("y") and base[-2] not in "aeiou":
            third, past = base[:-1] + "ies", base[:-1] + "ied"
        forms[base] = (base, third, past, gerund)
    return forms


IRREGULAR = {
    line.split()[0]: tuple(line.split())
    for line in (
        "say says said saying",
        "write writes wrote writing",
        "tell tells told telling",
        "read reads read reading",
        "think thinks thought thinking",
        "admit admits admitted admitting",
        "quip quips quipped quipping",
        "snap snaps snapped snapping",
        "brag brags bragged bragging",
        "slam slams slammed slamming",
        "dub dubs dubbed dubbing",
        "refer refers referred referring",
        "swear swears swore swearing",
    )
}
# With these the quoted words themselves are said.
SAYING = _regular(
    "ask add argue claim state declare warn insist vow announce explain reply note "
    "respond continue demand tweet post promise pledge suggest acknowledge concede "
    "confirm deny complain joke lament predict observe remark testify allege contend "
    "maintain stress emphasize emphasise caution conclude recall shout yell chant "
    "scream boast assert affirm assure inform remind recount repeat reiterate retort "
    "muse mutter whisper exclaim proclaim profess propose advise message email respond "
    "comment reason signal believe clarify threaten report wonder counter object "
    "protest reveal disclose hint imply specify estimate recommend interject "
    "agree disagree elaborate opine hope fear worry expect rule gush fume rage "
    "thunder marvel sneer scoff plead voice express apologize apologise"
) | {
    verb: IRREGULAR[verb]
    for verb in (
        *("say", "write", "tell", "read", "admit", "quip", "snap", "brag", "swear"),
        "think",
    )
}
# With these the quoted words are a name given to something.
CALLING = _regular(
    "call describe label brand deem denounce condemn characterize characterise hail "
    "dismiss mock praise criticize criticise accuse decry deride blast term portray "
    "depict ridicule paint style reject blame cite thank compare liken defend justify "
    "bemoan scold chide rebuke tout cast frame attack assail lambast "
    "lambaste lament laud applaud welcome"
) | {verb: IRREGULAR[verb] for verb in ("slam", "dub", "refer")}
# With these somebody is moved to do what the quoted words say.
URGING = _regular("urge encourage exhort order instruct invite implore command rally")
VERBS = SAYING | CALLING | URGING

BASE = {forms[0]: verb for verb, forms in VERBS.items()}
THIRD = {forms[1]: verb for verb, forms in VERBS.items()}
PAST = {forms[2]: verb for verb, forms in VERBS.items()}
PAST |= {"labelled": "label", "signalled": "signal", "swore": "swear"}
GERUND = {
    forms[3]: verb for verb, forms in VERBS.items()
}  # Verbs of speech only with the word that follows.
WITH_PARTICLE = {
    **dict.fromkeys(("went", "goes", "going", "go"), "on"),
    **dict.fromkeys(("put", "puts", "putting"), "it"),
    **dict.fromkeys(("shot", "shoots", "fired", "fires", "hit", "hits"), "back"),
    **dict.fromkeys(("pointed", "points", "pointing", "point"), "out"),
}
# Forms that are as often nouns: a verb only right after a name or pronoun.
ALSO_NOUNS = _words(
    "claims claim demands demand notes note states state remarks remark posts post "
    "tweets tweet calls call labels label brands brand orders order promises promise "
    "messages message emails email comments comment reports report reasons reason "
    "signals signal joke jokes pledge pledges vow vows read reads terms term styles "
    "style objects object estimates estimate hints hint protests protest counter "
    "hope hopes fear fears worry rule rules voice voices express compare cast casts "
    "frame frames attack attacks welcome blame chants chant shouts shout screams "
    "scream stress praise replies reply blast"
)

# Nouns of what somebody said: "his comments that".
SPEECH_NOUNS = _words(
    "statement statements comment comments remark remarks claim claims assertion "
    "assertions promise promises vow vows warning warnings description declaration "
    "announcement argument contention insistence suggestion words phrase complaint "
    "message tweet tweets post posts letter email reply response answer plea call "
    "demand threat admission acknowledgement slogan motto mantra testimony accusation"
)
# Nouns of what bears words and may be a verb's subject: "the letter said".
DOCUMENTS = _words(
    "statement letter email e-mail memo memorandum message note notice post tweet "
    "thread complaint lawsuit suit filing brief motion petition ruling order opinion "
    "decision judgment report article editorial column essay book blog website page "
    "sign signs banner banners poster posters placard placards shirt shirts headline "
    "caption policy rules guidelines terms text release transcript document documents "
    "contract agreement advertisement ad video"
)
# Each medium of a statement, by the nouns that tell it.
MEDIA = {
    **dict.fromkeys(("email", "e-mail", "emails", "e-mails"), "email"),
    **dict.fromkeys(("letter", "memo", "memorandum", "note", "notice"), "letter"),
    **dict.fromkeys(("tweet", "tweets"), "tweet"),
    **dict.fromkeys(("post", "posts", "thread", "message", "messages"), "post"),
    **dict.fromkeys(("interview", "podcast", "interviews"), "interview"),
    **dict.fromkeys(("speech", "address", "rally", "testimony", "hearing"), "speech"),
    **dict.fromkeys(("release", "statement"), "press release"),
    **dict.fromkeys(
        (
            *("filing", "complaint", "lawsuit", "suit", "brief", "motion", "petition"),
            *("ruling", "opinion", "affidavit", "declaration"),
        ),
        "court filing",
    ),
    **dict.fromkeys(("editorial", "article", "column", "essay", "op-ed"), "article"),
}

PERSONAL = _words("he she")
PRONOUNS = _words("he she it they we i you who which that")
DETERMINERS = _words(
    "a an the his her its their my our your this that these those some several many "
    "few two three four five one another both no each every most other all any"
)
INDEFINITE = _words(
    "a an some several many few two three four five one another most other any no each"
)
# After these a form of a verb is no verb: "his stated goal", "the warning".
BEFORE_NOUNS = _words("a an the his her its their my our your")
# A noun phrase does not reach over these.
BOUNDARIES = _words(
    "that because when while as if than and or but after before since although though "
    "whether what how why where in on to from with by about against over under into "
    "through during without within despite upon like unlike including until amid among "
    "between so yet nor not who which whom whose is are was were be been being has had "
    "have would will could can may might must did does do via per toward towards near"
)
# These begin a clause with a subject of its own.
SUBORDINATING = _words(
    "after when while because since although though that who which where until before"
)
LINKS = _words("of for at the de la van von der del di bin al &")
BE = _words("is are was were be been being get gets got")
# What may stand between a subject and its verb.
BETWEEN = _words(
    "also then later first once has had have would will could can may might must did "
    "does do not never always often again further even just only now still already "
    "since too soon today yesterday tonight earlier afterwards instead however himself "
    "herself itself themselves previously"
)
TIMES = _words("week month year morning afternoon evening night day weekend time")
BEFORE_TIMES = _words("this last that next same on in late early since each every")
# These begin a phrase before a sentence's subject.
INTRODUCING = _words(
    "in on at after before during following despite as with for by from since when "
    "while although though if because earlier meanwhile however later then also "
    "instead like unlike amid among besides according under over today yesterday "
    "still nevertheless moreover additionally separately finally once until without"
)

HONORIFICS = {
    **dict.fromkeys(("mr.", "mr"), "he"),
    **dict.fromkeys(("mrs.", "mrs", "ms.", "ms", "miss"), "she"),
    **dict.fromkeys(("dr.", "dr", "mx.", "prof."), None),
}
ROLES = _words(
    "ceo cfo coo cto chief executive officer president chairman chairwoman chair "
    "chairperson director founder co-founder cofounder spokesman spokeswoman "
    "spokesperson representative senator sen. rep. gov. gen. congressman congresswoman "
    "governor mayor judge justice attorney lawyer counsel minister secretary professor "
    "prof. analyst head manager editor publisher leader speaker commissioner "
    "chancellor general sheriff premier engineer researcher author activist journalist "
    "reporter economist historian moderator owner investor ambassador lawmaker "
    "prosecutor strategist adviser advisor consultant organizer organiser pastor "
    "bishop rabbi coach teacher student nurse doctor scientist critic commentator host"
)
ROLE_MODIFIERS = _words(
    "chief vice deputy senior executive managing general prime former acting policy "
    "operating financial technology technical marketing legal press house senate "
    "district supreme court u.s. us state federal assistant associate co interim first "
    "information security product majority minority lead principal"
)
SPEAKING_FOR = _words(
    "spokesman spokeswoman spokesperson spokespeople representative representatives "
    "lawyer lawyers attorney attorneys counsel"
)
GROUPS = _words(
    "workers employees users members officials critics supporters executives staff "
    "staffers people protesters demonstrators rioters residents customers developers "
    "lawmakers experts observers activists advocates opponents fans followers parents "
    "worker employee user member official supporter protester resident customer "
    "developer expert observer advocate opponent fan follower parent person man woman"
)
ORGANISATION_NOUNS = _words(
    "company companies firm platform network service app group agency department "
    "court government committee union newspaper organization organisation site website "
    "startup start-up corporation association board bank university school party "
    "campaign coalition regulator giant outlet publisher provider host carrier "
    "ministry commission council panel studio store brand club team nonprofit charity"
)
ORGANISATION_WORDS = _words(
    "inc inc. corp corp. co co. ltd ltd. llc plc gmbh group services service systems "
    "employees workers union party university college institute foundation association "
    "committee commission council court department ministry agency bureau office bank "
    "holdings partners media news times post journal herald tribune press network "
    "technologies labs society center centre coalition alliance league federation "
    "company corporation board fund trust international global studios airlines club "
    "store states tech amendment house senate congress parliament republicans "
    "democrats users for and"
)
# After these, marks hold a title or a name.
TITLED = _words(
    "book film movie song album show series podcast essay article paper report novel "
    "play documentary game group page hashtag titled entitled headlined headline "
    "called named dubbed nicknamed code-named column episode single memoir program "
    "programme section chapter exhibition painting poem magazine campaign project tag"
)
NOT_NAMES = STARTERS | ZONES_DAYS_MONTHS | INTRODUCING
DAYS = ZONES_DAYS_MONTHS
