"""`wayfolio import slate-ratings`: what another program has rated, as occasions of learners.

Each occasion stands below a line with the other program's number. So it is found again: what is
there stays as it is, also where somebody has changed it since.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from msgspec import Struct, field

from wayfolio.authoring.new import Desk
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Mark
from wayfolio.model.imported_frameworks import RatingRow, RatingSheet
from wayfolio.model.names import ExperienceId, LearnerId, PathwayId, SkillCode
from wayfolio.model.school import school_year
from wayfolio.school.lookup import require_known
from wayfolio.write import texts
from wayfolio.write.drafts import Draft

HEAD = "# Slate CBL, demonstration {number} of {day}\n"
HEADS = re.compile(r"^# Slate CBL, demonstration (\S+) of (\S+)\n", re.MULTILINE)


class _Left(Exception):
    """Why a rating has no place here."""


class _Taken(Struct):
    """A rating with a place here: whose, on which occasion, of what."""

    row: RatingRow
    learner: LearnerId
    head: Mapping[str, Any]
    """What the occasion's other ratings share."""
    skill: SkillCode
    target: str | None


class _Shelf(Struct):
    """One file of a learner: blocks that an import has written, and what stands before them."""

    before: str
    blocks: dict[str, str] = field(default_factory=dict)
    """Line with the number -> the occasion below it."""

    @property
    def text(self) -> bytes:
        return (self.before + "".join(h + b for h, b in self.blocks.items())).encode()


def ratings_draft(desk: Desk, sheet: RatingSheet, by: str | None, *, replace: bool) -> Draft:
    """Draft the occasions of a sheet.

    `by`: who stands for educators that the school does not know. `replace`: write occasions anew
    that somebody has changed here. Errors: Unknown.
    """
    if by is not None:
        require_known(by, "person", desk.school.catalogue.school.people)
    draft = Draft(desk.root)
    taken: list[_Taken] = []
    left: Counter[str] = Counter()
    here = _here(desk, by)
    for row in sheet.rows:
        try:
            taken.append(_taken(here, row))
        except _Left as why:
            left[str(why)] += 1
    _put(taken, draft, replace=replace)
    draft.left += [f"{_ratings(count)}: {why}" for why, count in left.items()]
    draft.left += sheet.left
    return draft


def _ratings(count: int) -> str:
    return "1 rating" if count == 1 else f"{count} ratings"


# ---- whose, by whom, of what ---------------------------------------------------------------------


class _Here(Struct, frozen=True):
    """What the names in a sheet mean here. Each is looked for once: a sheet repeats them."""

    catalogue: Catalogue
    experiences: Mapping[str, ExperienceId]
    learner: Callable[[tuple[str, ...]], LearnerId]
    educator: Callable[[tuple[str, ...]], str]


def _here(desk: Desk, by: str | None) -> _Here:
    catalogue = desk.school.catalogue
    return _Here(
        catalogue=catalogue,
        experiences={_folded(str(e.title)): name for name, e in catalogue.experiences.items()},
        learner=cache(partial(_learner, desk)),
        educator=cache(partial(_educator, desk, by)),
    )


