"""Decodes YAML nodes into the model's frozen types, and places each mistake where it was typed.

The decoder is our own because the libraries we tried stop at the first mistake (msgspec) or report
a mistake in a choice of shapes for each shape (pydantic), know neither line nor column, and cost a
tenth of a second before the first file. It knows nothing about any particular file: the types say
what may stand where, and the same types give the JSON Schemas (`schema.py`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import Any, NewType, get_args, get_origin

from msgspec import Struct

from wayfolio.load import nodes
from wayfolio.load.introspection import (
    DEFINERS,
    accepts_keys,
    defines_names,
    expected_words,
    first_key,
    has_place,
    hints_of,
    is_choice,
    is_mapping,
    key_of,
    kinds_defined,
    nearest_key,
    words_of,
)
from wayfolio.load.nodes import Node, Scalar, shorten
from wayfolio.load.recorder import FAILED, describe_value
from wayfolio.load.scalars import ScalarDecoder, name_form
from wayfolio.model import names, pathways
from wayfolio.model.diagnostics import EVERY
from wayfolio.model.portfolio import Attachment, Rated
from wayfolio.model.rules import Rule
from wayfolio.model.structs import fields, is_noun, required_fields
from wayfolio.model.text import Text
from wayfolio.model.trial import TriedRating


class Decoder(ScalarDecoder):
    """Decodes one file; records its mistakes, the names it mentions and those it defines.

    A value that is wrong is left out, but its name still counts as defined, so that a mistake is
    reported once and not again wherever the name is used.
    """

    def decode(self, node: Node, hint: Any) -> Any:
        """Return a node as the type `hint` says, or FAILED."""
        decode, known = _decoder_of(hint)
        return decode(self, node, known)

    # ---- keys with values --------------------------------------------------------------------

    def decode_noun(self, node: Node, noun: type, given: Mapping[str, Any]) -> Any:
        """Return keys with values as a noun; `given` are fields that no author writes."""
        if not isinstance(node, nodes.Mapping):
            self.defined.extend((kind, EVERY) for kind in kinds_defined(noun))
            return self.refuse_keyless(node, f"write keys, for example “{first_key(noun)}: …”")
        known, required = _known_fields(noun, frozenset(given)), required_fields(noun)
        values = {**given, **self._decode_fields(node, known, required)}
        if noun in DEFINERS:
            self._define(noun, values)
        missing = required - values.keys()
        self._report_missing(node, missing, known.hints)
        if missing or any(value is FAILED for value in values.values()):
            return FAILED
        if has_place(noun):
            values["at"] = self.locate(node)
            # In front matter, and among ids of other programs, some mistakes show only later.
            if given or values.get("external_ids"):
                values["key_places"] = node.key_places
        return noun(**values)

    def _decode_fields(
        self, node: nodes.Mapping, known: "_Fields", required: frozenset[str]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, below, misspelt in self._match_fields(node, known.names):
            decode, of_type = known.decoders[name]
            if misspelt is not None:
                values[name] = self._decode_guess(misspelt, name, below, known)
                continue
            value = decode(self, below, of_type)
            if name in required and isinstance(value, (tuple, dict)):
                value = self._require_entries(below, known.hints[name], value)
            values[name] = value
        return values

    def _report_missing(self, node: Node, missing: Iterable[str], hints: Mapping[str, Any]) -> None:
        for name in sorted(missing):
            hint = f"add “{key_of(name)}: ” with {expected_words(hints[name])}"
            self.refuse(node, Rule.MISSING_KEY, f"“{key_of(name)}” is missing", hint)

    def _match_fields(
        self, node: nodes.Mapping, allowed: Mapping[str, str]
    ) -> Iterable[tuple[str, Node, Scalar | None]]:
        """Return the fields that are written, each with its key if that is misspelt.

        `allowed`: key -> field.
        """
        try:
            return [(allowed[key.text], value, None) for key, value in node.items]
        except KeyError:
            return self._guess_fields(node, allowed)

    def _guess_fields(
        self, node: nodes.Mapping, allowed: Mapping[str, str]
    ) -> Iterator[tuple[str, Node, Scalar | None]]:
        """Yield the fields that are written or meant, and record the keys that are like none.

        Decoding a misspelt key as the key that is meant makes it one mistake that hides no others.
        """
        written = {key.text for key, _ in node.items}
        unused = [key for key in allowed if key not in written]
        for key, value in node.items:
            if key.text in allowed:
                yield allowed[key.text], value, None
                continue
            if self.refuse_comma(key, value):
                continue
            meant = nearest_key(key.text, unused)
            if meant is None:
                self._refuse_key(key, nearest_key(key.text, list(allowed)), allowed)
            else:
                unused.remove(meant)
                yield allowed[meant], value, key

    def _decode_guess(self, key: Scalar, name: str, node: Node, known: "_Fields") -> Any:
        """Return the value of an unknown key as that of the field that its key is most like.

        What is wrong with it is no second mistake: it is a sign that another key is meant.
        """
        marks = self.mark()
        decode, of_type = known.decoders[name]
        value = decode(self, node, of_type)
        fits = self.mark()[0] == marks[0]
        self.forget_since(marks)
        # A value of another kind may stand under the key that is written already, misspelt.
        other = nearest_key(key.text, list(known.names))
        meant = key_of(name) if fits else None if other == key_of(name) else other
        self._refuse_key(key, meant, known.names)
        return value

    def _refuse_key(self, key: Scalar, meant: str | None, allowed: Iterable[str]) -> None:
        hint = f"did you mean “{meant}”?" if meant else f"known here: {', '.join(allowed)}"
        self.refuse(key, Rule.UNKNOWN_KEY, f"unknown key “{shorten(key.text)}”", hint)

    def _require_entries(self, node: Node, hint: Any, value: Any) -> Any:
        """Return a list that a noun needs, or FAILED if it is empty or an entry is wrong."""
        written = 1 if isinstance(node, Scalar) else len(node.items)
        if isinstance(node, nodes.Mapping) and isinstance(value, tuple):
            written = 1
        if not written or (value == {} and isinstance(node, Scalar)):
            entry = expected_words(get_args(hint)[0])
            return self.refuse(node, Rule.NO_VALUE, "this list is empty", f"write {entry}")
        return value if len(value) == written else FAILED

    def _define(self, noun: type, values: Mapping[str, Any]) -> None:
        """Record the name that a noun gives itself, and for a pathway those of its stages."""
        field_name = fields(noun)[0]
        kind = hints_of(noun)[field_name].__name__
        own = values.get(field_name)
        name = own if isinstance(own, str) else EVERY
        if noun is pathways.Pathway:
            self.defined.extend(list(self._names_in_pathway(name)))
        self.defined.append((kind, name))

    def _names_in_pathway(self, pathway: str) -> Iterator[tuple[str, str]]:
        """Yield the full names of a pathway's stages and of their deliverables."""
        deliverables: list[str] = []
        for kind, name in self.defined:
            if kind == "Slug":
                deliverables.append(name)
            elif kind == "StageCode":
                yield "StageRef", _join_names(pathway, name)
                for deliverable in deliverables:
                    yield "DeliverableRef", _join_names(pathway, name, deliverable)
                deliverables.clear()

    # ---- texts, ratings, lists and mappings --------------------------------------------------

    def decode_translated_text(self, node: Node, _: Any) -> Any:
        """Return text in one language or, under keys, in several."""
        if not isinstance(node, nodes.Mapping):
            text = self.decode_string(node, str)
            return FAILED if text is FAILED else Text(text)
        pairs = [
            (self.decode(k, names.Language), self.decode_string(v, str)) for k, v in node.items
        ]
        if not pairs or any(FAILED in pair for pair in pairs):
            return FAILED
        return Text(pairs[0][1], tuple(pairs))

    def decode_timezone(self, node: Node, _: Any) -> Any:
        """Return the name of a time zone."""
        # A list of 600 names, for a key of one file.
        from wayfolio.load.timezones import suggest_timezone, timezone_names

        scalar = self.require_scalar(node, "a time zone such as Europe/Berlin")
        if scalar is None:
            return FAILED
        if scalar.text in timezone_names():
            return names.Timezone(scalar.text)
        meant = suggest_timezone(scalar.text)
        hint = f"did you mean “{meant}”?" if meant else "write one such as America/New_York"
        message = f"“{shorten(scalar.text)}” is not a time zone"
        return self.refuse(node, Rule.WRONG_WORD, message, hint)

    def decode_rated(self, node: Node, hint: Any) -> Any:
        """Return a rating, written as a level alone or as keys."""
        if isinstance(node, nodes.Mapping):
            return self.decode_noun(node, hint, {})
        level = self.decode(node, hints_of(hint)["level"])
        return FAILED if level is FAILED else hint(level=level, at=self.locate(node))

    def decode_list(self, node: Node, parts: tuple[Any, ...]) -> Any:
        """Return a list as a tuple, without the entries that are wrong."""
        if parts[-1] is not Ellipsis:
            return self.decode_fixed_list(node, parts)
        # One value may stand for a list of one, as in `by: greta`.
        entries = node.items if isinstance(node, nodes.Sequence) else (node,)
        if isinstance(node, nodes.Mapping) and not accepts_keys(parts[0]):
            message = "expected a list, found keys"
            return self.refuse(node, Rule.WRONG_TYPE, message, "begin each entry with “- ”")
        decode, known = _decoder_of(parts[0])
        values = [decode(self, entry, known) for entry in entries]
        if parts[0] is Attachment and FAILED in values:
            # An attachment left out here would be reported again, as a file that nobody lists.
            return FAILED
        return tuple([value for value in values if value is not FAILED])

    def decode_fixed_list(self, node: Node, parts: tuple[Any, ...]) -> Any:
        """Return a list that has an entry for each of `parts`."""
        entries = node.items if isinstance(node, nodes.Sequence) else ()
        if len(entries) != len(parts):
            what = (
                f"a list of {len(entries)}"
                if isinstance(node, nodes.Sequence)
                else describe_value(node)
            )
            message = f"expected a list of {len(parts)}, found {what}"
            return self.refuse(node, Rule.WRONG_TYPE, message, "write for example [2, 1]")
        values = tuple(self.decode(entry, part) for entry, part in zip(entries, parts, strict=True))
        return FAILED if FAILED in values else values

    def decode_mapping(self, node: Node, types: tuple[Any, ...]) -> Any:
        """Return keys that the author chooses, without the values that are wrong."""
        key_type, value_type = types
        if isinstance(node, Scalar) and node.is_null:
            return {}
        defines = defines_names(key_type, value_type)
        if not isinstance(node, nodes.Mapping):
            if defines:
                self.defined.append((key_type.__name__, EVERY))
            return self.refuse_keyless(node, "write lines of “key: value”")
        values, unread = self._decode_pairs(node, key_type, value_type)
        if defines:
            defined = (*values, *[EVERY] * unread)
            self.defined.extend((key_type.__name__, key) for key in defined)
        return {key: value for key, value in values.items() if value is not FAILED}

    def _decode_pairs(
        self, node: nodes.Mapping, key_type: Any, value_type: Any
    ) -> tuple[dict[Any, Any], int]:
        """Return the values by their keys, and how many keys are wrong."""
        values: dict[Any, Any] = {}
        unread = 0
        (decode_key, key_known), (decode, known) = _decoder_of(key_type), _decoder_of(value_type)
        for key_node, value_node in node.items:
            if self.refuse_comma(key_node, value_node):
                continue
            key, value = decode_key(self, key_node, key_known), decode(self, value_node, known)
            if key is FAILED:
                unread += 1
                continue
            if key in values:
                message = f"“{shorten(key_node.text)}” is repeated, written in another way"
                self.refuse(key_node, Rule.REPEATED_KEY, message, "keep one of the two")
            values[key] = value
        return values, unread

    # ---- choices -----------------------------------------------------------------------------

    def decode_choice(self, node: Node, choice: "_Choice") -> Any:
        """Return a node as that type of a union which fits what is written."""
        if choice.is_optional and isinstance(node, Scalar) and node.is_null:
            return None
        if choice.shapes:
            return self._decode_shape(node, choice.shapes)
        if isinstance(node, Scalar) and node.text in choice.words:
            return self.decode(node, choice.words[node.text])
        # Where keys or a single value may stand, what is written decides which is meant.
        hint = choice.with_keys if isinstance(node, nodes.Mapping) else choice.without_keys
        if choice.words and hint in (int, Fraction):
            return self.decode_number(node, hint, tuple(choice.words))
        return self.decode(node, hint)

    def _decode_shape(self, node: Node, shapes: list[Any]) -> Any:
        """Return the shape whose first key is written: `level:`, `all:`, `credits:`."""
        if len(shapes) == 1:
            return self.decode(node, shapes[0])
        known = {first_key(shape): shape for shape in shapes}
        keys = [key.text for key, _ in node.items] if isinstance(node, nodes.Mapping) else []
        for first, shape in known.items():
            if first in keys:
                return self.decode_noun(node, shape, {})
        for key in keys:
            if meant := nearest_key(key, list(known)):
                return self.decode_noun(node, known[meant], {})
        hint = f"begin with one of {', '.join(known)}"
        return self.refuse(
            node, Rule.UNKNOWN_KEY, f"{describe_value(node)} is not a requirement", hint
        )


