"""When consent ends, the name is gone at the next build, wherever somebody wrote it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from msgspec import Struct

from growing_school import BADGES, learner_file, work_file
from report import CORE, PNG, SCALES, SCHOOL, SMALL, TODAY, YEARS, Files, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.load.built_site import read_built_files
from wayfolio.school.read import Report, check_school

SECRET = bytes(range(32))
ANA, BEN = "portfolios/ana", "portfolios/ben"


def name_ana(number: int) -> str:
    """Return the name as it stands in a place of its own, so that each place is seen by itself."""
    return f"Ana Lund qq{number:02d}"


PLACES = {
    1: "a text of the school's own page",
    2: "the heading of a page, which every menu shows",
    3: "the description of a page",
    4: "the menu",
    5: "the site's description",
    6: "what a link of a page says when it is pointed at",
    7: "what is said instead of a picture",
    8: "a file of text among the pages",
    9: "a file of JSON among the pages",
    10: "a partner's title",
    11: "a studio's title",
    12: "a studio's impact",
    13: "a competency's title",
    14: "a badge's title",
    15: "an area's title",
    16: "the title of somebody else's work",
    17: "the text of somebody else's work",
    18: "what somebody else says instead of a picture",
    19: "the text of a hub",
    20: "a remark in a page",
    21: "a group's title",
}
NEWS = f"""---
description: {name_ana(3)} won
---
# The fair of {name_ana(2)}

Our {name_ana(1)} won. [More](about.md "of {name_ana(6)}") ![{name_ana(7)}](boat.png)

<!-- {name_ana(20)} -->
"""


def files() -> Files:
    """Return a school in which a learner is named in each of those places, by consent."""
    school = dedent(str(SMALL[SCHOOL])).strip().replace("Harbor House", f"Harbor of {name_ana(21)}")
    more = (
        "files:\n  - {path: bridge.png, alt: A bridge of " + name_ana(18) + "}\nexperience: boat\n"
    )
    return {
        **{path: SMALL[path] for path in (SCALES, YEARS)},
        SCHOOL: f"{school}\npartners:\n"
        f"  - {{id: tern, title: Boats of {name_ana(10)}, kind: employer}}\n",
        CORE: str(SMALL[CORE])
        .replace("title: Shapes", f"title: Shapes of {name_ana(13)}")
        .replace("title: Mathematics", f"title: Mathematics of {name_ana(15)}"),
        "competencies/badges.yml": BADGES.replace(
            "title: Builder", f"title: Builder of {name_ana(14)}"
        ),
        "competencies/experiences/boat.yml": (
            f"experience: boat\nkind: studio\ntitle: The boat of {name_ana(11)}\npartner: tern\n"
            f"targets: [MTH.1]\nimpact: A letter to {name_ana(12)}\n"
        ),
        f"{ANA}/learner.yml": learner_file("ana").replace(
            "first: Ana}", "first: Ana, shown: full}"
        ),
        f"{ANA}/evidence/2027-03-01-bridge.md": work_file("The bridge of Ana"),
        f"{BEN}/learner.yml": learner_file("ben").replace("Ben Lund", "Ben Osei"),
        f"{BEN}/evidence/2027-03-01-raft.md": work_file(
            f"The raft of {name_ana(16)}", f"With {name_ana(17)}.", more=more
        ),
        f"{BEN}/evidence/bridge.png": PNG,
        f"{BEN}/evidence/2027-03-02-kite.md": work_file("The kite"),
        "docs/index.md": (
            f"---\nframe: hub\n---\n# River School\n\nGreetings from {name_ana(19)}.\n"
        ),
        "docs/news.md": NEWS,
        "docs/about.md": "# About us\n\nWe row: [a list](list.txt), [wins](list.json).\n",
        "docs/boat.png": PNG,
        "docs/list.txt": f"{name_ana(8)}\n",
        "docs/list.json": f'{{"won": "{name_ana(9)}"}}\n',
        "docs/ana-lund.css": "rows\n",
        "mkdocs.yml": "site_name: River School\nsite_url: https://river.example/\n"
        f"site_description: The school of {name_ana(5)}\ntheme: {{name: material}}\n"
        "plugins: [wayfolio]\n"
        f"nav:\n  - index.md\n  - News of {name_ana(4)}: news.md\n  - about.md\n",
    }


class Place(Struct, frozen=True):
    """A school with its site and what its builds remember."""

    root: Path

    def build(self, *, keep_going: bool = False, remembers: bool = True) -> Report:
        """Build as on each push."""
        return api.build_site(
            BuildRequest(
                root=self.root,
                today=TODAY,
                secret=SECRET,
                cache_folder=self.root / ".memory" if remembers else None,
                keep_going=keep_going,
            )
        )

    def copy(self, to: Path) -> "Place":
        """Return the same once more, in another folder."""
        shutil.copytree(self.root, to)
        return Place(to)

    def withdraw(self) -> None:
        """Let Ana's guardian take back the consent."""
        file = self.root / ANA / "learner.yml"
        file.write_text(file.read_text("utf-8") + "    until: 2026-09-01\n", "utf-8")

    def readable(self) -> bytes:
        """Return everything that the site holds, unpacked."""
        return b"\n".join(self._parts())

    def _parts(self) -> Iterator[bytes]:
        for file in read_built_files(self.root / "site"):
            yield from (file.path.encode(), file.raw, *file.texts)

    def has(self, path: str) -> bool:
        """Whether the site has a file."""
        return (self.root / "site" / path).exists()


