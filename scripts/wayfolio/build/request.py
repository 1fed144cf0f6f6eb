"""What a caller decides about a build."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from wayfolio.model.engine import EngineOutput
from wayfolio.model.keys import Keys
from wayfolio.repository.git import PendingStatus


class BuildRequest(Struct, frozen=True, kw_only=True):
    """Everything that a caller decides about a build of the public edition."""

    root: Path
    today: date
    folder: Path | None = None
    """The folder to publish into; None: the school's `site/`."""
    engine: EngineOutput | None = None
    """What the site engine made, where the caller has run it already."""
    secret: bytes | None = None
    """The school's build secret."""
    keys: Keys | None = None
    """With keys, the family edition lies sealed in `family/`. They need the secret."""
    is_preview: bool = False
    """For a server on this machine: no content policy, no search, no last look for leaks."""
    is_searchable: bool = True
    is_check: bool = False
    """Whether the build only says what is wrong: nothing is written but its own cache."""
    keep_going: bool = False
    """Whether work, or a learner, that has an error is left out and the rest is built."""

    # What follows changes how a build runs, and nothing of what it publishes.

    jobs: int = 1
    cluster: str | None = None
    """The address of a Dask scheduler."""
    cache_folder: Path | None = None
    """The folder of the cache; None: everything is built, and nothing is kept."""
    is_anew: bool = False
    """Whether everything is built, whatever the cache says."""
    user_home: Path | None = None
    """The user's own folder in which the program's version is kept; None: nowhere."""
    carried_cache: Path | None = None
    """The sealed file in which the cache comes from another machine and goes on to the next."""
    verifies_files: bool = False
    """Whether each file of the site is compared with the cache, instead of trusting the cache."""
    pending: PendingStatus | None = None
    """Git's list of changed files, where it was started while the program was loaded."""
    report_progress: Callable[[int, int, str], None] = field(default=lambda _done, _all, _who: None)
    """Called with how many learners of how many are done, and who was last."""
    report_phase: Callable[[str], None] = field(default=lambda _phase: None)
    """Called when a phase of the build begins."""

    @property
    def site(self) -> Path:
        """The folder to publish into."""
        return (self.folder or self.root / "site").resolve()

    @property
    def has_search(self) -> bool:
        """Whether the site gets a search index."""
        return self.is_searchable and not self.is_preview

    @property
    def imports_cache(self) -> bool:
        """Whether the cache comes from another machine."""
        return self.carried_cache is not None and self.cache_folder is not None
