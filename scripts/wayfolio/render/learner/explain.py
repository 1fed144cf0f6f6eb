"""Explains an attainment down to its ratings: as JSON for programs, as text for a person."""

from collections.abc import Sequence
from fractions import Fraction

from wayfolio.model.attainment import (
    UNDATED,
    Attainment,
    DropReason,
    FigureChange,
    Lack,
    PushOutReason,
    Rating,
    SkillRecord,
    Status,
)
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.rounding import half_away, half_up, percent
from wayfolio.render.language.phrases import Naming
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import status
from wayfolio.render.parts import levels

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def attainment_json(attained: Attainment) -> dict[str, Json]:
    """Return an attainment for programs: figures as numbers, what is absent as null.

    Figures have the policy's decimals; percentages round half up, and stay at 99 until nothing is
    missing. A concept with signposts has no percentage.
    """
    signposts = attained.shown_as == "signposts"
    return {
        "competency": attained.competency or None,
        "stage": attained.stage,
        "level": _number(attained.level),
        "performance": _rounded(attained.performance, attained.digits),
        "progress_percent": None if signposts else percent(attained.progress),
        "missed_percent": percent(attained.missed),
        "opportunities": attained.opportunities,
        "baseline": _rounded(attained.baseline, attained.digits),
        "growth": _grown(attained),
        "complete": attained.complete,
        "behind_the_bar": attained.behind_the_bar,
        "status": attained.status.value,
        **_override_as_json(attained),
        "skills": [_skill_as_json(record) for record in attained.skills],
    }


def _override_as_json(attained: Attainment) -> dict[str, Json]:
    """Return what stands in place of the worked-out figure, if anything does."""
    override = attained.override
    if override is None:
        return {}
    as_written: dict[str, Json] = {
        "level": _number(override.level),
        "on": override.on.isoformat(),
        "by": list(override.by),
        "why": override.why,
        "worked_out": _rounded(attained.worked_out, attained.digits),
    }
    return {"override": as_written}


def _skill_as_json(record: SkillRecord) -> dict[str, Json]:
    counting = [_sign(rating.level) for rating in record.kept]
    return {
        "skill": record.skill,
        "required": record.required,
        "cells": list(record.cells),
        "kept": [_rating_as_json(rating) for rating in record.kept],
        "pushed_out": [
            {
                **_rating_as_json(rating),
                "why": record.why_pushed_out.value if record.why_pushed_out else None,
                "by": list(counting),
            }
            for rating in record.pushed_out
        ],
        "dropped": [
            {**_rating_as_json(rating), "why": why.value}
            for rating, why in zip(record.dropped, record.why_dropped, strict=True)
        ],
    }


def _rating_as_json(rating: Rating) -> dict[str, Json]:
    fields: dict[str, Json] = {
        "rating": _sign(rating.level),
        "on": None if rating.on == UNDATED else rating.on.isoformat(),
    }
    optional: dict[str, Json] = {
        "kind": rating.kind,
        "rated_by": list(rating.assessors),
        "model": rating.model,
        "experience": rating.context,
        "evidence": list(rating.evidence),
        "rated_as": rating.rated_as,
    }
    return fields | {name: field for name, field in optional.items() if field}


def _sign(level: Level | Mark) -> int | float | str:
    if isinstance(level, Mark):
        return level.value
    return int(level) if level.denominator == 1 else float(level)


def _number(figure: Fraction | None) -> int | float | None:
    if figure is None:
        return None
    return int(figure) if figure.denominator == 1 else float(figure)


def _rounded(figure: Fraction | None, digits: int) -> int | float | None:
    return None if figure is None else _number(half_up(figure, digits))


def _grown(attained: Attainment) -> int | float | None:
    if attained.growth is None:
        return None
    return _number(half_away(attained.growth, attained.digits))


# ---- for a person ----------------------------------------------------------------------------


def attainment_text(
    attained: Attainment, reader: Reader, name: Naming = str, changes: Sequence[FigureChange] = ()
) -> str:
    """Return an attainment as lines for a person, down to every rating.

    `name`: the title of a code. `changes`: the figures with one more rating.
    """
    lines = [_title(attained, reader, name)]
    if attained.status.is_passed_over:
        return f"{lines[0]}\n"
    lines += _figures(attained, reader)
    lines += [lack_sentence(lack, attained, reader) for lack in attained.lacks]
    for record in attained.skills:
        lines += _skill_lines(record, reader, name)
    if changes:
        lines += _changes(changes, reader, name)
    first, *rest = lines
    return "\n".join([first, *(f"  {line}" for line in rest)]) + "\n"


