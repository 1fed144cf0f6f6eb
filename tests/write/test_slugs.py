"""Names of files and addresses, made from titles in every script."""

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfolio.load.introspection import ID
from wayfolio.model.file_names import find_unportable
from wayfolio.model.latin import spell_in_latin
from wayfolio.write.texts import choose_name, propose_names, slug

SPELLED = [
    ("Água & data", "agua-data"),
    ("Łódź", "lodz"),
    ("Ærø and Øresund", "aero-and-oresund"),
    ("Straße", "strasse"),
    ("Nguyễn Thị Ánh", "nguyen-thi-anh"),
    ("Tốc độ gió", "toc-do-gio"),
    ("Đo gió", "do-gio"),
    ("ISTANBUL İstanbul ışık", "istanbul-istanbul-isik"),
    ("测量风速", "ce-liang-feng-su"),
    ("画风向标", "hua-feng-xiang-biao"),
    ("李小龙", "li-xiao-long"),
    ("用 Python 画图", "yong-python-hua-tu"),
    ("第2次", "di-2-ci"),
    ("，。！", "evidence-1"),
    ("さくら", "sakura"),
    ("がいこく", "gaikoku"),
    ("한국어", "han-gug-eo"),
    ("محمد", "mhmd"),
    ("مُحَمَّد", "muhamad"),
    ("سرعة الرياح", "srh-lryh"),
    ("٢٠٢٧", "2027"),
    ("שלום", "slvm"),
    ("Привет, мир", "privet-mir"),
    ("Ελλάδα", "ellada"),
    ("สวัสดี", "swasdi"),
    ("नमस्ते", "nmste"),
    ("🎉", "evidence-1"),
    ("👩🏽‍🚀", "evidence-1"),
    ("Party 🎉 time", "party-time"),
    ("Don’t – stop…", "dont-stop"),
    ("m² ½ №", "m2-12-no"),
    ("", "evidence-1"),
    ("?", "evidence-1"),
]


@pytest.mark.parametrize(("title", "name"), SPELLED)
def test_a_title_in_any_script_makes_a_name_that_can_be_read(title: str, name: str) -> None:
    assert slug(title, "evidence") == name


def slug_of_earlier_versions(title: str) -> str:
    """Return the name that a title of ASCII always had: the addresses of the future are those."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold())[:60].strip("-")


@given(st.text(st.characters(codec="ascii"), max_size=90))
def test_a_title_of_plain_letters_keeps_the_name_that_it_always_had(title: str) -> None:
    earlier = slug_of_earlier_versions(title)
    name = slug(title, "evidence")

    assert name in (earlier, f"{earlier}-1", "evidence-1")
    assert (name == earlier) == (bool(earlier) and find_unportable(earlier) is None)


TITLES = st.text(max_size=90) | st.sampled_from(["Con", "com1", "Aux!", "ñ" * 90, "风" * 90])


@given(TITLES)
def test_names_never_end_and_each_can_be_that_of_a_file(title: str) -> None:
    names = list(islice(propose_names(title, "task"), 12))

    assert len(set(names)) == 12
    for name in names:
        assert re.fullmatch(ID, name)
        assert find_unportable(name) is None


@given(st.lists(TITLES | st.sampled_from("李丽里"), max_size=8))
def test_no_two_titles_get_one_name(titles: list[str]) -> None:
    taken: set[str] = set()
    for title in titles:
        name = choose_name(title, "evidence", taken)
        assert name not in taken
        taken.add(name)


@given(st.text(max_size=40))
def test_a_text_is_spelled_in_ascii_and_by_its_letters_alone(text: str) -> None:
    spelled = spell_in_latin(text)

    assert spelled.isascii()
    assert spelled == spelled.lower()
    assert spell_in_latin(spelled) == spelled
