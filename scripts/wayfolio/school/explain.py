"""How figures come about: one learner's, or those of ratings that belong to no school."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.assess.attainment import attain_all
from wayfolio.assess.policies import EMPTY, PRESETS, resolve_policy
from wayfolio.assess.trial import try_policy
from wayfolio.assess.what_if import one_more
from wayfolio.load.files import Findings
from wayfolio.load.introspection import nearest_key
from wayfolio.load.trial import load_trial
from wayfolio.model.attainment import Attainment, FigureChange
from wayfolio.model.diagnostics import Diagnostic, Mention, error, has_errors
from wayfolio.model.names import Language, LearnerId, PolicyName
from wayfolio.model.policy import PolicyChanges, changed_fields, find_problems
from wayfolio.model.rules import Rule
from wayfolio.model.trial import Trial
from wayfolio.render.language.phrases import Naming
from wayfolio.render.language.reader import make_reader
from wayfolio.render.learner import explain
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import Site
from wayfolio.school.learner import read_learner
from wayfolio.school.lookup import require_known
from wayfolio.school.read import Report, read_school


class Explained(Struct, frozen=True, kw_only=True):
    """Attainments down to their ratings."""

    report: Report
    attainments: tuple[Attainment, ...] = ()
    changes: tuple[tuple[FigureChange, ...], ...] = ()
    """For each attainment what one more rating would make of it."""
    name: Naming = str

    def as_json(self) -> str:
        """Return an array, one object for each competency and stage."""
        rows = [explain.attainment_json(attained) for attained in self.attainments]
        return json.dumps(rows, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """Return the same for a person."""
        language = make_reader(Language("en"))
        texts = [
            explain.attainment_text(attained, language, self.name, changes)
            for attained, changes in zip(self.attainments, self.changes, strict=True)
        ]
        return "\n\n".join(texts)


def explain_learner(
    root: Path, learner: str, code: str | None, today: date, as_of: date | None = None
) -> Explained:
    """Return how a learner's figures came about, in one competency or in all.

    `as_of`: the day they are to stand at; the school's own day where nothing is said.
    Errors: Unknown, with the nearest known name.
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
    found = tuple(
        attained
        for attained in attain_all(school.book, unit.portfolio, day)
        if code in (None, attained.competency)
    )
    told = Site(catalogue=school.catalogue, reader=make_reader(Language("en")), as_of=day)
    return Explained(
        report=report,
        attainments=found,
        changes=tuple(one_more(school.book.terms[a.competency], a, day) for a in found),
        name=make_labels(told),
    )


def try_files(files: Iterable[Path], policy: str | None) -> Explained:
    """Return what a policy makes of each file's ratings, without a school, in the files' order.

    `policy`: the preset to try instead of the files' own. Errors: Unknown, with the nearest one.
    """
    if policy is not None:
        require_known(policy, "policy", PRESETS)
    findings = Findings()
    read = [load_trial(file, findings) for file in files]
    if policy is None:
        findings.diagnostics.extend(_no_presets(findings.mentions))
    asked = PolicyName(policy) if policy else None
    made = tuple(_tried(trial, asked or trial.policy, findings) for trial in read if trial)
    found = tuple(attained for attained in made if attained is not None)
    report = Report(diagnostics=tuple(sorted(findings.diagnostics)))
    return Explained(report=report, attainments=found, changes=tuple(() for _ in found))


def _no_presets(mentions: Iterable[Mention]) -> Iterator[Diagnostic]:
    for mention in mentions:
        if mention.kind == "PolicyName" and mention.name not in PRESETS:
            near = nearest_key(mention.name, list[str](PRESETS))
            hint = f"did you mean “{near}”?" if near else f"write one of {', '.join(PRESETS)}"
            message = f"there is no policy “{mention.name}”"
            yield error(mention.at, Rule.UNKNOWN_NAME, message, hint)


def _tried(
    trial: Trial, asked: PolicyName | PolicyChanges, findings: Findings
) -> Attainment | None:
    """Return what comes out, or None where a name has been told as unknown."""
    if not isinstance(asked, PolicyChanges):
        return try_policy(trial, PRESETS[asked], asked) if asked in PRESETS else None
    name = PolicyName("own")
    rule = resolve_policy(name, asked)
    empty = (EMPTY,) if asked.like is None and not changed_fields(asked) else ()
    for problem in (*find_problems(rule), *empty):
        message = f"{problem.field}: {problem.message}"
        found = error(asked.at, Rule.BAD_POLICY, message, problem.hint)
        findings.diagnostics.append(found)
    return try_policy(trial, rule, name)
