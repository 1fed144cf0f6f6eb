"""What educators use: instruments, menu offers, lessons, inquiries."""

from collections.abc import Mapping
from datetime import date

from msgspec import field

from wayfolio.model.names import Code, CompetencyCode, GroupId, InstrumentId, PersonId, Slug
from wayfolio.model.structs import Written
from wayfolio.model.text import Text


class AssessmentItem(Written, frozen=True, kw_only=True):
    """One task of an instrument, which is looked at by itself."""

    id: Slug
    title: Text
    """What a family reads too."""
    text: Text | None = None
    """The task itself, for educators: it may be given again."""


class Instrument(Written, frozen=True, kw_only=True):
    """A way of finding out what a learner can do: a probe, an interview, an exam."""

    id: InstrumentId
    kind: Slug
    title: Text | None = None
    focus: tuple[CompetencyCode, ...] = ()
    minutes: int | None = None
    out_of: int | None = None
    """The most that can be scored."""
    form: Text | None = None
    stations: tuple[Slug, ...] = ()
    prompt: Text | None = None
    asks: tuple[Text, ...] = ()
    items: tuple[AssessmentItem, ...] = ()
    team: tuple[str, ...] = ()
    about: Text | None = None
    version: int = 1
    source: str = ""
    """The school that it comes from, where it was brought in from a file."""


class Offer(Written, frozen=True, kw_only=True):
    """A task on the menu, tied to concepts, levels and models."""

    id: Slug
    kind: Slug
    title: Text
    text: Text | None = None
    for_: tuple[Code, ...] = ()
    levels: tuple[int, int] | None = None
    models: tuple[str, ...] = ()


class Lesson(Written, frozen=True, kw_only=True):
    """A lesson to teach from; its parts are the headings of its text."""

    title: Text
    grade: str = ""
    concept: CompetencyCode | None = None
    minutes: int | None = None
    materials: tuple[str, ...] = ()
    id: Slug = Slug("")
    body: str = ""


class Inquiry(Written, frozen=True, kw_only=True):
    """A coach's rapid cycle: a question, what was tried, what came of it."""

    inquiry: Slug
    by: PersonId
    question: Text
    nodes: tuple[Code, ...] = ()
    with_: tuple[PersonId, ...] = ()
    groups: tuple[GroupId, ...] = ()
    """The classes that it studies; other learners are shown for comparison."""
    from_: date
    to: date
    tried: Text | None = None
    measure: Text
    before: Mapping[Slug, int] = field(default_factory=dict)
    after: Mapping[Slug, int] = field(default_factory=dict)
    """As somebody counted, where not every learner's ratings are in this folder."""
    decision: Text
    shared_with: tuple[str, ...] = ()
    confirms: Slug | None = None
    """The inquiry that this one repeats."""
    source: str = ""
    """The school that it comes from, where it was brought in from a file."""
    version: int = 1
