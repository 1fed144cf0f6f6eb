"""How files are read: as YAML 1.2 says, every mistake where it was typed, and told once."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report import (
    BADGES,
    BRIDGE,
    CORE,
    LEARNER,
    PICTURE,
    PLACEMENTS,
    RATINGS,
    SCALES,
    SCHOOL,
    SMALL,
    Files,
    diagnose,
    report,
    school,
    summary_lines,
)
from wayfolio.load import nodes
from wayfolio.load.files import Findings, Folder, decode_text, yaml_file
from wayfolio.load.portfolio import load_portfolio, load_roster
from wayfolio.load.schema import FILES
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Evidence, Portfolio

DAY = "date: 2027-03-01\nkind: model\n"
HLA = "date: 2027-03-04\nkind: hla\nby: rosa\n"


def changed(path: str, old: str, new: str) -> str:
    """Return a file of the small school with one change."""
    text = SMALL[path]
    assert isinstance(text, str)
    assert old in text
    return text.replace(old, new)


def ana(files: Files) -> Portfolio:
    """Return Ana's portfolio as it is read from these files."""
    with school(files) as root:
        findings = Findings()
        shared = load_roster(Folder(root), findings)
        read = load_portfolio(Folder(root), LearnerId("ana"), shared, findings)
    assert findings.diagnostics == []
    return read


def evidence(front: str, body: str = "It holds 40 coins.\n") -> Evidence:
    """Return a piece of evidence as it is read."""
    text = f"---\n{front}\n---\n{body}"
    return ana({BRIDGE: text.encode("utf-8", "surrogatepass")}).evidence[0]


def test_a_misspelt_key_is_told_where_it_was_typed() -> None:
    assert report(
        {RATINGS: "- {date: 2027-03-03, kind: studio, by: rosa, ratngs: {MTH.1: 3}}"}
    ) == (
        f"{RATINGS}:1:46: error: unknown key “ratngs” [unknown-key]\n"
        "  | - {date: 2027-03-03, kind: studio, by: rosa, ratngs: {MTH.1: 3}}\n"
        "  |                                              ^\n"
        "  hint: did you mean “ratings”?"
    )


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("tags: [art, javascript]", "unknown key “tags”", "known here: title, date"),
        ("tags: [grade/9]", "unknown key “tags”", "did you mean “stages”?"),
        ("comments: false", "unknown key “comments”", "known here: title, date"),
        ("parent: [Plans]", "unknown key “parent”", "known here: title, date"),
        ("names: [hope]\nnams: {a: b}", "unknown key “nams”", "did you mean “names”?"),
        ("Hours: many", "unknown key “Hours”", "known here: title, date"),
        ("visibilty: public", "unknown key “visibilty”", "did you mean “visibility”?"),
    ],
)
def test_the_value_of_an_unknown_key_is_not_judged(typed: str, message: str, hint: str) -> None:
    text = f"---\ntitle: A\ndate: 2027-03-01\nkind: model\n{typed}\n---\nText.\n"
    mistakes = [
        mistake
        for mistake in diagnose({BRIDGE: text, PICTURE: None})
        if mistake.severity == "error"
    ]

    assert [mistake.message for mistake in mistakes] == [message]
    assert mistakes[0].hint.startswith(hint)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("off", "off"),
        ("yes", "yes"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("12:30:45", "12:30:45"),
        ("0755", "0755"),
        ("1_000", "1_000"),
        ("2027-03-01", "2027-03-01"),
        ("1.10", "1.10"),
        ("true", "true"),
        ('"null"', "null"),
        ("=", "="),
        (".5", ".5"),
        ("'it''s'", "it's"),
        ('"a\\u00e9\\tb"', "aé\tb"),
        ("|\n  two\n  lines", "two\nlines"),
        (">\n  one\n  line", "one line"),
        ("Ana's <b> & {x}#1", "Ana's <b> & {x}#1"),
        ("می‌خواهم", "می‌خواهم"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("👩‍👧 旅", "👩‍👧 旅"),
    ],
)
def test_text_is_what_was_typed(typed: str, read: str) -> None:
    assert evidence(f"title: {typed}\n{DAY}").title == read


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_editors_line_ends_are_read(end: str, mark: str) -> None:
    typed = f"{mark}---\ntitle: A\n{DAY}with: [ana]\n---\none\ntwo\n".replace("\n", end)

    read = ana({BRIDGE: typed.encode()}).evidence[0]

    assert (read.title, read.body, read.body_line) == ("A", "one\ntwo\n", 7)


