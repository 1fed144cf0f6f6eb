"""What a branch changes of a learner's claims: new ones, settled ones, and what was confirmed."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from wayfolio.model.changes import ChangedAfter
from wayfolio.model.claims import Claim, WorkClaim
from wayfolio.model.seen import changed_claims
from wayfolio.plan.visible import VisibilityContext


def find_new_claims(
    old: VisibilityContext | None, new: VisibilityContext | None
) -> tuple[Claim, ...]:
    """Return the claims of one state of a learner that another state has not.

    That a piece of work was done goes without saying, where it moves nothing.
    """
    return tuple(_new_claims(old.claims if old else (), new.claims if new else ()))


def _new_claims(before: Iterable[Claim], after: Iterable[Claim]) -> Iterator[Claim]:
    known = {claim.evidence: set(claim.says) for claim in before}
    for claim in after:
        says = tuple(said for said in claim.says if said not in known.get(claim.evidence, ()))
        if says and (claim.moves or any(not isinstance(said, WorkClaim) for said in says)):
            yield replace(claim, says=says)


def find_changed_confirmed(
    old: VisibilityContext | None, new: VisibilityContext | None
) -> tuple[ChangedAfter, ...]:
    """Return what of a learner's work is another thing than what somebody confirmed."""
    return tuple(_changed_confirmed(old, new)) if old and new else ()


def _changed_confirmed(old: VisibilityContext, new: VisibilityContext) -> Iterator[ChangedAfter]:
    for stem, was in old.works.items():
        now = new.works.get(stem)
        for what in changed_claims(was.piece, now.piece) if now else ():
            look = was.confirmation(what)
            # A number of hours that somebody wrote down stands, whatever the learner writes.
            is_number = what == "hours" and look is not None and look.hours is not None
            if look is not None and not is_number:
                yield ChangedAfter(
                    learner=old.portfolio.learner, stem=stem, what=what, on=look.date, by=look.by
                )
