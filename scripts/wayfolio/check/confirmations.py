"""Checks what occasions confirm, dismiss and override, against what learners say."""

from collections.abc import Iterator
from typing import assert_never

from wayfolio.model.diagnostics import Diagnostic, error, warning
from wayfolio.model.portfolio import Confirmable, Demonstration, Evidence, Portfolio
from wayfolio.model.rules import Rule
from wayfolio.model.seen import own_ref


def check_confirmations(portfolio: Portfolio) -> Iterator[Diagnostic]:
    """Yield what is dismissed or overridden without a reason, and what confirms nothing."""
    pieces = {piece.stem: piece for piece in portfolio.evidence}
    for occasion in portfolio.demonstrations:
        yield from _without_reason(occasion)
        named = [own_ref(ref, portfolio.learner) for ref in occasion.evidence]
        own = [pieces[ref] for ref in named if ref in pieces]
        yield from _without_work(occasion)
        if own:
            yield from _unsaid(occasion, own, portfolio)


def _without_reason(occasion: Demonstration) -> Iterator[Diagnostic]:
    if occasion.why:
        return
    hint = "add “why: ” with the reason, which the family reads as well"
    if occasion.dismisses:
        message = "this dismisses what a learner says, and does not say why"
        yield error(occasion.at, Rule.NO_REASON, message, hint)
    if occasion.levels:
        message = "this replaces a worked-out level, and does not say why"
        yield error(occasion.at, Rule.NO_REASON, message, hint)


def _without_work(occasion: Demonstration) -> Iterator[Diagnostic]:
    if (occasion.confirms or occasion.dismisses) and not occasion.evidence:
        message = "this names no work, so it confirms and dismisses nothing"
        hint = "add “evidence: ” with the work that it is about"
        yield warning(occasion.at, Rule.CONFIRMS_NOTHING, message, hint)
    if occasion.hours is not None and len(occasion.evidence) > 1:
        message = "these hours are of several pieces, so they confirm those of none"
        hint = "write one occasion for each piece, or “confirms: [hours]”"
        yield warning(occasion.at, Rule.CONFIRMS_NOTHING, message, hint)


def _unsaid(
    occasion: Demonstration, own: list[Evidence], portfolio: Portfolio
) -> Iterator[Diagnostic]:
    """Yield each word of an occasion about which no piece that it names says anything."""
    for word in dict.fromkeys((*occasion.confirms, *occasion.dismisses)):
        if not any(_says(piece, word, portfolio) for piece in own):
            names = " and ".join(piece.stem for piece in own)
            message = f"{names} says nothing of {word}"
            hint = f"remove “{word}” here, or ask the learner to write it"
            yield warning(occasion.at, Rule.CONFIRMS_NOTHING, message, hint)


def _says(piece: Evidence, word: Confirmable, portfolio: Portfolio) -> bool:
    match word:
        case "work":
            return True
        case "hours":
            return piece.hours is not None
        case "deliverables" | "milestones":
            return bool(piece.delivers)
        case "substitutions":
            return any(s.with_ == piece.stem for s in portfolio.plan.substitutions)
        case _:
            assert_never(word)
