"""What the check accepts is published, and what it does not accept costs itself alone."""

import os
import random
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from broken_school import (
    ANA,
    FILE_BREAKS,
    VALUE_BREAKS,
    ZOE,
    Break,
    make_engine,
    write_whole_school,
)
from report import TODAY
from samples import sample
from sealed_school import SECRET, open_vaults
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.editions import editors, staff
from wayfolio.keys.keyring import NewKey, make_key, read_keys
from wayfolio.load.docs_folder import load_docs
from wayfolio.load.files import Folder
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.engine import EngineOutput
from wayfolio.model.keys import Keys
from wayfolio.model.rules import Rule
from wayfolio.school.read import Report

BREAKS: dict[str, Break] = {**FILE_BREAKS, **VALUE_BREAKS, "nothing": lambda _: None}
HIDES_NAME = frozenset(
    [
        *(Rule.MISSING_FILE, Rule.NO_VALUE, Rule.WRONG_TYPE, Rule.NOT_UTF8, Rule.YAML_SYNTAX),
        *(Rule.TOO_DEEP, Rule.UNSAFE_FILE),
    ]
)
"""What may keep a learner's own file from telling the name."""
STOPS_ALL = ("competencies/school.yml", "sources")
"""Who may be seen: with an error there, nobody's pages are right."""
IN_EVERY_EDITION = (
    "nothing",
    "portfolios/Cleo Lund/learner.yml: no id",
    f"{ANA}/learner.yml: an unknown key",
    "mkdocs.yml: a conflict",
    f"{ANA}/supports/reading.yml: an open bracket",
    f"{ANA}/evidence/photo.jpg: noise",
    "portfolios/ben: a rating of work that his own repository has not",
)
"""These are tried with every edition each time, and all of them in the long run."""
SAMPLE = 96
"""Every so many cases are tried each time; all of them in the long run."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, EngineOutput]:
    """Return a whole school, and what the site engine makes of it."""
    root = write_whole_school(tmp_path_factory.mktemp("whole") / "school")
    return root, make_engine(root)


class Editions(Struct, frozen=True):
    """What the editions need that are not for everybody."""

    key: NewKey
    """Opens Zoe's pages."""
    keys: Keys
    staff_engine: EngineOutput


@pytest.fixture(scope="module")
def editions(whole: tuple[Path, EngineOutput]) -> Iterator[Editions]:
    """Give what the school's other editions are built with. The forms' program is another's."""
    root, _ = whole
    key = make_key(
        root,
        SECRET,
        ("zoe",),
        kind="family",
        as_link=True,
        note="Zoe's family",
        today=TODAY,
        below=random.Random(TODAY.toordinal()).randrange,
    )
    known = staff.read_everybody(root, TODAY)
    assert isinstance(known, staff.StaffSchool)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editors, "fetch_package_file", lambda *_: {})
        patch.setattr(editors, "_cms_files", lambda files: files)
        keys = read_keys(Folder(root), SECRET)
        yield Editions(key, keys, staff.run_staff_engine(known.school))


def request(root: Path, engine: EngineOutput | None) -> BuildRequest:
    return BuildRequest(root=root, today=TODAY, engine=engine, secret=SECRET, is_searchable=False)


def works(root: Path) -> set[str]:
    """Return the published work, each as its learner's address and its own."""
    pages = root.glob("site/learners/*/evidence/*/index.html")
    return {f"{page.parts[-4]}/{page.parts[-2]}" for page in pages}


def errors_of(report: Report) -> list[Diagnostic]:
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.severity == "error"]


def expect_place(root: Path, errors: Iterable[Diagnostic]) -> None:
    """Expect that each error stands in the school's folder, at a line, with a hint."""
    for error in errors:
        assert error.at.path, error
        assert not error.at.path.startswith("/"), error
        assert ".." not in error.at.path.split("/"), error
        assert error.at.line >= 1, error
        assert error.hint, error
        file = root / error.at.path
        if file.is_file() and not file.is_symlink():
            lines = file.read_bytes().count(b"\n") + 1
            assert error.at.line <= max(lines, file.read_bytes().count(b"\r") + 1), error


def try_broken(whole: tuple[Path, EngineOutput], folder: Path, name: str) -> None:
    """Break a school, check it, and build it."""
    base, engine = whole
    root = folder / "school"
    shutil.copytree(base, root, symlinks=True)
    BREAKS[name](root)
    own = None if name.startswith(("mkdocs.yml", "docs/")) else engine
    checked = api.check_site(request(root, own))
    errors = errors_of(checked)
    assert checked.is_clean is not bool(errors)
    expect_place(root, errors)
    if checked.is_clean:
        built = api.build_site(request(root, own))
        assert built.is_clean, [*map(str, built.diagnostics), *built.leaks, *built.withheld]
        assert built.pages
        return
    kept = api.build_site(replace(request(root, own), keep_going=True))
    assert not kept.is_clean
    if may_stop_all(errors):
        return
    assert kept.pages, errors
    assert kept.left_out or kept.withheld, errors
    if not any(error.at.path.startswith("portfolios/zoe/") for error in errors):
        assert "zoe/raft" in works(root)
    else:
        return
    of_ana = (f"{ANA}/evidence/2027-03-02", f"{ANA}/learner.yml")
    if not any(error.at.path.startswith(of_ana) for error in errors):
        assert len([work for work in works(root) if work.endswith("/raft")]) == 2


