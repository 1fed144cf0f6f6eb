"""Questions to git. The longest is asked before most is loaded, so little is loaded here."""

import os
import re
import subprocess
from pathlib import Path

CACHE = ".wayfolio"
OWN = ("competencies", "docs", "mkdocs.yml", "translations")
NOT_SETTINGS = frozenset(["portfolios", "competencies", "site", "site-staff", "site-edit", CACHE])
WORD = re.compile(r"[^\s\"',\[\]{}:]+")

Asked = subprocess.Popen[bytes]
"""A question that git is answering."""


class NoGit(Exception):
    """Git cannot tell."""


def places(root: Path) -> list[str]:
    """Return what a build reads beside portfolios/: also what mkdocs.yml names in the folder.

    That is a theme's folder, hooks, other pages.
    """
    try:
        words = WORD.findall((root / "mkdocs.yml").read_text("utf-8", "replace"))
    except OSError:
        return list(OWN)
    firsts = {word.removeprefix("./").partition("/")[0] for word in words}
    own = firsts - NOT_SETTINGS - set(OWN) - {"", ".", ".."}
    return [*OWN, *sorted(name for name in own if os.path.lexists(root / name))]


def ask(root: Path, *words: str) -> Asked:
    """Ask git something. Errors: NoGit."""
    # Paths as they are, whatever the user has set, and no lock that another git would wait for.
    settings = ["-c", "core.quotePath=false", "-c", "safe.bareRepository=explicit"]
    command = ["git", "--no-optional-locks", *settings, "-C", str(root), *words]
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        raise NoGit from None


def ask_status(root: Path) -> Asked:
    """Ask what of a school differs from what was committed. Errors: NoGit."""
    how = ("--porcelain=v1", "-z", "-uall", "--ignored=traditional", "--no-renames")
    return ask(root, "status", *how, "--", "portfolios", *places(root))


def answer(root: Path, *words: str) -> bytes:
    """Ask git something, and wait for the answer. Errors: NoGit."""
    asked = ask(root, *words)
    found, _ = asked.communicate()
    if asked.returncode != 0:
        raise NoGit
    return found
