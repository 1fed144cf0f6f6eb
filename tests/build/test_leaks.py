"""Nothing private is in any byte of the public site, and the scanner sees where something is."""

import gzip
import io
import random
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image

from example_school import NOT_PUBLIC, TODAY, copy_example, example_site
from hostile_school import picture
from report import BRIDGE, LEARNER, PICTURE, SCHOOL, SMALL, Files, write
from samples import sample
from sealed_school import SECRET, open_vaults
from shared_run import new_folder
from wayfolio.build import api, learner_unit
from wayfolio.build.request import BuildRequest
from wayfolio.cli.main import main
from wayfolio.editions import staff
from wayfolio.keys import keyring
from wayfolio.load.built_site import read_built_files
from wayfolio.load.files import Folder
from wayfolio.model.pages import Public
from wayfolio.model.visibility import VisibleLearner
from wayfolio.plan import visible
from wayfolio.plan.private import split_phrases
from wayfolio.plan.visible import VisibilityContext

CONSENT = (
    "consent: [{what: [name, work, badges], audience: public, by: guardian, from: 2020-01-01}]\n"
)
ANA = f"name: {{full: Ana Lund, first: Ana}}\ngroup: harbor\n{CONSENT}"


def canary(number: int) -> str:
    """Return a word that stands nowhere else."""
    return f"Canary{number:04d}XYZZYQUUX"


class Canaries:
    """Counts canaries, each in a field of its own."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return canary(self.count)


def photo(words: str) -> bytes:
    """Return a JPEG whose notes hold a word."""
    notes = Image.Exif()
    notes[0x010E] = notes[0x013B] = words
    return picture("JPEG", exif=notes, comment=words.encode())


FOR_ADULTS = canary(8000)
"""What adults agreed among themselves: not even the learner's own family reads it."""


def portfolio(learner: str, visibility: str, c: Canaries) -> dict[str, str | bytes]:
    """Return a portfolio with a canary in every field that takes words."""
    home = f"portfolios/{learner}"
    slug = c().lower()
    name = c().lower()
    return {
        f"{home}/evidence/2027-03-01-{slug}.md": (
            f"---\ntitle: {c()} of mine\ndate: 2027-03-01\nkind: model\nvisibility: {visibility}\n"
            f"shows: [MTH.1]\nconnects: {{spark: [{c()}], because: '{c()}'}}\n"
            f"aliases: [{c().lower()}]\n"
            f"files:\n  - {{path: {name}.jpg, alt: '{c()}', summary: '{c()}'}}\n"
            f"  - {{path: {name}.mp3, transcript: {name}.txt}}\n---\n{c()} and {c()}.\n\n- {c()}\n"
        ),
        f"{home}/evidence/{name}.jpg": photo(c()),
        f"{home}/evidence/{name}.mp3": b"ID3\x03\0\0\0\0\0\x14"
        + c().encode()[:20]
        + b"\xff\xfb" * 9,
        f"{home}/evidence/{name}.txt": f"{c()} said so.\n",
        f"{home}/plan.yml": (
            f"goals: [{{id: {c().lower()}, goal: '{c()}', shows: [MTH.1]}}]\ninterests: ['{c()}']\n"
            f"why: [{{from: 2026-10-28, text: '{c()}'}}]\n"
            f"conferences: [{{date: 2027-02-10, by: rosa, note: '{c()}'}}]\n"
        ),
        f"{home}/placements.yml": f"MTH.1: {{on: 2027-01-01, by: rosa, why: '{c()}'}}\n",
        f"{home}/demonstrations/a.yml": (
            "- {date: 2027-03-03, kind: collaborative-study, by: rosa, ratings: {MTH.1: 2},"
            f" note: '{c()}', ask: '{c()}', agreed: '{FOR_ADULTS}'}}\n"
        ),
        f"{home}/supports/{c().lower()}.yml": (
            f"kind: tutoring\nby: rosa\ntitle: '{c()}'\nwhere: '{c()}'\nteam: ['{c()}']\n"
            "planned: {from: 2026-10-05, minutes: 45, per_week: 3, weeks: 12}\n"
            f"sessions: [{{date: 2026-10-08, minutes: 0, status: away, why: '{c()}',"
            f" ticket: '{c()}', note: '{c()}'}}]\n"
        ),
    }


