"""`wayfolio new-year`: groups move up, stages begin, who leaves is put away, what is old goes.

A draft first.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from wayfolio.authoring.new import Desk
from wayfolio.load.portfolio import own_supports
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Support
from wayfolio.school.lookup import require_known
from wayfolio.write.drafts import Draft
from wayfolio.write.files import NotWritten
from wayfolio.write.learners import (
    NotTheUsualForm,
    with_group,
    with_programme_ended,
    with_programmes,
)

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


def new_year(desk: Desk, year: Year) -> Draft:
    """Draft a new school year. Errors: NotWritten, Unknown."""
    if (year.next_stage or year.ends or year.begins) and not year.moves:
        who = "name them, or GROUP=GROUP with the same name twice for a group that stays"
        raise NotWritten(f"stages and pathways change for the groups that --move names: {who}")
    groups = [group.id for group in desk.school.catalogue.school.groups]
    for group in (*year.moves, *year.moves.values(), *year.leaving):
        require_known(group, "group", groups)
    for pathway in (*year.next_stage, *year.ends, *year.begins):
        require_known(pathway, "pathway", desk.school.catalogue.pathways)
    if both := set(year.moves) & set(year.leaving):
        raise NotWritten(f"{', '.join(sorted(both))} cannot both move and leave")
    draft = Draft(desk.root)
    for learner, file in desk.school.roster.learners.items():
        if file.group in year.leaving and (named := _naming(desk, learner)):
            draft.left.append(f"{learner} stays while others' files name them: {', '.join(named)}")
        elif file.group in year.leaving:
            _put_away(desk, learner, year.first_day, draft)
        elif file.group in year.moves:
            _move(desk, learner, year, draft)
    _let_archives_go(desk, year.first_day, draft)
    _let_supports_go(desk, year.first_day, draft)
    return draft


def _move(desk: Desk, learner: LearnerId, year: Year, draft: Draft) -> None:
    path = f"portfolios/{learner}/learner.yml"
    text = (draft.now(path) or b"").decode()
    file = desk.school.roster.learners[learner]
    now = {p.pathway for p in file.programmes if p.to is None}
    ending = [pathway for pathway in year.ends if pathway in now]
    more = _next(desk, learner, year)
    try:
        text = with_group(text, year.moves[file.group])
        for pathway in ending:
            text = with_programme_ended(text, pathway, year.first_day - timedelta(days=1))
        if more:
            text = with_programmes(text, more)
    except NotTheUsualForm as other:
        draft.left.append(f"{path}: {other}: move {learner} by hand")
        return
    draft.put(path, text.encode())
    ended = "".join(f", {pathway} ends" for pathway in ending)
    begun = "".join(f", {one['pathway']} {one['stage']}" for one in more)
    draft.changed.append(f"{learner}: {year.moves[file.group]}{ended}{begun}")


def _next(desk: Desk, learner: LearnerId, year: Year) -> list[dict[str, Any]]:
    """Return the stages that begin; none behind the last one of a pathway."""
    own = [p for p in desk.school.roster.learners[learner].programmes if p.to is None]
    found: list[dict[str, Any]] = []
    for pathway, held in desk.school.catalogue.pathways.items():
        now = [p.stage for p in sorted(own, key=lambda p: p.from_) if p.pathway == pathway]
        codes = [stage.code for stage in held.stages]
        if pathway in year.begins and not now:
            following = codes
        elif pathway in year.next_stage and now and now[-1] in codes:
            following = codes[codes.index(now[-1]) + 1 :]
        else:
            continue
        if following:
            found.append({"pathway": pathway, "stage": following[0], "from": year.first_day})
    return found


def _put_away(desk: Desk, learner: LearnerId, day: date, draft: Draft) -> None:
    """Put a learner's folder into an archive of the day, and take it out of the school."""
    folder = desk.root / "portfolios" / learner
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
        draft.remove(file.relative_to(desk.root).as_posix())
    years = desk.school.catalogue.school.retention.leavers
    until = f", kept until {_years_after(day, years)}" if years is not None else ""
    draft.taken.append(f"{learner}: into {path}{until}")


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


# ---- what has been kept long enough --------------------------------------------------------------


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # February 29
        return day.replace(year=day.year + years, day=28)


def _let_archives_go(desk: Desk, first_day: date, draft: Draft) -> None:
    """Remove the archives of those who left longer ago than the school keeps them."""
    years = desk.school.catalogue.school.retention.leavers
    if years is None:
        return
    for file in sorted((desk.root / ARCHIVE).glob("*.zip")):
        path = file.relative_to(desk.root).as_posix()
        named = ARCHIVED.fullmatch(file.name)
        if named is None:
            draft.left.append(f"{path} names no day on which somebody left: look at it by hand")
        elif (until := _years_after(date.fromisoformat(named[1]), years)) <= first_day:
            draft.remove(path)
            draft.removed.append(f"{path}: it was to be kept until {until}")


def _let_supports_go(desk: Desk, first_day: date, draft: Draft) -> None:
    """Remove supports of which the last session is longer ago than the school keeps them."""
    years = desk.school.catalogue.school.retention.supports
    if years is None:
        return
    for path, last in _supports(desk):
        until = _years_after(last, years)
        if until <= first_day and draft.now(path) is not None:
            draft.remove(path)
            draft.removed.append(f"{path}: its last day was {last}, to be kept until {until}")


def _supports(desk: Desk) -> Iterator[tuple[str, date]]:
    """Give the file of each support, and its last day: of a session, or as it was planned."""
    for learner in desk.school.roster.learners:
        for support in own_supports(desk.school.folder, learner):
            path = f"portfolios/{learner}/supports/{support.id}.yml"
            yield path, _last_day(support, [session.date for session in support.sessions])
    for file in desk.school.roster.groups:
        if file.support is not None:
            days = [session.date for session in file.sessions]
            yield f"portfolios/_groups/{file.stem}.yml", _last_day(file.support, days)


def _last_day(support: Support, days: Sequence[date]) -> date:
    return max([*days, support.planned.until])
