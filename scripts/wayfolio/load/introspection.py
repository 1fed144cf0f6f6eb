"""Reads from the model's types which keys, words and names may stand where in the files."""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from wayfolio.model import frameworks, names, pathways, school, teaching
from wayfolio.model.structs import Written, fields, is_noun
from wayfolio.model.text import Text

DEFINERS = frozenset(
    {
        frameworks.Area,
        frameworks.Competency,
        frameworks.Framework,
        frameworks.Skill,
        pathways.Badge,
        pathways.Deliverable,
        pathways.Experience,
        pathways.Gate,
        pathways.Milestone,
        pathways.Pathway,
        pathways.Stage,
        school.Group,
        school.Partner,
        teaching.Instrument,
    }
)
"""Nouns whose first field is their own name."""

ID = r"[a-z0-9][a-z0-9-]{0,63}"
CODE = r"[A-Za-z0-9][A-Za-z0-9.-]{0,31}"
STEM = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}-{ID}"
"""The name of a file that belongs to a day, without its ending."""
PATTERNS = {
    "Language": (r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as en or pt-BR"),
    "Timezone": (
        r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*",
        "a time zone such as Europe/Berlin or America/New_York",
    ),
    "EvidenceRef": (
        rf"({ID}/)?{STEM}",
        "the name of an evidence file, such as 2027-03-01-the-meal",
    ),
    "WorkRef": (
        rf"{ID}/{STEM}",
        "a learner and the name of an evidence file, such as ana/2027-03-01-the-meal",
    ),
    "TaskRef": (STEM, "the name of a task's file, such as 2027-03-01-bus-map"),
    "StageRef": (rf"{ID}/{CODE}", "pathway/stage"),
    "DeliverableRef": (rf"{ID}/{CODE}/{ID}", "pathway/stage/deliverable"),
} | dict.fromkeys(
    ("AreaCode", "CompetencyCode", "SkillCode", "Code", "StageCode", "TermCode"),
    (CODE, "letters, digits, dots and hyphens"),
)
IDS = (ID, "lower-case letters, digits and hyphens")
INTEGER = "(0|[1-9][0-9]{0,8})"
NUMBER = r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
EARLIEST = 1900
"""The first year of a day: what is earlier is a slip of the keyboard."""


@cache
def type_label(kind: str) -> str:
    """Return what readers call an identifier: `SkillCode` is the name of a skill."""
    if kind == "Slug":
        return "a name"
    known = {
        "EvidenceRef": "piece of evidence",
        "WorkRef": "piece of evidence",
        "Code": "competency or skill",
        "StageRef": "stage",
        "TaskRef": "task",
        "DeliverableRef": "deliverable",
        "PolicyName": "policy",
        "Timezone": "time zone",
    }
    word = known.get(kind, kind.removesuffix("Id").removesuffix("Code").lower())
    return f"the name of {'an' if word[0] in 'aeiou' else 'a'} {word}"


def nearest_key(word: str, known: list[str] | tuple[str, ...]) -> str | None:
    """Return the known word that is most like `word`, if one is."""
    lower = {k.lower(): k for k in known}
    near = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return lower[near[0]] if near else None


@cache
def key_of(field_name: str) -> str:
    """Return the key that an author types for a field: `from_` is `from`."""
    return field_name.removesuffix("_")


@cache
def hints_of(noun: type) -> dict[str, Any]:
    """Return the resolved types of a noun's fields, but for where it was written."""
    written = fields(noun)
    return {name: hint for name, hint in get_type_hints(noun).items() if name in written}


@cache
def has_place(noun: type) -> bool:
    """Whether a noun records where it was written."""
    return issubclass(noun, Written)


@cache
def first_key(noun: type) -> str:
    """Return the key that tells one shape of a choice from the others."""
    return key_of(fields(noun)[0])


@cache
def words_of(hint: Any) -> tuple[str, ...]:
    """Return the words that may stand in a place of fixed words, else nothing."""
    if get_origin(hint) is Literal:
        return tuple(str(word) for word in get_args(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return tuple(hint)
    return ()


@cache
def is_choice(hint: Any) -> bool:
    """Whether a type is a union."""
    return get_origin(hint) in (Union, UnionType)


@cache
def is_mapping(hint: Any) -> bool:
    """Whether a type has keys that the author chooses."""
    return get_origin(hint) in (Mapping, dict)


@cache
def accepts_keys(hint: Any) -> bool:
    """Whether keys with values may stand in a place."""
    return hint is Text or is_noun(hint) or is_choice(hint)


@cache
def expected_words(hint: Any) -> str:
    """Return what belongs in a place, in the author's words."""
    if words := words_of(hint):
        return f"one of {', '.join(words)}"
    if isinstance(hint, NewType):
        return type_label(hint.__name__)
    if get_origin(hint) is tuple:
        return "a list"
    plain = {str: "text", Text: "text", int: "a whole number", Fraction: "a number"}
    plain |= {date: "a day such as 2027-03-12", bool: "true or false"}
    return plain.get(hint, "what belongs to it (docs/format.md shows an example)")


@cache
def kinds_defined(hint: Any) -> frozenset[str]:
    """Return the kinds of names that a file of a type defines."""
    kinds = {
        hints_of(noun)[fields(noun)[0]].__name__ for noun in nouns_in(hint) if noun in DEFINERS
    }
    kinds |= {
        get_args(part)[0].__name__
        for part in _parts(hint, set())
        if is_mapping(part) and defines_names(*get_args(part))
    }
    if "StageCode" in kinds:
        kinds |= {"StageRef", "DeliverableRef"}
    return frozenset(kinds)


@cache
def defines_names(key: Any, value: Any) -> bool:
    """Whether the keys of a mapping define names. A learner is defined by a folder alone."""
    return isinstance(key, NewType) and key is not names.LearnerId and is_noun(value)


def nouns_in(hint: Any) -> list[Any]:
    """Return the nouns that may stand in a place or below it, in the order of the types."""
    return [part for part in _parts(hint, set()) if is_noun(part)]


def _parts(hint: Any, seen: set[Any]) -> Iterator[Any]:
    if hint in seen:
        return
    seen.add(hint)
    yield hint
    if is_noun(hint) and isinstance(hint, type) and hint is not Text:
        for below in hints_of(hint).values():
            yield from _parts(below, seen)
    for below in get_args(hint):
        if isinstance(below, type) or get_args(below):
            yield from _parts(below, seen)
