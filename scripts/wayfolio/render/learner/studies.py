"""Courses, credits and gates of a paced pathway, beside the learner's own plan."""

from msgspec import Struct

from wayfolio.model.dossier import CourseStanding, LearnerDossier, Private, Studies
from wayfolio.model.frameworks import parse_code
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pathways import Gate
from wayfolio.model.requirements import AllOf
from wayfolio.render.language.demands import demand
from wayfolio.render.language.reader import figure
from wayfolio.render.language.sentences import sentence
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import LinkView, Site, competency_link

MANY = 6
"""More parts than this are told by their number, and listed below it."""


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
    """One thing that a gate asks for, as a sentence; many things of a kind below it."""

    met: bool
    says: str
    parts: tuple["StudyPartView", ...] = ()


class StudyGateView(Struct, frozen=True, kw_only=True):
    """A gate, and what it still needs."""

    title: str
    about: str
    open: bool
    parts: tuple[StudyPartView, ...]


class StudyView(Struct, frozen=True, kw_only=True):
    """All of one paced pathway."""

    anchor: str
    link: LinkView
    pace: str
    says: tuple[str, ...]
    courses: tuple[CourseView, ...]
    gates: tuple[StudyGateView, ...]


def study_views(whole: LearnerDossier[Private], site: Site) -> tuple[StudyView, ...]:
    """Return the paced pathways that a learner follows."""
    return tuple(_study(study, site) for study in whole.studies)


def _study(study: Studies, site: Site) -> StudyView:
    pathway = site.catalogue.pathways[study.pathway]
    return StudyView(
        anchor=f"study-{study.pathway}",
        link=LinkView(site.reader.say(pathway.title), addresses.pathway_address(study.pathway)),
        pace=site.reader.word(study.pace or ""),
        says=(_credits(study, site), on_plan(study, site)),
        courses=tuple(_course(one, site) for one in study.courses),
        gates=tuple(
            _gate(next(gate for gate in pathway.gates if gate.id == name), outcome, site)
            for name, outcome in study.gates
        ),
    )


def _credits(study: Studies, site: Site) -> str:
    _ = site.reader.words.gettext
    (there, asked), (signed, needed) = study.college, study.high_school
    college = _("{there} of {asked} college credits").format(there=there, asked=asked)
    school = _("{there} of {asked} high-school credits signed off")
    return _("{college}, {school}.").format(
        college=college, school=school.format(there=signed, asked=needed)
    )


def on_plan(study: Studies, site: Site) -> str:
    """Return whether the courses are on the learner's own plan, as a sentence."""
    _, several = site.reader.words.gettext, site.reader.words.ngettext
    done = sum(one.state == "done" for one in study.courses)
    now = sum(one.state == "in-progress" for one in study.courses)
    late = [one for one in study.courses if one.state == "late"]
    ahead = [one for one in study.courses if one.ahead]
    pace = site.reader.word(study.pace or "")
    parts = [
        several("{n} course done", "{n} courses done", done).format(n=done),
        several("{n} under way", "{n} under way", now).format(n=now),
    ]
    if ahead:
        parts.append(
            several("{n} ahead of the plan", "{n} ahead of the plan", len(ahead)).format(
                n=len(ahead)
            )
        )
    parts.append(
        several("{n} late", "{n} late", len(late)).format(n=len(late)) if late else _("none late")
    )
    listed = site.reader.row(parts)
    if not pace:
        return _("Courses: {parts}.").format(parts=listed)
    return _("Courses, at the {pace} pace: {parts}.").format(pace=pace, parts=listed)


def _course(one: CourseStanding, site: Site) -> CourseView:
    _ = site.reader.words.gettext
    placed = site.catalogue.competencies[one.course]
    grade = ""
    if one.grade is not None:
        scale = levels.scale_of(one.course, site)
        grade = _("{what} ({kind})").format(
            what=levels.word(one.grade, scale, site), kind=figure(one.grade)
        )
    return CourseView(
        link=competency_link(parse_code(one.course), site),
        credits=str(placed.competency.credits),
        term=one.planned or "",
        until=site.reader.month(one.ends) if one.ends else "",
        state=_state(one, _),
        note=_("ahead of the plan") if one.ahead else "",
        grade=grade,
    )


def _state(one: CourseStanding, _: Translate) -> str:
    known = {
        "done": _("Done"),
        "in-progress": _("Under way"),
        "planned": _("Planned"),
        "late": _("Later than planned"),
        "dropped": _("Dropped"),
    }
    return known[one.state]


def _gate(gate: Gate, outcome: Outcome, site: Site) -> StudyGateView:
    top = outcome.parts if isinstance(outcome.requirement, AllOf) else (outcome,)
    return StudyGateView(
        title=site.reader.say(gate.title) or gate.id,
        about=site.reader.say(gate.about),
        open=outcome.met,
        parts=tuple(study_part_view(one, site) for one in top),
    )


def study_part_view(outcome: Outcome, site: Site) -> StudyPartView:
    """Return one part of a requirement as a sentence; a long one as a count with a list below."""
    _ = site.reader.words.gettext
    if isinstance(outcome.requirement, AllOf) and len(outcome.parts) > MANY:
        met = sum(one.met for one in outcome.parts)
        return StudyPartView(
            met=outcome.met,
            says=_("{met} of these {all} are met").format(met=met, all=len(outcome.parts)),
            parts=tuple(study_part_view(one, site) for one in outcome.parts),
        )
    if outcome.met:
        says = demand(outcome.requirement, site.reader, make_labels(site))
    else:
        says = sentence(outcome, site.reader, make_labels(site))
    return StudyPartView(met=outcome.met, says=f"{says[:1].upper()}{says[1:]}")
