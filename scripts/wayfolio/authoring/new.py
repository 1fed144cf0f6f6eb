"""`wayfolio new` and `wayfolio rate`: what somebody says, as files; checked, or taken back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from wayfolio.load.attachments import NotAPicture, photo
from wayfolio.load.files import Folder
from wayfolio.load.insertion_point import place_in
from wayfolio.model.diagnostics import Diagnostic, Severity, has_errors
from wayfolio.model.names import Code, GroupId, LearnerId, SkillCode
from wayfolio.model.school import HELPERS, STAFF, school_year
from wayfolio.school.learner import School, read_learner
from wayfolio.school.lookup import require_known
from wayfolio.school.read import read_school
from wayfolio.write import texts
from wayfolio.write.files import NotWritten, Pen
from wayfolio.write.learners import learner_file
from wayfolio.write.recipes import OWNERS_AT, owners, recipe


class Made(Struct, frozen=True, kw_only=True):
    """What was written. Nothing, where something is to be mended first."""

    paths: tuple[str, ...] = ()
    mistakes: tuple[Diagnostic, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


class Photo(Struct, frozen=True, kw_only=True):
    """A picture of somebody's own, and what matters in it for whoever cannot see it."""

    file: Path
    alt: str


class Desk(Struct, kw_only=True):
    """A school that can be read, and a day. Errors of all methods: NotWritten, Unknown."""

    root: Path
    today: date
    """As the school's own calendar has it."""
    school: School
    real_today: date = field(default=date.min)

    def learner(self, learner: str, name: str, group: str, facts: Mapping[str, Any]) -> Made:
        """Make a learner's folder."""
        if learner in self.school.roster.learners:
            raise NotWritten(f"there is a learner {learner} already: choose another id")
        require_known(group, "group", [one.id for one in self.school.catalogue.school.groups])
        first = facts.get("first") or name.split(maxsplit=1)[0]
        pairs = {
            "name": {"full": name, "first": first},
            "group": group,
            "logins": facts.get("logins", ()),
            "programmes": facts.get("programmes") or self.usual_programmes(GroupId(group)),
        }
        pen = Pen(self.root)
        pen.new(f"portfolios/{learner}/learner.yml", learner_file(pairs))
        return self.checked(pen, [LearnerId(learner)])

    def usual_programmes(self, group: GroupId) -> list[dict[str, Any]]:
        """Return the pathways that most of a group follow now, or those that competencies name."""
        files = [f for f in self.school.roster.learners.values() if f.group == group]
        now = [[p for p in f.programmes if p.to is None] for f in files]
        counted: dict[tuple[str, str | None], int] = {}
        for programmes in now:
            newest = {p.pathway: p for p in sorted(programmes, key=lambda p: p.from_)}
            for one in newest.values():
                key = (one.pathway, one.stage)
                counted[key] = counted.get(key, 0) + 1
        usual = {pathway: stage for (pathway, stage), n in counted.items() if 2 * n > len(files)}
        if not files:
            named = (f.stages_of for f in self.school.catalogue.frameworks)
            for pathway in named:
                known = self.school.catalogue.pathways.get(pathway) if pathway else None
                if known and known.stages:
                    usual[known.pathway] = known.stages[0].code
        return [
            {"pathway": pathway, "stage": stage, "from": self.today}
            for pathway, stage in usual.items()
        ]

    def evidence(
        self, learner: str, facts: Mapping[str, Any], body: str, photos: Sequence[Photo] = ()
    ) -> Made:
        """Write a piece of evidence, with pictures: upright, without notes, 1600 pixels at most."""
        require_known(learner, "learner", self.school.roster.learners)
        folder = f"portfolios/{learner}/evidence"
        stem = f"{facts['date']}-{texts.slug(str(facts['title']))}"
        pen = Pen(self.root)
        files = []
        try:
            for one in photos:
                name = self._free(folder, texts.slug(one.file.stem))
                pen.new(f"{folder}/{name}", photo(one.file))
                files.append({"path": name, "alt": one.alt})
            pairs = texts.evidence_pairs({**facts, "files": files})
            pen.new(f"{folder}/{stem}.md", texts.evidence(pairs, body))
        except NotAPicture as refused:
            pen.take_back()
            raise NotWritten(str(refused)) from refused
        except NotWritten:
            pen.take_back()
            raise
        return self.checked(pen, [LearnerId(learner)])

    def _free(self, folder: str, name: str) -> str:
        number, free = 1, f"{name}.webp"
        while (self.root / folder / free).exists():
            number += 1
            free = f"{name}-{number}.webp"
        return free

    def demonstration(self, learner: str, facts: Mapping[str, Any]) -> Made:
        """Write an occasion of one learner into the file of its school year."""
        require_known(learner, "learner", self.school.roster.learners)
        year = school_year(facts["date"])
        path = f"portfolios/{learner}/demonstrations/{year}-{(year + 1) % 100:02}.yml"
        pen = Pen(self.root)
        pen.add(path, texts.entry(facts))
        return self.checked(pen, [LearnerId(learner)])

    def session(self, learner: str, support: str | None, facts: Mapping[str, Any]) -> Made:
        """Write a session into the file of a learner's support."""
        require_known(learner, "learner", self.school.roster.learners)
        unit = read_learner(self.school, LearnerId(learner))
        own = f"portfolios/{learner}/supports"
        known = [
            s.id for s in unit.portfolio.supports if (self.root / own / f"{s.id}.yml").exists()
        ]
        if not known:
            how = "write one first, with kind:, by: and planned: {from, minutes, per_week, weeks}"
            raise NotWritten(f"{learner} has no support in {own}/: {how}")
        if support is None and len(known) == 1:
            (support,) = known
        if support is None:
            names = ", ".join(known)
            raise NotWritten(f"which support of {learner}? --support NAME (known: {names})")
        require_known(support, "support", known)
        place = place_in(
            Folder(self.root) / "portfolios" / learner / "supports", f"{support}.yml", "sessions"
        )
        if place is None:
            message = "its sessions are not written line by line: add this one by hand"
            raise NotWritten(f"{own}/{support}.yml: {message}")
        line = f"{' ' * place.indent}- {texts.in_one_line(facts)}\n"
        pen = Pen(self.root)
        pen.add(
            f"{own}/{support}.yml", line if place.is_there else f"sessions:\n{line}", place.line
        )
        return self.checked(pen, [LearnerId(learner)])

    def group_occasion(
        self, name: str, facts: Mapping[str, Any], ratings: Mapping[str, Mapping[str, Any]]
    ) -> Made:
        """Write one occasion of several learners."""
        for learner in ratings:
            require_known(learner, "learner", self.school.roster.learners)
        pen = Pen(self.root)
        lines = "".join(f"  {who}: {texts.in_one_line(given)}\n" for who, given in ratings.items())
        text = f"{texts.keys(facts)}learners:\n{lines}"
        pen.new(f"portfolios/_groups/{facts['date']}-{texts.slug(name)}.yml", text.encode())
        return self.checked(pen, [LearnerId(learner) for learner in ratings])

    def recipe(self, where: str, version: str) -> Made:
        """Write the files that a host or an editor reads. What is there already is not replaced."""
        pen = Pen(self.root)
        try:
            for path, held in recipe(where, version).items():
                pen.new(path, held)
        except NotWritten:
            pen.take_back()
            raise
        return Made(paths=tuple(pen.paths))

    def owners(self, where: str) -> Made:
        """Write who approves what, by the roster. Says nothing new the second time."""
        people = self.school.catalogue.school.people.values()
        staff = [login for one in people if one.assessor in STAFF for login in one.logins]
        if not staff:
            add = "add logins: [NAME] to a teacher in competencies/school.yml"
            raise NotWritten(f"nobody of the staff has a login: {add}")
        helpers = [login for one in people if one.assessor in HELPERS for login in one.logins]
        above = {g.id: g.in_ for g in self.school.catalogue.school.groups}
        of_groups: dict[str, list[str]] = {}
        for one in people:
            if one.assessor in STAFF and one.group:
                of_groups.setdefault(one.group, []).extend(one.logins)
        advisors: dict[str, list[str]] = {
            learner: of_groups.get(file.group) or of_groups.get(above.get(file.group) or "", [])
            for learner, file in self.school.roster.learners.items()
        }
        pen = Pen(self.root)
        pen.replace(OWNERS_AT[where], owners(staff, helpers, advisors))
        return Made(paths=tuple(pen.paths))

    def members(self, group: str) -> list[LearnerId]:
        """Return the learners of a group, and of the groups within it."""
        groups = self.school.catalogue.school.groups
        require_known(group, "group", [one.id for one in groups])
        within = {group}
        for _ in groups:
            within |= {one.id for one in groups if one.in_ in within}
        return [who for who, f in self.school.roster.learners.items() if f.group in within]

    def levels(self, code: str) -> list[tuple[str, str]]:
        """Return the levels on which a skill is rated, each with its words."""
        require_known(code, "skill", self.school.catalogue.skills)
        skill, placed = self.school.catalogue.skills[SkillCode(code)]
        scale = self.school.catalogue.scales.get(placed.scale)
        points = sorted(scale.points, key=lambda p: p.value) if scale else []
        own = {f"{float(level):g}": str(words) for level, words in skill.levels.items()}
        return [
            (figure, own.get(figure, str(point.meaning or point.label)))
            for point in points
            for figure in (f"{float(point.value):g}",)
        ]

    def what(self, code: str) -> str:
        """Return what a skill is, in words."""
        skill, _ = self.school.catalogue.skills[SkillCode(Code(code))]
        return str(skill.statement)

    def checked(self, pen: Pen, learners: Iterable[str]) -> Made:
        """Read what has been written; where it holds a mistake, take it back and tell it."""
        paths = tuple(pen.paths)
        now, _ = read_school(self.root, self.real_today)
        found: list[Diagnostic] = list(now.diagnostics) if now else []
        for learner in learners:
            if now is not None and learner in now.roster.learners:
                found += read_learner(now, LearnerId(learner)).diagnostics
        ours = sorted({one for one in found if one.at.path in paths})
        mistakes = tuple(one for one in ours if one.severity is Severity.ERROR)
        if mistakes:
            pen.take_back()
            return Made(mistakes=mistakes)
        return Made(paths=paths, warnings=tuple(ours))


def desk(root: Path, today: date) -> Desk:
    """Return a place to write at. Errors: NotWritten where there is no school to be read."""
    school, found = read_school(root, today)
    if school is None:
        how = "go into its folder, or make one with: wayfolio new school NAME"
        raise NotWritten(f"there is no school here: {found[0].message if found else root}; {how}")
    if has_errors(found):
        raise NotWritten("the school’s own files must be mended first: wayfolio check tells where")
    return Desk(root=root, today=school.today, school=school, real_today=today)
