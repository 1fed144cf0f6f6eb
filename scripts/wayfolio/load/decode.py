"""From YAML nodes to the model's frozen types, with every mistake placed where it was typed.

A decoder of our own, because the libraries that were tried stop at the first mistake (msgspec) or
tell a mistake inside a choice of shapes once for each shape (pydantic), know no line or column,
and cost a tenth of a second before the first file. It knows nothing of any single file: the types
say what may stand where, and the same types give the JSON Schemas (`schema.py`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from types import NoneType
from typing import Any, NewType, get_args, get_origin

from msgspec import Struct

from wayfolio.load import nodes
from wayfolio.load.introspection import (
    DAY,
    DEFINERS,
    IDS,
    INTEGER,
    NUMBER,
    PATTERNS,
    accepts_keys,
    expected_words,
    first_key,
    has_place,
    hints_of,
    is_choice,
    is_mapping,
    key_of,
    kinds_defined,
    nearest_key,
    type_label,
    words_of,
)
from wayfolio.load.nodes import HIDING, Node, Scalar, shorten
from wayfolio.model import names, pathways
from wayfolio.model.diagnostics import EVERY, Diagnostic, Location, Mention, Severity
from wayfolio.model.portfolio import Attachment, Rated
from wayfolio.model.rules import Rule
from wayfolio.model.structs import fields, is_noun, required_fields
from wayfolio.model.text import Text
from wayfolio.model.trial import TriedRating


class _Failed:
    """What decoding gives where a value is wrong; the mistake has been recorded."""


FAILED = _Failed()


class Decoder:
    """Decodes one file; collects its mistakes, the names it mentions and those it defines.

    What is wrong is left out of what it decodes; its name is still known, so that one mistake is
    told once and not again wherever the name stands.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self.mentions: list[Mention] = []
        self.defined: list[tuple[str, str]] = []

    def at(self, node: Node) -> Location:
        """Return the place of a node."""
        return Location(self.path, node.line, node.column)

    def wrong(self, node: Node, rule: Rule, message: str, hint: str) -> _Failed:
        """Record a mistake."""
        self.diagnostics.append(
            Diagnostic(
                at=self.at(node), rule=rule, severity=Severity.ERROR, message=message, hint=hint
            )
        )
        return FAILED

    def noun(self, node: Node, noun: type, given: Mapping[str, Any]) -> Any:
        """Decode keys with values into a noun; `given` are fields that no author writes."""
        if not isinstance(node, nodes.Mapping):
            self.defined.extend((kind, EVERY) for kind in kinds_defined(noun))
            return self.no_keys(node, f"write keys, for example “{first_key(noun)}: …”")
        known, required = _written(noun, frozenset(given)), required_fields(noun)
        values: dict[str, Any] = dict(given)
        failed = False
        for name, below in self.fields(node, known.names):
            decode, how = known.ways[name]
            value = decode(self, below, how)
            if name in required and isinstance(value, (tuple, dict)):
                value = self.whole(below, known.hints[name], value)
            failed = failed or value is FAILED
            values[name] = value
        if noun in DEFINERS:
            self.define(noun, values)
        missing = required - values.keys()
        for name in sorted(missing):
            hint = f"add “{key_of(name)}: ” with {expected_words(known.hints[name])}"
            self.wrong(node, Rule.MISSING_KEY, f"“{key_of(name)}” is missing", hint)
        if missing or failed:
            return FAILED
        if has_place(noun):
            values["at"] = self.at(node)
            if given:  # front matter, of which some mistakes are noticed only later
                keys = ((key.text, below.line, below.column) for key, below in node.items)
                values["key_places"] = tuple(keys)
        return noun(**values)

    def no_keys(self, node: Node, hint: str) -> _Failed:
        """Record that keys are missing where they belong."""
        if isinstance(node, Scalar) and node.is_null:
            return self.wrong(node, Rule.NO_VALUE, "nothing stands here", hint)
        return self.wrong(
            node, Rule.WRONG_TYPE, f"{describe_value(node)} stands where keys belong", hint
        )

    def fields(self, node: nodes.Mapping, allowed: Mapping[str, str]) -> Iterable[tuple[str, Node]]:
        """Return the fields that are written, also under a key that is misspelt.

        `allowed`: key -> field.
        """
        try:
            return [(allowed[key.text], value) for key, value in node.items]
        except KeyError:
            return self.meant(node, allowed)

    def meant(self, node: nodes.Mapping, allowed: Mapping[str, str]) -> Iterator[tuple[str, Node]]:
        """Give the fields that are written or meant, and record which key is misspelt.

        Read as what it was meant for, a misspelt key is one mistake and hides no others.
        """
        left = [key for key in allowed if key not in {k.text for k, _ in node.items}]
        for key, value in node.items:
            if key.text in allowed:
                yield allowed[key.text], value
            if key.text in allowed or self.comma(key, value):
                continue
            meant = nearest_key(key.text, left) or nearest_key(key.text, list(allowed))
            hint = f"did you mean “{meant}”?" if meant else f"known here: {', '.join(allowed)}"
            self.wrong(key, Rule.UNKNOWN_KEY, f"unknown key “{shorten(key.text)}”", hint)
            if meant in left:
                left.remove(meant)
                yield allowed[meant], value

    def comma(self, key: Scalar, value: Node) -> bool:
        """Record a decimal comma within { }, which makes a key of the digits behind it."""
        nothing = isinstance(value, Scalar) and not value.text and not value.quoted
        if key.quoted or not nothing or not re.fullmatch("[0-9]+", key.text):
            return False
        hint = f"write a point, as in 9.{key.text}"
        self.wrong(key, Rule.WRONG_TYPE, "a comma stands within a number", hint)
        return True

    def whole(self, node: Node, hint: Any, value: Any) -> Any:
        """Return a list that the noun needs, if all of it could be read and there is any."""
        written = 1 if isinstance(node, Scalar) else len(node.items)
        if isinstance(node, nodes.Mapping) and isinstance(value, tuple):
            written = 1
        if not written or (value == {} and isinstance(node, Scalar)):
            least = expected_words(get_args(hint)[0])
            return self.wrong(node, Rule.NO_VALUE, "nothing stands in this list", f"write {least}")
        return value if len(value) == written else FAILED

    def define(self, noun: type, values: Mapping[str, Any]) -> None:
        """Remember the name that a noun gives itself, and below a pathway those of its stages."""
        field_name = fields(noun)[0]
        kind = hints_of(noun)[field_name].__name__
        own = values.get(field_name)
        name = own if isinstance(own, str) else EVERY
        if noun is pathways.Pathway:
            self.defined.extend(list(self.below(name)))
        self.defined.append((kind, name))

    def below(self, pathway: str) -> Iterator[tuple[str, str]]:
        """Give the full names of a pathway's stages and of what is made in them."""
        deliverables: list[str] = []
        for kind, name in self.defined:
            if kind == "Slug":
                deliverables.append(name)
            elif kind == "StageCode":
                yield "StageRef", EVERY if EVERY in (pathway, name) else f"{pathway}/{name}"
                for deliverable in deliverables:
                    every = EVERY in (pathway, name, deliverable)
                    yield "DeliverableRef", EVERY if every else f"{pathway}/{name}/{deliverable}"
                deliverables.clear()

    def value(self, node: Node, hint: Any) -> Any:
        """Decode a node as the type `hint` says."""
        decode, how = _way(hint)
        return decode(self, node, how)

    # ---- values without parts ----------------------------------------------------------------

    def scalar(self, node: Node, wanted: str) -> Scalar | None:
        """Return a node that is a value without parts, or record why not."""
        if not isinstance(node, Scalar):
            self.wrong(
                node,
                Rule.WRONG_TYPE,
                f"{describe_value(node)} stands where {wanted} belongs",
                "write one",
            )
        elif node.is_null:
            self.wrong(node, Rule.NO_VALUE, "nothing stands here", f"write {wanted}")
        else:
            return node
        return None

    def text(self, node: Node, _: Any) -> Any:
        scalar = self.scalar(node, "text")
        if scalar is None:
            return FAILED
        text = scalar.text.strip()
        is_seen = text and text.isprintable()
        if not is_seen and not any(sign.isprintable() and not sign.isspace() for sign in text):
            hint = "write text between the quotes, or delete the key"
            return self.wrong(node, Rule.NO_VALUE, "nothing stands here", hint)
        if hidden := HIDING.search(text):
            message = f"an invisible character (U+{ord(hidden[0]):04X}) stands in this text"
            return self.wrong(node, Rule.FORBIDDEN_CHARACTER, message, "delete it")
        return text

    def name(self, node: Node, form: "_NameForm") -> Any:
        scalar = self.scalar(node, form.called)
        if scalar is None:
            return FAILED
        text = scalar.text
        if not form.fits(text):
            message = f"“{shorten(text)}” cannot be {form.called}"
            return self.wrong(node, Rule.BAD_NAME, message, f"use {form.means}")
        self.mentions.append(Mention(at=self.at(node), kind=form.kind, name=text))
        return text

    def number(self, node: Node, hint: Any, also: tuple[str, ...] = ()) -> Any:
        wanted, pattern = ("a whole number", INTEGER) if hint is int else ("a number", NUMBER)
        if also:
            wanted = f"{', '.join([wanted, *also[:-1]])} or {also[-1]}"
        scalar = self.scalar(node, wanted)
        if scalar is None:
            return FAILED
        if scalar.quoted or not _form(pattern).fullmatch(scalar.text):
            message = f"“{shorten(scalar.text)}” stands where {wanted} belongs"
            return self.wrong(node, Rule.WRONG_TYPE, message, _number(scalar, pattern, wanted))
        return _number_from(hint, scalar.text)

    def day(self, node: Node, _: Any) -> Any:
        scalar = self.scalar(node, "a day such as 2027-03-12")
        if scalar is None:
            return FAILED
        if not _form(DAY).fullmatch(scalar.text):
            message = f"“{shorten(scalar.text)}” stands where a day belongs"
            return self.wrong(
                node, Rule.WRONG_TYPE, message, "write year-month-day, for example 2027-03-12"
            )
        try:
            return date.fromisoformat(scalar.text)
        except ValueError:
            message = f"there is no day {scalar.text}"
            hint = "look at the month (01 to 12) and the day"
            return self.wrong(node, Rule.IMPOSSIBLE_DATE, message, hint)

    def truth(self, node: Node, _: Any) -> Any:
        scalar = self.scalar(node, "true or false")
        if scalar is None:
            return FAILED
        if scalar.quoted or scalar.text not in ("true", "false"):
            message = f"“{shorten(scalar.text)}” stands where true or false belongs"
            return self.wrong(node, Rule.WRONG_TYPE, message, "write true or false")
        return scalar.text == "true"

    def word(self, node: Node, hint: Any) -> Any:
        allowed = words_of(hint)
        scalar = self.scalar(node, f"one of {', '.join(allowed)}")
        if scalar is None:
            return FAILED
        if scalar.text not in allowed:
            near = nearest_key(scalar.text, allowed)
            mend = f"did you mean “{near}”?" if near else f"write one of {', '.join(allowed)}"
            return self.wrong(
                node, Rule.WRONG_WORD, f"“{shorten(scalar.text)}” is not known here", mend
            )
        return hint(scalar.text) if isinstance(hint, type) else scalar.text

    # ---- values with parts -------------------------------------------------------------------

    def translated(self, node: Node, _: Any) -> Any:
        if not isinstance(node, nodes.Mapping):
            text = self.text(node, str)
            return FAILED if text is FAILED else Text(text)
        pairs = [(self.value(k, names.Language), self.text(v, str)) for k, v in node.items]
        if not pairs or any(FAILED in pair for pair in pairs):
            return FAILED
        return Text(pairs[0][1], tuple(pairs))

    def rated(self, node: Node, hint: Any) -> Any:
        if isinstance(node, nodes.Mapping):
            return self.noun(node, hint, {})
        level = self.value(node, hints_of(hint)["level"])
        return FAILED if level is FAILED else hint(level=level, at=self.at(node))

    def several(self, node: Node, parts: tuple[Any, ...]) -> Any:
        if parts[-1] is not Ellipsis:
            return self.fixed(node, parts)
        # One value may stand for a list of one, as in `by: greta`.
        items = node.items if isinstance(node, nodes.Sequence) else (node,)
        if isinstance(node, nodes.Mapping) and not accepts_keys(parts[0]):
            message = "keys stand where a list belongs"
            return self.wrong(node, Rule.WRONG_TYPE, message, "begin each entry with “- ”")
        decode, how = _way(parts[0])
        values = [decode(self, item, how) for item in items]
        if parts[0] is Attachment and FAILED in values:
            # What is not known to be listed would be told once more, as a file that nobody lists.
            return FAILED
        return tuple([value for value in values if value is not FAILED])

    def fixed(self, node: Node, parts: tuple[Any, ...]) -> Any:
        items = node.items if isinstance(node, nodes.Sequence) else ()
        if len(items) != len(parts):
            what = (
                f"a list of {len(items)}"
                if isinstance(node, nodes.Sequence)
                else describe_value(node)
            )
            message = f"{what} stands where a list of {len(parts)} belongs"
            return self.wrong(node, Rule.WRONG_TYPE, message, "write for example [2, 1]")
        values = tuple(self.value(i, p) for i, p in zip(items, parts, strict=True))
        return FAILED if FAILED in values else values

    def mapping(self, node: Node, types: tuple[Any, ...]) -> Any:
        key_type, value_type = types
        if isinstance(node, Scalar) and node.is_null:
            return {}
        names_them = is_noun(value_type) and isinstance(key_type, NewType)
        if not isinstance(node, nodes.Mapping):
            self.defined.extend([(key_type.__name__, EVERY)] if names_them else [])
            return self.no_keys(node, "write lines of “key: value”")
        values: dict[Any, Any] = {}
        named: list[str] = []
        (decode_key, key_how), (decode, how) = _way(key_type), _way(value_type)
        for key, value in node.items:
            if self.comma(key, value):
                continue
            pair = decode_key(self, key, key_how), decode(self, value, how)
            if pair[0] is FAILED:
                named.append(EVERY)
                continue
            if pair[0] in values:
                message = f"“{shorten(key.text)}” stands here again, written in another way"
                self.wrong(key, Rule.REPEATED_KEY, message, "keep one of the two")
            values[pair[0]] = pair[1]
        if names_them:
            self.defined.extend((key_type.__name__, key) for key in (*values, *named))
        return {key: value for key, value in values.items() if value is not FAILED}

    def choice(self, node: Node, ways: "_Ways") -> Any:
        if ways.optional and isinstance(node, Scalar) and node.is_null:
            return None
        if ways.shapes:
            shapes = ways.shapes
            return self.one_of(node, shapes) if len(shapes) > 1 else self.value(node, shapes[0])
        if isinstance(node, Scalar) and node.text in ways.words:
            return self.value(node, next(p for p in ways.parts if node.text in words_of(p)))
        # Where keys may stand or a single value, what is there decides which was meant.
        plain = ways.with_keys if isinstance(node, nodes.Mapping) else ways.without_keys
        if ways.words and plain and plain[0] in (int, Fraction):
            return self.number(node, plain[0], ways.words)
        return self.value(node, plain[0] if plain else ways.parts[0])

    def one_of(self, node: Node, shapes: list[Any]) -> Any:
        """Decode the shape whose first key is there: `level:`, `all:`, `credits:`."""
        known = {first_key(shape): shape for shape in shapes}
        keys = [k.text for k, _ in node.items] if isinstance(node, nodes.Mapping) else []
        for shape in shapes:
            if first_key(shape) in keys:
                return self.noun(node, shape, {})
        for key in keys:
            if meant := nearest_key(key, list(known)):
                return self.noun(node, known[meant], {})
        hint = f"begin with one of {', '.join(known)}"
        return self.wrong(
            node, Rule.UNKNOWN_KEY, f"{describe_value(node)} is not a requirement", hint
        )


