"""Checks that the authors of a branch may change what it changes, by the base branch's rules."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from wayfolio.model.changes import Appearance, ChangedAfter, FileChange, Visibility, Writers
from wayfolio.model.diagnostics import Diagnostic, Location, error, warning
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Confirmable
from wayfolio.model.rules import Rule

PLAIN_FILE = "100644"
FILE = r"[a-z0-9_][a-z0-9_-]{0,99}\.[a-z0-9]{1,8}"
OWN = re.compile(rf"portfolios/([a-z0-9][a-z0-9-]{{0,63}})/(?:evidence/{FILE}|plan\.yml)")
PLAN = re.compile(r"portfolios/[a-z0-9][a-z0-9-]{0,63}/plan\.yml")
OCCASION = re.compile(
    rf"portfolios/(?:_groups|[a-z0-9][a-z0-9-]{{0,63}}/(?:demonstrations|supports))/{FILE}"
)
SUPPORT = re.compile(rf"portfolios/(?:_groups|[a-z0-9][a-z0-9-]{{0,63}}/supports)/{FILE}")
"""Where supports may lie."""
FOLDER = re.compile(r"portfolios/([a-z0-9][a-z0-9-]{0,63})/")
CONFIRMED: Mapping[Confirmable, str] = {
    "work": "the kind and the place",
    "hours": "the hours",
    "deliverables": "the deliverables",
    "milestones": "the milestone",
    "substitutions": "the substitution",
}
UNCHANGED = "remove it from this branch"


def find_refused_changes(
    changes: Iterable[FileChange], actors: Sequence[str], writers: Writers
) -> Iterator[Diagnostic]:
    """Yield each change that not every one of those who act may make, with the reason.

    `actors`: logins as the host says them, for instance who opened a pull request and who pushed.
    """
    for change in changes:
        at = Location(change.path)
        for actor in actors:
            reason = _reason(change, actor, writers)
            if reason is not None:
                yield error(at, Rule.NOT_YOURS, f"{reason[0]} ({_printable(actor)})", reason[1])
                break


def unusual_modes(changes: Iterable[FileChange]) -> Iterator[Diagnostic]:
    """Yield each file of learners' and educators' that a branch makes a link or a program."""
    for change in changes:
        odd = change.after not in (None, PLAIN_FILE)
        if odd and change.path.startswith(("portfolios/", "competencies/")):
            message, hint = _explain_mode(change.after or "", change.path)
            yield error(Location(change.path), Rule.UNSAFE_FILE, message, hint)


def _explain_mode(mode: str, path: str) -> tuple[str, str]:
    if mode == "120000":
        return "this branch makes a link of it", "put the file itself here"
    if mode == "160000":
        return "this branch puts another repository here", UNCHANGED
    return "this branch makes a program of it", f"git update-index --chmod=-x -- {path}"


def _printable(actor: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in actor[:60])


def all_staff(actors: Sequence[str], writers: Writers) -> bool:
    """Whether all who act may write everything."""
    return all(actor.isascii() and actor.lower() in writers.staff for actor in actors)


def _reason(change: FileChange, actor: str, writers: Writers) -> tuple[str, str] | None:
    """Return why somebody may not make a change, and what to do; None where they may."""
    path = change.path
    # Only plain letters: the Kelvin sign is a k when it is made small.
    login = actor.lower() if actor.isascii() else ""
    if login in writers.staff:
        return None
    if login in writers.helpers and OCCASION.fullmatch(path):
        return _why_not_lead(change, login, writers)
    if _is_own(path, login, writers):
        return None
    if login in writers.helpers:
        message = "tutors and partners write occasions, sessions and supports, and nothing else"
        if login in writers.mentors:
            message = "mentors write occasions, sessions, supports and plans, and nothing else"
        return message, f"{UNCHANGED}, or ask an educator of the school to make this change"
    return _why_not(path, login, writers)


def _is_own(path: str, login: str, writers: Writers) -> bool:
    """Whether a file is a learner's own evidence or plan; plans are their mentors' as well."""
    if login in writers.mentors and PLAN.fullmatch(path):
        return True
    own = OWN.fullmatch(path)
    return own is not None and login in writers.learners.get(LearnerId(own[1]), frozenset())


def _why_not_lead(change: FileChange, login: str, writers: Writers) -> tuple[str, str] | None:
    """Return why a tutor may not change a support; None where they lead it, and for occasions."""
    ask = f"{UNCHANGED}, and ask an educator of the school to make this change"
    if change.path not in writers.leads:
        return None
    if change.before is None:
        return "educators begin a support; its tutor writes the sessions", ask
    if login not in writers.leads[change.path]:
        return "tutors write in the supports that name them in by:, and this one does not", ask
    if change.after is None:
        return "what was given stays written: nobody takes away a support but an educator", ask
    return None


RESERVED = (
    (r"portfolios/[^/]+/(demonstrations/|placements)", "ratings and placements are the educators’"),
    (r"portfolios/[^/]+/supports/", "supports are the educators’ and tutors’"),
    (r"portfolios/_groups/", "occasions and sessions are the educators’ and tutors’"),
    (r"portfolios/[^/]+/learner\.yml", "who somebody is and what is allowed is the school’s"),
    (r"competencies/", "what is learned here, and how it is rated, is the school’s"),
)
"""How a path begins, and whose it is to write."""


def _why_not(path: str, login: str, writers: Writers) -> tuple[str, str]:
    ask = f"{UNCHANGED}, and ask an educator if it is meant"
    for start, whose in RESERVED:
        if re.match(start, path):
            return f"{whose} to write", ask
    folder = FOLDER.match(path)
    if folder and login in writers.learners.get(LearnerId(folder[1]), frozenset()):
        what = "learners write evidence and plan.yml, files named in lower case"
        is_misnamed = re.fullmatch(r"portfolios/[^/]+/evidence/[^/]+", path)
        rename = "name it with lower-case letters, digits and hyphens, for example my-map.png"
        return f"{what}; this is neither", rename if is_misnamed else UNCHANGED
    if folder:
        whose = f"this is {folder[1]}’s folder, and its learner.yml does not name this login"
        return whose, f"{ask}; if it is their own folder, an educator adds the login there first"
    return "learners write in their own folder only", ask


def find_newly_public(
    appearances: Iterable[Appearance], *, by_staff: bool | None
) -> Iterator[Diagnostic]:
    """Yield each piece that somebody marked as not public and that everybody would see now.

    `by_staff`: whether all who act may write everything; None where nobody has said who acts.
    """
    for appearance in appearances:
        if appearance.after is not Visibility.PUBLIC or appearance.before in (
            None,
            Visibility.PUBLIC,
        ):
            continue
        at = Location(f"portfolios/{appearance.learner}/evidence/{appearance.stem}.md")
        message = f"“{appearance.title}” was not public ({appearance.before}) and would be now"
        if by_staff is False:
            hint = "leave visibility: as it was, and ask an educator to make it public"
            yield error(at, Rule.BECOMES_PUBLIC, message, hint)
        else:
            hint = "look at it once more: what was public once may have been copied"
            yield warning(at, Rule.BECOMES_PUBLIC, message, hint)


def find_changed_after(
    changes: Iterable[ChangedAfter], *, by_staff: bool | None
) -> Iterator[Diagnostic]:
    """Yield what a learner says otherwise than when somebody confirmed it.

    `by_staff`: whether all who act may write everything; None where nobody has said who acts.
    """
    for change in changes:
        at = Location(f"portfolios/{change.learner}/evidence/{change.stem}.md")
        names = " and ".join(change.by)
        what = CONFIRMED[change.what]
        message = f"{names} confirmed {what} of this piece on {change.on} as it was then"
        if by_staff is False:
            hint = f"leave it as it was, or ask {names} to make this change"
            yield error(at, Rule.CHANGES_CONFIRMED, message, hint)
        else:
            hint = f"let {names} look again: what was confirmed counts as it is written now"
            yield warning(at, Rule.CHANGES_CONFIRMED, message, hint)


def find_removed(diagnostics: Iterable[Diagnostic], gone: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield diagnostics; if the branch removes the evidence that is missing, the hint says so.

    `gone`: the names of the evidence, such as `2027-03-01-bridge`.
    """
    names = tuple(gone)
    for diagnostic in diagnostics:
        if diagnostic.rule is Rule.UNKNOWN_NAME and any(
            name in diagnostic.message for name in names
        ):
            hint = "this branch takes it away: put it back, or ask an educator to correct this line"
            yield replace(diagnostic, hint=hint)
        else:
            yield diagnostic


ONE_COMMIT = "then make one commit of the branch: git keeps the rest"


def place_on_the_way(path: str) -> Diagnostic:
    """Return the error for a commit of the branch with a file that contains a location."""
    message = "a commit of this branch holds this file with the place where it was taken"
    return error(
        Location(path), Rule.TELLS_PLACE, message, f"clean it (wayfolio clean), {ONE_COMMIT}"
    )


def too_large_on_the_way(path: str, size: int) -> Diagnostic:
    """Return the error for a commit of the branch with a file of `size` bytes."""
    message = f"a commit of this branch holds this file of {size // 1_000_000} MB"
    hint = f"make it smaller or remove it, {ONE_COMMIT}"
    return error(Location(path), Rule.FILE_TOO_LARGE, message, hint)
