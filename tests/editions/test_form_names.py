"""How the forms name files: the browser's tests write with them, these look at their settings."""

import re

import pytest

from wayfolio.editions.editor_collections import LONGEST_WORDS, slug_template
from wayfolio.editions.editors import FONTS, NOT_IN_NAMES, _cms_files
from wayfolio.load.introspection import ID

RANDOM = {"{{uuid_shorter}}": 8, "{{uuid_short}}": 12}
"""How many signs each has."""


@pytest.mark.parametrize("ending", RANDOM)
def test_day_words_and_ending_have_room_in_a_name(ending: str) -> None:
    template = slug_template("title", "evidence", ending)

    assert template == (
        "{{fields.date}}-{{fields.title | slugify | default('evidence') | truncate(45)}}-" + ending
    )
    words = f"{'x' * LONGEST_WORDS}-{'0' * RANDOM[ending]}"
    assert re.fullmatch(ID, words)
    # What the forms would cut, the ending first.
    assert len(f"2027-03-11-{words}") <= 70


def forms_program(pattern: bytes) -> dict[str, bytes]:
    """Return the files of a program that loads the fonts, and replaces a pattern in names."""
    fonts = {f"npm/assets/{name}-latin.woff2": b"" for name in FONTS}
    return {**fonts, "npm/index.js": b" ".join([*FONTS.values(), pattern])}


def test_the_program_replaces_all_that_a_name_cannot_have() -> None:
    code = _cms_files(forms_program(NOT_IN_NAMES[0]))["cms/npm/index.js"]

    assert NOT_IN_NAMES[1] in code
    assert NOT_IN_NAMES[0] not in code


def test_a_program_that_names_files_in_another_way_is_refused() -> None:
    with pytest.raises(ValueError, match="names of files"):
        _cms_files(forms_program(rb"[^\w]"))
