"""Names sort as their language sorts them, with the same order on every machine."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfolio.model.names import Language
from wayfolio.model.shelves import OTHERS, letter_of
from wayfolio.render.language.alphabet import ALPHABETS, USUAL, sort_key
from wayfolio.render.language.reader import Reader, mark_language

IN_ORDER = [
    (
        "en",
        ["10 boats", "2 boats", "ana", "Ana", "Ána", "Ana Ruiz", "Anabel", "Ben", "Élise", "Zoe"],
    ),
    ("en", ["Lukas", "Łukasz", "Luther", "Ødegård", "Olson", "Zoe"]),
    ("es", ["Nadia", "Núria", "Nuria Z", "Ñata", "Oscar", "Óscar", "Zoe"]),
    ("vi", ["Anh", "Ánh", "Ăn", "Ân", "Dung", "Dũng", "Đan", "Em", "Ên", "Ô", "Ơ", "Phúc"]),
    ("vi", ["Ba", "Bạ", "Bắc", "Bặc", "Bắc Z", "Bấc"]),
    ("zh", ["安妮", "李丽", "李小龙", "王小明", "张伟", "Ana", "Zoe"]),
    ("en", ["Ana", "Zoe", "安妮", "李丽", "李小龙", "王小明", "张伟"]),
    ("ar", ["أحمد", "إيمان", "بسام", "سارة", "علي", "محمد", "مُحَمَّد", "Ana"]),
    ("en", ["Zoe", "Анна", "Борис", "أحمد", "بسام"]),
    ("sv", ["Anna", "Ove", "Zoe", "Åke", "Ärla", "Örjan"]),
    ("pl", ["Lena", "Luiza", "Łukasz", "Maja", "Zofia", "Żaneta"]),
    ("es-MX", ["Nuria", "Ñata", "Oscar"]),
]


@pytest.mark.parametrize(("language", "names"), IN_ORDER)
def test_names_stand_in_the_order_of_the_language(language: str, names: list[str]) -> None:
    mixed = random.Random(1).sample(names, len(names))

    reader = Reader(language=Language(language))
    assert sorted(mixed, key=reader.sort_key) == names


def test_a_title_in_another_language_stands_by_its_letters_not_by_its_marks() -> None:
    boat, canoe, dinghy = "Boat", mark_language("Canoe", Language("es")), "Dinghy"

    assert sorted([dinghy, canoe, boat], key=Reader().sort_key) == [boat, canoe, dinghy]


@pytest.mark.parametrize("language", ALPHABETS)
def test_an_alphabet_has_the_usual_letters_in_their_order_and_each_once(language: str) -> None:
    alphabet = ALPHABETS[language]

    assert "".join(letter for letter in alphabet if letter in USUAL) == USUAL
    assert len(set(alphabet)) == len(alphabet)


@given(st.text(max_size=20), st.sampled_from(["en", "vi", "zh", "ar"]))
def test_every_text_has_its_own_place(text: str, language: str) -> None:
    assert sort_key(text, Language(language)) <= sort_key(text + "a", Language(language))
    assert sort_key(text, Language(language)) != sort_key(text + "a", Language(language))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Ana", "a"),
        ("Ánh", "a"),
        ("Đan", "d"),
        ("Łukasz", "l"),
        ("李小龙", "l"),
        ("محمد", "m"),
        ("", OTHERS),
        ("7", OTHERS),
        ("🎉", OTHERS),
    ],
)
def test_a_long_list_has_a_name_under_its_latin_letter(name: str, part: str) -> None:
    assert letter_of(name) == part