def canary_school() -> tuple[Path, int, str]:
    """Return a school full of canaries, how many they are, and the id of one who may be seen.

    Of Ana nothing but a bridge is public; Ben's guardian consents to everything, and his work is
    public; of the third, whose id is a canary too, nobody has consented to anything.
    """
    c = Canaries()
    hidden = c().lower()
    files: dict[str, str | bytes | None] = {
        **{path: text for path, text in SMALL.items() if "demonstrations" not in path},
        LEARNER: ANA + f"logins: [{c().lower()}]\n",
        BRIDGE: "---\ntitle: The bridge\ndate: 2027-03-01\nkind: model\nvisibility: public\n"
        "files: [{path: bridge.png, alt: A bridge}]\n---\nIt holds 40 coins.\n",
        PICTURE: picture(),
        **portfolio("ana", "family", c),
        f"portfolios/{hidden}/learner.yml": (
            f"name: {{full: {c()} {c()}, first: {c()}, alias: {c()}, latin: {c()} {c()}}}\n"
            f"group: harbor\nlogins: [{c().lower()}]\n"
        ),
        **portfolio(hidden, "public", c),
        f"portfolios/_groups/2027-03-01-{c().lower()}.yml": (
            "date: 2027-03-01\nby: rosa\n"
            f"task: {{title: '{c()}', due: 2027-03-10, text: '{c()} and {c()}', group: harbor}}\n"
            f"learners: {{ana: {{excused: '{c()}'}}, {hidden}: {{revise: {{on: 2027-03-02,"
            f" why: '{c()}'}}}}}}\n"
        ),
        "competencies/inquiries/q1.yml": (
            f"inquiry: q1\nby: rosa\nquestion: '{c()}'\nnodes: [MTH.1]\ngroups: [harbor]\n"
            f"from: 2026-10-05\nto: 2027-03-05\ntried: '{c()}'\nmeasure: '{c()}'\n"
            f"decision: '{c()}'\nshared_with: ['{c()}']\nsource: '{c()}'\n"
        ),
        "competencies/instruments.yml": (
            f"instruments: [{{id: {c().lower()}, kind: probe, title: '{c()}', focus: [MTH.1],"
            f" prompt: '{c()}', form: '{c()}', about: '{c()}', asks: ['{c()}'],"
            f" team: ['{c()}']}}]\n"
        ),
        "competencies/lessons/one.md": (
            f"---\ntitle: {c()}\nconcept: MTH.1\nmaterials: ['{c()}']\n---\n## Launch\n\n{c()}\n"
        ),
        "docs/index.md": "---\nframe: hub\n---\n# River School\n",
        "mkdocs.yml": "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n",
    }
    root = new_folder("canaries")
    write(root, files)
    return root, c.count, hidden


def find_canaries(site: Path) -> set[int]:
    """Return which canaries stand in a site: in paths, and in any byte as it can be unpacked."""
    numbers: set[int] = set()
    for file in read_built_files(site):
        content = b" ".join([file.path.encode(), file.raw, *file.texts])
        numbers |= {int(n) for n in re.findall(rb"canary(\d{4})xyzzyquux", content.lower())}
    return numbers


def test_no_canary_is_in_any_byte_of_the_public_site() -> None:
    root, count, hidden = canary_school()

    report = api.build_site(BuildRequest(root=root, today=TODAY))

    assert report.is_clean, [*map(str, report.diagnostics), *map(str, report.leaks)]
    assert (root / "site/learners/ana/evidence/bridge/index.html").is_file()
    assert count > 75
    assert find_canaries(root / "site") == set()
    with_consent = root / f"portfolios/{hidden}/learner.yml"
    before = with_consent.read_text("utf-8")
    with_consent.write_text(before + CONSENT.replace("badges", "badges, voice"), "utf-8")
    assert api.build_site(BuildRequest(root=root, today=TODAY)).is_clean
    assert len(find_canaries(root / "site")) > 10

    with_consent.write_text(before, "utf-8")
    assert api.build_site(BuildRequest(root=root, today=TODAY)).is_clean
    assert find_canaries(root / "site") == set()