def _title(attained: Attainment, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    what = name(attained.competency) if attained.competency else _("These ratings")
    if attained.stage:
        what = _("{name} in {stage}").format(name=what, stage=name(attained.stage))
    if attained.status is Status.NOT_ASKED:
        return _("{name}: not required at this stage").format(name=what)
    word = status(attained.status, _)
    return _("{name}: {status}").format(name=what, status=word)


def _figures(attained: Attainment, reader: Reader) -> list[str]:
    _ = reader.gettext
    as_written = attainment_json(attained)
    lines = []
    if attained.override is not None:
        lines += override_sentences(attained, reader)
    elif attained.performance is None:
        lines.append(_("Level: none yet, because no rating counts so far"))
    else:
        count = sum(len(levels.counting_levels(record)) for record in attained.skills)
        text = reader.ngettext(
            "Level: {level}, from one rating that counts",
            "Level: {level}, from {count} ratings that count",
            count,
        )
        lines.append(text.format(level=as_written["performance"], count=count))
    if attained.shown_as == "percent" and attained.is_asked:
        text = _("Evidence: {there} of {asked} pieces, {percent}%")
        figures = {
            "there": attained.pieces,
            "asked": attained.required,
            "percent": as_written["progress_percent"],
        }
        lines.append(text.format_map(figures))
    if attained.missed:
        text = _("Missed: {percent}% of the evidence was asked for and not shown")
        lines.append(text.format(percent=as_written["missed_percent"]))
    if attained.growth is not None:
        start = attained.dynamic_baseline if attained.baseline is None else attained.baseline
        text = _("Growth: {growth} since {baseline}")
        growth = f"{float(half_away(attained.growth, attained.digits)):+g}"
        lines.append(text.format(growth=growth, baseline=_rounded(start, attained.digits)))
    return lines


def override_sentences(attained: Attainment, reader: Reader) -> list[str]:
    """Return a level that stands in place of the worked-out one, its reason, and that one."""
    _ = reader.gettext
    override = attained.override
    if override is None:
        return []
    text = _("Level {level}, set by an educator on {day} in place of the worked-out one: {why}")
    day, level = reader.day(override.on), _number(override.level)
    said = text.format(level=level, day=day, why=override.why.rstrip("."))
    if attained.worked_out is None:
        return [said, _("No rating counts so far")]
    worked_out = _rounded(attained.worked_out, attained.digits)
    return [said, _("The ratings come to {level}").format(level=worked_out)]


def lack_sentence(lack: Lack, attained: Attainment, reader: Reader) -> str:
    """Return what a stage still lacks before it is complete."""
    _ = reader.gettext
    bar = _number(attained.bar)
    known = {
        Lack.EVIDENCE: _("Not complete: more evidence is needed"),
        Lack.PERFORMANCE: _("Not complete: it needs a level of {bar}"),
        Lack.MINIMUM: _("Not complete: a rating that counts is too low"),
        Lack.CONTEXTS: _("Not complete: it must be shown in more experiences"),
        Lack.ASSESSORS: _("Not complete: more kinds of people must rate it"),
        Lack.CONFIRMATION: _("Not complete: it must be shown, and confirmed later"),
    }
    return known[lack].format(bar=bar)


def _skill_lines(record: SkillRecord, reader: Reader, name: Naming) -> list[str]:
    _ = reader.gettext
    cells = " ".join(record.cells) or _("not required")
    lines = [_("{skill}: {cells}").format(skill=name(record.skill), cells=cells)]
    lines += [_kept_line(rating, reader) for rating in record.kept]
    text = _("  does not count: {rating}, because {why}")
    if record.why_pushed_out:
        why = _push_out_text(record.why_pushed_out, reader)
        lines += [
            text.format(rating=_rating_on_day(rating, reader), why=why)
            for rating in record.pushed_out
        ]
    lines += [
        text.format(rating=_rating_on_day(rating, reader), why=dropped_because(why, reader))
        for rating, why in zip(record.dropped, record.why_dropped, strict=True)
    ]
    return lines


def _kept_line(rating: Rating, reader: Reader) -> str:
    _ = reader.gettext
    if rating.level is Mark.MISSED:
        text = _("  asked for, not shown: {rating}")
    elif rating.level is Mark.WAIVED:
        text = _("  the rest was waived: {rating}")
    else:
        text = _("  counts: {rating}")
    return text.format(rating=_rating_on_day(rating, reader))


def _rating_on_day(rating: Rating, reader: Reader) -> str:
    _ = reader.gettext
    sign = str(_sign(rating.level))
    if rating.on == UNDATED:
        return sign
    return _("{rating} on {day}").format(rating=sign, day=reader.day(rating.on))


def pushed_because(record: SkillRecord, reader: Reader) -> str:
    """Return why other ratings of a skill do not count; an empty text if all count."""
    return _push_out_text(record.why_pushed_out, reader) if record.why_pushed_out else ""


def _push_out_text(why: PushOutReason, reader: Reader) -> str:
    _ = reader.gettext
    return {
        PushOutReason.NOT_ASKED: _("this stage does not ask for it"),
        PushOutReason.BETTER: _("better ones count"),
        PushOutReason.LATER: _("later ones count"),
        PushOutReason.BELOW: _("it is below the level that counts"),
    }[why]


def dropped_because(why: DropReason, reader: Reader) -> str:
    """Return why a rating is ignored."""
    _ = reader.gettext
    return {
        DropReason.WAIVED: _("the rest of the skill was waived"),
        DropReason.NO_WAIVERS: _("nothing can be waived here"),
        DropReason.MISSES_IGNORED: _("missed chances do not count here"),
        DropReason.KIND: _("this kind of occasion does not count here"),
        DropReason.ASSESSOR: _("ratings by this kind of person do not count here"),
    }[why]


def _changes(changes: Sequence[FigureChange], reader: Reader, name: Naming) -> list[str]:
    _ = reader.gettext
    title = _("One more rating of {skill} would make the level").format(
        skill=name(changes[0].skill)
    )
    lines = [title]
    for change in changes:
        level = _number(change.level)
        after = attainment_json(change.after)["performance"]
        if change.after.complete:
            text = _("  {after} with {level}, and it would be complete")
        else:
            text = _("  {after} with {level}")
        lines.append(text.format(after="-" if after is None else after, level=level))
    return lines