def _join_names(*parts: str) -> str:
    """Return a full name such as `pathway/stage`; EVERY if a part of it is not known."""
    return EVERY if EVERY in parts else "/".join(parts)


class _Choice(Struct, frozen=True, kw_only=True):
    """What a union allows."""

    is_optional: bool
    """Whether the value may be empty."""
    shapes: list[Any]
    """The nouns, if the union has nothing else."""
    words: Mapping[str, Any]
    """Each fixed word, with the type that it belongs to."""
    with_keys: Any
    """The type that is meant where keys are written."""
    without_keys: Any


def _choice(hint: Any) -> _Choice:
    parts = [part for part in get_args(hint) if part is not NoneType]
    types = [part for part in parts if not words_of(part)] or parts
    words: dict[str, Any] = {}
    for part in parts:
        words.update(dict.fromkeys(words_of(part), part))
    return _Choice(
        is_optional=len(parts) < len(get_args(hint)),
        shapes=parts if all(is_noun(part) for part in parts) else [],
        words=words,
        with_keys=max(types, key=accepts_keys),
        without_keys=min(types, key=accepts_keys),
    )


_Decode = Callable[[Decoder, Node, Any], Any]
_DECODERS: tuple[tuple[Callable[[Any], bool], _Decode, Callable[[Any], Any] | None], ...] = (
    (lambda hint: hint is str, Decoder.decode_string, None),
    (lambda hint: hint is names.Timezone, Decoder.decode_timezone, None),
    (lambda hint: isinstance(hint, NewType), Decoder.decode_name, name_form),
    (lambda hint: hint is Text, Decoder.decode_translated_text, None),
    (lambda hint: hint in (int, Fraction), Decoder.decode_number, None),
    (lambda hint: hint is date, Decoder.decode_day, None),
    (lambda hint: hint is bool, Decoder.decode_truth, None),
    (lambda hint: bool(words_of(hint)), Decoder.decode_word, None),
    (lambda hint: hint in (Rated, TriedRating), Decoder.decode_rated, None),
    (is_noun, lambda decoder, node, hint: decoder.decode_noun(node, hint, {}), None),
    (lambda hint: get_origin(hint) is tuple, Decoder.decode_list, get_args),
    (is_mapping, Decoder.decode_mapping, get_args),
    (is_choice, Decoder.decode_choice, _choice),
)
"""Which types a decoder applies to, and what it needs to know of the type, if not the type."""


@cache
def _decoder_of(hint: Any) -> tuple[_Decode, Any]:
    """Return what decodes a type, and what to pass to it beside the node."""
    for applies, decode, known in _DECODERS:
        if applies(hint):
            return decode, known(hint) if known else hint
    raise TypeError(f"no decoder for {hint!r}")


class _Fields(Struct, frozen=True):
    """The fields of a noun that an author writes."""

    names: Mapping[str, str]
    """Key -> field."""
    hints: Mapping[str, Any]
    decoders: Mapping[str, tuple[_Decode, Any]]


@cache
def _known_fields(noun: type, given: frozenset[str]) -> _Fields:
    hints = {name: hint for name, hint in hints_of(noun).items() if name not in given}
    return _Fields(
        names={key_of(name): name for name in hints},
        hints=hints,
        decoders={name: _decoder_of(hint) for name, hint in hints.items()},
    )
