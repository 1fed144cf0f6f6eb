"""What a requirement asks, as a phrase that a family can read."""

from collections.abc import Sequence
from typing import assert_never

from wayfolio.model.requirements import (
    AllOf,
    AnyOf,
    Asserted,
    AwardHeld,
    Combination,
    CountOf,
    CoursePassed,
    CourseRequirement,
    CreditsEarned,
    Delivered,
    Demonstrated,
    EvidenceShown,
    ExamPassed,
    ExperienceDone,
    GateOpen,
    GrowthMade,
    HoursDone,
    LevelReached,
    MasteryRequirement,
    MilestoneReached,
    PassFinished,
    ProgressMade,
    ProjectRequirement,
    ReferringRequirement,
    Requirement,
    StageComplete,
    WorkRequirement,
)
from wayfolio.render.language.phrases import (
    Naming,
    credits_phrase,
    hours_phrase,
    number_words,
    with_code,
    with_kind,
    with_level,
)
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import join_words


def demand(need: Requirement, reader: Reader, name: Naming) -> str:
    """Return what a requirement asks, as a phrase."""
    if isinstance(need, Combination):
        return _combination(need, reader, name)
    if isinstance(need, MasteryRequirement):
        return _mastery(need, reader, name)
    if isinstance(need, CourseRequirement):
        return _courses(need, reader, name)
    if isinstance(need, ProjectRequirement):
        return _project(need, reader, name)
    if isinstance(need, WorkRequirement):
        return _work(need, reader, name)
    return _reference(need, reader, name)


def _combination(need: Combination, reader: Reader, name: Naming) -> str:
    match need:
        case AllOf():
            return _each(need, reader, name)
        case AnyOf():
            return _either([demand(part, reader, name) for part in need.any], reader)
        case CountOf():
            text = reader.gettext("{count} of these: {parts}")
            parts = reader.row(demand(part, reader, name) for part in need.of)
            return text.format(count=need.count, parts=parts)
        case _:
            assert_never(need)


def _each(need: AllOf, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    phrases = list_demands(need, reader, name)
    if not any(isinstance(part, AnyOf | CountOf) for part in need.all) or len(phrases) < 2:
        return join_words(phrases, _)
    return _("{first}; and {last}").format(first=_("; ").join(phrases[:-1]), last=phrases[-1])


def list_demands(need: AllOf, reader: Reader, name: Naming) -> list[str]:
    """Return a phrase for each part; competencies that are asked at one level share one."""
    phrases: dict[object, str] = {}
    for part in need.all:
        if isinstance(part, LevelReached):
            level = part.at_least
            if level in phrases:
                continue
            same = [name(p.level) for p in _levels(need) if p.at_least == level]
            text = reader.gettext("{name} at {level} or above")
            names = join_words(same, reader.gettext)
            phrases[level] = text.format(name=names, level=number_words(level))
        else:
            phrases[id(part)] = demand(part, reader, name)
    return list(phrases.values())


def _levels(need: AllOf) -> list[LevelReached]:
    return [part for part in need.all if isinstance(part, LevelReached)]


def _either(phrases: Sequence[str], reader: Reader) -> str:
    _ = reader.gettext
    if len(phrases) < 2:
        return "".join(phrases)
    first, last = reader.row(phrases[:-1]), phrases[-1]
    # Commas keep the parts apart where a part has an "and" of its own.
    if any(_(" and ") in phrase for phrase in phrases):
        return _("either {first}, or {last}").format(first=first, last=last)
    return _("either {first} or {last}").format(first=first, last=last)


def _mastery(need: MasteryRequirement, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    match need:
        case LevelReached():
            text = _("{name} at {level} or above")
            return text.format(name=name(need.level), level=number_words(need.at_least))
        case ProgressMade():
            text = _("{percent}% of the evidence for {name}")
            return text.format(percent=number_words(need.at_least), name=name(need.progress))
        case GrowthMade():
            text = _("growth of {levels} or more in {name}")
            return text.format(levels=number_words(need.at_least), name=name(need.growth))
        case StageComplete():
            text = _("{name} complete in {stage}")
            return text.format(name=name(need.complete), stage=name(need.stage))
        case _:
            assert_never(need)


def _courses(need: CourseRequirement, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    match need:
        case CreditsEarned():
            return credits_phrase(need.credits, need.of, reader, more=False)
        case CoursePassed():
            course = _("a college course") if need.course == "any" else name(need.course)
            text = _("{course} passed with {grade} or better")
            return text.format(course=course, grade=number_words(need.at_least))
        case ExamPassed():
            text = _("{score} or more in {exam}")
            return text.format(score=number_words(need.at_least), exam=name(need.exam))
        case _:
            assert_never(need)


def _project(need: ProjectRequirement, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    match need:
        case MilestoneReached():
            return _("the milestone {name}").format(name=name(need.milestone))
        case Delivered():
            return _deliverables(need, reader, name)
        case ExperienceDone():
            return _("work from {name}").format(name=name(need.experience))
        case _:
            assert_never(need)


def _deliverables(need: Delivered, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    what = _("every deliverable") if need.delivered == "every" else name(need.delivered)
    if need.read_by is None:
        return _("{what} handed in").format(what=what)
    return _("{what} read by the {role}").format(what=what, role=reader.word(need.read_by))


def _work(need: WorkRequirement, reader: Reader, name: Naming) -> str:
    match need:
        case HoursDone():
            return hours_phrase(need.hours, need.kind, reader, more=False)
        case EvidenceShown():
            return _evidence(need, reader, name)
        case Demonstrated():
            return _demonstrations(need, reader, name)
        case _:
            assert_never(need)


def _evidence(need: EvidenceShown, reader: Reader, name: Naming) -> str:
    several = reader.ngettext
    text = several("one piece of evidence", "{count} pieces of evidence", need.evidence)
    phrase = text.format(count=need.evidence)
    phrase = with_kind(phrase, need.kind, reader)
    phrase = with_code(phrase, need.shows, reader, name)
    return _from_experiences(phrase, need.contexts, reader)


def _demonstrations(need: Demonstrated, reader: Reader, name: Naming) -> str:
    several = reader.ngettext
    wanted = need.demonstrations
    text = several("one demonstration", "{count} demonstrations", wanted.count)
    phrase = with_kind(text.format(count=wanted.count), wanted.kind, reader, wanted.audience)
    phrase = with_code(phrase, wanted.code, reader, name)
    phrase = with_level(phrase, wanted.at_least, reader)
    return _from_experiences(phrase, wanted.contexts, reader)


def _reference(need: ReferringRequirement | Asserted, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    match need:
        case AwardHeld():
            return _("the award {name}").format(name=name(need.award))
        case PassFinished():
            return _passes(need, reader, name)
        case GateOpen():
            return _("everything for {name}").format(name=name(need.gate))
        case Asserted():
            return _("a person who may award it confirms it")
        case _:
            assert_never(need)


def _passes(need: PassFinished, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    what = _("a finished pass of {name}").format(name=name(need.pass_))
    if need.times > 1:
        text = reader.ngettext(
            "{count} finished pass of {name}", "{count} finished passes of {name}", need.times
        )
        what = text.format(count=need.times, name=name(need.pass_))
    if need.within is None:
        return what
    return _("{what}, begun at the stage {stage}").format(what=what, stage=name(need.within))


def _from_experiences(phrase: str, contexts: int, reader: Reader) -> str:
    if contexts < 2:
        return phrase
    text = reader.gettext("{what}, from {count} different experiences")
    return text.format(what=phrase, count=contexts)
