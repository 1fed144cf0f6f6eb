"""Marks text that has no translation with its language, for readers and screen readers."""

import re
from collections.abc import Iterator

from babel import Locale

from wayfolio.model.names import Language
from wayfolio.render.language.reader import END_ISOLATE, ISOLATE, QUOTED, Reader
from wayfolio.render.language.vocabulary import join_words

TAGS = "\U000e0020-\U000e007e"
MARKED = re.compile(f"{ISOLATE}([{TAGS}]++)([^{ISOLATE}{END_ISOLATE}]*){END_ISOLATE}")
LEFT = re.compile(f"{ISOLATE}[{TAGS}]+|{END_ISOLATE}")
MARKUP = re.compile(r"(<[^>]*>)")
PLAIN = re.compile(r"<(/?)(svg|title|option|textarea)\b")
"""Elements that may contain no other element."""
BEFORE_NOTE = ("</ol></nav>\n", "<main>", "<body>")


def mark_originals(html: str, reader: Reader) -> str:
    """Return HTML in which untranslated text has `lang` and a mark, and a note explains the mark.

    A quotation gets `lang` alone. `Reader` puts both between Unicode's isolating marks. Attributes
    and drawings may contain no element, so they keep these marks.
    """
    if ISOLATE not in html:
        return html
    untranslated: set[Language] = set()
    marked = "".join(_mark_parts(html, untranslated))
    if not untranslated:
        return marked
    names = join_words(
        [_language_name(language, reader) for language in sorted(untranslated)], reader.gettext
    )
    text = reader.gettext("Words with dots below them are only in {language} so far.")
    note = f'<p class="wf-original-note wf-quiet">{text.format(language=names)}</p>\n'
    place = next((marked.find(tag) + len(tag) for tag in BEFORE_NOTE if tag in marked), 0)
    return marked[:place] + note + marked[place:]


def without_marks(text: str) -> str:
    """Return text for a title or an attribute: with isolating marks, without language tags."""
    return re.sub(f"[{TAGS}]", "", text) if ISOLATE in text else text


def _mark_parts(html: str, untranslated: set[Language]) -> Iterator[str]:
    """Yield tags and texts with elements for the marks; add the languages to `untranslated`."""
    plain_depth = 0
    for part in MARKUP.split(html):
        if part.startswith("<"):
            if (tag := PLAIN.match(part)) and not part.endswith("/>"):
                plain_depth += -1 if tag[1] else 1
            yield without_marks(part)
        elif ISOLATE not in part and END_ISOLATE not in part:
            yield part
        elif plain_depth:
            isolated = MARKED.sub(rf"{ISOLATE}\2{END_ISOLATE}", part)
            yield isolated if isolated != part else LEFT.sub("", part)
        else:
            yield LEFT.sub("", MARKED.sub(lambda mark: _element(mark, untranslated), part))


def _element(mark: re.Match[str], untranslated: set[Language]) -> str:
    """Return the element for a marked text; add the language of an untranslated text."""
    language = Language("".join(chr(ord(sign) - 0xE0000) for sign in mark[1]))
    is_quoted = language.startswith(QUOTED)
    language = Language(language.removeprefix(QUOTED))
    if not re.fullmatch(r"[A-Za-z0-9-]+", language):
        return mark[2]  # `Reader` did not write this mark.
    if is_quoted:
        return f'<span lang="{language}" dir="auto">{mark[2]}</span>'
    untranslated.add(language)
    return f'<span class="wf-original" lang="{language}" dir="auto">{mark[2]}</span>'


def _language_name(language: Language, reader: Reader) -> str:
    name: str | None = Locale.parse(language.replace("-", "_")).get_display_name(reader.locale)
    return name or language
