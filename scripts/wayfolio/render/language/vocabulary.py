"""The words for what the model names: kinds of work, of experiences, of people, of badges."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from wayfolio.model.attainment import Status
from wayfolio.model.pathways import Tier
from wayfolio.model.school import Assessor

Translate = Callable[[str], str]


def kind_of_work(kind: str, _: Translate) -> str:
    """Return what a piece of work is: `course-work` is course work."""
    return _works(_).get(kind) or kind.replace("-", " ").capitalize()


@lru_cache(maxsize=32)
def _works(_: Translate) -> Mapping[str, str]:
    return {
        "artifact": _("Piece of work"),
        "draft": _("Draft"),
        "proposal": _("Proposal"),
        "investigation": _("Investigation"),
        "model": _("Model"),
        "story": _("Story"),
        "explainer": _("Explainer"),
        "presentation": _("Presentation"),
        "exhibition": _("Exhibition"),
        "performance": _("Performance"),
        "reflection": _("Reflection"),
        "drawing": _("Drawing"),
        "interview": _("Interview"),
        "internship": _("Internship"),
        "course-work": _("Course work"),
        "project": _("Project"),
        "talk": _("Talk"),
    }


def occasion(kind: str, _: Translate) -> str:
    """Return on what kind of occasion something was rated: `clinical-interview` is an interview."""
    return _occasions(_).get(kind) or kind.replace("-", " ").capitalize()


@lru_cache(maxsize=32)
def _occasions(_: Translate) -> Mapping[str, str]:
    return {
        "studio": _("Studio work"),
        "seminar": _("Seminar"),
        "observation": _("Observation"),
        "conference": _("Conference"),
        "exhibition": _("Exhibition"),
        "defence": _("Public defence"),
        "probe": _("Short task"),
        "hla": _("Assessment of the big idea"),
        "clinical-interview": _("Interview about how the learner thinks"),
        "collaborative-study": _("Adults looking at work together"),
        "course-grade": _("College grade"),
        "workplace": _("Workplace"),
        "read": _("Read by an adult"),
        "exam": _("Exam"),
        "award": _("Award"),
        "tutoring": _("Tutoring"),
        "exit-ticket": _("Ticket at the end of a lesson"),
    }


def in_sentence(kind: str, _: Translate) -> str:
    """Return a kind of occasion or of work as a sentence goes on: `hla` is an assessment."""
    known = {
        "probe": _("a short task"),
        "hla": _("an assessment of the big idea"),
        "clinical-interview": _("an interview about how the learner thinks"),
        "collaborative-study": _("adults looking at work together"),
        "course-grade": _("a college grade"),
    }
    title = _occasions(_).get(kind) or _works(_).get(kind) or kind.replace("-", " ")
    return known.get(kind) or f"{title[:1].lower()}{title[1:]}"


def audience(who: str, _: Translate) -> str:
    """Return before whom something was shown, where that is one of the usual ones; else nothing."""
    known = {
        "public": _("anybody who comes"),
        "family": _("the family"),
        "families": _("families"),
        "staff": _("the school’s people"),
    }
    return known.get(who, "")


def in_model(model: str, _: Translate) -> str:
    """Return by what means something was shown: `concrete` is with objects."""
    known = {
        "concrete": _("with objects"),
        "drawn": _("in a drawing"),
        "symbolic": _("with numbers and signs"),
    }
    return known.get(model) or model.replace("-", " ")


def support(kind: str, _: Translate) -> str:
    """Return what a support is."""
    known = {
        "tutoring": _("Tutoring"),
        "small-group": _("Small group"),
        "menu": _("Menu"),
        "mentoring": _("Mentoring"),
        "advisory": _("Advisory"),
    }
    return known[kind]


def session_status(status: str, _: Translate) -> str:
    """Return how somebody took part in a session."""
    known = {
        "present": _("there"),
        "late": _("came late"),
        "away": _("away"),
        "short": _("left early"),
    }
    return known[status]


def kind_of_experience(kind: str, _: Translate) -> str:
    """Return what an experience is."""
    known = {
        "studio": _("Studio"),
        "interest-group": _("Interest group"),
        "seminar": _("Seminar"),
        "course": _("Course"),
        "internship": _("Internship"),
        "shadow": _("Job shadow"),
        "project": _("Project"),
    }
    return known[kind]


def kind_of_badge(kind: str, _: Translate) -> str:
    """Return what a badge is."""
    known = {
        "badge": _("Badge"),
        "mastery-credit": _("Mastery credit"),
        "college-credit": _("College credit"),
        "industry-certification": _("Industry certification"),
        "degree": _("Degree"),
        "diploma": _("Diploma"),
    }
    return known[kind]


def tier(name: Tier | None, _: Translate) -> str:
    """Return how far a credit goes; nothing where it has no tiers."""
    known: dict[Tier, str] = {"foundational": _("Foundational"), "advanced": _("Advanced")}
    return known[name] if name else ""


def kind_of_partner(kind: str, _: Translate) -> str:
    """Return what a partner is."""
    known = {
        "college": _("College"),
        "employer": _("Employer"),
        "community": _("Community group"),
        "tutoring-provider": _("Tutoring provider"),
    }
    return known.get(kind) or kind.replace("-", " ").capitalize()


def kind_of_pathway(kind: str, _: Translate) -> str:
    """Return how a pathway is walked."""
    known = {
        "ladder": _("A ladder: each step stands on the one before"),
        "stages": _("Stages, one after the other"),
        "cycle": _("A cycle: walked again and again, each time further"),
        "paced": _("A paced plan: the same steps, at the speed that fits"),
    }
    return known[kind]


def assessor(kind: Assessor, _: Translate) -> str:
    """Return who saw a piece of work."""
    return _assessors(_)[kind]


@lru_cache(maxsize=32)
def _assessors(_: Translate) -> Mapping[Assessor, str]:
    return {
        "teacher": _("a teacher"),
        "mentor": _("a mentor"),
        "coach": _("a coach"),
        "tutor": _("a tutor"),
        "employer": _("an employer"),
        "community": _("a community partner"),
        "instructor": _("a college instructor"),
        "administrator": _("the school"),
        "peer": _("a fellow learner"),
    }


class StatusWords(NamedTuple):
    """What a status is called: in a sentence, in the box of a map, in the cell of a table."""

    full: str
    box: str
    cell: str


def status(value: Status, _: Translate) -> str:
    """Return where a learner stands in a competency."""
    return status_words(_)[value].full


@lru_cache(maxsize=32)
def status_words(_: Translate) -> Mapping[Status, StatusWords]:
    """Return the words for each status."""
    met, further = _("Met"), _("Going further")
    nearly, under_way = _("Nearly there"), _("Under way")
    ready, not_started = _("Ready to learn"), _("Not started")
    return {
        Status.MET: StatusWords(met, met, _("met")),
        Status.GOING_FURTHER: StatusWords(further, further, _("further")),
        Status.NEARLY_THERE: StatusWords(nearly, nearly, _("near")),
        Status.FRESH_LOOK: StatusWords(_("Needs a fresh look"), _("Fresh look"), _("look again")),
        Status.UNDER_WAY: StatusWords(under_way, under_way, _("begun")),
        Status.READY: StatusWords(ready, ready, _("ready")),
        Status.WAITING: StatusWords(_("Waiting for something first"), _("Waiting"), _("waits")),
        Status.NOT_STARTED: StatusWords(not_started, not_started, _("–")),
    }


def join_words(words: Sequence[str], _: Translate) -> str:
    """Return words as a phrase: a teacher, a mentor and an employer."""
    if len(words) < 2:
        return "".join(words)
    # Translators: between the words of a list, with its space.
    first, last = _(", ").join(words[:-1]), words[-1]
    return _("{first} and {last}").format(first=first, last=last)


def grades(band: str, _: Translate) -> str:
    """Return for which grades something is: `9-12` is Grades 9–12; nothing where it is not said."""
    return _("Grades {band}").format(band=band.replace("-", "–")) if band else ""


def school_year_title(began: int) -> str:
    """Return a school year by the calendar year in which it began: 2026–27."""
    return f"{began}–{(began + 1) % 100:02d}"
