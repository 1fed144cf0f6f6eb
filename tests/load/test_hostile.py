"""What hostile texts, pictures, recordings and PDFs become: harmless and readable, or refused."""

import gzip
import io
import os
import re
import struct
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from hostile_school import BODIES, CONSENT, hostile_site, picture
from photos import animation, picture_with_place
from report import BRIDGE, LEARNER, PICTURE, TODAY, Files, diagnose, school
from samples import sample
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.check.leaks import find_active
from wayfolio.load.built_site import built_file
from wayfolio.media.pictures import make_picture as made_anew
from wayfolio.render.parts.prose import Surroundings, body_html
from wayfolio.school.read import check_school

TEXT_TAGS = frozenset(
    re.findall(
        r"\w+",
        "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del hr br a img table thead "
        "tbody tr th td sup section div aside article nav span bdi time dl dt dd figure "
        "figcaption details summary header "
        # The harmless ones that GitHub keeps.
        "b i s strike ins kbd mark sub abbr caption cite dd dfn q rp rt ruby samp small strong tt "
        "tfoot var wbr input "
        # Formulas.
        "math mi mn mo mrow mtext msup msub mfrac msqrt",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        "href src alt width height loading class id lang dir align start rel tabindex datetime "
        "open role hidden title display",
    )
)


