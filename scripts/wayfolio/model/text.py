"""Text that educators write, in one language or in several."""

from msgspec import Struct

from wayfolio.model.names import Language


class Text(Struct, frozen=True):
    """What an educator wrote, first the original, then its translations."""

    original: str
    translations: tuple[tuple[Language, str], ...] = ()
    """With the original first, where its language is said."""

    def __str__(self) -> str:
        return self.original

    @property
    def original_language(self) -> Language | None:
        """The language of the original; None where nothing is said: the school's first."""
        return self.translations[0][0] if self.translations else None

    def in_language(self, language: Language) -> str | None:
        """Return the text in `language`, or None where nobody has translated it."""
        return dict(self.translations).get(language)
