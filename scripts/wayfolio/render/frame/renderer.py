"""Renders views into frames: the last step before bytes."""

from collections.abc import Callable
from functools import cache
from html import escape

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from wayfolio.model.pages import Audience, Page
from wayfolio.model.templates import CompiledTemplates
from wayfolio.render.frame.source_pages import KINDS
from wayfolio.render.frame.stamping import Frames, Slots
from wayfolio.render.language.marks import mark_originals, without_marks
from wayfolio.render.language.reader import Reader
from wayfolio.render.parts.cards import card_body, card_list
from wayfolio.render.parts.views import HubView, PageView, up_from

OF_LEARNERS = frozenset(kind.name for kind in KINDS if kind.address.startswith("learners/{id}/"))
"""The kinds of a learner's own pages, by their address: search engines are asked to skip them."""
MAP_HEAD = (
    '<link rel="stylesheet" href="{root}assets/map.css">'
    '<script type="module" src="{root}assets/map.js"></script>'
)
"""Only for pages with a map: no other page carries their weight."""
SINCE_HEAD = '<script type="module" src="{root}assets/since.js"></script>'
"""For the page of a learner, which shows what is new to a reader who wants to know."""
NOINDEX = '<meta name="robots" content="noindex">'


COMPILED = CompiledTemplates()


def templates_for(reader: Reader) -> Environment:
    """Return the templates in the reader's language. They see a view and nothing else."""
    templates = Environment(
        loader=PackageLoader("wayfolio.theme", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=COMPILED,
        # Each build has its own templates, and reads each of them once.
        auto_reload=False,
    )
    templates.install_gettext_translations(reader.words, newstyle=True)  # type: ignore[attr-defined]
    templates.globals["_"] = _cached_gettext(reader)
    templates.globals.update(card_list=card_list, card_body=card_body)
    # Every page needs them, and Jinja compares all its globals at each import.
    templates.globals["parts"] = templates.get_template("parts.html").module
    return templates


def _cached_gettext(reader: Reader) -> Callable[..., Markup]:
    """Return a cached translation of the theme's few hundred texts, which are on every page."""

    @cache
    def translate(message: str) -> Markup:
        return Markup(reader.gettext(message)) % {}

    return translate


class PageRenderer(Struct, frozen=True):
    """The frames and the templates of a language."""

    frames: Frames
    templates: Environment
    index: bool
    """Whether search engines may list learners' pages."""
    reader: Reader
    place: str = ""
    """The folder of this language's pages: empty for the school's first, then `es/`."""

    @property
    def up(self) -> str:
        """Return the path from this language's root to the site's."""
        return up_from(self.place)

    def page(
        self,
        kind: str,
        view: PageView,
        audience: type[Audience],
        *,
        template: str = "",
        head: str = "",
        **tokens: str,
    ) -> Page[Audience]:
        """Return a page of a kind, stamped into its frame; `tokens` make its address.

        `template`: where it is not the one of the kind. `head`: styles and scripts of its own.
        """
        frame = self.frames.kinds[kind]
        noindex = NOINDEX if kind in OF_LEARNERS and not self.index else ""
        slots = Slots(
            title=without_marks(view.title),
            description=without_marks(view.description),
            head=noindex + head + self._map_head(view) + _redirect(view),
            content=self._render(template or f"{kind}.html", view),
        )
        content = frame.stamp(slots, **tokens)
        return Page[Audience](self.place + frame.path(**tokens), content, slots.own)

    def hub(
        self,
        address: str,
        template: str,
        view: HubView,
        audience: type[Audience],
        *,
        head: str = "",
    ) -> Page[Audience]:
        """Return a hub: its own prose, and below it what `view` shows. `head`: HTML for its end."""
        frame = self.frames.hubs[address]
        slots = Slots(content=self._render(template, view), head=head + self._map_head(view))
        return Page[Audience](self.place + address, frame.stamp(slots), slots.own)

    def _render(self, template: str, view: PageView | HubView) -> str:
        html = self.templates.get_template(template).render(view=view)
        return mark_originals(html, self.reader)

    def _map_head(self, view: PageView | HubView) -> str:
        return MAP_HEAD.format(root=view.base + self.up) if view.maps else ""


def _redirect(view: PageView) -> str:
    """Return the element that redirects a browser, even without a script."""
    if not view.moved_to:
        return ""
    return f'<meta http-equiv="refresh" content="0; url={escape(view.moved_to)}">'
