"""What a branch changes, in words for whoever made it: first what appears, then what moved."""

import re
from collections.abc import Callable, Iterator, Sequence

from wayfolio.model.changes import Appearance, BranchSummary, FigureMove, Visibility
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.rounding import half_up
from wayfolio.render.language.reader import Reader
from wayfolio.render.text.diagnostics import plain_text

MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~!&@])")
MOST_NAMED = 5


def summary_in_markdown(lines: Sequence[str]) -> str:
    """Return sentences as a list in Markdown. What people typed in them is shown as it is typed."""
    return "".join(f"- {MARKS.sub(_escaped, plain_text(line))}\n" for line in lines)


def diagnostics_in_markdown(found: Sequence[Diagnostic]) -> str:
    """Return each mistake as a line of Markdown: where, what, what to do."""
    rows = [f"{one.severity} at {one.at}: {one.message}. What to do: {one.hint}" for one in found]
    return f"\n{summary_in_markdown(rows)}" if rows else ""


def _escaped(found: re.Match[str]) -> str:
    # A name of a host's user must not call them: a zero-width sign would be worse than an entity.
    return "&#64;" if found[1] == "@" else f"\\{found[1]}"


def tell_refusals(actors: Sequence[str], refused: int, reader: Reader) -> str:
    """Return whether those who act may do so, or that nobody has said who acts."""
    _, many = reader.words.gettext, reader.words.ngettext
    if not actors:
        return _(
            "Permissions were not checked, because nobody said who acts (--actor LOGIN)."
            " Everything else was checked."
        )
    who = ", ".join(actors)
    if not refused:
        return _("{who} may make every change here.").format(who=who)
    return many(
        "{who} may not change {n} file. The reason is below.",
        "{who} may not change {n} files. The reasons are below.",
        refused,
    ).format(n=refused, who=who)


def tell_pages(told: Sequence[BranchSummary], reader: Reader) -> Iterator[str]:
    """Give a sentence for each thing that becomes of somebody's page, then what moved."""
    for one in told:
        yield from _appearing(one, reader)
    for one in told:
        yield from _earning(one, reader)
        for move in one.moves:
            yield _moved(one, move, reader)


def tell_diagnostics(found: Sequence[Diagnostic], reader: Reader) -> str:
    """Return how much there is to mend."""
    _, many = reader.words.gettext, reader.words.ngettext
    errors = sum(has_errors([one]) for one in found)
    if not errors:
        return _("There are no problems.")
    return many("{n} error to fix.", "{n} errors to fix.", errors).format(n=errors)


def _appearing(one: BranchSummary, reader: Reader) -> Iterator[str]:
    kinds: dict[tuple[str, Visibility | None, Visibility | None], list[Appearance]] = {}
    for appearance in one.appearances:
        before, after = appearance.before, appearance.after
        kind = "gone" if after is None else "new" if before is None else "changed"
        key = (kind, before if kind == "changed" and before != after else None, after)
        kinds.setdefault(key, []).append(appearance)
    for (kind, before, after), found in kinds.items():
        yield _SENTENCES[kind](one, found, before, after, reader)


def _titles(found: Sequence[Appearance]) -> str:
    shown = ", ".join(f"“{one.title}”" for one in found[:MOST_NAMED])
    return f"{shown}, …" if len(found) > MOST_NAMED else shown


def _new(
    one: BranchSummary,
    found: Sequence[Appearance],
    _b: Visibility | None,
    after: Visibility | None,
    reader: Reader,
) -> str:
    many = reader.words.ngettext
    what = many(
        "This adds {n} piece of evidence to {name}’s page: {titles}",
        "This adds {n} pieces of evidence to {name}’s page: {titles}",
        len(found),
    ).format(n=len(found), name=one.name, titles=_titles(found))
    return f"{what}; {_why(found, after, reader)}"


