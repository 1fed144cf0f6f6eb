"""The details of a figure: which ratings count, which do not, and what one more would change."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from wayfolio.model.attainment import Attainment, FigureChange, Rating, SkillRecord, Status
from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.frameworks import Mark, Skill, parse_code
from wayfolio.model.names import EvidenceRef, SkillCode, StageCode, slug_of
from wayfolio.model.rounding import half_away
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, occasion
from wayfolio.render.language.vocabulary import status as status_word
from wayfolio.render.learner.explain import (
    dropped_because,
    lack_sentence,
    override_sentences,
    pushed_because,
)
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.views import LinkView, Site, competency_link


class RatingView(Struct, frozen=True, kw_only=True):
    """One rating: when, by whom, on what."""

    sign: str
    missed: bool
    day: str
    iso_day: str
    who: str
    work: tuple[LinkView, ...]
    why: str = ""
    """The reason why it does not count; empty if it counts."""


class SkillFigureView(Struct, frozen=True, kw_only=True):
    """A skill: its requirement, and its ratings."""

    code: str
    statement: str
    can: str
    """The ladder's words for the level that the learner has reached."""
    pieces: str
    blank: str
    """The kind of blank; empty if a rating counts."""
    counts: tuple[RatingView, ...]
    others: tuple[RatingView, ...]
    own: tuple[str, ...]
    """The learner's own ratings."""


class FigureView(Struct, frozen=True, kw_only=True):
    """One competency at one stage, with everything behind its figure."""

    anchor: str
    link: LinkView
    statement: str
    status: str
    level: str
    stage: str
    pieces: str
    facts: tuple[str, ...]
    skills: tuple[SkillFigureView, ...]
    more: str
    changes: tuple[str, ...]


def figure_view(attained: Attainment, dossier: LearnerDossier[Private], site: Site) -> FigureView:
    """Return an attainment down to its ratings."""
    placed = site.catalogue.competencies[attained.competency]
    scale = levels.scale_of(attained.competency, site)
    stage = levels.stage_title(attained, site)
    level = attained.performance
    is_passed = attained.status.is_passed_over
    changes = _find_changes(attained, dossier)
    skills = (_skill(record, attained, dossier, site) for record in attained.skills)
    anchor = "-".join(("f", attained.competency, attained.stage or "")).rstrip("-")
    return FigureView(
        anchor=slug_of(anchor),
        link=competency_link(parse_code(attained.competency), site),
        statement=site.reader.say(placed.competency.statement),
        status=_status_text(attained, site),
        level="" if level is None else levels.marked_level(attained, level, scale, site),
        stage=stage,
        pieces="" if is_passed else counted_pieces(attained.pieces, attained.required, site),
        facts=tuple(filter(None, _facts(attained, site))),
        skills=tuple(filter(_says_something, skills)),
        more=_changes_title(changes, attained, site),
        changes=tuple(_change_text(change, site) for change in changes),
    )


def _find_changes(
    attained: Attainment, dossier: LearnerDossier[Private]
) -> tuple[FigureChange, ...]:
    """Return what one more rating would change, where one is still asked for."""
    is_open = attained.current and not attained.complete and not attained.status.is_passed_over
    return tuple(dossier.changes.get(attained.competency, ())) if is_open else ()


def _changes_title(changes: Sequence[FigureChange], attained: Attainment, site: Site) -> str:
    if not changes:
        return ""
    _, skill = site.reader.gettext, str(changes[0].skill)
    if skill == attained.competency:
        # A reader knows a skill by its code, but a competency without skills only by its title.
        placed = site.catalogue.competencies[attained.competency]
        skill = _("“{title}”").format(title=site.reader.say(placed.competency.title))
    return _("What one more piece for {skill} would change").format(skill=skill)


def counted_pieces(there: int, required: int, site: Site) -> str:
    """Return how much evidence there is: 4 of 6 pieces; an empty text if none is required."""
    if not required:
        return ""
    text = site.reader.ngettext(
        "{there} of {asked} piece of evidence", "{there} of {asked} pieces of evidence", required
    )
    return text.format_map({"there": there, "asked": required})


