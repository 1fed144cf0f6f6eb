"""`wayfolio new-year`: drafts moves, new stages, archives of leavers, and what is to be removed."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from wayfolio.authoring.new import AuthoringSession
from wayfolio.load.portfolio import load_own_supports
from wayfolio.model.names import LearnerId, PathwayId, StageCode
from wayfolio.model.portfolio import LearnerFile
from wayfolio.model.support_files import Support
from wayfolio.school.lookup import require_known
from wayfolio.write.drafts import Draft
from wayfolio.write.files import NotWritten
from wayfolio.write.learners import end_program, set_group, set_programs
from wayfolio.write.yaml_edits import NotTheUsualForm

ARCHIVE = "archive"
ARCHIVED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-[a-z0-9-]+\.zip")
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in an archive, so that the same files make the same bytes."""


class Year(Struct, frozen=True, kw_only=True):
    """What a new school year brings. Pathways concern everybody who moves."""

    first_day: date
    moves: Mapping[str, str] = field(default_factory=dict)
    """Group -> the group that its learners are in from now on."""
    leaving: Sequence[str] = ()
    """Groups that leave."""
    next_stage: Sequence[str] = ()
    """Pathways in which the next stage begins."""
    ends: Sequence[str] = ()
    """Pathways that they follow no longer."""
    begins: Sequence[str] = ()
    """Pathways that they follow from now on, from the first stage."""


def draft_new_year(session: AuthoringSession, year: Year) -> Draft:
    """Draft a new school year. Errors: NotWritten, UnknownId."""
    _require_possible(session, year)
    draft = Draft(session.root)
    for learner, file in session.school.roster.learners.items():
        if file.group in year.leaving:
            _archive_unless_named(session, learner, year.first_day, draft)
        elif file.group in year.moves:
            _move(session, learner, year, draft)
    _remove_old_archives(session, year.first_day, draft)
    _remove_old_supports(session, year.first_day, draft)
    return draft


def _require_possible(session: AuthoringSession, year: Year) -> None:
    """Raise NotWritten or UnknownId if a year cannot begin like this."""
    pathways = [*year.next_stage, *year.ends, *year.begins]
    if pathways and not year.moves:
        who = "name them, or GROUP=GROUP with the same name twice for a group that stays"
        raise NotWritten(f"stages and pathways change for the groups that --move names: {who}")
    groups = [group.id for group in session.school.catalogue.school.groups]
    for group in (*year.moves, *year.moves.values(), *year.leaving):
        require_known(group, "group", groups)
    for pathway in pathways:
        require_known(pathway, "pathway", session.school.catalogue.pathways)
    if both := set(year.moves) & set(year.leaving):
        raise NotWritten(f"{', '.join(sorted(both))} cannot both move and leave")


def _move(session: AuthoringSession, learner: LearnerId, year: Year, draft: Draft) -> None:
    path = f"portfolios/{learner}/learner.yml"
    text = (draft.now(path) or b"").decode()
    file = session.school.roster.learners[learner]
    ending = _find_ending_pathways(file, year)
    beginning = _find_beginning_stages(session, learner, year)
    try:
        text = set_group(text, year.moves[file.group])
        for pathway in ending:
            text = end_program(text, pathway, year.first_day - timedelta(days=1))
        if beginning:
            text = set_programs(text, beginning)
    except NotTheUsualForm as other:
        draft.report.leave(f"{path}: {other}: move {learner} by hand")
        return
    draft.put(path, text.encode())
    ends = [f"{pathway} ends" for pathway in ending]
    begins = [f"{stage['pathway']} {stage['stage']}" for stage in beginning]
    draft.report.change(f"{learner}: {', '.join([year.moves[file.group], *ends, *begins])}")


def _find_ending_pathways(file: LearnerFile, year: Year) -> list[str]:
    current = {programme.pathway for programme in file.programmes if programme.to is None}
    return [pathway for pathway in year.ends if pathway in current]


