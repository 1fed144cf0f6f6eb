"""A school whose site names a learner in every place where a name can stand, by consent."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from textwrap import dedent

from msgspec import Struct

from growing_school import BADGES, learner_file, work_file
from report import CORE, PNG, SCALES, SCHOOL, SMALL, TODAY, YEARS, Files, write
from shared_run import new_folder, once_a_run
from wayfolio.build import api
from wayfolio.build.cache_transfer import export_cache
from wayfolio.build.request import BuildRequest
from wayfolio.load.built_site import read_built_files
from wayfolio.school.read import Report

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

    @property
    def carried(self) -> Path:
        """Return the file in which a cache goes from one machine to another."""
        return self.root / ".carried"

    def build(
        self, *, keep_going: bool = False, remembers: bool = True, carries: bool = False
    ) -> Report:
        """Build as on each push. `carries`: with `--carry`."""
        return api.build_site(
            BuildRequest(
                root=self.root,
                today=TODAY,
                secret=SECRET,
                cache_folder=self.root / ".memory" if remembers else None,
                carried_cache=self.carried if carries else None,
                keep_going=keep_going,
            )
        )

    def move_to_another_machine(self) -> None:
        """Leave only what a recipe brings along: the site, and the sealed cache."""
        export_cache(self.root / ".memory", self.carried, SECRET)
        self.lose_cache()

    def lose_cache(self) -> None:
        """Leave only the site."""
        shutil.rmtree(self.root / ".memory")

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
        return b"\n".join(self.parts())

    def parts(self) -> Iterator[bytes]:
        """Yield the paths and texts of the site's files."""
        for file in read_built_files(self.root / "site"):
            yield from (file.path.encode(), file.raw, *file.texts)

    def has(self, path: str) -> bool:
        """Whether the site has a file."""
        return (self.root / "site" / path).exists()


@once_a_run
def published_school() -> Place:
    """Return the school as it was published while the consent lasted. Copy it to change it."""
    place = Place(new_folder("named") / "school")
    write(place.root, files())
    report = place.build()
    assert report.is_clean, report
    return place


def append_text(path: str, text: str) -> Callable[[Path], None]:
    """Return what adds a text to a file of a school."""

    def breaks(root: Path) -> None:
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return breaks


def remove_file(path: str) -> Callable[[Path], None]:
    """Return what deletes a file of a school."""
    return lambda root: (root / path).unlink()


def break_all(names: Iterable[str]) -> Callable[[Path], None]:
    """Return what breaks several things of `BROKEN` at once."""

    def breaks(root: Path) -> None:
        for name in names:
            BROKEN[name](root)

    return breaks


BROKEN: dict[str, Callable[[Path], None]] = {
    "somebody's work": append_text(f"{BEN}/evidence/2027-03-02-kite.md", "---\n<<<<<<<\n\0"),
    "somebody's file": append_text(f"{BEN}/learner.yml", "colour: red\n"),
    "a framework": append_text(CORE, "colour: red\n"),
    "the school's file": append_text(SCHOOL, "\n  - : ["),
    "the school's file is not there": remove_file(SCHOOL),
    "the scales": append_text(SCALES, "\n\tx"),
    "a group's file": lambda root: write(root, {"portfolios/_groups/2027-03-03-x.yml": "a: b\n"}),
    "the engine's settings": append_text("mkdocs.yml", "\n\t: ["),
    "a hub": lambda root: write(root, {"docs/learners/index.md": "# Learners\n"}),
}
