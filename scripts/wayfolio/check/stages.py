"""Checks stages: of programmes, of rounds that ended early, and of what is skipped."""

from collections.abc import Iterator

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, error
from wayfolio.model.names import PathwayId, StageCode, StageRef
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.portfolio import Demonstration, Portfolio, Programme
from wayfolio.model.rules import Rule


def check_cycles_within(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the stages that hold something other than a cycle."""
    for pathway in catalogue.pathways.values():
        for stage in pathway.stages:
            held = catalogue.pathways.get(stage.cycle) if stage.cycle else None
            if held is not None and held.kind != "cycle":
                message = f"“{held.pathway}” is no cycle, so it is not walked within a stage"
                hint = "name a pathway with “kind: cycle”"
                yield error(stage.at, Rule.UNKNOWN_NAME, message, hint)


def check_stages(catalogue: Catalogue, portfolio: Portfolio) -> Iterator[Diagnostic]:
    """Yield stages of another pathway, rounds that end too soon, and what cannot be skipped."""
    for programme in portfolio.file.programmes:
        if (pathway := catalogue.pathways.get(programme.pathway)) is not None:
            yield from _foreign_stages(programme, pathway, catalogue)
        yield from _wrong_ends(programme, portfolio)
    for occasion in portfolio.demonstrations:
        yield from _skips(occasion, catalogue)


def _foreign_stages(
    programme: Programme, pathway: Pathway, catalogue: Catalogue
) -> Iterator[Diagnostic]:
    """Find stages of other pathways. What no pathway has is an unknown name already."""
    for code in programme.stage:
        is_known = any(other.stage(code) for other in catalogue.pathways.values())
        if is_known and pathway.stage(code) is None:
            message = f"“{code}” is no stage of the pathway “{pathway.pathway}”"
            hint = f"write one of {', '.join(stage.code for stage in pathway.stages)}"
            yield error(programme.at, Rule.UNKNOWN_NAME, message, hint)


def _wrong_ends(programme: Programme, portfolio: Portfolio) -> Iterator[Diagnostic]:
    ended = programme.ended
    if ended is None:
        return
    n = programme.round
    if ended.on < programme.from_:
        message = f"round {n} ends on {ended.on}, before this part of it begins"
        yield error(ended.at, Rule.WRONG_ORDER, message, "check both days")
    for other in portfolio.file.programmes:
        is_same_round = (other.pathway, other.round) == (programme.pathway, n)
        if is_same_round and other is not programme and other.from_ > ended.on:
            message = f"round {n} of “{programme.pathway}” ended on {ended.on}, before this begins"
            hint = f"write “pass: {n + 1}” for the next round, or delete “ended”"
            yield error(other.at, Rule.WRONG_ORDER, message, hint)


def _skips(occasion: Demonstration, catalogue: Catalogue) -> Iterator[Diagnostic]:
    for ref in occasion.skips:
        stage = _find_stage(ref, catalogue)
        if stage is None or stage.optional or occasion.kind in stage.skipped_by:
            continue
        message = f"“{ref}” cannot be skipped on an occasion of the kind “{occasion.kind}”"
        hint = f"write “skipped_by: [{occasion.kind}]” at this stage of the pathway"
        if stage.skipped_by:
            hint = f"write “kind: {stage.skipped_by[0]}” if it was one, or delete “skips”"
        yield error(occasion.at, Rule.CANNOT_SKIP, message, hint)
    if occasion.skips and not occasion.why:
        message = "this lets a learner skip a stage, and does not say why"
        hint = "add “why: ” with the reason, which the family reads as well"
        yield error(occasion.at, Rule.NO_REASON, message, hint)


def _find_stage(ref: StageRef, catalogue: Catalogue) -> Stage | None:
    name, _, code = ref.partition("/")
    pathway = catalogue.pathways.get(PathwayId(name))
    return pathway.stage(StageCode(code)) if pathway else None