def canaries_in(folder: Path) -> set[int]:
    """Return which canaries stand below a folder: in a path, or in any byte as it is."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    content = b" ".join([*(bytes(file) for file in files), *(file.read_bytes() for file in files)])
    return {int(n) for n in re.findall(rb"canary(\d{4})xyzzyquux", content.lower())}


def test_a_consent_that_was_withdrawn_is_gone_from_site_search_and_memory() -> None:
    """What stays in memory is what the roster needs of everybody: a name and an id."""
    root, _, hidden = canary_school()
    memory = root.with_name(f"{root.name}-memory")
    request = BuildRequest(root=root, today=TODAY, cache_folder=memory)
    file = root / f"portfolios/{hidden}/learner.yml"
    before = file.read_text("utf-8")
    theirs = canaries_in(file.parent)
    of_roster = {int(n) for n in re.findall(r"canary(\d{4})xyzzyquux", hidden + before.lower())}
    file.write_text(before + CONSENT.replace("badges", "badges, voice"), "utf-8")
    assert api.build_site(request).is_clean
    shown = find_canaries(root / "site")
    assert len((shown & canaries_in(memory)) - of_roster) >= 3
    assert len(list((memory / "pictures" / hidden).iterdir())) == 1

    file.write_text(before, "utf-8")
    assert api.build_site(request).is_clean

    assert find_canaries(root / "site") == set()
    assert canaries_in(memory) & theirs <= of_roster
    assert list((memory / "pictures" / hidden).iterdir()) == []
    assert len(list((memory / "pictures/ana").iterdir())) == 1


def test_no_canary_is_in_clear_in_the_sealed_site_and_whoever_has_the_key_reads_them() -> None:
    """Consent to nothing: the family still sees everything, and nobody else sees anything."""
    root, count, hidden = canary_school()
    held = keyring.make_key(
        root,
        SECRET,
        [hidden],
        kind="family",
        as_link=True,
        note=canary(9000),
        today=TODAY,
        below=random.Random(1).randrange,
    )
    keys = keyring.read_keys(Folder(root), SECRET)

    report = api.build_site(
        BuildRequest(root=root, today=TODAY, is_searchable=False, secret=SECRET, keys=keys)
    )

    assert report.is_clean, [*map(str, report.diagnostics), *map(str, report.leaks)]
    assert report.sealed == 1
    assert find_canaries(root / "site") == set()
    assert b"canary" not in (root / keyring.PLACE).read_bytes().lower()
    sealed = {file.stem: file.read_bytes() for file in (root / "site/family").glob("*.bin")}
    (vault,) = open_vaults(held, sealed)
    text = b" ".join([*vault.files.values(), *(path.encode() for path in vault.files)]).lower()
    read = {int(n) for n in re.findall(rb"canary(\d{4})xyzzyquux", text)}
    assert len(read) > count // 5
    assert 8000 not in read
    pictures = [
        content for path, content in vault.files.items() if path.endswith((".webp", ".mp3"))
    ]
    assert len(pictures) == 2
    assert not any(b"canary" in content.lower() for content in pictures)


# ---- the scanner ---------------------------------------------------------------------------------


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Return a school with a public site, and a learner of whom nothing is public."""
    files: Files = {
        **SMALL,
        SCHOOL: "as_of: 2027-03-12\n" + dedent(str(SMALL[SCHOOL])).lstrip(),
        LEARNER: ANA,
        BRIDGE: str(SMALL[BRIDGE]).replace("kind:", "visibility: public\n        kind:"),
        PICTURE: picture(),
        "portfolios/teo/learner.yml": "name: {full: Teo Lindqvist, first: Teo}\ngroup: harbor\n",
        "portfolios/teo/evidence/2027-03-02-frog.md": (
            "---\ntitle: The frog that would not sing\ndate: 2027-03-02\nkind: model\n---\n"
            "I was **afraid** of the dark pond. Nobody knew.\n"
        ),
        "docs/index.md": "---\nframe: hub\n---\n# River School\n",
        "mkdocs.yml": "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n",
    }
    write(tmp_path, files)
    assert api.build_site(BuildRequest(root=tmp_path, today=TODAY)).is_clean
    return tmp_path


