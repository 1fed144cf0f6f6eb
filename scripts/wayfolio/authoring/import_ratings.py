"""`wayfolio import slate-ratings`, `canvas-results`: drafts occasions from other programs' ratings.

A comment above each occasion holds the other program's number. The next import recognizes it, and
leaves the occasion as it is, even if somebody has changed it.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from wayfolio.authoring.known_frameworks import read_origins
from wayfolio.authoring.known_learners import LearnerIndex, fold_name_of, index_learners
from wayfolio.authoring.new import AuthoringSession
from wayfolio.authoring.occasion_blocks import split_blocks
from wayfolio.load.canvas_results import read_canvas_results
from wayfolio.load.rating_importers import read_slate_ratings
from wayfolio.load.school_codes import school_code
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.counts import count_of
from wayfolio.model.frameworks import Mark
from wayfolio.model.import_report import CellAt
from wayfolio.model.imported_frameworks import RatingRow, RatingSheet, RatingsSource
from wayfolio.model.names import Code, ExperienceId, LearnerId, PathwayId, SkillCode
from wayfolio.model.school import find_school_year
from wayfolio.school.lookup import require_known
from wayfolio.write import texts
from wayfolio.write.drafts import Draft

READERS: Mapping[str, Callable[[RatingsSource], RatingSheet]] = {
    "slate-ratings": read_slate_ratings,
    "canvas-results": read_canvas_results,
}
HEADS = re.compile(r"^# (?:Slate CBL|Canvas), [a-z]+ \S+ of \S+\n", re.MULTILINE)
SHOWN = 20
"""Lines that a message lists."""


class _NotTaken(Exception):
    """Why a rating cannot be imported."""


class _Rating(Struct):
    """A row of the sheet in this school's terms: whose rating, on which occasion, of what."""

    row: RatingRow
    learner: LearnerId
    head: Mapping[str, Any]
    """What all ratings of the occasion share."""
    skill: SkillCode
    target: str | None


class _OccasionFile(Struct):
    """A learner's file: the blocks that imports have written, and the text before them."""

    before: str
    blocks: dict[str, str]
    """Comment with the number -> the occasion below it."""

    @property
    def text(self) -> bytes:
        return (self.before + "".join(h + b for h, b in self.blocks.items())).encode()


def draft_ratings(
    session: AuthoringSession,
    kind: str,
    file: Path,
    by: str | None,
    *,
    encoding: str | None,
    replaces: bool,
) -> Draft:
    """Draft the occasions of an export.

    `by`: the person to name for educators that the school does not know. `replaces`: whether to
    overwrite occasions that somebody has changed here. Errors: NotReadable, UnknownId.
    """
    school = session.school.catalogue.school
    if by is not None:
        require_known(by, "person", school.people)
    draft = Draft(session.root)
    source = RatingsSource(
        file=file, report=draft.report, encoding=encoding, timezone=school.timezone
    )
    sheet = READERS[kind](source)
    ratings: list[_Rating] = []
    refused: dict[str, list[CellAt]] = {}
    names = _index_names(session, draft, by)
    for row in sheet.rows:
        try:
            ratings.append(_resolve_row(names, row))
        except _NotTaken as reason:
            refused.setdefault(str(reason), []).append(row.at)
    _put(sheet, ratings, draft, replaces=replaces)
    for why, places in refused.items():
        draft.report.leave(count_of(len(places), "rating"), why, _list_lines(places), places[0])
    return draft


def _list_lines(places: Sequence[CellAt]) -> str:
    """Return the lines of all but the first place."""
    lines = [str(place.line) for place in places[1 : SHOWN + 1]]
    more = f" and {len(places) - SHOWN - 1} more" if len(places) > SHOWN + 1 else ""
    return f"also in line {', '.join(lines)}{more}" if lines else ""


# ---- whose, by whom, of what ---------------------------------------------------------------------


