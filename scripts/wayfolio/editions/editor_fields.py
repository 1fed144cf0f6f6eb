"""Turns the types of files into the fields of a form: its keys, and the values they may have.

The same types decode the files and make the schemas, so a form never offers a key that the check
refuses. Labels and hints come from `render/text/form_words.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import NoneType
from typing import Any, NewType, get_args, get_origin

from msgspec import Struct

from wayfolio.load.introspection import (
    PATTERNS,
    hints_of,
    is_choice,
    is_mapping,
    key_of,
    words_of,
)
from wayfolio.model.structs import is_noun, required_fields
from wayfolio.model.text import Text
from wayfolio.render.text.form_words import Words

Json = dict[str, Any]
Options = Sequence[tuple[str | int | float, str]]
"""Values with their labels, in the order in which a form offers them."""


class NoForm(Exception):
    """No form can show this type: it is left to a text editor."""


class Forms(Struct, frozen=True, kw_only=True):
    """Makes fields for one person's forms."""

    words: Words
    options: Mapping[str, Options]
    """Name of an identifier's type, or `Type.key` -> its choices."""
    levels: Sequence[Json]
    """The choices where a level belongs."""
    given: Mapping[str, Any]
    """Key -> its value in a new file."""

    def fields(self, noun: type, only: Sequence[str]) -> list[Json]:
        """Return the fields of some keys of a type, in their order."""
        hints = {key_of(name): hint for name, hint in hints_of(noun).items()}
        needed = {key_of(name) for name in required_fields(noun)}
        fields = [
            self.field(noun.__name__, key, hints[key], required=key in needed) for key in only
        ]
        # A field without choices is left out.
        return [field for field in fields if field.get("options") != []]

    def field(self, noun: str, key: str, hint: Any, *, required: bool) -> Json:
        """Return one field."""
        label, help_ = self.words.of(noun, key)
        widget = self.widget(f"{noun}.{key}", hint)
        given = self.given.get(f"{noun}.{key}")
        about: Json = {"name": key, "label": label, "required": required or isinstance(given, str)}
        if help_:
            about["hint"] = help_
        if given is not None:
            about["default"] = given
        return about | widget

    def widget(self, place: str, hint: Any) -> Json:
        """Return the widget for a place, `Type.key`. Errors: NoForm."""
        parts = [part for part in get_args(hint) if part is not NoneType]
        if is_choice(hint):
            if self.is_rated(place):
                return self.select(self.levels, multiple=False)
            if len(parts) == 1:
                return self.widget(place, parts[0])
        if self.has_options(place, hint):
            return self.select_option(place, hint, multiple=False)
        if get_origin(hint) is tuple and parts[-1] is Ellipsis:
            return self.list_of(place, parts[0])
        if is_mapping(hint):
            return self.object_of(place, *parts)
        return self.plain(place, hint)

    def is_rated(self, place: str) -> bool:
        """Whether a level or a mark belongs to a place; a goal's level has choices of its own."""
        return place.endswith(".level") and place not in self.options

    def has_options(self, place: str, hint: Any) -> bool:
        return place in self.options or getattr(hint, "__name__", "") in self.options

    def list_of(self, place: str, part: Any) -> Json:
        if self.has_options(place, part):
            return self.select_option(place, part, multiple=True)
        if words := words_of(part):
            rows = [{"value": word, "label": self.words.word(place, word)} for word in words]
            return self.select(rows, multiple=True)
        if isinstance(part, type) and is_noun(part):
            own = self.words.fields_of(part.__name__)
            return {
                "widget": "list",
                "label_singular": self.words.entry_name(place),
                "summary": f"{{{{fields.{own[0]}}}}}",
                "collapsed": self.words.is_long(place),
                "fields": self.fields(part, own),
            }
        return {"widget": "list", "label_singular": self.words.entry_name(place)}

    def object_of(self, place: str, key: Any, part: Any) -> Json:
        """Return a part of a form for each possible key of a mapping. Errors: NoForm."""
        if key.__name__ not in self.options or not is_noun(part):
            raise NoForm(place)
        assert isinstance(part, type)
        own = self.fields(part, self.words.fields_of(part.__name__))
        fields = [
            {"name": value, "label": label, "widget": "object", "required": False, "fields": own}
            for value, label in self.options[key.__name__]
        ]
        return {"widget": "object", "fields": fields}

    def select_option(self, place: str, hint: Any, *, multiple: bool) -> Json:
        options = self.options[place if place in self.options else hint.__name__]
        rows = [{"value": value, "label": label} for value, label in options]
        return self.select(rows, multiple=multiple)

    def select(self, rows: Sequence[Json], *, multiple: bool) -> Json:
        return {"widget": "select", "options": list(rows)} | (
            {"multiple": True} if multiple else {}
        )

    def plain(self, place: str, hint: Any) -> Json:
        """Return the widget of a single value. Errors: NoForm."""
        if is_noun(hint) and hint is not Text:
            raise NoForm(place)
        if words := words_of(hint):
            rows = [{"value": word, "label": self.words.word(place, word)} for word in words]
            return self.select(rows, multiple=False)
        if isinstance(hint, NewType):
            pattern = PATTERNS.get(hint.__name__, ("[a-z0-9][a-z0-9-]{0,63}", ""))[0]
            return {"widget": "string", "pattern": [f"^{pattern}$", self.words.pattern()]}
        kinds: Mapping[Any, Json] = {
            str: {"widget": self.words.text_widget(place)},
            Text: {"widget": "string"},
            bool: {"widget": "boolean", "default": False},
            int: {"widget": "number", "value_type": "int", "min": 0},
            Fraction: {"widget": "number", "value_type": "float"},
            date: {
                "widget": "datetime",
                "type": "date",
                "format": "YYYY-MM-DD",
                "date_format": "YYYY-MM-DD",
                "time_format": False,
                "picker_utc": False,
            },
        }
        if hint not in kinds:
            raise NoForm(place)
        return dict(kinds[hint])
