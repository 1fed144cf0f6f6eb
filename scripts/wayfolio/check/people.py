"""Checks that a learner's public work names nobody who may not be named there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import NOWHERE, Diagnostic, Location, Severity, warning
from wayfolio.model.normal_form import fold_words
from wayfolio.model.noun_texts import collect_texts
from wayfolio.model.people import Naming, People
from wayfolio.model.portfolio import Evidence, GroupFile, Portfolio
from wayfolio.model.rules import Rule
from wayfolio.model.structs import Written, fields
from wayfolio.model.task_readers import names_hidden_in_task

ID = re.compile(r"[a-z0-9-]+|[A-Z0-9.-]+")
"""An id, or a code."""
FRONT_MATTER = "the front matter"
SETTINGS = "competencies/school.yml"
"""Where an author can say what a word means: in a page, and for the whole school."""


def check_people(portfolio: Portfolio, people: People) -> Iterator[Diagnostic]:
    """Yield each name in public work that its bearer's consent does not cover, with its place.

    The site shows something else there (`plan/redaction.py`), so it is a warning.
    """
    for item in portfolio.evidence:
        if item.visibility != "public":
            continue
        meant = people.reading(item.names, item.not_names)
        yield from _in_texts(item, meant)
        yield from _in_address(item, meant)
        yield from _in_files(item, meant)
        yield from find_names_in_words(item.at.path, item.body, meant, item.body_line)
        yield from _without_effect(item, people)


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
            yield _name_warning(at, text or "", naming, FRONT_MATTER)


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
                    hint=f"give the file a name without it{_or_not_names(naming, FRONT_MATTER)}",
                )


def _without_effect(item: Evidence, people: People) -> Iterator[Diagnostic]:
    """Yield each word under `not_names` that is a name whatever an author says."""
    for written in item.not_names:
        words = tuple(fold_words(written))
        if any(called.words == words for called in people.always_names(words[:1])):
            yield Diagnostic(
                at=item.at_key("not_names"),
                rule=Rule.NAMED,
                severity=Severity.WARNING,
                message=f"“{written}” is no ordinary word, so not_names changes nothing for it",
                hint="remove it from not_names, and write the text without the name",
            )


def find_names_in_catalogue(catalogue: Catalogue, people: People) -> Iterator[Diagnostic]:
    """Yield each name in what educators wrote for everybody, which the site replaces."""
    # Sources are learners' folders, of which no page says anything.
    catalogue = replace(catalogue, school=replace(catalogue.school, sources=()))
    if any(True for text in collect_texts(catalogue) for _ in people.named_in(text)):
        yield from _named_in_noun(catalogue, NOWHERE, people)


def find_names_in_tasks(files: Iterable[GroupFile], people: People) -> Iterator[Diagnostic]:
    """Yield each name in the text of a task that its other readers may not read.

    The families of a whole group read it; of a task for one learner, only that learner's own.
    """
    for file in files:
        if file.task is None:
            continue
        task = file.task.task
        hidden = names_hidden_in_task(people, file.only_learner)
        for text in collect_texts((task.title, task.text)):
            yield from (_task_warning(task.at, text, n) for n in hidden.named_in(text))


def _task_warning(at: Location, text: str, naming: Naming) -> Diagnostic:
    written = " ".join(text[naming.start : naming.end].split())
    message = f"“{written}” may not be read by other families; pages show “{naming.shown}”"
    hint = f"write the task without the name{_or_not_names(naming, SETTINGS)}"
    return warning(at, Rule.NAMED, message, hint)


def _named_in_noun(noun: Any, at: Location, people: People) -> Iterator[Diagnostic]:
    """Yield the names in a noun, at the nearest place that is known."""
    if isinstance(noun, str):
        yield from (_named_in_id if ID.fullmatch(noun) else _named_in_text)(noun, at, people)
        return
    parts: Iterable[Any] = noun if isinstance(noun, tuple | frozenset) else ()
    if isinstance(noun, Mapping):
        parts = noun.values()
    elif names := fields(noun.__class__):
        parts = [getattr(noun, name) for name in names]
        at = noun.at if isinstance(noun, Written) and noun.at.path else at
    for part in parts:
        yield from _named_in_noun(part, at, people)


def _named_in_text(text: str, at: Location, people: People) -> Iterator[Diagnostic]:
    for naming in people.named_in(text):
        words = fold_words(text[naming.start : naming.end])
        # A word of the catalogue is a word where the school says so.
        word = naming.word or (words[0] if len(words) == 1 else "")
        yield _name_warning(at, text, replace(naming, word=word), SETTINGS)


def _named_in_id(name: str, at: Location, people: People) -> Iterator[Diagnostic]:
    """Yield an id that names somebody: addresses would say it."""
    for naming in people.named_in(name):
        if naming.is_clear and not naming.word:
            message = f"the id “{name}” names somebody who may not be named in public"
            hint = "choose another id; until then, the site has another word in its addresses"
            yield warning(at, Rule.NAMED, message, hint)
            return


def find_names_in_words(
    path: str, words: str, people: People, first_line: int = 1
) -> Iterator[Diagnostic]:
    """Yield the names in words of a file, such as those of a recording, from that line on."""
    where = FRONT_MATTER if path.endswith(".md") else SETTINGS
    for naming in people.named_in(words):
        line = first_line + words.count("\n", 0, naming.start)
        column = naming.start - words.rfind("\n", 0, naming.start)
        yield _name_warning(Location(path, line, column), words, naming, where)


def _name_warning(at: Location, text: str, naming: Naming, where: str) -> Diagnostic:
    written = " ".join(text[naming.start : naming.end].split())
    may_be = "may not be named" if naming.is_clear else "may be a name that may not be read"
    return Diagnostic(
        at=at,
        rule=Rule.NAMED,
        severity=Severity.WARNING,
        message=f"“{written}” {may_be} in public; the site shows “{naming.shown}”",
        hint="write it without the name, or ask for consent to the name (learner.yml)"
        + _or_not_names(naming, where),
    )


def _or_not_names(naming: Naming, where: str) -> str:
    """Return how an author says that it is a word, if it may be one."""
    if not naming.word:
        return ""
    return f"; if it is a word here, add  not_names: [{naming.word}]  to {where}"
