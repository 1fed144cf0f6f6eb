"""The exercises of CONTRIBUTING.md work word for word, typed into a copy of the program."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent

import pytest

from figures import House, Module, complex_functions

ROOT = Path(__file__).parents[2]
EXERCISE = re.compile(r"^## (?:First|Second) exercise: .*?(?=^## )", re.DOTALL | re.MULTILINE)
SNIPPET = re.compile(r"^ *```python\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
TEST = re.compile(r"`(tests/\w+/test_\w+\.py)`")
NO_SUBJECT = "case ExamPassed() |"
"""How the line of `subject_of` begins that the second exercise replaces."""


def margin(line: str) -> str:
    """Return the spaces before a line."""
    return line[: len(line) - len(line.lstrip())]


def read_exercise(number: int) -> tuple[str, list[str]]:
    """Return the text of an exercise, and its snippets in their order: the test is the first."""
    text = EXERCISE.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))[number - 1]
    return text, [dedent(snippet) for snippet in SNIPPET.findall(text)]


class ProgramCopy:
    """A copy of the program, into which somebody types an exercise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "scripts" / "wayfolio"
        self.changed: set[str] = set()
        shutil.copytree(ROOT / "scripts" / "wayfolio", self.program)
        shutil.copy(ROOT / "pyproject.toml", folder)
        (folder / "tests").mkdir()
        (folder / "tests" / "support").symlink_to(ROOT / "tests" / "support")

    def read(self, path: str) -> str:
        """Return a module's text."""
        return (self.program / path).read_text("utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a module."""
        self.changed.add(path)
        (self.program / path).write_text(text, "utf-8")

    def replace_line(self, path: str, start: str, text: str) -> None:
        """Replace the only line of a module that starts like this, by lines with its margin."""
        lines = self.read(path).splitlines()
        (place,) = [n for n, line in enumerate(lines) if line.strip().startswith(start)]
        lines[place] = indent(text.rstrip(), margin(lines[place]))
        self.write(path, "\n".join(lines) + "\n")

    def insert(self, path: str, name: str, text: str, *, before: str = "") -> None:
        """Add lines to a function or class: at its end, or before a line that starts like this."""
        lines = self.read(path).splitlines()
        (scope,) = [
            node
            for node in ast.parse(self.read(path)).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
        ]
        place, like = scope.end_lineno or 0, scope.body[-1].lineno - 1
        if before:
            inside = range(scope.lineno, place)
            place = like = next(n for n in inside if lines[n].strip().startswith(before))
        lines.insert(place, indent(text.rstrip(), margin(lines[like])))
        self.write(path, "\n".join(lines) + "\n")

    def append(self, path: str, text: str) -> None:
        """Add a function to the end of a module."""
        self.write(path, f"{self.read(path)}\n\n{text.rstrip()}\n")

    def import_names(self, path: str, *lines: str) -> None:
        """Import what is used, where `ruff` wants it."""
        text = self.read(path)
        place = text.index("from wayfolio")
        self.write(path, text[:place] + "".join(f"{line}\n" for line in lines) + text[place:])
        self.run("ruff", "check", "--quiet", "--select", "I", "--fix", str(self.program / path))

    def run(self, *command: str) -> str:
        """Run a module of Python in the copy; return what it prints if it fails."""
        path = os.pathsep.join(
            (str(self.folder / "scripts"), str(self.folder / "tests" / "support"))
        )
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr if done.returncode else ""

    def find_faults(self, test: str) -> list[str]:
        """Return what ruff, the house or the test of the exercise says against what was typed."""
        files = [str(self.program / path) for path in sorted(self.changed)]
        modules = [Module(path, self.program / path, self.read(path)) for path in self.changed]
        said = (
            self.run("ruff", "check", "--quiet", *files, test),
            self.run("ruff", "format", "--check", "--diff", *files, test),
            *map(str, complex_functions(House(self.program, tuple(modules)))),
            self.run("pytest", "-q", "-p", "no:cacheprovider", test),
        )
        return [fault for fault in said if fault]


def type_rule(program: ProgramCopy, snippets: list[str]) -> None:
    """Type the snippets of the first exercise where its text says."""
    name, finding = snippets
    program.insert("model/rules.py", "Rule", name)
    program.insert("check/portfolio.py", "_evidence", finding)


def type_requirement(program: ProgramCopy, text: str, snippets: list[str]) -> None:
    """Type the snippets of the second exercise where its text says."""
    model, work = "model/requirements.py", "assess/work_requirements.py"
    kind, amount, measured, missing, count, words = snippets
    (no_subject,) = re.findall(rf"`({re.escape(NO_SUBJECT)}[^`]*)`", text)
    program.replace_line(model, "WorkRequirement = ", kind)
    program.replace_line(model, NO_SUBJECT, no_subject)
    program.insert(model, "amount_of", amount, before="case _:")
    program.insert(work, "measure_work", measured, before="case _:")
    program.insert(work, "find_work_gaps", missing, before="case _:")
    program.append(work, count)
    program.insert("render/language/demands.py", "_work", words, before="case _:")
    gap, revised = "outcomes import RequirementGap", "requirements import Revised"
    program.import_names(work, f"from wayfolio.model.{gap}", f"from wayfolio.model.{revised}")
    program.import_names("render/language/demands.py", f"from wayfolio.model.{revised}")


# The first takes the tests of all rules along; the second is typed in the same way.
@pytest.mark.parametrize("number", [pytest.param(1, marks=pytest.mark.long), 2])
def test_an_exercise_works_the_first_time(number: int, tmp_path: Path) -> None:
    text, (test, *snippets) = read_exercise(number)
    program = ProgramCopy(tmp_path)
    file = tmp_path / TEST.findall(text)[0]
    file.parent.mkdir(parents=True)
    file.write_text(test, "utf-8")

    if number == 1:
        type_rule(program, snippets)
    else:
        type_requirement(program, text, snippets)

    assert program.find_faults(str(file)) == []
