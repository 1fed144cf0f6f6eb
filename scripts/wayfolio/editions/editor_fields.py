"""From the types of files to the fields of a form: which keys there are, and what may stand there.

The same types decode the files and make the schemas, so a form can never offer a key that the check
does not know. What is said beside a field comes from `render/desk_words.py`.
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
Options = Sequence[tuple[str | int, str]]
"""Value and what readers call it, in the order in which a form offers them."""


class NoForm(Exception):
    """A type that no form can show: it is left to a text editor."""


class Forms(Struct, frozen=True, kw_only=True):
    """Makes fields for one person's forms."""

    words: Words
    options: Mapping[str, Options]
    """Name of an identifier's type, or `Type.key` -> what may be chosen there."""
    levels: Sequence[Json]
    """What may stand where a level belongs."""
    given: Mapping[str, Any]
    """Key -> what a new file begins with."""

    def fields(self, noun: type, only: Sequence[str]) -> list[Json]:
        """Return the fields of these keys of a noun, in their order."""
        hints = {key_of(name): hint for name, hint in hints_of(noun).items()}
        needed = {key_of(name) for name in required_fields(noun)}
        found = [self.field(noun.__name__, key, hints[key], key in needed) for key in only]
        # Where a school has nothing to choose from, the question is left out.
        return [field for field in found if field.get("options") != []]

    def field(self, noun: str, key: str, hint: Any, required: bool) -> Json:
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
        """Return what somebody fills in at a place. Errors: NoForm."""
        parts = [part for part in get_args(hint) if part is not NoneType]
        if is_choice(hint) and place.endswith(".level"):
            return self.select(self.levels, multiple=False)
        if is_choice(hint) and len(parts) == 1:
            return self.widget(place, parts[0])
        if place in self.options or getattr(hint, "__name__", "") in self.options:
            return self.chosen(place, hint, multiple=False)
        if get_origin(hint) is tuple and parts[-1] is Ellipsis:
            return self.several(place, parts[0])
        if is_mapping(hint):
            return self.each(place, *parts)
        if is_noun(hint) and hint is not Text:
            raise NoForm(place)
        return self.plain(place, hint)

    def several(self, place: str, part: Any) -> Json:
        if place in self.options or getattr(part, "__name__", "") in self.options:
            return self.chosen(place, part, multiple=True)
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

    def each(self, place: str, key: Any, part: Any) -> Json:
        """Return one part of a form for each that may be chosen. Errors: NoForm."""
        if key.__name__ not in self.options or not is_noun(part):
            raise NoForm(place)
        assert isinstance(part, type)
        own = self.fields(part, self.words.fields_of(part.__name__))
        fields = [
            {"name": one, "label": label, "widget": "object", "required": False, "fields": own}
            for one, label in self.options[key.__name__]
        ]
        return {"widget": "object", "fields": fields}

    def chosen(self, place: str, hint: Any, *, multiple: bool) -> Json:
        options = self.options[place if place in self.options else hint.__name__]
        rows = [{"value": value, "label": label} for value, label in options]
        return self.select(rows, multiple=multiple)

    def select(self, rows: Sequence[Json], *, multiple: bool) -> Json:
        return {"widget": "select", "options": list(rows)} | (
            {"multiple": True} if multiple else {}
        )

    def plain(self, place: str, hint: Any) -> Json:
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
