"""Collections of the editor: what a learner, an educator of a group or a tutor may write.

A collection is a folder or a list of files, with the fields of one file.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.tasks import measure_tasks
from wayfolio.editions.editor_fields import Forms, Json, Options
from wayfolio.load.files import Findings
from wayfolio.load.groups import GroupRatings, GroupSupport
from wayfolio.load.portfolio import learner_stems, load_own_supports
from wayfolio.model.frameworks import Level, Scale
from wayfolio.model.names import LearnerId, PersonId, ScaleId
from wayfolio.model.portfolio import (
    Demonstration,
    Evidence,
    GroupFile,
    LearnerFile,
    Plan,
    task_names,
)
from wayfolio.model.support_files import Support
from wayfolio.render.language.reader import Reader, figure
from wayfolio.render.language.vocabulary import support as support_kind
from wayfolio.render.text.form_words import FIELDS, Words
from wayfolio.school.learner import LoadedSchool, load_with_tasks

KINDS = ("artifact", "reflection", "interview", "performance", "exhibition", "project")
MOOD = ScaleId("mood")
LONGEST_WORDS = 45
"""Characters of a title in the name of a file: with day and ending, it has less than 70."""


class Collections(Struct, frozen=True):
    """Makes the collections of one person: the files they write, with the choices in each field."""

    school: LoadedSchool
    reader: Reader
    file: LearnerFile | None = None
    """The learner whose stages' skills come first; None for a tutor."""

    def forms(self, learners: Iterable[LearnerId], given: Mapping[str, Any]) -> Forms:
        names = {who: f.name.first or who for who, f in self.school.roster.learners.items()}
        catalogue, say = self.school.catalogue, self.reader.say
        skills = self.skills()
        competencies = [
            (c, f"{say(p.competency.title)} ({c})") for c, p in catalogue.competencies.items()
        ]
        people = [(who, person.name) for who, person in catalogue.school.people.items()]
        return Forms(
            words=Words(self.reader),
            options={
                "SkillCode": skills,
                "Code": list(
                    {code: (code, label) for code, label in [*competencies, *skills]}.values()
                ),
                "LearnerId": [(who, names[who]) for who in learners],
                "PersonId": people,
                "ExperienceId": [(e, say(x.title)) for e, x in catalogue.experiences.items()],
                "StageCode": self.stages(),
                "Goal.level": self.goal_levels(),
                "Evidence.kind": [(kind, self.reader.gettext(kind)) for kind in KINDS],
                **self.moods(),
            },
            levels=self.levels(),
            given=given,
        )

    def moods(self) -> Mapping[str, Options]:
        """Return the moods that a session may have, if the school has a scale of them."""
        scale = self.school.catalogue.scales.get(MOOD)
        if scale is None:
            return {}
        points = [(int(point.value), self.reader.say(point.label)) for point in scale.points]
        return dict.fromkeys(("Session.mood", "Presence.mood"), points)

    def stages(self) -> Options:
        stages = [s for p in self.school.catalogue.pathways.values() for s in p.stages]
        return [(s.code, f"{self.reader.say(s.title)} ({s.code})".strip()) for s in stages]

    def skills(self) -> Options:
        """Return all skills, first those required at the learner's stages."""
        own = sorted(self.file.programmes if self.file else (), key=lambda p: p.from_)
        newest = {p.pathway: p.stage for p in own if p.to is None and p.stage}
        current = {stage for stages in newest.values() for stage in stages}
        first: list[tuple[str, str]] = []
        rest: list[tuple[str, str]] = []
        for code, (skill, placed) in self.school.catalogue.skills.items():
            required = {**placed.competency.evidence_required, **skill.evidence_required}
            row = (code, f"{self.reader.say(skill.statement)} ({code})")
            (first if any(required.get(stage) for stage in current) else rest).append(row)
        return [*first, *rest]

    def _scales(self) -> Sequence[Scale]:
        """Return the scales that rate skills, in the order of the file."""
        used = {placed.scale for _, placed in self.school.catalogue.skills.values()}
        return [scale for name, scale in self.school.catalogue.scales.items() if name in used]

    def _steps(self) -> Sequence[Level]:
        """Return every level of the scales that rate skills, in order."""
        values: set[Level] = set()
        for scale in self._scales():
            level = scale.lowest
            while scale.step > 0 and level <= scale.highest:
                values.add(level)
                level += scale.step
        return sorted(values)

    def goal_levels(self) -> Options:
        """Return every level that a goal may name, with the scales' words for it."""
        rows = []
        for level in self._steps():
            words = dict.fromkeys(
                self.reader.say(point.label)
                for scale in self._scales()
                for point in scale.ladder
                if point.value == level
            )
            number = figure(level)
            rows.append((_as_number(level), f"{number}: {' / '.join(words)}" if words else number))
        return rows

    def levels(self) -> Sequence[Json]:
        """Return every level of the scales that rate skills, and the two marks."""
        _ = self.reader.gettext
        return [
            *({"value": _as_number(v), "label": f"{float(v):g}"} for v in self._steps()),
            {"value": "M", "label": _("M: had the chance, did not show it")},
            {"value": "O", "label": _("O: the rest is waived")},
        ]

    def learner_collections(self, learner: LearnerId) -> list[Json]:
        """Return what a learner writes: evidence, and a plan."""
        given = {
            "Evidence.date": "{{now}}",
            "Evidence.visibility": "family",
            "Evidence.kind": KINDS[0],
        }
        others = [other for other in self.school.roster.learners if other != learner]
        forms = self.forms(others, given)
        options = {
            **forms.options,
            "Plan.with": self.works_listing(learner),
            "Evidence.task": self.open_tasks(learner),
        }
        forms = replace(forms, options=options)
        return [self._evidence_collection(learner, forms), self._plan_collection(learner, forms)]

    def open_tasks(self, learner: LearnerId) -> Options:
        """Return the tasks that a learner has still to do, and those that have an answer."""
        if not task_names(self.school.roster.groups):
            return []
        portfolio = load_with_tasks(self.school, learner, Findings())
        return [
            (standing.name, f"{self.reader.say(standing.own.given.task.title)} ({standing.due})")
            for standing in measure_tasks(portfolio, self.school.today)
            if standing.state.is_open or standing.answers
        ]

    def works_listing(self, learner: LearnerId) -> Options:
        """Return the work in other learners' folders that lists a learner as a co-author."""
        roster = self.school.roster
        return [
            (work.ref, f"{work.title} ({roster.learners[work.owner].name.first or work.owner})")
            for work in roster.group_work
            if learner in work.authors and work.owner != learner
        ]

    def _evidence_collection(self, learner: LearnerId, forms: Forms) -> Json:
        _ = self.reader.gettext
        return {
            "name": "evidence",
            "label": _("My evidence"),
            "label_singular": _("piece of evidence"),
            "folder": f"portfolios/{learner}/evidence",
            "create": True,
            "extension": "md",
            "format": "yaml-frontmatter",
            "slug": slug_template("title", "evidence", "{{uuid_shorter}}"),
            "summary": "{{date}} {{title}}",
            "editor": {"preview": False},
            "media_folder": "",
            "public_folder": "",
            "fields": [*evidence_fields(forms), body_field(forms)],
        }

    def _plan_collection(self, learner: LearnerId, forms: Forms) -> Json:
        label = self.reader.gettext("My plan")
        file = {
            "name": "plan",
            "label": label,
            "file": f"portfolios/{learner}/plan.yml",
            "fields": forms.fields(Plan, FIELDS["Plan"]),
        }
        return {"name": "plan", "label": label, "files": [file]}

    def group_collections(self, title: str, members: Sequence[LearnerId]) -> list[Json]:
        _ = self.reader.gettext
        rows = [{"learner": learner} for learner in members]
        forms = self.forms(
            members,
            {
                "Demonstration.date": "{{now}}",
                "GroupRatings.rows": rows,
                "Demonstration.kind": "studio",
            },
        )
        stems = self.evidence_of(members)
        fields = forms.fields(Demonstration, ["date", "kind", "by"])
        fields += forms.fields(GroupRatings, ["rows"])
        fields += forms.fields(Demonstration, ["experience", "target", "note", "ask", "agreed"])
        fields.append(
            {
                "name": "evidence",
                "label": forms.words.of("Demonstration", "evidence")[0],
                "widget": "select",
                "multiple": True,
                "required": False,
                "options": stems,
            }
        )
        fields += forms.fields(Demonstration, ["confirms", "hours", "dismisses", "why"])
        return [
            {
                "name": "occasions",
                "label": _("Occasions: {group}").format(group=title),
                "label_singular": _("occasion"),
                "folder": "portfolios/_groups",
                "create": True,
                "delete": False,
                "extension": "yml",
                "format": "yaml",
                "slug": slug_template("kind", "occasion", "{{uuid_short}}"),
                "summary": "{{date}} {{kind}}",
                "editor": {"preview": False},
                "identifier_field": "kind",
                "fields": fields,
            }
        ]

    def evidence_of(self, members: Sequence[LearnerId]) -> list[Json]:
        return [
            {"value": f"{learner}/{stem}", "label": f"{learner}: {stem}"}
            for learner in members
            for stem in learner_stems(self.school.folder, learner)[-12:]
        ]

    def tutor_collections(self, person: PersonId) -> list[Json]:
        """Return the files of the supports that a tutor gives, if any."""
        files = []
        for learner in self.school.roster.learners:
            for support in load_own_supports(self.school.folder, learner):
                if support.by == person:
                    files.append(self.sessions_of(learner, support))
        for file in self.school.roster.groups:
            if file.support is not None and file.support.by == person:
                files.append(self.sessions_of_group(file, file.support))
        label = self.reader.gettext("My sessions")
        return [{"name": "sessions", "label": label, "files": files}] if files else []

    def sessions_of(self, learner: LearnerId, support: Support) -> Json:
        name = self.school.roster.learners[learner].name.first or learner
        return {
            "name": f"{learner}--{support.id}",
            "label": f"{name}: {self.title(support)}",
            "file": f"portfolios/{learner}/supports/{support.id}.yml",
            "editor": {"preview": False},
            "fields": self.forms([], session_defaults(support)).fields(Support, FIELDS["Support"]),
        }

    def sessions_of_group(self, file: GroupFile, support: Support) -> Json:
        participants = {learner for session in file.sessions for learner in session.learners}
        learners = [
            learner
            for learner, row in self.school.roster.learners.items()
            if learner in participants or row.group == support.group
        ]
        forms = self.forms(learners, session_defaults(support))
        groups = {group.id: group.title for group in self.school.catalogue.school.groups}
        title = [self.reader.say(groups[support.group])] if support.group in groups else []
        return {
            "name": file.stem,
            "label": ": ".join([*title, self.title(support)]),
            "file": f"portfolios/_groups/{file.stem}.yml",
            "editor": {"preview": False},
            "fields": forms.fields(GroupSupport, FIELDS["GroupSupport"]),
        }

    def title(self, support: Support) -> str:
        kind = support_kind(support.kind, self.reader.gettext)
        return self.reader.say(support.title) if support.title else kind


