"""Who is named, seen and heard on the public site, and under which address."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from msgspec.structs import replace

from report import BRIDGE, LEARNER, PICTURE, SCHOOL, SMALL, TODAY, Files, diagnose, school, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.load.secret import SecretRefused, load_build_secret
from wayfolio.model.names import LearnerId
from wayfolio.model.people import collect_people
from wayfolio.model.portfolio import Name
from wayfolio.school.learner import LoadedSchool, PublicView, read_learner, view_as_public
from wayfolio.school.read import read_school

BY_GUARDIAN = "audience: public, by: guardian, from: 2020-01-01"
PAGES: Files = {
    "docs/index.md": "---\nframe: hub\n---\n# River School\n",
    "mkdocs.yml": "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n",
}
BEN = "portfolios/ben/learner.yml"
BEN_FILE = "name: {full: Ben Quill-Osei, first: Ben}\ngroup: harbor\n"
SECRET = bytes(range(32))


def learner(what: str, shown: str = "first") -> str:
    """Return Ana's file with consent to what is listed."""
    return (
        f"name: {{full: Ana Lund, first: Ana, shown: {shown}, alias: Heron}}\ngroup: harbor\n"
        f"consent: [{{what: [{what}], {BY_GUARDIAN}}}]\n"
    )


def work(body: str, extra: str = "", more: str = "") -> str:
    """Return a public piece of evidence with a picture."""
    return (
        f"---\ntitle: The bridge\ndate: 2027-03-01\nkind: model\nvisibility: public\n{extra}"
        f"files: [{{path: bridge.png, alt: A bridge{more}}}]\n---\n{body}\n"
    )


def seen_of_ana(read: LoadedSchool) -> PublicView:
    return view_as_public(read, read_learner(read, LearnerId("ana")))


def shown(files: Files, secret: bytes | None = None) -> PublicView:
    """Return Ana as the public sees her."""
    with school(files) as root:
        read, _ = read_school(root, TODAY)
        assert read is not None
        return seen_of_ana(replace(read, secret=secret))


@pytest.mark.parametrize(
    ("form", "as_written", "as_read"),
    [
        ("full", "Ana Lund built it with Ben.", "Ana Lund built it with N."),
        ("first", "Ana Lund built it, says ANA.", "Ana built it, says ANA."),
        ("initials", "Ana Lund's bridge; Ana’s own.", "A.L.'s bridge; A.L.’s own."),
        ("alias", "Ana and Ben Quill-Osei.", "Heron and N."),
        ("alias", "BEN, ben and Ben-Quill, benign", "N., N. and N., benign"),
    ],
)
def test_a_text_is_read_with_names_as_they_may_be_shown(
    form: str, as_written: str, as_read: str
) -> None:
    files = {LEARNER: learner("name, work", form), BEN: BEN_FILE, BRIDGE: work(as_written)}

    # Initials and an alias need a secret: the folder's name would say more of the name.
    seen = shown(files, b"s" * 32).shown

    assert seen is not None
    assert seen.evidence[0].item.body.strip() == as_read


def test_titles_alts_captions_and_reasons_are_read_like_texts() -> None:
    source = work("x", "connects: {spark: [Ben], because: Ben asked}\n", ", summary: by Ben")
    files = {
        LEARNER: learner("name, work"),
        BEN: BEN_FILE,
        BRIDGE: source.replace("The bridge", "Ben's bridge").replace("A bridge", "Ben on it"),
    }

    seen = shown(files).shown

    assert seen is not None
    piece = seen.evidence[0].item
    texts = [piece.title, piece.files[0].alt, piece.files[0].summary, *piece.connects.spark]
    texts.append(piece.connects.because)
    assert texts == ["N.'s bridge", "N. on it", "by N.", "N.", "N. asked"]
    assert [str(diagnostic.at) for diagnostic in diagnose(files)] == [
        f"{BRIDGE}:2:1",
        f"{BRIDGE}:7:9",
    ]


def test_a_name_in_public_work_is_told_where_it_stands() -> None:
    files = {LEARNER: learner("name, work"), BEN: BEN_FILE, BRIDGE: work("One.\n\nI and Ben.")}

    assert [
        f"{diagnostic.at} {diagnostic.severity} {diagnostic.rule}" for diagnostic in diagnose(files)
    ] == [f"{BRIDGE}:10:7 warning named"]


def test_a_name_in_work_that_is_not_public_is_nobodys_business() -> None:
    text = work("With Ben.").replace("visibility: public", "visibility: family")

    assert diagnose({LEARNER: learner("name, work"), BEN: BEN_FILE, BRIDGE: text}) == ()


