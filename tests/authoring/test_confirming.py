"""Confirming what a learner says is one act: by a command, in a form, in a group file."""

from pathlib import Path

import pytest
import yaml

from clones import LOGINS
from report import BRIDGE, SMALL, TODAY, write
from wayfolio.assess.claims import find_claims
from wayfolio.assess.record import Record
from wayfolio.cli.main import main
from wayfolio.model.claims import Claim
from wayfolio.model.names import LearnerId
from wayfolio.school.learner import read_learner
from wayfolio.school.read import check_school, read_school

LOG = "portfolios/ana/evidence/2027-03-02-shop-log.md"
BADGES = {
    "competencies/badges.yml": """
        badges:
          - {id: shop, title: Shop hand, criteria: {hours: 40, kind: internship}}
        """,
    LOG: """
        ---
        title: Shop log
        date: 2027-03-02
        kind: internship
        hours: 40
        ---
        Swept, sorted, sold.
        """,
}


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {**SMALL, **LOGINS, **BADGES})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def record_of(root: Path) -> Record:
    school, _ = read_school(root, TODAY)
    assert school is not None
    portfolio = read_learner(school, LearnerId("ana")).portfolio
    return Record(book=school.book, portfolio=portfolio, until=TODAY)


def claims_of(root: Path) -> dict[str, Claim]:
    return {claim.evidence: claim for claim in find_claims(record_of(root))}


def confirms(root: Path, *options: str) -> int:
    given = ["--by", "rosa", "--kind", "read", "--date", "2027-03-10", *options]
    return main(["rate", "harbor", "--evidence", "ana/2027-03-02-shop-log", *given])


def test_a_claim_says_what_it_would_move(school: Path) -> None:
    claim = claims_of(school)["2027-03-02-shop-log"]

    assert [type(said).__name__ for said in claim.says] == ["WorkClaim", "HoursClaim"]
    assert [(move.what.badge, move.reaches) for move in claim.moves] == [("shop", True)]  # type: ignore[union-attr]
    assert claim.on.isoformat() == "2027-03-02"


def test_one_command_confirms_all_that_a_piece_of_work_claims(school: Path) -> None:
    assert confirms(school, "--confirm", "all") == 0

    (file,) = (school / "portfolios/_groups").glob("*.yml")
    assert yaml.safe_load(file.read_text("utf-8"))["confirms"] == ["work", "hours"]
    assert "2027-03-02-shop-log" not in claims_of(school)
    assert check_school(school, TODAY).diagnostics == ()


@pytest.mark.parametrize(
    ("options", "hours"), [(["--confirm", "hours"], 40), (["--hours", "32.5"], 32.5)]
)
def test_hours_are_confirmed_as_they_are_or_with_another_number(
    school: Path, options: list[str], hours: float
) -> None:
    assert confirms(school, *options) == 0
    standing = record_of(school).on(TODAY)
    counted = {work.piece.stem: work.hours for work in standing.works()}
    assert counted["2027-03-02-shop-log"] == hours  # type: ignore[index]


def test_a_dismissal_needs_its_reason(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert confirms(school, "--dismiss", "hours") == 1
    assert "[no-reason]" in capsys.readouterr().out

    assert confirms(school, "--dismiss", "hours", "--why", "these are another week’s") == 0
    claim = claims_of(school)["2027-03-02-shop-log"]
    ((said, dismissal),) = claim.dismissed
    assert (claim.says, type(said).__name__) == ((), "HoursClaim")
    assert dismissal.why == "these are another week’s"


def test_an_occasion_of_one_learner_confirms_too(school: Path) -> None:
    named = ["--evidence", "2027-03-02-shop-log", "--confirm", "hours"]
    given = ["--by", "rosa", "--kind", "read", "--date", "2027-03-10"]
    assert main(["new", "demonstration", "ana", *given, *named]) == 0
    assert "2027-03-02-shop-log" not in claims_of(school)


def test_a_form_s_rows_without_a_level_take_part_in_what_is_confirmed(school: Path) -> None:
    """A form lists everybody; those whose own work is named are meant, although nobody rates."""
    path = school / "portfolios/_groups/2027-03-10-read.yml"
    path.parent.mkdir()
    path.write_text(
        "date: 2027-03-10\nkind: read\nby: [rosa]\nrows: [{learner: ana}, {learner: ben}]\n"
        "evidence: [ana/2027-03-02-shop-log]\nconfirms: [hours]\n",
        "utf-8",
    )
    assert "2027-03-02-shop-log" not in claims_of(school)


def test_what_is_seen_is_no_claim(school: Path) -> None:
    assert BRIDGE.rpartition("/")[2].removesuffix(".md") not in claims_of(school)
