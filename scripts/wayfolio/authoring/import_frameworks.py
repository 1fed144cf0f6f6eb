"""`wayfolio import slate`, `canvas` and `case`: drafts a framework from another program's."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wayfolio.authoring.new import AuthoringSession
from wayfolio.load.framework_importers import (
    read_canvas_outcomes,
    read_case_package,
    read_slate_map,
)
from wayfolio.model.imported_frameworks import Outline
from wayfolio.model.names import PathwayId
from wayfolio.school.lookup import require_known
from wayfolio.write import texts
from wayfolio.write.drafts import Draft
from wayfolio.write.files import NotWritten
from wayfolio.write.frameworks import framework_text

FRAMEWORKS = {"slate": read_slate_map, "canvas": read_canvas_outcomes, "case": read_case_package}


def draft_framework(
    session: AuthoringSession, kind: str, file: Path, options: Mapping[str, Any]
) -> Draft:
    """Draft a framework's file. Errors: NotReadable, NotWritten, UnknownId."""
    outline = FRAMEWORKS[kind](file)
    name = options.get("id") or texts.slug(outline.title)
    catalogue = session.school.catalogue
    scales = list(catalogue.scales)
    scale = options.get("scale") or (scales[0] if len(scales) == 1 else None)
    if scale is None:
        raise NotWritten(f"which scale is it rated on? --scale NAME (known: {', '.join(scales)})")
    require_known(scale, "scale", scales)
    stages = _stages(session, options.get("pathway"))
    draft = Draft(session.root)
    path = f"competencies/frameworks/{name}.yml"
    content = framework_text(name, outline, scale, options.get("policy") or "continuum", stages)
    _put_framework(draft, path, content, outline, replaces=bool(options.get("replace")))
    for line in outline.left:
        draft.report.leave(line)
    return draft


def _put_framework(
    draft: Draft, path: str, content: bytes, outline: Outline, *, replaces: bool
) -> None:
    held = draft.now(path)
    if held not in (None, content) and not replaces:
        draft.report.leave(f"{path} is there and differs: look at it, or import with --replace")
    elif draft.put(path, content):
        report = draft.report.change if held else draft.report.take
        report(_summarize_outline(path, outline))


def _stages(session: AuthoringSession, pathway: str | None) -> tuple[str, Sequence[str]] | None:
    if pathway is None:
        return None
    pathways = session.school.catalogue.pathways
    require_known(pathway, "pathway", pathways)
    return pathway, [stage.code for stage in pathways[PathwayId(pathway)].stages]


def _summarize_outline(path: str, outline: Outline) -> str:
    competencies = [c for area in outline.areas for c in area.competencies]
    skills = sum(len(c.skills) for c in competencies)
    return f"{path}: {len(outline.areas)} areas, {len(competencies)} competencies, {skills} skills"
