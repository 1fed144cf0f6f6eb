"""Files that somebody made to do harm, or that a strange program wrote."""

# ruff: noqa: E501 - a case of a table stands in one line

import io
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from PIL import Image as Pillow

from report import (
    BRIDGE,
    LEARNER,
    PICTURE,
    PLACEMENTS,
    PNG,
    POLICIES,
    RATINGS,
    SCHOOL,
    SMALL,
    TODAY,
    Files,
    diagnose,
    report,
    school,
    write,
)
from wayfolio.load.attachments import load_attachments
from wayfolio.load.files import Findings, Folder, line_at, read
from wayfolio.load.nodes import Unreadable
from wayfolio.load.portfolio import load_portfolio, load_roster
from wayfolio.media.pictures import make_picture
from wayfolio.model.attachments import Picture
from wayfolio.model.names import LearnerId
from wayfolio.render.text.diagnostics import diagnostics_text
from wayfolio.school.read import check_school

PLAN = "portfolios/ana/plan.yml"
EVIDENCE = "portfolios/ana/evidence"
FRONT = "title: A\ndate: 2027-03-01\nkind: model\nfiles: [{path: bridge.png, alt: A bridge}]\n"


LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n"
NAMED = 'name: {full: A, first: A}\ngroup: harbor\nprogrammes: [{pathway: years, stage: "9", from: 2026-08-24}]\n'
FOREVER = "{what: [name], audience: public, by: guardian, from: 2020-01-01, until: 9999-12-31}"
CALENDAR = (
    dedent(str(SMALL[SCHOOL])).lstrip() + "calendar:\n  first_day: 2026-08-24\n"
    "  last_day: 2027-06-11\n  terms: [{code: F, from: 08-24, to: DAY}]\n"
)


def rated(level: str) -> str:
    """Return one rating."""
    return f"- {{date: 2027-03-03, kind: studio, by: rosa, ratings: {{MTH.1: {level}}}}}\n"


def markdown(front: str = FRONT, body: str = "") -> str:
    """Return evidence with the picture of the small school."""
    return f"---\n{front}---\n{body}"


