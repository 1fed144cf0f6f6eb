"""The project's documents and docstrings: what they name exists, and the overview stays short."""

import re
from importlib import import_module
from pathlib import Path

import pytest

import catalogues

ROOT = next(folder for folder in Path(__file__).parents if (folder / "pyproject.toml").is_file())
DOCUMENTS = ("docs/architecture.md", "docs/decisions.md", "CONTRIBUTING.md", "SECURITY.md")
LINKING = (
    *DOCUMENTS,
    "README.md",
    "docs/authoring.md",
    "docs/format.md",
    "docs/privacy.md",
    "docs/security-review.md",
    "docs/scale.md",
)
OVERVIEW_LIMIT = 10_000
"""Bytes: what a newcomer reads in ten minutes."""

FENCE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
CODE_SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SUFFIX = r"\.(?:css|html|js|json|md|po|py|sealed|svg|toml|ts|txt|yml)"
PATH = re.compile(rf"(?:[\w.<>*-]+/)+(?:[\w.<>*-]+{SUFFIX}|[\w-]+)?|[\w*-]+{SUFFIX}")

WRITTEN_BY_THE_PROGRAM = {
    ".wayfolio/": "the build's cache",
    "competencies/keys.sealed": "made by `wayfolio keys`",
    "site/": "the published site",
    "site/family/": "family pages, sealed",
    "site-edit/": "the editors' edition",
    "site-staff/": "the staff edition",
}
WRITTEN_BY_A_SCHOOL = {
    "docs/assets/preview.png": "a school's own picture for links",
    "learner.yml": "a file of every learner",
    "school.yml": "a file of every school",
}
WRITTEN_IN_AN_EXERCISE = {
    "tests/check/test_empty_work.py": "the first exercise of CONTRIBUTING.md",
    "tests/assess/test_revised.py": "the second exercise of CONTRIBUTING.md",
}
NOT_IN_THE_REPOSITORY = WRITTEN_BY_THE_PROGRAM | WRITTEN_BY_A_SCHOOL | WRITTEN_IN_AN_EXERCISE


def prose_of(document: str) -> str:
    """Return a document without its blocks of code."""
    return FENCE.sub("", (ROOT / document).read_text("utf-8"))


def named_paths(document: str) -> list[str]:
    """Return every path that a document names in a code span, in the order of the text."""
    spans = (span.group(1) for span in CODE_SPAN.finditer(prose_of(document)))
    return [
        span
        for span in spans
        if PATH.fullmatch(span) and "<" not in span and not span.startswith(".venv/")
    ]


def exists(path: str) -> bool:
    """Say whether a path leads somewhere, from the repository or from the program.

    A test is named by its file alone: which folder of tests/ holds it may change.
    """
    if path in NOT_IN_THE_REPOSITORY:
        return True
    if path.startswith("test_"):
        return any((ROOT / "tests").rglob(path))
    return any(any(folder.glob(path)) for folder in (ROOT, ROOT / "scripts" / "wayfolio"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_exists(document: str) -> None:
    paths = named_paths(document)

    assert len(paths) > 5
    assert [path for path in paths if not exists(path)] == []


MODULE_PATH = re.compile(r"`((?:[a-z_]+/)*[a-z_]+\.py)`")


def missing_modules(text: str, folder: Path) -> list[str]:
    """Return the modules that a file of the program names and that are not there.

    A name without a folder is one of the same `folder`, or of any.
    """
    roots = (ROOT, ROOT / "scripts" / "wayfolio", folder)
    return [
        path
        for path in MODULE_PATH.findall(text)
        if not any((root / path).is_file() for root in roots)
        and ("/" in path or not any((ROOT / "tests").rglob(path)))
    ]


def test_every_module_that_a_comment_or_a_docstring_names_exists() -> None:
    sources = sorted((ROOT / "scripts" / "wayfolio").rglob("*.py"))

    assert len(sources) > 200
    assert [
        f"{source.relative_to(ROOT)}: {path}"
        for source in sources
        for path in missing_modules(source.read_text("utf-8"), source.parent)
    ] == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Rows are kept in the cache (`build/cache.py`).", []),
        ("The schema follows from it (`names.py`).", []),
        ("Rows are kept in memory (`publish/memory.py`).", ["publish/memory.py"]),
        ("See `nothing_like_this.py`.", ["nothing_like_this.py"]),
    ],
)
def test_a_module_that_is_named_and_gone_is_noticed(text: str, missing: list[str]) -> None:
    assert missing_modules(text, ROOT / "scripts" / "wayfolio" / "model") == missing


WRITTEN_BY_THE_READER = {"Revised"}


def test_the_exercises_import_what_is_there() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    imports = re.findall(r"^ *from (wayfolio[\w.]*) import (\w+)$", guide, re.MULTILINE)

    assert imports
    for module, name in imports:
        if name in WRITTEN_BY_THE_READER:
            continue
        assert hasattr(import_module(module), name), f"{module}.{name}"


@pytest.mark.parametrize("document", LINKING)
def test_every_link_of_a_document_leads_to_a_file(document: str) -> None:
    folder = (ROOT / document).parent
    links = LINK.findall(prose_of(document))

    assert links
    assert [
        link for link in links if "://" not in link and not (folder / link).resolve().exists()
    ] == []


def test_the_overview_of_the_program_can_be_read_in_ten_minutes() -> None:
    assert len((ROOT / "docs/architecture.md").read_bytes()) <= OVERVIEW_LIMIT


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("model/rules.py", True),
        ("theme/pages/", True),
        ("test_documents.py", True),
        ("model/nothing_like_this.py", False),
        ("test_nothing_like_this.py", False),
    ],
)
def test_a_path_that_leads_nowhere_is_noticed(path: str, there: bool) -> None:
    assert PATH.fullmatch(path)
    assert exists(path) is there


LABELS = {
    # A label is emphasized in English and Spanish, and in guillemets in Arabic.
    "docs/for-families.md": ("", re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")),
    "docs/for-families.es.md": ("es", re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")),
    "docs/for-families.ar.md": ("ar", re.compile(r"«([^»\n]+)»")),
}


@pytest.mark.parametrize("document", LABELS)
def test_a_label_that_a_page_for_families_names_is_on_the_site(document: str) -> None:
    """A family looks for the very words that the page tells it to tap."""
    language, label = LABELS[document]
    if language:
        catalogue = catalogues.catalogue(language)
        labels = {form for _, forms in catalogues.translations(catalogue) for form in forms}
    else:
        labels = {text for text in catalogues.collect_strings() if isinstance(text, str)}
    named = label.findall((ROOT / document).read_text("utf-8"))

    assert len(named) > 3
    assert [text for text in named if text not in labels] == []
