"""`wayfolio import slate`, `canvas` and `case`: drafts a framework from another program's.

What an earlier import has brought is recognized by the other program's identifier, which stands in
a comment, and keeps its code, whatever it is called by now.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from anyascii import anyascii
from msgspec import Struct
from msgspec.structs import replace

from wayfolio.authoring.framework_codes import CodeBook, assign_codes
from wayfolio.authoring.framework_merge import Merged, merge_areas
from wayfolio.authoring.framework_nouns import WritingTerms, build_areas
from wayfolio.authoring.framework_parts import divide_areas
from wayfolio.authoring.known_frameworks import KnownFramework, find_known_framework, read_origins
from wayfolio.authoring.new import AuthoringSession
from wayfolio.load.canvas_outcomes import read_canvas_outcomes
from wayfolio.load.case_outline import read_case_framework
from wayfolio.load.introspection import ID
from wayfolio.load.slate_maps import read_slate_map
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.counts import count_of
from wayfolio.model.file_names import is_device
from wayfolio.model.frameworks import Area, Framework
from wayfolio.model.import_report import CellAt
from wayfolio.model.imported_frameworks import FrameworkSource, Outline, Outlined
from wayfolio.model.names import FrameworkId, PathwayId, PolicyName, ScaleId, slug_of
from wayfolio.model.origins import Origin, OriginKey
from wayfolio.model.text import Text
from wayfolio.school.lookup import require_known
from wayfolio.write import texts
from wayfolio.write.drafts import Draft
from wayfolio.write.files import NotWritten
from wayfolio.write.frameworks import framework_text

READERS: Mapping[str, Callable[[FrameworkSource], Outline]] = {
    "slate": read_slate_map,
    "canvas": read_canvas_outcomes,
    "case": read_case_framework,
}
FOLDER = "competencies/frameworks"
SHOWN = 8
"""Codes that a message lists."""


class FrameworkOptions(Struct, frozen=True, kw_only=True):
    """What somebody says of a framework that the file does not."""

    id: str | None = None
    scale: str | None = None
    policy: str | None = None
    pathway: str | None = None
    encoding: str | None = None
    area: str | None = None
    replaces: bool = False
    takes_expired: bool = False


def draft_framework(
    session: AuthoringSession, kind: str, file: Path, options: FrameworkOptions
) -> Draft:
    """Draft a framework's files. Errors: NotReadable, NotWritten, UnknownId."""
    draft = Draft(session.root)
    source = FrameworkSource(
        file=file,
        report=draft.report,
        today=session.today,
        encoding=options.encoding,
        area=options.area,
        takes_expired=options.takes_expired,
    )
    outline = READERS[kind](source)
    name = options.id or texts.slug(anyascii(outline.title))
    known = find_known_framework(session, draft, name, outline.origin, is_sure=bool(options.id))
    head = _head(session, outline, known, options)
    book = _open_code_book(session.school.catalogue, known)
    outline = assign_codes(outline, book, draft.report)
    terms = _terms(session, draft, head, outline)
    areas = build_areas(outline, terms)
    terms.tell_left(draft.report, CellAt(str(file)))
    merged = merge_areas(known.areas, areas, replaces=options.replaces)
    origins = _collect_origins(outline, known)
    _put_framework(draft, known, head, merged, _Writing(outline, origins, book, options.replaces))
    return draft


# ---- what is there already -----------------------------------------------------------------------


def _head(
    session: AuthoringSession, outline: Outline, known: KnownFramework, options: FrameworkOptions
) -> Framework:
    """Return the framework without its areas."""
    catalogue = session.school.catalogue
    before = next(iter(known.parts), None)
    said = _said(catalogue, options)
    if before is None:
        name = options.id or _find_free_id(outline.title, catalogue)
        scale = ScaleId(options.scale or _only_scale(catalogue))
        first = Framework(framework=FrameworkId(name), title=Text(outline.title), scale=scale)
        return replace(first, **_words(outline), **said)
    return replace(before, areas=(), **(_words(outline) if options.replaces else {}), **said)


