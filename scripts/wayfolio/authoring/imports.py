"""`wayfolio import`: other programs' files as files of a school, with what was taken and left.

Importing a second time changes nothing: what is there already is found again, and kept.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayfolio.authoring.new import Desk, Made
from wayfolio.load.attachments import NotAPicture, photo
from wayfolio.load.files import Folder
from wayfolio.load.framework_importers import canvas_outcomes, case_package, slate_map
from wayfolio.load.insertion_point import place_in
from wayfolio.load.roster_importers import group_list, one_roster, photo_sheet, plain_list
from wayfolio.model.imported_frameworks import Outline, PhotoRow, RosterRow
from wayfolio.model.names import GroupId
from wayfolio.school.lookup import require_known
from wayfolio.write import texts
from wayfolio.write.drafts import Draft
from wayfolio.write.files import NotWritten, with_lines
from wayfolio.write.frameworks import framework
from wayfolio.write.learners import NotTheUsualForm, learner_file, with_group

FRAMEWORKS = {"slate": slate_map, "canvas": canvas_outcomes, "case": case_package}


def framework_draft(desk: Desk, kind: str, file: Path, chosen: Mapping[str, Any]) -> Draft:
    """Draft a framework's file. Errors: NotReadable, NotWritten, Unknown."""
    outline = FRAMEWORKS[kind](file)
    name = chosen.get("id") or texts.slug(outline.title)
    catalogue = desk.school.catalogue
    scales = list(catalogue.scales)
    scale = chosen.get("scale") or (scales[0] if len(scales) == 1 else None)
    if scale is None:
        raise NotWritten(f"which scale is it rated on? --scale NAME (known: {', '.join(scales)})")
    require_known(scale, "scale", scales)
    stages = _stages(desk, chosen.get("pathway"))
    draft = Draft(desk.root)
    path = f"competencies/frameworks/{name}.yml"
    content = framework(name, outline, scale, chosen.get("policy") or "continuum", stages)
    held = draft.now(path)
    if held not in (None, content) and not chosen.get("replace"):
        draft.left.append(f"{path} is there and differs: look at it, or import with --replace")
    elif draft.put(path, content):
        (draft.changed if held else draft.taken).append(_counted(path, outline))
    draft.left += outline.left
    return draft


def _stages(desk: Desk, pathway: str | None) -> tuple[str, Sequence[str]] | None:
    if pathway is None:
        return None
    pathways = desk.school.catalogue.pathways
    require_known(pathway, "pathway", pathways)
    (found,) = [p for name, p in pathways.items() if name == pathway]
    return pathway, [stage.code for stage in found.stages]


def _counted(path: str, outline: Outline) -> str:
    competencies = [c for area in outline.areas for c in area.competencies]
    skills = sum(len(c.skills) for c in competencies)
    return f"{path}: {len(outline.areas)} areas, {len(competencies)} competencies, {skills} skills"


def learners_draft(desk: Desk, kind: str, source: Path, chosen: Mapping[str, Any]) -> Draft:
    """Draft learners' files: new ones, and other groups of those who are there."""
    rows = plain_list(source) if kind == "learners" else one_roster(source)
    draft = Draft(desk.root)
    for row in rows:
        _learner(desk, row, chosen.get("group"), draft)
    listed = {row.name.casefold() for row in rows} | {row.id for row in rows}
    for learner, file in desk.school.roster.learners.items():
        if not {file.name.full.casefold(), learner} & listed:
            draft.left.append(f"{learner} is not in the list, and stays as they are")
    return draft


def _learner(desk: Desk, row: RosterRow, usual: str | None, draft: Draft) -> None:
    groups = desk.school.catalogue.school.groups
    wanted = texts.slug(row.group or usual or "")
    group = next((g.id for g in groups if g.id == wanted), None) or next(
        (g.id for g in groups if texts.slug(str(g.title)) == wanted), None
    )
    if group is None:
        named = row.group or usual or "(none)"
        draft.left.append(f"{row.name}: the school has no group {named} (wayfolio import groups)")
        return
    known = _known(desk, row)
    if len(known) > 1:
        draft.left.append(f"{row.name}: several learners are called so ({', '.join(known)})")
    elif known:
        _moved(desk, known[0], group, draft)
    else:
        _new(desk, row, group, draft)


def _known(desk: Desk, row: RosterRow) -> list[str]:
    learners = desk.school.roster.learners
    if row.id is not None:
        return [who for who in learners if who == row.id]
    return [who for who, f in learners.items() if f.name.full.casefold() == row.name.casefold()]


def _moved(desk: Desk, learner: str, group: GroupId, draft: Draft) -> None:
    path = f"portfolios/{learner}/learner.yml"
    files = {str(who): file for who, file in desk.school.roster.learners.items()}
    if files[learner].group == group:
        return
    text = (draft.now(path) or b"").decode()
    try:
        draft.put(path, with_group(text, group).encode())
        draft.changed.append(f"{learner}: from {files[learner].group} to {group}")
    except NotTheUsualForm as other:
        draft.left.append(f"{path}: {other}")


