"""Names in the pages that a school writes by hand."""

from pathlib import Path

import pytest

from wayfolio.load.excluded_docs import excluded_docs

SETTINGS = "site_name: !ENV [NAME, A school]\nexclude_docs: |\n  /notes/\n  *.draft.md\n"


@pytest.mark.parametrize(
    ("path", "is_excluded"),
    [
        ("index.md", False),
        ("notes/ana.md", True),
        ("about/notes.md", False),
        ("plans/next.draft.md", True),
    ],
)
def test_what_the_settings_keep_off_the_site_is_not_checked(
    tmp_path: Path, path: str, is_excluded: bool
) -> None:
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, "utf-8")

    assert excluded_docs(tmp_path)(path) is is_excluded


@pytest.mark.parametrize("settings", ["", "a: [", "exclude_docs: [1]", "- no mapping"])
def test_everything_is_checked_if_the_settings_say_nothing(tmp_path: Path, settings: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")

    assert not excluded_docs(tmp_path)("notes/ana.md")