PAGE = "learners/ana/index.html"
PLANTED: dict[str, tuple[str, str, str]] = {
    "a name": (PAGE, "<p>with Teo</p>", "the name of somebody"),
    "a name in another case": (PAGE, "<p>TEO’s</p>", "the name of somebody"),
    "a name in entities": (PAGE, "<p>&#84;&#101;o</p>", "the name of somebody"),
    "a name with a sign that nobody sees": (PAGE, "<p>T&shy;e\u200bo</p>", "the name of somebody"),
    "a name in an attribute": (PAGE, '<img alt="Lindqvist, Teo">', "the name of somebody"),
    "a name in a remark": (PAGE, "<!-- teo lindqvist -->", "the name of somebody"),
    "a name in JSON": ("data.json", '{"a": "\\u0054eo"}', "the name of somebody"),
    "a name in an address": (PAGE, '<a href="/x?who=%54eo">x</a>', "the name of somebody"),
    "an id in a path": ("learners/teo/x.txt", "nothing", "its path is"),
    "an id in an address": (PAGE, '<a href="../teo/">x</a>', "belongs to portfolios/teo"),
    "a private title": (PAGE, "<p>The frog that would not sing</p>", "a title or sentence of"),
    "a private sentence": (PAGE, "<p>I was <b>afraid</b> of the dark pond.", "a title or sentence"),
    "an unlisted script": (PAGE, "<script>1</script>", "a script that is not the theme's"),
    "a handler": (PAGE, '<p onclick="x()">x</p>', "a handler (onclick)"),
    "a foreign picture": (PAGE, "<img src=//x.example/a>", "fetches something from another host"),
    "a foreign style": ("a.css", "@import 'https://x.example/a.css';", "from another host"),
    "a hidden address": (
        PAGE,
        '<a href="java\tscript:x()">x</a>',
        "an address that runs a program",
    ),
    "an address with a sign written as a number": (
        PAGE,
        '<a href="javascript&#58;x()">x</a>',
        "an address that runs a program",
    ),
    "an address with a sign that browsers pass over": (
        PAGE,
        '<a href="javas&Tab;cript:x()">x</a>',
        "an address that runs a program",
    ),
    "a foreign picture with strokes written as numbers": (
        PAGE,
        '<img src="&#47;&#47;x.example/a">',
        "fetches something from another host",
    ),
    "a refresh in numbers": (
        PAGE,
        '<meta http-equiv="re&#102;resh" content="0;url=x">',
        "to another page",
    ),
    "a frame": (PAGE, "<iframe src=a.html></iframe>", "holds <iframe>"),
    "a page without policy": ("b.html", "<!doctype html><p>x</p>", "no Content-Security-Policy"),
    "a refresh": (PAGE, '<meta http-equiv="refresh" content="0;url=x">', "to another page"),
}


def audit(school: Path) -> Iterator[str]:
    """Give what the scanner says about the school's site."""
    return (str(leak) for leak in api.audit_site(school, school / "site", TODAY).leaks)


@pytest.mark.parametrize("kind", sample(PLANTED, 2))
def test_what_is_planted_in_a_site_is_found(school: Path, kind: str) -> None:
    path, text, said = PLANTED[kind]
    assert list(audit(school)) == []
    file = school / "site" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    old = file.read_text("utf-8") if file.exists() else ""
    file.write_text(old.replace("</article>", f"{text}</article>") if old else text, "utf-8")

    leaks = list(audit(school))

    assert any(leak.startswith(f"{path}:") and said in leak for leak in leaks), leaks
    assert all("afraid" not in leak and "Lindqvist" not in leak for leak in leaks)