@pytest.mark.parametrize(
    ("path", "typed", "rules"),
    [
        pytest.param(PLAN, "a: &a [x]\nb: &b [*a, *a]\n", ["yaml-feature"], id="billion laughs"),
        pytest.param(PLAN, "why: &a [*a]\n", ["yaml-feature"], id="an alias of itself"),
        pytest.param(PLAN, "<<: *b\n", ["yaml-feature"], id="merged keys"),
        pytest.param(PLAN, "interests: !!binary |\n  eJzswQEB\n", ["yaml-feature"], id="binary"),
        pytest.param(PLAN, "why: !!python/object/apply:os.system [id]\n", ["yaml-feature"], id="code"),
        pytest.param(PLAN, "%TAG ! tag:evil.example,2026:\n---\na: !x y\n", ["yaml-feature"], id="tag"),
        pytest.param(PLAN, "interests: [a]\n---\ninterests: [b]\n", ["yaml-feature"], id="two texts"),
        pytest.param(PLAN, "[" * 40_000, ["too-deep"], id="deep"),
        pytest.param(PLAN, "- a\n- b\n", ["wrong-type"], id="a list for keys"),
        pytest.param(PLAN, '"' + "k" * 5000 + '": 1\n', ["yaml-syntax"], id="a long key"),
        pytest.param(PLAN, "role: educator\n", ["unknown-key"], id="a role"),
        pytest.param(PLAN, "goals: [{id: A, goal: x}]", ["bad-name"], id="an id with a capital"),
        pytest.param(RATINGS, "- {date: 2027-03-01, kind: a, by: ana}", ["unknown-name"], id="by oneself"),
        pytest.param(BRIDGE, markdown(FRONT + "visibility: public\nvisibility: draft\n"), ["repeated-key"], id="public, draft"),
        pytest.param(BRIDGE, markdown(FRONT + "visibilit\u00fd: public\n"), ["unknown-key"], id="an accent"),
        pytest.param(BRIDGE, markdown(FRONT + "visibility\u200b: public\n"), ["unknown-key"], id="zero width"),
        pytest.param(BRIDGE, b"---\ntitle: nul\0l\n---\n", ["forbidden-character"], id="a null byte"),
        pytest.param(BRIDGE, b"---\ntitle: caf\xe9\n---\n", ["not-utf8"], id="Latin-1"),
        pytest.param(BRIDGE, markdown().encode("utf-32"), ["not-utf8"], id="UTF-32"),
        pytest.param(BRIDGE, markdown().encode("utf-16"), ["not-utf8"], id="UTF-16"),
        pytest.param(BRIDGE, markdown('title: "c\\x07\\x1b"\n'), ["forbidden-character"], id="escapes"),
        pytest.param(BRIDGE, markdown(body="a \x1b[2J b"), ["forbidden-character"], id="a terminal"),
        pytest.param(BRIDGE, markdown(body="abc \u202e cba"), ["forbidden-character"], id="turned"),
        pytest.param(BRIDGE, markdown(body="> " * 20_000), ["too-deep"], id="deep quotes"),
        pytest.param(BRIDGE, markdown(body="*" * 50_000 + "a" + "*" * 50_000), ["too-deep"], id="stars"),
        pytest.param(BRIDGE, markdown(body="[" * 70_000 + "](x)" * 10_000), ["too-deep"], id="brackets"),
        pytest.param(BRIDGE, markdown(body="*a " * 30_000 + "b*" * 30_000), ["too-deep"], id="stars apart"),
        pytest.param(BRIDGE, markdown(body="a\n" * 200_000), ["file-too-large"], id="long"),
        pytest.param(BRIDGE, markdown(body="+ADw-script+AD4-alert(1)"), [], id="UTF-7 is text"),
        pytest.param(BRIDGE, markdown(body="---\nvisibility: public\n---\n"), [], id="a second front"),
        pytest.param(BRIDGE, markdown(body="{{ x }} {% raw %} <script>"), ["unshown-html"], id="a template"),
        pytest.param(PLAN, "? [a, b]\n: c\n", ["yaml-syntax"], id="a list as a key"),
        pytest.param(PLAN, "{{a: b}: c}\n", ["yaml-syntax"], id="keys as a key"),
        pytest.param(PLAN, "interests: [" + "a," * 30_000 + "]\n", ["file-too-large"], id="many values"),
        pytest.param(PLAN, "goals: [{id: a, goal: x, target: 2027-02-30}]", ["impossible-date"], id="no such day"),
        pytest.param(PLAN, "goals: [{id: a, goal: x, target: 0000-01-01}]", ["impossible-date"], id="year 0"),
        pytest.param(PLAN, "goals: [{id: a, goal: x, target: 9999-12-31}]", [], id="the last day there is"),
        pytest.param(PLAN, "goals: [{id: a, goal: x, target: ٢٠٢٧-٠٣-٠٣}]", ["wrong-type"], id="another's digits"),
        pytest.param(RATINGS, rated("9" * 4000), ["wrong-type"], id="a huge number"),
        pytest.param(RATINGS, rated("0." + "0" * 4000 + "1"), ["wrong-type"], id="a tiny number"),
        pytest.param(RATINGS, rated("0x3"), ["wrong-type"], id="sixteen fingers"),
        pytest.param(RATINGS, rated("1_0"), ["wrong-type"], id="a number with a gap"),
        pytest.param(RATINGS, LFS, ["unsafe-file"], id="a pointer for ratings"),
        pytest.param(BRIDGE, LFS, ["unsafe-file"], id="a pointer for evidence"),
        pytest.param(LEARNER, NAMED + f"consent: [{FOREVER}]\n", [], id="consent for ever"),
        pytest.param(LEARNER, 'name: {full: "\\u200b", first: A}\ngroup: harbor\n', ["no-value"], id="a name nobody sees"),
        pytest.param(POLICIES, "continuum: {stale_after_days: 4000000}\n", ["bad-policy"], id="stale in 10,000 years"),
        pytest.param(SCHOOL, CALENDAR.replace("DAY", "02-29"), ["impossible-date"], id="a day of leap years"),
        pytest.param(SCHOOL, CALENDAR.replace("DAY", "13-40"), ["impossible-date"], id="a month 13"),
        pytest.param(BRIDGE, markdown(FRONT + "v\u0456sibility: public\n"), ["unknown-key"], id="a Cyrillic i"),
        pytest.param(BRIDGE, markdown(FRONT + "visi\u00adbility: public\n"), ["unknown-key"], id="a soft hyphen in a key"),
        pytest.param(BRIDGE, markdown(FRONT + "visibility: Public\n"), ["wrong-word"], id="Public"),
        pytest.param(BRIDGE, markdown(FRONT + "visibility: public\u00a0\n"), ["wrong-word"], id="public and a space"),
        pytest.param(BRIDGE, markdown(body="with B\u200ben and B\u00aden"), ["forbidden-character"], id="a name in two"),
        pytest.param(PLAN, "interests: [B\u200cen]\n", ["forbidden-character"], id="a name in two words"),
        pytest.param(PLAN, "interests: [\u0645\u06cc\u200c\u062e\u0648]\n", [], id="a word that needs such a sign"),
        pytest.param(BRIDGE, markdown(body="a \U000e0041\U000e0042 b"), ["forbidden-character"], id="tags nobody sees"),
        pytest.param(BRIDGE, markdown(FRONT + "aliases: ['../../index']\n"), ["bad-name"], id="an address above"),
        pytest.param(BRIDGE, markdown(FRONT + "lang: 'en\"><script>'\n"), ["bad-name"], id="a language with a tag"),
        pytest.param(PLAN, "interests: ['NO', \"1.10\", \"12:30\", no, off]\n", [], id="look-alikes"),
    ],
)  # fmt: skip
def test_a_file_made_to_harm_is_refused_or_only_text(
    path: str, typed: str | bytes, rules: list[str]
) -> None:
    begin = time.process_time()

    mistakes = diagnose({path: typed})

    assert time.process_time() - begin < 2
    assert [mistake.rule for mistake in mistakes] == rules
    assert {mistake.at.path for mistake in mistakes} <= {path}
    assert all(mistake.message.isprintable() for mistake in mistakes)


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        (f"{EVIDENCE}/Bridge.md", "unsafe-file"),
        (f"{EVIDENCE}/BRIDGE.PNG", "unsafe-file"),
        *(
            (f"{EVIDENCE}/{name}", "unsafe-file")
            for name in ("con.md", "aux", "nul.png", "com1.yml")
        ),
        *((f"{EVIDENCE}/{name}", "unsafe-file") for name in ("lpt9.md", "trailing.", "trailing ")),
        *(
            (f"{EVIDENCE}/{name}", "unsafe-file")
            for name in ("a:b.md", "q?.md", "st*r.md", "p|.md")
        ),
        *(
            (f"{EVIDENCE}/{name}", "unsafe-file")
            for name in ("lt<.md", 'quote".md', "$(touch x).md")
        ),
        (f"{EVIDENCE}/caf\u00e9.png", "unsafe-file"),
        (f"{EVIDENCE}/cafe\u0301.png", "unsafe-file"),
        (f"{EVIDENCE}/a\u202egnp.exe", "unsafe-file"),
        (f"{EVIDENCE}/.htaccess", "unsafe-file"),
        ("portfolios/ana/.gitattributes", "unsafe-file"),
        ("portfolios/ana/.mailmap", "unsafe-file"),
        ("portfolios/ana/.github/workflows/x.yml", "unsafe-file"),
        ("portfolios/ana/CODEOWNERS", "unsafe-file"),
        ("portfolios/ana/mkdocs.yml", "unexpected-file"),
        ("portfolios/ana/conftest.py", "unexpected-file"),
        ("portfolios/ana/index.html", "unexpected-file"),
        ("portfolios/ana/overrides/main.html", "unexpected-file"),
        (f"{EVIDENCE}/index.html", "unexpected-file"),
        (f"{EVIDENCE}/run.py", "unexpected-file"),
        (f"{EVIDENCE}/run.exe", "unexpected-file"),
        (f"{EVIDENCE}/all.zip", "unexpected-file"),
        (f"{EVIDENCE}/share.url", "unexpected-file"),
        (f"{EVIDENCE}/drawing.svg", "unexpected-file"),
        (f"{EVIDENCE}/{'a/' * 60}x.md", "unexpected-file"),
        (f"{EVIDENCE}/bridge.html.png", "unsafe-file"),
        (f"{EVIDENCE}/undated.md", "bad-name"),
        ("portfolios/ana/demonstrations/x.txt", "unexpected-file"),
        ("portfolios/ana/supports/x.png", "unexpected-file"),
        ("portfolios/_groups/x.yml", "unexpected-file"),
        ("portfolios/_groups/2027-03-04-table", "unexpected-file"),
        ("portfolios/readme.txt", "unexpected-file"),
        *(
            (f"portfolios/{name}/learner.yml", "unexpected-file")
            for name in ("family", "search", "assets", "learners", "index", "a_b")
        ),
        ("portfolios/Zoe/learner.yml", "unsafe-file"),
        ("competencies/people.yml", "unexpected-file"),
        ("competencies/frameworks/core.yaml", "unexpected-file"),
        ("competencies/frameworks/x.md", "unexpected-file"),
        ("competencies/lessons/x.yml", "unexpected-file"),
    ],
)
def test_a_file_that_has_no_business_here_is_refused(path: str, rule: str) -> None:
    content = NAMED if path.endswith("learner.yml") else "x"

    mistakes = diagnose({path: content})

    assert [mistake.rule for mistake in mistakes] == [rule]
    assert "\u202e" not in str(mistakes[0])


