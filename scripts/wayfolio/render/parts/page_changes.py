"""What changed on a learner's page and which record did it, in words: printed, and on a page."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from wayfolio.model.college import COURSE_GRADE
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import PathwayId, PersonId, Slug, StageCode
from wayfolio.model.rounding import plain_number
from wayfolio.model.timeline import (
    BadgeHeld,
    Commit,
    Commits,
    FigureChanged,
    GateTurned,
    MilestoneTurned,
    OccasionRecord,
    OverrideRecord,
    PageChange,
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
from wayfolio.render.language.vocabulary import in_sentence, join_words, status
from wayfolio.render.parts.levels import level_text
from wayfolio.render.parts.naming import make_labels, signed_names
from wayfolio.render.parts.views import Site


def headline(change: PageChange, site: Site) -> str:
    """Return what changed, in a line."""
    _, name = site.reader.gettext, make_labels(site)
    what = change.what
    match what:
        case FigureChanged():
            return _figure_line(what, site)
        case StageBegun() | StageSkipped() | RoundBrokenOff():
            return _walk_line(what, site)
        case BadgeHeld(badge=badge):
            return _("Award: {name}").format(name=name(badge))
        case GateTurned(gate=gate, holds=holds):
            text = _("Gate open: {name}") if holds else _("Gate closed again: {name}")
            return text.format(name=name(gate))
        case MilestoneTurned(milestone=milestone, holds=holds):
            text = _("Milestone: {name}") if holds else _("Milestone no longer counts: {name}")
            return text.format(name=name(milestone))
        case PassTurned(pathway=pathway, number=n, holds=holds):
            text = (
                _("{name}: round {n} finished") if holds else _("{name}: round {n} is open again")
            )
            return text.format(name=name(pathway), n=n)
        case _:
            assert_never(what)


def _walk_line(what: StageBegun | StageSkipped | RoundBrokenOff, site: Site) -> str:
    """Return what changed on a learner's way through a pathway, in a line."""
    _, name = site.reader.gettext, make_labels(site)
    match what:
        case StageBegun():
            return _begun_line(what, site)
        case StageSkipped(pathway=pathway, stage=stage, pass_=n):
            title = _stage_title(pathway, stage, site)
            if n is None:
                return _("Skipped: {pathway}, {stage}").format(pathway=name(pathway), stage=title)
            text = _("Skipped: {pathway}, round {n}, {stage}")
            return text.format(pathway=name(pathway), n=n, stage=title)
        case RoundBrokenOff(pathway=pathway, number=n):
            return _("{name}: round {n} ended early").format(name=name(pathway), n=n)
        case _:
            assert_never(what)


def _begun_line(begun: StageBegun, site: Site) -> str:
    _, name = site.reader.gettext, make_labels(site)
    if not begun.stages:
        return _("Begins: {pathway}").format(pathway=name(begun.pathway))
    titles = [_stage_title(begun.pathway, code, site) for code in begun.stages]
    stage = join_words(titles, _)
    if begun.pass_ is None:
        return _("Begins: {pathway}, {stage}").format(pathway=name(begun.pathway), stage=stage)
    text = _("Begins: {pathway}, round {n}, {stage}")
    return text.format(pathway=name(begun.pathway), n=begun.pass_, stage=stage)


def _stage_title(pathway: PathwayId | None, code: StageCode, site: Site) -> str:
    """Return the title of a stage of one pathway: two pathways may have a stage of a code."""
    known = site.catalogue.pathways.get(pathway) if pathway else None
    stage = known.stage(code) if known else None
    return site.reader.say(stage.title if stage else None) or site.reader.word(code)


# ---- figures -------------------------------------------------------------------------------------


def figure_changes(changed: FigureChanged, site: Site) -> str:
    """Return what the page says otherwise of a competency than the day before."""
    parts = [*_stage_parts(changed, site), *_level_parts(changed, site)]
    parts += [*_evidence_parts(changed, site), *_status_parts(changed, site)]
    return site.reader.gettext("; ").join(parts)


def _figure_line(changed: FigureChanged, site: Site) -> str:
    _, name = site.reader.gettext, make_labels(site)
    text = _("{code} {name}: {changes}")
    return text.format(
        code=changed.competency,
        name=name(changed.competency),
        changes=figure_changes(changed, site),
    )


def _stage_parts(changed: FigureChanged, site: Site) -> Iterator[str]:
    _ = site.reader.gettext
    pathway = site.catalogue.competencies[changed.competency].framework.stages_of
    now = changed.after.stage
    there = _stage_title(pathway, now, site) if now is not None else ""
    if there and changed.is_first:
        yield _("first evidence in {stage}").format(stage=there)
    for stage in changed.completed:
        if stage is None:
            yield _("complete")
        else:
            yield _("complete in {stage}").format(stage=_stage_title(pathway, stage, site))
    if there and _is_moved(changed):
        yield _("now in {stage}").format(stage=there)


def _is_moved(changed: FigureChanged) -> bool:
    return changed.before is not None and changed.before.stage != changed.after.stage


def _level_parts(changed: FigureChanged, site: Site) -> Iterator[str]:
    _ = site.reader.gettext
    before = changed.before.level if changed.before else None
    after = changed.after.level
    if before == after:
        return
    if before is None and after is not None:
        yield _("first level {after}").format(after=plain_number(after))
    elif before is not None and after is None:
        yield _("level {before} to none yet").format(before=plain_number(before))
    elif before is not None and after is not None:
        text = _("level {before} to {after}")
        yield text.format(before=plain_number(before), after=plain_number(after))


