"""Every rule is documented in docs/rules.md, and its examples do what the page says."""

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clones import commit, git, review_clone, school_repository
from report import SMALL, TODAY, Files, diagnose, report, school
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.load.files import line_at
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.rules import Rule
from wayfolio.render.text.diagnostics import diagnostics_text

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
EXAMPLE = re.compile(
    r"^(?P<what>Before|Wrong|Right|Printed)(?:, by `(?P<by>[^`]+)`)?"
    r"(?:, in `(?P<path>[^`]+)`)?:\n\n"
    r"```(?P<info>[^\n]*)\n(?P<text>.*?)\n```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass
class DocumentedRule:
    """What the page says about a rule."""

    sentence: str
    before: dict[str, bytes] = field(default_factory=dict)
    """What stands there already."""
    by: str | None = None
    """Who changes it."""
    wrong: dict[str, bytes] = field(default_factory=dict)
    right: dict[str, bytes] = field(default_factory=dict)
    printed: str = ""


def content(info: str, text: str) -> bytes:
    """Return what stands in a file: `bytes` have escapes, `repeated=3` stands there three times."""
    typed = (text + "\n").encode()
    if info == "bytes":
        typed = typed.decode("unicode_escape").encode("latin-1")
    _, _, times = info.partition("repeated=")
    return typed * int(times or 1)


def read_section(section: str) -> DocumentedRule:
    """Read the section of a rule."""
    rule = DocumentedRule(sentence=section.split("\n\n")[1])
    for example in EXAMPLE.finditer(section):
        if example["what"] == "Printed":
            rule.printed = example["text"]
        else:
            rule.by = example["by"] or rule.by
            kinds = {"Before": rule.before, "Wrong": rule.wrong, "Right": rule.right}
            kinds[example["what"]][example["path"]] = content(example["info"], example["text"])
    return rule


SECTIONS = {
    section.split("\n")[0]: read_section(section)
    for section in re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
}


def test_the_page_tells_every_rule_in_the_order_of_the_code() -> None:
    assert list(SECTIONS) == [rule.value for rule in Rule]


def diagnose_example(rule: DocumentedRule, files: Files) -> tuple[tuple[Diagnostic, ...], str]:
    """Return the diagnostics of a school with these files, and what is printed."""
    if "mkdocs.yml" in files:
        with school({**files, "docs/index.md": "# Home\n"}) as root:
            diagnostics = api.check_site(BuildRequest(root=root, today=TODAY)).diagnostics
            return diagnostics, diagnostics_text(diagnostics, lambda each: line_at(root, each.at))
    if rule.by is None:
        files = {**rule.before, **files}
        return diagnose(files), report(files)
    with tempfile.TemporaryDirectory() as folder:
        root = school_repository(Path(folder) / "school", {**SMALL, **rule.before})
        git(root, "branch", "base")
        commit(root, files)
        diagnostics = review_clone(root, rule.by, ref="base")[0].report.diagnostics
        return diagnostics, diagnostics_text(
            diagnostics, lambda diagnostic: line_at(root, diagnostic.at)
        )


@pytest.mark.parametrize("rule", SECTIONS)
def test_a_wrong_example_breaks_its_rule_and_no_other(rule: str) -> None:
    diagnostics, printed = diagnose_example(SECTIONS[rule], SECTIONS[rule].wrong)

    assert [diagnostic.rule for diagnostic in diagnostics] == [rule]
    assert printed == SECTIONS[rule].printed


@pytest.mark.parametrize("rule", SECTIONS)
def test_a_right_example_breaks_no_rule(rule: str) -> None:
    assert SECTIONS[rule].sentence.endswith(".")
    assert diagnose_example(SECTIONS[rule], SECTIONS[rule].right) == ((), "")
