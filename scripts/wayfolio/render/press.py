"""Printing views into frames: the last step before bytes."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from wayfolio.model.pages import Audience, Page
from wayfolio.render.frames import Frames, Slots
from wayfolio.render.hub_views import HubView
from wayfolio.render.reader import Reader
from wayfolio.render.views import PageView

OF_LEARNERS = frozenset({"learner", "evidence", "project", "award"})
MAP_HEAD = (
    '<link rel="stylesheet" href="{base}assets/map.css">'
    '<script type="module" src="{base}assets/map.js"></script>'
)
"""Only for pages with a map: no other page carries their weight."""
NOINDEX = '<meta name="robots" content="noindex">'


def templates_for(reader: Reader) -> Environment:
    """Return the templates, which see a view and nothing else, in the reader's language."""
    templates = Environment(
        loader=PackageLoader("wayfolio.theme", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    templates.install_gettext_translations(reader.words, newstyle=True)  # type: ignore[attr-defined]
    return templates


@dataclass(frozen=True, slots=True)
class Press:
    """Frames and templates of one language."""

    frames: Frames
    templates: Environment
    index: bool
    """Whether search engines may list learners' pages."""

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
            title=view.title,
            description=view.description,
            head=noindex + head + _for_maps(view),
            content=self.templates.get_template(template or f"{kind}.html").render(view=view),
        )
        content = frame.stamp(slots, **tokens)
        return Page[Audience](frame.path(**tokens), content, slots.own)

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
        content = self.templates.get_template(template).render(view=view)
        slots = Slots(content=content, head=head + _for_maps(view))
        return Page[Audience](address, frame.stamp(slots), slots.own)


def _for_maps(view: PageView | HubView) -> str:
    return MAP_HEAD.format(base=view.base) if view.maps else ""
