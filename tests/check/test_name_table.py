"""What is somebody's name in a text, in five languages and more scripts, and what is left alone."""

import html
from unicodedata import normalize

import pytest

from name_table import MARKED, ROWS, Meaning, people_with
from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import built_file
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import Private
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.normal_form import fold_text
from wayfolio.model.people import Naming, collect_people
from wayfolio.model.portfolio import Name
from wayfolio.model.school import SchoolSettings
from wayfolio.model.text import Text
from wayfolio.plan.private import capital_names_of, names_of, public_words
from wayfolio.plan.redaction import redact_catalogue

PAGE = "<!doctype html><html><body><main><p>{}</p></main></body></html>"


def meaning_of(namings: list[Naming]) -> Meaning:
    """Return the strongest meaning of the names in a text."""
    if not namings:
        return "word"
    if any(naming.is_clear and not naming.word for naming in namings):
        return "sure"
    return "person" if any(naming.is_clear for naming in namings) else "unclear"


def test_the_table_is_long_and_its_rows_differ() -> None:
    assert len(ROWS) >= 220
    assert len(set(ROWS)) == len(ROWS)
    assert {meaning for _, _, meaning in ROWS} == {"sure", "person", "unclear", "word"}


@pytest.mark.parametrize(("key", "text", "meaning"), ROWS)
def test_a_text_means_the_person_or_it_does_not(key: str, text: str, meaning: Meaning) -> None:
    people = people_with(key)

    assert meaning_of(list(people.named_in(text))) == meaning
    spoken = people.spoken(text)
    assert (spoken == text) is (meaning == "word")
    assert list(people.named_in(spoken)) == []
    if meaning != "word":
        assert "N." in spoken


@pytest.mark.parametrize(("key", "text", "meaning"), ROWS)
def test_the_last_look_finds_what_is_sure_and_takes_no_word_for_a_name(
    key: str, text: str, meaning: Meaning
) -> None:
    people = people_with(key)
    private = Private(names=names_of(people), capital_names=capital_names_of(people))
    look = Scanner(private, is_thorough=True)
    page = PAGE.format(text if "<" in text else html.escape(text))

    leaks = list(look.find_private(built_file("a/index.html", page.encode())))

    assert bool(leaks) is (meaning == "sure")


@pytest.mark.parametrize(("key", "text", "meaning"), ROWS)
def test_how_signs_are_composed_makes_no_difference(key: str, text: str, meaning: Meaning) -> None:
    people = people_with(key)

    for form in ("NFC", "NFD"):
        assert meaning_of(list(people.named_in(normalize(form, text)))) == meaning


@pytest.mark.parametrize(("key", "text", "meaning"), ROWS)
def test_a_name_is_told_where_it_stands_in_the_text_as_it_is_written(
    key: str, text: str, meaning: Meaning
) -> None:
    for naming in people_with(key).named_in(f"Über ﬁ: {text}"):
        written = f"Über ﬁ: {text}"[naming.start : naming.end]
        assert written.strip() == written
        assert fold_text(written)[:1].isalnum()


@pytest.mark.parametrize("text", MARKED)
def test_a_name_is_replaced_as_readers_see_it_and_its_markup_stays_whole(text: str) -> None:
    people = people_with("zeb")

    assert people.spoken(f"So, {text} ran.") == f"So, {MARKED[text]} ran."
    assert meaning_of(list(people.named_in(text))) == "sure"


def test_an_author_says_that_a_word_is_a_word_or_the_name() -> None:
    people = people_with("will")

    assert people.reading((), ("will",)).spoken("Will showed me. I asked Will.") == (
        "Will showed me. I asked Will."
    )
    assert people.reading(("Will",), ()).spoken("Will it turn? I will.") == "N. it turn? I will."
    # A whole name, and one that is no word, stay names whatever an author says.
    assert people.reading((), ("will", "step")).spoken("by Will Step") == "by N."
    zebulon = people_with("zeb").reading((), ("zebulon", "Zebulon"))
    assert zebulon.spoken("by Zebulon") == "by N."


@pytest.mark.parametrize(
    ("key", "text", "spoken"),
    [("ting", "婷婷的花园", "N.的花园"), ("zeb", "Zebulon", "N."), ("zeb", "zebra", "zebra")],
)
def test_a_title_of_one_word_or_without_blanks_is_read_as_well(
    key: str, text: str, spoken: str
) -> None:
    about = Text(text, ((Language("en"), text),))
    catalogue = Catalogue(school=SchoolSettings(name="River School", about=about))

    redacted = redact_catalogue(catalogue, people_with(key)).school.about

    assert redacted == Text(spoken, ((Language("en"), spoken),))


def test_what_a_page_says_goes_before_what_the_school_says() -> None:
    school = people_with("will").reading((), ("will",))

    assert school.reading(("will",), ()).spoken("Will it turn?") == "N. it turn?"


@pytest.mark.parametrize(
    ("title", "not_names", "shown", "prose"),
    [
        ("Builder of Ilka", (), "Builder of N.", "N. rows"),
        ("The boat of ILKA", (), "The boat of N.", "N. rows"),
        ("Builder of Ilka", ("ilka",), "Builder of Ilka", "Ilka rows"),
        # A word of the school's, in small letters.
        ("How to ilka a boat", (), "How to ilka a boat", "Ilka rows"),
        # Nothing in the catalogue is called so.
        ("The river", ("ilka",), "The river", "N. rows"),
    ],
)
def test_a_title_that_names_a_learner_does_not_make_the_name_public(
    title: str, not_names: tuple[str, ...], shown: str, prose: str
) -> None:
    learner = LearnerId("l1")
    names = {learner: Name(full="Ilka Zorvath", first="Ilka")}
    settings = SchoolSettings(name="River School", about=Text(title), not_names=not_names)
    public = public_words(Catalogue(school=settings))
    people = collect_people(names, {learner: None}, public).certain

    assert people.spoken(title) == shown
    assert people.spoken("Ilka rows") == prose


def test_words_of_the_catalogue_are_names_in_work_and_words_in_educators_prose() -> None:
    learner = LearnerId("ines")
    names = {learner: Name(full="Inés Brook", first="Inés")}
    people = collect_people(names, {learner: None}, frozenset({"Ines", "river"}))

    assert people.spoken("with Ines") == "with N."
    assert people.certain.spoken("with Ines") == "with Ines"
