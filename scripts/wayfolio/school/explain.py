"""Explains figures: a learner's, or those of ratings that belong to no school."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import badge_outcome, gate_outcome, requirement_outcome
from wayfolio.assess.policies import EMPTY, PRESETS, resolve_policy
from wayfolio.assess.record import Record
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.trial import try_policy
from wayfolio.assess.what_if import one_more
from wayfolio.load.files import Findings
from wayfolio.load.introspection import nearest_key
from wayfolio.load.trial import load_trial
from wayfolio.model.attainment import Attainment, FigureChange
from wayfolio.model.diagnostics import Diagnostic, Mention, error
from wayfolio.model.dossier import LearnerDossier, Studies
from wayfolio.model.names import (
    BadgeId,
    GateId,
    Language,
    MilestoneId,
    PathwayId,
    PolicyName,
    SkillCode,
)
from wayfolio.model.pace import Pace
from wayfolio.model.pages import Staff
from wayfolio.model.pathways import Stage
from wayfolio.model.policy import PolicyChanges, changed_fields, find_problems
from wayfolio.model.portfolio import Goal, Portfolio
from wayfolio.model.requirements import MilestoneReached
from wayfolio.model.rules import Rule
from wayfolio.model.stages import PathwayStanding
from wayfolio.model.trial import Trial
from wayfolio.render.language.phrases import Naming
from wayfolio.render.language.reader import make_reader
from wayfolio.render.learner import explain
from wayfolio.render.learner.explain_pace import pace_json, pace_text
from wayfolio.render.learner.explain_pathway import standing_json, standing_text
from wayfolio.render.learner.explain_rule import ExplainedRule, rule_json, rule_text
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import Site
from wayfolio.school.dossier import dossier_for_staff
from wayfolio.school.learner import LoadedSchool, ReadLearner, whole_record
from wayfolio.school.lookup import require_known
from wayfolio.school.read import Report
from wayfolio.school.valid_learner import read_valid_learner


class ExplainedPace(Struct, frozen=True, kw_only=True):
    """A learner's pace, as pages and notes print it."""

    pace: Pace
    studies: tuple[Studies, ...]
    goals: tuple[Goal, ...]
    site: Site

    def as_text(self) -> str:
        """Return the pace for a person to read."""
        return pace_text(self.pace, self.studies, self.goals, self.site)


