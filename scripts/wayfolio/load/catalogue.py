"""Loads `competencies/`: everything that educators write about what can be learned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from wayfolio.load import nodes
from wayfolio.load.files import Findings, Folder, is_file, load_tree, markdown_file, yaml_file
from wayfolio.load.introspection import nearest_key
from wayfolio.load.translations import load_translations
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Framework, Scale
from wayfolio.model.names import FrameworkId, PolicyName, ScaleId
from wayfolio.model.pathways import Badge, Experience, Pathway
from wayfolio.model.policy import PolicyChanges
from wayfolio.model.rules import Rule
from wayfolio.model.school import SchoolSettings
from wayfolio.model.teaching import Inquiry, Instrument, Lesson, Offer


class BadgesFile(Struct, frozen=True, kw_only=True):
    """`badges.yml`."""

    badges: tuple[Badge, ...] = ()


class InstrumentsFile(Struct, frozen=True, kw_only=True):
    """`instruments.yml`."""

    instruments: tuple[Instrument, ...] = ()


class MenuFile(Struct, frozen=True, kw_only=True):
    """`menu.yml`."""

    offers: tuple[Offer, ...] = ()


SINGLE_FILES: Mapping[str, Any] = {
    "school.yml": SchoolSettings,
    "scales.yml": Mapping[ScaleId, Scale],
    "policies.yml": Mapping[PolicyName, PolicyChanges],
    "badges.yml": BadgesFile,
    "instruments.yml": InstrumentsFile,
    "menu.yml": MenuFile,
}

LISTS = ("badges.yml", "instruments.yml", "menu.yml")
"""Files that hold one list."""

UNREAD = SchoolSettings(name="", as_of=date.max)
"""Stands in for a school whose file is wrong, so that the other files are still checked.