def test_a_place_counts_lines_and_characters_as_an_editor_does() -> None:
    front = f"title: 旅👩‍👧\n{DAY}connects: {{spark: [旅, 👧], be: x}}\n"
    typed = f"---\n{front}---\n".replace("\n", "\r\n")

    (mistake,) = diagnose({BRIDGE: typed.encode(), PICTURE: None})

    assert (mistake.at.line, mistake.at.column) == (5, 27)


@pytest.mark.parametrize(
    ("typed", "head", "hint"),
    [
        ("MTH.1: {baseline: 9,5}", "1:21: a comma stands within a number", "a point, as in 9.5"),
        ("MTH.1: {baseline: '9'}", "1:19: expected a number, found “9”", "write 9 without"),
        (
            "MTH.1: {baseline: \uff19}",
            "1:19: expected a number, found “\uff19”",
            "the digits 0 to 9",
        ),
        ("MTH.1: {baseline: ٩}", "1:19: expected a number, found “٩”", "the digits 0 to 9"),
        ("MTH.1: {baseline: 1e3}", "1:19: expected a number, found “1e3”", "write a number"),
        ("MTH.1: {baseline: 0x1F}", "1:19: expected a number, found “0x1F”", "write a number"),
        ("MTH.1: {baseline: .inf}", "1:19: expected a number, found “.inf”", "write a number"),
        ("MTH.1: {on: 2027-02-30}", "1:13: there is no day 2027-02-30", "month (01 to 12)"),
        ("MTH.1: {on: 2027-13-01}", "1:13: there is no day 2027-13-01", "month (01 to 12)"),
        ("MTH.1: {on: 0000-00-00}", "1:13: there is no day 0000-00-00", "month (01 to 12)"),
        ("MTH.1: {on: 2027-1-1}", "1:13: expected a day, found “2027-1-1”", "year-month-day"),
        (
            "MTH.1: {on: 2027-03-01T25:61:61Z}",
            "1:13: expected a day, found “2027-03-01T25:61:61Z”",
            "year-month-day",
        ),
        (
            "MTH.1: {on: \uff12\uff10\uff12\uff17-03-01}",
            "1:13: expected a day, found “\uff12\uff10\uff12\uff17-03-01”",
            "year-month-day",
        ),
        ("MTH.1: {Baseline: 2}", "1:9: unknown key “Baseline”", "did you mean “baseline”?"),
        ("MTH.1: {'baseline ': 2}", "1:9: unknown key “baseline ”", "did you mean “baseline”?"),
        ("MTH.1: {base\u200bline: 2}", "1:9: unknown key “base\\u200bline”", "“baseline”?"),
        (
            "MTH.1: {\u0441\u0442\u0430ge: 2}",
            "1:9: unknown key “\u0441\u0442\u0430ge”",
            "known here: stage, baseline",
        ),
        ("MTH.1: {why: ''}", "1:14: the value is missing here", "write text between the quotes"),
        ("MTH.1: 3", "1:8: expected keys, found “3”", "write keys, for example “stage: …”"),
        ("- MTH.1", "1:1: expected keys, found a list", "write lines of “key: value”"),
        ("MTH.1: {presumes: all}", "1:19: “all” is not known here", "write one of prerequisites"),
        ("MTH.1: [{stage: 9}]", "1:8: expected keys, found a list", "write keys"),
        ("MTH 1: {stage: 9}", "1:1: “MTH 1” cannot be the name of a competency", "letters"),
        ("MTH.1: {why: *x}", "1:14: “*x” refers to something", "put text that begins with *"),
        ("MTH.1: {why: &x y}", "1:14: “&x” gives a name", "put text that begins with &"),
        ("MTH.1: {why: !x y}", "1:14: “!” begins an instruction", "put text that begins with !"),
        ("a: 1\n---\nb: 2", "2:1: after “---” a second text begins", "a file of its own"),
        ("%YAML 1.1\n---\nMTH.1: {}", "1:1: a line begins with %", "leave the line out"),
        ("MTH.1:\n\tstage: 9", "2:1: expected spaces, found a tab", "indent with spaces"),
        ('MTH.1: {why: "it}', "1:14: the quotes that open here are never closed", "close them"),
        ("MTH.1: {why: @x}", "1:14: “@” cannot begin a text", "put the text in quotes"),
        ("MTH.1: {why: a", "1:15: between these { } a comma or the } is missing", "add it"),
        ("MTH.1: [a", "1:10: in this list in [ ] a comma or the ] is missing", "add it"),
        ("MTH.1: x\n  stage: 9", "2:8: this line is indented below a line", "indent it like"),
        ('MTH.1: "a" b', "1:12: this line does not fit what stands above it", "whole text"),
        ('MTH.1: {why: "\\d"}', "1:15: “\\” means something else within", "single quotes"),
        (
            'MTH.1: {why: "\\e[2J"}',
            "1:14: there is an invisible character in this text (U+001B)",
            "delete it",
        ),
        (
            'MTH.1: {why: "\\u202e"}',
            "1:14: there is an invisible character in this text (U+202E)",
            "delete it",
        ),
        (
            "MTH.1: {why: a\u2028b}",
            "1:15: there is an invisible character here (U+2028)",
            "delete it",
        ),
        (
            "MTH.1: {why: a\x85b}",
            "1:15: there is an invisible character here (U+0085)",
            "delete it",
        ),
        ("? [a]\n: b", "1:3: expected a key, found brackets", "in quotes"),
        ("MTH.1: {stage: 9}\nMTH.1: {}", "2:1: “MTH.1” is repeated (first on line 1)", "one"),
    ],
)
def test_what_is_not_understood_is_told_in_plain_words(typed: str, head: str, hint: str) -> None:
    (mistake,) = summary_lines(diagnose({PLACEMENTS: typed.encode()}))

    assert mistake.startswith(f"{PLACEMENTS}:{head}")
    assert hint in mistake
    assert not any(word in mistake for word in ("mapping", "scalar", "node", "token", "block"))


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        (SCHOOL, "competencies/school.yml: a: b: c"),
        (CORE, "framework: [core"),
        (CORE, "- core"),
        (SCALES, "steps: {points: [{value: 1}]}"),
        (
            "competencies/pathways/years.yml",
            "pathway: years\ntitle: Years\nkind: ladder\nstages: 9\n",
        ),
        (SCHOOL, changed(SCHOOL, "assessor:", "rle: x, assessor:")),
        (CORE, changed(CORE, "competencies:", "competencis:")),
        (CORE, changed(CORE, "code: MTH.1,", "cde: MTH.1,")),
        (CORE, changed(CORE, "code: MTH.1,", "")),
        (CORE, changed(CORE, "code: MTH.1,", "code: MTH 1,")),
        (CORE, changed(CORE, "scale: steps", "scale: Steps!")),
        (LEARNER, "name: Ana\ngroup: harbor"),
        (LEARNER, ""),
        (LEARNER, None),
        (SCHOOL, ""),
        (BRIDGE, "---\ntitle: [\n---\n"),
        (BRIDGE, changed(BRIDGE, "path: bridge.png, ", "")),
        (BRIDGE, changed(BRIDGE, "files:", "flies:")),
        (BRIDGE, ""),
        (CORE, ""),
    ],
)
def test_a_mistake_in_what_others_refer_to_is_told_once(path: str, typed: str | None) -> None:
    assert [mistake.at.path for mistake in diagnose({path: typed})] == [path]


