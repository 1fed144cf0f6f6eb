"""What a learner's page said through time, for programs."""

from typing import assert_never

from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.timeline import (
    BadgeHeld,
    Changed,
    Figure,
    FigureChanged,
    GateTurned,
    MilestoneTurned,
    OccasionRecord,
    OverrideRecord,
    PageChange,
    PageHistory,
    PassTurned,
    PlacementRecord,
    ProgrammeRecord,
    RatingRecord,
    RoundBrokenOff,
    StageBegun,
    StageSkipped,
    SubstitutionRecord,
    WorkRecord,
    WrittenRecord,
)

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def history_json(history: PageHistory) -> dict[str, Json]:
    """Return the changes of a learner's page, numbers as numbers, what is absent as null."""
    return {
        "learner": history.learner,
        "from": history.since.isoformat(),
        "to": history.until.isoformat(),
        "college_courses": history.is_whole,
        "commits": history.commits_known,
        "changes": [_change_as_json(change, history) for change in history.changes],
    }


def _change_as_json(change: PageChange, history: PageHistory) -> dict[str, Json]:
    return {
        "on": change.on.isoformat(),
        **_what_as_json(change.what),
        "records": [_record_as_json(record, history) for record in change.records],
    }


def _what_as_json(what: Changed) -> dict[str, Json]:
    match what:
        case FigureChanged():
            return {
                "kind": "competency",
                "competency": what.competency,
                "before": _figure_as_json(what.before),
                "after": _figure_as_json(what.after),
                "completed": list(what.completed),
                "pushed_out": [_sign(rating.level) for rating in what.pushed_out],
            }
        case BadgeHeld(badge=badge):
            return {"kind": "badge", "badge": badge}
        case GateTurned():
            return {
                "kind": "gate",
                "pathway": what.pathway,
                "gate": what.gate,
                "holds": what.holds,
            }
        case MilestoneTurned():
            return {
                "kind": "milestone",
                "pathway": what.pathway,
                "milestone": what.milestone,
                "holds": what.holds,
            }
        case PassTurned(pathway=pathway, number=n, holds=holds):
            return {"kind": "pass", "pathway": pathway, "pass": n, "holds": holds}
        case StageBegun() | StageSkipped() | RoundBrokenOff():
            return _walk_as_json(what)
        case _:
            assert_never(what)


def _walk_as_json(what: StageBegun | StageSkipped | RoundBrokenOff) -> dict[str, Json]:
    match what:
        case StageBegun(pathway=pathway, stages=stages, pass_=n):
            here: list[Json] = [*stages]
            return {"kind": "begins", "pathway": pathway, "stages": here, "pass": n}
        case StageSkipped(pathway=pathway, stage=stage, pass_=n):
            return {"kind": "skipped", "pathway": pathway, "stage": stage, "pass": n}
        case RoundBrokenOff(pathway=pathway, number=n):
            return {"kind": "ended early", "pathway": pathway, "pass": n}
        case _:
            assert_never(what)


def _figure_as_json(figure: Figure | None) -> dict[str, Json] | None:
    if figure is None:
        return None
    return {
        "stage": figure.stage,
        "status": figure.status.value,
        "level": None if figure.level is None else float(figure.level),
        "progress_percent": figure.percent,
    }


def _sign(level: Level | Mark) -> Json:
    return level.value if isinstance(level, Mark) else float(level)


def _record_as_json(record: WrittenRecord, history: PageHistory) -> dict[str, Json]:
    commit = history.commits.get(record.at)
    on = commit.on.isoformat() if commit and commit.on else None
    return {
        **_kind_of_record(record),
        "file": record.at.path,
        "line": record.at.line,
        "commit": {"hash": commit.short_hash, "on": on} if commit else None,
    }


def _or_null(text: str) -> str | None:
    return text or None


def _kind_of_record(record: WrittenRecord) -> dict[str, Json]:
    about: dict[str, Json]
    match record:
        case RatingRecord(skill=skill, level=level, occasion=kind, by=by):
            about = {"kind": "rating", "skill": skill, "rating": _sign(level)}
            about |= {"occasion": kind, "by": list(by)}
        case OverrideRecord(level=level, by=by, why=why):
            about = {"kind": "override", "level": float(level), "by": list(by), "why": why}
        case OccasionRecord(occasion=kind, by=by, why=why):
            about = {"kind": "occasion", "occasion": kind, "by": list(by), "why": _or_null(why)}
        case PlacementRecord(code=code, is_reopening=is_reopening):
            about = {"kind": "reopening" if is_reopening else "placement", "code": code}
        case ProgrammeRecord(pathway=pathway, why=why):
            about = {"kind": "programme", "pathway": pathway, "why": _or_null(why)}
        case WorkRecord(title=title):
            about = {"kind": "work", "title": title}
        case SubstitutionRecord(instead_of=experience, by=person):
            about = {"kind": "substitution", "instead_of": experience, "by": [person]}
        case _:
            assert_never(record)
    return about