def passed_words(status: Status, site: Site) -> str:
    """Return why nobody need show something; an empty text if it is not passed over."""
    _ = site.reader.gettext
    if status is Status.PLACED_PAST:
        return _("Placed past: presumed by a placement, not seen here")
    return _("Skipped: neither met nor missing") if status is Status.SKIPPED else ""


def _status_text(attained: Attainment, site: Site) -> str:
    _ = site.reader.gettext
    if attained.status.is_passed_over:
        return passed_words(attained.status, site)
    if not attained.current and attained.completed_on:
        return _("Completed on {day}").format(day=site.reader.day(attained.completed_on))
    if not attained.current:
        return _("Earlier stage")
    return status_word(attained.status, _)


def _facts(attained: Attainment, site: Site) -> Iterator[str]:
    """Yield the sentences between a figure and its ratings, some of them empty."""
    if attained.override is not None:
        for said in override_sentences(attained, site.reader):
            yield site.reader.sentence(said)
    elif attained.performance is not None:
        count = sum(len(levels.counting_levels(record)) for record in attained.skills)
        text = site.reader.ngettext(
            "The level comes from one rating.", "The level comes from {n} ratings.", count
        )
        yield text.format(n=count)
    yield _growth_sentence(attained, site)
    if attained.current and attained.rated:
        for lack in attained.lacks:
            yield site.reader.sentence(lack_sentence(lack, attained, site.reader))


def _growth_sentence(attained: Attainment, site: Site) -> str:
    """Return the growth since the start, or only the start of a figure that has not grown."""
    _: Translate = site.reader.gettext
    start = attained.dynamic_baseline if attained.baseline is None else attained.baseline
    if attained.growth is None or start is None:
        return ""
    growth = half_away(attained.growth, attained.digits)
    if growth > 0:
        return _("Up {growth} from {start} at the start.").format(
            growth=figure(growth), start=figure(start)
        )
    return _("It started at {start}.").format(start=figure(start))


def _skill(
    record: SkillRecord, attained: Attainment, dossier: LearnerDossier[Private], site: Site
) -> SkillFigureView:
    skill, placed = site.catalogue.skills[record.skill]
    has_code = bool(placed.competency.skills)
    is_passed = attained.status.is_passed_over
    return SkillFigureView(
        code=record.skill if has_code else "",
        statement=site.reader.say(skill.statement) if has_code else "",
        can=_reached_rung(skill, record, site),
        pieces="" if is_passed else counted_pieces(record.pieces, record.required, site),
        blank="" if is_passed else _blank(record, attained, site),
        counts=tuple(_rating(rating, dossier, site) for rating in record.kept),
        others=tuple(
            _rating(rating, dossier, site, why) for rating, why in _other_ratings(record, site)
        ),
        own=tuple(_own_ratings(record, attained, dossier, site)),
    )


def _says_something(skill: SkillFigureView) -> bool:
    """Whether there is anything to read of a skill."""
    texts = (skill.code, skill.can, skill.blank)
    return any((*texts, *skill.counts, *skill.others, *skill.own))


def _reached_rung(skill: Skill, record: SkillRecord, site: Site) -> str:
    """Return the ladder's words for the highest level that the learner has reached."""
    reached = levels.counting_levels(record)
    rungs = [level for level in skill.levels if reached and level <= max(reached)]
    return site.reader.say(skill.levels[max(rungs)]) if rungs else ""


def _other_ratings(record: SkillRecord, site: Site) -> Iterator[tuple[Rating, str]]:
    """Yield the ratings that do not count, each with the reason."""
    for rating in record.pushed_out:
        yield rating, pushed_because(record, site.reader)
    for rating, why in zip(record.dropped, record.why_dropped, strict=True):
        yield rating, dropped_because(why, site.reader)


