"""YAML that the site engine reads as well: tags and anchors are allowed, but not any depth."""

from typing import Any

import yaml

from wayfolio.load import nodes


class _Plain(yaml.CSafeLoader):
    """Runs nothing: a tag such as !ENV counts as no value."""


_Plain.add_multi_constructor("", lambda _loader, _tag, _node: None)


def read_plain_yaml(text: str | bytes) -> Any:
    """Return the values of a text; None where it cannot be read."""
    try:
        return None if line_nested_too_deep(text) else yaml.load(text, _Plain)
    except (yaml.YAMLError, ValueError, TypeError):
        return None


def line_nested_too_deep(text: str | bytes) -> int | None:
    """Return the line from which a text is nested too deep to be followed down; None if it is not.

    Errors: yaml.YAMLError.
    """
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > nodes.DEEPEST:
                mark: Any = event.start_mark
                return int(mark.line) + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None
