"""What one school gives to another as a file: an inquiry to repeat, or an instrument to use."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from wayfolio.model.names import Code, Slug
from wayfolio.model.teaching import Instrument
from wayfolio.model.text import Text


class SharedInquiry(Struct, frozen=True, kw_only=True):
    """An inquiry without anybody's name: neither learners nor adults nor classes."""

    inquiry: Slug
    version: int = 1
    question: Text
    nodes: tuple[Code, ...] = ()
    concepts: Mapping[Code, str] = field(default_factory=dict)
    """What the concepts are called where it comes from."""
    from_: date
    to: date
    tried: Text | None = None
    measure: Text
    before: Mapping[Slug, int] = field(default_factory=dict)
    after: Mapping[Slug, int] = field(default_factory=dict)
    """Counts of learners; small ones are left out."""
    decision: Text
    confirms: Slug | None = None


class SharedFile(Struct, frozen=True, kw_only=True):
    """The file: where it comes from, and one of the two."""

    school: str
    inquiry: SharedInquiry | None = None
    instrument: Instrument | None = None
