"""Replaces names that may not be public in work and in the catalogue."""

import operator
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.hidden_ids import HiddenIds, choose_words
from wayfolio.model.names import LearnerId
from wayfolio.model.people import People
from wayfolio.model.portfolio import Attachment, Evidence
from wayfolio.model.structs import fields
from wayfolio.model.task_readers import names_hidden_in_task
from wayfolio.model.tasks import OwnTask, TaskTerms
from wayfolio.model.text import Text
from wayfolio.plan.private import public_parts


def names_in_address(work: Evidence, people: People) -> bool:
    """Whether the file's name, which becomes an address, contains a private name."""
    meant = people.reading(work.names, work.not_names)
    return any(True for text in (work.slug, *work.aliases) for _ in meant.named_in(text))


def find_hidden_ids(catalogue: Catalogue, people: People) -> HiddenIds:
    """Return the ids of a catalogue that name somebody, with what addresses say instead."""
    parts = public_parts(catalogue)
    return choose_words(filter(partial(names_in_id, people=people), parts), parts)


def names_in_id(name: str, people: People) -> bool:
    """Whether an id holds a name that is no word as well."""
    return any(naming.is_clear and not naming.word for naming in people.named_in(name))


def redact_catalogue(catalogue: Catalogue, people: People) -> Catalogue:
    """Return the catalogue with private names replaced.

    Ids are left alone: in addresses, `find_hidden_ids` says what stands in their place.
    """
    spoken: Catalogue = _redact(catalogue, people)
    return spoken


def _redact(noun: Any, people: People) -> Any:
    """Return a struct with private names in its texts replaced; the same object if unchanged."""
    if isinstance(noun, Text):
        return _redact_text(noun, people)
    if isinstance(noun, str):
        return people.spoken(noun) if " " in noun else noun
    if isinstance(noun, tuple):
        parts = tuple(_redact(part, people) for part in noun)
        return noun if all(map(operator.is_, parts, noun)) else parts
    return _redact_fields(noun, people)


def _redact_fields(noun: Any, people: People) -> Any:
    if isinstance(noun, Mapping):
        changed = _redacted_values(noun, people)
        return {**noun, **changed} if changed else noun
    changed = _redacted_values(
        {name: getattr(noun, name) for name in fields(noun.__class__)}, people
    )
    return replace(noun, **changed) if changed else noun


def _redact_text(text: Text, people: People) -> Text:
    """Return a text with private names replaced, also where it is one word or has no blanks."""
    translations = tuple((tag, people.spoken(words)) for tag, words in text.translations)
    spoken = Text(people.spoken(text.original), translations)
    return text if spoken == text else spoken


def _redacted_values(values: Mapping[Any, Any], people: People) -> dict[Any, Any]:
    """Return the values in which a name was replaced."""
    redacted = {key: _redact(value, people) for key, value in values.items()}
    return {key: value for key, value in redacted.items() if value is not values[key]}


def redact_task(own: OwnTask, learner: LearnerId, people: People) -> OwnTask:
    """Return a learner's task without the names that the families who read it may not read."""
    hidden = names_hidden_in_task(people, learner if own.is_alone else None)
    task: TaskTerms = _redact(own.given.task, hidden)
    return replace(own, given=replace(own.given, task=task))


def names_in_file(attached: Attachment, people: People) -> bool:
    """Whether an attachment's file name, which pages may show, contains a private name."""
    names = (attached.path, attached.transcript or "", attached.captions or "")
    return any(True for text in names for _ in people.named_in(text))


def redact_work(work: Evidence, people: People) -> Evidence:
    """Return a piece of work with private names replaced."""
    people = people.reading(work.names, work.not_names)
    say = people.spoken
    connects = replace(
        work.connects,
        spark=tuple(say(spark) for spark in work.connects.spark),
        because=say(work.connects.because) if work.connects.because else None,
    )
    return replace(
        work,
        # A task is between the school and the family.
        task=None,
        title=say(work.title),
        body=_redact_body(work, people),
        files=tuple(_redact_file(attached, people) for attached in work.files),
        connects=connects,
    )


def _redact_body(work: Evidence, people: People) -> str:
    """Return the redacted body. Links to its own files stay, because the site renames these."""
    if not work.files:
        return people.spoken(work.body)
    paths = "|".join(re.escape(attached.path) for attached in work.files)
    pieces = re.split(rf"(\]\(<?(?:{paths})\b)", work.body)
    pieces[::2] = [people.spoken(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _redact_file(attached: Attachment, people: People) -> Attachment:
    return replace(
        attached,
        alt=people.spoken(attached.alt) if attached.alt else attached.alt,
        summary=people.spoken(attached.summary) if attached.summary else attached.summary,
    )
