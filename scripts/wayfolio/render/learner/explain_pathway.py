"""Explains where a learner stands on a pathway: as JSON, and as text for a person."""

from wayfolio.model.rounds import Round
from wayfolio.model.stages import PathwayStanding, StageStanding
from wayfolio.render.learner.explain import Json
from wayfolio.render.learner.explain_rule import outcome_json
from wayfolio.render.learner.pathways import standing_sentences, title_of_stage, where_on
from wayfolio.render.maps.words import state_word
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import Site


def standing_json(standing: PathwayStanding, site: Site) -> dict[str, Json]:
    """Return a standing for programs: what is absent as null."""
    return {
        "pathway": standing.pathway,
        "here": [*standing.here],
        "round": standing.n if standing.rounds else None,
        "finished_rounds": standing.passes if standing.rounds else None,
        "rounds": [_round_json(turn) for turn in standing.rounds],
        "stages": [_stage_json(place, site) for place in standing.stages],
    }


def _round_json(turn: Round) -> dict[str, Json]:
    return {
        "round": turn.n,
        "state": turn.state.value,
        "began": turn.began.isoformat() if turn.began else None,
        "ended_early": turn.ended.isoformat() if turn.ended else None,
        "why": turn.why or None,
    }


def _stage_json(place: StageStanding, site: Site) -> dict[str, Json]:
    skip, outcome = place.skip, place.outcome
    skipped: dict[str, Json] | None = None
    if skip is not None:
        skipped = {
            "on": skip.on.isoformat(),
            "kind": skip.kind,
            "by": [*skip.by],
            "why": skip.why or None,
        }
    rule = outcome_json(outcome, site.reader, make_labels(site)) if outcome else None
    return {
        "stage": place.code,
        "round": place.n,
        "state": place.state.value if place.state else None,
        "skipped": skipped,
        "rule": rule,
    }


def standing_text(standing: PathwayStanding, site: Site) -> str:
    """Return a standing as lines: where the learner is, then each stage with its state."""
    _ = site.reader.gettext
    pathway = site.catalogue.pathways[standing.pathway]
    title, where = site.reader.say(pathway.title), where_on(standing, site)
    lines = [_("{name}: {status}").format(name=title, status=where) if where else title]
    lines += [f"  {said}" for said in standing_sentences(standing, site)]
    for place in standing.stages:
        stage = title_of_stage(pathway, place.code, site)
        if standing.rounds:
            stage = _("{stage}, round {n}").format(stage=stage, n=place.n)
        word = state_word(place.state, _).lower() if place.state else "-"
        lines.append(f"    {_('{name}: {status}').format(name=stage, status=word)}")
    return "\n".join(lines) + "\n"
