"""The rounds of a pathway, in words and sentences: the same on every page."""

from typing import assert_never

from wayfolio.model.rounds import Round, RoundState
from wayfolio.model.skips import Skip
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import Translate, in_sentence


def round_word(state: RoundState, _: Translate) -> str:
    """Return how a round stands, in a word."""
    match state:
        case RoundState.FINISHED:
            return _("finished")
        case RoundState.CLAIMED:
            return _("claimed, waits to be confirmed")
        case RoundState.UNDER_WAY:
            return _("in progress")
        case RoundState.ENDED:
            return _("ended early")
        case RoundState.LEFT:
            return _("not finished")
        case RoundState.OVER:
            return _("over")
        case _:
            assert_never(state)


def round_sentence(turn: Round, reader: Reader) -> str:
    """Return a round in a sentence: Round 2 ended early on August 10, 2026: drought."""
    _ = reader.gettext
    if turn.ended is None:
        text = _("Round {n}: {state}")
        return reader.sentence(text.format(n=turn.n, state=round_word(turn.state, _)))
    text = _("Round {n} ended early on {day}: {why}")
    said = text.format(n=turn.n, day=reader.day(turn.ended), why=reader.quote(turn.why))
    return _with_full_stop(said, turn.why, reader)


def skip_sentence(skip: Skip, reader: Reader) -> str:
    """Return why a stage is skipped: Decided on May 4, 2027, after an interview."""
    _ = reader.gettext
    text = (
        _("Decided on {day}, after: {kind}. {why}")
        if skip.why
        else _("Decided on {day}, after: {kind}")
    )
    said = text.format(
        day=reader.day(skip.on), kind=in_sentence(skip.kind, _), why=reader.quote(skip.why)
    )
    return _with_full_stop(said, skip.why, reader)


def _with_full_stop(said: str, why: str, reader: Reader) -> str:
    """Return a sentence that ends with somebody's reason, with one full stop."""
    return said if why.endswith((".", "!", "?", "。")) else reader.sentence(said)