def _said(catalogue: Catalogue, options: FrameworkOptions) -> dict[str, Any]:
    """Return what somebody says of the framework. Errors: NotWritten, UnknownId."""
    if options.id is not None and (not re.fullmatch(ID, options.id) or is_device(options.id)):
        raise NotWritten(f"--id {options.id}: write lower-case letters, digits and hyphens")
    said: dict[str, Any] = {}
    if options.scale is not None:
        require_known(options.scale, "scale", catalogue.scales)
        said["scale"] = ScaleId(options.scale)
    if options.pathway is not None:
        require_known(options.pathway, "pathway", catalogue.pathways)
        said["stages_of"] = PathwayId(options.pathway)
    if options.policy is not None:
        said["policy"] = PolicyName(options.policy)
    return said


def _words(outline: Outline) -> dict[str, Any]:
    """Return what the source says of the framework."""
    about = Text(outline.about) if outline.about else None
    words = {"title": Text(outline.title), "licence": outline.licence, "about": about}
    return {key: value for key, value in words.items() if value}


def _only_scale(catalogue: Catalogue) -> str:
    scales = list(catalogue.scales)
    if len(scales) != 1:
        known = ", ".join(scales)
        raise NotWritten(f"which scale is it rated on? --scale NAME (known: {known})")
    return scales[0]


def _find_free_id(title: str, catalogue: Catalogue) -> str:
    """Return an id from a title in any script, which no other framework has."""
    taken = {framework.framework for framework in catalogue.frameworks}
    plain = texts.slug(anyascii(title))
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    return name


def _open_code_book(catalogue: Catalogue, known: KnownFramework) -> CodeBook:
    """Return the codes of all frameworks, and what those of this one stand for."""
    codes = [
        (framework.framework, key.code)
        for framework in catalogue.frameworks
        for key in _keys_of(framework.areas)
    ]
    own_ids = {part.framework for part in known.parts}
    here = {code for name, code in codes if name in own_ids} - known.further
    taken = {slug_of(code) for _, code in codes if code not in known.further}
    by_origin = {
        (key.is_area, origin.identifier): key.code for key, origin in known.origins.items()
    }
    return CodeBook(
        taken=taken,
        by_origin=by_origin,
        without_origin=here - {key.code for key in known.origins},
    )


def _keys_of(areas: Sequence[Area]) -> Iterator[OriginKey]:
    for area in areas:
        yield OriginKey(True, area.code)
        for competency in area.competencies:
            yield OriginKey(False, competency.code)
            yield from (OriginKey(False, skill.code) for skill in competency.skills)


def _terms(
    session: AuthoringSession, draft: Draft, head: Framework, outline: Outline
) -> WritingTerms:
    catalogue = session.school.catalogue
    pathway = catalogue.pathways.get(head.stages_of) if head.stages_of else None
    competencies = {
        origin.identifier: key.code
        for framework in catalogue.frameworks
        for key, origin in read_origins(framework, draft.now(framework.at.path) or b"").items()
        if key.code in catalogue.competencies
    }
    for competency in (c for area in outline.areas for c in area.competencies):
        competencies |= dict.fromkeys(competency.origins, competency.code)
    return WritingTerms(
        scale_name=head.scale,
        scale=catalogue.scales[head.scale],
        stages=pathway.stages if pathway else (),
        languages=catalogue.school.languages,
        competencies=competencies,
    )


def _collect_origins(outline: Outline, known: KnownFramework) -> dict[OriginKey, Origin]:
    """Return the origin of everything whose code does not say it."""
    origins = dict(known.origins)
    for key, own in _outlined(outline):
        if own.origins and own.code not in own.origins:
            origins.setdefault(key, Origin(outline.program, own.origins[0]))
    return origins


def _outlined(outline: Outline) -> Iterator[tuple[OriginKey, Outlined]]:
    for area in outline.areas:
        yield OriginKey(True, area.code), area
        for competency in area.competencies:
            yield OriginKey(False, competency.code), competency
            for skill in competency.skills:
                yield OriginKey(False, skill.code), skill


# ---- what is written -----------------------------------------------------------------------------


class _Writing(Struct, frozen=True):
    """What a draft of a framework needs besides its parts."""

    outline: Outline
    origins: Mapping[OriginKey, Origin]
    book: CodeBook
    replaces: bool


