"""The report as it is read: by keys, on small screens, in the dark and on paper."""

import re
from itertools import pairwise

import pytest

from reported import Elements, classifier, hostile_figures, hostile_tables, made


@pytest.fixture
def tables():
    return hostile_tables()


@pytest.fixture
def figures():
    return hostile_figures()


def test_what_scrolls_can_be_reached_by_keys_and_columns_are_named(tables, figures):
    page = Elements()
    page.feed(made(tables, figures, classifier=classifier()))
    scrolling = [a for _, a in page.found if "scroll" in (a.get("class") or "")]
    assert len(scrolling) > 9
    assert {a.get("tabindex") for a in scrolling} == {"0"}
    assert {a.get("scope") for tag, a in page.found if tag == "th"} == {"col", "row"}


def test_headings_leave_no_level_out(tables, figures):
    page = Elements()
    page.feed(made(tables, figures, classifier=classifier()))
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(b - a for a, b in pairwise(levels)) == 1


def test_a_figure_is_larger_on_screen_and_wide_ones_scroll(tables):
    (figure,) = hostile_figures()
    page = made(tables, [figure])
    # 240 points are 320 pixels, 72 are 96; 1.3125 times as much.
    assert 'width="420" height="126"' in page
    assert '<div class="scroll" tabindex="0"><img' not in page
    wide = {**figure, "svg": figure["svg"].replace("240pt", "510pt")}
    assert '<div class="scroll" tabindex="0"><img' in made(tables, [wide])


def schemes(page):
    """Return the colours of the page: light, dark and printed."""
    return [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{([^}]*)\}", page)
    ]


def contrast(one, other):
    """Contrast as in the Web Content Accessibility Guidelines 2.2."""
    bright, dark = sorted(
        (
            sum(
                weight * (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4)
                for weight, x in zip(
                    (0.2126, 0.7152, 0.0722),
                    (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)),
                    strict=True,
                )
            )
            for colour in (one, other)
        ),
        reverse=True,
    )
    return (bright + 0.05) / (dark + 0.05)


def test_text_can_be_read_in_light_in_dark_and_on_paper(tables, figures):
    page = made(tables, figures)
    # Else browsers set what is marked in black, even in the dark.
    (mark,) = re.findall(r"^mark \{([^}]*)\}", page, re.MULTILINE)
    assert {"color: inherit", "background: var(--mark)"} <= {
        setting.strip() for setting in mark.split(";")
    }
    found = schemes(page)
    assert len(found) == 3
    assert found[0].keys() == found[1].keys() == found[2].keys()
    for scheme in found:
        for text in ("ink", "faint", "link"):
            for ground in ("paper", "shade"):
                assert contrast(scheme[text], scheme[ground]) >= 4.5
        assert contrast(scheme["ink"], scheme["mark"]) >= 4.5
