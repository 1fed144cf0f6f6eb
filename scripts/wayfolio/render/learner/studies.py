"""Courses, credits and gates of a paced pathway, beside the learner's own plan."""

from msgspec import Struct

from wayfolio.model.claims import Known
from wayfolio.model.dossier import CourseStanding, LearnerDossier, Private, Studies
from wayfolio.model.frameworks import parse_code
from wayfolio.model.names import GateId
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import Pace, PaceLine, PaceState
from wayfolio.model.pathways import Gate
from wayfolio.model.requirements import AllOf
from wayfolio.render.language.demands import demand
from wayfolio.render.language.pace_words import pace_sentence
from wayfolio.render.language.reader import figure
from wayfolio.render.language.sentences import sentence
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.pace import course_sentences
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.known import KnownView, known_view
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import LinkView, Site, competency_link

MANY = 6
"""More parts than this are counted, with a list below the count."""


class CourseView(Struct, frozen=True, kw_only=True):
    """A course of the plan."""

    link: LinkView
    credits: str
    term: str
    until: str
    state: str
    note: str
    grade: str


class StudyPartView(Struct, frozen=True, kw_only=True):
    """A requirement of a gate as a sentence, with a list of many requirements below it."""

    known: KnownView | None
    """How it is known to be met; None where it is not, and nobody says so."""
    says: str
    parts: tuple["StudyPartView", ...] = ()


class StudyGateView(Struct, frozen=True, kw_only=True):
    """A gate, and what it still needs."""

    title: str
    about: str
    open: bool
    known: KnownView | None
    when: str
    """When it opens at this pace, and when the learner's own plan needs it."""
    parts: tuple[StudyPartView, ...]


class StudyView(Struct, frozen=True, kw_only=True):
    """All of one paced pathway."""

    anchor: str
    link: LinkView
    pace: str
    says: tuple[str, ...]
    courses: tuple[CourseView, ...]
    gates: tuple[StudyGateView, ...]


def study_views(dossier: LearnerDossier[Private], site: Site) -> tuple[StudyView, ...]:
    """Return the paced pathways that a learner follows."""
    return tuple(_study(study, dossier.pace, site) for study in dossier.studies)


def _study(study: Studies, pace: Pace, site: Site) -> StudyView:
    pathway = site.catalogue.pathways[study.pathway]
    gates = {gate.id: gate for gate in pathway.gates}
    return StudyView(
        anchor=f"study-{study.pathway}",
        link=LinkView(site.reader.say(pathway.title), addresses.pathway_address(study.pathway)),
        pace=site.reader.word(study.pace or ""),
        says=(_credits(study, site), *course_sentences(study, pace, site)),
        courses=tuple(
            _course_view(course, pace.find("course", course.course, study.pathway), site)
            for course in study.courses
        ),
        gates=tuple(
            _gate_view(gates[name], outcome, _when(name, study, pace, site), site)
            for name, outcome in study.gates
        ),
    )


def _when(gate: GateId, study: Studies, pace: Pace, site: Site) -> str:
    """Return when a closed gate opens at this pace, and when the plan needs it."""
    line = pace.find("gate", gate, study.pathway)
    is_said = line is not None and line.state is not PaceState.DONE and line.own is not None
    return pace_sentence(line, site.reader) if line is not None and is_said else ""


def _credits(study: Studies, site: Site) -> str:
    _ = site.reader.gettext
    (earned, needed), (signed, required) = study.college, study.high_school
    college = _("{there} of {asked} college credits")
    school = _("{there} of {asked} high-school credits signed off")
    return _("{college}, {school}.").format(
        college=college.format_map({"there": earned, "asked": needed}),
        school=school.format_map({"there": signed, "asked": required}),
    )


def _course_view(standing: CourseStanding, line: PaceLine | None, site: Site) -> CourseView:
    _ = site.reader.gettext
    placed = site.catalogue.competencies[standing.course]
    grade = ""
    if standing.grade is not None:
        scale = levels.scale_of(standing.course, site)
        grade = _("{what} ({kind})").format(
            what=levels.word(standing.grade, scale, site), kind=figure(standing.grade)
        )
    return CourseView(
        link=competency_link(parse_code(standing.course), site),
        credits=str(placed.competency.credits),
        term=standing.planned or "",
        until=site.reader.month(standing.ends) if standing.ends else "",
        state=_state(standing, _),
        note=_course_note(standing, line, site),
        grade=grade,
    )


def _course_note(standing: CourseStanding, line: PaceLine | None, site: Site) -> str:
    """Return whether a course is ahead of the plan, or when it ends at this pace if later."""
    _ = site.reader.gettext
    if standing.ahead:
        return _("ahead of the plan")
    if line is None or line.state is not PaceState.BEHIND or line.likely is None:
        return ""
    text = _("at this pace {day}") if line.is_sure else _("not before {day}")
    return text.format(day=site.reader.month(line.likely))


def _state(standing: CourseStanding, _: Translate) -> str:
    known = {
        "done": _("Done"),
        "in-progress": _("Under way"),
        "planned": _("Planned"),
        "late": _("Later than planned"),
    }
    return known[standing.state]


def _gate_view(gate: Gate, outcome: Outcome, when: str, site: Site) -> StudyGateView:
    top = outcome.parts if isinstance(outcome.requirement, AllOf) else (outcome,)
    return StudyGateView(
        title=site.reader.say(gate.title) or gate.id,
        about=site.reader.say(gate.about),
        open=outcome.met,
        known=_known(outcome, site),
        when=when,
        parts=tuple(study_part_view(part, site) for part in top),
    )


def _known(outcome: Outcome, site: Site) -> KnownView | None:
    return None if outcome.known is None else known_view(outcome.known, site.reader)


def study_part_view(outcome: Outcome, site: Site) -> StudyPartView:
    """Return a part of a requirement as a sentence; a long part as a count with a list below."""
    _ = site.reader.gettext
    if isinstance(outcome.requirement, AllOf) and len(outcome.parts) > MANY:
        met = sum(part.known is Known.SEEN for part in outcome.parts)
        return StudyPartView(
            known=_known(outcome, site),
            says=_("{met} of these {all} are met").format(met=met, all=len(outcome.parts)),
            parts=tuple(study_part_view(part, site) for part in outcome.parts),
        )
    if outcome.met:
        says = demand(outcome.requirement, site.reader, make_labels(site))
    else:
        says = sentence(outcome, site.reader, make_labels(site))
    return StudyPartView(
        known=_known(outcome, site),
        says=f"{says[:1].upper()}{says[1:]}",
    )
