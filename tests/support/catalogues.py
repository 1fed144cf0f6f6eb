"""The theme's catalogues beside the strings of the program.

Run it to bring them up to date: new strings come in empty, and strings that are gone go. A language
that has no catalogue yet gets one.

    .venv/bin/python tests/support/catalogues.py
"""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "theme" / "locale"
LANGUAGES = ("ar", "es", "vi", "zh")

METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    # What the views call `ngettext` of their reader.
    "several": (1, 2),
}
Id = str | tuple[str, ...]

HEADER = """# Wayfolio in {language}. Wayfolio contributors, under the project's license.
msgid ""
msgstr ""
"Project-Id-Version: wayfolio\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
PLURALS = {
    # As CLDR has it: nothing, one, two, 3 to 10, 11 to 99, and round hundreds.
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 ? 4 : 5);",
    "es": "nplurals=2; plural=(n != 1);",
    "vi": "nplurals=1; plural=0;",
    "zh": "nplurals=1; plural=0;",
}


@cache
def collect_strings() -> dict[Id, list[str]]:
    """Return every string that a reader may see, with the comments for its translators."""
    strings: dict[Id, list[str]] = {}
    for folder in (ROOT / "scripts" / "wayfolio", ROOT / "theme"):
        for _, _, message, comments, _ in extract_from_dir(
            str(folder),
            method_map=METHODS,
            options_map={"**.html": {"trimmed": "true"}},
            keywords=KEYWORDS,
            comment_tags=["Translators:"],
            strip_comment_tags=True,
        ):
            strings.setdefault(message, []).extend(comments)
    return strings


def catalogue_path(language: str) -> Path:
    """Return where the theme's catalogue of a language is."""
    return LOCALE / language / "LC_MESSAGES" / "wayfolio.po"


def catalogue(language: str) -> Catalog:
    """Return the theme's catalogue of a language."""
    return read_po(io.BytesIO(catalogue_path(language).read_bytes()), abort_invalid=True)


def translations(catalog: Catalog) -> Iterator[tuple[Id, tuple[str, ...]]]:
    """Yield each string of a catalogue with its translations, one for each plural form."""
    for message in catalog:
        if message.id:
            name = message.id if isinstance(message.id, str) else tuple(message.id)
            said = message.string or ""
            yield name, (said,) if isinstance(said, str) else tuple(said)


def catalogue_text(language: str, said: dict[Id, tuple[str, ...]]) -> bytes:
    """Return a catalogue's file: sorted, without dates and without strings that are gone."""
    catalog = Catalog(locale=language, header_comment="")
    for message, comments in collect_strings().items():
        forms = said.get(
            message, ("",) * (catalog.num_plurals if isinstance(message, tuple) else 1)
        )
        catalog.add(
            message, forms if isinstance(message, tuple) else forms[0], auto_comments=comments
        )
    written = io.BytesIO()
    write_po(written, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    header = HEADER.format(language=language, plurals=PLURALS[language])
    return header.encode() + written.getvalue()


def update() -> None:
    """Update every catalogue, and print how many translations it lacks."""
    for language in LANGUAGES:
        file = catalogue_path(language)
        said = dict(translations(catalogue(language))) if file.exists() else {}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(catalogue_text(language, said))
        lacking = [string for string in collect_strings() if not all(said.get(string, ("",)))]
        print(f"{language}: {len(lacking)} strings without a translation")


if __name__ == "__main__":
    update()
