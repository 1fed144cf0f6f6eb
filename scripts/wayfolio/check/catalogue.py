"""Checks that the catalogue makes sense by itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from wayfolio.check.addresses import find_device_names
from wayfolio.check.assessment_items import find_repeated_items
from wayfolio.check.impossible_rules import find_impossible_rules
from wayfolio.check.logins import logins_of_people
from wayfolio.check.names import Known, find_repeated_codes, find_repeated_names, find_unknown_names
from wayfolio.check.stages import check_cycles_within
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import EVERY, Diagnostic, Location, Mention, error
from wayfolio.model.frameworks import Scale
from wayfolio.model.names import CompetencyCode, PolicyName
from wayfolio.model.requirements import Combination, CountOf, Requirement, amount_of
from wayfolio.model.rules import Rule

LATEST = 9000
"""A year."""
WEB = re.compile(r"https://[\w-]+(\.[\w-]+)*(:\d+)?(/[\w./~-]*)?|http://localhost(:\d+)?/?")
PolicyProblems = Mapping[PolicyName, tuple[tuple[str, str], ...]]
"""For each policy what is impossible in it, and what to write instead."""


def check_catalogue(
    catalogue: Catalogue,
    known: Known,
    mentions: Iterable[Mention],
    policies: PolicyProblems,
) -> list[Diagnostic]:
    """Return the errors and warnings in `competencies/` and in the roster."""
    mentions = list(mentions)
    return [
        *find_unknown_names(mentions, known),
        *_evidence_of_groups(mentions, known),
        *find_repeated_codes(catalogue),
        *find_repeated_names(catalogue),
        *find_device_names(catalogue),
        *_empty_rules(catalogue),
        *find_impossible_rules(catalogue),
        *_cycles(catalogue),
        *check_cycles_within(catalogue),
        *_scales(catalogue),
        *_policies(catalogue, policies),
        *_calendar(catalogue),
        *find_repeated_items(catalogue),
        *logins_of_people(catalogue),
        *_repository(catalogue),
        *_day_of_the_school(catalogue),
    ]


def _day_of_the_school(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Find a day so late that the next school year has no date any more."""
    school = catalogue.school
    if school.name and school.as_of is not None and school.as_of.year > LATEST:
        at = Location("competencies/school.yml")
        message = f"as_of: {school.as_of} is no day on which anybody is at a school"
        yield error(at, Rule.IMPOSSIBLE_DATE, message, "check the year")


