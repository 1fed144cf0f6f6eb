"""Decodes YAML values without parts: text, names, numbers, days, true or false, and fixed words."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from wayfolio.load.introspection import (
    DAY,
    EARLIEST,
    IDS,
    INTEGER,
    NUMBER,
    PATTERNS,
    nearest_key,
    type_label,
    words_of,
)
from wayfolio.load.nodes import HIDING, Node, Scalar, is_seen, shorten
from wayfolio.load.recorder import FAILED, Recorder, describe_value
from wayfolio.model.diagnostics import Mention
from wayfolio.model.rules import Rule


class NameForm(Struct, frozen=True):
    """The form of the names of a kind, and what readers call them."""

    kind: str
    called: str
    means: str
    fits: Callable[[str], object]


def name_form(hint: Any) -> NameForm:
    """Return the form of names of a type."""
    kind: str = hint.__name__
    pattern, means = PATTERNS.get(kind, IDS)
    return NameForm(kind, type_label(kind), means, re.compile(pattern).fullmatch)


class ScalarDecoder(Recorder):
    """Decodes values without parts. Returns FAILED for a value that is wrong, and records why."""

    def require_scalar(self, node: Node, wanted: str) -> Scalar | None:
        """Return a node that is a value without parts, or record why not."""
        if not isinstance(node, Scalar):
            self.refuse(
                node,
                Rule.WRONG_TYPE,
                f"expected {wanted}, found {describe_value(node)}",
                "write one",
            )
        elif node.is_null:
            self.refuse(node, Rule.NO_VALUE, "the value is missing here", f"write {wanted}")
        else:
            return node
        return None

    def decode_string(self, node: Node, _: Any) -> Any:
        """Return text that somebody can see."""
        scalar = self.require_scalar(node, "text")
        if scalar is None:
            return FAILED
        text = scalar.text.strip()
        if not is_seen(text):
            hint = "write text between the quotes, or delete the key"
            return self.refuse(node, Rule.NO_VALUE, "the value is missing here", hint)
        if hidden := HIDING.search(text):
            message = f"there is an invisible character in this text (U+{ord(hidden[0]):04X})"
            return self.refuse(node, Rule.FORBIDDEN_CHARACTER, message, "delete it")
        return text

    def decode_name(self, node: Node, form: NameForm) -> Any:
        """Return a name of the form, and record that it is mentioned."""
        scalar = self.require_scalar(node, form.called)
        if scalar is None:
            return FAILED
        text = scalar.text
        if not form.fits(text):
            message = f"“{shorten(text)}” cannot be {form.called}"
            return self.refuse(node, Rule.BAD_NAME, message, f"use {form.means}")
        self.mentions.append(Mention(at=self.locate(node), kind=form.kind, name=text))
        return text

    def decode_number(self, node: Node, hint: Any, also: tuple[str, ...] = ()) -> Any:
        """Return a number. `also`: words that may stand there, for the message."""
        wanted, pattern = ("a whole number", INTEGER) if hint is int else ("a number", NUMBER)
        if also:
            wanted = f"{', '.join([wanted, *also[:-1]])} or {also[-1]}"
        scalar = self.require_scalar(node, wanted)
        if scalar is None:
            return FAILED
        if scalar.quoted or not _compile(pattern).fullmatch(scalar.text):
            message = f"expected {wanted}, found “{shorten(scalar.text)}”"
            suggestion = _suggest_number(scalar, pattern, wanted)
            return self.refuse(node, Rule.WRONG_TYPE, message, suggestion)
        return _parse_number(hint, scalar.text)

    def decode_day(self, node: Node, _: Any) -> Any:
        """Return a day written as year-month-day."""
        scalar = self.require_scalar(node, "a day such as 2027-03-12")
        if scalar is None:
            return FAILED
        if not _compile(DAY).fullmatch(scalar.text):
            message = f"expected a day, found “{shorten(scalar.text)}”"
            return self.refuse(
                node, Rule.WRONG_TYPE, message, "write year-month-day, for example 2027-03-12"
            )
        try:
            day = date.fromisoformat(scalar.text)
            if day.year >= EARLIEST:
                return day
            message = f"{day} is before anybody at a school was born"
            hint = "check the year"
            return self.refuse(node, Rule.IMPOSSIBLE_DATE, message, hint)
        except ValueError:
            message = f"there is no day {scalar.text}"
            hint = "check the month (01 to 12) and the day"
            return self.refuse(node, Rule.IMPOSSIBLE_DATE, message, hint)

    def decode_truth(self, node: Node, _: Any) -> Any:
        """Return True or False."""
        scalar = self.require_scalar(node, "true or false")
        if scalar is None:
            return FAILED
        if scalar.quoted or scalar.text not in ("true", "false"):
            message = f"expected true or false, found “{shorten(scalar.text)}”"
            return self.refuse(node, Rule.WRONG_TYPE, message, "write true or false")
        return scalar.text == "true"

    def decode_word(self, node: Node, hint: Any) -> Any:
        """Return one of the words that a type allows."""
        allowed = words_of(hint)
        scalar = self.require_scalar(node, f"one of {', '.join(allowed)}")
        if scalar is None:
            return FAILED
        if scalar.text not in allowed:
            near = nearest_key(scalar.text, allowed)
            suggestion = f"did you mean “{near}”?" if near else f"write one of {', '.join(allowed)}"
            return self.refuse(
                node, Rule.WRONG_WORD, f"“{shorten(scalar.text)}” is not known here", suggestion
            )
        return hint(scalar.text) if isinstance(hint, type) else scalar.text


def _suggest_number(scalar: Scalar, pattern: str, wanted: str) -> str:
    """Return what to type instead of something that is no number."""
    if any(sign.isdigit() and not sign.isascii() for sign in scalar.text):
        return "type it with the digits 0 to 9"
    bare = re.fullmatch(pattern, scalar.text.strip().replace(",", "."))
    if bare is None:
        return f"write {wanted}" + (", 0 or more" if scalar.text.startswith("-") else "")
    return f"write {bare[0]} without quotes" if scalar.quoted else f"write {bare[0]}"


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def _parse_number(kind: Any, text: str) -> Any:
    """Return a number; cached, since the same few hundred levels are read again and again."""
    return kind(text)