class Article(HTMLParser):
    """The tags, attributes and addresses of a page's article."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.names: list[str] = []
        self.text = ""
        self.boxes: list[set[str]] = []
        """The attributes of each input."""
        self.feed(page[page.index("<article") : page.index("</article>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "input":
            self.boxes.append({name for name, _ in attrs})
            assert ("type", "checkbox") in attrs
            return
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("id", "name"):
                self.names.append(value or "")
            if name in ("href", "src"):
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(name: str) -> str:
    """Return the built page of one hostile text."""
    file = hostile_site() / "learners" / "ana" / "evidence" / name / "index.html"
    return file.read_text("utf-8")


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_text_is_shown_and_does_nothing(name: str) -> None:
    page = page_of(name)
    article = Article(page)

    assert f"MARK-{name}" in article.text
    assert article.tags <= TEXT_TAGS
    assert {a for a in article.attributes if not a.startswith(("aria-", "data-"))} <= ATTRIBUTES
    assert all(
        {"disabled", "aria-label"} <= box <= {"type", "checked", "disabled", "lang", "aria-label"}
        for box in article.boxes
    )
    assert list(find_active(built_file("index.html", page.encode()))) == []
    assert not any(
        ":" in address.split("/")[0]
        for address in article.addresses
        if not address.startswith(("http:", "https:", "mailto:"))
    )


@pytest.mark.parametrize("name", BODIES)
def test_what_follows_the_article_stands_as_on_any_page(name: str) -> None:
    after = page_of(name).partition("</article>")[2]
    tail = page_of("script").partition("</article>")[2]

    assert after.replace(name, "script") == tail


CONTROL = {
    "control-rich": (
        *("<strong>bold</strong>", "<del>gone</del>", "<blockquote", "<table", 'type="checkbox"'),
        *(
            "Zoë’s räksmörgås 🥪👩🏽‍🔬",
            "家庭菜园 · حديقة البيت · vườn nhà",
            "می‌خواهم",
            "At the end.",
        ),
        *("code &amp; &lt;tags&gt;", 'href="https://example.org/a?b=1&amp;c=2"'),
    ),
    "control-markup": (
        *("<code>&lt;script&gt;alert(1)&lt;/script&gt;</code>", "2 &lt; 3 &amp;&amp; 4 &gt; 3"),
        *("&lt;b&gt;bold&lt;/b&gt;", "&lt;i&gt;", "{{ name }}", "&lt;img src=x onerror="),
    ),
}


@pytest.mark.parametrize("name", CONTROL)
def test_what_means_no_harm_is_shown_whole(name: str) -> None:
    page = page_of(name)

    assert [part for part in CONTROL[name] if part not in page] == []


def test_feeds_and_lists_of_addresses_are_well_formed_whatever_stands_in_a_title() -> None:
    files = [file for file in hostile_site().rglob("*") if file.suffix in (".xml", ".svg")]
    assert {file.name for file in files} >= {"feed.xml", "sitemap.xml"}

    for file in files:
        for element in ElementTree.parse(file).iter():
            assert element.tag.rpartition("}")[2] not in (
                "script",
                "img",
                "foreignObject",
                "iframe",
            )
            assert not any(name.startswith("on") for name in element.attrib)


def test_a_file_keeps_no_name_that_its_author_gave_it() -> None:
    """A name may be in it, and the learner whose work it is may not be named."""
    for file in hostile_site().rglob("*"):
        assert "map" not in file.name or "/assets/" in file.as_posix() or file.name == "sitemap.xml"
        if file.suffix == ".html":
            assert b'src="map.png' not in file.read_bytes()
            assert b"map.webp" not in file.read_bytes()


def test_texts_that_would_fetch_something_are_read_and_nothing_else() -> None:
    for name in ("trackers", "attributes", "styles"):
        article = Article(page_of(name))
        fetched = [address for address in article.addresses if not address.startswith("http")]
        assert all("example" not in address for address in fetched), name
        assert "img" not in article.tags or "q.png" not in " ".join(fetched)


def test_no_other_file_comes_in_with_a_text() -> None:
    site = hostile_site()

    for file in site.rglob("*"):
        assert b"SECRETPLAN" not in (file.read_bytes() if file.is_file() else b"")
        assert b"CANARYNOTE" not in (file.read_bytes() if file.is_file() else b"")


def test_marks_of_our_own_templates_stay_text() -> None:
    article = Article(page_of("slots"))

    assert "wf-slot-content-fw wf-slot-title-fw" in article.text
    assert "{{ content }} {% block content %}" in article.text
    assert "1337" not in Article(page_of("includes")).text


def test_names_in_a_text_cannot_take_the_place_of_the_themes_own() -> None:
    names = Article(page_of("clobbering")).names

    assert [name for name in names if not name.startswith("u-")] == Article(page_of("script")).names
    assert len(names) == len(set(names))


def test_external_links_tell_nothing_about_the_page_they_come_from() -> None:
    page = page_of("foreign-schemes")

    assert '<a href="https://example.org/ok" rel="noopener noreferrer nofollow ugc">' in page
    assert '<meta name="referrer" content="no-referrer">' in page
    assert "thief.example" not in page.replace("<", "").replace('"', "") or 'href="//' not in page


# ---- texts that would take forever --------------------------------------------------------------

LONG = {
    "nested brackets": "[" * 140_000,
    "brackets and their ends": "[" * 70_000 + "]" * 70_000,
    "open links": "[a](" * 35_000,
    "stars within stars": "*a **b " * 20_000,
    "quotes in quotes": "> " * 70_000 + "a",
    "lists in lists": "\n".join(" " * depth + "- a" for depth in range(600)),
    "10,000 headings": "\n\n".join(f"## h{number}" for number in range(10_000)),
    "a wide table": "|" + "a|" * 20_000 + "\n|" + "-|" * 20_000 + "\n" + "a|\n" * 30_000,
    "a long table": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 20_000,
    "backticks": " ".join("`" * number for number in range(600)),
    "footnotes": "".join(f"[^{n}]" for n in range(900))
    + "\n\n"
    + "\n\n".join(f"[^{n}]: a" for n in range(900)),
    "one footnote 900 times": "[^a]" * 900 + "\n\n[^a]: x",
    "addresses": "http://a." * 20_000,
    "signs": "<" * 200_000,
}
MEASURED = """
import re, sys, time
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from report import TODAY
from wayfolio.school.learner import read_learner, view_as_public
from wayfolio.school.read import read_school
root = Path(sys.argv[1])
begin = time.process_time()
school, _ = read_school(root, TODAY)
unit = read_learner(school, "ana")
shown = view_as_public(school, unit).shown
from wayfolio.render.parts.prose import Surroundings, body_html
texts = [item.item.body for item in (shown.evidence if shown else ())]
sizes = [len(body_html(text, Surroundings())) for text in texts]
# Not ru_maxrss: after a fork it starts at the size of the parent.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
refused = [str(mistake.rule) for mistake in unit.diagnostics if mistake.severity == "error"]
print(time.process_time() - begin, peak, max(sizes, default=0), ",".join(refused) or "-")
"""


@pytest.mark.parametrize("kind", sample(LONG, 2))
def test_no_text_takes_long_or_much_room(kind: str) -> None:
    """Read, checked and rendered in a process of its own, or refused with a message."""
    front = "---\ntitle: Long\ndate: 2027-03-01\nkind: model\nvisibility: public\n---\n"
    files: Files = {BRIDGE: front.encode() + LONG[kind].encode(), PICTURE: None, LEARNER: ANA}
    with school(files) as root:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(root), str(Path(__file__).parents[1] / "support")],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(Path(api.__file__).parents[1])},
        )
    assert done.returncode == 0, done.stderr[-500:]
    seconds, megabytes, size, refused = done.stdout.split()
    assert float(seconds) < 5
    assert int(megabytes) < 500
    assert int(size) < 5_000_000
    assert refused in ("-", "too-deep", "file-too-large")


ANA = f"name: {{full: Ana Lund, first: Ana}}\ngroup: harbor\n{CONSENT}"


# ---- pictures, recordings, PDF -------------------------------------------------------------------


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that claims so many pixels and holds few."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def moving_webp(frames: int) -> bytes:
    """Return a WebP of so many frames."""
    file = io.BytesIO()
    pictures = [Image.new("RGB", (16, 16), (number, 0, 9)) for number in range(frames)]
    pictures[0].save(file, "WEBP", save_all=True, append_images=pictures[1:], lossless=True)
    return file.getvalue()


XMP = b"<x:xmpmeta><exif:GPSLatitude>52,3N</exif:GPSLatitude></x:xmpmeta>"


def with_xmp(form: str) -> bytes:
    """Return a picture whose XMP says where it was taken."""
    if form != "PNG":
        return picture(form, xmp=XMP)
    whole = picture()
    return whole[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP) + whole[33:]


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n"
XXE = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>window.__ran=1</script></svg>'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"

REFUSED: dict[str, tuple[str, bytes, str]] = {
    "script in SVG": ("a.svg", SVG, "save it as PNG: an SVG can hold programs"),
    "SVG named .png": ("a.png", SVG, "is an SVG drawing, which can hold programs"),
    "more pixels than fit": ("a.png", bomb(30_000, 30_000), "pixels make it smaller"),
    "no bytes": ("a.png", b"", "cannot be read as a picture"),
    "a page named .png": ("a.png", b"<!doctype html><script>1</script>", "cannot be read"),
    "an executable named .jpg": ("a.jpg", b"MZ\x90\0" + bytes(200), "cannot be read"),
    "an executable": ("a.exe", b"MZ\x90\0", "cannot be shown"),
    "an archive": ("a.zip", b"PK\x03\x04" + bytes(60), "cannot be shown"),
    "a link of Windows": ("a.url", b"[InternetShortcut]\nURL=file://x/y", "cannot be shown"),
    "many frames": ("a.gif", animation(120), "moves through too many frames"),
    "a program in a PDF": ("a.pdf", PDF, "does something by itself"),
    "a PDF that is none": ("a.pdf", b"%PDF-1.4 and nothing", "cannot be read as a PDF"),
    "a page named .mp3": ("a.mp3", b"<script>1</script>", "is not what its name says"),
    "a film with boxes that lie": ("a.mp4", b"\0\0\0\x18ftypisom" + b"\xff" * 40, "cannot be read"),
    "only a pointer": ("a.png", b"version https://git-lfs.github.com/spec/v1\n", "git LFS"),
    "a HEIC picture": ("a.heic", b"\0\0\0\x18ftypheic", "save it as JPEG"),
    "a place in a JPEG": ("a.jpg", picture_with_place("JPEG"), "says where it was taken"),
    "a place in a PNG": ("a.png", picture_with_place("PNG"), "says where it was taken"),
    "a place in a WebP": ("a.webp", picture_with_place("WEBP"), "says where it was taken"),
    "a place in a PNG's XMP": ("a.png", with_xmp("PNG"), "says where it was taken"),
    "a place in a JPEG's XMP": ("a.jpg", with_xmp("JPEG"), "says where it was taken"),
    "a place in a WebP's XMP": ("a.webp", with_xmp("WEBP"), "says where it was taken"),
    "many frames in a WebP": ("a.webp", moving_webp(150), "moves through too many frames"),
    "a harmless SVG": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "save it as PNG"),
    "an SVG, packed": ("a.png", gzip.compress(SVG), "cannot be read as a picture"),
    "an entity from a file": ("a.png", XXE, "is an SVG drawing"),
    "a script that begins like a GIF": ("a.gif", b"GIF89a/*\0*/=1;alert(1)", "cannot be read"),
    "PostScript named .jpg": (
        "a.jpg",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        "read",
    ),
    "a TIFF named .png": ("a.png", b"II*\0" + bytes(99), "cannot be read as a picture"),
    "an icon named .png": ("a.png", b"\0\0\1\0" + bytes(60), "cannot be read as a picture"),
    "a HEIC picture named .jpg": ("a.jpg", b"\0\0\0\x18ftypheic" + bytes(60), "cannot be read"),
    "colours that swell": ("a.png", picture(icc_profile=bytes(5_000_000)), "cannot be read"),
    "a pointer with other line ends": ("a.mp3", LFS.replace(b"\n", b"\r\n"), "git LFS"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_must_not_be_published_is_told(kind: str) -> None:
    name, content, said = REFUSED[kind]
    files: Files = {
        BRIDGE: "---\ntitle: A\ndate: 2027-03-01\nkind: model\nvisibility: public\n"
        f"files: [{{path: {name}, alt: words, transcript: a.txt}}]\n---\nText.\n",
        PICTURE: None,
        f"portfolios/ana/evidence/{name}": content,
        "portfolios/ana/evidence/a.txt": "words",
    }

    errors = [
        f"{error.at} {error.message} {error.hint}"
        for error in diagnose(files)
        if error.severity == "error"
    ]

    assert len(errors) >= 1
    assert any(said in error for error in errors), errors
    assert all(error.startswith("portfolios/ana/evidence/") for error in errors)


def test_a_place_is_told_with_the_command_that_takes_it_out() -> None:
    diagnostics = diagnose({PICTURE: picture_with_place("PNG")})

    assert [diagnostic.hint for diagnostic in diagnostics] == [
        f"remove it with: wayfolio clean {PICTURE}"
    ]


def test_a_place_in_an_original_stops_a_merge_and_not_the_site() -> None:
    public = evidence_of("It holds.")
    with school(
        {LEARNER: ANA, PICTURE: picture_with_place("PNG"), BRIDGE: public, **PAGES}
    ) as root:
        assert not check_school(root, TODAY).is_clean

        report = api.build_site(BuildRequest(root=root, today=TODAY, is_searchable=False))

        assert [
            f"{diagnostic.severity} {diagnostic.rule}" for diagnostic in report.diagnostics
        ] == ["warning tells-place"]
        pictures = list(root.glob("site/learners/ana/evidence/bridge/*.webp"))
        assert len(pictures) == 1
        assert b"CANARY" not in pictures[0].read_bytes()


PAGES: Files = {
    "docs/index.md": "---\nframe: hub\n---\n# Hello\n",
    "mkdocs.yml": "site_name: x\ntheme: {name: material}\nplugins: [wayfolio]\n",
}


def evidence_of(text: str) -> str:
    """Return a public piece of evidence with the picture."""
    return (
        "---\ntitle: A\ndate: 2027-03-01\nkind: model\nvisibility: public\n"
        f"files: [{{path: bridge.png, alt: words}}]\n---\n{text}\n"
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_anew_without_notes_and_upright(form: str) -> None:
    tail = b"PK\x03\x04<script>window.__ran=1</script>"

    picture = made_anew(picture_with_place(form) + tail)

    for image in (picture.large, picture.small):
        assert b"CANARY" not in image.content
        assert b"__ran" not in image.content
        with Image.open(io.BytesIO(image.content)) as opened:
            assert dict(opened.getexif()) == {}
            assert opened.size == (48, 64)


def test_a_cut_picture_is_refused_when_its_pixels_are_read() -> None:
    cut = picture("JPEG", (640, 480))[:900]
    with school({LEARNER: ANA, PICTURE: cut, BRIDGE: evidence_of("It holds."), **PAGES}) as root:
        report = api.build_site(BuildRequest(root=root, today=TODAY))

        assert [str(diagnostic.rule) for diagnostic in report.diagnostics] == ["bad-picture"]
        assert not (root / "site").exists()


def test_a_note_of_50_megabytes_in_50_kilobytes_is_not_unpacked() -> None:
    note = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000)))
    whole = picture()

    diagnostics = diagnose({PICTURE: whole[:33] + note + whole[33:]})

    assert [diagnostic.message for diagnostic in diagnostics] == [
        "“bridge.png” cannot be read as a picture"
    ]


def test_links_between_pages_of_a_text_keep_only_three_kinds() -> None:
    html = body_html("[a](https://x.example) [b](mailto:a@x.example) [c](tel:1)", Surroundings())

    assert html.count("href=") == 2
