"""The cache holds typed values: whatever else it is given is refused, and nothing of it runs."""

import pickle
import sqlite3
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec import Struct

from growing_school import Growing, new_school
from wayfolio.build.cache import BuildCache
from wayfolio.build.cache_tables import DATABASE
from wayfolio.build.encoding import (
    CacheUnreadable,
    StoredGroupFile,
    decode,
    encode,
    restore_group_file,
)
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import LearnerId, PersonId, SkillCode, Slug, TaskRef
from wayfolio.model.portfolio import Demonstration, GroupFile, ItemAnswer, Rated
from wayfolio.model.support_files import (
    Closing,
    Dosage,
    GroupContact,
    GroupSession,
    Presence,
    Support,
)
from wayfolio.model.tasks import GivenTask, RevisionRequest, TaskTerms, TaskWord
from wayfolio.model.text import Text


class Planted:
    """An object that leaves a trace where somebody unpickles it."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.trace,)


class Pair(Struct, frozen=True):
    """A value that takes a moment to make."""

    words: tuple[str, ...]
    share: Fraction


BLOBS = {"value": "value", "row": "row", "roster": "row", "diagnostic": "diagnostics"}
"""The column of each table that holds an encoded value."""


@pytest.mark.parametrize("kind", ["pickle", "other types", "noise"])
def test_a_cache_with_foreign_bytes_is_refused_and_everything_is_rebuilt(
    tmp_path: Path, kind: str
) -> None:
    school = Growing(new_school(tmp_path / "school"))
    assert school.build().is_clean
    trace = tmp_path / "trace"
    foreign = {
        "pickle": pickle.dumps(Planted(trace)),
        "other types": encode({"type": "Planted", "trace": str(trace)}),
        "noise": b"\xc1\xff\x00",
    }[kind]
    with sqlite3.connect(school.cache_folder / DATABASE) as db:
        for table, column in BLOBS.items():
            db.execute(f"update {table} set {column} = ?", (foreign,))

    report = school.build()

    assert report.is_clean
    assert report.rebuilt_learners == report.learners
    assert not trace.exists()
    assert school.site() == school.build_clean()


def test_a_value_is_made_once_for_each_version() -> None:
    cache = BuildCache(None)
    calls = []

    def make() -> Pair:
        calls.append("made")
        return Pair(("paper", "bridge"), Fraction(2, 3))

    first = cache.cached("pair", "1", Pair, make)
    assert cache.cached("pair", "1", Pair, make) == first
    assert len(calls) == 1
    assert cache.cached("pair", "2", Pair, make) == first
    assert len(calls) == 2
    assert cache.get("pair", "1", Pair) is None


def test_levels_and_marks_of_group_files_come_back_as_they_were() -> None:
    ratings = (Rated(level=Fraction(7, 2)), Rated(level=Mark.MISSED))
    file = GroupFile(learners={LearnerId("ana"): {SkillCode("MTH.1"): ratings}})

    stored = decode(encode(file), StoredGroupFile)

    assert restore_group_file(stored) == file


def test_all_that_a_group_file_may_hold_comes_back() -> None:
    """A key that is new, and not stored, would be lost in the second build."""
    ana, monday = LearnerId("ana"), date(2026, 10, 5)
    rosa = PersonId("rosa")
    planned = Dosage(from_=monday, minutes=45, days=("mon",), weeks=2)
    file = GroupFile(
        occasion=Demonstration(
            date=monday,
            kind=Slug("studio"),
            by=(rosa,),
            ratings={SkillCode("MTH.1"): (Rated(level=Fraction(3)),)},
        ),
        learners={ana: {SkillCode("MTH.1"): (Rated(level=Mark.MISSED),)}},
        items={ana: {Slug("bus"): ItemAnswer(right=True, model=Slug("drawn"))}},
        support=Support(kind="tutoring", by=rosa, planned=planned, closed=Closing(on=monday)),
        sessions=(GroupSession(date=monday, minutes=45, learners={ana: Presence(ticket="1/2")}),),
        contacts=(GroupContact(date=monday, with_=Slug("home"), learner=ana),),
        task=GivenTask(
            name=TaskRef("2026-10-05-reading"),
            on=monday,
            by=rosa,
            task=TaskTerms(title=Text("Read it aloud"), due=date(2026, 10, 9)),
        ),
        task_words={ana: TaskWord(revise=RevisionRequest(on=monday, why="Louder"))},
        stem=Slug("2026-10-05-reading"),
    )
    unset = [
        name
        for name in GroupFile.__struct_fields__
        if getattr(file, name) == getattr(GroupFile(), name)
    ]
    assert unset == [], "the test has to fill every field"

    assert restore_group_file(decode(encode(file), StoredGroupFile)) == file


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(CacheUnreadable, match="damaged"):
        decode(encode(Pair(("paper",), Fraction(1))), StoredGroupFile)
