"""A school of three invented learners, stamped through every kind of page."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from wayfolio.model.engine import EngineOutput, FrameSources
from wayfolio.model.pages import Page, Public
from wayfolio.publish import search
from wayfolio.publish.changed_files import write_changed
from wayfolio.publish.engine import run_mkdocs
from wayfolio.publish.site import stage_site
from wayfolio.render.frame import source_pages
from wayfolio.render.frame.stamping import Slots, cut_frame

LEARNERS = ("amara", "beto", "chen")

MKDOCS = """
site_name: River School
theme: {name: material, features: [navigation.tabs]}
plugins: [wayfolio]
markdown_extensions: [tables, admonition, pymdownx.tasklist]
nav:
  - index.md
  - Everyone:
      - learners/index.md
      - competencies/index.md
  - about.md
"""
INDEX = "---\ntitle: Home\nframe: hub\n---\n# Welcome\n\n## First\n\n[Amara](/learners/amara/)\n"
LEARNERS_HUB = "---\ntitle: Learners\nframe: hub\n---\n# Learners\n\n## By name\n\nOur learners.\n"
ABOUT = """# About us

We row on Otter Creek. See [Amara](/learners/amara/) and [home](/).

## The boats

- [ ] paint
- [x] launch

| boat | seats |
| ---- | ----- |
| Heron | 2 |

!!! note
    Wear a vest.
"""


def write_school(root: Path, *, site_url: str | None = None) -> Path:
    """Write the school's own files, and return its folder."""
    pages = {"index.md": INDEX, "about.md": ABOUT, "learners/index.md": LEARNERS_HUB}
    for path, text in pages.items():
        file = root / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    url = f"site_url: {site_url}\n" if site_url else ""
    (root / "mkdocs.yml").write_text(url + MKDOCS, "utf-8")
    return root


def sources() -> FrameSources:
    """Return what both doors hand to the engine."""
    words = source_pages.words(str)
    return FrameSources(
        pages=source_pages.frame_source_pages(words), words=words, menu=source_pages.MENU
    )


def build_engine(root: Path, *, strict: bool = True) -> EngineOutput:
    """Run the engine as `wayfolio build` does."""
    return run_mkdocs(root, sources(), strict=strict)


def public_pages(engine: EngineOutput, *, secure: bool = True) -> Iterator[Page[Public]]:
    """Stamp every kind for every learner, as the rest of the build does."""
    frames = cut_frame(engine.pages, secure=secure)
    for address, content in {**frames.ready, **engine.files}.items():
        yield Page[Public](address, content)
    for address, hub in frames.hubs.items():
        links = f'<ul><li><a href="{hub.base}learners/amara/">Amara</a></li></ul>'
        yield Page[Public](address, hub.stamp(Slots(content=links)))
    for name, frame in frames.kinds.items():
        for learner in LEARNERS:
            tokens = {
                "id": learner,
                "slug": "raft",
                "badge": "rower",
                "code": f"mth-{len(learner)}",
                "when": "2027-03",
                "part": learner[0],
            }
            if name.startswith("competency"):
                tokens["code"] = f"mth-{LEARNERS.index(learner)}"
            yield Page[Public](frame.path(**tokens), frame.stamp(slots(name, learner), **tokens))


def slots(name: str, learner: str) -> Slots:
    """Return what one page says."""
    return Slots(
        title=f"{learner} & {name}",
        description=f'What "{learner}" can do now',
        head='<meta name="robots" content="noindex">',
        content=(
            f'<div data-pagefind-body><h1 data-pagefind-meta="title">{name} of {learner}</h1>'
            '<h2 id="made">What I made</h2><p>A raft of reeds.</p></div>'
        ),
        contents=(("made", "What I made"),) if name == "evidence" else (),
    )


def write_site(
    pages: Iterable[Page[Public]], site: Path, *, root: Path, searchable: bool = True
) -> int:
    """Replace the site by these pages, as a build that remembers nothing does; return how many."""
    with stage_site(site, root) as staged:
        outputs, _ = write_changed(pages, (), staged, {})
        if searchable:
            search.index_pages(staged)
    return len(outputs)


def read_files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
