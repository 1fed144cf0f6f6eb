"""The small part of every learner's record that others' pages need. Read first."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from wayfolio.model.names import EvidenceRef, LearnerId
from wayfolio.model.portfolio import GroupFile, LearnerFile, Visibility


class GroupWork(Struct, frozen=True, kw_only=True):
    """A piece of evidence with several authors; it lies in the first one's folder."""

    owner: LearnerId
    stem: EvidenceRef
    title: str
    on: date
    visibility: Visibility
    authors: tuple[LearnerId, ...]
    names: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    """What the work says about words that are names as well."""


class Roster(Struct, frozen=True, kw_only=True):
    """Every learner's file, the group files, and the work that several share."""

    learners: Mapping[LearnerId, LearnerFile] = field(default_factory=dict)
    groups: tuple[GroupFile, ...] = ()
    group_work: tuple[GroupWork, ...] = ()