def describe_value(node: Node) -> str:
    """Return what stands in a place, in the author's words."""
    if isinstance(node, Scalar):
        return f"“{shorten(node.text)}”" if node.text else "nothing"
    if isinstance(node, nodes.Sequence):
        return "a list"
    return f"“{shorten(node.items[0][0].text)}: …”" if node.items else "{}"


def _number(scalar: Scalar, pattern: str, wanted: str) -> str:
    """Return what to type instead of something that is no number."""
    if any(sign.isdigit() and not sign.isascii() for sign in scalar.text):
        return "type it with the digits 0 to 9"
    bare = re.fullmatch(pattern, scalar.text.strip().replace(",", "."))
    if bare is None:
        return f"write {wanted}" + (", 0 or more" if scalar.text.startswith("-") else "")
    return f"write {bare[0]} without quotes" if scalar.quoted else f"write {bare[0]}"


class _Ways(Struct, frozen=True, kw_only=True):
    """What may stand where there is a choice of types."""

    parts: list[Any]
    optional: bool
    """Whether nothing may stand there as well."""
    shapes: list[Any]
    """Nouns, where there is nothing else."""
    words: tuple[str, ...]
    with_keys: list[Any]
    """What is no word, with that first which takes keys."""
    without_keys: list[Any]


def _ways(hint: Any) -> _Ways:
    parts = [part for part in get_args(hint) if part is not NoneType]
    plain = [part for part in parts if not words_of(part)]
    return _Ways(
        parts=parts,
        optional=len(parts) < len(get_args(hint)),
        shapes=parts if all(is_noun(part) for part in parts) else [],
        words=tuple(word for part in parts for word in words_of(part)),
        with_keys=sorted(plain, key=accepts_keys, reverse=True),
        without_keys=sorted(plain, key=accepts_keys),
    )


