"""The Markdown pages from which a site engine builds the frames.

A new kind of stamped page is a new row of `KINDS`.
"""

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

SLOT = re.compile(rb"wf-slot-([a-z]+)-fw")
"""Only ASCII letters and hyphens, which no engine escapes, slugs or splits."""


def token(name: str) -> str:
    """Return the mark in a frame that `name` will replace."""
    return f"wf-slot-{name}-fw"


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of stamped page, and its address."""

    name: str
    address: str

    @property
    def tokens(self) -> tuple[str, ...]:
        """The names in the address, in order: ("id", "slug")."""
        return tuple(re.findall(r"\{(\w+)\}", self.address))

    @property
    def frame_address(self) -> str:
        """The address of the frame page: every name in it is a token."""
        return self.address.format_map({name: token(name) for name in self.tokens})


KINDS = (
    Kind(name="learner", address="learners/{id}/"),
    Kind(name="transcript", address="learners/{id}/transcript/"),
    Kind(name="growth", address="learners/{id}/growth/"),
    Kind(name="history", address="learners/{id}/history/"),
    Kind(name="evidence", address="learners/{id}/evidence/{slug}/"),
    Kind(name="project", address="learners/{id}/projects/{slug}/"),
    Kind(name="award", address="learners/{id}/badges/{badge}/"),
    Kind(name="competency", address="competencies/{code}/"),
    Kind(name="pathway", address="pathways/{id}/"),
    Kind(name="studio", address="studios/{id}/"),
    Kind(name="badge", address="badges/{id}/"),
    Kind(name="partner", address="partners/{id}/"),
    Kind(name="letter", address="learners/by/{part}/"),
    Kind(name="competency-work", address="competencies/{code}/work/{when}/"),
    Kind(name="studio-work", address="studios/{id}/work/{when}/"),
    Kind(name="partner-work", address="partners/{id}/work/{when}/"),
)

HUBS = ("learners", "competencies", "pathways", "studios", "badges", "partners")
"""Pages above the stamped ones. The home page and `how-to-read` may be hubs too."""

MENU = ("index.md", *(f"{hub}/index.md" for hub in HUBS if hub != "partners"))
"""The first entries of the menu in a school without its own `nav`."""


def words(_: Callable[[str], str]) -> dict[str, str]:
    """Return every text that the frame shows and the theme does not translate, by its key."""
    return {
        "home": _("Home"),
        "learners": _("Learners"),
        "competencies": _("Competencies"),
        "pathways": _("Pathways"),
        "studios": _("Studios"),
        "badges": _("Badges"),
        "partners": _("Partners"),
        # Everybody reads these two: families, and learners with a key of their own.
        "family": _("Your pages"),
        "family_help": _(
            "For families, and for learners with a letter of their own: what a learner can do now,"
            " how the school knows, and what is next. These pages are locked. The words in your"
            " letter open them, on any phone or computer."
        ),
        "search": _("Search"),
        "search_help": _(
            "Search needs JavaScript. Without it, everything is listed on these pages:"
        ),
        "menu": _("Menu"),
        "close": _("Close"),
        "loading": _("Searching"),
        "total": _("Pages found: {n}"),
        "more": _("Pages found: {n}. Here are the first 10."),
        "none": _("Nothing found. Try fewer or different words."),
        "unavailable": _("Search could not be loaded. These pages list everything:"),
        "missing": _("Page not found"),
        "missing_help": _("It may have moved, or it may no longer be public."),
        "to_home": _("Go to the home page"),
        "dark": _("Dark colors"),
        "light": _("Light colors"),
        "original": _("This page has not been translated yet, so it is in its original language."),
    }


def frame_source_pages(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the Markdown of every frame page by path ("learners/index.md").

    `titles`: the texts by key from `words`. A school's own page replaces the hub of its path.
    """
    pages = {f"{hub}/index.md": hub_page(titles[hub]) for hub in HUBS}
    pages["index.md"] = hub_page(titles["home"])
    pages["search/index.md"] = _search_page(titles)
    pages["family/index.md"] = f"{hub_page(titles['family'])}\n{_plain(titles['family_help'])}\n"
    for kind in KINDS:
        pages[f"{kind.frame_address}index.md"] = frame_page()
    return pages


def _front_matter(title: str, frame: str, hidden: str) -> str:
    return f"---\ntitle: {title}\nframe: {frame}\nhide: [{hidden}]\nsearch: {{exclude: true}}\n"


def hub_page(title: str) -> str:
    """Return the Markdown of a hub's frame."""
    front = _front_matter(_quoted(title), "hub", "navigation, toc")
    return f"{front}---\n\n# {_plain(title)}\n"


def _search_page(titles: Mapping[str, str]) -> str:
    front = _front_matter(_quoted(titles["search"]), "search", "navigation, toc")
    links = "".join(f"- [{_plain(titles[hub])}](../{hub}/index.md)\n" for hub in HUBS)
    help_ = _plain(titles["search_help"])
    return f"{front}---\n\n# {_plain(titles['search'])}\n\n{help_}\n\n{links}"


def frame_page() -> str:
    """Return the Markdown of a frame that is stamped many times."""
    front = _front_matter(token("title"), "page", "navigation")
    # A single heading makes the engine render a single row of its contents list.
    return f"{front}description: {token('description')}\n---\n\n## {token('toc')}\n"


def _plain(text: str) -> str:
    """Return text escaped for Markdown and HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_{}\[\]#|~!])", r"\\\1", escaped)


def _quoted(text: str) -> str:
    """Return text as a YAML string, escaped because a title in front matter is raw HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return '"' + escaped.replace("\\", "\\\\").replace('"', "&quot;") + '"'
