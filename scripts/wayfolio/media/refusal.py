"""Why a file beside a piece of evidence is not published."""

from wayfolio.model.rules import Rule


class Refused(Exception):
    """Why a file is not published, and what to do."""

    def __init__(self, message: str, hint: str, rule: Rule = Rule.BAD_PICTURE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.rule = rule
