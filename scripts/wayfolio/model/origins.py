"""What another program calls something of a framework, so that a later import knows it again."""

from msgspec import Struct


class OriginKey(Struct, frozen=True):
    """Something of a framework by its code. An area may have the code of a competency."""

    is_area: bool
    code: str


class Origin(Struct, frozen=True):
    """An identifier of another program. It stands in a comment, so that no reader ever sees it."""

    program: str
    identifier: str

    def __str__(self) -> str:
        return f"{self.program} {self.identifier}"
