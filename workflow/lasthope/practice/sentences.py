"""The sentences of the practice corpus: all invented, each with one thing to find.

What a sentence holds is the key it stands under: a category of the codebook, or a
field that has nothing to do with any. A test runs the tagger over every sentence in
every form it can take.
"""

SLOTS = {
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "part": "morning|afternoon|evening|night",
    "number": "three|four|five|six|seven|eight|nine|ten|eleven|twelve",
    "town": "Saltmere|Oldhaven|Larkholm|Pennywick|Tarnby|Brackenford|Quillham|"
    "Eastermouth|Wrenfield|Dunmarsh|Pebblewick|Hollowby",
    "who": "a neighbour|my cousin|the postman|a colleague|the caretaker|an old friend|"
    "the bookseller|the gardener|my aunt|the ferryman",
    "thing": "forum|message board|photo page|news feed|mailing list|chat room|"
    "guest book|village blog",
    "place": "tea room|village hall|ferry office|market hall|sports hall|bicycle shed|"
    "post office|bandstand",
}

CATEGORIES = {
    "free_expression": """
        For {who} in {town}, this was about free speech and little more.
        A {thing} where neighbours speak freely is worth keeping in {town}.
        The talk in {town} on {day} turned to freedom of expression.
        Removing the {thing} looked like censorship to {who}.
        {town} once had a public square for every quarrel about the {thing}.
        A meeting in {town} asked for open debate about the {thing}.
        On the {thing} {who} could speak their mind.
        {who} called the {thing} a marketplace of ideas.
        Freedom of thought matters in {town} on any {day}.
        The {day} column compared the letter from {town} to a gag order.
    """,
    "contract_and_terms": """
        The terms of service were sent to {town} on {day}.
        Page {number} of the contract names {town} and a date.
        A notice period of {number} weeks was written down in {town}.
        The hosting agreement covers {number} servers in {town}.
        Acceptable use was explained to {who} on {day}.
        A moderation plan for the {thing} was asked for on {day}.
        Breach of contract was the main point of the {day} letter to {town}.
        The community guidelines of the {thing} fill {number} pages.
        Prohibited content on the {thing} is listed on page {number}.
        Two clerks signed the service agreement in {town} on {day}.
    """,
    "public_safety": """
        The letter from {town} on {day} speaks of public safety.
        A post with a death threat was reported in {town} on {day}.
        {who} counted {number} violent posts on the {thing}.
        The {day} posts put lives at risk in {town}.
        Incitement on the {thing} was named by {who}.
        Officers in {town} were worried about bodily harm to {who}.
        A plan to stop violence was read out in {town} on {day}.
        The {thing} was used to spread dangerous content in {town}.
        Bomb threats closed the {place} in {town} on {day}.
    """,
    "resilience": """
        The {thing} in {town} was up and running by {day}.
        Volunteers in {town} rebuilt the {thing} over {number} days.
        After {number} weeks the {thing} made a comeback in {town}.
        {who} expects the {thing} in {town} to bounce back.
        The {thing} is here to stay, says {who} from {town}.
        A relaunch of the {thing} is planned in {town} for {day}.
        The team in {town} restored service of the {thing} on {day}.
        The {thing} grew stronger than before in {town}.
        The crew in {town} was resilient through {number} nights.
        Helpers in {town} started the {thing} from scratch on {day}.
    """,
    "viewpoint_neutrality": """
        Customers in {town} come from across the political spectrum, says {who}.
        The {thing} is a nonpartisan forum for {town}.
        A double standard on the {thing} was noticed by {who}.
        Rules of the {thing} were applied evenly in {town}.
        Selective enforcement on the {thing} was the complaint of {who}.
        A neutral host served {number} parties in {town}.
        Entries on the {thing} were read regardless of party in {town}.
        The panel in {town} heard all points of view until {day}.
        An even-handed moderator looked after the {thing} in {town}.
        {who} found the {thing} in {town} unbiased.
    """,
    "continuity": """
        All data of the {thing} will be preserved until {day}.
        The archive of the {thing} remains available to {who}.
        No action is needed from readers of the {thing} in {town}.
        Existing users can log in to the {thing} from {town} as before.
        The {number} servers in {town} worked without interruption.
        A smooth transition of the {thing} to {town} is under way.
        Business continuity of the {thing} was promised to {who}.
        Uninterrupted service in {town} was the aim on {day}.
        Readers in {town} can export their posts in {number} steps.
    """,
    "us_and_them": """
        For {who} in {town} it is us against them.
        The other side meets in {town} on {day}.
        People like us built the {place} in {town}.
        Our opponents bought the {place} in {town}.
        Those people run the {place} in {town}.
        They just want us out of the {place} in {town}.
        The {place} in {town} has divided us since {day}.
        Real patriots live in {town}, says {who}.
        They keep us apart at the {place} in {town}.
        Our side meets at the {place} in {town} on {day}.
    """,
    "procedure": """
        Within {number} days an answer is due in {town}.
        After careful review the {thing} in {town} was switched off.
        Repeated warnings went to {who} in {town} on {day}.
        On several occasions {who} from {town} was asked for a reply.
        The change to the {thing} in {town} is effective immediately.
        A final warning reached {who} in {town} on {day}.
        The {thing} was closed in accordance with page {number}.
        We notified {who} in {town} on {day}.
        An established process led to the step in {town} on {day}.
        Written notice was pinned up at the {place} in {town}.
    """,
    "hedging": """
        Perhaps the {place} in {town} opens on {day}.
        It seems the {place} in {town} is closed on {day}.
        Maybe {who} has the key to the {place} in {town}.
        The letter from {town} to {who} might be late.
        As far as I know, the {place} in {town} has {number} rooms.
        {who} is probably in {town} by {day}.
        I think the {place} in {town} has {number} windows.
        The queue at the {place} in {town} tends to be short on {day}.
        Apparently {number} chairs are missing at the {place} in {town}.
        Likely as not, {who} walks to {town} on {day}.
    """,
}

