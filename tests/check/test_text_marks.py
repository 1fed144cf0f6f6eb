"""What a text holds that is not shown, and links that lead nowhere, are told where they stand."""

import pytest

from report import BRIDGE, PICTURE, diagnose

FRONT = "---\ntitle: A\ndate: 2027-03-01\nkind: model\n{}---\n"
FILES = "files:\n  - {path: bridge.png, alt: words}\n"
SECOND = "portfolios/ana/evidence/2027-03-02-second-bridge.md"
RULES = {"dead-link", "unshown-html", "unshown-markdown", "formula"}

TOLD = {
    "no piece": (
        "[a](2027-03-09-second-bridge.md)\n",
        "8:1: error: there is no piece of work “2027-03-09-second-bridge.md” in this folder",
        "did you mean “2027-03-02-second-bridge.md”?",
    ),
    "no piece and none like it": (
        "See\n[a](2027-03-09-zoo.md)\n",
        "9:1: error: there is no piece of work “2027-03-09-zoo.md” in this folder",
        "write the name of the file that you mean",
    ),
    "no heading in a piece": (
        "[a](2027-03-02-second-bridge.md#fold)\n",
        "8:1: error: there is no heading “#fold” in 2027-03-02-second-bridge.md",
        "did you mean “#how-i-fold”?",
    ),
    "no heading here": (
        "# Plan\n\n- b [a](#plans)\n",
        "10:5: error: there is no heading “#plans” in this text",
        "did you mean “#plan”?",
    ),
    "without an ending": (
        "[a](2027-03-02-second-bridge)\n",
        "8:1: error: there is no file “2027-03-02-second-bridge” beside this one",
        "did you mean “2027-03-02-second-bridge.md”?",
    ),
    "no file": (
        "> [a](bridge.jpg)\n",
        "8:3: error: there is no file “bridge.jpg” beside this one",
        "did you mean “bridge.png”?",
    ),
    "another's folder": (
        "[a](../../ben/evidence/2027-03-02-second-bridge.md)\n",
        "8:1: error: “../../ben/evidence/2027-03-02-second-bridge.md” leads to nothing that",
        "did you mean “2027-03-02-second-bridge.md”?",
    ),
    "from the root": (
        "[a](/learners/ben/)\n",
        "8:1: error: “/learners/ben/” leads to nothing that the site shows",
        "link to your own work by the name of its file",
    ),
    "web": (
        "[a](www.example.org/film)\n",
        "8:1: error: “www.example.org/film” does not say that it is on the web",
        "write https:// before it: https://www.example.org/film",
    ),
    "web without www": (
        "[a](example.org/b?c)\n",
        "8:1: error: “example.org/b?c” does",
        "write https",
    ),
    "web by a word": ("[a][b]\n\n[b]: www.example.org\n", "8:1: error: “www.example.org”", "write"),
    "half an address": (
        "[a](https:example)\n",
        "8:1: warning: this is no whole address",
        "write a",
    ),
    "without a scheme": ("[a](//x.example)\n", "8:1: warning: this is no address on", "write a"),
    "a telephone": ("[a](tel:112)\n", "8:1: warning: the site makes no link of", "write a whole"),
    "no address": ("[a]()\n", "8:1: warning: this link has no address", "write an address"),
    "a link as a tag": (
        '<p>\n <a href="x.pdf">a</a></p>\n',
        "9:2: error: there is no file “x.pdf” beside this one",
        "put the file into the same folder",
    ),
    "underlined": (
        "a <u>b</u>\n",
        "8:3: warning: the site does not show <u>",
        "write <ins>…</ins>, or **…**",
    ),
    "a picture": (
        '- <img alt="A bridge" src="bridge.png">\n',
        "8:3: warning: the site does not show <img>",
        "write ![A bridge](bridge.png)",
    ),
    "a picture from elsewhere": (
        'a <IMG SRC="https://x.example/p.png"/>\n',
        "8:3: warning: the site does not show <img>",
        "save the picture beside this file, and write ![what matters in the picture](picture.png)",
    ),
    "in a block": (
        "<div>\nx <center>a</center>\n</div>\n",
        "9:3: warning: the site does not show <center>",
        "leave it out",
    ),
    "of a program": (
        "List<String> a\n",
        "8:5: warning: the site does not show <string>",
        "leave the",
    ),
    "without an end": (
        "<details>\n\na\n",
        "8:1: warning: this <details> has no end",
        "write </details> where it ends",
    ),
    "a formula": (
        "a $\\frac{1$\n",
        "8:3: warning: this formula cannot be read, so the site shows it as it was typed",
        "look for a brace without its pair; write \\$ where a price is meant",
    ),
    "a block of a formula": (
        "```math\n}\n```\n",
        "8:1: warning: this formula cannot be",
        "look for",
    ),
    "a diagram": (
        "``` mermaid\ngraph TD\n```\n",
        "8:1: warning: the site does not draw this diagram, and shows how it is written",
        "save it as a picture",
    ),
    "a link of a wiki": (
        "See [[Second bridge|a]].\n",
        "8:5: warning: [[…]] is a link of other programs, and stays as it was typed",
        "write [words](file.md)",
    ),
    "a picture of a wiki": (
        "![[bridge.png]]\n",
        "8:1: warning: ![[…]] is a link of",
        "write ![what",
    ),
}
FINE = (
    "[a](2027-03-02-second-bridge.md#how-i-fold) [b](../evidence/2027-03-02-second-bridge.md)\n",
    "# Über & uns\n\n[a](#%C3%BCber--uns) [b](#Über--uns)\n",
    "[a](bridge.png) ![a](bridge.png)\n",
    "<https://example.org> www.example.org [a](mailto:a@example.org)\n",
    "H<sub>2</sub>O<br> <kbd>a</kbd> <p>a <td>c\n\n<details><summary>a</summary>b</details>\n",
    "$a^2$ and $5 or `<u>` and `$\\frac{1$` and `[[a]]`\n",
    "[[a]](https://example.org) and ~~[[~~\n",
    "```html\n<u>[a](b.md)</u>\n```\n",
)


def told(body: str) -> list[tuple[str, str]]:
    """Return the place and message of each mistake of these kinds in a text, and its hint."""
    second = FRONT.format("") + "## How I fold\n"
    files = {BRIDGE: FRONT.format(FILES) + body, SECOND: second}
    return [
        (
            f"{mistake.at.line}:{mistake.at.column}: {mistake.severity}: {mistake.message}",
            mistake.hint,
        )
        for mistake in diagnose(files)
        if mistake.rule in RULES
    ]


@pytest.mark.parametrize("kind", TOLD)
def test_what_is_not_shown_is_told_with_what_to_write_instead(kind: str) -> None:
    body, message, hint = TOLD[kind]

    ((place_and_message, what_to_write),) = told(body)

    assert place_and_message.startswith(message)
    assert what_to_write.startswith(hint)


@pytest.mark.parametrize("body", FINE)
def test_what_is_shown_is_not_told(body: str) -> None:
    assert told(body) == []


def test_front_matter_of_another_kind_is_told() -> None:
    text = '+++\ntitle = "A"\n+++\nText.\n'
    (mistake, *_) = diagnose({BRIDGE: text, PICTURE: None})

    assert mistake.message == "the lines between +++ and +++ are TOML, which is not read here"
    assert mistake.hint == "write --- in place of +++, and “title: …” in place of “title = …”"
