"""The titles of codes and ids, and the names of people."""

from collections.abc import Sequence

from wayfolio.model.names import (
    BadgeId,
    Code,
    ExperienceId,
    InstrumentId,
    PathwayId,
    PersonId,
)
from wayfolio.render.language.phrases import Naming
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import join_words
from wayfolio.render.parts.views import Site


def make_labels(site: Site) -> Naming:
    """Return a function from a code or an id to its title in the reader's language."""
    return lambda name: find_title(name, site) or site.reader.word(name)


def find_title(name: str, site: Site) -> str:
    """Return the title of a code or an id in the reader's language; an empty text if unknown."""
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
            if name in (stage.code, f"{pathway.pathway}/{stage.code}"):
                return reader.say(stage.title)
            if stage.milestone is not None and stage.milestone.id == name:
                return reader.say(stage.milestone.title)
            for deliverable in stage.deliverables:
                if deliverable.id == name:
                    return reader.say(deliverable.title)
    return ""


def signed_name(person: PersonId, site: Site) -> str:
    """Return a person's name, with who enters what they say where somebody else does."""
    people, _ = site.catalogue.school.people, site.reader.gettext
    if person not in people:
        return person
    writers = [people[writer].name for writer in people[person].written_by if writer in people]
    if not writers:
        return people[person].name
    return _("{name} (entered by {writers})").format(
        name=people[person].name, writers=_(", ").join(writers)
    )


def signed_names(people: Sequence[PersonId], site: Site) -> str:
    """Return the people of a `by:` as a phrase.

    Where one of them writes for themselves, that person has entered it.
    """
    known = site.catalogue.school.people
    if any(person in known and not known[person].written_by for person in people):
        names = [known[person].name if person in known else person for person in people]
    else:
        names = [signed_name(person, site) for person in people]
    return join_words(names, site.reader.gettext)
