"""Reads packages of CASE 1.0 and 1.1, as OpenSALT, OpenCASE and states publish them.

What is wrong with one item or association costs that one.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from wayfolio.load.introspection import NUMBER
from wayfolio.load.plain_words import clean_signs, plain_line, title_of
from wayfolio.load.school_codes import is_machine_code
from wayfolio.load.tables import NotReadable
from wayfolio.load.text_encodings import find_encoding
from wayfolio.model.counts import count_of
from wayfolio.model.frameworks import Level
from wayfolio.model.imported_frameworks import FrameworkSource

CHILD, PRECEDES, SAME = "isChildOf", "precedes", "exactMatchOf"
NO_PLACE = "there is no place for it here"
_READ_NAMES = """
    identifier fullStatement abbreviatedStatement humanCodingScheme statusEndDate language
    educationLevel
"""
_READ = frozenset(_READ_NAMES.split())
_RECORD_NAMES = """
    uri lastChangeDateTime CFDocumentURI CFPackageURI CFItemTypeURI conceptKeywordsURI licenseURI
    subjectURI caseVersion listEnumeration listEnumInSource statusStartDate
"""
_ABOUT_THE_RECORD = frozenset(_RECORD_NAMES.split())
"""Fields of an item that say nothing to a school: who keeps it, since when, and in which order."""
_WORDS = {
    "notes": "note",
    "CFItemType": "item type",
    "conceptKeywords": "keyword list",
    "alternativeLabel": "other label",
    "subject": "subject",
    "extensions": "extension",
}


class CaseItem(Struct, frozen=True, kw_only=True):
    """An item of a package, in plain words."""

    identifier: str
    code: str
    """Empty where only programs could read it."""
    title: str
    statement: str
    ended: date | None
    """When it stopped being in force."""
    grade: str
    language: str
    levels: Mapping[Level, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """What messages call it."""
        words = self.code or self.title or self.statement[:40]
        return f"{words} ({self.identifier})" if words else self.identifier


class CaseLink(Struct, frozen=True):
    """An association between two items, or an item and the document."""

    kind: str
    origin: str
    destination: str
    rank: float
    """Where the child stands among its siblings."""


class CasePackage(Struct, frozen=True, kw_only=True):
    """A package: a document, its items and their associations."""

    document: str
    """Its identifier."""
    title: str
    licence: str
    about: str
    language: str
    items: Mapping[str, CaseItem]
    links: Sequence[CaseLink]


def read_package(source: FrameworkSource) -> CasePackage:
    """Return the package in a file. Errors: NotReadable."""
    package = _find_package(source)
    document = package.get("CFDocument")
    document = document if isinstance(document, Mapping) else {}
    levels = _read_rubrics(package.get("CFRubrics"), source)
    items = _read_items(package["CFItems"], levels, source)
    if not items:
        raise NotReadable(f"{source.file} is not a CASE package: it has no items")
    for identifier in sorted(levels.keys() - items.keys()):
        source.leave("1 rubric", f"it is about {identifier}, which is no item here")
    licence = document.get("licenseURI")
    licence = licence.get("title") if isinstance(licence, Mapping) else licence
    return CasePackage(
        document=_text(document.get("identifier")),
        title=title_of(_text(document.get("title"))) or source.file.stem,
        licence=plain_line(_text(licence)),
        about=plain_line(_text(document.get("description"))),
        language=_text(document.get("language")),
        items=items,
        links=list(_read_links(package.get("CFAssociations"), source)),
    )


# ---- the file ------------------------------------------------------------------------------------


def _find_package(source: FrameworkSource) -> Mapping[str, Any]:
    """Return the object with the items, bare or wrapped in another. Errors: NotReadable."""
    whole = _read_json(source)
    candidates = [whole, *_values_of(whole), *(v for w in _values_of(whole) for v in _values_of(w))]
    packages = [
        value
        for value in candidates
        if isinstance(value, Mapping) and isinstance(value.get("CFItems"), list)
    ]
    if not packages:
        raise NotReadable(f"{source.file} is not a CASE package: there are no CFItems in it")
    if len(packages) > 1:
        number = f"it holds {len(packages)} packages"
        raise NotReadable(f"{source.file}: {number}: save each in a file of its own")
    return packages[0]


def _values_of(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list) and len(value) < 100:
        yield from value


def _read_json(source: FrameworkSource) -> Any:
    try:
        content = source.file.read_bytes()
        return json.loads(_decode(source, content))
    except OSError as error:
        raise NotReadable(f"{source.file} cannot be read: {error.strerror}") from error
    except RecursionError:
        raise NotReadable(f"{source.file} is not a CASE package: nested too deeply") from None
    except (ValueError, LookupError) as error:
        raise NotReadable(f"{source.file} is not a CASE package: {error}") from error


def _decode(source: FrameworkSource, content: bytes) -> str:
    encoding = source.encoding or json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        with source.file.open("rb") as binary:
            encoding = find_encoding(binary)
        source.report.read(str(source.file), f"its characters are taken for {encoding}")
        return content.decode(encoding, "replace")


def _text(value: Any) -> str:
    """Return a value as text; null, lists and objects say nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean_signs(str(value)).strip()


# ---- items ---------------------------------------------------------------------------------------


