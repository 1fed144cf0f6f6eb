"""`wayfolio new-year`: groups move up, stages begin, who leaves is put away. A draft first."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wayfolio.authoring import Desk
from wayfolio.build import require_known
from wayfolio.model.names import LearnerId
from wayfolio.write.drafts import Draft
from wayfolio.write.files import NotWritten
from wayfolio.write.learners import NotTheUsualForm, with_group, with_programmes

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in an archive, so that the same files make the same bytes."""


def new_year(
    desk: Desk,
    first_day: date,
    moves: Mapping[str, str],
    leaving: Sequence[str],
    stages: Sequence[str],
) -> Draft:
    """Draft a new school year.

    `moves`: group -> the group that its learners are in from now on. `leaving`: groups that leave.
    `stages`: pathways in which everybody who moves begins the next stage.
    """
    groups = [group.id for group in desk.school.catalogue.school.groups]
    for group in (*moves, *moves.values(), *leaving):
        require_known(group, "group", groups)
    for pathway in stages:
        require_known(pathway, "pathway", desk.school.catalogue.pathways)
    if both := set(moves) & set(leaving):
        raise NotWritten(f"{', '.join(sorted(both))} cannot both move and leave")
    draft = Draft(desk.root)
    for learner, file in desk.school.roster.learners.items():
        if file.group in leaving and (named := _naming(desk, learner)):
            draft.left.append(f"{learner} stays while others' files name them: {', '.join(named)}")
        elif file.group in leaving:
            _put_away(desk, learner, draft)
        elif file.group in moves:
            _move(desk, learner, moves[file.group], _next(desk, learner, stages, first_day), draft)
    return draft


def _move(
    desk: Desk, learner: LearnerId, group: str, more: Sequence[Mapping[str, Any]], draft: Draft
) -> None:
    path = f"portfolios/{learner}/learner.yml"
    text = (draft.now(path) or b"").decode()
    try:
        text = with_group(text, group)
        if more:
            text = with_programmes(text, more)
    except NotTheUsualForm as other:
        draft.left.append(f"{path}: {other}: move {learner} by hand")
        return
    draft.put(path, text.encode())
    begun = "".join(f", {one['pathway']} {one['stage']}" for one in more)
    draft.changed.append(f"{learner}: {group}{begun}")


def _next(
    desk: Desk, learner: LearnerId, pathways: Sequence[str], first_day: date
) -> list[dict[str, Any]]:
    """Return the stages that come next in these pathways; none behind the last one."""
    own = [p for p in desk.school.roster.learners[learner].programmes if p.to is None]
    found: list[dict[str, Any]] = []
    for pathway, held in desk.school.catalogue.pathways.items():
        now = [p.stage for p in sorted(own, key=lambda p: p.from_) if p.pathway == pathway]
        codes = [stage.code for stage in held.stages]
        if pathway not in pathways or not now or now[-1] not in codes:
            continue
        following = codes[codes.index(now[-1]) + 1 :]
        if following:
            found.append({"pathway": pathway, "stage": following[0], "from": first_day})
    return found


def _put_away(desk: Desk, learner: LearnerId, draft: Draft) -> None:
    """Put a learner's folder into an archive, and take it out of the school."""
    folder = desk.root / "portfolios" / learner
    files = sorted(f for f in folder.rglob("*") if f.is_file() and not f.is_symlink())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    draft.put(f"archive/{learner}.zip", out.getvalue())
    for file in files:
        draft.files[file.relative_to(desk.root).as_posix()] = None
    draft.taken.append(f"{learner}: into archive/{learner}.zip")


def _naming(desk: Desk, learner: LearnerId) -> list[str]:
    """Return the files of others that name somebody; what they say nobody but a person can mend."""
    roster = desk.school.roster
    in_groups = [
        f"portfolios/_groups/{file.stem}.yml"
        for file in roster.groups
        if learner in file.learners or any(learner in s.learners for s in file.sessions)
    ]
    shared = [
        f"portfolios/{work.owner}/evidence/{work.stem}.md"
        for work in roster.group_work
        if learner in work.authors and work.owner != learner
    ]
    return [*in_groups, *shared]