def test_a_school_without_its_file_is_told_so() -> None:
    mistakes = summary_lines(diagnose({SCHOOL: None}))

    assert mistakes == [
        "competencies/school.yml:1:1: there is no school.yml [missing-file] "
        "write it, or make a school with: wayfolio new school NAME"
    ]


@pytest.mark.parametrize(
    ("group", "mistakes"),
    [
        (f"{HLA}learners: {{ana: {{MTH.1: 4}}}}", []),
        (f"{HLA.replace('-03-', '-05-')}learners: {{ana: {{}}, ben: {{}}}}", ["not-yet"]),
        (f"{HLA}ratings: {{MTH.1: 4}}\nlearners: {{ana: {{}}}}", ["unknown-key"]),
        (HLA, ["missing-key"]),
        ("- date: 2027-03-04", ["wrong-type"]),
        ("", ["no-value"]),
        (f"{HLA}learners: {{nobody: {{MTH.1: 4}}}}", ["unknown-name"]),
        (f"{HLA}evidence: [2027-03-01-bridge]\nlearners: {{ana: {{}}}}", ["unknown-name"]),
        (f"{HLA}evidence: [x/2027-03-01-bridge]\nlearners: {{ana: {{}}}}", ["unknown-name"]),
        (f"{HLA}evidence: [ana/2027-03-01-x]\nlearners: {{ana: {{}}}}", ["unknown-name"]),
        (f"{HLA}learners: {{ana: {{MTH.1: 9}}, ben: {{MTH.1: 4}}}}", ["off-the-scale"]),
    ],
)
def test_a_mistake_of_several_learners_is_told_once(group: str, mistakes: list[str]) -> None:
    ben = "name: {full: Ben Osei, first: Ben}\ngroup: harbor"
    files = {"portfolios/ben/learner.yml": ben, "portfolios/_groups/2027-03-04-a.yml": group}

    assert [mistake.rule for mistake in diagnose(files)] == mistakes


