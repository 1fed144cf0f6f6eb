"""The site folder: replaced whole or not at all, searchable, and the same from run to run."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.theme import Theme
from mypy import api

from small_site import build_engine, public_pages, read_files, write_school, write_site
from wayfolio.model.engine import EngineOutput
from wayfolio.model.pages import Page, Public
from wayfolio.publish import changed_files, search
from wayfolio.publish.site import (
    MARKER,
    SiteRefused,
    file_path,
    robots,
    sitemap,
    stage_site,
)
from wayfolio.publish.theme_templates import list_visible_templates

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EngineOutput:
    return build_engine(write_school(tmp_path_factory.mktemp("school")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    (folder / "portfolios").mkdir(parents=True)
    return folder


def page(text: str, path: str = "") -> Page[Public]:
    """Return a page that says `text`."""
    return Page[Public](path, text.encode())


def publish(root: Path, *pages: Page[Public], site: Path | None = None) -> None:
    """Publish without search."""
    write_site(pages, site or root / "site", root=root, searchable=False)


def test_the_theme_lists_its_templates_without_its_icons_and_still_loads_each() -> None:
    theme = Theme("material")
    listed = set(theme.get_env().list_templates())
    list_visible_templates(theme)
    environment = theme.get_env()

    assert {path for path in listed if not path.startswith(".")} == set(
        environment.list_templates()
    )
    assert "<svg" in environment.get_template(".icons/material/home.svg").render()


def test_a_build_replaces_everything_and_leaves_nothing_beside_it(root: Path) -> None:
    publish(root, page("one"), page("old", "old/"))
    publish(root, page("two"), page("x", "a/b/map.png"))

    assert (root / "site/index.html").read_text() == "two"
    assert set(read_files(root / "site")) == {MARKER, "index.html", "a/b/map.png"}
    assert sorted(path.name for path in root.iterdir()) == ["portfolios", "site"]


def test_a_failed_build_leaves_the_old_site_whole(root: Path) -> None:
    publish(root, page("one"))
    before = read_files(root / "site")

    def pages() -> Iterator[Page[Public]]:
        yield page("two")
        raise RuntimeError("our mistake")

    with pytest.raises(RuntimeError, match="our mistake"):
        write_site(pages(), root / "site", root=root)

    assert read_files(root / "site") == before
    assert sorted(path.name for path in root.iterdir()) == ["portfolios", "site"]


def test_a_killed_build_leaves_the_old_site_and_the_next_one_clears_up(root: Path) -> None:
    publish(root, page("one"))
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from wayfolio.publish.site import stage_site\n"
        "root = Path(sys.argv[1])\n"
        "with stage_site(root / 'site', root) as fresh:\n"
        "    (fresh / 'half.html').write_text('half')\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(root)], stdout=subprocess.PIPE, text=True
    ) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == "ready\n"
        with pytest.raises(SiteRefused, match="another build is writing"):
            publish(root, page("other"))
        build.send_signal(signal.SIGKILL)
    assert (root / "site/index.html").read_text() == "one"
    assert (root / ".site.new/half.html").exists()

    publish(root, page("two"))

    assert set(read_files(root / "site")) == {MARKER, "index.html"}
    assert sorted(path.name for path in root.iterdir()) == ["portfolios", "site"]


@pytest.mark.parametrize(
    ("killed_between", "stands"), [("the renames", "one"), ("rename and removal", "new")]
)
def test_a_build_killed_while_swapping_is_recovered(
    root: Path, killed_between: str, stands: str
) -> None:
    publish(root, page("one"))
    shutil.copytree(root / "site", root / ".site.old")
    if killed_between == "the renames":
        shutil.rmtree(root / "site")
    else:
        (root / "site/index.html").write_text("new")

    with pytest.raises(KeyError), stage_site(root / "site", root):
        raise KeyError

    assert (root / "site/index.html").read_text() == stands
    assert not (root / ".site.old").exists()


@pytest.mark.parametrize(
    ("site", "sentence"),
    [
        (".", "holds the school's sources"),
        ("..", "holds the school's sources"),
        ("portfolios", "files that wayfolio did not make"),
        ("notes.txt", "is a file"),
    ],
)
def test_a_folder_that_is_not_ours_is_refused(root: Path, site: str, sentence: str) -> None:
    (root / "portfolios/amara").mkdir()
    (root / "notes.txt").write_text("mine")
    before = read_files(root)

    with pytest.raises(SiteRefused, match=sentence):
        publish(root, page("one"), site=root / site)

    assert read_files(root) == before


def test_a_refused_build_leaves_no_folder_behind(root: Path) -> None:
    (root / "portfolios/amara").mkdir()

    with pytest.raises(SiteRefused):
        publish(root, page("one"), site=root / "portfolios")

    assert sorted(path.name for path in root.iterdir()) == ["portfolios"]


@pytest.mark.parametrize("site", ["empty", "new/deeper"])
def test_an_empty_or_missing_folder_may_be_the_site(root: Path, site: str) -> None:
    (root / "empty").mkdir()

    publish(root, page("one"), site=root / site)

    assert (root / site / "index.html").read_text() == "one"


@pytest.mark.parametrize(
    "address", ["../x", "/etc/x", "a/../../x", "a//b", "./", "a\\b", "a/./b/", "x\0"]
)
def test_no_page_stands_outside_the_site(address: str) -> None:
    with pytest.raises(ValueError, match="inside the site"):
        file_path(address)


def test_two_pages_of_one_address_are_our_mistake(root: Path) -> None:
    with pytest.raises(ValueError, match="two pages"):
        publish(root, page("one", "a/"), page("two", "a/index.html"))


def test_a_familys_page_cannot_be_published(tmp_path: Path) -> None:
    snippet = tmp_path / "snippet.py"
    snippet.write_text(
        "from pathlib import Path\n"
        "from wayfolio.model.pages import Family, Page, Public, Staff\n"
        "from wayfolio.publish.changed_files import write_changed\n"
        "site = Path('site')\n"
        "write_changed([Page[Public]('', b'')], [], site, {})\n"
        "write_changed([Page[Family]('', b'')], [], site, {})\n"
        "write_changed([Page[Staff]('', b'')], [], site, {})\n"
        "mixed = [Page[Public]('', b''), Page[Family]('', b'')]\n"
        "write_changed(mixed, [], site, {})\n"
        "from wayfolio.model.dossier import LearnerDossier\n"
        "from wayfolio.render.frame.renderer import PageRenderer\n"
        "from wayfolio.render.parts.views import Site\n"
        "from wayfolio.render.learner.dossier_pages import dossier_pages\n"
        "Dossier = LearnerDossier[Family]\n"
        "def of_a_family(renderer: PageRenderer, shared: Site, dossier: Dossier) -> None:\n"
        "    pages, _ = dossier_pages(renderer, shared, dossier, {}, Family)\n"
        "    write_changed(pages, [], site, {})\n"
        "    dossier_pages(renderer, shared, dossier, {}, Public)\n"
        "def of_everybody(dossier: LearnerDossier[Public]) -> None: ...\n"
    )

    said, _, _ = api.run(
        [
            "--config-file",
            str(ROOT / "pyproject.toml"),
            "--no-error-summary",
            "--cache-dir",
            str(ROOT / ".mypy_cache"),
            str(snippet),
        ]
    )

    assert [row.split(":")[1] for row in said.splitlines() if ": error:" in row] == [
        *("6", "7", "9"),
        *("17", "18", "19"),
    ]


def test_the_sitemap_and_robots_say_what_they_are_given() -> None:
    text = sitemap(
        "https://example.org/school", ["about/", "", "a&b/"], {"en": ""}
    ).content.decode()

    assert text.splitlines()[2:] == [
        "<url><loc>https://example.org/school/</loc></url>",
        "<url><loc>https://example.org/school/a&amp;b/</loc></url>",
        "<url><loc>https://example.org/school/about/</loc></url>",
        "</urlset>",
    ]
    assert robots(None, index=False).content == b"User-agent: *\nDisallow: /\n"
    assert robots("https://example.org/", index=True).content.endswith(
        b"Disallow:\nSitemap: https://example.org/sitemap.xml\n"
    )


def test_the_site_is_the_same_from_run_to_run(engine: EngineOutput, root: Path) -> None:
    write_site(public_pages(engine), root / "one", root=root)
    write_site(public_pages(engine), root / "two", root=root)

    assert read_files(root / "one") == read_files(root / "two")


def test_search_finds_what_pages_say_and_ships_no_widget(engine: EngineOutput, root: Path) -> None:
    write_site(public_pages(engine), root / "site", root=root)
    bundle = root / "site/pagefind"
    about = json.loads((bundle / "pagefind-entry.json").read_bytes())["languages"]

    kept = {path.name for path in bundle.iterdir() if path.suffix not in {".pf_meta"}}
    assert kept == {
        "fragment",
        "index",
        "pagefind.js",
        "pagefind-worker.js",
        "pagefind-entry.json",
        "wasm.en.pagefind",
        "bundles.json",
    }
    # 48 stamped pages, 8 hubs and the prose of one page; not 404.html, not the search page.
    assert {language: row["page_count"] for language, row in about.items()} == {"en": 57}


def test_a_broken_index_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="Pagefind failed"):
        search.index_pages(tmp_path / "nowhere")


def test_nothing_unused_is_published(engine: EngineOutput, root: Path) -> None:
    write_site(public_pages(engine), root / "site", root=root, searchable=False)

    paths = read_files(root / "site")
    for path, content in paths.items():
        assert not path.endswith((".map", ".gz", "objects.inv"))
        assert "lunr" not in path
        assert "wf-slot" not in path
        assert b"sourceMappingURL" not in content
    assert "assets/images/favicon.png" not in paths
    assert "sitemap.xml" not in paths
    assert "assets/look.css" in paths


def test_a_folder_that_another_process_has_just_made_is_written_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.mkdir

    def late(path: str, mode: int = 0o777) -> None:
        real(path, mode)
        raise FileExistsError(17, "File exists", path)

    monkeypatch.setattr(os, "mkdir", late)
    changed_files.write_file(f"{tmp_path}/competencies/index.html", b"<p>x</p>")

    assert (tmp_path / "competencies/index.html").read_bytes() == b"<p>x</p>"