class _NameForm(Struct, frozen=True):
    """How names of a kind look, and what they are called."""

    kind: str
    called: str
    means: str
    fits: Callable[[str], object]


def _name_form(hint: Any) -> _NameForm:
    kind: str = hint.__name__
    pattern, means = PATTERNS.get(kind, IDS)
    return _NameForm(kind, type_label(kind), means, re.compile(pattern).fullmatch)


@cache
def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def _number_from(kind: Any, text: str) -> Any:
    """Return a number. The same few hundred levels are read again and again."""
    return kind(text)


_Decode = Callable[[Decoder, Node, Any], Any]
_DECODERS: tuple[tuple[Callable[[Any], bool], _Decode, Callable[[Any], Any] | None], ...] = (
    (lambda hint: hint is str, Decoder.text, None),
    (lambda hint: isinstance(hint, NewType), Decoder.name, _name_form),
    (lambda hint: hint is Text, Decoder.translated, None),
    (lambda hint: hint in (int, Fraction), Decoder.number, None),
    (lambda hint: hint is date, Decoder.day, None),
    (lambda hint: hint is bool, Decoder.truth, None),
    (lambda hint: bool(words_of(hint)), Decoder.word, None),
    (lambda hint: hint in (Rated, TriedRating), Decoder.rated, None),
    (is_noun, lambda decoder, node, hint: decoder.noun(node, hint, {}), None),
    (lambda hint: get_origin(hint) is tuple, Decoder.several, get_args),
    (is_mapping, Decoder.mapping, get_args),
    (is_choice, Decoder.choice, _ways),
)
"""Which types, what decodes them, and what that is to know of the type where it is not the type."""


@cache
def _way(hint: Any) -> tuple[_Decode, Any]:
    """Return what decodes a type, and what it is to be given beside the node."""
    for applies, decode, known in _DECODERS:
        if applies(hint):
            return decode, known(hint) if known else hint
    raise TypeError(f"no decoder for {hint!r}")


class _Written(Struct, frozen=True):
    """The fields of a noun that an author writes."""

    names: Mapping[str, str]
    """By their keys."""
    hints: Mapping[str, Any]
    ways: Mapping[str, tuple[_Decode, Any]]


@cache
def _written(noun: type, given: frozenset[str]) -> _Written:
    hints = {name: hint for name, hint in hints_of(noun).items() if name not in given}
    return _Written(
        names={key_of(name): name for name in hints},
        hints=hints,
        ways={name: _way(hint) for name, hint in hints.items()},
    )