def _read_items(
    rows: Sequence[Any], levels: Mapping[str, Mapping[Level, str]], source: FrameworkSource
) -> dict[str, CaseItem]:
    """Return the items by their identifiers; tell those that are none, and fields without place."""
    items: dict[str, CaseItem] = {}
    unplaced: Counter[str] = Counter()
    for number, row in enumerate(rows, 1):
        identifier = _identifier_of(row) if isinstance(row, Mapping) else ""
        if not identifier:
            source.leave(f"item {number}", "it has no identifier")
        elif identifier in items:
            source.leave(f"item {number} ({identifier})", "an earlier item has this identifier")
        else:
            items[identifier] = _item(identifier, row, levels.get(identifier, {}))
            unplaced.update(_unplaced_fields(row))
    for words, count in unplaced.items():
        source.leave(count_of(count, words), NO_PLACE)
    return items


def _item(identifier: str, row: Mapping[str, Any], levels: Mapping[Level, str]) -> CaseItem:
    full, short = (
        _text(row.get("fullStatement")),
        plain_line(_text(row.get("abbreviatedStatement"))),
    )
    code = _text(row.get("humanCodingScheme"))
    return CaseItem(
        identifier=identifier,
        code="" if is_machine_code(code) or (code == identifier and len(code) > 16) else code,
        title=title_of(short) or title_of(full),
        statement=plain_line(full),
        ended=_day(row.get("statusEndDate")),
        grade=_grade(row.get("educationLevel")),
        language=_text(row.get("language")),
        levels=levels,
    )


def _identifier_of(row: Any) -> str:
    """Return an identifier, or the end of the address that stands in its place."""
    if isinstance(row, str):
        return row.rstrip("/").rpartition("/")[2]
    if not isinstance(row, Mapping):
        return ""
    return _text(row.get("identifier")) or _identifier_of(_text(row.get("uri")))


def _unplaced_fields(row: Mapping[str, Any]) -> Iterator[str]:
    for key, value in row.items():
        if value not in (None, "", [], {}) and key not in _READ | _ABOUT_THE_RECORD:
            yield _WORDS.get(key, f"“{clean_signs(str(key))[:40]}”")


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None


def _grade(value: Any) -> str:
    """Return a grade as `3`, `K` or `9-12`; several that are no sequence are listed."""
    levels = value if isinstance(value, list) else re.split(r"[,;\s]+", _text(value))
    texts = (re.sub(r"^0+(?=\d)", "", _text(level)) for level in levels)
    grades = list(dict.fromkeys("K" if text in ("KG", "0") else text for text in texts if text))
    if len(grades) > 1 and all(re.fullmatch("[0-9]{1,2}", grade) for grade in grades):
        numbers = sorted(map(int, grades))
        grades = list(map(str, numbers))
        if numbers[-1] - numbers[0] == len(numbers) - 1:
            return f"{numbers[0]}-{numbers[-1]}"
    return ", ".join(grades)[:40]


# ---- associations and rubrics --------------------------------------------------------------------


def _read_links(rows: Any, source: FrameworkSource) -> Iterator[CaseLink]:
    """Yield the associations that join two nodes."""
    broken = 0
    for row in rows if isinstance(rows, list) else ():
        ends = [
            _identifier_of(row.get(key)) if isinstance(row, Mapping) else ""
            for key in ("originNodeURI", "destinationNodeURI")
        ]
        if all(ends):
            kind = _text(row.get("associationType")) or "association without a type"
            yield CaseLink(kind, ends[0], ends[1], _rank(row.get("sequenceNumber")))
        else:
            broken += 1
    if broken:
        source.leave(count_of(broken, "association"), "it does not say what it joins")


def _rank(value: Any) -> float:
    """Return a sequence number; what has none comes last, in the order of the file."""
    text = _text(value)
    return float(text) if re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text) else float("inf")


def _read_rubrics(rows: Any, source: FrameworkSource) -> dict[str, dict[Level, str]]:
    """Return the words for levels that rubrics have for each item."""
    words_by_item: dict[str, dict[Level, str]] = {}
    unplaced = 0
    for criterion in _criteria(rows):
        item = _identifier_of(criterion.get("CFItemURI"))
        levels = _read_levels(criterion)
        if item and levels:
            words_by_item.setdefault(item, {}).update(levels)
        else:
            unplaced += 1
    if unplaced:
        source.leave(count_of(unplaced, "rubric"), "it has no words for levels of an item")
    return words_by_item


def _criteria(rows: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the criteria of all rubrics; a rubric that has none is one without anything."""
    for row in rows if isinstance(rows, list) else ():
        criteria = row.get("CFRubricCriteria") if isinstance(row, Mapping) else None
        if not isinstance(criteria, list) or not criteria:
            criteria = [{}]
        yield from (own if isinstance(own, Mapping) else {} for own in criteria)


def _read_levels(criterion: Mapping[str, Any]) -> dict[Level, str]:
    levels: dict[Level, str] = {}
    rows = criterion.get("CFRubricCriterionLevels")
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping):
            continue
        score = _text(row.get("score"))
        words = plain_line(_text(row.get("description"))) or plain_line(_text(row.get("quality")))
        if words and re.fullmatch(NUMBER, score.removesuffix(".0")):
            levels[Fraction(score.removesuffix(".0"))] = words
    return levels
