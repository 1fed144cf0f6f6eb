"""Requirements as sentences that a family can read: what is asked, met or not, what is missing."""

from collections.abc import Sequence
from typing import assert_never

from wayfolio.model.claims import Known
from wayfolio.model.outcomes import (
    AssertionGap,
    CreditsGap,
    DeliverableGap,
    DemonstrationGap,
    EvidenceGap,
    Gap,
    HoursGap,
    Outcome,
    OutOfReach,
    PiecesGap,
    RatingGap,
    RequirementGap,
)
from wayfolio.render.language.demands import demand
from wayfolio.render.language.phrases import (
    Naming,
    credits_phrase,
    hours_phrase,
    number_words,
    with_code,
    with_kind,
    with_level,
)
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import in_model, join_words


def sentence(outcome: Outcome, reader: Reader, name: Naming = str) -> str:
    """Return what is asked, whether it is there, and exactly what is missing if not."""
    _ = reader.gettext
    what = demand(outcome.requirement, reader, name)
    match outcome.known:
        case Known.SEEN:
            return _("{what}: met").format(what=what)
        case Known.PRESUMED:
            return _("{what}: placed past, not seen here").format(what=what)
        case Known.CLAIMED:
            text = _("{what}: claimed, waits to be confirmed; needs {needs}")
        case None:
            text = _("{what}: not yet, needs {needs}")
        case _:
            assert_never(outcome.known)
    said = text.format(what=what, needs=missing_phrase(outcome.missing, reader, name))
    if outcome.waiting is None or outcome.claimed:
        return said
    count = number_words(outcome.waiting)
    return _("{what} ({count} more claimed, not confirmed yet)").format(what=said, count=count)


def missing_phrase(gaps: Sequence[Gap], reader: Reader, name: Naming = str) -> str:
    """Return what is missing as a phrase: one more piece of evidence for MTH.1.4 at 10 or above."""
    _ = reader.gettext
    phrases = []
    # A stage is named only where ratings for several stages are missing at once.
    several_stages = len({gap.stage for gap in gaps if isinstance(gap, RatingGap)}) > 1
    for gap in gaps:
        phrase = gap_phrase(gap, reader, name)
        if several_stages and isinstance(gap, RatingGap) and gap.stage is not None:
            phrase = _("{what} in {stage}").format(what=phrase, stage=name(gap.stage))
        phrases.append(phrase)
    return join_words(list(dict.fromkeys(phrases)), reader.gettext)


def gap_phrase(gap: Gap, reader: Reader, name: Naming) -> str:
    """Return one missing thing as a phrase."""
    _ = reader.gettext
    match gap:
        case RatingGap() | EvidenceGap() | DemonstrationGap():
            return _pieces(gap, reader, name)
        case CreditsGap():
            return credits_phrase(gap.count, gap.of, reader, more=True)
        case HoursGap():
            return hours_phrase(gap.count, gap.kind, reader, more=True)
        case DeliverableGap() | AssertionGap() | OutOfReach():
            return _rest(gap, reader, name)
        case RequirementGap():
            return demand(gap.need, reader, name)
        case _:
            assert_never(gap)


def _pieces(gap: PiecesGap, reader: Reader, name: Naming) -> str:
    several = reader.ngettext
    match gap:
        case RatingGap():
            text = several(
                "one more piece of evidence", "{count} more pieces of evidence", gap.count
            )
            phrase = with_kind(text.format(count=gap.count), gap.kind, reader)
            phrase = with_code(phrase, gap.skill, reader, name)
            phrase = with_level(phrase, gap.at_least, reader)
            phrase = _rated_by(phrase, gap, reader)
        case EvidenceGap():
            text = several(
                "one more piece of evidence", "{count} more pieces of evidence", gap.count
            )
            phrase = with_kind(text.format(count=gap.count), gap.kind, reader)
            phrase = with_code(phrase, gap.shows, reader, name)
        case DemonstrationGap():
            text = several("one more demonstration", "{count} more demonstrations", gap.count)
            phrase = with_kind(text.format(count=gap.count), gap.kind, reader, gap.audience)
            phrase = with_code(phrase, gap.code, reader, name)
            phrase = with_level(phrase, gap.at_least, reader)
        case _:
            assert_never(gap)
    return _from_others(phrase, gap, reader)


def _rated_by(phrase: str, gap: RatingGap, reader: Reader) -> str:
    _ = reader.gettext
    if gap.model is not None:
        phrase = _("{what}, {model}").format(what=phrase, model=in_model(gap.model, _))
    if gap.by is not None:
        phrase = _("{what}, rated by: {who}").format(what=phrase, who=reader.word(gap.by))
    return phrase


def _from_others(phrase: str, gap: PiecesGap, reader: Reader) -> str:
    several = reader.ngettext
    if gap.contexts == 0:
        return phrase
    if gap.contexts == gap.count:
        text = several(
            "{what}, from another experience",
            "{what}, each from another experience",
            gap.count,
        )
        return text.format(what=phrase)
    text = several(
        "{what}, one of them from another experience",
        "{what}, {count} of them each from another experience",
        gap.contexts,
    )
    return text.format(what=phrase, count=gap.contexts)


def _rest(gap: DeliverableGap | AssertionGap | OutOfReach, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    match gap:
        case DeliverableGap(read_by=None):
            return _("{name} handed in").format(name=name(gap.deliverable))
        case DeliverableGap():
            text = _("{name} read by the {role}")
            return text.format(name=name(gap.deliverable), role=reader.word(gap.read_by or ""))
        case AssertionGap():
            return _("confirmation by a person who may award it")
        case OutOfReach():
            return _("more than new evidence can provide")
        case _:
            assert_never(gap)
