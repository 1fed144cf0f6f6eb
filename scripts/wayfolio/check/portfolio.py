"""Checks a learner's portfolio against the catalogue and against itself."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from wayfolio.check.addresses import device_error
from wayfolio.check.assessment_items import check_items
from wayfolio.check.confirmations import check_confirmations
from wayfolio.check.contacts import check_contacts
from wayfolio.check.logins import logins_of_learner
from wayfolio.check.names import Known, find_unknown_names
from wayfolio.check.prose import check_prose
from wayfolio.check.prose_marks import check_marks
from wayfolio.check.stages import check_stages
from wayfolio.check.supports import check_supports
from wayfolio.check.tasks import find_revision_requests
from wayfolio.media.kinds import PICTURES, RECORDINGS
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Location, Mention, error, warning
from wayfolio.model.file_names import is_device
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import Code, SkillCode
from wayfolio.model.portfolio import Attachment, Demonstration, Evidence, Portfolio
from wayfolio.model.rules import Rule


def check_portfolio(
    catalogue: Catalogue,
    known: Known,
    portfolio: Portfolio,
    mentions: Sequence[Mention],
    written: frozenset[str],
    today: date,
) -> list[Diagnostic]:
    """Return the errors and warnings in a portfolio.

    `written`: the names of the learner's evidence files, even of those with errors, and of other
    learners' evidence that is mentioned and exists.
    """
    own = frozenset(f"{portfolio.learner}/{stem}" for stem in written)
    known = {**known, "EvidenceRef": written | own}
    clock = _Clock(today=today, latest=catalogue.school.latest_day(today))
    return [
        *find_unknown_names(mentions, known),
        *_ratings(catalogue, portfolio, clock),
        *_learner(portfolio),
        *check_stages(catalogue, portfolio),
        *logins_of_learner(catalogue, portfolio.file),
        *(
            diagnostic
            for evidence in portfolio.evidence
            for diagnostic in _evidence(evidence, portfolio, clock)
        ),
        *(
            diagnostic
            for evidence in portfolio.evidence
            for diagnostic in (
                *check_prose(evidence),
                *check_marks(evidence, portfolio, written),
                *check_contacts(evidence),
            )
        ),
        *_self_ratings(catalogue, portfolio),
        *check_items(catalogue, portfolio),
        *_goal_levels(catalogue, portfolio),
        *check_confirmations(portfolio),
        *_days_to_come(portfolio, clock),
        *_aliases(portfolio),
        *check_supports(portfolio.supports),
        *_unlisted(portfolio, written),
    ]


def _off_scale(
    catalogue: Catalogue, code: Code | SkillCode, level: Level | Mark
) -> tuple[str, str] | None:
    """Return what is wrong with a level on the scale of a skill, and what to write instead."""
    scale = catalogue.scale_of.get(Code(code))
    if scale is None or isinstance(level, Mark) or scale.allows(level):
        return None
    bounds = f"from {float(scale.lowest):g} to {float(scale.highest):g}"
    steps = f"in steps of {float(scale.step):g}"
    return f"{float(level):g} is not a level of this scale", f"write a level {bounds}, {steps}"


class _Clock(Struct, frozen=True, kw_only=True):
    """Today, and the last day that it may be today at a school without a time zone."""

    today: date
    latest: date

    def refuse_future(self, day: date | None, at: Location, hint: str) -> Iterator[Diagnostic]:
        """Yield an error for a day that has not come anywhere where the school may be."""
        if day is not None and day > self.latest:
            message = f"{day} is in the future (today is {self.today})"
            yield error(at, Rule.NOT_YET, message, hint)


def _ratings(catalogue: Catalogue, portfolio: Portfolio, clock: _Clock) -> Iterator[Diagnostic]:
    days = {evidence.stem: evidence.date for evidence in portfolio.evidence}
    for occasion in portfolio.demonstrations:
        yield from clock.refuse_future(occasion.date, occasion.at, "write the day it happened")
        for ref in occasion.evidence:
            day = days.get(ref)
            if day is not None and day > occasion.date:
                message = f"rated on {occasion.date}, before the evidence was made ({day})"
                hint = "check both days"
                yield warning(occasion.at, Rule.WRONG_ORDER, message, hint)
        yield from _overrides(catalogue, occasion)
        for code, given in occasion.ratings.items():
            for rated in given:
                if wrong := _off_scale(catalogue, code, rated.level):
                    yield error(rated.at, Rule.OFF_THE_SCALE, f"{code}: {wrong[0]}", wrong[1])


def _overrides(catalogue: Catalogue, occasion: Demonstration) -> Iterator[Diagnostic]:
    for code, level in occasion.levels.items():
        if wrong := _off_scale(catalogue, SkillCode(code), level):
            message = f"{code}: {wrong[0]}"
            yield error(occasion.at, Rule.OFF_THE_SCALE, message, wrong[1])


def _days_to_come(portfolio: Portfolio, clock: _Clock) -> Iterator[Diagnostic]:
    days: list[tuple[date | None, Location]] = []
    days.extend((p.ended.on, p.ended.at) for p in portfolio.file.programmes if p.ended)
    for placement in portfolio.placements.values():
        days.extend([(placement.on, placement.at), (placement.reopened, placement.at)])
    for support in portfolio.supports:
        days.extend((session.date, session.at) for session in support.sessions)
        days.extend((contact.date, contact.at) for contact in support.contacts)
    days.extend((request.on, request.at) for request in find_revision_requests(portfolio.tasks))
    for day, at in days:
        yield from clock.refuse_future(day, at, "write the day it happened")


def _aliases(portfolio: Portfolio) -> Iterator[Diagnostic]:
    taken = {piece.slug for piece in portfolio.evidence}
    for piece in portfolio.evidence:
        for alias in piece.aliases:
            if alias in taken:
                message = f"“{alias}” is the address of another piece of evidence"
                yield error(
                    piece.at_key("aliases"), Rule.REPEATED_NAME, message, "remove it from aliases"
                )
            taken.add(alias)


def _self_ratings(catalogue: Catalogue, portfolio: Portfolio) -> Iterator[Diagnostic]:
    for piece in portfolio.evidence:
        for code, level in piece.self_.items():
            if wrong := _off_scale(catalogue, code, level):
                at = piece.at_key("self")
                yield error(at, Rule.OFF_THE_SCALE, f"self {code}: {wrong[0]}", wrong[1])


def _goal_levels(catalogue: Catalogue, portfolio: Portfolio) -> Iterator[Diagnostic]:
    for goal in portfolio.plan.goals:
        at = goal.at_key("level")
        if goal.level is not None and not goal.shows:
            message = f"“shows” is missing in {goal.id}, so nobody knows of what the level is"
            hint = "name the competency or the skill: shows: [MTH.1]"
            yield error(at, Rule.MISSING_KEY, message, hint)
        for code in goal.shows:
            wrong = None if goal.level is None else _off_scale(catalogue, code, goal.level)
            if wrong:
                yield error(at, Rule.OFF_THE_SCALE, f"{code}: {wrong[0]}", wrong[1])


def _learner(portfolio: Portfolio) -> Iterator[Diagnostic]:
    for consent in portfolio.file.consent:
        if consent.until is not None and consent.until < consent.from_:
            message, hint = "this consent ends before it begins", "swap from and until"
            yield error(consent.at, Rule.WRONG_ORDER, message, hint)
    for programme in portfolio.file.programmes:
        if programme.to is not None and programme.to < programme.from_:
            message, hint = "this programme ends before it begins", "swap from and to"
            yield error(programme.at, Rule.WRONG_ORDER, message, hint)


def _evidence(piece: Evidence, portfolio: Portfolio, clock: _Clock) -> Iterator[Diagnostic]:
    yield from clock.refuse_future(piece.date, piece.at_key("date"), "write the day it was made")
    if is_device(piece.slug):
        yield device_error(piece.slug, piece.at)
    for attached in piece.files:
        yield from _attached_file(attached, portfolio)
    yield from _pictures_in_text(piece, portfolio)


def _attached_file(attached: Attachment, portfolio: Portfolio) -> Iterator[Diagnostic]:
    if attached.path not in portfolio.files | portfolio.refused:
        message = f"there is no file “{attached.path}” beside this one"
        hint = "put the file into the same folder, or correct its name here"
        yield error(attached.at, Rule.MISSING_FILE, message, hint)
    if attached.path.endswith(PICTURES) and not attached.alt:
        message = f"“{attached.path}” has no words for somebody who cannot see it"
        hint = "add “alt: ” with what matters in the picture"
        yield error(attached.at, Rule.MISSING_ALT, message, hint)
    if attached.path.endswith(RECORDINGS):
        yield from _recording(attached)
    companion = attached.transcript or attached.captions
    if companion and companion not in portfolio.files:
        message = f"there is no file “{companion}” beside this one"
        hint = "put the words of the recording into that file"
        yield error(attached.at, Rule.MISSING_FILE, message, hint)


def _recording(attached: Attachment) -> Iterator[Diagnostic]:
    if attached.transcript is None and attached.captions is None:
        message = f"“{attached.path}” has no words for somebody who cannot hear it"
        hint = "add “transcript: ” (sound) or “captions: ” (film) with the name of a text file"
        yield warning(attached.at, Rule.MISSING_TRANSCRIPT, message, hint)


def _pictures_in_text(piece: Evidence, portfolio: Portfolio) -> Iterator[Diagnostic]:
    listed = {attached.path for attached in piece.files}
    for picture in piece.pictures:
        if "//" in picture.path or ":" in picture.path:
            message = "a picture from another place is not shown, only linked"
            hint = "save the picture beside this file and list it under files:"
            yield warning(picture.at, Rule.FOREIGN_PICTURE, message, hint)
        elif picture.path not in listed:
            here = picture.path in portfolio.files
            message = f"“{picture.path}” is not listed under files:"
            hint = "list it there with its alt text" if here else "there is no such file here"
            # A warning, because the site shows its alt text instead.
            yield warning(picture.at, Rule.MISSING_FILE, message, hint)


def _unlisted(portfolio: Portfolio, written: frozenset[str]) -> Iterator[Diagnostic]:
    if {stem for stem in written if "/" not in stem} - {piece.stem for piece in portfolio.evidence}:
        # A piece of evidence that was left out because of errors may list it.
        return
    listed = {
        name
        for piece in portfolio.evidence
        for attached in piece.files
        for name in (attached.path, attached.transcript, attached.captions)
    }
    for name in sorted(portfolio.files - listed):
        at = Location(f"portfolios/{portfolio.learner}/evidence/{name}")
        hint = "list it under files: in the evidence that it belongs to, or delete it"
        yield warning(at, Rule.UNLISTED_FILE, "no piece of evidence lists this file", hint)
