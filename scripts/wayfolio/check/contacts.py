"""Finds in public work how a learner can be reached: telephone, mail, street. A warning only.

The site publishes what the author wrote; a consent to show work is none to be found at home.
"""

import re
from collections.abc import Iterator
from unicodedata import digit, normalize

from wayfolio.model.diagnostics import Diagnostic, Location, warning
from wayfolio.model.portfolio import Evidence
from wayfolio.model.rules import Rule

MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+")
NUMBER = re.compile(r"(?<![\w.,:/#-])[+(]?\d[\d ().-]{6,22}\d(?![\w/]|[.,:-]\d)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[.-]\d{1,2}[.-]\d{4}")
STREET = re.compile(
    r"\b\d{1,5}[a-zA-Z]?,? (?:[A-Z\d][\w’'.-]* ){1,3}"
    r"(?:Street|St\.|Avenue|Ave\.?|Road|Rd\.?|Lane|Drive|Boulevard|Blvd\.?|Court|Terrace|Crescent)"
    r"(?!\w)"
    r"|\b(?:Calle|Avenida|Avda\.|Paseo|Plaza|Carrera) [\w .]{2,40}?,? (?:n\.?º ?|#)?\d{1,5}\b"
    r"|\b\d{1,4}[a-zA-Z]?(?:/\d{1,4}){0,9} (?:đường|phố|ngõ|Đường|Phố|Ngõ) \w+"
    r"|\d{1,4}،? ?شارع \w+|شارع [\w ]{2,40}?،? ?(?:رقم )?\d{1,4}"
    r"|[\u4e00-\u9fff]{1,12}(?:路|街|巷|道)\d{1,5}[号號]"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
    r"|\b[A-Z]{2} \d{5}(?:-\d{4})?\b"
)
DIGIT = re.compile(r"\d")
WORDS = {
    "phone": "a telephone number",
    "mail": "a mail address",
    "street": "a street or a postal code",
}


def check_contacts(item: Evidence) -> Iterator[Diagnostic]:
    """Yield a warning for each way to reach somebody in a public piece of evidence."""
    if item.visibility != "public":
        return
    for at, text in _texts(item):
        for kind in find_contact_kinds(text):
            yield _contact(at, kind)
    for number, line in enumerate(item.body.split("\n")):
        for kind in find_contact_kinds(line):
            yield _contact(Location(item.at.path, item.body_line + number), kind)


def _texts(item: Evidence) -> Iterator[tuple[Location, str]]:
    written = [item.title, item.connects.because or "", *item.connects.spark]
    yield from ((item.at, text) for text in written)
    for attached in item.files:
        yield attached.at, f"{attached.alt or ''} {attached.summary or ''}"


def find_contact_kinds(text: str) -> Iterator[str]:
    """Yield what kinds of contacts a text holds, each once: `phone`, `mail`, `street`."""
    plain = text if text.isascii() else _plain_digits(text)
    if "@" in plain and MAIL.search(plain):
        yield "mail"
    if DIGIT.search(plain):
        if any(_is_phone(match[0]) for match in NUMBER.finditer(DAY.sub("", plain))):
            yield "phone"
        if STREET.search(plain):
            yield "street"


def _plain_digits(text: str) -> str:
    """Return a text whose full-width and other digits are those of ASCII: they mean the same."""
    return DIGIT.sub(lambda sign: str(digit(sign[0])), normalize("NFKC", text))


def _is_phone(number: str) -> bool:
    """Whether digits with signs between them are dialled: they begin so, or stand in groups."""
    digits = re.sub(r"\D", "", number)
    groups = re.findall(r"\d+", number)
    if not 8 <= len(digits) <= 15:
        return False
    if number.startswith(("+", "(", "0")):
        return True
    # 555-555-0143 and 555 555 0143, but no list of years or of results.
    return [len(group) for group in groups] in ([3, 3, 4], [3, 4, 4], [1, 3, 3, 4], [4, 3, 3])


def _contact(at: Location, kind: str) -> Diagnostic:
    message = f"everyone can read {WORDS[kind]} here"
    hint = "write it without, or choose visibility: family"
    return warning(at, Rule.CONTACT, message, hint)
