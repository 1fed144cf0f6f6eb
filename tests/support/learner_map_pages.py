"""Pages of one learner's maps, for tests and for looking at them: a whole site around them."""

from pathlib import Path

from wayfolio.assess.pathway_progress import find_progress
from wayfolio.assess.record import Record
from wayfolio.model.maps import PathMap
from wayfolio.model.names import LearnerId
from wayfolio.plan.maps import make_framework_map, make_learner_maps
from wayfolio.render.frame.renderer import MAP_HEAD, templates_for
from wayfolio.render.language.marks import mark_originals
from wayfolio.render.language.reader import Reader
from wayfolio.render.maps.views import map_view
from wayfolio.render.parts.views import PageView, Site, base_of
from wayfolio.school.learner import LoadedSchool, read_learner

TEMPLATE = """{% import "map.html" as maps with context %}
<h1>{{ view.title }}</h1>
{% for map in view.maps %}<h2>{{ map.title }}</h2>{{ maps.pathmap(view, map) }}{% endfor %}"""


def maps_of(school: LoadedSchool, learner: str) -> list[PathMap]:
    """Return the maps of a learner's programmes, and of the first framework."""
    unit = read_learner(school, LearnerId(learner))
    record = Record(book=school.book, portfolio=unit.portfolio, until=school.today)
    done = find_progress(record, unit.attainments)
    first = make_framework_map(school.catalogue, school.catalogue.frameworks[0], done)
    return [*make_learner_maps(school.catalogue, done), *([first] if first else [])]


def article(
    school: LoadedSchool, title: str, maps: list[PathMap], reader: Reader, address: str
) -> str:
    """Return maps as the content of a page at an address."""
    site = Site(catalogue=school.catalogue, reader=reader, as_of=school.today)
    base = base_of(address)
    view = PageView(
        base=base,
        title=title,
        description=title,
        maps=tuple(
            map_view(path_map, site, base=base, name=f"m{n}") for n, path_map in enumerate(maps)
        ),
    )
    html = templates_for(reader).from_string(TEMPLATE).render(view=view)
    return mark_originals(html, reader)


def add_page(site: Path, like: str, address: str, content: str) -> None:
    """Write a page with the frame of another one at the same depth, and other content."""
    page = (site / like / "index.html").read_text("utf-8")
    start = page.index('<article id="wf"')
    start = page.index(">", start) + 1
    end = page.index("</article>", start)
    head = "" if "assets/map.js" in page else MAP_HEAD.format(base=base_of(address))
    page = (page[:start] + content + page[end:]).replace("</head>", head + "</head>", 1)
    file = site / address / "index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, "utf-8")
