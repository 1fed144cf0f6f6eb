"""The plain pages from which a site engine makes the frames.

One row a kind: a new kind of stamped page is one more row here.
"""

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

SLOT = re.compile(rb"wf-slot-([a-z]+)-fw")
"""ASCII letters and hyphens: nothing escapes, slugs or splits them."""


def token(name: str) -> str:
    """Return the mark that stands in a frame where `name` will be stamped."""
    return f"wf-slot-{name}-fw"


class Kind(Struct, frozen=True, kw_only=True):
    """One kind of stamped page, and where it lives."""

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
"""With what the menu begins in a school that writes no `nav`."""


def words(_: Callable[[str], str]) -> dict[str, str]:
    """Return every word that the frame shows and the theme does not translate, by its key."""
    return {
        "home": _("Home"),
        "learners": _("Learners"),
        "competencies": _("Competencies"),
        "pathways": _("Pathways"),
        "studios": _("Studios"),
        "badges": _("Badges"),
        "partners": _("Partners"),
        "family": _("Your child’s pages"),
        "family_help": _(
            "These pages show what the school can tell you about your child’s work. They are"
            " locked. The words in your letter open them, on any phone or computer."
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

    `titles`: what `words` returns. A school's own page of the same path takes the place of a hub.
    """
    made = {f"{hub}/index.md": hub_page(titles[hub]) for hub in HUBS}
    made["index.md"] = hub_page(titles["home"])
    made["search/index.md"] = _search(titles)
    made["family/index.md"] = f"{hub_page(titles['family'])}\n{_plain(titles['family_help'])}\n"
    for kind in KINDS:
        made[f"{kind.frame_address}index.md"] = frame_page()
    return made


def _front_matter(title: str, frame: str, hidden: str) -> str:
    return f"---\ntitle: {title}\nframe: {frame}\nhide: [{hidden}]\nsearch: {{exclude: true}}\n"


def hub_page(title: str) -> str:
    """Return the Markdown of a hub's frame."""
    front = _front_matter(_quoted(title), "hub", "navigation, toc")
    return f"{front}---\n\n# {_plain(title)}\n"


def _search(titles: Mapping[str, str]) -> str:
    front = _front_matter(_quoted(titles["search"]), "search", "navigation, toc")
    links = "".join(f"- [{_plain(titles[hub])}](../{hub}/index.md)\n" for hub in HUBS)
    help_ = _plain(titles["search_help"])
    return f"{front}---\n\n# {_plain(titles['search'])}\n\n{help_}\n\n{links}"


def frame_page() -> str:
    """Return the Markdown of a frame that is stamped many times."""
    front = _front_matter(token("title"), "page", "navigation")
    # One heading, so that the engine renders one row of its contents list.
    return f"{front}description: {token('description')}\n---\n\n## {token('toc')}\n"


def _plain(text: str) -> str:
    """Return text that Markdown and HTML take for text."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_{}\[\]#|~!])", r"\\\1", escaped)


def _quoted(text: str) -> str:
    """Return text as a YAML string. A title in front matter is raw HTML in both engines."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return '"' + escaped.replace("\\", "\\\\").replace('"', "&quot;") + '"'
