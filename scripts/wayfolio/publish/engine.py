"""The site engine: MkDocs with Material makes the hand-written pages and the frames.

Both doors come through `prepare` and `FrameHooks`, so they give the same bytes.
"""

import logging
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, PluginCollection
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from msgspec.structs import replace

from wayfolio.model.engine import EngineOutput, EngineProblem, FrameSources, names_of_meta
from wayfolio.model.own_files import TEXTS, find_unlinked, holds_litter, readable_path
from wayfolio.model.templates import CompiledTemplates
from wayfolio.model.theme import theme_folder
from wayfolio.publish.engine_problems import (
    EngineStopped,
    collected_log,
    problem_of_exception,
    problem_of_log,
    problem_of_setting,
)
from wayfolio.publish.styles import LOOK, STYLES, minify_styles, published_asset
from wayfolio.publish.theme_templates import list_visible_templates
from wayfolio.publish.translated_pages import (
    Say,
    direction,
    own_name,
    speak_language,
    spoken_menu,
    spoken_values,
    translated_menu,
    use_translated_pages,
)

PLUGIN = "wayfolio"
SCRIPTS = ("assets/a11y.js", "assets/filter.js", "assets/search.js")
PREVIEW = "assets/preview.png"
"""What stands beside a link to a page. A school's own lies in docs/, in the same place."""
STOCK_FAVICON = "assets/images/favicon.png"

UNUSED = re.compile(
    r"\.map$|(^|/)(sitemap\.xml(\.gz)?|objects\.inv|search_index\.json)$"
    r"|/workers/search\.\w+\.min\.js$|/lunr/"
)
PUBLISHED = (InclusionLevel.INCLUDED, InclusionLevel.UNDEFINED, InclusionLevel.NOT_IN_NAV)
UNFIT = re.compile(r"navigation\.instant|toc\.integrate")
"""Features of the theme. Instant navigation swaps neither `dir` nor the language links, and fetches
the whole sitemap; frames need a list of contents of their own."""


THEME_TEMPLATES = CompiledTemplates()


def run_mkdocs(
    root: Path,
    sources: FrameSources,
    *,
    strict: bool = False,
    left_out: frozenset[str] = frozenset(),
) -> EngineOutput:
    """Run MkDocs in this process on the school at `root`, once for each language.

    `left_out`: pages that it does not see ("about.md"). Errors: EngineStopped where `mkdocs build`
    would stop too.
    """
    first = _run(root, FrameHooks(sources, left_out), strict=strict)
    return add_other_pages(first, root, sources, left_out)


def add_other_pages(
    output: EngineOutput,
    root: Path,
    sources: FrameSources,
    left_out: frozenset[str] = frozenset(),
) -> EngineOutput:
    """Return what the engine made for the main language, with what it makes for the others.

    What it complains of is told for the main language alone. Errors: EngineStopped.
    """
    others = {
        language.language: _run(root, FrameHooks(language, left_out), strict=False)
        for language in sources.others
    }
    return replace(output, others=others)


def _run(root: Path, hooks: "FrameHooks", *, strict: bool) -> EngineOutput:
    with (
        tempfile.TemporaryDirectory(prefix="wayfolio-engine-") as folder,
        collected_log() as said,
    ):
        try:
            config, problems = _load_settings(root, folder, strict=strict)
            others = PluginCollection()
            for name, plugin in config.plugins.items():
                if name != PLUGIN:
                    others[name] = plugin
            others[PLUGIN] = hooks
            config.plugins = others
            build(config)
        except (EngineStopped, MemoryError):
            raise
        except (Exception, SystemExit) as stopped:
            # Plugins, hooks and templates are the school's, and may raise anything.
            raise EngineStopped([problem_of_exception(root, stopped, said)]) from stopped
        output = collect(Path(folder), config.site_url or None, hooks.sources.language)
        return replace(output, problems=(*problems, *map(problem_of_log, said)))


def _load_settings(
    root: Path, folder: str, *, strict: bool
) -> tuple[MkDocsConfig, list[EngineProblem]]:
    """Return the settings, and what is odd about them. Errors: EngineStopped."""
    file = root / "mkdocs.yml"
    config = MkDocsConfig(config_file_path=str(file))
    with file.open("rb") as opened:
        config.load_file(opened)
    config.load_dict({"site_dir": folder, **({"strict": True} if strict else {})})
    errors, warnings = config.validate()
    if errors:
        raise EngineStopped([problem_of_setting(key, str(wrong)) for key, wrong in errors])
    problems = [problem_of_setting(key, said, is_error=False) for key, said in warnings]
    if problems and strict:
        raise EngineStopped(problems)
    return config, problems