def _put_framework(
    draft: Draft, known: KnownFramework, head: Framework, merged: Merged, writing: _Writing
) -> None:
    """Draft the files, and tell what is new, what differs, and what stays."""
    if known.parts and not writing.replaces:
        _tell_different(draft, known, merged)
        if not known.is_usual:
            return
    _tell_gone(draft, merged, writing)
    _tell_refused(draft, merged)
    parts = list(_parts(draft, known, head, merged, writing))
    for path, framework, content in parts:
        before = draft.now(path)
        if draft.put(path, content):
            report = draft.report.change if before else draft.report.take
            report(f"{path}: {_count_parts(framework)}")
    for path in known.paths:
        if path not in {kept for kept, _, _ in parts}:
            draft.remove(path)
            draft.report.remove(path, "what was in it is in the framework’s other files")


REPLACE = "look at it, or import with --replace"


def _tell_different(draft: Draft, known: KnownFramework, merged: Merged) -> None:
    """Tell what is not written because somebody has changed it here, or the whole file."""
    counts = [_list(merged.different, "different")]
    if not known.is_usual:
        counts.insert(0, _list(merged.new, "new"))
    if any(counts):
        why = ", ".join(filter(None, counts))
        draft.report.leave(f"{known.paths[0]} is there and differs", why, REPLACE)


def _list(codes: Sequence[str], word: str) -> str:
    if not codes:
        return ""
    more = f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else ""
    return f"{len(codes)} {word} ({', '.join(codes[:SHOWN])}{more})"


def _tell_gone(draft: Draft, merged: Merged, writing: _Writing) -> None:
    for key in merged.gone:
        if key in writing.origins:
            mend = "take it out by hand where nobody is rated on it"
            draft.report.leave(key.code, "it is no longer in the file, and stays here", mend)


def _tell_refused(draft: Draft, merged: Merged) -> None:
    if merged.refused:
        why = "they are skills of a competency that is rated itself here"
        mend = "write them by hand, if nobody is rated on it yet"
        draft.report.leave(_list(merged.refused, "new"), why, mend)


def _parts(
    draft: Draft, known: KnownFramework, head: Framework, merged: Merged, writing: _Writing
) -> Iterator[tuple[str, Framework, bytes]]:
    """Yield the path, the framework and the text of each file."""
    outline = writing.outline
    division = divide_areas(
        merged.areas,
        writing.origins,
        outline.program,
        lambda code: writing.book.take_next(f"{code}-", 2),
    )
    origin = known.origin
    if origin is None and (outline.origin or len(division.files) > 1):
        origin = Origin(outline.program, outline.origin or head.framework)
    if len(division.files) > 1:
        number = len(division.files)
        draft.report.read(f"it is written as {number} frameworks", "one file would be too large")
    for number, areas in enumerate(division.files, 1):
        framework = replace(_part_of(head, known, number), areas=tuple(areas))
        path = _path_of_part(draft, known, framework, number)
        yield path, framework, framework_text(framework, origin, division.origins)


def _part_of(head: Framework, known: KnownFramework, number: int) -> Framework:
    """Return a file's framework without its areas."""
    if number == 1:
        return head
    if number <= len(known.parts):
        rules = {"scale": head.scale, "policy": head.policy, "stages_of": head.stages_of}
        return replace(known.parts[number - 1], **rules)
    name = FrameworkId(f"{head.framework}-{number}")
    return replace(head, framework=name, title=Text(f"{head.title} ({number})"))


def _path_of_part(draft: Draft, known: KnownFramework, framework: Framework, number: int) -> str:
    if number <= len(known.paths):
        return known.paths[number - 1]
    path = f"{FOLDER}/{framework.framework}.yml"
    if draft.now(path) is not None:
        message = f"{path} is there already, and is another framework"
        raise NotWritten(f"{message}: choose another id with --id")
    return path


def _count_parts(framework: Framework) -> str:
    competencies = [c for area in framework.areas for c in area.competencies]
    skills = sum(len(competency.skills) for competency in competencies)
    counts = (len(framework.areas), "area"), (len(competencies), "competency"), (skills, "skill")
    return ", ".join(count_of(number, noun) for number, noun in counts)
