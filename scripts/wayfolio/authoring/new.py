"""`wayfolio new` and `wayfolio rate`: writes files, and takes them back if they hold errors."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from wayfolio.authoring.free_names import (
    choose_evidence_name,
    choose_group_path,
    choose_photo_name,
)
from wayfolio.load.attachments import NotAPicture, load_photo
from wayfolio.load.files import Folder
from wayfolio.load.insertion_point import find_insertion_point
from wayfolio.load.portfolio import find_unfit_id
from wayfolio.load.timezones import midnight_in
from wayfolio.model.claims import kind_of_claim
from wayfolio.model.diagnostics import Diagnostic, Severity, has_errors
from wayfolio.model.names import Code, GroupId, LearnerId, SkillCode
from wayfolio.model.portfolio import LearnerFile
from wayfolio.model.school import HELPERS, MENTORS, STAFF, Person, find_school_year
from wayfolio.school.learner import LoadedSchool, read_learner, whole_record
from wayfolio.school.lookup import require_known
from wayfolio.school.read import read_school
from wayfolio.write import texts
from wayfolio.write.files import NotWritten, Pen
from wayfolio.write.learners import learner_text, name_pairs
from wayfolio.write.recipes import (
    LOCK,
    OWNERS_AT,
    TOOLS,
    USUAL_MINUTE,
    Wheel,
    owners_text,
    recipe_text,
)

AFTER_MIDNIGHT = 11
"""Minutes. At the full hour hosts start many builds late."""


class WrittenFiles(Struct, frozen=True, kw_only=True):
    """The files that were written: none if they held errors."""

    paths: tuple[str, ...] = ()
    errors: tuple[Diagnostic, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    is_checked: bool = False
    """Whether they were read again, which is only the quick part of a check."""


class Photo(Struct, frozen=True, kw_only=True):
    """A picture, and what matters in it for readers who cannot see it."""

    file: Path
    alt: str


class AuthoringSession(Struct, kw_only=True):
    """A school without errors, and today. Errors of all methods: NotWritten, UnknownId."""

    root: Path
    today: date
    """The school's day: `as_of`, if it has one."""
    school: LoadedSchool
    real_today: date = field(default=date.min)

    def add_learner(
        self, learner: str, name: str, group: str, facts: Mapping[str, Any]
    ) -> WrittenFiles:
        """Write a learner's folder."""
        if learner in self.school.roster.learners:
            raise NotWritten(f"there is a learner {learner} already: choose another id")
        if why := find_unfit_id(learner):
            raise NotWritten(why)
        require_known(group, "group", [group.id for group in self.school.catalogue.school.groups])
        first = facts.get("first") or name.split(maxsplit=1)[0]
        pairs = {
            "name": name_pairs(name, first),
            "group": group,
            "logins": facts.get("logins", ()),
            "programmes": facts.get("programmes") or self.usual_programmes(GroupId(group)),
        }
        pen = Pen(self.root)
        pen.new(f"portfolios/{learner}/learner.yml", learner_text(pairs))
        return self.check_written(pen, [LearnerId(learner)])

    def usual_programmes(self, group: GroupId) -> list[dict[str, Any]]:
        """Return the pathways that most of a group follow now, or those that frameworks name."""
        files = [file for file in self.school.roster.learners.values() if file.group == group]
        stages = self._majority_stages(files) if files else self._first_stages()
        return [
            {"pathway": pathway, "stage": stage, "from": self.today}
            for pathway, stage in stages.items()
        ]

    def _majority_stages(self, files: Sequence[LearnerFile]) -> dict[str, str | None]:
        """Return each pathway with the first stage at which more than half of some learners are."""
        counts: Counter[tuple[str, str | None]] = Counter()
        for file in files:
            programmes = sorted(file.programmes, key=lambda programme: programme.from_)
            stages = {p.pathway: next(iter(p.stage), None) for p in programmes if p.to is None}
            counts.update(stages.items())
        return {pathway: stage for (pathway, stage), n in counts.items() if 2 * n > len(files)}

    def _first_stages(self) -> dict[str, str | None]:
        """Return each pathway that a framework names, with its first stage."""
        stages: dict[str, str | None] = {}
        for framework in self.school.catalogue.frameworks:
            name = framework.stages_of
            pathway = self.school.catalogue.pathways.get(name) if name else None
            if pathway and pathway.stages:
                stages[pathway.pathway] = pathway.stages[0].code
        return stages

    def add_evidence(
        self,
        learner: str,
        facts: Mapping[str, Any],
        body: str,
        photos: Sequence[Photo] = (),
        name: str | None = None,
    ) -> WrittenFiles:
        """Write evidence with its pictures: upright, without metadata, at most 1600 pixels.

        `name`: that of the file, without its day, and the end of its address; by default made from
        the title, with a number if the learner has such work already.
        """
        require_known(learner, "learner", self.school.roster.learners)
        folder = f"portfolios/{learner}/evidence"
        title = str(facts["title"])
        free = choose_evidence_name(self.school, LearnerId(learner), title, name)
        stem = f"{facts['date']}-{free}"
        pen = Pen(self.root)
        files = []
        try:
            for photo in photos:
                picture = choose_photo_name(self.root / folder, photo.file.stem)
                pen.new(f"{folder}/{picture}", load_photo(photo.file))
                files.append({"path": picture, "alt": photo.alt})
            pairs = texts.evidence_pairs({**facts, "files": files})
            pen.new(f"{folder}/{stem}.md", texts.evidence_text(pairs, body))
        except NotAPicture as refused:
            pen.take_back()
            raise NotWritten(str(refused)) from refused
        except NotWritten:
            pen.take_back()
            raise
        return self.check_written(pen, [LearnerId(learner)])

    def add_demonstration(self, learner: str, facts: Mapping[str, Any]) -> WrittenFiles:
        """Add one learner's occasion to the file of its school year."""
        require_known(learner, "learner", self.school.roster.learners)
        year = find_school_year(facts["date"])
        path = f"portfolios/{learner}/demonstrations/{year}-{(year + 1) % 100:02}.yml"
        pen = Pen(self.root)
        pen.add(path, texts.list_entry(facts))
        return self.check_written(pen, [LearnerId(learner)])

    def add_session(
        self, learner: str, support: str | None, facts: Mapping[str, Any]
    ) -> WrittenFiles:
        """Add a session to the file of a learner's support."""
        require_known(learner, "learner", self.school.roster.learners)
        unit = read_learner(self.school, LearnerId(learner))
        own = f"portfolios/{learner}/supports"
        known = [
            s.id for s in unit.portfolio.supports if (self.root / own / f"{s.id}.yml").exists()
        ]
        if not known:
            how = "write one first, with kind:, by: and planned: {from, minutes, days, weeks}"
            raise NotWritten(f"{learner} has no support in {own}/: {how}")
        if support is None and len(known) == 1:
            (support,) = known
        if support is None:
            names = ", ".join(known)
            raise NotWritten(f"which support of {learner}? --support NAME (known: {names})")
        require_known(support, "support", known)
        place = find_insertion_point(
            Folder(self.root) / "portfolios" / learner / "supports", f"{support}.yml", "sessions"
        )
        if place is None:
            message = "its sessions are not written line by line: add this one by hand"
            raise NotWritten(f"{own}/{support}.yml: {message}")
        line = f"{' ' * place.indent}- {texts.flow_text(facts)}\n"
        pen = Pen(self.root)
        pen.add(
            f"{own}/{support}.yml", line if place.is_there else f"sessions:\n{line}", place.line
        )
        return self.check_written(pen, [LearnerId(learner)])

    def add_group_occasion(
        self, name: str, facts: Mapping[str, Any], ratings: Mapping[str, Mapping[str, Any]]
    ) -> WrittenFiles:
        """Write one occasion of several learners."""
        for learner in ratings:
            require_known(learner, "learner", self.school.roster.learners)
        pen = Pen(self.root)
        lines = "".join(f"  {who}: {texts.flow_text(given)}\n" for who, given in ratings.items())
        text = f"{texts.mapping_text(facts)}learners:\n{lines}"
        pen.new(choose_group_path(self.root, facts["date"], name, "occasion"), text.encode())
        return self.check_written(pen, [LearnerId(learner) for learner in ratings])

    def add_task(
        self, facts: Mapping[str, Any], task: Mapping[str, Any], learners: Sequence[str]
    ) -> WrittenFiles:
        """Write a task for a group, for some learners, or for both."""
        for learner in learners:
            require_known(learner, "learner", self.school.roster.learners)
        pen = Pen(self.root)
        lines = "".join(f"  {learner}: {{}}\n" for learner in learners)
        text = texts.mapping_text({**facts, "task": task})
        named = f"learners:\n{lines}" if lines else ""
        path = choose_group_path(self.root, facts["date"], str(task["title"]), "task")
        pen.new(path, (text + named).encode())
        return self.check_written(pen, learners)

    def write_recipe(self, where: str, version: str, wheel: Path | None = None) -> WrittenFiles:
        """Write the files that a host or an editor reads. Only the lock replaces an earlier one.

        `wheel`: the program's own, which the recipe installs.
        """
        pen = Pen(self.root)
        file = _read_wheel(wheel, version) if wheel else None
        try:
            held = recipe_text(where, version, file, self._daily_minute())
            for path, content in held.items():
                (pen.replace if path.startswith((LOCK, TOOLS)) else pen.new)(path, content)
        except NotWritten:
            pen.take_back()
            raise
        return WrittenFiles(paths=tuple(pen.paths))

    def _daily_minute(self) -> int:
        """Return when, in UTC, a daily build finds that consents have begun and ended."""
        timezone = self.school.catalogue.school.timezone
        if timezone is None:
            return USUAL_MINUTE
        return (midnight_in(timezone, self.today.year) + AFTER_MIDNIGHT) % (24 * 60)

    def write_owners(self, where: str) -> WrittenFiles:
        """Write who approves what, by the roster. Writes nothing if the file says so already."""
        staff_logins = self._logins_of(STAFF)
        if not staff_logins:
            add = "add logins: [NAME] to a teacher in competencies/school.yml"
            raise NotWritten(f"nobody of the staff has a login: {add}")
        pen = Pen(self.root)
        advisors = self._advisor_logins(self._people_who_are((*STAFF, *MENTORS)))
        owners = owners_text(staff_logins, self._logins_of(HELPERS), advisors)
        pen.replace(OWNERS_AT[where], owners)
        return WrittenFiles(paths=tuple(pen.paths))

    def _people_who_are(self, assessors: Sequence[str]) -> list[Person]:
        people = self.school.catalogue.school.people.values()
        return [person for person in people if person.assessor in assessors]

    def _logins_of(self, assessors: Sequence[str]) -> list[str]:
        return [login for person in self._people_who_are(assessors) for login in person.logins]

    def _advisor_logins(self, staff: Iterable[Person]) -> dict[str, list[str]]:
        """Return each learner's advisors: those of their group, or of the group above it."""
        logins: dict[str, list[str]] = {}
        for person in staff:
            if person.group:
                logins.setdefault(person.group, []).extend(person.logins)
        parents = {group.id: group.in_ for group in self.school.catalogue.school.groups}
        return {
            learner: logins.get(file.group) or logins.get(parents.get(file.group) or "", [])
            for learner, file in self.school.roster.learners.items()
        }

    def words_to_confirm(self, refs: Sequence[str]) -> list[str]:
        """Return what confirms all that learners say of some work, each named `learner/name`."""
        words: dict[str, None] = {}
        for owner, _, stem in (ref.partition("/") for ref in refs):
            require_known(owner, "learner", self.school.roster.learners)
            unit = read_learner(self.school, LearnerId(owner))
            known = whole_record(self.school, unit).case.claims
            for claim in known:
                if claim.evidence == stem:
                    words.update(dict.fromkeys(kind_of_claim(said) for said in claim.says))
        return list(words)

    def members(self, group: str) -> list[LearnerId]:
        """Return the learners of a group, and of the groups within it."""
        school = self.school.catalogue.school
        require_known(group, "group", [known.id for known in school.groups])
        within = school.find_groups_within(GroupId(group))
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

    def statement_of(self, code: str) -> str:
        """Return a skill's statement."""
        skill, _ = self.school.catalogue.skills[SkillCode(Code(code))]
        return str(skill.statement)

    def check_written(self, pen: Pen, learners: Iterable[str]) -> WrittenFiles:
        """Read what has been written. If it holds errors, take it back and return them.

        An error elsewhere counts as well, where all learners share it: a session begins without.
        """
        paths = tuple(pen.paths)
        shared, own = self._read_again(learners)
        here = {diagnostic for diagnostic in (*shared, *own) if diagnostic.at.path in paths}
        errors = tuple(sorted({*filter(_is_error, here), *filter(_is_error, shared)}))
        if errors:
            pen.take_back()
            return WrittenFiles(errors=errors, is_checked=True)
        return WrittenFiles(paths=paths, warnings=tuple(sorted(here)), is_checked=True)

    def _read_again(self, learners: Iterable[str]) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """Return the diagnostics of what all learners share, and those of some learners."""
        school, shared = read_school(self.root, self.real_today)
        there = school.roster.learners if school else {}
        units = [
            read_learner(school, LearnerId(who)) for who in learners if school and who in there
        ]
        return shared, [diagnostic for unit in units for diagnostic in unit.diagnostics]


def _is_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.ERROR


def _read_wheel(file: Path, version: str) -> Wheel:
    """Return the program as a file. Errors: NotWritten if it is another version, or no file."""
    name = f"wayfolio-{version}-py3-none-any.whl"
    if file.name != name:
        raise NotWritten(f"{file.name} is not {name}: name the wheel of the version that runs now")
    try:
        return Wheel(name, file.read_bytes())
    except OSError as error:
        raise NotWritten(f"{file} cannot be read ({error.strerror})") from error


def open_session(root: Path, today: date) -> AuthoringSession:
    """Return a session. Errors: NotWritten if there is no school, or it has errors."""
    school, diagnostics = read_school(root, today)
    if school is None:
        how = "go into its folder, or make one with: wayfolio new school NAME"
        reason = diagnostics[0].message if diagnostics else root
        raise NotWritten(f"there is no school here: {reason}; {how}")
    if has_errors(diagnostics):
        raise NotWritten("fix the school’s errors first: run  wayfolio check")
    return AuthoringSession(root=root, today=school.today, school=school, real_today=today)
