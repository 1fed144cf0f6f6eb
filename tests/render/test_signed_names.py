"""Who rated, and who entered it for somebody without a login."""

from datetime import date

import pytest

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import Language, PersonId
from wayfolio.model.school import Person, SchoolSettings
from wayfolio.render.language.reader import make_reader
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.views import Site

ROSA, KIM, SAM = PersonId("rosa"), PersonId("kim"), PersonId("sam")
PEOPLE = {
    ROSA: Person(name="Rosa Adeyemi", assessor="teacher", logins=("rosa-a",)),
    KIM: Person(name="Kim Lee", assessor="employer", written_by=(ROSA,)),
    SAM: Person(name="Sam Finch", assessor="community", written_by=(ROSA, KIM)),
}


@pytest.mark.parametrize(
    ("by", "language", "phrase"),
    [
        ((ROSA,), "en", "Rosa Adeyemi"),
        ((KIM,), "en", "Kim Lee (entered by Rosa Adeyemi)"),
        ((KIM,), "es", "Kim Lee (lo anotó Rosa Adeyemi)"),
        ((SAM,), "en", "Sam Finch (entered by Rosa Adeyemi, Kim Lee)"),
        # Rosa was there, and has written it herself.
        ((ROSA, KIM), "en", "Rosa Adeyemi and Kim Lee"),
        ((PersonId("gone"),), "en", "gone"),
        ((), "en", ""),
    ],
)
def test_readers_are_told_who_entered_a_rating_for_somebody(
    by: tuple[PersonId, ...], language: str, phrase: str
) -> None:
    catalogue = Catalogue(school=SchoolSettings(name="River School", people=PEOPLE))
    site = Site(
        catalogue=catalogue, reader=make_reader(Language(language)), as_of=date(2027, 3, 12)
    )

    assert signed_names(by, site) == phrase
