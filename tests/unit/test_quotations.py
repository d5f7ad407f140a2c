"""Quotations and their speakers against readings by hand."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.quoting.parties import party
from lasthope.quoting.passages import Article, paragraphs_of
from lasthope.quoting.phrases import subject_before
from lasthope.quoting.quotations import attributed
from lasthope.quoting.tokens import tokens
from lasthope.quoting.words import VERBS

# Made up while the rules were made; each must be read as typed: the first forty
# characters of the words, the speaker, and whether that is sure.
DEVELOPED = [
    (
        "Blurb will close next week. On Monday, founder Ida Lund told reporters "
        'that "the servers will be gone by Friday." Lund added: "Nobody asked '
        'us first."',
        [
            ("the servers will be gone by Friday.", "Ida Lund", True),
            ("Nobody asked us first.", "Ida Lund", True),
        ],
    ),
    (
        '"We were given a day to move four million accounts," said Ida Lund, '
        'the founder of Blurb. "A single day."',
        [
            ("We were given a day to move four million", "Ida Lund", True),
            ("A single day.", "Ida Lund", True),
        ],
    ),
    (
        '"We have warned them," Cloudberry said in a statement, "three times '
        'since May." The hosting firm did not elaborate.',
        [
            ("We have warned them,", "Cloudberry", True),
            ("three times since May.", "Cloudberry", True),
        ],
    ),
    (
        'According to Tom Reyes, a lawyer for Blurb, the contract "was torn up '
        'without a hearing." The notice was "a formality," according to the '
        "host's general counsel, Eva Brandt.",
        [
            ("was torn up without a hearing.", "Tom Reyes", True),
            ("a formality,", "Eva Brandt", True),
        ],
    ),
    (
        "Cloudberry chief executive Max Oduya defended the move.\n"
        "\n"
        "In a letter to customers, he wrote:\n"
        "\n"
        "We host anyone who keeps to the rules. Blurb did not keep to them, and "
        "it told us that it would not.\n"
        "\n"
        "The letter was published on Tuesday.",
        [
            ("We host anyone who keeps to the rules. B", "Max Oduya", True),
        ],
    ),
    (
        "Judge Rosa Klein refused the request on Thursday.\n"
        "\n"
        "“The court is not asked to say what speech is good,” Klein wrote. “It "
        "is asked to enforce a contract.\n"
        "\n"
        "“That contract has been broken, and not by the host.”",
        [
            ("The court is not asked to say what speec", "Rosa Klein", True),
            ("It is asked to enforce a contract. That ", "Rosa Klein", True),
        ],
    ),
    (
        '"They pulled the plug," Lund said. "They had no choice," replied '
        "Oduya, who runs Cloudberry. Apple declined to comment, but a "
        'spokesperson for Gadgetry said the company "stands by its review."',
        [
            ("They pulled the plug,", "Lund", True),
            ("They had no choice,", "Oduya", True),
            ("stands by its review.", "Gadgetry", True),
        ],
    ),
    (
        'Ms. Ida Lund founded Blurb in 2018. She called the shutdown "an attack '
        'on ordinary people" and said: "We will be back."\n'
        "\n"
        '"It may take a week," she added.',
        [
            ("an attack on ordinary people", "Ida Lund", True),
            ("We will be back.", "Ida Lund", True),
            ("It may take a week,", "Ida Lund", True),
        ],
    ),
    (
        'The so-called "patriots" of the forum moved on to smaller sites. Some '
        'of the "experts" there had never used one.',
        [
            ("patriots", None, False),
            ("experts", None, False),
        ],
    ),
    (
        'Her book, "The Quiet Server," came out in May. The hashtag "SaveBlurb" '
        'trended, and the song "We Will Not Be Moved" was played at the rally.',
        [
            ("The Quiet Server,", None, False),
            ("SaveBlurb", None, False),
            ("We Will Not Be Moved", None, False),
        ],
    ),
    (
        "Cloudberry drops Blurb: “We will not host calls to violence”\n"
        "The firm acted on Friday. In an email seen by the Harbour Times, "
        'Cloudberry told Blurb that it "cannot serve a customer that ignores '
        'threats".',
        [
            ("We will not host calls to violence", "Cloudberry", False),
            ("cannot serve a customer that ignores thr", "Cloudberry", True),
        ],
    ),
    (
        '"When he told me ‘you have one day,’ I laughed," Reyes recalled. “She '
        "said “never again” and hung up,” he said.",
        [
            ("When he told me ‘you have one day,’ I la", "Reyes", True),
            ("She said “never again” and hung up,", "Reyes", False),
        ],
    ),
    (
        "Cloudberry pointed to Lund's own post that users should \"bring the "
        'whole thing down by noon" as a reason for its decision.',
        [
            ("bring the whole thing down by noon", "Lund", True),
        ],
    ),
    (
        'One user urged readers to "follow them home and wait," and another '
        'wrote that judges were "fair game." Such posts stayed up for weeks.',
        [
            ("follow them home and wait,", None, True),
            ("fair game.", None, False),
        ],
    ),
    (
        "In an open letter published by the Blurb Staff Union, employees wrote, "
        '"We will not be silent about what our work is used for."',
        [
            ("We will not be silent about what our wor", "Blurb Staff Union", True),
        ],
    ),
    (
        'The ruling was hailed as "a win for every small business" by Tom '
        'Reyes. Lund was labelled a "coward" on the forum.',
        [
            ("a win for every small business", "Tom Reyes", True),
            ("coward", None, False),
        ],
    ),
    (
        "The Data Rights League criticised the firm on Sunday, calling the "
        'decision "reckless and dangerous" and adding that "no one elected a '
        'server room."',
        [
            ("reckless and dangerous", "Data Rights League", True),
            ("no one elected a server room.", "Data Rights League", True),
        ],
    ),
    (
        'Critics attacked Max Oduya for saying "the customer is never the '
        'product" only a month before.',
        [
            ("the customer is never the product", "Max Oduya", True),
        ],
    ),
    (
        "Blurb's complaint, filed on Monday, says that the host \"acted out of "
        'political spite." A sign at the door read: "Closed until the court '
        'decides."',
        [
            ("acted out of political spite.", "Blurb", True),
            ("Closed until the court decides.", None, False),
        ],
    ),
    (
        '"Where are we supposed to go?" asked Ida Lund. "Who decides?" she '
        "wondered aloud. “Not us!” Reyes shouted from the back.",
        [
            ("Where are we supposed to go?", "Ida Lund", True),
            ("Who decides?", "Ida Lund", True),
            ("Not us!", "Reyes", True),
        ],
    ),
    (
        'Ida Lund and her brother Per Lund started the firm. "We shared a '
        'desk," Lund said.',
        [
            ("We shared a desk,", "Lund", False),
        ],
    ),
    (
        'Gadgetry removed the app on Saturday. The company said it had "seen no '
        'real plan to moderate."',
        [
            ("seen no real plan to moderate.", "Gadgetry", True),
        ],
    ),
    (
        'U.S. District Judge Rosa Klein heard both sides. "I see no contract '
        'here," the judge said.',
        [
            ("I see no contract here,", "Rosa Klein", True),
        ],
    ),
    (
        "> We never sold your data and never will.\n\n— Ida Lund, founder of Blurb",
        [
            ("We never sold your data and never will.", "Ida Lund", True),
        ],
    ),
    (
        "Cloudberry, which hosts more than a million sites, said late on Friday "
        'that it would "review every contract this month." But Sen. Ann Cole '
        '(D-Ohio), a member of the panel, cautioned that such bans "only move '
        'the problem elsewhere."',
        [
            ("review every contract this month.", "Cloudberry", True),
            ("only move the problem elsewhere.", "Ann Cole", True),
        ],
    ),
    (
        'Cloudberry and Gadgetry said in a joint statement that they had "acted '
        'on their own."',
        [
            ("acted on their own.", None, False),
        ],
    ),
    (
        'Oduya was quoted as saying "we should have done it sooner" by the '
        'Harbour Times. In her dissent, Judge Rosa Klein wrote that "a contract '
        'is not a weapon."',
        [
            ("we should have done it sooner", "Oduya", True),
            ("a contract is not a weapon.", "Rosa Klein", True),
        ],
    ),
    (
        "“We tried to hire moderators” — Ida Lund said — “and failed.” The "
        "forum’s claim that it “never reads private messages” was false, Reyes "
        "said.",
        [
            ("We tried to hire moderators", "Ida Lund", True),
            ("and failed.", "Ida Lund", True),
            ("never reads private messages", None, True),
        ],
    ),
    (
        'Protesters chanted "Let us speak" outside the office. Lund denied that '
        'she had "ever met" the judge.',
        [
            ("Let us speak", None, True),
            ("ever met", "Lund", True),
        ],
    ),
    (
        'The decision is "long overdue," Prof. Dana Voss of Port University '
        'told the Harbour Times. "Hosts have always chosen their customers." '
        'Voss, who studies hosting contracts, warned, however, that "the same '
        'clause can hit anyone tomorrow."',
        [
            ("long overdue,", "Dana Voss", True),
            ("Hosts have always chosen their customers", "Dana Voss", True),
            ("the same clause can hit anyone tomorrow.", "Dana Voss", True),
        ],
    ),
    (
        "Chief executive Max Oduya answered the critics on Sunday.\n"
        "\n"
        'He said in a post on Murmur that the firm "will not apologise for '
        'keeping people safe."\n'
        "\n"
        '"Safety is the product," he wrote.\n'
        "\n"
        'Ida Lund disagreed. "Safety from whom?" she asked.',
        [
            ("will not apologise for keeping people sa", "Max Oduya", True),
            ("Safety is the product,", "Max Oduya", True),
            ("Safety from whom?", "Ida Lund", True),
        ],
    ),
    (
        "Gadgetry's spokeswoman, Lena Hart, said the store \"takes no side in "
        'politics." Hart would not say more. "Read the rules," she said.',
        [
            ("takes no side in politics.", "Lena Hart", True),
            ("Read the rules,", "Lena Hart", True),
        ],
    ),
    (
        'Lund called on Oduya to "publish the full letter and let people '
        'judge." Oduya, in turn, accused Lund of "hiding behind her users."',
        [
            ("publish the full letter and let people j", "Lund", True),
            ("hiding behind her users.", "Oduya", True),
        ],
    ),
    (
        "The list of reasons is short:\n"
        "Money, fear and habit are all it takes to close a forum.\n"
        'Lund put it in her own way in an interview with Radio Harbour: "They '
        'were afraid of us."',
        [
            ("They were afraid of us.", "Lund", True),
        ],
    ),
    (
        'Host: "Why did you close it?"\n\nOduya: "Because the threats did not stop."',
        [
            ("Why did you close it?", None, False),
            ("Because the threats did not stop.", "Oduya", True),
        ],
    ),
    (
        '"The host wanted us gone," Lund said.\n'
        "\n"
        '"It never wanted to talk."\n'
        "\n"
        "Asked about that, a Cloudberry spokesman, Jon Abel, said: “We talked "
        "for a year.”",
        [
            ("The host wanted us gone,", "Lund", True),
            ("It never wanted to talk.", "Lund", False),
            ("We talked for a year.", "Jon Abel", True),
        ],
    ),
    (
        'The order was signed by Rosa Klein, who wrote that the forum had "no '
        'right to a particular server."',
        [
            ("no right to a particular server.", "Rosa Klein", True),
        ],
    ),
    (
        'The Harbour Times reported that Oduya had told staff the forum was "a '
        'fire waiting to happen."',
        [
            ("a fire waiting to happen.", "Oduya", True),
        ],
    ),
    (
        "In a statement to the press, the hosting firm\n"
        'Cloudberry said: "We gave notice, and\n'
        'Blurb did not answer."\n'
        "\n"
        'It added that it would "keep the data for\n'
        'thirty days."',
        [
            ("We gave notice, and Blurb did not answer", "Cloudberry", True),
            ("keep the data for thirty days.", "Cloudberry", True),
        ],
    ),
]

# Made up after the rules were finished: words and speaker, None if it is unnamed, NO
# for what is no statement, OPEN where the passage does not tell. When they were first
# read, 15 of the 22 statements were sure, 14 of these right, and 19 had the right
# speaker; a forename that is a preposition too ("Per") was mended after.
NO, OPEN = "no statement", "not told"
UNSEEN = [
    (
        "The mayor of Elmsford, Judith Crane, resigned from the Chirp network "
        'on Tuesday, saying it had become "a sewer with a login page." Chirp\'s '
        'founder, Oskar Blum, answered with a shrug. "Mayors come and go," he '
        "wrote.",
        [
            ("a sewer with a login page.", "Judith Crane"),
            ("Mayors come and go,", "Oskar Blum"),
        ],
    ),
    (
        'Chirp has been unavailable since 3 a.m. "We are aware of the problem '
        'and are working on it," the company said on its status page. By noon '
        'the message had changed to "Goodbye for now."',
        [
            ("We are aware of the problem and are work", "Chirp"),
            ("Goodbye for now.", OPEN),
        ],
    ),
    (
        "Two former moderators, who spoke on condition of anonymity, described "
        'a team of five facing "tens of thousands" of reports a day. "You close '
        'your eyes and click," one said. "After a month you stop closing your '
        'eyes," said the other.',
        [
            ("tens of thousands", None),
            ("You close your eyes and click,", None),
            ("After a month you stop closing your eyes", None),
        ],
    ),
    (
        'Prime Minister Leena Salo welcomed the removal. "A company has the '
        'right to refuse," she told parliament. The leader of the opposition, '
        'Matti Ranta, warned her against "cheering when a stranger locks your '
        "neighbour's door.\" Ranta's party abstained in the vote.",
        [
            ("A company has the right to refuse,", "Leena Salo"),
            ("cheering when a stranger locks your neig", "Matti Ranta"),
        ],
    ),
    (
        "According to court papers, Chirp ignored 98 notices. In one of them, "
        'dated 5 March, the hosting provider Stonebridge wrote: "Please confirm '
        'that this content has been removed." No answer came. "Silence is an '
        'answer too," Stonebridge attorney Carla Mendes argued before the '
        "court.",
        [
            ("Please confirm that this content has bee", "Stonebridge"),
            ("Silence is an answer too,", "Carla Mendes"),
        ],
    ),
    (
        "Blum's mood changed in the evening. In a 40-second video, he blamed "
        '"three companies in one valley" for the outage and urged users to '
        '"stay angry and stay online". The clip was titled "The Last Server."',
        [
            ("three companies in one valley", "Blum"),
            ("stay angry and stay online", "Blum"),
            ("The Last Server.", NO),
        ],
    ),
    (
        'Not everybody mourns. "It was a nest of liars, and I was one of them," '
        "admits Per Holm, 52, a carpenter from Vik who joined in 2019. His "
        'daughter Siri laughs. "He was banned twice," she says. "Only once," '
        "Holm protests.",
        [
            ("It was a nest of liars, and I was one of", "Per Holm"),
            ("He was banned twice,", OPEN),
            ("Only once,", "Per Holm"),
        ],
    ),
    (
        "The Consumer Council and the Press Guild both criticised Stonebridge. "
        'Thirty days\' notice "is the least a customer can expect," the council '
        "said in a press release. The guild's chairman, Yusuf Demir, went "
        'further and spoke of "an execution without a trial."',
        [
            ("is the least a customer can expect,", OPEN),
            ("an execution without a trial.", "Yusuf Demir"),
        ],
    ),
    (
        "Stonebridge defended itself in a letter to the editor of the Elmsford "
        "Gazette:\n"
        "\n"
        "Our terms are public. They apply to a cat blog and to a network with "
        "nine million users. We would rather lose a customer than a life.\n"
        "\n"
        "Blum replied to the letter on a rival network, where he has 200,000 "
        'followers: "They lost both."',
        [
            ("Our terms are public. They apply to a ca", "Stonebridge"),
            ("They lost both.", "Blum"),
        ],
    ),
    (
        "Economist Aino Virta of the Northern Institute doubts that the boycott "
        'will last. Advertisers, she says, "have the memory of a goldfish." '
        'Virta recalls that in 2017 a soft-drink maker declared it would "never '
        'again" buy space next to hate — and was back within ten weeks.',
        [
            ("have the memory of a goldfish.", "Aino Virta"),
            ("never again", None),
        ],
    ),
]


# Sure, and wrong: a daughter speaks, who was named without her surname.
KNOWN_WRONG = {"He was banned twice,"}


def read(text):
    return {" ".join(one.words.split())[:40]: one for one in attributed(text)}


@pytest.mark.parametrize(("text", "expected"), DEVELOPED)
def test_passages_the_rules_were_made_with(text, expected):
    found = read(text)
    assert [(key, one.speaker, one.is_sure) for key, one in found.items()] == expected
    assert all(one.is_sure == (one.reason is None) for one in found.values())


def test_passages_the_rules_were_not_made_with():
    n_right = n_statements = 0
    for text, expected in UNSEEN:
        found = read(text)
        assert list(found) == [words for words, _ in expected]
        for words, speaker in expected:
            one = found[words]
            if one.is_sure and words not in KNOWN_WRONG:
                assert one.speaker == speaker
            is_open = speaker == OPEN and not one.is_sure
            n_statements += speaker != NO
            n_right += speaker != NO and (one.speaker == speaker or is_open)
    assert n_statements == 22
    assert n_right >= 20


def test_everything_that_is_told_of_a_quotation():
    text = (
        "In an email to customers, Blurb spokesman Jon Abel wrote on Murmur: "
        "“We go now, all of us.” Nobody answered."
    )
    (one,) = attributed(text)
    assert text[one.start : one.end] == one.words == "We go now, all of us."
    assert text[one.cue_start : one.cue_end] == one.cue == "wrote"
    assert text[one.context_start : one.context_end] == text.removesuffix(
        " Nobody answered."
    )
    assert (one.kind, one.speaker, one.speaker_kind) == ("marks", "Jon Abel", "person")
    assert one.speaker_as_written == "Blurb spokesman Jon Abel"
    assert (one.role, one.organisation) == ("spokesman", "Blurb")
    assert (one.medium, one.venue, one.addressee) == ("email", "Murmur", "customers")


@pytest.mark.parametrize(
    ("text", "medium", "venue", "addressee"),
    [
        ('Lund tweeted: "We go now, all."', "tweet", None, None),
        ('Lund told reporters, "We go now, all."', None, None, "reporters"),
        ('Lund wrote to Max Oduya: "We go now, all."', None, None, "Max Oduya"),
        ('In court papers, Lund said, "We go now."', None, None, None),
        ('Lund said on Friday, "We go now, all."', None, None, None),
        ('In an interview, Lund said, "We go now."', "interview", None, None),
        ('"We go now," Lund said in a speech.', "speech", None, None),
        ('Lund called on users to "go now, all of them".', None, None, "users"),
        (
            'In her tweet that she would "go now, at last", Lund lied.',
            "tweet",
            None,
            None,
        ),
    ],
)
def test_how_where_and_to_whom(text, medium, venue, addressee):
    (one,) = attributed(text)
    assert (one.medium, one.venue, one.addressee) == (medium, venue, addressee)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Lund wrote:\nWe go now.\nSo it went.", ["We go now."], "block"),
        ("Lund wrote:\n\nWe go now.\n\nSo it went.", ["We go now."], "block"),
        ("Lund wrote:\n> We go.\n> Now.", ["We go.", "Now."], "block"),
        ("Lund wrote:\n\n> We go.\n> Now.", ["We go.\nNow."], "block"),
        ("He gave three reasons:\nMoney.\nSo it went.", [], None),
        ("Lund wrote:\n- one\n- two", [], None),
        ("Lund wrote:", [], None),
        ("Lund wrote:\n“We go now.”", ["We go now."], "marks"),
        ("“We go.\n“We stay,” Lund wrote.", ["We go.\nWe stay,"], "marks"),
        ("It's the users' own 'words', 5' 6\".", [], None),
    ],
)
def test_what_is_quoted(text, words, kind):
    found = attributed(text)
    assert [one.words for one in found] == words
    assert {one.kind for one in found} <= {kind}


@pytest.mark.parametrize(
    ("phrase", "kind", "name", "role", "organisation"),
    [
        ("Blurb", "organisation", "Blurb", None, None),
        ("Ida Lund", "person", "Ida Lund", None, None),
        ("CEO Ida Lund", "person", "Ida Lund", "CEO", None),
        ("Mr. Lund", "person", "Lund", None, None),
        ("Blurb Chief Policy Officer Ida Lund", "person", "Ida Lund")
        + ("Chief Policy Officer", "Blurb"),
        ("Blurb's chief executive, Ida Lund,", "person", "Ida Lund")
        + ("chief executive", "Blurb"),
        ("Ida Lund, head of trust at Blurb,", "person", "Ida Lund")
        + ("head of trust", "Blurb"),
        ("Jonas Holm of the Open Wire League", "person", "Jonas Holm", None)
        + ("Open Wire League",),
        ("a spokesperson for Blurb", "organisation", "Blurb", "spokesperson", "Blurb"),
        ("Blurb's lawyers", "organisation", "Blurb", "lawyers", "Blurb"),
        ("Blurb Staff for Fair Play", "organisation", "Blurb Staff for Fair Play")
        + (None, None),
        ("the judge", "role", None, "judge", None),
        ("a user", "group", None, None, None),
        ("Workers at Blurb", "group", None, None, "Blurb"),
        ("she", "pronoun", "she", None, None),
        ("The company", "pronoun", "it", None, None),
        ("a letter from Blurb", "document", None, None, "Blurb"),
        ("Blurb and Murmur", "several", None, None, None),
    ],
)
def test_who_is_meant(phrase, kind, name, role, organisation):
    text = f"{phrase} also said"
    found = tokens(text, 0, len(text))
    subject = subject_before(found, len(found) - 1)
    one = party(text, subject.phrase, subject.apposition)
    assert (one.kind, one.name) == (kind, name)
    assert (one.role, one.organisation) == (role, organisation)


def test_verbs_have_four_forms_each():
    assert VERBS["deny"] == ("deny", "denies", "denied", "denying")
    assert VERBS["argue"] == ("argue", "argues", "argued", "arguing")
    assert VERBS["say"] == ("say", "says", "said", "saying")
    assert all(len(set(forms)) >= 3 for forms in VERBS.values())


PARTS = [
    *("Ida Lund", "Blurb", "he", "she", "the firm", "said", "wrote", "called", "to"),
    *("according to", "posted by", "CEO", "Mr.", "'s", "who", "that", "by", "words"),
    *('"', '"', "“", "”", "«", "»", ">", ",", ".", ":", ";", "—", "(", ")", "?", "!"),
    *("\n", "\n\n", "\r\n", " ", " ", " ", "\0", "\x1a", "\ud800", "\u2028", "👍"),
]
TEXTS = st.lists(st.sampled_from(PARTS)).map("".join) | st.text()


@given(TEXTS)
@settings(deadline=None)
@example('he said: "" "a"')
@example("Lund wrote:\n>")
def test_any_text_is_read_and_every_offset_holds(text):
    last = 0
    for one in attributed(text):
        assert last <= one.start <= one.end <= len(text)
        last = one.end
        assert one.context_start <= one.start
        assert one.is_sure == (one.reason is None)
        if one.cue is not None:
            assert 0 <= one.cue_start < one.cue_end <= len(text)
    article = Article(text)
    assert len(article.masked) == len(article.flat) == len(text)


@given(TEXTS)
def test_paragraphs_hold_all_that_is_no_space(text):
    left = list(text)
    for start, end in paragraphs_of(text):
        left[start:end] = [" "] * (end - start)
    assert not "".join(left).strip()


@pytest.mark.parametrize("part", ['"a" ', '"', "Lund, ", "(", "Lund wrote:\nYes.\n"])
def test_a_long_text_is_no_trouble(part):
    attributed(part * (4_000 // len(part)))
