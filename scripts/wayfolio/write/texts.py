"""The text of files as people would type them: short lines, the usual order, no empty keys."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

import yaml

from wayfolio.model.file_names import is_device
from wayfolio.model.latin import spell_in_latin

Pairs = Mapping[str, Any]
"""Key -> text, number, day, list or keys again; what is empty is left out."""

WIDTH = 100
LONGEST_SLUG = 60
"""Characters. A number still fits behind it: names have at most 64."""
_READS_AS_WRITTEN = re.compile("[ -~¡-\u02ff\u0370-\u1fff\u3000-\u9fff]*")
"""Signs that stand in quotes as they are. YAML's emitter takes a hundred times as long for them."""


def slug(title: str, kind: str = "name") -> str:
    """Return the words of a title as a name for a file: `Água & data` is `agua-data`.

    `kind`: what a name begins with if the title has no letters, such as emoji: `evidence-1`.
    """
    return next(propose_names(title, kind))


def choose_name(title: str, kind: str, taken: Container[str]) -> str:
    """Return the name for a file that `slug` returns or, if it is taken, one with a number."""
    return next(name for name in propose_names(title, kind) if name not in taken)


def propose_names(
    title: str, kind: str, is_unfit: Callable[[str], object] = is_device
) -> Iterator[str]:
    """Yield names for what has a title, without end: `wind`, `wind-2`, `wind-3`.

    `kind`: see `slug`. `is_unfit`: whether something cannot have a name; it gets a number then.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", spell_in_latin(title))[:LONGEST_SLUG].strip("-")
    is_fit = bool(plain) and not is_unfit(plain)
    if is_fit:
        yield plain
    yield from (f"{plain or kind}-{number}" for number in count(2 if is_fit else 1))


def mapping_text(pairs: Pairs) -> str:
    """Return lines of `key: value`, in order."""
    kept = {key: value for key, value in pairs.items() if value not in (None, "", (), [], {})}
    return "".join(f"{key}:{_value(value)}\n" for key, value in kept.items())


def list_entry(pairs: Pairs) -> str:
    """Return the same as one entry of a list."""
    lines = mapping_text(pairs).splitlines()
    return "".join(f"{'- ' if n == 0 else '  '}{line}\n" for n, line in enumerate(lines))


def flow_text(value: Any) -> str:
    """Return a value within { } or [ ], or as it stands."""
    if isinstance(value, Mapping):
        kept = {k: v for k, v in value.items() if v not in (None, "", (), [])}
        return "{" + ", ".join(f"{_scalar(k)}: {flow_text(v)}" for k, v in kept.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow_text(part) for part in value) + "]"
    return _scalar(value)


def _value(value: Any) -> str:
    if isinstance(value, str) and "\n" in value.strip():
        lines = value.strip().splitlines()
        return " |-\n" + "\n".join(f"  {line}".rstrip() for line in lines)
    whole = flow_text(value)
    if len(whole) <= WIDTH or isinstance(value, str | int | float | date):
        return f" {whole}"
    if isinstance(value, Mapping):
        return "".join(f"\n  {_scalar(k)}: {flow_text(v)}" for k, v in value.items())
    return "".join(f"\n  - {flow_text(part)}" for part in value)


def _scalar(value: Any) -> str:
    """Return a value without parts, in quotes where YAML would take it for something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value:g}"
    text = str(value).strip()
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_./+ -]*", text) and text == text.strip()
    if plain and text.lower() not in ("null", "true", "false", "yes", "no", "on", "off", "y", "n"):
        return text
    if _READS_AS_WRITTEN.fullmatch(text):
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"'
    dumped = yaml.safe_dump(
        text, default_style='"', allow_unicode=True, width=1_000_000, default_flow_style=True
    )
    return dumped.rstrip("\n")


def evidence_text(pairs: Pairs, body: str) -> bytes:
    """Return an evidence file: facts between two lines of ---, and the learner's words."""
    return f"---\n{mapping_text(pairs)}---\n{body.strip()}\n".encode()


def evidence_pairs(facts: Pairs) -> dict[str, Any]:
    """Return the facts of a piece of evidence in the order in which people write them."""
    order = [*("title", "date", "kind", "lang", "experience", "milestone", "with", "shows")]
    order += ["self", "hours", "files", "visibility"]
    return {key: facts[key] for key in order if key in facts}
