"""Tests of lasthope.report, with hostile text in every place it can reach."""

import pandas as pd
import pytest

from lasthope.odds import ADDED
from lasthope.report import EXAMPLES, categories, examples, sides, tagged_sentences
from lasthope.tables import check
from reported import (
    HOSTILE,
    Elements,
    classifier,
    document,
    hostile_figures,
    hostile_tables,
    made,
)


@pytest.fixture
def tables():
    return hostile_tables()


@pytest.fixture
def figures():
    return hostile_figures()


@pytest.mark.parametrize("told", [None, classifier()])
def test_nothing_hostile_becomes_an_element(tables, figures, told):
    page = Elements()
    page.feed(made(tables, figures, classifier=told))
    assert {tag for tag, _ in page.found}.isdisjoint({"script", "iframe", "object"})
    assert not any(name.startswith("on") for _, a in page.found for name in a)
    images = [attributes["src"] for tag, attributes in page.found if tag == "img"]
    assert len(images) == 1
    assert images[0].startswith("data:image/svg+xml;base64,")
    assert "49" not in made(tables, figures, classifier=told)


def test_the_page_says_which_tagger_made_the_numbers(tables, figures):
    by_rules = made(tables, figures)
    assert "found by the patterns and rules of the codebook" in by_rules
    assert "The classifier</h3>" not in by_rules
    by_classifier = made(tables, figures, classifier=classifier())
    assert "found by a classifier learned from hand coding" in by_classifier
    assert "Learned from 400 units of the case" in by_classifier
    cells = '<td class="n">0.88</td><td class="n">0.50</td>'
    assert cells in by_classifier
    assert "error 0.007; precision wanted 0.80" in by_classifier
    assert "the rules: &lt;script&gt;" in by_classifier


def test_private_words_are_counted_but_not_shown(tables, figures):
    page = made(tables, figures)
    assert "Secret" not in page
    assert "Not shown: 1 of private people" in page
    assert "Secret words of a person." in made(tables, figures, show_private_text=True)


def test_the_codebook_tells_how_often_each_pattern_found_a_category(tables):
    more = pd.concat([tables["tags"], tables["tags"].iloc[[1]]])
    codebook = {"categories": [{"id": "speech"}, {"id": "other"}]}
    speech, other = categories(codebook, more, more.iloc[1:])
    assert (speech["n_tags"], other["n_tags"]) == (3, 0)
    found = [(row["pattern"], row["n"]) for row in speech["found"]]
    assert found == [("secret", 2)]
    assert other["found"] == []


def test_numbers_of_the_tables_are_on_the_page(tables, figures):
    page = made(tables, figures)
    assert "−0.25" in page
    assert "platform 1/4" in page
    assert "Every comparison is descriptive" in page


def test_agreement_on_places_is_told_with_its_interval(tables, figures):
    row = {
        **{"category": "speech", "facet": "frame", "label": HOSTILE, "n_coders": 2},
        **{"n_units": 9, "n_positive": 5, "n_characters": 900, "n_spans": 11},
        **{"alpha": 0.5, "low": 0.25, "high": 0.75, "use": "none"},
        **{"note": None, "coded_by": "Coded by two students."},
    }
    told = check(pd.DataFrame([row]), "unitizing")
    page = made(tables | {"unitizing": told}, figures)
    assert '<td class="n">0.50</td><td class="n">0.25 to 0.75</td><td>none' in page
    never = check(told.assign(low=None, high=None, note="no doubt"), "unitizing")
    page = made(tables | {"unitizing": never}, figures)
    assert '<td class="n">0.50</td><td class="n"></td><td>none: no doubt' in page


def test_a_tag_is_shown_in_its_sentence(tables):
    rows = tagged_sentences(tables["documents"], tables["units"], tables["tags"])
    first = rows[rows["unit_id"] == "s:a:0000"].iloc[0]
    assert first["before"] + first["matched"] + first["after"] == first["text"]


def test_sides_are_counted(tables):
    counted = sides(tables["documents"], tables["units"]).set_index("side")
    assert counted.loc["platform", ["n_documents", "n_units"]].tolist() == [1, 1]
    assert counted.loc["users", "speakers"] == "unnamed"


def with_posts(tables, n_posts):
    """Add posts of a public figure and of a private person, each tagged once."""
    rows = []
    for number in range(n_posts):
        name = f"a:{number:04d}"
        rows.append((name, True, f"Some free speech, number {number}."))
        rows.append((name.replace("a", "p"), False, f"Whispered speech {number}."))
    documents = [
        document(doc_id, "users", text, is_public=is_public, kind="post")
        for doc_id, is_public, text in rows
    ]
    units = [
        {"unit_id": f"{doc_id}:0000", "doc_id": doc_id, "text": text}
        for doc_id, _, text in rows
    ]
    tags = [
        {"unit_id": f"{doc_id}:0000", "category": "posted", "facet": "frame"}
        | {"pattern": "speech", "matched": "speech", "stance": "asserts"}
        | {"voice": "own"}
        | {"start": text.index("speech"), "end": text.index("speech") + 6}
        for doc_id, _, text in rows
    ]
    added = {"documents": documents, "units": units, "tags": tags}
    return tables | {
        name: pd.concat([tables[name], pd.DataFrame(more)], ignore_index=True)
        for name, more in added.items()
    }