FIELDS = {
    "harbour weather": """
        Fog lay over the harbour of {town} on {day} {part}.
        The harbour gauge in {town} showed wind of force {number}.
        Rain moved in from the sea towards {town} on {day}.
        The tide climbed {number} feet at the old pier of {town}.
        Drizzle kept the fishing boats in {town} until {day} {part}.
        A cold front crossed the bay near {town} on {day}.
        Sunshine and a light breeze are forecast for {town} on {day}.
        The lighthouse of {town} reported waves of {number} metres.
        Hail rattled on the decks in {town} on {day} {part}.
        Snow melted on the quay of {town} before {day}.
    """,
    "library hours": """
        The library in {town} opens at {number} on {day}.
        The reading room of the {town} library closes at {number}.
        Borrowed books are due at the {town} library by {day}.
        The librarian in {town} shelved {number} new atlases.
        Story time at the {town} library begins at {number}.
        A library card in {town} costs {number} crowns.
        The catalogue desk in {town} is staffed on {day} {part}.
        Late fees for library books in {town} are {number} crowns.
        Large-print novels stand on shelf {number} of the {town} library.
        The library van visits {town} on {day} {part}.
    """,
    "football club": """
        The football club of {town} drew at home on {day}.
        A late goal settled the cup match in {town} on {day}.
        The goalkeeper of {town} trains on {day} {part}.
        The coach named {number} midfielders for the tie in {town}.
        Season tickets for the north stand in {town} sell out by {day}.
        The striker from {town} scored {number} goals by half-time.
        Long grass slowed the league match in {town} on {day}.
        The referee from {town} added {number} minutes.
        Junior players in {town} practise corners on {day} {part}.
        A penalty kick decided the derby in {town} on {day}.
    """,
    "bread baking": """
        The dough rests for {number} hours in a bowl from {town}.
        Rye flour from {town} makes {number} dark loaves.
        A spoon of salt goes into the {town} sourdough on {day}.
        The crust browns in {number} minutes, says the baker in {town}.
        Kneading the dough takes {number} minutes on {day} {part}.
        The baker in {town} shapes {number} rolls on {day} {part}.
        Yeast from {town} and lukewarm water need {number} hours.
        Poppy seeds cover the plaited loaf from {town} on {day}.
        Ovens in the {town} bakery are heated at {number}.
        Wholemeal bread from {town} lasts {number} days.
    """,
    "bus timetables": """
        Bus {number} leaves {town} on {day} {part}.
        The {part} bus to {town} runs {number} minutes late.
        The timetable at the {town} bus stop changes on {day}.
        Passengers change buses at the {town} depot on {day}.
        A replacement bus serves route {number} on {day}.
        The express to {town} skips {number} stops on {day}.
        The driver to {town} sells day tickets on {day} {part}.
        Route {number} ends at the railway bridge of {town}.
        The night bus to {town} departs at {number} on {day}.
        Road works near {town} delay route {number} until {day}.
    """,
}


def lines(block: str) -> tuple[str, ...]:
    """Return the sentences of a block.

    >>> lines('''
    ...     One.
    ...     Two.
    ... ''')
    ('One.', 'Two.')
    """
    return tuple(line.strip() for line in block.strip().splitlines())


SENTENCES = {name: lines(block) for name, block in (CATEGORIES | FIELDS).items()}
WORDS = {slot: tuple(words.split("|")) for slot, words in SLOTS.items()}
