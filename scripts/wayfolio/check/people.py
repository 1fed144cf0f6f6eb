"""Checks that a learner's public work names nobody who may not be named there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import NOWHERE, Diagnostic, Location, Severity
from wayfolio.model.people import People, collect_texts
from wayfolio.model.portfolio import Evidence, Portfolio
from wayfolio.model.rules import Rule
from wayfolio.model.structs import Written, fields


def check_people(portfolio: Portfolio, people: People) -> Iterator[Diagnostic]:
    """Yield each name in public work that its bearer's consent does not cover, with its place.

    The site shows something else there (`plan/redaction.py`), so it is a warning.
    """
    for item in portfolio.evidence:
        if item.visibility != "public":
            continue
        yield from _in_texts(item, people)
        yield from _in_address(item, people)
        yield from _in_files(item, people)
        yield from _in_pieces(item, people)
        # Line by line only where there is something to tell.
        if any(people.named_in(item.body)):
            yield from find_names_in_words(item.at.path, item.body, people, item.body_line)


def _in_texts(item: Evidence, people: People) -> Iterator[Diagnostic]:
    texts: list[tuple[Location, str | None]] = [
        (item.at, item.title),
        (item.at, item.connects.because),
        *((item.at, spark) for spark in item.connects.spark),
    ]
    for attached in item.files:
        texts += [(attached.at, attached.alt), (attached.at, attached.summary)]
    for at, text in texts:
        for naming in people.named_in(text or ""):
            yield _name_warning(at, (text or "")[naming.start : naming.end], naming.shown)


def _in_address(item: Evidence, people: People) -> Iterator[Diagnostic]:
    for address in (item.slug, *item.aliases):
        for naming in people.named_in(address):
            yield Diagnostic(
                at=item.at,
                rule=Rule.NAMED,
                severity=Severity.WARNING,
                message=f"“{address[naming.start : naming.end]}” in the address may not be named"
                " in public, so the site leaves this work out",
                hint="give the file a name without it, and remove it from aliases",
            )


def _in_files(item: Evidence, people: People) -> Iterator[Diagnostic]:
    for attached in item.files:
        for name in filter(None, (attached.path, attached.transcript, attached.captions)):
            for naming in people.named_in(name):
                yield Diagnostic(
                    at=attached.at,
                    rule=Rule.NAMED,
                    severity=Severity.WARNING,
                    message=f"“{name[naming.start : naming.end]}” in the name of a file may not be"
                    " named in public, so the site leaves this file out",
                    hint="give the file a name without it",
                )


def _in_pieces(item: Evidence, people: People) -> Iterator[Diagnostic]:
    """Yield a name that only readers of the page would see, such as `Z*e*bulon`."""
    written = [item.title, item.body, item.connects.because or "", *item.connects.spark]
    written += [
        words or "" for attached in item.files for words in (attached.alt, attached.summary)
    ]
    for text in written:
        # What `named_in` finds is replaced; here only the rest counts.
        if any(people.named_in_pieces(people.spoken(text))):
            yield Diagnostic(
                at=item.at,
                rule=Rule.NAMED,
                severity=Severity.WARNING,
                message="a name stands here in pieces that may not be named in public, so the site"
                " leaves this work out",
                hint="write the name in one piece, and the site shows something else in its place",
            )


def find_names_in_catalogue(catalogue: Catalogue, people: People) -> Iterator[Diagnostic]:
    """Yield each name in what educators wrote for everybody, which the site replaces."""
    if any(True for text in collect_texts(catalogue) for _ in people.named_in(text)):
        yield from _named_in_noun(catalogue, NOWHERE, people)


def _named_in_noun(noun: Any, at: Location, people: People) -> Iterator[Diagnostic]:
    """Yield the names in a noun, at the nearest place that is known."""
    if isinstance(noun, str):
        for naming in people.named_in(noun):
            yield _name_warning(at, noun[naming.start : naming.end], naming.shown)
        return
    parts: Iterable[Any] = noun if isinstance(noun, tuple | frozenset) else ()
    if isinstance(noun, Mapping):
        parts = noun.values()
    elif names := fields(noun.__class__):
        parts = [getattr(noun, name) for name in names]
        at = noun.at if isinstance(noun, Written) and noun.at.path else at
    for part in parts:
        yield from _named_in_noun(part, at, people)


def find_names_in_words(
    path: str, words: str, people: People, first_line: int = 1
) -> Iterator[Diagnostic]:
    """Yield the names in words of a file, such as those of a recording, from that line on."""
    for line, text in enumerate(words.split("\n"), first_line):
        for naming in people.named_in(text):
            at = Location(path, line, naming.start + 1)
            yield _name_warning(at, text[naming.start : naming.end], naming.shown)


def _name_warning(at: Location, written: str, shown: str) -> Diagnostic:
    return Diagnostic(
        at=at,
        rule=Rule.NAMED,
        severity=Severity.WARNING,
        message=f"“{written}” may not be named in public; the site shows “{shown}”",
        hint="write it without the name, or ask for consent to the name (learner.yml)",
    )