def site_address(root: Path) -> str | None:
    """Return the `site_url` of a school's mkdocs.yml, or None if it has none."""
    file = root / "mkdocs.yml"
    return load_config(str(file)).site_url or None if file.is_file() else None


class NoSettings(Config):  # type: ignore[no-untyped-call]
    """The plugin has nothing to set: a school says it in school.yml."""


class FrameHooks(BasePlugin[NoSettings]):
    """The part of the build that both doors share: settings, and the frame pages."""

    def __init__(
        self,
        sources: FrameSources,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self.sources = sources
        self.left_out = left_out
        self.originals: frozenset[str] = frozenset()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Give the school's settings what the frames need."""
        prepare(config, self.sources)
        _speak(config, self.sources.spoken)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the frame pages in memory, and a menu where the school wrote none."""
        sources = self.sources
        _leave_out_unwanted(files, config)
        _leave_out(files, self.left_out)
        for path, names in STYLES.items():
            sheet = minify_styles(_taken(files, [f"assets/css/{name}.css" for name in names]))
            files.append(File.generated(config, path, content=sheet))
        if sources.places:
            self.originals = use_translated_pages(
                files, config, list(sources.places), sources.language
            )
        for path, text in self.sources.pages.items():
            if files.get_file_from_path(path) is None:
                files.append(
                    File.generated(config, path, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
                )
        if config.nav is None:
            own = sorted(
                file.src_uri
                for file in files.documentation_pages()
                if file.src_uri not in self.sources.pages
            )
            config.nav = [*self.sources.menu, *own]
        config.nav = [*config.nav, *self.sources.more_menu]
        return files

    def on_env(self, env: Environment, **_: object) -> Environment:
        """Let the theme's templates be compiled once for all languages."""
        env.bytecode_cache = THEME_TEMPLATES
        return env

    def on_page_markdown(self, markdown: str, *, page: Page, **_: object) -> str:
        """Let the frame mark a page that nobody has translated."""
        if page.file.src_uri in self.originals:
            page.meta["original"] = next(iter(self.sources.places))
        names, not_names = names_of_meta(page.meta)
        spoken = partial(self.sources.spoken, names=names, not_names=not_names)
        for key in page.meta.keys() - {"names", "not_names"}:
            page.meta[key] = spoken_values(page.meta[key], spoken)
        return spoken(markdown)


def _speak(config: MkDocsConfig, spoken: Say) -> None:
    """Let the school's settings name nobody who may not be named: every page shows them."""
    for key in ("site_name", "site_description", "site_author", "copyright"):
        config[key] = spoken(config[key] or "") or None
    config.extra = spoken_values(config.extra, spoken)
    if config.nav is not None:
        config.nav = spoken_menu(config.nav, spoken)


def _leave_out_unwanted(files: Files, config: MkDocsConfig) -> None:
    """Take out what lies in `docs/` and nobody wants to publish; the check reports it."""
    docs = Path(config.docs_dir)
    _leave_out_special(files, docs)
    own = {file.src_uri: file for file in files if _is_published(file, docs)}
    litter = list(filter(holds_litter, own))
    paths = [path for path in own if path not in litter]
    texts = {path: _text_of(own[path]) for path in paths if path.lower().endswith(TEXTS)}
    settings = Path(config.config_file_path).read_text("utf-8", "replace")
    for path in (*litter, *find_unlinked(paths, texts, settings)):
        files.remove(own[path])


def _leave_out_special(files: Files, docs: Path) -> None:
    """Take out pipes, which would be waited for without end, and links that lead nowhere.

    Names in another encoding than UTF-8 go as well: nothing can be written at their addresses.
    """
    own = [file for file in files if _is_published(file, docs)]
    for file in own:
        is_nameless = readable_path(file.src_uri) != file.src_uri
        if is_nameless or not Path(file.abs_src_path or "").is_file():
            files.remove(file)


def _is_published(file: File, docs: Path) -> bool:
    """Whether a file of the school's own is to be on the site, by its settings."""
    is_own = file.abs_src_path is not None and Path(file.abs_src_path).is_relative_to(docs)
    return is_own and file.inclusion in PUBLISHED


def _text_of(file: File) -> str:
    assert file.abs_src_path is not None
    return Path(file.abs_src_path).read_text("utf-8", "replace")


def _leave_out(files: Files, paths: Iterable[str]) -> None:
    """Take files, and what is in folders, out of the site."""
    for file in [
        file for path in paths for file in files if f"{file.src_uri}/".startswith(f"{path}/")
    ]:
        files.remove(file)


def _taken(files: Files, names: Sequence[str]) -> str:
    """Take files out of the site, and return what is in them, one after the other."""
    present = [file for name in names if (file := files.get_file_from_path(name)) is not None]
    for file in present:
        files.remove(file)
    return "".join(file.content_string for file in present)


def prepare(config: MkDocsConfig, sources: FrameSources) -> None:
    """Change the settings so that the frames come out right, and no page asks another host.

    A school's mkdocs.yml needs `site_name` and `theme: {name: material}`. Without a `site_url`
    there are no canonical links, and 404.html expects the site at the root of its host.
    """
    if config.theme.name != "material":
        raise Abort("mkdocs.yml: the theme must be `name: material`")
    # The school's own overrides (custom_dir) stay in front of ours.
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(theme_folder() / "frame"))
    list_visible_templates(config.theme)
    config.theme.static_templates.discard("sitemap.xml")
    config.use_directory_urls = True
    config.repo_url = None  # the theme asks api.github.com about it on every view
    if config.validation.links.absolute_links == logging.INFO:
        config.validation.links.absolute_links = logging.DEBUG
    if "material/search" in config.plugins:
        config.plugins["material/search"].config["enabled"] = False
    _prepare_look(config, sources.words)
    config.extra.update(
        # A constant, so that the theme's scripts, and with them the CSP, are the same everywhere.
        scope=urlsplit(config.site_url or "/").path,
        generator=False,
        wayfolio=dict(sources.words),
        others=[
            (other.language, direction(other.language), other.words) for other in sources.others
        ],
        up="../" * sources.place.count("/"),
        place=sources.place,
        # The same for every page: a picture of a learner's work is not the school's to hand round.
        preview=f"{config.site_url.rstrip('/')}/{PREVIEW}" if config.site_url else "",
    )
    _list_languages(config, sources)
    if sources.place:
        _prepare_language(config, sources)