def test_genres_are_told_and_differences_within_them(tables, figures):
    page = made(tables, figures)
    assert "Platform and provider share no genre" in page
    assert '<td class="n">−0.25</td><td class="n">−0.50</td>' in page
    assert "−0.75 to 0.00" in page
    assert ">not known</td>" in page


def test_statements_are_listed_and_posts_are_counted(tables, figures):
    assert "Not listed" not in made(tables, figures)
    page = made(with_posts(tables, 1200), figures)
    assert page.count("<blockquote>") == 1
    assert "Not listed: 1,200 posts of public figures" in page
    assert "Not shown: 1,201 of private people" in page
    assert "Whispered" not in page
    shown = made(with_posts(tables, 3), figures, show_private_text=True)
    assert shown.count("<blockquote>") == 2
    assert "Not listed: 6 posts" in shown
    assert "Whispered" in shown


def test_of_many_tags_some_are_shown(tables, figures):
    page = made(with_posts(tables, 70), figures)
    assert page.count("<mark>") == EXAMPLES + 1
    said = f"at most {EXAMPLES} of a category, of 71 ({EXAMPLES + 1} rows)"
    assert said in page
    assert "Every tag in its sentence (1 rows)" in made(tables, figures)
    few = made(with_posts(tables, EXAMPLES), figures)
    assert f"Every tag in its sentence ({EXAMPLES + 1} rows)" in few


def test_examples_are_drawn_at_random_but_alike_everywhere(tables):
    tagged = tagged_sentences(
        *(with_posts(tables, 200)[name] for name in ("documents", "units", "tags"))
    )
    drawn = examples(tagged)
    counts = drawn["category"].value_counts().to_dict()
    assert counts == {"posted": EXAMPLES, "speech": 2}
    pd.testing.assert_frame_equal(drawn, tagged.loc[drawn.index])
    assert drawn.index.is_monotonic_increasing
    shuffled = tagged.sample(frac=1, random_state=1).reset_index(drop=True)
    again = examples(shuffled)
    assert set(again["unit_id"]) == set(drawn["unit_id"])
    # Not the first ones: the middle of what is drawn lies in the middle.
    posted = drawn[drawn["category"].eq("posted")]
    assert 80 < posted.index.to_series().median() < 320


def test_synthetic_data_are_told_on_the_page(tables, figures):
    assert "Synthetic data" not in made(tables, figures)
    assert "Synthetic data: all words" in made(tables, figures, is_synthetic=True)


def test_a_difference_has_its_log_odds_ratio_beside_it_and_words_are_left_out(
    tables, figures
):
    difference = tables["comparison"].iloc[0].to_dict()
    no_test = {"p": None, "q": None, "smallest_p": None}
    ratio = difference | {"measure": "log_odds", "estimate": 2, "low": -1, "high": 5}
    word = {"facet": "word", "name": "hope", "label": "hope"}
    rows = [difference, ratio | no_test, difference | word, ratio | word]
    page = made(tables | {"comparison": pd.DataFrame(rows)}, figures)
    assert "Differences between the sides (1 rows)" in page
    assert '<td class="n">2.00 (−1.00 to 5.00)</td>' in page
    assert "Method of the log odds ratio: a method." in page
    assert "added to either side" not in page
    # Without a ratio the place is empty.
    none = made(tables | {"comparison": pd.DataFrame([difference])}, figures)
    assert "2.00 (" not in none
    assert '<td class="n"></td><td class="n">platform 1/4</td>' in none


def test_ratios_that_lean_on_an_added_unit_are_signed(tables, figures):
    difference = tables["comparison"].iloc[0].to_dict()
    ratio = difference | {"measure": "log_odds", "estimate": 2, "low": -1, "high": 5}
    other = {"name": "other", "label": "other"}
    rows = [
        difference,
        ratio | {"method": f"{ADDED}; Wilson"},
        difference | other,
        ratio | other | {"estimate": 3, "method": "Wilson"},
    ]
    page = made(tables | {"comparison": pd.DataFrame(rows)}, figures)
    assert '<td class="n">2.00* (−1.00 to 5.00)</td>' in page
    assert '<td class="n">3.00 (−1.00 to 5.00)</td>' in page
    methods = [f"{ADDED}; Wilson", "Wilson"]
    for method in methods:
        assert page.count(f"Method of the log odds ratio: {method}.") == 1
    assert page.count("the unit that was added to either side") == 1
