"""How many of the educators' texts are translated into a language."""

from msgspec import Struct

from wayfolio.model.names import Language


class Coverage(Struct, frozen=True, kw_only=True):
    """One further language of a school, and how many texts have a translation in it."""

    language: Language
    there: int
    all: int
