"""To whom a learner's pages speak: the family, the learner, or anybody who reads them."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from msgspec.structs import replace

from example_school import ROOT, TODAY
from wayfolio.build.family_vaults import vault_languages
from wayfolio.load.files import Findings
from wayfolio.model.keys import Addressee, KeyKind
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Family
from wayfolio.plan.owner import choose_addressee
from wayfolio.render.frame.source_pages import words
from wayfolio.render.language.reader import make_reader
from wayfolio.render.learner.dossier_pages import dossier_pages
from wayfolio.school.attachments import clean_attachments
from wayfolio.school.dossier import dossier_for_family
from wayfolio.school.learner import LoadedSchool, read_learner, whole_record
from wayfolio.school.read import read_school

CHILD = {
    "en": r"\b(your )?child(ren)?\b|\byour (son|daughter)\b",
    "es": r"\bsu hij[oa]\b|\bhijos?\b|\bhijas?\b|\bniñ[oa]s?\b",
    "ar": r"طفل|أطفال|ابنكم|ابنتكم|ولدكم",
    "vi": r"\b(của|nhờ|cùng) con\b|\bcon (quý vị|em|trai|gái)\b|\bcháu\b",
    "zh": r"孩子|儿女|子女",
}
"""How each language speaks to parents of their child."""
YOU = {
    "en": "You can do now:",
    "es": "Lo que ya sabe hacer:",
    "ar": "ما تستطيع فعله الآن:",
    "vi": "Hiện bạn làm được:",
    "zh": "你现在会做",
}
TAG = re.compile(r"<[^>]*>")


@cache
def school() -> LoadedSchool:
    """Return the example school, in all five languages."""
    loaded, _ = read_school(ROOT, TODAY)
    assert loaded is not None
    spoken = replace(loaded.catalogue.school, languages=tuple(map(Language, CHILD)))
    return replace(loaded, catalogue=replace(loaded.catalogue, school=spoken))


@cache
def pages_of(learner: str, addressee: Addressee | None = None) -> dict[tuple[str, str], str]:
    """Return the texts of a learner's sealed pages by language and address."""
    return dict(read_pages(learner, addressee))


def read_pages(learner: str, addressee: Addressee | None) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each page's text, its title and description included.

    Pages for a given addressee have nothing to do next.
    """
    here = school()
    context = whole_record(here, read_learner(here, LearnerId(learner)))
    seen = dossier_for_family(context, addressee)
    if addressee is not None:
        works = [
            replace(work, item=replace(work.item, experience=None)) for work in seen.shown.evidence
        ]
        seen = replace(seen, steps=(), shown=replace(seen.shown, evidence=tuple(works)))
    published, _ = clean_attachments(here.folder, seen.shown, Findings(), Family)
    for language in vault_languages(here.catalogue, TODAY):
        pages, _ = dossier_pages(language.renderer, language.site, seen, published, Family)
        for page in pages:
            described = re.findall(r'content="([^"]*)"', page.content.decode())
            words = " ".join((*described, TAG.sub(" ", page.content.decode()))).split()
            yield (language.site.reader.language, page.path), " ".join(words)


def test_no_page_of_a_learner_of_age_speaks_of_a_child_in_any_language() -> None:
    pages = pages_of("jin")

    assert {language for language, _ in pages} == set(CHILD)
    assert len(pages) > len(CHILD)
    for (language, address), text in pages.items():
        assert re.findall(CHILD[language], text, re.I) == [], (language, address)


@pytest.mark.parametrize("language", CHILD)
def test_learners_of_age_are_spoken_to_as_themselves(language: str) -> None:
    place = "" if language == "en" else f"{language}/"
    text = pages_of("jin")[language, f"{place}learners/jin/"]

    assert YOU[language] in text
    name = pages_of("amara")[language, f"{place}learners/amara/"]
    assert YOU[language] not in name


@pytest.mark.parametrize("language", CHILD)
def test_the_page_that_opens_all_of_them_speaks_to_both(language: str) -> None:
    """Families and learners type their words at the same place."""
    said = words(make_reader(Language(language)).gettext)

    assert re.findall(CHILD[language], f"{said['family']} {said['family_help']}", re.I) == []


LOOKS: dict[Addressee, tuple[str, str]] = {
    "family": ("For this family only", "together, and ask your child to explain it."),
    "learner": ("For you only", "Look at one piece of your work, and explain it to somebody"),
    "anybody": ("For Kofi and the family only", "together, and let Kofi explain it."),
}


@pytest.mark.parametrize("addressee", LOOKS)
def test_only_the_family_is_told_to_ask_its_child(addressee: Addressee) -> None:
    """Where nothing else is known to do, a page proposes to look at a piece of work."""
    text = pages_of("kofi", addressee)["en", "learners/kofi/"]

    for reader, said in LOOKS.items():
        assert [line in text for line in said] == [reader == addressee] * 2, reader
    assert ("your child" in text) is (addressee == "family")


@pytest.mark.parametrize(
    ("of_age", "holders", "speaks_to"),
    [
        (None, ["family"], "family"),
        (None, ["family", "learner"], "anybody"),
        (None, ["learner"], "anybody"),
        (TODAY, ["learner"], "learner"),
        (date(2027, 3, 13), ["family"], "family"),
    ],
)
def test_the_keys_that_open_a_page_decide_to_whom_it_speaks(
    of_age: date | None, holders: list[KeyKind], speaks_to: Addressee
) -> None:
    file = replace(school().roster.learners[LearnerId("kofi")], adult_from=of_age)

    assert choose_addressee(file, holders, TODAY) == speaks_to
