"""The words for what the model names: kinds of work, of experiences, of people, of badges.

Each set of words is a table in English. `_` only marks its words for translation; a lookup
translates the word that it needs.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from wayfolio.model.attainment import Status
from wayfolio.model.claims import Known
from wayfolio.model.pathways import BadgeKind, ExperienceKind, PathwayKind, Tier
from wayfolio.model.school import Assessor
from wayfolio.model.support_files import Attended, SupportKind
from wayfolio.model.supports import SupportState
from wayfolio.model.tasks import TaskState

Translate = Callable[[str], str]


class StatusWords(NamedTuple):
    """What a status is called: in a sentence, in the box of a map, in the cell of a table."""

    full: str
    box: str
    cell: str


def _(message: str) -> str:
    """Mark a message for translation, and return it in English."""
    return message


KINDS_OF_WORK: Mapping[str, str] = {
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
OCCASIONS: Mapping[str, str] = {
    "studio": _("Studio work"),
    "seminar": _("Seminar"),
    "observation": _("Observation"),
    "conference": _("Conference"),
    "exhibition": _("Exhibition"),
    "defence": _("Public defense"),
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
    "exit-ticket": _("Exit ticket"),
}
KINDS_IN_SENTENCE: Mapping[str, str] = {
    "probe": _("a short task"),
    "hla": _("an assessment of the big idea"),
    "clinical-interview": _("an interview about how the learner thinks"),
    "collaborative-study": _("adults looking at work together"),
    "course-grade": _("a college grade"),
}
"""Kinds that need other words within a sentence. The others begin with a small letter there."""
AUDIENCES: Mapping[str, str] = {
    "public": _("anyone who comes"),
    "family": _("the family"),
    "families": _("families"),
    "staff": _("school staff"),
}
MODELS: Mapping[str, str] = {
    "concrete": _("with objects"),
    "drawn": _("in a drawing"),
    "symbolic": _("with numbers and signs"),
}
ASSESSMENTS: Mapping[str, str] = {
    "probe": _("Probe"),
    "hla": _("High-leverage assessment"),
    "clinical-interview": _("Clinical interview"),
    "collaborative-study": _("Collaborative study"),
}
"""All Learners' own words, for educators. Families read those of `OCCASIONS`."""
MODEL_NAMES: Mapping[str, str] = {
    "concrete": _("Concrete"),
    "drawn": _("Drawn"),
    "symbolic": _("Symbolic"),
}
"""All Learners' own words, for educators."""
SUPPORTS: Mapping[SupportKind, str] = {
    "tutoring": _("Tutoring"),
    "small-group": _("Small group"),
    "menu": _("Menu"),
    "mentoring": _("Mentoring"),
    "advisory": _("Advisory"),
}
SESSION_STATUSES: Mapping[Attended, str] = {
    "present": _("present"),
    "late": _("came late"),
    "away": _("absent"),
    "short": _("left early"),
    "excused": _("absent, excused"),
}
SUPPORT_STATES: Mapping[SupportState, str] = {
    SupportState.COMING: _("not begun yet"),
    SupportState.RUNNING: _("under way"),
    SupportState.STALLED: _("no session for weeks"),
    SupportState.OVER: _("over, goal not reached"),
    SupportState.ENDED: _("over"),
    SupportState.REACHED: _("goal reached"),
    SupportState.CLOSED: _("closed"),
}
TASK_STATES: Mapping[TaskState, str] = {
    TaskState.GIVEN: _("To do"),
    TaskState.HANDED_IN: _("Handed in"),
    TaskState.LATE: _("Late"),
    TaskState.HANDED_IN_LATE: _("Handed in late"),
    TaskState.REVISE: _("To revise"),
    TaskState.EXCUSED: _("Excused from it"),
}
KINDS_OF_EXPERIENCE: Mapping[ExperienceKind, str] = {
    "studio": _("Studio"),
    "course": _("Course"),
    "seminar": _("Seminar"),
    "internship": _("Internship"),
    "shadow": _("Job shadow"),
    "project": _("Project"),
    "interest-group": _("Interest group"),
}
"""In the order of the list of experiences."""
KINDS_OF_BADGE: Mapping[BadgeKind, str] = {
    "badge": _("Badge"),
    "mastery-credit": _("Mastery credit"),
    "college-credit": _("College credit"),
    "industry-certification": _("Industry certification"),
    "degree": _("Degree"),
    "diploma": _("Diploma"),
}
TIERS: Mapping[Tier, str] = {"foundational": _("Foundational"), "advanced": _("Advanced")}
KINDS_OF_PARTNER: Mapping[str, str] = {
    "college": _("College"),
    "employer": _("Employer"),
    "community": _("Community group"),
    "tutoring-provider": _("Tutoring provider"),
}
KINDS_OF_PATHWAY: Mapping[PathwayKind, str] = {
    "ladder": _("A ladder: each step builds on the one before"),
    "stages": _("Stages, one after the other"),
    "cycle": _("A cycle: repeated, going further each time"),
    "paced": _("A paced plan: the same steps, at the pace that fits"),
}
ASSESSORS: Mapping[Assessor, str] = {
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
STATUSES: Mapping[Status, StatusWords] = {
    Status.MET: StatusWords(_("Met"), _("Met"), _("met")),
    Status.GOING_FURTHER: StatusWords(_("Going further"), _("Going further"), _("further")),
    Status.NEARLY_THERE: StatusWords(_("Nearly there"), _("Nearly there"), _("near")),
    Status.FRESH_LOOK: StatusWords(_("Needs a fresh look"), _("Fresh look"), _("look again")),
    Status.UNDER_WAY: StatusWords(_("Under way"), _("Under way"), _("started")),
    Status.READY: StatusWords(_("Ready to learn"), _("Ready to learn"), _("ready")),
    Status.WAITING: StatusWords(_("Waiting for something earlier"), _("Waiting"), _("waiting")),
    Status.NOT_STARTED: StatusWords(_("Not started"), _("Not started"), _("–")),
    Status.PLACED_PAST: StatusWords(_("Placed past"), _("Placed past"), _("placed past")),
    Status.SKIPPED: StatusWords(_("Skipped"), _("Skipped"), _("skipped")),
    Status.NOT_ASKED: StatusWords(_("Not asked"), _("Not asked"), _("not asked")),
}
KNOWN: Mapping[Known, str] = {
    Known.SEEN: _("Seen"),
    Known.CLAIMED: _("Claimed"),
    Known.PRESUMED: _("Placed past"),
}


def known_word(known: Known, translate: Translate) -> str:
    """Return how something is known, in a word."""
    return translate(KNOWN[known])


def kind_of_work(kind: str, translate: Translate) -> str:
    """Return the name of a kind of work: `course-work` is Course work."""
    return _known_or_capitalized(KINDS_OF_WORK, kind, translate)


def occasion(kind: str, translate: Translate) -> str:
    """Return the name of a kind of occasion: `probe` is Short task."""
    return _known_or_capitalized(OCCASIONS, kind, translate)


def in_sentence(kind: str, translate: Translate) -> str:
    """Return a kind of occasion or of work as it stands in a sentence: `probe` is a short task."""
    if kind in KINDS_IN_SENTENCE:
        return translate(KINDS_IN_SENTENCE[kind])
    english = OCCASIONS.get(kind) or KINDS_OF_WORK.get(kind)
    title = translate(english) if english else kind.replace("-", " ")
    return f"{title[:1].lower()}{title[1:]}"


def audience(who: str, translate: Translate) -> str:
    """Return the words for a usual audience; an empty text for any other."""
    return translate(AUDIENCES[who]) if who in AUDIENCES else ""


def in_model(model: str, translate: Translate) -> str:
    """Return by what means something was shown: `concrete` is with objects."""
    return translate(MODELS[model]) if model in MODELS else model.replace("-", " ")


def assessment(kind: str, translate: Translate) -> str:
    """Return what educators call a kind of assessment: `probe` is Probe."""
    return translate(ASSESSMENTS[kind]) if kind in ASSESSMENTS else occasion(kind, translate)


def model_name(model: str, translate: Translate) -> str:
    """Return what educators call a model: `concrete` is Concrete."""
    return translate(MODEL_NAMES[model]) if model in MODEL_NAMES else model.replace("-", " ")


def support(kind: SupportKind, translate: Translate) -> str:
    """Return the name of a kind of support."""
    return translate(SUPPORTS[kind])


def support_state(state: SupportState, translate: Translate) -> str:
    """Return where a support stands."""
    return translate(SUPPORT_STATES[state])


def task_state(state: TaskState, translate: Translate) -> str:
    """Return where a learner is with a task."""
    return translate(TASK_STATES[state])


def session_status(status: Attended, translate: Translate) -> str:
    """Return how somebody took part in a session."""
    return translate(SESSION_STATUSES[status])


def kind_of_experience(kind: ExperienceKind, translate: Translate) -> str:
    """Return the name of a kind of experience."""
    return translate(KINDS_OF_EXPERIENCE[kind])


def kind_of_badge(kind: BadgeKind, translate: Translate) -> str:
    """Return the name of a kind of badge."""
    return translate(KINDS_OF_BADGE[kind])


def tier(name: Tier | None, translate: Translate) -> str:
    """Return the name of a credit's tier; an empty text for a credit without tiers."""
    return translate(TIERS[name]) if name else ""


def kind_of_partner(kind: str, translate: Translate) -> str:
    """Return the name of a kind of partner."""
    return _known_or_capitalized(KINDS_OF_PARTNER, kind, translate)


def kind_of_pathway(kind: PathwayKind, translate: Translate) -> str:
    """Return how learners move along a kind of pathway."""
    return translate(KINDS_OF_PATHWAY[kind])


def assessor(kind: Assessor, translate: Translate) -> str:
    """Return the words for a kind of assessor: a teacher."""
    return translate(ASSESSORS[kind])


def status(value: Status, translate: Translate) -> str:
    """Return where a learner stands in a competency."""
    return translate(STATUSES[value].full)


@lru_cache(maxsize=32)
def status_words(translate: Translate) -> Mapping[Status, StatusWords]:
    """Return the translated words for each status."""
    return {
        status: StatusWords(*(translate(word) for word in words))
        for status, words in STATUSES.items()
    }


def _known_or_capitalized(words: Mapping[str, str], kind: str, translate: Translate) -> str:
    """Return the word for a kind, or for a school's own kind its slug as words."""
    return translate(words[kind]) if kind in words else kind.replace("-", " ").capitalize()


def join_words(words: Sequence[str], translate: Translate) -> str:
    """Return words as a phrase: a teacher, a mentor and an employer."""
    if len(words) < 2:
        return "".join(words)
    # Translators: between the words of a list, with its space.
    first, last = translate(_(", ")).join(words[:-1]), words[-1]
    return translate(_("{first} and {last}")).format(first=first, last=last)


def grades(band: str, translate: Translate) -> str:
    """Return the grades of a band: `9-12` is Grades 9–12; an empty text for no band."""
    return translate(_("Grades {band}")).format(band=band.replace("-", "–")) if band else ""


def school_year_title(began: int) -> str:
    """Return a school year by the calendar year in which it began: 2026–27."""
    return f"{began}–{(began + 1) % 100:02d}"