def _evidence_parts(changed: FigureChanged, site: Site) -> Iterator[str]:
    _ = site.reader.gettext
    before, after = (changed.before.percent if changed.before else 0), changed.after.percent
    if _is_moved(changed):
        before = 0
    if before != after and after is not None:
        yield _("evidence {before}% to {after}%").format(before=before or 0, after=after)


def _status_parts(changed: FigureChanged, site: Site) -> Iterator[str]:
    _ = site.reader.gettext
    after = status(changed.after.status, _)
    if changed.before is None:
        yield after
    elif changed.before.status is not changed.after.status:
        before = status(changed.before.status, _)
        yield _("“{before}” to “{after}”").format(before=before, after=after)


def reason_lines(change: PageChange, changed: FigureChanged, site: Site) -> Iterator[str]:
    """Yield what no record of the day says."""
    _, day = site.reader.gettext, site.reader.day
    if not change.records:
        yield _("no new rating for a long time")
    for rating in changed.pushed_out:
        level = rating.level
        text = _("another rating counts in place of {level} of {day} for {skill}")
        yield text.format(
            level=level.value if isinstance(level, Mark) else plain_number(level),
            day=day(rating.on),
            skill=rating.skill,
        )


# ---- records -------------------------------------------------------------------------------------


def record_words(record: WrittenRecord, site: Site) -> str:
    """Return what a record says, in a few words."""
    _, name = site.reader.gettext, make_labels(site)
    match record:
        case RatingRecord():
            words = _rating_words(record, site)
        case OverrideRecord(level=level, by=by, why=why):
            text = _("level {level} set by {people}: {why}")
            people = signed_names(by, site)
            words = text.format(level=plain_number(level), people=people, why=why)
        case OccasionRecord(occasion=kind, by=by, why=why):
            words = _with_reason(occasion_words(kind, by, site), why, site)
        case PlacementRecord(code=code, is_reopening=is_reopening):
            text = _("opened again: {name}") if is_reopening else _("placement: {name}")
            words = text.format(name=name(code))
        case ProgrammeRecord(pathway=pathway, why=why):
            words = _("in the learner’s file: {name}").format(name=name(pathway))
            words = _with_reason(words, why, site)
        case WorkRecord(title=title):
            words = _("work: “{title}”").format(title=title) if title else _("a piece of work")
        case SubstitutionRecord(instead_of=experience, by=by):
            text = _("work in place of {name} ({people})")
            words = text.format(name=name(experience), people=signed_names((by,), site))
        case _:
            assert_never(record)
    return words


def _with_reason(words: str, why: str, site: Site) -> str:
    """Return what a record says, with its reason where there is one."""
    return words + site.reader.gettext(": ") + site.reader.quote(why) if why else words


def _rating_words(record: RatingRecord, site: Site) -> str:
    _ = site.reader.gettext
    skill = make_labels(site)(record.skill)
    if record.level is Mark.MISSED:
        return _("{skill}: asked for, not shown").format(skill=skill)
    if record.level is Mark.WAIVED:
        return _("{skill}: the rest was waived").format(skill=skill)
    return _("{skill}: rated {level}").format(skill=skill, level=_level_words(record, site))


def _level_words(record: RatingRecord, site: Site) -> str:
    """Return a rating with the word of its scale: “1” alone says little of done or not yet."""
    if isinstance(record.level, Mark):
        return record.level.value
    rated = site.catalogue.skills.get(record.skill)
    scale = site.catalogue.scales.get(rated[1].scale) if rated else None
    return level_text(record.level, scale, site) if scale else plain_number(record.level)


def occasion_words(kind: Slug, by: tuple[PersonId, ...], site: Site) -> str:
    """Return an occasion with the people who were there."""
    _ = site.reader.gettext
    occasion = in_sentence(kind, _)
    if not by:
        return occasion
    if kind == COURSE_GRADE:
        # The college graded it. Who wrote it down is somebody of the school.
        entered = _("{occasion}, entered by {people}")
        return entered.format(occasion=occasion, people=signed_names(by, site))
    return _("{occasion}, {people}").format(occasion=occasion, people=signed_names(by, site))


def source_key(record: WrittenRecord) -> tuple[object, ...]:
    """Return what ratings of one occasion share, and any other record has for itself."""
    if isinstance(record, RatingRecord):
        return record.at.path, record.occasion, record.by
    return record.at, type(record)


def place_words(
    records: Sequence[WrittenRecord], commit: Commit | None, known: Commits, site: Site
) -> list[str]:
    """Return the file and the lines of one source, with the commit where git has one."""
    lines = sorted({record.at.line for record in records})
    where = f"{records[0].at.path}:{lines[0]}" + (f"-{lines[-1]}" if len(lines) > 1 else "")
    return [where, *_commit_words(commit, known, site)]


def _commit_words(commit: Commit | None, known: Commits, site: Site) -> Iterator[str]:
    """Yield the commit, or that there is none yet; nothing where git cannot know it."""
    _ = site.reader.gettext
    if commit is None:
        if known == "all":
            yield _("not committed yet")
    elif commit.on is None:
        yield _("commit {hash}").format(hash=commit.short_hash)
    else:
        text = _("commit {hash} of {day}")
        yield text.format(hash=commit.short_hash, day=site.reader.day(commit.on))