def test_what_is_packed_is_unpacked(school: Path) -> None:
    (school / "site/words.pf_fragment").write_bytes(gzip.compress(b"pagefind_dcd Teo came"))

    assert ["words.pf_fragment:1" in leak for leak in audit(school)] == [True]


def test_a_pdf_is_read(school: Path) -> None:
    document = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = "Teo Lindqvist"
        pdf.save(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    (school / "site/a.pdf").write_bytes(document.getvalue())

    assert any("a.pdf" in leak for leak in audit(school))


def test_notes_in_a_picture_are_found_and_chance_letters_are_not(school: Path) -> None:
    (school / "site/noise.webp").write_bytes(picture("WEBP") + b"\x80\x00 teo \x00\x81")
    (school / "site/clean.webp").write_bytes(picture("WEBP"))
    (school / "site/noted.png").write_bytes(photo("x"))

    leaks = list(audit(school))

    assert not any("clean.webp" in leak for leak in leaks)
    assert any("noted.png:1: holds notes beside the pixels" in leak for leak in leaks)
    assert not any("noise.webp" in leak and "name" in leak for leak in leaks)


def test_a_link_in_a_site_is_found(school: Path) -> None:
    (school / "site/out").symlink_to("/etc/hostname")

    assert any(leak.startswith("out:1: holds a link") for leak in audit(school))


def test_a_leak_stops_the_build_and_leaves_the_old_site(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a template showed a plan that a view should never have been given."""
    before = {file: file.read_bytes() for file in (school / "site").rglob("*") if file.is_file()}
    shown_publicly = visible.filter_for_public

    def careless(case: VisibilityContext) -> VisibleLearner[Public] | None:
        shown = shown_publicly(case)
        return None if shown is None else replace(shown, name="Teo Lindqvist")

    monkeypatch.setattr(learner_unit, "filter_for_public", careless)
    report = api.build_site(BuildRequest(root=school, today=TODAY))

    assert not report.is_clean
    assert report.leaks
    after = {file: file.read_bytes() for file in (school / "site").rglob("*") if file.is_file()}
    assert after == before


def test_the_command_says_clean_or_not(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["audit", str(school / "site"), "--school", str(school)]
    assert main(arguments) == 0
    (school / "site/x.txt").write_text("Teo", "utf-8")

    assert main(arguments) == 1
    assert "x.txt:1: the name of somebody (portfolios/teo)" in capsys.readouterr().out
    assert main(["audit", str(school / "nowhere")]) == 2


@pytest.mark.long
def test_nobody_of_the_example_leaks() -> None:
    school = copy_example(new_folder("audit"))

    report = api.audit_site(school, example_site(), TODAY)

    assert [str(leak) for leak in report.leaks] == []
    assert len(NOT_PUBLIC) == 9


@pytest.mark.parametrize(
    ("text", "told_apart"),
    [
        ("A walk", []),
        ("I was afraid of the pond. Nobody knew that.", 2),
        ("2027-03-01-the-frog-that-sang", 0),
        ("Canary0001XYZZYQUUX", 1),
    ],
)
def test_only_what_cannot_stand_anywhere_by_chance_is_looked_for(
    text: str, told_apart: int | list[str]
) -> None:
    assert len(list(split_phrases(text))) == (told_apart or 0)


def test_the_staff_edition_has_what_the_public_one_may_not() -> None:
    """The same canaries: supports, plans, probes and inquiries are on the staff's pages."""
    root, count, _ = canary_school()

    report = staff.build_staff_edition(root, TODAY, folder=root / "site-staff", searchable=False)

    assert report.is_clean, [*map(str, report.diagnostics)]
    canaries = find_canaries(root / "site-staff")
    assert len(canaries) > count * 0.6
    assert 8000 in canaries
    assert api.build_site(BuildRequest(root=root, today=TODAY)).is_clean
    assert find_canaries(root / "site") == set()
