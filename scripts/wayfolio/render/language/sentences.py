"""Requirements as sentences that a family can read: what is asked, met or not, what is missing."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import singledispatch

from wayfolio.model.outcomes import Missing, Outcome
from wayfolio.model.requirements import (
    AllOf,
    AnyOf,
    Asserted,
    AwardHeld,
    CountOf,
    CoursePassed,
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
    MilestoneReached,
    PassFinished,
    ProgressMade,
    StageComplete,
)
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import audience, in_model, in_sentence, join_words

Naming = Callable[[str], str]
"""From a code or an id to what readers call it."""


def sentence(outcome: Outcome, reader: Reader, name: Naming = str) -> str:
    """Return what is asked, whether it is there, and exactly what is missing if not."""
    _ = reader.words.gettext
    what = demand(outcome.requirement, reader, name)
    if outcome.met:
        return _("{what}: met").format(what=what)
    needs = needed(outcome.missing, reader, name)
    return _("{what}: not yet, needs {needs}").format(what=what, needs=needs)


def needed(missing: Sequence[Missing], reader: Reader, name: Naming = str) -> str:
    """Return what is missing as a phrase: one more piece of evidence for MTH.1.4 at 10 or above."""
    _ = reader.words.gettext
    found = []
    # A stage is named only where ratings for several stages are missing at once.
    several_stages = len({one.stage for one in missing if one.what == "rating"}) > 1
    for one in missing:
        phrase = gap_phrase(one, reader, name)
        if several_stages and one.stage is not None:
            phrase = _("{what} in {stage}").format(what=phrase, stage=name(one.stage))
        found.append(phrase)
    return join_words(list(dict.fromkeys(found)), reader.words.gettext)


def number_words(figure: Fraction) -> str:
    """Return a level, a score or a percentage as people write it: 10, 9.5."""
    return f"{float(figure):.6g}"


# ---- what is asked ---------------------------------------------------------------------------


@singledispatch
def demand(need: object, reader: Reader, name: Naming) -> str:
    """Return what a requirement asks, as a phrase."""
    raise TypeError(f"{type(need).__name__} is no requirement")


def _either(phrases: Sequence[str], reader: Reader) -> str:
    _ = reader.words.gettext
    if len(phrases) < 2:
        return "".join(phrases)
    first, last = reader.row(phrases[:-1]), phrases[-1]
    # Commas keep the parts apart where a part has an "and" of its own.
    if any(_(" and ") in phrase for phrase in phrases):
        return _("either {first}, or {last}").format(first=first, last=last)
    return _("either {first} or {last}").format(first=first, last=last)


@demand.register
def _(need: AllOf, reader: Reader, name: Naming) -> str:
    _ = reader.words.gettext
    phrases = _together(need, reader, name)
    if not any(isinstance(part, AnyOf | CountOf) for part in need.all) or len(phrases) < 2:
        return join_words(phrases, _)
    return _("{first}; and {last}").format(first=_("; ").join(phrases[:-1]), last=phrases[-1])


def _together(need: AllOf, reader: Reader, name: Naming) -> list[str]:
    """Return a phrase for each part; competencies that are asked at one level share one."""
    phrases: dict[object, str] = {}
    for part in need.all:
        if isinstance(part, LevelReached):
            level = part.at_least
            if level in phrases:
                continue
            same = [name(p.level) for p in _levels(need) if p.at_least == level]
            text = reader.words.gettext("{name} at {level} or above")
            names = join_words(same, reader.words.gettext)
            phrases[level] = text.format(name=names, level=number_words(level))
        else:
            phrases[id(part)] = demand(part, reader, name)
    return list(phrases.values())


def _levels(need: AllOf) -> list[LevelReached]:
    return [part for part in need.all if isinstance(part, LevelReached)]


@demand.register
def _(need: AnyOf, reader: Reader, name: Naming) -> str:
    return _either([demand(part, reader, name) for part in need.any], reader)


@demand.register
def _(need: CountOf, reader: Reader, name: Naming) -> str:
    parts = reader.row(demand(part, reader, name) for part in need.of)
    return reader.words.gettext("{count} of these: {parts}").format(count=need.count, parts=parts)


@demand.register
def _(need: LevelReached, reader: Reader, name: Naming) -> str:
    text = reader.words.gettext("{name} at {level} or above")
    return text.format(name=name(need.level), level=number_words(need.at_least))


@demand.register
def _(need: ProgressMade, reader: Reader, name: Naming) -> str:
    text = reader.words.gettext("{percent}% of the evidence for {name}")
    return text.format(percent=number_words(need.at_least), name=name(need.progress))


@demand.register
def _(need: GrowthMade, reader: Reader, name: Naming) -> str:
    text = reader.words.gettext("growth of {levels} or more in {name}")
    return text.format(levels=number_words(need.at_least), name=name(need.growth))


@demand.register
def _(need: StageComplete, reader: Reader, name: Naming) -> str:
    text = reader.words.gettext("{name} complete in {stage}")
    return text.format(name=name(need.complete), stage=name(need.stage))


@demand.register
def _(need: CreditsEarned, reader: Reader, name: Naming) -> str:
    return _credits(need.credits, need.of, reader, more=False)


@demand.register
def _(need: CoursePassed, reader: Reader, name: Naming) -> str:
    _ = reader.words.gettext
    course = _("a college course") if need.course == "any" else name(need.course)
    text = _("{course} passed with {grade} or better")
    return text.format(course=course, grade=number_words(need.at_least))


@demand.register
def _(need: ExamPassed, reader: Reader, name: Naming) -> str:
    text = reader.words.gettext("{score} or more in {exam}")
    return text.format(score=number_words(need.at_least), exam=name(need.exam))


@demand.register
def _(need: MilestoneReached, reader: Reader, name: Naming) -> str:
    return reader.words.gettext("the milestone {name}").format(name=name(need.milestone))


@demand.register
def _(need: Delivered, reader: Reader, name: Naming) -> str:
    _ = reader.words.gettext
    what = _("every deliverable") if need.delivered == "every" else name(need.delivered)
    if need.read_by is None:
        return _("{what} handed in").format(what=what)
    return _("{what} read by the {role}").format(what=what, role=reader.word(need.read_by))


@demand.register
def _(need: ExperienceDone, reader: Reader, name: Naming) -> str:
    return reader.words.gettext("work from {name}").format(name=name(need.experience))


@demand.register
def _(need: HoursDone, reader: Reader, name: Naming) -> str:
    return _hours(need.hours, need.kind, reader, more=False)


@demand.register
def _(need: EvidenceShown, reader: Reader, name: Naming) -> str:
    several = reader.words.ngettext
    text = several("one piece of evidence", "{count} pieces of evidence", need.evidence)
    phrase = text.format(count=need.evidence)
    phrase = _of_kind(phrase, need.kind, reader)
    phrase = _for_code(phrase, need.shows or "", reader, name)
    return _from_experiences(phrase, need.contexts, reader)


@demand.register
def _(need: Demonstrated, reader: Reader, name: Naming) -> str:
    several = reader.words.ngettext
    wanted = need.demonstrations
    text = several("one demonstration", "{count} demonstrations", wanted.count)
    phrase = _of_kind(text.format(count=wanted.count), wanted.kind, reader, wanted.audience)
    phrase = _for_code(phrase, wanted.code or "", reader, name)
    phrase = _at_level(phrase, wanted.at_least, reader)
    return _from_experiences(phrase, wanted.contexts, reader)


@demand.register
def _(need: AwardHeld, reader: Reader, name: Naming) -> str:
    return reader.words.gettext("the award {name}").format(name=name(need.award))


@demand.register
def _(need: PassFinished, reader: Reader, name: Naming) -> str:
    return reader.words.gettext("a finished pass of {name}").format(name=name(need.pass_))


@demand.register
def _(need: GateOpen, reader: Reader, name: Naming) -> str:
    return reader.words.gettext("everything for {name}").format(name=name(need.gate))


@demand.register
def _(need: Asserted, reader: Reader, name: Naming) -> str:
    return reader.words.gettext("a person who may award it confirms it")


# ---- what is missing -------------------------------------------------------------------------


def gap_phrase(missing: Missing, reader: Reader, name: Naming) -> str:
    """Return one missing thing as a phrase."""
    if missing.what in ("rating", "evidence", "demonstration"):
        return _pieces(missing, reader, name)
    if missing.what == "credits":
        return _credits(missing.count, missing.code, reader, more=True)
    if missing.what == "hours":
        return _hours(missing.count, missing.kind, reader, more=True)
    return _single(missing, reader, name)


def _pieces(missing: Missing, reader: Reader, name: Naming) -> str:
    _, several = reader.words.gettext, reader.words.ngettext
    n = missing.count
    if missing.what == "demonstration":
        text = several("one more demonstration", "{count} more demonstrations", n)
    else:
        text = several("one more piece of evidence", "{count} more pieces of evidence", n)
    phrase = _of_kind(text.format(count=n), missing.kind, reader, missing.audience)
    phrase = _for_code(phrase, missing.code, reader, name)
    phrase = _at_level(phrase, missing.at_least, reader)
    if missing.model is not None:
        phrase = _("{what}, {model}").format(what=phrase, model=in_model(missing.model, _))
    if missing.by is not None:
        phrase = _("{what}, rated by: {who}").format(what=phrase, who=reader.word(missing.by))
    if missing.contexts and missing.contexts == n:
        text = several(
            "{what}, from another experience",
            "{what}, each from another experience",
            n,
        )
        phrase = text.format(what=phrase)
    elif missing.contexts:
        text = several(
            "{what}, one of them from another experience",
            "{what}, {count} of them each from another experience",
            missing.contexts,
        )
        phrase = text.format(what=phrase, count=missing.contexts)
    return phrase


def _single(missing: Missing, reader: Reader, name: Naming) -> str:
    _ = reader.words.gettext
    level = "" if missing.at_least is None else number_words(missing.at_least)
    called = name(missing.code) if missing.code else ""
    role = reader.word(missing.by or "")
    if missing.what == "course":
        course = called or _("a college course")
        return _("{course} passed with {grade} or better").format(course=course, grade=level)
    if missing.what == "deliverable" and role:
        return _("{name} read by the {role}").format(name=called, role=role)
    known = {
        "exam": _("{level} or more in {name}"),
        "milestone": _("the milestone {name}"),
        "deliverable": _("{name} handed in"),
        "experience": _("work from {name}"),
        "award": _("the award {name}"),
        "assertion": _("confirmation by a person who may award it"),
        "out-of-reach": _("more than new evidence can provide"),
    }
    return known[missing.what].format(name=called, level=level)


def _credits(count: int, of: str, reader: Reader, *, more: bool) -> str:
    several = reader.words.ngettext
    if of == "college" and more:
        text = several("one more college credit", "{count} more college credits", count)
    elif of == "college":
        text = several("one college credit", "{count} college credits", count)
    elif more:
        text = several("one more high-school credit", "{count} more high-school credits", count)
    else:
        text = several("one high-school credit", "{count} high-school credits", count)
    return text.format(count=count)


def _hours(count: int, kind: str | None, reader: Reader, *, more: bool) -> str:
    several = reader.words.ngettext
    if more:
        text = several("one more hour", "{count} more hours", count)
    else:
        text = several("one hour", "{count} hours", count)
    return _of_kind(text.format(count=count), kind, reader)


def _of_kind(phrase: str, kind: str | None, reader: Reader, before: str | None = None) -> str:
    _ = reader.words.gettext
    told = [] if kind is None else [in_sentence(kind, _)]
    if before is not None:
        who = audience(before, _) or reader.word(before)
        told.append(_("audience: {audience}").format(audience=who))
    return _("{what} ({kind})").format(what=phrase, kind=_("; ").join(told)) if told else phrase


def _for_code(phrase: str, code: str, reader: Reader, name: Naming) -> str:
    if not code:
        return phrase
    return reader.words.gettext("{what} for {name}").format(what=phrase, name=name(code))


def _at_level(phrase: str, level: Fraction | None, reader: Reader) -> str:
    if level is None:
        return phrase
    text = reader.words.gettext("{what} at {level} or above")
    return text.format(what=phrase, level=number_words(level))


def _from_experiences(phrase: str, contexts: int, reader: Reader) -> str:
    if contexts < 2:
        return phrase
    text = reader.words.gettext("{what}, from {count} different experiences")
    return text.format(what=phrase, count=contexts)