def _list_languages(config: MkDocsConfig, sources: FrameSources) -> None:
    """Set the languages among which a reader can choose."""
    language = config.theme["language"]
    config.extra.setdefault("alternate", [{"lang": language, "name": language, "link": ""}])
    if len(sources.places) > 1:
        config.extra["alternate"] = [
            {"lang": language, "name": own_name(language), "link": place}
            for language, place in sources.places.items()
        ]


def _prepare_language(config: MkDocsConfig, sources: FrameSources) -> None:
    """Change the settings for a language that is not the main one of mkdocs.yml."""
    words = f"partials/languages/{sources.language}.html"
    known = any((Path(folder) / words).is_file() for folder in config.theme.dirs)
    config.theme["language"] = sources.language if known else "en"
    config.theme["direction"] = direction(sources.language)
    if config.site_url:
        config.site_url = f"{config.site_url.rstrip('/')}/{sources.place}"
    config.site_description = sources.say(config.site_description or "") or None
    if config.nav is not None:
        config.nav = translated_menu(
            config.nav, Path(config.docs_dir), sources.language, sources.say
        )


def _prepare_look(config: MkDocsConfig, words: Mapping[str, str]) -> None:
    theme = config.theme
    theme["font"] = False  # else fonts.googleapis.com
    features = theme.get("features") or ["navigation.tabs"]
    theme["features"] = [name for name in features if not UNFIT.match(name)]
    if not isinstance(theme.get("palette"), list):
        theme["palette"] = _palette(words)
    if theme["favicon"] == STOCK_FAVICON:
        theme["favicon"] = "assets/favicon.svg"
    if not theme.get("logo") and not (theme.get("icon") or {}).get("logo"):
        theme["logo"] = "assets/logo.svg"
    config.extra_css = [LOOK, *config.extra_css]
    config.extra_javascript = [*SCRIPTS, *config.extra_javascript]


def _palette(words: Mapping[str, str]) -> list[dict[str, object]]:
    looks = (
        ("light", "default", "weather-night", "dark"),
        ("dark", "slate", "weather-sunny", "light"),
    )
    return [
        {
            "media": f"(prefers-color-scheme: {now})",
            "scheme": scheme,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": f"material/{icon}", "name": words[other]},
        }
        for now, scheme, icon, other in looks
    ]


def collect(folder: Path, site_url: str | None, language: str = "") -> EngineOutput:
    """Read what the engine wrote into `folder`, less what nothing uses.

    `language`: what its pages say of themselves, where it is not the theme's alone to say.
    """
    pages: dict[str, bytes] = {}
    files: dict[str, bytes] = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_dir() or UNUSED.search(path):
            continue
        content = file.read_bytes()
        if path.endswith(".html"):
            pages[path] = speak_language(content, language) if language else content
        else:
            files[path] = published_asset(path, content)
    if not any(STOCK_FAVICON.encode() in page for page in pages.values()):
        files.pop(STOCK_FAVICON, None)
    return EngineOutput(pages=pages, files=files, site_url=site_url)
