"""Diagnostics for a log that many read and a host keeps: nothing of a private file is repeated.

What a file holds stands in a message between quotation marks, or as a word that is written like a
date, a number, a name or an id. Both are replaced by an ellipsis; the place and the rule remain, so
that somebody with the file can see the rest.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from wayfolio.model.changes import BranchSummary, Visibility
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.rules import Rule

CI = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "FORGEJO_ACTIONS", "GITEA_ACTIONS")
"""What hosts set in the environment of a run."""
PUBLIC = ("competencies/", "docs/", "translations/", "mkdocs.yml")
"""What everyone may read on the site, or could."""
NOT_PUBLIC = ("competencies/inquiries/", "competencies/school.yml", "competencies/keys.sealed")
"""What is below those and is for staff, or names people with their logins."""
ABOUT_PEOPLE = frozenset({Rule.NAMED, Rule.NOT_YOURS, Rule.BECOMES_PUBLIC})
"""Rules whose message names somebody, wherever they find them."""
QUOTED = re.compile(r"[“‘][^“”‘’]*[”’]|“.*”")
WORD = re.compile(r"(?<![\w@.+/:-])[\w@.+/:-]*\w", re.UNICODE)
LISTED = re.compile(r"(?<=known: )[^“”;]+|(?<=did you mean )[^“”;?]+")
"""What a hint lists may be other learners' ids."""
WITHHELD = "…"


def is_in_ci(environment: Mapping[str, str]) -> bool:
    """Whether what is printed becomes a log of a host, which keeps it and shows it to others."""
    return any(environment.get(name, "").lower() not in ("", "0", "false") for name in CI)


def is_public_file(path: str) -> bool:
    """Whether a log may quote a file's lines."""
    return path.startswith(PUBLIC) and not path.startswith(NOT_PUBLIC)


def withhold_private(
    diagnostics: Sequence[Diagnostic], keys: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return diagnostics that repeat nothing of a private file. `keys`: words of the format."""
    return tuple(
        diagnostic if may_be_quoted(diagnostic) else _withhold(diagnostic, keys)
        for diagnostic in diagnostics
    )


def has_figures(summaries: Iterable[BranchSummary]) -> bool:
    """Whether levels or badges change."""
    return any(summary.moves or summary.earned or summary.lost for summary in summaries)


def withhold_figures(summaries: Iterable[BranchSummary]) -> tuple[BranchSummary, ...]:
    """Return what a branch does to pages without names, levels, badges and private titles."""
    return tuple(
        BranchSummary(
            learner=summary.learner,
            name=summary.learner,
            appearances=tuple(
                appearance
                if appearance.after is Visibility.PUBLIC
                else replace(appearance, title=WITHHELD)
                for appearance in summary.appearances
            ),
        )
        for summary in summaries
    )


def may_be_quoted(diagnostic: Diagnostic) -> bool:
    """Whether a log may repeat what a diagnostic says, and its line."""
    return is_public_file(diagnostic.at.path) and diagnostic.rule not in ABOUT_PEOPLE


def _withhold(diagnostic: Diagnostic, keys: Collection[str]) -> Diagnostic:
    return replace(
        diagnostic,
        message=_blank(diagnostic.message, keys),
        hint=_blank(diagnostic.hint, keys),
    )


def _blank(text: str, keys: Collection[str]) -> str:
    """Return a sentence without the values in it. A key of the format is no value."""

    def blank_quoted(match: re.Match[str]) -> str:
        quoted = match[0]
        return quoted if quoted[1:-1] in keys else f"{quoted[0]}{WITHHELD}{quoted[-1]}"

    def blank_word(match: re.Match[str]) -> str:
        word = match[0]
        is_first = not text[: match.start()].strip()
        is_plain = word.islower() and word.isalpha()
        return word if is_plain or word in keys or (is_first and word.isalpha()) else WITHHELD

    def blank_listed(match: re.Match[str]) -> str:
        return match[0] if set(re.findall(r"[^\s,]+", match[0])) <= set(keys) else WITHHELD

    text = LISTED.sub(blank_listed, QUOTED.sub(blank_quoted, text))
    return WORD.sub(blank_word, text)
