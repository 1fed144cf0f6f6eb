"""What a branch changes, in words for its author: first what appears, then what moved."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from wayfolio.model.changes import Appearance, BranchSummary, FigureMove, Visibility
from wayfolio.model.claims import Claim
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.rounding import half_up
from wayfolio.render.language.claims import claimed_phrase, move_phrase
from wayfolio.render.language.reader import Reader
from wayfolio.render.text.diagnostics import plain_text

MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~!&@])")
MOST_NAMED = 5


def summary_in_markdown(lines: Sequence[str]) -> str:
    """Return sentences as a Markdown list, with markup in people's texts escaped."""
    return "".join(f"- {MARKS.sub(_escape_mark, plain_text(line))}\n" for line in lines)


def diagnostics_in_markdown(diagnostics: Sequence[Diagnostic]) -> str:
    """Return each diagnostic as a line of Markdown: place, message, hint."""
    rows = [
        f"{diagnostic.severity} at {diagnostic.at}: {diagnostic.message}."
        f" What to do: {diagnostic.hint}"
        for diagnostic in diagnostics
    ]
    return f"\n{summary_in_markdown(rows)}" if rows else ""


def _escape_mark(match: re.Match[str]) -> str:
    # An entity keeps @name from notifying a user of the host; a zero-width character would stay.
    return "&#64;" if match[1] == "@" else f"\\{match[1]}"


def describe_refusals(actors: Sequence[str], refused: int, reader: Reader) -> str:
    """Return whether the actors may change these files, or that no actor was named."""
    _, several = reader.gettext, reader.ngettext
    if not actors:
        return _(
            "Permissions were not checked, because nobody said who acts (--actor LOGIN)."
            " Everything else was checked."
        )
    who = ", ".join(actors)
    if not refused:
        return _("{who} may make every change here.").format(who=who)
    return several(
        "{who} may not change {n} file. The reason is below.",
        "{who} may not change {n} files. The reasons are below.",
        refused,
    ).format(n=refused, who=who)


def describe_pages(summaries: Sequence[BranchSummary], reader: Reader) -> Iterator[str]:
    """Yield a sentence for each change of pages, then for each badge and level that changed."""
    for summary in summaries:
        yield from _appearance_sentences(summary, reader)
        yield from _co_author_sentences(summary, reader)
    for summary in summaries:
        for claim in summary.claims:
            yield _claim_sentence(summary, claim, reader)
        for claim in summary.settled:
            yield _settled_sentence(summary, claim, reader)
        yield from _badge_sentences(summary, reader)
        for move in summary.moves:
            yield _move_sentence(summary, move, reader)


def describe_diagnostics(diagnostics: Sequence[Diagnostic], reader: Reader) -> str:
    """Return the number of errors; without any, that of warnings."""
    _, several = reader.gettext, reader.ngettext
    errors = sum(has_errors([diagnostic]) for diagnostic in diagnostics)
    if not diagnostics:
        return _("There are no problems.")
    if not errors:
        return several(
            "There are no errors, and {n} warning to look at.",
            "There are no errors, and {n} warnings to look at.",
            len(diagnostics),
        ).format(n=len(diagnostics))
    return several("{n} error to fix.", "{n} errors to fix.", errors).format(n=errors)


def _appearance_sentences(summary: BranchSummary, reader: Reader) -> Iterator[str]:
    kinds: dict[tuple[str, Visibility | None, Visibility | None], list[Appearance]] = {}
    for appearance in summary.appearances:
        before, after = appearance.before, appearance.after
        kind = "gone" if after is None else "new" if before is None else "changed"
        key = (kind, before if kind == "changed" and before != after else None, after)
        kinds.setdefault(key, []).append(appearance)
    for (kind, before, after), appearances in kinds.items():
        yield _SENTENCES[kind](summary, appearances, before, after, reader)


def _titles(appearances: Sequence[Appearance]) -> str:
    shown = ", ".join(f"“{appearance.title}”" for appearance in appearances[:MOST_NAMED])
    return f"{shown}, …" if len(appearances) > MOST_NAMED else shown


def _new_sentence(
    summary: BranchSummary,
    appearances: Sequence[Appearance],
    _b: Visibility | None,
    after: Visibility | None,
    reader: Reader,
) -> str:
    several = reader.ngettext
    what = several(
        "This adds {n} piece of evidence to {name}’s page: {titles}",
        "This adds {n} pieces of evidence to {name}’s page: {titles}",
        len(appearances),
    ).format(n=len(appearances), name=summary.name, titles=_titles(appearances))
    return f"{what}; {_why(appearances, after, reader)}"


def _changed_sentence(
    summary: BranchSummary,
    appearances: Sequence[Appearance],
    before: Visibility | None,
    after: Visibility | None,
    reader: Reader,
) -> str:
    _, several = reader.gettext, reader.ngettext
    what = several(
        "This changes {n} piece of evidence on {name}’s page: {titles}",
        "This changes {n} pieces of evidence on {name}’s page: {titles}",
        len(appearances),
    ).format(n=len(appearances), name=summary.name, titles=_titles(appearances))
    if before is None:
        return f"{what}; {_why(appearances, after, reader)}"
    was = _("it was: {before}").format(before=_audience(before, reader))
    return f"{what}; {_why(appearances, after, reader)} ({was})"


