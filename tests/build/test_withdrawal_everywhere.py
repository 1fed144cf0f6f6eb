"""A name in every place at once: gone on any machine, with any cache, whatever else is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from named_school import BROKEN, PLACES, Place, break_all, name_ana, published_school


def keep_cache(_: Place) -> None:
    """Build on the machine that built before."""


def move(place: Place) -> None:
    """Build on another machine, with `--carry`."""
    place.move_to_another_machine()


def move_with_damage(place: Place) -> None:
    """Build on another machine, with a file that does not open."""
    place.move_to_another_machine()
    place.carried.write_bytes(place.carried.read_bytes()[:5000])


def move_without_file(place: Place) -> None:
    """Build on another machine, where the sealed cache has not come."""
    place.move_to_another_machine()
    place.carried.unlink()


def lose_cache(place: Place) -> None:
    """Build where the cache of the first build is lost."""
    place.lose_cache()


MACHINES = (keep_cache, move, move_with_damage, move_without_file, lose_cache)
EVERYTHING = tuple(BROKEN)
LEFT_OUT = ("somebody's work", "somebody's file", "a group's file", "the engine's settings")
"""What `--keep-going` leaves out, and builds the rest."""


def withdraw(place: Place, machine: Callable[[Place], None], *, keep_going: bool = False) -> int:
    """Let the consent end, build, and return how many files the new site has."""
    place.withdraw()
    machine(place)
    carries = machine not in (keep_cache, lose_cache)
    report = place.build(carries=carries, keep_going=keep_going)
    assert report.pages or report.taken_down
    return report.pages


def assert_gone_from_every_place(place: Place) -> None:
    """Not a byte of the name is left, and each place is there without it or taken down."""
    parts = [part.lower() for part in place.parts()]
    left = {
        PLACES[number]
        for number in PLACES
        if any(name_ana(number).lower().encode() in part for part in parts)
    }
    assert left == set()
    assert not any(b"ana lund" in part or b"learners/ana/" in part for part in parts)
    assert not place.has("learners/ana")
    assert not place.has("ana-lund.css")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a copy of the school whose site names Ana in every place."""
    return published_school().copy(tmp_path / "school")


@pytest.mark.parametrize("machine", MACHINES)
def test_with_everything_else_broken_it_is_gone_from_every_place(
    place: Place, machine: Callable[[Place], None]
) -> None:
    break_all(EVERYTHING)(place.root)

    assert withdraw(place, machine) == 0

    assert_gone_from_every_place(place)


@pytest.mark.parametrize(
    "machine",
    [move, *(pytest.param(each, marks=pytest.mark.long) for each in MACHINES if each is not move)],
)
def test_it_is_gone_from_every_place_of_a_site_that_is_built_again(
    place: Place, machine: Callable[[Place], None]
) -> None:
    assert withdraw(place, machine) > 0

    assert_gone_from_every_place(place)
    for path in ("index.html", "news/index.html", "learners/ben/evidence/raft/index.html"):
        assert place.has(path)


@pytest.mark.long
@pytest.mark.parametrize("machine", MACHINES)
def test_it_is_gone_from_every_place_where_what_is_wrong_is_left_out(
    place: Place, machine: Callable[[Place], None]
) -> None:
    break_all(LEFT_OUT)(place.root)

    assert withdraw(place, machine, keep_going=True) > 0

    assert_gone_from_every_place(place)
