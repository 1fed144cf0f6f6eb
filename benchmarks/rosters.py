"""Imports an invented OneRoster export of any size three times, and says what each time cost.

The second import changes nothing. Before the third, some learners have another name, a third have
moved to another homeroom, some have left and some are new.

    python benchmarks/rosters.py FOLDER --learners 10000
"""

import argparse
import csv
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from invented_words import FIRST_NAMES, LAST_NAMES
from measuring import measure_command

CLASS_SIZE = 25
COURSES = 6
"""Classes of each learner beside the homeroom."""
LIMIT = 3600.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Student:
    """A student of the export."""

    number: int
    first: str
    last: str
    room: int
    has_left: bool = False


def invent_students(count: int) -> list[Student]:
    """Return students, the same ones for the same count."""
    chance = random.Random("one roster")
    return [
        Student(number, chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES), number // CLASS_SIZE)
        for number in range(count)
    ]


def pass_a_year(students: Sequence[Student]) -> list[Student]:
    """Return the students a year later: some renamed, moved, gone, and new."""
    chance = random.Random("a year later")
    rooms = max(1, len(students) // CLASS_SIZE)
    later = []
    for student in students:
        last = f"{student.last}-Marsh" if chance.random() < 0.03 else student.last
        room = (student.room + 1) % rooms if chance.random() < 0.33 else student.room
        if chance.random() < 0.95:
            later.append(Student(student.number, student.first, last, room, chance.random() < 0.02))
    new = invent_students(len(students) + len(students) // 20)[len(students) :]
    return later + [Student(s.number, s.first, s.last, s.room % rooms) for s in new]


def write_export(folder: Path, students: Sequence[Student]) -> None:
    """Write the files of an export."""
    folder.mkdir(parents=True, exist_ok=True)
    rooms = max((student.room for student in students), default=0) + 1
    _write(
        folder / "users.csv",
        ["sourcedId", "status", "enabledUser", "role", "username", "givenName", "familyName"],
        ([f"u{s.number}", _status(s), "true", "student", _login(s), s.first, s.last]
         for s in students),
    )  # fmt: skip
    _write(
        folder / "classes.csv",
        ["sourcedId", "status", "title", "classCode", "classType"],
        (
            [f"c{n}", "active", f"Room {n}", f"R{n}", "homeroom"]
            if n < rooms
            else [f"c{n}", "active", f"Course {n}", f"C{n}", "scheduled"]
            for n in range(rooms * 2)
        ),
    )
    _write(
        folder / "enrollments.csv",
        ["sourcedId", "status", "classSourcedId", "userSourcedId", "role"],
        (
            [f"e{s.number}-{n}", "active", f"c{room}", f"u{s.number}", "student"]
            for s in students
            for n, room in enumerate([s.room, *(rooms + (s.number + k) % rooms
                                                for k in range(COURSES))])
        ),
    )  # fmt: skip


def _status(student: Student) -> str:
    return "tobedeleted" if student.has_left else "active"


def _login(student: Student) -> str:
    return f"{student.first.lower()}.{student.number}"


def _write(file: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *rows])


def measure_imports(folder: Path, count: int) -> None:
    """Make a school, import three times, and print the cost of each."""
    wayfolio = [sys.executable, "-m", "wayfolio.cli.main"]
    school, export = folder / "school", folder / "export"
    students = invent_students(count)
    write_export(export, students)
    rooms = folder / "rooms.csv"
    lines = (export / "classes.csv").read_text("utf-8").splitlines()
    rooms.write_text("\n".join(line for line in lines if "scheduled" not in line), "utf-8")
    measure_command([*wayfolio, "new", "school", str(school)], folder, limit=LIMIT)
    steps = [
        ("groups", ["groups", str(rooms)]),
        ("first import", ["oneroster", str(export)]),
        ("second import", ["oneroster", str(export)]),
        ("third import", ["oneroster", str(export), "--rename"]),
    ]
    for name, arguments in steps:
        if name == "third import":
            write_export(export, pass_a_year(students))
        report = ["--report", str(folder / f"{name}.csv")]
        command = [*wayfolio, "import", *arguments, "--write", *report]
        cost = measure_command(command, school, limit=LIMIT)
        print(f"{name}: {cost.wall:.1f} s, {cost.cpu:.1f} s CPU, {cost.largest:.0f} MiB")
        print(f"  {_count_outcomes(folder / f'{name}.csv')}", flush=True)


def _count_outcomes(report: Path) -> str:
    with report.open(encoding="utf-8-sig", newline="") as text:
        outcomes = [row["outcome"] for row in csv.DictReader(text)]
    kinds = [kind for kind in dict.fromkeys(outcomes) if kind != "read"]
    return ", ".join(f"{outcomes.count(kind)} lines {kind}" for kind in kinds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--learners", type=int, default=10_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    measure_imports(options.folder, options.learners)
