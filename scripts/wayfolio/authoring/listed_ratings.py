"""Finds what the words of a list of ratings mean here: whose, of what, how high, by whom."""

import re
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from wayfolio.authoring.known_groups import fold
from wayfolio.authoring.known_learners import LearnerIndex, fold_name_of, index_learners
from wayfolio.authoring.new import AuthoringSession
from wayfolio.load.introspection import NUMBER, nearest_key
from wayfolio.load.school_codes import school_code
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Level, Mark, Point, Scale
from wayfolio.model.names import Code, LearnerId, PersonId, SkillCode
from wayfolio.model.rosters import ListedRating


class WordUnknown(Exception):
    """A word of a row that says nothing here: its field, why, and what to write."""

    def __init__(self, field: str, why: str, mend: str) -> None:
        super().__init__(why)
        self.field, self.why, self.mend = field, why, mend


class ResolvedRating(Struct, frozen=True, kw_only=True):
    """A row in this school's terms."""

    row: ListedRating
    learner: LearnerId
    skill: SkillCode
    level: Level | Mark
    by: PersonId

    @property
    def figure(self) -> str | float:
        """The level as it is written in a file."""
        return str(self.level) if isinstance(self.level, Mark) else float(self.level)


class SheetVocabulary(Struct, frozen=True, kw_only=True):
    """What may stand in a list of ratings of this school."""

    catalogue: Catalogue
    learners: LearnerIndex
    codes: Mapping[str, SkillCode]
    people: Mapping[str, PersonId]
    usual_by: str | None


def index_words(session: AuthoringSession, usual_by: str | None) -> SheetVocabulary:
    """Return the learners, skills and people of a school by what names them."""
    catalogue = session.school.catalogue
    people: dict[str, PersonId] = {}
    for who, person in catalogue.school.people.items():
        for word in (who, person.name, *person.logins):
            people.setdefault(fold_name_of(word), who)
    return SheetVocabulary(
        catalogue=catalogue,
        learners=index_learners(session.school.roster.learners),
        codes={code.casefold(): code for code in catalogue.skills},
        people=people,
        usual_by=usual_by,
    )


def resolve_rating(words: SheetVocabulary, row: ListedRating) -> ResolvedRating:
    """Return a row in this school's terms. Errors: WordUnknown."""
    learner = _find_learner(words, row.learner)
    skill = _find_skill(words, row.skill)
    return ResolvedRating(
        row=row,
        learner=learner,
        skill=skill,
        level=_find_level(words.catalogue, skill, row.level),
        by=_find_person(words, row.by),
    )


def _find_learner(words: SheetVocabulary, called: str) -> LearnerId:
    learners = words.learners.find(called)
    if len(learners) == 1:
        return learners[0]
    if learners:
        why = f"several learners fit: {', '.join(learners)}"
        raise WordUnknown("learner", why, "write the id of the learner")
    raise WordUnknown("learner", "nobody here is called so", "write the id, login or whole name")


def _find_skill(words: SheetVocabulary, called: str) -> SkillCode:
    code = SkillCode(Code(school_code(called)))
    if code in words.catalogue.skills:
        return code
    folded = words.codes.get(code.casefold())
    if folded is not None:
        return folded
    nearest = nearest_key(called, list(words.catalogue.skills))
    mend = f"did you mean {nearest}?" if nearest else "import its framework first"
    raise WordUnknown("skill", f"the school rates no {called}", mend)


def _find_level(catalogue: Catalogue, skill: SkillCode, text: str) -> Level | Mark:
    """Return a level by its number, its word on the scale, or as the mark M or O."""
    if text.upper() in tuple(Mark):
        return Mark(text.upper())
    _, placed = catalogue.skills[skill]
    scale = catalogue.scales.get(placed.scale)
    number = re.sub(r"(\.\d*?)0+$", r"\1", text.replace(",", ".")).removesuffix(".")
    if re.fullmatch(NUMBER, number):
        level = Fraction(number)
        if scale is None or scale.allows(level):
            return level
    named = [point.value for point in scale.points if _is_called(point, text)] if scale else []
    if len(named) == 1:
        return named[0]
    mend = f"levels are {_list_levels(scale)}, M or O" if scale else "write a number, M or O"
    raise WordUnknown("level", f"“{text}” is no level of {placed.scale}", mend)


def _is_called(point: Point, text: str) -> bool:
    words = [str(point.label), str(point.meaning or "")]
    return fold(text) != "" and fold(text) in map(fold, words)


def _list_levels(scale: Scale) -> str:
    return ", ".join(f"{float(point.value):g} ({point.label})" for point in scale.ladder)


def _find_person(words: SheetVocabulary, called: str) -> PersonId:
    person = words.people.get(fold_name_of(called)) if called else None
    if person is not None:
        return person
    if words.usual_by is not None:
        return PersonId(words.usual_by)
    why = f"{called} is not among people: in school.yml" if called else "it does not say who rated"
    raise WordUnknown("by", why, "say who stands in: --by PERSON")
