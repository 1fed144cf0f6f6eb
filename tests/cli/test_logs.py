"""A host keeps the logs of its runs, so they repeat nothing of a file that is not public."""

import re
from pathlib import Path

import pytest

from report import BRIDGE, CORE, LEARNER, PLACEMENTS, RATINGS, SMALL, YEARS, Files, write
from wayfolio.cli.main import main
from wayfolio.load.format_keys import format_keys
from wayfolio.render.text.withheld import CI

WORDS = ("Zanzibarka", "zanzibarka", "2031-07-19", "77.31", "zan@zib.example", "wuthering heights")


def typed(path: str) -> str:
    """Return a file of the small school, which is a text."""
    text = SMALL[path]
    assert isinstance(text, str)
    return text


ABOUT = typed(LEARNER)
MISTAKES: dict[str, tuple[str, str]] = {
    "a key that is no key": (LEARNER, f"{ABOUT}        zanzibarka: 1\n"),
    "a name in the wrong place": (LEARNER, "name: Zanzibarka Quill\ngroup: harbor\n"),
    "a group that nobody knows": (LEARNER, ABOUT.replace("harbor", "zanzibarka")),
    "consent of an odd kind": (
        LEARNER,
        f"{ABOUT}        consent: [{{what: [zanzibarka], audience: public, by: guardian}}]\n",
    ),
    "a login": (LEARNER, f"{ABOUT}        logins: [zan@zib.example]\n"),
    "two of a key": (LEARNER, f"{ABOUT}        group: zanzibarka\n"),
    "an anchor": (LEARNER, f"{ABOUT}        pronouns: &zanzibarka they\n"),
    "YAML that breaks": (LEARNER, "name: {full: Zanzibarka Quill, first: 'Zanzi\n"),
    "a date to come": (RATINGS, typed(RATINGS).replace("2027-03-03", "2031-07-19")),
    "a rating off the scale": (RATINGS, typed(RATINGS).replace("MTH.1: 3", "MTH.1: 77.31")),
    "somebody unknown": (RATINGS, typed(RATINGS).replace("rosa", "zanzibarka")),
    "an unknown key below": (RATINGS, f"{typed(RATINGS)}          note2: wuthering heights\n"),
    "no list": (RATINGS, "wuthering heights\n"),
    "evidence with a wrong day": (BRIDGE, "---\ntitle: Zanzibarka\ndate: 2031-07-19\n---\n"),
    "evidence of an odd kind": (
        BRIDGE,
        typed(BRIDGE).replace("visibility", "x").replace("kind: model", "kind: [zanzibarka]"),
    ),
    "a skill that nobody knows": (BRIDGE, typed(BRIDGE).replace("MTH.1", "ZAN.77.31")),
    "a link to nowhere": (
        BRIDGE,
        f"{typed(BRIDGE)}        See [x](zanzibarka.md) and ![](z.png)\n",
    ),
    "a tag": (BRIDGE, typed(BRIDGE).replace("The bridge", "!zanzibarka x")),
    "a support": (
        "portfolios/ana/supports/tutoring.yml",
        "kind: zanzibarka\nsessions: [{date: 2031-07-19, why: wuthering heights, mood: 77.31}]\n",
    ),
    "a placement": (PLACEMENTS, "MTH.1: {stage: zanzibarka, baseline: 77.31}\n"),
    "a plan": ("portfolios/ana/plan.yml", "goals: [{goal: wuthering heights, by: Zanzibarka}]\n"),
    "a group file": (
        "portfolios/_groups/2027-03-03-x.yml",
        "date: 2031-07-19\nkind: studio\nby: zanzibarka\nlearners: {zanzibarka: {MTH.1: 77.31}}\n",
    ),
    "an inquiry": (
        "competencies/inquiries/zan.yml",
        "inquiry: zanz\nquestion: wuthering heights\ncoach: zanzibarka\n",
    ),
    "a person": ("competencies/school.yml", "name: R\npeople: {x: {name: Zanzibarka, log: 1}}\n"),
}


def said(
    root: Path,
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """Return all that a command prints in a school."""
    monkeypatch.chdir(root)
    main(arguments)
    streams = capsys.readouterr()
    return streams.out + streams.err


@pytest.mark.parametrize(
    "mistake",
    [
        pytest.param(mistake, marks=[pytest.mark.long] if number % 3 else [])
        for number, mistake in enumerate(MISTAKES)
    ],
)
def test_a_log_repeats_nothing_of_a_private_file(
    mistake: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, text = MISTAKES[mistake]
    write(tmp_path, {**SMALL, path: text})
    plain = said(tmp_path, ["check"], capsys, monkeypatch)
    monkeypatch.setenv("CI", "true")

    logs = [
        said(tmp_path, ["check", "--format", form], capsys, monkeypatch)
        for form in ("text", "json", "github", "gitlab", "sarif")
    ]

    assert " error: " in plain
    assert any(word in plain for word in WORDS)
    for log in logs:
        assert path in log.replace("%2F", "/")
        assert not [word for word in WORDS if word in log], log


@pytest.mark.parametrize("host", CI)
def test_a_public_file_is_quoted_in_a_log_too(
    host: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path, {**SMALL, CORE: typed(CORE).replace("title: Core", "titel: Core")})
    monkeypatch.setenv(host, "true")

    log = said(tmp_path, ["check"], capsys, monkeypatch)

    assert "  | titel: Core" in log
    assert "unknown key “titel”" in log


def test_a_name_that_may_not_be_read_is_not_quoted_from_a_public_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    titled = typed(YEARS).replace("title: Years", "title: The years of Ana Lund")
    files: Files = {**SMALL, YEARS: titled}
    write(tmp_path, files)
    assert "Ana Lund" in said(tmp_path, ["check"], capsys, monkeypatch)
    monkeypatch.setenv("CI", "1")

    log = said(tmp_path, ["check"], capsys, monkeypatch)

    assert YEARS in log
    assert "Lund" not in log


def test_a_key_of_the_format_may_be_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {**SMALL, LEARNER: ABOUT.replace("group:", "gruop:")})
    monkeypatch.setenv("CI", "true")

    log = said(tmp_path, ["check"], capsys, monkeypatch)

    assert re.search(r"learner\.yml:\d+:\d+: error: unknown key “…” \[unknown-key\]", log)
    assert "did you mean “group”?" in log
    assert {"group", "ratings", "evidence"} <= format_keys()