class Explained(Struct, frozen=True, kw_only=True):
    """Attainments down to their ratings."""

    report: Report
    attainments: tuple[Attainment, ...] = ()
    changes: tuple[tuple[FigureChange, ...], ...] = ()
    """For each attainment, what another rating would change."""
    rules: tuple[ExplainedRule, ...] = ()
    """The gate, badge or milestone that was asked about."""
    name: Naming = str
    pace: ExplainedPace | None = None
    """None where only competencies are explained."""
    is_pace_alone: bool = False
    standings: tuple[PathwayStanding, ...] = ()
    """The pathway that was asked about, or all where nothing was."""
    site: Site | None = None

    def as_json(self) -> str:
        """Return an array, an object for each competency and stage, or rule; or the pace alone."""
        if self.is_pace_alone and self.pace is not None:
            return json.dumps(pace_json(self.pace.pace), ensure_ascii=False, indent=2)
        language = make_reader(Language("en"))
        rows = [explain.attainment_json(attained) for attained in self.attainments]
        rows += [rule_json(rule, language, self.name) for rule in self.rules]
        if self.pace is None and self.site is not None:
            rows += [standing_json(standing, self.site) for standing in self.standings]
        return json.dumps(rows, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """Return the explanation for a person to read."""
        language = make_reader(Language("en"))
        texts = [
            explain.attainment_text(attained, language, self.name, changes)
            for attained, changes in zip(self.attainments, self.changes, strict=True)
        ]
        texts += [rule_text(rule, language, self.name) for rule in self.rules]
        if self.site is not None:
            texts += [standing_text(standing, self.site) for standing in self.standings]
        if self.pace is not None:
            texts = [*([] if self.is_pace_alone else texts), self.pace.as_text()]
        return "\n\n".join(filter(None, texts))


def explain_learner(
    root: Path,
    learner: str,
    code: str | None,
    today: date,
    as_of: date | None = None,
    *,
    pace_alone: bool = False,
) -> Explained:
    """Explain a learner's figures, in one competency or in all, or a rule or a pathway.

    `code`: a skill stands for its competency; without one, all pathways and the pace too.
    `as_of`: the day of the figures; by default the school's own day. `pace_alone`: no figures.
    Errors: UnknownId, with the nearest known name.
    """
    known = read_valid_learner(root, learner, today)
    if isinstance(known, Report):
        return Explained(report=known)
    school = known.school
    code = None if code is None else _find_explainable(school.book, code)
    explained = _explain_unit(school, known.unit, code, as_of or school.today)
    return replace(explained, report=known.report, is_pace_alone=pace_alone)


def _explain_unit(
    school: LoadedSchool, unit: ReadLearner, code: str | None, day: date
) -> Explained:
    """Explain a learner's figures of a day, and the rule or the pace that was wanted."""
    attainments = tuple(
        attained
        for attained in attain_all(school.book, unit.portfolio, day)
        if code in (None, attained.competency)
    )
    site = Site(catalogue=school.catalogue, reader=make_reader(Language("en")), as_of=day)
    is_pathway = PathwayId(code or "") in school.catalogue.pathways
    seen = _see(school, unit, day) if code is None or is_pathway else None
    return Explained(
        report=Report(),
        attainments=attainments,
        changes=tuple(one_more(school.book.terms[a.competency], a, day) for a in attainments),
        rules=tuple(_explain_rules(school.book, unit.portfolio, code, day)) if code else (),
        name=make_labels(site),
        pace=_explain_pace(seen, unit, site) if seen is not None and code is None else None,
        standings=_find_standings(seen, code),
        site=site,
    )


def _find_standings(
    seen: LearnerDossier[Staff] | None, code: str | None
) -> tuple[PathwayStanding, ...]:
    """Return the pathway of a code, or all without one."""
    known = seen.standings if seen else ()
    return tuple(standing for standing in known if code in (None, standing.pathway))


def _see(school: LoadedSchool, unit: ReadLearner, day: date) -> LearnerDossier[Staff]:
    """Return the learner as the staff's pages of a day have them."""
    then = replace(school, today=day)
    attained = attain_all(then.book, unit.portfolio, day)
    return dossier_for_staff(whole_record(then, replace(unit, attainments=attained)))


def _explain_pace(seen: LearnerDossier[Staff], unit: ReadLearner, site: Site) -> ExplainedPace:
    """Return the pace that the learner's pages of the day print."""
    goals = unit.portfolio.plan.goals
    return ExplainedPace(pace=seen.pace, studies=seen.studies, goals=goals, site=site)


def _find_explainable(book: Rulebook, code: str) -> str:
    """Return a code that can be explained: of a skill, its competency. Errors: UnknownId."""
    milestones = [_milestone_of(stage) for stage in _stages(book)]
    rules = [*book.gates, *book.catalogue.badges, *filter(None, milestones)]
    pathways = [name for name, way in book.catalogue.pathways.items() if way.kind != "paced"]
    known = [*book.catalogue.competencies, *book.catalogue.skills, *rules, *pathways]
    require_known(code, "competency, skill, gate, badge, milestone or pathway", known)
    return book.homes.get(SkillCode(code), code)


def _stages(book: Rulebook) -> Iterator[Stage]:
    for pathway in book.catalogue.pathways.values():
        yield from pathway.stages


def _milestone_of(stage: Stage) -> MilestoneId | None:
    return stage.milestone.id if stage.milestone else None


def _explain_rules(
    book: Rulebook, portfolio: Portfolio, code: str, day: date
) -> Iterator[ExplainedRule]:
    """Yield the gate, badge or milestone of a code, with how far a learner is on a day."""
    record = Record(book=book, portfolio=portfolio, until=day)
    if (gate := book.gates.get(GateId(code))) is not None:
        yield ExplainedRule(kind="gate", code=code, outcome=gate_outcome(record, gate))
    if (badge := book.catalogue.badges.get(BadgeId(code))) is not None:
        yield ExplainedRule(kind="badge", code=code, outcome=badge_outcome(record, badge))
    if code in [_milestone_of(stage) for stage in _stages(book)]:
        need = MilestoneReached(milestone=MilestoneId(code))
        outcome = requirement_outcome(record, need)
        yield ExplainedRule(kind="milestone", code=code, outcome=outcome)


def try_files(files: Iterable[Path], policy: str | None) -> Explained:
    """Return what a policy makes of each file's ratings, in the files' order. Needs no school.

    `policy`: the preset to use instead of the files' own. Errors: UnknownId, with the nearest name.
    """
    if policy is not None:
        require_known(policy, "policy", PRESETS)
    findings = Findings()
    trials = [trial for file in files if (trial := load_trial(file, findings))]
    if policy is None:
        findings.diagnostics.extend(_find_unknown_presets(findings.mentions))
    attainments = []
    for trial in trials:
        attained = _try(trial, PolicyName(policy) if policy else trial.policy, findings)
        if attained is not None:
            attainments.append(attained)
    return Explained(
        report=Report(diagnostics=tuple(sorted(findings.diagnostics))),
        attainments=tuple(attainments),
        changes=((),) * len(attainments),
    )


def _find_unknown_presets(mentions: Iterable[Mention]) -> Iterator[Diagnostic]:
    for mention in mentions:
        if mention.kind == "PolicyName" and mention.name not in PRESETS:
            near = nearest_key(mention.name, list[str](PRESETS))
            hint = f"did you mean “{near}”?" if near else f"write one of {', '.join(PRESETS)}"
            message = f"there is no policy “{mention.name}”"
            yield error(mention.at, Rule.UNKNOWN_NAME, message, hint)


def _try(trial: Trial, policy: PolicyName | PolicyChanges, findings: Findings) -> Attainment | None:
    """Return the attainment, or None if the policy's name is unknown and reported elsewhere."""
    if not isinstance(policy, PolicyChanges):
        return try_policy(trial, PRESETS[policy], policy) if policy in PRESETS else None
    name = PolicyName("own")
    rule = resolve_policy(name, policy)
    empty = (EMPTY,) if policy.like is None and not changed_fields(policy) else ()
    for problem in (*find_problems(rule), *empty):
        message = f"{problem.field}: {problem.message}"
        findings.diagnostics.append(error(policy.at, Rule.BAD_POLICY, message, problem.hint))
    return try_policy(trial, rule, name)
