"""Packages of CASE as programs and states publish them: what is taken, and what is told."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case_packages import RIVER, case_item, case_link, case_package, child, river
from wayfolio.load.case_outline import read_case_framework
from wayfolio.load.tables import NotReadable
from wayfolio.model.import_report import ImportReport, RowOutcome
from wayfolio.model.imported_frameworks import FrameworkSource, Outline

TODAY = date(2027, 3, 12)


def read(
    folder: Path, package: object, *, takes_expired: bool = False
) -> tuple[Outline, list[str]]:
    """Return the framework in a package, and what is left of it."""
    file = folder / "package.json"
    content = package if isinstance(package, bytes) else json.dumps(package).encode()
    file.write_bytes(content)
    report = ImportReport()
    outline = read_case_framework(
        FrameworkSource(file=file, report=report, today=TODAY, takes_expired=takes_expired)
    )
    left = [str(line).split("package.json: ", 1)[-1] for line in report.having(RowOutcome.LEFT)]
    return outline, left


def tree(outline: Outline) -> str:
    """Return a framework as indented lines of codes and words."""
    lines = []
    for area in outline.areas:
        lines.append(f"{area.code} {area.title}")
        for competency in area.competencies:
            lines.append(f"  {competency.code} {competency.title}")
            lines += [f"    {skill.code} {skill.statement}" for skill in competency.skills]
    return "".join(f"{line}\n" for line in lines)


def numbered(*numbers: object) -> dict[str, Any]:
    """Return a package with children of the document whose sequence numbers are these."""
    items = [case_item("top", "Top", "T")]
    items += [case_item(f"i{n}", f"Item {n}", f"C{n}") for n in range(len(numbers))]
    links = [child(f"i{n}", "top", number) for n, number in enumerate(numbers)]
    return case_package(items, [child("top", "doc"), *links])


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        (river(), RIVER),
        ({"CFPackage": river()}, RIVER),
        ([river()], RIVER),
        ({"data": {"package": river()}}, RIVER),
        (json.dumps(river()).encode("utf-8-sig"), RIVER),
        (json.dumps(river()).encode("utf-16"), RIVER),
        ({**river(), "CFDefinitions": None, "CFRubrics": None}, RIVER),
        (river(links=[child("c", "b", "2")]), RIVER),
        (
            json.loads(json.dumps(river()).replace('{"identifier": "a"}', '"https://x.example/a"')),
            RIVER,
        ),
        (
            numbered("10", 9, "9.5", None),
            "T Top\n  C1 Item 1\n  C2 Item 2\n  C0 Item 0\n  C3 Item 3\n",
        ),
        (
            numbered(None, "x", [], {}),
            "T Top\n  C0 Item 0\n  C1 Item 1\n  C2 Item 2\n  C3 Item 3\n",
        ),
        (
            case_package(
                [case_item("a", "Ask"), case_item("b", "Plan")],
                [child("b", "doc", 1), child("a", "doc", 2)],
            ),
            " River\n   Plan\n   Ask\n",
        ),
        (case_package([case_item("a", "Ask", "S.1")], []), " River\n  S.1 Ask\n"),
        (
            river([case_item("d", "Alone", "L")], [child("d", "doc", 2)]),
            f"{RIVER} River\n  L Alone\n",
        ),
        (
            river(
                [case_item("d", "Deep", "D"), case_item("e", "Deeper", "E")],
                [child("d", "c"), child("e", "d")],
            ),
            f"{RIVER}    D Deep\n    E Deeper\n",
        ),
    ],
)
def test_a_package_is_read_however_it_is_wrapped_and_numbered(
    package: object, expected: str, tmp_path: Path
) -> None:
    outline, left = read(tmp_path, package)

    assert tree(outline) == expected
    assert left == []


D = case_item("d", "Weigh", "S.2")


@pytest.mark.parametrize(
    ("items", "links", "expected", "left"),
    [
        ([], [child("other", "a", 2)], RIVER, ["other: it is not in this package"]),
        ([D], [], RIVER, ["S.2 (d): below nothing"]),
        ([D], [child("d", "other")], RIVER, ["S.2 (d): below other, which is not in this package"]),
        (
            [D, case_item("e", "Round", "E")],
            [child("d", "e"), child("e", "d")],
            RIVER,
            [
                "S.2 (d): below E (e), to which nothing leads from the document",
                "E (e): below S.2 (d), to which nothing leads from the document",
            ],
        ),
        (
            [],
            [child("a", "c")],
            RIVER,
            ["1 further place of S (a): an item is taken once, and this one stands below 2"],
        ),
        ([], [child("b", "b")], RIVER, ["S.1 (b): it would stand below itself"]),
        (
            [D],
            [child("d", "a", 2), child("d", "b", 3)],
            f"{RIVER}    S.2 Weigh\n",
            ["1 further place of S.2 (d): an item is taken once, and this one stands below 2"],
        ),
        (
            [case_item("d", None, "S.2"), case_item("e", "Below", "E")],
            [child("d", "a", 2), child("e", "d")],
            f"{RIVER}  E Below\n",
            ["S.2 (d): it has no words (write its statement there)"],
        ),
        (
            [{**D, "statusEndDate": "2026-07-01"}, case_item("e", "Below", "E")],
            [child("d", "a", 2), child("e", "d")],
            f"{RIVER}  E Below\n",
            [
                "S.2 (d): it is no longer in force since 2026-07-01 "
                "(to take it all the same: --expired)"
            ],
        ),
        ([{**D, "statusEndDate": "2099-07-01"}], [child("d", "a", 2)], f"{RIVER}  S.2 Weigh\n", []),
        ([{**D, "statusEndDate": "soon"}], [child("d", "a", 2)], f"{RIVER}  S.2 Weigh\n", []),
        ([{"fullStatement": "x"}], [], RIVER, ["item 4: it has no identifier"]),
        ([None, 7], [], RIVER, ["item 4: it has no identifier", "item 5: it has no identifier"]),
        (
            [case_item("a", "Again", "S")],
            [],
            RIVER,
            ["item 4 (a): an earlier item has this identifier"],
        ),
        (
            [{**D, "notes": "n", "conceptKeywords": ["k"], "CFItemType": "x", "odd": 1}],
            [child("d", "a", 2)],
            f"{RIVER}  S.2 Weigh\n",
            [
                "1 note: there is no place for it here",
                "1 keyword list: there is no place for it here",
                "1 item type: there is no place for it here",
                "1 “odd”: there is no place for it here",
            ],
        ),
        (
            [],
            [{}, None, {"associationType": "isChildOf"}],
            RIVER,
            ["3 associations: it does not say what it joins"],
        ),
        (
            [],
            [case_link("b", "isRelatedTo", "a")],
            RIVER,
            ["1 isRelatedTo: there is no place for such associations here"],
        ),
        (
            [],
            [case_link("c", "precedes", "b"), case_link("c", "exactMatchOf", "x")],
            RIVER,
            [
                "1 precedes: only competencies that are taken have a place for it",
                "1 exactMatchOf: only competencies that are taken have a place for it",
            ],
        ),
    ],
)
def test_what_cannot_be_taken_costs_itself_and_is_told(
    items: list[Any], links: list[Any], expected: str, left: list[str], tmp_path: Path
) -> None:
    outline, told_left = read(tmp_path, river(items, links))

    assert tree(outline) == expected
    assert told_left == left


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not a CASE package"),
        (b"[1, 2]", "there are no CFItems in it"),
        (b'{"CFItems": []}', "it has no items"),
        (b'{"CFItems": [{}]}', "it has no items"),
        (b'{"CFItems": {}}', "there are no CFItems in it"),
        (b'{"a": {"CFItems": [1]}, "b": {"CFItems": [1]}}', "it holds 2 packages"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"CFItems": [' + b"9" * 5000 + b"]}", "is not a CASE package"),
    ],
)
def test_what_is_no_package_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match=says):
        read(tmp_path, content)


def test_what_has_ended_can_be_taken_all_the_same(tmp_path: Path) -> None:
    ended = {**D, "statusEndDate": "2026-07-01"}

    outline, left = read(tmp_path, river([ended], [child("d", "a", 2)]), takes_expired=True)

    assert tree(outline) == f"{RIVER}  S.2 Weigh\n"
    assert left == []


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (None, ""),
        ("09", "9"),
        (["KG"], "K"),
        (["09", "10", "11", "12"], "9-12"),
        (["03", "05"], "3, 5"),
        ("01,02", "1-2"),
        (["PS", "KG"], "PS, K"),
        ([None, {}, "x" * 90], "x" * 40),
    ],
)
def test_education_levels_are_a_grade(levels: object, expected: str, tmp_path: Path) -> None:
    item = case_item("d", "Weigh", "S.2", educationLevel=levels)

    outline, _ = read(tmp_path, river([item], [child("d", "a", 2)]))

    assert outline.areas[0].competencies[1].grade == expected


def test_associations_and_rubrics_go_where_there_is_a_place(tmp_path: Path) -> None:
    rows = [
        {"score": 1, "description": "With help"},
        {"score": "2.0", "quality": "Alone"},
        {"score": "many", "description": "x"},
        {"score": 3},
    ]
    criteria = [
        {"CFItemURI": {"identifier": "c"}, "CFRubricCriterionLevels": rows},
        {"CFRubricCriterionLevels": rows},
        {"CFItemURI": {"identifier": "gone"}, "CFRubricCriterionLevels": rows},
    ]
    links = [
        child("d", "a", 2),
        case_link("b", "precedes", "d"),
        case_link("d", "exactMatchOf", "elsewhere"),
    ]
    package = {**river([D], links), "CFRubrics": [{"CFRubricCriteria": criteria}, {}]}

    outline, left = read(tmp_path, package)

    measure, weigh = outline.areas[0].competencies
    assert dict(measure.skills[0].levels) == {1: "With help", 2: "Alone"}
    assert weigh.builds_on == ("b",)
    assert weigh.aligns == ("elsewhere",)
    assert left == [
        "2 rubrics: it has no words for levels of an item",
        "1 rubric: it is about gone, which is no item here",
    ]


# ---- any package ---------------------------------------------------------------------------------

NAMES = st.sampled_from([*"abcdefgh", "doc", "", "\ud800", "x y"])
WORDS = st.one_of(
    st.none(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from(["I can.", "<b>x</b> &lt;", "*", "|", "\x00\u202e", "a\r\n\r\nb"]),
)
ITEMS = st.one_of(
    st.fixed_dictionaries(
        {"identifier": NAMES, "fullStatement": WORDS},
        optional={
            "humanCodingScheme": WORDS,
            "abbreviatedStatement": WORDS,
            "educationLevel": st.one_of(WORDS, st.lists(WORDS, max_size=3)),
            "statusEndDate": st.one_of(WORDS, st.sampled_from(["2020-01-01", "2099-01-01"])),
            "language": WORDS,
            "notes": WORDS,
        },
    ),
    WORDS,
)
URIS = st.one_of(st.fixed_dictionaries({"identifier": NAMES}), NAMES, st.none())
LINKS = st.one_of(
    st.fixed_dictionaries(
        {
            "associationType": st.sampled_from(["isChildOf", "isChildOf", "precedes", "x"]),
            "originNodeURI": URIS,
            "destinationNodeURI": URIS,
        },
        optional={"sequenceNumber": WORDS},
    ),
    WORDS,
)
PACKAGES = st.fixed_dictionaries(
    {"CFItems": st.lists(ITEMS, max_size=12), "CFAssociations": st.lists(LINKS, max_size=20)},
    optional={
        "CFDocument": st.one_of(
            WORDS, st.fixed_dictionaries({"identifier": NAMES, "title": WORDS, "language": WORDS})
        ),
        "CFRubrics": st.one_of(WORDS, st.lists(WORDS, max_size=2)),
    },
)


def identifiers_taken(outline: Outline) -> list[str]:
    """Return the origins of everything that is taken, but for the area of what stands alone."""
    taken: list[str] = []
    for area in outline.areas:
        taken += [] if area.called == outline.title else area.origins
        for competency in area.competencies:
            taken += [*competency.origins, *(o for s in competency.skills for o in s.origins)]
    return taken


def check_any_package(folder: Path, package: dict[str, Any]) -> None:
    """Fail unless each item is taken once or left once."""
    try:
        outline, left = read(folder, package)
    except NotReadable:
        return
    taken = identifiers_taken(outline)
    assert len(taken) == len(set(taken))
    about_items = [
        line
        for line in left
        if "below nothing" in line
        or "which is not in this package" in line
        or "to which nothing leads" in line
        or "it has no words (" in line
        or "no longer in force" in line
        or line.startswith("item ")
    ]
    assert len(taken) + len(about_items) == len(package["CFItems"])


@given(PACKAGES)
@settings(max_examples=60)
def test_every_item_of_any_package_is_taken_or_left(
    tmp_path_factory: pytest.TempPathFactory, package: dict[str, Any]
) -> None:
    check_any_package(tmp_path_factory.mktemp("case"), package)
