"""What a branch changes: which files, what readers will see of it, and who may write what."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct, field

from wayfolio.model.claims import Claim
from wayfolio.model.diagnostics import NOWHERE, Location
from wayfolio.model.names import BadgeId, EvidenceRef, LearnerId, PersonId
from wayfolio.model.portfolio import Confirmable


class FileChange(Struct, frozen=True, kw_only=True, order=True):
    """One file that a branch adds, changes or takes away. A renamed file is two of them."""

    path: str
    """From the school's folder; what lies outside of it begins with `../`."""
    before: str | None
    """Git's mode of the file, such as 100644; None where it was not there."""
    after: str | None


class Statement(Struct, frozen=True, kw_only=True):
    """A record signed by a person: an occasion, a placement, a conference, a support."""

    by: tuple[PersonId, ...]
    said: str
    """An id of all that it says."""
    at: Location = NOWHERE
    is_support: bool = False


class StatementsChange(Struct, frozen=True, kw_only=True):
    """What a changed file says in people's names; None where it cannot be read."""

    path: str
    before: tuple[Statement, ...] | None
    after: tuple[Statement, ...] | None


class Writers(Struct, frozen=True, kw_only=True):
    """Whose login may write what, as the branch says into which a change is to go.

    Logins are in lower case and ASCII: hosts do not tell `Ana` from `ana`, and a letter that only
    looks like another is another.
    """

    staff: frozenset[str] = frozenset()
    """Teachers, coaches and administrators: everything, but occasions in their own name."""
    administrators: frozenset[str] = frozenset()
    """Everything, also what others rated."""
    mentors: frozenset[str] = frozenset()
    """Learners' plans as well."""
    helpers: frozenset[str] = frozenset()
    """Tutors, mentors, employers and others from outside: occasions in their own name, and the
    supports that they lead."""
    is_called: Mapping[str, PersonId] = field(default_factory=dict)
    """Login -> the name under which `school.yml` has it."""
    speaks_for: Mapping[str, frozenset[PersonId]] = field(default_factory=dict)
    """Login -> whose occasions it may write: its own person's, and theirs who have said so."""
    leads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Path of each support that a branch touches -> who leads it; nobody does where it is new."""
    learners: Mapping[LearnerId, frozenset[str]]
    """Evidence and plan of their own. Only the learners whose folders a branch touches."""


class Visibility(StrEnum):
    """Who sees a piece of evidence, and why not everybody."""

    PUBLIC = "public"
    DRAFT = "draft"
    STAFF = "staff"
    FAMILY = "family"
    NO_CONSENT = "no consent"
    CO_AUTHOR = "a co-author without consent"
    NAMED = "somebody is named in the address"
    NOBODY = "the school publishes no learner"


class Appearance(Struct, frozen=True, kw_only=True, order=True):
    """What becomes of one piece of evidence."""

    learner: LearnerId
    stem: EvidenceRef
    title: str
    before: Visibility | None
    """None where it is new."""
    after: Visibility | None
    """None where it is taken away."""
    until: date | None = None
    """The last day of the consent that makes it public, where it has one."""


class FigureMove(Struct, frozen=True, kw_only=True):
    """A figure of one learner that is another one afterwards."""

    learner: LearnerId
    code: str
    before: Fraction | None
    after: Fraction | None
    digits: int = 1


class ChangedAfter(Struct, frozen=True, kw_only=True):
    """A confirmed detail of a piece of work that has been changed since."""

    learner: LearnerId
    stem: EvidenceRef
    what: Confirmable
    on: date
    by: tuple[PersonId, ...]


class BranchSummary(Struct, frozen=True, kw_only=True):
    """What a branch does to one learner's pages."""

    learner: LearnerId
    name: str
    appearances: tuple[Appearance, ...] = ()
    moves: tuple[FigureMove, ...] = ()
    earned: tuple[BadgeId, ...] = ()
    lost: tuple[BadgeId, ...] = ()
    joined: tuple[str, ...] = ()
    """The titles of others' work for which the learner is named from now on."""
    left: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    """What the learner newly says of a piece of work, and nobody has confirmed."""
    settled: tuple[Claim, ...] = ()
    """What was claimed before, and is confirmed or dismissed or no longer said."""
    changed_after: tuple[ChangedAfter, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether anything is another thing than before."""
        pages = (self.appearances, self.joined, self.left, self.claims, self.settled)
        return any((*pages, self.moves, self.earned, self.lost))
