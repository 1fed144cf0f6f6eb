"""What is the same for all learners of a build, and what each process makes of it once."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, field

from wayfolio.check.leaks import Scanner
from wayfolio.model.keys import Vault
from wayfolio.model.leaks import Private
from wayfolio.model.names import Language, LearnerId
from wayfolio.plan.private import PublicTexts
from wayfolio.render.frame.languages import SiteLanguage, make_site_languages
from wayfolio.render.frame.stamping import Frames
from wayfolio.school.learner import LoadedSchool


class WorkerContext(Struct, frozen=True, kw_only=True, eq=False):
    """Everything that makes a learner's pages, and where they go. The same for all learners."""

    school: LoadedSchool
    ready: Mapping[Language, Frames]
    """The frames of each language."""
    home: str | None
    """Where the site will stand, if the school says so."""
    staging: Path | None
    """The folder of the new site, or of what is new in it; None: nothing is written."""
    pictures: Path | None
    """The folder of pictures that earlier builds have made, with a folder for each learner."""
    names: Private
    """The names and ids of everybody that may not stand on a public page."""
    public_texts: PublicTexts
    """What everybody may read, whoever the learners are."""
    is_preview: bool = False
    """Whether pages have no content policy, and are not scanned."""
    vaults: Mapping[LearnerId, tuple[Vault, ...]] = field(default_factory=dict)
    """What families' keys open today, by learner."""
    keep_going: bool = False
    """Whether what has an error is left out, and the rest is made."""
    is_check: bool = False
    """Whether everything is looked at, and nothing is published."""
    unsure: Mapping[LearnerId, tuple[str, ...]] = field(default_factory=dict)
    """Learners of whom ratings may be missing, each with the group files that have errors."""


@lru_cache(maxsize=2)
def site_languages(context: WorkerContext) -> tuple[SiteLanguage, ...]:
    """Return the languages of a site, each with the renderer of its pages."""
    school = context.school
    index = school.catalogue.school.publish.index
    return tuple(
        make_site_languages(
            school.catalogue, context.ready, school.today, index=index, home=context.home
        )
    )


@lru_cache(maxsize=2)
def vault_languages_of(context: WorkerContext) -> tuple[SiteLanguage, ...]:
    """Return the languages of families' pages, each with the renderer of its pages."""
    from wayfolio.build import family_vaults

    return family_vaults.vault_languages(context.school.catalogue, context.school.today)


@lru_cache(maxsize=2)
def name_scanner(context: WorkerContext) -> Scanner:
    """Return what looks for everybody's names."""
    return Scanner(context.names)
