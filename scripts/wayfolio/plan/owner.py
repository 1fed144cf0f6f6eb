"""Who owns a learner's records on a day, and so whose keys open them."""

from collections.abc import Collection, Mapping
from datetime import date

from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.keys import Addressee, KeyKind
from wayfolio.model.names import Code, CompetencyCode
from wayfolio.model.pages import Family
from wayfolio.model.portfolio import Demonstration, LearnerFile, Portfolio
from wayfolio.plan.visible import VisibilityContext


def opens_whole(file: LearnerFile, today: date) -> Mapping[KeyKind, bool]:
    """Return the kinds of keys that open records today, and whether each opens all of them.

    From `adult_from` only the learner's own key does. If a younger learner has begun college
    courses, the family's key opens everything else.
    """
    if is_of_age(file, today):
        return {"learner": True}
    return {"family": not in_college(file), "learner": True}


def is_of_age(file: LearnerFile, today: date) -> bool:
    """Whether a learner owns the consent, and the keys with it."""
    return file.adult_from is not None and file.adult_from <= today


def choose_addressee(file: LearnerFile, holders: Collection[KeyKind], today: date) -> Addressee:
    """Return to whom the pages speak that keys of these kinds open today.

    A younger learner's key may be the family's too, so both read the name.
    """
    if is_of_age(file, today):
        return "learner"
    return "family" if set(holders) == {"family"} else "anybody"


def in_college(file: LearnerFile) -> bool:
    """Whether a learner has begun a college course. A planned one is not yet a record."""
    return any(course.status != "planned" for course in file.courses)


def remove_college(case: VisibilityContext) -> VisibilityContext:
    """Return a learner's case with the records of college courses removed, not hidden."""
    catalogue = case.catalogue
    return replace(
        case,
        portfolio=remove_college_records(case.portfolio, catalogue),
        attainments=tuple(a for a in case.attainments if not is_college(a.competency, catalogue)),
    )


def remove_college_records(portfolio: Portfolio, catalogue: Catalogue) -> Portfolio:
    """Return a portfolio without courses and their ratings; occasions keep their places."""
    return replace(
        portfolio,
        file=replace(portfolio.file, courses=()),
        demonstrations=_remove_college_ratings(portfolio, catalogue),
    )


def is_college(code: CompetencyCode, catalogue: Catalogue) -> bool:
    """Whether a competency is a college course."""
    return bool(catalogue.competencies[code].competency.credits)


def _remove_college_ratings(
    portfolio: Portfolio, catalogue: Catalogue
) -> tuple[Demonstration, ...]:
    """Return the occasions without ratings of college courses, each at its old place.

    Notes of such a day may be about the course, so they go with the ratings.
    """
    kept = []
    for occasion in portfolio.demonstrations:
        ratings = {
            skill: given
            for skill, given in occasion.ratings.items()
            if (placed := catalogue.placed(Code(skill))) is None or not placed.competency.credits
        }
        if len(ratings) == len(occasion.ratings):
            kept.append(occasion)
        else:
            # The work stays seen: who saw what of it is nowhere told.
            kept.append(replace(occasion, ratings=ratings, note=None, ask=None, delivers=()))
    return tuple(kept)


def remove_studies(whole: LearnerDossier[Family]) -> LearnerDossier[Family]:
    """Return a dossier without figures counted from college courses, which would say “none”."""
    return replace(
        whole,
        studies=(),
        pace=replace(whole.pace, courses=(), gates=()),
        ahead=tuple(entry for entry in whole.ahead if entry.what != "course"),
        maps=tuple(path_map for path_map in whole.maps if path_map.kind != "paced"),
    )