def _blank(record: SkillRecord, attained: Attainment, site: Site) -> str:
    """Return which blank a skill is: not asked, not yet shown, or asked and missed."""
    _ = site.reader.gettext
    if any(rating.level is not Mark.MISSED for rating in record.kept):
        return ""
    if record.kept:
        day = site.reader.day(record.kept[-1].on)
        return _("Asked for on {day}, not shown that time. There will be another chance.").format(
            day=day
        )
    if not record.required:
        stage = levels.stage_title(attained, site)
        if stage:
            return _("Not required in {stage}.").format(stage=stage)
        return _("Not required here.")
    return _("Not shown yet; there is still time.")


def _own_ratings(
    record: SkillRecord, attained: Attainment, dossier: LearnerDossier[Private], site: Site
) -> Iterator[str]:
    """Yield the learner's own ratings of a skill that were made at a stage.

    Those of a stage that has no figure stand with the current one, with their stage.
    """
    _ = site.reader.gettext
    for work in dossier.shown.evidence:
        if record.skill not in work.own:
            continue
        made_at = dossier.own_stages.get((work.item.stem, record.skill))
        if made_at == attained.stage:
            text = _("{level} for “{work}”")
        elif attained.current and not _has_figure(record.skill, made_at, dossier):
            text = _("{level} for “{work}” ({stage})")
        else:
            continue
        yield text.format(
            level=figure(work.own[record.skill]),
            work=site.reader.quote(work.item.title, work.item.lang),
            stage=levels.name_stage(attained.competency, made_at, site),
        )


def _has_figure(
    skill: SkillCode, stage: StageCode | None, dossier: LearnerDossier[Private]
) -> bool:
    """Whether a skill has a figure at a stage."""
    return any(
        attained.stage == stage and any(record.skill == skill for record in attained.skills)
        for attained in dossier.shown.attainments
        if is_shown(attained)
    )


def _rating(
    rating: Rating, dossier: LearnerDossier[Private], site: Site, why: str = ""
) -> RatingView:
    _ = site.reader.gettext
    seen = dossier.occasions.get(rating.occasion)
    who = signed_names(seen.by, site) if seen else ""
    kind = occasion(seen.kind, _) if seen else ""
    return RatingView(
        sign=levels.sign(rating.level),
        missed=rating.level is Mark.MISSED,
        day=site.reader.day(rating.on),
        iso_day=rating.on.isoformat(),
        who=_("{kind}, {who}").format(kind=kind, who=who) if who else kind,
        work=tuple(_rated_work(seen.evidence, dossier)) if seen else (),
        why=why,
    )


def _rated_work(
    refs: Iterable[EvidenceRef], dossier: LearnerDossier[Private]
) -> Iterator[LinkView]:
    for ref in refs:
        if (work := dossier.shown.by_stem.get(ref)) is not None:
            address = addresses.evidence_address(dossier.shown.address, work.item.slug)
            yield LinkView(work.item.title, address)


def _change_text(change: FigureChange, site: Site) -> str:
    """Return the figure with one more rating: at 10 (Ready): 9.2, complete."""
    _ = site.reader.gettext
    after = change.after
    scale = levels.scale_of(after.competency, site)
    level = "–" if after.performance is None else levels.level_text(after.performance, scale, site)
    if after.complete:
        text = _("at {at}: level {level}, and it is complete")
    elif after.shown_as == "signposts":
        text = _("at {at}: level {level}")
    else:
        text = _("at {at}: level {level}, {pieces}")
    return text.format(
        at=levels.level_text(change.level, scale, site),
        level=level,
        pieces=counted_pieces(after.pieces, after.required, site),
    )


def is_shown(attained: Attainment) -> bool:
    """Whether an attainment has a figure: something was rated, or it is passed over."""
    return attained.rated or attained.is_passed_over


def all_figures(
    attained: Iterable[Attainment], dossier: LearnerDossier[Private], site: Site
) -> tuple[FigureView, ...]:
    """Return the figures of a competency: the current stage first, then the earlier ones."""
    stages = [stage for stage in attained if is_shown(stage)]
    stages.sort(key=lambda stage: not stage.current)
    return tuple(figure_view(stage, dossier, site) for stage in stages)
