"""What readers call a code or an id, and rules said with those names."""

from wayfolio.model.names import BadgeId, Code, ExperienceId, InstrumentId, PathwayId
from wayfolio.model.requirements import Requirement
from wayfolio.render.language.demands import demand
from wayfolio.render.language.phrases import Naming
from wayfolio.render.language.reader import Reader
from wayfolio.render.parts.views import Site


def make_labels(site: Site) -> Naming:
    """Return a function from a code or an id to the title that educators gave it."""
    return lambda name: _title(name, site) or site.reader.word(name)


def _title(name: str, site: Site) -> str:
    catalogue, reader = site.catalogue, site.reader
    placed = catalogue.placed(Code(name))
    if placed is not None:
        if name == placed.competency.code:
            return reader.say(placed.competency.title)
        skill = next(skill for skill in placed.competency.skills if skill.code == name)
        return f"{skill.code} {reader.say(skill.statement)}"
    if (experience := catalogue.experiences.get(ExperienceId(name))) is not None:
        return reader.say(experience.title)
    titled = (
        catalogue.badges.get(BadgeId(name))
        or catalogue.pathways.get(PathwayId(name))
        or catalogue.instruments.get(InstrumentId(name))
    )
    return reader.say(titled.title) if titled else _part_of_pathway(name, site, reader)


def _part_of_pathway(name: str, site: Site, reader: Reader) -> str:
    for pathway in site.catalogue.pathways.values():
        for gate in pathway.gates:
            if gate.id == name:
                return reader.say(gate.title)
        for stage in pathway.stages:
            if stage.code == name:
                return reader.say(stage.title)
            if stage.milestone is not None and stage.milestone.id == name:
                return reader.say(stage.milestone.title)
            for made in stage.deliverables:
                if made.id == name:
                    return reader.say(made.title)
    return ""


def rule_sentence(need: Requirement, site: Site) -> str:
    """Return what a requirement asks, as a sentence, with titles in quotation marks."""
    _ = site.reader.words.gettext

    def quoted(name: str) -> str:
        title = _title(name, site)
        return _("“{title}”").format(title=title) if title else site.reader.word(name)

    phrase = demand(need, site.reader, quoted)
    return site.reader.sentence(f"{phrase[:1].upper()}{phrase[1:]}")