def test_a_part_of_the_site_is_no_learner_and_that_is_said() -> None:
    assert report({"portfolios/family/learner.yml": NAMED}) == (
        "portfolios/family:1:1: error: “family” is the name of a part of the site, not of a "
        "learner [unexpected-file]\n  hint: choose another, for example family-1"
    )


def test_a_name_with_invisible_signs_is_printed_with_their_numbers() -> None:
    assert "a\\u202egnp.exe" in report({f"{EVIDENCE}/a\u202egnp.exe": "x"})


def link(target: str) -> Callable[[Path], None]:
    """Return what makes a link."""
    return lambda path: path.symlink_to(target)


@pytest.mark.parametrize(
    "place",
    [
        *(LEARNER, PLAN, PLACEMENTS, RATINGS, BRIDGE, PICTURE, f"{EVIDENCE}/other.png"),
        *("portfolios/ana/evidence", "portfolios/ana/demonstrations", "portfolios/zoe"),
        *("competencies/scales.yml", "competencies/frameworks", "portfolios/_groups"),
        *("docs/about.md", "docs/secret.txt", "docs/folder"),
    ],
)
@pytest.mark.parametrize(
    "make",
    [link("/etc/passwd"), link("/dev/zero"), link("nowhere"), link("/"), link("."), os.mkfifo],
    ids=["file", "device", "nowhere", "root", "loop", "pipe"],
)
def test_links_and_devices_are_told_and_never_followed(
    place: str, make: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path, {path: text for path, text in SMALL.items() if not path.startswith(place)})
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    make(tmp_path / place)

    mistakes = check_school(tmp_path, TODAY).diagnostics

    unsafe = [mistake for mistake in mistakes if mistake.rule == "unsafe-file"]
    assert [mistake.at.path for mistake in unsafe] == [place]
    assert "root:" not in diagnostics_text(
        mistakes, lambda diagnostic: line_at(tmp_path, diagnostic.at)
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, link("/dev/zero")])
def test_nothing_but_a_file_is_read(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "plan.yml")

    with pytest.raises(Unreadable) as refused:
        read(Folder(tmp_path), "plan.yml")

    assert refused.value.diagnostic.message == "this is a special file"