@pytest.fixture(scope="module")
def named_everywhere(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return the school as it was published while the consent lasted."""
    place = Place(tmp_path_factory.mktemp("withdrawal") / "school")
    write(place.root, files())
    report = place.build()
    assert report.is_clean, report
    return place


@pytest.fixture(scope="module")
def withdrawn(named_everywhere: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return the school after the consent has ended, built once more."""
    place = named_everywhere.copy(tmp_path_factory.mktemp("withdrawn") / "school")
    place.withdraw()
    assert place.build().pages
    return place


@pytest.mark.parametrize("number", PLACES, ids=PLACES.get)
def test_a_name_whose_consent_has_ended_is_gone_from_each_place(
    named_everywhere: Place, withdrawn: Place, number: int
) -> None:
    """Also from the search, whose files are unpacked here."""
    sign = f"qq{number:02d}".encode()
    before = [part for part in named_everywhere._parts() if sign in part]

    assert any(b"Ana Lund " + sign in part for part in before)
    assert not any(b"Ana Lund" in part for part in withdrawn._parts() if sign in part)


def test_nothing_of_the_name_is_left_and_everybody_else_is_there(withdrawn: Place) -> None:
    assert b"ana lund" not in withdrawn.readable().lower()
    assert not withdrawn.has("learners/ana")
    assert not withdrawn.has("ana-lund.css")
    assert not withdrawn.has("list.txt")
    for path in ("index.html", "news/index.html", "learners/ben/evidence/raft/index.html"):
        assert withdrawn.has(path)
    assert api.audit_site(withdrawn.root, withdrawn.root / "site", TODAY, SECRET).leaks == ()


def test_each_place_is_told_where_its_author_wrote_it(withdrawn: Place) -> None:
    """And the check says the same as the build, before anything is built."""
    built = withdrawn.build()
    checked = check_school(withdrawn.root, TODAY)

    places = {
        (f"{diagnostic.at.path}:{diagnostic.at.line}", str(diagnostic.severity))
        for diagnostic in built.diagnostics
    }
    assert {
        ("docs/news.md:6", "warning"),
        ("docs/index.md:6", "warning"),
        ("docs/list.txt:1", "error"),
        ("docs/list.json:1", "error"),
        ("docs/ana-lund.css:1", "error"),
        ("mkdocs.yml:3", "warning"),
        ("competencies/experiences/boat.yml:1", "warning"),
        (f"{BEN}/evidence/2027-03-01-raft.md:11", "warning"),
    } <= places
    assert set(built.diagnostics) == set(checked.diagnostics)


def test_a_later_build_and_one_that_remembers_nothing_make_the_same_site(
    withdrawn: Place, tmp_path: Path
) -> None:
    place = withdrawn.copy(tmp_path / "school")
    before = place.readable()

    assert place.build().pages
    assert place.readable() == before
    shutil.rmtree(place.root / "site")
    assert place.build(remembers=False).pages
    assert place.readable().replace(b"\n", b"") == before.replace(b"\n", b"")


def test_when_consent_is_given_again_the_name_is_back(withdrawn: Place, tmp_path: Path) -> None:
    place = withdrawn.copy(tmp_path / "school")
    file = place.root / ANA / "learner.yml"
    file.write_text(file.read_text("utf-8").replace("    until: 2026-09-01\n", ""), "utf-8")

    assert place.build().is_clean
    for number in PLACES:
        assert name_ana(number).encode() in place.readable()


# ---- where the rest of the school cannot be built ------------------------------------------------


def _append(path: str, text: str) -> Callable[[Path], None]:
    def breaks(root: Path) -> None:
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return breaks


def _remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


BROKEN: dict[str, Callable[[Path], None]] = {
    "somebody's work": _append(f"{BEN}/evidence/2027-03-02-kite.md", "---\n<<<<<<<\n\0"),
    "somebody's file": _append(f"{BEN}/learner.yml", "colour: red\n"),
    "a framework": _append(CORE, "colour: red\n"),
    "the school's file": _append(SCHOOL, "\n  - : ["),
    "the school's file is not there": _remove(SCHOOL),
    "the scales": _append(SCALES, "\n\tx"),
    "a group's file": lambda root: write(root, {"portfolios/_groups/2027-03-03-x.yml": "a: b\n"}),
    "the engine's settings": _append("mkdocs.yml", "\n\t: ["),
    "a hub": lambda root: write(root, {"docs/learners/index.md": "# Learners\n"}),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_withdrawal_takes_effect_although_something_else_is_wrong(
    named_everywhere: Place, tmp_path: Path, what: str
) -> None:
    """Pages that name her go whole until the school is mended; somebody else's other work stays."""
    place = named_everywhere.copy(tmp_path / "school")
    place.withdraw()
    BROKEN[what](place.root)

    try:
        report = place.build()
    except (Exception, SystemExit):  # whatever the site engine stops with
        report = Report()

    assert report.pages == 0
    assert b"ana lund" not in place.readable().lower()
    assert not place.has("learners/ana")
    assert not place.has("news")
    assert not place.has("pagefind")


def test_a_file_of_ones_own_that_cannot_be_read_is_no_consent(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    _append(f"{ANA}/learner.yml", "  - : [\n")(place.root)

    report = place.build()

    assert not report.is_clean
    assert report.taken_down
    assert not place.has("learners/ana")
    assert b"learners/ana/" not in place.readable()


def test_a_withdrawal_takes_effect_where_nothing_is_remembered(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    shutil.rmtree(place.root / ".memory")
    place.withdraw()
    BROKEN["a framework"](place.root)

    assert place.build().taken_down
    assert b"ana lund" not in place.readable().lower()
    assert not place.has("learners/ana")


def test_once_the_school_is_mended_everything_else_is_back(
    named_everywhere: Place, withdrawn: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    place.withdraw()
    good = (place.root / CORE).read_bytes()
    BROKEN["a framework"](place.root)
    assert place.build().taken_down
    assert place.build().taken_down == ()
    (place.root / CORE).write_bytes(good)

    assert place.build().pages

    assert place.readable() == withdrawn.readable()


def test_what_is_wrong_takes_nothing_down_while_consent_lasts(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    before = place.readable()
    for what in ("a framework", "the school's file"):
        BROKEN[what](place.root)

        assert place.build().taken_down == ()
        assert place.readable() == before


def test_a_login_that_became_known_is_looked_for_in_what_is_kept(
    named_everywhere: Place, tmp_path: Path
) -> None:
    """Nobody's pages are made anew for a login, but for those that hold it."""
    place = named_everywhere.copy(tmp_path / "school")
    write(place.root, {"docs/about.md": "# About us\n\n[Git](https://git.example/ben-rows/)\n"})
    assert place.build().is_clean
    assert b"ben-rows" in place.readable()
    _append(f"{BEN}/learner.yml", "logins: [ben-rows]\n")(place.root)

    report = place.build()

    assert [leak.path for leak in report.withheld] == ["about/index.html"]
    assert b"ben-rows" not in place.readable()
    assert place.has("news/index.html")


def test_a_mistake_in_a_learners_file_is_told_although_it_says_the_same(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    _append(f"{ANA}/learner.yml", "colour: red\n")(place.root)

    report = place.build()

    assert "unknown-key" in [str(diagnostic.rule) for diagnostic in report.diagnostics]
    assert report.taken_down == ()
    assert place.has("learners/ana")
