"""A figure, opened: which ratings count, which do not and why, and what one more would change."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from wayfolio.model.attainment import Attainment, FigureChange, Rating, SkillRecord
from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.frameworks import Mark, parse_code
from wayfolio.model.rounding import half_away
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import join_words, occasion
from wayfolio.render.language.vocabulary import status as status_word
from wayfolio.render.learner.explain import dropped_because, lack_sentence, pushed_because
from wayfolio.render.parts import addresses, levels
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
    """Why it does not count; empty where it does."""


class SkillFigureView(Struct, frozen=True, kw_only=True):
    """A skill: what is asked of it, and its ratings."""

    code: str
    statement: str
    can: str
    """What the ladder says of the level that has been reached."""
    pieces: str
    blank: str
    """Which of the three blanks it is; empty where something counts."""
    counts: tuple[RatingView, ...]
    others: tuple[RatingView, ...]
    own: tuple[str, ...]
    """How the learner rated it, beside the others."""


class FigureView(Struct, frozen=True, kw_only=True):
    """One competency at one stage, with everything that made its figure."""

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


def figure_view(attained: Attainment, whole: LearnerDossier[Private], site: Site) -> FigureView:
    """Return an attainment down to its ratings."""
    _ = site.reader.words.gettext
    placed = site.catalogue.competencies[attained.competency]
    scale = levels.scale_of(attained.competency, site)
    stage = levels.stage_title(attained, site)
    level = attained.performance
    open_ = attained.current and not attained.complete
    changes = whole.changes.get(attained.competency, ()) if open_ else ()
    # The code of a skill stands above; a competency without skills has a title only.
    itself = _("“{title}”").format(title=site.reader.say(placed.competency.title))
    which = [itself if one.skill == attained.competency else one.skill for one in changes[:1]]
    anchor = "-".join(("f", attained.competency, attained.stage or "")).rstrip("-")
    return FigureView(
        anchor=addresses.part_address(anchor),
        link=competency_link(parse_code(attained.competency), site),
        statement=site.reader.say(placed.competency.statement),
        status=_status(attained, site),
        level="" if level is None else levels.level_text(level, scale, site),
        stage=stage,
        pieces=counted_pieces(attained.pieces, attained.required, site),
        facts=tuple(_facts(attained, site)),
        skills=tuple(_skill(record, attained, whole, site) for record in attained.skills),
        more="".join(
            _("What one more piece for {skill} would change").format(skill=s) for s in which
        ),
        changes=tuple(_change(one, site) for one in changes),
    )


def counted_pieces(there: int, asked: int, site: Site) -> str:
    """Return how much evidence there is: 4 of 6 pieces."""
    if not asked:
        return ""
    text = site.reader.words.ngettext(
        "{there} of {asked} piece of evidence", "{there} of {asked} pieces of evidence", asked
    )
    return text.format(there=there, asked=asked)


def _status(attained: Attainment, site: Site) -> str:
    _ = site.reader.words.gettext
    if attained.presumed and not attained.rated:
        return _("Counts as met: already beyond this at the start")
    if not attained.current and attained.completed_on:
        return _("Completed on {day}").format(day=site.reader.day(attained.completed_on))
    if not attained.current:
        return _("Earlier stage")
    return status_word(attained.status, _)


def _facts(attained: Attainment, site: Site) -> Iterator[str]:
    """Give the sentences between a figure and its ratings."""
    _ = site.reader.words.gettext
    counting = [r for one in attained.skills for r in one.kept if not isinstance(r.level, Mark)]
    if attained.performance is not None:
        text = site.reader.words.ngettext(
            "The level comes from one rating.", "The level comes from {n} ratings.", len(counting)
        )
        yield text.format(n=len(counting))
    if attained.growth is not None:
        start = attained.dynamic_baseline if attained.baseline is None else attained.baseline
        grown = half_away(attained.growth, attained.digits)
        if start is not None and grown > 0:
            yield _("Up {growth} from {start} at the start.").format(
                growth=figure(grown), start=figure(start)
            )
        elif start is not None:
            yield _("It started at {start}.").format(start=figure(start))
    if attained.current and attained.rated:
        yield from (
            site.reader.sentence(lack_sentence(lack, attained, site.reader))
            for lack in attained.lacks
        )


def _skill(
    record: SkillRecord, attained: Attainment, whole: LearnerDossier[Private], site: Site
) -> SkillFigureView:
    skill, placed = site.catalogue.skills[record.skill]
    reached = [r.level for r in record.kept if not isinstance(r.level, Mark)]
    ladder = [level for level in skill.levels if reached and level <= max(reached)]
    others = [
        *((rating, pushed_because(record, site.reader)) for rating in record.pushed_out),
        *(
            (rating, dropped_because(why, site.reader))
            for rating, why in zip(record.dropped, record.why_dropped, strict=True)
        ),
    ]
    return SkillFigureView(
        code=record.skill if placed.competency.skills else "",
        statement=site.reader.say(skill.statement) if placed.competency.skills else "",
        can=site.reader.say(skill.levels[max(ladder)]) if ladder else "",
        pieces=counted_pieces(record.pieces, record.required, site),
        blank=blank(record, attained, site),
        counts=tuple(_rating(rating, whole, site) for rating in record.kept),
        others=tuple(_rating(rating, whole, site, why) for rating, why in others),
        own=tuple(_own(record, whole, site)),
    )


def blank(record: SkillRecord, attained: Attainment, site: Site) -> str:
    """Return which blank a skill is: not asked, not yet shown, or asked and missed."""
    _ = site.reader.words.gettext
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


def _own(record: SkillRecord, whole: LearnerDossier[Private], site: Site) -> Iterator[str]:
    _ = site.reader.words.gettext
    for item in [one for one in whole.shown.evidence if record.skill in one.own]:
        yield _("{level} for “{work}”").format(
            level=figure(item.own[record.skill]),
            work=site.reader.quote(item.item.title, item.item.lang),
        )


def _rating(
    rating: Rating, whole: LearnerDossier[Private], site: Site, why: str = ""
) -> RatingView:
    _ = site.reader.words.gettext
    seen = whole.occasions.get(rating.occasion)
    works = whole.shown.by_stem
    who = join_words(seen.by, _) if seen else ""
    kind = occasion(seen.kind, _) if seen else ""
    address = whole.shown.address
    return RatingView(
        sign=levels.sign(rating.level),
        missed=rating.level is Mark.MISSED,
        day=site.reader.day(rating.on),
        iso_day=rating.on.isoformat(),
        who=_("{kind}, {who}").format(kind=kind, who=who) if who else kind,
        work=tuple(
            LinkView(
                works[ref].item.title, addresses.evidence_address(address, works[ref].item.slug)
            )
            for ref in (seen.evidence if seen else ())
            if ref in works
        ),
        why=why,
    )


def _change(change: FigureChange, site: Site) -> str:
    """Return what one more rating would make of the figure: at 10 (Ready): 9.2, complete."""
    _ = site.reader.words.gettext
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


def all_figures(
    attained: Iterable[Attainment], whole: LearnerDossier[Private], site: Site
) -> tuple[FigureView, ...]:
    """Return the figures of a competency: the stage worked at first, then the ones before it."""
    found = [one for one in attained if one.rated or one.presumed]
    return tuple(
        figure_view(one, whole, site) for one in sorted(found, key=lambda one: not one.current)
    )
