"""The school's day is that of its time zone, on every machine."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from hostile_school import CONSENT
from report import BRIDGE, LEARNER, PICTURE, RATINGS, SCHOOL, SMALL, Files, diagnose, school, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.cli import console
from wayfolio.cli.machine_zone import machine_timezone
from wayfolio.cli.main import main
from wayfolio.load.timezones import midnight_in, suggest_timezone, timezone_names
from wayfolio.model.names import LearnerId, Timezone
from wayfolio.plan.consent import keep_margin, public_permissions
from wayfolio.publish.engine import run_mkdocs
from wayfolio.school.day import school_day
from wayfolio.school.languages import frame_sources_at
from wayfolio.school.read import read_school

HERE = dedent(str(SMALL[SCHOOL])).lstrip()
MACHINES = ("UTC0", "AAA-14", "BBB12", "Asia/Kathmandu")


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Set the machine's clock to a time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


# ---- which day it is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "timezone", "day"),
    [
        ("2026-11-30T12:00", "UTC", "2026-11-30"),
        ("2026-11-30T10:59", "Pacific/Auckland", "2026-11-30"),
        ("2026-11-30T11:00", "Pacific/Auckland", "2026-12-01"),
        ("2026-06-30T11:59", "Pacific/Auckland", "2026-06-30"),
        ("2026-06-30T12:00", "Pacific/Auckland", "2026-07-01"),
        ("2026-11-30T04:59", "America/New_York", "2026-11-29"),
        ("2026-11-30T05:00", "America/New_York", "2026-11-30"),
        ("2026-07-01T03:59", "America/New_York", "2026-06-30"),
        ("2026-07-01T04:00", "America/New_York", "2026-07-01"),
        ("2026-11-30T09:59", "Pacific/Kiritimati", "2026-11-30"),
        ("2026-11-30T10:00", "Pacific/Kiritimati", "2026-12-01"),
        ("2026-11-30T10:59", "Pacific/Pago_Pago", "2026-11-29"),
        ("2026-11-30T11:00", "Pacific/Pago_Pago", "2026-11-30"),
        ("2026-11-30T18:14", "Asia/Kathmandu", "2026-11-30"),
        ("2026-11-30T18:15", "Asia/Kathmandu", "2026-12-01"),
        ("2026-12-31T15:00", "Asia/Tokyo", "2027-01-01"),
        ("2028-02-28T23:30", "Europe/Berlin", "2028-02-29"),
    ],
)
def test_the_day_follows_from_the_moment_and_the_schools_zone(
    machine: str, instant: str, timezone: str, day: str
) -> None:
    now = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    with school({SCHOOL: f"{HERE}timezone: {timezone}\n"}) as root:
        assert school_day(root, now, now.astimezone().date()) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "line",
    [
        "timezone: Pacific/Auckland",
        "timezone: Pacific/Auckland\r",
        "timezone: 'Pacific/Auckland'",
        'timezone: "Pacific/Auckland"  # where we are',
        "timezone:    Pacific/Auckland  ",
        '"timezone": Pacific/Auckland',
        "timezone:\n  Pacific/Auckland",
    ],
)
def test_the_line_may_be_written_as_yaml_allows(line: str) -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    with school({SCHOOL: f"{line}\n{HERE}"}) as root:
        assert school_day(root, now, now.date()) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "text",
    [
        HERE,
        f"{HERE}timezone: Nowhere\n",
        f"{HERE}timezone: [\n",
        f"{HERE}town: 'x timezone: UTC'\n",
        None,
    ],
)
def test_without_a_zone_the_machines_day_counts(machine: str, text: str | None) -> None:
    now = datetime(2026, 11, 30, 11, tzinfo=UTC)
    with school({SCHOOL: text}) as root:
        assert school_day(root, now, date(2026, 12, 4)) == date(2026, 12, 4)


def test_the_command_line_asks_for_the_schools_day(machine: str) -> None:
    now = datetime.now(UTC)
    with school({SCHOOL: f"{HERE}timezone: Pacific/Kiritimati\n"}) as root:
        moments = (now, now + timedelta(minutes=5))
        days = {school_day(root, moment, date.min) for moment in moments}
        assert console.school_today(root) in days


# ---- what is a time zone -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Auckland", "Pacific/Auckland"),
        ("New York", "America/New_York"),
        ("America/NewYork", "America/New_York"),
        ("Pacific/Aukland", "Pacific/Auckland"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_that_is_none_is_told_with_what_is_meant(written: str, meant: str) -> None:
    (diagnostic,) = diagnose({SCHOOL: f"{HERE}timezone: {written}\n"})

    assert diagnostic.message == f"“{written}” is not a time zone"
    assert diagnostic.hint == f"did you mean “{meant}”?"
    assert str(diagnostic.at) == f"{SCHOOL}:6:11"


@pytest.mark.parametrize(
    "written", ["Factory", "localtime", "../UTC", "qqqqqqqq", "+13", "''", "[a]"]
)
def test_what_is_like_no_zone_is_an_error_too(written: str) -> None:
    assert any(d.at.line == 6 for d in diagnose({SCHOOL: f"{HERE}timezone: {written}\n"}))


def test_every_zone_of_the_list_can_be_read() -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    for name in timezone_names():
        assert 0 <= midnight_in(Timezone(name), 2026) < 24 * 60
        assert suggest_timezone(name) == name or suggest_timezone(name) is not None
    assert now.tzinfo is UTC


# ---- where the school says none ------------------------------------------------------------------


def test_the_check_says_which_day_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, SMALL)
    monkeypatch.chdir(tmp_path)
    main(["check"])
    without = capsys.readouterr().out
    (tmp_path / SCHOOL).write_text(f"{HERE}timezone: UTC\n")
    main(["check"])

    assert "by this machine’s clock" in without
    assert "timezone: Europe/Berlin" in without
    assert "clock" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "days"), [("", 1), ("timezone: UTC\n", 0), ("as_of: 2027-03-12\n", 0)]
)
def test_work_of_tomorrow_may_be_of_today_where_no_zone_is_said(line: str, days: int) -> None:
    def messages(day: int) -> list[str]:
        text = f"---\ntitle: A\ndate: 2027-03-{day}\nkind: model\n---\nA\n"
        files: Files = {
            SCHOOL: HERE + line,
            f"portfolios/ana/evidence/2027-03-{day}-a.md": text,
            RATINGS: f"- {{date: 2027-03-{day}, kind: studio, by: rosa, ratings: {{MTH.1: 3}}}}\n",
            BRIDGE: None,
            PICTURE: None,
        }
        return [d.message for d in diagnose(files) if "future" in d.message]

    assert messages(12 + days) == []
    assert (
        messages(13 + days) == [f"2027-03-{13 + days} is in the future (today is 2027-03-12)"] * 2
    )


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [("", 11, 14), ("timezone: UTC\n", 10, 15)],
)
@pytest.mark.parametrize("end", ["until: 2027-03-15", "withdrawn: 2027-03-16"])
def test_a_consent_keeps_a_day_of_margin_where_no_zone_is_said(
    line: str, first: int, last: int, end: str
) -> None:
    consent = f"[{{what: [work], audience: public, by: guardian, from: 2027-03-10, {end}}}]"
    text = dedent(str(SMALL[LEARNER])) + f"consent: {consent}\n"
    with school({SCHOOL: HERE + line, LEARNER: text}) as root:
        days = []
        for day in range(8, 19):
            read, _ = read_school(root, date(2027, 3, day))
            assert read is not None
            file = read.roster.learners[LearnerId("ana")]
            if public_permissions(file, date(2027, 3, day)).what:
                days.append(day)

    assert days == list(range(first, last + 1))


@pytest.mark.parametrize(
    ("consent", "never"),
    [
        ("from: 2027-03-10, until: 2027-03-10", True),
        ("from: 2027-03-10, until: 2027-03-11", True),
        ("from: 2027-03-10, until: 9999-12-31", False),
        ("from: 1900-01-01", False),
    ],
)
def test_a_margin_makes_no_mistake_of_a_short_consent(consent: str, never: bool) -> None:
    row = f"[{{what: [work], audience: public, by: guardian, {consent}}}]"
    with school({LEARNER: dedent(str(SMALL[LEARNER])) + f"consent: {row}\n"}) as root:
        read, diagnostics = read_school(root, date(2027, 3, 11))
        assert read is not None
        file = read.roster.learners[LearnerId("ana")]

    assert diagnostics == []
    assert bool(public_permissions(file, date(2027, 3, 11)).what) is not never
    assert keep_margin(file).name == file.name


def test_a_guardians_consent_ends_a_day_before_the_learner_may_be_of_age() -> None:
    row = "[{what: [work], audience: public, by: guardian, from: 2020-01-01}]"
    text = dedent(str(SMALL[LEARNER])) + f"adult_from: 2027-03-12\nconsent: {row}\n"
    with school({LEARNER: text}) as root:
        read, _ = read_school(root, date(2027, 3, 11))
        assert read is not None
        file = read.roster.learners[LearnerId("ana")]

    shown = [day for day in (9, 10, 11, 12) if public_permissions(file, date(2027, 3, day)).what]
    assert shown == [9, 10]


# ---- one school, three machines ------------------------------------------------------------------

WORK = "---\ntitle: A raft\ndate: 2027-03-12\nkind: model\nvisibility: public\n---\nIt floats.\n"
PUBLIC: Files = {
    **SMALL,
    SCHOOL: f"{HERE}timezone: Pacific/Auckland\n",
    LEARNER: f"name: {{full: Ana Lund, first: Ana}}\ngroup: harbor\n{CONSENT}",
    "portfolios/ana/evidence/2027-03-12-raft.md": WORK,
    "docs/index.md": "---\nframe: hub\n---\n# River School\n",
    "mkdocs.yml": "site_name: x\ntheme: {name: material}\nplugins: [wayfolio]\n",
}
INSTANT = datetime(2027, 3, 11, 12, tzinfo=UTC)
"""It is 12 March in Auckland, and nowhere else where these machines stand."""


def test_every_machine_makes_the_same_bytes_for_the_same_day_of_the_school(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "frame", PUBLIC)
    engine = run_mkdocs(tmp_path / "frame", frame_sources_at(tmp_path / "frame", "en"))
    sites = []
    for number, zone in enumerate(("UTC0", "BBB12", "America/New_York")):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        root = tmp_path / str(number)
        write(root, PUBLIC)
        today = school_day(root, INSTANT, INSTANT.astimezone().date())
        report = api.build_site(
            BuildRequest(root=root, today=today, engine=engine, is_searchable=False)
        )
        assert report.is_clean
        files = (file for file in sorted((root / "site").rglob("*")) if file.is_file())
        sites.append({str(f.relative_to(root / "site")): f.read_bytes() for f in files})
    monkeypatch.undo()
    time.tzset()

    assert "learners/ana/evidence/raft/index.html" in sites[0]
    assert sites[0] == sites[1] == sites[2]


# ---- a new school, its recipes and its forms -----------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "link", "written", "expected"),
    [
        ("Europe/Berlin", None, None, "Europe/Berlin"),
        (":Asia/Tokyo", None, None, "Asia/Tokyo"),
        ("AAA-24", "/usr/share/zoneinfo/Asia/Tokyo", None, "Asia/Tokyo"),
        ("", "/usr/share/zoneinfo/posix/Nowhere", "America/Lima\n", "America/Lima"),
        ("", "../usr/share/zoneinfo/Etc/UTC", None, "Etc/UTC"),
        ("", None, None, "UTC"),
    ],
)
def test_a_new_school_gets_the_machines_zone(
    tmp_path: Path, zone: str, link: str | None, written: str | None, expected: str
) -> None:
    if link:
        (tmp_path / "localtime").symlink_to(link)
    if written:
        (tmp_path / "timezone").write_text(written)

    assert machine_timezone({"TZ": zone}, tmp_path) == expected


def test_a_new_school_says_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["new", "school", "x", "--timezone", "Auckland"]) == 2
    assert "did you mean Pacific/Auckland?" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []
    assert main(["new", "school", "x", "--timezone", "Pacific/Auckland"]) == 0
    assert "\ntimezone: Pacific/Auckland\n" in (tmp_path / "x" / SCHOOL).read_text()


@pytest.mark.parametrize(
    ("timezone", "cron"),
    [
        ("America/New_York", "11 5 * * *"),
        ("Europe/Berlin", "11 23 * * *"),
        ("Pacific/Auckland", "11 12 * * *"),
        ("Asia/Kathmandu", "26 18 * * *"),
        (None, "41 4 * * *"),
    ],
)
@pytest.mark.parametrize("host", ["github", "forgejo"])
def test_a_site_is_built_daily_when_the_schools_day_has_begun(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    timezone: str | None,
    cron: str,
) -> None:
    line = f"timezone: {timezone}\n" if timezone else ""
    write(tmp_path, {**SMALL, SCHOOL: HERE + line})
    monkeypatch.chdir(tmp_path)

    assert main(["new", "recipe", host]) == 0
    assert f'cron: "{cron}"' in (tmp_path / f".{host}/workflows/site.yml").read_text()