def _new(desk: Desk, row: RosterRow, group: GroupId, draft: Draft) -> None:
    learner = _free_id(desk, row, draft)
    pairs = {
        "name": {"full": row.name, "first": row.first},
        "group": group,
        "logins": [row.login] if row.login else [],
        "programmes": desk.usual_programmes(group),
    }
    draft.put(f"portfolios/{learner}/learner.yml", learner_file(pairs))
    draft.taken.append(f"{learner}: {row.name}, {group}")


def _free_id(desk: Desk, row: RosterRow, draft: Draft) -> str:
    """Return the first name as an id; where somebody has it, the whole name, then a number."""
    taken = {*desk.school.roster.learners, *(Path(p).parts[1] for p in draft.files)}
    if row.id is not None:
        return row.id
    for name in (texts.slug(row.first), texts.slug(row.name)):
        if name not in taken:
            return name
    number = 2
    while f"{texts.slug(row.name)}-{number}" in taken:
        number += 1
    return f"{texts.slug(row.name)}-{number}"


SCHOOL = "competencies/school.yml"


def groups_draft(desk: Desk, file: Path) -> Draft:
    """Draft groups at the end of `groups:` in school.yml. Those that are there stay as they are."""
    draft = Draft(desk.root)
    titles = {group.id: str(group.title) for group in desk.school.catalogue.school.groups}
    known: dict[str, str] = {str(name): title for name, title in titles.items()}
    lines = []
    for row in group_list(file):
        name = row.id or texts.slug(row.title)
        if name in known:
            if known[name] != row.title:
                draft.left.append(f"{name} is there, and is called {known[name]}")
            continue
        within = _group_called(row.within, known) if row.within else None
        if row.within and within is None:
            draft.left.append(f"{name}: there is no group {row.within} for it to be in")
            continue
        known[name] = row.title
        pairs = {"id": name, "title": row.title, "band": row.band, "in": within}
        lines.append(texts.in_one_line(pairs))
        draft.taken.append(f"{name}: {row.title}{f', in {within}' if within else ''}")
    _put_groups(desk, lines, draft)
    return draft


def _group_called(words: str, known: Mapping[str, str]) -> str | None:
    """Return the id of a group that is named by its id or its title."""
    if words in known:
        return words
    return next((name for name, title in known.items() if title == words), None)


def _put_groups(desk: Desk, lines: Sequence[str], draft: Draft) -> None:
    if not lines:
        return
    place = place_in(Folder(desk.root) / "competencies", "school.yml", "groups")
    if place is None:
        raise NotWritten(f"{SCHOOL}: its groups are not written line by line: add these by hand")
    rows = "".join(f"{' ' * place.indent}- {line}\n" for line in lines)
    text = rows if place.is_there else f"groups:\n{rows}"
    draft.put(SCHOOL, with_lines(draft.now(SCHOOL) or b"", text, place.line))


def photos_draft(desk: Desk, sheet: Path) -> Draft:
    """Draft a piece of evidence for each photograph that a sheet describes."""
    draft = Draft(desk.root)
    for row in photo_sheet(sheet):
        _photo(desk, sheet.parent / row.file, row, draft)
    return draft


def _photo(desk: Desk, file: Path, row: PhotoRow, draft: Draft) -> None:
    if row.learner not in desk.school.roster.learners:
        draft.left.append(f"{row.file}: there is no learner {row.learner}")
        return
    folder = f"portfolios/{row.learner}/evidence"
    stem = f"{row.date}-{texts.slug(row.title)}"
    if draft.now(f"{folder}/{stem}.md") is not None:
        draft.left.append(f"{row.file}: {folder}/{stem}.md is there already")
        return
    try:
        content = photo(file)
    except NotAPicture as refused:
        draft.left.append(str(refused))
        return
    name = f"{stem}.webp"
    facts = {
        "title": row.title,
        "date": date.fromisoformat(row.date),
        "kind": "artifact",
        "shows": row.shows,
        "files": [{"path": name, "alt": row.alt}],
        "visibility": "family",
    }
    draft.put(f"{folder}/{name}", content)
    body = row.text or row.title
    draft.put(f"{folder}/{stem}.md", texts.evidence(texts.evidence_pairs(facts), body))
    draft.taken.append(f"{folder}/{stem}.md")


def written(desk: Desk, draft: Draft) -> Made:
    """Write a draft, and read it again; where it holds a mistake, take it back and tell it."""
    if not draft.files:
        return Made()
    learners = {Path(p).parts[1] for p in draft.files if p.startswith("portfolios/")}
    return desk.checked(draft.write(), sorted(learners))