def test_work_of_two_may_be_named_by_the_second_one() -> None:
    ben = {
        "portfolios/ben/learner.yml": "name: {full: Ben Osei, first: Ben}\ngroup: harbor",
        "portfolios/ben/demonstrations/a.yml": (
            "- {date: 2027-03-03, kind: hla, by: rosa, evidence: [ana/2027-03-01-bridge]}\n"
            "- {date: 2027-03-03, kind: hla, by: rosa, evidence: [ana/2027-03-01-brigde]}\n"
        ),
    }

    assert [mistake.at.line for mistake in diagnose(ben)] == [2]


@pytest.mark.parametrize(
    "typed",
    [
        "[" * 200_000,
        "{a: " * 60_000,
        "[\n" * 100_000,
        "[ # ]\n" * 40_000,
        "- " * 100_000,
        "? " * 100_000,
        "".join(" " * depth + "a:\n" for depth in range(700)),
        '"' + "k" * 200_000 + '": 1',
        "a: " * 80_000,
        "a, " * 80_000,
        "'" + "''" * 100_000,
        '"' + "\\n" * 100_000,
        "a: |\n" + " x\n" * 60_000,
        "- a\n" * 60_000,
        "a: &a [*a]",
        "".join(f"k{n}: {n}\n" for n in range(4_000)),
        "level: " + "9" * 15_000,
    ],
)
def test_no_file_takes_long(typed: str) -> None:
    begin = time.process_time()

    mistakes = diagnose({PLACEMENTS: typed})

    assert time.process_time() - begin < 2.5
    assert mistakes
    assert all(len(mistake.message) < 200 for mistake in mistakes)


YAMLISH = st.lists(
    st.sampled_from(
        [
            *("name", "title", "date", "kind", "by", "ratings", "code", "all", "level", "MTH.1"),
            *(": ", ":", "- ", "\n", "\n  ", "{", "}", "[", "]", ",", "'", '"', "|\n", ">", "? "),
            *("&a ", "*a", "!!x ", "%", "---", "...", "#", "\t", "@", "`", "\\", "~", "null", "<<"),
            *("2027-02-30", "9.5", "-1", "M", "true", "\r", "\x00", "\u2028", "é", "👧", "٩", " "),
        ]
    ),
    max_size=60,
).map("".join)
TEXTS = st.one_of(st.text(max_size=200), YAMLISH)


def inside(mistake: Diagnostic, text: str) -> bool:
    """Return whether a place lies in a text; just behind the end of a line is in it."""
    lines = nodes.lines_of(text.removeprefix("\ufeff"))
    if not 1 <= mistake.at.line <= len(lines):
        return False
    return 1 <= mistake.at.column <= len(lines[mistake.at.line - 1]) + 1


def write(folder: Path, name: str, text: str) -> None:
    """Write a text as an editor would, that has no half characters."""
    (folder / name).write_bytes(text.encode("utf-8", "replace"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@given(text=TEXTS, kind=st.sampled_from(sorted(FILES)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_told_within_the_file(folder: Path, text: str, kind: str) -> None:
    write(folder, "any.yml", text)
    findings = Findings()

    yaml_file(Folder(folder), "any.yml", FILES[kind], findings)

    written = (folder / "any.yml").read_bytes().decode()
    assert all(inside(mistake, written) for mistake in findings.diagnostics)
    assert all(mistake.hint and mistake.message for mistake in findings.diagnostics)


@given(front=TEXTS, body=TEXTS)
@settings(max_examples=100, deadline=None)
def test_any_evidence_is_read_or_told_within_the_file(front: str, body: str) -> None:
    text = f"---\n{front}\n---\n{body}".encode("utf-8", "replace")

    mistakes = diagnose({BRIDGE: text})

    assert all(inside(mistake, text.decode()) for mistake in mistakes if mistake.at.path == BRIDGE)


KEYS = st.sampled_from(["all", "any", "count", "level", "of", "at_least"])
SHAPES = st.recursive(
    st.sampled_from(["a", 1, None]),
    lambda shape: st.lists(shape) | st.dictionaries(KEYS, shape),
    max_leaves=12,
)


@given(SHAPES)
@settings(max_examples=100, deadline=None)
def test_any_shape_of_a_rule_is_read_or_told(shape: object) -> None:
    findings = Findings()
    node, _ = nodes.parse(
        f"badges: [{{id: a, title: A, criteria: {shape!r}}}]".replace("None", "~"), "x"
    )

    value = decode_text("x", node, FILES["badges"], findings)

    assert findings.diagnostics or value.badges


def test_badges_may_be_missing_and_empty() -> None:
    assert report({BADGES: "# none yet\n"}) == ""