class _NameIndex(Struct, frozen=True):
    """Resolves the names of a sheet. Each look-up is cached, since a sheet repeats its names."""

    catalogue: Catalogue
    skill: Callable[[tuple[str, ...]], SkillCode]
    experiences: Mapping[str, ExperienceId]
    learner: Callable[[tuple[str, ...]], LearnerId]
    educator: Callable[[tuple[str, ...]], str]


def _index_names(session: AuthoringSession, draft: Draft, by: str | None) -> _NameIndex:
    catalogue = session.school.catalogue
    return _NameIndex(
        catalogue=catalogue,
        skill=cache(partial(_find_skill, catalogue, _index_skills(catalogue, draft))),
        experiences={fold_name_of(str(e.title)): name for name, e in catalogue.experiences.items()},
        learner=cache(partial(_find_learner, index_learners(session.school.roster.learners))),
        educator=cache(partial(_find_educator, session, by)),
    )


def _resolve_row(names: _NameIndex, row: RatingRow) -> _Rating:
    """Return a row in this school's terms. Errors: _NotTaken."""
    catalogue = names.catalogue
    skill = names.skill(row.skill)
    _, placed = catalogue.skills[skill]
    scale = catalogue.scales.get(placed.scale)
    if scale is not None and not isinstance(row.level, Mark) and not scale.allows(row.level):
        raise _NotTaken(f"{float(row.level):g} is no level of {placed.scale}")
    head = {
        "kind": texts.slug(row.kind) if row.kind else "studio",
        "by": names.educator(row.by),
        "experience": names.experiences.get(fold_name_of(row.experience)),
    }
    return _Rating(
        row=row,
        learner=names.learner(row.learner),
        head=head,
        skill=skill,
        target=_find_target(catalogue, row, placed.framework.stages_of),
    )


def _index_skills(catalogue: Catalogue, draft: Draft) -> Mapping[str, Collection[SkillCode]]:
    """Return what is rated by its origin and by its words, in one form."""
    index: dict[str, set[SkillCode]] = {}
    for framework in catalogue.frameworks:
        content = draft.now(framework.at.path) or b""
        for key, origin in read_origins(framework, content).items():
            if SkillCode(key.code) in catalogue.skills and not key.is_area:
                index.setdefault(fold_name_of(origin.identifier), set()).add(SkillCode(key.code))
    for code, (skill, placed) in catalogue.skills.items():
        words = str(skill.statement)
        titles = {words, words.partition(":")[0]}
        if not placed.competency.skills:
            titles.add(str(placed.competency.title))
        for title in titles:
            index.setdefault(fold_name_of(title), set()).add(code)
    return index


def _find_skill(
    catalogue: Catalogue, index: Mapping[str, Collection[SkillCode]], called: tuple[str, ...]
) -> SkillCode:
    """Return what is rated by its code, identifier or title, tried in that order."""
    for name in called:
        code = SkillCode(Code(school_code(name)))
        if code in catalogue.skills:
            return code
        matches = sorted(index.get(fold_name_of(name), ()))
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise _NotTaken(f"several skills here are called {name} ({', '.join(matches)})")
    raise _NotTaken(f"the school rates no {called[-1]}: import the competency map first")


def _find_learner(index: LearnerIndex, called: tuple[str, ...]) -> LearnerId:
    """Return whom number, login and name mean together. Errors: _NotTaken where they disagree."""
    named = [set(learners) for learners in map(index.find, called) if learners]
    matches = set[LearnerId].intersection(*named) if named else set[LearnerId]()
    if len(matches) == 1:
        return matches.pop()
    several = ", ".join(sorted(set[LearnerId]().union(*named)))
    how = f"several here ({several})" if named else "nobody here"
    raise _NotTaken(f"{called[-1] if called else 'nobody'} is {how}")


