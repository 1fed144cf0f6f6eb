"""The small part of every learner's record that others' pages need. Read first."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from wayfolio.model.names import EvidenceRef, LearnerId, WorkRef
from wayfolio.model.portfolio import GroupFile, LearnerFile, Visibility


class GroupWork(Struct, frozen=True, kw_only=True):
    """A piece of evidence with several authors; it lies in the first one's folder."""

    owner: LearnerId
    stem: EvidenceRef
    title: str
    on: date
    visibility: Visibility
    authors: tuple[LearnerId, ...]
    """As the owner wrote them. Each of them must let the work be public."""
    named: frozenset[LearnerId] = frozenset()
    """Co-authors who have agreed. Pages name nobody else, and no other page shows the work."""
    names: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    """What the work says about words that are names as well."""

    @property
    def ref(self) -> WorkRef:
        """The work with its owner's name."""
        return WorkRef(f"{self.owner}/{self.stem}")


class Roster(Struct, frozen=True, kw_only=True):
    """Every learner's file, the group files, and the work that several share."""

    learners: Mapping[LearnerId, LearnerFile] = field(default_factory=dict)
    groups: tuple[GroupFile, ...] = ()
    group_work: tuple[GroupWork, ...] = ()

    def co_authored(self, learner: LearnerId) -> Mapping[WorkRef, str]:
        """Return the titles of others' work for which a learner is named."""
        return {work.ref: work.title for work in self.group_work if learner in work.named}

    def co_authors(self, owner: LearnerId) -> Mapping[EvidenceRef, frozenset[LearnerId]]:
        """Return the co-authors who may be named for a learner's own work, by the work."""
        return {work.stem: work.named for work in self.group_work if work.owner == owner}
