"""Every rule is told in docs/rules.md, and its examples do what stands there."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from report import Files, found, report
from wayfolio.model.rules import Rule

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"
EXAMPLE = re.compile(
    r"^(?P<what>Wrong|Right|Printed)(?:, in `(?P<path>[^`]+)`)?:\n\n"
    r"```(?P<info>[^\n]*)\n(?P<text>.*?)\n```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass
class Told:
    """What the page says about a rule."""

    sentence: str
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


def told(section: str) -> Told:
    """Read the section of a rule."""
    rule = Told(sentence=section.split("\n\n")[1])
    for example in EXAMPLE.finditer(section):
        if example["what"] == "Printed":
            rule.printed = example["text"]
        else:
            files = rule.wrong if example["what"] == "Wrong" else rule.right
            files[example["path"]] = content(example["info"], example["text"])
    return rule


SECTIONS = {
    section.split("\n")[0]: told(section)
    for section in re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
}


def test_the_page_tells_every_rule_in_the_order_of_the_code() -> None:
    assert list(SECTIONS) == [rule.value for rule in Rule]


@pytest.mark.parametrize("rule", SECTIONS)
def test_a_wrong_example_breaks_its_rule_and_no_other(rule: str) -> None:
    wrong: Files = SECTIONS[rule].wrong

    assert [one.rule for one in found(wrong)] == [rule]
    assert report(wrong) == SECTIONS[rule].printed


@pytest.mark.parametrize("rule", SECTIONS)
def test_a_right_example_breaks_no_rule(rule: str) -> None:
    assert SECTIONS[rule].sentence.endswith(".")
    assert report(SECTIONS[rule].right) == ""
