"""Explains a gate, a badge or a milestone down to its parts: as JSON, and as text for a person."""

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from wayfolio.model.claims import Known
from wayfolio.model.outcomes import Outcome
from wayfolio.render.language.demands import demand
from wayfolio.render.language.phrases import Naming
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.sentences import missing_phrase, sentence
from wayfolio.render.learner.explain import Json


class ExplainedRule(Struct, frozen=True, kw_only=True):
    """A rule of the school, and how far one learner is with it."""

    kind: Literal["gate", "badge", "milestone"]
    code: str
    outcome: Outcome


def rule_json(rule: ExplainedRule, reader: Reader, name: Naming) -> dict[str, Json]:
    """Return a rule for programs: figures as numbers, what is absent as null."""
    return {rule.kind: rule.code, **outcome_json(rule.outcome, reader, name)}


def outcome_json(outcome: Outcome, reader: Reader, name: Naming) -> dict[str, Json]:
    """Return what is asked, how it is known, and what is missing, with its parts."""
    missing = missing_phrase(outcome.missing, reader, name) if outcome.missing else None
    return {
        "asks": demand(outcome.requirement, reader, name),
        "known": outcome.known.value if outcome.known else None,
        "met": outcome.known is Known.SEEN,
        "have": _number(outcome.have),
        "need": _number(outcome.need),
        "claimed": _number(outcome.waiting),
        "missing": missing,
        "parts": [outcome_json(part, reader, name) for part in outcome.parts],
    }


def _number(figure: Fraction | None) -> int | float | None:
    if figure is None:
        return None
    return int(figure) if figure.denominator == 1 else float(figure)


def rule_text(rule: ExplainedRule, reader: Reader, name: Naming) -> str:
    """Return a rule as lines for a person, a line for each of its parts."""
    lines = [f"{name(rule.code)} ({rule.kind})", *_lines(rule.outcome, reader, name, 1)]
    return "\n".join(lines) + "\n"


def _lines(outcome: Outcome, reader: Reader, name: Naming, depth: int) -> list[str]:
    lines = [f"{'  ' * depth}{sentence(outcome, reader, name)}"]
    for part in outcome.parts:
        lines += _lines(part, reader, name, depth + 1)
    return lines
