"""The next steps and help at home, in sentences from the figures of the other pages."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from wayfolio.model.attainment import Attainment
from wayfolio.model.dossier import Ahead, LearnerDossier, NextStep, Private
from wayfolio.model.frameworks import Level, parse_code
from wayfolio.model.names import Code
from wayfolio.model.text import Text
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.figures import counted_pieces
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import LinkView, Site, competency_link

AT_HOME = 3

QUESTION_MARKS = ("?", "\u061f", "\uff1f")
"""The Latin, the Arabic and the Chinese question mark."""


class NextView(Struct, frozen=True, kw_only=True):
    """A skill or competency to learn or show next."""

    link: LinkView
    skill: str
    goal: str
    """The learner's own goal that names it, if any."""
    why: str
    change: str
    places: tuple[LinkView, ...]
    offers: tuple[str, ...]


class AheadView(Struct, frozen=True, kw_only=True):
    """What comes next on one pathway."""

    pathway: LinkView
    what: tuple[str, ...]


class HomeHelpView(Struct, frozen=True, kw_only=True):
    """What a family can do about one competency that is next."""

    title: str
    says: str
    watch: str
    do: tuple[str, ...]


def next_views(dossier: LearnerDossier[Private], site: Site) -> tuple[NextView, ...]:
    """Return the next steps, with the effect of one more piece and where it can be shown."""
    return tuple(_next_view(step, site) for step in dossier.steps)


def _next_view(step: NextStep, site: Site) -> NextView:
    catalogue, reader = site.catalogue, site.reader
    skill = ""
    if (
        step.skill is not None
        and catalogue.competencies[step.attained.competency].competency.skills
    ):
        skill = reader.say(catalogue.skills[step.skill][0].statement)
    offers = {offer.id: offer for offer in catalogue.menu}
    return NextView(
        link=competency_link(parse_code(step.attained.competency), site),
        skill=skill,
        goal=site.reader.quote(step.goal.goal) if step.goal else "",
        why=_why(step, site),
        change=_change(step, site),
        places=tuple(
            LinkView(
                reader.say(catalogue.experiences[name].title), addresses.experience_address(name)
            )
            for name in step.experiences
        ),
        offers=tuple(reader.say(offers[name].title) for name in step.offers),
    )


def _why(step: NextStep, site: Site) -> str:
    _ = site.reader.gettext
    known = {
        "goal": "",
        "fresh look": _("It has not been seen for a while."),
        "nearly there": _("Nearly there."),
        "under way": _("Started, with more to show."),
        "ready": _("Nothing before it is missing, so it is ready to learn."),
    }
    return known[step.because]


def _change(step: NextStep, site: Site) -> str:
    """Return the effect of the next piece, at the level where the learner stands."""
    change, attained = step.change, step.attained
    if change is None:
        return ""
    scale, after = levels.scale_of(attained.competency, site), change.after
    at = levels.level_text(change.level, scale, site)
    return _effect_of_next_piece(attained, after, site).format(
        at=at,
        bar=at if attained.bar is None else levels.level_text(attained.bar, scale, site),
        stage=levels.stage_title(attained, site),
        pieces=counted_pieces(after.pieces, after.required, site),
    )


def _effect_of_next_piece(before: Attainment, after: Attainment, site: Site) -> str:
    """Return the sentence for the difference that a piece makes, with places for its figures."""
    _: Translate = site.reader.gettext
    text = ""
    if before.shown_as == "signposts":
        text = _("It counts as met when it is shown at {bar} and confirmed on a later day.")
    elif levels.is_done_or_not(levels.scale_of(before.competency, site)):
        text = _("One more would make it {pieces}.")
    elif after.complete and levels.stage_title(before, site):
        text = _("One more piece at {at} would complete {stage} here.")
    elif after.complete:
        text = _("One more piece at {at} would complete it.")
    elif after.pieces > before.pieces:
        text = _("One more piece at {at} would make it {pieces}.")
    elif before.performance is not None and before.performance < (before.bar or 0):
        text = _("All pieces are there; a piece at {bar} would raise the level.")
    return text


def ahead_views(dossier: LearnerDossier[Private], site: Site) -> tuple[AheadView, ...]:
    """Return what comes next on each pathway, an entry for each pathway."""
    texts: dict[str, list[str]] = {}
    for ahead in dossier.ahead:
        texts.setdefault(ahead.pathway, []).append(_ahead_text(ahead, site))
    return tuple(
        AheadView(
            pathway=LinkView(site.reader.say(pathway.title), addresses.pathway_address(name)),
            what=tuple(texts[name]),
        )
        for name, pathway in site.catalogue.pathways.items()
        if name in texts
    )


