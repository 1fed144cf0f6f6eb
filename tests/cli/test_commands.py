"""Every command by the usual conventions: its help, its examples, its codes, what was meant."""

import base64
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from case_packages import case_item, case_package, child
from clones import commit, git
from command_reference import PAGE, command_parsers, reference
from example_school import copy_example, example_site
from hostile_school import picture
from report import write
from samples import sample
from wayfolio import __version__
from wayfolio.cli.examples import EXAMPLES
from wayfolio.cli.main import main

SECRET = base64.b64encode(bytes(range(32))).decode()
TRIED = """policy: average
skills:
  A.1: {required: 2, ratings: [8, 9, M]}
"""
USERS = """sourcedId,status,enabledUser,role,username,givenName,familyName
u2,active,true,student,bo-e,Bo,Ek
"""
PACKAGE = case_package([case_item("b", "I can measure.", "S.1")], [child("b", "doc", 1)])
FILES: dict[str, str | bytes] = {
    "ratings.yml": TRIED,
    "bridge.jpg": picture("JPEG"),
    "speech.mp3": b"\xff\xfb\x90\x64" + bytes(range(200)),
    "map.csv": "Code,Type,Descriptor,Statement,ER\nSL.1,Competency,Measure,I can measure.,\n"
    "SL.1.1,Skill,Read a scale,I can read a scale.,2\n",
    "demonstrations.csv": "Demonstration Skill ID,Demonstration ID,Student Username,Student Name,"
    "Teacher,Skill,Created,Rating\n1,99,amara-r,Amara Reyes,Rosa Adeyemi,MTH.1.1,09/04/2026,3\n",
    "outcomes.csv": "vendor_guid,object_type,title,description,parent_guids\ng,group,River,,\n"
    "p,outcome,Plan,I plan.,g\n",
    "results.csv": "student name,assessment id,submission date,learning outcome name,"
    "outcome score\nAmara Reyes,55,2026-10-02,MTH.1.1,3\n",
    "package.json": json.dumps(PACKAGE),
    "classes.csv": "title,id\nCrew 10,crew-10\n",
    "students.csv": "name,id\nBo Ek,71\n",
    "oneroster/users.csv": USERS,
    "marks.csv": "learner,skill,level,date,kind\namara,MTH.1.1,10,2027-03-04,studio\n",
    "photos.csv": "file,learner,title,date,alt\nbridge.jpg,amara,A raft,2027-03-04,A raft\n",
}
"""What the examples read that is not in the school."""
BEFORE: dict[str, list[str]] = {
    "wayfolio adopt": ["wayfolio share inquiry q1", "wayfolio share instrument talk-k"],
    "wayfolio keys revoke": ["wayfolio keys new amara", "wayfolio keys new ada"],
}
"""What somebody has typed before."""
NOT_RUN = {
    "wayfolio serve": "it runs until somebody stops it: tests/browser",
    "wayfolio keys print": "it asks for the words of a key: tests/seal",
}


PARSERS = command_parsers()


@pytest.mark.parametrize("command", PARSERS)
def test_every_command_and_each_of_its_options_is_explained(command: str) -> None:
    parser = PARSERS[command]

    assert parser.description
    assert [action.dest for action in parser._actions if not action.help] == []


def test_every_command_has_two_examples() -> None:
    assert EXAMPLES.keys() == PARSERS.keys()


def test_the_reference_says_what_the_program_says() -> None:
    """Otherwise run: python tests/support/command_reference.py."""
    assert PAGE.read_text("utf-8") == reference()


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_examples_stand_in_the_help_and_can_be_parsed(command: str) -> None:
    for example in EXAMPLES[command]:
        assert example in PARSERS[command].format_help()
        typed = shlex.split(example.partition(" | ")[0])
        depth = len(command.split())
        assert typed[:depth] == command.split()
        PARSERS[command].parse_args(typed[depth:])


EACH = [(command, example) for command, both in EXAMPLES.items() for example in both]


@pytest.mark.parametrize(
    ("command", "example"), sample((case for case in EACH if case[0] not in NOT_RUN), 9)
)
def test_every_example_runs(
    command: str,
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = copy_example(tmp_path / "school")
    write(root, FILES)
    if command in ("wayfolio audit", "wayfolio forget", "wayfolio takedown"):
        for name in ("site", "public_html"):
            shutil.copytree(example_site(), root / name)
    monkeypatch.chdir(root)
    monkeypatch.setenv("WAYFOLIO_SECRET", SECRET)
    monkeypatch.setenv("HOME", str(tmp_path))
    if "--since origin/main" in example:
        git(root, "init", "-q")
        commit(root)
        git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    said = []
    for earlier in BEFORE.get(command, ()):
        assert run(earlier) == 0
        said.append(capsys.readouterr().out)
    if command == "wayfolio adopt":
        write(root, {"theirs.yml": said[0], "probe.yml": said[1].replace("talk-k", "talk-of-ours")})
    keys = re.findall(r"\bk\d{6}\b", "".join(said))
    for name, key in zip(("k923943", "k234211"), keys, strict=False):
        example = example.replace(name, key)

    assert run(example.partition(" | ")[0]) == 0, capsys.readouterr()


def run(typed: str) -> int:
    """Run what somebody types, and return its code."""
    return main([word.replace("~", str(Path.home())) for word in shlex.split(typed)][1:])


MEANT = {
    "chek": "“chek” is unknown: did you mean “check”?",
    "key list": "“key” is unknown: did you mean “keys”?",
    "keys lst": "“lst” is unknown: did you mean “list”?",
    "build --edtion staff": "unknown here: --edtion staff: did you mean “--edition”?",
    "build --edition staf": "“staf” is unknown: did you mean “staff”?",
    "new evidence ana --titel=Raft": "unknown here: --titel=Raft: did you mean “--title”?",
    "build --edit staff": "unknown here: --edit staff: did you mean “--edition”?",
    "explain ana --of 2027-01-01": "unknown here: --of 2027-01-01",
    "check zzz": "unknown here: zzz",
}
"""What is typed, and how the program answers."""


@pytest.mark.parametrize("typed", MEANT)
def test_a_slip_of_the_keyboard_is_answered_with_what_was_meant(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(shlex.split(typed))

    assert ended.value.code == 2
    assert MEANT[typed] in capsys.readouterr().err.splitlines()[0]


def test_nothing_typed_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "rate several learners of a group" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["build", "--help"]])
def test_the_module_is_the_program(words: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "wayfolio", *words], capture_output=True, text=True, check=True
    )

    assert (
        f"wayfolio {__version__}" if words == ["--version"] else "usage: wayfolio"
    ) in ran.stdout
