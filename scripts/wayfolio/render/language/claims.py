"""What a learner says and nobody has confirmed, and what it would move, as phrases."""

from fractions import Fraction
from typing import assert_never

from wayfolio.model.claims import (
    BadgeMove,
    Claimed,
    DeliveryClaim,
    GateMove,
    HoursClaim,
    MilestoneClaim,
    MilestoneMove,
    Movable,
    Move,
    PassMove,
    SubstitutionClaim,
    WorkClaim,
    WorkplaceMove,
)
from wayfolio.render.language.phrases import Naming
from wayfolio.render.language.reader import Reader, figure
from wayfolio.render.language.vocabulary import in_sentence


def claimed_phrase(claimed: Claimed, reader: Reader, name: Naming = str) -> str:
    """Return what a learner says of a piece of work: 9 hours."""
    _ = reader.gettext
    match claimed:
        case WorkClaim(experience=None):
            return _("the work itself")
        case WorkClaim(experience=place):
            return _("the work itself, in {place}").format(place=name(place or ""))
        case HoursClaim(hours=hours):
            return hours_words(hours, reader)
        case DeliveryClaim(deliverable=ref):
            return _("handed in: {name}").format(name=name(ref.rsplit("/", 1)[-1]))
        case MilestoneClaim(milestone=milestone):
            return _("the milestone {name}").format(name=name(milestone))
        case SubstitutionClaim(instead_of=place):
            return _("in place of {name}").format(name=name(place))
        case _:
            assert_never(claimed)


def hours_words(hours: Fraction, reader: Reader) -> str:
    """Return a number of hours: 9 hours."""
    text = reader.ngettext("{n} hour", "{n} hours", 1 if hours == 1 else 2)
    return text.format(n=figure(hours))


def move_phrase(move: Move, reader: Reader, name: Naming = str) -> str:
    """Return what a claim would move, once it is confirmed: would earn Repairer."""
    _ = reader.gettext
    what = _movable(move.what, reader, name)
    text = _("would be enough for {what}") if move.reaches else _("counts toward {what}")
    return text.format(what=what)


def _movable(what: Movable, reader: Reader, name: Naming) -> str:
    _ = reader.gettext
    match what:
        case GateMove(gate=gate):
            return _("the gate {name}").format(name=name(gate))
        case BadgeMove(badge=badge):
            return _("the award {name}").format(name=name(badge))
        case MilestoneMove(milestone=milestone):
            return _("the milestone {name}").format(name=name(milestone))
        case PassMove(pathway=pathway):
            return _("a finished pass of {name}").format(name=name(pathway))
        case WorkplaceMove(pathway=pathway, kind=kind):
            text = _("workplace learning of {name} ({kind})")
            return text.format(name=name(pathway), kind=in_sentence(kind, _))
        case _:
            assert_never(what)