@pytest.mark.parametrize("place", ["portfolios", "portfolios/ana/evidence", "competencies/lessons"])
def test_a_file_where_a_folder_belongs_is_no_riddle(place: str) -> None:
    files: Files = {path: None for path in SMALL if path.startswith(place)}
    with school(files) as root:
        (root / place).write_text("x")

        check_school(root, TODAY)


@pytest.mark.parametrize(
    "name", ["../learner.yml", "/dev/zero", "/etc/passwd", "../../ana", ".", "..", "", "a\0b"]
)
def test_no_file_outside_the_evidence_folder_is_attached(name: str) -> None:
    front = f"title: A\ndate: 2027-03-01\nkind: model\nfiles: [{{path: {name!r}, alt: x}}]\n"

    assert diagnose({BRIDGE: markdown(front), PICTURE: None})


def test_a_large_file_is_refused_by_its_size(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    for path in (PICTURE, PLACEMENTS, RATINGS, f"{EVIDENCE}/2027-03-02-long.md"):
        with (tmp_path / path).open("wb") as file:
            file.truncate(100_000_000)
    begin = time.process_time()

    mistakes = check_school(tmp_path, TODAY).diagnostics

    assert time.process_time() - begin < 1
    assert sorted(mistake.rule for mistake in mistakes) == ["bad-picture", *["file-too-large"] * 3]


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG."""
    check_sum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check_sum


def png(width: int, *chunks: bytes) -> bytes:
    """Return a square PNG as large as it says, with hardly anything in it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes((3 * width + 1) * min(width, 20))))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BOMB = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(50_000_000), 9))