def slug_template(field: str, otherwise: str, ending: str) -> str:
    """Return a template for names of files: the day, the words of a field, and a random ending.

    `otherwise`: stands for words in which the forms know no letter, such as Chinese ones. The
    ending stays whole, since the words are cut, so no two files get the same name.
    """
    words = f"fields.{field} | slugify | default('{otherwise}') | truncate({LONGEST_WORDS})"
    return f"{{{{fields.date}}}}-{{{{{words}}}}}-{ending}"


def _as_number(level: Level) -> int | float:
    return int(level) if level == int(level) else float(level)


def evidence_fields(forms: Forms) -> list[Json]:
    """Return the fields of evidence. A picture's path and its alternative text are required."""
    fields = forms.fields(Evidence, FIELDS["Evidence"])
    for field in fields:
        if field["name"] == "files":
            field["fields"] = [
                part | {"required": part["name"] in ("path", "alt")} for part in field["fields"]
            ]
    return fields


def body_field(forms: Forms) -> Json:
    """Return the field for the Markdown text of evidence."""
    label, hint = forms.words.of("Evidence", "body")
    return {
        "name": "body",
        "label": label,
        "hint": hint,
        "widget": "markdown",
        "required": True,
    }


def session_defaults(support: Support) -> Mapping[str, Any]:
    """Return the defaults of a new session: today, as long as planned, everybody there."""
    usual = {"date": "{{now}}", "minutes": support.planned.minutes}
    return {
        **{f"Session.{key}": value for key, value in usual.items()},
        **{f"GroupSession.{key}": value for key, value in usual.items()},
        "Session.status": "present",
        "Presence.status": "present",
    }