def _repository(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Find addresses to which the forms would send people, but which are none of the web."""
    repository = catalogue.school.repository
    if repository is None:
        return
    for url in (repository.url, repository.sign_in):
        if url is not None and not WEB.fullmatch(url):
            message = f"“{url[:40]}” is no address of a web site"
            yield error(repository.at, Rule.BAD_NAME, message, "begin it with https://")


def _evidence_of_groups(mentions: Iterable[Mention], known: Known) -> Iterator[Diagnostic]:
    """Find evidence in group files that is nobody's; the rest is looked up with its learner."""
    for mention in mentions:
        learner = mention.name.split("/")[0] if "/" in mention.name else ""
        learners = known["LearnerId"]
        if mention.kind != "EvidenceRef" or learner in learners or EVERY in learners:
            continue
        message = f"“{mention.name}” does not say whose evidence it is"
        if learner:
            message = f"there is no learner “{learner}”"
        hint = f"write learner/{mention.name.split('/')[-1]}"
        yield error(mention.at, Rule.UNKNOWN_NAME, message, hint)


def _empty_rules(catalogue: Catalogue) -> Iterator[Diagnostic]:
    rules = [badge.criteria for badge in catalogue.badges.values()]
    for pathway in catalogue.pathways.values():
        rules.extend(pathway.rules)
    for rule in rules:
        yield from empty_rule(rule)


def empty_rule(rule: Requirement) -> Iterator[Diagnostic]:
    """Find what everybody has done already, and what nobody can do, in a requirement."""
    if isinstance(rule, Combination):
        for part in rule.parts:
            yield from empty_rule(part)
    if isinstance(rule, CountOf) and rule.count > len(rule.of):
        message = f"{rule.count} of {len(rule.of)} can never be met"
        yield error(rule.at, Rule.NO_VALUE, message, f"write count: {len(rule.of)} or less")
    amount = amount_of(rule)
    if amount is not None and amount.number <= 0:
        message = f"{amount.key}: 0 requires nothing, so everybody has done it"
        yield error(rule.at, Rule.NO_VALUE, message, "write 1 or more, or delete it")


def _cycles(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Find competencies that require each other, each ring once."""
    needs = {code: p.competency.requires for code, p in catalogue.competencies.items()}
    done: set[CompetencyCode] = set()
    for start in needs:
        ring = _ring(start, needs, done)
        if ring:
            path = " → ".join(ring)
            at = catalogue.competencies[ring[0]].competency.at
            hint = "remove one of them from “requires”; “builds_on” may go round"
            yield error(at, Rule.CYCLE, f"these require each other: {path}", hint)
        done.add(start)


def _ring(
    start: CompetencyCode,
    needs: Mapping[CompetencyCode, tuple[CompetencyCode, ...]],
    done: set[CompetencyCode],
) -> list[CompetencyCode] | None:
    """Return the ring that leads from `start` back to it, without passing what is done."""
    trail: list[tuple[CompetencyCode, ...]] = [(start,)]
    seen: set[CompetencyCode] = set()
    while trail:
        path = trail.pop()
        for need in needs.get(path[-1], ()):
            if need == start:
                return [*path, start]
            if need not in seen and need not in done:
                seen.add(need)
                trail.append((*path, need))
    return None


def _scales(catalogue: Catalogue) -> Iterator[Diagnostic]:
    for name, scale in catalogue.scales.items():
        for message, hint in _scale_problems(scale):
            yield error(scale.at, Rule.BAD_SCALE, f"scale “{name}”: {message}", hint)


def _scale_problems(scale: Scale) -> Iterator[tuple[str, str]]:
    if not scale.points:
        yield "it has no points", "write at least one point with value and label"
        return
    if scale.step <= 0:
        yield "its step is not above 0", "write step: 1, or step: 0.5 where halves are allowed"
        return
    values = [point.value for point in scale.points]
    if len(set(values)) < len(values):
        yield "two of its points have the same value", "give each point a value of its own"
    for key, level in (("ready_at", scale.ready_at), ("advanced_at", scale.advanced_at)):
        if level is not None and not scale.allows(level):
            hint = f"choose a level from {float(scale.lowest):g} to {float(scale.highest):g}"
            yield f"{key} {float(level):g} is not a level of it", hint


def _policies(catalogue: Catalogue, policies: PolicyProblems) -> Iterator[Diagnostic]:
    for name, problems in policies.items():
        changes = catalogue.policies.get(name)
        at = changes.at if changes else Location("competencies/policies.yml")
        for message, hint in problems:
            yield error(at, Rule.BAD_POLICY, f"policy “{name}”: {message}", hint)


def _calendar(catalogue: Catalogue) -> Iterator[Diagnostic]:
    calendar = catalogue.school.calendar
    if calendar is None:
        return
    if calendar.last_day < calendar.first_day:
        hint = "swap first_day and last_day"
        yield error(calendar.at, Rule.WRONG_ORDER, "the year ends before it begins", hint)
    for span in (*calendar.cycles, *calendar.windows):
        if span.to < span.from_:
            hint = "swap from and to"
            yield error(span.at, Rule.WRONG_ORDER, f"“{span.id}” ends before it begins", hint)
    for day in (day for term in calendar.terms for day in (term.from_, term.to)):
        if not _is_each_year(day):
            hint = "write a month and a day that each year has, such as 08-24"
            yield error(calendar.at, Rule.IMPOSSIBLE_DATE, f"a term cannot be on {day}", hint)


def _is_each_year(day: str) -> bool:
    """Whether a text is a month and a day, such as 08-24, that no year lacks."""
    try:
        date.fromisoformat(f"2027-{day}")
    except ValueError:
        return False
    return len(day) == len("08-24")