Its day is the last there is, so that no date counts as lying in the future.
"""

KEYS, LESSONS = "keys.sealed", "lessons"

FOLDERS: Mapping[str, type] = {
    "frameworks": Framework,
    "pathways": Pathway,
    "experiences": Experience,
    "inquiries": Inquiry,
}


def load_catalogue(root: Folder, findings: Findings) -> Catalogue | None:
    """Return the catalogue below `root`, or None where there is no school.yml."""
    folder = root / "competencies"
    singles = _load_singles(folder, findings)
    folders = {name: _load_folder(folder / name, noun, findings) for name, noun in FOLDERS.items()}
    lessons = _load_lessons(folder / LESSONS, findings)
    if "school.yml" not in singles:
        hint = "write it, or make a school with: wayfolio new school NAME"
        message = "there is no school.yml"
        findings.error(f"{folder.path}/school.yml", Rule.MISSING_FILE, message, hint)
        return None
    badges = singles.get("badges.yml") or BadgesFile()
    instruments = singles.get("instruments.yml") or InstrumentsFile()
    menu = singles.get("menu.yml") or MenuFile()
    school = singles["school.yml"] or UNREAD
    frameworks = _index_by(folders["frameworks"], "framework", findings)
    return Catalogue(
        school=school,
        scales=singles.get("scales.yml") or {},
        policies=singles.get("policies.yml") or {},
        frameworks=tuple(_in_order(school.frameworks, frameworks)),
        pathways=_index_by(folders["pathways"], "pathway", findings),
        experiences=_index_by(folders["experiences"], "experience", findings),
        badges=_index_by(badges.badges, "id", findings),
        instruments=_index_by(instruments.instruments, "id", findings),
        menu=menu.offers,
        lessons=lessons,
        inquiries=tuple(_index_by(folders["inquiries"], "inquiry", findings).values()),
        words=load_translations(root, findings),
    )


def entry_lines(school: Folder, path: str) -> tuple[int, ...] | None:
    """Return the lines on which the entries of a file's list begin; None where it has no list.

    `path`: of a file in `competencies/`.
    """
    name = path.removeprefix("competencies/")
    if name not in LISTS or not is_file(school / "competencies", name):
        return None
    try:
        tree = load_tree(school / "competencies", name, Findings())
    except nodes.Unreadable:
        return None
    if not isinstance(tree, nodes.Mapping):
        return None
    lists = (below.items for _, below in tree.items if isinstance(below, nodes.Sequence))
    return tuple(entry.line for entry in next(lists, ()))


def _in_order(
    first: Sequence[FrameworkId], frameworks: Mapping[FrameworkId, Framework]
) -> Iterator[Framework]:
    yield from (frameworks[name] for name in first if name in frameworks)
    yield from (framework for name, framework in frameworks.items() if name not in first)


def _index_by(nouns: Iterable[Any], name: str, findings: Findings) -> dict[Any, Any]:
    nouns_by_name: dict[Any, Any] = {}
    for noun in nouns:
        own = getattr(noun, name)
        if own in nouns_by_name:
            findings.repeated(noun.at, own, nouns_by_name[own].at)
        else:
            nouns_by_name[own] = noun
    return nouns_by_name


def _load_singles(folder: Folder, findings: Findings) -> dict[str, Any]:
    values: dict[str, Any] = {}
    earlier = len(findings.diagnostics)
    entries = list(folder.entries(findings))
    for refused in findings.diagnostics[earlier:]:
        name = refused.at.path.removeprefix(f"{folder.path}/")
        if name in SINGLE_FILES:
            findings.unread(SINGLE_FILES[name])
    for name, is_folder in entries:
        if is_folder and name in (*FOLDERS, LESSONS):
            continue
        if name == KEYS and not is_folder:
            continue  # `load/keys.py` reads it where there is a secret to open it with
        if is_folder or name not in SINGLE_FILES:
            _refuse_unknown(folder, name, findings)
        else:
            values[name] = yaml_file(folder, name, SINGLE_FILES[name], findings)
    return values


def _refuse_unknown(folder: Folder, name: str, findings: Findings) -> None:
    """Refuse a file or folder that nothing reads, and suggest the name that is meant."""
    known = [*SINGLE_FILES, *(f"{subfolder}/" for subfolder in FOLDERS), f"{LESSONS}/"]
    meant = nearest_key(name, known)
    hint = f"did you mean “{meant}”?" if meant else f"known here: {', '.join(known)}"
    if meant is not None and meant in SINGLE_FILES:
        findings.unread(SINGLE_FILES[meant])
    message = f"{name} is not expected here"
    findings.error(f"{folder.path}/{name}", Rule.UNEXPECTED_FILE, message, hint)


def _load_folder(folder: Folder, noun: type, findings: Findings) -> list[Any]:
    earlier = len(findings.diagnostics)
    names = []
    for name, is_folder in folder.entries(findings):
        if is_folder or not name.endswith(".yml"):
            _refuse_unexpected(folder, name, "files that end in .yml", findings)
        else:
            names.append(name)
    strays = findings.diagnostics[earlier:]
    if any(stray.at.path.lower().endswith((".yml", ".yaml")) for stray in strays):
        findings.unread(noun)
    values = [yaml_file(folder, name, noun, findings) for name in names]
    return [value for value in values if value is not None]


def _load_lessons(folder: Folder, findings: Findings) -> tuple[Lesson, ...]:
    lessons = []
    for name, is_folder in folder.entries(findings):
        if is_folder or not name.endswith(".md"):
            _refuse_unexpected(folder, name, "files that end in .md", findings)
            continue
        given = {"id": name.removesuffix(".md")}
        lesson = markdown_file(folder, name, Lesson, findings, given)
        if lesson is not None:
            lessons.append(lesson)
    return tuple(lessons)


def _refuse_unexpected(folder: Folder, name: str, wanted: str, findings: Findings) -> None:
    path = f"{folder.path}/{name}"
    findings.error(
        path, Rule.UNEXPECTED_FILE, f"{name} is not expected here", f"only {wanted} belong here"
    )