def _taken(here: _Here, row: RatingRow) -> _Taken:
    """Return a row with its place here. Errors: _Left."""
    catalogue = here.catalogue
    found = catalogue.skills.get(SkillCode(row.skill))
    if found is None:
        raise _Left(f"the school rates no {row.skill}: import the competency map first")
    _, placed = found
    scale = catalogue.scales.get(placed.scale)
    if scale is not None and not isinstance(row.level, Mark) and not scale.allows(row.level):
        raise _Left(f"{float(row.level):g} is no level of {placed.scale}")
    head = {
        "kind": texts.slug(row.kind) if row.kind else "studio",
        "by": here.educator(row.by),
        "experience": here.experiences.get(_folded(row.experience)),
    }
    return _Taken(
        row=row,
        learner=here.learner(row.learner),
        head=head,
        skill=SkillCode(row.skill),
        target=_target(catalogue, row, placed.framework.stages_of),
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _learner(desk: Desk, called: tuple[str, ...]) -> LearnerId:
    names = {_folded(name) for name in called}
    found = [
        who
        for who, file in desk.school.roster.learners.items()
        if names & {_folded(word) for word in (who, file.name.full, *file.logins)}
    ]
    if len(found) != 1:
        how = "nobody here" if not found else f"several here ({', '.join(found)})"
        raise _Left(f"{called[-1] if called else 'nobody'} is {how}")
    return found[0]


def _educator(desk: Desk, by: str | None, called: tuple[str, ...]) -> str:
    names = {_folded(name) for name in called}
    people = desk.school.catalogue.school.people
    for who, person in people.items():
        if names & {_folded(word) for word in (who, person.name, *person.logins)}:
            return who
    if by is None:
        name = called[-1] if called else "an educator without a name"
        raise _Left(f"{name} is not among people: in school.yml (or say who stands in: --by)")
    return by


def _target(catalogue: Catalogue, row: RatingRow, name: PathwayId | None) -> str | None:
    """Return the stage with the level for which it was rated."""
    pathway = catalogue.pathways.get(name) if name else None
    if pathway is None or row.target is None:
        return None
    figure = f"{float(row.target):g}"
    for stage in pathway.stages:
        if stage.level == row.target or stage.code == figure:
            return stage.code
    raise _Left(f"no stage of {name} has the level {figure}")


# ---- what is written -----------------------------------------------------------------------------


def _put(taken: Iterable[_Taken], draft: Draft, *, replace: bool) -> None:
    """Put occasions into the files of their learners and school years."""
    files: dict[str, list[_Taken]] = {}
    for one in taken:
        year = school_year(one.row.on)
        name = f"slate-{year}-{(year + 1) % 100:02}.yml"
        files.setdefault(f"portfolios/{one.learner}/demonstrations/{name}", []).append(one)
    for path, own in sorted(files.items()):
        shelf = _shelf((draft.now(path) or b"").decode())
        new, other = _fill(shelf, own, replace=replace)
        draft.put(path, shelf.text)
        if new:
            draft.taken.append(f"{path}: {_counted(new)}")
        if other and replace:
            draft.changed.append(f"{path}: {_counted(other)}")
        elif other:
            draft.left.append(f"{path}: {_counted(other)} are there and differ: keep, or --replace")


def _counted(ratings: Sequence[int]) -> str:
    """Return how many occasions with how many ratings these are."""
    occasions = "1 occasion" if len(ratings) == 1 else f"{len(ratings)} occasions"
    return f"{occasions} with {_ratings(sum(ratings))}"


def _shelf(text: str) -> _Shelf:
    starts = list(HEADS.finditer(text))
    if not starts:
        return _Shelf(text)
    ends = [*(one.start() for one in starts[1:]), len(text)]
    blocks = {one[0]: text[one.end() : end] for one, end in zip(starts, ends, strict=True)}
    return _Shelf(text[: starts[0].start()], blocks)


def _fill(shelf: _Shelf, own: Iterable[_Taken], *, replace: bool) -> tuple[list[int], list[int]]:
    """Put occasions on a shelf; return how many ratings those have that are new, or differ."""
    occasions: dict[tuple[date, int, str], list[_Taken]] = {}
    for one in own:
        number = one.row.occasion
        occasions.setdefault((one.row.on, len(number), number), []).append(one)
    new, other = [], []
    for (day, _, number), rated in sorted(occasions.items(), key=lambda pair: pair[0]):
        head = HEAD.format(number=number, day=day)
        block = texts.entry(_occasion(day, rated))
        if head not in shelf.blocks:
            new.append(len(rated))
        elif shelf.blocks[head].rstrip() != block.rstrip():
            other.append(len(rated))
        if head not in shelf.blocks or replace:
            shelf.blocks[head] = block
    return new, other


def _occasion(day: date, rated: Sequence[_Taken]) -> dict[str, Any]:
    """Return an occasion. Its target is the commonest; what has another one says so."""
    usual = Counter(one.target for one in rated).most_common(1)[0][0]
    ratings: dict[str, list[Any]] = {}
    for one in rated:
        level = one.row.level
        figure = str(level) if isinstance(level, Mark) else float(level)
        other = one.target if one.target != usual else None
        given = {"level": figure, "target": other} if other else figure
        ratings.setdefault(one.skill, []).append(given)
    return {
        "date": day,
        "kind": rated[0].head["kind"],
        "by": rated[0].head["by"],
        "target": usual,
        "experience": rated[0].head["experience"],
        "ratings": {code: held[0] if len(held) == 1 else held for code, held in ratings.items()},
    }
