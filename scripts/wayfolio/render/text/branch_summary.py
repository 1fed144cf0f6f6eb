"""What a branch changes, in words for whoever made it: first what appears, then what moved."""

import re
from collections.abc import Callable, Iterator, Sequence

from wayfolio.model.changes import Appearance, Move, Seen, Told
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.rounding import half_up
from wayfolio.render.language.reader import Reader
from wayfolio.render.text.diagnostics import plain

MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~!&@])")
MOST_NAMED = 5


def in_markdown(lines: Sequence[str]) -> str:
    """Return sentences as a list in Markdown. What people typed in them is shown as it is typed."""
    return "".join(f"- {MARKS.sub(_escaped, plain(line))}\n" for line in lines)


def mistakes_in_markdown(found: Sequence[Diagnostic]) -> str:
    """Return each mistake as a line of Markdown: where, what, what to do."""
    rows = [f"{one.severity} at {one.at}: {one.message}. What to do: {one.hint}" for one in found]
    return f"\n{in_markdown(rows)}" if rows else ""


def _escaped(found: re.Match[str]) -> str:
    # A name of a host's user must not call them: a zero-width sign would be worse than an entity.
    return "&#64;" if found[1] == "@" else f"\\{found[1]}"


def about_leave(actors: Sequence[str], refused: int, reader: Reader) -> str:
    """Return whether those who act may do so, or that nobody has said who acts."""
    _, many = reader.words.gettext, reader.words.ngettext
    if not actors:
        return _(
            "Who may change what was not looked at, since nobody has said who acts"
            " (--actor LOGIN). All the rest was."
        )
    who = ", ".join(actors)
    if not refused:
        return _("Everything that changes here is for {who} to change.").format(who=who)
    return many(
        "{n} file is not for {who} to change. The reason stands with it below.",
        "{n} files are not for {who} to change. The reasons stand with them below.",
        refused,
    ).format(n=refused, who=who)


def about_pages(told: Sequence[Told], reader: Reader) -> Iterator[str]:
    """Give a sentence for each thing that becomes of somebody's page, then what moved."""
    for one in told:
        yield from _appearing(one, reader)
    for one in told:
        yield from _earning(one, reader)
        for move in one.moves:
            yield _moved(one, move, reader)


def about_mistakes(found: Sequence[Diagnostic], reader: Reader) -> str:
    """Return how much there is to mend."""
    _, many = reader.words.gettext, reader.words.ngettext
    errors = sum(has_errors([one]) for one in found)
    if not errors:
        return _("There is nothing to mend.")
    return many("{n} thing is to be mended.", "{n} things are to be mended.", errors).format(
        n=errors
    )


def _appearing(one: Told, reader: Reader) -> Iterator[str]:
    kinds: dict[tuple[str, Seen | None, Seen | None], list[Appearance]] = {}
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
    one: Told, found: Sequence[Appearance], _b: Seen | None, after: Seen | None, reader: Reader
) -> str:
    many = reader.words.ngettext
    what = many(
        "This adds {n} piece of evidence to {name}’s page: {titles}",
        "This adds {n} pieces of evidence to {name}’s page: {titles}",
        len(found),
    ).format(n=len(found), name=one.name, titles=_titles(found))
    return f"{what}; {_why(found, after, reader)}"


def _changed(
    one: Told, found: Sequence[Appearance], before: Seen | None, after: Seen | None, reader: Reader
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
    one: Told, found: Sequence[Appearance], _b: Seen | None, _a: Seen | None, reader: Reader
) -> str:
    many = reader.words.ngettext
    return many(
        "This takes {n} piece of evidence off {name}’s page: {titles}.",
        "This takes {n} pieces of evidence off {name}’s page: {titles}.",
        len(found),
    ).format(n=len(found), name=one.name, titles=_titles(found))


_SENTENCES: dict[
    str, Callable[[Told, Sequence[Appearance], Seen | None, Seen | None, Reader], str]
] = {"new": _new, "changed": _changed, "gone": _gone}


def _why(found: Sequence[Appearance], after: Seen | None, reader: Reader) -> str:
    _ = reader.words.gettext
    if after is Seen.PUBLIC:
        days = [one.until for one in found if one.until]
        if days:
            return _(
                "it is public because it is marked public, and the consent to show work holds"
                " until {day}."
            ).format(day=reader.day(min(days)))
        return _("it is public because it is marked public, and the consent to show work holds.")
    reasons = {
        Seen.DRAFT: _("it is a draft, so nobody but its author and the teachers sees it."),
        Seen.STAFF: _("it is for the school’s staff only, because it is marked staff."),
        Seen.FAMILY: _(
            "it is for the family and the school only, because it is not marked public."
        ),
        Seen.NO_CONSENT: _(
            "it is marked public, and stays out of the public site because no consent to show"
            " work holds today."
        ),
        Seen.CO_AUTHOR: _(
            "it is marked public, and stays out of the public site because not everybody who"
            " made it has a consent."
        ),
        Seen.NAMED: _(
            "it is marked public, and stays out of the public site because its file’s name"
            " names somebody who may not be named."
        ),
        Seen.NOBODY: _("it stays inside, because the school publishes no learner."),
    }
    return reasons[after] if after else ""


def _audience(seen: Seen, reader: Reader) -> str:
    _ = reader.words.gettext
    words = {
        Seen.PUBLIC: _("public"),
        Seen.DRAFT: _("a draft"),
        Seen.STAFF: _("for staff"),
        Seen.FAMILY: _("for the family"),
        Seen.NO_CONSENT: _("without consent"),
        Seen.CO_AUTHOR: _("without consent of all who made it"),
        Seen.NAMED: _("with a name in its address"),
        Seen.NOBODY: _("not published"),
    }
    return words[seen]


def _earning(one: Told, reader: Reader) -> Iterator[str]:
    _ = reader.words.gettext
    for badge in one.earned:
        yield _("{name} earns a badge: {badge}.").format(name=one.name, badge=badge)
    for badge in one.lost:
        yield _("{name} would no longer hold a badge: {badge}.").format(name=one.name, badge=badge)


def _moved(one: Told, move: Move, reader: Reader) -> str:
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
