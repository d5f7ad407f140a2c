"""Passages made after the rules of quotations were finished, read by hand."""

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
