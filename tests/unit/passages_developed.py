"""Passages that the rules of quotations were made with, and how they are read."""

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
