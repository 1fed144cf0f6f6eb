"""Makes a school of any size, in which nobody is real. The same number of pages, the same bytes.

    python benchmarks/school.py FOLDER --pages 5000 [--git]
    python benchmarks/school.py FOLDER --change 3

Each learner has twelve pieces of evidence (16 lines of facts, about 380 words: headings, a list, a
table, code or a quotation, three links, a picture) and a rating for each competency that a piece
shows, by one of eight assessors. There are 60 competencies in six areas that require one another,
with words for four levels, and six groups. Everybody has agreed to be shown with their work. A
learner is the same at every size, so a larger school holds a smaller one.

Counted are these pages: one a piece of evidence, one a learner, one a competency, the front page.

The picture is one of twenty that all share, in docs/assets, and the text has a link to it. Other
generators are given an image in its place. Here a learner's picture lies beside the text and is
made anew at its first build, which is work that the others do not do, and is not measured.

`--git` puts all of it into a repository with one commit. `--change` does what a learner does on a
school day: one file, the newest piece of learner number N, gets a new title, a new rating by the
learner and a paragraph, and is committed where there is a repository.
"""

import argparse
import os
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from invented_words import sentences
from school_catalogue import COMPETENCIES, catalogue_files
from school_learners import PIECES, learner_files

COMMITTED = 1_782_813_600
"""When the first commit was made, in seconds since 1970: 2026-06-30 10:00 UTC."""


def learners_for(pages: int) -> int:
    """Return how many learners have about so many pages, at least one."""
    return max(1, round((pages - COMPETENCIES - 1) / (PIECES + 1)))


def pages_of(learners: int) -> int:
    """Return how many pages such a school has: evidence, learners, competencies, front page."""
    return learners * (PIECES + 1) + COMPETENCIES + 1


def make(folder: Path, learners: int, *, in_git: bool = False) -> None:
    """Write a school with so many learners into a folder that does not exist or is empty."""
    for path, text in school_files(learners):
        _write(folder / path, text)
    if in_git:
        _git(folder, "init", "--quiet", "--template=", "--initial-branch=main")
        # So that git makes one pack of all files, as a clone has, and not a file of each.
        _git(folder, "-c", "core.bigFileThreshold=1", "add", "--all")
        _commit(folder, 0, "Begin the school")


def school_files(learners: int) -> Iterator[tuple[str, str]]:
    """Give every file of the school: its path from the root, and its text."""
    yield from catalogue_files()
    for number in range(learners):
        yield from learner_files(number)


def change(folder: Path, number: int) -> Path:
    """Let one learner change one file, the newest piece, and commit it. Return the file.

    The learner is number `number`, counted around where the school has fewer.
    """
    learners = sorted(folder.glob("portfolios/*"), key=lambda path: path.name[-5:])
    file = max((learners[number % len(learners)] / "evidence").glob("*.md"))
    chance = random.Random(f"change {number}")
    text = file.read_text("utf-8")
    text = re.sub(r"(?m)^(title: .*?)( \(\d+\))?$", rf"\1 ({number})", text, count=1)
    text = re.sub(r"(self:\n  \S+: )(\d)", _another_level, text, count=1)
    text = re.sub(r"\nLooking back \d+ times: .*\n", "", text)
    _write(file, f"{text}\nLooking back {number} times: {sentences(chance, 25)}\n")
    if (folder / ".git").is_dir():
        _git(folder, "add", file.relative_to(folder).as_posix())
        _commit(folder, number, "Change one piece")
    return file


def _another_level(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) % 4 + 1}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _commit(folder: Path, number: int, message: str) -> None:
    when = f"{COMMITTED + 60 * number} +0000"
    settings = ["user.name=Riverside Studio School", "user.email=school@example.org"]
    settings += ["commit.gpgSign=false", "core.hooksPath=/dev/null", "gc.auto=0"]
    chosen = [part for setting in settings for part in ("-c", setting)]
    days = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    _git(folder, *chosen, "commit", "--quiet", "--message", message, environment=days)


def _git(folder: Path, *words: str, environment: dict[str, str] | None = None) -> None:
    command = ["git", "-C", str(folder), *words]
    subprocess.run(command, check=True, env={**os.environ, **(environment or {})})


def main() -> None:
    """Make the school, or change one file of it."""
    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--git", action="store_true", help="with a repository of one commit")
    parser.add_argument("--change", type=int, metavar="N", help="let learner N change one file")
    wanted = parser.parse_args()
    if wanted.change is not None:
        print(change(wanted.folder, wanted.change))
        return
    learners = learners_for(wanted.pages)
    make(wanted.folder, learners, in_git=wanted.git)
    print(f"{learners} learners, {pages_of(learners)} pages")


if __name__ == "__main__":
    main()
