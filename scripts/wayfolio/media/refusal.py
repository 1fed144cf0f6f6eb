"""Why a file beside a piece of evidence cannot be cleaned, or is not published."""

from wayfolio.model.rules import Rule


class NotThisKind(Exception):
    """The bytes are no JPEG, PNG, WebP or GIF, or a broken file of these formats."""


class BrokenRecording(Exception):
    """A recording does not follow its format, so that nobody can say what is in it."""


class HiddenTrack(BrokenRecording):
    """A film has a track beside picture and sound, such as measurements with places."""


class PdfRefused(Exception):
    """Why a PDF is not published. The text continues “the file …”."""


class MediaRefused(Exception):
    """Why a file is not published, and what to do."""

    def __init__(self, message: str, hint: str, rule: Rule = Rule.BAD_PICTURE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.rule = rule
