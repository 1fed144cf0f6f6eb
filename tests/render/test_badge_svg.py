"""Badges tell what they are, on any page and with any title."""

import re
from itertools import product
from typing import get_args
from xml.etree import ElementTree

import pytest

from wayfolio.model.frameworks import Icon
from wayfolio.model.pathways import BadgeKind
from wayfolio.render.badges.glyphs import GLYPHS, SHAPES
from wayfolio.render.badges.svg import PALETTE, PAPER, BadgeArt, Hue, badge_svg, text_width

SVG = "{http://www.w3.org/2000/svg}"
KINDS: tuple[BadgeKind, ...] = get_args(BadgeKind)
ICONS: tuple[Icon, ...] = get_args(Icon)
TIERS = (None, "Foundational", "Advanced")
LIGHT_PAGE, DARK_PAGE = "#fbfaf6", "#141b1e"
TITLES = (
    "Go",
    "Mapmaker",
    "Storytelling",
    "Spoke to the Room",
    "High-school diploma",
    "Network Support Technician",
    "AAS Network and Cloud Support",
    "Interdisciplinary Environmental Research",
    "مشروع العلوم البيئية",
    "地図を作る人",
    "WWWWWWWWWWWWWWWWWWWW",
    "Donaudampfschifffahrtsgesellschaftskapitän",
)


def drawn(
    title: str = "Mapmaker",
    *,
    kind: BadgeKind = "badge",
    rank: int = 0,
    icon: Icon = "map",
    hue: int = 0,
) -> str:
    """Return the file of a badge of which only some things matter."""
    return badge_svg(
        BadgeArt(title=title, kind=kind, tier=TIERS[rank], rank=rank, icon=icon, hue=hue)
    )


def words(svg: str) -> tuple[str | None, list[str | None]]:
    """Return what a badge is called, and the lines on its band."""
    root = ElementTree.fromstring(svg)
    return root.findtext(f"{SVG}title"), [line.text for line in root.iter(f"{SVG}text")]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG, 0 to 1."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(color: str, other: str) -> float:
    """Return the contrast ratio of WCAG, 1 to 21."""
    darker, lighter = sorted((luminance(color), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_name_of_a_drawing_has_one() -> None:
    assert set(ICONS) == GLYPHS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_every_badge_is_one_small_file_that_asks_for_nothing(kind: BadgeKind) -> None:
    for icon, rank in product(ICONS, range(3)):
        svg = drawn("AAS Network and Cloud Support", kind=kind, icon=icon, rank=rank)
        root = ElementTree.fromstring(svg)

        assert root.get("viewBox") == "0 0 480 480"
        assert root.get("role") == "img"
        assert len(svg.encode()) < 3000
        assert not {"script", "style", "image", "foreignObject", "a"} & {
            part.tag.removeprefix(SVG) for part in root.iter()
        }
        for part in root.iter():
            for name, value in part.items():
                assert not name.startswith("on")
                assert name != "style"
                assert "url(" not in value or value == "url(#c)"
                assert not name.endswith("href") or value == "#f"
        assert "<!" not in svg
        assert "<?" not in svg


def test_kind_area_and_tier_can_be_told_apart_without_colour_or_words() -> None:
    silhouettes = {
        re.sub("#[0-9a-f]{6}|<title>.*?</title>|<text.*?</text>", "", svg)
        for kind, icon, rank in product(KINDS, ICONS, range(3))
        for svg in [drawn(kind=kind, icon=icon, rank=rank)]
    }

    # A degree and a diploma share the rosette.
    assert len(silhouettes) == (len(KINDS) - 1) * len(ICONS) * 3


def test_the_same_badge_is_the_same_bytes() -> None:
    assert drawn(kind="degree", rank=2) == drawn(kind="degree", rank=2)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("</title><image href='//x.test'/>", "</title><image href='//x.test'/>"),
        ('Friends & "foes"', 'Friends & "foes"'),
        ("]]> &amp; &#0;", "]]> &amp; &#0;"),
        ("two\nlines\tand\x00\x0b\ufffe more", "two lines and more"),
        ("turned \u202eround\u2066", "turned round"),
        ("half a \ud83d letter", "half a letter"),
    ],
)
def test_a_hostile_title_stays_text(title: str, name: str) -> None:
    svg = drawn(title)

    assert words(svg)[0] == name
    assert [part.tag for part in ElementTree.fromstring(svg).iter()].count(f"{SVG}image") == 0
    assert svg.encode()


@pytest.mark.parametrize("title", TITLES)
def test_a_title_stands_whole_on_its_band(title: str) -> None:
    for kind, rank in product(KINDS, range(3)):
        shape = SHAPES[kind]
        root = ElementTree.fromstring(drawn(title, kind=kind, rank=rank))
        rows = [
            (line.text or "", int(line.get("font-size", 0))) for line in root.iter(f"{SVG}text")
        ]
        lines = rows[:-1] if rank else rows

        assert 1 <= len(lines) <= 2
        assert "".join("".join(line for line, _ in lines).split()) == "".join(title.split())
        assert all(size * text_width(line) <= shape.room for line, size in rows)
        assert min(size for _, size in rows) >= 18
        assert sum(size for _, size in rows) * 1.14 <= 108


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Spoke to the Room", ["Spoke to the Room"]),
        ("AAS Network and Cloud Support", ["AAS Network and", "Cloud Support"]),
        ("Ready for the road ahead", ["Ready for the", "road ahead"]),
        ("社区水质调查公众报告项目", ["社区水质调查", "公众报告项目"]),
    ],
)
def test_a_title_is_broken_only_where_it_gains_and_into_even_lines(
    title: str, lines: list[str]
) -> None:
    assert words(drawn(title))[1] == lines


def test_a_foundational_badge_bears_one_diamond_and_an_advanced_one_two() -> None:
    diamond = "l18 18-18 18-18-18Z"

    assert [drawn(rank=rank).count(diamond) for rank in range(3)] == [0, 1, 2]
    assert len(set(re.findall(rf"M(\d+) \d+{diamond}", drawn(rank=2)))) == 2


def test_a_title_too_long_for_two_lines_ends_in_an_ellipsis_and_is_whole_in_the_name() -> None:
    title = "Certificate in the study of networks, clouds and the weather " * 100
    name, lines = words(drawn(title, kind="industry-certification"))

    assert name == title.strip()
    assert len(lines) == 2
    assert (lines[-1] or "").endswith("…")


def test_the_tier_is_part_of_the_name() -> None:
    assert words(drawn("Storytelling", rank=2)) == (
        "Storytelling, Advanced",
        ["Storytelling", "Advanced"],
    )


@pytest.mark.parametrize(
    ("title", "right_to_left"),
    [("مشروع", True), ("1. שיר", True), ("Song", False), ("Song שיר", False), ("42", False)],
)
def test_a_title_runs_the_way_its_letters_do(title: str, right_to_left: bool) -> None:
    assert ('direction="rtl"' in drawn(title)) == right_to_left


def test_there_are_eight_hues_and_then_they_begin_again() -> None:
    files = [drawn(hue=place) for place in range(9)]

    assert len(set(files)) == 8
    assert files[8] == files[0]


@pytest.mark.parametrize("hue", PALETTE, ids=lambda hue: hue.deep)
def test_every_hue_can_be_read_on_a_light_and_on_a_dark_page(hue: Hue) -> None:
    assert contrast(hue.deep, PAPER) >= 4.5
    assert contrast(hue.deep, hue.partner) >= 4.5
    assert contrast(hue.rim, LIGHT_PAGE) >= 3
    assert contrast(hue.rim, DARK_PAGE) >= 3
