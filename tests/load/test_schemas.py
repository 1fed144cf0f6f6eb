"""The JSON Schemas that editors use say what the types say, and the example obeys them."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from wayfolio.load import nodes
from wayfolio.load.files import FRONT_MATTER
from wayfolio.load.schema import FOLDER, make_schemas, schema_text

ROOT = Path(__file__).parents[2]
RENEW = "renew them with: python -m wayfolio.load.schema"

PLACES = {
    "competencies/school.yml": "school",
    "competencies/scales.yml": "scales",
    "competencies/policies.yml": "policies",
    "competencies/badges.yml": "badges",
    "competencies/instruments.yml": "instruments",
    "competencies/menu.yml": "menu",
    "competencies/frameworks/*.yml": "framework",
    "competencies/pathways/*.yml": "pathway",
    "competencies/experiences/*.yml": "experience",
    "competencies/inquiries/*.yml": "inquiry",
    "competencies/lessons/*.md": "lesson",
    "portfolios/[a-z]*/learner.yml": "learner",
    "portfolios/[a-z]*/plan.yml": "plan",
    "portfolios/[a-z]*/placements.yml": "placements",
    "portfolios/[a-z]*/demonstrations/*.yml": "demonstrations",
    "portfolios/[a-z]*/supports/*.yml": "support",
    "portfolios/[a-z]*/evidence/*.md": "evidence",
    "portfolios/_groups/*.yml": "group",
}
"""Where files lie -> their kind."""


@cache
def validator(kind: str) -> Draft202012Validator:
    """Return what checks files of a kind."""
    schema = json.loads((FOLDER / f"{kind}.schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def as_json(node: nodes.Node | None) -> Any:
    """Return what an editor sees in a file by the core rules of YAML 1.2."""
    if isinstance(node, nodes.Sequence):
        return [as_json(entry) for entry in node.items]
    if isinstance(node, nodes.Mapping):
        return {key.text: as_json(value) for key, value in node.items}
    return None if node is None or node.is_null else value(node)


def value(node: nodes.Scalar) -> Any:
    """Return a value without parts."""
    if node.quoted:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text)
    return float(node.text) if re.fullmatch(r"[-+]?[0-9]*\.[0-9]+", node.text) else node.text


def read(text: str) -> Any:
    """Return what an editor sees in a file, or in the front matter of one."""
    front = FRONT_MATTER.match(text)
    node, _ = nodes.parse(front[1] if front else text, "")
    return as_json(node)


def mistakes(kind: str, text: str) -> list[str]:
    """Return what an editor would underline."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator(kind).iter_errors(read(text))
    ]


def test_the_schemas_say_what_the_types_say() -> None:
    written = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}

    assert {name: schema_text(schema) for name, schema in make_schemas().items()} == written, RENEW


def test_every_kind_of_file_has_a_schema() -> None:
    assert {f"{kind}.schema.json" for kind in PLACES.values()} == set(make_schemas())


@pytest.mark.parametrize("place", PLACES)
def test_an_editor_finds_nothing_to_underline_in_the_example(place: str) -> None:
    files = sorted(ROOT.glob(place))

    mistakes_by_path = {
        path.relative_to(ROOT).as_posix(): in_file
        for path in files
        if (in_file := mistakes(PLACES[place], path.read_text("utf-8")))
    }

    assert files
    assert mistakes_by_path == {}


@pytest.mark.parametrize(
    ("kind", "text", "underlined"),
    [
        ("learner", "name: {full: A, first: A}\ngruop: x", ["gruop", "'group' is a required"]),
        ("learner", "name: {full: A, first: A}\ngroup: Brook House", ["Brook House"]),
        ("evidence", "---\ntitle: A\ndate: 2027-02-30\nkind: model\n---\n", ["2027-02-30"]),
        ("evidence", "---\ntitle: A\ndate: 2027-03-01\nkind: model\nstem: x\n---\n", ["stem"]),
        ("demonstrations", "- {date: 2027-03-01, kind: studio, by: []}", ["[]"]),
        ("demonstrations", "- {date: 2027-03-01, kind: s, by: a, ratings: {M.1: P}}", ["'P'"]),
        ("badges", "badges: [{id: a, title: A, criteria: {levl: M.1}}]", ["levl"]),
        ("scales", "steps: {points: [{value: high, label: High}]}", ["high"]),
        ("group", "{date: 2027-03-01, kind: s, by: a, ratings: {}, learners: {b: {}}}", [""]),
    ],
)
def test_an_editor_underlines_what_the_tool_would_refuse(
    kind: str, text: str, underlined: list[str]
) -> None:
    messages = mistakes(kind, text)

    assert len(messages) == len(underlined)
    assert all(any(words in message for message in messages) for words in underlined)
