"""What decoding a file records: its mistakes, the names it mentions and the names it defines."""

import re

from wayfolio.load import nodes
from wayfolio.load.nodes import Node, Scalar, shorten
from wayfolio.model.diagnostics import Diagnostic, Location, Mention, Severity
from wayfolio.model.rules import Rule


class _Failed:
    """Stands for a value that is wrong; the mistake has been recorded."""


FAILED = _Failed()


class Recorder:
    """Records the mistakes of one file, the names it mentions and the names it defines."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self.mentions: list[Mention] = []
        self.defined: list[tuple[str, str]] = []

    def locate(self, node: Node) -> Location:
        """Return the place of a node."""
        return Location(self.path, node.line, node.column)

    def mark(self) -> tuple[int, int]:
        """Return how much has been recorded so far."""
        return len(self.diagnostics), len(self.mentions)

    def forget_since(self, marks: tuple[int, int]) -> None:
        """Forget the mistakes and mentions that were recorded since."""
        del self.diagnostics[marks[0] :], self.mentions[marks[1] :]

    def refuse(self, node: Node, rule: Rule, message: str, hint: str) -> _Failed:
        """Record a mistake."""
        self.diagnostics.append(
            Diagnostic(
                at=self.locate(node), rule=rule, severity=Severity.ERROR, message=message, hint=hint
            )
        )
        return FAILED

    def refuse_keyless(self, node: Node, hint: str) -> _Failed:
        """Record that keys are missing where they belong."""
        if isinstance(node, Scalar) and node.is_null:
            return self.refuse(node, Rule.NO_VALUE, "the value is missing here", hint)
        return self.refuse(
            node, Rule.WRONG_TYPE, f"expected keys, found {describe_value(node)}", hint
        )

    def refuse_comma(self, key: Scalar, value: Node) -> bool:
        """Record a decimal comma within { }: YAML makes a key of the digits behind it.

        Returns whether there is one.
        """
        is_empty = isinstance(value, Scalar) and not value.text and not value.quoted
        if key.quoted or not is_empty or not re.fullmatch("[0-9]+", key.text):
            return False
        hint = f"write a point, as in 9.{key.text}"
        self.refuse(key, Rule.WRONG_TYPE, "a comma stands within a number", hint)
        return True


def describe_value(node: Node) -> str:
    """Return what stands in a place, in the author's words."""
    if isinstance(node, Scalar):
        return f"“{shorten(node.text)}”" if node.text else "nothing"
    if isinstance(node, nodes.Sequence):
        return "a list"
    return f"“{shorten(node.items[0][0].text)}: …”" if node.items else "{}"