def try_every_edition(
    whole: tuple[Path, EngineOutput], editions: Editions, folder: Path, name: str
) -> None:
    """Break a school, check it, and build its family, staff and editors editions."""
    base, engine = whole
    root = folder / "school"
    shutil.copytree(base, root, symlinks=True)
    BREAKS[name](root)
    is_of_engine = name.startswith(("mkdocs.yml", "docs/"))
    wanted = request(root, None if is_of_engine else engine)
    wanted = replace(wanted, keys=editions.keys)
    checked = api.check_site(wanted)
    errors = errors_of(checked)
    keep_going = not checked.is_clean
    family = api.build_site(replace(wanted, keep_going=keep_going))
    of_staff = staff.build_staff_edition(
        root,
        TODAY,
        engine=None if is_of_engine else editions.staff_engine,
        searchable=False,
        keep_going=keep_going,
    )
    forms = editors.build_editors_edition(root, TODAY, None, keep_going=keep_going)
    if may_stop_all(errors):
        return
    for report in (family, of_staff, forms):
        assert report.pages, [*map(str, report.diagnostics)]
        assert report.is_clean or keep_going, [*map(str, report.diagnostics)]
    if f"{ZOE}/learner.yml" in {error.at.path for error in errors}:
        return
    assert (root / "site-staff/learners/zoe/index.html").is_file()
    assert (root / "site-edit/learners/zoe/index.html").is_file()
    if not any(may_hold_ratings(error.at.path) for error in errors):
        assert "learners/zoe/" in zoes_pages(root, editions.key)


def may_hold_ratings(path: str) -> bool:
    """Whether a file may say of Zoe what an educator saw: her family's pages wait for it."""
    return path.startswith(("portfolios/_groups/", f"{ZOE}/demonstrations", f"{ZOE}/placements"))


def zoes_pages(root: Path, key: NewKey) -> set[str]:
    """Return the addresses that Zoe's family can open."""
    sealed = {file.stem: file.read_bytes() for file in root.glob("site/family/*.bin")}
    return {address for vault in open_vaults(key, sealed) for address in vault.files}


@pytest.mark.parametrize("name", sample(IN_EVERY_EDITION, 2))
def test_what_is_right_is_built_in_every_edition_and_what_is_wrong_costs_itself(
    whole: tuple[Path, EngineOutput], editions: Editions, tmp_path: Path, name: str
) -> None:
    try_every_edition(whole, editions, tmp_path, name)


@pytest.mark.long
@pytest.mark.parametrize("name", BREAKS)
def test_every_broken_input_costs_itself_alone_in_every_edition(
    whole: tuple[Path, EngineOutput], editions: Editions, tmp_path: Path, name: str
) -> None:
    try_every_edition(whole, editions, tmp_path, name)


def may_stop_all(errors: Iterable[Diagnostic]) -> bool:
    """Whether an error concerns what can be learned, or hides a name that nobody may read."""
    return any(
        error.at.path.startswith(STOPS_ALL)
        or (error.at.path.endswith("/learner.yml") and error.rule in HIDES_NAME)
        or error.at.path == "portfolios"
        or error.message.startswith("nobody can tell whose this is")
        for error in errors
    )


@pytest.mark.parametrize("name", list(BREAKS)[::SAMPLE])
def test_some_broken_inputs_cost_themselves_alone(
    whole: tuple[Path, EngineOutput], tmp_path: Path, name: str
) -> None:
    try_broken(whole, tmp_path, name)


@pytest.mark.long
@pytest.mark.parametrize("name", BREAKS)
def test_every_broken_input_costs_itself_alone(
    whole: tuple[Path, EngineOutput], tmp_path: Path, name: str
) -> None:
    try_broken(whole, tmp_path, name)


@pytest.mark.parametrize("path", ["mkdocs.yml", "docs/about.md"])
def test_nobody_waits_for_what_a_pipe_may_say(tmp_path: Path, path: str) -> None:
    write_whole_school(tmp_path)
    BREAKS[f"{path}: a pipe"](tmp_path)

    assert path.removeprefix("docs/") not in load_docs(tmp_path).paths


def test_the_corpus_breaks_every_kind_of_file_in_several_ways(tmp_path: Path) -> None:
    """Each finds what it breaks, although the school is the format's page, which changes."""
    assert len(BREAKS) >= 150
    for number, break_it in enumerate(VALUE_BREAKS.values()):
        break_it(write_whole_school(tmp_path / str(number)))


@pytest.mark.parametrize(
    "path",
    [
        f"{ANA}/evidence/2027-03-02-raft.md",
        f"{ANA}/evidence/photo.jpg",
        f"{ANA}/plan.yml",
        f"{ANA}/supports",
        "docs/about.md",
        "translations/es.po",
        "mkdocs.yml",
    ],
)
def test_what_may_not_be_read_costs_itself_alone(
    whole: tuple[Path, EngineOutput], tmp_path: Path, path: str
) -> None:
    root = tmp_path / "school"
    shutil.copytree(whole[0], root)
    (root / path).chmod(0)
    if os.access(root / path, os.R_OK):
        pytest.skip("an administrator may read everything")
    try:
        checked = api.check_site(request(root, None))
        kept = api.build_site(replace(request(root, None), keep_going=True))
    finally:
        (root / path).chmod(0o700)

    blamed = path.replace("photo.jpg", "2027-03-03-photo.md")
    assert blamed in {error.at.path for error in errors_of(checked)}
    assert "zoe/raft" in works(root)
    assert blamed in kept.left_out
