"""What is next, and how to help at home: sentences from the same figures as everything else."""

from collections.abc import Iterator

from msgspec import Struct

from wayfolio.model.dossier import Ahead, LearnerDossier, NextStep, Private
from wayfolio.model.frameworks import Level, Mark, parse_code
from wayfolio.model.names import Code
from wayfolio.render.learner.figures import counted_pieces
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import LinkView, Site, competency_link

AT_HOME = 3

QUESTION_MARKS = ("?", "\u061f", "\uff1f")
"""The usual one, the Arabic and the Chinese."""


class NextView(Struct, frozen=True, kw_only=True):
    """One thing to learn or show next."""

    link: LinkView
    skill: str
    goal: str
    """The learner's own goal that names it."""
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


def next_views(whole: LearnerDossier[Private], site: Site) -> tuple[NextView, ...]:
    """Return the next steps with what one more piece would do, and where it can be shown."""
    return tuple(_next(step, site) for step in whole.steps)


def _next(step: NextStep, site: Site) -> NextView:
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
                reader.say(catalogue.experiences[one].title), addresses.experience_address(one)
            )
            for one in step.experiences
        ),
        offers=tuple(reader.say(offers[one].title) for one in step.offers),
    )


def _why(step: NextStep, site: Site) -> str:
    _ = site.reader.gettext
    known = {
        "goal": "",
        "fresh look": _("It has not been seen for a while."),
        "nearly there": _("Nearly there."),
        "under way": _("Started, with more to show."),
        "ready": _("Everything before it is met, so it is ready to learn."),
    }
    return known[step.because]


def _change(step: NextStep, site: Site) -> str:
    """Return what the next piece would change, at the level where the learner stands."""
    _ = site.reader.gettext
    change, attained = step.change, step.attained
    if change is None:
        return ""
    scale, after = levels.scale_of(attained.competency, site), change.after
    at = levels.level_text(change.level, scale, site)
    bar = levels.level_text(attained.bar, scale, site) if attained.bar is not None else at
    stage = levels.stage_title(attained, site)
    if attained.shown_as == "signposts":
        text = _("It counts as met when it is shown at {bar} and confirmed on a later day.")
    elif levels.is_done_or_not(scale):
        text = _("One more would make it {pieces}.")
    elif after.complete and stage:
        text = _("One more piece at {at} would complete {stage} here.")
    elif after.complete:
        text = _("One more piece at {at} would complete it.")
    elif after.pieces > attained.pieces:
        text = _("One more piece at {at} would make it {pieces}.")
    elif attained.performance is not None and attained.performance < (attained.bar or 0):
        text = _("All pieces are there; a piece at {bar} would raise the level.")
    else:
        text = ""
    there = counted_pieces(after.pieces, after.required, site)
    return text.format(at=at, bar=bar, stage=stage, pieces=there)


def ahead_views(whole: LearnerDossier[Private], site: Site) -> tuple[AheadView, ...]:
    """Return what comes next on each pathway, one entry a pathway."""
    found: dict[str, list[str]] = {}
    for one in whole.ahead:
        found.setdefault(one.pathway, []).append(_ahead(one, site))
    return tuple(
        AheadView(
            pathway=LinkView(site.reader.say(pathway.title), addresses.pathway_address(name)),
            what=tuple(found[name]),
        )
        for name, pathway in site.catalogue.pathways.items()
        if name in found
    )


def _ahead(one: Ahead, site: Site) -> str:
    _ = site.reader.gettext
    title = make_labels(site)(one.code)
    day = site.reader.day(one.on) if one.on else ""
    if one.what == "course":
        credits_ = site.catalogue.placed(Code(one.code))
        text = site.reader.ngettext(
            "{course}, {n} credit, by {day}",
            "{course}, {n} credits, by {day}",
            credits_.competency.credits if credits_ else 0,
        )
        n = credits_.competency.credits if credits_ else 0
        return text.format(course=title, n=n, day=day)
    known = {
        "deliverable": _("to hand in: {title}"),
        "handed in": _("handed in on {day}, not read yet: {title}"),
        "milestone": _("milestone: {title}"),
        "stage": _("{title} begins on {day}"),
    }
    return known[one.what].format(title=title, day=day)


def home_views(whole: LearnerDossier[Private], site: Site) -> tuple[HomeHelpView, ...]:
    """Return what a family can look for and do, from what is next."""
    return tuple(_home(step, site) for step in whole.steps[:AT_HOME])


def _home(step: NextStep, site: Site) -> HomeHelpView:
    placed = site.catalogue.competencies[step.attained.competency]
    return HomeHelpView(
        title=site.reader.say(placed.competency.title),
        says=site.reader.say(placed.competency.statement or placed.competency.title),
        watch=_watch(step, site),
        do=tuple(_to_do(step, site)),
    )


def _watch(step: NextStep, site: Site) -> str:
    """Return what can be seen one level further: a signpost, or the words of the ladder."""
    placed = site.catalogue.competencies[step.attained.competency]
    scale = levels.scale_of(step.attained.competency, site)
    posts = {post.level: post.see for post in placed.competency.signposts}
    if step.skill is not None and step.skill in site.catalogue.skills:
        posts = posts or dict(site.catalogue.skills[step.skill][0].levels)
    here = _here(step)
    further = [level for level in sorted(posts) if here is None or level > here]
    if len(posts) > 1 and here is None:
        # The first rung tells where everybody begins, mistakes included.
        further = further[1:]
    if posts:
        return site.reader.say(posts[further[0] if further else max(posts)])
    points = [point for point in scale.points if here is None or point.value > here]
    return site.reader.say(points[0].meaning) if points and len(scale.points) > 2 else ""


def _here(step: NextStep) -> Level | None:
    """Return the best that has been seen of the skill that is next, or of the whole."""
    seen = [
        rating.level
        for record in step.attained.skills
        if record.skill == step.skill
        for rating in record.kept
        if not isinstance(rating.level, Mark)
    ]
    return max(seen) if seen else step.attained.performance


def _to_do(step: NextStep, site: Site) -> Iterator[str]:
    """Give tasks of the menu to try together, else the question of a studio to talk about."""
    _ = site.reader.gettext
    offers = {offer.id: offer for offer in site.catalogue.menu}
    for one in step.offers:
        text = _("Try together: {title}. {text}")
        offer = offers[one]
        yield text.format(title=site.reader.say(offer.title), text=site.reader.say(offer.text))
    if step.offers or not step.experiences:
        return
    studio = site.catalogue.experiences[step.experiences[0]]
    question = site.reader.say(studio.frame)
    # What does not ask says nothing at a table.
    if any(mark in question for mark in QUESTION_MARKS):
        text = _("Talk about “{studio}”: {question}")
        yield text.format(studio=site.reader.say(studio.title), question=question)


def latest_question(whole: LearnerDossier[Private], site: Site) -> tuple[str, str]:
    """Return the title and the reflection question of the studio the learner last worked in."""
    for item in whole.shown.evidence:
        experience = item.item.experience
        found = site.catalogue.experiences.get(experience) if experience else None
        if found is not None and found.reflection is not None:
            return site.reader.say(found.title), site.reader.say(found.reflection)
    return "", ""