def _find_educator(session: AuthoringSession, by: str | None, called: tuple[str, ...]) -> str:
    names = {fold_name_of(name) for name in called}
    people = session.school.catalogue.school.people
    for who, person in people.items():
        if names & {fold_name_of(word) for word in (who, person.name, *person.logins)}:
            return who
    if by is None:
        name = called[-1] if called else "an educator without a name"
        raise _NotTaken(f"{name} is not among people: in school.yml (or say who stands in: --by)")
    return by


def _find_target(catalogue: Catalogue, row: RatingRow, name: PathwayId | None) -> str | None:
    """Return the stage whose level the rating was for."""
    pathway = catalogue.pathways.get(name) if name else None
    if pathway is None or row.target is None:
        return None
    figure = f"{float(row.target):g}"
    for stage in pathway.stages:
        if stage.level == row.target or stage.code == figure:
            return stage.code
    raise _NotTaken(f"no stage of {name} has the level {figure}")


# ---- what is written -----------------------------------------------------------------------------


def _put(sheet: RatingSheet, ratings: Iterable[_Rating], draft: Draft, *, replaces: bool) -> None:
    """Put occasions into the files of their learners and school years."""
    files: dict[str, list[_Rating]] = {}
    for rating in ratings:
        year = find_school_year(rating.row.on)
        name = f"{sheet.prefix}-{year}-{(year + 1) % 100:02}.yml"
        files.setdefault(f"portfolios/{rating.learner}/demonstrations/{name}", []).append(rating)
    for path, own in sorted(files.items()):
        before, blocks = split_blocks((draft.now(path) or b"").decode(), HEADS)
        file = _OccasionFile(before, dict(blocks))
        new, different = _add_occasions(sheet, file, own, replaces=replaces)
        draft.put(path, file.text)
        if new:
            draft.report.take(f"{path}: {_count_occasions(new)}")
        if different:
            summary = f"{path}: {_count_occasions(different)}"
            if replaces:
                draft.report.change(summary)
            else:
                draft.report.leave(f"{summary} are there and differ: keep, or --replace")


def _count_occasions(rating_counts: Sequence[int]) -> str:
    """Return in words how many occasions there are, and how many ratings they have together."""
    occasions, ratings = len(rating_counts), sum(rating_counts)
    return f"{count_of(occasions, 'occasion')} with {count_of(ratings, 'rating')}"


def _add_occasions(
    sheet: RatingSheet, file: _OccasionFile, ratings: Iterable[_Rating], *, replaces: bool
) -> tuple[list[int], list[int]]:
    """Add occasions to a file; return how many ratings each new and each different one has."""
    occasions: dict[tuple[date, int, str], list[_Rating]] = {}
    for rating in ratings:
        number = rating.row.occasion
        occasions.setdefault((rating.row.on, len(number), number), []).append(rating)
    new, different = [], []
    for (day, _, number), own in sorted(occasions.items(), key=lambda pair: pair[0]):
        head = f"# {sheet.program}, {sheet.occasion} {number} of {day}\n"
        block = texts.list_entry(_occasion_facts(day, own))
        if head not in file.blocks:
            new.append(len(own))
        elif file.blocks[head].rstrip() != block.rstrip():
            different.append(len(own))
        if head not in file.blocks or replaces:
            file.blocks[head] = block
    return new, different


def _occasion_facts(day: date, own: Sequence[_Rating]) -> dict[str, Any]:
    """Return an occasion with its most common target; ratings with another target say so."""
    usual = Counter(rating.target for rating in own).most_common(1)[0][0]
    ratings: dict[str, list[Any]] = {}
    for rating in own:
        level = rating.row.level
        figure = str(level) if isinstance(level, Mark) else float(level)
        other = rating.target if rating.target != usual else None
        given = {"level": figure, "target": other} if other else figure
        ratings.setdefault(rating.skill, []).append(given)
    return {
        "date": day,
        "kind": own[0].head["kind"],
        "by": own[0].head["by"],
        "target": usual,
        "experience": own[0].head["experience"],
        "ratings": {code: held[0] if len(held) == 1 else held for code, held in ratings.items()},
    }
