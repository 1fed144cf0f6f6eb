"""Words that exist in their original language only: marked, so that eyes and voices can tell."""

import re
from collections.abc import Iterator

from babel import Locale

from wayfolio.model.names import Language
from wayfolio.render.language.reader import END_ISOLATE, ISOLATE, QUOTED, Reader
from wayfolio.render.language.vocabulary import join_words

TAGS = "\U000e0020-\U000e007e"
MARKED = re.compile(f"{ISOLATE}([{TAGS}]+)([^{ISOLATE}{END_ISOLATE}]*){END_ISOLATE}")
LEFT = re.compile(f"{ISOLATE}[{TAGS}]+|{END_ISOLATE}")
MARKUP = re.compile(r"(<[^>]*>)")
PLAIN = re.compile(r"<(/?)(svg|title|option|textarea)\b")
"""Elements in which no other element may stand."""
BEFORE_NOTE = ("</ol></nav>\n", "<main>", "<body>")


def mark_originals(html: str, reader: Reader) -> str:
    """Return HTML in which originals without a translation have `lang` and a mark, and a note.

    What is quoted has `lang` alone. `Reader` has put both between Unicode's isolating marks. In
    attributes and drawings, where no element can stand, the marks alone remain.
    """
    if ISOLATE not in html:
        return html
    found: list[Language] = []
    made = "".join(_parts(html, found))
    if not found:
        return made
    names = join_words([_name(language, reader) for language in sorted(set(found))], reader.gettext)
    said = reader.gettext("Words with dots below them are there in {language} only so far.")
    note = f'<p class="wf-original-note wf-quiet">{said.format(language=names)}</p>\n'
    place = next((made.find(mark) + len(mark) for mark in BEFORE_NOTE if mark in made), 0)
    return made[:place] + note + made[place:]


def without_marks(text: str) -> str:
    """Return plain text for a title or an attribute: the isolating marks stay, the tags go."""
    return re.sub(f"[{TAGS}]", "", text) if ISOLATE in text else text


def _parts(html: str, found: list[Language]) -> Iterator[str]:
    plain = 0
    for part in MARKUP.split(html):
        if part.startswith("<"):
            if (mark := PLAIN.match(part)) and not part.endswith("/>"):
                plain += -1 if mark[1] else 1
            yield without_marks(part)
        elif plain:
            whole = MARKED.sub(rf"{ISOLATE}\2{END_ISOLATE}", part)
            yield whole if whole != part else LEFT.sub("", part)
        else:
            yield LEFT.sub("", MARKED.sub(lambda mark: _element(mark, found), part))


def _element(mark: re.Match[str], found: list[Language]) -> str:
    language = Language("".join(chr(ord(sign) - 0xE0000) for sign in mark[1]))
    quoted = language.startswith(QUOTED)
    language = Language(language.removeprefix(QUOTED))
    if not re.fullmatch(r"[A-Za-z0-9-]+", language):
        return mark[2]  # not one of ours
    if quoted:
        return f'<span lang="{language}" dir="auto">{mark[2]}</span>'
    found.append(language)
    return f'<span class="wf-original" lang="{language}" dir="auto">{mark[2]}</span>'


def _name(language: Language, reader: Reader) -> str:
    name: str | None = Locale.parse(language.replace("-", "_")).get_display_name(reader.locale)
    return name or language
