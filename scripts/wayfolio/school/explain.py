"""Explains figures: a learner's, or those of ratings that belong to no school."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.attainment import attain_all
from wayfolio.assess.policies import EMPTY, PRESETS, resolve_policy
from wayfolio.assess.trial import try_policy
from wayfolio.assess.what_if import one_more
from wayfolio.load.files import Findings
from wayfolio.load.introspection import nearest_key
from wayfolio.load.trial import load_trial
from wayfolio.model.attainment import Attainment, FigureChange
from wayfolio.model.diagnostics import Diagnostic, Mention, error, has_errors
from wayfolio.model.dossier import Studies
from wayfolio.model.names import Language, LearnerId, PolicyName
from wayfolio.model.pace import Pace
from wayfolio.model.policy import PolicyChanges, changed_fields, find_problems
from wayfolio.model.portfolio import Goal
from wayfolio.model.rules import Rule
from wayfolio.model.trial import Trial
from wayfolio.render.language.phrases import Naming
from wayfolio.render.language.reader import make_reader
from wayfolio.render.learner import explain
from wayfolio.render.learner.explain_pace import pace_json, pace_text
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import Site
from wayfolio.school.dossier import dossier_for_staff
from wayfolio.school.learner import LoadedSchool, ReadLearner, read_learner, whole_record
from wayfolio.school.lookup import require_known
from wayfolio.school.read import Report, read_school


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
    name: Naming = str
    pace: ExplainedPace | None = None
    """None where only competencies are explained."""
    is_pace_alone: bool = False

    def as_json(self) -> str:
        """Return an array, one object for each competency and stage; or the pace as an object."""
        if self.is_pace_alone and self.pace is not None:
            return json.dumps(pace_json(self.pace.pace), ensure_ascii=False, indent=2)
        rows = [explain.attainment_json(attained) for attained in self.attainments]
        return json.dumps(rows, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """Return the explanation for a person to read."""
        language = make_reader(Language("en"))
        texts = [
            explain.attainment_text(attained, language, self.name, changes)
            for attained, changes in zip(self.attainments, self.changes, strict=True)
        ]
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
    """Explain a learner's figures, in one competency or in all, and their pace.

    `as_of`: the day of the figures; by default the school's own day. `pace_alone`: no figures.
    Errors: UnknownId, with the nearest known name.
    """
    school, diagnostics = read_school(root, today)
    if school is None or has_errors(diagnostics):
        return Explained(report=Report(diagnostics=tuple(sorted(set(diagnostics)))))
    require_known(learner, "learner", school.roster.learners)
    if code is not None:
        require_known(code, "competency", school.catalogue.competencies)
    unit = read_learner(school, LearnerId(learner))
    report = Report(diagnostics=tuple(sorted(unit.diagnostics)))
    if not report.is_clean:
        return Explained(report=report)
    day = as_of or school.today
    attainments = tuple(
        attained
        for attained in attain_all(school.book, unit.portfolio, day)
        if code in (None, attained.competency)
    )
    site = Site(catalogue=school.catalogue, reader=make_reader(Language("en")), as_of=day)
    return Explained(
        report=report,
        attainments=attainments,
        changes=tuple(one_more(school.book.terms[a.competency], a, day) for a in attainments),
        name=make_labels(site),
        pace=_explain_pace(replace(school, today=day), unit, site) if code is None else None,
        is_pace_alone=pace_alone,
    )


def _explain_pace(school: LoadedSchool, unit: ReadLearner, site: Site) -> ExplainedPace:
    """Return the pace that the learner's pages of the day print."""
    attained = attain_all(school.book, unit.portfolio, school.today)
    record = whole_record(school, replace(unit, attainments=attained))
    seen = dossier_for_staff(record)
    return ExplainedPace(
        pace=seen.pace, studies=seen.studies, goals=unit.portfolio.plan.goals, site=site
    )


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
