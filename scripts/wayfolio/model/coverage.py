"""How much of what educators write is there in a language."""

from dataclasses import dataclass

from wayfolio.model.names import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One further language of a school, and how many texts have a translation in it."""

    language: Language
    there: int
    all: int
