"""The page about the source format: its examples are one school, and no key is left out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import catalogues
from report import EXAMPLE, FORMAT_PAGE, TODAY, format_page_school, write
from wayfolio.load.schema import make_schemas
from wayfolio.model.policy import PresetName
from wayfolio.school.read import check_school

PAGE = FORMAT_PAGE.read_text("utf-8")


def test_the_examples_together_are_a_school_without_mistakes(tmp_path: Path) -> None:
    write(tmp_path, format_page_school())

    report = check_school(tmp_path, TODAY)

    assert [str(diagnostic) for diagnostic in report.diagnostics] == []
    assert report.learners == 2
    assert len(EXAMPLE.findall(PAGE)) == PAGE.count("\nIn `")


def test_every_key_of_every_file_stands_on_the_page() -> None:
    nouns = [
        noun
        for schema in make_schemas().values()
        for noun in [schema, *schema.get("anyOf", ()), *schema["$defs"].values()]
    ]
    keys = {key for noun in nouns for key in noun.get("properties", {})}
    shown = set(re.findall(r"([a-z_]+):", "".join(text for _, text in EXAMPLE.findall(PAGE))))

    assert keys - shown == set()


def choices(schema: Any) -> Iterator[str]:
    """Yield the words among which an author chooses, wherever they are in a schema."""
    if isinstance(schema, dict):
        words = schema.get("enum", [schema["const"]] if "const" in schema else [])
        yield from map(str, words)
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict | list):
            yield from choices(part)


def test_every_word_that_an_author_may_choose_stands_on_the_page() -> None:
    words = {word for schema in make_schemas().values() for word in choices(schema)}
    missing = [word for word in words if not re.search(rf"(?<![\w-]){word}(?![\w-])", PAGE)]

    assert len(words) > 100
    assert missing == []


def test_every_preset_of_a_policy_stands_on_the_page() -> None:
    listed = re.search(r"the presets \(([^)]*)\)", PAGE)

    assert listed is not None
    assert listed[1].replace("\n", " ").split(", ") == list(get_args(PresetName))


def test_every_language_of_the_program_stands_on_the_page() -> None:
    sentence = re.search(r"\*\*Languages\.\*\* (.*?) come with the program", PAGE)

    assert sentence is not None
    assert sorted(re.findall(r"`(\w+)`", sentence[1])) == sorted(catalogues.LANGUAGES)