@pytest.mark.parametrize(
    "content",
    [SVG, b"", b"<html>", b"MZ\x90", b"PK\x03\x04", png(30_000), png(10_000), PNG[:30], b"GIF89a"],
    ids=["svg", "empty", "html", "exe", "zip", "bomb", "large", "cut off", "head only"],
)
def test_what_is_no_picture_is_refused_whatever_its_name(content: bytes) -> None:
    begin = time.process_time()

    mistakes = diagnose({PICTURE: content})

    assert time.process_time() - begin < 1
    assert [(m.rule, m.at.path) for m in mistakes] == [("bad-picture", BRIDGE)]


def test_a_text_in_a_picture_that_swells_is_not_unpacked_into_the_site() -> None:
    with school({PICTURE: png(1, BOMB)}) as root:
        findings = Findings()
        shared = load_roster(Folder(root), findings)
        read = load_portfolio(Folder(root), LearnerId("ana"), shared, findings)

        files = load_attachments(Folder(root, EVIDENCE), read.evidence[0], findings)

    small = all(isinstance(f, Picture) and len(f.large.content) < 500 for f in files.values())
    assert findings.diagnostics or small


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_a_camera_wrote_is_left_in_a_picture(kind: str) -> None:
    taken = Pillow.new("RGB", (40, 20), "teal")
    exif = taken.getexif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "CANARY_camera", "CANARY_artist", 6
    exif.get_ifd(0x8825)[1] = "N"
    held = io.BytesIO()
    taken.save(held, kind, exif=exif)
    with zipfile.ZipFile(held, "a") as behind:
        behind.writestr("x.html", "CANARY_page")

    shown = make_picture(held.getvalue())

    for image in (shown.large, shown.small):
        assert b"CANARY" not in image.content
        assert not Pillow.open(io.BytesIO(image.content)).getexif()
        assert (image.width, image.height) == (20, 40)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"%PDF-1.7 /OpenAction << /JavaScript (app.alert(1)) >>"),
        ("plan.pdf", b"<html>"),
        ("talk.mp3", b"<script>"),
        ("film.mp4", b"MZ"),
        ("photo.heic", b"\0\0\0\x18ftypheic"),
    ],
)
def test_a_document_that_acts_or_is_another_thing_is_refused(name: str, content: bytes) -> None:
    rows = f"{{path: {name}, alt: x, transcript: bridge.txt}}"
    front = FRONT.replace("alt: A bridge}]", f"alt: A bridge}}, {rows}]")
    files: Files = {
        BRIDGE: markdown(front),
        f"{EVIDENCE}/{name}": content,
        f"{EVIDENCE}/bridge.txt": "x",
    }

    assert [mistake.rule for mistake in diagnose(files)] == ["bad-picture"]
