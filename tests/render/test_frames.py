"""Frames: the engine's pages, mended once and stamped."""

import re
from pathlib import Path

import pytest

from page_kinds import FAMILY_PAGES, NOT_IN_THE_EXAMPLE, PUBLIC_PAGES
from small_site import build_engine, slots, sources, write_school
from wayfolio.model.engine import EngineOutput, FrameSources
from wayfolio.model.readable import IN_ADDRESSES
from wayfolio.publish.engine import run_mkdocs
from wayfolio.render.frame import source_pages
from wayfolio.render.frame.postprocess import FrameError
from wayfolio.render.frame.source_pages import KINDS, Kind
from wayfolio.render.frame.stamping import Frame, Frames, MissingHub, Slots, cut_frame

OPENED = (*PUBLIC_PAGES, *FAMILY_PAGES)
"""The pages that browser tests open."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EngineOutput:
    root = write_school(tmp_path_factory.mktemp("school"), site_url="https://example.org/school/")
    return build_engine(root)


@pytest.fixture(scope="module")
def frames(engine: EngineOutput) -> Frames:
    return cut_frame(engine.pages)


def stamped(frames: Frames, kind: str) -> str:
    """Return one page of a kind."""
    tokens = {"id": "amara", "slug": "raft", "badge": "rower", "code": "mth-1"}
    tokens |= {"part": "a", "when": "2027-03"}
    return frames.kinds[kind].stamp(slots(kind, "amara"), **tokens).decode()


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_a_stamped_page_keeps_no_slot_and_says_whose_it_is(frames: Frames, kind: str) -> None:
    page = stamped(frames, kind)

    assert "wf-slot-" not in page
    assert f"<title>amara &amp; {kind} - River School</title>" in page
    assert '<meta name="description" content="What &quot;amara&quot; can do now">' in page
    assert page.count("<h1") == 1


ADDRESSES = {
    kind.name: re.compile(re.sub(r"\{\w+\}", "[a-z0-9-]+", kind.address)) for kind in KINDS
}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_a_browser_opens_a_page_of_each_kind_that_the_example_has(kind: str) -> None:
    listed = [address for address in OPENED if ADDRESSES[kind].fullmatch(address)]

    assert (kind not in NOT_IN_THE_EXAMPLE) == (listed != []), "list a page in page_kinds.py"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_part_of_an_address_is_nobodys_private_name(kind: Kind) -> None:
    """Otherwise a learner whose login is such a word could stop a build."""
    parts = set(re.sub(r"\{\w+\}", "", kind.address).split("/")) - {""}

    assert parts <= set(IN_ADDRESSES.split()), "list it in IN_ADDRESSES, model/readable.py"


def test_a_page_knows_its_own_address(frames: Frames) -> None:
    frame = frames.kinds["evidence"]

    assert frame.path(id="amara", slug="raft") == "learners/amara/evidence/raft/"
    assert frame.base == "../../../../"
    assert (
        '<link rel="canonical" href="https://example.org/school/learners/amara/evidence/raft/">'
        in stamped(frames, "evidence")
    )


@pytest.mark.parametrize("learner", ["", "Amara", "a/b", "..", 'x"', "wf_slot", "ä"])
def test_only_an_id_stands_in_an_address(frames: Frames, learner: str) -> None:
    with pytest.raises(ValueError, match="in an address"):
        frames.kinds["learner"].path(id=learner)


def test_a_slot_in_a_learners_text_stays_text(frames: Frames) -> None:
    said = Slots(title="wf-slot-content-fw", description="wf-slot-id-fw", content="wf-slot-head-fw")

    page = frames.kinds["learner"].stamp(said, id="amara").decode()

    assert "<title>wf-slot-content-fw - River School</title>" in page
    assert 'content="wf-slot-id-fw"' in page
    assert "\nwf-slot-head-fw\n" in page


def test_a_page_without_a_title_is_our_mistake(frames: Frames) -> None:
    with pytest.raises(ValueError, match="title"):
        frames.kinds["learner"].stamp(Slots(content="x"), id="amara")


def test_the_list_of_contents_stands_only_beside_pages_that_give_one(frames: Frames) -> None:
    assert 'href="#made" class="md-nav__link"' in stamped(frames, "evidence")
    assert "md-sidebar--secondary" in stamped(frames, "evidence")
    assert "md-sidebar--secondary" not in stamped(frames, "learner")


def test_a_stamped_page_shows_its_hubs_place_in_the_menu(frames: Frames) -> None:
    page = stamped(frames, "evidence")
    active = re.findall(r'<a aria-current="true" href="([^"]*)"', page)

    # The tab of the section, and the hub itself in the menu of phones.
    assert active == ["../../../", "../../../"]
    assert page.count('id="__toc"') == 0
    assert "By name" not in page  # the hub's own headings
    assert set(re.findall(r'src="([^"]*logo.svg)"', page)) == {"../../../../assets/logo.svg"}


def test_no_page_shows_a_frame_in_its_menu(frames: Frames) -> None:
    for content in frames.ready.values():
        assert b"wf-slot" not in content


def test_a_hub_keeps_its_prose_before_what_is_stamped(frames: Frames) -> None:
    page = frames.hubs["learners/"].stamp(Slots(content="<p>Amara</p>")).decode()

    assert page.index("Our learners.") < page.index("<p>Amara</p>")
    assert set(frames.hubs) >= {"", "learners/", "competencies/", "pathways/", "badges/"}


@pytest.mark.parametrize("address", ["about/", "404.html", "search/"])
def test_every_page_is_mended(frames: Frames, address: str) -> None:
    page = frames.ready[address].decode()

    assert re.search(r'<html dir="ltr" lang="en"', page)
    assert re.search(r'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy"', page)
    assert '<a href="#wf" class="md-skip">' in page
    assert page.count('<article id="wf" tabindex="-1"') == 1
    assert "hreflang" not in page
    assert 'name="generator"' not in page


def policies(frames: Frames) -> set[bytes]:
    """Return the policies of all finished pages and hubs."""
    pages = [
        *frames.ready.values(),
        *(hub.stamp(Slots(content="")) for hub in frames.hubs.values()),
    ]
    return {re.findall(rb'Security-Policy" content="([^"]*)"', page)[0] for page in pages}


def test_one_policy_fits_every_depth_and_no_authors_script(engine: EngineOutput) -> None:
    sly = dict(engine.pages)
    sly["about/index.html"] = sly["about/index.html"].replace(b"Otter", b"<script>x()</script>")

    assert len(policies(cut_frame(engine.pages))) == 1
    assert policies(cut_frame(sly)) == policies(cut_frame(engine.pages))


def test_a_preview_has_no_policy(engine: EngineOutput) -> None:
    assert b"Security-Policy" not in cut_frame(engine.pages, secure=False).ready["about/"]


def test_links_from_the_root_work_under_any_path(frames: Frames) -> None:
    about = frames.ready["about/"].decode()

    assert '<a href="../learners/amara/">' in about
    assert '<a href="../">home</a>' in about
    assert '<a href="learners/amara/">' in frames.hubs[""].stamp(Slots(content="")).decode()


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("about/index.html", b'<article class="md-content__inner', b'<article class="new'),
        ("about/index.html", b'data-md-component="skip"', b""),
        ("about/index.html", b'<body dir="ltr"', b"<body"),
        ("about/index.html", b'<meta charset="utf-8">', b"<meta charset=utf-8>"),
        ("studios/wf-slot-id-fw/index.html", b"wf-slot-head-fw", b""),
        ("studios/wf-slot-id-fw/index.html", b'content="wf-slot-description-fw"', b""),
        (
            "studios/wf-slot-id-fw/index.html",
            b'="wf-slot-description-fw"',
            b"=wf-slot-description-fw",
        ),
        ("studios/wf-slot-id-fw/index.html", b"md-sidebar--secondary", b"new"),
        ("studios/wf-slot-id-fw/index.html", b'href="#wf-slot-toc-fw"', b'href="#"'),
    ],
)
def test_a_changed_theme_stops_the_build(
    engine: EngineOutput, path: str, old: bytes, new: bytes
) -> None:
    assert old in engine.pages[path]

    with pytest.raises(FrameError):
        cut_frame({**engine.pages, path: engine.pages[path].replace(old, new)})


def test_a_missing_frame_stops_the_build(engine: EngineOutput) -> None:
    fewer = {path: page for path, page in engine.pages.items() if "studios/wf-slot" not in path}

    with pytest.raises(FrameError, match="studio"):
        cut_frame(fewer)


def test_a_hub_that_does_not_say_so_is_the_authors_to_mend(tmp_path: Path) -> None:
    root = write_school(tmp_path)
    (root / "docs/learners/index.md").write_text("# Our learners\n", "utf-8")

    with pytest.raises(MissingHub, match=r"docs/learners/index\.md: add `frame: hub`"):
        cut_frame(build_engine(root).pages)


def test_a_school_that_writes_no_menu_gets_one(tmp_path: Path) -> None:
    root = write_school(tmp_path)
    (root / "mkdocs.yml").write_text("site_name: X\ntheme: {name: material}\n", "utf-8")

    about = cut_frame(build_engine(root).pages).ready["about/"].decode()
    tabs = about[about.index('<nav class="md-tabs"') : about.index("<main")]

    assert re.findall(r'<a[^>]* href="([^"]*)"', tabs) == [
        "..",
        "../learners/",
        "../competencies/",
        "../pathways/",
        "../studios/",
        "../badges/",
        "./",
    ]


def test_a_title_is_text_wherever_it_stands(tmp_path: Path) -> None:
    words = {**sources().words, "learners": 'A & <b>"B"</b> [c](d)'}
    root = write_school(tmp_path)
    (root / "docs/learners/index.md").unlink()
    frame_sources = FrameSources(
        pages=source_pages.frame_source_pages(words), words=words, menu=source_pages.MENU
    )
    hub = (
        cut_frame(run_mkdocs(root, frame_sources).pages)
        .hubs["learners/"]
        .stamp(Slots(content=""))
        .decode()
    )

    assert "<b>" not in hub
    assert "A &amp; &lt;b&gt;" in hub
    assert "</a>" not in hub[hub.index("<h1") : hub.index("</h1>")]


def test_a_frame_without_content_is_not_a_frame() -> None:
    with pytest.raises(FrameError, match="content"):
        Frame("learners/", (b"<p>", b"head", b"</p>"))
