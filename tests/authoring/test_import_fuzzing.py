"""Any table is imported without a traceback, and each of its rows is settled once."""

import csv
import io
import itertools
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports import FUZZ_SECONDS, write_school
from wayfolio.authoring.import_groups import draft_groups
from wayfolio.authoring.import_learners import RosterOptions, draft_learners
from wayfolio.authoring.import_photos import draft_photos
from wayfolio.authoring.import_rating_lists import RatingListOptions, draft_rating_list
from wayfolio.authoring.imports import write_import
from wayfolio.authoring.new import AuthoringSession, open_session
from wayfolio.load.plain_words import clean_signs
from wayfolio.load.portfolio import find_unfit_id
from wayfolio.load.tables import NotReadable, fold_heading
from wayfolio.model.import_report import RowOutcome
from wayfolio.write.drafts import Draft

TODAY = date(2027, 3, 12)
SETTLED = (RowOutcome.TAKEN, RowOutcome.CHANGED, RowOutcome.LEFT, RowOutcome.UNCHANGED)
USUAL = (
    *("", "Ana Lund", "ana", "ana-l", "Lund, Ana", "Bo Ek", "Bo", "Ek", "李小龙", "محمد", "\u200b"),
    *(
        "harbor",
        "Harbor House",
        "brook",
        "sea",
        "u1",
        "u2",
        "A1",
        "7",
        "con",
        "staff",
        "☂",
        "x" * 90,
    ),
    *("a@b.example", "student", "teacher", "parent", "active", "tobedeleted", "true", "false", "0"),
    *("MTH.1", "mth.2", "3", "2,5", "M", "Done", "2026-09-04", "03/04/2026", "25/12/2026", "46269"),
    *("rosa", "cal", "studio", "c1", "c2", "homeroom", "../x", "a\nb", '"', "''", "null", "{a: b}"),
)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""What a busy machine is excused for."""
Rows = list[list[str]]
Import = Callable[[AuthoringSession, Path], Draft]
OPTIONS = RosterOptions()
IMPORTS: dict[str, tuple[Sequence[str], Import]] = {
    "learners": (
        ("name", "preferred name", "first", "last", "group", "login", "id", "number", "status"),
        lambda session, file: draft_learners(session, "learners", file, OPTIONS),
    ),
    "groups": (("title", "id", "in", "band", "sourcedId"), draft_groups),
    "ratings": (
        ("learner", "skill", "level", "date", "by", "kind", "note"),
        lambda session, file: draft_rating_list(session, file, RatingListOptions(by="cal")),
    ),
    "photos": (("file", "learner", "title", "date", "alt", "text", "shows"), draft_photos),
    "oneroster": (
        ("sourcedId", "status", "enabledUser", "role", "username", "givenName", "familyName"),
        lambda session, file: draft_learners(session, "oneroster", file, OPTIONS),
    ),
}
cells = st.sampled_from(USUAL) | st.text(max_size=12)


def tables(kind: str) -> st.SearchStrategy[Rows]:
    """Return tables of a kind of import, with short and long rows."""
    width = len(IMPORTS[kind][0])
    return st.lists(st.lists(cells, min_size=1, max_size=width + 1), max_size=12)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> AuthoringSession:
    root = tmp_path_factory.mktemp("fuzzing") / "school"
    write_school(root)
    return open_session(root, TODAY)


def write_table(folder: Path, kind: str, rows: Rows) -> Path:
    """Write a table, for OneRoster with classes and enrollments."""
    folder.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    csv.writer(out).writerows([IMPORTS[kind][0], *rows])
    file = folder / "users.csv"
    file.write_bytes(out.getvalue().encode("utf-8", "replace"))
    (folder / "classes.csv").write_text("sourcedId,title,classType\nc1,Harbor House,homeroom\n")
    (folder / "enrollments.csv").write_text("classSourcedId,userSourcedId\nc1,u1\nc1,u2\nc2,u1\n")
    return file


def require_each_row_settled_once(
    session: AuthoringSession, kind: str, rows: Rows, folder: Path
) -> Draft | None:
    """Import a table; each row of it must have one outcome. Return None where it is no table."""
    file = write_table(folder, kind, rows)
    try:
        draft = IMPORTS[kind][1](session, file)
    except NotReadable:
        return None
    counted = sum(any(clean_signs(cell).strip() for cell in row) for row in rows)
    assert sum(draft.report.count_rows(outcome) for outcome in SETTLED) == counted
    lines = [
        line.at.line
        for line in draft.report.lines
        if line.rows == 1 and line.at.line and line.outcome in SETTLED
    ]
    assert len(set(lines)) == len(lines)
    learners = [Path(path).parts[1] for path in draft.files if path.startswith("portfolios/")]
    assert all(find_unfit_id(learner) is None for learner in learners)
    return draft


@pytest.mark.parametrize("kind", IMPORTS)
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(rows=st.data())
def test_each_row_of_any_table_is_settled_once(
    kind: str, session: AuthoringSession, rows: st.DataObject, tmp_path: Path
) -> None:
    require_each_row_settled_once(session, kind, rows.draw(tables(kind)), tmp_path / "in")


def require_second_import_changes_nothing(kind: str, rows: Rows, folder: Path) -> None:
    """Write an import into a school of its own, and import again."""
    root = folder / "school"
    write_school(root)
    first = open_session(root, TODAY)
    draft = require_each_row_settled_once(first, kind, rows, folder / "in")
    if draft is None:
        return
    written = write_import(first, draft)
    assert written.errors == ()
    again = require_each_row_settled_once(open_session(root, TODAY), kind, rows, folder / "in")
    assert again is not None
    assert again.files == {}


EACH_KIND = {
    "learners": [
        ["Bo Ek", "", "", "", "harbor", "bo", "", "A1", ""],
        ["李小龙", "", "", "", "sea"],
    ],
    "groups": [["Sea", "", "Harbor House", "", "c1"], ["☂", "", "Sea"]],
    "ratings": [["ana", "MTH.1", "3", "2026-09-04", "", "", ""], ["ben", "MTH.2", "M", "46269"]],
    "photos": [["a.jpg", "ana", "T", "2026-09-04", "x"]],
    "oneroster": [["u1", "", "", "student", "ana@b.example", "Bo", "Ek"]],
}


@pytest.mark.parametrize("kind", IMPORTS)
def test_a_second_import_changes_nothing(kind: str, tmp_path: Path) -> None:
    require_second_import_changes_nothing(kind, EACH_KIND[kind], tmp_path)


UNSTABLE: dict[str, tuple[str, Rows]] = {
    "a learner's id that no file can hold": (
        "learners",
        [["", "", "Ana Lund", "Ana Lund", "", "", "\x1b"]],
    ),
    "a group that is known elsewhere by the title of the one it is in": (
        "groups",
        [["ana", "", "Ana Lund", "", "Ana Lund"], ["Ana Lund"]],
    ),
    "two groups of one title, of which one is in a group that is not there": (
        "groups",
        [["Ana Lund", "", "ana", "", "ana"], ["Ana Lund", "Ana Lund"]],
    ),
    "two rows that may be one group of the school": (
        "groups",
        [["ana", "Ana Lund", "ana", "", "Ana Lund"], ["Ana Lund"]],
    ),
    "a title that ends in a blank and a character that nobody sees": (
        "groups",
        [["×\n\U00010a18"]],
    ),
    "titles of nothing but punctuation": ("groups", [[":"], ["Ana Lund", "", '"']]),
    "a group's id that no file can hold": ("groups", [["Ana Lund", "", "", "\x1b"]]),
    "a note with characters that no file can hold": (
        "ratings",
        [["ana", "MTH.1", "3", "2026-09-04", "", "\x00", "a\x1bb\x7f"]],
    ),
    "two groups of one title, one without an id": (
        "groups",
        [["ana"], ["ana", "", "Ana Lund", "", "Ana Lund"]],
    ),
    "the same, the other way round": ("groups", [["ana", "", "sea", "", "u1"], ["ana"]]),
    "two ids that are spelled alike, of which one is of a group that cannot be taken": (
        "groups",
        [["Ana Lund", "§", "ana", "", "Ana Lund"], ["Ana Lund", "S"]],
    ),
    "a group in one that is named by another's title and a third one's id": (
        "groups",
        [["ana", "sea"], ["Ana Lund", "", "sea"], ["sea"]],
    ),
    "a group of the school that two rows ask for by its id": (
        "groups",
        [["X", "harbor", "", "", "u1"], ["Y", "harbor", "", "", "u2"]],
    ),
    "a group that is known by its folded name after the import": (
        "groups",
        [["X", "", "ANA-LUND"], ["Ana Lund"], ["Y", "", "ana-lund-2"], ["Ana, Lund", "", "X"]],
    ),
    "a group whose id is another's title": (
        "groups",
        [["ana"], ["Ana Lund", "ana", "Ana Lund", "", "Ana Lund"]],
    ),
}
"""Tables of which a second import once changed something."""


@pytest.mark.parametrize("table", UNSTABLE)
def test_what_once_changed_again_does_so_no_longer(table: str, tmp_path: Path) -> None:
    require_second_import_changes_nothing(*UNSTABLE[table], tmp_path)


@pytest.mark.long
@pytest.mark.timeout(3 * FUZZ_SECONDS + 60)
@pytest.mark.parametrize("kind", IMPORTS)
def test_no_table_ends_in_a_traceback_and_twice_is_once(kind: str, tmp_path: Path) -> None:
    began, numbers = time.monotonic(), itertools.count()

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=SLOW)
    @given(rows=tables(kind))
    def settle_twice(rows: Rows) -> None:
        folder = tmp_path / str(next(numbers))
        require_second_import_changes_nothing(kind, rows, folder)

    while time.monotonic() < began + FUZZ_SECONDS:
        settle_twice()


def test_the_usual_cells_hold_no_heading() -> None:
    headings = {fold_heading(head) for heads, _ in IMPORTS.values() for head in heads}

    assert not headings & {fold_heading(cell) for cell in USUAL}
