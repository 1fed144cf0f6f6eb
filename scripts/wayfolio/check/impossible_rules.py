"""Finds rules that nobody can ever meet: they need each other, or more than a scale has."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Location, error
from wayfolio.model.names import Code
from wayfolio.model.requirements import (
    AwardHeld,
    Combination,
    CoursePassed,
    Demonstrated,
    GateOpen,
    GrowthMade,
    Leaf,
    LevelReached,
    PassFinished,
    ProgressMade,
    Requirement,
    leaves,
)
from wayfolio.model.rules import Rule


class NamedRule(Struct, frozen=True, kw_only=True):
    """A rule that others can name: a badge's, a gate's, or what ends a pass."""

    key: str
    """What it is and its id: `badge “builder”`."""
    at: Location
    needs: Requirement


def find_impossible_rules(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the rules that can never hold."""
    rules = list(_named_rules(catalogue))
    yield from _find_rings(rules)
    for rule in rules:
        yield from find_levels_off_scale(catalogue, rule.needs)


def _named_rules(catalogue: Catalogue) -> Iterator[NamedRule]:
    for id_, badge in catalogue.badges.items():
        yield NamedRule(key=_badge(id_), at=badge.at, needs=badge.criteria)
    for name, pathway in catalogue.pathways.items():
        for gate in pathway.gates:
            yield NamedRule(key=_gate(gate.id), at=gate.at, needs=gate.needs)
        if pathway.pass_finished is not None:
            yield NamedRule(key=_pass(name), at=pathway.at, needs=pathway.pass_finished)
        for stage in pathway.stages:
            if stage.finished is not None:
                key = f"stage “{name}/{stage.code}”"
                yield NamedRule(key=key, at=stage.at, needs=stage.finished)


def _badge(name: str) -> str:
    return f"badge “{name}”"


def _gate(name: str) -> str:
    return f"gate “{name}”"


def _pass(name: str) -> str:
    return f"pass of “{name}”"


# ---- what needs itself ---------------------------------------------------------------------------


def _find_rings(rules: Iterable[NamedRule]) -> Iterator[Diagnostic]:
    """Yield each ring of rules that need each other, and so can never hold."""
    waiting = {rule.key: rule for rule in rules}
    has_more = True
    while has_more:
        possible = [key for key, rule in waiting.items() if _can_hold(rule.needs, waiting)]
        has_more = bool(possible)
        for key in possible:
            del waiting[key]
    reported = set[str]()
    for key in waiting:
        ring = _ring_from(key, waiting)
        if reported.isdisjoint(ring):
            path = " → ".join((*ring, ring[0]))
            hint = "remove one of them from the rule of another"
            yield error(
                waiting[ring[0]].at, Rule.CYCLE, f"these need each other, for ever: {path}", hint
            )
        reported.update(ring)


def _can_hold(need: Requirement, waiting: Mapping[str, NamedRule]) -> bool:
    """Whether a requirement can hold while the waiting rules do not."""
    if isinstance(need, Combination):
        return sum(_can_hold(part, waiting) for part in need.parts) >= min(
            need.wanted, len(need.parts)
        )
    return _named_by(need) not in waiting


def _named_by(need: Leaf) -> str:
    """Return the rule that a requirement stands for; empty if it stands for itself."""
    match need:
        case AwardHeld(award=badge):
            return _badge(badge)
        case GateOpen(gate=gate):
            return _gate(gate)
        case PassFinished(pass_=pathway):
            return _pass(pathway)
        case _:
            return ""


def _ring_from(start: str, waiting: Mapping[str, NamedRule]) -> list[str]:
    """Return the ring into which the needs of a waiting rule lead."""
    trail = [start]
    while True:
        names = map(_named_by, leaves(waiting[trail[-1]].needs))
        following = next(name for name in names if name in waiting)
        if following in trail:
            return trail[trail.index(following) :]
        trail.append(following)


# ---- what is off the scale -----------------------------------------------------------------------


def find_levels_off_scale(catalogue: Catalogue, rule: Requirement) -> Iterator[Diagnostic]:
    """Yield the parts of a rule that ask for more than there is."""
    for need in leaves(rule):
        code, least, most = _wanted(catalogue, need)
        if most is not None and least > most:
            message = f"{code}: {float(least):g} can never be reached (the most is {float(most):g})"
            hint = f"write {float(most):g} or less"
            yield error(need.at, Rule.OFF_THE_SCALE, message, hint)


def _wanted(catalogue: Catalogue, need: Leaf) -> tuple[str, Fraction, Fraction | None]:
    """Return what a requirement asks for, how much, and the most that there is, if it is known."""
    code, least = "", Fraction(0)
    match need:
        case LevelReached(level=code, at_least=least):
            most = _highest(catalogue, code)
        case CoursePassed(course=code, at_least=least):
            most = _highest(catalogue, code)
        case ProgressMade(progress=code, at_least=least):
            most = Fraction(100)
        case GrowthMade(growth=code, at_least=least):
            scale = catalogue.scale_of.get(Code(code))
            most = scale.highest - scale.lowest if scale and scale.points else None
        case Demonstrated(demonstrations=wanted) if wanted.code and wanted.at_least is not None:
            code, least = wanted.code, wanted.at_least
            most = _highest(catalogue, code)
        case _:
            most = None
    return code, least, most


def _highest(catalogue: Catalogue, code: str) -> Fraction | None:
    scale = catalogue.scale_of.get(Code(code))
    return scale.highest if scale and scale.points else None
