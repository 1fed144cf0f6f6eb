"""Whether what a learner makes public names somebody who may not be named there."""

from collections.abc import Iterator

from wayfolio.model.diagnostics import Diagnostic, Location, Severity
from wayfolio.model.people import People
from wayfolio.model.portfolio import Evidence, Portfolio
from wayfolio.model.rules import Rule


def check_people(portfolio: Portfolio, people: People) -> Iterator[Diagnostic]:
    """Give each name in public work that its bearer's consent does not cover, with its place.

    The site shows something else there (`plan/spoken.py`), so it is a warning.
    """
    for item in portfolio.evidence:
        if item.visibility != "public":
            continue
        yield from _in_texts(item, people)
        yield from _in_address(item, people)
        # Line by line only where there is something to tell.
        if any(people.named_in(item.body)):
            yield from named_in_words(item.at.path, item.body, people, item.body_line)


def _in_texts(item: Evidence, people: People) -> Iterator[Diagnostic]:
    told: list[tuple[Location, str | None]] = [
        (item.at, item.title),
        (item.at, item.connects.because),
        *((item.at, spark) for spark in item.connects.spark),
    ]
    for attached in item.files:
        told += [(attached.at, attached.alt), (attached.at, attached.summary)]
    for at, text in told:
        for naming in people.named_in(text or ""):
            yield _named(at, (text or "")[naming.start : naming.end], naming.shown)


def _in_address(item: Evidence, people: People) -> Iterator[Diagnostic]:
    for address in (item.slug, *item.aliases):
        for naming in people.named_in(address):
            yield Diagnostic(
                at=item.at,
                rule=Rule.NAMED,
                severity=Severity.WARNING,
                message=f"“{address[naming.start : naming.end]}” in the address may not be named"
                " in public, so the site leaves this work out",
                hint="give the file a name without it, and take it out of aliases",
            )


def named_in_words(
    path: str, words: str, people: People, first_line: int = 1
) -> Iterator[Diagnostic]:
    """Give the names in words of a file, such as those of a recording, from that line on."""
    for line, text in enumerate(words.split("\n"), first_line):
        for naming in people.named_in(text):
            at = Location(path, line, naming.start + 1)
            yield _named(at, text[naming.start : naming.end], naming.shown)


def _named(at: Location, written: str, shown: str) -> Diagnostic:
    return Diagnostic(
        at=at,
        rule=Rule.NAMED,
        severity=Severity.WARNING,
        message=f"“{written}” may not be named in public; the site shows “{shown}”",
        hint="write it without the name, or ask for consent to the name (learner.yml)",
    )
