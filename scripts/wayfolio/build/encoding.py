"""Values of the cache as MessagePack, and back: typed, so that reading them can never run code."""

from abc import ABC
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from sqlite3 import DatabaseError
from typing import Any, TypeVar

from msgspec import DecodeError
from msgspec.msgpack import Decoder, Encoder

from wayfolio.model.frameworks import Mark
from wayfolio.model.names import LearnerId, SkillCode
from wayfolio.model.portfolio import Demonstration, GroupFile, Rated

Value = TypeVar("Value")


class CacheUnreadable(DatabaseError):
    """The cache holds bytes that no build of this version has written. Everything is rebuilt."""


class LevelOrMark(ABC):  # noqa: B024 - a name for two classes that share nothing
    """A level or a mark as one type, because a decoder accepts no union with `Fraction`."""


LevelOrMark.register(Fraction)
LevelOrMark.register(Mark)


def encode(value: object) -> bytes:
    """Return a value as MessagePack."""
    return _ENCODER.encode(value)


def decode(content: bytes, kind: type[Value]) -> Value:
    """Return the value of a type that bytes encode. Errors: CacheUnreadable."""
    try:
        value: Value = _decoder(kind).decode(content)  # type: ignore[arg-type] # types are hashable
    except (DecodeError, ValueError, TypeError, ZeroDivisionError) as error:
        raise CacheUnreadable("the cache is damaged") from error
    return value


@cache
def _decoder(kind: Any) -> "Decoder[Any]":
    return Decoder(kind, dec_hook=_from_plain)


def _to_plain(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise NotImplementedError(f"the cache cannot hold a {type(value).__name__}")


def _from_plain(kind: type, plain: str) -> object:
    if kind is LevelOrMark and "/" not in plain:
        return Mark(plain)
    if kind in (Fraction, LevelOrMark):
        numerator, _, denominator = plain.partition("/")
        return Fraction(int(numerator), int(denominator))
    raise NotImplementedError(f"the cache cannot hold a {kind.__name__}")


_ENCODER = Encoder(enc_hook=_to_plain)


# ---- group files, whose ratings are levels or marks ----------------------------------------------


class _StoredRating(Rated, frozen=True, kw_only=True, tag="Rated"):
    level: LevelOrMark  # type: ignore[assignment]


class _StoredOccasion(Demonstration, frozen=True, kw_only=True, tag="Demonstration"):
    ratings: Mapping[SkillCode, tuple[_StoredRating, ...]]


class StoredGroupFile(GroupFile, frozen=True, kw_only=True):
    """A group file as the cache decodes it."""

    occasion: _StoredOccasion | None = None
    learners: Mapping[LearnerId, Mapping[SkillCode, tuple[_StoredRating, ...]]]


def restore_group_file(stored: StoredGroupFile) -> GroupFile:
    """Return the group file that `encode` was given."""
    occasion = stored.occasion
    # Whatever else a group file may hold is stored as it is.
    kept = {name: getattr(stored, name) for name in GroupFile.__struct_fields__}
    rated = {
        "occasion": occasion
        and Demonstration(**_fields(occasion) | {"ratings": _restore_ratings(occasion.ratings)}),
        "learners": {
            learner: _restore_ratings(ratings) for learner, ratings in stored.learners.items()
        },
    }
    return GroupFile(**kept | rated)


def _restore_ratings(
    stored: Mapping[SkillCode, Iterable[Rated]],
) -> dict[SkillCode, tuple[Rated, ...]]:
    return {
        skill: tuple(Rated(**_fields(rating)) for rating in ratings)
        for skill, ratings in stored.items()
    }


def _fields(stored: Rated | Demonstration) -> dict[str, Any]:
    return {name: getattr(stored, name) for name in stored.__struct_fields__}