def _gone_sentence(
    summary: BranchSummary,
    appearances: Sequence[Appearance],
    _b: Visibility | None,
    _a: Visibility | None,
    reader: Reader,
) -> str:
    several = reader.ngettext
    return several(
        "This takes {n} piece of evidence off {name}’s page: {titles}.",
        "This takes {n} pieces of evidence off {name}’s page: {titles}.",
        len(appearances),
    ).format(n=len(appearances), name=summary.name, titles=_titles(appearances))


_SENTENCES: dict[
    str,
    Callable[
        [BranchSummary, Sequence[Appearance], Visibility | None, Visibility | None, Reader], str
    ],
] = {"new": _new_sentence, "changed": _changed_sentence, "gone": _gone_sentence}


def _why(appearances: Sequence[Appearance], after: Visibility | None, reader: Reader) -> str:
    _ = reader.gettext
    if after is Visibility.PUBLIC:
        days = [appearance.until for appearance in appearances if appearance.until]
        if days:
            return _(
                "it is public because it is marked public, and the consent to show work is"
                " valid until {day}."
            ).format(day=reader.day(min(days)))
        return _("it is public because it is marked public, and there is consent to show work.")
    return _why_not_public(after, reader) if after else ""


def _why_not_public(after: Visibility, reader: Reader) -> str:
    _ = reader.gettext
    match after:
        case Visibility.DRAFT:
            why = _("it is a draft, so only its author and the teachers see it.")
        case Visibility.STAFF:
            why = _("it is for school staff only, because it is marked staff.")
        case Visibility.FAMILY:
            why = _("it is for the family and the school only, because it is not marked public.")
        case Visibility.NO_CONSENT:
            why = _(
                "it is marked public, but stays off the public site because there is no valid"
                " consent to show work today."
            )
        case Visibility.CO_AUTHOR:
            why = _(
                "it is marked public, but stays off the public site because not everyone who made"
                " it has given consent."
            )
        case Visibility.NAMED:
            why = _(
                "it is marked public, but stays off the public site because its file name contains"
                " the name of someone who may not be named."
            )
        case Visibility.NOBODY:
            why = _("it stays private, because the school publishes no learner.")
        case Visibility.PUBLIC:
            why = ""
        case _:
            assert_never(after)
    return why


def _audience(seen: Visibility, reader: Reader) -> str:
    _ = reader.gettext
    match seen:
        case Visibility.PUBLIC:
            words = _("public")
        case Visibility.DRAFT:
            words = _("a draft")
        case Visibility.STAFF:
            words = _("for staff")
        case Visibility.FAMILY:
            words = _("for the family")
        case Visibility.NO_CONSENT:
            words = _("without consent")
        case Visibility.CO_AUTHOR:
            words = _("without consent of everyone who made it")
        case Visibility.NAMED:
            words = _("with a name in its address")
        case Visibility.NOBODY:
            words = _("not published")
        case _:
            assert_never(seen)
    return words


def _co_author_sentences(summary: BranchSummary, reader: Reader) -> Iterator[str]:
    _ = reader.gettext
    for title in summary.joined:
        yield _("{name} is named as a co-author of “{work}”.").format(name=summary.name, work=title)
    for title in summary.left:
        yield _("{name} is no longer named as a co-author of “{work}”.").format(
            name=summary.name, work=title
        )


def _claim_sentence(summary: BranchSummary, claim: Claim, reader: Reader) -> str:
    """Return what a learner newly claims, and what it would move once it is confirmed."""
    _ = reader.gettext
    said = _("{name} claims of “{work}”: {what}. It counts once somebody confirms it.").format(
        name=summary.name,
        work=claim.title,
        what=reader.row(claimed_phrase(claimed, reader) for claimed in claim.says),
    )
    if not claim.moves:
        return said
    moves = reader.row(move_phrase(move, reader) for move in claim.moves)
    return _("{said} Then it {moves}.").format(said=said, moves=moves)


def _settled_sentence(summary: BranchSummary, claim: Claim, reader: Reader) -> str:
    _ = reader.gettext
    return _("{name} no longer only claims of “{work}”: {what}.").format(
        name=summary.name,
        work=claim.title,
        what=reader.row(claimed_phrase(claimed, reader) for claimed in claim.says),
    )


def _badge_sentences(summary: BranchSummary, reader: Reader) -> Iterator[str]:
    _ = reader.gettext
    for badge in summary.earned:
        yield _("{name} earns a badge: {badge}.").format(name=summary.name, badge=badge)
    for badge in summary.lost:
        yield _("{name} would no longer hold a badge: {badge}.").format(
            name=summary.name, badge=badge
        )


def _move_sentence(summary: BranchSummary, move: FigureMove, reader: Reader) -> str:
    _ = reader.gettext
    before, after = (
        None if level is None else f"{float(half_up(level, move.digits)):g}"
        for level in (move.before, move.after)
    )
    if before is None:
        return _("{name}, {code}: first level, {after}.").format(
            name=summary.name, code=move.code, after=after
        )
    if after is None:
        return _("{name}, {code}: {before} to no level.").format(
            name=summary.name, code=move.code, before=before
        )
    return _("{name}, {code}: {before} to {after}.").format(
        name=summary.name, code=move.code, before=before, after=after
    )
