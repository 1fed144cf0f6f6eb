"""The words of a learner's pace: one line of the plan, in a word and in a sentence."""

from typing import assert_never

from wayfolio.model.pace import PaceKind, PaceLine, PaceState
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import Translate


def pace_word(line: PaceLine, _: Translate) -> str:
    """Return the state of something in the plan in a few words."""
    match line.state:
        case PaceState.DONE:
            word = _done_word(line.kind, _)
        case PaceState.AHEAD:
            word = _("ahead of its date")
        case PaceState.ON_PLAN:
            word = _("on plan")
        case PaceState.AT_RISK:
            word = _unclear_word(line, _) or _("at risk")
        case PaceState.BEHIND:
            word = _("past its date") if line.is_past else _("behind its date")
        case PaceState.OPEN:
            word = _unclear_word(line, _) or _open_word(line, _)
        case _:
            assert_never(line.state)
    return word


def _done_word(kind: PaceKind, _: Translate) -> str:
    match kind:
        case "area" | "course":
            return _("done")
        case "goal":
            return _("reached")
        case "gate":
            return _("open")
        case _:
            assert_never(kind)


def _unclear_word(line: PaceLine, _: Translate) -> str:
    """Return why nothing says when an area will be done."""
    if line.kind != "area":
        return ""
    if not line.of:
        return _("not required")
    if not line.there:
        return _("nothing complete yet")
    return _("the work is there, the level is not yet") if line.there >= line.of else ""


def _open_word(line: PaceLine, _: Translate) -> str:
    if line.kind == "goal":
        return _("still open")
    return _("too early to say") if line.own else _("no date")


def pace_sentence(line: PaceLine, reader: Reader) -> str:
    """Return the state, the date at this pace and the own date: for a card or a list."""
    _ = reader.gettext
    word = pace_word(line, _)
    said = [reader.sentence(f"{word[:1].upper()}{word[1:]}")]
    if line.likely is not None:
        text = _("At this pace: {day}.") if line.is_sure else _("Not before: {day}.")
        said.append(text.format(day=reader.month(line.likely)))
    if line.own is not None:
        text = _("Needed by: {day}.") if line.kind == "gate" else _("Own date: {day}.")
        said.append(text.format(day=reader.month(line.own)))
    return " ".join(said)