def _ahead_text(ahead: Ahead, site: Site) -> str:
    _ = site.reader.gettext
    title = make_labels(site)(ahead.code)
    day = site.reader.day(ahead.on) if ahead.on else ""
    if ahead.what == "course":
        course = site.catalogue.placed(Code(ahead.code))
        n = course.competency.credits if course else 0
        text = site.reader.ngettext(
            "{course}, {n} credit, by {day}", "{course}, {n} credits, by {day}", n
        )
        return text.format(course=title, n=n, day=day)
    known = {
        "deliverable": _("to hand in: {title}"),
        "handed in": _("handed in on {day}, not read yet: {title}"),
        "milestone": _("milestone: {title}"),
        "stage": _("{title} begins on {day}"),
    }
    return known[ahead.what].format(title=title, day=day)


def home_views(dossier: LearnerDossier[Private], site: Site) -> tuple[HomeHelpView, ...]:
    """Return what a family, or a learner, can look for and do about the next steps."""
    is_own = dossier.addressee == "learner"
    return tuple(_home_view(step, site, is_own=is_own) for step in dossier.steps[:AT_HOME])


def _home_view(step: NextStep, site: Site, *, is_own: bool) -> HomeHelpView:
    placed = site.catalogue.competencies[step.attained.competency]
    return HomeHelpView(
        title=site.reader.say(placed.competency.title),
        says=site.reader.say(placed.competency.statement or placed.competency.title),
        watch=_words_to_watch_for(step, site),
        do=tuple(_to_do(step, site, is_own=is_own)),
    )


def _words_to_watch_for(step: NextStep, site: Site) -> str:
    """Return what can be seen at the next level: a signpost, a rung or the scale's meaning."""
    here = _best_level(step)
    rungs = _rungs(step, site)
    if rungs:
        return site.reader.say(rungs[_next_rung(rungs, here)])
    scale = levels.scale_of(step.attained.competency, site)
    points = [point for point in scale.points if here is None or point.value > here]
    if not points or levels.is_done_or_not(scale):
        return ""
    return site.reader.say(points[0].meaning)


def _rungs(step: NextStep, site: Site) -> Mapping[Level, Text]:
    """Return what can be seen at each level: of the competency, or else of the skill."""
    placed = site.catalogue.competencies[step.attained.competency]
    signposts = {post.level: post.see for post in placed.competency.signposts}
    if signposts or step.skill is None or step.skill not in site.catalogue.skills:
        return signposts
    skill, _placed = site.catalogue.skills[step.skill]
    return skill.levels


def _next_rung(rungs: Iterable[Level], here: Level | None) -> Level:
    """Return the rung above a level, or the highest if there is none above."""
    ladder = sorted(rungs)
    highest = ladder[-1]
    if here is None:
        # The first rung describes where everybody begins, mistakes included.
        return ladder[1] if len(ladder) > 1 else highest
    return next((level for level in ladder if level > here), highest)


def _best_level(step: NextStep) -> Level | None:
    """Return the best level of the skill to learn next, or else of the competency."""
    seen: list[Level] = []
    for record in step.attained.skills:
        if record.skill == step.skill:
            seen += levels.counting_levels(record)
    return max(seen) if seen else step.attained.performance


def _to_do(step: NextStep, site: Site, *, is_own: bool) -> Iterator[str]:
    """Yield tasks of the menu to try, or else the question of a studio to talk or think about."""
    _ = site.reader.gettext
    offers = {offer.id: offer for offer in site.catalogue.menu}
    for name in step.offers:
        offer = offers[name]
        text = _("Try: {title}. {text}") if is_own else _("Try together: {title}. {text}")
        yield text.format(title=site.reader.say(offer.title), text=site.reader.say(offer.text))
    if step.offers or not step.experiences:
        return
    studio = site.catalogue.experiences[step.experiences[0]]
    question = site.reader.say(studio.frame)
    # Only a question starts a talk at home.
    if any(mark in question for mark in QUESTION_MARKS):
        text = _("Talk about “{studio}”: {question}")
        if is_own:
            text = _("Think about “{studio}”: {question}")
        yield text.format(studio=site.reader.say(studio.title), question=question)


def latest_question(dossier: LearnerDossier[Private], site: Site) -> tuple[str, str]:
    """Return the title and the reflection question of the learner's latest studio."""
    for work in dossier.shown.evidence:
        name = work.item.experience
        studio = site.catalogue.experiences.get(name) if name else None
        if studio is not None and studio.reflection is not None:
            return site.reader.say(studio.title), site.reader.say(studio.reflection)
    return "", ""