def _changed(
    one: BranchSummary,
    found: Sequence[Appearance],
    before: Visibility | None,
    after: Visibility | None,
    reader: Reader,
) -> str:
    _, many = reader.words.gettext, reader.words.ngettext
    what = many(
        "This changes {n} piece of evidence on {name}’s page: {titles}",
        "This changes {n} pieces of evidence on {name}’s page: {titles}",
        len(found),
    ).format(n=len(found), name=one.name, titles=_titles(found))
    if before is None:
        return f"{what}; {_why(found, after, reader)}"
    was = _("it was: {before}").format(before=_audience(before, reader))
    return f"{what}; {_why(found, after, reader)} ({was})"


def _gone(
    one: BranchSummary,
    found: Sequence[Appearance],
    _b: Visibility | None,
    _a: Visibility | None,
    reader: Reader,
) -> str:
    many = reader.words.ngettext
    return many(
        "This takes {n} piece of evidence off {name}’s page: {titles}.",
        "This takes {n} pieces of evidence off {name}’s page: {titles}.",
        len(found),
    ).format(n=len(found), name=one.name, titles=_titles(found))


_SENTENCES: dict[
    str,
    Callable[
        [BranchSummary, Sequence[Appearance], Visibility | None, Visibility | None, Reader], str
    ],
] = {"new": _new, "changed": _changed, "gone": _gone}


def _why(found: Sequence[Appearance], after: Visibility | None, reader: Reader) -> str:
    _ = reader.words.gettext
    if after is Visibility.PUBLIC:
        days = [one.until for one in found if one.until]
        if days:
            return _(
                "it is public because it is marked public, and the consent to show work is"
                " valid until {day}."
            ).format(day=reader.day(min(days)))
        return _("it is public because it is marked public, and there is consent to show work.")
    reasons = {
        Visibility.DRAFT: _("it is a draft, so only its author and the teachers see it."),
        Visibility.STAFF: _("it is for school staff only, because it is marked staff."),
        Visibility.FAMILY: _(
            "it is for the family and the school only, because it is not marked public."
        ),
        Visibility.NO_CONSENT: _(
            "it is marked public, but stays off the public site because there is no valid"
            " consent to show work today."
        ),
        Visibility.CO_AUTHOR: _(
            "it is marked public, but stays off the public site because not everyone who made"
            " it has given consent."
        ),
        Visibility.NAMED: _(
            "it is marked public, but stays off the public site because its file name contains"
            " the name of someone who may not be named."
        ),
        Visibility.NOBODY: _("it stays private, because the school publishes no learner."),
    }
    return reasons[after] if after else ""


def _audience(seen: Visibility, reader: Reader) -> str:
    _ = reader.words.gettext
    words = {
        Visibility.PUBLIC: _("public"),
        Visibility.DRAFT: _("a draft"),
        Visibility.STAFF: _("for staff"),
        Visibility.FAMILY: _("for the family"),
        Visibility.NO_CONSENT: _("without consent"),
        Visibility.CO_AUTHOR: _("without consent of everyone who made it"),
        Visibility.NAMED: _("with a name in its address"),
        Visibility.NOBODY: _("not published"),
    }
    return words[seen]


def _earning(one: BranchSummary, reader: Reader) -> Iterator[str]:
    _ = reader.words.gettext
    for badge in one.earned:
        yield _("{name} earns a badge: {badge}.").format(name=one.name, badge=badge)
    for badge in one.lost:
        yield _("{name} would no longer hold a badge: {badge}.").format(name=one.name, badge=badge)


def _moved(one: BranchSummary, move: FigureMove, reader: Reader) -> str:
    _ = reader.words.gettext
    before, after = (
        None if level is None else f"{float(half_up(level, move.digits)):g}"
        for level in (move.before, move.after)
    )
    if before is None:
        return _("{name}, {code}: first level, {after}.").format(
            name=one.name, code=move.code, after=after
        )
    if after is None:
        return _("{name}, {code}: {before} to no level.").format(
            name=one.name, code=move.code, before=before
        )
    return _("{name}, {code}: {before} to {after}.").format(
        name=one.name, code=move.code, before=before, after=after
    )
