"""A school's own pages in one of its languages: `about.es.md` stands beside `about.md`."""

import operator
import re
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from babel import Locale
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

Say = Callable[[str], str]


def use_translated_pages(
    files: Files, config: MkDocsConfig, languages: Sequence[str], language: str
) -> frozenset[str]:
    """Put each page's translation in its place, and the others out of sight.

    `languages`: all of the site's, the main one first; `language`: the one being built.
    Returns the pages that exist in the main language only ("about.md").
    """
    translations: dict[str, dict[str, File]] = {}
    for file in list(files.documentation_pages()):
        page, suffix = _parts(file.src_uri, languages)
        if suffix:
            translations.setdefault(page, {})[suffix] = file
            files.remove(file)
    if language == languages[0]:
        return frozenset()
    originals = set()
    for file in list(files.documentation_pages()):
        translation = translations.get(file.src_uri, {}).get(language)
        if translation is None or translation.abs_src_path is None:
            originals.add(file.src_uri)
            continue
        files.remove(file)
        files.append(
            File.generated(
                config,
                file.src_uri,
                abs_src_path=translation.abs_src_path,
                inclusion=file.inclusion,
            )
        )
    return frozenset(originals)


def _parts(path: str, languages: Sequence[str]) -> tuple[str, str]:
    """Return the page that a file is a translation of, and its language: about.md, es."""
    suffix = re.search(r"\.([A-Za-z-]+)\.md$", path)
    if suffix is None or suffix[1] not in languages:
        return path, ""
    return path[: suffix.start()] + ".md", suffix[1]


def translated_menu(nav: Any, docs: Path, language: str, say: Say) -> Any:
    """Return a school's menu in a language: our words, the school's, or the pages' own titles.

    `nav`: as mkdocs.yml has it. `docs`: where the pages are.
    """
    return [_entry(entry, docs, language, say) for entry in nav]


def _entry(entry: Any, docs: Path, language: str, say: Say) -> Any:
    if not isinstance(entry, dict):
        return entry
    ((title, value),) = entry.items()
    if isinstance(value, list):
        return {say(title): translated_menu(value, docs, language, say)}
    if say(title) != title:
        return {say(title): value}
    translation = docs / re.sub(r"\.md$", f".{language}.md", str(value))
    return value if translation.is_file() else {title: value}


def spoken_menu(nav: Any, spoken: Say) -> Any:
    """Return a school's menu with other titles where they name somebody who may not be named."""
    if isinstance(nav, list):
        return [spoken_menu(entry, spoken) for entry in nav]
    if isinstance(nav, dict):
        return {spoken(str(title)): spoken_menu(value, spoken) for title, value in nav.items()}
    return nav


def spoken_values(value: Any, spoken: Say) -> Any:
    """Return a setting with other texts where they name somebody; the same object if none does."""
    if isinstance(value, str):
        return spoken(value)
    if isinstance(value, list):
        parts = [spoken_values(part, spoken) for part in value]
        return value if all(map(operator.is_, parts, value)) else parts
    if isinstance(value, MutableMapping):
        for key, part in list(value.items()):
            value[key] = spoken_values(part, spoken)
    return value


def speak_language(page: bytes, language: str) -> bytes:
    """Return a page that says which language it is in, also where the theme has no words of it."""
    return re.sub(
        rb'(<html[^>]*? lang=")[^"]*"', rb"\g<1>" + language.encode() + b'"', page, count=1
    )


def direction(language: str) -> str:
    """Return "rtl" for a language that is written from right to left, else "ltr"."""
    return Locale.parse(language.replace("-", "_")).text_direction


def own_name(language: str) -> str:
    """Return what a language calls itself: Español."""
    locale = Locale.parse(language.replace("-", "_"))
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]
