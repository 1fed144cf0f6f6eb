"""Nouns are what `dataclasses` would make of them, only later."""

import dataclasses
import pickle
from copy import deepcopy
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from wayfolio.model import nouns


def declared(dataclass: Any) -> Any:
    """Return the same noun, made by one or the other."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Piece:
        """A piece of work."""

        title: str
        tags: tuple[str, ...] = ()
        notes: list[str] = dataclasses.field(default_factory=list)
        line: int = dataclasses.field(default=0, compare=False)

    return Piece


@dataclasses.dataclass(frozen=True, slots=True)
class Usual:
    """What is compared with."""

    title: str
    count: int = 1


@nouns.dataclass(frozen=True, slots=True)
class Ours:
    """The same, of ours."""

    title: str
    count: int = 1


THEIRS, OURS = declared(dataclasses.dataclass), declared(nouns.dataclass)


def test_a_noun_says_the_same_of_itself() -> None:
    for made in ({"title": "Bridge"}, {"title": "Bridge", "tags": ("a",), "notes": ["b"]}):
        assert repr(OURS(**made)) == repr(THEIRS(**made))
    assert [one.name for one in fields(OURS)] == [one.name for one in fields(THEIRS)]
    assert OURS.__slots__ == THEIRS.__slots__
    assert OURS.__match_args__ == THEIRS.__match_args__
    assert repr(Ours("Bridge", 2)) == repr(Usual("Bridge", 2)).replace("Usual", "Ours")


def test_where_it_was_written_is_no_part_of_what_it_is() -> None:
    assert OURS(title="Bridge", line=3) == OURS(title="Bridge", line=9)
    assert OURS(title="Bridge") != OURS(title="Ferry")
    assert OURS(title="Bridge") != THEIRS(title="Bridge")
    assert hash(Ours("Bridge")) == hash(Ours("Bridge", 1))
    assert len({Ours("Bridge"), Ours("Bridge", 1), Ours("Bridge", 2)}) == 2


def test_each_has_a_list_of_its_own() -> None:
    first = OURS(title="Bridge")
    first.notes.append("wide")
    assert OURS(title="Bridge").notes == []


@pytest.mark.parametrize("noun", [THEIRS, OURS])
def test_a_noun_stays_as_it_is(noun: Any) -> None:
    made = noun(title="Bridge")
    with pytest.raises(FrozenInstanceError):
        made.title = "Ferry"
    with pytest.raises(FrozenInstanceError):
        del made.title
    assert nouns.replace(made, title="Ferry").title == "Ferry"
    assert made.title == "Bridge"


@pytest.mark.parametrize("noun", [THEIRS, OURS])
@pytest.mark.parametrize("wrong", [{}, {"title": "Bridge", "wide": 1}])
def test_a_noun_wants_its_fields_and_no_others(noun: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        noun(**wrong)


def test_a_noun_comes_back_from_memory_as_it_went() -> None:
    for made in (Ours("Bridge"), Ours("Bridge", 3)):
        assert pickle.loads(pickle.dumps(made)) == made
        assert deepcopy(made) == made
