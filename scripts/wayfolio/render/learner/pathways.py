"""Where a learner stands on a pathway: the sentences that every page, note and command prints."""

from collections.abc import Iterable, Iterator

from wayfolio.model.attainment import Status
from wayfolio.model.names import StageCode
from wayfolio.model.outcomes import Gap, Outcome, RequirementGap
from wayfolio.model.pathways import Pathway
from wayfolio.model.requirements import AllOf, PassFinished, Requirement
from wayfolio.model.rounds import RoundState
from wayfolio.model.stages import PathwayStanding
from wayfolio.render.language.demands import demand
from wayfolio.render.language.round_words import round_sentence, skip_sentence
from wayfolio.render.language.sentences import sentence
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import Site


def where_on(standing: PathwayStanding, site: Site) -> str:
    """Return the stages where a learner is, with the round: Discover, round 2; else empty."""
    _: Translate = site.reader.gettext
    pathway = site.catalogue.pathways[standing.pathway]
    where = join_words([title_of_stage(pathway, code, site) for code in standing.here], _)
    if standing.rounds and where:
        return _("{stage}, round {n}").format(stage=where, n=standing.n)
    return where


def title_of_stage(pathway: Pathway, code: StageCode, site: Site) -> str:
    """Return what a stage is called."""
    stage = pathway.stage(code)
    return (site.reader.say(stage.title) if stage else "") or code


def standing_sentences(standing: PathwayStanding, site: Site) -> Iterator[str]:
    """Yield how the rounds went, what the stage asks for, what is skipped and placed past."""
    yield from _rounds(standing, site)
    yield from _rules(standing, site)
    yield from _passed_over(standing, site)


def _rounds(standing: PathwayStanding, site: Site) -> Iterator[str]:
    reader = site.reader
    if standing.passes:
        text = reader.ngettext("{n} round finished.", "{n} rounds finished.", standing.passes)
        yield text.format(n=standing.passes)
    for turn in standing.rounds:
        is_told = turn.state in (RoundState.ENDED, RoundState.LEFT, RoundState.CLAIMED)
        if is_told or (turn.state is RoundState.FINISHED and turn.n == standing.n):
            yield round_sentence(turn, reader)


def _rules(standing: PathwayStanding, site: Site) -> Iterator[str]:
    """Yield how far the rules are of the stages where the learner is."""
    for code in standing.here:
        place = standing.stage(code, standing.n)
        if place is not None and place.outcome is not None:
            yield from _needs(place.outcome, site)


def _needs(outcome: Outcome, site: Site) -> Iterator[str]:
    """Yield a sentence for each thing that a rule asks for."""
    if isinstance(outcome.requirement, AllOf):
        for part in outcome.parts:
            yield from _needs(part, site)
        return
    reader, labels = site.reader, make_labels(site)
    what = demand(outcome.requirement, reader, labels)
    if isinstance(outcome.requirement, PassFinished):
        text = reader.gettext("{what}: {have} of {need}")
        said = text.format(what=what, have=outcome.have, need=outcome.need)
    elif [_need_of(gap) for gap in outcome.missing] == [outcome.requirement]:
        # What is missing is the whole, so it is not said twice.
        word = reader.gettext("not yet")
        said = reader.gettext("{name}: {status}").format(name=what, status=word)
    else:
        said = sentence(outcome, reader, labels)
    yield reader.sentence(f"{said[:1].upper()}{said[1:]}")


def _need_of(gap: Gap) -> Requirement | None:
    return gap.need if isinstance(gap, RequirementGap) else None


def _passed_over(standing: PathwayStanding, site: Site) -> Iterator[str]:
    """Yield the stages of the round that are skipped, each with its reason, and placed past."""
    _: Translate = site.reader.gettext
    pathway = site.catalogue.pathways[standing.pathway]
    now = [place for place in standing.stages if place.n == standing.n]
    for place in now:
        if place.state is Status.SKIPPED:
            text = _("Skipped: {stage}.").format(stage=title_of_stage(pathway, place.code, site))
            yield f"{text} {skip_sentence(place.skip, site.reader)}" if place.skip else text
    past = [
        title_of_stage(pathway, place.code, site)
        for place in now
        if place.state is Status.PLACED_PAST and not _has_competencies(pathway, place.code, site)
    ]
    if past:
        yield _("Placed past: {stages}.").format(stages=join_words(past, _))


def _has_competencies(pathway: Pathway, code: StageCode, site: Site) -> bool:
    """Whether competencies decide about a stage: of these their own pages tell."""
    stage = pathway.stage(code)
    names_some = stage is not None and bool(stage.competencies or stage.objectives)
    frameworks = site.catalogue.frameworks
    return names_some or any(f.stages_of == pathway.pathway for f in frameworks)


def path_lines(standings: Iterable[PathwayStanding], site: Site) -> Iterator[str]:
    """Yield a line for each pathway: its title, where the learner is, and what else there is."""
    _: Translate = site.reader.gettext
    for standing in standings:
        title = site.reader.say(site.catalogue.pathways[standing.pathway].title)
        where = where_on(standing, site)
        said = [site.reader.sentence(where)] if where else []
        said += standing_sentences(standing, site)
        if said:
            yield _("{title}: {says}").format(title=title, says=" ".join(said))


def has_news(standing: PathwayStanding) -> bool:
    """Whether there is more to tell of a pathway than where the learner is and what is finished."""
    now = [place for place in standing.stages if place.n == standing.n]
    has_rule = any(place.code in standing.here and place.outcome for place in now)
    is_skipped = any(place.state is Status.SKIPPED for place in now)
    return has_rule or is_skipped or any(turn.ended for turn in standing.rounds)
