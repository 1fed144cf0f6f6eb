"""The marks in a learner's text that GitHub turns into more than words: alerts, notes, tasks."""

import re
from collections import Counter
from collections.abc import Mapping
from itertools import count

from msgspec import Struct

from wayfolio.media.markdown import HEADING_PREFIX
from wayfolio.render.language.reader import Reader

BOXES = {
    "note": "note",
    "tip": "tip",
    "important": "info",
    "warning": "warning",
    "caution": "danger",
}
"""GitHub's kind of alert -> the theme's box."""
CLASSES = frozenset(
    ["admonition-title", "wf-footnotes", *(f"admonition {box}" for box in BOXES.values())]
)

ANCHOR = re.compile(
    r'<a href="#[^"]*" aria-label="[^"]*" data-heading-content="[^"]*" class="anchor"></a>'
)
HEADING = re.compile(r"<(/?)h1\b")
ALERT = re.compile(
    r'<div class="markdown-alert markdown-alert-([a-z]+)">\n'
    r'<p class="markdown-alert-title">([^<]*)</p>'
)
CHECKBOX = re.compile(r'<input type="checkbox"( checked="")? disabled="" />')
NOTE_LINK = re.compile(r'<a href="#fn-[^"]*" id="fnref-[^"]*" data-footnote-ref>([0-9]+)</a>')
NOTES = '<section class="footnotes" data-footnotes>'
NOTE = re.compile(r'<li id="fn-[^"]*">')
BACK = re.compile(
    r'<a href="#fnref-[^"]*" class="footnote-backref" data-footnote-backref'
    r' data-footnote-backref-idx="([0-9]+)(?:-([0-9]+))?" aria-label="[^"]*">'
)
OWN_ID = re.compile(rf"u-fn(?:ref)?-[0-9]+(?:-[0-9]+)?|{HEADING_PREFIX}[^\s\"<>&]+")
"""The ids that a text's headings and notes have on its page."""


class ProseWords(Struct, frozen=True):
    """What the page itself says within a text, in the page's language."""

    language: str
    alerts: Mapping[str, str]
    done: str
    not_done: str
    note: str
    """With the blank {n}."""
    back: str
    """With the blank {n}."""


def prose_words(reader: Reader) -> ProseWords:
    """Return these words for a reader."""
    _ = reader.gettext
    return ProseWords(
        language=reader.language,
        alerts={
            "note": _("Note"),
            "tip": _("Tip"),
            "important": _("Important"),
            "warning": _("Warning"),
            "caution": _("Caution"),
        },
        done=_("Done"),
        not_done=_("Not done"),
        note=_("Footnote {n}"),
        back=_("Back to where footnote {n} belongs"),
    )


def mark_up(html: str, words: ProseWords) -> str:
    """Return a text with these marks as the site shows them."""
    html = _shift_headings(html)
    html = ALERT.sub(lambda alert: _alert(alert, words), html)
    html = CHECKBOX.sub(lambda box: _checkbox(words, is_done=bool(box[1])), html)
    return _number_notes(html, words) if NOTES in html else html


def _shift_headings(html: str) -> str:
    """Make the headings of the first level ones of the second: the page's title is its only h1."""
    return HEADING.sub(r"<\1h2", ANCHOR.sub("", html))


def _alert(alert: re.Match[str], words: ProseWords) -> str:
    kind, title = alert[1], alert[2]
    language = ""
    if title == kind.capitalize():
        title, language = words.alerts[kind], f' lang="{words.language}"'
    return (
        f'<div class="admonition {BOXES[kind]}">\n<p class="admonition-title"{language}>{title}</p>'
    )


def _checkbox(words: ProseWords, *, is_done: bool) -> str:
    said, checked = (words.done, ' checked=""') if is_done else (words.not_done, "")
    label = f'lang="{words.language}" aria-label="{said}"'
    return f'<input type="checkbox"{checked} disabled="" {label} />'


def _number_notes(html: str, words: ProseWords) -> str:
    """Give footnotes and the links to them ids by their numbers: names may say anything."""
    times: Counter[str] = Counter()

    def link(reference: re.Match[str]) -> str:
        number = reference[1]
        times[number] += 1
        label = f'lang="{words.language}" aria-label="{words.note.format(n=number)}"'
        place = f"u-fnref-{number}-{times[number]}"
        return f'<a href="#u-fn-{number}" id="{place}" {label}>{number}</a>'

    def link_back(back: re.Match[str]) -> str:
        label = f'lang="{words.language}" aria-label="{words.back.format(n=back[1])}"'
        return f'<a href="#u-fnref-{back[1]}-{back[2] or 1}" {label}>'

    text, mark, notes = html.rpartition(NOTES)
    numbers = count(1)
    notes = NOTE.sub(lambda _: f'<li id="u-fn-{next(numbers)}">', BACK.sub(link_back, notes))
    text = NOTE_LINK.sub(link, text)
    return (
        text
        + mark.replace('class="footnotes" data-footnotes', 'class="wf-footnotes"')
        + (NOTE_LINK.sub(link, notes))
    )
