"""A page of the site, and who may see it."""

from typing import Generic, TypeVar

from msgspec import Struct


class Public:
    """Everybody."""


class Family:
    """One learner's family, and the learner who owns the consent."""


class Staff:
    """The school's own people."""


class Sealed:
    """Whoever holds a key to it. For everybody else it is a file of chance bytes."""


class Editors:
    """Learners and educators who write, in forms that talk to the git host."""


Audience = TypeVar("Audience", Public, Family, Staff, Editors)
"""Invariant, so that a page for a family is never accepted where a public one is written."""


Edition = TypeVar("Edition", Public, Family, Staff, Editors, Sealed)
"""`Sealed` is no audience for which anything is chosen or said: it only lies in a site."""


class Page(Struct, Generic[Edition], frozen=True):
    """The bytes at one address of one audience's edition.

    `path` is from the site's root: "learners/amara/", "learners/amara/evidence/x/map.png".
    """

    # No slots: a generic class with frozen slots cannot be made as `Page[Public](...)` in 3.11.
    path: str
    content: bytes
    own: bytes | None = None
    """What of it does not stand in its frame, and so on no other page; None: all of it."""