def _find_beginning_stages(
    session: AuthoringSession, learner: LearnerId, year: Year
) -> list[dict[str, Any]]:
    """Return the stages that begin; none after the last stage of a pathway."""
    current: dict[PathwayId, tuple[StageCode, ...]] = {}
    for programme in sorted(
        session.school.roster.learners[learner].programmes, key=lambda p: p.from_
    ):
        if programme.to is None:
            current[programme.pathway] = programme.stage
    beginning = []
    for name, pathway in session.school.catalogue.pathways.items():
        codes = [stage.code for stage in pathway.stages]
        following: list[StageCode] = []
        if name not in current:
            following = codes if name in year.begins else []
        elif name in year.next_stage and (here := set(current[name]) & set(codes)):
            following = codes[max(map(codes.index, here)) + 1 :]
        if following:
            beginning.append({"pathway": name, "stage": following[0], "from": year.first_day})
    return beginning


def _archive_unless_named(
    session: AuthoringSession, learner: LearnerId, day: date, draft: Draft
) -> None:
    if paths := _files_of_others_naming(session, learner):
        draft.report.leave(f"{learner} stays while others' files name them: {', '.join(paths)}")
    else:
        _archive(session, learner, day, draft)


def _archive(session: AuthoringSession, learner: LearnerId, day: date, draft: Draft) -> None:
    """Move a learner's folder out of the school, into an archive of the day."""
    folder = session.root / "portfolios" / learner
    files = sorted(f for f in folder.rglob("*") if f.is_file() and not f.is_symlink())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    path = f"{ARCHIVE}/{day}-{learner}.zip"
    draft.put(path, out.getvalue())
    for file in files:
        draft.remove(file.relative_to(session.root).as_posix())
    years = session.school.catalogue.school.retention.leavers
    until = f", kept until {_years_after(day, years)}" if years is not None else ""
    draft.report.take(f"{learner}: into {path}{until}")


def _files_of_others_naming(session: AuthoringSession, learner: LearnerId) -> list[str]:
    """Return other learners' files that name a learner. Only a person can change what they say."""
    roster = session.school.roster
    in_groups = [
        f"portfolios/_groups/{file.stem}.yml"
        for file in roster.groups
        if learner in (*file.learners, *file.task_words)
        or any(learner in s.learners for s in file.sessions)
    ]
    shared = [
        f"portfolios/{work.owner}/evidence/{work.stem}.md"
        for work in roster.group_work
        if learner in work.authors and work.owner != learner
    ]
    return [*in_groups, *shared]


# ---- what need not be kept any longer ------------------------------------------------------------


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # February 29
        return day.replace(year=day.year + years, day=28)


def _remove_old_archives(session: AuthoringSession, first_day: date, draft: Draft) -> None:
    """Remove archives older than the school's retention of leavers."""
    years = session.school.catalogue.school.retention.leavers
    if years is None:
        return
    for file in sorted((session.root / ARCHIVE).glob("*.zip")):
        path = file.relative_to(session.root).as_posix()
        match = ARCHIVED.fullmatch(file.name)
        if match is None:
            draft.report.leave(f"{path} names no day on which somebody left: look at it by hand")
        elif (until := _years_after(date.fromisoformat(match[1]), years)) <= first_day:
            draft.remove(path)
            draft.report.remove(f"{path}: it was to be kept until {until}")


def _remove_old_supports(session: AuthoringSession, first_day: date, draft: Draft) -> None:
    """Remove supports whose last day is longer ago than the school keeps supports."""
    years = session.school.catalogue.school.retention.supports
    if years is None:
        return
    for path, last in _last_days_of_supports(session):
        until = _years_after(last, years)
        if until <= first_day and draft.now(path) is not None:
            draft.remove(path)
            draft.report.remove(f"{path}: its last day was {last}, to be kept until {until}")


def _last_days_of_supports(session: AuthoringSession) -> Iterator[tuple[str, date]]:
    """Yield each support's file and last day: of its last session or of its plan, if later."""
    for learner in session.school.roster.learners:
        for support in load_own_supports(session.school.folder, learner):
            path = f"portfolios/{learner}/supports/{support.id}.yml"
            yield path, _last_day(support, [session.date for session in support.sessions])
    for file in session.school.roster.groups:
        if file.support is not None:
            days = [session.date for session in file.sessions]
            yield f"portfolios/_groups/{file.stem}.yml", _last_day(file.support, days)


def _last_day(support: Support, days: Sequence[date]) -> date:
    return max([*days, support.planned.over_on])
