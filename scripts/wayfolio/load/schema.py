"""Generates JSON Schemas for editors from the types that the files are decoded as.

To regenerate `wayfolio/schemas/` after a type has changed: python -m wayfolio.load.schema
"""

import ast
import inspect
import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from types import NoneType
from typing import Any, NewType, get_args, get_origin

from wayfolio.load.catalogue import FOLDERS, SINGLE_FILES
from wayfolio.load.groups import GroupRatings, GroupSupport, GroupTask
from wayfolio.load.introspection import (
    DAY,
    IDS,
    NUMBER,
    PATTERNS,
    hints_of,
    is_choice,
    is_mapping,
    key_of,
    type_label,
    words_of,
)
from wayfolio.load.portfolio import Placements
from wayfolio.model.names import Language
from wayfolio.model.portfolio import Demonstration, Evidence, LearnerFile, Plan, Rated
from wayfolio.model.structs import is_noun, required_fields
from wayfolio.model.support_files import Support
from wayfolio.model.teaching import Lesson
from wayfolio.model.text import Text

Json = dict[str, Any]

FOLDER = Path(__file__).parents[1] / "schemas"

FILES: Mapping[str, Any] = {
    **{name.removesuffix(".yml"): hint for name, hint in SINGLE_FILES.items()},
    "framework": FOLDERS["frameworks"],
    "pathway": FOLDERS["pathways"],
    "experience": FOLDERS["experiences"],
    "inquiry": FOLDERS["inquiries"],
    "lesson": Lesson,
    "learner": LearnerFile,
    "evidence": Evidence,
    "demonstrations": tuple[Demonstration, ...],
    "placements": Placements,
    "plan": Plan,
    "support": Support,
}
"""Kind of file -> what it is read as. Of Markdown files it is the front matter."""

GIVEN: Mapping[str, frozenset[str]] = {
    "lesson": frozenset({"id", "body"}),
    "evidence": frozenset({"stem", "body", "body_line", "pictures"}),
    "support": frozenset({"id"}),
}
"""Fields that come from the file's name and text, so that nobody types them."""


def make_schemas() -> dict[str, Json]:
    """Return the schema of every kind of file by the name of its file."""
    schemas = {name: _file(name, hint) for name, hint in FILES.items()}
    schemas["group"] = _group()
    return {f"{name}.schema.json": schema for name, schema in sorted(schemas.items())}


def _file(name: str, hint: Any) -> Json:
    nouns: dict[str, Json] = {}
    if is_noun(hint):
        root = _noun(hint, GIVEN.get(name, frozenset()), nouns)
    else:
        root = {"title": name, **_schema(hint, nouns)}
    return _whole(root, nouns)


def _group() -> Json:
    nouns: dict[str, Json] = {}
    occasion = _noun(Demonstration, frozenset({"ratings"}), nouns)
    each = _noun(GroupRatings, frozenset(), nouns)
    occasion["properties"] |= each["properties"]
    occasion["required"] = sorted([*occasion["required"], *each["required"]])
    support = _noun(GroupSupport, frozenset(), nouns)
    task = _noun(GroupTask, frozenset(), nouns)
    return _whole({"title": "group", "anyOf": [occasion, support, task]}, nouns)


def _whole(root: Json, nouns: dict[str, Json]) -> Json:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**dialect, **root, "$defs": dict(sorted(nouns.items()))}


def _noun(noun: Any, given: frozenset[str], nouns: dict[str, Json]) -> Json:
    said = _field_descriptions(noun)
    needed = required_fields(noun) - given
    properties = {}
    for name, hint in hints_of(noun).items():
        if name not in given:
            own = _schema(hint, nouns, least=1 if name in needed else 0)
            about = {"description": said[name]} if name in said else {}
            properties[key_of(name)] = {**about, **own}
    return {
        "title": noun.__name__,
        "description": " ".join((inspect.getdoc(noun) or "").split()),
        "type": "object",
        "properties": properties,
        "required": sorted(key_of(name) for name in needed),
        "additionalProperties": False,
    }


def _field_descriptions(noun: type) -> dict[str, str]:
    """Return the sentences below the fields of a noun."""
    body = ast.parse(dedent(inspect.getsource(noun))).body[0]
    assert isinstance(body, ast.ClassDef)
    said = {}
    for line, below in zip(body.body, body.body[1:], strict=False):
        match line, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=text)):
                said[name] = " ".join(str(text).split())
    return said


def _schema(hint: Any, nouns: dict[str, Json], least: int = 0) -> Json:
    """Return the schema of what may stand in a place; `least` entries where it is a list."""
    if words := words_of(hint):
        return {"enum": list(words)}
    if isinstance(hint, NewType):
        return _name(hint)
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    return _with_parts(hint, nouns, least)


def _with_parts(hint: Any, nouns: dict[str, Json], least: int) -> Json:
    if hint is Rated:
        level = hints_of(Rated)["level"]
        return {"anyOf": [_schema(level, nouns), _reference(hint, nouns)]}
    if is_noun(hint):
        return _reference(hint, nouns)
    if get_origin(hint) is tuple:
        return _list(get_args(hint), nouns, least)
    if is_mapping(hint):
        return _mapping(hint, nouns, least)
    if is_choice(hint):
        return {"anyOf": [_schema(part, nouns, least) for part in get_args(hint)]}
    raise TypeError(f"no schema for {hint!r}")


_PLAIN: Mapping[Any, Json] = {
    str: {"type": ["string", "number", "boolean"], "pattern": r"\S"},
    int: {"type": "integer", "minimum": 0},
    Fraction: {"type": "number"},
    date: {"type": "string", "format": "date", "pattern": f"^{DAY}$"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
}


def _name(hint: Any) -> Json:
    pattern, _ = PATTERNS.get(hint.__name__, IDS)
    kinds = ["string", "number"]
    return {"title": type_label(hint.__name__), "type": kinds, "pattern": f"^({pattern})$"}


def _reference(noun: Any, nouns: dict[str, Json]) -> Json:
    if noun.__name__ not in nouns:
        nouns[noun.__name__] = {}
        nouns[noun.__name__] = _text() if noun is Text else _noun(noun, frozenset(), nouns)
    return {"$ref": f"#/$defs/{noun.__name__}"}


def _text() -> Json:
    text = _PLAIN[str]
    translated = {
        "type": "object",
        "propertyNames": _name(Language),
        "additionalProperties": text,
        "minProperties": 1,
    }
    return {"description": inspect.getdoc(Text), "anyOf": [text, translated]}


def _list(parts: tuple[Any, ...], nouns: dict[str, Json], least: int) -> Json:
    if parts[-1] is not Ellipsis:
        entries = [_schema(part, nouns) for part in parts]
        return {"type": "array", "prefixItems": entries, "items": False, "minItems": len(parts)}
    entry = _schema(parts[0], nouns)
    several = {"type": "array", "items": entry} | ({"minItems": least} if least else {})
    # One value may stand for a list of one, as in `by: greta`.
    return {"anyOf": [several, entry]}


def _mapping(hint: Any, nouns: dict[str, Json], least: int) -> Json:
    key, value = get_args(hint)
    names = {"pattern": f"^({NUMBER})$"} if key is Fraction else _schema(key, nouns)
    schema: Json = {
        "type": "object" if least else ["object", "null"],
        "propertyNames": names,
        "additionalProperties": _schema(value, nouns),
    }
    return schema | ({"minProperties": least} if least else {})


def schema_text(schema: Json) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write all schemas into their folder."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in make_schemas().items():
        (FOLDER / name).write_text(schema_text(schema), "utf-8")


if __name__ == "__main__":
    main()
