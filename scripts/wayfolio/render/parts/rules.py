"""What a rule asks, in sentences, with titles in quotation marks."""

from collections.abc import Iterator

from msgspec.structs import replace

from wayfolio.model.names import GateId
from wayfolio.model.requirements import AllOf, AnyOf, CountOf, GateOpen, Requirement
from wayfolio.render.language.demands import demand, list_demands
from wayfolio.render.language.phrases import Naming
from wayfolio.render.parts.naming import find_title
from wayfolio.render.parts.views import Site


def rule_sentences(need: Requirement, site: Site) -> tuple[str, ...]:
    """Return what a requirement asks, a sentence for each part.

    A gate stands as what it asks for: its name alone would explain a badge by itself.
    """
    parts = tuple(_parts(_open_gates(need, site, frozenset())))
    phrases = (
        [demand(parts[0], site.reader, _quote_titles(site))]
        if len(parts) == 1
        else list_demands(AllOf(all=parts), site.reader, _quote_titles(site))
    )
    return tuple(_as_sentence(said, site) for said in phrases)


def rule_sentence(need: Requirement, site: Site) -> str:
    """Return what a requirement asks, as one sentence."""
    return _as_sentence(demand(need, site.reader, _quote_titles(site)), site)


def _quote_titles(site: Site) -> Naming:
    """Return a function from a code or an id to its title in quotation marks."""
    _ = site.reader.gettext

    def quote(name: str) -> str:
        title = find_title(name, site)
        return _("“{title}”").format(title=title) if title else site.reader.word(name)

    return quote


def _as_sentence(phrase: str, site: Site) -> str:
    return site.reader.sentence(f"{phrase[:1].upper()}{phrase[1:]}")


def _parts(need: Requirement) -> Iterator[Requirement]:
    """Yield the parts that are all asked for, however they are nested."""
    if isinstance(need, AllOf):
        for part in need.all:
            yield from _parts(part)
    else:
        yield need


def _open_gates(need: Requirement, site: Site, opened: frozenset[GateId]) -> Requirement:
    """Return a requirement with what its gates ask for in place of their names."""

    def open_each(parts: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        return tuple(_open_gates(part, site, opened) for part in parts)

    match need:
        case AllOf(all=parts):
            return replace(need, all=open_each(parts))
        case AnyOf(any=parts):
            return replace(need, any=open_each(parts))
        case CountOf(of=parts):
            return replace(need, of=open_each(parts))
        case GateOpen(gate=gate) if gate not in opened:
            rule = _find_gate(gate, site)
            return need if rule is None else _open_gates(rule, site, opened | {gate})
        case _:
            return need


def _find_gate(gate: GateId, site: Site) -> Requirement | None:
    """Return what a gate asks for."""
    gates = (gate for pathway in site.catalogue.pathways.values() for gate in pathway.gates)
    return next((known.needs for known in gates if known.id == gate), None)
