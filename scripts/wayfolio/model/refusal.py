"""What a command cannot do. The base of every such exception, whichever package raises it."""

from typing import ClassVar


class Refusal(Exception):
    """A command cannot do what somebody wants. The text says why, and what to do instead."""

    exit_code: ClassVar[int] = 2
    """What the command line exits with: 2, unless the mistake is in the school's files (1)."""
