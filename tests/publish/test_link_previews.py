"""What somebody sees who is sent a link: a title, a sentence, and a picture that tells nothing."""

import re
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image, ImageChops

from small_site import build_engine, public_pages, write_school

THEME = Path(__file__).parents[2] / "theme"
PICTURE = THEME / "frame/assets/preview.png"
SITE = "https://river.test/school/"


def properties(page: bytes) -> dict[str, str]:
    """Return what a page tells programs that show its link."""
    pairs = re.findall(r'<meta property="og:(\S+)" content="([^"]*)">', page.decode())
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_each_page_tells_its_own_title_and_the_schools_one_picture(tmp_path: Path) -> None:
    engine = build_engine(write_school(tmp_path, site_url=SITE))
    pages = {page.path: page.content for page in public_pages(engine) if page.path.endswith("/")}

    previews = {path: properties(content) for path, content in pages.items()}
    assert "amara" in previews["learners/amara/"].pop("description")
    assert previews["learners/amara/"] == {
        "type": "website",
        "site_name": "River School",
        "title": "amara &amp; learner",
        "url": f"{SITE}learners/amara/",
        "image": f"{SITE}assets/preview.png",
        "image:width": "1200",
        "image:height": "630",
    }
    assert previews["about/"]["title"] == "About us"
    assert {preview["image"] for preview in previews.values()} == {f"{SITE}assets/preview.png"}
    assert {path for path, preview in previews.items() if preview["url"] != SITE + path} == set()


def test_without_a_place_for_the_site_there_is_no_picture_that_nobody_could_load(
    tmp_path: Path,
) -> None:
    engine = build_engine(write_school(tmp_path))
    pages = [page.content for page in public_pages(engine) if page.path.endswith("/")]

    assert {tuple(properties(page)) for page in pages} >= {("type", "site_name", "title")}
    assert not [page for page in pages if b"og:image" in page or b"og:url" in page]


def test_a_school_can_bring_its_own_picture(tmp_path: Path) -> None:
    root = write_school(tmp_path, site_url=SITE)
    own = root / "docs/assets/preview.png"
    own.parent.mkdir()
    own.write_bytes(b"the school's own")

    assert build_engine(root).files["assets/preview.png"] == b"the school's own"


def test_the_picture_is_the_drawing_that_is_kept_beside_it_and_has_no_word_in_it() -> None:
    drawing = (THEME / "preview.svg").read_text("utf-8")
    picture = resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True)

    with Image.open(BytesIO(bytes(picture))) as fresh, Image.open(PICTURE) as kept:
        assert fresh.size == kept.size == (1200, 630)
        assert ImageChops.difference(fresh.convert("RGB"), kept.convert("RGB")).getbbox() is None
        assert not kept.info
    assert "<text" not in drawing
