"""What the program itself says on pages, in the languages of a school. It is nobody's private text.

A goal may read like one of our sentences, and a first name like one of our words.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from wayfolio.model.names import Language
from wayfolio.model.normal_form import find_runs, fold_text, fold_words
from wayfolio.model.readable import IN_ADDRESSES
from wayfolio.model.theme import theme_folder
from wayfolio.render.language.reader import ENGLISH

MESSAGE = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.M)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
FIELD = re.compile(r"\{[^}]*\}")


@cache
def program_texts(languages: tuple[Language, ...]) -> tuple[str, ...]:
    """Return every message that a site in these languages may show, and the site engine's own."""
    return tuple(dict.fromkeys(_texts(languages)))


@cache
def program_words(languages: tuple[Language, ...]) -> frozenset[str]:
    """Return the words of those, of the site's addresses and of its languages, in normal form.

    Of scripts without blanks, each two and three signs that stand together.
    """
    texts = (*program_texts(languages), IN_ADDRESSES.replace("-", " "), " ".join(languages))
    words = {word for text in texts for word in fold_words(text)}
    runs = {run for text in texts for run in find_runs(fold_text(text))}
    pieces = (run[at : at + size] for run in runs for size in (2, 3) for at in range(len(run)))
    return frozenset(words.union(pieces))


def _texts(languages: Iterable[Language]) -> Iterator[str]:
    for language in dict.fromkeys((ENGLISH, *languages)):
        yield from _of_catalogue(language)
        yield from _of_engine(language)


def _of_catalogue(language: Language) -> Iterator[str]:
    """Give the theme's messages: in English they stand in every other language's catalogue."""
    locale = theme_folder() / "locale"
    is_english = language.split("-")[0] == ENGLISH
    folders = [language.replace("-", "_"), language.split("-")[0]]
    names = sorted(path.name for path in locale.iterdir()) if is_english else folders
    files = [locale / name / "LC_MESSAGES" / "wayfolio.po" for name in names]
    for file in [file for file in files if file.is_file()][:1]:
        for kind, text in MESSAGE.findall(file.read_text("utf-8")):
            if kind.startswith("msgid") == is_english:
                said = "".join(QUOTED.findall(text)).replace('\\"', '"').replace("\\n", "\n")
                yield FIELD.sub(" ", said)


def _of_engine(language: Language) -> Iterator[str]:
    """Give the words of Material's own labels, such as “Skip to content”."""
    spec = find_spec("material")
    if spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent / "templates" / "partials" / "languages"
    file = folder / f"{language}.html"
    if file.is_file():
        yield from QUOTED.findall(file.read_text("utf-8"))
