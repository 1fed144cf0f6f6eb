"""Loads who has agreed to be named as a co-author of work in another learner's folder.

Nobody can agree for somebody else: it stands in the co-author's own plan, or in a group file, which
adults write.
"""

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from wayfolio.load.files import Findings, Folder, is_file, read, yaml_file
from wayfolio.model.names import LearnerId, WorkRef
from wayfolio.model.portfolio import GroupFile, Plan
from wayfolio.model.roster import GroupWork


def load_agreements(root: Folder, learner: LearnerId) -> tuple[WorkRef, ...]:
    """Return the work that a learner's plan agrees to. Its mistakes are reported elsewhere.

    A plan that cannot be read agrees to nothing.
    """
    folder = root / "portfolios" / learner
    if not is_file(folder, "plan.yml") or b"with" not in read(folder, "plan.yml"):
        return ()
    plan: Plan | None = yaml_file(folder, "plan.yml", Plan, Findings())
    return plan.with_ if plan else ()


def find_agreed_files(root: Folder, learners: Iterable[LearnerId]) -> list[str]:
    """Return the paths of the work that some learners' plans agree to."""
    refs = {ref for learner in learners for ref in load_agreements(root, learner)}
    return [f"portfolios/{ref.replace('/', '/evidence/')}.md" for ref in sorted(refs)]


def settle_agreements(
    work: Iterable[GroupWork],
    agreements: Mapping[LearnerId, Collection[WorkRef]],
    groups: Iterable[GroupFile],
) -> tuple[GroupWork, ...]:
    """Return group work with the co-authors who have agreed to be named."""
    confirmed = _confirmed_by_adults(groups)
    return tuple(
        replace(piece, named=frozenset(_agreed_authors(piece, agreements, confirmed)))
        for piece in work
    )


def _agreed_authors(
    piece: GroupWork,
    agreements: Mapping[LearnerId, Collection[WorkRef]],
    confirmed: Mapping[str, Collection[LearnerId]],
) -> Iterable[LearnerId]:
    together = confirmed.get(piece.ref, ())
    for author in piece.authors:
        if author != piece.owner and (
            author in together or piece.ref in agreements.get(author, ())
        ):
            yield author


def _confirmed_by_adults(groups: Iterable[GroupFile]) -> Mapping[str, Collection[LearnerId]]:
    """Return by work the learners of group files that list its owner and rate all for it.

    Where a file names several learners' work, it does not say who made which.
    """
    confirmed: dict[str, set[LearnerId]] = {}
    for file in groups:
        refs = file.occasion.evidence if file.occasion else ()
        owners = {ref.partition("/")[0] for ref in refs}
        if len(owners) == 1 and owners <= file.learners.keys():
            for ref in refs:
                confirmed.setdefault(ref, set()).update(file.learners)
    return confirmed