def test_work_with_a_name_in_its_address_waits_for_a_new_one() -> None:
    named = "portfolios/ana/evidence/2027-03-01-helping-ben.md"
    files = {LEARNER: learner("name, work"), BEN: BEN_FILE, BRIDGE: None, named: work("It holds.")}

    seen = shown(files).shown

    assert seen is not None
    assert seen.evidence == ()
    assert any("“ben” in the address" in diagnostic.message for diagnostic in diagnose(files))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("We will meet. Will came, WILL said.", "We will meet. N. came, N. said."),
        ("Rivers and River Song", "Rivers and N."),
        ("the park, Park said", "the park, N. said"),
        ("سامي and Sami Haddad", "سامي and Sami Haddad"),
        ("Reeds by the reed", "Reeds by the reed"),
    ],
)
def test_names_that_are_words_are_told_apart_by_how_they_are_written(text: str, read: str) -> None:
    names = {
        LearnerId("will"): Name(full="Will Park", first="Will"),
        LearnerId("river"): Name(full="River Song", first="River"),
        LearnerId("reed"): Name(full="Reed", first="Reed"),
        LearnerId("sami"): Name(full="سامي حداد", first="سامي", shown="full", latin="Sami Haddad"),
    }
    may_be_named = {**dict.fromkeys(names), LearnerId("sami"): "سامي حداد"}

    known = collect_people(names, may_be_named, frozenset({"Reed", "reed"}))

    assert known.spoken(text) == read


# ---- seen and heard ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "people_in_it", "files"),
    [
        ("name, work", "true", 0),
        ("name, work, photo", "true", 1),
        ("name, work", "false", 1),
    ],
)
def test_a_picture_of_people_needs_consent_to_photos(
    what: str, people_in_it: str, files: int
) -> None:
    picture = work("x", more=f", people: {people_in_it}")

    seen = shown({LEARNER: learner(what), BRIDGE: picture}).shown

    assert seen is not None
    assert len(seen.evidence[0].item.files) == files


def test_a_picture_of_two_needs_the_consent_of_both() -> None:
    picture = work("x", "with: [ben]\n", ", people: true")
    consent = f"consent: [{{what: [work], {BY_GUARDIAN}}}]\n"
    files = {LEARNER: learner("name, work, photo"), BEN: BEN_FILE + consent, BRIDGE: picture}

    seen = shown(files).shown

    assert seen is not None
    assert seen.evidence[0].item.files == ()


# ---- addresses -----------------------------------------------------------------------------------


def test_without_a_secret_nobody_without_a_public_name_has_a_page() -> None:
    files: Files = {LEARNER: learner("work"), PICTURE: None, BRIDGE: None}

    assert shown(files).shown is None


def test_an_address_without_a_name_needs_the_secret_to_be_worked_out() -> None:
    files: Files = {LEARNER: learner("work")}

    first, other = shown(files, SECRET).shown, shown(files, bytes(32)).shown

    assert first is not None
    assert other is not None
    assert first.address != other.address
    assert first.name == ""
    assert "ana" not in first.address
    assert shown(files, SECRET).shown == first


def test_a_secret_in_the_schools_own_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "school" / "secret.txt"
    file.parent.mkdir()
    file.write_text("A" * 43 + "=")

    with pytest.raises(SecretRefused, match="could be committed"):
        load_build_secret({"WAYFOLIO_SECRET_FILE": str(file)}, tmp_path / "school")
    assert load_build_secret({"WAYFOLIO_SECRET_FILE": str(file)}, tmp_path / "other") == bytes(32)


def test_consent_ends_with_its_last_day() -> None:
    text = learner("name, work").replace("from: 2020-01-01", "from: 2020-01-01, until: 2027-03-12")
    here = dedent(str(SMALL[SCHOOL])) + "timezone: Europe/Berlin\n"
    with school({SCHOOL: here, LEARNER: text, BRIDGE: work("x")}) as root:
        on = {}
        for day in (date(2027, 3, 12), date(2027, 3, 13)):
            read, _ = read_school(root, day)
            assert read is not None
            on[day.day] = seen_of_ana(read).shown
    assert on[12] is not None
    assert on[13] is None


@pytest.mark.parametrize(("fewest", "counted"), [(5, False), (1, True)])
def test_a_count_that_few_learners_stand_behind_is_left_out(fewest: int, counted: bool) -> None:
    publish = f"publish: {{learners: consent, small_counts: {fewest}}}\n"
    text = dedent(str(SMALL[SCHOOL])) + publish
    with school(
        {
            SCHOOL: text,
            LEARNER: learner("name, work"),
            BRIDGE: work("It holds.", "shows: [MTH.1]\n"),
        }
    ) as root:
        write(root, PAGES)
        assert api.build_site(BuildRequest(root=root, today=TODAY, is_searchable=False)).is_clean
        page = (root / "site/competencies/index.html").read_text("utf-8")

    assert ("1 piece of work" in page) is counted
